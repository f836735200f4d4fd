"""The days of an exchange from the words around its cue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from transforms.attribution import SAY
from transforms.document import Mention, Sentence
from transforms.extract.talk_groups import Reading

_DATE = re.compile(r"<DATE:(\d+)>")
_SAID_ON = re.compile(rf"\b{SAY}(?:\s[a-z]+|\s<(?:OUTLET|PARTY|PERSON|ORG|PRON|PLACE):\d+>){{0,4}}\s(?:on\s)?$")
_NOT_OF_PASSING = re.compile(
    r"\b(?:captured|held|took(?!\splace)|taken(?!\splace)|detained|jailed|arrested|seized|abducted|kidnapped|imprisoned|hostage|locked up|captive|attacks?|war|invasion"
    r"|massacre|assault|raid|offensive|truce|ceasefire|kill(?:ed|ing)|murder(?:ed|ing)?|shooting|shot down|(?:went|came|gone) down|crashed|carried off|sentenced|convicted|captivity|began|founded|reached|signed|born|rounds?|talks|meeting|met|summit|visit|travel|gather|convene|reconvene)"
    r"(?:\s(?:(?!to\b)[a-z]+|<(?:PLACE|PARTY|PERSON):\d+>)){0,9}\s(?:on|in|since|of|during|from)?\s?(?:the\s)?$"
)
_BY = re.compile(r"\b(?:by|before|no later than|until)\s(?:the\s)?(?:end of\s)?$", re.IGNORECASE)
_OF_NEXT_CLAUSE = re.compile(r"(?:,|;|\s[–—-])?\s(?:and|but|while|then)\s(?:on|in)\s$")
_SUBJECT = re.compile(r",?\s(?:they|he|she|it|both|the|<(?:PARTY|PERSON|ORG|PRON):\d+>)")
_SINCE = re.compile(r"\bsince\s(?:the\s)?(?:[a-z0-9]+ of\s)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class When:
    """Days of an exchange; `basis` as in DateValue."""

    start: date
    end: date
    basis: str

    @property
    def days(self) -> int:
        """How many nights lie between the first and the last day."""
        return (self.end - self.start).days

    def overlaps(self, other: When) -> bool:
        """Whether a day is common to both."""
        return self.start <= other.end and other.start <= self.end


def find_when(r: Reading, span: tuple[int, int], status: str, published: date | None) -> When | None:
    """The nearest day or days in the sentence that can be those of the passing; own clause first."""
    left, right = r.clause(*span)
    left, right = min(left, span[0]), max(right, span[1])
    best: tuple[tuple[bool, int], When] | None = None
    for m in _DATE.finditer(r.typed):
        found = _interval(r, m, status, published)
        if found is None:
            continue
        if m.start() > span[1] and _OF_NEXT_CLAUSE.search(r.typed, 0, m.start()) and _SUBJECT.match(r.typed, m.end()):
            continue
        outside = not left <= m.start() <= right
        if outside and status == "proposed":
            continue  # what is only talked about seldom has a day; another clause's is that of the talk
        distance = max(span[0] - m.end(), m.start() - span[1], 0)
        if best is None or (outside, distance) < best[0]:
            best = ((outside, distance), found)
    return best[1] if best else None


def day_near(sentences: Sequence[Sentence], published: date | None) -> When | None:
    """The first day in the week before publication that the sentences name."""
    for sentence in sentences:
        for m in sentence.mentions:
            when = m.when
            if when is None or when.start is None or when.start != when.end or published is None:
                continue
            if 0 <= (published - when.start).days <= 7:
                return When(when.start, when.start, "inferred")
    return None


def _interval(r: Reading, m: re.Match[str], status: str, published: date | None) -> When | None:
    mention: Mention = r.sentence.mentions[int(m[1])]
    when = mention.when
    if when is None or when.start is None or when.end is None:
        return None
    before = r.typed[max(0, m.start() - 90) : m.start()]
    if _NOT_OF_PASSING.search(before) or (_SAID_ON.search(before) and status != "agreed"):
        return None
    if status == "completed" and published and when.start > published:
        return None
    if _SINCE.search(before):
        return (
            When(when.start, published, when.basis)
            if published and status == "completed" and published >= when.start
            else None
        )
    if _BY.search(before) and published and status != "completed":
        return When(published, when.end, when.basis) if when.end >= published else None
    if status == "proposed" and published and when.start <= published:
        return None
    return When(when.start, when.end, when.basis)
