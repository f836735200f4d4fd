"""Resolution: what becomes one event, what stays apart, and that order does not matter."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from stage_data import StageBuilder, leg

from transforms.duplicates import find_stories, sign
from transforms.judgements import Judgements
from transforms.resolve import Events, resolve

WORDS = "river bread winter signal garden letter copper window valley engine harbour velvet silver orchard".split()


def run(stage: StageBuilder, order: random.Random | None = None, judgements: Judgements | None = None) -> Events:
    frames = stage.frames()
    names = ("articles", "talk_reports", "demand_reports", "exchange_reports")
    shuffled = [
        frames[n].sample(fraction=1, shuffle=True, seed=order.randrange(999)) if order else frames[n] for n in names
    ]
    return resolve(*shuffled, judgements=judgements or Judgements())


def text_of(number: int, length: int = 120) -> str:
    """Words that no other number's text shares in this order."""
    return " ".join(random.Random(number).choices(WORDS, k=length))


def reports(kind: str, *rows: tuple[str, dict[str, Any]]) -> StageBuilder:
    """One article a row, each with one report; rows are (publication date, slots)."""
    stage = StageBuilder()
    for number, (published, slots) in enumerate(rows):
        text = text_of(number)
        getattr(stage.article(f"a{number}", text, published), kind)(text, **slots)
    return stage


def day(date: str) -> dict[str, str]:
    return {"date_start": date, "date_end": date, "date_basis": "stated"}


def person(name: str) -> dict[str, str | None]:
    return {"name": name, "person_id": None, "party": None}


ISTANBUL = {"city": "Istanbul", "country": "TUR"}
ANKARA = {"city": "Ankara", "country": "TUR"}
GENEVA = {"city": "Geneva", "country": "CHE"}

TALKS = {
    "same day and city": (
        1,
        ("2025-06-02", day("2025-06-02") | ISTANBUL),
        ("2025-06-03", day("2025-06-02") | ISTANBUL),
    ),
    "time zones": (1, ("2025-06-02", day("2025-06-02") | ISTANBUL), ("2025-06-03", day("2025-06-03") | ISTANBUL)),
    "vague date, same round": (
        1,
        ("2025-07-23", day("2025-05-16") | ISTANBUL | {"round": 1}),
        ("2025-06-02", {"date_start": "2025-05-11", "date_end": "2025-05-20", "round": 1} | ISTANBUL),
    ),
    "rounds differ": (
        2,
        ("2025-06-02", day("2025-06-02") | ISTANBUL | {"round": 2}),
        ("2025-06-03", day("2025-06-02") | ISTANBUL | {"round": 3}),
    ),
    "days apart": (2, ("2025-06-02", day("2025-06-02") | ISTANBUL), ("2025-06-20", day("2025-06-12") | ISTANBUL)),
    "countries differ": (2, ("2025-06-02", day("2025-06-02") | ISTANBUL), ("2025-06-02", day("2025-06-02") | GENEVA)),
    "other sides": (
        2,
        ("2025-06-02", day("2025-06-02") | ISTANBUL),
        ("2025-06-02", day("2025-06-02") | ISTANBUL | {"parties": ["UKR", "USA"]}),
    ),
    "proposed for one city, held in another": (
        1,
        ("2025-06-01", day("2025-06-05") | ANKARA | {"status": "scheduled", "level": "delegations"}),
        ("2025-06-06", day("2025-06-05") | ISTANBUL | {"level": "delegations"}),
    ),
    "plan after the event": (
        2,
        ("2025-06-10", ISTANBUL | {"status": "proposed"}),
        ("2025-06-06", day("2025-06-05") | ISTANBUL),
    ),
    "a plan and a meeting over before it was told": (
        2,
        ("2025-06-06", day("2025-06-30") | ISTANBUL | {"status": "scheduled"}),
        ("2025-06-06", day("2025-06-03") | ISTANBUL | {"outcome": "agreement"}),
    ),
    "a call has no city": (
        2,
        ("2025-06-02", day("2025-06-02") | {"format": "call"}),
        ("2025-06-02", day("2025-06-02") | ISTANBUL),
    ),
    "calls of other people": (
        2,
        ("2025-06-02", day("2025-06-02") | {"format": "call", "people": [person("Ann Alpha")]}),
        ("2025-06-03", {"format": "call", "people": [person("Bob Beta")]}),
    ),
    "nothing in common but sides, mediator and level": (
        2,
        ("2025-06-02", day("2025-06-02") | {"mediators": ["USA"], "level": "delegations"}),
        ("2025-06-16", {"mediators": ["USA"], "level": "delegations", "round": 2}),
    ),
    "an agreement remembered": (
        1,
        ("2025-05-11", day("2025-05-10") | {"mediators": ["USA"], "outcome": "agreement"}),
        ("2025-08-08", {"mediators": ["USA"], "outcome": "agreement"}),
    ),
    "another agreement, with people of its own": (
        2,
        ("2025-05-11", day("2025-05-10") | {"mediators": ["USA"], "outcome": "agreement"}),
        ("2025-11-08", {"mediators": ["USA"], "outcome": "agreement", "people": [person("Ann Alpha")]}),
    ),
    "a call is no meeting": (
        2,
        ("2025-06-02", day("2025-06-02") | {"format": "call", "level": "leaders"}),
        ("2025-06-02", day("2025-06-02") | {"format": "direct", "level": "delegations"}),
    ),
}


