"""Links between events: the talk at which a demand was made or an exchange agreed, and from which a talk followed.

An article that tells of both, with the same sides, makes a link; the link of an event is the best supported one.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from transforms.support import best_value

MADE_WITHIN = timedelta(days=180)  # from the end of the talk to what came of it
LONG = timedelta(days=31)
FOLLOWS_WITHIN = timedelta(days=120)  # from a talk to the next one that was agreed or proposed there


def made_at(reports: pl.DataFrame, talks: pl.DataFrame) -> pl.DataFrame:
    """One row an event with a link: `event_id, talk_id`. Reports have `parties`, and dates where their kind has.

    It is the last talk that the same article says was held with all the parties concerned, before the event itself: what
    is told of an exchange that has passed was agreed before it, and not long before.
    """
    pairs = _in_one_article(reports.with_columns(_known_by(reports).alias("until")), _held(talks))
    is_before = (pl.col("talk_start") <= pl.col("until")) & (pl.col("until") - pl.col("talk_end") <= MADE_WITHIN)
    return _best(reports, pairs.filter(is_before.fill_null(value=True)))


def _known_by(reports: pl.DataFrame) -> pl.Expr:
    """The day by which it was agreed: the event's last day, of a long one the first; without date the publication."""
    if "date_end" not in reports.columns:
        return pl.col("published")
    is_long = pl.col("date_end") - pl.col("date_start") > LONG
    return pl.coalesce(pl.when(is_long).then("date_start").otherwise("date_end"), "published")


def followed_from(talks: pl.DataFrame, dates: pl.DataFrame) -> pl.DataFrame:
    """One row a talk with a link: `event_id, follows_talk_id`, an earlier talk at which it was agreed or proposed.

    That is the last talk before it that an article which announces or proposes it says was held with its sides.
    `dates` has `event_id, date_start` of the talks: a talk follows no later one, and none of four months before.
    """
    plans = talks.filter(pl.col("status").is_in(["scheduled", "proposed"]))
    starts = dates.select("event_id", "date_start")
    pairs = (
        _in_one_article(plans, _held(talks))
        .filter(pl.col("event_id") != pl.col("talk_id"))
        .join(starts.rename({"date_start": "start"}), on="event_id", how="left")
        .join(starts.rename({"event_id": "talk_id", "date_start": "earlier"}), on="talk_id", how="left")
    )
    gap = pl.col("start") - pl.col("earlier")
    in_time = gap.is_between(timedelta(days=1), FOLLOWS_WITHIN)
    recent = (pl.col("published") - pl.col("talk_start")).is_between(timedelta(), FOLLOWS_WITHIN)
    is_next = pl.when(gap.is_not_null()).then(in_time).otherwise(recent)
    return _best(plans, pairs.filter(is_next)).rename({"talk_id": "follows_talk_id"})


def _held(talks: pl.DataFrame) -> pl.DataFrame:
    """Talks that took place, mediators among the parties: all at the table."""
    all_there = pl.concat_list(pl.col("parties").fill_null([]), pl.col("mediators").fill_null([]))
    return talks.filter(pl.col("status") == "held").with_columns(all_there.alias("parties"))


def _in_one_article(reports: pl.DataFrame, talks: pl.DataFrame) -> pl.DataFrame:
    """One row a report and talk report of its article at which all parties of the report were: `talk_id, talk_start`."""
    wanted = reports.with_columns(pl.col("parties").list.unique()).filter(pl.col("parties").list.len() > 0)
    sides = wanted.with_columns(pl.col("parties").list.len().alias("wanted")).explode("parties", empty_as_null=True)
    at_table = talks.select(
        "article_id", pl.col("event_id").alias("talk_id"),
        pl.col("date_start").alias("talk_start"), pl.col("date_end").alias("talk_end"),
        pl.col("report_id").alias("talk_report"), pl.col("parties").list.unique(),
    ).explode("parties", empty_as_null=True).drop_nulls("parties")  # fmt: skip
    met = sides.join(at_table, on=["article_id", "parties"])
    return (
        met.with_columns(pl.len().over("report_id", "talk_report").alias("found"))
        .filter(pl.col("found") == pl.col("wanted"))
        .unique(["report_id", "talk_report"], maintain_order=True)
    )


def _best(reports: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """The best supported link of each event, from the latest talk of each report."""
    order = ["report_id", "talk_start", "talk_id"]
    last = pairs.sort(order, descending=[False, True, False], nulls_last=True).unique("report_id", keep="first")
    return best_value(reports.join(last.select("report_id", "talk_id"), on="report_id"), ["talk_id"])
