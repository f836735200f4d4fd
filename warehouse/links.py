"""Which event each report belongs to, computed on top of the last build's result: only what new reports touch anew.

    links/<kind>.parquet   LINKS, with a hash of the report's row and its day

That result is a cache (`cache.py`): without it all is computed from nothing, and the outcome is the same.
"""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import polars as pl

from transforms.judgements import Judgements
from transforms.linking import Links, link_events
from transforms.schemas import LINKS
from warehouse.cache import read_facts, write_frames

_KINDS = tuple(field.name for field in fields(Links))
_NONE = Judgements()


def update_links(
    folder: Path,
    articles: pl.DataFrame,
    talk_reports: pl.DataFrame,
    demand_reports: pl.DataFrame,
    exchange_reports: pl.DataFrame,
    judgements: Judgements = _NONE,
) -> Links:
    """The events of all reports, which are kept in the folder for the next build. `articles` give the reports' days."""
    reports = (talk_reports, demand_reports, exchange_reports)
    rows = {kind: _hashed(frame, articles) for kind, frame in zip(_KINDS, reports, strict=True)}
    stored = _read(folder)
    links = link_events(
        articles,
        *reports,
        judgements=judgements,
        earlier=Links(**{kind: frame.select(*LINKS) for kind, frame in stored.items()}) if stored else None,
        changed=[report for kind in stored for report in _changed(stored[kind], rows[kind])],
    )
    frames = {kind: getattr(links, kind).join(rows[kind], on="report_id") for kind in _KINDS}
    write_frames(folder, frames, facts={})
    return links


def _read(folder: Path) -> dict[str, pl.DataFrame]:
    """The stored frames by kind, none when there is no sound result of this version of the code."""
    if read_facts(folder, _KINDS) is None:
        return {}
    return {kind: pl.read_parquet(folder / f"{kind}.parquet") for kind in _KINDS}


def _hashed(reports: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """One row a report: `report_id, row`, a hash of all that it says and of its day."""
    rows = reports.join(articles.select("article_id", "published"), on="article_id")
    return rows.select("report_id", pl.struct(rows.columns).struct.json_encode().hash(seed=7).alias("row"))


def _changed(stored: pl.DataFrame, rows: pl.DataFrame) -> list[str]:
    both = stored.join(rows, on="report_id", suffix="_now")
    return both.filter(pl.col("row") != pl.col("row_now"))["report_id"].to_list()
