"""The slots of a talk from the words around its cue: when, where, how long, which round, at what level, in what form."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
_DEADLINE = re.compile(r"\b(?:by|before|no later than|not later than|until)\s(?:the\s)?(?:end of\s)?$", re.IGNORECASE)
_SINCE = re.compile(r"\bsince\s(?:the\s)?$", re.IGNORECASE)
_NOT_DATE_OF_TALK = re.compile(
    r"\b(?:attack|attacks|war|invasion|strike|strikes|massacre|election|elections|ceasefire|truce|resolution|coup|onslaught"
    r"|assault|raid|offensive|killed|kidnapped|abducted|captured|detained|held there since|seized|began in|expired?|expires|ran out|lapsed|expiry)\s(?:of\s|on\s|in\s|since\s)?(?:the\s)?$"
)
_PLACE_BEFORE = re.compile(
    r"(?:(?:\b(in|at|near|outside|to|from|of|for|around)\s(?:either\s|both\s)?)(?:the\s)?(?:[a-z]+\s){0,3}(?:of\s)?)$"
)
_THEATRE = re.compile(
    r"\b(?:war|fighting|conflict|cease-?fires?|truce|hostages?|captives?|prisoners?|offensive|invasion|troops|forces|attack\w*"
    r"|(?:air)?strikes?|violence|crisis|operations?|situation|peace|aid|people|civilians|soldiers|hostilities|killed|died"
    r"|pause|calm|bombing|shelling|detained|jailed|held|imprisoned|interests|elections?|access|violations|positions)"
    r"\s(?:there\s)?(?:in|on|at|near|inside|across|from|of|to)\s(?:the\s)?(?:[a-z]+\s){0,2}$"
)
_LASTED = re.compile(
    r"\b(?:last(?:ed|s|ing)?|for|took|ran|run|after|of|spent|in|within|through|on|a)\s(?:only\s|just\s|barely\s|well\s|some\s|the better part of\s|most of the\s)*$"
)
_NOT_LASTED = re.compile(
    r"\b(?:hours?|minutes?|days?)?\s?(?:before|ago|earlier|later|notice|of (?:shelling|fighting|attacks|bombardment|truce))\b"
)
ORDINALS = {
    w: i
    for i, w in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
        " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        start=1,
    )
} | {"opening": 1, "inaugural": 1}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
_ROUND_NOUN = r"(?:rounds?|sessions?|sittings?|meetings?|instal?lment|talks|summit|encounter)"
_ROUND = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})[- ])?(?P<word>{'|'.join(ORDINALS)})\s(?:[a-z-]+\s){{0,3}}?(?P<noun>{_ROUND_NOUN})\b"
    rf"|\b(?P<tieth>twentieth|thirtieth|fortieth|fiftieth|sixtieth|seventieth)\s(?:[a-z-]+\s)?{_ROUND_NOUN}\b"
    rf"|\b(?P<digits>\d{{1,3}})(?:st|nd|rd|th)\s(?:[a-z-]+\s){{0,3}}?{_ROUND_NOUN}\b|\bround\s(?:no\.?\s|number\s)?(?P<plain>\d{{1,2}}|one|two|three|four|five|six)\b",
    re.IGNORECASE,
)
_TIETH = {"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50, "sixtieth": 60, "seventieth": 70}
_SMALL = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_SINCE_FIRST = re.compile(
    r"\bsince\b|\bin (?:more than|over|almost|nearly|about|some|<NUM|years|months|decades)|\bever\b|\btime\b"
)
_LEVEL_WORDS = (
    (
        "ministers",
        re.compile(
            r"\b(?:foreign|defen[cs]e|deputy prime|interior|cabinet)?-?\s?(?:ministers|ministerial|foreign minister|top diplomats?|chief diplomats)\b"
        ),
    ),
    (
        "leaders",
        re.compile(
            r"\b(?:leaders|presidents|heads of (?:state|government)|presidential-level|leaders['’]|prime ministers|summit|mini-summit)\b"
        ),
    ),
    (
        "delegations",
        re.compile(
            r"\b(?:delegations?|delegates|envoys?|negotiators?|negotiating teams?|officials|technical|experts?|representatives"
            r"|commanders|generals|officers|teams?|advisers|working[- ](?:level|groups?)|lower-level|expert-level|emissaries|diplomats|commissions?|committees?)\b"
        ),
    ),
)
_ROLE_LEVEL = {
    "leader": "leaders",
    "foreign_minister": "ministers",
    "defence_minister": "ministers",
    "minister": "ministers",
    "envoy": "delegations",
    "negotiator": "delegations",
    "official": "delegations",
    "commander": "delegations",
    "delegation": "delegations",
    "forces": "delegations",
}
_INDIRECT = re.compile(
    r"\b(?:indirect(?:ly)?|proximity|shuttl\w+|go-betweens?|back and forth|separate rooms|different (?:rooms|hotels)"
    r"|carr(?:ied|ying) (?:messages|notes|drafts|papers)|intermediar\w+|through (?:mediators|the mediators)|via mediators)\b"
)
_DIRECT = re.compile(
    r"(?<!in)(?<!in-)\b(?:direct(?:ly)?(?! (?:result|flights?|hit|line|aid))|face[- ]to[- ]face|in person|in the flesh|one-on-one"
    r"|tête-à-tête|across the table|same table|sat (?:down|opposite|across)|sit down|shook hands|faced (?:each|one)|bilateral|trilateral)\b"
)


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
        if _SAID_ON.search(before):
            cost += 120 if said else 1000
        if _NOT_DATE_OF_TALK.search(before):
            cost += 150
        if cost < 200 and (best is None or cost < best[0]):
            best = (cost, found)
    return best[1] if best else _within(r, span, status, published)


def _interval(r: Reading, m: re.Match[str], status: str, published: date | None) -> When | None:
    value = r.sentence.mentions[int(m[1])].when
    if value is None or value.start is None or value.end is None or value.precision == "vague":
        return None
    before = r.typed[max(0, m.start() - 24) : m.start()]
    start, end = _turned(value, status, published)
    if _DEADLINE.search(before) and status in ("scheduled", "proposed") and published and end > published:
        return When(published + timedelta(1), end, "inferred")
    if _SINCE.search(before):
        if published is None or status != "held":
            return None
        return When(start, published, "inferred")
    return When(start, end, value.basis)


def _turned(value: DateValue, status: str, published: date | None) -> tuple[date, date]:
    """A relative day or month on the wrong side of the publication for the talk's status, put on the other side."""
    assert value.start is not None and value.end is not None
    if published is None or value.basis != "relative":
        return value.start, value.end
    ahead = status in ("scheduled", "proposed")
    wrong = value.end < published if ahead else status == "held" and value.start > published
    if not wrong:
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
    if other[0] >= span[1]:
        cost = other[0] - span[1]
    else:
        cost = span[0] - other[1] + 15
    if not left <= other[0] < right:
        cost += 60
    if r.crosses(min(span[1], other[1]), max(span[0], other[0])):
        cost += 60
    return cost


