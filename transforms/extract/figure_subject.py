"""What a figure is about, in a form in which figures of other claimants and articles can meet it.

"143 of its soldiers have been killed" (said by Zambia) and "Zambian losses at more than 500" (said by Malawi) are both
about "dead soldiers of ZMB". A subject is given only when it is plain who is counted, what happened to them and whose
they are; a figure without one is not compared with others. Parts ("the other six", "22 of them wounded"), plans and
single incidents without a place have none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ahocorasick_rs import AhoCorasick

from transforms.document import Mention, Sentence
from transforms.extract.clause import lexicon
from transforms.extract.counted import Counted
from transforms.words import content_words

_WHO = r"<(?:PARTY|DEM|PRON):(\d+)>"
_LOST = re.compile(
    rf"{_WHO}(?:[’']s?)? (?:own |military |army |battlefield )?(?P<loss>losses|dead|deaths|casualties|fatalities|death toll|toll)"
    r"(?: (?:at|to|of|as|is|was|were|stands|stood|now|had|reached))+ $"
)
_OWN = re.compile(rf"\b(?P<loss>losses|dead|deaths|casualties|toll)\b[^;.]* and {_WHO} own (?:at|to|as) $")
_HAS_LOST = re.compile(rf"{_WHO}(?: (?:has|have|had|already|also|itself))* lost $")
_COUNTED_OF = re.compile(rf"^ (?:of )?{_WHO}(?: own)?(?: (?P<noun>[a-z]+(?: of war| members)?))?")
_COUNTED = re.compile(r"^ (?:of (?:its|their|our|his) (?:own )?)?(?P<noun>[a-z-]+(?: of war| members)?)\b")
_PART = re.compile(
    r"\b(?:other|others|another|remaining|first|last|next|further|additional|including|among them|of whom|of which|of them|whose|fewer|every|each)"
    r"(?: the)?$",
    re.IGNORECASE,
)
LONGEST_PART = 20
_PART_AFTER = re.compile(
    r"^ (?:more|new|other|others|further|additional|of the|of those|of these|of them|of whom|each|apiece|a)\b"
)
_UNREAL = re.compile(
    r"\b(?:will|would|shall|may|might|could|should|must|can|if|unless|offer\w*|propos\w*|demand\w*|promis\w*|pledg\w*|plan(?:s|ned|ning)?\b|want\w*"
    r"|agreed|agree|ready|not|n[’']t|never|threat\w*|due|exchange|swap|list\w*|urg\w*|ask\w*|call\w*)\b[^;:]*$",
    re.IGNORECASE,
)
_SINCE_THEN = r"since(?! been| (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)"
_IN_ALL = re.compile(
    rf"\b(?:{_SINCE_THEN}|so far|to date|overall|altogether|in all|total|toll|tally|losses|lost|war|fighting|conflict|uprising|insurgency"
    r"|(?:months|weeks|years|decade|decades) of)\b",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:in|at|on|inside|outside|fled|hit|struck|targeting)(?: [a-z]+){0,2} <PLACE:(\d+)>")
_AGENT = re.compile(rf"{_WHO}[^,;:<]{{0,60}}\b(?:killed|killing|wounded|injured|displaced|uprooted) $")
_OWN_DEED = re.compile(r"\b(?:to have|ha[sd]|have|forces|army|it|they|we) (?:killed|destroyed|downed|shot down) $")
_REMAINS = re.compile(r"\b(?:remains|bodies|body|coffins) of (?:[a-z]+ )?$")
_HANDED_OVER = re.compile(r"\b(?:bodies|remains|coffins|received|repatriat\w+|handed)\b")
_PASSIVE = re.compile(r"\b(?:have|has|had|were|was|are)(?: been| also| all)* $")
_NOUN = re.compile(r" (?:<|[a-z]+(?:s|men)\b)")
_SINCE = re.compile(rf"\b(?:{_SINCE_THEN}|so far|war)\b")
_INCIDENT = re.compile(
    r"\b(?:air ?strikes?|strikes?|attacks?|ambush\w*|shell(?:s|ed|ing)?|rockets?|missiles?|drones?|bomb(?:s|ed|ing|ings)?|blasts?|explosions?"
    r"|raids?|massacre|shot|opened fire|overnight|clash(?:es|ed)?|market|alone)\b",
    re.IGNORECASE,
)
# "Moscow speaks of 195", "puts it at 40", "M23 concedes eight"
_SHORT = re.compile(
    r"(?:\b(?:speaks?|spoke|spoken|talks?|talked) of|\b(?:puts?|putting) (?:it|them|(?:the|their|its) (?:number|figure|toll|count|tally|total|dead)"
    r"(?: of (?:the )?(?:dead|deaths|casualties))?(?: on (?:their|its) side)?) at"
    r"|\b(?:admits?|admitted|owns?|owned up) to|>(?:, by contrast,)? (?:says?|said|claims?|claimed|counts?|counted|concedes?|conceded|admits?|admitted|insists?|acknowledges?)"
    r"(?: only| just| it was| there were| it is)?) (?:the )?$"
)
_DEATH = re.compile(r"\b(?:dead|deaths|toll)\b")
_BARE = re.compile(r"^(?: dead)?(?: or (?:more|so|fewer))?(?: in all)?\s*(?:[.,;:!?—–”\"]|$)")
_IN_CAPTIVITY = ("freed", "held")
_THINGS = ("aircraft", "bodies", "drones", "tanks", "vehicles")
_PEOPLE = ("captives", "people", "soldiers")


@dataclass(frozen=True, slots=True)
class Subject:
    """What a figure is about.

    wide      fate, kind and whose they are, comparable across articles; None when that is not plain
    near      what is counted and what happened to it, comparable within a sentence or two; empty when it is a part
    is_short  the number stands alone ("Moscow speaks of 195"): it is about what a number before it is about
    fate      what happened to those counted
    """

    wide: str | None = None
    near: frozenset[str] = frozenset()
    is_short: bool = False
    fate: str | None = None


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in its sentence: the typed words before and behind it, and the sides of the article.

    `fated`: whether a word for what may happen to people or things stands before it, and behind it.
    """

    mention: Mention
    sentence: Sentence
    before: str
    after: str
    sides: tuple[str, ...]
    fated: tuple[bool, ...]


