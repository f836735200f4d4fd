"""Are two reports about one exchange? Its time, and the groups that pass (`alike_legs.py`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from transforms.alike_legs import (
    Leg,
    Match,
    both_ways,
    has_equal_number,
    leg_of,
    legs_alike,
    legs_to_compare,
    matched,
    total_of,
)
from transforms.likeness import CONFLICT, Pace, Sides, Slots, Span, differ, sides_alike, span_of, times_alike
from transforms.windows import window

EXCHANGE_THRESHOLD = 2.1
PLANS = ("proposed", "agreed")
EXCHANGES = Pace(ahead=(21, 60, 90), delay=(10, 60, 90), plans=(14, 60, 90), memory=(10, 45, 90), longest=60)
_MISDATED = 4  # days that reports differ by about when it was
_SEASON = 92
_TELLING = 20  # numbers below recur
NAMED = replace(EXCHANGES, ahead=(60, 180, 365), delay=(30, 90, 365), memory=(90, 365, 1500))
EXCHANGE_WINDOW = window(
    plans=PLANS,
    far=EXCHANGES.far,
    slack=_MISDATED,
    is_landmark=pl.col("legs").list.eval(pl.element().struct.field("who").is_not_null()).list.any(),
)


@dataclass(frozen=True, slots=True)
class Exchange(Sides):
    """What is compared of an exchange report."""

    claimant: str | None
    span: Span
    status: str
    legs: tuple[Leg, ...]
    total: Leg | None
    names: frozenset[str]

    @property
    def landmarks(self) -> frozenset[str]:
        """A captive known by name is freed once, and that is spoken of for years."""
        return self.names


def are_rivals(a: Exchange, b: Exchange) -> bool:
    """Two claimants' accounts in one article can be of one exchange (codebook section 7)."""
    return differ(a.claimant, b.claimant)


def exchange_of(row: Slots) -> Exchange:
    """A row of EXCHANGE_REPORTS with `published` and its window, for comparison."""
    told = [leg_of(leg, is_offer=row["status"] == "proposed") for leg in row["legs"] or () if leg]
    legs = both_ways(told)
    return Exchange(
        claimant=row["attributed_to"],
        parties=frozenset(row["parties"] or ()),
        mediators=frozenset(row["mediators"] or ()),
        span=span_of(row, is_plan=row["status"] in PLANS),
        status=row["status"],
        legs=legs,
        total=total_of(told),
        names=frozenset().union(*(leg.names for leg in legs)),
        day=row["day"],
        reach=row["reach"],
    )


def exchanges_alike(a: Exchange, b: Exchange) -> float:
    """Likeness of two exchange reports."""
    legs, others = legs_to_compare(a.legs, a.total, b.legs, b.total)
    groups = matched(legs, others)
    if not groups:
        return CONFLICT
    share_names = not a.names.isdisjoint(b.names)
    when = times_alike(a.span, b.span, NAMED if share_names else EXCHANGES)
    if when == CONFLICT and _is_misdated(a.span, b.span, groups):
        when = 0.0
    sides = sides_alike(a.parties, b.parties, a.mediators | b.mediators)
    if CONFLICT in (when, sides):
        return CONFLICT
    if not any(has_equal_number(x, y) for x, y, _ in groups) and _are_successive(a.span, b.span):
        return CONFLICT
    score = max(sides, 0.7 if share_names else sides) + when + legs_alike(legs, others, groups) + _tranche(a, b, groups)
    score += (
        0.7 * bool(a.mediators & b.mediators) + 0.3 * (a.status == b.status) - 0.3 * _shares_no_detail(a, b, groups)
    )
    return score - 1.0 * ({a.status, b.status} == {"completed", "cancelled"})


def _shares_no_detail(a: Exchange, b: Exchange, groups: Sequence[Match]) -> bool:
    """Whether neither gives a day, and no group is told from others in both: captives pass between such sides again and again."""
    dated = (a.span.is_dated and a.span.days <= _SEASON) or (b.span.is_dated and b.span.days <= _SEASON)
    return not dated and not any(x.is_specific and y.is_specific for x, y, _ in groups)


def _are_successive(a: Span, b: Span) -> bool:
    """Swaps of one day and the next are two, unless the same number shows that the day is a matter of time zones."""
    dated = a.is_dated and b.is_dated and not a.is_plan and not b.is_plan
    return dated and max(a.start or 0, b.start or 0) > min(a.end or 0, b.end or 0)


def _is_misdated(a: Span, b: Span, groups: Sequence[Match]) -> bool:
    """Whether two that took place within a few days have a number in common that no other exchange is likely to have."""
    if not _are_successive(a, b) or max(a.start or 0, b.start or 0) - min(a.end or 0, b.end or 0) > _MISDATED:
        return False
    return any(has_equal_number(x, y) and not x.is_round and (x.value or 0) >= _TELLING for x, y, _ in groups)


def _tranche(a: Exchange, b: Exchange, groups: Sequence[Match]) -> float:
    """One day's transfer and the long series that it belongs to are two exchanges; a month may only be a vague date."""
    if a.span.is_plan or b.span.is_plan or not (a.span.is_dated and b.span.is_dated):
        return 0.0
    short, long = sorted((a.span, b.span), key=lambda span: span.days)
    is_series = long.days > 14 and not (long.is_vague and any(has_equal_number(x, y) for x, y, _ in groups))
    return -1.2 if short.days <= 3 and is_series else 0.0
