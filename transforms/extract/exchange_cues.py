"""Where a sentence says that captives pass: each cue with its groups, who gives and receives them, and its mood.

Ends (who holds, who receives) are only those that the sentence states; `exchange_sides` infers the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from transforms.document import Mention, Quantity, Sentence
from transforms.extract.engine import Match, Pattern, find, load_patterns
from transforms.extract.exchange_groups import Captives, find_captives
from transforms.extract.exchange_mood import status_of
from transforms.extract.talk_groups import Reading

_TOKEN = re.compile(r"<(CAPTIVES|PEOPLE|PERSON|NUM|PARTY):(\d+)>")
_BARE_NUMBER = re.compile(
    r"(?:\s(?:each|from|more|others?|of|in|on|for|and|who|under|to|by|at|already|were|had|have|has|will|would|are|went|travelled|returned|bodies|of their own|so far|men)\b|[,.;:)—-]|$|\s<(?:DATE|PLACE|PRON))"
)
_BOTH = re.compile(
    r"^\s?(?:[a-z-]+\s){0,2}(?:from (?:each|either)(?: of the two)?(?: sides?)?|each\b|(?:from|on|for|by) both(?: sides)?|apiece|a side|per side|by each|for each)"
)
_SAME = re.compile(r"\b(?:the same|an equal|an identical) number\b")
_FROM = re.compile(
    r"\b(?:out of|from|in|by|of|left|leave|quit|inside)\s(?:the\s|its\s)?(?:hands of\s|custody of\s)?<(?P<kind>PARTY|DEM|PLACE|PERSON|ORG):(?P<at>\d+)>(?P<own>['’]s?)?\s?"
    r"(?P<place>(?:government\s|military\s|state\s|penal\s)?(?:prisons?|jails?|custody|captivity|cells?|detention|hands|colon(?:y|ies)|camps?))?"
)
_HELD = re.compile(
    r"\b(?:held|detained|jailed|imprisoned|captured|seized|kidnapped|abducted|taken|locked up|captive|hostage|prisoner|behind bars)\s(?:[a-z]+\s){0,4}?(?:by|in|at)\s(?:the\s|its\s)?(?:[a-z]+\s)?<(?P<kind>PARTY|DEM|PLACE):(?P<at>\d+)>"
)
_TO = re.compile(r"\b(?:to|into)\s(?:the\s)?<(?P<kind>PARTY|PLACE|DEM):(?P<at>\d+)>(?P<own>['’]s)?(?P<after>\s[a-z]+)?")
_BY = re.compile(r"^[^.;]{0,70}?\bby\s(?:the\s)?<(?P<kind>PARTY|DEM|PERSON|PRON):(?P<at>\d+)>")
_CAPTIVE_WORDS = re.compile(
    r"\b(?:prison|jail|captiv|captur|detain|detention|hostage|imprison|abduct|kidnap|sentenc|convict|swap|custody|freed\b|release|behind bars|prisoner|exchang|penal|cell\b|pardon)",
    re.IGNORECASE,
)
_FREEING = re.compile(
    r"\b(?:freed?|freeing|frees|releas\w+|liberat\w+|swap\w*|exchang\w+|let|repatriat\w+|traded)\b", re.IGNORECASE
)
_LEADERS = frozenset(
    {"leader", "foreign_minister", "defence_minister", "minister", "envoy", "negotiator", "spokesman", "mediator"}
)
_LOOSE_NOUNS = re.compile(r"^(?:return|transfer|delivery|freedom|surrender|homecoming)", re.IGNORECASE)
_NOT_CAPTIVES = re.compile(r"\b(?:refugees?|displaced|voters|votes?|funds|dollars|assets)\b", re.IGNORECASE)
_PASSING = re.compile(
    r"\b(?:prisoner|captive|hostage|detainee|pow|swap|exchang|trad|free|releas|liberat|repatriat|remains|bod(?:y|ies)|coffin"
    r"|jail|prison|hand|return|home|let |let$|sent|send|gave|give|giving|turn|deliver|deal|all[- ]for[- ]all|transfer|recover|receiv|reunit|surrender|flown|captiv|part with|cross)",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leg:
    """One group that passes as far as a sentence states it; `giver`/`taker` are party codes or None."""

    giver: str | None
    taker: str | None
    category: str | None
    quantity: Quantity | None
    nations: tuple[str, ...]
    who: str | None
    words: str
    named: bool = False


@dataclass
class Draft:
    """One cue: its legs, the sides named as exchanging, status (None when open, "demanded" when only wanted)."""

    sentence: Sentence
    reading: Reading
    span: tuple[int, int]
    frame: str
    pattern_id: str
    status: str | None
    legs: list[Leg]
    both: bool
    sides: tuple[str, ...] = ()
    mediators: list[str] = field(default_factory=list)
    strong: bool = False


@cache
def _patterns(kind: str) -> tuple[Pattern, ...]:
    """The patterns of a kind: cues, mood or mediator."""
    frames = {"mood": "mood", "mediator": "mediator"}
    return tuple(p for p in load_patterns("exchanges") if frames.get(p.set["frame"], "cues") == kind)


def find_drafts(sentence: Sentence, captives_named: frozenset[str]) -> tuple[list[Draft], list[str]]:
    """The cues of a sentence and the parties that mediate in it; `captives_named` are persons known to be held."""
    if not _PASSING.search(sentence.text):
        return [], []
    captives = find_captives(sentence)
    reading = Reading(captives.sentence)
    moods = list(find(_patterns("mood"), captives.sentence))
    drafts: list[Draft] = []
    used: set[int] = set()
    cues = sorted(find(_patterns("cues"), captives.sentence), key=_rank)
    for cue in cues:
        items = _items(cue, "what", captives, captives_named) if "what" in cue.groups else []
        tokens = {i.start for i, _ in items}
        if tokens & used or ("what" in cue.groups and not items) or any(_overlaps(d.span, cue.span) for d in drafts):
            continue
        back = _items(cue, "other", captives, captives_named) if "other" in cue.groups else []
        used |= tokens | {i.start for i, _ in back}
        draft = _draft(cue, [x for _, x in items], [x for _, x in back], reading, moods)
        drafts.append(draft)
    drafts.sort(key=lambda d: d.span)
    return drafts, [c for m in find(_patterns("mediator"), captives.sentence) for c in _codes(m)]


def _overlaps(a: tuple[int, int], b: tuple[int, int]) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _rank(cue: Match) -> tuple[int, int]:
    """Cues with both groups first, then in the order of the sentence."""
    return (0 if "other" in cue.groups else 1, cue.span[0])


def _codes(match: Match) -> Iterator[str]:
    for m in match.sentence.mentions_in(match.groups["m"]):
        if m.kind in ("PARTY", "PERSON") and m.role not in ("people", "sides"):
            yield from m.parties[:1]


def _items(cue: Match, group: str, captives: Captives, named: frozenset[str]) -> list[tuple[Mention, Leg]]:
    """The groups of captives in a match, each with what it says of itself."""
    words, at = cue.groups[group], cue.starts[group]
    found = []
    for token in _TOKEN.finditer(words):
        mention = captives.sentence.mentions[int(token[2])]
        after = captives.sentence.typed[at + token.end() : at + token.end() + 24]
        leg = _item(cue, mention, after, captives, named)
        if leg is not None:
            found.append((mention, leg))
    return found


def _item(cue: Match, m: Mention, after: str, captives: Captives, named: frozenset[str]) -> Leg | None:
    frame = cue.pattern.set["frame"]
    if m.kind == "PERSON":
        return _person(m, named) if _may_be_person(cue, m, named) else None
    if m.kind == "NUM":
        quantity = m.quantity
        if quantity is None or quantity.unit != "count" or not _BARE_NUMBER.match(after) or frame == "home":
            return None
        return Leg(None, None, None, quantity, (), None, m.text)
    if m.kind == "PARTY":
        if m.role not in ("people", "forces") or frame not in ("give", "swap") or re.match(r"['’-]", after):
            return None
        return Leg(None, None, "prisoners_of_war" if m.role == "forces" else None, None, m.parties[:1], m.text, m.text)
    group = captives.group(m)
    if (
        group is None
        or _NOT_CAPTIVES.search(group.text)
        or (m.kind == "PEOPLE" and not _may_be_captive(cue, m, group.category))
    ):
        return None
    return Leg(None, None, group.category, group.quantity, group.nations[:1], group.who, group.text)


def _may_be_person(cue: Match, m: Mention, named: frozenset[str]) -> bool:
    if m.role in _LEADERS and m.name not in named:
        return False
    if cue.pattern.set["frame"] in ("home", "take", "given") and not _FREEING.search(
        cue.sentence.typed[slice(*cue.span)]
    ):
        return m.name in named
    return m.role not in _LEADERS and (m.name in named or bool(_FREEING.search(cue.sentence.typed[slice(*cue.span)])))


def _person(m: Mention, named: frozenset[str]) -> Leg:
    one = Quantity(1.0, "exact", "count")
    return Leg(None, None, None, one, m.parties[:1] if m.role not in _LEADERS else (), m.name, m.text, True)


def _may_be_captive(cue: Match, m: Mention, category: str | None) -> bool:
    """Whether people without a noun for captives are captives under this cue."""
    words = cue.sentence.untyped(cue.sentence.typed[slice(*cue.span)])
    frame = cue.pattern.set["frame"]
    if frame == "release" and _LOOSE_NOUNS.match(words):
        return category in ("prisoners_of_war", "children", "remains") or bool(_CAPTIVE_WORDS.search(cue.sentence.text))
    if frame in ("home", "take", "given") and not _FREEING.search(words):
        return (m.quantity is not None or category == "prisoners_of_war") and bool(
            _CAPTIVE_WORDS.search(cue.sentence.text) or category in ("prisoners_of_war", "remains") or "own" in m.text
        )
    if cue.pattern.set.get("numbers"):
        return bool(_CAPTIVE_WORDS.search(cue.sentence.text))
    return True


def _draft(cue: Match, items: list[Leg], back: list[Leg], r: Reading, moods: list[Match]) -> Draft:
    frame = cue.pattern.set["frame"]
    start, end = cue.span
    verb_at = cue.starts["what"] if frame in ("give", "take", "swap") and "what" in cue.starts else start
    giver, taker, sides = _ends(cue, r)
    right = r.typed[end : end + 60]
    both = bool(cue.pattern.set.get("both") or cue.pattern.set.get("all") or _BOTH.match(right))
    subject = r.subject(verb_at)
    if frame == "give" and subject is not None and any(m.role == "sides" for m in subject.mentions):
        both, giver = True, None
    if "numbers" in cue.pattern.set:
        both = both or not back
        if back and all(b.quantity is not None and b.category is None for b in back):
            kind = items[0]
            back = [Leg(None, None, kind.category, b.quantity, (), kind.who, b.words) for b in back]
    legs = [_with_ends(x, giver, taker) for x in items] + [_with_ends(x, taker, giver) for x in back]
    if not back and _SAME.search(r.typed[start : end + 80]) and items:
        legs += [_with_ends(x, taker, giver, mirrored=True) for x in items]
    if frame == "swap" and not legs:
        legs = [_compound(cue)]
    elif not legs:
        legs = [_with_ends(_compound(cue), giver, taker)]
    strong = bool(back) or frame == "swap" or any(x.quantity is not None for x in legs)
    return Draft(
        r.sentence,
        r,
        cue.span,
        frame,
        cue.pattern.id,
        status_of(cue, r, moods, two_sided=bool(back) or frame == "swap"),
        legs,
        both,
        sides,
        strong=strong,
    )


def _with_ends(leg: Leg, giver: str | None, taker: str | None, *, mirrored: bool = False) -> Leg:
    return Leg(
        giver,
        taker,
        leg.category,
        leg.quantity,
        () if mirrored else leg.nations,
        None if mirrored else leg.who,
        leg.words,
        leg.named,
    )


def _compound(cue: Match) -> Leg:
    """The group in "prisoner swap", "hostage release", "all for all"."""
    noun = (cue.groups.get("noun") or "").lower()
    category = (
        "hostages"
        if noun.startswith("hostage")
        else "prisoners_of_war"
        if "war" in noun or noun == "pow"
        else "remains"
        if noun.startswith("bod")
        else None
    )
    return Leg(None, None, category, None, (), None, noun)


def _ends(cue: Match, r: Reading) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Who gives, who takes, and the sides of a swap, as far as the clause states them."""
    frame = cue.pattern.set["frame"]
    start, end = cue.span
    left, right = r.clause(start, end)
    at = cue.starts.get("what", start)
    subject = r.subject(at if frame in ("give", "take", "swap") else start)
    codes = _acting(subject.mentions) if subject is not None else ()
    taker = _taker(r, at, max(right, end))
    stated = _holder(r, max(left, start - 60), max(right, end)) if frame != "swap" else None
    if frame == "give":
        return (codes[0] if codes else stated), taker, codes
    if frame == "take":
        return stated, (codes[0] if len(codes) == 1 else None), ()
    if frame == "swap":
        return None, None, codes if len(codes) > 1 else ()
    by = _BY.match(r.typed[end:]) or _BY.match(r.typed[at:end])
    agent = r.sentence.mentions[int(by["at"])].parties[:1] if by else ()
    return (agent[0] if agent else stated), taker, ()


def _acting(mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for m in mentions if m.kind in ("PARTY", "PRON", "PERSON") for c in m.parties))


def _holder(r: Reading, left: int, right: int) -> str | None:
    """The party in whose jails, hands or country the captives are."""
    clause = r.typed[left:right]
    for form in (_HELD, _FROM):
        for m in form.finditer(clause):
            mention = r.sentence.mentions[int(m["at"])]
            if not mention.parties:
                continue
            word = m.group().split()[0].lower()
            if (
                form is _HELD
                or m["place"]
                or (word in ("from", "out") and mention.kind in ("PARTY", "PLACE") and not m["own"])
            ):
                return mention.parties[0]
    return None


def _taker(r: Reading, at: int, right: int) -> str | None:
    for m in _TO.finditer(r.typed, at, right):
        mention = r.sentence.mentions[int(m["at"])]
        if mention.parties and mention.parties[0] != "ICRC" and mention.role != "sides":
            return mention.parties[0]
    return None
