"""How the sides stand around verbs and nouns of meeting."""

from __future__ import annotations

import re

from transforms.document import Mention
from transforms.extract.talk_draft import Cue, is_unreal
from transforms.extract.talk_groups import Group
from transforms.extract.talk_mood import OPEN, status_of_noun, status_of_verb

_WITH = frozenset({"with", "between", "among", "of", "involving", "for"})
_MET = frozenset({"with", "and", "to", ""})
_SKIPPED = re.compile(r"\b(?:neither|nor|never)\s(?:[a-z-]+\s){0,2}$", re.IGNORECASE)
_ADJACENT = re.compile(
    r"(?P<list>(?:the\s)?<(?:DEM|PARTY|PERSON|ORG|PRON):\d+>"
    r"(?:(?:[-–/]|\s[-–]\s|\sand\s|,\s)(?:the\s)?<(?:DEM|PARTY|PERSON|ORG):\d+>)*)"
    r"(?P<own>['’](?:s\b|(?=\s)))?\s?(?P<words>(?:(?!(?:for|of|to|in|on|with|from|by|at|about|over|that|as|into|after|before|during|and)\s)[A-Za-z0-9-]+,?\s){0,4})$"
)
_HELD = (
    r"h[eo]ld(?:ing|s)?|ha[ds]|have|having|beg[aiu]n\w*|start\w*|resum\w+|conclud\w+|end(?:ed|s)?|wrapp?\w* up|enter\w*|attend\w*"
    r"|join\w*|continu\w+|conduct\w*|complet\w+|open\w*|finish\w*|le(?:ft|ave|aving)|quit|abandon\w*|suspend\w*|pull\w* out of"
    r"|walk\w* out of|withdr\w+ from|skip\w*|boycott\w*|refus\w+|reject\w*|propos\w+|suggest\w*|sought|seek\w*|want\w*|request\w*"
    r"|demand\w*|ask\w* for|declin\w+|cancel\w*|call\w* (?:off|for)|postpon\w+|scrap\w*|return\w* (?:to|from)|arriv\w+ for|gather\w* for"
    r"|participat\w+ in|(?:take|took|taking)? ?part in|participation in|engag\w+ in|agree\w* (?:to|on)|made|underwent|undertook"
    r"|br[eo]ke off|rul\w+ out|back(?:ed|s) out of"
)
_HOSTED = (
    r"host\w*|mediat\w+|facilitat\w+|broker\w*|chair\w*|conven\w+|sponsor\w*|organi[sz]\w+|arrang\w+|led|leads?|launch\w*"
    r"|offer\w* to host|initiat\w+|oversee\w*|oversaw"
)
_VERB = re.compile(
    rf"\b(?P<verb>{_HELD}|(?P<host>{_HOSTED}))"
    r"\s(?:(?:<(?:PRON|NUM|DATE):\d+>|-part|[a-z’-]+)\s){0,7}$",
    re.IGNORECASE,
)
_URGES = re.compile(r"(?:urg|call|appeal|press|ask|plead|encourag|invit|has invited|push)", re.IGNORECASE)
# nouns that are talks only where somebody is said to talk
_LOOSE = re.compile(
    r"audience|gatherings?|contacts?|conversations?|discussions?|huddle|conference|showdown|exchange|engagements?|visit"
    r"|working groups?|palaver|rendezvous|diplomacy",
    re.IGNORECASE,
)
# "wants the talks to ..." speaks of talks that are known; "ready to attend the talks" does not
_COMES = re.compile(
    r"\b(?:attend|join|hold|host|take part|taking part|participat|resum|restart|reopen|reviv|renew|return|come|go back|enter|start|begin|continu"
    r"|conven|offer|propos|suggest|invit|call)"
)
_OF = re.compile(r"\s(?:[a-z]+\s)?of\s(?:[a-z]+\s){0,3}")
_TO_BRING = re.compile(
    r"\b(?:to|on|towards?|for)\s(?:[a-z]+\s)?(?:bring|brok|get|secur|reach|help|end|stop|negotiat|mediat|facilitat|conclud|achiev|restor|forg|clos|an?\s|the\s)"
)
_IN_A_CALL = re.compile(
    r"\b(?:(?:in|during|on) (?:a|the|their|his|her) (?:[a-z-]+ )?(?:call|conversation)|by (?:tele)?phone|over the phone)\b"
)
_OFFICIAL = frozenset({"leader", "foreign_minister", "defence_minister", "minister"})
_ONLOOKERS = re.compile(
    r",?\s(?:also\s)?(?:(?:acting |serving )?as (?:an? |the )?(?:[a-z-]+ )?(?:observers?|guarantors?|mediators?|hosts?|witness(?:es)?|facilitators?)|looking on|in attendance|presiding)\b"
)
_JOINTLY = re.compile(
    r"\b(?:co-|jointly |together )(?:conven|host|chair|mediat|facilitat|sponsor)\w*\s(?:[a-z-]+\s){0,3}$", re.IGNORECASE
)
_SENT = re.compile(r"(?:conveyed|communicated|delivered|passed)", re.IGNORECASE)
_OPENS = re.compile(r"(?:In|During|At|After|Following|On)\s[^,]{0,40}$")
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
_AND_WITH = re.compile(r"[^<.;]{0,50},? and,? (?:also,? |then,? |separately,? |later,? )?(?:with|to) (?:the |both )?")
_OURSELVES = frozenset({"us", "me"})
_DEAL = re.compile(
    r"\b(?:deal|agreement|accord|truce|cease-?fire|pact)(?: (?:that|which))?,? (?:[a-z]+ )?<[A-Z]+:\d+> $"
)
_FIRST_PERSON = frozenset({"i", "we"})
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
    others = cue.r.following(cue.end, _MET) or cue.r.following(cue.start, frozenset({"with", "to", "between"}))
    if actors is None and others is not None and len(others.codes) == 1 and cue.match.pattern.id == "talk-met":
        return None  # those who meet him are no side
    draft.add(actors if actors is None or not actors.speaks or actors.end > cue.start - 30 else None)
    draft.add(others if others is not None and others.end > cue.start else None)
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
    if not chief and not (_IN_A_CALL.search(cue.r.typed, cue.end) and hearer.role in _OFFICIAL):
        return None
    if not (speaker.role in _OFFICIAL or speaker.text.lower() in _FIRST_PERSON):
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


