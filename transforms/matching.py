"""Which reports are about the same talk, demand or exchange of the world.

Pairs that share parties and lie near in time are scored (`alike_talks.py`, `alike_exchanges.py`, `alike_demands.py`);
groups grow from the best pair down, and two groups join only when their reports are alike on the average and no two of
them exclude each other. So a vague report does not chain distinct events, and the order of the reports does not matter.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Generic, Protocol, TypeVar

import polars as pl

from transforms.alike_demands import Demand, demand_of, demands_alike
from transforms.alike_exchanges import Exchange, are_rivals, exchange_of, exchanges_alike
from transforms.alike_talks import Talk, talk_of, talks_alike
from transforms.judgements import Judgements
from transforms.likeness import CONFLICT

TALK_THRESHOLD = 2.5
EXCHANGE_THRESHOLD = 2.1
DEMAND_THRESHOLD = 2.3
LANDMARK_DAYS = 1500


class Comparable(Protocol):
    """What is compared of a report; equal ones of one day are compared once."""

    @property
    def parties(self) -> frozenset[str]:
        """Parties of which two reports must share some."""

    @property
    def block(self) -> str:
        """Only reports of the same block are compared."""

    @property
    def day(self) -> int | None:
        """When it is, as a day's ordinal; None when nothing is known."""

    @property
    def reach(self) -> int:
        """How many days away another report of the same event can lie."""

    @property
    def landmarks(self) -> frozenset[str]:
        """What is spoken of for years: reports that share one of these are compared at up to LANDMARK_DAYS."""


T = TypeVar("T", bound=Comparable)


@dataclass(frozen=True)
class Rule(Generic[T]):
    """How reports of a kind are compared: their likeness, and how much of it joins them.

    An article has one row for an event; `may_share_article` says which two of its rows may be one event all the same.
    """

    alike: Callable[[T, T], float]
    threshold: float
    may_share_article: Callable[[T, T], bool] = lambda a, b: False


_TALKS: Rule[Talk] = Rule(talks_alike, TALK_THRESHOLD)
_DEMANDS: Rule[Demand] = Rule(demands_alike, DEMAND_THRESHOLD)
_EXCHANGES: Rule[Exchange] = Rule(exchanges_alike, EXCHANGE_THRESHOLD, are_rivals)


def match_talks(reports: pl.DataFrame, judgements: Judgements) -> list[int]:
    """A group number a row of TALK_REPORTS (with `published`); rows of one number are one talk."""
    return group([talk_of(r) for r in reports.iter_rows(named=True)], *_named(reports), _TALKS, judgements)


def match_demands(reports: pl.DataFrame, judgements: Judgements) -> list[int]:
    """A group number a row of DEMAND_REPORTS (with `published`); rows of one number are one demand."""
    return group([demand_of(r) for r in reports.iter_rows(named=True)], *_named(reports), _DEMANDS, judgements)


def match_exchanges(reports: pl.DataFrame, judgements: Judgements) -> list[int]:
    """A group number a row of EXCHANGE_REPORTS (with `published`); rows of one number are one exchange."""
    return group([exchange_of(r) for r in reports.iter_rows(named=True)], *_named(reports), _EXCHANGES, judgements)


def _named(reports: pl.DataFrame) -> tuple[list[str], list[str]]:
    return reports["report_id"].to_list(), reports["article_id"].to_list()


def group(
    items: Sequence[T], reports: Sequence[str], articles: Sequence[str], rule: Rule[T], judgements: Judgements
) -> list[int]:
    """A group number an item. Items that are equal (copies of one story) are one from the start, unless judged.

    Items that people judged to be one event are one from the start too, and as like others as the likest of them is.
    """
    judged = judgements.reports
    names = [report if report in judged else "" for report in reports]
    units, unit_of, sources = _collapse(items, names, articles)
    unit_of_report = {name: unit for name, unit in zip(names, unit_of, strict=True) if name}
    lead = list(range(len(units)))
    leads: dict[str, int] = {}
    for name, unit in unit_of_report.items():
        lead[unit] = leads.setdefault(judgements.root(name), unit)
    scores: dict[tuple[int, int], float] = {}
    for i, j in candidates(units):
        if sources[i].isdisjoint(sources[j]) or rule.may_share_article(units[i], units[j]):
            score = rule.alike(units[i], units[j])
            a, b = sorted((lead[i], lead[j]))
            if score != CONFLICT and a != b:
                scores[a, b] = max(score, scores.get((a, b), score))
    for one, other in judgements.apart:
        if one in unit_of_report and other in unit_of_report:
            scores.pop(_ordered(lead[unit_of_report[one]], lead[unit_of_report[other]]), None)
    groups = _agglomerate(len(units), scores, rule.threshold)
    return [groups[lead[u]] for u in unit_of]


