"""Reports of figures in one article: one row a stated quantity (codebook, section 4)."""

from __future__ import annotations

from typing import Any

from transforms.document import Document, Mention, Sentence
from transforms.extract.counted import what_is_counted
from transforms.reference.load import Reference

Figure = dict[str, Any]


def find_figures(document: Document, reference: Reference) -> list[Figure]:
    """Find the figures that one article states, each once: value, low, high, approx, unit, what, claimant, evidence."""
    found: list[Figure] = []
    before: str | None = None
    for sentence in document.sentences:
        for mention in sentence.mentions:
            if mention.kind != "NUM" or mention.quantity is None:
                continue
            figure = _figure(sentence, mention, before)
            if mention.quantity.unit == "count":
                before = figure["head"] or before
            found.append(figure)
    return found


def _figure(sentence: Sentence, mention: Mention, before: str | None) -> Figure:
    q = mention.quantity
    assert q is not None
    claim = sentence.claim_at(mention.start)
    what = what_is_counted(sentence, mention, before)
    return {
        "value": q.value,
        "low": q.low,
        "high": q.high,
        "approx": q.approx,
        "unit": q.unit,
        "what": what,
        "claimant": claim.speaker if claim else None,
        "evidence": [(sentence, "figure.count")],
        "head": q.noun,
    }