@pytest.mark.parametrize("case", TALKS)
def test_talks(case):
    count, *rows = TALKS[case]
    assert run(reports("talk", *rows)).talks.height == count


def swap(count: float, date: str | None, **slots: Any) -> dict[str, Any]:
    legs = [leg("RUS", "UKR", value=count, approx="exact"), leg("UKR", "RUS", value=count, approx="exact")]
    return {"legs": legs, **(day(date) if date else {}), **slots}


EXCHANGES = {
    "same day and number": (1, ("2025-05-24", swap(307, "2025-05-24")), ("2025-05-25", swap(307, "2025-05-24"))),
    "swaps of successive days": (2, ("2025-05-24", swap(307, "2025-05-24")), ("2025-05-25", swap(303, "2025-05-25"))),
    "agreed, then carried out": (
        1,
        ("2025-06-02", swap(1000, "2025-06-02", status="agreed")),
        ("2025-06-15", swap(1000, "2025-06-14")),
    ),
    "bodies are not prisoners": (
        2,
        ("2025-06-02", swap(1000, "2025-06-02")),
        ("2025-06-02", {"legs": [leg("RUS", "UKR", "remains", value=1000.0)], **day("2025-06-02")}),
    ),
    "a number, and nothing but their kind": (
        2,
        ("2025-06-12", swap(27, None)),
        ("2025-06-02", {"legs": [leg("RUS", "UKR")], "status": "proposed"}),
    ),
    "a captive known by name, a year later": (
        1,
        ("2025-02-20", {"legs": [leg("RUS", "USA", value=1.0, who="Jon Sample")], "parties": ["RUS", "USA"]}),
        ("2026-01-20", {"legs": [leg("RUS", "USA", value=1.0, who="Jon Sample")], "parties": ["RUS", "USA"]}),
    ),
    "a day and the whole series": (
        2,
        ("2025-05-25", swap(307, "2025-05-24")),
        ("2025-06-30", swap(1000, None, date_start="2025-05-01", date_end="2025-06-20")),
    ),
}


@pytest.mark.parametrize("case", EXCHANGES)
def test_exchanges(case):
    count, *rows = EXCHANGES[case]
    assert run(reports("exchange", *rows)).exchanges.height == count


