"""The codebook's slots as people write them in YAML, and the columns of report and event rows that hold them.

A row is a dict with the columns of `schemas.py`; an event's row has the same ones for what it has in common with reports.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from transforms.reference.issues import issues
from transforms.vocabulary import (
    APPROX,
    CATEGORIES,
    DEMAND_KINDS,
    EXCHANGE_STATUS,
    FORMATS,
    LEVELS,
    OUTCOMES,
    RESPONSES,
    TALK_STATUS,
)

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot: `read` turns what a person wrote into columns (ValueError says what is expected), `show` does the reverse.

    A required slot cannot be cleared.
    """

    read: Callable[[Any], dict[str, Any]]
    show: Callable[[Row], Any]
    is_required: bool = False


def fits(slot: Slot, value: Any, row: Row) -> bool:
    """Whether the row's slot holds the value; how a list is ordered makes no difference."""
    return bool(_plain(slot.show({**row, **slot.read(value)})) == _plain(slot.show(row)))


def _plain(value: Any) -> Any:
    return sorted(value, key=repr) if isinstance(value, list) else value


def _text(column: str, *, is_required: bool = False) -> Slot:
    def read(value: Any) -> dict[str, Any]:
        if value is not None and not (isinstance(value, str) and value.strip()):
            raise ValueError(f"{value!r} is not a text")
        return {column: value}

    return Slot(read, lambda row: row[column], is_required)


def _choice(column: str, allowed: tuple[str, ...], *, is_required: bool = False) -> Slot:
    def read(value: Any) -> dict[str, Any]:
        if value is not None and value not in allowed:
            raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
        return {column: value}

    return Slot(read, lambda row: row[column], is_required)


def _codes(column: str) -> Slot:
    def read(value: Any) -> dict[str, Any]:
        return {column: sorted(set(_texts(value, "a party code or a list of them")))}

    return Slot(read, lambda row: sorted(row[column] or []))


def _texts(value: Any, expected: str) -> list[str]:
    values = [] if value is None else value if isinstance(value, list) else [value]
    if not all(isinstance(v, str) and v.strip() for v in values):
        raise ValueError(f"{value!r} is not {expected}")
    return values


def _whole(column: str) -> Slot:
    def read(value: Any) -> dict[str, Any]:
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
            raise ValueError(f"{value!r} is not a whole number from 1")
        return {column: value}

    return Slot(read, lambda row: row[column])


def _days() -> Slot:
    """`2025-06-02`, or `[2025-06-02, 2025-06-03]` for a span."""

    def read(value: Any) -> dict[str, Any]:
        if value is None:
            return {"date_start": None, "date_end": None, "date_basis": None}
        span = value if isinstance(value, list) else [value, value]
        days = [_day(v) for v in span]
        if len(days) != 2 or days[0] > days[1]:
            raise ValueError(f"{value!r} is not a day or a list of first and last day")
        return {"date_start": days[0], "date_end": days[1], "date_basis": "stated"}

    def show(row: Row) -> Any:
        return [str(row["date_start"]), str(row["date_end"])] if row["date_start"] else None

    return Slot(read, show)


def _day(value: Any) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"{value!r} is not a date like 2025-06-02") from None


def _amount(prefix: str = "", *, is_required: bool = False) -> Slot:
    """A number, or `[low, high]` for a range. A number that took the place of a range is exact."""
    value_, low_, high_, approx_ = (f"{prefix}{part}" for part in ("value", "low", "high", "approx"))

    def read(value: Any) -> dict[str, Any]:
        if value is None:
            return dict.fromkeys((value_, low_, high_, approx_))
        if isinstance(value, list):
            if len(value) != 2 or not all(map(_is_number, value)) or value[0] > value[1]:
                raise ValueError(f"{value!r} is not a number or a list of lower and upper bound")
            low, high = map(float, value)
            return {value_: (low + high) / 2, low_: low, high_: high, approx_: "range"}
        if not _is_number(value):
            raise ValueError(f"{value!r} is not a number")
        return {value_: float(value), low_: None, high_: None, approx_: "exact"}

    def show(row: Row) -> Any:
        return [row[low_], row[high_]] if row[approx_] == "range" else row[value_]

    return Slot(read, show, is_required)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _people() -> Slot:
    """Names; ids and parties are those that the row or the reference data have for them (`curate.py`)."""

    def read(value: Any) -> dict[str, Any]:
        names = _texts(value, "a name or a list of names")
        return {"people": [{"name": name, "person_id": None, "party": None} for name in dict.fromkeys(names)]}

    return Slot(read, lambda row: sorted(person["name"] for person in row["people"] or []))


