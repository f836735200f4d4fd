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
    r"\sboth(?: of <PRON:\d+>)?(?= (?:to|in|at|for|on|by|from|again|together|separately|<DATE)\b|[.,;]|$)|\s(?:<NUM:\d+> )?(?:the |both |both of |all )?(?:pair of <PRON|<NUM:\d+> together|[a-z]+ from (?:each|either|both) (?:camp|side)|(?:two |warring |rival |technical |negotiating |<PRON:\d+> )*(?:rivals|sides|pair|parties|foes|enemies|camps|delegations|teams|leaders"
    r"|presidents|ministers|negotiators|belligerents|men|duo)\b)"
)
_ASKED = re.compile(r"\b(?:been|was|were|is|are|being)\s(?:[a-z]+ly\s|also\s|now\s|both\s)?$")
_BOTH_BEFORE = re.compile(
    r"\b(?:both|the (?:two|three)|they)(?: sides| parties| delegations)? (?:[a-z]+ )*$", re.IGNORECASE
)
_OFFICIALS = frozenset(
    {"leader", "foreign_minister", "minister", "envoy", "negotiator", "delegation", "official", "commander"}
)
_ON_ITS_SOIL = re.compile(r"\bhost", re.IGNORECASE)
_BY_NATION = re.compile(r"<DEM:(\d+)> (?:[a-z-]+ ){1,3}$")
_TURNED_DOWN = re.compile(r"\b(?:lapsed|unanswered|declined|spurned)\b")
_TOGETHER = re.compile(r"br(?:ought|ing)|summon|convened|coax", re.IGNORECASE)
_TEAM = re.compile(
    r"\b(?:teams?|delegations?|negotiators?|envoys?|mediators?|representatives?|delegates|officials|diplomats)\b"
)
_REFUSED = re.compile(r"(?:\b(?:not|never|refus\w+ to|declin\w+ to|no longer|fail\w+ to)|n['’]t)\s(?:be\s|yet\s)?$")
_MOVES = re.compile(r"shuttl|commut|go|went|mov|travel|fl[eyi]|walk|r[au]n|dr[io]|pl[yi]|ferr", re.IGNORECASE)
_WHERE = re.compile(r"(?:[^<;,.]{0,40}?\bto )?\s?(?:the )?<(?:PLACE|PARTY):(\d+)>")
_SENDS = re.compile(
    r"(?:(?:is|are|was|were|will|will be|to) (?:also |now )?)?(?:sen(?:d|t|ds|ding)|dispatch\w*)\b", re.IGNORECASE
)
_AHEAD = re.compile(r"(?:is|are|will)", re.IGNORECASE)
_WERE = re.compile(r"\b(?:was|were|due|supposed|scheduled|meant)\s(?:both\s|also\s)?$")
_ENVOYS = frozenset({"envoy", "negotiator", "delegation", "mediator", "foreign_minister"})


def read_host(cue: Cue) -> str | None:
    """ "X hosted Y and Z", "X received Y", "X and Y were invited by Z"."""
    draft = cue.draft
    if _ASKED.search(cue.before(30)) and cue.words.lower() == "invited":
        return _read_guests(cue)
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
    if _MOVES.match(cue.words) and draft.mediators:
        draft.format = "indirect"
    if _ON_ITS_SOIL.search(cue.words) and len(host.codes) == 1 and len(host.codes[0]) == 3:
        draft.land = host.codes[0]
    envoys = guests is not None and any(m.role in _OFFICIALS for m in guests.mentions)
    return status if cue.has_sides or envoys or _ABOUT_TALKS.search(cue.r.lowered) else None


def _read_guests(cue: Cue) -> str | None:
    """ "X and Y were invited by Z": those who are bidden, and who bids them."""
    draft, guests = cue.draft, cue.r.subject(cue.start)
    host = cue.r.following(cue.end, frozenset({"by"}), reach=40)
    draft.add(guests)
    if guests is None and _BOTH_BEFORE.search(cue.r.typed[: cue.start]):
        cue.sides_by_default()
    if not draft.sides or is_unreal(cue):
        return None
    if host is not None:
        draft.mediators += [c for c in host.codes if c not in draft.sides]
        if len(draft.sides) == 1:
            draft.sides, draft.mediators = [*draft.sides, *draft.mediators], []
    elif len(draft.sides) == 1 and draft.sides[0] in cue.sides:
        cue.sides_by_default()
    return "proposed" if cue.has_sides or _ABOUT_TALKS.search(cue.r.lowered) else None


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
    receivers = ends is not None and len(cue.sides) > 1 and not {*ends.codes} & {*cue.sides}
    if carrier is not None and len(carrier.codes) == 1 and carrier.codes[0] in cue.sides and receivers:
        draft.mediate(ends)  # a side hands its answer to those who go between
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
    if not _is_place(where):
        return None
    country = where.parties[0]
    to_side = country in cue.sides and country not in actors.codes
    if not _is_mission(cue, place.end(), any(_is_envoy(m, to_side=to_side) for m in actors.mentions)):
        return None
    draft.add(actors)
    if not draft.sides or country in draft.sides:
        return None
    if country in cue.sides:
        draft.sides.append(country)
    elif draft.sides[0] in cue.sides:
        cue.sides_by_default()
    else:
        return None
    if cue.words.startswith("to have") and _WERE.search(cue.before(30)):
        return "cancelled"
    if _SENDS.match(cue.words) and _REFUSED.search(cue.before(40)):
        return "cancelled"
    return "scheduled" if _AHEAD.match(cue.words) or is_unreal(cue) or is_plan(cue) else "held"


def _is_envoy(m: Mention, *, to_side: bool) -> bool:
    """Whether one who travels does so to talk: an envoy or a delegation, in the capital of the other side any official."""
    many = m.role == "sides" and _TEAM.search(m.text) is not None
    return m.role in _ENVOYS or many or (to_side and m.role in _OFFICIALS)


def _is_place(m: Mention) -> bool:
    return bool(m.parties) and (m.kind == "PLACE" or m.role == "capital")


def _is_mission(cue: Cue, end: int, envoys: bool) -> bool:
    team = _TEAM.search(cue.r.typed[cue.start : end]) is not None
    return team if _SENDS.match(cue.words) else team or envoys
