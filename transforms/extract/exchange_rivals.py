"""Other counts of an exchange told before: "Kyiv put the number at 409". They are rows of their own (codebook section 7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.document import Document, Sentence
from transforms.extract.exchange_gaps import count_of
from transforms.extract.exchange_items import Leg
from transforms.extract.exchange_row import Row

_NEAR = 6  # sentences behind the exchange
_COUNT = r"(?:number|figure|count|tally|total)"
_ONLY = r"(?:(?:only|just|about|some|no more than)\s)?"
_NUMBER = (
    r"(?:<NUM:(?P<at>\d+)>|(?P<digits>\d[\d,]*))(?=[,.;:)]|\s(?:of|in|and|who|because|on|for|by|but|while|as)\b|$)"
)
_RIVAL = re.compile(
    rf"\b(?:put(?:s|ting)?\s(?:the|their|its|that)\s(?:[a-z]+\s)?{_COUNT}\b[^.;:]{{0,70}}?\sat|{_COUNT}\s(?:[^.;:]{{0,40}}?\s)?(?:was|is|were)(?:\sput\sat|\sgiven\sas)?"
    rf"|{_COUNT}\b[^.;:]{{0,40}}?\sas|sp(?:oke|eaks?)\sof|counts|counted|account(?:s|ed)?\sfor)\s{_ONLY}{_NUMBER}",
    re.IGNORECASE,
)
_TWICE = 2
_SUBJECT = re.compile(r"<(?:PARTY|PERSON|ORG):(\d+)>\s(?:(?:itself|later|also|however|[a-z]+ly)\s)?$")


def with_rivals(document: Document, rows: Sequence[Row]) -> list[Row]:
    """The exchanges of an article, each followed by what others count of it."""
    found: list[Row] = []
    known = {x.quantity.value for row in rows for x in row.legs if x.quantity}
    last = {id(row): row.evidence[-1][0].number for row in rows}
    for row in rows:
        found.append(row)
        ends = [n for other, n in last.items() if other != id(row) and n > last[id(row)]]
        for sentence in document.sentences:
            if 0 <= sentence.number - last[id(row)] <= _NEAR and not any(n <= sentence.number for n in ends):
                rival = _rival(sentence, row, known)
                found += [rival] if rival else []
    return found


def _rival(sentence: Sentence, row: Row, known: set[float]) -> Row | None:
    typed = sentence.typed
    m = _RIVAL.search(typed)
    if m is None:
        return None
    quantity = sentence.mentions[int(m["at"])].quantity if m["at"] else count_of(m["digits"])
    if quantity is None or quantity.unit != "count" or quantity.value in known:
        return None
    leg = _counted_else(row.legs, quantity.value)
    if leg is None:
        return None
    claim = sentence.claim_at(sentence.offset(m.start("at") if m["at"] else m.start("digits")))
    known.add(quantity.value)
    return replace(
        row,
        legs=[leg._replace(quantity=quantity, who=None)],
        mediators=[],
        speaker=claim.speaker
        if claim and claim.speaker and not claim.speaker.islower()
        else _counter(sentence, m.start()),
        via=claim.via if claim else None,
        evidence=[(sentence, "exchange-rival")],
    )


def _counter(sentence: Sentence, end: int) -> str | None:
    """Who counts: the party, person or organisation right before the verb."""
    found = _SUBJECT.search(sentence.typed, 0, end)
    mention = sentence.mentions[int(found[1])] if found else None
    if mention is None:
        return None
    return mention.name if mention.kind != "PARTY" else next(iter(mention.parties), None)


def _counted_else(legs: Sequence[Leg], value: float) -> Leg | None:
    """The group that another number may count: the nearest one, of no more than twice as many or as few."""
    counted = [x for x in legs if x.quantity and not x.named and not x.part and x.quantity.value > 1]
    near = [
        x for x in counted if x.quantity and x.quantity.value <= _TWICE * value and value <= _TWICE * x.quantity.value
    ]
    return min(near, key=lambda x: abs((x.quantity.value if x.quantity else 0) - value), default=None)
