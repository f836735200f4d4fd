"""Stage folders -> checked frames: reports that keep the rules, with evidence that slices back, and rejects.

What is checked of a folder depends on that folder alone, so it is done once and kept (`segments.py`). The frames have the
schemas of `transforms/schemas.py` and a column `batch`, the folder's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from transforms.duplicates import sign
from transforms.schemas import (
    ARTICLES,
    DEMAND_REPORTS,
    EVIDENCE,
    EXCHANGE_REPORTS,
    FIGURES,
    MENTIONED_PEOPLE,
    REJECTS,
    SIGNATURES,
    TALK_REPORTS,
    Schema,
    SchemaError,
    conform,
    empty,
)
from transforms.versions import newest_versions
from warehouse.connect import WarehouseError, first_line
from warehouse.rules import broken_rule

Frames = dict[str, pl.DataFrame]

REPORT_KINDS = {
    "talk_reports": "talk",
    "demand_reports": "demand",
    "exchange_reports": "exchange",
    "figures": "figure",
}
STAGE_FRAMES: dict[str, Schema] = {
    "articles": ARTICLES,
    "talk_reports": TALK_REPORTS,
    "demand_reports": DEMAND_REPORTS,
    "exchange_reports": EXCHANGE_REPORTS,
    "figures": FIGURES,
    "evidence": EVIDENCE,
    "people": MENTIONED_PEOPLE,
    "rejects": REJECTS,
}
_ARTICLE = ["batch", "article_id"]
_REPORT = ["batch", "report_id"]
# A row that was rejected here has the id of its article: it counts only while that version of the article does.
CHECKED_FRAMES: dict[str, Schema] = {
    **{name: {**schema, "batch": pl.String} for name, schema in STAGE_FRAMES.items()},
    "rejects": {**REJECTS, "article_id": pl.String, "batch": pl.String},
    "signatures": {**SIGNATURES, "batch": pl.String},
}


def checked_frames(stage_dirs: Sequence[Path]) -> Frames:
    """The frames of some stage folders (CHECKED_FRAMES): all versions of their articles, and what holds of the rest.

    Reports are those of an article's newest version in its folder. A row that breaks a rule, whose evidence is not at its
    place in the text, or that has no evidence left, goes to `rejects` with stage `load`. Raises WarehouseError naming the
    file that cannot be read.
    """
    frames = {name: _read(stage_dirs, name, schema) for name, schema in STAGE_FRAMES.items()}
    articles = frames["articles"].drop_nulls("article_id").with_columns(pl.col("text").fill_null(""))
    newest = newest_versions(articles, _ARTICLE)
    evidence, misplaced = _split_evidence(newest, frames["evidence"].join(newest, on=_ARTICLE, how="semi"))
    none = pl.lit(None, dtype=pl.String)
    rejects = [
        frames["rejects"].with_columns(none.alias("article_id")),
        _rejected(misplaced, "bad_offsets", pl.format("{}..{}", "char_start", "char_end")),
    ]
    checked: Frames = {"articles": articles, "people": frames["people"].join(newest, on=_ARTICLE, how="semi")}
    for name in REPORT_KINDS:
        checked[name], lost = _split_reports(name, frames[name].join(newest, on=_ARTICLE, how="semi"), evidence)
        rejects += lost
    known = pl.concat(checked[name].select(_REPORT) for name in REPORT_KINDS)
    checked["evidence"] = _distinct(evidence.join(known, on=_REPORT, how="semi"))
    checked["rejects"] = pl.concat(frame.select(*CHECKED_FRAMES["rejects"]) for frame in rejects)
    checked["signatures"] = sign(newest).with_columns(newest["batch"])
    return {name: conform(checked[name], schema, name=name) for name, schema in CHECKED_FRAMES.items()}


def _read(stage_dirs: Sequence[Path], name: str, schema: Schema) -> pl.DataFrame:
    """One frame of all folders, with the folder's name in the column `batch`."""
    parts = [_read_one(folder / f"{name}.parquet", schema, name) for folder in stage_dirs]
    return pl.concat(parts) if parts else empty({**schema, "batch": pl.String})


def _read_one(path: Path, schema: Schema, name: str) -> pl.DataFrame:
    try:
        frame = conform(pl.read_parquet(path, glob=False), schema, name=name)
    except (OSError, pl.exceptions.PolarsError, SchemaError) as error:
        raise WarehouseError(
            f"{path}: cannot be read ({first_line(error)}); remove its folder and run again"
        ) from error
    return frame.with_columns(pl.lit(path.parent.name).alias("batch"))


def _split_reports(name: str, reports: pl.DataFrame, evidence: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """The reports that are whole and have evidence, and frames of rejects."""
    kind = REPORT_KINDS[name]
    judged = reports.with_columns(broken_rule(name))
    is_broken = pl.col("broken").is_not_null()
    rows = judged.filter(~is_broken).drop("broken").unique(_REPORT, keep="first", maintain_order=True)
    behind = evidence.filter(pl.col("row_kind") == kind)
    lost = rows.join(behind, on=_REPORT, how="anti")
    return rows.join(behind, on=_REPORT, how="semi"), [
        _rejected(judged.filter(is_broken), "bad_slot", pl.col("broken")),
        _rejected(lost, "no_evidence", pl.lit(f"{kind} without a sentence behind it")),
    ]


def _split_evidence(articles: pl.DataFrame, evidence: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Evidence that equals its slice of the text (counted in code points), and evidence that does not."""
    texts = articles.select(*_ARTICLE, "text")
    length = pl.col("char_end") - pl.col("char_start")
    valid = (pl.col("char_start") >= 0) & (length > 0)
    found = (
        evidence.join(texts, on=_ARTICLE, how="left")
        .with_columns(
            pl.when(valid).then(pl.col("text").str.slice(pl.col("char_start"), length.clip(0))).alias("found")
        )
        .with_columns((pl.col("found") == pl.col("quote")).fill_null(value=False).alias("is_found"))
        .drop("text", "found")
    )
    return found.filter("is_found").drop("is_found"), found.filter(~pl.col("is_found")).drop("is_found")


def _distinct(evidence: pl.DataFrame) -> pl.DataFrame:
    """One piece of evidence for a place in the text of a report."""
    place = [*_REPORT, "char_start", "char_end"]
    return evidence.sort(*place, "pattern_id", nulls_last=True).unique(place, keep="first", maintain_order=True)


def _rejected(rows: pl.DataFrame, reason: str, detail: pl.Expr) -> pl.DataFrame:
    return rows.select(
        pl.lit("load").alias("stage"),
        pl.col("report_id").alias("item"),
        pl.lit(reason).alias("reason"),
        detail.cast(pl.String).alias("detail"),
        pl.lit(None, dtype=pl.String).alias("source"),
        "article_id",
        "batch",
    )
