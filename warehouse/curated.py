"""What people decided, applied to the frames of a build, and the tables that show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any

import polars as pl

from transforms.curate import CuratedReports, Outcome, curate_reports
from transforms.curation import Curation
from transforms.linking import KINDS
from transforms.reference.load import Reference
from transforms.resolve import Events
from warehouse.checked import REPORT_KINDS
from warehouse.stage import Stage

_SHOWN = ("applied", "unneeded")  # states in which an entry has a part in its row


def curate_stage(stage: Stage, curation: Curation, reference: Reference) -> tuple[Stage, CuratedReports]:
    """The stage with the corrections of reports; dropped ones are gone."""
    reports = {kind: getattr(stage, name) for name, kind in REPORT_KINDS.items()}
    curated = curate_reports(curation, stage.articles, stage.evidence, reports, reference)
    corrected: dict[str, Any] = {name: curated.reports[kind] for name, kind in REPORT_KINDS.items()}
    return replace(stage, **corrected), curated


def without_dropped(stage: Stage, counted: Stage, events: Events) -> Stage:
    """The stage without the reports of dropped events: those that were `counted` and are in no event."""
    kept = {}
    for kind in KINDS:
        name = f"{kind}_reports"
        dropped = getattr(counted, name).join(getattr(events, f"{kind}_links"), on="report_id", how="anti")
        kept[name] = getattr(stage, name).join(dropped, on="report_id", how="anti", maintain_order="left")
    return replace(stage, **kept)


def corrections_table(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """One row an entry of the curation folder, in the order of the files."""
    return pl.DataFrame(
        [
            (
                o.entry.key,
                PurePath(o.entry.file).name,
                o.entry.number,
                o.entry.action,
                o.entry.rows[0].kind if o.entry.rows else None,
                next(iter(o.row_ids), None),
                o.entry.slot,
                o.before,
                o.after,
                o.entry.reason,
                o.entry.source,
                o.entry.decided_on,
                o.state,
                o.problem,
            )
            for o in outcomes
        ],
        schema={
            "correction_id": pl.String,
            "file": pl.String,
            "entry_no": pl.Int32,
            "action": pl.String,
            "row_kind": pl.String,
            "row_id": pl.String,
            "slot": pl.String,
            "value_before": pl.String,
            "value_after": pl.String,
            "because": pl.String,
            "decided_from": pl.String,
            "decided_on": pl.Date,
            "state": pl.String,
            "problem": pl.String,
        },
        orient="row",
    )


class Marks:
    """Adds `is_curated` to the tables of reports, figures and events; what marks a report marks its event too."""

    def __init__(self, outcomes: Sequence[Outcome]) -> None:
        self._ids = {row_id for o in outcomes if o.state in _SHOWN for row_id in o.row_ids}

    def on_reports(self, reports: pl.DataFrame, key: str) -> pl.DataFrame:
        """The reports of a kind, of which the events with this `key` are asked for later."""
        marked = self.on(reports, "report_id")
        self._ids |= set(marked.filter("is_curated")[key].drop_nulls())
        return marked

    def on(self, rows: pl.DataFrame, key: str) -> pl.DataFrame:
        """The rows of a table."""
        return rows.with_columns(pl.col(key).is_in(list(self._ids)).alias("is_curated"))
