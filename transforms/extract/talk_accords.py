"""Agreements between sides: signed, reached, brokered, named (codebook section 7: a held talk with outcome agreement)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from transforms.extract.talk_draft import Cue, Draft, is_unreal
from transforms.extract.talk_frames import is_plural
from transforms.extract.talk_nouns import add_adjacent

PACT = re.compile(
    r"\b(?:truce|cease-?fire|armistice|deal|agreement|accord|pact|treaty|declaration|memorandum|protocol|road ?map|framework|settlement|communiqu[eé])\b"
)
_BARE = re.compile(r"(?:agree|sign|reach|consent)\b", re.IGNORECASE)
_NOT_DONE = re.compile(
    r"\b(?:if|that|once|until|when|unless|whether|should|must|to|will|would|could|may|might|cannot|not|let|demand\w*|urg\w+|until)\b",
    re.IGNORECASE,
)
_CONSENTS = re.compile(r"(?:agree|consent|accept|endors|adopt)", re.IGNORECASE)  # what one side alone can do, too
_TOUCH = re.compile(r"(?:keep|stay|remain) (?:in )?(?:close |constant |regular )?(?:touch|contact|talking|working)")
_LAW = re.compile(
    r"\b(?:executive orders?|bills?|laws?|legislation|proclamations?)\b(?: (?:that|which))?(?: [a-z]+)?\s?$",
    re.IGNORECASE,
)
_TO_STOP = re.compile(
    r"agreed (?:in principle )?to (?:an? |the )?(?:<NUM:\d+> |[a-z-]+ ){0,2}(?:truce|cease-?fire|armistice|pause)\b"
)
_GO_ON = re.compile(r"to\s(?:meet|hold|resume|continue|keep|go on|convene|reconvene|return|come|begin)\b")
_TO = re.compile(r"\bto(?: an?| the)? $")
_TO_A_MEETING = re.compile(
    r"(?:(?!(?:after|before|following|during|in|at|on|over|from)\b)[a-z-]+ ){0,3}(?:rounds?|talks|negotiations|meetings?|summit|dialogue|session)\b"
)
_HELPED = re.compile(r"\b(?:witness|broker|mediat|chair|host|facilitat|arrang|sponsor|guarante|oversee)")
_MEETING = re.compile(
    r"\b(?:meet\w*|talks?|confer|reconvene|convene|resume|summit|negotiat\w+|gather|sit down|assemble|see each other|dialogue|rounds?|session"
    r"|discuss\w*|contacts?|consult\w*|table|speak|(?:technical |joint |intensive )?work(?! permits?))\b"
)
_MAIN = re.compile(
    r"\b(?:truce|cease-?fire|armistice|peace|deal|treaty|accord|agreement|pact|settlement|stop fighting|cessation|framework"
    r"|end (?:the|their|its|hostilities|fighting)|halt (?:to )?(?:the )?(?:fighting|hostilities)|declaration|memorandum|protocol"
    r"|road ?map)\b"
)
_MINOR = re.compile(
    r"\b(?:swap|exchange|another round|next round|joint statement|principles for|agenda|corridors?|monitors|observers|bodies)\b"
)
_BROKERED = re.compile(r"(?:brokered|mediated|negotiated|arranged|sponsored|facilitated|cut|forged)$")
_BROKERED_BY = re.compile(
    r"\b(?:brokered|mediated|negotiated|arranged|sponsored|facilitated|forged|secured)\s(?:[a-z]+\s)?by\s(?:the\s)?$"
)
_WISHED = re.compile(
    r"\b(?:if|a|an|any|new)\s(?:[a-z-]+\s)?$|\b(?:no|any|without|neither|nor|never)\s(?:[a-z-]+\s){0,2}$"
)
_SIDES = frozenset({"between", "with", "among"})
_IF = re.compile(r"\b(?:if|once|unless|until|whether)\b[^,;]{0,50}$", re.IGNORECASE)
_MADE = re.compile(r".{0,12}(?:\bby\b|in <|on <)")
_PAIR = re.compile(r"<(?:PARTY|PERSON):\d+> and (?:the )?<(?:PARTY|PERSON):\d+>")
_NATION = re.compile(r"<DEM:(\d+)> (?:[a-z-]+ ){0,2}$")
_IN_NATION = re.compile(r".{0,40}? in (?:the )?<(?:PLACE|PARTY):(\d+)>")


def agreed_outcome(words: str) -> str:
    """Agreement when the words name a truce, treaty or deal; else partial."""
    return "partial" if _MINOR.search(words) else "agreement"


def read_agree(cue: Cue) -> str | None:
    """ "X and Y signed a truce", "X reached a deal with Y", "the text was signed by X and Y"."""
    if is_unreal(cue):
        return None
    draft = cue.draft
    bare = _BARE.match(cue.words)
    if bare and cue.r.sentence.number > 0 and _NOT_DONE.search(cue.r.typed, max(0, cue.start - 120), cue.start):
        return None
    if _LAW.search(cue.r.sentence.untyped(cue.before(50))) or _LAW.search(cue.r.sentence.untyped(cue.words)):
        return None
    if _TOUCH.match(cue.r.typed, cue.end - len("keep")):
        return None
    if cue.words.endswith(" that ") and _MEETING.search(cue.r.typed, cue.end, cue.end + 80):
        return None
    actors = cue.r.subject(cue.start)
    draft.add(actors)
    draft.add(cue.r.following(cue.end, frozenset({"with"}), reach=60))
    if len(draft.sides) < 2:
        signed = cue.r.following(cue.end, frozenset({"by"}), reach=60)
        helped = signed is not None and _HELPED.search(cue.r.typed, cue.end, signed.start)
        draft.add(signed if not helped else None)
    alone = len(draft.sides) == 1 and _CONSENTS.match(cue.words) and not (actors and is_plural(actors))
    if alone and not (set(draft.sides) <= set(cue.sides) and _TO_STOP.match(cue.r.typed, cue.start)):
        return None
    if len(draft.sides) < 2 and set(draft.sides) <= set(cue.sides):
        cue.sides_by_default()
    goes_on = _GO_ON.search(cue.words) and _MEETING.search(cue.r.typed, cue.start, cue.end + 70)
    if goes_on or (_TO.search(cue.words) and _TO_A_MEETING.match(cue.r.typed, cue.end)):
        draft.outcome = None
        return "scheduled"
    draft.outcome = draft.outcome or agreed_outcome(cue.r.typed[cue.start : cue.end + 90])
    return "held"


def read_accord(cue: Cue) -> str | None:
    """ "a deal between X and Y", "the truce that X brokered", "the X-mediated truce in Y"."""
    draft = cue.draft
    if _IF.search(cue.before(70)) or _IF.search(cue.words):
        return None
    inside = cue.inside
    if _WISHED.search(cue.before(40)) and not (inside or _MADE.match(cue.r.typed[cue.end :])):
        return None
    draft.add(cue.r.following(cue.end, _SIDES, reach=60))
    maker = cue.r.following(cue.end, frozenset({"by"}), reach=60)
    made = cue.r.typed[cue.start : maker.start] if maker is not None else ""
    (draft.mediate if _BROKERED.search(cue.words) or _BROKERED_BY.search(made) else draft.add)(maker)
    if not cue.match.pattern.set.get("by_others"):
        add_adjacent(cue)
    for group in inside:
        if not group.oblique or group.preposition in _SIDES:
            draft.add(group)
    if len(draft.sides) < 2:
        draft.mediators += [c for c in draft.sides if c not in cue.sides]
        draft.sides = []
        if not _in_one_nation(cue):
            cue.sides_by_default()
    draft.settle()
    return "held"


def _in_one_nation(cue: Cue) -> bool:
    """ "the Libyan ceasefire", "the truce in Yemen": an agreement inside a nation that is no side of the article."""
    near = _NATION.search(cue.before(60)) or _IN_NATION.match(cue.r.typed, cue.end)
    if near is None:
        return False
    nation = cue.r.sentence.mentions[int(near[1])]
    if not nation.parties or set(nation.parties) & {*cue.sides, *cue.draft.mediators} or nation.role == "city":
        return False
    cue.draft.sides, cue.draft.alone = list(nation.parties), True
    return True


def read_broker(cue: Cue) -> str | None:
    """ "X brokered a truce between Y and Z"."""
    if is_unreal(cue):
        return None
    cue.draft.mediate(cue.r.subject(cue.start))
    cue.draft.add(cue.r.following(cue.end, frozenset({"between", "among", "with"}), reach=40))
    if len(cue.draft.sides) < 2:
        cue.sides_by_default()
    cue.draft.settle()
    return "held"


def pairs(draft: Draft) -> Iterator[Draft]:
    """The agreements of each pair in "brokered peace between A and B, C and D, and E and F"."""
    found = list(_PAIR.finditer(draft.reading.typed, draft.span[1]))
    if len(found) < 3 or draft.default:
        yield draft
        return
    for pair in found:
        codes = [c for m in draft.reading.sentence.mentions_in(pair.group()) for c in m.parties]
        others = [c for c in draft.mediators if c not in codes]
        yield replace(draft, sides=codes, mediators=others, people=[], fresh=True)
