"""Drafts of one article to its exchanges: further sentences fill a row; other days, phases and numbers make new ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from transforms.document import Document
from transforms.extract.exchange_cues import Draft, resume
from transforms.extract.exchange_fill import fill_ends
from transforms.extract.exchange_items import Leg
from transforms.extract.exchange_legs import conflicts, distinct, together, without_totals, without_vague
from transforms.extract.exchange_none import is_tally_or_rescue
from transforms.extract.exchange_rivals import with_rivals
from transforms.extract.exchange_row import Row, codes, fill, is_vague, of_remains, parties_alike, without_echoes
from transforms.extract.exchange_sides import Sides, sides_at
from transforms.extract.exchange_when import When, day_near, find_when

__all__ = ["Row", "rows_of"]

_FRESH = re.compile(
    r"\b(?:previous(?:ly)?|earlier|separate(?:ly)?|additional|similar|last time|prior|(?:second|next|later|third) phase)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"\b(?:another|further)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:previous|last time|earlier|in the past|only other|back in)\b", re.IGNORECASE)
_IN_RETURN = re.compile(
    r"\b(?:in (?:return|exchange|turn)|for (?:its|their|his|her) part|reciprocat\w+|to match|as (?:many|the) counterpart)\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:(?:an)?others?|more(?! than)|rest|remaining|further|additional)\b", re.IGNORECASE)
_EVERY = re.compile(r"(?:all|every)\b", re.IGNORECASE)
_AGE = 25  # years
_NEAR = 3  # sentences in which "the exchange" is the one told before
_LEAD = 6  # sentences in which an article tells its own news


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
        if draft.status == "completed" and is_tally_or_rescue(draft):
            continue
        if last is not None and draft.sentence.number - last[0] <= 3:
            resume(draft, last[1])
        last = (draft.sentence.number, draft.legs[0])
        if draft.status == "open":
            draft.status = "agreed" if any(x.quantity and not x.named for x in draft.legs) else None
        if draft.status == "would":
            draft.status = _as_before(rows, draft)
        new = _row(document, draft, sides_at(document, draft, sides))
        if rows:
            new.legs = _more_of(new.legs, rows[-1].legs, draft)
        known = _same(rows, new, draft)
        if known is not None:
            fill(known, new)
        elif (draft.status is not None or _is_counted_swap(draft, new)) and _stands_alone(new, draft):
            rows.append(new)
    rows = without_echoes(rows)
    rows = [r for r in rows if not _is_history(r, document.published)]
    taken = {r.when.start for r in rows if r.when}
    for row in rows:
        row.when = row.when or _day_around(document, row, taken)
        row.legs = without_vague(without_totals(distinct(row.legs)))
    return with_rivals(document, rows)


def _more_of(legs: list[Leg], told: Sequence[Leg], draft: Draft) -> list[Leg]:
    """More captives ("two others", "another 20") pass the way of those told before, where all of these pass one way."""
    ways = {(x.giver, x.taker) for x in told if x.giver or x.taker}
    if len(ways) != 1 or draft.both or draft.frame == "swap" or any(x.giver or x.taker for x in legs):
        return legs
    giver, taker = ways.pop()
    if not all(_MORE.search(x.words) for x in legs):
        return legs
    return [x._replace(giver=giver, taker=taker) for x in legs]


def _is_history(row: Row, published: date | None) -> bool:
    """Whether an exchange is one of another age: of a war that the article only remembers."""
    return row.when is not None and published is not None and published.year - row.when.end.year > _AGE


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
        together(fill_ends(draft, sides)),
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


def _is_counted_swap(draft: Draft, new: Row) -> bool:
    return draft.frame == "swap" and any(x.quantity and not x.named for x in new.legs)


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
    best = best or [r for r in fitting if codes(r.legs) == codes(new.legs)] or fitting
    return best[-1] if best else None


def _compatible(row: Row, new: Row, draft: Draft, number: int) -> bool:
    """Whether a draft may be about the exchange of a row."""
    words = draft.sentence.text
    if _is_told(row, new):
        return True
    if draft.status is None:
        return new.when is None and not _FRESH.search(words) and parties_alike(row.legs, new.legs)
    if is_vague(new) and not draft.both and {row.status, new.status} <= {"agreed", "proposed"} and not row.before:
        alike = parties_alike(row.legs, new.legs) or bool(
            {x.category for x in row.legs} & {x.category for x in new.legs}
        )
        return alike and of_remains(row.legs) == of_remains(new.legs)
    if row.status != new.status:
        return False
    other = _other_days(row, new, draft, number)
    if (not other or _IN_RETURN.match(draft.sentence.text)) and _is_return(row, new, draft, number):
        return True
    if other or not parties_alike(row.legs, new.legs):
        return False
    if draft.pattern_id == "exchange-listed" and {x.giver for x in new.legs if x.giver} - codes(row.legs):
        return False
    return number == row.evidence[-1][0].number or _goes_on(row, new, draft, number)


def _goes_on(row: Row, new: Row, draft: Draft, number: int) -> bool:
    """Whether a later sentence of the same status, days and parties tells more of a row."""
    if row.speaker and new.speaker and row.speaker != new.speaker and conflicts(row.legs, new.legs):
        return False  # rival accounts stay apart (codebook section 7)
    if of_remains(row.legs) != of_remains(new.legs) or (_of_politics(row) != _of_politics(new) and new.when is None):
        return False
    if _BEFORE.search(draft.sentence.text) and new.when:
        return False
    return _numbers_fit(row, new, draft, number)


def _other_days(row: Row, new: Row, draft: Draft, number: int) -> bool:
    """Whether a draft is of other days than a row; a pronoun in the next sentence still means those of the row."""
    if row.when is None or new.when is None or row.when.overlaps(new.when):
        return False
    return not (draft.pronoun and number - row.evidence[-1][0].number <= 1)


def _is_return(row: Row, new: Row, draft: Draft, number: int) -> bool:
    """Whether a draft says what passes the other way in return, in the same sentence or the next."""
    gave = {x.taker for x in row.legs if x.taker} & {x.giver for x in new.legs if x.giver}
    return (
        bool(gave) and number - row.evidence[-1][0].number <= 1 and _IN_RETURN.search(draft.sentence.text) is not None
    )


def _of_politics(row: Row) -> bool:
    """Whether only people jailed for their politics are freed, to nobody."""
    return all(x.category == "political_prisoners" and x.taker is None for x in row.legs)


def _is_told(row: Row, new: Row) -> bool:
    """Whether a draft speaks of those of a row, by their number alone or a pronoun, whatever it says of them now."""
    values = {x.quantity.value for x in row.legs if x.quantity}
    values.add(sum(x.quantity.value for x in row.legs if x.quantity))
    return all(x.again and x.quantity and x.quantity.value in values for x in new.legs)


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
    values = {x.quantity.value for x in row.legs if x.quantity}
    if any(value - part in values for value in values for part in counted if value > part):
        return True  # the last part of a total
    known = {x.category for x in row.legs if x.quantity}
    if not counted or not known & {x.category for x in new.legs if x.quantity}:
        return not _FRESH.search(words)
    near = number - row.evidence[-1][0].number <= 3
    if new.when is not None and row.when is None and known:
        return False
    return near and not (_FRESH.search(words) or _ANOTHER.search(words)) and not conflicts(row.legs, new.legs)
