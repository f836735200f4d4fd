"""Who leads a team or sits with it, by the words for that: "led by X", "X, who heads the delegation", "X took part"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.document import Mention
from transforms.extract.talk_groups import Reading

_TEAM = re.compile(
    r"\b(?:team|delegat\w+|negotiat\w+|side|panel|mission|mediat\w+|envoys?|representatives|experts|contingent|squad|group|party)\b",
    re.IGNORECASE,
)
_LED_BY = re.compile(
    r"\b(?:led|headed|fronted|chaired|represented|captained|spearheaded|commanded)(?: [^;.]{0,30}?)? by (?:the |Mr\.? |Ms |General |H\.E\.\s)*$"
)
_ELSE_BY = re.compile(
    r"(?:<(?:PARTY|DEM):\d+>(?:['’]s?)?(?: (?:team|side|delegation|panel))?|the other|that of <PARTY:\d+>|the latter),? by (?:the |Mr\.? |Ms )*$"
)
_LEADS = re.compile(
    r",?(?: (?:who|<PRON:\d+>|is|was|has|had|have|been|also|then))* (?:led|leads?|leading|heads?|headed|heading|represent(?:s|ed|ing)|front(?:s|ed|ing)"
    r"|spoke for|speaks for|captain(?:s|ed)|steer(?:s|ed))\b(?! (?:to|the (?:country|government|army|movement|party|war))\b)"
)
_SITS = re.compile(
    r",?(?: (?:who|<PRON:\d+>|is|was|were|has|had|have|been|also|both|all|then))* (?:t(?:ook|ake|aken|aking) part|sat in|attended|sat (?:down|across|opposite|through)|at the table|participat(?:ed|ing))\b"
)
_NOBODY = re.compile(r"\b(?:will|would|may|might|could|not|if)\s$")


def find_heads(r: Reading) -> Iterator[Mention]:
    """The persons who lead a team at the table, or are said to sit there."""
    if " by " not in r.typed and not _TEAM.search(r.sentence.text) and "part" not in r.lowered:
        return
    led = False
    for group in r.groups:
        persons = [m for m in group.mentions if m.kind == "PERSON" and m.name]
        if not persons:
            continue
        before = r.typed[max(0, group.start - 80) : group.start]
        by = _LED_BY.search(before) or (led and _ELSE_BY.search(before))
        if by:
            led = True
        if by or _leads_team(r, group.end):
            yield from persons


def _leads_team(r: Reading, end: int) -> bool:
    verb = _LEADS.match(r.typed, end)
    if verb is None or _NOBODY.search(r.typed, 0, verb.end()):
        return False
    after = r.sentence.untyped(r.typed[verb.end() : verb.end() + 40])
    return _TEAM.search(after) is not None
