"""One talk of an article: from a draft, and as a report (`schemas.TALK_REPORTS`)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from transforms.document import Document, Mention, Sentence
from transforms.extract.talk_draft import Draft
from transforms.extract.talk_mood import OPEN
from transforms.extract.talk_people import persons_of
from transforms.extract.talk_slots import find_duration, find_format, find_level, find_outcome, find_round
from transforms.extract.talk_where import When, find_date, find_place

_ABOUT = frozenset({"of", "by", "to", "for"})
SAID = frozenset({"agree", "accord", "broker"})
_IN_PERSON = frozenset({"talk-met", "talk-sat-down", "talk-saw"})
_DATE = re.compile(r"<DATE:(\d+)>")


@dataclass
class Row:
    """One talk of the article while its sentences are gathered."""

    status: str
    sides: list[str]
    mediators: list[str]
    when: When | None = None
    city: str | None = None
    country: str | None = None
    round: int | None = None
    level: str | None = None
    format: str | None = None
    duration: Mention | None = None
    outcome: str | None = None
    people: list[Mention] = field(default_factory=list)
    evidence: list[tuple[Sentence, str]] = field(default_factory=list)
    cue: tuple[int, int] | None = None  # where in the typed form of its first sentence it is told
    default: bool = False
    strong: bool = False
    alone: bool = False
    set: bool = False  # place and persons are known, sentences that only touch it add none
    fresh_news: date | None = None  # an undated talk of the first sentences is hardly older than this


def row_of(document: Document, draft: Draft) -> Row:
    """The talk that one draft alone tells of."""
    r, span = draft.reading, draft.span
    said = draft.frame in SAID
    status = _status(draft, document.published)
    when = find_date(r, span, status, document.published, said=said or draft.frame == "told")
    mediators = [c for c in draft.mediators if c not in draft.sides]
    city, country = find_place(r, span, draft.sides)
    country = country or draft.land
    level = find_level([m for m in draft.people if m.kind != "PARTY" or m.role in ("delegation", "leader")], r.lowered)
    return Row(
        status=status,
        sides=[c for c in draft.sides if c not in mediators],
        mediators=mediators,
        when=when,
        city=city,
        country=country,
        round=find_round(r, span),
        level=level,
        format=draft.format
        or find_format(r.lowered, status)
        or _by_meeting(draft, mediators, placed=bool(city or country)),
        duration=find_duration(r, span) if status == "held" else None,
        outcome=find_outcome(r.lowered, draft.outcome) if status == "held" else None,
        people=_people(draft),
        evidence=[(r.sentence, draft.pattern_id)],
        cue=span,
        default=draft.default,
        strong=not draft.weak,
        alone=draft.alone and when is not None,
    )


def _status(draft: Draft, published: date | None) -> str:
    """The status of a draft; where its words leave it open, a day ahead in its clause makes it scheduled."""
    if draft.status != OPEN:
        return draft.status
    r = draft.reading
    left, right = r.clause(*draft.span)
    for m in _DATE.finditer(r.typed, left, max(right, draft.span[1] + 60)):
        when = r.sentence.mentions[int(m[1])].when
        if published and when and when.start and when.start > published:
            return "scheduled"
    return "held"


def _by_meeting(draft: Draft, mediators: list[str], *, placed: bool) -> str | None:
    """direct, where persons of two sides are said to have met without anybody between them; call, where they spoke."""
    if draft.pattern_id == "talk-spoke" and not placed and draft.status == "held":
        chiefs = [m for m in draft.people if m.kind == "PERSON" or m.role == "leader"]
        return "call" if chiefs and len(draft.sides) == 2 else None
    if draft.frame != "meet" or draft.status != "held" or draft.pattern_id not in _IN_PERSON or mediators:
        return None
    met = {m.parties[0] for m in draft.people if m.kind in ("PERSON", "PRON") and m.parties and m.name}
    return "direct" if len(met & {*draft.sides}) > 1 else None


def _people(draft: Draft) -> list[Mention]:
    """The persons among the actors of a draft, and those of its parties that stand beside them in the clause."""
    r = draft.reading
    owned = {m for g in r.groups for m in g.mentions if m.kind == "PERSON"}
    owned -= {m for g in r.groups for m in persons_of(r, g)}  # "X's envoy" is not X
    named = [m for m in draft.people if m.kind in ("PERSON", "PRON") and m.name and m not in owned]
    left, right = r.clause(*draft.span)
    for group in r.groups:
        if group.speaks or group.possessive or group.preposition in _ABOUT or not left <= group.start < right:
            continue
        known = {m.name for m in named}
        beside = (m for m in persons_of(r, group) if m.name not in known)
        named += [m for m in beside if set(m.parties) & {*draft.sides, *draft.mediators}]
    return named


def report(row: Row) -> dict[str, Any]:
    """The row as a talk report (`schemas.TALK_REPORTS`) with its evidence."""
    quantity = row.duration.quantity if row.duration else None
    factor = 60.0 if quantity and quantity.unit == "hours" else 1.0

    def minutes(value: float | None) -> float | None:
        return value * factor if value is not None else None

    return {
        "status": row.status,
        "parties": list(dict.fromkeys(row.sides)),
        "mediators": list(dict.fromkeys(row.mediators)),
        "date_start": row.when.start if row.when else None,
        "date_end": row.when.end if row.when else None,
        "date_basis": row.when.basis if row.when else None,
        "city": row.city,
        "country": row.country,
        "venue": None,
        "round": row.round,
        "level": _level(row),
        "format": row.format,
        "duration_value": minutes(quantity.value) if quantity else None,
        "duration_low": minutes(quantity.low) if quantity else None,
        "duration_high": minutes(quantity.high) if quantity else None,
        "duration_approx": quantity.approx if quantity else None,
        "people": [
            {"name": m.name, "person_id": m.id, "party": m.parties[0] if m.parties else None}
            for m in {p.name: p for p in row.people}.values()
        ],
        "outcome": row.outcome if row.status == "held" else None,
        "evidence": row.evidence,
    }


def _level(row: Row) -> str | None:
    """The level that words or the persons of the first sentence give, else that of all persons named, if it is one."""
    return row.level or find_level(row.people, "")
