"""Are two reports about one talk? A shared date, place or round is strong evidence, a shared level or outcome weak."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from transforms.likeness import (
    CONFLICT,
    GOING_ON,
    Pace,
    Sides,
    Slots,
    Span,
    compared,
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
TALKS = Pace(ahead=(14, 45, 60), delay=(3, 10, 60), plans=(10, 15, 45), memory=(7, 30, 60), longest=10)
_UNCLEAR = 0.2  # times that say no more than this are no evidence
_RESULTS = {"agreement", "none"}
_AGREEMENT = frozenset({"agreement"})
TALK_WINDOW = window(plans=PLANS, far=TALKS.far, slack=GOING_ON, is_landmark=pl.col("outcome") == "agreement")
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
    is_bare: bool  # nothing but the sides is known, which are the same at all talks of a conflict

    @property
    def landmarks(self) -> frozenset[str]:
        """An agreement that was reached is spoken of for years."""
        return _AGREEMENT if self.outcome == "agreement" else frozenset()


def talk_of(row: Slots) -> Talk:
    """A row of TALK_REPORTS with `published` and its window, for comparison."""
    people = frozenset(surname(p["name"]) for p in row["people"] or () if p and p["name"])
    span = span_of(row, is_plan=row["status"] in PLANS)
    said = (row[slot] is not None for slot in ("city", "country", "round", "level", "format", "outcome"))
    return Talk(
        parties=frozenset(row["parties"] or ()),
        mediators=frozenset(row["mediators"] or ()),
        people=people,
        span=span,
        status=row["status"],
        city=folded(row["city"]),
        country=row["country"],
        round=row["round"],
        level=row["level"],
        format=row["format"],
        outcome=row["outcome"],
        is_bare=not (span.is_dated or people or any(said)),
        day=row["day"],
        reach=row["reach"],
    )


def talks_alike(a: Talk, b: Talk) -> float:
    """Likeness of two talk reports of different articles."""
    if differ(a.round, b.round):
        return CONFLICT
    when = _when_alike(a, b)
    if when == CONFLICT:
        return CONFLICT
    sides, where = sides_alike(a.parties, b.parties, a.mediators | b.mediators), places_alike(a, b, when)
    if CONFLICT in (sides, where):
        return CONFLICT
    score = sides + when + where + compared(a.round, b.round, same=2.0)
    score += compared(a.level, b.level, same=0.5, other=-1.5)
    score += compared(a.format, b.format, same=0.5, other=-2.0 if "call" in (a.format, b.format) else 0.0)
    score += compared(a.outcome, b.outcome, same=0.5, other=-1.0 if {a.outcome, b.outcome} == _RESULTS else 0.0)
    score += 0.5 * (not a.mediators.isdisjoint(b.mediators)) + _people_alike(a, b) - 1.5 * _is_call_and_meeting(a, b)
    score -= 0.5 * (a.is_bare or b.is_bare) + 0.7 * _shares_no_detail(a, b, when)
    return score + _states_alike(a.status, b.status)


def _when_alike(a: Talk, b: Talk) -> float:
    """The times; of two agreements a vague word for one of them, such as the year, is no evidence against."""
    if not _is_landmark(a, b):
        return times_alike(a.span, b.span, TALKS)
    when = times_alike(a.span, b.span, LANDMARKS)
    is_vague = a.span.is_dated and b.span.is_dated and (a.span.is_vague or b.span.is_vague)
    return max(when, 0.3) if is_vague and when != CONFLICT else when


def _is_landmark(a: Talk, b: Talk) -> bool:
    """Two reports of an agreement; one without a date, but with people or a place of its own, tells of a new one."""
    agreed = a.outcome == b.outcome == "agreement"
    if not agreed or a.span.is_dated == b.span.is_dated:
        return agreed
    dated, undated = (a, b) if a.span.is_dated else (b, a)
    return undated.city in (None, dated.city) and not undated.people


def _shares_no_detail(a: Talk, b: Talk, when: float) -> bool:
    """Whether the two agree in nothing but what is the same at all talks of a conflict: sides, mediators, level, outcome."""
    if (a.span.is_dated and b.span.is_dated) or a.outcome == b.outcome == "agreement" or when > _UNCLEAR:
        return False
    return (a.city is None or a.city != b.city) and (a.round is None or a.round != b.round) and not a.people & b.people


def _people_alike(a: Talk, b: Talk) -> float:
    """Shared people are evidence; others are evidence against, at a call above all, which is known by who speaks.

    One whom both name, beside others in each, may be the mediator who met the one and then the other.
    """
    if not a.people or not b.people:
        return 0.0
    shared = len(a.people & b.people)
    if not shared:
        return -1.5 if "call" in (a.format, b.format) else -0.5
    return -0.3 if shared == 1 and a.people - b.people and b.people - a.people else 0.5


def _is_call_and_meeting(a: Talk, b: Talk) -> bool:
    """Whether one is a call and the other has a city, which a call has not."""
    call, other = (a, b) if a.format == "call" else (b, a)
    return call.format == "call" and other.format != "call" and other.city is not None


def _states_alike(a: str, b: str) -> float:
    """What is called off was planned, and did not take place."""
    if a == b:
        return 0.3
    return 0.3 if "cancelled" in (a, b) and (a in PLANS or b in PLANS) else -1.0 * ({a, b} == {"held", "cancelled"})


def places_alike(a: Talk, b: Talk, when: float) -> float:
    """City and country. A plan may be moved; what took place in two countries is two talks.

    Talks return to a venue: where their times say nothing the city says less.
    """
    if a.city is not None and a.city == b.city:
        return 1.5 if when > _UNCLEAR else 0.8
    if differ(a.country, b.country):
        return -1.5 if a.span.is_plan or b.span.is_plan else CONFLICT
    return -0.5 if differ(a.city, b.city) else compared(a.country, b.country, same=0.7)
