"""Are two reports about one demand? The same party wants the same of the same other, in words that mean the same."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.likeness import CONFLICT, Slots, agree
from transforms.windows import open_window
from transforms.words import content_words, numbers_in

DEMAND_THRESHOLD = 2.3
DEMAND_WINDOW = open_window(far=120)


@dataclass(frozen=True, slots=True)
class Demand:
    """What is compared of a demand report; `parties` make it, `targets` shall act."""

    parties: frozenset[str]
    targets: frozenset[str]
    kind: str | None
    issue: str
    words: frozenset[str]
    numbers: frozenset[str]
    speaker: str | None
    published: int | None
    day: int
    reach: int
    landmarks: frozenset[str] = frozenset()


def demand_of(row: Slots) -> Demand:
    """A row of DEMAND_REPORTS with `published` and its window, for comparison."""
    return Demand(
        parties=frozenset(row["by_parties"] or ()),
        targets=frozenset(row["to_parties"] or ()),
        kind=row["kind"],
        issue=row["issue"],
        words=content_words(row["text"] or ""),
        numbers=numbers_in(row["text"] or ""),
        speaker=row["attributed_to"],
        published=row["published"].toordinal() if row["published"] else None,
        day=row["day"],
        reach=row["reach"],
    )


def demands_alike(a: Demand, b: Demand) -> float:
    """Likeness of two demand reports of different articles."""
    if a.issue != b.issue or not a.parties & b.parties:
        return CONFLICT
    score = (
        _near_in_time(a.published, b.published) + _words_alike(a.words, b.words) + _targets_alike(a.targets, b.targets)
    )
    score += 0.2 * agree(a.kind, b.kind) + 0.3 * agree(a.speaker, b.speaker) - 0.3 * (a.parties != b.parties)
    if a.numbers and b.numbers:
        score += 0.6 if a.numbers & b.numbers else -2.0
    return score


def _targets_alike(a: frozenset[str], b: frozenset[str]) -> float:
    """The same thing asked of another party is mostly another demand."""
    if a and b:
        return 0.5 if a & b else -1.2
    return 0.0 if a == b else -0.3


def _words_alike(a: frozenset[str], b: frozenset[str]) -> float:
    """Shared words by the smaller text (a short wording of a long demand is the same) and by both together."""
    if not a or not b:
        return 0.0
    shared = len(a & b)
    return 1.5 * shared / min(len(a), len(b)) + shared / len(a | b)


def _near_in_time(a: int | None, b: int | None) -> float:
    days = abs(a - b) if a is not None and b is not None else 60
    return 0.4 if days <= 7 else 0.2 if days <= 60 else 0.0
