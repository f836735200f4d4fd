"""How DuckDB is opened: a build for writing, the published warehouse for reading, and frames across the border."""

from __future__ import annotations

import os
from collections.abc import Sequence
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
            return open_finished(target)
        except duckdb.IOException as error:
            if target.exists():
                raise WarehouseError(f"{target}: cannot be opened: {first_line(error)}") from error
    raise WarehouseError(f"{link}: no warehouse yet; make one with `parley run` or name its folder with --warehouse")


def open_finished(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to a whole database file, which sees no other file."""
    return duckdb.connect(str(path), read_only=True, config=dict(_READ))


def insert(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    """Append the frame's rows to the table, columns matched by name, rows in the frame's order."""
    columns = ", ".join(f'"{c}"' for c in frame.columns)
    connection.register("incoming", ArrowStream(frame))
    try:
        connection.execute(f'insert into "{table}" ({columns}) select {columns} from incoming')
    finally:
        connection.unregister("incoming")


def insert_joined(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    frame: pl.DataFrame,
    files: Sequence[Path],
    *,
    keys: Sequence[str],
) -> None:
    """Append a row for each row of the frame and its row in the Parquet files, the one with equal `keys`.

    A column is the frame's when the frame has it, else the files'. Rows are in order of the table's primary key; the files
    are read in a stream.
    """
    if frame.is_empty():
        return
    columns = columns_of(connection, table)
    values = [f'n."{c}"' if c in frame.columns else f'f."{c}"' for c in columns]
    names = ", ".join(quoted(str(file)) for file in files)
    connection.register("incoming", ArrowStream(frame))
    try:
        connection.execute(
            f'insert into "{table}" ({", ".join(columns)}) select {", ".join(values)} from read_parquet([{names}]) as f '
            f"join incoming as n using ({', '.join(keys)}) order by {', '.join(primary_key(connection, table))}"
        )
    finally:
        connection.unregister("incoming")


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a table, in order."""
    return [str(row[0]) for row in connection.execute(f'describe "{table}"').fetchall()]


def primary_key(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a table's primary key; none when it has no key."""
    found = connection.execute(
        "select constraint_column_names from duckdb_constraints() "
        "where database_name = current_database() and table_name = ? and constraint_type = 'PRIMARY KEY'",
        [table],
    ).fetchone()
    return list(found[0]) if found else []


def quoted(text: str) -> str:
    """The text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def first_line(error: BaseException) -> str:
    """The first line of an error's text, which is where DuckDB says what is wrong."""
    return str(error).strip().partition("\n")[0]
