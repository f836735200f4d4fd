"""Who says it: the speaker at an amount, for the constructions of reported speech."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.mentions import read_document
from transforms.reference.load import load_reference
from transforms.sentences import sentence_spans

_CASES = [
    ("Guards fired on the crowd, and 12 people were hurt, said Mr. Rustem Umerov.", "12", "Rustem Umerov"),
    ("Shops stayed shut, while medics said 20 of the marchers were hurt.", "20", "medics"),
    ("Drones killed 31 people, the mayor there reported.", "31", "mayor"),
    ("Storms in May, the World Food Programme recalls, destroyed 44 barns.", "44", "World Food Programme"),
    ("The fighters there were put at 500 by Turkey.", "500", "TUR"),
    ("Their losses stood at 61 men, by the count of Ukraine.", "61", "UKR"),
    ("Jo Muster, who met the Kenyan Ali Probe in Doha, repeated that 80 men had fled.", "80", "Jo Muster"),
    ("“They left 17 bodies,” growled Jo Muster.", "17", "Jo Muster"),
    ("“We told them of 17 bodies,” Jo Muster said.", "17", "Jo Muster"),
    ("“They left 18 bodies. The rest fled. Nobody came back,” Jo Muster said.", "18", "Jo Muster"),
    ("The 19 posts go according to this schedule.", "19", None),
    ("The fire killed 16 people, the mayor’s office said.", "16", "mayor’s office"),
    ("The camp holds 14 men, the Hamas-run health ministry said.", "14", "Hamas-run health ministry"),
    ("The rouble was quoted at 94 to the dollar.", "94", None),
    ("The walls are to be repaired within 15 weeks.", "15", None),
]


def _speaker_at(text: str, amount: str, outlet: str | None = None) -> str | None:
    spans = [(i, *span) for i, span in enumerate(sentence_spans(text), 1)]
    document = read_document("a", None, date(2025, 6, 2), outlet, text, "en", spans=spans, reference=load_reference())
    at = text.index(amount)
    sentence = next(s for s in document.sentences if s.start <= at < s.end)
    claim = sentence.claim_at(at)
    return claim.speaker if claim else None


@pytest.mark.parametrize(("text", "amount", "speaker"), _CASES)
def test_speaker_of_an_amount(text: str, amount: str, speaker: str | None) -> None:
    assert _speaker_at(text, amount) == speaker


def test_each_amount_has_its_own_source() -> None:
    text = "The auxiliaries were put at 500 by Turkey and at 900 by Russia."
    assert [_speaker_at(text, amount) for amount in ("500", "900")] == ["TUR", "RUS"]


def test_a_published_statement_speaks_for_itself() -> None:
    text = "We believe that 70 lorries crossed the border."
    assert _speaker_at(text, "70", "The White House") is None


def test_line_above_quotations_names_the_speaker() -> None:
    quotes = "“They held 17 men. Egypt said 18 were dead.”\n\n“And 19 fled. That is all.”"
    text = f"What was said:\n\nEnergy Minister Jo Muster on Morning Air\n\n{quotes}\n\nSome 20 men came home."
    assert [_speaker_at(text, amount) for amount in ("17", "18", "19", "20")] == ["Jo Muster", "EGY", "Jo Muster", None]