def find_place(r: Reading, span: tuple[int, int], codes: Iterable[str]) -> tuple[str | None, str | None]:
    """City and country where it takes place: the nearest place that is not the theatre of the conflict."""
    modifier = _place_modifier(r, span)
    if modifier:
        return modifier
    best: tuple[int, Mention] | None = None
    for m in _PLACE.finditer(r.typed):
        place = r.sentence.mentions[int(m[1])]
        before = r.typed[max(0, m.start() - 60) : m.start()]
        prep = _PLACE_BEFORE.search(before)
        if prep is None or _THEATRE.search(before) or not _is_place(place, codes):
            continue
        if place.role == "region" and place.country in codes:
            continue
        cost = _distance(r, span, m.span()) + {"to": 30, "from": 90, "of": 25, "for": 60}.get(prep[1], 0)
        if place.role != "city":
            cost += 20 if place.kind == "PLACE" else 40
        if cost < 170 and (best is None or cost < best[0]):
            best = (cost, place)
    return _where(best[1]) if best else (None, None)


def _place_modifier(r: Reading, span: tuple[int, int]) -> tuple[str | None, str | None] | None:
    """ "the Istanbul talks": a city right before the noun."""
    before = re.search(r"<(?:PLACE|PARTY):(\d+)>\s(?:[a-z-]+\s){0,2}$", r.typed[: span[0]])
    if before is None:
        return None
    place = r.sentence.mentions[int(before[1])]
    if place.kind == "PLACE" and place.role == "city":
        return _where(place)
    return None


