"""Reports of exchanges in one article (codebook section 3): who passes from whom to whom, when, through whom."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

from transforms.document import Document
from transforms.extract.exchange_between import add_mediators
from transforms.extract.exchange_cues import Draft, find_drafts, may_matter, may_speak_of_captives, parts_of
from transforms.extract.exchange_ends import keeper_of
from transforms.extract.exchange_groups import Captives, find_captives
from transforms.extract.exchange_items import Context, Leg, speaks_of_captives
from transforms.extract.exchange_merge import rows_of
from transforms.extract.exchange_none import is_of_other_fields
from transforms.extract.exchange_row import Row, report
from transforms.extract.exchange_sides import Sides, captives_of, sides_of
from transforms.extract.exchange_words import Words
from transforms.reference.load import Reference

_CAPTIVES = Words(
    "prison,captiv,captured,hostage,detain,pow,freed,swap,jail,abduct,kidnap,repatriat,inmate,imprison",
    re.compile(
        r"\b(?:prisoners?|captiv(?:es?|ity)|hostages?|detain(?:ees?|ed)|POWs?|freed|swap(?:s|ped)?|jail(?:s|ed)?|prisons?|captured"
        r"|abduct(?:ed|ees?|ion)|kidnap(?:ped|pers|ping)|repatriat(?:ed|ion)|inmates?|imprisoned)\b",
        re.IGNORECASE,
    ),
)
_FREED = re.compile(r"\b(?:freed|released|returned home|brought home|repatriated)\b")
_KEEPS = re.compile(r"\b(?:hold(?:s|ing)?|keep(?:s|ing)?|kept|locked up|behind bars)\b")
_NEXT = 2  # sentences behind a total that may give its parts
_RECENT = 3  # sentences in which a pronoun means captives told of before


def find_exchanges(document: Document, reference: Reference) -> list[dict[str, Any]]:
    """The exchanges that one article reports, in reading order; nothing when it never speaks of captives."""
    rows, sides = rows_in(document, reference)
    if sides is None:
        return []
    add_mediators(document, rows, reference, sides.voice)
    reports = (report(row, sides) for row in rows)
    return [r for r in reports if r and r["parties"]]


def rows_in(document: Document, reference: Reference) -> tuple[list[Row], Sides | None]:
    """The exchanges of an article before their mediators are known, and the sides; None when nothing passes."""
    lowered = document.text.lower()
    if not may_speak_of_captives(document.text, lowered):
        return [], None
    title = document.headline.text if document.headline else ""
    spoken = chain(_CAPTIVES.starts(document.text, lowered), _CAPTIVES.starts(title, title.lower()))
    drafts = _drafts(document, Context(captives_of(document, lowered), any(True for _ in spoken)))
    if not drafts or is_of_other_fields(document):
        return [], None
    sides = sides_of(document, drafts, reference)
    return rows_of(document, drafts, sides), sides


def _drafts(document: Document, context: Context) -> list[Draft]:
    """The cues of all sentences; after a colon behind a word of freeing the sentences are a list of the freed."""
    drafts: list[Draft] = []
    listing = near = False
    told: list[tuple[int, Leg]] = []
    for sentence in document.sentences:
        last = [x for number, x in told if sentence.number - number <= _RECENT]
        single = next((x for x in reversed(last) if x.quantity and x.quantity.value == 1), None)
        several = next((x for x in reversed(last) if not x.quantity or x.quantity.value != 1), None)
        here = context._replace(
            listing=listing, near=near, single=single, several=several, told=tuple(x for _, x in told)
        )
        near = speaks_of_captives(sentence)
        matters = may_matter(sentence, here)
        keeper = keeper_of(sentence) if near or _KEEPS.search(sentence.text) else None
        before = [d for d in drafts if sentence.number - d.sentence.number <= _NEXT]
        if not (near or matters or keeper or before):
            continue
        captives = find_captives(sentence)
        found = find_drafts(captives, here) if matters else []
        found = found or parts_of(captives, before)
        told += [(sentence.number, x) for x in _told(captives, found, keeper, near=near)]
        listed = any(d.pattern_id == "exchange-listed" for d in found)
        listing = listed or (sentence.text.rstrip().endswith(":") and _FREED.search(sentence.text) is not None)
        drafts += found
    return drafts


def _told(captives: Captives, drafts: list[Draft], keeper: str | None, *, near: bool) -> list[Leg]:
    """Captives of a sentence whom a pronoun of a later one may mean: those that pass, else those that it counts."""
    if drafts:
        return [x._replace(giver=None, taker=None) for d in drafts for x in d.legs if x.quantity or x.named]
    if not (near or keeper):
        return []
    return [
        Leg(keeper if keeper not in g.nations else None, None, g.category, g.quantity, g.nations[:1], g.who, g.text)
        for g in captives.groups.values()
        if not g.told and (g.strong or g.quantity)
    ]