def read_noun(cue: Cue) -> str | None:
    """ "talks between X and Y", "X held talks with Y", "X-Y talks", "X's meeting with Y"."""
    draft = cue.draft
    status = status_of_noun(cue)
    if status is None or _SKIPPED.search(cue.before(60)):
        return None
    first = cue.r.following(cue.end, _WITH, reach=70)
    between = cue.r.typed.startswith(" between ", cue.end)
    if status == "proposed" and draft.definite and not between and not _COMES.search(cue.before(70)):
        status = OPEN
    if first is not None and first.preposition == "of" and first.codes == ("UN",):
        if _OF.fullmatch(cue.r.typed, cue.end, first.start):
            return None  # a body's own session
        first = None  # "talks under the auspices of X"
    if first is not None and first.preposition == "with" and _ONLOOKERS.match(cue.r.typed, first.end):
        first = None
    if first is not None and first.preposition == "with" and _JOINTLY.search(cue.before(60)):
        draft.mediate(first)
        first = None
    draft.add(first)
    if first is not None and first.preposition == "of":
        draft.add(cue.r.following(first.end, frozenset({"with"}), reach=30))
    _add_subject(cue, closed=first is not None and first.preposition == "between" and len(first.codes) > 1)
    add_adjacent(cue)
    if first is None and status not in ("held", OPEN) and not set(draft.sides) & set(cue.sides) and len(cue.sides) > 1:
        us = next((m for m in cue.r.sentence.mentions if m.text.lower() in _OURSELVES and m.parties), None)
        draft.sides = list(dict.fromkeys((*draft.sides, *us.parties))) if us is not None and draft.sides else []
        draft.people = draft.people if draft.sides else []  # outsiders who call for talks of others
    if status == "proposed":
        _urged(cue)
    if len(draft.sides) == 1:
        _complete(cue)
    if not draft.sides and not _by_nation(cue):
        if _LOOSE.fullmatch(cue.words):
            return None
        cue.sides_by_default()
    if status == "proposed":
        _proposer(cue)
    return status


def _add_subject(cue: Cue, *, closed: bool) -> None:
    """Who holds the talk is a side, who hosts one of others, or (`closed`) has one between two others, goes between."""
    before = cue.before(110)
    verb = _VERB.search(before)
    actors = cue.r.subject(cue.start - len(before) + verb.start()) if verb else None
    if verb is None or actors is None or (actors.speaks and len(actors.codes) < 2):
        return
    if verb["host"] is not None and actors.codes and not set(actors.codes) & set(cue.sides):
        cue.draft.mediate(actors)
        if verb["host"].lower().startswith("host") and len(actors.codes) == 1 and len(actors.codes[0]) == 3:
            cue.draft.land = actors.codes[0]
    elif not closed:
        cue.draft.add(actors)


