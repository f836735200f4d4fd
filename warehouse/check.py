"""Checks of a build: SELECTs in `sql/checks/` that return the rows that break a rule."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from warehouse.connect import WarehouseError
from warehouse.dictionary import sql_files


@dataclass(frozen=True)
class CheckResult:
    """One check that found something: its name, the risk it guards, how many rows, the first few as text."""

    name: str
    risk: str
    count: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        return f"check {self.name} found {self.count} row(s), such as {self.examples[0]}: {self.risk}"


class CheckFailed(WarehouseError):  # noqa: N818  (the name is part of the interface)
    """At least one check of kind `fail` returned rows; nothing was published."""

    def __init__(self, failed: tuple[CheckResult, ...]) -> None:
        self.failed = failed
        first = failed[0]
        more = f" (and {len(failed) - 1} more checks)" if len(failed) > 1 else ""
        super().__init__(f"not published: {first}{more}")


def run_checks(connection: duckdb.DuckDBPyConnection, kind: str) -> tuple[CheckResult, ...]:
    """The checks of a kind ("fail" or "warn") that returned rows, in order of their names."""
    results = (_run(connection, f.name, f.header, f.text) for f in sql_files(f"checks/{kind}"))
    return tuple(r for r in results if r.count)


def _run(connection: duckdb.DuckDBPyConnection, name: str, risk: str, query: str) -> CheckResult:
    cursor = connection.execute(query)
    names = [d[0] for d in cursor.description or []]
    rows = cursor.fetchall()
    examples = tuple(", ".join(f"{n}={v}" for n, v in zip(names, row, strict=True)) for row in rows[:3])
    return CheckResult(name, risk, len(rows), examples)
