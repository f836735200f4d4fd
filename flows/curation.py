"""The folder of what people decided: `corrections.yml` and `judgements.yml`, read and validated entry by entry.

A bad entry is told by file, line and number, before anything is read or published; with `skips_bad` it is left out and
kept as a fault that the warehouse shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from flows.additions import ADDITIONS, read_addition, unfit_additions
from flows.errors import ParleyError, did_you_mean
from flows.settings import CURATION
from transforms.contradictions import Placed, contradictions
from transforms.curation import CORRECTIONS, JUDGEMENTS, Curation, CurationError, Entry, Fault, RowRef, row_ref
from transforms.written_slots import EVENT_SLOTS, LEG_SLOTS, REPORT_SLOTS, Slot, read_leg

CORRECTIONS_FILE, JUDGEMENTS_FILE = "corrections.yml", "judgements.yml"
FILES = {CORRECTIONS_FILE: (*CORRECTIONS, *ADDITIONS), JUDGEMENTS_FILE: JUDGEMENTS}
REQUIRED = {"set": ("row", "slot", "value"), "clear": ("row", "slot"), "drop": ("row",)} | {
    "merge": ("rows",), "keep_apart": ("rows",), "split": ("rows", "from")
}  # fmt: skip
OPTIONAL = {"set": ("was", "leg"), "clear": ("was", "leg"), "drop": ("leg",)}
REF_KEYS = ("id", "article", "sentence", "where")


class BadEntryError(Exception):
    """What is wrong with an entry, and at which of its keys."""

    def __init__(self, why: str, key: str | None = None) -> None:
        self.key = key
        super().__init__(why)


@dataclass(frozen=True)
class _Written:
    """An entry as it stands in a file: its keys and values, and the line of each key."""

    file: str
    number: int
    line: int
    slots: dict[str, Any] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def read_curation(folder: Path, *, skips_bad: bool = False) -> Curation:
    """All entries of the folder. The default folder need not be there.

    Raises CurationError for bad entries (none of them is left out unless `skips_bad`), ParleyError for a folder that is
    not there.
    """
    if not folder.is_dir():
        if folder == CURATION and not folder.exists():
            return Curation()
        raise ParleyError(f"{folder}: no folder of corrections.yml and judgements.yml; make it or mend --curation")
    entries: list[Entry] = []
    faults = [_fault(str(file), 0, 1, why) for file, why in _strangers(folder)]
    for name, actions in FILES.items():
        for found in _read_file(folder / name, actions):
            if isinstance(found, Entry):
                entries.append(found)
            else:
                faults.append(found)
    for check in (_repeated, _contradictory, unfit_additions):
        bad = check(entries)
        faults += bad
        entries = [entry for entry in entries if all(entry is not fault.entry for fault in bad)]
    if faults and not skips_bad:
        raise CurationError(faults)
    return Curation(tuple(entries), tuple(faults), skips_bad)


def _strangers(folder: Path) -> Iterator[tuple[Path, str]]:
    """YAML files of other names: their entries would be passed over in silence."""
    for file in sorted(folder.iterdir()):
        if file.suffix in (".yml", ".yaml") and file.name not in FILES:
            yield file, f"not read{did_you_mean(file.name, FILES)}"


def _read_file(file: Path, actions: Sequence[str]) -> Iterator[Entry | Fault]:
    if not file.exists():
        return
    try:
        written = list(_written(file))
    except (OSError, UnicodeDecodeError) as error:
        yield _fault(str(file), 0, 1, f"cannot be read: {error}")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        yield _fault(str(file), 0, mark.line + 1 if mark else 1, f"not valid YAML: {getattr(error, 'problem', error)}")
    except BadEntryError as error:
        yield _fault(str(file), 0, 1, str(error))
    else:
        for entry in written:
            try:
                yield _entry(entry, actions)
            except BadEntryError as error:
                line = entry.lines.get(error.key or "", entry.line)
                yield _fault(entry.file, entry.number, line, str(error), entry.slots)


def _fault(file: str, number: int, line: int, why: str, slots: Mapping[str, Any] | None = None) -> Fault:
    """The fault of an entry that cannot be read."""
    told = slots or {}
    return Fault(Entry(file, number, line, str(told.get("do", "unreadable")), str(told.get("reason", ""))), why)


def _written(file: Path) -> Iterator[_Written]:
    """The entries of a file. Raises YAMLError, and BadEntryError for a file that is no list."""
    loader = yaml.SafeLoader(file.read_text("utf-8"))
    try:
        root = loader.get_single_node()
        if root is None:  # an empty file, or one of comments
            return
        if not isinstance(root, yaml.SequenceNode):
            raise BadEntryError("must be a list of entries, each beginning with `- do: ...`")
        for number, node in enumerate(root.value, start=1):
            yield _written_entry(str(file), number, node, loader)
    finally:
        loader.dispose()


def _written_entry(file: str, number: int, node: yaml.Node, loader: yaml.SafeLoader) -> _Written:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        return _Written(file, number, line)
    keys = [(str(key.value), key.start_mark.line + 1) for key, _ in node.value]
    names = [name for name, _ in keys]
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise yaml.MarkedYAMLError(problem=f"entry {number} has {twice[0]} twice", problem_mark=node.start_mark)
    try:
        slots = {str(key): value for key, value in loader.construct_mapping(node, deep=True).items()}
    except ValueError as error:  # a day that is in no calendar
        raise yaml.MarkedYAMLError(problem=f"entry {number}: {error}", problem_mark=node.start_mark) from None
    return _Written(file, number, line, slots, dict(keys))


def _entry(written: _Written, actions: Sequence[str]) -> Entry:
    slots = written.slots
    action = str(slots.get("do", ""))
    if action not in actions:
        file = next((name for name, others in FILES.items() if action in others), None)
        why = f"belongs into {file}" if file else f"is no action{did_you_mean(action, actions)}"
        raise BadEntryError(f"do: {action} {why}", "do")
    _check_keys(slots, action)
    place = (written.file, written.number, written.line, action)
    told = (_required_text(slots, "reason"), _text(slots, "source"), _date(slots))
    if action in ADDITIONS:
        try:
            return Entry(*place, *told, addition=read_addition(action, slots))
        except ValueError as error:
            raise BadEntryError(str(error)) from None
    if action in JUDGEMENTS:
        rows, others = _refs(slots, "rows"), _refs(slots, "from") if action == "split" else ()
        if len({ref.kind for ref in (*rows, *others)}) > 1:
            raise BadEntryError("its rows are not of one kind", "rows")
        if len(rows) + len(others) < 2:
            raise BadEntryError("rows: at least two are needed", "rows")
        for ref in (*rows, *others):
            _check_guard(ref, "rows")
        return Entry(*place, *told, rows=rows, others=others)
    return _correction(place, told, slots)


def _check_keys(slots: Mapping[str, Any], action: str) -> None:
    required, optional = (
        (ADDITIONS[action].required, ADDITIONS[action].optional)
        if action in ADDITIONS
        else (REQUIRED[action], OPTIONAL.get(action, ()))
    )
    known = ("do", "reason", "source", "date", *required, *optional)
    for key in slots:
        if key not in known:
            raise BadEntryError(f'unknown key "{key}" for do: {action}{did_you_mean(str(key), known)}', str(key))
    for key in ("reason", *required):
        if slots.get(key) in (None, "", []):
            hint = "; to empty a slot, use do: clear" if key == "value" else ""
            raise BadEntryError(f"{key} is missing for do: {action}{hint}")


def _correction(
    place: tuple[str, int, int, str], told: tuple[str, str | None, date | None], slots: Mapping[str, Any]
) -> Entry:
    ref = _ref(slots["row"], "row")
    leg = slots.get("leg") or {}
    if leg:
        if ref.kind != "exchange":
            raise BadEntryError("leg: only an exchange has groups that pass", "leg")
        _read(read_leg, leg, "leg")
    if place[3] == "drop":
        _check_guard(ref, "row")
        return Entry(*place, *told, rows=(ref,), leg=leg)
    known = LEG_SLOTS if leg else (EVENT_SLOTS if ref.is_event else REPORT_SLOTS)[ref.kind]
    slot = _slot(slots["slot"], known, ref)
    if place[3] == "clear" and known[slot].is_required:
        raise BadEntryError(f"{slot} cannot be empty; set it, or drop the row", "slot")
    for key in ("value", "was"):
        if key in slots:
            _read(known[slot].read, slots[key], key)
    if "was" not in slots:
        _check_guard(ref, "row")
    return Entry(
        *place,
        *told,
        rows=(ref,),
        slot=slot,
        value=slots.get("value"),
        was=slots.get("was"),
        has_was="was" in slots,
        leg=leg,
    )


def _check_guard(ref: RowRef, key: str) -> None:
    """An id alone may be that of another row once patterns have changed."""
    if not ref.is_anchored and not ref.where:
        how = "article and sentence (parley review writes them), where, or, for set and clear, was"
        raise BadEntryError(f"{key}: nothing tells that {ref.id} is still the row that is meant; give {how}", key)


def _slot(name: Any, known: Mapping[str, Slot], ref: RowRef) -> str:
    if name not in known:
        of = f"{ref.kind} {'events' if ref.is_event else 'reports'}"
        raise BadEntryError(f'{of} have no slot "{name}"{did_you_mean(str(name), known)}', "slot")
    return str(name)


def _read(read: Any, value: Any, key: str) -> None:
    try:
        read(value)
    except ValueError as error:
        raise BadEntryError(f"{key}: {error}", key) from None


def _refs(slots: Mapping[str, Any], key: str) -> tuple[RowRef, ...]:
    values = slots[key] if isinstance(slots[key], list) else [slots[key]]
    return tuple(_ref(value, key) for value in values)


def _ref(value: Any, key: str) -> RowRef:
    """An id, or a mapping with id and what finds the row without it."""
    parts = {"id": value} if isinstance(value, str) else value
    if not isinstance(parts, dict) or not set(parts) <= set(REF_KEYS) or not isinstance(parts.get("id"), str):
        raise BadEntryError(
            f"{key}: {value!r} is neither an id nor a mapping with id and some of {', '.join(REF_KEYS[1:])}", key
        )
    if ("article" in parts) != ("sentence" in parts):
        raise BadEntryError(f"{key}: article and sentence find a row only together", key)
    where = parts.get("where") or {}
    try:
        ref = row_ref(
            parts["id"], article=parts.get("article"), sentence=parts.get("sentence"), where=tuple(where.items())
        )
    except (ValueError, AttributeError) as error:
        raise BadEntryError(f"{key}: {error}", key) from None
    for slot, held in ref.where:
        _read(REPORT_SLOTS[ref.kind][_slot(slot, REPORT_SLOTS[ref.kind], ref)].read, held, key)
    return ref


def _text(slots: Mapping[str, Any], key: str) -> str | None:
    value = slots.get(key)
    if value is not None and not isinstance(value, str):
        raise BadEntryError(f"{key}: {value!r} is not a text", key)
    return value


def _required_text(slots: Mapping[str, Any], key: str) -> str:
    return _text(slots, key) or ""


def _date(slots: Mapping[str, Any]) -> date | None:
    value = slots.get("date")
    if value is not None and type(value) is not date:
        raise BadEntryError(f"date: {value!r} is not a day like 2025-06-02", "date")
    return value


def _repeated(entries: Sequence[Entry]) -> list[Fault]:
    """Entries that decide what an earlier one decided."""
    first: dict[str, Entry] = {}
    return [
        Fault(entry, f"the same as {first[entry.key].place}")
        for entry in entries
        if first.setdefault(entry.key, entry) is not entry
    ]


def _contradictory(entries: Sequence[Entry]) -> list[Fault]:
    """What contradicts itself by the ids alone; the build looks again, at the rows."""
    return contradictions(
        [Placed(e, tuple(r.id for r in e.rows), tuple(r.id for r in e.others)) for e in entries if e.rows]
    )
