"""One readable line an event, made from its slots."""

from __future__ import annotations

import polars as pl

_TALKS = {
    "held": "Talks",
    "scheduled": "Talks scheduled",
    "proposed": "Talks proposed",
    "cancelled": "Talks called off",
}
_OUTCOMES = {"agreement": "agreement reached", "partial": "agreed in part", "none": "ended without result"}
_CATEGORIES = {
    "prisoners_of_war": "prisoners of war",
    "political_prisoners": "political prisoners",
}


def talk_summary(parties: pl.DataFrame) -> pl.Expr:
    """`summary` of a talk: "Talks of Russia and Ukraine, round 2, in Istanbul, 2025-06-02: agreed in part"."""
    where = pl.coalesce(pl.col("city"), pl.col("country").replace(_names(parties)))
    parts = [
        pl.col("status").replace(_TALKS),
        pl.lit(" of ") + _named("parties", parties),
        pl.lit(", mediated by ") + _named("mediators", parties),
        pl.format(", round {}", pl.col("round")),
        pl.lit(", in ") + where,
        pl.lit(", ") + _days(),
        pl.lit(": ") + pl.col("outcome").replace(_OUTCOMES),
    ]
    return pl.concat_str(parts, ignore_nulls=True).alias("summary")


def exchange_summary(exchanges: pl.DataFrame, legs: pl.DataFrame, parties: pl.DataFrame) -> pl.DataFrame:
    """`exchange_id, summary`: "Exchange completed, Yemen and Houthis, 2023-04-14: 887 prisoners of war from ..."."""
    category = pl.col("category").replace(_CATEGORIES)
    number = pl.when(pl.col("value") >= 0).then(pl.col("value").round(0).cast(pl.Int64).cast(pl.String) + pl.lit(" "))
    leg = pl.concat_str(
        [
            number,
            category,
            pl.lit(" from ") + pl.col("from_party").replace(_names(parties)),
            pl.lit(" to ") + pl.col("to_party").replace(_names(parties)),
        ],
        ignore_nulls=True,
    )
    groups = legs.sort("exchange_id", "leg_no").group_by("exchange_id", maintain_order=True).agg(leg.alias("groups"))
    line = [
        pl.lit("Exchange ") + pl.col("status"),
        pl.lit(", ") + _named("parties", parties),
        pl.lit(", ") + _days(),
        pl.lit(": ") + pl.col("groups").list.join("; "),
    ]
    return exchanges.join(groups, on="exchange_id", how="left").select(
        "exchange_id", pl.concat_str(line, ignore_nulls=True).alias("summary")
    )


def _names(parties: pl.DataFrame) -> dict[str, str]:
    return dict(zip(parties["party_code"], parties["name"], strict=True))


def _named(column: str, parties: pl.DataFrame) -> pl.Expr:
    """Codes joined by ", " as names joined by " and "."""
    names = _names(parties)
    return pl.col(column).str.split(", ").list.eval(pl.element().replace(names)).list.join(" and ")


def _days() -> pl.Expr:
    start, end = pl.col("date_start").cast(pl.String), pl.col("date_end").cast(pl.String)
    return pl.when(start == end).then(start).otherwise(start + pl.lit(" to ") + end)
