"""How the sides stand around nouns of talking and meeting."""

from __future__ import annotations

import re

from transforms.document import Mention
from transforms.extract.opened import Opened
from transforms.extract.talk_draft import Cue
from transforms.extract.talk_groups import Group
from transforms.extract.talk_mood import OPEN, status_of_noun

# words that point back to a talk
_DEFINITE = re.compile(
    r"(?:\b(?:the|this|that|these|those|such|said|same|both)|<PRON:\d+>|<DATE:\d+>['’]s?)\s(?:(?:[a-z-]+|<(?:PLACE|DEM|PARTY):\d+>(?:-[a-z]+)?)\s){0,3}$",
    re.IGNORECASE,
)
_WITH = frozenset({"with", "between", "among", "of", "involving", "for"})
_SKIPPED = re.compile(r"\b(?:neither|nor|never)\s(?:[a-z-]+\s){0,2}$", re.IGNORECASE)
_ADJACENT = re.compile(
    r"(?P<list>(?:the\s)?<(?:DEM|PARTY|PERSON|ORG|PRON):\d+>"
    r"(?:(?:[-–/]|\s[-–]\s|\sand\s|,\s)(?:the\s)?<(?:DEM|PARTY|PERSON|ORG):\d+>)*)"
    r"(?P<own>['’](?:s\b|(?=\s)))?\s?(?P<words>(?:(?!(?:for|of|to|in|on|with|from|by|at|about|over|that|as|into|after|before|during|and)\s)[A-Za-z0-9-]+,?\s){0,4})$"
)
_HELD = (
    r"h[eo]ld(?:ing|s)?|ha[ds]|have|having|beg[aiu]n\w*|start\w*|resum\w+|conclud\w+|end(?:ed|s)?|wrapp?\w* up|enter\w*|attend\w*"
    r"|join\w*|continu\w+|conduct\w*|complet\w+|open\w*|finish\w*|le(?:ft|ave|aving)|quit|abandon\w*|suspend\w*|pull\w* out of"
    r"|walk\w* out of|withdr\w+ from|(?:show|turn)\w* up (?:at|for)|stay\w* away from|appear\w* (?:at|for)|skip\w*|boycott\w*|refus\w+|reject\w*|propos\w+|suggest\w*|sought|seek\w*|want\w*|request\w*"
    r"|demand\w*|ask\w* for|declin\w+|cancel\w*|call\w* (?:off|for)|postpon\w+|scrap\w*|return\w* (?:to|from)|arriv\w+ for|gather\w* for"
    r"|participat\w+ in|(?:take|took|taking)? ?part in|participation in|engag\w+ in|agree\w* (?:to|on)|made|underwent|undertook"
    r"|br[eo]ke off|rul\w+ out|back(?:ed|s) out of|w(?:ou|i)nd\w* up|clos(?:ed?|ing)|sat through|got down to|broken off"
)
_HOSTED = (
    r"host\w*|mediat\w+|facilitat\w+|broker\w*|chair\w*|conven\w+|sponsor\w*|organi[sz]\w+|arrang\w+|led|leads?|launch\w*"
    r"|offer\w* to host|initiat\w+|oversee\w*|oversaw"
)
_VERB = Opened(
    rf"\b(?P<verb>{_HELD}|(?P<host>{_HOSTED}))"
    r"\s(?:(?:<(?:PRON|NUM|DATE):\d+>|-part|[a-z’-]+)\s){0,7}$",
    any_case=True,
)
_URGES = re.compile(r"(?:urg|call|appeal|press|ask|plead|encourag|invit|has invited|push)", re.IGNORECASE)
# nouns that are talks only where somebody is said to talk
_LOOSE = re.compile(
    r"audience|gatherings?|contacts?|conversations?|discussions?|huddle|conference|showdown|exchange|engagements?|visit"
    r"|working groups?|palaver|rendezvous|diplomacy",
    re.IGNORECASE,
)
_OF_PEACE = re.compile(
    r"\b(?:peace|reconciliation|cease-?fire|truce|armistice|mediation|negotiating|direct|indirect|high-level|secret|bilateral|trilateral|second|third|fourth|fifth|another|further|follow-up|latest|last|next|previous)\s(?:[a-z-]+\s)?$",
    re.IGNORECASE,
)
# "wants the talks to ..." speaks of talks that are known; "ready to attend the talks" does not
_COMES = re.compile(
    r"\b(?:attend|join|hold|host|take part|taking part|participat|resum|restart|reopen|reviv|renew|return|come|go back|enter|start|begin|continu"
    r"|conven|offer|propos|suggest|invit|call)"
)
_OF = re.compile(r"\s(?:[a-z]+\s)?of\s(?:[a-z]+\s){0,3}")
ONLOOKERS = re.compile(
    r",?\s(?:also\s)?(?:(?:acting |serving )?as (?:an? |the )?(?:[a-z-]+ )?(?:observers?|guarantors?|mediators?|hosts?|witness(?:es)?|facilitators?)|mediating|facilitating|present|in the chair|looking on|in attendance|presiding)\b"
)
_BETWEEN_BOTH = re.compile(r" (?:between|among) (?:the (?:two|pair|three|four|sides)|both|<PRON:\d+>)\b")
_HELPED = re.compile(
    r"(?: in <PLACE:\d+>| on <DATE:\d+>)*,? (?:(?:which|that) )?(?:(?:are|were|is|was|have|has|had|being|been) )*(?:brokered|mediated|facilitated|moderated) by\b"
)
_SEPARATE = re.compile(r"\bseparate (?:[a-z-]+ )?$", re.IGNORECASE)
_JOINTLY = re.compile(
    r"\b(?:co-|jointly |together )(?:conven|host|chair|mediat|facilitat|sponsor)\w*\s(?:[a-z-]+\s){0,3}$", re.IGNORECASE
)
_OPENS = re.compile(r"(?:In|During|At|After|Following|On)\s[^,]{0,40}$")
_OF_ANOTHER = re.compile(r"\w[^,;]*\s(?:that|which|who|whose)\s(?:[a-z]+\s){0,6}$")
_OURSELVES = frozenset({"us", "me"})