def _ordered(i: int, j: int) -> tuple[int, int]:
    return (i, j) if i < j else (j, i)


def _collapse(
    items: Sequence[T], names: Sequence[str], articles: Sequence[str]
) -> tuple[list[T], list[int], list[set[str]]]:
    """Distinct items, the number of each given item's, and the articles behind each.

    The second of two equal rows of one article is another unit than the first; so is an item with a name of its own.
    """
    numbers: dict[Hashable, int] = {}
    seen: Counter[Hashable] = Counter()
    units: list[T] = []
    unit_of: list[int] = []
    sources: list[set[str]] = []
    for item, name, article in zip(items, names, articles, strict=True):
        seen[item, name, article] += 1
        number = numbers.setdefault((item, name, seen[item, name, article]), len(units))
        if number == len(units):
            units.append(item)
            sources.append(set())
        unit_of.append(number)
        sources[number].add(article)
    return units, unit_of, sources


def candidates(units: Sequence[Comparable]) -> set[tuple[int, int]]:
    """Pairs (i < j) worth a comparison: of one block, near in time, sharing two parties or all of the smaller side."""
    by_pair: dict[Hashable, list[int]] = defaultdict(list)
    by_party: dict[Hashable, list[int]] = defaultdict(list)
    for i, unit in enumerate(units):
        for two in combinations(sorted(unit.parties), 2):
            by_pair[unit.block, two].append(i)
        for party in unit.parties:
            by_party[unit.block, party].append(i)
    seen: set[tuple[int, int]] = set()
    for members in by_pair.values():
        seen.update(_near_pairs(units, members))
    for members in by_party.values():
        if any(len(units[i].parties) == 1 for i in members):
            near = _near_pairs(units, members)
            seen.update((i, j) for i, j in near if len(units[i].parties) == 1 or len(units[j].parties) == 1)
    return seen


def _near_pairs(units: Sequence[Comparable], members: list[int]) -> Iterator[tuple[int, int]]:
    """Pairs of members of which one lies within the other's reach, and pairs that share a landmark."""
    placed = sorted((units[i].day or 0, i, units[i].reach) for i in members)
    furthest = max(reach for _, _, reach in placed)
    start = 0
    for at, (day, j, reach) in enumerate(placed):
        while placed[start][0] < day - furthest:
            start += 1
        for earlier, i, other_reach in placed[start:at]:
            if day - earlier <= reach or day - earlier <= other_reach:
                yield _ordered(i, j)
    by_landmark: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for day, i, _ in placed:
        for landmark in units[i].landmarks:
            by_landmark[landmark].append((day, i))
    for marked in by_landmark.values():
        for (earlier, i), (day, j) in combinations(marked, 2):
            if day - earlier <= LANDMARK_DAYS:
                yield _ordered(i, j)


def _agglomerate(count: int, scores: dict[tuple[int, int], float], threshold: float) -> list[int]:
    """Group numbers of 0..count-1: average linkage, best pair first; a pair without a score keeps its groups apart."""
    group_of = list(range(count))
    members = {i: [i] for i in range(count)}
    refused: dict[tuple[int, int], tuple[int, int]] = {}
    for i, j in sorted((p for p, s in scores.items() if s >= threshold), key=lambda p: (-scores[p], p)):
        a, b = sorted((group_of[i], group_of[j]))
        sizes = (len(members[a]), len(members[b])) if a != b else (0, 0)
        if a == b or refused.get((a, b)) == sizes:
            continue
        if _mean_score(members[a], members[b], scores) < threshold:
            refused[a, b] = sizes
            continue
        for k in members[b]:
            group_of[k] = a
        members[a] += members.pop(b)
    return group_of


def _mean_score(a: list[int], b: list[int], scores: dict[tuple[int, int], float]) -> float:
    total = 0.0
    for i in a:
        for j in b:
            score = scores.get(_ordered(i, j))
            if score is None:
                return CONFLICT
            total += score
    return total / (len(a) * len(b))
