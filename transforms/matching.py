"""Which reports are about the same talk, demand or exchange of the world.

Pairs that share parties and lie near in time are scored (`alike_talks.py`, `alike_exchanges.py`, `alike_demands.py`),
and groups grow from the best pair down (`clusters.py`). The order of the reports does not matter.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Generic, Protocol, TypeVar

from transforms.clusters import Pair, Score, agglomerate, ordered
from transforms.judgements import Judgements
from transforms.likeness import CONFLICT, Slots
from transforms.windows import LANDMARK_DAYS


class Comparable(Protocol):
    """What is compared of a report; equal ones are compared once. `day` and `reach` are those of `windows.py`."""

    @property
    def keys(self) -> Iterable[Hashable]:
        """Reports are compared when they share a key, and lie near in time."""

    @property
    def lone_keys(self) -> Iterable[Hashable]:
        """Keys that count only when one of the two `is_lone`."""

    @property
    def is_lone(self) -> bool:
        """Whether there is only one side to go by."""

    @property
    def day(self) -> int:
        """When it is."""

    @property
    def reach(self) -> int:
        """How many days away another report of the same event can lie."""

    @property
    def landmarks(self) -> frozenset[str]:
        """What is spoken of for years: reports that share one of these are compared at up to LANDMARK_DAYS."""


T = TypeVar("T", bound=Comparable)
Place = tuple[int, int, int]  # day, number of the unit, reach


@dataclass(frozen=True)
class Rule(Generic[T]):
    """How reports of a kind are compared: as what, their likeness, and how much of it joins them.

    Of two groups of which a pair is so much alike, all pairs together may be less so by `slack`. An article has one row for
    an event; `may_share_article` says which two of its rows may be one event all the same.
    """

    unit_of: Callable[[Slots], T]
    alike: Callable[[T, T], float]
    threshold: float
    may_share_article: Callable[[T, T], bool] = lambda a, b: False
    slack: float = 0.0

    def joins(self, a: T, b: T) -> bool:
        """Whether the two by themselves would be one event."""
        return self.alike(a, b) >= self.threshold or a == b


def group(
    items: Sequence[T],
    reports: Sequence[str],
    articles: Sequence[str],
    rule: Rule[T],
    judgements: Judgements,
    parts: Sequence[str | None],
) -> list[int]:
    """The number of each item's group. Equal ones (copies of one story) are one from the start, unless judged.

    Items that people judged to be one event are one from the start too, and as like others as the likest of them is.
    Items of two `parts` (known events) are not compared with each other; what is in none is with all.
    """
    judged = judgements.reports
    names = [report if report in judged else "" for report in reports]
    units, unit_of, sources = _collapse(items, names, articles)
    unit_of_report = {n: u for n, u in zip(names, unit_of, strict=True) if n}
    lead = _leads(len(units), unit_of_report, judgements)
    parts_of = _parts(len(units), unit_of, parts)
    score_of = _judged(_scorer(units, sources, rule, parts_of), lead, _apart(unit_of_report, lead, judgements))
    pairs = {ordered(lead[i], lead[j]) for i, j in _to_compare(units, parts_of) if lead[i] != lead[j]}
    groups = agglomerate(len(units), pairs, rule.threshold, score_of, rule.slack)
    return [groups[lead[u]] for u in unit_of]


def _parts(count: int, unit_of: Sequence[int], parts: Sequence[str | None]) -> list[str | None]:
    """The part of each unit; none when one of the equal items is in none."""
    found: list[set[str | None]] = [set() for _ in range(count)]
    for unit, part in zip(unit_of, parts, strict=True):
        found[unit].add(part)
    return [next(iter(of)) if len(of) == 1 else None for of in found]


def _scorer(units: Sequence[T], sources: Sequence[set[str]], rule: Rule[T], parts: Sequence[str | None]) -> Score:
    """The likeness of two units by their numbers; most of the time of resolution is spent here."""
    alike, may_share = rule.alike, rule.may_share_article

    def score_of(i: int, j: int) -> float:
        if parts[i] is not None and parts[j] is not None and parts[i] != parts[j]:
            return CONFLICT
        if sources[i].isdisjoint(sources[j]) or may_share(units[i], units[j]):
            return alike(units[i], units[j])
        return CONFLICT

    return score_of


def _judged(score_of: Score, lead: Sequence[int], apart: Container[Pair]) -> Score:
    """The likeness of what stands for others: that of the likest, unless they are judged to be apart."""
    members: defaultdict[int, list[int]] = defaultdict(list)
    for unit, number in enumerate(lead):
        members[number].append(unit)
    if len(members) == len(lead) and not apart:
        return score_of

    def judged(i: int, j: int) -> float:
        if ordered(i, j) in apart:
            return CONFLICT
        return max(score_of(u, v) for u, v in product(members[i], members[j]))

    return judged


def _apart(unit_of: Mapping[str, int], lead: Sequence[int], judgements: Judgements) -> set[Pair]:
    """Pairs of units that are judged to be of two events, by what stands for them."""
    known = ((one, other) for one, other in judgements.apart if one in unit_of and other in unit_of)
    return {ordered(lead[unit_of[one]], lead[unit_of[other]]) for one, other in known}


def _to_compare(units: Sequence[Comparable], parts: Sequence[str | None]) -> set[Pair]:
    """Candidates of which one is in no part, or both in the same."""
    members: defaultdict[str | None, list[int]] = defaultdict(list)
    for i, part in enumerate(parts):
        members[part].append(i)
    free = members.pop(None, [])
    found = candidates(units, among=frozenset(free) if members else None)
    for within in members.values():
        found.update((within[i], within[j]) for i, j in candidates([units[i] for i in within]))
    return found


def _leads(count: int, unit_of_report: dict[str, int], judgements: Judgements) -> list[int]:
    """For each unit the one that stands for all that it is judged to be one with."""
    lead = list(range(count))
    leads: dict[str, int] = {}
    for report, unit in unit_of_report.items():
        lead[unit] = leads.setdefault(judgements.root(report), unit)
    return lead


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


def candidates(units: Sequence[Comparable], among: Container[int] | None = None) -> set[Pair]:
    """Pairs (i < j) worth a comparison: near in time and sharing a key. With `among` only pairs of which one is in it."""
    seen: set[Pair] = set()
    for members in _by_key(units, among, lambda unit: unit.keys):
        seen.update(_near_pairs(units, members, among))
    for members in _by_key(units, among, lambda unit: unit.lone_keys):
        lone = {i for i in members if units[i].is_lone}
        if lone:
            seen.update((i, j) for i, j in _near_pairs(units, members, among) if i in lone or j in lone)
    return seen


def _by_key(
    units: Sequence[Comparable], among: Container[int] | None, keys_of: Callable[[Comparable], Iterable[Hashable]]
) -> Iterable[list[int]]:
    """The units with each key, of those keys that one of `among` has."""
    found: dict[Hashable, list[int]] = defaultdict(list)
    if among is None:
        for i, unit in enumerate(units):
            for key in keys_of(unit):
                found[key].append(i)
        return found.values()
    found = {key: [] for i, unit in enumerate(units) if i in among for key in keys_of(unit)}
    for i, unit in enumerate(units):
        for key in keys_of(unit):
            if key in found:
                found[key].append(i)
    return found.values()


def _near_pairs(units: Sequence[Comparable], members: list[int], among: Container[int] | None) -> Iterator[Pair]:
    """Pairs of members of which one lies within the other's reach, and pairs that share a landmark."""
    placed = sorted((units[i].day, i, units[i].reach) for i in members)
    few = placed if among is None else [place for place in placed if place[1] in among]
    yield from _all_near(placed) if among is None else _near_to(few, placed)
    yield from _landmark_pairs(units, placed, few)


