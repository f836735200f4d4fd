"""Are two reports about one demand? The same party wants the same of the same other, in words that mean the same.

The issue is evidence, no more: coders, and patterns, differ about it.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import product
from math import log1p

from transforms.likeness import CONFLICT, Slots, compared
from transforms.terms import details, is_general, names_among, parties_in, speaks_of_all, terms, weight
from transforms.windows import open_window
from transforms.words import numbers_in

DEMAND_THRESHOLD = 3.0
# A demand that is said again within so many days is the same; later it is, when it was said in between.
_STANDING = 120
DEMAND_WINDOW = open_window(far=_STANDING)
# Of these issues a party mostly wants one thing of another, of these several, of the others few.
_NARROW = frozenset({"military_aid", "force_limits"})
_BROAD = frozenset({"ceasefire", "captives", "humanitarian", "governance", "talks", "other"})
_EXTENSION = re.compile(r"\b(?:prolong|exten[ds]|renew|lengthen|continu)\w*", re.IGNORECASE)
_LAND = frozenset({"withdrawal", "territory"})  # who leaves a land and who holds it is mostly one question


@dataclass(frozen=True, slots=True)
class Demand:
    """What is compared of a demand report; `parties` make it, `targets` shall act, `named` others stand in the text."""

    parties: frozenset[str]
    targets: frozenset[str]
    kind: str | None
    issue: str
    terms: frozenset[str]
    details: frozenset[str]
    weight: float
    numbers: frozenset[str]
    names: frozenset[str]
    named: frozenset[str]
    is_everybody: bool
    is_extension: bool
    speaker: str | None
    published: int | None
    day: int
    reach: int
    lone_keys: tuple[str, ...] = ()
    is_lone: bool = False
    landmarks: frozenset[str] = frozenset()

    @property
    def keys(self) -> Iterable[Hashable]:
        """Who wants it, with each term of it: what has no term in common is no one demand."""
        about = self.terms | {f"issue {self.issue}"} if self.issue in _NARROW else self.terms
        return product(self.parties or ("",), about or ("",))


def demand_of(row: Slots) -> Demand:
    """A row of DEMAND_REPORTS with `published` and its window, for comparison."""
    text = row["text"] or ""
    words = terms(text)
    if row["issue"] == "withdrawal" and is_general(words):
        words |= terms("withdraw")  # in few words it is said in any: "go home", "all of them out"
    return Demand(
        parties=frozenset(row["by_parties"] or ()),
        targets=frozenset(row["to_parties"] or ()),
        kind=row["kind"],
        issue=row["issue"],
        terms=words,
        details=details(words),
        weight=weight(words),
        numbers=numbers_in(text),
        names=names_among(text),
        named=parties_in(text) - frozenset(row["by_parties"] or ()),
        is_everybody=row["issue"] == "captives" and speaks_of_all(text),
        is_extension=_EXTENSION.search(text) is not None,
        speaker=row["attributed_to"],
        published=row["published"].toordinal() if row["published"] else None,
        day=row["day"],
        reach=row["reach"],
    )


def demands_alike(a: Demand, b: Demand) -> float:
    """Likeness of two demand reports of different articles."""
    if not a.parties & b.parties:
        return CONFLICT
    score = _issues_alike(a, b) + _terms_alike(a, b) + _targets_alike(a, b)
    score += (
        compared(a.kind, b.kind, same=0.3) + compared(a.speaker, b.speaker, same=0.3) + 0.3 * (a.parties == b.parties)
    )
    if a.numbers and b.numbers:
        score += 0.3 if a.numbers & b.numbers else -2.5
    days = _days_apart(a.published, b.published)
    return score - (0.3 if {a.issue, b.issue} <= _BROAD else 0.25) * log1p(days) - 0.5 * (days > _STANDING)


def _issues_alike(a: Demand, b: Demand) -> float:
    """The issue says more the fewer demands a party has of it, and of the same side in words that they share."""
    if a.issue != b.issue:
        return 0.8 if {a.issue, b.issue} == _LAND else 0.0
    share_target, share_term = not a.targets.isdisjoint(b.targets), not a.terms.isdisjoint(b.terms)
    is_open = not (a.targets and b.targets)
    if a.issue in _NARROW and (share_target or (is_open and share_term)):
        return 2.5
    return 1.7 if a.issue not in _BROAD and share_term and (share_target or a.targets == b.targets) else 1.3


def _targets_alike(a: Demand, b: Demand) -> float:
    """The same thing asked of another party is mostly another demand; so is the same matter, of whom only one says.

    Whose troops shall leave is often said in what is wanted.
    """
    if a.targets & b.targets:
        return 1.2 if a.targets == b.targets else 0.8
    if a.targets and b.targets:
        return -0.8
    if a.targets == b.targets:
        return 0.6
    if (a.named & b.targets) or (b.named & a.targets):
        return 0.8
    return -0.4 if a.details.isdisjoint(b.details) else 0.3


def _terms_alike(a: Demand, b: Demand) -> float:
    """Shared terms: how much they say, by the smaller text (a short wording of a long demand is the same), and by both.

    "All prisoners" are others than some of them; a shared name is strong evidence, two names are evidence against.
    """
    both = a.terms & b.terms
    if not both:
        return 0.0
    shared = weight(both)
    score = shared / min(a.weight, b.weight) + shared / (a.weight + b.weight - shared)
    score += 0.5 * min(shared, 3.0) + _names_alike(a.names, b.names) - 0.3 * _shares_no_detail(a, b)
    return score - 0.6 * ((a.is_everybody != b.is_everybody) + (a.is_extension != b.is_extension))


def _names_alike(a: frozenset[str], b: frozenset[str]) -> float:
    return 0.4 if a & b else -1.0 if a and b else 0.0


def _shares_no_detail(a: Demand, b: Demand) -> bool:
    """Whether they share the matter alone, though each says more; of a broad issue also though one does."""
    if not a.details.isdisjoint(b.details):
        return False
    if {a.issue, b.issue}.isdisjoint(_BROAD):
        return bool(a.details and b.details)
    return bool(a.details or b.details) or not (a.terms <= b.terms or b.terms <= a.terms)


def _days_apart(a: int | None, b: int | None) -> int:
    return abs(a - b) if a is not None and b is not None else 60