def _is_place(m: Mention, codes: Iterable[str]) -> bool:
    """A place, or a capital that is named as one ("brought both to Ankara") and stands for no side."""
    if m.kind == "PARTY":
        return m.role == "capital" and len(m.parties) == 1 and m.parties[0] not in codes
    return m.country is not None or m.role is None


def _where(place: Mention) -> tuple[str | None, str | None]:
    if place.kind == "PARTY":
        return re.sub(r"^(?:the|The) ", "", place.text), place.parties[0]
    if place.role == "region":
        return None, place.country
    return place.name, place.country


def find_duration(r: Reading, span: tuple[int, int]) -> Mention | None:
    """The amount of minutes or hours that the talk lasted."""
    for m in _NUM.finditer(r.typed):
        mention = r.sentence.mentions[int(m[1])]
        if mention.quantity is None or mention.quantity.unit not in ("minutes", "hours"):
            continue
        before, after = r.typed[max(0, m.start() - 40) : m.start()], r.typed[m.end() : m.end() + 30]
        if _NOT_LASTED.match(after.strip()) or not (_LASTED.search(before) or "-" in mention.text):
            continue
        if not r.crosses(min(span[1], m.end()), max(span[0], m.start())) and abs(m.start() - span[1]) < 200:
            return mention
    return None


def find_round(r: Reading, span: tuple[int, int]) -> int | None:
    """The number of the round, when the text numbers it near the cue; "first ... since" numbers nothing."""
    for m in _ROUND.finditer(r.typed):
        if m.end() < span[0] - 50 or m.start() > span[1] + 30:
            continue
        if m["digits"]:
            return int(m["digits"])
        if m["plain"]:
            return int(m["plain"]) if m["plain"].isdigit() else _SMALL[m["plain"].lower()]
        if m["tieth"]:
            return _TIETH[m["tieth"].lower()]
        number = ORDINALS[m["word"].lower()] + _TENS.get((m["tens"] or "").lower(), 0)
        loose = not m["noun"].lower().startswith(("round", "instal"))
        if (
            number == 1
            and loose
            and (_SINCE_FIRST.search(r.typed[m.end() :]) or m["noun"].lower() in ("talks", "encounter"))
        ):
            continue
        if m["word"].lower() in ("opening", "inaugural") and loose:
            continue
        return number
    return None


def find_level(people: Iterable[Mention], words: str) -> str | None:
    """leaders, ministers or delegations: from the people named, else from the words; mixed people give None."""
    named = {_ROLE_LEVEL[m.role] for m in people if m.kind in ("PERSON", "PRON") and m.role in _ROLE_LEVEL}
    if len(named) == 1:
        return named.pop()
    if named:
        return None
    for level, pattern in _LEVEL_WORDS:
        if pattern.search(words):
            return level
    return None


def find_format(words: str, status: str) -> str | None:
    """direct or indirect, when the words say so."""
    if _INDIRECT.search(words):
        return "indirect" if status == "held" else None
    return "direct" if status == "held" and _DIRECT.search(words) else None
