"""The table of alerts, from the records of all runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import polars as pl

from transforms.schemas import Schema

ALERTS: Schema = {
    "run_id": pl.String,
    "source": pl.String,
    "reason": pl.String,
    "detail": pl.String,
    "usual_count": pl.Int64,
    "last_brought_at": pl.Datetime("us"),
}


def alerts_table(runs: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """One row a run and source that brought nothing though it used to."""
    rows = [
        {
            **alert,
            "run_id": run["run_id"],
            "last_brought_at": datetime.fromisoformat(alert["last_brought_at"]).replace(tzinfo=None),
        }
        for run in runs
        for alert in run.get("alerts", [])
    ]
    return pl.DataFrame(rows, schema=ALERTS).sort("run_id", "source")
