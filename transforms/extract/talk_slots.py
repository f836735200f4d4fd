"""The slots of a talk that words around its cue fill: how long, which round, at what level, in what form, how it ended."""

from __future__ import annotations

import re
from collections.abc import Iterable

from transforms.document import Mention
from transforms.extract.opened import Opened
from transforms.extract.talk_groups import Reading
from transforms.extract.talk_outcome import find_outcome

__all__ = ["find_duration", "find_format", "find_level", "find_outcome", "find_round"]

_NUM = re.compile(r"<NUM:(\d+)>")
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
} | {"opening": 1, "inaugural": 1, "initial": 1}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
_ROUND_NOUN = r"(?:rounds?|sessions?|sittings?|meetings?|gatherings?|cycles?|instal?lment|talks|summit|encounter)"
_ROUND = re.compile(
    rf"\b(?:(?P<tens>{'|'.join(_TENS)})[- ])?(?P<word>{'|'.join(ORDINALS)})\s(?!day|week|half|phase|stage|time|year|month|hour)(?:[a-z-]+\s){{0,3}}?(?P<noun>{_ROUND_NOUN})\b"
    rf"|\b(?P<tieth>twentieth|thirtieth|fortieth|fiftieth|sixtieth|seventieth)\s(?:[a-z-]+\s)?{_ROUND_NOUN}\b"
    rf"|\b(?P<digits>\d{{1,3}})(?:st|nd|rd|th)\s(?:[a-z-]+\s){{0,3}}?{_ROUND_NOUN}\b|\bround\s(?:no\.?\s|number\s)?(?P<plain>\d{{1,2}}|one|two|three|four|five|six)\b"
    rf"|\b{_ROUND_NOUN}, the (?P<after>{'|'.join(ORDINALS)})\b|\bfor the (?P<time>{'|'.join(ORDINALS)}) time\b(?! (?:since|in|ever))",
    re.IGNORECASE,
)
_NUMBERED = Opened(
    r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|teenth|tieth|round|opening|inaugural|initial|(?:0|1|2|3|4|5|6|7|8|9)(?:st|nd|rd|th)"
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
            r"\b(?:foreign|defen[cs]e|deputy prime|interior|cabinet)?-?\s?(?:(?<!prime )ministers|ministerial|foreign minister|top diplomats?|chief diplomats)\b"
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
_INDIRECT = Opened(
    r"\b(?:indirect(?:ly)?|proximity|shuttl\w+|go-betweens?|back and forth|separate (?:rooms|hotels|buildings|floors)|different (?:rooms|hotels)"
    r"|(?:carr(?:ied|y|ying)|ferr(?:ied|y|ying)|relay(?:ed|ing|s)?|pass(?:ed|ing)|convey(?:ed|ing)?|walked|transmitt(?:ed|ing)|exchang(?:ed|ing))"
    r" (?:the |written |their )?(?:messages|notes|drafts?|papers?|proposals)|intermediar\w+|through (?:the )?mediators|via (?:the )?mediators"
    r"|(?:gone|went|going) between|never (?:laid eyes|met face|brought .{0,40}into one room|shared a room)|back-?channels?"
    r"|not (?:sit|meet|be) (?:down )?(?:face to face|in the same room|directly))\b"
)
_DIRECT = Opened(
    r"(?<!in)(?<!in-)\b(?:direct(?:ly)?(?! (?:result|flights?|hit|line|aid))|face[- ]to[- ]face|in person|in the flesh|one[- ]on[- ]one"
    r"|one-to-one|tête-à-tête|heart-to-heart|across the table|opposite (?:each other|one another|him|her)|same (?:table|room)|one (?:table|room)"
    r"|sat (?:down|opposite|across)|sit down|sitting down|shook hands|shaking hands|hand ?shake|faced (?:each|one)|bilateral|trilateral"
    r"|s(?:aw|een|ee) (?:each other|one another)|looked (?:each other|one another))\b"
)
_TALKS_OF_KIND = Opened(
    r"\b(?:in)?direct(?:,? [a-z-]+)? (?:talks|negotiations|meetings?|dialogue|contacts|discussions|consultations)\b"
    r"|\b(?:proximity|face-to-face|one-on-one) (?:talks|meetings?|negotiations)\b"
)


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
    if not _NUMBERED.search(r.lowered):
        return None
    for m in _ROUND.finditer(r.typed, max(0, span[0] - 90), span[1] + 60):
        if m.end() < span[0] - 50 or m.start() > span[1] + 30:
            continue
        if m["digits"]:
            return int(m["digits"])
        if m["plain"]:
            return int(m["plain"]) if m["plain"].isdigit() else _SMALL[m["plain"].lower()]
        if m["tieth"]:
            return _TIETH[m["tieth"].lower()]
        if m["after"] or m["time"]:
            number = ORDINALS[(m["after"] or m["time"]).lower()]
            if number > 1:
                return number
            continue
        number = ORDINALS[m["word"].lower()] + _TENS.get((m["tens"] or "").lower(), 0)
        loose = not m["noun"].lower().startswith(("round", "instal"))
        if (
            number == 1
            and loose
            and (_SINCE_FIRST.search(r.typed[m.end() :]) or m["noun"].lower() in ("talks", "encounter"))
        ):
            continue
        if m["word"].lower() in ("opening", "inaugural", "initial") and loose:
            continue
        return number
    return None


def find_level(people: Iterable[Mention], words: str) -> str | None:
    """leaders, ministers or delegations: from the people named on both sides, else from the words; mixed people give None."""
    people = list(people)
    known = [m for m in people if m.kind in ("PERSON", "PRON") and m.role in _ROLE_LEVEL]
    named = {_ROLE_LEVEL[m.role] for m in known if m.role}
    if len(named) > 1:
        return None
    sides = {m.parties[:1] for m in people if m.role == "leader" or m in known}
    if named and (named == {"delegations"} or len({m.name for m in known}) > 1 or len(sides) > 1):
        return named.pop()
    for level, pattern in _LEVEL_WORDS:
        if pattern.search(words):
            return level
    return None


def find_format(words: str, status: str) -> str | None:
    """direct or indirect, when the words say so."""
    if _INDIRECT.search(words):
        return "indirect" if status == "held" or _TALKS_OF_KIND.search(words) else None
    return "direct" if _DIRECT.search(words) and (status == "held" or _TALKS_OF_KIND.search(words)) else None
