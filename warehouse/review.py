"""What of the published warehouse most deserves a look of people, as items that carry a ready entry for it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from transforms.near import Close, close_calls
from transforms.schemas import DEMAND_REPORTS, EXCHANGE_REPORTS, LEG, PERSON, TALK_REPORTS, Schema
from warehouse.connect import open_published
from warehouse.dictionary import sql_files

LONGEST = 90  # characters of what an event is, in a title
# What the slots of `slot_values` are called in entries.
_ENTRY_SLOTS = {"duration": "duration_minutes"}
_COUNT = re.compile(r"count of (?P<category>\S+) from (?P<source>\S+) to (?P<target>\S+)")
_REPORTS: dict[str, Schema] = {"talk": TALK_REPORTS, "demand": DEMAND_REPORTS, "exchange": EXCHANGE_REPORTS}

Row = dict[str, Any]


@dataclass(frozen=True)
class Item:
    """One thing to look at.

    section   conflicts, low-support, near-merges, thin-merges, people, parties
    title     what it is about, in a line
    about     what stays the same of it from build to build: ids and slot, or a name
    told      what articles say, a line each: a sentence with outlet and day
    entry     what a person would write into the curation folder, without a reason
    others    actions that fit the same rows
    """

    section: str
    title: str
    about: tuple[str, ...]
    told: tuple[str, ...]
    entry: Mapping[str, Any]
    others: tuple[str, ...] = field(default=())

    @property
    def key(self) -> str:
        """Names the item, in this build and later ones."""
        return hashlib.sha256(repr((self.section, self.about)).encode()).hexdigest()[:6]


def read_items(warehouse_dir: Path) -> Iterator[Item]:
    """All items, section by section, the worst first in each. Raises WarehouseError when nothing is published."""
    with open_published(warehouse_dir) as connection:
        yield from _conflicts(_ask(connection, "conflicts"))
        yield from map(_low_support, _ask(connection, "low_support"))
        yield from sorted(_close_calls(connection), key=lambda item: item.section)
        yield from map(_person, _ask(connection, "unknown_people"))
        yield from map(_party, _ask(connection, "unknown_parties"))


def _ask(connection: duckdb.DuckDBPyConnection, name: str) -> list[Row]:
    (file,) = (f for f in sql_files("review") if f.name == name)
    return pl.DataFrame(connection.sql(file.text)).to_dicts()


def _conflicts(rows: Sequence[Row]) -> Iterator[Item]:
    for (row_id, slot), group in groupby(rows, key=lambda r: (r["row_id"], r["slot"])):
        said = list(group)
        values = list(dict.fromkeys((r["value"], r["story_count"]) for r in said))
        best = said[0]
        told = tuple(f"{r['value']}: {_told(r)}" for r in said)
        counted = " against ".join(f"{value} ({_stories(count)})" for value, count in values)
        corrected = _slot(slot, best)
        entry = {"do": "set", "row": _ref(row_id, best), **corrected, "was": corrected["value"]}
        title = f"{_cut(best['about'])}: {slot} {counted}"
        yield Item("conflicts", title, (row_id, corrected["slot"]), told, entry, ("clear", "drop"))


def _slot(slot: str, row: Row) -> Row:
    """Slot and value of an entry, from those of `slot_values`."""
    value, group = row["value"], _COUNT.fullmatch(slot)
    if group:
        number = _amount(value)
        leg = dict(zip(("from", "to", "category"), group.group("source", "target", "category"), strict=True))
        leg |= {"value": number, "who": row["group_who"]}
        return {"leg": leg, "slot": "value", "value": number}
    if slot == "date":
        first, _, last = value.partition(" to ")
        return {"slot": slot, "value": [first, last] if last else first}
    if slot in ("duration", "round"):
        return {"slot": _ENTRY_SLOTS.get(slot, slot), "value": _amount(value)}
    return {"slot": slot, "value": value}


def _amount(value: str) -> float | int:
    """The number in words such as "nearly 360 minutes"; of a range the first."""
    numbers = re.findall(r"\d[\d.]*", value.replace(",", ""))
    number = float(numbers[0]) if numbers else 0.0
    return int(number) if number.is_integer() else number


def _low_support(row: Row) -> Item:
    title = f"{_cut(row['about'])}: one story, without {row['lacking']}"
    entry = {"do": "drop", "row": _ref(row["row_id"], row)}
    return Item("low-support", title, (row["row_id"],), (_told(row),), entry)


def _close_calls(connection: duckdb.DuckDBPyConnection) -> Iterator[Item]:
    calls = [call for kind in _REPORTS for call in close_calls(kind, *_read_reports(connection, kind))]
    told = _sentences(connection, [r for call in calls for r in (call.report, call.other)])
    for call in sorted(calls, key=lambda call: abs(call.excess)):
        yield _close_call(call, told)


def _close_call(call: Close, told: Mapping[str, Row]) -> Item:
    one, other = told[call.report], told[call.other]
    rows = [_ref(call.report, one), _ref(call.other, other)]
    about, sentences = tuple(sorted((call.report, call.other))), (_told(one), _told(other))
    if call.event == call.other_event:
        title = f"{_cut(one['about'])}: a report joins by {call.excess:.1f} of likeness"
        entry: Row = {"do": "split", "rows": rows[:1], "from": rows[1:]}
        return Item("thin-merges", title, about, sentences, entry, ("merge",))
    short = f"{-call.excess:.1f} of likeness short of one event"
    how = short if call.excess < 0 else "two of their reports are alike, all together are not"
    title = f"{_cut(one['about'])} | {_cut(other['about'])}: {how}"
    return Item("near-merges", title, about, sentences, {"do": "merge", "rows": rows}, ("keep_apart",))


def _read_reports(connection: duckdb.DuckDBPyConnection, kind: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The reports of a kind with the columns that are compared and `published`, and their events."""
    table = connection.sql(
        f"select r.*, a.published_at as published from {kind}_reports as r join articles as a using (article_id)"
    )
    frame = pl.DataFrame(table).rename({"by_party": "by_parties", "to_party": "to_parties"}, strict=False)
    lists = [c for c, t in _REPORTS[kind].items() if t == pl.List(pl.String)]
    frame = frame.with_columns(pl.col(c).str.split(", ").fill_null([]) for c in lists)
    if kind == "talk":
        person = pl.struct(pl.element().alias("name"), person_id=pl.lit(None, pl.String), party=pl.lit(None, pl.String))
        names = pl.col("people").str.split(", ").fill_null([])
        frame = frame.with_columns(names.list.eval(person).cast(pl.List(PERSON)))
    if kind == "exchange":
        legs = pl.DataFrame(connection.sql("select * from exchange_report_legs order by report_id, leg_no"))
        slots = [field.name for field in LEG.fields]
        held = legs.group_by("report_id").agg(pl.struct(slots).cast(LEG).alias("legs"))
        frame = frame.join(held, on="report_id", how="left").with_columns(pl.col("legs").fill_null([]))
    return frame, frame.select("report_id", pl.col(f"{kind}_id").alias("event_id"))