LEG_SLOTS: dict[str, Slot] = {
    "from": _text("from_party"),
    "to": _text("to_party"),
    "category": _choice("category", CATEGORIES, is_required=True),
    "value": _amount(),
    "approx": _choice("approx", APPROX),
    "who": _text("who"),
}
_EMPTY_LEG = dict.fromkeys(("from_party", "to_party", "category", "value", "low", "high", "approx", "who"))


def read_leg(value: Any, *, empty: Row = _EMPTY_LEG) -> dict[str, Any]:
    """The columns of a group written as `{from, to, category, value, approx, who}`, on top of those of `empty`."""
    if not isinstance(value, dict) or not value or not set(value) <= set(LEG_SLOTS):
        raise ValueError(f"{value!r} is not a group with some of {', '.join(LEG_SLOTS)}")
    leg = dict(empty)
    for name, slot in LEG_SLOTS.items():  # in this order: `approx` says more of what `value` set
        if name in value:
            leg |= slot.read(value[name])
    return leg


def show_leg(row: Row) -> dict[str, Any]:
    """What a group says, without what it leaves open."""
    shown = {name: slot.show(row) for name, slot in LEG_SLOTS.items()}
    return {name: value for name, value in shown.items() if value is not None}


def _legs() -> Slot:
    def read(value: Any) -> dict[str, Any]:
        legs = [] if value is None else value if isinstance(value, list) else [value]
        return {"legs": [{**leg, "category": leg["category"] or "prisoners"} for leg in map(read_leg, legs)]}

    return Slot(read, lambda row: [show_leg(leg) for leg in row["legs"] or []])


_SAID = {"attributed_to": _text("attributed_to"), "via": _text("via")}

EVENT_SLOTS: dict[str, dict[str, Slot]] = {
    "talk": {
        "status": _choice("status", TALK_STATUS, is_required=True),
        "parties": _codes("parties"),
        "mediators": _codes("mediators"),
        "date": _days(),
        "city": _text("city"),
        "country": _text("country"),
        "venue": _text("venue"),
        "round": _whole("round"),
        "level": _choice("level", LEVELS),
        "format": _choice("format", FORMATS),
        "duration_minutes": _amount("duration_"),
        "people": _people(),
        "outcome": _choice("outcome", OUTCOMES),
    },
    "demand": {
        "by": _codes("by_parties"),
        "to": _codes("to_parties"),
        "kind": _choice("kind", DEMAND_KINDS, is_required=True),
        "issue": _choice("issue", issues(), is_required=True),
        "text": _text("text", is_required=True),
        "response": _choice("response", RESPONSES),
    },
    "exchange": {
        "status": _choice("status", EXCHANGE_STATUS, is_required=True),
        "parties": _codes("parties"),
        "mediators": _codes("mediators"),
        "date": _days(),
        "legs": _legs(),
    },
}
REPORT_SLOTS: dict[str, dict[str, Slot]] = {
    "talk": EVENT_SLOTS["talk"],
    "demand": EVENT_SLOTS["demand"] | _SAID,
    "exchange": EVENT_SLOTS["exchange"] | _SAID,
    "figure": {
        "value": _amount(is_required=True),
        "approx": _choice("approx", APPROX),
        "unit": _text("unit"),
        "what": _text("what"),
        "claimant": _text("claimant"),
    },
}
