"""Drafts of one article to its exchanges: further sentences fill a row; other days, phases and numbers make new ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from transforms.document import Document, Sentence
from transforms.extract.exchange_cues import Draft, resume
from transforms.extract.exchange_fill import fill_ends
from transforms.extract.exchange_items import Leg
from transforms.extract.exchange_legs import conflicts, distinct, tells, without_totals
from transforms.extract.exchange_sides import Sides
from transforms.extract.exchange_when import When, day_near, find_when

_FRESH = re.compile(
    r"\b(?:previous(?:ly)?|earlier|separate(?:ly)?|additional|similar|last time|prior|(?:second|next|later|third) phase)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:another|further)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:previous|last time|earlier|in the past|only other|back in)\b", re.IGNORECASE)
_TALLY = re.compile(
    r"\b(?:so far|to date|in total since|total number|in recent (?:years|months|weeks)|over the (?:past|last) (?:few )?(?:years|months)|since the (?:start|beginning|outbreak) of|altogether|since (?:taking|he took|coming) (?:office|to power))\b",
    re.IGNORECASE,
)
_RESCUE = re.compile(
    r"\b(?:rescued?|rescuing|stormed|raided)\b|\bin an? (?:[a-z]+ ){0,2}(?:raid|assault)\b|\b(?:military|commando|rescue|special|ground|overnight|police) operation\b|\boperation in which\b|\b(?:hospital|medical) (?:examinations?|treatment|checks?)\b|\bquestioned\b|\bwithout charge\b|\black of evidence\b|\bpending (?:trial|investigation)\b|\bafter questioning\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?:\s[^\s.;,]+){0,4}\ssince\s(?:the\s|last\s|early\s|late\s|[a-z-]+\sof\s)*(?:<(?:DATE|NUM)|then\b|(?:full-scale\s)?(?:war|conflict|invasion|start|beginning|outbreak|fighting|truce|ceasefire|coup)\b)"
)
_ORDINARY = re.compile(
    r"(?:\s[^\s.;,]+){0,3}?\s(?:on\s(?:bail|parole|licence|probation|<PRON:\d+>\sown)|from\s(?:the\s|an?\s)?(?:[a-z]+\s)?hospital)\b"
)
_FOUND = re.compile(r"\b(?:recover|retriev|collect|fetch|pick(?:s|ed|ing)? up)", re.IGNORECASE)
_HANDED = re.compile(
    r"\b(?:exchang|swap|hand(?:ed|ing)? |in return\b|deal\b|repatriat|agree)",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\s(?:the\s)?<(?:PARTY|DEM)")
_ARMY = re.compile(
    r"\b(?:military|army|troops|soldiers said|forces|tunnels?|operation|IDF|navy|divers|rescuers)\b", re.IGNORECASE
)
_EVER_SINCE = re.compile(r"\W*(?:ever\s)?since\s(?:the\s)?(?:[a-z]+\sof\s)?<DATE:\d+>,", re.IGNORECASE)
_EVERY = re.compile(r"(?:all|every)\b", re.IGNORECASE)
_NEAR = 3  # sentences in which "the exchange" is the one told before
_LEAD = 6  # sentences in which an article tells its own news


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


def rows_of(document: Document, drafts: Sequence[Draft], sides: Sides) -> list[Row]:
    """The exchanges of an article in the order of their first sentence."""
    rows: list[Row] = []
    last: tuple[int, Leg] | None = None
    for draft in drafts:
        if draft.status == "demanded":
            continue
        if draft.again:
            _tell_again(document, rows, draft)
            continue
        if draft.status == "completed" and _is_tally_or_rescue(draft):
            continue
        if last is not None and draft.sentence.number - last[0] <= 3:
            resume(draft, last[1])
        last = (draft.sentence.number, draft.legs[0])
        if draft.status == "open":
            draft.status = "agreed" if any(x.quantity and not x.named for x in draft.legs) else None
        if draft.status == "would":
            draft.status = _as_before(rows, draft)
        new = _row(document, draft, sides)
        known = _same(rows, new, draft)
        if known is not None:
            _fill(known, new)
        elif draft.status is not None and _stands_alone(new, draft):
            rows.append(new)
    rows = _without_echoes(rows)
    taken = {r.when.start for r in rows if r.when}
    for row in rows:
        row.when = row.when or _day_around(document, row, taken)
        row.legs = without_totals(distinct(row.legs))
    return rows


def _without_echoes(rows: list[Row]) -> list[Row]:
    """Rows without those that only speak vaguely of a deal that another row tells ("the hostage deal")."""
    kept: list[Row] = []
    for row in rows:
        known = next((r for r in kept if _echoes(r, row) or _of_one_person(r, row)), None)
        if known is None:
            kept.append(row)
        else:
            known.status = _told_status(known, row)
            if _is_vague(known):
                known.speaker, known.via = row.speaker, row.via
            _fill(known, row)
    return kept


def _of_one_person(known: Row, row: Row) -> bool:
    """Whether both rows pass one named captive, of whom a person is freed but once."""
    if "cancelled" in (known.status, row.status) or known.before or row.before:
        return False
    if known.when and row.when and not known.when.overlaps(row.when):
        return False
    return bool({x.who for x in known.legs if x.named} & {x.who for x in row.legs if x.named})


def _told_status(known: Row, row: Row) -> str:
    """The status of the one that says more; of two vague ones that of the deal not yet reached."""
    if "completed" in (known.status, row.status):
        return "completed"
    if not _is_vague(row):
        return row.status if _is_vague(known) else known.status
    return "proposed" if row.status == "proposed" and _is_vague(known) else known.status


def _echoes(known: Row, row: Row) -> bool:
    ahead = {"agreed", "proposed"}
    kinds = {x.category for x in known.legs} & {x.category for x in row.legs}
    vague = _is_vague(row) or (_is_vague(known) and "hostages" in kinds)
    if known.status not in ahead or row.status not in ahead or not vague:
        return False
    return bool(kinds) and _parties_alike(known.legs, row.legs) and _of_remains(known.legs) == _of_remains(row.legs)


def _tell_again(document: Document, rows: list[Row], draft: Draft) -> None:
    """More of the exchange told last: its day, or that it has taken place by now."""
    near = [r for r in rows if draft.sentence.number - r.evidence[-1][0].number <= _NEAR]
    if not near or _FRESH.search(draft.sentence.text):
        return
    row, status = near[-1], draft.status
    when = find_when(draft.reading, draft.span, status or row.status, document.published)
    if status == "cancelled" and row.status in ("agreed", "proposed"):
        row.status = status
    elif status == "completed" and row.status == "agreed" and when is not None:
        row.status, row.when = status, when
    elif status in (None, row.status):
        row.when = row.when or (when if status else None)
    else:
        return
    row.evidence += [(draft.sentence, draft.pattern_id)] if draft.sentence is not row.evidence[-1][0] else []


def _is_tally_or_rescue(draft: Draft) -> bool:
    """Whether captives are only added up over a time ("120 freed since May"), or were got out by force."""
    text, r = draft.sentence.text, draft.reading
    found = _FOUND.search(r.typed[slice(*draft.span)])
    if found and not _HANDED.search(text) and not (_FROM.search(r.typed) and not _ARMY.search(text)):
        return True  # the dead of a battle or a crash
    return bool(
        _TALLY.search(text)
        or _RESCUE.search(text)
        or _SINCE.match(r.typed, draft.span[1])
        or _EVER_SINCE.match(r.typed)
        or _ORDINARY.match(r.typed, draft.span[1])
    )


def _day_around(document: Document, row: Row, taken: set[date]) -> When | None:
    """The day of the news for the exchange that the article opens with: a day named near it, for a deal its publication."""
    first = row.evidence[0][0].number
    if row.before or first > _LEAD or row.status not in ("completed", "agreed"):
        return None
    around = [s for s in document.sentences if abs(s.number - first) <= 2]
    day = day_near(sorted(around, key=lambda s: abs(s.number - first)), document.published)
    if day is not None and row.status == "agreed" and day.start in taken:
        day = None  # the day of another exchange
    if day is None and row.status == "agreed" and document.published:
        return When(document.published, document.published, "inferred")
    return day


def _as_before(rows: list[Row], draft: Draft) -> str:
    """ "would": agreed or proposed like what was told just before, else proposed."""
    near = [
        r for r in rows if r.status in ("agreed", "proposed") and draft.sentence.number - r.evidence[-1][0].number <= 3
    ]
    return near[-1].status if near else "proposed"


def _row(document: Document, draft: Draft, sides: Sides) -> Row:
    claim = draft.sentence.claim_at(draft.reading.sentence.offset(draft.span[0]))
    status = draft.status or "agreed"
    when = find_when(draft.reading, draft.span, status, document.published)
    return Row(
        status,
        fill_ends(draft, sides),
        tuple(c for c in dict.fromkeys(sides.code(c) for c in draft.sides) if c),
        [],
        when,
        _speaker(claim.speaker) if claim else None,
        claim.via if claim else None,
        when is not None and _BEFORE.search(draft.sentence.text) is not None,
        [(draft.sentence, draft.pattern_id)],
    )


def _speaker(name: str | None) -> str | None:
    """A named person, code or organisation; "officials" and the like are nobody's voice."""
    return name if name and not name.islower() else None


