"""Stated amounts with their hedges: as text, and as the range in which a statement leaves the truth.

All expressions work on four columns: value, low, high and approx (codebook, section 0), under any names.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

ABOUT = 0.05  # how far from its point an "about" or "nearly" reaches
VAGUE = (0.5, 5.0)  # "hundreds" is coded as 200 and can be 100 or 1,000


def amount_text(columns: Sequence[str], unit: pl.Expr | None = None) -> pl.Expr:
    """The amount as words: "120", "more than 500", "2 to 3"; with the unit behind it when one is given."""
    value, low, high, approx = (pl.col(c) for c in columns)
    hedge = pl.when(approx.is_in(["exact", "range"]).not_()).then(approx.str.replace_all("_", " ") + pl.lit(" "))
    point = pl.concat_str([hedge, _number(value)], ignore_nulls=True)
    words = pl.when((approx == "range") & low.is_not_null() & high.is_not_null()).then(
        pl.concat_str([_number(low), pl.lit(" to "), _number(high)])
    )
    number = pl.when(value.is_not_null() | low.is_not_null()).then(pl.coalesce(words, point))
    return number if unit is None else number + pl.lit(" ") + unit


def _number(amount: pl.Expr) -> pl.Expr:
    """Without a decimal point where there is nothing behind it."""
    is_whole = (amount == amount.round(0)) & (amount.abs() < 1e15)
    return pl.when(is_whole).then(amount.cast(pl.Int64, strict=False).cast(pl.String)).otherwise(amount.cast(pl.String))


def fitting_range(columns: Sequence[str]) -> tuple[pl.Expr, pl.Expr]:
    """The least and the greatest amount that fit the statement; infinite where the hedge leaves a side open."""
    value, low, high, approx = (pl.col(c) for c in columns)
    least = (
        pl.when(approx.is_in(["less_than", "up_to"]))
        .then(-float("inf"))
        .when(approx.is_in(["about", "nearly"]))
        .then(value * (1 - ABOUT))
        .when(approx == "vague")
        .then(value * VAGUE[0])
        .otherwise(value)
    )
    greatest = (
        pl.when(approx.is_in(["more_than", "at_least"]))
        .then(float("inf"))
        .when(approx == "about")
        .then(value * (1 + ABOUT))
        .when(approx == "vague")
        .then(value * VAGUE[1])
        .otherwise(value)
    )
    is_range = approx == "range"
    return (
        pl.when(is_range).then(pl.coalesce(low, least)).otherwise(least),
        pl.when(is_range).then(pl.coalesce(high, greatest)).otherwise(greatest),
    )
