"""Typed sentences: who and what is found, as what, and whom it stands for."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.mentions import read_document
from transforms.reference.load import load_reference
from transforms.sentences import sentence_spans


def document(text, *, published=date(2025, 6, 2), title=None, outlet=None):
    spans = [(number, *span) for number, span in enumerate(sentence_spans(text), 1)]
    return read_document("a1", title, published, outlet, text, "en", spans=spans, reference=load_reference())


def found(text, kind, **options):
    mentions = [m for s in document(text, **options).sentences for m in s.mentions if m.kind == kind]
    return [(m.text, m.parties) for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Kenyan delegation left.", [("The Kenyan delegation", ("KEN",))]),
        ("Officials from Cairo and Doha left.", [("Officials from Cairo and Doha", ("EGY", "QAT"))]),
        ("Russian and Ukrainian negotiators left.", [("Russian and Ukrainian negotiators", ("RUS", "UKR"))]),
        ("Talks with Kyiv ended.", [("Kyiv", ("UKR",))]),
        ("The Red Cross was told.", [("The Red Cross", ("ICRC",))]),
        ("The Houthis refused.", [("The Houthis", ("HOUTHIS",))]),
        (
            "Fighters of the Blue River Liberation Front (BRLF) left.",
            [("Fighters of the Blue River Liberation Front (BRLF)", ("BRLF",))],
        ),
    ],
)
def test_actors(text, expected):
    assert found(text, "PARTY") == expected


@pytest.mark.parametrize("place", ["in Kyiv", "near Kyiv", "inside Ukraine", "flew to Kyiv"])
def test_a_capital_or_state_after_a_word_of_place_is_a_place(place):
    assert [m for m, _ in found(f"The visitors stayed or went {place} again.", "PARTY")] == []


@pytest.mark.parametrize(
    ("text", "name", "parties", "role"),
    [
        ("Malian Foreign Minister Oumar Testou left.", "Oumar Testou", ("MLI",), "foreign_minister"),
        ("The UN envoy for Libya, Hanna Probst, left.", "Hanna Probst", ("UN",), "envoy"),
        ("Adam Muster, the Chadian foreign minister, left.", "Adam Muster", ("TCD",), "foreign_minister"),
        ("The head of the Kenyan delegation, presidential aide Joe Specimen, left.", "Joe Specimen", ("KEN",), None),
    ],
)
def test_persons_that_no_list_knows(text, name, parties, role):
    person = next(m for s in document(text).sentences for m in s.mentions if m.kind == "PERSON")
    assert (person.name, person.parties) == (name, parties)
    assert role is None or person.role == role


def test_surname_and_pronoun_stand_for_the_person():
    text = "Malian Foreign Minister Oumar Testou came. Testou said he would stay."
    mentions = document(text).sentences[1].mentions
    assert [(m.text, m.name, m.parties) for m in mentions] == [
        ("Testou", "Oumar Testou", ("MLI",)),
        ("he", "Oumar Testou", ("MLI",)),
    ]


def test_sides_and_what_is_called_the_army_or_the_rebels():
    text = (
        "Congo and the M23 rebel group signed a truce in Doha. The two sides met for an hour. The rebels left first. "
        "The government welcomed the truce."
    )
    doc = document(text)
    assert set(doc.sides) == {"COD", "M23"}
    by_text = {m.text: set(m.parties) for s in doc.sentences for m in s.mentions}
    assert by_text["The two sides"] == {"COD", "M23"}
    assert by_text["The rebels"] == {"M23"}
    assert by_text["The government"] == {"COD"}


def test_typed_form_keeps_the_text():
    doc = document("“Russia < Ukraine,” said Erdoğan 🕊 on Monday; 3 of 10 agreed.\nKyiv’s demand stands.")
    for sentence in doc.sentences:
        assert sentence.untyped(sentence.typed).replace("‹", "<") == sentence.text
        assert doc.text[sentence.start : sentence.end] == sentence.text
        assert all(doc.text[m.start : m.end] == m.text for m in sentence.mentions)


WORDS = st.sampled_from(
    ["Russia", "the", "Kyiv", "of", "Foreign Minister", "U.S.", "12", "said", "and", ",", ".", "“", "”", "(UN)", "İstanbul",
     "\n", "<PARTY:0>", "<", ">", "’s", "delegation", "Jane Doe", "on Monday", "\x00", "🕊", "rebels", "two", "sides", "-"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40), st.sampled_from([None, date(2025, 6, 2)]))
def test_any_text_gives_mentions_that_slice_back(words, published):
    doc = document(" ".join(words), published=published, title=" ".join(words[:8]))
    for sentence in doc.sentences:
        assert doc.text[sentence.start : sentence.end] == sentence.text
        assert all(doc.text[m.start : m.end] == m.text for m in sentence.mentions)
        assert all(a.end <= b.start for a, b in zip(sentence.mentions, sentence.mentions[1:], strict=False))
        assert all(sentence.start <= c.start <= c.end <= sentence.end for c in sentence.claims)
