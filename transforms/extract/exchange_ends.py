"""Who gives, who receives and whose jails: the ends of a passing as far as the clause around its cue states them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import chain

from transforms.document import Mention, Sentence
from transforms.extract.engine import Match
from transforms.extract.opened import Opened
from transforms.extract.talk_groups import Group, Reading

_PLACE = r"(?:prisons?|jails?|custody|captivity|cells?|detention|hands|colon(?:y|ies)|camps?|imprisonment|dungeons?|tunnels?)"
_FROM = re.compile(
    r"\b(?P<word>out of|from|in|by|of|left|leave|leaving|quit|inside)\s(?:the\s|its\s|an?\s)?(?:hands of\s|custody of\s)?"
    r"<(?P<kind>PARTY|DEM|PLACE|PERSON|PRON):(?P<at>\d+)>(?P<own>['’]s?)?\s?"
    rf"(?P<place>(?:government\s|military\s|state\s|penal\s|federal\s)?{_PLACE})?"
)
# Where somebody is jailed or by whom he was captured; where he was captured holds nobody.
_HELD = re.compile(
    r"\b(?:(?:held|detained|jailed|imprisoned|locked up|captive|hostage|prisoner|behind bars)\s(?:(?:[a-z]+|<(?:NUM|DATE):\d+>)\s){0,4}?(?:by|in|at)"
    r"|(?:captured|seized|kidnapped|abducted|taken|snatched|caught|arrested)\s(?:(?:[a-z]+|<(?:NUM|DATE|PLACE):\d+>)\s){0,4}?by"
    r"|(?<!were\s)(?<!was\s)(?<!be\s)(?<!been\s)(?<!being\s)(?:taken|deported|abducted|kidnapped|removed|transferred)\s(?:[a-z]+\s){0,2}?(?:in)?to)"
    r"\s(?:the\s|its\s)?(?:[a-z]+\s|<DEM:\d+>\s[a-z]+\s|<PEOPLE:\d+>\s(?:of|from)\s(?:the\s)?)?<(?P<kind>PARTY|DEM|PLACE):(?P<at>\d+)>"
)
_JAILS = re.compile(rf"\b{_PLACE}\s(?:in|of)\s(?:the\s)?(?:[a-z]+\s)?<(?P<kind>PARTY|DEM|PLACE):(?P<at>\d+)>")
_CAPTURED = re.compile(
    r"\b(?:captured|seized|kidnapped|abducted|taken|snatched|deported|removed|(?:carried|dragged|hauled|marched|spirited|led|bundled)\s(?:off|away)|hail(?:s|ing)?|com(?:es?|ing))\s(?:[a-z]+\s){0,2}$"
)
# What comes from somebody who need not hold anybody.
_ASKED = re.compile(
    r"\b(?:pressure|help|support|calls?|appeals?|requests?|assistance|demands?|letters?|messages?|orders?|word|intervention|mediation|pleas?|offers?|thanks)\s$"
)
_FETCHED = re.compile(r"(?:br(?:ing|ought)|g[eo]t|fl(?:y|ew))", re.IGNORECASE)
_NATIVES = re.compile(r"<PEOPLE:\d+>\s$")  # "people from <PLACE>" are at home there
_HOLDS = re.compile(
    r"(?P<whom>\bwhom\s(?:the\s)?)?<(?:PARTY|PRON|PERSON):(?P<at>\d+)>\s(?:(?:has|had|have|is|was|are|were|been|still|first|also|[a-z]+ly)\s)*"
    r"(?:captured|seized|kidnapped|abducted|snatched|holds?|held|holding|detained|jailed|arrested|imprisoned|locked\sup|keeps?|keeping|kept)\b(?(whom)|(?!\s(?:talks|a\s|by|in\s|at\s)))"
)
# Jails named by whose side they are on: a state's or an armed group's.
_WHOSE = re.compile(
    r"\b(?:in|from|of|out of|inside|left|quit)\s(?:the\s|an?\s)?(?:(?P<state>government|state|army|military|regime|junta|federal|police)"
    rf"|(?:rebel|militant|insurgent|guerrilla|separatist|jihadi(?:st)?)s?)(?:['’]s?|-run|-held)?\s(?:[a-z]+\s)?{_PLACE}"
)
_TO = re.compile(r"\b(?:to|into)\s(?:the\s)?<(?:PARTY|PLACE|DEM):(?P<at>\d+)>")
_DEAL = re.compile(
    r"\b(?:deal|swap|agreement|exchange|trade|plan|operation|bargain|accord)s?,? (?:that|which)\s(?:[a-z]+\s){0,2}$"
)
# "to <PARTY>, which returned 31": the one named last acts
_WHICH = re.compile(
    r"<PARTY:(?P<at>\d+)>,\s(?:which|who)\s(?:(?:has|had|have|is|was|will|would|to|then|later|also|in turn|in return|itself|[a-z]+ly)\s)*$"
)
_TO_WHICH = re.compile(
    r"\bto\s(?:the\s)?(?:(?P<state>government|army|state|military|authorities|police|regime)"
    r"|(?:group|rebels?|militants?|militia|insurgents?|guerrillas?|separatists|movement|jihadi(?:st)?s)(?!['’]))\b"
)
_BY = re.compile(
    r"[^.;]{0,60}?(?<!held\s)(?<!captured\s)(?<!taken\s)(?<!brokered\s)(?<!mediated\s)(?<!facilitated\s)(?<!negotiated\s)(?<!arranged\s)(?<!supervised\s)(?<!chartered\s)(?<!overseen\s)(?<!hosted\s)(?<!escorted\s)(?<!backed\s)\bby\s(?:the\s)?<(?:PARTY|DEM|PERSON|PRON):(?P<at>\d+)>"
)
_GUANTANAMO = re.compile(r"Guant[aá]namo")  # a place in Cuba where the captives are American
_NEXT = re.compile(r",|;|\band\b|\bwho(?:m|se)?\b|\bwhich\b|\bwhere\b|\bafter\b|\bbefore\b")
STATE, GROUP = "@STATE", "@GROUP"  # the state or the armed group among the sides, whichever they are
CARRIERS = frozenset({"ICRC", "UN"})


_PARTNER = Opened(
    r"\b(?:swaps?|exchanges?|deals?|trades?|agreements?|accords?|bargains?|arrangements?|truce)\s(?:(?:reached|struck|made|signed|agreed|concluded|negotiated|brokered)\s)?"
    r"with\s(?:the\s)?(?:[a-z]+\s){0,2}<PARTY:(?P<at>\d+)>"
)


@dataclass(frozen=True, slots=True)
class Ends:
    """Party codes or None; `sides` act together, `mutual` says that each of them gives, `held_back` holds the return."""

    giver: str | None
    taker: str | None
    sides: tuple[str, ...] = ()
    mutual: bool = False
    held_back: str | None = None


def ends_of(cue: Match, r: Reading) -> Ends:
    """The ends that the clause states; a region that the captives come from and return to holds nobody."""
    ends = _stated(cue, r)
    if ends.giver and ends.giver == ends.taker:
        return replace(ends, taker=None) if cue.pattern.set["frame"] == "give" else replace(ends, giver=None)
    return ends


def _stated(cue: Match, r: Reading) -> Ends:
    frame = cue.pattern.set["frame"]
    if cue.pattern.set.get("pronoun") and _FETCHED.match(cue.groups.get("verb", "")):
        frame = "carry"  # who brings them home does not hold them
    start, end = cue.span
    at = cue.starts.get("what", start)
    back = cue.starts.get("other", end)
    right = max(r.clause(start, end)[1], end)
    subject = None if _DEAL.search(r.typed, 0, start) else r.subject(cue.starts.get("verb", start))
    codes = _acting(subject, r) if subject is not None and frame in ("give", "take", "swap", "carry") else ()
    which = _WHICH.search(r.typed, 0, cue.starts.get("verb", start)) if frame in ("give", "take") else None
    if which and (told := r.sentence.mentions[int(which["at"])].parties):
        codes = tuple(c for c in told if c not in CARRIERS)
    leave = frame in ("take", "carry", "home")
    held = _holder(r, at, back, leave=leave)
    held_back = _holder(r, back, right, leave=leave) if "other" in cue.starts else None
    # once more, as a cue may end within "out of <PLACE>"
    held = held or (_holder(r, at, right, leave=leave) if "other" not in cue.starts else None)
    if frame == "swap":
        alone = codes[0] if len(codes) == 1 and "other" in cue.starts and cue.pattern.set["form"] == "verb" else None
        return Ends(alone, None, codes if len(codes) > 1 else ())
    if frame == "take":
        return Ends(held, codes[0] if len(codes) == 1 else None, codes, held_back=held_back)
    stop = _NEXT.search(r.typed, end)
    taker = _to(cue, r) or _taker(r, at, min(right, stop.start() if stop else right))
    if frame == "give":
        mutual = subject is not None and any(m.role == "sides" for m in subject.mentions)
        giver = None if mutual or len(codes) > 1 else codes[0] if codes else held
        return Ends(giver, taker, codes, mutual, held_back)
    if frame == "carry":
        return Ends(held or (codes[0] if taker and codes else None), taker, (), held_back=held_back)
    return Ends(_agent(cue, r) or held, taker, (), held_back=held_back)


def keeper_of(sentence: Sentence) -> str | None:
    """The party that a sentence says holds somebody ("<PARTY> has been holding", "in <PARTY>'s jails")."""
    typed = sentence.typed
    places = (m for form in (_HOLDS, _HELD, _JAILS) for m in form.finditer(typed))
    jails = (m for m in _FROM.finditer(typed) if m["place"])
    for m in chain(places, jails):
        codes = sentence.mentions[int(m["at"])].parties
        if codes:
            return codes[0] if codes[0] not in CARRIERS else None
    return None


def partner_of(r: Reading) -> str | None:
    """With whom captives are exchanged ("in a swap with <PARTY>")."""
    found = _PARTNER.search(r.typed)
    codes = r.sentence.mentions[int(found["at"])].parties if found else ()
    return codes[0] if len(codes) == 1 and codes[0] not in CARRIERS else None


def _to(cue: Match, r: Reading) -> str | None:
    if "to" not in cue.groups:
        return None
    codes = r.sentence.mentions[int(cue.groups["to"].split(":")[1])].parties
    return codes[0] if codes else None


def _acting(subject: Group, r: Reading) -> tuple[str, ...]:
    """The codes of a subject; of "as he tells it, Russia" only the last."""
    listed = re.search(r"\band\b|&|/|\bwith\b", r.typed[subject.start : subject.end]) is not None
    mentions = subject.mentions if listed else subject.mentions[-1:]
    codes = (c for m in mentions if m.kind in ("PARTY", "PRON", "PERSON") for c in m.parties)
    return tuple(c for c in dict.fromkeys(codes) if c not in CARRIERS)


def _agent(cue: Match, r: Reading) -> str | None:
    by = _BY.match(r.typed, cue.span[1]) if "other" not in cue.starts else None
    if "other" in cue.starts:
        by = _BY.match(r.typed[: cue.starts["other"]], cue.starts["what"] + len(cue.groups["what"]))
    mention: Mention | None = r.sentence.mentions[int(by["at"])] if by else None
    codes = mention.parties if mention is not None else ()
    return codes[0] if codes and codes[0] not in CARRIERS else None


def _holder(r: Reading, left: int, right: int, *, leave: bool = False) -> str | None:
    """The party in whose jails, hands or country the captives are; `leave` when a verb says that they come from there."""
    for form in (_HELD, _FROM, _JAILS):
        for m in form.finditer(r.typed, left, right):
            mention = r.sentence.mentions[int(m["at"])]
            if not mention.parties:
                continue
            plain = (
                form is _FROM
                and m["word"] in ("from", "out of")
                and mention.kind not in ("DEM", "PRON")
                and not m["own"]
            )
            if form is _FROM and not m["place"]:
                before = r.typed[left : m.start()]
                plain = plain and not _CAPTURED.search(before) and (leave or not _NATIVES.search(before))
                plain = plain and not _ASKED.search(before)
            if (form is _HELD or m["place"] or plain) if form is not _JAILS else mention.parties[0] != "PSE":
                return "USA" if _GUANTANAMO.match(mention.text) else mention.parties[0]
    for m in _HOLDS.finditer(r.typed, left, right):
        mention = r.sentence.mentions[int(m["at"])]
        if mention.parties and mention.parties[0] not in CARRIERS:
            return mention.parties[0]
    jails = _WHOSE.search(r.typed, left, right)
    return (STATE if jails["state"] else GROUP) if jails else None


def _taker(r: Reading, at: int, right: int) -> str | None:
    for m in _TO.finditer(r.typed, at, right):
        mention = r.sentence.mentions[int(m["at"])]
        if _CAPTURED.search(r.typed[at : m.start()]):
            continue
        if mention.parties and mention.parties[0] not in CARRIERS and mention.role != "sides":
            return mention.parties[0]
    which = _TO_WHICH.search(r.typed, at, right)
    return (STATE if which["state"] else GROUP) if which else None