def _by_nation(cue: Cue) -> bool:
    """ "the Sudanese dialogue", "dialogue between Sudanese parties": a talk inside one nation that is no side here."""
    near = re.search(r"<DEM:(\d+)> (?:[a-z-]+ ){0,2}$", cue.before(60))
    near = near or re.match(r" (?:between|among|of) (?:the )?<DEM:(\d+)> ", cue.r.typed[cue.end :])
    if near is None:
        return False
    nation = cue.r.sentence.mentions[int(near[1])]
    if not nation.parties or set(nation.parties) & set(cue.sides) or cue.draft.mediators:
        return False
    cue.draft.sides, cue.draft.alone = list(nation.parties), True
    return True


def _urged(cue: Cue) -> None:
    """ "called on X and Y to return to talks": those who are urged are to talk, not those who urge."""
    for mood in cue.moods:
        if mood.span[1] > cue.start or not _URGES.match(cue.r.typed, mood.span[0]):
            continue
        urged = cue.r.following(mood.span[1], frozenset({"", "on", "to", "with"}), reach=60)
        if urged is not None and urged.end < cue.start:
            explicit = cue.r.following(cue.end, frozenset({"with", "between"}), reach=70)
            cue.draft.sides = list(dict.fromkeys((*urged.codes, *(explicit.codes if explicit else ()))))
            cue.draft.people = [m for m in urged.mentions if m.kind == "PERSON"]


def adjacent(cue: Cue) -> tuple[list[Mention], bool]:
    """The actors right before a noun, and whether it is theirs by a possessive."""
    m = _ADJACENT.search(cue.before(150))
    if m is None or (m["own"] and len(m["words"].split()) > 3):
        return [], False
    verb = _VERB.search(m["words"])
    if verb is not None and verb["host"] is not None:
        return [], False
    mentions = cue.r.sentence.mentions_in(m["list"])
    return mentions, bool(m["own"]) or mentions[-1].kind == "PRON"


def add_adjacent(cue: Cue) -> None:
    """ "Russian-Ukrainian talks", "his meeting with"."""
    mentions, own = adjacent(cue)
    codes = list(dict.fromkeys(c for x in mentions for c in x.parties))
    if not codes or (len(mentions) == 1 and mentions[0].role == "capital"):
        return
    whose = own and mentions[-1].kind != "DEM"
    if len(codes) >= 2 or whose or set(codes) <= set(cue.sides) - set(cue.draft.sides):
        cue.draft.sides = codes + [c for c in cue.draft.sides if c not in codes]
        cue.draft.people = [x for x in mentions if x not in cue.draft.people] + cue.draft.people


def _complete(cue: Cue) -> None:
    """The other side of a talk with one: whoever acts in the sentence, else the other side of the article."""
    actors, draft = cue.r.subject(cue.start), cue.draft
    near = actors is not None and not actors.speaks and cue.start - actors.end < 120
    if actors is not None and near and set(actors.codes) - set(draft.sides):
        draft.add(actors)
    elif (after := _subject_after(cue)) is not None and set(after.codes) - set(draft.sides):
        draft.add(after)
    elif draft.sides[0] in cue.sides:
        cue.sides_by_default()


def _subject_after(cue: Cue) -> Group | None:
    """ "In his call with X, Y stressed": who acts after the phrase that the sentence opens with."""
    comma = cue.r.typed.find(", ", cue.end)
    if _OPENS.match(cue.r.typed[: cue.start]) is None or comma < 0:
        return None
    after = next((g for g in cue.r.groups if g.start >= comma), None)
    return (
        after if after is not None and after.start == comma + 2 and not after.oblique and not after.possessive else None
    )


def _proposer(cue: Cue) -> None:
    """A third party that suggests a talk of others is its mediator, not a side."""
    actors = cue.r.subject(cue.start)
    outside = [c for c in actors.codes if c not in cue.sides] if actors is not None else []
    rest = [c for c in cue.draft.sides if c not in outside]
    if outside and len(rest) >= 2:
        cue.draft.sides = rest
        cue.draft.mediators += [c for c in outside if c not in cue.draft.mediators]
