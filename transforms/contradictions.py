"""Entries that cannot both be followed: two corrections of one slot, judgements that join and keep apart the same reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise, product

from transforms.curation import CORRECTIONS, Entry, Fault
from transforms.judgements import reached, way


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry with the reports that its rows are, for an event one of its reports."""

    entry: Entry
    rows: tuple[str, ...]
    others: tuple[str, ...] = ()


def contradictions(placed: Sequence[Placed]) -> list[Fault]:
    """Entries that cannot both be followed: each of them is a fault that names the other."""
    corrected = [((p.rows[0], p.entry.rows[0].is_event), p.entry) for p in placed if p.entry.action in CORRECTIONS]
    return corrected_twice(corrected) + _torn(placed)


def corrected_twice(corrected: Iterable[tuple[Hashable, Entry]]) -> list[Fault]:
    """Corrections of one slot of one row; each entry is given with what stands for its row."""
    by_target: dict[Hashable, list[Entry]] = defaultdict(list)
    for row, entry in corrected:
        by_target[row, repr(sorted(entry.leg.items())), entry.slot].append(entry)
    return [
        Fault(entry, f"{entry.slot or 'the row'} of {entry.rows[0].id} is corrected by {other.place} too")
        for entries in by_target.values()
        if len(entries) > 1
        for entry, other in zip(entries, [*entries[1:], entries[0]], strict=True)
    ]


def _torn(placed: Iterable[Placed]) -> list[Fault]:
    """Judgements that keep apart what others join, and those that join it."""
    neighbours: dict[str, list[str]] = defaultdict(list)
    joins: dict[frozenset[str], Entry] = {}
    apart: list[tuple[str, str, Entry]] = []
    for p in placed:
        for a, b in joined_by(p):
            neighbours[a].append(b)
            neighbours[b].append(a)
            joins.setdefault(frozenset((a, b)), p.entry)
        apart += [(a, b, p.entry) for a, b in parted_by(p)]
    faults: dict[Entry, Fault] = {}
    for a, b, entry in apart:
        before = reached(a, neighbours)
        shortest = [*way(b, before)][::-1] if b in before else []
        chain = dict.fromkeys(joins[frozenset(pair)] for pair in pairwise(shortest))
        if chain:
            joined = ", ".join(other.place for other in chain)
            faults.setdefault(entry, Fault(entry, f"keeps {a} and {b} apart, which {joined} joins"))
            for other in chain:
                faults.setdefault(other, Fault(other, f"joins {a} and {b}, which {entry.place} keeps apart"))
    return list(faults.values())


def joined_by(placed: Placed) -> Iterable[tuple[str, str]]:
    """Pairs of reports that a judgement says are of one event."""
    if placed.entry.action == "merge":
        yield from pairwise(placed.rows)
    if placed.entry.action == "split":
        for side in (placed.rows, placed.others):
            yield from pairwise(side)


def parted_by(placed: Placed) -> Iterable[tuple[str, str]]:
    """Pairs of reports that a judgement says are of two events."""
    if placed.entry.action == "keep_apart":
        yield from combinations(placed.rows, 2)
    if placed.entry.action == "split":
        yield from product(placed.rows, placed.others)
