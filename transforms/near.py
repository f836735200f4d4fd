"""How close it was: reports of two events that are nearly alike enough to be one, reports that only just joined theirs."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import polars as pl

from transforms.likeness import CONFLICT
from transforms.linking import KINDS
from transforms.matching import candidates

MARGIN = 0.6  # of likeness, on either side of the threshold; less than one strong slot is worth


@dataclass(frozen=True, slots=True)
class Close:
    """Two reports, their events, and how far their likeness is above the threshold that joins them.

    Of one event, the first is a report that nothing likes better than the second; of two, no two of their reports are
    more alike.
    """

    report: str
    other: str
    event: str
    other_event: str
    excess: float


def close_calls(kind: str, reports: pl.DataFrame, links: pl.DataFrame) -> list[Close]:
    """The closest pairs first. `reports`: all of the kind, with `published`; `links`: `report_id, event_id`."""
    of = KINDS[kind]
    rows = reports.with_columns(of.window).join(links, on="report_id").sort("published", "report_id", nulls_last=True)
    ids, articles, events = (rows[column].to_list() for column in ("report_id", "article_id", "event_id"))
    units = [of.rule.unit_of(row) for row in rows.iter_rows(named=True)]
    between: dict[tuple[str, str], Close] = {}
    within: dict[int, Close] = {}
    for i, j in sorted(candidates(units)):
        if articles[i] == articles[j]:
            continue
        likeness = of.rule.alike(units[i], units[j]) if units[i] != units[j] else -CONFLICT
        if likeness == CONFLICT:
            continue
        excess = likeness - of.rule.threshold
        if events[i] == events[j]:
            for one, other in ((i, j), (j, i)):
                if one not in within or excess > within[one].excess:
                    within[one] = Close(ids[one], ids[other], events[one], events[one], excess)
        else:
            pair = (min(events[i], events[j]), max(events[i], events[j]))
            if pair not in between or excess > between[pair].excess:
                between[pair] = Close(ids[i], ids[j], events[i], events[j], excess)
    found = [close for close in (*between.values(), *_weakest(within).values()) if abs(close.excess) <= MARGIN]
    return sorted(found, key=lambda close: (abs(close.excess), close.event, close.other_event, close.report))


def _weakest(within: dict[int, Close]) -> dict[str, Close]:
    """Of each event the report that hangs by the thinnest thread."""
    by_event: dict[str, list[Close]] = defaultdict(list)
    for close in within.values():
        by_event[close.event].append(close)
    return {event: min(calls, key=lambda c: (c.excess, c.report)) for event, calls in by_event.items()}
