"""Linking reports in pieces gives what linking them at once gives, and leaves alone what got no new report."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from transforms import schemas
from transforms.event_changes import event_changes
from transforms.judgements import Judgements
from transforms.linking import link_reports

NONE = Judgements()
SCHEMAS = {
    "talk": schemas.TALK_REPORTS,
    "demand": schemas.DEMAND_REPORTS,
    "exchange": schemas.EXCHANGE_REPORTS,
}
SIDES = [["RUS", "UKR"], ["UKR", "RUS"], ["RUS", "UKR", "USA"], ["RUS"], ["USA", "UKR"], []]


def frame(kind: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = SCHEMAS[kind] | {"published": pl.Date}
    return pl.DataFrame([{c: row.get(c) for c in schema} for row in rows], schema=schema)


def some_slots(kind: str, pick: random.Random) -> dict[str, Any]:
    """Slots of few values, many of them open, so that much can match and much is doubtful."""
    start = date(2025, 6, 1) + timedelta(pick.randrange(40))
    sides = pick.choice(SIDES)
    if kind == "demand":
        text = pick.choice(["a truce", "a full ceasefire", "a ceasefire for 3 days", "the release of all prisoners"])
        return {"by_parties": sides, "to_parties": pick.choice(SIDES), "issue": "ceasefire", "text": text}
    row: dict[str, Any] = {"parties": sides, "mediators": []}
    if pick.random() < 0.5:
        row |= {"date_start": start, "date_end": start + timedelta(pick.choice([0, 0, 5, 30]))}
    if kind == "talk":
        row |= {
            "status": pick.choice(["held", "scheduled", "proposed", "cancelled"]),
            "round": pick.choice([None, None, 1, 2]),
            "city": pick.choice([None, "Istanbul", "Ankara"]),
            "outcome": pick.choice([None, "agreement"]),
        }
        return row
    leg = {"from_party": "RUS", "to_party": "UKR", "category": "prisoners_of_war", "approx": "exact"}
    who = pick.choice([None, "Jon Sample", "the wounded"])
    legs = [leg | {"value": pick.choice([None, 5.0, 300.0]), "who": who}]
    status = pick.choice(["completed", "agreed", "proposed"])
    return row | {"status": status, "legs": legs, "attributed_to": pick.choice(["RUS", "UKR", None])}


def some_reports(kind: str, pick: random.Random, count: int) -> list[dict[str, Any]]:
    rows = []
    for number in range(count):
        article = f"a{pick.randrange(count)}"
        published = None if article == "a0" else date(2025, 6, 1) + timedelta(7 * int(article[1:]) % 50)
        ids = {"report_id": f"{article}#{kind}-{number}", "article_id": article, "published": published}
        rows.append(ids | some_slots(kind, pick))
    return rows


def some_judgements(rows: list[dict[str, Any]], pick: random.Random) -> Judgements:
    ids = [row["report_id"] for row in rows]
    together = frozenset((pick.choice(ids), pick.choice(ids)) for _ in range(pick.choice([0, 0, 1, 2])))
    apart = frozenset((pick.choice(ids), pick.choice(ids)) for _ in range(pick.choice([0, 0, 1, 2])))
    try:
        return Judgements(together, apart)
    except ValueError:
        return Judgements(together)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(SCHEMAS)), st.integers(0, 10**9))
def test_any_cut_gives_the_result_of_one_piece(kind, seed):
    """Reports come in pieces and any order, some change, some go, people judge and take it back: nothing of it shows."""
    pick = random.Random(seed)
    rows = {row["report_id"]: row for row in some_reports(kind, pick, pick.randrange(1, 20))}
    everything = list(rows.values())
    present: dict[str, dict[str, Any]] = {}
    links = link_reports(kind, frame(kind, []), NONE)
    while len(present) < len(rows):
        judgements = some_judgements(everything, pick)
        new = pick.sample(everything, pick.randint((len(everything) + 1) // 2, len(everything)))
        gone = pick.sample(sorted(present), pick.choice([0, 0, min(1, len(present))]))
        changed = [r["report_id"] for r in new if r["report_id"] in present and pick.random() < 0.2]
        for report in changed:
            rows[report] = {**rows[report], **some_slots(kind, pick)}
        present |= {r["report_id"]: rows[r["report_id"]] for r in new}
        present = {report: present[report] for report in present if report not in gone}
        now = frame(kind, pick.sample(list(present.values()), len(present)))
        links = link_reports(kind, now, judgements, links, changed)
        assert_frame_equal(links, link_reports(kind, now, judgements))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(sorted(SCHEMAS)), st.integers(0, 10**9))
def test_few_reports_on_top_of_many_give_the_result_of_one_piece(kind, seed):
    """Chains of alike reports run through all of them; what a few change is found without computing all again."""
    pick = random.Random(seed)
    rows = {row["report_id"]: row for row in some_reports(kind, pick, 60)}
    present = dict(pick.sample(sorted(rows.items()), 50))
    judgements = NONE
    links = link_reports(kind, frame(kind, list(present.values())), judgements)
    for _ in range(3):
        gone = pick.sample(sorted(present), pick.choice([0, 1]))
        changed = pick.sample(sorted(present.keys() - set(gone)), pick.choice([0, 1]))
        new = pick.sample(sorted(rows.keys() - present.keys()), 2)
        present |= {report: rows[report] for report in new}
        present |= {report: {**present[report], **some_slots(kind, pick)} for report in changed}
        present = {report: row for report, row in present.items() if report not in gone}
        judgements = some_judgements(list(rows.values()), pick) if pick.random() < 0.3 else judgements
        now = frame(kind, pick.sample(list(present.values()), len(present)))
        links = link_reports(kind, now, judgements, links, changed)
        assert_frame_equal(links, link_reports(kind, now, judgements))


def links(**events: str) -> pl.DataFrame:
    """Report -> event, one letter a report: `links(A="ab")` says that reports a and b are event A."""
    pairs = [(report, event) for event, reports in events.items() for report in reports]
    return pl.DataFrame(pairs, schema={"report_id": pl.String, "event_id": pl.String}, orient="row")


@pytest.mark.parametrize(
    ("earlier", "now", "changes"),
    [
        (links(A="ab", B="c"), links(A="abx", B="c", X="y"), []),
        (links(A="ab", B="c"), links(A="abc"), [("B", "A", "merged")]),
        (links(A="abc"), links(A="a", C="bc"), [("A", "C", "split")]),
        (links(B="bc"), links(A="abc"), [("B", "A", "renamed")]),
        (links(A="a", B="bc"), links(B="bc"), [("A", None, "gone")]),
        (links(A="ab", C="c"), links(A="a", B="bc"), [("A", "B", "split"), ("C", "B", "merged")]),
    ],
)
def test_changes_of_events_are_told_by_their_reports(earlier, now, changes):
    assert event_changes(earlier, now).rows() == changes


def test_an_event_without_new_reports_keeps_its_id():
    pick = random.Random(5)
    rows = some_reports("talk", pick, 60)
    old, new = frame("talk", rows[:50]), frame("talk", rows)
    before, after = link_reports("talk", old, NONE), link_reports("talk", new, NONE)
    earlier = dict(before.select("report_id", "event_id").rows())
    events = after.group_by("event_id").agg("report_id").rows()
    reports_of = {}
    for report, event in earlier.items():
        reports_of.setdefault(event, set()).add(report)
    stayed = [(event, reports[0]) for event, reports in events if set(reports) in reports_of.values()]
    assert len(stayed) > 5
    assert all(event == earlier[report] for event, report in stayed)