def _all_near(placed: list[Place]) -> Iterator[Pair]:
    for day, i, reach in placed:
        for at in range(bisect_left(placed, (day - reach,)), len(placed)):
            other_day, j, other_reach = placed[at]
            if other_day > day + reach:
                break
            if (other_reach, j) < (reach, i):  # the other way round it is found from j
                yield ordered(i, j)


def _near_to(few: list[Place], placed: list[Place]) -> Iterator[Pair]:
    longest = max((reach for _, _, reach in placed), default=0)
    for day, i, reach in few:
        for at in range(bisect_left(placed, (day - longest,)), len(placed)):
            other_day, j, other_reach = placed[at]
            if other_day > day + longest:
                break
            if i != j and abs(other_day - day) <= max(reach, other_reach):
                yield ordered(i, j)


def _landmark_pairs(units: Sequence[Comparable], placed: list[Place], few: list[Place]) -> Iterator[Pair]:
    by_landmark: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for day, i, _ in placed:
        for landmark in units[i].landmarks:
            by_landmark[landmark].append((day, i))
    for day, i, _ in few:
        for landmark in units[i].landmarks:
            for other_day, j in by_landmark[landmark]:
                if i != j and abs(day - other_day) <= LANDMARK_DAYS:
                    yield ordered(i, j)
