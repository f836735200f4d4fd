"""Reports -> their events, from nothing or from an earlier result: `link_events`.

Of an earlier result an event is *open* when it lost a report, or one of its reports changed or is judged; so is every new
report. An event that is not open can change only when one of its reports is alike enough to join something open, so
those are grouped with it; when one comes out changed it is open too, and so on until none does. Two events that come out
as they were did not join each other then and do not now, whatever lies between them: so the result is that of a
computation from nothing, and a new report costs what its own surroundings do.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from transforms.alike_demands import DEMAND_THRESHOLD, DEMAND_WINDOW, demand_of, demands_alike
from transforms.alike_exchanges import EXCHANGE_THRESHOLD, EXCHANGE_WINDOW, are_rivals, exchange_of, exchanges_alike
from transforms.alike_talks import TALK_THRESHOLD, TALK_WINDOW, talk_of, talks_alike
from transforms.judgements import Judgements
from transforms.matching import Rule, group
from transforms.schemas import LINKS, empty
from transforms.surroundings import Surroundings

MOST_OPEN = 0.2  # with a larger share of open reports all are grouped at once, which costs less then


@dataclass(frozen=True)
class _Kind:
    """What a kind of report is compared by; of the parties in column `sides` two reports must share so many, or all."""

    rule: Rule[Any]
    window: list[pl.Expr]
    sides: str
    shared: int


@dataclass(frozen=True)
class Links:
    """The event of every report: a frame a kind (LINKS)."""

    talks: pl.DataFrame
    demands: pl.DataFrame
    exchanges: pl.DataFrame


KINDS = {
    "talk": _Kind(Rule(talk_of, talks_alike, TALK_THRESHOLD, slack=0.3), TALK_WINDOW, "parties", 2),
    "demand": _Kind(Rule(demand_of, demands_alike, DEMAND_THRESHOLD, slack=0.3), DEMAND_WINDOW, "by_parties", 1),
    "exchange": _Kind(
        Rule(exchange_of, exchanges_alike, EXCHANGE_THRESHOLD, are_rivals, slack=0.6), EXCHANGE_WINDOW, "parties", 2
    ),
}  # fmt: skip


def link_events(
    articles: pl.DataFrame,
    talk_reports: pl.DataFrame,
    demand_reports: pl.DataFrame,
    exchange_reports: pl.DataFrame,
    *,
    judgements: Judgements,
    earlier: Links | None = None,
    changed: Collection[str] = (),
) -> Links:
    """The events of all reports, from nothing or on top of an `earlier` result as `link_reports` says."""
    days = articles.select("article_id", "published")

    def linked(kind: str, reports: pl.DataFrame, known: pl.DataFrame | None) -> pl.DataFrame:
        return link_reports(kind, reports.join(days, on="article_id"), judgements, known, changed)

    return Links(
        talks=linked("talk", talk_reports, earlier.talks if earlier else None),
        demands=linked("demand", demand_reports, earlier.demands if earlier else None),
        exchanges=linked("exchange", exchange_reports, earlier.exchanges if earlier else None),
    )


def link_reports(
    kind: str,
    reports: pl.DataFrame,
    judgements: Judgements,
    earlier: pl.DataFrame | None = None,
    changed: Collection[str] = (),
) -> pl.DataFrame:
    """One row a report (LINKS), sorted by id: its event, whose id is made from its first report (by publication, then id).

    reports  all reports of the kind with `published`, the day of their article
    earlier  an earlier result; a report that is not in it is new, one that is no longer in `reports` was removed
    changed  ids of the reports whose slots or day of publication are others than they were then
    """
    of = KINDS[kind]
    known = empty(LINKS) if earlier is None else earlier
    rows = _with_events(reports.with_columns(of.window), known, judgements.reports.union(changed))
    rows = rows.sort("published", "report_id", nulls_last=True).with_row_index("number")
    if rows["event_id"].null_count() > rows.height * MOST_OPEN:
        rows = rows.with_columns(pl.lit(None, pl.String).alias("event_id"))
    numbers, groups = _grouped(rows, of, judgements)
    again = _links(kind, rows["report_id"].gather(numbers).to_list(), groups, judgements)
    kept = known.join(rows.select("report_id"), on="report_id", how="semi").join(again, on="report_id", how="anti")
    return pl.concat([kept, again]).sort("report_id")


def _with_events(rows: pl.DataFrame, known: pl.DataFrame, open_reports: frozenset[str]) -> pl.DataFrame:
    """The rows with the `event_id` that they had, null where it is open."""
    same = known.filter(~pl.col("is_judged") & ~pl.col("report_id").is_in(list(open_reports)))
    same = same.join(rows.select("report_id"), on="report_id", how="semi")
    broken = known.join(same, on="report_id", how="anti").select("event_id").unique()
    settled = same.join(broken, on="event_id", how="anti").select("report_id", "event_id")
    return rows.join(settled, on="report_id", how="left")


def _grouped(rows: pl.DataFrame, of: _Kind, judgements: Judgements) -> tuple[list[int], list[int]]:
    """Numbers of the rows whose event is open or beside one, once all of it is found, and for each that of its group."""
    events, reports, articles = (rows[column].to_list() for column in ("event_id", "report_id", "article_id"))
    members: defaultdict[str | None, list[int]] = defaultdict(list)
    for number, event in enumerate(events):
        members[event].append(number)
    fresh = open_rows = members.pop(None, [])
    around = Surroundings(rows, of.rule, of.sides, of.shared)
    beside: set[str | None] = set()
    while True:
        beside |= around.touched(fresh, events)
        some = sorted([*open_rows, *(number for event in beside for number in members[event])])
        parts = [events[n] for n in some]
        groups = group(
            around.units(some), [reports[n] for n in some], [articles[n] for n in some], around.rule, judgements, parts
        )
        altered = _altered(groups, parts)
        if not altered:
            return some, groups
        fresh = [number for event in altered for number in members.pop(event)]
        for number in fresh:
            events[number] = None
        open_rows = open_rows + fresh
        beside -= altered


def _altered(groups: Sequence[int], parts: Sequence[str | None]) -> set[str | None]:
    """The events among `parts` that are no group of their own."""
    sizes, reports = Counter(groups), Counter(parts)
    shared = Counter(zip(parts, groups, strict=True))
    whole = {part for (part, number), count in shared.items() if count == sizes[number] == reports[part]}
    return reports.keys() - whole - {None}


def _links(kind: str, reports: Sequence[str], groups: Sequence[int], judgements: Judgements) -> pl.DataFrame:
    judged = judgements.reports
    first: dict[int, str] = {}
    ids = [first.setdefault(number, report) for number, report in zip(groups, reports, strict=True)]
    events = {report: event_id(kind, report) for report in set(ids)}
    return pl.DataFrame(
        {
            "report_id": reports,
            "event_id": [events[report] for report in ids],
            "is_judged": [report in judged for report in reports],
        },
        schema=LINKS,
    )


def event_id(kind: str, first_report: str) -> str:
    """The id of the event of a kind whose first report this is."""
    return f"{kind}-{hashlib.sha256(first_report.encode()).hexdigest()[:12]}"