def subject_of(sentence: Sentence, number: Mention, at: int, counted: Counted, sides: tuple[str, ...]) -> Subject:
    """The subject of the figure that a number states; its token begins `at` in the sentence's typed form."""
    assert number.quantity is not None
    end = sentence.typed.index(">", at) + 1
    left, right = slice(max(0, at - 160), at), slice(end, end + 120)
    n = _Number(number, sentence, sentence.typed[left], sentence.typed[right], sides, _fated(sentence, left, right))
    before = n.before.rstrip(" ,")
    if _PART.search(before, max(0, len(before) - LONGEST_PART)) or _PART_AFTER.match(n.after):
        return Subject()
    if _BARE.match(n.after) and (short := _SHORT.search(n.before)):
        is_death = _DEATH.search(short[0]) or n.after.startswith(" dead")
        return Subject(is_short=True, fate="dead" if is_death else None)
    if number.quantity.unit != "count":
        return Subject(near=_near(counted.what))
    return _of_count(n, _near(counted.head or counted.what))


def _fated(sentence: Sentence, *parts: slice) -> tuple[bool, ...]:
    lowered, words = sentence.typed_lower, _fates()[2]
    try:
        return tuple(bool(words.find_matches_as_indexes(lowered[part])) for part in parts)
    except UnicodeEncodeError:  # lone surrogates
        return tuple(True for _ in parts)


def _near(words: str | None) -> frozenset[str]:
    stems = content_words(words or "")
    return frozenset({" ".join(sorted(stems))} if stems else ())


def _of_count(n: _Number, near: frozenset[str]) -> Subject:
    if (lost := _lost(n)) is not None:
        return Subject(lost, near, fate="dead")
    kind, whose = _kind_and_whose(n.sentence, n.after)
    fate = _fate(n, kind)
    if fate is None:
        return Subject(near=near)
    return Subject(_wide(n, fate, kind, whose), near | {f"{fate} {kind}"} if kind else near, fate=fate)


def _wide(n: _Number, fate: str, kind: str | None, whose: str | None) -> str | None:
    if fate == "destroyed" or (fate == "dead" and kind in (None, "soldiers")):
        whose = whose or _other_side(n)
    if fate == "destroyed":
        return f"destroyed {kind} of {whose}" if kind in _THINGS and whose else None
    if fate in _IN_CAPTIVITY:
        return f"{fate} captives of {whose}" if kind in _PEOPLE and whose else None
    if kind in ("captives", *_THINGS) or _HANDED_OVER.search(n.sentence.text):
        return None
    who = f"{fate} people" if fate == "displaced" else f"{fate} {kind or ('soldiers' if whose else 'people')}"
    if _INCIDENT.search(n.sentence.text) and not _SINCE.search(n.sentence.text):
        return _of_incident(n, who)
    return f"{who} of {whose}" if whose else _of_war(n, who)


def _of_incident(n: _Number, who: str) -> str | None:
    """Those at its place, when the sentence names one place only."""
    names = {m.name for m in n.sentence.mentions if m.kind == "PLACE"}
    place = _place(n.sentence, n.sentence.typed)
    return f"{who} in {place}" if place and len(names) == 1 else None


