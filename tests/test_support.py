"""What stands behind a slot: which value is chosen, who contradicts it, and what is no contradiction."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
import pytest
from stage_data import StageBuilder, leg

from transforms.judgements import Judgements
from transforms.resolve import Events, resolve
from transforms.schemas import SPEAKERS

WORDS = "river bread winter signal garden letter copper window valley engine harbour velvet silver orchard".split()
HELD = {"date_start": "2025-06-02", "date_end": "2025-06-02", "date_basis": "stated", "round": 2}


def run(kind: str, *rows: dict[str, Any], **options: Any) -> Events:
    """One article a row, each of another outlet and a day later than the last, unless the row says otherwise."""
    stage = StageBuilder()
    for number, slots in enumerate(rows):
        text = " ".join(random.Random(number).choices(WORDS, k=120))
        row = HELD | {"published": f"2025-06-{number + 3:02}", "outlet": f"Outlet {number}"} | slots
        stage.article(f"a{number}", text, row.pop("published"), outlet=row.pop("outlet"))
        getattr(stage, kind)(text, **row)
    frames = stage.frames()
    reports = [frames[n] for n in ("articles", "talk_reports", "demand_reports", "exchange_reports")]
    return resolve(*reports, **options)


def values(events: Events, slot: str) -> list[tuple[Any, ...]]:
    rows = events.slot_values.filter(slot=slot)
    return rows.select("value", "story_count", "contrary_count", "is_chosen").rows()


def test_more_stories_win_and_the_others_stay_visible():
    events = run("talk", {"city": "Ankara"}, {"city": "Istanbul"}, {"city": "Istanbul"}, {})
    assert events.talks.select("city", "disputed_slots").rows() == [("Istanbul", "city")]
    assert values(events, "city") == [("Ankara", 1, 2, False), ("Istanbul", 2, 1, True)]
    said = events.disputed_values.select("slot", "value", "report_id", "is_contradicted").rows()
    assert said == [
        ("city", "Ankara", "a0#talk-1", True),
        ("city", "Istanbul", "a1#talk-1", True),
        ("city", "Istanbul", "a2#talk-1", True),
    ]


def test_an_outlet_that_says_otherwise_later_corrects_itself():
    wrong = {"city": "Ankara", "outlet": "Wire"}
    events = run("talk", wrong, wrong, wrong | {"city": "Istanbul", "published": "2025-06-05"})
    assert events.talks["city"].to_list() == ["Istanbul"]
    assert values(events, "city") == [("Ankara", 2, 1, False), ("Istanbul", 1, 2, True)]


def test_a_side_of_the_event_outweighs_one_hearsay():
    speakers = pl.DataFrame([("a0", "The Palace", "RUS")], schema=SPEAKERS, orient="row")
    rows = ({"city": "Istanbul", "outlet": "The Palace"}, {"city": "Ankara"})
    assert run("talk", *rows).talks["city"].to_list() == ["Ankara"]
    assert run("talk", *rows, speakers=speakers).talks["city"].to_list() == ["Istanbul"]


def test_the_city_lies_in_the_country():
    rows = [{"country": "CHE"}, {"country": "CHE"}, {"country": "TUR", "city": "Istanbul"}]
    one = Judgements(together=frozenset({("a0#talk-1", "a1#talk-1"), ("a1#talk-1", "a2#talk-1")}))
    assert run("talk", *rows, judgements=one).talks.select("country", "city").rows() == [("CHE", None)]


def length(value: float, approx: str) -> dict[str, Any]:
    return {"duration_value": value, "duration_approx": approx}


# name: (slots of two reports, slots in dispute, values shown side by side)
PAIRS: dict[str, tuple[str, dict[str, Any], dict[str, Any], str | None, int]] = {
    "equal": ("talk", {"city": "Istanbul"}, {"city": "Istanbul"}, None, 0),
    "one is silent": ("talk", {"city": "Istanbul"}, {}, None, 0),
    "hedges that fit": ("talk", length(60, "about"), length(90, "less_than"), None, 2),
    "hedges that do not": ("talk", length(300, "about"), length(360, "nearly"), "duration", 2),
    "open upwards": ("talk", length(60, "more_than"), length(120, "exact"), None, 2),
    "a day of the week": ("talk", {}, {"date_start": "2025-06-01", "date_end": "2025-06-07"}, None, 0),
    "planned here, held there": (
        "talk",
        {"status": "scheduled", "published": "2025-06-01", "city": "Ankara"},
        {"city": "Istanbul"},
        None,
        0,
    ),
    "planned, then held": ("talk", {"status": "scheduled", "published": "2025-06-01"}, {}, None, 0),
}


@pytest.mark.parametrize("case", PAIRS)
def test_what_contradicts_and_what_is_shown(case):
    kind, first, second, disputed, shown = PAIRS[case]
    events = run(kind, first, second)
    assert events.talks["disputed_slots"].to_list() == [disputed]
    assert events.disputed_values.height == shown


def test_rival_counts_of_a_swap_and_groups_that_are_parts():
    def swap(count: float, *more: dict[str, Any]) -> dict[str, Any]:
        return {"legs": [leg("RUS", "UKR", value=count, approx="exact", who="Ukrainian soldiers"), *more]}

    wounded = leg("RUS", "UKR", value=22.0, approx="exact", who="heavily wounded")
    events = run("exchange", swap(207.0, wounded), swap(205.0), swap(205.0))
    slot = "count of prisoners_of_war from RUS to UKR"
    assert values(events, slot) == [("205", 2, 1, True), ("207", 1, 2, False)]
    assert events.exchanges["disputed_slots"].to_list() == [slot]
