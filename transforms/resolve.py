"""Reports -> events: what several articles say about one talk, demand or exchange becomes one row.

`resolve` is the stage: `find_stories`, `link_events`, then `build_events`; a build of the warehouse calls these one by
one. Which reports belong together is decided in `transforms/linking.py`, the values of the event's slots in
`transforms/events.py`, copies of articles in `transforms/duplicates.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.duplicates import find_stories, sign
from transforms.event_links import followed_from, made_at
from transforms.events import (
    EXCHANGE_FINAL,
    EXCHANGE_STAGES,
    TALK_FINAL,
    TALK_STAGES,
    best_dates,
    best_place,
    final_status,
    party_roles,
    people_at,
    support_counts,
)
from transforms.judgements import Judgements
from transforms.legs import explode_legs, merge_legs
from transforms.linking import Links, link_events
from transforms.slots import (
    DEMAND_SLOTS,
    EXCHANGE_SLOTS,
    TALK_SLOTS,
    Support,
    count_support,
    join_support,
    slot_support,
)
from transforms.support import best_value, best_values, with_sources

_NONE = Judgements()


@dataclass(frozen=True)
class Events:
    """The resolved events. Frames are sorted by their keys; parties, people and legs have frames of their own.

    stories          article_id, story_id, is_duplicate
    talks            talk_id, status, dates, place, round, level, format, duration bounds, outcome, follows_talk_id, counts
    talk_links       report_id, talk_id                   (the same for demands and exchanges)
    talk_parties     talk_id, party_code, role, article_count
    talk_people      talk_id, person_id, name, party_code, article_count
    demands          demand_id, kind, issue, text, response, talk_id, counts
    exchanges        exchange_id, status, dates, talk_id, counts
    exchange_legs    exchange_id, leg_no, from_party, to_party, category, value, low, high, approx, who, article_count
    slot_values, disputed_values    SLOT_VALUES, DISPUTED_VALUES: what stands behind the slots of events
    """

    stories: pl.DataFrame
    talks: pl.DataFrame
    talk_links: pl.DataFrame
    talk_parties: pl.DataFrame
    talk_people: pl.DataFrame
    demands: pl.DataFrame
    demand_links: pl.DataFrame
    demand_parties: pl.DataFrame
    exchanges: pl.DataFrame
    exchange_links: pl.DataFrame
    exchange_parties: pl.DataFrame
    exchange_legs: pl.DataFrame
    slot_values: pl.DataFrame
    disputed_values: pl.DataFrame


def resolve(
    articles: pl.DataFrame,
    talk_reports: pl.DataFrame,
    demand_reports: pl.DataFrame,
    exchange_reports: pl.DataFrame,
    *,
    judgements: Judgements = _NONE,
    speakers: pl.DataFrame | None = None,
) -> Events:
    """All reports of all articles (frames of `transforms/schemas.py`, one row a report) as events.

    The result depends on the rows and the judgements alone, not on their order. An event's id is made from its first
    report (by publication date, then id) and survives later reports. `speakers` (SPEAKERS) tells whose word is
    first-hand.
    """
    reports = (talk_reports, demand_reports, exchange_reports)
    links = link_events(articles, *reports, judgements=judgements)
    stories = find_stories(articles, sign(articles))
    return build_events(articles, stories, *reports, links, speakers=speakers)


def build_events(
    articles: pl.DataFrame,
    stories: pl.DataFrame,
    talk_reports: pl.DataFrame,
    demand_reports: pl.DataFrame,
    exchange_reports: pl.DataFrame,
    links: Links,
    *,
    speakers: pl.DataFrame | None = None,
) -> Events:
    """The events of the reports. An event needs all of its reports here, and the talks of their articles."""
    context = articles.select("article_id", "published", "outlet").join(stories, on="article_id")
    talks = _with_events(talk_reports, context, links.talks)
    demands = _with_events(demand_reports, context, links.demands)
    exchanges = _with_events(exchange_reports, context, links.exchanges)
    talks = with_sources(_outcomes_of_held(talks), ["parties", "mediators"], speakers)
    demands = with_sources(demands, ["by_parties"], speakers)
    exchanges = with_sources(exchanges, ["parties", "mediators"], speakers)
    talk_rows, demand_rows = _talk_rows(talks), _demand_rows(demands, talks)
    exchange_rows, legs = _exchange_rows(exchanges, talks), merge_legs(exchanges)
    support = join_support(
        [
            slot_support("talk", talks, talk_rows, TALK_SLOTS),
            slot_support("demand", demands, demand_rows, DEMAND_SLOTS),
            slot_support("exchange", exchanges, exchange_rows, EXCHANGE_SLOTS),
            count_support(exchanges, explode_legs(exchanges), legs),
        ]
    )
    return Events(
        stories=stories.sort("article_id"),
        talks=_keyed(_with_disputes(talk_rows, support), "talk_id"),
        talk_links=_links(talks, "talk_id"),
        talk_parties=_keyed(party_roles(talks, {"parties": "party", "mediators": "mediator"}), "talk_id"),
        talk_people=_keyed(people_at(talks), "talk_id"),
        demands=_keyed(_with_disputes(demand_rows, support), "demand_id"),
        demand_links=_links(demands, "demand_id"),
        demand_parties=_keyed(_demand_parties(demands), "demand_id"),
        exchanges=_keyed(_with_disputes(exchange_rows, support), "exchange_id"),
        exchange_links=_links(exchanges, "exchange_id"),
        exchange_parties=_keyed(party_roles(exchanges, {"parties": "party", "mediators": "mediator"}), "exchange_id"),
        exchange_legs=_keyed(legs, "exchange_id"),
        slot_values=support.values,
        disputed_values=support.disputed,
    )


def _with_events(reports: pl.DataFrame, context: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """The reports with `published, outlet, story_id, event_id`, in order of publication."""
    rows = reports.join(context, on="article_id").join(links.select("report_id", "event_id"), on="report_id")
    return rows.sort("published", "report_id", nulls_last=True)


def _outcomes_of_held(talks: pl.DataFrame) -> pl.DataFrame:
    """Only what was held has an outcome."""
    return talks.with_columns(pl.when(pl.col("status") == "held").then("outcome").alias("outcome"))


def _with_disputes(events: pl.DataFrame, support: Support) -> pl.DataFrame:
    return events.join(support.disputed_slots(), on="event_id", how="left", maintain_order="left")


def _keyed(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    return rows.rename({"event_id": key}).sort(key, *keys_within(rows))


def keys_within(frame: pl.DataFrame) -> list[str]:
    """The columns that tell the rows of one event apart in a frame of `Events`."""
    return [c for c in ("leg_no", "role", "party_code", "person_id") if c in frame.columns]


def _links(reports: pl.DataFrame, key: str) -> pl.DataFrame:
    return reports.select("report_id", pl.col("event_id").alias(key)).sort("report_id")


def _talk_rows(reports: pl.DataFrame) -> pl.DataFrame:
    status = final_status(reports, TALK_STAGES, TALK_FINAL)
    dates = best_dates(reports, status)
    return _joined(
        status,
        dates,
        followed_from(reports, dates),
        best_place(reports),
        best_values(reports, ["venue", "round", "level", "format", "outcome"]),
        best_value(reports, ["duration_value", "duration_low", "duration_high", "duration_approx"]),
        support_counts(reports),
    )


def _demand_rows(reports: pl.DataFrame, talks: pl.DataFrame) -> pl.DataFrame:
    """`text` is the wording of most stories, mostly the latest: wordings seldom recur."""
    slots = best_values(reports, ["kind", "issue", "text", "response"])
    counts = support_counts(reports).rename(
        {"first_reported_at": "first_stated_at", "last_reported_at": "last_stated_at"}
    )
    sides = pl.concat_list("by_parties", "to_parties")
    return _joined(slots, counts, made_at(reports.with_columns(sides.alias("parties")), talks))


def _demand_parties(reports: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([party_roles(reports, {"by_parties": "by"}), party_roles(reports, {"to_parties": "to"})])


def _exchange_rows(reports: pl.DataFrame, talks: pl.DataFrame) -> pl.DataFrame:
    status = final_status(reports, EXCHANGE_STAGES, EXCHANGE_FINAL)
    return _joined(status, best_dates(reports, status), support_counts(reports), made_at(reports, talks))


def _joined(first: pl.DataFrame, *others: pl.DataFrame) -> pl.DataFrame:
    for other in others:
        first = first.join(other, on="event_id", how="left", maintain_order="left")
    return first
