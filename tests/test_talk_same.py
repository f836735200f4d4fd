"""Which sentences speak of one talk, by the rule and what is learned beside it: sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.document import Document
from transforms.extract.talk_groups import Reading
from transforms.extract.talk_merge import in_order, with_rule
from transforms.extract.talk_same import signs
from transforms.extract.talks import read_cues, read_talks
from transforms.mentions import read_document
from transforms.reference.load import load_reference
from transforms.sentences import sentence_spans


def read(text: str) -> Document:
    spans = [(number, *span) for number, span in enumerate(sentence_spans(text), start=1)]
    return read_document("x", None, date(2024, 5, 16), None, text, "en", spans=spans, reference=load_reference())


def count(text: str) -> int:
    return len(read_talks(read(text), load_reference()).rows)


@pytest.mark.parametrize(
    ("text", "talks"),
    [
        ("Chad and Sudan held talks in Nairobi on Monday. The talks lasted six hours.", 1),
        ("Chad and Sudan held talks in Nairobi on Monday. An earlier round in Cairo in March ended without a deal.", 2),
        ("Chad and Sudan held talks in Nairobi on Monday. They will meet again in Cairo on June 3.", 2),
    ],
)
def test_a_talk_told_on_is_one_and_another_is_its_own(text, talks):
    assert count(text) == talks


def test_signs_of_a_pair_say_what_both_share_and_name_nobody():
    document = read(
        "Chad and Sudan held talks in Nairobi on Monday. Chad and Sudan will meet again in Cairo on June 3."
    )
    drafts = [d for s in document.sentences for d in read_cues(Reading(s), document.sides).drafts]
    (first, _), (new, draft) = in_order(document, drafts, plain=False)
    (told,) = with_rule([first], new, draft)
    found = signs(told, new, draft)
    assert told.rule == "no"
    assert {"when=apart", "city=apart", "parties=equal", "dist=1", "rule=no"} <= set(found)
    assert not any("SDN" in name or "2024" in name or "Cairo" in name for name in found)
