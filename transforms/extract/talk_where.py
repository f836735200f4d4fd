"""When and where a talk takes place: the date and the place that stand nearest to its cue and fit its status."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from transforms.attribution import SAY
from transforms.document import DateValue, Mention
from transforms.extract.talk_groups import Reading

_DATE = re.compile(r"<DATE:(\d+)>")
_PLACE = re.compile(r"<(?:PLACE|PARTY):(\d+)>")
_NUM = re.compile(r"<NUM:(\d+)>")
_SAID_ON = re.compile(
    rf"\b{SAY}(?:\s(?!in\b|at\b|to\b)[a-z]+|\s<(?:OUTLET|PARTY|PERSON|ORG|PRON):\d+>){{0,3}}\s(?:(?:late|early)\s)?(?:on\s)?$"
)
_AGREED_ON = re.compile(
    r"\b(?:agreed|decided|pledged|promised|offered|proposed|invited|announced|accepted)\s(?:on\s)?$"
)
_DEADLINE = re.compile(r"\b(?:by|before|no later than|not later than|until)\s(?:the\s)?(?:end of\s)?$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s(?:the\s)?$", re.IGNORECASE)
_NOT_DATE_OF_TALK = re.compile(
    r"\b(?:attack|attacks|(?<!prisoners of )war|invasion|strike|strikes|massacre|election|elections|ceasefire|truce|resolution|coup|onslaught"
    r"|assault|raid|offensive|killed|kidnapped|abducted|captured|detained|held there since|seized|began in|expired?|expires|ran out|lapsed|expiry)\s(?:of\s|on\s|in\s|since\s)?(?:the\s)?$"
    r"|\b(?:briefing|(?:press|news) conference|interview|speech|address|remarks|statement|article)"
    r"(?:\s(?:given|held|delivered|made|published|issued|released))?\s(?:on\s)?$"
)
_GONE_BY = re.compile(r"^(?:the\s)?(?:last|past|previous|yesterday)\b|\bago$", re.IGNORECASE)
_TO_COME = re.compile(r"^(?:the\s)?(?:next|coming|tomorrow)\b", re.IGNORECASE)
_KIND_OF_PLACE = (
    r"(?:capital|city|town|village|resort|port|island|suburb|district|neighbou?rhood|quarter|enclave|kingdom|republic|emirate"
    r"|state|sheikhdom|crossing|checkpoint|outpost|hamlet|province|spa)"
)
_OF_WAR = re.compile(
    r"\b(?:war|wars|invasion|conflict|fighting|insurgency|offensive|crisis|siege|uprising|rebellion|coup|massacre|annex\w+|attack|attacks|onslaught"
    r"|killed|seized|captured|kidnapped|abducted|detained|arrested|elected|born|founded)\b(?:(?!\b(?:talk|meet|met|negotiat|round|session|summit))[^,;])"
    r"{0,45}$"
)
_FOR = re.compile(r"\b(?:for|after|over|lasted|took|through|spent|of|nearly|almost|about|some)\s(?:[a-z]+\s)?$")
_OF_TALK = re.compile(
    r"\s(?:of|in|at)\s(?:[a-z<>A-Z:\d-]+\s){0,3}?(?:talks|negotiat\w+|bargaining|haggling|deliberations|meetings|discussions|sessions|consultations|diplomacy|dialogue)\b"
)
_NOT_LONG = re.compile(
    r"\s(?:ago|later|earlier|before|after|since|of (?:fighting|clashes|truce|calm|war|shelling)|truce|cease-?fire|pause|lull|visit|deadline|notice)"
)
_LASTING = re.compile(r"<NUM:(\d+)>")
_CLOSED = re.compile(
    r"\b(?:wrapp\w+ up|w(?:ou|i)nd\w* up|end(?:ed|ing|s)|clos(?:ed|ing)|conclud\w+|broke (?:up|off|down)|broken (?:up|off)|petered out|adjourned|collapsed"
    r"|finish\w+|complet\w+|after|capp(?:ed|ing)|culminat\w+|brought to a close|parted|fizzled|over|agreed|signed)\b"
)
_OPENED = re.compile(
    r"\b(?:open(?:ed|s|ing)?|beg[aiu]n\w*|begins|start(?:ed|s|ing)?|kick\w* off|got under way|resum\w+)\b"
)
_PLACE_BEFORE = re.compile(
    rf"\b{_KIND_OF_PLACE},?\s(?:of\s)?$"
    r"|\b(in|at|near|outside|around|on|inside|beside|above)\s(?:either\s|both\s)?(?:the\s|an?\s|<DEM:\d+>\s)?(?:[a-z]+\s){0,3}$"
    r"|\b(to|from|of|for|into|by)\s(?:the\s|<DEM:\d+>\s)?(?:[a-z]+\s){0,3}$",
    re.IGNORECASE,
)
_IS_TOWN = re.compile(rf"\b{_KIND_OF_PLACE}\sof\s$", re.IGNORECASE)
_WENT_TO = re.compile(
    r"\b(?:flew|flown|fly|jetted|travel\w*|went|came|drove|headed|return\w*|trip|visit|journey\w*|brought|summoned|invited|back|dashed|popped over|arrived)"
    r"\s(?:[a-z]+\s){0,2}to\s$"
)
# a name that no list has is a town unless it says what else it is
_NO_TOWN = re.compile(
    r"^(?:[Tt]he|Lake|Mount|Fort|Camp|Hotel|Palais|Château|Villa|Cape|Port Authority)\s"
    r"|\b(?:Castle|Palace|Hotel|House|Hall|Lake|River|Bridge|University|College|Airport|Airbase|Base|Road|Street|Avenue|Square|Park|Garden|Gardens"
    r"|Center|Centre|Room|Church|Cathedral|Mosque|Monastery|Museum|Embassy|Residence|Crossing|Gate|Strait|Sea|Gulf|Ocean|Valley|Mountains?|Hills"
    r"|Forest|Desert|Peninsula|Strip|Heights|Province|Region|State|County|District|Republic|Kingdom|Islands?|Coast|Basin|Corridor|Triangle|Horn"
    r"|Caucasus|Balkans|Sahel|Asia|Africa|Europe|America|Pacific|Atlantic|East|West|North|South)$"
)
_THEATRE = re.compile(
    r"\b(?:war|fighting|conflict|cease-?fires?|truce|hostages?|captives?|prisoners?|offensive|invasion|troops|forces|attack\w*"
    r"|(?:air)?strikes?|violence|crisis|operations?|situation|peace|aid|people|civilians|soldiers|hostilities|killed|died"
    r"|pause|calm|bombing|shelling|detained|jailed|imprisoned|interests|elections?|access|violations|positions"
    r"|(?:captives?|hostages?|prisoners?|people|men|women|soldiers|civilians|americans|nationals|citizens|those|being|still)"
    r"\s(?:still\s|being\s)?held)"
    r"\s(?:there\s)?(?:in|on|at|near|inside|across|from|of|to)\s(?:the\s)?(?:[a-z]+\s){0,2}$"
)
# houses that stand for the town in which they are
_SEATS = {
    "White House": "Washington",
    "Oval Office": "Washington",
    "Blair House": "Washington",
    "Kremlin": "Moscow",
    "Downing Street": "London",
    "lysée": "Paris",
    "Elysee": "Paris",
    "Blue House": "Seoul",
}
LONGEST = 400  # days that a talk may have gone on "since" then
_LESS_LIKELY = {"to": 30, "from": 90, "of": 25, "for": 60, "on": 20, "by": 60}


@dataclass(frozen=True, slots=True)
class When:
    """Days of a talk; `basis` as in DateValue."""

    start: date
    end: date
    basis: str


def find_date(r: Reading, span: tuple[int, int], status: str, published: date | None, *, said: bool) -> When | None:
    """The days that go with a cue: the nearest that fit its status; `said` allows the day of the announcement too."""
    best: tuple[int, When] | None = None
    for m in _DATE.finditer(r.typed):
        found = _interval(r, m, status, published)
        if found is None or not _fits(found, status, published):
            continue
        cost = _distance(r, span, m.span())
        before = r.typed[max(0, m.start() - 60) : m.start()]
        if _SINCE.search(before[-24:]):
            cost += 60  # "on a fifth trip since May, met X on Monday"
        if _SAID_ON.search(before):
            cost += 120 if said else 1000
        if status in ("scheduled", "proposed") and _AGREED_ON.search(before):
            cost += 120
        if _NOT_DATE_OF_TALK.search(before) or (found.end - found.start > timedelta(27) and _OF_WAR.search(before)):
            cost += 150
        if cost < 200 and (best is None or cost < best[0]):
            best = (cost, found)
    if best is None:
        return _within(r, span, status, published)
    return _stretched(r, span, best[1]) if status == "held" else best[1]


def _stretched(r: Reading, span: tuple[int, int], when: When) -> When:
    """The days of a talk of several days that is said to have closed, or opened, on one."""
    days = _length(r, span)
    if days is None or when.start != when.end:
        return when
    left, right = r.clause(*span)
    if _CLOSED.search(r.typed, left, right):
        return When(when.start - days, when.end, "inferred")
    return When(when.start, when.end + days, "inferred") if _OPENED.search(r.typed, left, right) else when


def _length(r: Reading, span: tuple[int, int]) -> timedelta | None:
    """How many days after its first one a talk went on: "ten days of negotiations", "a two-day session", "met for three days"."""
    for m in _LASTING.finditer(r.typed, max(0, span[0] - 60), min(len(r.typed), span[1] + 60)):
        mention = r.sentence.mentions[int(m[1])]
        q = mention.quantity
        if q is None or q.unit not in ("days", "weeks") or not 1 <= q.value <= 30 or _NOT_LONG.match(r.typed, m.end()):
            continue
        lasting = "-" in mention.text or _FOR.search(r.typed, 0, m.start()) or _OF_TALK.match(r.typed, m.end())
        if lasting and not r.crosses(min(m.end(), span[1]), max(m.start(), span[0])):
            return timedelta(round(q.value * (7 if q.unit == "weeks" else 1)) - 1)
    return None


def _interval(r: Reading, m: re.Match[str], status: str, published: date | None) -> When | None:
    mention = r.sentence.mentions[int(m[1])]
    value = mention.when
    if value is None or value.start is None or value.end is None or value.precision == "vague":
        return None
    before = r.typed[max(0, m.start() - 24) : m.start()]
    start, end = _turned(value, mention.text, status, published)
    if _DEADLINE.search(before) and status in ("scheduled", "proposed") and published and end > published:
        return When(published + timedelta(1), end, "inferred")
    if _SINCE.search(before):
        if published is None or status != "held" or (published - start).days > LONGEST:
            return None
        return When(start, published, "inferred")
    return When(start, end, value.basis)


def _turned(value: DateValue, text: str, status: str, published: date | None) -> tuple[date, date]:
    """A relative day or month on the wrong side of the publication for the talk's status, put on the other side.

    "Last month" and "tomorrow" say themselves on which side they are.
    """
    assert value.start is not None and value.end is not None
    if published is None or value.basis != "relative":
        return value.start, value.end
    ahead = status in ("scheduled", "proposed")
    wrong = value.end < published if ahead else status == "held" and value.start > published
    if not wrong or (_GONE_BY if ahead else _TO_COME).search(text):
        return value.start, value.end
    days = 7 if abs((value.start - published).days) <= 7 and value.precision == "day" else 365
    shift = timedelta(days if ahead else -days)
    return value.start + shift, value.end + shift


def _fits(when: When, status: str, published: date | None) -> bool:
    if published is None:
        return True
    if status == "held":
        return when.start <= published
    if status == "scheduled":
        return when.end >= published
    return True


def _within(r: Reading, span: tuple[int, int], status: str, published: date | None) -> When | None:
    """ "within two weeks" as an interval ahead."""
    if published is None or status not in ("scheduled", "proposed"):
        return None
    for m in _NUM.finditer(r.typed, span[0], min(len(r.typed), span[1] + 90)):
        mention = r.sentence.mentions[int(m[1])]
        q = mention.quantity
        words = r.typed[max(0, m.start() - 12) : m.start()] + mention.text
        if q and q.unit in _DAYS and re.search(r"\bwithin\b", words):
            return When(published + timedelta(1), published + timedelta(round(q.value * _DAYS[q.unit])), "inferred")
    return None


_DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.5}


def _distance(r: Reading, span: tuple[int, int], other: tuple[int, int]) -> int:
    """How far a mention is from a cue: in characters, more before it, far more beyond the clause."""
    left, right = r.clause(*span)
    cost = other[0] - span[1] if other[0] >= span[1] else span[0] - other[1] + 15
    if not left <= other[0] < right:
        cost += 60
    if r.crosses(min(span[1], other[1]), max(span[0], other[0])):
        cost += 60
    return cost


def find_place(r: Reading, span: tuple[int, int], codes: Collection[str]) -> tuple[str | None, str | None]:
    """City and country where it takes place: the nearest place that is not the theatre of the conflict."""
    modifier = _place_modifier(r, span, codes)
    if modifier:
        return modifier
    best: tuple[int, Mention] | None = None
    for m in _PLACE.finditer(r.typed):
        place = r.sentence.mentions[int(m[1])]
        if place.kind == "PARTY" and place.role != "capital":
            continue
        before = r.typed[max(0, m.start() - 60) : m.start()]
        prep = _PLACE_BEFORE.search(before)
        here = prep is not None and (prep[1] is not None or _WENT_TO.search(before) is not None)
        if prep is None or _THEATRE.search(before):
            continue
        town = place.kind == "PLACE" and _IS_TOWN.search(before) is not None
        if not town and not _is_place(place, () if here else codes):
            continue
        if place.role == "region" and place.country in codes:
            continue
        cost = _distance(r, span, m.span()) + _LESS_LIKELY.get((prep[1] or prep[2] or "").lower(), 0)
        if place.role != "city":
            cost += 20 if place.kind == "PLACE" and place.country is not None else 40
        if cost < 170 and (best is None or cost < best[0]):
            best = (cost, place)
    return _where(best[1]) if best else (None, None)


def _place_modifier(r: Reading, span: tuple[int, int], codes: Collection[str]) -> tuple[str | None, str | None] | None:
    """ "the Istanbul talks": a city right before the noun."""
    before = re.search(r"<(?:PLACE|PARTY):(\d+)>\s(?:[a-z-]+\s){0,2}$", r.typed[: span[0]])
    if before is None:
        return None
    place = r.sentence.mentions[int(before[1])]
    return _where(place) if place.role == "city" or (place.role == "capital" and _is_place(place, codes)) else None


def _is_place(m: Mention, codes: Collection[str]) -> bool:
    """A place, or a capital that is named as one ("brought both to Ankara") and stands for no side."""
    if m.kind == "PARTY":
        return m.role == "capital" and len(m.parties) == 1 and m.parties[0] not in codes
    return m.country is not None or m.role is None or _NO_TOWN.search(m.text) is None


def _where(place: Mention) -> tuple[str | None, str | None]:
    if place.kind == "PARTY":
        return re.sub(r"^(?:the|The) ", "", place.text), place.parties[0]
    if place.role == "region" and place.country is not None:
        return next((city for seat, city in _SEATS.items() if seat in place.text), None), place.country
    return place.name, place.country
