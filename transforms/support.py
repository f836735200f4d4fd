"""How well the values that reports state for one event are supported.

A value is supported by the distinct stories that state it; copies of a story count once, and a report that is silent
about a slot says nothing against it. Two things are weighed beside the number of stories:

- A story of a *primary source* counts twice: its report quotes a side of the event, or is published by one.
- A later report *corrects* an earlier one of the same outlet and speaker: what an outlet said before it said otherwise
  counts no more.

Ties go to the value that was reported last, then to the smaller one, so that the result depends on the reports alone
and not on their order.

`reports` are frames of one row a report, with `event_id, story_id, outlet, published, speaker, is_primary` and slots.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from transforms.schemas import SPEAKERS, empty


def with_sources(reports: pl.DataFrame, sides: Sequence[str], speakers: pl.DataFrame | None = None) -> pl.DataFrame:
    """The reports with `speaker` (null for the article's voice) and `is_primary`.

    `sides` are the list columns of parties whose word on the event is first-hand. `speakers` (SPEAKERS) tells for whom
    a named person or an outlet speaks; a party's code speaks for the party.
    """
    known = empty(SPEAKERS) if speakers is None else speakers
    speaker = pl.col("attributed_to") if "attributed_to" in reports.columns else pl.lit(None, dtype=pl.String)
    reports = reports.with_columns(speaker.alias("speaker"))
    named = pl.concat(
        reports.select("report_id", "article_id", pl.col(c).alias("name")).drop_nulls("name")
        for c in ("speaker", "outlet")
    )
    spoken_for = pl.concat(
        [
            named.join(known, on=["article_id", "name"]).select("report_id", "party_code"),
            named.select("report_id", pl.col("name").alias("party_code")),
        ]
    )
    own = pl.concat(
        reports.select("report_id", pl.col(side).alias("party_code")).explode("party_code") for side in sides
    )
    primary = spoken_for.join(own, on=["report_id", "party_code"]).select("report_id").unique()
    return reports.with_columns(pl.col("report_id").is_in(primary["report_id"].to_list()).alias("is_primary"))


def weigh(reports: pl.DataFrame, slots: Sequence[str], *, keys: Sequence[str] = ("event_id",)) -> pl.DataFrame:
    """One row an event (`keys`) and combination of the slots' values that a report states.

    story_count   distinct stories that state it
    weight        the stories that stand by it, primary ones twice: what values are ranked by
    first_reported_at, last_reported_at   days of publication
    """
    stated = reports.filter(~pl.all_horizontal(pl.col(s).is_null() for s in slots))
    return (
        stated.with_columns(_is_corrected(stated, [*keys], [*slots]))
        .group_by(*keys, *slots, "story_id")
        .agg(
            pl.col("is_primary").any(),
            (~pl.col("is_corrected")).any().alias("stands"),
            pl.col("published").min().alias("first_reported_at"),
            pl.col("published").max().alias("last_reported_at"),
        )
        .group_by(*keys, *slots)
        .agg(
            pl.len().cast(pl.Int32).alias("story_count"),
            (pl.col("stands").cast(pl.Int32) * (1 + pl.col("is_primary").cast(pl.Int32))).sum().alias("weight"),
            pl.col("first_reported_at").min(),
            pl.col("last_reported_at").max(),
        )
    )


def _is_corrected(stated: pl.DataFrame, keys: list[str], slots: list[str]) -> pl.Series:
    """Whether the outlet says otherwise in a later report, in the same speaker's name."""
    voice = [*keys, "outlet", "speaker"]
    marked = stated.select(
        *voice,
        "published",
        pl.struct(slots).alias("said"),
        (pl.col("published") == pl.col("published").max().over(voice)).fill_null(value=True).alias("is_last"),
    )
    last_words = marked.filter("is_last").group_by(voice).agg(pl.col("said").unique().alias("last_said"))
    judged = marked.join(last_words, on=voice, how="left", nulls_equal=True, maintain_order="left")
    differs = ~pl.col("said").is_in(pl.col("last_said"))
    corrected = ~pl.col("is_last") & pl.col("outlet").is_not_null() & differs
    return judged.select(corrected.fill_null(value=False).alias("is_corrected"))["is_corrected"]


def best_value(reports: pl.DataFrame, slots: Sequence[str]) -> pl.DataFrame:
    """One row an event that states the slots at all: their best supported combination of values."""
    slots = list(slots)
    order = ["event_id", "weight", "last_reported_at", *slots]
    return (
        weigh(reports, slots)
        .sort(order, descending=[False, True, True, *[False] * len(slots)], nulls_last=True)
        .unique("event_id", keep="first", maintain_order=True)
        .select("event_id", *slots)
    )


def best_values(reports: pl.DataFrame, slots: Sequence[str]) -> pl.DataFrame:
    """One row an event: each slot's best supported value, chosen slot by slot; null where no report states it."""
    events = reports.select("event_id").unique().sort("event_id")
    for slot in slots:
        events = events.join(best_value(reports, [slot]), on="event_id", how="left", maintain_order="left")
    return events