DEMANDS = {
    "other words, same meaning": (
        1,
        ("2025-06-02", "an unconditional truce"),
        ("2025-06-20", "an unconditional ceasefire"),
    ),
    "numbers differ": (2, ("2025-06-02", "a 30-day ceasefire"), ("2025-06-09", "a ceasefire for 3 days")),
    "other thing": (2, ("2025-06-02", "an unconditional truce"), ("2025-06-03", "the lifting of sanctions")),
    "verb and noun": (
        1,
        ("2025-06-02", "pay the wages of civil servants"),
        ("2025-06-09", "payment of public sector salaries"),
    ),
    "several words for one": (
        1,
        ("2025-06-02", "its fighters assemble in cantonment sites"),
        ("2025-06-09", "gather its troops in camps"),
    ),
    "the same matter, other things": (
        2,
        ("2025-06-02", "lift the ban on the party"),
        ("2025-06-09", "the lifting of the siege"),
    ),
    "half a year later": (2, ("2025-01-02", "an unconditional truce"), ("2025-07-20", "an unconditional truce")),
}


@pytest.mark.parametrize("case", DEMANDS)
def test_demands(case):
    count, *rows = DEMANDS[case]
    stage = reports("demand", *((published, {"text": text}) for published, text in rows))
    assert run(stage).demands.height == count


def test_vague_report_does_not_chain_two_events():
    vague = {"date_start": "2025-06-01", "date_end": "2025-06-20"}
    first, second = day("2025-06-02") | ISTANBUL, day("2025-06-16") | ISTANBUL
    rows = [("2025-06-02", first), ("2025-06-16", second), ("2025-06-20", ISTANBUL | vague)]
    talks = run(reports("talk", *rows)).talk_links
    ids = dict(talks.iter_rows())
    assert ids["a0#talk-1"] != ids["a1#talk-1"]


def test_two_rows_of_one_article_stay_two_events():
    stage = StageBuilder().article("a1", text_of(1)).talk(text_of(1), **ISTANBUL).talk(text_of(1), **ISTANBUL)
    assert run(stage).talks.height == 2


def test_rival_accounts_in_one_article_are_one_exchange_with_all_reports():
    stage = StageBuilder().article("a1", text_of(1))
    for count, teller in ((207.0, "UKR"), (195.0, "RUS")):
        row = {"legs": [leg("RUS", "UKR", value=count, approx="exact")], "attributed_to": teller, **day("2025-06-02")}
        stage.exchange(text_of(1), **row)
    events = run(stage)
    assert events.exchanges.select("article_count", "report_count").rows() == [(1, 2)]


def test_slots_are_the_best_supported_values_and_copies_count_once():
    base = day("2025-06-02") | {"country": "TUR", "parties": ["RUS", "UKR"]}
    stage = StageBuilder()
    for number, (text, slots) in enumerate(
        [
            (text_of(1), {"city": "Istanbul", "level": "delegations", "status": "scheduled"}),
            (text_of(2), {"city": "Istanbul", "outcome": "partial"}),
            (text_of(3), {"city": "Ankara", "duration_value": 60.0, "duration_approx": "about"}),
            (text_of(3) + " ends", {"city": "Ankara", "duration_value": 60.0, "duration_approx": "about"}),
            (text_of(3) + " here", {"city": "Ankara", "duration_value": 60.0, "duration_approx": "about"}),
        ]
    ):
        stage.article(f"a{number}", text, f"2025-06-0{1 if number == 0 else 3}").talk(text, **base | slots)
    events = run(stage)
    columns = ["status", "city", "level", "outcome", "duration_value", "article_count", "report_count"]
    assert events.talks.select(columns).rows() == [("held", "Istanbul", "delegations", "partial", 60.0, 3, 5)]
    assert str(events.talks["first_reported_at"][0]) == "2025-06-01"
    assert events.stories["is_duplicate"].to_list() == [False, False, False, True, True]


