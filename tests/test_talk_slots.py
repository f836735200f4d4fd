"""Slots of talks from the words around them and from the sentences that go on about them; sentences of our own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from transforms.extract.talk_groups import Reading
from transforms.extract.talk_outcome import find_outcome
from transforms.extract.talk_people import persons_of
from transforms.extract.talk_rows import report
from transforms.extract.talks import read_talks
from transforms.mentions import read_document
from transforms.reference.load import Reference, load_reference
from transforms.sentences import sentence_spans

PUBLISHED = date(2024, 5, 16)  # a Thursday


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def talks(text: str, reference: Reference) -> list[dict[str, Any]]:
    spans = [(number, *span) for number, span in enumerate(sentence_spans(text), start=1)]
    document = read_document("x", None, PUBLISHED, None, text, "en", spans=spans, reference=reference)
    return [report(row) for row in read_talks(document, reference)[1]]


def held(text: str, reference: Reference) -> dict[str, Any]:
    return next(row for row in talks(text, reference) if row["status"] == "held")


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("the two sides signed a ceasefire", "agreement"),
        ("they put their names to a peace treaty at dawn", "agreement"),
        ("the accord that both presidents initialled in march", "agreement"),
        ("the neighbours agreed to exchange prisoners", "partial"),
        ("both camps consented to meet again in june", "partial"),
        ("the delegations agreed in principle to a ceasefire", "partial"),
        ("an agreement to swap captives was signed", "partial"),
        ("the envoys reported significant progress", "partial"),
        ("they came away with little more than a promise to talk again", "partial"),
        ("the round broke up without so much as a joint statement", "none"),
        ("the talks ended with neither side prepared to yield, without an agreement", "none"),
        ("no text was signed", "none"),
        ("they could not settle the question of the border", "none"),
        ("the session failed to produce a breakthrough", "none"),
        ("they failed on the truce but agreed on a corridor for aid", "partial"),
        ("the ministers could sign a treaty next month", None),
        ("he had said he would make no deal with either", None),
        ("israel agreed to the american proposal", None),
        ("the efforts to reach a deal brokered by others go on", None),
        ("the delegations dined by the lake", None),
    ],
)
def test_outcome(words: str, outcome: str | None) -> None:
    assert find_outcome(words, None) == outcome


def test_an_outcome_stated_by_the_cue_stands_unless_only_in_principle() -> None:
    assert find_outcome("they have a deal on the border", "agreement") == "agreement"
    assert find_outcome("a deal was reached in principle", "agreement") == "partial"


def test_sentences_without_a_word_for_meeting_go_on_about_the_talk(reference: Reference) -> None:
    text = (
        "Envoys of Ethiopia and Somalia met in Ankara on Monday. "
        "Qatari mediators carried papers between separate floors. "
        "Nothing was signed."
    )
    row = held(text, reference)
    assert (row["mediators"], row["format"], row["outcome"]) == (["QAT"], "indirect", "none")


def test_another_day_is_no_part_of_the_talk(reference: Reference) -> None:
    text = "Envoys of Ethiopia and Somalia met in Ankara on Monday. On 2 March nothing was signed."
    assert held(text, reference)["outcome"] is None


@pytest.mark.parametrize(
    ("sentence", "mediators"),
    [
        ("Egypt, which has long been mediating, prodded both.", ["EGY"]),
        ("The meeting was chaired by Norway.", ["NOR"]),
        ("They spoke under Norwegian eyes, with Swiss diplomats in the chair.", ["NOR", "CHE"]),
        ("The hotel stood near the embassy of Norway.", []),
    ],
)
def test_who_mediates(sentence: str, mediators: list[str], reference: Reference) -> None:
    row = held(f"Envoys of Ethiopia and Somalia met in Ankara on Monday. {sentence}", reference)
    assert sorted(row["mediators"]) == sorted(mediators)


def test_a_mediator_who_meets_one_side_is_no_side(reference: Reference) -> None:
    text = (
        "Qatari Prime Minister Mohammed bin Abdulrahman Al Thani met Israeli negotiators in Doha on Monday. "
        "Qatar has been mediating between Israel and Hamas since the autumn. Hamas did not comment on the Israeli terms."
    )
    row = held(text, reference)
    assert (row["parties"], row["mediators"]) == (["ISR"], ["QAT"])


def test_who_leads_a_team_takes_part(reference: Reference) -> None:
    text = (
        "Negotiators of Colombia and the ELN met in Havana on Monday. "
        "Pablo Beltran, who leads the rebel delegation, said little."
    )
    assert [p["name"] for p in held(text, reference)["people"]] == ["Pablo Beltran"]


@pytest.mark.parametrize(
    ("text", "acting"),
    [
        ("President Vladimir Putin's envoy Kirill Dmitriev met Marco Rubio.", ["Kirill Dmitriev", "Marco Rubio"]),
        ("Envoys of Vladimir Putin met Marco Rubio.", ["Marco Rubio"]),
    ],
)
def test_whose_envoy_acts_takes_no_part(text: str, acting: list[str], reference: Reference) -> None:
    document = read_document("x", None, PUBLISHED, None, text, "en", spans=[(1, 1, 0, len(text))], reference=reference)
    reading = Reading(document.sentences[0])
    assert [m.name for group in reading.groups for m in persons_of(reading, group)] == acting


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("Thailand and Cambodia wrapped up three days of talks in Bangkok on Monday.", 11, 13),
        ("Thailand and Cambodia opened a two-day meeting in Bangkok on Tuesday.", 14, 15),
    ],
)
def test_a_talk_of_several_days_has_them_all(text: str, start: int, end: int, reference: Reference) -> None:
    row = held(text, reference)
    assert (row["date_start"].day, row["date_end"].day) == (start, end)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("In Doha on Monday envoys of Israel and Hamas met again.", ("Doha", "QAT")),
        ("Envoys of Israel and Hamas met in the Egyptian resort of Taba on Monday.", ("Taba", "EGY")),
        ("HELSINKI, May 16 (Wire) - Envoys of Israel and Hamas agreed on a truce on Wednesday.", ("Helsinki", "FIN")),
        ("The ninth round of talks between Israel and Hamas was held in Cairo on Monday.", ("Cairo", "EGY")),
        ("Envoys of Israel and Hamas met on Monday about the captives held in Rafah.", (None, None)),
        ("Envoys of Israel and Hamas met at Bel Marsa on Monday.", ("Bel Marsa", None)),
        ("Envoys of Israel and Hamas met at the Bel Marsa Palace on Monday.", (None, None)),
    ],
)
def test_where(text: str, place: tuple[str, str], reference: Reference) -> None:
    row = held(text, reference)
    assert (row["city"], row["country"]) == place


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The last formal round between Colombia and the ELN, the fourth, took place in Havana on Monday.", None),
        ("The formal round, the fourth, between Colombia and the ELN took place in Havana on Monday.", 4),
        ("Colombia and the ELN met in Havana on Monday for the third time.", 3),
        ("Colombia and the ELN met in Havana on Monday for the first time since 2020.", None),
        ("The second day of talks between Colombia and the ELN ended in Havana on Monday.", None),
    ],
)
def test_round(text: str, number: int | None, reference: Reference) -> None:
    assert held(text, reference)["round"] == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ethiopia and Somalia swapped prisoners of war on Tuesday as envoys ended talks in Ankara.", 14),
        ("At a briefing given on Tuesday an aide recalled that Ethiopia and Somalia met in Ankara.", None),
    ],
)
def test_the_day_of_something_else(text: str, day: int | None, reference: Reference) -> None:
    start = held(text, reference)["date_start"]
    assert (start and start.day) == day


def test_last_month_lies_behind_whatever_the_tense(reference: Reference) -> None:
    text = "Ethiopia and Somalia are scheduled to meet again in Ankara, as last month."
    assert [(row["status"], row["date_start"]) for row in talks(text, reference)] == [("scheduled", None)]


def test_a_round_with_two_cues_in_a_sentence_is_one_talk(reference: Reference) -> None:
    text = (
        "Ethiopia and Somalia swapped captives on Monday as they ended a second round of U.S.-mediated talks in Ankara."
    )
    assert [(sorted(row["parties"]), row["round"]) for row in talks(text, reference)] == [(["ETH", "SOM"], 2)]
