"""The groups of one exchange, gathered from several sentences: the same group once, totals left to their parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from transforms.extract.exchange_items import Leg

_TELLING = re.compile(
    r"\b(?:wounded|sick|ill|young|under|over|wom[ae]n|female|male|children|elderly|old|living|alive|dead|teen\w*|boys?|girls?|serving|life)\b",
    re.IGNORECASE,
)
_LARGE, _TINY = 50, 10
_LIVING = frozenset({"prisoners", "prisoners_of_war", "hostages", "civilians", "political_prisoners", "children"})


def conflicts(known: Sequence[Leg], new: Sequence[Leg]) -> bool:
    """Whether a group of the same kind passes the same way in another number, with no qualifier to tell it apart."""
    return any(
        a.quantity and b.quantity and a.quantity.value != b.quantity.value and a.category == b.category
        and a.giver == b.giver and a.who == b.who and not a.named and not b.named
        for a in known
        for b in new
    )  # fmt: skip


def distinct(legs: Sequence[Leg]) -> list[Leg]:
    """Each group once: the counted stands for the uncounted of its kind and direction."""
    kept: list[Leg] = []
    for leg in legs:
        at = next((i for i, x in enumerate(kept) if _one_group(x, leg)), None)
        if at is None:
            kept.append(leg)
        elif leg.named != kept[at].named:
            kept[at] = _named(leg, kept[at])
        elif _weight(leg) > _weight(kept[at]):
            kept[at] = leg
    told = [x for x in kept if x.quantity or x.who or x.giver or x.taker]
    return told or kept


def _named(a: Leg, b: Leg) -> Leg:
    """One captive told once by name and once by calling ("a corporal, NAME")."""
    name, calling = (a, b) if a.named else (b, a)
    category = name.category if calling.category == "prisoners" else calling.category
    ends = name if name.giver and name.taker else calling
    return name._replace(category=category, giver=ends.giver, taker=ends.taker)


def _one_group(a: Leg, b: Leg) -> bool:
    if a.giver and b.giver and a.giver != b.giver:
        return False
    if a.named and b.named:
        return a.who == b.who
    if (a.named and a.who and a.who in (b.who or "")) or (b.named and b.who and b.who in (a.who or "")):
        return True
    if a.named != b.named and _single(a) and _single(b):
        return a.category == b.category or bool({a.category, b.category} & {"prisoners", "hostages"})
    if a.quantity and b.quantity and a.quantity.value == b.quantity.value and a.named == b.named:
        alike = a.category == b.category or (a.category in _LIVING and b.category in _LIVING and not (a.who or b.who))
        return alike and (a.who == b.who or a.who is None or b.who is None or a.giver == b.giver)
    if a.quantity and b.quantity:
        return "vague" in (a.quantity.approx, b.quantity.approx) and a.category == b.category
    if a.named or b.named:
        return False
    if a.quantity is None and b.quantity is None and a.who != b.who and (tells(a) or tells(b)):
        return False
    if a.category != b.category and "prisoners" not in (a.category, b.category):
        return False
    if "remains" in (a.category, b.category) and a.category != b.category:
        return False
    open_leg = a if a.quantity is None else b
    return a.who == b.who or not tells(open_leg)


def _single(leg: Leg) -> bool:
    return leg.quantity is not None and leg.quantity.value == 1 and leg.category != "remains"


def together(legs: Sequence[Leg]) -> list[Leg]:
    """Persons named one after the other who pass the same way as one group of so many."""
    found: list[Leg] = []
    for leg in legs:
        last = found[-1] if found else None
        alike = last is not None and (last.giver, last.taker, last.category) == (leg.giver, leg.taker, leg.category)
        if last is not None and alike and leg.named and _is_named(last) and leg.quantity and last.quantity:
            count = replace(leg.quantity, value=last.quantity.value + leg.quantity.value)
            found[-1] = last._replace(who=f"{last.who}, {leg.who}", quantity=count, named=False, words="")
        else:
            found.append(leg)
    return found


def _is_named(leg: Leg) -> bool:
    return leg.named or leg.words == ""


def tells(leg: Leg) -> bool:
    """Whether the qualifier tells a group apart from the others of its kind, as a nation or "all" does not."""
    return leg.who is not None and _TELLING.search(leg.who) is not None


def _weight(leg: Leg) -> tuple[bool, bool, bool, bool, bool]:
    return (
        leg.quantity is not None,
        leg.quantity is not None and leg.quantity.approx != "vague",
        leg.giver is not None and leg.taker is not None,
        leg.category != "prisoners",
        leg.who is not None,
    )


def _is_total(leg: Leg, parts: Sequence[Leg]) -> bool:
    """Parts add up and pass the way of their total; those of a large one may pass both ways, unless one is tiny."""
    whole = leg.quantity.value if leg.quantity else 0.0
    values = [part.quantity.value for part in parts if part.quantity]
    if sum(values) != whole:
        return False
    one_way = leg.giver is None or all(part.giver in (leg.giver, None) for part in parts)
    return one_way or (whole >= _LARGE and min(values) >= whole / _TINY)


def without_totals(legs: list[Leg]) -> list[Leg]:
    """Without totals whose parts are given (codebook section 7)."""
    counted = [x for x in legs if x.quantity and not x.named]
    totals = [
        x
        for x in counted
        if any(_is_total(x, some) for size in (2, 3) for some in combinations([y for y in counted if y is not x], size))
    ]
    return [x for x in legs if x not in totals]


def without_vague(legs: list[Leg]) -> list[Leg]:
    """Without the captives of a "prisoner swap" where each way that they pass is told by number or name."""
    told = {(x.giver, x.taker) for x in legs if x.quantity}
    vague = [x for x in legs if x.quantity is None and x.who is None and x.category == "prisoners" and not x.nations]
    return [x for x in legs if x not in vague] if len(told) >= len({(x.giver, x.taker) for x in vague}) else legs