def test_legs_of_several_reports():
    full = [
        leg("RUS", "UKR", value=175.0, approx="exact"),
        leg("RUS", "UKR", value=22.0, approx="exact", who="wounded"),
    ]
    vague = [leg(None, None), leg("RUS", "UKR")]
    events = run(
        reports("exchange", ("2025-03-19", {"legs": full} | day("2025-03-19")), ("2025-03-20", {"legs": vague}))
    )
    assert events.exchange_legs.select("from_party", "value", "who").rows() == [
        ("RUS", 22.0, "wounded"),
        ("RUS", 175.0, None),
    ] or events.exchange_legs.select("from_party", "value", "who").rows() == [
        ("RUS", 175.0, None),
        ("RUS", 22.0, "wounded"),
    ]


def test_soldiers_are_no_leg_apart():
    one = {"legs": [leg("RUS", "UKR", value=157.0, approx="exact", who="captured soldiers")]}
    other = {
        "legs": [leg("RUS", "UKR", value=157.0, approx="exact"), leg("RUS", "UKR", value=9.0, who="Azov fighters")]
    }
    events = run(
        reports("exchange", ("2025-03-19", one | day("2025-03-19")), ("2025-03-20", other | day("2025-03-19")))
    )
    legs = events.exchange_legs.select("value", "who", "article_count").rows()
    assert sorted(legs) == [(9.0, "Azov fighters", 1), (157.0, None, 2)]


def test_demand_and_exchange_are_linked_to_the_talk_of_their_article():
    text = text_of(1)
    stage = (
        StageBuilder().article("a1", text).talk(text, **day("2025-06-02")).demand(text).exchange(text, **swap(5, None))
    )
    events = run(stage)
    talk_id = events.talks["talk_id"][0]
    assert events.demands["talk_id"].to_list() == [talk_id]
    assert events.exchanges["talk_id"].to_list() == [talk_id]


def test_links_between_events_need_the_same_sides_and_a_time_that_fits():
    """A round that agreed on the next one and on a swap; a swap of years before and a talk of others came of no round."""
    text = text_of(1)
    stage = (
        StageBuilder()
        .article("a1", text)
        .talk(text, **day("2025-06-02") | ISTANBUL)
        .talk(text, status="scheduled", **day("2025-06-20"))
        .talk(text, status="scheduled", parties=["USA", "UKR"], **day("2025-06-21"))
        .exchange(text, status="agreed", **swap(1000, "2025-06-10"))
        .exchange(text, **swap(45, "2022-12-31"))
    )
    events = run(stage)
    round_id = events.talk_links.row(0)[1]
    follows = {row["talk_id"]: row["follows_talk_id"] for row in events.talks.iter_rows(named=True)}
    assert [follows[talk] for _, talk in events.talk_links.iter_rows()] == [None, round_id, None]
    made = dict(events.exchanges.select("date_start", "talk_id").iter_rows())
    assert {str(start): talk for start, talk in made.items()} == {"2025-06-10": round_id, "2022-12-31": None}


def test_id_survives_later_reports():
    rows = [("2025-06-02", day("2025-06-02") | ISTANBUL), ("2025-06-05", day("2025-06-02") | ISTANBUL)]
    assert (
        run(reports("talk", rows[0])).talks["talk_id"].to_list()
        == run(reports("talk", *rows)).talks["talk_id"].to_list()
    )


@st.composite
def stages(draw: st.DrawFn) -> StageBuilder:
    """Random reports of a few parties within a few weeks, so that much of it can match."""
    stage = StageBuilder()
    days = st.integers(1, 28).map(lambda d: f"2025-06-{d:02}")
    for number in range(draw(st.integers(1, 8))):
        text = text_of(draw(st.integers(0, 5)))
        stage.article(f"a{number}", text, draw(days))
        when = day(draw(days)) if draw(st.booleans()) else {}
        stage.talk(
            text,
            status=draw(st.sampled_from(["held", "scheduled", "proposed", "cancelled"])),
            parties=draw(st.sampled_from([["RUS", "UKR"], ["UKR", "RUS"], ["RUS"], ["RUS", "UKR", "USA"], []])),
            round=draw(st.sampled_from([None, 1, 2])),
            city=draw(st.sampled_from([None, "Istanbul", "Ankara"])),
            **when,
        )
        stage.exchange(text, **swap(draw(st.sampled_from([5, 300])), draw(st.one_of(st.none(), days))))
        stage.demand(text, text=draw(st.sampled_from(["a truce", "a full ceasefire", "the front frozen"])))
    return stage


