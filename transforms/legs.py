"""Groups that pass one way in an exchange: the legs of several reports -> the legs of the event.

Reports differ in detail: one gives totals, another adds the wounded among them, a third names no direction. A leg of
the event is a direction, category and qualifier; its number is the best supported one. "Captured soldiers" is no qualifier
of prisoners of war. A leg without direction or number is left out when another leg of the event says the same and more.
"""

from __future__ import annotations

import polars as pl

from transforms.support import best_value

KEYS = ["from_party", "to_party", "category", "who"]
NUMBER = ["value", "low", "high", "approx"]
# words of `who` that tell a group from no other
PLAIN = (
    r"(?:fallen|captured|captive|imprisoned|jailed|detained|living|remaining"
    r"|soldiers?|troops|servicem[ae]n|service members|fighters?|militants?|combatants?|m[ae]n|people|persons?|prisoners?"
    r"|captives?|detainees?|hostages?|bodies|remains|of|war|the|and|pows?|\d[\d,.]*)"
)


def merge_legs(reports: pl.DataFrame) -> pl.DataFrame:
    """One row an event's leg: `event_id, leg_no, from_party .. who, article_count`; sorted by direction and size."""
    said = explode_legs(reports).with_columns(_qualifier().alias("who"))
    keys = ["event_id", *KEYS]
    legs = said.group_by(keys).agg(pl.col("story_id").n_unique().cast(pl.Int32).alias("article_count"))
    legs = legs.sort(keys).with_row_index("leg")
    numbered = said.join(legs.select("leg", *keys), on=keys, nulls_equal=True)
    numbers = best_value(numbered.drop("event_id").rename({"leg": "event_id"}), NUMBER).rename({"event_id": "leg"})
    legs = _without_vaguer(legs.join(numbers, on="leg", how="left"))
    order = ["event_id", "from_party", "to_party", "category", "who", "value"]
    return (
        legs.sort(order, nulls_last=[False, True, True, False, False, True])
        .with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("event_id").alias("leg_no"))
        .select("event_id", "leg_no", "from_party", "to_party", "category", *NUMBER, "who", "article_count")
    )


def explode_legs(reports: pl.DataFrame) -> pl.DataFrame:
    """One row a report's leg: the report's columns, `leg_no` from 1, and the leg's slots."""
    numbered = pl.int_ranges(1, pl.col("legs").list.len() + 1, dtype=pl.Int32).alias("leg_no")
    return reports.with_columns(numbered).explode("legs", "leg_no").drop_nulls("legs").unnest("legs")


def _qualifier() -> pl.Expr:
    """`who`, null where it says no more than that they are soldiers or captives, or what their category says."""
    own = pl.col("category").is_in(["civilians", "children"]) & (pl.col("who") == pl.col("category"))
    return pl.when(~(own | (who_beyond(rf"(?i){PLAIN}") == ""))).then("who")


def who_beyond(words: str) -> pl.Expr:
    """What `who` says beyond some words, given as a regular expression."""
    return pl.col("who").str.replace_all(rf"\b(?:{words})\b", "").str.strip_chars(" ,.’'-")


def _without_vaguer(legs: pl.DataFrame) -> pl.DataFrame:
    """Drop a leg when another one of its event and category fits all it says and says more."""
    said = sum((pl.col(c).is_not_null().cast(pl.Int32) for c in ("from_party", "to_party", "who", "value")), pl.lit(0))
    legs = legs.with_columns(said.alias("said"))
    pairs = legs.join(legs, on=["event_id", "category"], suffix="_other").filter(pl.col("said") < pl.col("said_other"))
    fits = [
        pl.col(c).is_null() | (pl.col(c) == pl.col(f"{c}_other")) for c in ("from_party", "to_party", "who", "value")
    ]
    both_open = pl.col("who").is_null() & pl.col("who_other").is_not_null() & pl.col("value").is_not_null()
    vaguer = pairs.filter(pl.all_horizontal(fits) & ~both_open).select("leg").unique()
    return legs.join(vaguer, on="leg", how="anti")
