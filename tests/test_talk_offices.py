"""Talks in documents that an office publishes: joint remarks, questions and answers, thanks. Sentences of our own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from transforms.extract.talk_rows import report
from transforms.extract.talks import read_talks
from transforms.mentions import read_document
from transforms.reference.load import Reference, load_reference
from transforms.sentences import sentence_spans

PUBLISHED = date(2024, 5, 16)  # a Thursday


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def talks(title: str, text: str, reference: Reference) -> list[dict[str, Any]]:
    spans = [(number, *span) for number, span in enumerate(sentence_spans(text), start=1)]
    document = read_document("x", title, PUBLISHED, "The White House", text, "en", spans=spans, reference=reference)
    return [report(row) for row in read_talks(document, reference)[1]]


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        (
            "Remarks by President Biden and President Zelenskyy of Ukraine After Bilateral Meeting",
            "Oval Office\n\nPRESIDENT BIDEN: We discussed the war and what comes next.",
            {"status": "held", "parties": {"USA", "UKR"}, "city": "Washington", "level": "leaders", "format": "direct"},
        ),
        (
            "Remarks by President Biden and Chancellor Scholz of Germany Before Bilateral Meeting",
            "PRESIDENT BIDEN: Welcome. We will discuss the war in Ukraine.",
            {"status": "scheduled", "parties": {"USA", "DEU"}, "date_start": PUBLISHED},
        ),
        (
            "Statement by President Biden on the War",
            "As I told President Erdogan yesterday, the killing has to stop.",
            {"status": "held", "parties": {"USA", "TUR"}, "date_start": date(2024, 5, 15)},
        ),
        (
            "Statement by President Biden on the War",
            "We’ve been negotiating directly with the Taliban for a year.",
            {"status": "held", "parties": {"USA", "TALIBAN"}, "format": "direct"},
        ),
        (
            "Press Gaggle",
            "Q When did you last speak with President Putin?",
            {"parties": {"USA", "RUS"}},
        ),
        (
            "Statement by President Biden on Sudan",
            "The deal we reached with Venezuela will bring four more people home.",
            {"status": "held", "parties": {"USA", "VEN"}, "outcome": "agreement"},
        ),
        (
            "Press Gaggle",
            "Q Did you speak with President Putin on Monday?\n\nTHE PRESIDENT: Yes. The war must end.",
            {"status": "held", "parties": {"USA", "RUS"}, "date_start": date(2024, 5, 13)},
        ),
        (
            "Statement by President Biden on Gaza",
            "We have been working closely with Qatar and Egypt to bring Israel and Hamas to an agreement.",
            {"status": "held", "parties": {"ISR", "HAMAS"}, "mediators": ["USA", "QAT", "EGY"]},
        ),
        (
            "Fact Sheet on the War in Sudan",
            "The United States co-convened negotiations with Saudi Arabia in Jeddah in May 2023, which produced a declaration"
            " of the Sudanese Armed Forces and the Rapid Support Forces.",
            {"status": "held", "parties": {"SAF", "RSF"}, "mediators": ["SAU", "USA"], "city": "Jeddah"},
        ),
        (
            "Readout of National Security Advisor Jake Sullivan’s Call with Foreign Minister Wang Yi of China",
            "Jake Sullivan spoke on Monday with Foreign Minister Wang Yi of China about Russia’s war on Ukraine.",
            {"status": "held", "parties": {"USA", "CHN"}, "format": "call", "date_start": date(2024, 5, 13)},
        ),
    ],
)
def test_an_office_tells(title: str, text: str, expected: dict[str, Any], reference: Reference) -> None:
    row = talks(title, text, reference)[0]
    row["parties"] = set(row["parties"])
    assert {key: row[key] for key in expected} == expected


def test_what_a_reporter_asks_is_told_when_the_answer_is_yes(reference: Reference) -> None:
    asked = "Q Did you speak with President Putin on Monday?\n\nTHE PRESIDENT: "
    assert not talks("Press Gaggle", f"{asked}No. The war must end.", reference)
    assert not talks("Press Gaggle", f"{asked}I have nothing on that. The war must end.", reference)


def test_who_says_i_takes_part(reference: Reference) -> None:
    text = "THE PRESIDENT: I spoke with President Zelenskyy on Monday.\n\nMR. KIRBY: The war goes on."
    row = talks("Remarks by President Biden on the War", text, reference)[0]
    assert {person["name"] for person in row["people"]} == {"Biden", "Zelenskyy"}
    assert row["format"] == "call"


def test_who_welcomes_a_truce_is_no_side_of_it(reference: Reference) -> None:
    text = "Israel and Hamas fight in Gaza.\n\nThe United States and France welcomed the ceasefire on Monday."
    row = talks("Statement by President Biden on Gaza", text, reference)[0]
    assert set(row["parties"]) == {"ISR", "HAMAS"}


def test_heads_of_state_meet_on_much_else(reference: Reference) -> None:
    visit = "I met with President Macron today. We had a good talk about music, wine and the sea. " * 30
    assert not talks("Remarks by President Biden", visit, reference)
    assert talks(
        "Remarks by President Biden", f"{visit}The war in Ukraine must end. {'Peace is near. ' * 5}", reference
    )


def test_a_leader_and_his_own_team_are_no_two_sides(reference: Reference) -> None:
    assert not talks(
        "Statement by President Biden on the War", "I met with my national security team today.", reference
    )


def test_whom_an_office_thanks_mediates(reference: Reference) -> None:
    text = (
        "Israel and Hamas agreed on a ceasefire on Tuesday.\n\nIsrael and Hamas must keep to it."
        "\n\nI want to thank Qatar and Egypt for their tireless mediation."
    )
    row = talks("Statement by President Biden on the Ceasefire", text, reference)[0]
    assert set(row["mediators"]) >= {"QAT", "EGY"}


def test_calls_to_several_in_one_sentence_are_calls_of_their_own(reference: Reference) -> None:
    text = (
        "This morning I spoke by telephone with President Kagame of Rwanda and, separately, with President Tshisekedi."
    )
    sides = [set(row["parties"]) for row in talks("Statement by President Biden on the War", text, reference)]
    assert sides == [{"USA", "RWA"}, {"USA", "COD"}]
