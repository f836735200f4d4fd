"""Finished tables on their way to the database, a Parquet file each, so that none is in memory while the next is made."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

_ROW_GROUP = 8192  # rows


def count_rows(file: Path) -> int:
    """How many rows a Parquet file has."""
    return int(pl.scan_parquet(file, glob=False).select(pl.len()).collect().item())


class Spool:
    """A folder with the rows of some tables, in order of their keys; who makes it removes it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, table: str, rows: pl.DataFrame) -> None:
        """Store the rows of a table."""
        rows.write_parquet(self.file(table), compression="lz4", row_group_size=_ROW_GROUP)

    def file(self, table: str) -> Path:
        """The file of a table."""
        return self._folder / f"{table}.parquet"

    def read(self, table: str, columns: Sequence[str]) -> pl.DataFrame:
        """Some columns of a table."""
        return pl.read_parquet(self.file(table), columns=list(columns), glob=False)
