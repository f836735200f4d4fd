"""One event as one row with the slots of a report, and back into the frames of `Events`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from transforms.resolve import Events, keys_within
from transforms.slots import KEY, chosen_values

# For each kind: the role of a party -> the slot that lists its codes.
_ROLES = {
    "talk": {"party": "parties", "mediator": "mediators"},
    "demand": {"by": "by_parties", "to": "to_parties"},
    "exchange": {"party": "parties", "mediator": "mediators"},
}


def take_events(events: Events, kind: str, event_ids: Collection[str]) -> Events:
    """Some events of a kind alone: the frames that one event's row is read from and put into."""
    return replace(
        events, **{name: frame.filter(is_theirs) for name, frame, is_theirs in _own(events, kind, event_ids)}
    )


def put_events(events: Events, kind: str, event_ids: Collection[str], taken: Events) -> Events:
    """The events with those that were taken as they are now."""
    put: dict[str, pl.DataFrame] = {}
    for name, frame, is_theirs in _own(events, kind, event_ids):
        key = list(KEY) if name == "slot_values" else [f"{kind}_id", *keys_within(frame)]
        put[name] = pl.concat([frame.filter(~is_theirs), getattr(taken, name)]).sort(key)
    return replace(events, **put)


def _own(events: Events, kind: str, event_ids: Collection[str]) -> Iterator[tuple[str, pl.DataFrame, pl.Expr]]:
    """Name of each frame that holds what an event of a kind says, the frame, and which rows are of these events."""
    names = [f"{kind}s", f"{kind}_parties"]
    names += {"talk": ["talk_people"], "exchange": ["exchange_legs"]}.get(kind, [])
    for name in names:
        yield name, getattr(events, name), pl.col(f"{kind}_id").is_in(list(event_ids))
    yield "slot_values", events.slot_values, pl.col("row_id").is_in(list(event_ids))


def event_row(events: Events, kind: str, event_id: str) -> dict[str, Any]:
    """The event's own columns, and lists of party codes, people and legs as in its reports."""
    row = _rows_of(getattr(events, f"{kind}s"), kind, event_id)[0]
    parties = _rows_of(getattr(events, f"{kind}_parties"), kind, event_id)
    for role, slot in _ROLES[kind].items():
        row[slot] = [p["party_code"] for p in parties if p["role"] == role]
    if kind == "talk":
        people = _rows_of(events.talk_people, kind, event_id)
        row["people"] = [{"party": p["party_code"], **p} for p in people]
    if kind == "exchange":
        row["legs"] = _rows_of(events.exchange_legs, kind, event_id)
    return row


def put_event_row(events: Events, kind: str, event_id: str, row: Mapping[str, Any]) -> Events:
    """The events with this row for the event. What no article says (a party, a group) has an article count of 0."""
    key = f"{kind}_id"
    parties = {p["party_code"]: p for p in _rows_of(getattr(events, f"{kind}_parties"), kind, event_id)}
    roles = [
        {"article_count": 0, **parties.get(code, {}), key: event_id, "party_code": code, "role": role}
        for role, slot in _ROLES[kind].items()
        for code in row[slot] or []
    ]
    frames: dict[str, Iterable[Mapping[str, Any]]] = {f"{kind}s": [row], f"{kind}_parties": roles}
    if kind == "talk":
        people = ({"article_count": 0, **p, key: event_id, "party_code": p["party"]} for p in row["people"] or [])
        frames["talk_people"] = people
    if kind == "exchange":
        legs = enumerate(row["legs"] or [], start=1)
        frames["exchange_legs"] = ({"article_count": 0, **leg, key: event_id, "leg_no": n} for n, leg in legs)
    return replace(
        events, **{name: _replaced(getattr(events, name), key, event_id, rows) for name, rows in frames.items()}
    )


def choose_again(events: Events, kind: str) -> Events:
    """The events, all of one kind, with `is_chosen` of their slots' values as their rows now say."""
    chosen = chosen_values(kind, getattr(events, f"{kind}s"), events.exchange_legs)
    values = events.slot_values.drop("is_chosen").join(
        chosen.with_columns(pl.lit(value=True).alias("is_chosen")), on=["row_id", "slot", "value"], how="left"
    )
    again = values.with_columns(pl.col("is_chosen").fill_null(value=False)).select(events.slot_values.columns)
    return replace(events, slot_values=again)


def without_events(events: Events, kind: str, event_ids: Collection[str]) -> Events:
    """The events without some of a kind: all rows that are theirs are gone, and references to them null."""
    key = f"{kind}_id"
    is_gone = pl.col(key).is_in(list(event_ids))
    kept: dict[str, pl.DataFrame] = {}
    for name, frame in vars(events).items():
        if "row_id" in frame.columns:
            kept[name] = frame.filter(~pl.col("row_id").is_in(list(event_ids)))
        elif key not in frame.columns:
            continue
        elif name.startswith(kind):
            kept[name] = frame.filter(~is_gone)
        else:
            kept[name] = frame.with_columns(pl.when(~is_gone).then(key).alias(key))
    return replace(events, **kept)


def _rows_of(frame: pl.DataFrame, kind: str, event_id: str) -> list[dict[str, Any]]:
    return frame.filter(pl.col(f"{kind}_id") == event_id).to_dicts()


def _replaced(frame: pl.DataFrame, key: str, event_id: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The frame, in its order, with these rows for the event."""
    new = pl.DataFrame([{c: row.get(c) for c in frame.columns} for row in rows], schema=frame.schema)
    return pl.concat([frame.filter(pl.col(key) != event_id), new]).sort(key, *keys_within(frame))
