"""Reports -> their events, from nothing or from an earlier result: `link_events`.

A report can change the event of another only when a chain of alike reports connects them: their *component*. So of an
earlier result only the components are computed again that a new, changed, removed or judged report belongs to now or
belonged to then. The result is that of a computation from nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import polars as pl

from transforms.alike_demands import DEMAND_THRESHOLD, DEMAND_WINDOW, demand_of, demands_alike
from transforms.alike_exchanges import EXCHANGE_THRESHOLD, EXCHANGE_WINDOW, are_rivals, exchange_of, exchanges_alike
from transforms.alike_talks import TALK_THRESHOLD, TALK_WINDOW, talk_of, talks_alike
from transforms.judgements import Judgements
from transforms.matching import Rule, candidates, group
from transforms.schemas import LINKS, empty
from transforms.windows import LANDMARK_DAYS

CHUNK = 500  # reports that are compared with all others at a time


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
    "talk": _Kind(Rule(talk_of, talks_alike, TALK_THRESHOLD), TALK_WINDOW, "parties", 2),
    "demand": _Kind(Rule(demand_of, demands_alike, DEMAND_THRESHOLD), DEMAND_WINDOW, "by_parties", 1),
    "exchange": _Kind(
        Rule(exchange_of, exchanges_alike, EXCHANGE_THRESHOLD, are_rivals), EXCHANGE_WINDOW, "parties", 2
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
    rows = reports.with_columns(of.window).sort("published", "report_id", nulls_last=True).with_row_index("number")
    known = empty(LINKS) if earlier is None else earlier
    is_open = _open(rows, known, of, judgements.reports.union(changed))
    again = _grouped(kind, rows[is_open], of.rule, judgements)
    kept = known.join(rows.select("report_id"), on="report_id", how="semi").join(again, on="report_id", how="anti")
    return pl.concat([kept, again]).sort("report_id")


def _open(rows: pl.DataFrame, known: pl.DataFrame, of: _Kind, changed: frozenset[str]) -> pl.Series:
    """Numbers of the rows whose event is to be computed (again), in order."""
    same = known.filter(~pl.col("is_judged") & ~pl.col("report_id").is_in(list(changed)))
    same = same.join(rows.select("report_id", "number"), on="report_id")
    broken = known.join(same, on="report_id", how="anti").select("component_id").unique()
    settled = same.join(broken, on="component_id", how="anti")
    fresh = rows.join(settled, on="report_id", how="anti")
    others = rows.join(settled.select("report_id", "component_id"), on="report_id", maintain_order="left")
    touched: set[str] = set()
    for start in range(0, fresh.height if others.height else 0, CHUNK):
        touched |= _touched(fresh.slice(start, CHUNK), others, of)
    again = others.filter(pl.col("component_id").is_in(list(touched)))
    return pl.concat([fresh["number"], again["number"]]).sort()


def _touched(fresh: pl.DataFrame, others: pl.DataFrame, of: _Kind) -> set[str]:
    """Components of the other rows that hold one which by itself would be one event with a fresh row."""
    near = others.join(_in_reach(fresh, others, of), on="number", how="semi", maintain_order="left")
    units = [of.rule.unit_of(row) for frame in (fresh, near) for row in frame.iter_rows(named=True)]
    ids = near["component_id"].to_list()
    count, touched = fresh.height, set()
    for i, j in candidates(units, among=range(count)):
        if j >= count and ids[j - count] not in touched and of.rule.joins(units[i], units[j]):
            touched.add(ids[j - count])
    return touched


def _in_reach(fresh: pl.DataFrame, others: pl.DataFrame, of: _Kind) -> pl.DataFrame:
    """`number` of the other rows that a fresh one may have to be compared with: `candidates`, without the details."""
    few = pl.min_horizontal("count", "count_other") <= 1
    apart = (pl.col("day") - pl.col("day_other")).abs()
    near = (apart <= pl.max_horizontal("reach", "reach_other")) | (
        pl.col("is_landmark") & pl.col("is_landmark_other") & (apart <= LANDMARK_DAYS)
    )
    return (
        _by_party(fresh, of.sides)
        .join(_by_party(others, of.sides), on="party", suffix="_other")
        .filter(near)
        .group_by("number", "number_other", "count", "count_other")
        .len("shared")
        .filter(few | (pl.col("shared") >= of.shared))
        .select(pl.col("number_other").alias("number"))
        .unique()
    )


def _by_party(rows: pl.DataFrame, sides: str) -> pl.DataFrame:
    """One row a row and party of it, the party "" for one that names none."""
    parties = pl.col(sides).list.unique().fill_null([])
    return (
        rows.select("number", "day", "reach", "is_landmark", parties.list.len().alias("count"), parties.alias("party"))
        .explode("party", empty_as_null=True)
        .with_columns(pl.col("party").fill_null(""))
    )


def _grouped(kind: str, rows: pl.DataFrame, rule: Rule[Any], judgements: Judgements) -> pl.DataFrame:
    """The links of rows that no other row can be one event with."""
    units = [rule.unit_of(row) for row in rows.iter_rows(named=True)]
    reports = rows["report_id"].to_list()
    groups = group(units, reports, rows["article_id"].to_list(), rule, judgements)
    events, components = _first_of(groups.events, reports), _first_of(groups.components, reports)
    judged = judgements.reports
    ids = {report: event_id(kind, report) for report in set(events)}
    return pl.DataFrame(
        {
            "report_id": reports,
            "event_id": [ids[event] for event in events],
            "component_id": components,
            "is_judged": [report in judged for report in reports],
        },
        schema=LINKS,
    )


def event_id(kind: str, first_report: str) -> str:
    """The id of the event of a kind whose first report this is."""
    return f"{kind}-{hashlib.sha256(first_report.encode()).hexdigest()[:12]}"


def _first_of(numbers: list[int], reports: list[str]) -> list[str]:
    """For each report the first one with its number."""
    first: dict[int, str] = {}
    return [first.setdefault(number, report) for number, report in zip(numbers, reports, strict=True)]
