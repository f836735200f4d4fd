"""Talks that somebody will go on with, go on helping, offers to help, or will not have; agreements that are to be signed."""

from __future__ import annotations

import re

from transforms.extract.talk_accords import PACT
from transforms.extract.talk_draft import Cue, is_unreal
from transforms.extract.talk_groups import Group

_MEDIATION = re.compile(r"mediat|facilitat|good offices", re.IGNORECASE)
_TEAM = frozenset({"delegation", "negotiator", "envoy"})
_ASKS = re.compile(r"(?:ask|request|appeal|urg|want)", re.IGNORECASE)
_THAT = re.compile(r" that ")
_BETWEEN = frozenset({"between", "to", "with", "among"})
_DENIED = re.compile(
    r"\b(?:not|no|never|stop\w*|cease\w*|declin\w+ to|refus\w+ to)\s(?:[a-z]+\s)?$|n['’]t\s(?:[a-z]+\s)?$"
)

_TALKING = re.compile(
    r"\b(?:talks|negotiations?|meetings?|sessions?|rounds?|consultations|discussions|dialogue|conversations?|summit|teams|delegations|negotiators|sides)\b"
)


def read_go_on(cue: Cue) -> str | None:
    """ "The talks ended with a promise to carry on next Saturday", "teams will carry on by phone on Tuesday"."""
    if _DENIED.search(cue.before(30)) or is_unreal(cue):
        return None
    actors = cue.r.subject(cue.start)
    near = actors is not None and not actors.speaks and len(actors.codes) > 1 and cue.start - actors.end < 60
    left, _ = cue.r.clause(cue.start, cue.end)
    if near:
        cue.draft.add(actors)
    elif _TALKING.search(cue.r.typed, left, cue.end):
        cue.sides_by_default()
    else:
        return None
    cue.draft.fresh = True
    return "scheduled"


def read_sign(cue: Cue) -> str | None:
    """ "a draft agreement that X and Y are to sign on Friday": the signing is a talk that lies ahead."""
    if _DENIED.search(cue.before(30)) or is_unreal(cue) or PACT.search(cue.r.lowered) is None:
        return None
    actors = cue.r.subject(cue.start)
    if actors is not None and not actors.speaks and len(actors.codes) > 1:
        cue.draft.add(actors)
    else:
        cue.sides_by_default()
    cue.draft.fresh = True
    return "scheduled"


def read_efforts(cue: Cue) -> str | None:
    """ "X will continue its mediation", "X and Y keep working to bring the sides to a deal"."""
    actors = cue.r.subject(cue.start)
    inside = cue.inside
    mediation = _MEDIATION.search(cue.words) or any(
        _MEDIATION.search(m.text) for g in inside for m in g.mentions if m.kind == "PARTY"
    )
    if actors is None or _DENIED.search(cue.before(30)) or (inside and not mediation and cue.words.endswith(">")):
        return None
    return "scheduled" if _between_sides(cue, actors) else None


def read_offer(cue: Cue) -> str | None:
    """ "X has offered to mediate", "Y asked X to mediate", "X suggested that the two meet"."""
    actors = cue.r.subject(cue.start)
    if actors is None or _DENIED.search(cue.before(30)):
        return None
    inside = cue.inside
    if _THAT.search(cue.words):
        cue.draft.sides = list(dict.fromkeys(c for g in inside for c in g.codes))
        if len(cue.draft.sides) < 2:
            cue.sides_by_default()
        cue.draft.mediators = [c for c in actors.codes if c not in cue.draft.sides]
        return "proposed"
    helper = inside[0] if inside and _ASKS.match(cue.words) else actors
    return "proposed" if _between_sides(cue, helper) else None


def read_refuse(cue: Cue) -> str | None:
    """ "X has nothing to discuss with Y", "X has recalled its negotiators"."""
    inside = [m for g in cue.inside for m in g.mentions]
    if inside and not all(m.role in _TEAM for m in inside):
        return None
    actors = cue.r.subject(cue.start)
    if actors is None or (is_unreal(cue) and not cue.words.startswith(("no", "never"))):
        return None
    cue.draft.add(actors)
    cue.draft.add(cue.r.following(cue.end, frozenset({"with"}), reach=50))
    if len(cue.draft.sides) < 2 and set(cue.draft.sides) <= set(cue.sides):
        cue.sides_by_default()
    return "cancelled" if cue.draft.sides else None


def _between_sides(cue: Cue, helper: Group) -> bool:
    """Make one who is no side of the article the mediator between its sides, or between those named after the cue."""
    named = cue.r.following(cue.end, _BETWEEN, reach=60)
    outside = [c for c in helper.codes if c not in cue.sides]
    if not outside or len(outside) < len(helper.codes):
        return False
    if named is not None and len(set(named.codes) - set(outside)) > 1:
        cue.draft.add(named)
    else:
        cue.sides_by_default()
    cue.draft.mediate(helper)
    cue.draft.settle()
    return bool(cue.draft.mediators)
