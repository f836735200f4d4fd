"""How alike the groups are that pass in two exchanges: how many of whom, which way, who by name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import product

from transforms.likeness import Slots, differ, surname
from transforms.terms import speaks_of_all, terms
from transforms.words import names_in

# What one report calls prisoners of war another calls prisoners; remains and children are never those.
_FAMILIES = {"remains": "remains", "children": "children"}
_EXACT = (None, "exact", "about", "nearly", "range")
# They say no more than the category does.
_SAY_NOTHING = terms(
    "prisoners captives soldiers servicemen service members troops fighters people persons men citizens nationals "
    "individuals fallen dead bodies remains killed"
)
_NEAR_TOTAL = 0.05
_LONE_NAME = re.compile(r"[A-Z][\w’'-]+")
_ROUND = 100  # "1,000" recurs and stands for more or less; "307" does neither
Match = tuple["Leg", "Leg", float]


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
    is_everybody: bool
    is_offer: bool
    who: frozenset[str]
    names: frozenset[str]

    @property
    def is_all_for_all(self) -> bool:
        """Whether everybody is offered, which is no counted swap."""
        return self.is_offer and self.is_everybody

    @property
    def is_some(self) -> bool:
        """Whether they are some of their kind."""
        return bool(self.who) and not self.is_everybody

    @property
    def is_specific(self) -> bool:
        """Whether more is known than the category."""
        return self.value is not None or bool(self.who) or self.is_everybody

    @property
    def is_round(self) -> bool:
        """Whether the number is a multiple of a hundred."""
        return self.value is not None and self.value % _ROUND == 0


def leg_of(leg: Slots, *, is_offer: bool) -> Leg:
    """A leg of a row of EXCHANGE_REPORTS, for comparison."""
    who = leg["who"] or ""
    return Leg(
        source=leg["from_party"],
        target=leg["to_party"],
        family=_FAMILIES.get(leg["category"] or "", "living"),
        category=leg["category"],
        value=leg["value"],
        is_exact=leg["approx"] in _EXACT,
        is_everybody=speaks_of_all(who),
        is_offer=is_offer,
        who=terms(who) - _SAY_NOTHING,
        names=_names_of(who, leg["value"]),
    )


def _names_of(who: str, value: float | None) -> frozenset[str]:
    """Surnames in a qualifier; a lone name is one where it says who the one captive is."""
    names = {surname(name) for name in names_in(who)}
    if value == 1 and _LONE_NAME.fullmatch(who) and terms(who):
        names.add(surname(who))
    return frozenset(names)


def both_ways(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """The legs with the two ways of an equal exchange ("1,000 for 1,000") as one, without a direction."""
    found: dict[Leg, Leg] = {}
    for leg in legs:
        reverse = replace(leg, source=leg.target, target=leg.source)
        if reverse in found and leg.source:
            found[reverse] = replace(leg, source=None, target=None)
        else:
            found[leg] = leg
    return tuple(found.values())


def total_of(legs: Sequence[Leg]) -> Leg | None:
    """All captives as one group without a direction, where several groups are counted, or one that is told so."""
    living = [leg for leg in legs if leg.family == "living"]
    if not living or any(leg.value is None for leg in living) or (len(living) == 1 and living[0].source):
        return None
    value = sum(leg.value for leg in living if leg.value is not None)
    whole = replace(living[0], source=None, target=None, category=None, who=frozenset(), names=frozenset())
    return replace(whole, value=value, is_exact=all(leg.is_exact for leg in living), is_everybody=False)


def legs_to_compare(
    legs: tuple[Leg, ...], total: Leg | None, others: tuple[Leg, ...], other_total: Leg | None
) -> tuple[tuple[Leg, ...], tuple[Leg, ...]]:
    """The groups of two exchanges, by their totals where one tells no more and the sum of the other's is about as much."""
    if total and other_total and (len(legs) == 1) != (len(others) == 1):
        most = max(total.value or 0, other_total.value or 0)
        if abs((total.value or 0) - (other_total.value or 0)) <= _NEAR_TOTAL * most:
            return (total,), (other_total,)
    return legs, others


