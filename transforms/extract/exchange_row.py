"""One exchange while its sentences are gathered, and as a report; rows that tell of one exchange become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from transforms.document import Sentence
from transforms.extract.exchange_items import Leg
from transforms.extract.exchange_legs import tells
from transforms.extract.exchange_sides import Sides
from transforms.extract.exchange_when import When

_TWO = 2


@dataclass
class Row:
    """One exchange while its sentences are gathered."""

    status: str
    legs: list[Leg]
    sides: tuple[str, ...]
    mediators: list[str]
    when: When | None
    speaker: str | None
    via: str | None
    before: bool = False
    evidence: list[tuple[Sentence, str]] = field(default_factory=list)


def is_vague(row: Row) -> bool:
    """Whether a draft says of its captives neither how many, who nor when: it speaks of what was told before."""
    return row.when is None and not any(x.quantity or x.named or tells(x) for x in row.legs)


def of_remains(legs: Sequence[Leg]) -> bool:
    """Whether nobody alive passes."""
    return all(x.category == "remains" for x in legs)


def parties_alike(a: Sequence[Leg], b: Sequence[Leg]) -> bool:
    """Whether the ends of two sets of groups have a party in common, or one states none."""
    first, second = codes(a), codes(b)
    return not first or not second or bool(first & second)


def codes(legs: Sequence[Leg]) -> set[str]:
    """The parties that give or receive."""
    return {c for x in legs for c in (x.giver, x.taker) if c}


def fill(row: Row, new: Row) -> None:
    """Take what a further sentence says into a row; the narrower days stand."""
    row.legs += new.legs
    row.sides = tuple(dict.fromkeys([*row.sides, *new.sides]))
    row.mediators += [c for c in new.mediators if c not in row.mediators]
    if new.when and (row.when is None or new.when.days < row.when.days):
        row.when = new.when
    row.evidence += [e for e in new.evidence if e[0] is not row.evidence[-1][0]]


def without_echoes(rows: list[Row]) -> list[Row]:
    """Rows without those that only speak vaguely of a deal that another row tells ("the hostage deal")."""
    kept: list[Row] = []
    for row in rows:
        known = next((r for r in kept if _echoes(r, row)), None)
        if known is None:
            kept.append(row)
        else:
            known.status = _told_status(known, row)
            if is_vague(known):
                known.speaker, known.via = row.speaker, row.via
            fill(known, row)
    return kept


def _told_status(known: Row, row: Row) -> str:
    """The status of the one that says more; of two vague ones that of the deal not yet reached."""
    if not is_vague(row):
        return row.status if is_vague(known) else known.status
    return "proposed" if row.status == "proposed" and is_vague(known) else known.status


def _echoes(known: Row, row: Row) -> bool:
    ahead = {"agreed", "proposed"}
    kinds = {x.category for x in known.legs} & {x.category for x in row.legs}
    vague = is_vague(row) or (is_vague(known) and "hostages" in kinds)
    if known.status not in ahead or row.status not in ahead or not vague:
        return False
    return bool(kinds) and parties_alike(known.legs, row.legs) and of_remains(known.legs) == of_remains(row.legs)


def report(row: Row, sides: Sides) -> dict[str, Any] | None:
    """The row as an exchange report (`schemas.EXCHANGE_REPORTS`) with its evidence; None when it is no exchange."""
    named = dict.fromkeys(c for x in row.legs for c in (x.giver, x.taker) if c)
    if len(named) < _TWO:  # else others only speak or act beside those who give and receive
        named |= dict.fromkeys(row.sides)
    parties = list(named)
    if len(parties) < _TWO and len(sides.pair) < _TWO and not any(x.giver for x in row.legs):
        return None  # nobody is known to give or receive: a bus that sets down its passengers
    if (
        len(parties) == 1
        and len(sides.pair) == _TWO
        and parties[0] not in sides.pair
        and not any(x.giver for x in row.legs)
    ):
        parties = []  # a land on the way, or a helper
    if (
        len(parties) == 1
        and (other := sides.other(parties[0]))
        and not any(x.category == "political_prisoners" for x in row.legs)
    ):
        parties.append(other)
    return {
        "status": row.status,
        "parties": parties or list(sides.pair),
        "mediators": [c for c in row.mediators if c not in parties],
        "date_start": row.when.start if row.when else None,
        "date_end": row.when.end if row.when else None,
        "date_basis": row.when.basis if row.when else None,
        "legs": [_leg(x) for x in row.legs],
        "attributed_to": row.speaker,
        "via": row.via,
        "evidence": row.evidence,
    }


def _leg(leg: Leg) -> dict[str, Any]:
    q = leg.quantity
    return {
        "from_party": leg.giver,
        "to_party": leg.taker,
        "category": leg.category,
        "value": q.value if q else None,
        "low": q.low if q else None,
        "high": q.high if q else None,
        "approx": q.approx if q else None,
        "who": leg.who,
    }