def read_noun(cue: Cue) -> str | None:
    """ "talks between X and Y", "X held talks with Y", "X-Y talks", "X's meeting with Y"."""
    draft = cue.draft
    status = status_of_noun(cue)
    if status is None or _SKIPPED.search(cue.before(60)):
        return None
    first = cue.r.following(cue.end, _WITH, reach=70)
    if first is not None and _OF_ANOTHER.search(cue.r.typed, cue.end, first.start):
        first = None
    between = cue.r.typed.startswith(" between ", cue.end)
    if status == "proposed" and not between and _DEFINITE.search(cue.before(60)) and not _COMES.search(cue.before(70)):
        status = OPEN
    if first is not None and first.codes == ("UN",) and _OF.fullmatch(cue.r.typed, cue.end, first.start):
        return None  # a body's own session
    first = _at_table(cue, first)
    draft.add(first)
    if first is not None and first.preposition == "of":
        draft.add(cue.r.following(first.end, frozenset({"with"}), reach=30))
    _add_subject(cue, closed=first is not None and first.preposition == "between" and len(first.codes) > 1)
    _set_between(cue, first)
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
        both = _BETWEEN_BOTH.match(cue.r.typed, cue.end)
        helped = _HELPED.match(cue.r.typed, cue.end)
        if _LOOSE.fullmatch(cue.words) and not both and not helped and not _OF_PEACE.search(cue.before(40)):
            return None
        cue.sides_by_default()
    if status == "proposed":
        _proposer(cue)
    return status


def _at_table(cue: Cue, named: Group | None) -> Group | None:
    """Those named after a noun, unless they only lend it their auspices, look on, or hold it together with its host."""
    if named is None or (named.preposition == "of" and named.codes == ("UN",)):
        return None
    if named.preposition == "with" and ONLOOKERS.match(cue.r.typed, named.end):
        return None
    if named.preposition == "with" and _JOINTLY.search(cue.before(60)):
        cue.draft.mediate(named)
        return None
    return named


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


def _set_between(cue: Cue, named: Group | None) -> None:
    """One who holds separate meetings with both sides goes between them."""
    if named is not None and _SEPARATE.search(cue.before(40)) and cue.go_between(named):
        cue.draft.format = cue.draft.format or "indirect"


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
