"""Figures of an article: what is counted, whose number it is, repeats, odd input."""

import time

import pytest

from transforms.document import Claim, Document, Mention, Sentence
from transforms.extract.figures import find_figures
from transforms.numbers import find_quantities
from transforms.reference.load import load_reference


def document(*texts, claims=None, parties=()):
    """Build a document of sentences; `claims` maps a sentence's index to a speaker, `parties` names to codes."""
    sentences, at = [], 0
    for number, text in enumerate(texts):
        mentions = [Mention("NUM", at + a, at + b, text[a:b], quantity=q) for a, b, q in find_quantities(text)]
        for name, code in parties:
            if name in text:
                start = at + text.index(name)
                mentions.append(Mention("PARTY", start, start + len(name), name, id=code, parties=(code,)))
        said = (claims or {}).get(number)
        held = (Claim(at, at + len(text), said),) if said else ()
        ordered = tuple(sorted(mentions, key=lambda m: m.start))
        sentences.append(Sentence(number + 1, 1, at, at + len(text), text, ordered, held))
        at += len(text) + 1
    return Document("a1", None, None, None, " ".join(texts), "en", tuple(sentences))


def figures(*texts, **options):
    return find_figures(document(*texts, **options), load_reference())


def whats(*texts):
    return [f["what"] for f in figures(*texts)]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("The army handed over 32 captured servicemen.", "captured servicemen handed over"),
        ("The strike killed at least 12 people.", "people killed"),
        ("More than 40 planes were hit overnight.", "planes hit overnight"),
        ("Some 4,000 people are stuck without water.", "people stuck without water"),
        ("Four journalists who had been sentenced to death came home.", "journalists sentenced to death"),
        ("Two thousand women and girls were carried off.", "women and girls carried off"),
        ("The raid wounded 17.", "wounded"),
        ("Most of the province's 20 districts were taken.", "districts taken"),
        ("Officials put the number of dead soldiers at 300.", "dead soldiers"),
        ("It is a town of 8,000.", "population of town"),
        ("They agreed on a 30-day ceasefire.", "ceasefire"),
        ("The meeting in Geneva lasted two hours.", "The meeting in Geneva"),
        ("After ten days of talks they parted.", "talks"),
        ("Nearly 70 percent of the grain goes through the port.", "of the grain goes through the port"),
        ("Donors pledged a $150 million loan.", "loan"),
        ("It holds 20 million tonnes of wheat.", "wheat"),
        ("He came home with soldiers under 25.", "age of soldiers"),
    ],
)
def test_what_is_counted(text, what):
    assert whats(text) == [what]


def test_elliptic_numbers_take_the_noun_before():
    assert whats("They released 20 prisoners and received two of their own.") == [
        "prisoners released", "prisoners received",
    ]  # fmt: skip
    assert whats("The blast killed three people, one of them a child.") == ["people killed", "child killed"]


def test_a_repeated_figure_is_one_row_with_all_its_evidence():
    (row,) = figures("Hamas freed 33 hostages.", "How many of the 33 are ill is unknown.")
    assert [s.number for s, _ in row["evidence"]] == [1, 2]


def test_different_things_of_the_same_number_are_two_rows():
    assert len(figures("It freed 20 soldiers.", "In return came 20 lorries.", "Another 20 soldiers followed.")) == 3


def test_rival_claimants_are_two_rows():
    rows = figures("Thirty people died.", "Thirty people died.", claims={0: "RUS", 1: "Olha Doe"})
    assert [r["claimant"] for r in rows] == ["RUS", "Olha Doe"]


def test_who_counts_or_wants_it_is_the_claimant_when_nobody_says_it():
    (row,) = figures("The movement wants 1,500 inmates in exchange.", parties=[("The movement", "HAMAS")])
    assert row["claimant"] == "HAMAS"


def test_range_and_bounds_are_carried():
    (row,) = figures("They proposed a pause of 24 to 48 hours.")
    assert (row["value"], row["low"], row["high"], row["approx"], row["unit"]) == (36, 24, 48, "range", "hours")


@pytest.mark.parametrize(
    "text",
    [
        "\x00 7 \x1f hostages \ud800 three",
        "and 12 " * 4_000,
        "“" * 20_000 + "3 men",
        "12 people, " * 6_000,
        "5",
        "5 of",
        "-5-",
    ],
)
def test_odd_input_never_raises_and_stays_cheap(text):
    begun = time.process_time()
    figures(text)
    assert time.process_time() - begun < 6