def _sentences(connection: duckdb.DuckDBPyConnection, reports: Sequence[str]) -> dict[str, Row]:
    """For each report its first sentence, and what its event is."""
    rows = connection.sql(
        "select distinct on (e.report_id) e.report_id, coalesce(t.summary, x.summary, d.text) as about, a.outlet,"
        " a.published_at, e.quote, a.url as anchor_url, e.quote as anchor_quote, r.text as anchor_text"
        " from evidence as e join articles as a using (article_id) left join demand_reports as r using (report_id)"
        " left join talks as t on t.talk_id = e.row_id left join exchanges as x on x.exchange_id = e.row_id"
        " left join demands as d on d.demand_id = e.row_id"
        " where list_contains(?, e.report_id) order by e.report_id, e.char_start",
        params=[list(reports)],
    )
    return {row["report_id"]: row for row in pl.DataFrame(rows).to_dicts()}


def _person(row: Row) -> Item:
    office = f"{row['party_code']}:{row['role'] or 'other'}:" if row["party_code"] else None
    entry = {"do": "add_person", "name": row["name"], **({"offices": [office]} if office else {})}
    who = ", ".join(part for part in (row["role"], row["party_code"]) if part)
    title = f"{row['name']}{f' ({who})' if who else ''}: in {_stories(row['article_count'])}, in no list"
    return Item("people", title, (row["name"],), (_told(row),) if row["quote"] else (), entry, ("add_alias",))


def _party(row: Row) -> Item:
    entry = {"do": "add_party", "code": row["party_code"], "kind": "armed_group", "names": [row["name"]]}
    title = f"{row['party_code']}: in {row['event_count']} event{'s' * (row['event_count'] > 1)}, in no list"
    return Item("parties", title, (row["party_code"],), (_told(row),), entry, ("add_alias",))


def _ref(row_id: str, row: Row) -> Row:
    """A row by its id and by what finds it again; one sentence may make several demands, which their words tell apart."""
    where = {"where": {"text": row["anchor_text"]}} if row.get("anchor_text") else {}
    return {"id": row_id, "article": row["anchor_url"], "sentence": " ".join(row["anchor_quote"].split()), **where}


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _told(row: Row) -> str:
    return f"“{' '.join(row['quote'].split())}” ({row['outlet'] or 'no outlet'}, {row['published_at'] or 'undated'})"


def _stories(count: int) -> str:
    return "1 story" if count == 1 else f"{count} stories"
