"""Reports of exchanges in one article (codebook section 3): who passes from whom to whom, when, through whom."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from transforms.document import Document
from transforms.extract.exchange_cues import Draft, find_drafts, may_speak_of_captives
from transforms.extract.exchange_items import Context, speaks_of_captives
from transforms.extract.exchange_mediators import add_mediators
from transforms.extract.exchange_merge import report, rows_of
from transforms.extract.exchange_sides import captives_of, sides_of
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
_OFTEN = 2


def find_exchanges(document: Document, reference: Reference) -> list[dict[str, Any]]:
    """The exchanges that one article reports, in reading order; nothing when it never speaks of captives."""
    if not may_speak_of_captives(document.text):
        return []
    lowered = document.text.lower()
    title = document.headline.text if document.headline else ""
    spoken = chain(_CAPTIVES.starts(document.text, lowered), _CAPTIVES.starts(title, title.lower()))
    often = len(list(islice(spoken, _OFTEN))) >= _OFTEN
    drafts = _drafts(document, Context(captives_of(document, lowered), often))
    if not drafts:
        return []
    sides = sides_of(document, drafts, reference)
    rows = rows_of(document, drafts, sides)
    add_mediators(document, rows)
    reports = (report(row, sides) for row in rows)
    return [r for r in reports if r["parties"]]


def _drafts(document: Document, context: Context) -> list[Draft]:
    """The cues of all sentences; after a colon behind a word of freeing the sentences are a list of the freed."""
    drafts: list[Draft] = []
    listing = near = False
    for sentence in document.sentences:
        found = find_drafts(sentence, replace(context, listing=listing, near=near) if listing or near else context)
        near = speaks_of_captives(sentence.text)
        listed = any(d.pattern_id == "exchange-listed" for d in found)
        listing = listed or (sentence.text.rstrip().endswith(":") and _FREED.search(sentence.text) is not None)
        drafts += found
    return drafts
