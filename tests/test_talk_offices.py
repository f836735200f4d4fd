"""Talks in documents that an office publishes: joint remarks, questions and answers, thanks. Sentences of our own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from transforms.extract.talks import find_talks
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
    return find_talks(document, reference)


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
    ],
)
def test_an_office_tells(title: str, text: str, expected: dict[str, Any], reference: Reference) -> None:
    row = talks(title, text, reference)[0]
    row["parties"] = set(row["parties"])
    assert {key: row[key] for key in expected} == expected


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
