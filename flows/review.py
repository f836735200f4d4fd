"""`parley review`: what most deserves a look, and entries of the curation folder from it. No server, no Prefect."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from flows.curation import CORRECTIONS_FILE, JUDGEMENTS_FILE, read_curation
from flows.errors import ParleyError
from flows.settings import CURATION, load_settings
from transforms.curation import JUDGEMENTS, CurationError, Entry
from transforms.reference.additions import NewAlias
from transforms.reference.entities import Party
from warehouse.review import Item, read_items

SECTIONS = {
    "conflicts": "Reports contradict each other",
    "low-support": "One story, and not whole",
    "near-merges": "Two events that are nearly alike enough to be one",
    "thin-merges": "One event that a report only just joined",
    "people": "People in no list",
    "parties": "Parties in no list",
}
REASON = "TODO: why"


def review(options: argparse.Namespace) -> int:
    """The command. Raises ParleyError for a key that no item has or an action that does not fit it."""
    settings = load_settings({"warehouse": options.warehouse, "curation": options.curation})
    folder = settings.curation
    if not folder.is_dir() and (folder == CURATION or options.accept or options.write):
        entries: tuple[Entry, ...] = ()
    else:
        entries = read_curation(folder, skips_bad=True).entries
    decided = {about for entry in entries for about in _about(entry)}
    items = [item for item in read_items(settings.warehouse) if item.about not in decided]
    if options.accept:
        print(_accept(items, options, folder))
    elif options.write:
        print(_write(list(_shown(items, options.only, options.limit)), folder))
    else:
        _print(items, options.only, options.limit)
    return 0


def _about(entry: Entry) -> Iterator[tuple[str, ...]]:
    """What items an entry settles, as they name it."""
    ids = [ref.id for ref in (*entry.rows, *entry.others)]
    if entry.action in JUDGEMENTS:
        yield from (tuple(sorted((a, b))) for a in ids for b in ids if a != b)
    elif ids:
        yield from ((ids[0], entry.slot) if entry.slot else (ids[0],), (ids[0],))
    elif isinstance(entry.addition, NewAlias):
        yield from ((text,) for text in entry.addition.texts)
    elif entry.addition:
        yield (entry.addition.code if isinstance(entry.addition, Party) else entry.addition.name,)


def _shown(items: Sequence[Item], only: str | None, limit: int) -> Iterator[Item]:
    """The first items of each section, or of one."""
    for section, group in groupby(items, key=lambda item: item.section):
        if only in (None, section):
            yield from list(group)[:limit]


def _print(items: Sequence[Item], only: str | None, limit: int) -> None:
    counts = {section: sum(item.section == section for item in items) for section in SECTIONS}
    number = 0
    for section, group in groupby(_shown(items, only, limit), key=lambda item: item.section):
        shown = list(group)
        more = f", {counts[section] - len(shown)} more with --only {section}" if counts[section] > len(shown) else ""
        print(f"{SECTIONS[section]} ({counts[section]}{more})\n")
        for item in shown:
            number += 1
            print(f"{number:>3}  {item.key}  {item.title}")
            for line in item.told:
                print(f"             {line}")
            print(f"             -> {_suggestion(item)}\n")
    if number:
        print(
            "To decide: parley review --accept KEY --reason WHY [--do ACTION] [--value VALUE], or --write for templates."
        )
    else:
        print("Nothing needs a look.")


def _suggestion(item: Item) -> str:
    entry = item.entry
    what = {"set": f"set {entry.get('slot')}: {entry.get('value')}", "add_person": f"add_person {entry.get('name')}"}
    return " or ".join((what.get(entry["do"], entry["do"]), *item.others))


def _accept(items: Sequence[Item], options: argparse.Namespace, folder: Path) -> str:
    found = [item for item in items if item.key == options.accept]
    if not found:
        raise ParleyError(f"review: no open item has the key {options.accept}; parley review lists them")
    if not options.reason:
        raise ParleyError("review: say why with --reason")
    entry = _decided(found[0], options.do or found[0].entry["do"], options.value)
    told = {"reason": options.reason, **({"source": options.source} if options.source else {})}
    file = _append({**entry, **told, "date": datetime.now(UTC).date()}, folder)
    return f"{file}: {entry['do']} written; the next run applies it"


def _decided(item: Item, action: str, value: str | None) -> dict[str, Any]:
    """The item's entry for an action that fits it, with the value that the user gave."""
    if action not in (item.entry["do"], *item.others):
        raise ParleyError(
            f"review: {item.key} takes --do {' or '.join((item.entry['do'], *item.others))}, not {action}"
        )
    entry = {**item.entry, "do": action}
    if action == "add_alias":
        if not value:
            raise ParleyError("review: say whose alias with --value (a party code, person id or place)")
        return {"do": action, "to": value, "texts": list(item.about)}
    if action in ("merge", "keep_apart"):
        return {"do": action, "rows": [*entry["rows"], *entry.get("from", ())]}
    if action == "drop":
        return {"do": action, "row": entry["row"]}
    if action == "clear":
        del entry["value"]
    if value is not None:
        if action == "set":
            entry["value"] = yaml.safe_load(value)
        elif action == "add_party":
            entry["kind"] = value
        elif action == "add_person":
            entry["offices"] = [value]
        else:
            raise ParleyError(f"review: --do {action} takes no --value")
    return entry


def _write(items: Sequence[Item], folder: Path) -> str:
    """Put the items into the files as comments; those that are there already stay as they are."""
    files = (folder / CORRECTIONS_FILE, folder / JUDGEMENTS_FILE)
    there = "".join(file.read_text("utf-8") for file in files if file.exists())
    new = [item for item in items if f"# {item.key}: " not in there]
    for item in new:
        head = f"{item.key}: {item.title}"
        text = "\n".join([head, *item.told, f"({_suggestion(item)})", _dumped({**item.entry, "reason": REASON})])
        _append_text(_file_of(item.entry, folder), "".join(f"# {line}\n" for line in text.splitlines()))
    return f"{folder}: {len(new)} templates written as comments; take the # away where you agree, and say why"


def _file_of(entry: Mapping[str, Any], folder: Path) -> Path:
    return folder / (JUDGEMENTS_FILE if entry["do"] in JUDGEMENTS else CORRECTIONS_FILE)


def _append(entry: Mapping[str, Any], folder: Path) -> Path:
    """Add an entry to its file, unless the folder could not be read with it. Raises CurationError."""
    file = _file_of(entry, folder)
    before = file.read_text("utf-8") if file.exists() else None
    known = len(read_curation(folder, skips_bad=True).faults) if folder.is_dir() else 0
    _append_text(file, _dumped(entry))
    faults = read_curation(folder, skips_bad=True).faults
    if len(faults) > known:
        if before is None:
            file.unlink()
        else:
            file.write_text(before, "utf-8")
        raise CurationError(faults[known:])
    return file


def _dumped(entry: Mapping[str, Any]) -> str:
    return str(yaml.safe_dump([dict(entry)], sort_keys=False, allow_unicode=True, width=120))


def _append_text(file: Path, text: str) -> None:
    """Put text at the end of a file, a blank line before it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    before = file.read_text("utf-8").rstrip("\n") + "\n\n" if file.exists() else ""
    file.write_text(before + text, "utf-8")
