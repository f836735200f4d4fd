"""Which reports are about the same talk, demand or exchange of the world."""

from __future__ import annotations

import polars as pl


def match_talks(reports: pl.DataFrame) -> list[int]:
    """A group number a row."""
    return list(range(reports.height))


def match_demands(reports: pl.DataFrame) -> list[int]:
    """A group number a row."""
    return list(range(reports.height))


def match_exchanges(reports: pl.DataFrame) -> list[int]:
    """A group number a row."""
    return list(range(reports.height))
