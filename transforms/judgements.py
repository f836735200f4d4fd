"""What people judged about reports: these are of one event, those are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Pair = tuple[str, str]


@dataclass(frozen=True)
class Judgements:
    """Pairs of report ids of one kind, in either order; ids that no report has are no error.

    together  reports of one event, whatever a comparison says
    apart     reports of two events; reports that are alike to them stay with one of the two

    Raises ValueError, naming the reports, when two are to be kept apart that a chain of `together` joins.
    """

    together: frozenset[Pair] = frozenset()
    apart: frozenset[Pair] = frozenset()
    _root: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_root", _roots(self.together))
        for a, b in sorted(self.apart):
            if self.root(a) == self.root(b):
                raise ValueError(f"reports {a} and {b} are judged to be apart, but {_chain(a, b, self.together)}")

    def root(self, report: str) -> str:
        """The report that stands for all that are judged to be one event with this one."""
        return self._root.get(report, report)

    @property
    def reports(self) -> frozenset[str]:
        """All reports that are judged."""
        return frozenset(report for pair in self.together | self.apart for report in pair)


def _roots(pairs: Iterable[Pair]) -> dict[str, str]:
    """For each report of the pairs the smallest one that a chain of pairs joins it to."""
    neighbours = _neighbours(pairs)
    roots: dict[str, str] = {}
    for report in sorted(neighbours):
        if report not in roots:
            roots.update(dict.fromkeys(reached(report, neighbours), report))
    return roots


def _neighbours(pairs: Iterable[Pair]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for a, b in sorted(pairs):
        found[a].append(b)
        found[b].append(a)
    return found


def reached(start: str, neighbours: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Each report that chains from `start` reach, with the report before it on a shortest chain."""
    before, queue = {start: start}, [start]
    for report in queue:
        for other in neighbours.get(report, ()):
            if other not in before:
                before[other] = report
                queue.append(other)
    return before


def _chain(a: str, b: str, together: Iterable[Pair]) -> str:
    """Why the two are one: the judgements between them, in words."""
    if a == b:
        return "they are one report"
    before = reached(b, _neighbours(together))
    return "to be one by way of " + ", ".join(f"{x} = {before[x]}" for x in way(a, before) if x != b)


def way(start: str, before: Mapping[str, str]) -> Iterator[str]:
    """The reports from one back to that which `reached` began at."""
    while True:
        yield start
        if before[start] == start:
            return
        start = before[start]
