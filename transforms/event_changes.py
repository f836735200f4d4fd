"""What became of the events of an earlier build: merged, split, renamed or gone, by the reports that they share."""

from __future__ import annotations

import polars as pl

from transforms.schemas import Schema

CHANGES: Schema = {"old_id": pl.String, "new_id": pl.String, "change": pl.String}


def event_changes(earlier: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """One row a change: `old_id, new_id, change`, sorted. Both frames have `report_id, event_id` of one kind of event.

    merged   all reports of the old event are in the new one, with reports of another old event
    renamed  all reports of the old event are in the new one, whose first report is another now
    split    reports of the old event are in the new one, others elsewhere
    gone     no report of the old event is left; `new_id` is null

    An event that keeps its id, and with it all its reports, is no row, whatever it got in addition.
    """
    moved = earlier.select("report_id", pl.col("event_id").alias("old_id")).join(
        later.select("report_id", pl.col("event_id").alias("new_id")), on="report_id", how="left"
    )
    pairs = moved.select("old_id", "new_id").unique()
    alive = pairs.drop_nulls("new_id").with_columns(
        pl.len().over("old_id").alias("parts"), pl.len().over("new_id").alias("sources")
    )
    gone = pairs.select("old_id").unique().join(alive, on="old_id", how="anti")
    change = pl.when(pl.col("parts") > 1).then(pl.lit("split")).when(pl.col("sources") > 1).then(pl.lit("merged"))
    return pl.concat(
        [
            alive.filter(pl.col("old_id") != pl.col("new_id"))
            .with_columns(change.otherwise(pl.lit("renamed")).alias("change"))
            .select(*CHANGES),
            gone.select("old_id", pl.lit(None, dtype=pl.String).alias("new_id"), pl.lit("gone").alias("change")),
        ]
    ).sort("old_id", "new_id")
