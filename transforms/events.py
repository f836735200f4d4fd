"""Reports of one event -> the event's row: for every slot the value that is best supported.

What support is, and what `reports` are, says `transforms/support.py`; what stands behind each value, `slots.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from transforms.names import code_of
from transforms.support import best_value, weigh

TALK_FINAL = ("held", "cancelled")
TALK_STAGES = ("proposed", "scheduled", "cancelled", "held")
EXCHANGE_FINAL = ("completed", "cancelled")
EXCHANGE_STAGES = ("proposed", "agreed", "cancelled", "completed")


def support_counts(reports: pl.DataFrame) -> pl.DataFrame:
    """One row an event: distinct stories, reports, first and last day of publication."""
    return reports.group_by("event_id").agg(
        pl.col("story_id").n_unique().cast(pl.Int32).alias("article_count"),
        pl.len().cast(pl.Int32).alias("report_count"),
        pl.col("published").min().alias("first_reported_at"),
        pl.col("published").max().alias("last_reported_at"),
    )


def best_place(reports: pl.DataFrame) -> pl.DataFrame:
    """One row an event that is placed: `country, city`. The city is one of those in the country, where that is known."""
    country = best_value(reports, ["country"])
    within = reports.join(country.rename({"country": "chosen"}), on="event_id", how="left").filter(
        pl.col("country").is_null() | (pl.col("country") == pl.col("chosen"))
    )
    city = best_value(within, ["city"])
    return country.join(city, on="event_id", how="full", coalesce=True).sort("event_id")


def final_status(reports: pl.DataFrame, stages: Sequence[str], final: Sequence[str]) -> pl.DataFrame:
    """One row an event: its status; what happened outranks what was planned, a later stage an earlier one.

    Between happened and called off, the one that is better supported.
    """
    order = pl.col("status").replace_strict({s: i for i, s in enumerate(stages)}, default=-1, return_dtype=pl.Int8)
    is_final = pl.col("status").is_in(list(final))
    return (
        weigh(reports, ["status"])
        .with_columns(is_final.alias("f"), pl.when(is_final).then(0).otherwise(order).alias("stage"))
        .sort(
            "event_id", "f", "stage", "weight", "last_reported_at", "status",
            descending=[False, True, True, True, True, True], nulls_last=True,
        )
        .unique("event_id", keep="first", maintain_order=True)
        .select("event_id", "status")
    )  # fmt: skip


def best_dates(reports: pl.DataFrame, status: pl.DataFrame) -> pl.DataFrame:
    """One row an event that is dated: `date_start, date_end, date_basis`.

    Reports that describe the event in its final state come first (a plan's date may have changed), then the more
    precise interval, then support.
    """
    span = (pl.col("date_end") - pl.col("date_start")).dt.total_days()
    precision = pl.when(span <= 0).then(0).when(span <= 7).then(1).when(span <= 31).then(2).otherwise(3)
    dated = reports.filter(pl.col("date_start").is_not_null() & pl.col("date_end").is_not_null())
    columns = ["date_start", "date_end"]
    dated = dated.join(status.rename({"status": "final"}), on="event_id", how="left").with_columns(
        (pl.col("status") == pl.col("final")).alias("is_final"), precision.alias("precision")
    )
    said = ["is_final", "precision", *columns]
    basis = dated.group_by("event_id", *said).agg(pl.col("date_basis").drop_nulls().max())
    return (
        weigh(dated, said)
        .join(basis, on=["event_id", *said])
        .sort(
            "event_id", "is_final", "precision", "weight", "last_reported_at", *columns,
            descending=[False, True, False, True, True, False, False], nulls_last=True,
        )
        .unique("event_id", keep="first", maintain_order=True)
        .select("event_id", *columns, "date_basis")
    )  # fmt: skip


def party_roles(reports: pl.DataFrame, roles: dict[str, str]) -> pl.DataFrame:
    """One row an event and party: `event_id, party_code, role, article_count`. `roles` is list column -> role.

    A party that fewer than a third of the stories name which name any is left out as an error of single reports
    (they stay in the reports); one that is named in two roles keeps the better supported one.
    """
    parts = [_party_support(reports, column, role) for column, role in roles.items()]
    return (
        pl.concat(parts)
        .sort("event_id", "party_code", "article_count", "role", descending=[False, False, True, True])
        .unique(["event_id", "party_code"], keep="first", maintain_order=True)
        .sort("event_id", "role", "party_code")
    )


def _party_support(reports: pl.DataFrame, column: str, role: str) -> pl.DataFrame:
    said = (
        reports.select("event_id", "story_id", pl.col(column).alias("party_code"))
        .explode("party_code")
        .drop_nulls("party_code")
    )
    speakers = said.group_by("event_id").agg(pl.col("story_id").n_unique().alias("speakers"))
    return (
        said.group_by("event_id", "party_code")
        .agg(pl.col("story_id").n_unique().cast(pl.Int32).alias("article_count"))
        .join(speakers, on="event_id")
        .filter(pl.col("article_count") * 3 >= pl.col("speakers"))
        .select("event_id", "party_code", pl.lit(role).alias("role"), "article_count")
    )


def people_at(reports: pl.DataFrame) -> pl.DataFrame:
    """One row an event and person: `event_id, person_id, name, party_code, article_count`.

    Ids of unknown people are made name by name in Python; there are few of them.
    """
    said = (
        reports.select("event_id", "story_id", "people")
        .explode("people")
        .drop_nulls("people")
        .unnest("people")
        .rename({"party": "party_code"})
        .with_columns(pl.col("person_id").fill_null(pl.col("name").map_elements(_person_id, return_dtype=pl.String)))
        .filter(pl.col("person_id") != "")
    )
    keys = ["event_id", "person_id"]
    counts = said.group_by(keys).agg(
        pl.col("story_id").n_unique().cast(pl.Int32).alias("article_count"),
        commonest("name"),
        commonest("party_code"),
    )
    return counts.select(*keys, "name", "party_code", "article_count").sort(keys)


def _person_id(name: str) -> str:
    """The id of a person of whom only the name is known, as mentions make it."""
    return code_of(name).lower()


def commonest(column: str) -> pl.Expr:
    """Within a group: the commonest value that is no null, ties to the smallest."""
    return pl.col(column).drop_nulls().mode().sort().first()
