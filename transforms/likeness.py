"""How much two reports look like the same event: evidence for and against, slot by slot, added up.

A score is a sum of small weights; a slot that one of the two leaves open says nothing. `CONFLICT` means that the two
cannot be one event, whatever else they share. The weights are round numbers by judgement, checked on coded articles.

Here is what the kinds share: parties, times, words. `alike_talks.py`, `alike_exchanges.py`, `alike_demands.py` add up.
"""

from __future__ import annotations

import math
import re
import unicodedata
from calendar import monthrange
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import combinations
from typing import Any

CONFLICT = -math.inf
_SOFT = re.compile(r"[aeiouy-]")
_DOUBLED = re.compile(r"(.)\1+")
Slots = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sides:
    """What is compared of a report with sides: they share two parties, or all of the smaller side."""

    parties: frozenset[str]
    mediators: frozenset[str]
    day: int
    reach: int

    @property
    def keys(self) -> Iterable[Hashable]:
        """Every two of the parties."""
        return combinations(sorted(self.parties), 2)

    @property
    def lone_keys(self) -> Iterable[Hashable]:
        """Every party; reports that name none are compared with each other."""
        return self.parties or ("",)

    @property
    def is_lone(self) -> bool:
        """Whether no two parties are named."""
        return len(self.parties) <= 1


# Days up to which two times speak for one event, say nothing, and speak against it; beyond the last they exclude it.
Reach = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast things of a kind follow each other.

    ahead    from the announcement of a plan without date to the event
    delay    from the date of a plan to the event
    plans    between two undated plans
    memory   from an event to a report that gives no date for it
    longest  an event that is dated to a longer span (days) is no evidence that a plan was carried out
    """

    ahead: Reach
    delay: Reach
    plans: Reach
    memory: Reach
    longest: int

    @property
    def far(self) -> int:
        """The longest time from a report to the event."""
        return max(self.ahead[2], self.delay[2], self.plans[2], self.memory[2])


@dataclass(frozen=True, slots=True)
class Span:
    """Days as ordinals, both included; `published` is the article's day. All may be None.

    is_dated    whether days are given; `days` is the length
    is_vague    whether the days are those of a vague word, for some day in them (codebook, section 0)
    is_session  whether it is something that lasted for days
    is_signing  whether it ended in an agreement
    is_open     whether it had lasted for days when it was reported, so that it may have gone on
    """

    start: int | None
    end: int | None
    published: int | None
    is_plan: bool
    is_dated: bool
    days: int
    is_vague: bool
    is_session: bool
    is_signing: bool
    is_open: bool


def span_of(row: Slots, *, is_plan: bool) -> Span:
    """The report's time; plans lie after the publication, what happened before."""
    start, end, published = row["date_start"], row["date_end"], row["published"]
    is_dated = start is not None and end is not None
    days = (end - start).days + 1 if is_dated else 1
    is_vague = is_dated and _is_vague(start, end)
    return Span(
        start=start.toordinal() if start else None,
        end=end.toordinal() if end else None,
        published=published.toordinal() if published else None,
        is_plan=is_plan,
        is_dated=is_dated,
        days=days,
        is_vague=is_vague,
        is_session=3 < days <= 14 and not is_vague,
        is_signing=row.get("outcome") == "agreement",
        is_open=is_dated and 3 <= days <= 31 and published is not None and end >= published,
    )


def _is_vague(start: date, end: date) -> bool:
    """Whether the days are a part of a month, whole months or a week."""
    ends = (10, 20, monthrange(end.year, end.month)[1])
    return (start.day in (1, 11, 21) and end.day in ends) or (start.weekday() == 0 and (end - start).days == 6)


def folded(text: str | None) -> str | None:
    """Lower case without accents and apostrophes: "Bürgenstock" and "Burgenstock" are one place, Sana'a and Sanaa too."""
    if text is None:
        return None
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if c.isalnum() or c in " -").casefold()


@cache
def surname(name: str) -> str:
    """The last word of a name by its consonants, which transcriptions share: Zelensky and Zelenskyy, Daglo and Dagalo."""
    last = (folded(name) or "").rsplit(" ", 1)[-1]
    bare = _DOUBLED.sub(r"\1", last[:1] + _SOFT.sub("", last[1:]).replace("q", "k"))
    return bare if len(bare) > 2 else last


def compared(a: object, b: object, *, same: float, other: float = 0.0) -> float:
    """Evidence of a slot: `same` when both state one value, `other` when they state two; nothing when one is silent."""
    if a is None or b is None:
        return 0.0
    return same if a == b else other


def differ(a: object, b: object) -> bool:
    """Both stated and not equal."""
    return a is not None and b is not None and a != b


