"""Stage folders -> the frames a build works on: newest version of each article, evidence that slices back, rejects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from transforms.schemas import (
    ARTICLES,
    DEMAND_REPORTS,
    EVIDENCE,
    EXCHANGE_REPORTS,
    FIGURES,
    MENTIONED_PEOPLE,
    REJECTS,
    TALK_REPORTS,
    Schema,
    SchemaError,
    conform,
    empty,
)
from warehouse.connect import WarehouseError, first_line
from warehouse.rules import broken_rule

REPORT_KINDS = {
    "talk_reports": "talk",
    "demand_reports": "demand",
    "exchange_reports": "exchange",
    "figures": "figure",
}
FRAMES: dict[str, Schema] = {
    "articles": ARTICLES,
    "talk_reports": TALK_REPORTS,
    "demand_reports": DEMAND_REPORTS,
    "exchange_reports": EXCHANGE_REPORTS,
    "figures": FIGURES,
    "evidence": EVIDENCE,
    "people": MENTIONED_PEOPLE,
    "rejects": REJECTS,
}


@dataclass(frozen=True)
class Stage:
    """All stage frames together (schemas of `transforms/schemas.py`), sorted by key, every key once."""

    articles: pl.DataFrame
    talk_reports: pl.DataFrame
    demand_reports: pl.DataFrame
    exchange_reports: pl.DataFrame
    figures: pl.DataFrame
    evidence: pl.DataFrame
    people: pl.DataFrame
    rejects: pl.DataFrame


def read_stages(stage_dirs: Sequence[Path]) -> Stage:
    """The frames of all stage folders, whatever their order, with the newest version of each article.

    Rows of older versions are left out. A row whose evidence is not at its place in the text, or that has no evidence
    left, goes to `rejects` with stage `load`. Raises WarehouseError naming the file that cannot be read.
    """
    frames = {name: _read(stage_dirs, name, schema) for name, schema in FRAMES.items()}
    articles = _newest(frames["articles"])
    version = articles.select("batch", "article_id")
    kept = {
        name: frame.join(version, on=["batch", "article_id"], how="semi").drop("batch")
        for name, frame in frames.items()
        if name not in ("articles", "rejects")
    }
    stage = Stage(articles=articles.drop("batch").sort("article_id"), rejects=frames["rejects"].drop("batch"), **kept)
    return _sorted(_checked(stage))


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


def _newest(articles: pl.DataFrame) -> pl.DataFrame:
    """One row an article id: the newest fetch, then the greatest page id, then the greatest batch name."""
    order = ["article_id", "fetched_at", "page_id", "batch"]
    return (
        articles.drop_nulls("article_id")
        .sort(order, descending=[False, True, True, True], nulls_last=True)
        .unique("article_id", keep="first", maintain_order=True)
    )


def _checked(stage: Stage) -> Stage:
    """The stage with only such evidence as slices back, and only such reports as are whole and have evidence."""
    evidence, misplaced = _split_evidence(stage.articles, stage.evidence)
    rejects = [stage.rejects, _rejected(misplaced, "bad_offsets", pl.format("{}..{}", "char_start", "char_end"))]
    reports: dict[str, pl.DataFrame] = {}
    for name, kind in REPORT_KINDS.items():
        judged = getattr(stage, name).with_columns(broken_rule(name))
        is_broken = pl.col("broken").is_not_null()
        rows = judged.filter(~is_broken).drop("broken").unique("report_id", keep="first", maintain_order=True)
        rejects.append(_rejected(judged.filter(is_broken), "bad_slot", pl.col("broken")))
        behind = evidence.filter(pl.col("row_kind") == kind)
        reports[name] = rows.join(behind, on="report_id", how="semi")
        lost = rows.join(behind, on="report_id", how="anti")
        rejects.append(_rejected(lost, "no_evidence", pl.lit(f"{kind} without a sentence behind it")))
    known = pl.concat(frame.select("report_id") for frame in reports.values())
    evidence = evidence.join(known, on="report_id", how="semi")
    return replace(stage, evidence=evidence, rejects=pl.concat(rejects), **reports)


def _split_evidence(articles: pl.DataFrame, evidence: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Evidence that equals its slice of the text (counted in code points), and evidence that does not."""
    texts = articles.select("article_id", "text")
    length = pl.col("char_end") - pl.col("char_start")
    valid = (pl.col("char_start") >= 0) & (length > 0)
    found = (
        evidence.join(texts, on="article_id", how="left")
        .with_columns(
            pl.when(valid).then(pl.col("text").str.slice(pl.col("char_start"), length.clip(0))).alias("found")
        )
        .with_columns((pl.col("found") == pl.col("quote")).fill_null(value=False).alias("is_found"))
        .drop("text", "found")
    )
    return found.filter("is_found").drop("is_found"), found.filter(~pl.col("is_found")).drop("is_found")


def _rejected(rows: pl.DataFrame, reason: str, detail: pl.Expr) -> pl.DataFrame:
    return rows.select(
        pl.lit("load").alias("stage"),
        pl.col("report_id").alias("item"),
        pl.lit(reason).alias("reason"),
        detail.cast(pl.String).alias("detail"),
        pl.lit(None, dtype=pl.String).alias("source"),
    )


def _sorted(stage: Stage) -> Stage:
    """The stage with rows in order of their keys and one piece of evidence for a place in the text."""
    place = ["report_id", "char_start", "char_end"]
    return replace(
        stage,
        **{name: getattr(stage, name).sort("report_id") for name in REPORT_KINDS},
        evidence=stage.evidence.sort(*place, "pattern_id", nulls_last=True).unique(
            place, keep="first", maintain_order=True
        ),
        people=stage.people.unique().sort("person_id", "article_id", "name", "role", nulls_last=True),
        rejects=stage.rejects.unique().sort("stage", "item", "reason", "detail", "source", nulls_last=True),
    )
