"""When the event of a report can be: the days in which other reports of it are looked for.

`day` is its first day, else the day of publication, else 0, as days since 1970; `reach` is how many days away from it
another report of the same event can lie. What happened on a day is found by that day; a plan or a report without a date
by the pace of things. `is_landmark` says whether it may be spoken of for years, LANDMARK_DAYS at most.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

LANDMARK_DAYS = 1500


def window(*, plans: Iterable[str], far: int, slack: int, is_landmark: pl.Expr) -> list[pl.Expr]:
    """The three columns of a kind with dates; `plans` are its states that lie ahead, `far` the longest wait for them.

    `slack` is how many days reports may differ about when something took place.
    """
    dated = pl.col("date_start").is_not_null() & pl.col("date_end").is_not_null()
    days = pl.when(dated).then((pl.col("date_end") - pl.col("date_start")).dt.total_days() + 1).otherwise(1)
    is_plan = pl.col("status").is_in(list(plans)).fill_null(value=False)
    reach = pl.when(dated & ~is_plan).then(days + slack).otherwise(days + far)
    return [
        _day("date_start", "published"),
        reach.alias("reach"),
        is_landmark.fill_null(value=False).alias("is_landmark"),
    ]


def open_window(*, far: int) -> list[pl.Expr]:
    """The three columns of a kind that has no date but the publication's."""
    return [_day("published"), pl.lit(far).alias("reach"), pl.lit(value=False).alias("is_landmark")]


def _day(*columns: str) -> pl.Expr:
    return pl.coalesce(columns).to_physical().fill_null(0).alias("day")
