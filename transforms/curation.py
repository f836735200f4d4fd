"""What people decided about rows, as data: corrections of slots, judgements of what is one event, additions to the lists.

`flows/curation.py` reads the entries, `curate.py` applies them. Each says why, and carries what finds its row again after
the code that numbers rows has changed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from transforms.reference.additions import Addition, Additions

CORRECTIONS = ("set", "clear", "drop")
JUDGEMENTS = ("merge", "split", "keep_apart")
_ROW_ID = re.compile(
    r"(?P<report>.+#(?P<kind>talk|demand|exchange|figure)-\d+)|(?P<event>talk|demand|exchange)-[0-9a-f]{12}"
)


class CurationError(ValueError):
    """Entries that cannot be applied as they stand; one line that names file, line and entry of each."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        shown = "; ".join(str(fault) for fault in faults[:3])
        more = f"; and {len(faults) - 3} more" if len(faults) > 3 else ""
        super().__init__(f"{shown}{more} (mend it, or leave bad entries out with --skip-bad-curation)")


@dataclass(frozen=True, slots=True)
class RowRef:
    """A report or an event. `id` is tried first, then `article` (URL or id) with `sentence`, one of its evidence.

    `where` are slots, as in the codebook, that tell apart the rows that one sentence gave.
    """

    id: str
    article: str | None = None
    sentence: str | None = None
    where: tuple[tuple[str, Any], ...] = ()

    @property
    def kind(self) -> str:
        """talk, demand, exchange or figure."""
        match = _ROW_ID.fullmatch(self.id)
        return (match["kind"] or match["event"]) if match else ""

    @property
    def is_event(self) -> bool:
        """Whether it names a row merged over articles."""
        match = _ROW_ID.fullmatch(self.id)
        return bool(match and match["event"])

    @property
    def is_anchored(self) -> bool:
        """Whether it can be found without its id."""
        return self.article is not None and self.sentence is not None


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One decision, at a place in a file. Entry 0 is the file itself.

    `rows` are the rows it is about (one, but for judgements), `others` those that a split parts them from. `value` and
    `was` are as written, in the forms of `written_slots.py`; `has_was` tells "was empty" from "not said". `leg` selects one group of
    an exchange. `addition` is what it adds to the reference data.
    """

    file: str
    number: int
    line: int
    action: str
    reason: str
    source: str | None = None
    decided_on: date | None = None
    rows: tuple[RowRef, ...] = ()
    others: tuple[RowRef, ...] = ()
    slot: str | None = None
    value: Any = None
    was: Any = None
    has_was: bool = False
    leg: Mapping[str, Any] = field(default_factory=dict)
    addition: Addition | None = None

    @property
    def place(self) -> str:
        """File, line and entry, for messages."""
        entry = f" (entry {self.number})" if self.number else ""
        return f"{self.file}, line {self.line}{entry}"

    @property
    def key(self) -> str:
        """The entry's id: the same as long as it decides the same, wherever in the file it stands."""
        decided: tuple[object, ...] = (self.action, self.rows, self.others, self.slot, self.value, self.addition)
        decided += (sorted(self.leg.items()),) if self.rows or self.addition else (self.file, self.number)
        return f"correction-{hashlib.sha256(repr(decided).encode()).hexdigest()[:12]}"


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry that cannot be applied as it stands, and why; of one that cannot be read the entry holds the place."""

    entry: Entry
    why: str

    def __str__(self) -> str:
        return f"{self.entry.place}: {self.why}"


@dataclass(frozen=True, slots=True)
class Curation:
    """All entries of a folder, in the order of its files. `faults` are those left out because the user said so.

    `skips_bad`: what turns out to be bad only when rows are looked at is left out too, instead of a CurationError.
    """

    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    skips_bad: bool = False

    @property
    def additions(self) -> Additions:
        """What the entries add to the reference data."""
        return Additions(tuple(sorted((e.addition for e in self.entries if e.addition), key=repr)))

    @property
    def fingerprint(self) -> str:
        """A hash of all that reaches the tables, so that an edited folder is told from the one built with."""
        told = [(e.key, e.number, e.reason, e.source, e.decided_on, e.was, e.has_was) for e in self.entries]
        content = repr((told, [(fault.entry.key, fault.why) for fault in self.faults], self.skips_bad))
        return hashlib.sha256(content.encode()).hexdigest()[:12]


def row_ref(row_id: str, **anchor: Any) -> RowRef:
    """A reference to a row. Raises ValueError when it is no id of a report or an event."""
    if not _ROW_ID.fullmatch(row_id):
        raise ValueError(
            f"{row_id!r} is no id of a row, such as talk-0a1b2c3d4e5f (an event) or ARTICLE#talk-1 (a report)"
        )
    return RowRef(row_id, **anchor)