def _stands_alone(new: Row, draft: Draft) -> bool:
    return (
        any(x.quantity or x.named or _EVERY.match(x.words) or x.category != "prisoners" or x.giver for x in new.legs)
        or draft.strong
    )


def _same(rows: list[Row], new: Row, draft: Draft) -> Row | None:
    """The row that a draft speaks of again: the latest that fits."""
    number = draft.sentence.number
    fitting = [r for r in rows if _compatible(r, new, draft, number)]
    values = {x.quantity.value for x in new.legs if x.quantity and not x.named}
    best = [r for r in fitting if values & {x.quantity.value for x in r.legs if x.quantity}]
    best = best or [r for r in fitting if _codes(r.legs) == _codes(new.legs)] or fitting
    return best[-1] if best else None


def _compatible(row: Row, new: Row, draft: Draft, number: int) -> bool:
    """Whether a draft may be about the exchange of a row."""
    same_sentence = number == row.evidence[-1][0].number
    words = draft.sentence.text
    if draft.status is None:
        return new.when is None and not _FRESH.search(words) and _parties_alike(row.legs, new.legs)
    if _is_vague(new) and not draft.both and {row.status, new.status} <= {"agreed", "proposed"} and not row.before:
        alike = _parties_alike(row.legs, new.legs) or bool(
            {x.category for x in row.legs} & {x.category for x in new.legs}
        )
        return alike and _of_remains(row.legs) == _of_remains(new.legs)
    if row.status != new.status:
        return False
    if (
        row.when
        and new.when
        and not row.when.overlaps(new.when)
        and not (draft.pronoun and number - row.evidence[-1][0].number <= 1)
    ):
        return False
    if not _parties_alike(row.legs, new.legs):
        return False
    if same_sentence:
        return True
    if row.speaker and new.speaker and row.speaker != new.speaker and conflicts(row.legs, new.legs):
        return False  # rival accounts stay apart (codebook section 7)
    if _of_remains(row.legs) != _of_remains(new.legs) or (_BEFORE.search(words) and new.when):
        return False
    return _numbers_fit(row, new, draft, number)


