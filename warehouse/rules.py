"""Rules that a report must keep to be loaded (codebook); one that breaks a rule is rejected and counted.

The checks in `sql/checks/fail` guard the same rules for the tables: with these applied they find nothing, and if they
do, the load is wrong and nothing is published.
"""

from __future__ import annotations

import polars as pl

from transforms.vocabulary import (
    CATEGORIES,
    DEMAND_KINDS,
    EXCHANGE_STATUS,
    FORMATS,
    LEVELS,
    OUTCOMES,
    RESPONSES,
    TALK_STATUS,
)


def broken_rule(frame: str) -> pl.Expr:
    """What is wrong with a row of a report frame, in words; null when nothing is."""
    return pl.coalesce(*_RULES[frame], pl.lit(None, dtype=pl.String)).alias("broken")


def _missing(slot: str) -> pl.Expr:
    return pl.when(pl.col(slot).is_null()).then(pl.lit(f"{slot} is missing"))


def _not_one_of(slot: str, allowed: tuple[str, ...]) -> pl.Expr:
    return pl.when(pl.col(slot).is_in(allowed).not_()).then(pl.format(f"{slot} is {{}}", pl.col(slot)))


def _dates() -> pl.Expr:
    start, end = pl.col("date_start"), pl.col("date_end")
    wrong = (start > end).fill_null(value=False) | (start.is_null() != end.is_null())
    return pl.when(wrong).then(pl.format("dates are {} to {}", _shown("date_start"), _shown("date_end")))


def _bounds(low: str, high: str) -> pl.Expr:
    wrong = pl.col(low) > pl.col(high)
    return pl.when(wrong).then(pl.format(f"{low} {{}} is above {high} {{}}", pl.col(low), pl.col(high)))


def _shown(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).fill_null("nothing")


def _legs() -> list[pl.Expr]:
    category = pl.element().struct.field("category")
    wrong = pl.col("legs").list.eval(category.is_in(CATEGORIES).not_()).list.any().fill_null(value=False)
    low, high = pl.element().struct.field("low"), pl.element().struct.field("high")
    crossed = pl.col("legs").list.eval(low > high).list.any().fill_null(value=False)
    return [
        pl.when(wrong).then(pl.lit("a leg's category is none of the codebook's")),
        pl.when(crossed).then(pl.lit("a leg's low is above its high")),
    ]


_RULES: dict[str, list[pl.Expr]] = {
    "talk_reports": [
        _missing("status"),
        _not_one_of("status", TALK_STATUS),
        _not_one_of("level", LEVELS),
        _not_one_of("format", FORMATS),
        _not_one_of("outcome", OUTCOMES),
        _dates(),
        _bounds("duration_low", "duration_high"),
    ],
    "demand_reports": [
        _missing("kind"),
        _missing("issue"),
        _missing("text"),
        _not_one_of("kind", DEMAND_KINDS),
        _not_one_of("response", RESPONSES),
    ],
    "exchange_reports": [_missing("status"), _not_one_of("status", EXCHANGE_STATUS), _dates(), *_legs()],
    "figures": [_bounds("low", "high")],
}
