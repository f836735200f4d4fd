"""Which event each report belongs to, computed on top of the last build's result: only what new reports touch anew.

    links/<kind>.parquet   LINKS, with a hash of the report's row and its day

That result is a cache (`cache.py`): without it all is computed from nothing, and the outcome is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from transforms.judgements import Judgements
from transforms.linking import KINDS, link_reports
from transforms.schemas import LINKS
from warehouse.cache import read_facts, write_frames

_HASHED_AT_ONCE = 5000  # reports, whose JSON is in memory


def link_kind(folder: Path, kind: str, reports: pl.DataFrame, judgements: Judgements) -> pl.DataFrame:
    """The events of all reports of a kind, with the day of each: LINKS with `row`, the hash of what a report says.

    The folder has what `keep_links` stored last.
    """
    rows, stored = _hashed(reports), _read(folder, kind)
    if stored is None:
        links = link_reports(kind, reports, judgements)
    else:
        links = link_reports(kind, reports, judgements, stored.select(*LINKS), _changed(stored, rows))
    return links.join(rows, on="report_id")


def keep_links(folder: Path, links: Mapping[str, pl.DataFrame]) -> None:
    """Keep what `link_kind` found of each kind for the next build."""
    write_frames(folder, links, facts={})


def _read(folder: Path, kind: str) -> pl.DataFrame | None:
    """What is stored of a kind; None when there is no sound result of this version of the code."""
    return None if read_facts(folder, KINDS) is None else pl.read_parquet(folder / f"{kind}.parquet")


def _hashed(rows: pl.DataFrame) -> pl.DataFrame:
    """One row a report: `report_id, row`, a hash of all that it says and of its day."""
    row = pl.struct(rows.columns).struct.json_encode().hash(seed=7).alias("row")
    parts = (rows[i : i + _HASHED_AT_ONCE] for i in range(0, max(rows.height, 1), _HASHED_AT_ONCE))
    return pl.concat(part.select("report_id", row) for part in parts)


def _changed(stored: pl.DataFrame, rows: pl.DataFrame) -> list[str]:
    both = stored.join(rows, on="report_id", suffix="_now")
    return both.filter(pl.col("row") != pl.col("row_now"))["report_id"].to_list()