GOING_ON = 5  # what was under way can have ended so many days later
_WEEK = 8
# What it says that two times overlap, by the length of the longer
_OVERLAPS = ((3, 2.0), (10, 1.2), (31, 0.7), (92, 0.0), (math.inf, -0.7))


def sides_alike(a: frozenset[str], b: frozenset[str], between: frozenset[str]) -> float:
    """Shared parties; who is a side in one report and a mediator in the other is no difference."""
    if a == b:
        return 1.5 if len(a) > 1 else 0.5 if a else CONFLICT
    shared = len(a & b) + 0.5 * len((a ^ b) & between)
    only_a, only_b = a - b - between, b - a - between
    if not a & b or (shared == 1 and only_a and only_b):
        return CONFLICT
    alone = len(only_a) + len(only_b)
    ratio = shared / (shared + alone)
    return 2.0 * ratio - 1.5 + 0.5 * (shared > 1)


def times_alike(a: Span, b: Span, pace: Pace) -> float:
    """When the two are said to be, by date or else by the day of publication."""
    if a.is_plan != b.is_plan:
        plan, past = (a, b) if a.is_plan else (b, a)
        return _plan_and_past(plan, past, pace)
    if a.is_dated and b.is_dated:
        return _overlap(a, b)
    if a.is_dated or b.is_dated:
        dated, undated = (a, b) if a.is_dated else (b, a)
        return _dated_and_undated(dated, undated, pace)
    return _near(_gap(a.published, b.published), pace.plans if a.is_plan else pace.memory)


def _overlap(a: Span, b: Span) -> float:
    """Two dated spans of one kind: how well they fit. One day apart can be a matter of time zones."""
    first, last = sorted((a, b), key=lambda span: span.start or 0)
    gap = (last.start or 0) - min(a.end or 0, b.end or 0)
    short, long = sorted((a, b), key=lambda span: span.days)
    if gap > (10 if a.is_plan else GOING_ON if first.is_open else 1):
        return CONFLICT
    if gap > 0:
        return (0.5 if gap == 1 else 0.0) if long.days < _WEEK else -0.7
    if not a.is_plan and long.is_session and short.days <= 1 and not (short.is_signing and short.end == long.end):
        return -1.0
    return next(weight for days, weight in _OVERLAPS if long.days <= days)


def _dated_and_undated(dated: Span, undated: Span, pace: Pace) -> float:
    """A report without date speaks of the time about its publication: before it, or after it for a plan.

    The date of a plan that was past when it was told is that of the agreement on it.
    """
    if undated.published is None:
        return 0.0
    if dated.is_plan and dated.published is not None and (dated.end or 0) <= min(dated.published, undated.published):
        return _near(undated.published - (dated.end or 0), pace.ahead)
    if dated.is_plan and undated.published > (dated.end or 0):
        return -0.7 if undated.published - (dated.end or 0) <= 30 else CONFLICT
    if dated.is_plan:
        score = _near(max((dated.start or 0) - undated.published, 0), pace.ahead)
    elif undated.published < (dated.start or 0):
        return CONFLICT
    else:
        score = _near(max(undated.published - (dated.end or 0), 0), pace.memory)
    return min(score, 0.2) if dated.days > pace.longest and not dated.is_open else score


def _plan_and_past(plan: Span, past: Span, pace: Pace) -> float:
    """What was planned and what took place: it must follow the plan, and soon."""
    happened = past.start if past.start is not None else past.published
    known_by = past.end if past.end is not None else past.published
    if happened is None or known_by is None or plan.published is None:
        return 0.0
    if known_by < plan.published or _is_before(plan, happened, known_by):
        return CONFLICT
    if plan.is_dated:
        off = max(happened - (plan.end or 0), (plan.start or 0) - known_by, 0)
        longer = max(plan.days, past.days)
        score = _near(off, pace.delay) if off else 1.2 if longer <= 10 else 0.9 if longer <= 31 else 0.7
    else:
        score = _near(max(happened - plan.published, 0), pace.ahead)
    return min(score, 0.2 if past.is_vague else -0.3) if past.days > pace.longest else score


def _is_before(plan: Span, happened: int, known_by: int) -> bool:
    """Whether it began by the day on which the plan was told, and was over before the days that the plan names."""
    return plan.is_dated and happened <= (plan.published or 0) and known_by < (plan.start or 0)


def _gap(a: int | None, b: int | None) -> int:
    return abs(a - b) if a is not None and b is not None else 30


def _near(days: int, reach: Reach) -> float:
    """Evidence from a distance in days: for, neutral, against, and excluded beyond the last."""
    close, near, far = reach
    if days <= close:
        return 0.8 - 0.2 * days / close
    return 0.2 if days <= near else -0.7 if days <= far else CONFLICT