def _of_war(n: _Number, who: str) -> str | None:
    """Those of all the war between two sides, where and by one of them when that is told."""
    if len(n.sides) != 2 or not _IN_ALL.search(n.sentence.text):
        return None
    agent = _AGENT.search(n.before)
    killer = _party(n.sentence, agent[1]) if agent else None
    by = f" by {killer}" if killer in n.sides else ""
    place = _place(n.sentence, re.split("[,;] ", n.after, maxsplit=1)[0])
    return f"{who}{f' in {place}' if place else ''}{by}, {' - '.join(sorted(n.sides))}"


def _place(sentence: Sentence, typed: str) -> str | None:
    m = _AT.search(typed)
    name = sentence.mentions[int(m[1])].name if m else None
    return name.removeprefix("the ") if name else None


def _lost(n: _Number) -> str | None:
    """ "puts its losses at 96 soldiers", "Zambian losses at more than 500 and its own at", "has lost 350 men"."""
    m = _LOST.search(n.before) or _OWN.search(n.before) or _HAS_LOST.search(n.before)
    if m is None:
        return None
    whose = _party(n.sentence, next(g for g in m.groups() if g and g.isdigit()))
    noun = _COUNTED.match(n.after)
    kind = _kind(noun["noun"]) if noun else None
    if whose is None or (noun and kind is None and m.re is _HAS_LOST):
        return None
    is_military = m.re is _HAS_LOST or m["loss"] == "losses"
    return f"dead {kind or ('soldiers' if is_military else 'people')} of {whose}"


def _kind_and_whose(sentence: Sentence, after: str) -> tuple[str | None, str | None]:
    """Who or what is counted right behind the number, and the party they belong to."""
    m = _COUNTED_OF.match(after)
    if m is None:
        m = _COUNTED.match(after)
        return (_kind(m["noun"]), None) if m else (None, None)
    mention = sentence.mentions[int(m[1])]
    last = mention.text.rsplit(" ", 1)[-1]
    by_role = {"forces": "soldiers", "people": "people"}.get(mention.role or "")
    kind = _kind(m["noun"] or "") or _kind(last) or (by_role if mention.kind == "PARTY" else None)
    return kind, _party(sentence, m[1])


def _fate(n: _Number, kind: str | None) -> str | None:
    """What happened to them, not what may: the verb right before the number, else the predicate behind it."""
    verb, predicate, _ = _fates()
    before, after = n.before, n.after
    m = verb.search(before) if n.fated[0] else None
    if m is None and n.fated[1] and not _REMAINS.search(before):
        m = predicate.match(after)
        if m is not None and not _is_predicate(m, after, kind):
            return None
    if m is None:
        return None
    fate: str = lexicon()["fate_of"][m["fate"].lower()]
    return None if fate in _IN_CAPTIVITY and _UNREAL.search(before) else fate


def _is_predicate(m: re.Match[str], after: str, kind: str | None) -> bool:
    """Whether the word found says it of those counted: no adjective, no plan, not of the next number in line."""
    between = m[0][: m.start("fate")]
    if _UNREAL.search(m[0]) or (len(between) <= 1 and _NOUN.match(after, m.end())):
        return False
    if kind is None and (len(between) > 20 or "<" in between):
        return False
    return "<NUM" not in between or _PASSIVE.search(between) is not None


def _other_side(n: _Number) -> str | None:
    """Whom a side claims to have killed: the other one, when there are two."""
    claim = n.sentence.claim_at(n.mention.start)
    speaker = claim.parties[0] if claim and len(claim.parties) == 1 else None
    if len(n.sides) != 2 or speaker not in n.sides or not _OWN_DEED.search(n.before):
        return None
    return n.sides[1] if n.sides[0] == speaker else n.sides[0]


def _party(sentence: Sentence, number: str) -> str | None:
    """The one party of a mention; whose "his men" are is too often misread."""
    mention = sentence.mentions[int(number)]
    is_person = mention.kind == "PRON" and mention.text.lower() not in ("it", "its", "their", "they", "our")
    return mention.parties[0] if len(mention.parties) == 1 and not is_person else None


def _kind(noun: str) -> str | None:
    known: str | None = lexicon()["kind_of"].get(noun.lower())
    return known


@cache
def _fates() -> tuple[re.Pattern[str], re.Pattern[str], AhoCorasick]:
    words = "|".join(sorted((re.escape(w) for w in lexicon()["fate_of"]), key=len, reverse=True))
    verb = rf"\b(?P<fate>{words})(?: (?:at least|the|some|nearly|only|all|another))* $"
    words_on = r"(?:<[A-Z]+:\d+>|(?! but | while | whom )[^;.:,“”])"
    predicate = rf"^{words_on}{{0,60}}?(?:,{words_on}{{0,45}},{words_on}{{0,30}}?)?\b(?P<fate>{words})\b"
    automaton = AhoCorasick(sorted(lexicon()["fate_of"]))
    return re.compile(verb, re.IGNORECASE), re.compile(predicate, re.IGNORECASE), automaton
