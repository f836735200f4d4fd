"""How DuckDB is opened: a build for writing, the published warehouse for reading, and frames across the border."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import duckdb
import polars as pl

DATABASE_LINK = "parley.duckdb"
PARQUET_LINK = "parquet"

# Extensions are never fetched over the network
_OFFLINE = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
_READ = {**_OFFLINE, "enable_external_access": "false", "lock_configuration": "true"}
# A file in the format of 1.2 is read by 1.3, 1.4, 1.5 and 2.x clients. A row group is in memory until it is whole, so it has
# 16,384 rows in place of 122,880; the file is 1 % larger.
_ROW_GROUP = 16_384
_FILE = f"storage_version 'v1.2.0', block_size 16384, row_group_size {_ROW_GROUP}"
# What a build needs beyond its limit of memory goes to a folder beside the file, but for this: the keys of the table that is
# filled (150 bytes a row in the worst), and some row groups
_MOST_THREADS = 2
_MEGABYTES, _BYTES_OF_KEYS, _ROW_GROUPS = 32, 200, 4
_JOINED_AT_ONCE = 8192, 16_000_000  # rows, and their bytes


class WarehouseError(Exception):
    """Something about the warehouse that the user can act on; one line."""


def open_build(path: Path) -> duckdb.DuckDBPyConnection:
    """A writable connection to a new database file that older clients can read; its memory has a limit."""
    limits = {
        "threads": "1",  # each would hold row groups of its own, and two take as long
        "temp_directory": f"{path}.spill",
        "enable_external_file_cache": "false",
    }
    connection = duckdb.connect(config={**_OFFLINE, **limits})
    connection.execute(f"attach {quoted(str(path))} as build ({_FILE})")
    connection.execute("use build")
    make_room(connection, [])
    return connection


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


def make_room(connection: duckdb.DuckDBPyConnection, tables: Iterable[Sequence[Path]]) -> None:
    """Set the limit of memory to what the filling of a table from Parquet files takes, and all that follows."""
    tables = list(tables)
    sizes = _sizes_of(connection, [file for files in tables for file in files])
    needed = max((_needed_for([sizes.get(str(file), (0, 0)) for file in files]) for files in tables), default=0)
    connection.execute(f"set memory_limit = '{_MEGABYTES + needed // 1_000_000}MB'")


def use_all_cores(connection: duckdb.DuckDBPyConnection) -> None:
    """For what follows the filling, which holds little."""
    connection.execute(f"set threads = {min(_MOST_THREADS, os.cpu_count() or 1)}")


def _needed_for(sizes: Sequence[tuple[int, int]]) -> int:
    """Bytes of memory for the filling of a table from files of these sizes."""
    rows, row = sum(rows for rows, _ in sizes), max((row for _, row in sizes), default=0)
    return rows * _BYTES_OF_KEYS + _ROW_GROUPS * _ROW_GROUP * row


def _sizes_of(connection: duckdb.DuckDBPyConnection, files: Sequence[Path]) -> dict[str, tuple[int, int]]:
    """Rows of each file that has some, and the bytes of one where they are largest."""
    if not files:
        return {}
    found = connection.execute(
        "with row_groups as (select file_name, any_value(row_group_num_rows) as n, sum(total_uncompressed_size) as size "
        f"from parquet_metadata([{_listed(files)}]) group by file_name, row_group_id) "
        "select file_name, sum(n)::bigint, max(size // n)::bigint from row_groups where n > 0 group by file_name"
    ).fetchall()
    return {file: (rows, row) for file, rows, row in found}


def _listed(files: Sequence[Path]) -> str:
    return ", ".join(quoted(str(file)) for file in files)


def insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Path) -> None:
    """Append the rows of a Parquet file to the table, columns matched by name, in their order."""
    columns = ", ".join(f'"{c}"' for c in columns_of(connection, table))
    connection.execute(f'insert into "{table}" ({columns}) select {columns} from read_parquet({quoted(str(rows))})')


def insert_joined(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    rows: Path,
    files: Sequence[Path],
    *,
    keys: Sequence[str],
) -> None:
    """Append a row for each one of a Parquet file and its row in other files, the one with equal `keys`.

    A column is that of `rows`, else the others'. Rows are in order of the table's primary key, whose first column is in all
    of the files and sorts each of them: so some are joined at a time, and only the row groups with these read.
    """
    columns, (first, *others) = columns_of(connection, table), primary_key(connection, table)
    known = set(pl.read_parquet_schema(rows))
    values = ", ".join(f'n."{c}"' if c in known else f'f."{c}"' for c in columns)
    most, most_bytes = _JOINED_AT_ONCE
    largest = max((row for _, row in _sizes_of(connection, files).values()), default=1)
    at_once = max(1, min(most, most_bytes // max(1, largest)))
    keyed = pl.read_parquet(rows, columns=[first], glob=False)[first]
    for start in range(0, keyed.len(), at_once):
        some = keyed[start : start + at_once]
        within = f'where "{first}" between {quoted(some[0])} and {quoted(some[-1])}'
        connection.execute(
            f'insert into "{table}" ({", ".join(columns)}) select {values} '
            f"from (from read_parquet({quoted(str(rows))}) {within}) as n "
            f"join (from read_parquet([{_listed(files)}]) {within}) as f using ({', '.join(keys)}) "
            f"order by {', '.join((first, *others))}"
        )


def columns_of(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a table, in order."""
    return [str(row[0]) for row in connection.execute(f'describe "{table}"').fetchall()]


def primary_key(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a table's primary key; none when it has no key."""
    found = connection.execute(
        "select constraint_column_names from duckdb_constraints() "
        "where database_name = current_database() and table_name = ? and constraint_type = 'PRIMARY KEY'",
        [table],
    ).fetchall()
    return list(found[0][0]) if found else []


def quoted(text: str) -> str:
    """The text as a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


def first_line(error: BaseException) -> str:
    """The first line of an error's text, which is where DuckDB says what is wrong."""
    return str(error).strip().partition("\n")[0]