def _is_vague(row: Row) -> bool:
    """Whether a draft says of its captives neither how many, who nor when: it speaks of what was told before."""
    return row.when is None and not any(x.quantity or x.named or tells(x) for x in row.legs)


def _of_remains(legs: Sequence[Leg]) -> bool:
    return all(x.category == "remains" for x in legs)


def _numbers_fit(row: Row, new: Row, draft: Draft, number: int) -> bool:
    """Whether the numbers of a draft can belong to a row: known ones, or groups that the row does not count yet."""
    words = draft.sentence.text
    counted = {x.quantity.value for x in new.legs if x.quantity}
    if counted & {x.quantity.value for x in row.legs if x.quantity}:
        return True
    if _BEFORE.search(words) or row.before:
        return False
    total = sum(x.quantity.value for x in new.legs if x.quantity)
    if len(counted) < len([x for x in new.legs if x.quantity]) and any(
        x.quantity and x.quantity.value == total for x in row.legs
    ):
        return True  # "314 in all", then "157 each"
    known = {x.category for x in row.legs if x.quantity}
    if not counted or not known & {x.category for x in new.legs if x.quantity}:
        return not _FRESH.search(words)
    near = number - row.evidence[-1][0].number <= 3
    return near and not (_FRESH.search(words) or _ANOTHER.search(words)) and not conflicts(row.legs, new.legs)


def _parties_alike(a: Sequence[Leg], b: Sequence[Leg]) -> bool:
    first, second = _codes(a), _codes(b)
    return not first or not second or bool(first & second)


def _codes(legs: Sequence[Leg]) -> set[str]:
    return {c for x in legs for c in (x.giver, x.taker) if c}


def _fill(row: Row, new: Row) -> None:
    row.legs += new.legs
    row.sides = tuple(dict.fromkeys([*row.sides, *new.sides]))
    row.mediators += [c for c in new.mediators if c not in row.mediators]
    if new.when and (row.when is None or new.when.days < row.when.days):
        row.when = new.when
    row.evidence += [e for e in new.evidence if e[0] is not row.evidence[-1][0]]


def report(row: Row, sides: Sides) -> dict[str, Any]:
    """The row as an exchange report (`schemas.EXCHANGE_REPORTS`) with its evidence."""
    codes = dict.fromkeys(c for x in row.legs for c in (x.giver, x.taker) if c) | dict.fromkeys(row.sides)
    parties = list(codes)
    if (
        len(parties) == 1
        and len(sides.pair) == 2
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
        "date_start": _day(row.when, "start"),
        "date_end": _day(row.when, "end"),
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


def _day(when: When | None, end: str) -> date | None:
    return getattr(when, end) if when else None
