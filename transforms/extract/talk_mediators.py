"""Who mediates, in one sentence: outsiders that do what mediators do, or that the text calls so.

A mere venue mediates nothing: only actors are read, never the place where sides meet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from ahocorasick_rs import AhoCorasick

from transforms.document import Mention
from transforms.extract.opened import Opened
from transforms.extract.talk_groups import Group, Reading

_STEMS = AhoCorasick(
    "mediat,facilitat,broker,shuttl,go between,goes between,going between,gone between,went between,go-between,back and forth,back-and-forth"
    ",shepherd,midwi,chaperon,referee,umpire,chair,moderat,presid,gavel,good offices,a hand,the peace,minutes,carr,ferr,relay,convey,pass"
    ",transmit,walked,together,brought,bring,coax,prod,nudg,cajol,herd,summon,persuad,steer,intermediar,guarant,courier,postm,peacemaker"
    ",matchmaker,sweet-talk,in between,in the middle,elbow,side,looking on,looked on,witness,in attendance,standing by,sponsor,convened,arranged"
    ",prepared,supervis,overse,auspices,aegis,patronage,guidance,umbrella,stewardship,under ,watch ,eyes ,interce,wing,help of,thanks to,invitation of"
    ",behest,instigation,initiative of,presence of".split(",")
)
_CALLED = re.compile(
    r"mediat|facilitat|go-between|\bbroker|intermediar|guarantor|\bmidwi|\bchaperon|\breferee|\bpeacemaker",
    re.IGNORECASE,
)
_BOTH = (
    r"(?:the |both |all |each )?(?:two |warring |rival )*(?:<P[A-Z]+:\d+>|sides|parties|rivals|foes|enemies|camps|delegations|teams|leaders|men"
    r"|pair)"
)
_NEWS = (
    r"(?:<PRON:\d+> |<DEM:\d+> |the |their |its |an? |written |new |last |latest |several )*"
    r"(?:messages?|notes|drafts?|papers?|proposals?|sheets?|offers?|letters?|answers?|replies|reply|responses?|terms|texts?)\b"
)
_HELPERS = (
    r"(?:mediators?|go-betweens?|facilitators?|intermediar(?:y|ies)|(?:honest |power )?brokers?|guarantors?|chaperones?|midwi(?:fe|ves)"
    r"|referees?|peacemakers?|couriers?|postm[ae]n|matchmakers?)"
)
_DOES = Opened(
    r"\b(?:(?:co-)?(?:mediat(?:ed|es|ing)|facilitat(?:ed|es|ing)|broker(?:ed|s|ing)|shepherd(?:ed|s|ing)|chaperon(?:ed|es|ing)|referee[ds]?"
    r"|umpire[ds]?|midwif(?:ed|ing)|moderat(?:ed|es|ing)|chair(?:ed|ing)|presid(?:ed|es|ing))\b(?! (?:jointly |together )?by\b)"
    r"|(?:co-)?chairs (?=the|these|those|<)|shuttl(?:ed|es|ing)\b|(?:gone|went|going|goes|go) (?:back[- ]and[- ]forth|between)"
    r"|(?:held|holds|shared?|shares|wielded|took|takes) the (?:gavel|chair)|(?:lent|lends|lending) (?:a hand|(?:its|his|<PRON:\d+>) good offices)"
    rf"|kept the (?:peace|minutes)|keeping the minutes|(?:carr|ferr)(?:ied|ies|ying) {_NEWS}|(?:relay|pass|convey|transmitt)(?:ed|s|es|ing) {_NEWS}"
    rf"|walk(?:ed|ing) {_NEWS}|(?:brought|bring(?:s|ing)?|coax(?:ed|es|ing)|prodd(?:ed|ing)|nudg(?:ed|ing)|cajol(?:ed|ing)|herd(?:ed|ing)"
    rf"|summon(?:ed|s|ing)|steer(?:ed|ing)) {_BOTH} (?:back )?(?:together|to(?:wards?)?|into|in|back|around|round)\b"
    rf"|(?:act(?:ed|ing|s)?|serv(?:ed|es|ing)|work(?:ed|s|ing)) as (?:an? |the |chief |lead |third-party |joint |co-)*{_HELPERS}"
    rf"|(?:play(?:ed|s|ing)|did|does|doing) (?:the |an? )?(?:role of (?:an? |the )?)?{_HELPERS}|(?:did|doing) the (?:go-between work|sweet-talking)"
    r"|(?:led|leads|leading|headed|heads) the (?:<DEM:\d+> )?(?:mediat\w+|facilitation))"
)
_AUX = re.compile(
    r",?\s(?:(?:which|who|that|<PRON:\d+>|has|have|had|is|are|was|were|been|also|long|both|together|jointly|again|once|[a-z]+ly)\s)*"
)
_IN_ROOM = re.compile(
    r",?\s(?:(?:in between|in the (?:chair|middle)|at (?:<PRON:\d+>|his|her|their) (?:elbow|side)|presiding|looking on|looked on|sitting in"
    rf"|refereeing|in attendance|standing by)\b|(?:acting )?as (?:an? |the |third-party |joint |co-)*(?:{_HELPERS}|witness(?:es)?)\b)"
)
_BY = re.compile(
    r"\b(?:(?:co-)?(?:mediated|facilitated|brokered|chaired|moderated|convened|sponsored|arranged|prepared|supervised|overseen|shepherded"
    r"|steered|refereed|midwifed|prodded|coaxed|nudged|cajoled|goaded|guaranteed|witnessed|put together|guided|hosted and [a-z]+)"
    r"(?: [a-z]+ly| together)? by|in the presence of|under (?:the )?(?:[a-z]+ )?(?:auspices|mediation|aegis|chairmanship|sponsorship|supervision"
    r"|patronage|guidance|facilitation|umbrella|stewardship|eyes?|gaze|good offices) of|(?:with|through|thanks to|by) (?:the )?(?:[a-z]+ )?"
    r"(?:mediation|intercession|brokerage|good offices|facilitation|offices) (?:of|from|by)|mediation (?:by|from|of)|at the (?:personal )?"
    r"(?:invitation|initiative|urging|instigation|behest) of|(?:mediators|facilitators|go-betweens?|intermediar(?:y|ies)|brokers),?(?: from| were| are)?)"
    r"\s(?:the\s|both\s|H\.E\.\s)*$"
)
_OWN = re.compile(
    r"(?:['’]s?)?\s(?:[a-z-]+\s){0,2}(?:mediation|auspices|aegis|chairmanship|good offices|facilitation|facilitators?|mediators?|go-betweens?"
    r"|intermediar(?:y|ies)|brokerage|brokers?|shuttling|shuttle diplomacy)\b"
)
_WATCH = re.compile(r"(?:['’]s?)?\s(?:umbrella|wing|eyes?|gaze|watch|help|roof)\b")
_UNDER = re.compile(r"\b(?:under|with|through)\s(?:the\s)?$")
_MADE_BY = re.compile(
    r"[-–](?:mediated|brokered|facilitated|hosted|chaired|sponsored|led|convened|supervised|chaperoned|arranged)\s(?:[a-z-]+\s){0,3}"
    r"(?:talks|negotiations?|bargaining|process|truce|cease-?fire|deal|agreement|accord|efforts?|rounds?|dialogue|peace|mediation|diplomacy"
    r"|meetings?|sessions?|consultations|contacts|haggling|discussions)"
)
_NOT = re.compile(
    r"\b(?:not|no longer|never|without|instead of|rather than|reject\w*|refus\w+|to|could|would|will)\s(?:[a-z]+\s){0,2}$"
)
_HELPED = re.compile(
    r"thank|grat|apprecia|commend|recogni|credit|applaud|salut|prais|(?:ship|[a-z] |ed|ing|ion|hand|side|work|works|cert|gether) with"
)
_THANKS = re.compile(
    r"\b(?:thank(?:s|ed|ful)?|grateful|gratitude|appreciat\w+|commend\w*|recogni[sz]\w+|credit\w*|applaud\w*|salut\w+|prais\w+)\b"
    r"(?:\s(?:to|the|for|of|our|especially|particularly|tireless|hard|work|efforts?|leadership|role|assistance|help|mediation|support|played|by"
    r"|both|governments?|leaders|partners?|friends|also|in|again|once|very|much|partnership|governments? of|<PRON:\d+>|and),?)*\s$"
)
_FOR_HELP = re.compile(
    r"\b(?:mediat\w+|facilitat\w+|brokering|assistance|help\w*|role|efforts?|leadership|hospitality|hosting|tireless|work|diplomacy|partnership"
    r"|good offices|engagement|intercession)\b"
)
_MEDIATED = Opened(
    r"\b(?:mediat|facilitat|broker|assist|good offices|intermediar|intercession|protecting power|hosting|hospitality|its role|their role)"
)
_WORKS_WITH = re.compile(
    r"\b(?:work(?:ed|ing|s)?(?: [a-z]+ly| hand[- ]in[- ](?:hand|glove)| together)?|coordinat(?:ed|ing|ion)(?: [a-z]+ly)?|partner(?:ed|ing|ship)|hand in hand"
    r"|together|alongside|in concert|in partnership) with (?:the |our |<PRON:\d+> |[a-z]+ )*$"
)
_TO_SETTLE = re.compile(
    r"\b(?:cease-?fire|truce|deal|agreement|hostages?|talks|negotiat\w+|peace|dialogue|mediat\w+|settlement|de-?escalat\w+|resolution)\b"
)
_ACTOR = re.compile(r"<(?:DEM|PARTY|PERSON):(\d+)>")
_NO_MEDIATOR = frozenset({"ICRC"})  # it carries captives; a sentence about talks calls it so by name


def find_mediating(r: Reading, sides: Collection[str]) -> list[Mention]:
    """Those who mediate in a sentence and stand for no side."""
    inside = {*sides, *_NO_MEDIATOR}
    outside = [m for m in r.sentence.mentions if m.parties and inside.isdisjoint(m.parties)]
    if not outside or not _STEMS.find_matches_as_indexes(r.lowered):
        return []
    found = dict.fromkeys(chain(_called(r), _doing(r), _owning(r), _beside(r)))
    return [m for m in found if m in outside]


def find_thanked(r: Reading, sides: Collection[str], *, strictly: bool = False) -> list[Mention]:
    """Those outside the sides whom an office thanks for help with a talk, or works with to bring one about.

    `strictly`: for help of a mediator only, since partners may help in many ways where the office is a side itself.
    """
    if strictly and not _MEDIATED.search(r.lowered):
        return []
    inside = {*sides, *_NO_MEDIATOR}
    if not any(m.parties and inside.isdisjoint(m.parties) for m in r.sentence.mentions) or not _HELPED.search(
        r.lowered
    ):
        return []
    found: list[Mention] = []
    at = 0
    for group in r.groups:
        before = r.typed[max(0, group.start - 60) : group.start]
        thanked = _THANKS.search(before) or (found and group.start - at < 40)
        if (thanked and _FOR_HELP.search(r.lowered)) or (_WORKS_WITH.search(before) and _TO_SETTLE.search(r.lowered)):
            found += group.mentions
            at = group.end
    return [m for m in found if m.kind != "PRON" and m.parties and inside.isdisjoint(m.parties)]


def codes_of(found: Iterable[Mention]) -> list[str]:
    """The parties that mentions stand for, in order."""
    return list(dict.fromkeys(code for m in found for code in m.parties))


def _called(r: Reading) -> Iterator[Mention]:
    """Those whose own name says so: "Qatari mediators", "the UN facilitator"."""
    for m in r.sentence.mentions:
        if m.kind in ("PARTY", "PERSON") and (m.role == "mediator" or _CALLED.search(m.text)):
            yield m


def _doing(r: Reading) -> Iterator[Mention]:
    """Subjects of verbs of mediating, across "which have been" too."""
    for verb in _DOES.finditer(r.typed):
        if not _NOT.search(r.typed, max(0, verb.start() - 40), verb.start()):
            actors = _right_before(r, verb.start()) or r.subject(verb.start())
            if actors is not None and not actors.speaks and verb.start() - actors.end < 60:
                yield from actors.mentions


def _right_before(r: Reading, position: int) -> Group | None:
    near = [g for g in r.groups if g.end <= position and not g.possessive]
    named = next((g for g in reversed(near) if g.mentions[-1].kind != "PRON"), None)
    return named if named is not None and _AUX.fullmatch(r.typed, named.end, position) else None


def _owning(r: Reading) -> Iterator[Mention]:
    """ "Norway's good offices", "US-brokered talks", "under Norwegian eyes"."""
    for token in _ACTOR.finditer(r.typed):
        under = _WATCH.match(r.typed, token.end()) and _UNDER.search(r.typed, 0, token.start())
        if under or _OWN.match(r.typed, token.end()) or _MADE_BY.match(r.typed, token.end()):
            yield r.sentence.mentions[int(token[1])]


def _beside(r: Reading) -> Iterator[Mention]:
    """ "with X in the chair", "chaired by X", "in the presence of X"."""
    for group in r.groups:
        if group.speaks:
            continue
        room = group.preposition in ("with", "", "and", "while") and _IN_ROOM.match(r.typed, group.end)
        if room or _BY.search(r.typed, max(0, group.start - 70), group.start):
            yield from group.mentions
