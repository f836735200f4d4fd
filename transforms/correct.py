"""One row, one correction: set or clear a slot, or one of a group that passes in an exchange; take the row out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from transforms.curation import Entry
from transforms.names import code_of
from transforms.reference.load import Reference
from transforms.written_slots import LEG_SLOTS, Row, Slot, fits, read_leg, show_leg

# A party has one part in an event: who becomes the one is no longer the other.
_OTHER_ROLE = {"parties": "mediators", "mediators": "parties", "by_parties": "to_parties", "to_parties": "by_parties"}


class NotAsExpected(Exception):  # noqa: N818  (no error: an entry that no longer applies)
    """The row is not as the entry says that it was."""


def corrected(
    row: Row, entry: Entry, slots: Mapping[str, Slot], reference: Reference
) -> tuple[dict[str, Any] | None, str, str | None]:
    """The row after the correction (None when it is dropped), and what it said before and says now.

    Raises NotAsExpected when `was` does not hold and nothing else but the id names the row, or when no group or more than
    one is as `leg` says.
    """
    if entry.leg:
        return _with_leg(row, entry)
    if entry.action == "drop":
        shown = {name: slot.show(row) for name, slot in slots.items()}
        return None, words({name: value for name, value in shown.items() if value not in (None, [])}), None
    slot = slots[entry.slot or ""]
    if entry.has_was and not entry.rows[0].is_anchored and not fits(slot, entry.was, row):
        raise NotAsExpected(f"{entry.slot} was {words(entry.was)} and is {words(slot.show(row))} now")
    changed = slot.read(entry.value)
    if "people" in changed:
        changed["people"] = [_known_person(p["name"], row, reference) for p in changed["people"]]
    others = {_OTHER_ROLE[column]: codes for column, codes in changed.items() if column in _OTHER_ROLE}
    left = {other: [code for code in row[other] or [] if code not in codes] for other, codes in others.items()}
    new = {**row, **changed, **left}
    return new, words(slot.show(row)), words(slot.show(new))


def _with_leg(row: Row, entry: Entry) -> tuple[dict[str, Any], str, str | None]:
    legs = list(row["legs"] or [])
    found = [i for i, leg in enumerate(legs) if all(fits(LEG_SLOTS[s], v, leg) for s, v in entry.leg.items())]
    if len(found) != 1:
        held = "; ".join(words(show_leg(leg)) for leg in legs) or "none"
        raise NotAsExpected(f"{len(found)} groups are {words(entry.leg)}; the exchange has: {held}")
    at = found[0]
    before = legs[at]
    if entry.action == "drop":
        return {**row, "legs": legs[:at] + legs[at + 1 :]}, words(show_leg(before)), None
    slot = entry.slot or ""
    if entry.has_was and not entry.rows[0].is_anchored and not fits(LEG_SLOTS[slot], entry.was, before):
        raise NotAsExpected(f"{slot} was {words(entry.was)} and is {words(LEG_SLOTS[slot].show(before))} now")
    legs[at] = read_leg({slot: entry.value}, empty=before)
    return {**row, "legs": legs}, words(show_leg(before)), words(show_leg(legs[at]))


def _known_person(name: str, row: Row, reference: Reference) -> dict[str, Any]:
    """The person as the row has them, else as the reference data do, else by the form of the name."""
    for person in row["people"] or []:
        if person["name"] == name:
            return dict(person)
    known = next(
        (a.target for a in reference.aliases if a.kind == "person" and a.form == "full" and a.text == name), None
    )
    if known is None:
        return {"name": name, "person_id": code_of(name).lower(), "party": None}
    office = reference.people[known].office()
    return {"name": name, "person_id": known, "party": office.party if office else None}


def words(value: Any) -> str:
    """A slot's value in words, for the table of corrections."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {words(held)}" for name, held in value.items())
    if isinstance(value, list):
        return ("; " if any(isinstance(v, Mapping) for v in value) else ", ").join(map(words, value))
    return value if isinstance(value, str) else json.dumps(value, default=str)
