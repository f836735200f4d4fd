"""Talks that no pattern tells of: a sentence with actors, a day and some word of diplomacy, weighed by a gate of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from transforms.document import Document
from transforms.extract.opened import Opened
from transforms.extract.talk_draft import Draft
from transforms.extract.talk_features import features
from transforms.extract.talk_groups import Reading
from transforms.extract.talk_merge import DIPLOMACY, Row
from transforms.extract.talk_rows import row_of
from transforms.extract.talk_scene import AHEAD, place_of

PATTERN_ID = "talk-loose"
_OFF = Opened(
    r"\b(?:refus|reject|declin|cancel|call(?:ed)? off|postpon|boycott|turn(?:ed)? (?:down|away)|walk(?:ed)? out|not come|stay(?:ed)? away"
    r"|skip|scrap|ruled out|never)"
)
_WISHED = Opened(r"\b(?:propos|offer|invit|suggest|urg|call(?:ed|s) (?:for|on)|ready to|willing|would|want)")
_WORD = re.compile(r"<[A-Z]{2,6}|(?<![A-Za-z’'-])[a-z][a-z’']+")
_ACTORS = frozenset({"PARTY", "PERSON", "DEM", "PRON"})


def loose_talks(document: Document, readings: Sequence[Reading], rows: Sequence[Row]) -> list[tuple[Row, list[str]]]:
    """What sentences that tell of none of the `rows` may tell of, each with its features for the gate."""
    told = {sentence.number for row in rows for sentence, _ in row.evidence}
    found = list(_rows(document, readings, told))
    known = features(document, rows, of=found)
    return [(row, [*names, *_signs(row, told)]) for row, names in zip(found, known, strict=True)]


def _rows(document: Document, readings: Sequence[Reading], told: set[int]) -> Iterator[Row]:
    for r in readings:
        if r.sentence.number in told:
            continue
        mentions = r.sentence.mentions
        codes = list(dict.fromkeys(c for m in mentions if m.kind in _ACTORS for c in m.parties))
        days = [m for m in mentions if m.kind == "DATE" and m.when and m.when.start]
        if codes and days and DIPLOMACY.search(r.lowered):
            yield row_of(document, _draft(r, place_of(r, days[0]), codes, document.sides_at(r.sentence)))


def _signs(row: Row, told: set[int]) -> Iterator[str]:
    """The words of its sentence, what is in it, how far it stands from the talks that are told outright."""
    sentence = row.evidence[0][0]
    yield from {f"word={word[:7]}" for word in _WORD.findall(sentence.typed)}
    kinds = [m.role if m.kind == "PLACE" else m.kind for m in sentence.mentions]
    yield from (f"days={min(kinds.count('DATE'), 2)}", f"towns={min(kinds.count('city'), 2)}")
    yield f"persons={min(kinds.count('PERSON'), 2)}"
    yield f"near={min((abs(sentence.number - n) for n in told), default=9)}"


def _draft(r: Reading, at: int, codes: list[str], sides: tuple[str, ...]) -> Draft:
    draft = Draft(r, (at, at + 1), PATTERN_ID, "scene", status=_status(r.lowered), weak=True)
    draft.default = len(codes) < 2 or set(sides) <= set(codes)
    draft.sides = list(sides) if draft.default else codes[:2]
    return draft


def _status(words: str) -> str:
    if _OFF.search(words):
        return "cancelled"
    return "proposed" if _WISHED.search(words) else "scheduled" if AHEAD.search(words) else "held"
