"""Articles over time: versions of one article, what was known on a day, pages that are gone.

A page whose content has changed gives a new version of its article, which replaces the earlier one. A page that its
server no longer has (404, 410) and a version that says it was withdrawn keep their rows and count for no event.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

import polars as pl

_ORDER = ["fetched_at", "page_id", "batch"]
GONE = ("http_404", "http_410")


def newest_versions(versions: pl.DataFrame, key: Sequence[str]) -> pl.DataFrame:
    """One row a key: the newest fetch, then the greatest page id, then the greatest batch name; sorted by key."""
    descending = [*[False] * len(key), *[True] * len(_ORDER)]
    rows = versions.sort(*key, *_ORDER, descending=descending, nulls_last=True)
    return rows.unique(list(key), keep="first", maintain_order=True)


def current_versions(versions: pl.DataFrame, *, as_of: date | None = None) -> pl.DataFrame:
    """One row an article: its newest version, sorted by `article_id`.

    `as_of` a day: articles published by then (undated ones: fetched by then), each in the newest version that was
    fetched by the end of the day (UTC). An article that was first fetched later stands in its first version, which is
    nearest to what was to be read then.
    """
    if as_of is None:
        return newest_versions(versions, ["article_id"])
    numbered = number_versions(versions)
    was_fetched = (pl.col("fetched_at") < _end_of_day(as_of)).fill_null(value=True)
    was_out = (pl.col("published") <= as_of).fill_null(was_fetched)
    known = numbered.filter(was_out, was_fetched | (pl.col("version_no") == 1)).drop("version_no")
    return newest_versions(known, ["article_id"])


def number_versions(versions: pl.DataFrame) -> pl.DataFrame:
    """The versions (`article_id, fetched_at, page_id, batch, ...`) with `version_no` from 1, oldest first."""
    number = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("article_id")
    return versions.sort("article_id", *_ORDER, nulls_last=False).with_columns(number.alias("version_no"))


def gone_pages(articles: pl.DataFrame, refusals: pl.DataFrame) -> pl.DataFrame:
    """One row an article whose page is gone: `article_id, gone_since`.

    `refusals` are the inputs that runs did not take (`item, reason, asked_at`). A page is gone from the first 404 or 410
    that came after it was fetched for the last time.
    """
    gone = refusals.filter(pl.col("reason").is_in(GONE)).select(pl.col("item").alias("url"), "asked_at")
    return (
        articles.select("article_id", "url", "fetched_at")
        .join(gone, on="url")
        .filter(pl.col("asked_at") > pl.col("fetched_at"))
        .group_by("article_id")
        .agg(pl.col("asked_at").min().alias("gone_since"))
        .sort("article_id")
    )


def _end_of_day(day: date) -> pl.Expr:
    """The first moment after a day, in UTC."""
    return pl.lit(datetime.combine(day + timedelta(days=1), time()), dtype=pl.Datetime("us")).dt.replace_time_zone(
        "UTC"
    )
