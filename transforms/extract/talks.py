"""Reports of talks in one article (codebook section 1): cues -> drafts -> rows."""

from __future__ import annotations

from typing import Any

from transforms.document import Document
from transforms.extract.talk_cues import Draft, read_cues
from transforms.extract.talk_groups import Reading
from transforms.extract.talk_merge import report, rows_of
from transforms.reference.load import Reference


def find_talks(document: Document, reference: Reference) -> list[dict[str, Any]]:
    """The talks that one article reports, one a row, in the order in which they are first spoken of."""
    drafts: list[Draft] = []
    for sentence in document.sentences:
        found = read_cues(Reading(sentence), document.sides)
        drafts += found.drafts
    return [report(row) for row in rows_of(document, drafts)]
