"""Read-only queries on the published warehouse, rendered in the formats of the command line."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl

from warehouse.connect import WarehouseError, first_line, open_published

if TYPE_CHECKING:
    from warehouse.as_of import AsOf

FORMATS = ("table", "csv", "json", "jsonl", "parquet", "markdown")
MAX_CELL = 60
_READING = (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN)


def run_query(warehouse_dir: Path, sql: str, fmt: str = "table", *, as_of: AsOf | None = None) -> str | bytes:
    """The result of one SELECT (or SHOW, DESCRIBE, SUMMARIZE, EXPLAIN) as text; bytes for `parquet`.

    With `as_of` the warehouse is asked as it was known on that day. The connection is read-only and sees no other file. Raises WarehouseError, one line, for a missing warehouse, an
    unknown format, a statement that is no query and an error in the SQL.
    """
    if fmt not in FORMATS:
        raise WarehouseError(f"unknown format {fmt!r}; one of {', '.join(FORMATS)}")
    with _opened(warehouse_dir, as_of) as connection:
        statement = _only_query(connection, sql)
        try:
            result = connection.query(statement)  # type: ignore[arg-type]  # its stub forgets statements
            return _render(result, fmt) if result is not None else ""
        except (duckdb.Error, pl.exceptions.PolarsError) as error:
            raise WarehouseError(f"query: {_explained(error)}") from error


def _opened(warehouse_dir: Path, as_of: AsOf | None) -> duckdb.DuckDBPyConnection:
    """What builds a warehouse takes long to import, and most queries need none of it."""
    if as_of is None:
        return open_published(warehouse_dir)
    from warehouse.as_of import open_as_of

    return open_as_of(warehouse_dir, as_of)


def _only_query(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise WarehouseError(f"query: {_explained(error)}") from error
    if len(statements) != 1:
        raise WarehouseError(f"query: one statement is expected, not {len(statements)}")
    if statements[0].type not in _READING:
        raise WarehouseError(f"query: the warehouse is read-only, {statements[0].type.name} is not allowed; use SELECT")
    return statements[0]


def _explained(error: Exception) -> str:
    """DuckDB's first line, and its suggestion when it has one."""
    hints = [line for line in str(error).splitlines()[1:] if line.startswith(("Did you mean", "Candidate bindings"))]
    return " ".join([first_line(error), *hints[:1]])


def _render(result: duckdb.DuckDBPyRelation, fmt: str) -> str | bytes:
    if fmt == "parquet":
        buffer = io.BytesIO()
        pl.DataFrame(result).write_parquet(buffer, compression="zstd")
        return buffer.getvalue()
    names, rows = result.columns, result.fetchall()
    if fmt == "table":
        return as_table(names, rows)
    if fmt == "markdown":
        return as_markdown(names, rows)
    if fmt == "csv":
        return as_csv(names, rows)
    objects = [{n: _plain(v) for n, v in zip(names, row, strict=True)} for row in rows]
    if fmt == "json":
        return json.dumps(objects, ensure_ascii=False, indent=2, default=str) + "\n"
    return "".join(json.dumps(o, ensure_ascii=False, default=str) + "\n" for o in objects)


def as_table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Aligned columns for a terminal; long cells are cut, nulls are empty, the last line counts the rows."""
    cells = [[_cell(v) for v in row] for row in rows]
    widths = [max([len(n), *(len(c[i]) for c in cells)]) for i, n in enumerate(names)]
    is_number = [_is_number_column([row[i] for row in rows]) for i in range(len(names))]
    lines = [_line(names, widths, is_number), "  ".join("-" * w for w in widths)]
    lines += [_line(row, widths, is_number) for row in cells]
    count = "1 row" if len(rows) == 1 else f"{len(rows):,} rows"
    return "\n".join([*lines, f"({count})"]) + "\n"


def as_markdown(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table with whole cells."""
    lines = [names, ["---"] * len(names), *[[_text(v).replace("|", "\\|") for v in row] for row in rows]]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def as_csv(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Comma-separated values with a header; nulls are empty, dates are ISO."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_text(v) for v in row] for row in rows)
    return text.getvalue()


def _line(cells: Sequence[str], widths: Sequence[int], is_number: Sequence[bool]) -> str:
    padded = [c.rjust(w) if right else c.ljust(w) for c, w, right in zip(cells, widths, is_number, strict=True)]
    return "  ".join(padded).rstrip()


def _is_number_column(values: Sequence[object]) -> bool:
    known = [v for v in values if v is not None]
    return bool(known) and all(isinstance(v, int | float | Decimal) and not isinstance(v, bool) for v in known)


def _cell(value: object) -> str:
    text = " ".join(_text(value).split())
    return text if len(text) <= MAX_CELL else text[: MAX_CELL - 1] + "…"


def _text(value: object) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "true" if plain else "false"
    return str(plain)


def _plain(value: object) -> object:
    """Dates as ISO text, whole numbers without a decimal point."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal | float) and math.isfinite(value) and value == int(value):
        return int(value)
    return float(value) if isinstance(value, Decimal) else value
