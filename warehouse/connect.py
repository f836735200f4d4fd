"""How DuckDB is opened: a build for writing, the published warehouse for reading, and frames across the border."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import polars as pl

DATABASE_LINK = "parley.duckdb"
PARQUET_LINK = "parquet"

# Extensions are never fetched over the network; a file in the format of 1.2 is read by 1.3, 1.4, 1.5 and 2.x clients.
_OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
_BUILD = {**_OFFLINE, "storage_compatibility_version": "v1.2.0", "default_block_size": "16384"}
_READ = {**_OFFLINE, "enable_external_access": "false", "lock_configuration": "true"}


class WarehouseError(Exception):
    """Something about the warehouse that the user can act on; one line."""


class ArrowStream:
    """A polars frame as nothing but an Arrow stream, which DuckDB reads without pyarrow."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._frame.__arrow_c_stream__(requested_schema)


def open_build(path: Path) -> duckdb.DuckDBPyConnection:
    """A writable connection to a new database file that older clients can read."""
    return duckdb.connect(str(path), config=dict(_BUILD))


def open_published(warehouse_dir: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the published warehouse; raises WarehouseError when there is none.

    The link is followed before DuckDB opens the file, so that one connection sees one build. A build can be cleared
    away between the two steps when several publishes happen in that instant; then the link is followed again.
    """
    link = warehouse_dir / DATABASE_LINK
    for _ in range(5):
        target = Path(os.path.realpath(link))
        if not target.exists():
            if link.is_symlink() and Path(os.path.realpath(link)) != target:
                continue
            break
        try:
            return duckdb.connect(str(target), read_only=True, config=dict(_READ))
        except duckdb.IOException as error:
            if target.exists():
                raise WarehouseError(f"{target}: cannot be opened: {first_line(error)}") from error
    raise WarehouseError(f"{link}: no warehouse yet; make one with `parley run` or name its folder with --warehouse")


def insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Append the frame's rows to the table, columns matched by name, rows in the frame's order."""
    columns = ", ".join(f'"{c}"' for c in frame.columns)
    connection.register("incoming", ArrowStream(frame))
    try:
        connection.execute(f'insert into "{table}" ({columns}) select {columns} from incoming')
    finally:
        connection.unregister("incoming")


def first_line(error: BaseException) -> str:
    """The first line of an error's text, which is where DuckDB says what is wrong."""
    return str(error).strip().partition("\n")[0]
