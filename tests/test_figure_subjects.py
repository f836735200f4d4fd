"""What figures are about: the same thing in other words, and what must not be taken for it."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from transforms.pipeline import extract_articles
from transforms.reference.load import load_reference
from transforms.schemas import FIGURES
from transforms.subjects import group_figures

WAR = "Zambia and Malawi are at war. "
SUBJECTS = {
    "Zambia says 143 of its soldiers and 61 civilians have been killed.": ["dead soldiers of ZMB", None],
    "Malawi puts Zambian losses at more than 500 and its own at fewer than 100.": [
        "dead soldiers of ZMB",
        "dead soldiers of MWI",
    ],
    "Lusaka claims that Malawi has lost at least 350 men.": ["dead soldiers of MWI"],
    "Zambia puts its losses at 96 soldiers; Malawi claims to have killed more than 200.": ["dead soldiers of ZMB"] * 2,
    "More than 640 people have been killed since January.": ["dead people, MWI - ZMB"],
    "Zambian forces have killed 300 people since January.": ["dead people by ZMB, MWI - ZMB"],
    "More than 60,000 people have been displaced in Chipata since January.": ["displaced people in Chipata, MWI - ZMB"],
    "A rocket that hit a market in Chipata killed 27 people.": ["dead people in Chipata"],
    "Malawi released 118 Zambians.": ["freed captives of ZMB"],
    "The spokesman said his forces had destroyed 22 Zambian vehicles; Zambia spoke of six.": [
        "destroyed vehicles of ZMB",
        "destroyed vehicles of ZMB",
    ],
    # plans, parts, adjectives, other people
    "Malawi will release 118 Zambians.": [None],
    "Malawi offered to release 35 wounded Zambian prisoners of war.": [None],
    "The other six Zambian soldiers were killed later.": [None],
    "A rocket killed 27 people.": [None],
    "Malawi handed over the bodies of 40 fallen soldiers.": [None],
}


@pytest.mark.parametrize("sentence", SUBJECTS)
def test_subject(sentence):
    row = {"article_id": "a", "title": "War", "published": date(2024, 3, 3), "outlet": "The Example", "language": "en"}
    article = pl.DataFrame([row | {"text": WAR + sentence, "relevant": True, "source": None}])
    assert extract_articles(article, load_reference()).figures["subject"].to_list() == SUBJECTS[sentence]


def grouped(*rows: tuple[str, str, dict[str, Any]]) -> tuple[list[str | None], list[tuple[Any, ...]]]:
    """Subject ids and contradicted values of figures: (day, claimant, slots), one article a row."""
    figure = {"approx": "exact", "unit": "count", "subject": "dead soldiers of ZMB"}
    figures = [
        {"report_id": f"a{i}#figure-1", "article_id": f"a{i}", "claimant": who, **figure, **slots}
        for i, (_, who, slots) in enumerate(rows)
    ]
    articles = [(f"a{i}", date.fromisoformat(day), f"Outlet {i}", f"a{i}") for i, (day, _, _) in enumerate(rows)]
    frame = pl.DataFrame([dict.fromkeys(FIGURES) | row for row in figures], schema=FIGURES)
    named, support = group_figures(
        frame, pl.DataFrame(articles, schema=["article_id", "published", "outlet", "story_id"], orient="row")
    )
    contradicted = support.values.filter(pl.col("contrary_count") > 0).sort("value")
    return named["subject_id"].to_list(), contradicted["value"].to_list()


def test_figures_of_a_week_are_about_one_thing_and_none_is_merged():
    ids, contradicted = grouped(
        ("2024-03-03", "ZMB", {"value": 143.0}),
        ("2024-03-04", "MWI", {"value": 500.0, "approx": "more_than"}),
        ("2024-03-04", "UN", {"value": 150.0, "approx": "about"}),
        ("2024-03-12", "MWI", {"value": 600.0}),
        ("2024-03-04", "MWI", {"value": 7.0, "subject": None}),
    )
    assert ids[0] == ids[1] == ids[2]
    assert ids[3] not in (None, ids[0])
    assert ids[4] is None
    assert contradicted == ["143", "about 150", "more than 500"]


@pytest.mark.parametrize(
    ("rows", "contradicted"),
    [
        ([("2024-03-03", "ZMB", {"value": 143.0}), ("2024-03-08", "UN", {"value": 160.0})], []),
        ([("2024-03-03", "ZMB", {"value": 160.0}), ("2024-03-08", "UN", {"value": 143.0})], ["143", "160"]),
        ([("2024-03-03", "ZMB", {"value": 143.0}), ("2024-03-03", "ZMB", {"value": 160.0})], []),
        ([("2024-03-03", "ZMB", {"value": 100.0, "approx": "more_than"}), ("2024-03-03", "UN", {"value": 120.0})], []),
    ],
    ids=["a toll grows", "a toll does not shrink", "one voice", "hedges that fit"],
)
def test_contradiction(rows, contradicted):
    assert grouped(*rows)[1] == contradicted