def matched(legs: Sequence[Leg], others: Sequence[Leg]) -> list[Match]:
    """Groups of the one with their likest counterparts of the other, each used once; the best match first."""
    scored = [
        (_leg_alike(x, y), i, j)
        for (i, x), (j, y) in product(enumerate(legs), enumerate(others))
        if (x.family == y.family or x.names & y.names)
        and not differ(x.source, y.source)
        and not differ(x.target, y.target)
    ]
    found: list[Match] = []
    used: set[int] = set()
    taken: set[int] = set()
    for score, i, j in sorted(scored, key=lambda s: (-s[0], s[1], s[2])):
        if i not in used and j not in taken:
            used.add(i)
            taken.add(j)
            found.append((legs[i], others[j], score))
    return found


def legs_alike(legs: Sequence[Leg], others: Sequence[Leg], groups: Sequence[Match]) -> float:
    """Likeness of all groups, from those that match.

    The best match counts whole, the others half, as both ways of a swap say the same. Nothing in common but the category
    is no evidence; what only one of two detailed reports tells is a little against.
    """
    first, *rest = (score for _, _, score in groups)
    named = any(x.names & y.names for x, y, _ in groups)
    score = min(first + 0.5 * sum(rest), 3.0)
    if not any(x.is_specific and y.is_specific for x, y, _ in groups):
        score -= 0.3
    if any(x.is_specific for x in legs) and any(y.is_specific for y in others):
        alone = [_kinds(legs) - {_kind(x) for x, _, _ in groups}, _kinds(others) - {_kind(y) for _, y, _ in groups}]
        score -= (0.35 if named else 0.25) * min(sum(map(len, alone)), 3)
    return score


def has_equal_number(a: Leg, b: Leg) -> bool:
    """Whether both give the same number, one that is meant in the same way."""
    return a.value is not None and a.value == b.value and a.is_exact == b.is_exact


def _kind(leg: Leg) -> tuple[str, float | None, frozenset[str]]:
    """What both ways of a swap have in common."""
    return leg.family, leg.value, leg.who


def _kinds(legs: Sequence[Leg]) -> set[tuple[str, float | None, frozenset[str]]]:
    return {_kind(leg) for leg in legs if leg.is_specific}


def _leg_alike(a: Leg, b: Leg) -> float:
    """Likeness of two groups that pass the same way: their number, who they are, and their category."""
    return _numbers_alike(a, b) + _people_alike(a, b) + _categories_alike(a.category, b.category)


def _numbers_alike(a: Leg, b: Leg) -> float:
    """The same number of the same people is strong evidence, more so when it is no small and no round one."""
    if a.value is None or b.value is None:
        return 0.0
    if has_equal_number(a, b):
        return 0.7 if a.value < 10 else 1.2 if a.is_round else 2.0
    apart = abs(a.value - b.value) / max(a.value, b.value)
    if a.who or b.who or not (a.is_exact and b.is_exact):
        return 0.2 if apart <= 0.3 else -0.5
    if apart <= (0.15 if a.is_round or b.is_round else 0.05):
        return 0.3
    return -0.5 if apart <= 0.15 else -1.5


def _people_alike(a: Leg, b: Leg) -> float:
    """A shared name is strong evidence; groups that are qualified in other words, or not at all, are other people.

    The same people in another number are those of another offer.
    """
    if a.names & b.names:
        return 1.5
    if a.is_all_for_all or b.is_all_for_all:
        return 0.5 if a.is_all_for_all and b.is_all_for_all else -0.7 if a.is_specific and b.is_specific else 0.0
    if a.who & b.who:
        return 0.5 if a.value is None or b.value is None or a.value == b.value else -0.5
    if a.family == "remains" or has_equal_number(a, b) or not (a.is_specific and b.is_specific):
        return 0.0
    return -0.4 if a.who and b.who else -0.3 if a.is_some or b.is_some else 0.0


def _categories_alike(a: str | None, b: str | None) -> float:
    return 0.0 if a is None or b is None or (a != b and "prisoners" in (a, b)) else 0.2 if a == b else -0.3
