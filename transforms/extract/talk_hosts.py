"""Third parties that bring sides together, invite them, or carry their messages; envoys on their way."""

from __future__ import annotations

import re

from transforms.document import Mention
from transforms.extract.talk_draft import Cue, is_unreal
from transforms.extract.talk_mood import is_plan, status_of_noun, status_of_verb
from transforms.extract.talk_nouns import adjacent

_GUESTS = frozenset({"", "between", "both", "of"})
_ABOUT_TALKS = re.compile(
    r"talk|meet|negotiat|discuss|sign|summit|mediat|shuttl|dialogue|truce|ceasefire|peace|table|one room|together|settle"
    r"|conflict|war"
)
_BOTH = re.compile(
    r"\s(?:<NUM:\d+> )?(?:the |both |both of |all )?(?:pair of <PRON|<NUM:\d+> together|[a-z]+ from (?:each|either|both) (?:camp|side)|(?:two |warring |rival )*(?:rivals|sides|pair|parties|foes|enemies|camps|delegations|teams|leaders"
    r"|presidents|ministers|negotiators|belligerents|men|duo)\b)"
)
_OFFICIALS = frozenset(
    {"leader", "foreign_minister", "minister", "envoy", "negotiator", "delegation", "official", "commander"}
)
_ON_ITS_SOIL = re.compile(r"\bhost", re.IGNORECASE)
_BY_NATION = re.compile(r"<DEM:(\d+)> (?:[a-z-]+ ){1,3}$")
_TURNED_DOWN = re.compile(r"\b(?:lapsed|unanswered|declined|spurned)\b")
_TOGETHER = re.compile(r"br(?:ought|ing)|summon|convened|coax", re.IGNORECASE)
_TEAM = re.compile(r"\b(?:team|delegation|negotiators?|envoys?|mediators?|representatives?|delegates)\b")
_WHERE = re.compile(r"(?:[^<;,.]{0,40}?\bto )?\s?(?:the )?<(?:PLACE|PARTY):(\d+)>")
_SENDS = re.compile(r"(?:is|are|was|were|will be|sen[dt]s?|dispatch|will send|to send)", re.IGNORECASE)
_AHEAD = re.compile(r"(?:is|are|will)", re.IGNORECASE)
_ENVOYS = frozenset({"envoy", "negotiator", "delegation", "mediator", "foreign_minister"})


def read_host(cue: Cue) -> str | None:
    """ "X hosted Y and Z", "X received Y"."""
    draft = cue.draft
    host, guests = cue.r.subject(cue.start), cue.r.following(cue.end, _GUESTS, reach=40)
    both = _BOTH.match(cue.r.typed, cue.end)
    if host is None or (guests is None and both is None):
        return None
    if both:
        cue.sides_by_default()
    else:
        draft.add(guests)
    status = "proposed" if "invit" in cue.words.lower() else status_of_verb(cue)
    others = [c for c in host.codes if c not in draft.sides]
    if len(draft.sides) >= 2:
        draft.mediate(host)
        draft.mediators = [c for c in others if c in draft.mediators]
    elif others and guests is not None and len(guests.mentions) > 1 and _TOGETHER.match(cue.words):
        draft.mediate(host)
    elif others and not re.search(r"mediat|shuttl", cue.words):
        draft.add(host)
    if _ON_ITS_SOIL.search(cue.words) and len(host.codes) == 1 and len(host.codes[0]) == 3:
        draft.land = host.codes[0]
    known = len(cue.sides) > 1 and set(cue.sides) <= set(draft.sides)
    envoys = guests is not None and any(m.role in _OFFICIALS for m in guests.mentions)
    return status if known or envoys or _ABOUT_TALKS.search(cue.r.lowered) else None


def read_invite(cue: Cue) -> str | None:
    """ "its invitation to X and Y", "an invitation from X"."""
    draft = cue.draft
    guests = cue.r.following(cue.end, frozenset({"to", "for"}), reach=30)
    host = cue.r.following(cue.end, frozenset({"from"}), reach=60)
    inviting = list(host.codes) if host else [c for m in adjacent(cue)[0] for c in m.parties]
    draft.mediators = [c for c in inviting if c not in cue.sides]
    draft.add(guests)
    draft.sides = [c for c in draft.sides if c not in draft.mediators]
    rest = [c for c in inviting if c not in draft.sides]
    if len(draft.sides) == 1 and rest:
        draft.sides, draft.mediators = draft.sides + rest, []
    elif len(draft.sides) < 2:
        cue.sides_by_default()
    if status_of_noun(cue) == "cancelled" or _TURNED_DOWN.search(cue.r.lowered):
        return "cancelled"
    return "scheduled" if "accept" in cue.r.lowered else "proposed"


def read_carry(cue: Cue) -> str | None:
    """Who carries messages is the go-between, unless it is a side that answers the other."""
    if is_unreal(cue):
        return None
    draft, carrier = cue.draft, cue.r.subject(cue.start)
    ends = cue.r.following(cue.end, frozenset({"between", "to"}), reach=60)
    nation = _BY_NATION.search(cue.before(60))
    if carrier is None and nation is not None:
        draft.mediators = list(cue.r.sentence.mentions[int(nation[1])].parties)
    if carrier is not None and not set(carrier.codes) & set(cue.sides):
        draft.mediate(carrier)
        draft.add(ends if ends is not None and len(ends.codes) >= 2 else None)
    if len(draft.sides) < 2:
        cue.sides_by_default()
    draft.settle()
    return "held" if draft.mediators else None


def read_visit(cue: Cue) -> str | None:
    """An envoy who goes where a side sits, or a side's team that goes to a third place."""
    draft, actors = cue.draft, cue.r.subject(cue.start)
    place = _WHERE.match(cue.r.typed, cue.end)
    if place is None or actors is None or actors.speaks:
        return None
    where = cue.r.sentence.mentions[int(place[1])]
    if not _is_place(where) or not _is_mission(cue, place.end(), any(m.role in _ENVOYS for m in actors.mentions)):
        return None
    draft.add(actors)
    country = where.parties[0]
    if not draft.sides or country in draft.sides:
        return None
    if country in cue.sides:
        draft.sides.append(country)
    elif draft.sides[0] in cue.sides:
        cue.sides_by_default()
    else:
        return None
    return "scheduled" if _AHEAD.match(cue.words) or is_unreal(cue) or is_plan(cue) else "held"


def _is_place(m: Mention) -> bool:
    return bool(m.parties) and (m.kind == "PLACE" or m.role == "capital")


def _is_mission(cue: Cue, end: int, envoys: bool) -> bool:
    team = _TEAM.search(cue.r.typed[cue.start : end]) is not None
    return team if _SENDS.match(cue.words) else team or envoys
