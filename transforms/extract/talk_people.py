"""Who takes part in a talk, by words for leading a team or sitting at the table.

"led by X", "X, who heads the team", "flanked by X and Y", "X sat in".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.document import Mention
from transforms.extract.talk_groups import Group, Reading

_TEAM = re.compile(
    r"\b(?:teams?|delegat\w+|negotiat\w+|sides?|panels?|missions?|mediat\w+|envoys?|representatives|experts|contingent|squad|group)\b",
    re.IGNORECASE,
)
_TITLE = r"(?:the |Mr\.? |Ms\.? |Dr\.? |General |H\.E\. |its |their |his )*"
_LED_BY = re.compile(
    r"\b(?:led|headed|fronted|chaired|represented|captained|spearheaded|commanded)(?: in <PLACE:\d+>| at the [a-z]+| there| jointly)? by "
    rf"{_TITLE}$"
)
_ELSE_BY = re.compile(
    rf"(?:<(?:PARTY|DEM):\d+>(?:['’]s?)?(?: (?:team|side|delegation|panel|one))?|the other|that of <PARTY:\d+>|the latter),? by {_TITLE}$"
)
_LEADS = re.compile(
    r",?(?: (?:who|<PRON:\d+>|is|was|has|had|have|been|also|then))* (?:led|leads?|leading|heads?|headed|heading|represent(?:s|ed|ing)"
    r"|front(?:s|ed|ing)|spoke for|speaks for|captain(?:s|ed)|steer(?:s|ed))\b(?! to\b)"
)
_BESIDE = re.compile(
    r"\b(?:flanked by|flanking (?:[^<;.]|<PERSON:\d+>|<NUM:\d+>){0,40}?(?:are|were|was)|accompanied by|joined by|alongside|together with"
    r"|beside <P[A-Z]+:\d+> (?:were|was|sat)|(?:signed|initiall?ed|concluded|attended|negotiated|endorsed) by)"
    rf" {_TITLE}$",
    re.IGNORECASE,
)
_SITS = re.compile(
    r",?(?: (?:who|<PRON:\d+>|is|was|were|are|has|had|have|been|also|both|all|then|each|themselves))* (?:t(?:ook|aken|aking) part|sat (?:in|through"
    r"|down|across|opposite|facing|at)|sitting (?:in|at|across|opposite)|attended|participat(?:ed|ing)|present\b(?! ?(?:ed|ing))|at (?:the|that|one) table"
    r"|in the (?:same )?room|presid(?:ed|ing)|chair(?:ed|ing)|shook hands|embraced|faced (?:each|one)|(?:put|affixed) (?:their|his|her|<PRON:\d+>) (?:names?"
    r"|signatures?)|initial(?:l?ed)|signed|(?:had )?flown in|flew in|(?:carr|ferr)ied|with (?:<PRON:\d+>|them) in (?:the|one) (?:same )?room)\b"
)
_UNREAL = re.compile(r"\b(?:will|would|may|might|could|not|if|never)\s(?:[a-z]+\s)?$")
_REPRESENTED = re.compile(
    r"(?:envoys?|representatives?|delegat\w+|teams?|aides|negotiators|officials|emissar\w+|supporters|men|people|advisers|allies) (?:of|from|for) "
    rf"{_TITLE}$",
    re.IGNORECASE,
)
_ENVOYS_OF = re.compile(r"<PARTY:(\d+)>\s(?:of|for)\s(?P<whose><PERSON:\d+>(?:(?:,\s|,?\sand\s)<PERSON:\d+>)*)")
_ENVOYS = re.compile(
    r"\b(?:envoy|representative|delegat|team|aide|negotiator|official|emissar|adviser|diplomat)", re.IGNORECASE
)
_LEAD_STEMS = (
    "led",
    "head",
    "front",
    "chair",
    "represent",
    "captain",
    "spearhead",
    "command",
    "lead",
    "poke for",
    "peaks for",
    "steer",
)
_SEAT_STEMS = (
    "part",
    "sat",
    "sitting",
    "attend",
    "present",
    "table",
    "room",
    "presid",
    "chair",
    "shook",
    "embrac",
    "faced",
    "put ",
    "affix",
    "initial",
    "sign",
    "fl",
    "carried",
    "ferried",
    "join",
    "alongside",
    "together",
    "beside",
    "accompan",
    "conclud",
    "negotiat",
    "endors",
)
_OWNER = re.compile(r"<PERSON:(\d+)>['’]s?\s")


def find_heads(r: Reading) -> Iterator[Mention]:
    """The persons who lead a team at the table."""
    led = False
    if not any(stem in r.lowered for stem in _LEAD_STEMS):
        return
    for group in _with_persons(r):
        before = r.typed[max(0, group.start - 90) : group.start]
        by = _LED_BY.search(before) is not None or (led and _ELSE_BY.search(before) is not None)
        led = led or by
        if by or _leads_team(r, group.end):
            yield from persons_of(r, group)


def find_seated(r: Reading) -> Iterator[Mention]:
    """The persons who are said to sit at the table, sign, or be at somebody's side there."""
    if not any(stem in r.lowered for stem in _SEAT_STEMS):
        return
    for group in _with_persons(r):
        seated = _SITS.match(r.typed, group.end)
        real = seated is not None and not _UNREAL.search(r.typed, 0, seated.start() + 1)
        if real or _BESIDE.search(r.typed[max(0, group.start - 90) : group.start]):
            yield from persons_of(r, group)


def persons_of(r: Reading, group: Group) -> list[Mention]:
    """The persons of a group who act themselves: not those whose envoy or aide does ("X's envoy", "envoys of X")."""
    persons = [m for m in group.mentions if m.kind == "PERSON" and m.name]
    if not persons or _REPRESENTED.search(r.typed, max(0, group.start - 40), group.start):
        return []
    span = group.start, min(len(r.typed), group.end + 3)
    mentions = r.sentence.mentions
    others = {mentions[int(m[1])] for m in _OWNER.finditer(r.typed, *span)}
    for m in _ENVOYS_OF.finditer(r.typed, *span):
        others |= set(r.sentence.mentions_in(m["whose"])) if _ENVOYS.search(mentions[int(m[1])].text) else set()
    return [m for m in persons if m not in others]


def _with_persons(r: Reading) -> Iterator[Group]:
    if "<PERSON" in r.typed:
        yield from (g for g in r.groups if any(m.kind == "PERSON" for m in g.mentions))


def _leads_team(r: Reading, end: int) -> bool:
    verb = _LEADS.match(r.typed, end)
    if verb is None:
        return False
    after = r.sentence.untyped(r.typed[verb.end() : verb.end() + 40])
    return _TEAM.search(after) is not None
