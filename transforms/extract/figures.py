"""Reports of figures in one article: one row a stated quantity (codebook, section 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from transforms.document import Document, Mention, Quantity, Sentence
from transforms.extract.clause import Word, words_of
from transforms.extract.counted import Counted, what_is_counted
from transforms.number_forms import TIME_UNITS
from transforms.reference.load import Reference
from transforms.words import content_words

_DEFINITE = re.compile(r"\b(?:the|these|those|that|this|all|same|such|both|any)\s+(?:[a-z-]+\s+){0,1}$", re.IGNORECASE)
_BARE_AFTER = re.compile(r"\s*(?:[.,;:!?—–”\"]|$)")
_BEGINS_BEFORE = re.compile(r"(?:[.,;:—–“\"]|\b(?:and|but|or))\s?[“\"]?$")
_ANOTHER = re.compile(r"\b(?:another|other|further|additional|second|extra|others?)\b", re.IGNORECASE)


@dataclass
class _Figure:
    """One figure of the article, with every sentence that states it."""

    quantity: Quantity
    counted: Counted
    claimant: str | None
    evidence: list[tuple[Sentence, str]] = field(default_factory=list)

    def as_report(self) -> dict[str, Any]:
        q = self.quantity
        return {
            "value": q.value,
            "low": q.low,
            "high": q.high,
            "approx": q.approx,
            "unit": q.unit,
            "what": self.counted.what,
            "claimant": self.claimant,
            "evidence": self.evidence,
        }


def find_figures(document: Document, reference: Reference) -> list[dict[str, Any]]:
    """Find the figures that one article states, each once: value, low, high, approx, unit, what, claimant, evidence."""
    ordered: list[_Figure] = []
    found: dict[tuple[float | str | None, ...], list[_Figure]] = {}
    before: Counted | None = None
    for sentence, words, mention in _numbers(document):
        assert mention.quantity is not None
        counted = what_is_counted(words, mention, before)
        if mention.quantity.unit == "count":
            before = _antecedent(counted, before)
        claim = sentence.claim_at(mention.start)
        figure = _Figure(mention.quantity, counted, claim.speaker if claim else None)
        same = found.setdefault(_amount(mention.quantity), [])
        known = _known(figure, same, sentence, mention)
        (known or figure).evidence.append((sentence, _pattern(mention.quantity.unit)))
        if known is None:
            same.append(figure)
            ordered.append(figure)
    return [figure.as_report() for figure in ordered]


def _antecedent(new: Counted, before: Counted | None) -> Counted | None:
    """Keep the noun and fate that a later number without a noun can mean: "killed three people and wounded 64"."""
    if new.head:
        return new
    if before and new.fate:
        return Counted(None, before.head, new.fate)
    return before


def _numbers(document: Document) -> Iterator[tuple[Sentence, list[Word], Mention]]:
    for sentence in document.sentences:
        numbers = [m for m in sentence.mentions if m.kind == "NUM" and m.quantity is not None]
        words = words_of(sentence) if numbers else []
        for mention in numbers:
            yield sentence, words, mention


def _pattern(unit: str) -> str:
    """Name the id of the rule that says what is counted."""
    kind = unit if unit in ("count", "percent") else "span" if unit in TIME_UNITS else "measure"
    return f"figure.{kind}"


def _amount(q: Quantity) -> tuple[float | str | None, ...]:
    return q.value, q.low, q.high, q.unit


def _known(new: _Figure, same: list[_Figure], sentence: Sentence, mention: Mention) -> _Figure | None:
    """Find the figure of the same amount that the new one only repeats."""
    if not same:
        return None
    text, at, end = sentence.text, mention.start - sentence.start, mention.end - sentence.start
    if _ANOTHER.search(text, max(0, at - 12), end + 12):
        return None
    definite = _DEFINITE.search(text, max(0, at - 24), at) is not None
    bare = _BARE_AFTER.match(text, end) is not None
    begins = _BEGINS_BEFORE.search(text, max(0, at - 8), at) is not None or at == 0
    for old in reversed(same[-20:]):
        echoed = bare and old.evidence[-1][0] is sentence
        if echoed or _repeats(old.counted, new.counted, new.quantity.unit, definite, begins):
            return old
    return None


def _repeats(old: Counted, new: Counted, unit: str, definite: bool, begins: bool) -> bool:
    """Whether two phrases about the same amount mean the same: the same noun, "the 33", "Thirty hours will do"."""
    same_noun = _same_noun(old.head, new.head, definite)
    if unit == "count":
        return same_noun if new.head else definite
    if unit not in TIME_UNITS:
        return definite
    return definite or same_noun or (begins and new.head is None) or _alike(old.what, new.what)


def _same_noun(old: str | None, new: str | None, definite: bool) -> bool:
    if not old or not new:
        return False
    a, b = old.lower().split(), new.lower().split()
    return a == b or (a[-1] == b[-1] and (definite or set(b) < set(a)))


def _alike(old: str | None, new: str | None) -> bool:
    a, b = content_words(old or ""), content_words(new or "")
    return bool(a and b) and len(a & b) >= 0.6 * min(len(a), len(b))
