"""The dictionary of the public warehouse and the SQL files beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

import duckdb

from transforms.reference.files import read_yaml
from warehouse.connect import WarehouseError, quoted


@dataclass(frozen=True)
class Dictionary:
    """What every table, view and column means. `tables` are in the order in which they are created."""

    tables: Mapping[str, str]
    views: Mapping[str, str]
    columns: Mapping[str, str]


@dataclass(frozen=True)
class SqlFile:
    """One file of `sql/`: its name without suffix, its leading comment and the whole text."""

    name: str
    header: str
    text: str


@cache
def load_dictionary() -> Dictionary:
    """`sql/dictionary.yml`, read once."""
    raw = read_yaml("dictionary.yml", package="sql")
    return Dictionary(**{part: {k: str(v).strip() for k, v in raw[part].items()} for part in raw})


@cache
def sql_files(folder: str) -> tuple[SqlFile, ...]:
    """The SQL files of a folder below `sql/` ("views", "checks/fail"), sorted by name."""
    root: Traversable = resources.files("sql")
    for part in folder.split("/"):
        root = root.joinpath(part)
    found = sorted((f for f in root.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return tuple(_read(f) for f in found)


def _read(file: Traversable) -> SqlFile:
    text = file.read_text(encoding="utf-8")
    header = []
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        header.append(line.removeprefix("--").strip())
    return SqlFile(file.name.removesuffix(".sql"), " ".join(header), text)


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the empty public tables in the dictionary's order."""
    files = {f.name: f for f in sql_files("tables")}
    for table in load_dictionary().tables:
        connection.execute(files[table].text)


def create_views(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the public views in order of their names; a view may use tables and views with an earlier name."""
    for file in sql_files("views"):
        connection.execute(file.text)


def write_comments(connection: duckdb.DuckDBPyConnection) -> None:
    """Put the dictionary into the catalog; a column without a definition raises WarehouseError."""
    words = load_dictionary()
    rows = connection.execute(
        "select table_name, column_name from information_schema.columns "
        "where table_schema = 'main' order by table_name, ordinal_position"
    ).fetchall()
    for kind, descriptions in (("table", words.tables), ("view", words.views)):
        for name, text in descriptions.items():
            connection.execute(f'comment on {kind} "{name}" is {quoted(text)}')
    for table, column in rows:
        if column not in words.columns:
            raise WarehouseError(f"sql/dictionary.yml: no definition of column {column} (used in {table})")
        connection.execute(f'comment on column "{table}"."{column}" is {quoted(words.columns[column])}')
