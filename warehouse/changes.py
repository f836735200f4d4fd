"""The table of what became of the events of earlier builds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from transforms.event_changes import CHANGES, event_changes
from transforms.linking import KINDS
from transforms.schemas import Schema, conform, empty
from warehouse.spool import Spool

_COLUMNS: Schema = {"run_id": pl.String, "change_no": pl.Int32, "row_kind": pl.String, **CHANGES}


def changes_table(published: Path | None, tables: Spool, run: Mapping[str, object]) -> pl.DataFrame:
    """The changes that the published build knows of, and those from it to the one with these tables.

    `published` is its folder of Parquet files, None when nothing was published before. Reports are told apart by their
    ids, so that a new version of the code, which may number an article's reports otherwise, can show as changes of events.
    """
    if published is None:
        return empty(_COLUMNS)
    known, run_id = _read(published, "event_changes", _COLUMNS), str(run["run_id"])
    made = pl.concat(_changes(published, tables, kind) for kind in KINDS)
    start = known.filter(pl.col("run_id") == run_id).height + 1  # a run that was repeated has some already
    number = pl.int_range(start, start + pl.len(), dtype=pl.Int32).alias("change_no")
    made = made.select(pl.lit(run_id).alias("run_id"), number, "row_kind", *CHANGES)
    return pl.concat([known, made]).sort("run_id", "change_no")


def _changes(published: Path, tables: Spool, kind: str) -> pl.DataFrame:
    """The changes of a kind of event; reports that count for none, as their article was withdrawn, are in none."""
    key = f"{kind}_id"
    earlier = _read(published, f"{kind}_reports", {"report_id": pl.String, key: pl.String}).drop_nulls(key)
    now = tables.read(f"{kind}_reports", ["report_id", key]).rename({key: "event_id"}).drop_nulls("event_id")
    return event_changes(earlier.rename({key: "event_id"}), now).with_columns(pl.lit(kind).alias("row_kind"))


def _read(published: Path, table: str, columns: Schema) -> pl.DataFrame:
    """Columns of a table of the published build; no rows when it has no such table."""
    file = published / f"{table}.parquet"
    if not file.exists():
        return empty(columns)
    return conform(pl.read_parquet(file, columns=list(columns), glob=False), columns, name=str(file))
