"""Are two reports about one exchange? Its time, and the groups that pass: how many of whom, which way, who by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import polars as pl

from transforms.likeness import CONFLICT, Pace, Slots, Span, differ, sides_alike, span_of, times_alike
from transforms.windows import window
from transforms.words import content_words, names_in

EXCHANGE_THRESHOLD = 2.1
PLANS = ("proposed", "agreed")

# What one report calls prisoners of war another calls prisoners; remains and children are never those.
_FAMILIES = {"remains": "remains", "children": "children"}
EXCHANGES = Pace(ahead=(21, 60, 90), delay=(21, 60, 120), plans=(14, 60, 90), memory=(10, 45, 150), longest=60)
EXCHANGE_WINDOW = window(
    plans=PLANS,
    far=EXCHANGES.far,
    is_landmark=pl.col("legs").list.eval(pl.element().struct.field("who").is_not_null()).list.any(),
)
NAMED = replace(EXCHANGES, memory=(90, 365, 1500))
_EQUAL = 0.7  # evidence of an equal small number
_EXACT = (None, "exact", "about", "nearly", "range")


@dataclass(frozen=True, slots=True)
class Leg:
    """What is compared of one group.

    `family` is remains, children or living, `who` the words of the qualifier, `names` the proper names in it.
    """

    source: str | None
    target: str | None
    family: str
    category: str | None
    value: float | None
    is_exact: bool
    who: frozenset[str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is compared of an exchange report."""

    claimant: str | None
    parties: frozenset[str]
    mediators: frozenset[str]
    span: Span
    status: str
    legs: tuple[Leg, ...]
    names: frozenset[str]
    day: int
    reach: int

    @property
    def landmarks(self) -> frozenset[str]:
        """A captive known by name is freed once, and that is spoken of for years."""
        return self.names


def are_rivals(a: Exchange, b: Exchange) -> bool:
    """Two claimants' accounts in one article can be of one exchange (codebook section 7)."""
    return differ(a.claimant, b.claimant)


def exchange_of(row: Slots) -> Exchange:
    """A row of EXCHANGE_REPORTS with `published` and its window, for comparison."""
    legs = tuple(_leg(leg) for leg in row["legs"] or () if leg)
    return Exchange(
        claimant=row["attributed_to"],
        parties=frozenset(row["parties"] or ()),
        mediators=frozenset(row["mediators"] or ()),
        span=span_of(row, is_plan=row["status"] in PLANS),
        status=row["status"],
        legs=legs,
        names=frozenset().union(*(leg.names for leg in legs)),
        day=row["day"],
        reach=row["reach"],
    )


def _leg(leg: Slots) -> Leg:
    return Leg(
        source=leg["from_party"],
        target=leg["to_party"],
        family=_FAMILIES.get(leg["category"] or "", "living"),
        category=leg["category"],
        value=leg["value"],
        is_exact=leg["approx"] in _EXACT,
        who=content_words(leg["who"] or ""),
        names=names_in(leg["who"]),
    )


def exchanges_alike(a: Exchange, b: Exchange) -> float:
    """Likeness of two exchange reports."""
    share_names = not a.names.isdisjoint(b.names)
    when = times_alike(a.span, b.span, NAMED if share_names else EXCHANGES)
    if when == CONFLICT:
        return CONFLICT
    sides = sides_alike(a.parties, b.parties, a.mediators | b.mediators)
    if sides == CONFLICT:
        return CONFLICT
    pairs = list(_comparable(a, b))
    if not pairs:
        return CONFLICT
    named = share_names and any(x.names & y.names for x, y in pairs)
    numbers = _numbers_alike(pairs)
    if numbers < _EQUAL and _are_successive(a.span, b.span):
        return CONFLICT
    if a.span.is_plan != b.span.is_plan:
        numbers = max(numbers, -0.7)
    score = sides + when + numbers + _tranche(a, b) + (1.5 if named else _qualifiers_alike(pairs))
    score += 0.5 * bool(a.mediators & b.mediators) + 0.3 * (a.status == b.status)
    return score - 1.0 * ({a.status, b.status} == {"completed", "cancelled"})


def _comparable(a: Exchange, b: Exchange) -> Iterator[tuple[Leg, Leg]]:
    """Pairs of groups of one kind that pass the same way, as far as stated."""
    for x, y in product(a.legs, b.legs):
        if x.family == y.family and not differ(x.source, y.source) and not differ(x.target, y.target):
            yield x, y


def _numbers_alike(pairs: list[tuple[Leg, Leg]]) -> float:
    """The same number of the same people is strong evidence, more so when it is no small one."""
    known = [(x, y) for x, y in pairs if x.value is not None and y.value is not None]
    equal = [x.value for x, y in known if x.value == y.value]
    if equal:
        return 2.0 if max(v or 0 for v in equal) >= 10 else _EQUAL
    whole = [(x, y) for x, y in known if not x.who and not y.who and x.is_exact and y.is_exact]
    if not whole:
        return 0.0
    closest = min(abs((x.value or 0) - (y.value or 0)) / max(x.value or 0, y.value or 0, 1) for x, y in whole)
    return 0.3 if closest <= 0.15 else 0.0 if closest <= 0.3 else -1.5


def _qualifiers_alike(pairs: list[tuple[Leg, Leg]]) -> float:
    """Groups that are all qualified, and never in the same words, are different people."""
    if any(not x.who or not y.who for x, y in pairs):
        return 0.0
    return 0.5 if any(x.who & y.who for x, y in pairs) else -0.7


def _are_successive(a: Span, b: Span) -> bool:
    """Swaps of one day and the next are two, unless the same number shows that the day is a matter of time zones."""
    dated = a.is_dated and b.is_dated and not a.is_plan and not b.is_plan
    return dated and max(a.start or 0, b.start or 0) > min(a.end or 0, b.end or 0)


def _tranche(a: Exchange, b: Exchange) -> float:
    """One day's transfer and the long series that it belongs to are two exchanges."""
    if a.span.is_plan or b.span.is_plan or not (a.span.is_dated and b.span.is_dated):
        return 0.0
    short, long = sorted((a.span.days, b.span.days))
    return -1.2 if short <= 3 and long > 14 else 0.0
