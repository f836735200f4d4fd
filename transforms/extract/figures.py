"""Reports of figures in one article: one row a stated quantity (codebook, section 4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from transforms.document import Document, Mention, Quantity, Sentence
from transforms.extract.clause import Word, words_of
from transforms.extract.counted import Counted, what_is_counted
from transforms.extract.figure_subject import Subject, subject_of
from transforms.number_forms import TIME_UNITS
from transforms.reference.load import Reference
from transforms.words import content_words

_DEFINITE = re.compile(r"\b(?:the|these|those|that|this|all|same|such|both|any)\s+(?:[a-z-]+\s+){0,1}$", re.IGNORECASE)
# "X demands 40", "X is holding out for 40", "X's offer of 40": the number is X's
_STATES_BEFORE = re.compile(
    r"<(?:PARTY|PERSON|ORG|PRON):(\d+)>(?:,[^<,;]{0,60},)?\s(?:(?:also|had|has|have|is|was|are|were|now|still|again|further|furthermore|itself|himself)[\s,])*"
    r"(?:counts?|counted|puts?|estimates?|estimated|reckons?|reckoned|believes?|believed|expects?|expected|assumes?|assumed|asks?|asked|wants?|wanted"
    r"|demands?|demanded|proposes?|proposed|offers?|offered|suggests?|suggested|seeks?|sought|seeking|requests?|requested|speaks?|spoke|spoken|claims?"
    r"|claimed|recorded|concedes?|boasts?|boasted|insists?|insisted|h[eo]lds? out for|holding out for|call(?:s|ed|ing) (?:on|for|upon)|urg(?:es|ed|ing)"
    r"|press(?:es|ed|ing)|stipulat(?:es|ed)|requir(?:es|ed)|pledg(?:es|ed)|promis(?:es|ed)|threaten(?:s|ed)|came speaking of|tabled|floated)\b"
    r"(?:(?!<(?:PARTY|PERSON|ORG)|[;“”]|, (?:and|but|while|which|who|where|after)\b).)*$"
)
_PAPER_BEFORE = re.compile(
    r"<(?:PARTY|PERSON|ORG|DEM):(\d+)>(?:['’]s?)?\s(?:[a-z]+\s){0,2}?(?:demands?|offer|proposal|draft|paper|plea|request|stipulation|condition|ultimatum|bid|wish|list)\b"
    r"(?:(?!<(?:PARTY|PERSON|ORG)|[;“”]|, (?:and|but|while|which|who|where|after)\b).)*$"
)
_BARE_AFTER = re.compile(r"\s*(?:[.,;:!?—–”\"]|$)")
_BEGINS_BEFORE = re.compile(r"(?:[.,;:—–“\"]|\b(?:and|but|or))\s?[“\"]?$")
_ANOTHER = re.compile(r"\b(?:another|other|further|additional|second|extra|others?)\b", re.IGNORECASE)


@dataclass
class _Figure:
    """One figure of the article, with every sentence that states it."""

    quantity: Quantity
    counted: Counted
    claimant: str | None
    about: Subject
    subject: str | None = None
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
            "subject": self.subject,
            "evidence": self.evidence,
        }


def find_figures(document: Document, reference: Reference) -> list[dict[str, Any]]:
    """Find the figures that one article states, each once: value, low, high, approx, unit, what, claimant, evidence."""
    ordered: list[_Figure] = []
    found: dict[tuple[float | str | None, ...], list[_Figure]] = {}
    before: Counted | None = None
    for mention, quantity, place in _numbers(document):
        counted = what_is_counted(place.words, mention, before)
        if quantity.unit == "count":
            before = _antecedent(counted, before)
        about = subject_of(place.sentence, mention, place.typed_at, counted, document.sides)
        figure = _Figure(quantity, counted, _claimant(place.sentence, mention, place.typed_before), about)
        same = found.setdefault(_amount(quantity), [])
        known = _known(figure, same, place.sentence, mention)
        (known or figure).evidence.append((place.sentence, _pattern(quantity.unit)))
        if known is None:
            same.append(figure)
            ordered.append(figure)
    _name_subjects(ordered, document.article_id)
    return [figure.as_report() for figure in ordered]


def _name_subjects(figures: Sequence[_Figure], article_id: str) -> None:
    """Give each figure its subject: its own, or that of the figure just before it which it rivals or continues."""
    for at, figure in enumerate(figures):
        figure.subject = figure.about.wide
        before = next((f for f in reversed(figures[max(0, at - 4) : at]) if _is_rival(f, figure)), None)
        if before is not None:
            told = f"{max(before.about.near, default='count')}, as told in {article_id}"
            before.subject = figure.subject = before.subject or figure.subject or told


def _is_rival(before: _Figure, figure: _Figure) -> bool:
    """Whether two figures near each other are about the same thing, which they leave to the reader."""
    apart = figure.evidence[0][0].number - before.evidence[-1][0].number
    if apart not in (0, 1) or before.quantity.unit != figure.quantity.unit or figure.quantity.unit in TIME_UNITS:
        return False
    if before.about.wide and figure.about.wide:
        return before.about.wide == figure.about.wide
    if figure.about.is_short:
        known = bool(before.about.near) or before.subject is not None
        elsewhere = apart == 1 and any(m.kind == "PLACE" for m in figure.evidence[0][0].mentions)
        return known and not elsewhere and figure.about.fate in (None, before.about.fate)
    both = before.claimant and figure.claimant and before.claimant != figure.claimant
    shared = before.about.near & figure.about.near
    return bool(both) and any(apart == 0 or (" " in near and "people" not in near) for near in shared)


def _antecedent(new: Counted, before: Counted | None) -> Counted | None:
    """Keep the noun and fate that a later number without a noun can mean: "killed three people and wounded 64"."""
    if new.head:
        return new
    if before and new.fate:
        return Counted(None, before.head, new.fate)
    return before


def _claimant(sentence: Sentence, mention: Mention, typed_before: str) -> str | None:
    """Name whose number it is: the speaker of the claim around it, else who counts, wants or offers it."""
    claim = sentence.claim_at(mention.start)
    if claim is not None:
        return claim.speaker
    m = _STATES_BEFORE.search(typed_before) or _PAPER_BEFORE.search(typed_before)
    if m is None:
        return None
    who = sentence.mentions[int(m[1])]
    if who.kind in ("PERSON", "PRON", "ORG") and who.name:
        return who.name
    return who.parties[0] if len(who.parties) == 1 else None


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a number stands: its sentence, the sentence's words, its place in the typed form and the words before."""

    sentence: Sentence
    words: list[Word]
    typed_at: int
    typed_before: str


def _numbers(document: Document) -> Iterator[tuple[Mention, Quantity, _Place]]:
    for sentence in document.sentences:
        numbers = [(i, m, m.quantity) for i, m in enumerate(sentence.mentions) if m.kind == "NUM" and m.quantity]
        words = words_of(sentence) if numbers else []
        at = 0
        for i, mention, quantity in numbers:
            at = sentence.typed.index(f"<NUM:{i}>", at)
            yield mention, quantity, _Place(sentence, words, at, sentence.typed[max(0, at - 200) : at])


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
        disputed = old.claimant and new.claimant and old.claimant != new.claimant and not definite
        if disputed:
            continue
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
