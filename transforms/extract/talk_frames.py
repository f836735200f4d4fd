"""How the sides stand around verbs of meeting, speaking and being in contact."""

from __future__ import annotations

import re

from transforms.extract.talk_draft import Cue, is_unreal
from transforms.extract.talk_groups import Group
from transforms.extract.talk_mood import status_of_verb
from transforms.extract.talk_nouns import ONLOOKERS

_MET = frozenset({"with", "and", "to", ""})
_TO_BRING = re.compile(
    r"\b(?:to|on|towards?|for)\s(?:[a-z]+\s)?(?:bring|brok|get|secur|reach|help|end|stop|negotiat|mediat|facilitat|conclud|achiev|restor|forg|clos|an?\s|the\s)"
)
_IN_A_CALL = re.compile(
    r"\b(?:(?:in|during|on) (?:a|the|their|his|her) (?:[a-z-]+ )?(?:call|conversation)|by (?:tele)?phone|over the phone)\b"
)
_OFFICIAL = frozenset({"leader", "foreign_minister", "defence_minister", "minister"})
_SENT = re.compile(r"(?:conveyed|communicated|delivered|passed)", re.IGNORECASE)
# people who are met and are no side of a talk
_NO_SIDE = re.compile(
    r"\s(?:(?:with|to)\s)?(?:(?:the|an?|some|several|many|more|other|local|all|of|both|young|wounded|former|<PRON:\d+>|<NUM:\d+>|<DEM:\d+>|<PARTY:\d+>['’]s?)\s){0,4}"
    r"(?:famil(?:y|ies)|relatives|loved ones|victims|refugees|students|workers|farmers|residents|citizens|voters|supporters|veterans|survivors"
    r"|parents|mothers|widows|children|mayors?|governors?|reporters|journalists|lawmakers|legislators|senators|congress\w*|donors|activists"
    r"|business\w*|executives|troops|soldiers|service ?members|pilgrims|settlers|players|scholars|clergy|staff|cabinet|national security team"
    r"|advis[eo]rs|team of)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"(?:his|her|my|our|its|their)\b", re.IGNORECASE)
_AND_WITH = re.compile(
    r"(?:[^<.;]|<(?:DATE|PLACE|NUM):\d+>){0,50},? and,? (?:(?:also|then|separately|later|(?:this |that |the same )?(?:morning|afternoon|evening|night)|later [a-z]+"
    r"|in an? (?:separate|second|further|later|second separate) (?:call|conversation|meeting|session)|(?:on )?<DATE:\d+>),? )*(?:with|to) (?:the |both )?"
)
_DEAL = re.compile(
    r"\b(?:deal|agreement|accord|truce|cease-?fire|pact)(?: (?:that|which))?,? (?:[a-z]+ )?<[A-Z]+:\d+> $"
)
_TO_BOTH = re.compile(
    r"(?:\s(?:to|with))?\sboth(?: of <PRON:\d+>)?(?=,? (?:on|in|to|at|again|later|separately|by|for|before|after|<date)\b|[.,;]|$)",
    re.IGNORECASE,
)
_APART = re.compile(
    r"\bseparate(?:ly)?\b|\bone after (?:the other|another)\b|\bin (?:turn|separate rooms)\b|\beach in\b"
)
_FIRST_PERSON = frozenset({"i", "we"})
_OURSELVES = frozenset({"me", "us"})
_PLURAL = frozenset({"they", "we", "both", "the two", "all"})


def is_plural(group: Group) -> bool:
    """Whether the actors are both sides by their words alone ("the two sides", "they")."""
    last = group.mentions[-1]
    return last.role == "sides" or last.text.lower() in _PLURAL


def _is_team(group: Group) -> bool:
    """Whether those who meet are more than one but no second side is named ("the delegations reconvened")."""
    last = group.mentions[-1]
    many = last.role in ("sides", "delegation", "negotiator") and last.text.lower().endswith("s")
    return is_plural(group) or (many and len(group.codes) < 2)


def _are_others(cue: Cue, group: Group) -> bool:
    """Whether "they" who meet have been taken for third parties."""
    return is_plural(group) and not set(group.codes) & set(cue.sides)


def read_meet(cue: Cue) -> str | None:
    """ "X and Y met", "X met (with) Y"."""
    draft = cue.draft
    status = status_of_verb(cue)
    if status is None:
        return None
    if cue.words == "negotiated" and _DEAL.search(cue.before(60)):
        draft.outcome = "agreement"
    if _NO_SIDE.match(cue.r.typed, cue.end):
        return None
    actors = cue.r.subject(cue.start)
    others = _partner(cue, actors)
    if actors is None and others is not None and len(others.codes) == 1 and cue.match.pattern.id == "talk-met":
        return None  # those who meet him are no side
    draft.add(actors if actors is None or not actors.speaks or actors.end > cue.start - 30 else None)
    draft.add(others)
    _meet_both(cue, others)
    if others is not None and others.end > cue.start:
        _add_further(cue, others)
    addressed = others is not None and len(others.mentions) == 1 and others.mentions[0].role == "people"
    if addressed and cue.match.pattern.id == "talk-spoke":
        return None  # "speak to the people of X"
    if draft.sides == ["UN"] or _own_team(actors, others):
        return None  # the Security Council's own session, a leader and his team
    alone = others is None and actors is not None and (_is_team(actors) or _are_others(cue, actors))
    if (len(draft.sides) < 2 and set(draft.sides) <= set(cue.sides)) or alone:
        cue.sides_by_default()
    return status


def _partner(cue: Cue, actors: Group | None) -> Group | None:
    """Those who are met or called, not who looks on."""
    others = cue.r.following(cue.end, _MET) or cue.r.following(cue.start, frozenset({"with", "to", "between"}))
    if others is not None and others.preposition == "with" and ONLOOKERS.match(cue.r.typed, others.end):
        others = None
    if others is None and cue.draft.format == "call" and actors is not None:
        return _partner_before(cue, actors)
    return others


def _meet_both(cue: Cue, others: Group | None) -> None:
    """ "telephoned both"; one who meets both sides of the article apart from each other mediates."""
    draft = cue.draft
    if others is None:
        if draft.sides and _TO_BOTH.match(cue.r.typed, cue.end):
            draft.sides += [c for c in cue.sides if c not in draft.sides]
        return
    if draft.format != "call" and _APART.search(cue.r.lowered) and cue.go_between(others):
        draft.format = "indirect"


def _partner_before(cue: Cue, actors: Group) -> Group | None:
    """ "spoke of it with X by telephone": with whom, where the words for the call come last."""
    near = [g for g in cue.r.groups if actors.end < g.start and g.end <= cue.start and g.preposition in ("with", "to")]
    return near[-1] if near and not cue.r.crosses(near[-1].end, cue.start) and cue.start - near[-1].end < 40 else None


def _add_further(cue: Cue, last: Group) -> None:
    """Those called after the first: "spoke with X and, separately, with Y"."""
    for group in cue.r.groups:
        if group.start > last.end and _AND_WITH.fullmatch(cue.r.typed, last.end, group.start):
            cue.draft.add(group)
            last = group


def _own_team(actors: Group | None, others: Group | None) -> bool:
    """ "I met with my national security team": those who met are of one party."""
    if actors is None or others is None or others.start < actors.end or len(actors.codes) != 1:
        return False
    speaker = actors.mentions[-1]
    own = speaker.text.lower() in _FIRST_PERSON or speaker.role == "leader" or _OWN.match(others.mentions[-1].text)
    return bool(own) and actors.codes == others.codes


def read_told(cue: Cue) -> str | None:
    """ "I told the Prime Minister": a leader, or one who speaks for a state, said something to another's leader."""
    actors, told = cue.r.subject(cue.start), cue.r.following(cue.end, frozenset({"", "to", "with", "upon"}), reach=30)
    if actors is None or told is None or is_unreal(cue) or cue.start - actors.end > 30:
        return None
    speaker, hearer = actors.mentions[-1], told.mentions[0]
    chief = hearer.kind == "PERSON" and hearer.role in ("leader", "foreign_minister", "minister")
    me = (
        hearer.text.lower() in _OURSELVES
        and bool(hearer.parties)
        and speaker.kind == "PERSON"
        and speaker.role in _OFFICIAL
    )
    sent = (
        hearer.kind == "PARTY"
        and bool(hearer.parties)
        and _SENT.match(cue.words) is not None
        and speaker.kind in ("PARTY", "PRON")
    )
    if (
        sent
        and (hearer.role != "people" or len(hearer.parties[0]) > 3)
        and set(speaker.parties).isdisjoint(hearer.parties)
    ):
        cue.draft.add(actors)
        cue.draft.add(told)
        return "held"
    if not chief and not me and not (_IN_A_CALL.search(cue.r.typed, cue.end) and hearer.role in _OFFICIAL):
        return None
    if not (
        speaker.role in _OFFICIAL or (speaker.kind == "PRON" and speaker.name) or speaker.text.lower() in _FIRST_PERSON
    ):
        return None
    if _IN_A_CALL.search(cue.r.typed, cue.end):
        cue.draft.format = "call"
    cue.draft.add(actors)
    cue.draft.add(told)
    return "held" if set(speaker.parties).isdisjoint(hearer.parties) and len(cue.draft.sides) > 1 else None


def read_together(cue: Cue) -> str | None:
    """Both sides are the subject of one verb."""
    actors = cue.r.subject(cue.start)
    if actors is None or is_unreal(cue) or cue.start - actors.end >= 60:
        return None
    cue.draft.add(actors)
    named = len(actors.mentions) > 1 or len(actors.mentions[0].parties) > 1 or is_plural(actors)
    return "held" if named else None


def read_contact(cue: Cue) -> str | None:
    """A looser verb with a counterpart after "with"."""
    if is_unreal(cue):
        return None
    cue.draft.add(cue.r.subject(cue.start))
    first = len(cue.draft.sides)
    reach = (g for g in cue.r.groups if g.start >= cue.end and g.preposition == "with" and g.start - cue.end < 90)
    helpers = next(reach, None)
    cue.draft.add(helpers)
    if helpers is not None and 0 < first < len(cue.draft.sides):
        _for_others(cue, helpers)
    return "held" if first > 0 and (first < len(cue.draft.sides) or cue.draft.mediators) else None


def _for_others(cue: Cue, helpers: Group) -> None:
    """ "we work with X to bring Y and Z to an agreement": those who work together mediate between the sides."""
    r, sides = cue.r, cue.sides
    purpose = _TO_BRING.search(r.typed, helpers.end)
    if purpose is None or len(sides) < 2 or set(sides) & set(cue.draft.sides):
        return
    named = {c for g in r.groups if g.start >= purpose.end() for c in g.codes}
    if set(sides) <= named:
        cue.draft.mediators, cue.draft.sides = cue.draft.sides, list(sides)