@settings(max_examples=25, deadline=None)
@given(stages(), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing_and_nothing_is_lost(stage, order):
    plain, shuffled = run(stage), run(stage, order)
    for name in Events.__dataclass_fields__:
        assert_frame_equal(getattr(plain, name), getattr(shuffled, name))
    assert plain.talk_links.height == len(stage.rows["talk_reports"])
    assert plain.talks["report_count"].sum() == len(stage.rows["talk_reports"])
    assert set(plain.talk_links["talk_id"]) == set(plain.talks["talk_id"])
    assert plain.talks.height == plain.talks["talk_id"].n_unique()


def articles(*texts: tuple[str, str | None]) -> pl.DataFrame:
    stage = StageBuilder()
    for number, (text, published) in enumerate(texts):
        stage.article(f"a{number}", text, published)
    return stage.frames()["articles"]


def test_copies_are_found_within_days_and_do_not_chain():
    text, other = text_of(1, 400), text_of(2, 400)
    words = text.split()
    frame = articles(
        (text, "2025-06-02"),
        ("EXAMPLE CITY, June 3 - " + text + " All rights reserved.", "2025-06-03"),
        (" ".join(words[:200]), "2025-06-04"),
        (" ".join("changed" if i % 25 == 0 else w for i, w in enumerate(words)), "2025-06-03"),
        (" ".join(words[200:] + other.split()[:150]), "2025-06-20"),
        (other, "2025-06-02"),
    )
    assert dict(find_stories(frame, sign(frame)).select("article_id", "story_id").iter_rows()) == {
        "a0": "a0", "a1": "a0", "a2": "a0", "a3": "a0", "a4": "a4", "a5": "a5",
    }  # fmt: skip


def test_equal_texts_without_a_date_are_copies():
    frame = articles((text_of(1), None), (text_of(1).upper(), None), ("", None), ("", None))
    assert find_stories(frame, sign(frame))["story_id"].to_list() == ["a0", "a0", "a2", "a3"]


def ids(events: Events, kind: str) -> dict[str, str]:
    """Report -> event, by number of the article."""
    return {report.split("#")[0]: event for report, event in getattr(events, f"{kind}_links").iter_rows()}


def test_judgements_win_over_likeness():
    """Four copies of a report, one of another round: what people judged decides, and alike reports follow it."""
    same = day("2025-06-02") | ISTANBUL
    stage = reports("talk", *[("2025-06-02", same | {"round": r}) for r in (2, 2, 2, 3)])
    plain = ids(run(stage), "talk")
    assert plain["a0"] == plain["a1"] == plain["a2"] != plain["a3"]
    joined = ids(run(stage, judgements=Judgements(together=frozenset({("a3#talk-1", "a0#talk-1")}))), "talk")
    assert len(set(joined.values())) == 1
    parted = ids(run(stage, judgements=Judgements(apart=frozenset({("a2#talk-1", "a0#talk-1")}))), "talk")
    assert parted["a0"] != parted["a2"] and parted["a1"] in (parted["a0"], parted["a2"])


def test_contradicting_judgements_name_the_reports():
    chain = frozenset({("a", "b"), ("c", "b")})
    with pytest.raises(ValueError, match=r"a and c are judged to be apart, but to be one by way of a = b, b = c"):
        Judgements(chain, frozenset({("a", "c")}))
