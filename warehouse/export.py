"""Parquet files of the public tables, beside the database file."""

from __future__ import annotations

from pathlib import Path

import duckdb

from warehouse.connect import quoted
from warehouse.dictionary import load_dictionary

_FORMAT = "format parquet, compression zstd, row_group_size 8192"  # rows are in memory until a row group is whole


def export_parquet(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write `<folder>/<table>.parquet` (zstd) for every public table, rows in the order in which they were loaded.

    Rows were loaded sorted by key and DuckDB keeps insertion order, so equal tables give equal files.
    """
    folder.mkdir(parents=True)
    for table in load_dictionary().tables:
        path = quoted(str(folder / f"{table}.parquet"))
        connection.execute(f'copy (from "{table}") to {path} ({_FORMAT})')
