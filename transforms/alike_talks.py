"""Are two reports about one talk? A shared date, place or round is strong evidence, a shared level or outcome weak."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from transforms.likeness import (
    CONFLICT,
    Pace,
    Sides,
    Slots,
    Span,
    agree,
    differ,
    folded,
    sides_alike,
    span_of,
    surname,
    times_alike,
)
from transforms.windows import window

TALK_THRESHOLD = 2.5
PLANS = ("proposed", "scheduled")
TALKS = Pace(ahead=(14, 45, 90), delay=(7, 30, 60), plans=(10, 15, 45), memory=(7, 30, 120), longest=10)
_AGREEMENT = frozenset({"agreement"})
TALK_WINDOW = window(plans=PLANS, far=TALKS.far, is_landmark=pl.col("outcome") == "agreement")
LANDMARKS = replace(TALKS, memory=(30, 180, 720))


@dataclass(frozen=True, slots=True)
class Talk(Sides):
    """What is compared of a talk report."""

    people: frozenset[str]
    span: Span
    status: str
    city: str | None
    country: str | None
    round: int | None
    level: str | None
    format: str | None
    outcome: str | None

    @property
    def is_bare(self) -> bool:
        """Whether nothing but the sides is known, which are the same at all talks of a conflict."""
        said = (self.city, self.country, self.round, self.level, self.format, self.outcome)
        return not self.span.is_dated and not self.people and all(slot is None for slot in said)

    @property
    def landmarks(self) -> frozenset[str]:
        """An agreement that was reached is spoken of for years."""
        return _AGREEMENT if self.outcome == "agreement" else frozenset()


def talk_of(row: Slots) -> Talk:
    """A row of TALK_REPORTS with `published` and its window, for comparison."""
    return Talk(
        parties=frozenset(row["parties"] or ()),
        mediators=frozenset(row["mediators"] or ()),
        people=frozenset(surname(p["name"]) for p in row["people"] or () if p and p["name"]),
        span=span_of(row, is_plan=row["status"] in PLANS),
        status=row["status"],
        city=folded(row["city"]),
        country=row["country"],
        round=row["round"],
        level=row["level"],
        format=row["format"],
        outcome=row["outcome"],
        day=row["day"],
        reach=row["reach"],
    )


def talks_alike(a: Talk, b: Talk) -> float:
    """Likeness of two talk reports of different articles."""
    if differ(a.round, b.round):
        return CONFLICT
    when = times_alike(a.span, b.span, LANDMARKS if a.outcome == b.outcome == "agreement" else TALKS)
    if when == CONFLICT:
        return CONFLICT
    sides, where = sides_alike(a.parties, b.parties, a.mediators | b.mediators), places_alike(a, b)
    if CONFLICT in (sides, where):
        return CONFLICT
    score = sides + when + where
    score += 2.0 * agree(a.round, b.round)
    score += 0.5 * agree(a.level, b.level) - 1.5 * differ(a.level, b.level)
    score += 0.3 * agree(a.format, b.format) - 2.0 * (differ(a.format, b.format) and "call" in (a.format, b.format))
    score += 0.5 * agree(a.outcome, b.outcome) - 0.7 * ({a.outcome, b.outcome} == {"agreement", "none"})
    score += 0.5 * bool(a.mediators & b.mediators) + 0.5 * bool(a.people & b.people)
    score += _states_alike(a.status, b.status) - 0.5 * (a.is_bare or b.is_bare)
    return score


def _states_alike(a: str, b: str) -> float:
    """What is called off was planned, and did not take place."""
    if a == b:
        return 0.3
    return 0.5 if "cancelled" in (a, b) and (a in PLANS or b in PLANS) else -1.0 * ({a, b} == {"held", "cancelled"})


def places_alike(a: Talk, b: Talk) -> float:
    """City and country. A plan may be moved; what took place in two countries is two talks."""
    if agree(a.city, b.city):
        return 1.5
    if differ(a.country, b.country):
        return -1.5 if a.span.is_plan or b.span.is_plan else CONFLICT
    if differ(a.city, b.city):
        return -0.5
    return 0.7 * agree(a.country, b.country)
