"""Reports of exchanges in one article (codebook section 3): who passes from whom to whom, when, through whom."""

from __future__ import annotations

import re
from typing import Any

from transforms.document import Document
from transforms.extract.exchange_cues import Draft, find_drafts
from transforms.extract.exchange_merge import report, rows_of
from transforms.extract.exchange_sides import sides_of
from transforms.reference.load import Reference

_ABOUT_CAPTIVES = re.compile(
    r"prisoner|captive|hostage|detain|\bPOW|swap|captur|\bfreed?\b|freeing|releas|repatriat|remains|bodies|coffin|corpse|jail|abduct"
    r"|kidnap|the fallen|custody",
    re.IGNORECASE,
)


def find_exchanges(document: Document, reference: Reference) -> list[dict[str, Any]]:
    """The exchanges that one article reports, in reading order; nothing when it never speaks of captives."""
    if not _ABOUT_CAPTIVES.search(document.text):
        return []
    sides = sides_of(document, reference)
    drafts: list[Draft] = []
    mediators: dict[int, list[str]] = {}
    for sentence in document.sentences:
        found, between = find_drafts(sentence, sides.captives)
        drafts += found
        if between:
            mediators[sentence.number] = between
    return [report(row, sides) for row in rows_of(document, drafts, mediators, sides)]
