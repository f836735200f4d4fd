"""Figures about one thing, in several articles: put side by side, never merged and never averaged.

Extraction says what a figure is about (`extract/figure_subject.py`). Here figures of one subject and unit that were
published within a few days of each other get one `subject_id`.
"""

from __future__ import annotations

import hashlib
from datetime import date

import polars as pl

from transforms.slots import Support, figure_support

PERIOD_DAYS = 7  # from the first figure of a group to its last


def group_figures(figures: pl.DataFrame, articles: pl.DataFrame) -> tuple[pl.DataFrame, Support]:
    """The figures (FIGURES) with their `subject_id`, null for such without a subject, and what stands behind the values.

    `articles` are those with `article_id, published, outlet, story_id`. A group begins at its first day of publication
    and ends PERIOD_DAYS later, so that a toll that grows for months is not one thing.
    """
    told = figures.filter(pl.col("subject").is_not_null()).join(articles, on="article_id", how="left")
    days = told.select("subject", "unit", "published").unique().sort("subject", "unit", "published", nulls_last=True)
    periods = days.with_columns(pl.Series("subject_id", _subject_ids(days), dtype=pl.String))
    told = told.join(periods, on=["subject", "unit", "published"], nulls_equal=True)
    behind = told.with_columns(
        pl.col("subject_id").alias("event_id"),
        pl.lit("value").alias("slot"),
        pl.col("claimant").alias("speaker"),
        pl.coalesce("claimant", "outlet", "article_id").alias("voice"),
        pl.lit(value=False).alias("is_primary"),
    )
    grouped = figures.join(told.select("report_id", "subject_id"), on="report_id", how="left", maintain_order="left")
    return grouped, figure_support(behind)


def _subject_ids(days: pl.DataFrame) -> list[str]:
    """An id a row of `subject, unit, published`, sorted; figures without a date are a period of their own."""
    ids: list[str] = []
    thing: tuple[str, str] | None = None
    first: date | None = None
    for subject, unit, published in days.iter_rows():
        is_same = thing == (subject, unit) and first is not None and published is not None
        if not is_same or (published - first).days > PERIOD_DAYS:
            thing, first = (subject, unit), published
        name = f"{subject}\n{unit}\n{first}"
        ids.append(f"subject-{hashlib.sha256(name.encode()).hexdigest()[:12]}")
    return ids
