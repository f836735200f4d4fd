"""Who stands between those who exchange: go-betweens of a sentence, and of an article's exchanges.

Two ways lead to a mediator. A noun or verb of mediation ("brokered", "go-between", "good offices") next to an actor, in
whatever construction, names one: other actors alone part the two. Helping, carrying, thanking need the constructions of
`reference/patterns/exchange_mediators.yml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from ahocorasick_rs import AhoCorasick

from transforms.attribution import SAY
from transforms.document import Document, Mention, Sentence
from transforms.extract.engine import Match, Patterns, find, load_patterns
from transforms.extract.exchange_ends import CARRIERS
from transforms.extract.exchange_words import any_of
from transforms.extract.opened import Opened

if TYPE_CHECKING:
    from transforms.extract.exchange_merge import Row

_STEMS = AhoCorasick(
    "mediat,broker,go-between,go between,intermediar,facilitat,good offices,interced,intercession,middlem,conciliat,auspices,guarantor".split(
        ","
    )
)
_ACTOR = r"<(?:PARTY|PERSON|DEM):\d+>(?:['’]s?\s<PERSON:\d+>)?"
_LIST = rf"{_ACTOR}(?:(?:,\s(?:and\s)?|,?\sand\s|/|\s?[-–]\s?|\sas well as\s|\s(?:along|together)\swith\s)(?:(?:the|of|by|from)\s)?{_ACTOR})*"
_MEDIATION = (
    r"(?:co-?)?(?:"
    + any_of(
        r"mediat(?:ed|es|ing|ions?|ors?|ory|e)|broker(?:ed|ing|s|age)?|go-betweens?|intermediar(?:y|ies)|facilitat(?:ed|es|ing|ion|ors?|e)"
        r"|good offices|interced(?:ed|es|ing|e)|intercession|middlem[ae]n|conciliat(?:ors?|ion)|guarantors?|auspices"
    )
    + r")\b"
)
# Words between a go-between and the word for it that make it the object, hearer or foe of mediation.
_OTHER = any_of(
    r"to|by|through|via|with|between|against|told|tell|tells|said|says|say|asked|ask|asks|rejected|refused|accused|wants?|wanted"
    r"|urged|urges|accepted|accepts|met|meets|not|never|without|called|calls|for|gave|given|sent|received|blamed|den(?:y|ied|ies)|rejects?|welcomed?|welcomes|opposed?|opposes|dismiss(?:ed|es)|declin(?:ed|es)|needs?|invited?|praised|thanks|thanked|spurned|shunned"
    r"|requested|hailed|resisted|demand(?:s|ed)|ruled|rules|despite|expresses|expressed|appreciates?|supports?|supported|seeks?|sought|from|after|before"
)
_WORD = rf"(?!(?:{_OTHER})\b)[a-z’'-]+"
_BEFORE = re.compile(
    rf"(?P<m>{_LIST})(?:['’]s?)?(?:,?\s(?:which|who|<PRON:\d+>))?"
    rf"(?:[\s-]-?{_WORD}|\s<(?:PLACE|DATE):\d+>|,\s(?:[a-z]+ly|too|again|once more|for its part),){{0,7}}?"
    rf"[\s-]-?(?:for\s)?(?:the\s|an?\s)?{_MEDIATION}"
)
_AGENT = r"(?:co-?)?(?:mediators?|brokers?|go-betweens?|intermediar(?:y|ies)|facilitators?|guarantors?|middlem[ae]n|conciliators?)"
_GAP = r"(?:\s(?:all|both|countries|efforts?|governments?|headed|help|in|jointly|nations|offices|part|role|states?|talks|team|teams|this|work|<DATE:\d+>))*"
_AFTER = re.compile(
    rf"\b(?:{_MEDIATION}{_GAP}(?:\s(?:played|led|undertaken|done|offered|headed))?\s(?:by|of|from)"
    rf"|(?i:{_AGENT})(?:\sin all (?:this|that))?(?:,|\s?[—–(-]{{1,2}}|:|\s(?:are|is|was|were|like|such as|including|namely))?)\s?(?:the\s)?(?P<m>{_LIST})"
)
_NAMED = re.compile(rf"(?i)\b{_MEDIATION}")
_TALKS = Opened(
    r"\b(?:talks|meet|met|cease-?fire|truce|rounds?|meetings?|negotiations|sessions?|conference|dialogue|peace|ended the war|process|accords?|encounters?|monitors?)\b",
    any_case=True,
)
_PASSING = re.compile(
    r"\b(?:swaps?|exchang\w+|releas\w+|hand-?overs?|handing over|prisoners?|captives?|hostages?|repatriat\w+|freed|freeing|transfers?|remains|bodies)\b",
    re.IGNORECASE,
)
_VISITS = re.compile(r"\b(?:visit\w*|access|letters|inspect\w*|appeal\w*|urged?|condemn\w*|lawyers?)\b")
_NEAR = 3  # sentences
_FIRST_PERSON = frozenset({"we", "our", "i", "my"})
_DEAL = re.compile(r"\b(?:deals?|hostages?|prisoners?|release|exchange|cease-?fire|truce|agreement|proposal)\b")
_WORKS = re.compile(
    r"[^.;]{0,60}?\b(?:work(?:s|ed|ing)?|negotiat\w+|broker\w*|mediat\w+|facilitat\w+|help(?:ed|ing)?|conclude|push\w*|diplomacy|team|bridging|get(?:ting)? (?:a|the|this) deal)\b"
)


def find_mediators(sentence: Sentence, *, thanked: bool = True) -> list[str]:
    """The parties that stand between in a sentence; those who are only thanked on request."""
    carried = any(c in CARRIERS for m in sentence.mentions for c in m.parties)
    kinds = ("mediator", "carrier") if carried else ("mediator",)
    matches = (m for kind in kinds for m in find(_patterns(kind), sentence))
    codes = [c for m in matches if thanked or not m.pattern.set.get("thanks") for c in _codes(m)]
    return list(dict.fromkeys([*go_betweens(sentence), *codes]))


def go_betweens(sentence: Sentence) -> list[str]:
    """Those whom a word of mediation itself names ("Qatari and Egyptian mediators", "brokered by Oman")."""
    if not _STEMS.find_matches_as_indexes(sentence.text_lower):
        return []
    typed = _laid_open(sentence)
    found = [m for form in (_BEFORE, _AFTER) for m in form.finditer(typed)]
    mentions = [x for m in sorted(found, key=lambda m: m.start()) for x in sentence.mentions_in(m["m"])]
    codes = [c for x in mentions if _acts(x) for c in x.parties[:1]]
    codes += [c for x in sentence.mentions if x.kind == "PARTY" and _named(x) for c in x.parties]
    return list(dict.fromkeys(codes))


def _named(m: Mention) -> bool:
    """Whether a mention says in its own words whose mediators they are, as "the mediators" does not."""
    return _NAMED.search(m.text) is not None and re.search(r"\s\S*[A-Z]|^(?!The\b|Mediat)[A-Z]", m.text) is not None


def _laid_open(sentence: Sentence) -> str:
    """The typed form with "the go-between" and the like in words where nobody knows yet who that is."""
    typed = sentence.typed
    for i, m in enumerate(sentence.mentions):
        if m.kind == "PARTY" and not _named(m) and _NAMED.search(m.text):
            typed = typed.replace(f"<PARTY:{i}>", m.text)
    return typed


def _acts(m: Mention) -> bool:
    return m.kind in ("PARTY", "PERSON", "DEM") and m.role != "sides" and not m.text.endswith(" people")


@cache
def _patterns(kind: str) -> Patterns:
    """The patterns of mediators, or those of mediators that only carry people ("carrier")."""
    carries = kind == "carrier"
    return load_patterns("exchange_mediators").where(lambda p: bool(p.set.get("carrier")) == carries)


def _codes(match: Match) -> Iterator[str]:
    for m in match.sentence.mentions_in(match.groups.get("m") or match.groups.get("m2") or ""):
        if _acts(m):
            yield from (c for c in m.parties[:1] if c in CARRIERS or not match.pattern.set.get("carrier"))


def mediators_of(document: Document) -> Counter[str]:
    """How often an article names each go-between as such."""
    return Counter(c for s in document.sentences for c in go_betweens(s))


def add_mediators(document: Document, rows: list[Row], voice: str | None = None) -> None:
    """Go-betweens belong to the exchange of their sentence or of one nearby; those of an offer stand anywhere.

    `voice` is the party whose statement the article is: it thanks its helpers anywhere, and of others' exchanges it
    speaks as a go-between.
    """
    if not rows:
        return
    told = [(row, {s.number for s, _ in row.evidence}) for row in rows]
    for sentence in document.sentences:
        own = [row for row, numbers in told if sentence.number in numbers]
        near = own or _nearest(told, sentence)
        codes = find_mediators(sentence, thanked=bool(own or voice)) if near else []
        if not near:
            near = _offers(rows, sentence)
            codes = go_betweens(sentence) if near else []
        codes += _carriers(sentence) if near else []
        for row in near:
            taken = {c for x in row.legs for c in (x.giver, x.taker) if c} | set(row.sides)
            row.mediators += [c for c in dict.fromkeys(codes) if c not in taken and c not in row.mediators]
    for row in rows if voice and _works_on_deals(document, voice) else ():
        ends = {c for x in row.legs for c in (x.giver, x.taker) if c}
        if voice not in ends and len(ends) > 1 and voice not in row.mediators:
            row.mediators.append(str(voice))


def _works_on_deals(document: Document, voice: str) -> bool:
    """Whether those whose statement it is say that they work on a deal between others."""
    return any(
        m.kind == "PRON"
        and voice in m.parties
        and m.text.lower() in _FIRST_PERSON
        and _WORKS.match(s.text, m.end - s.start)
        for s in document.sentences
        if _DEAL.search(s.text)
        for m in s.mentions
    )


def _nearest(told: Sequence[tuple[Row, set[int]]], sentence: Sentence) -> list[Row]:
    """The row told next to a sentence that does not speak of talks or a truce alone."""
    distance, i = min((min(abs(n - sentence.number) for n in numbers), i) for i, (_, numbers) in enumerate(told))
    if distance > _NEAR or (_TALKS.search(sentence.text) and not _PASSING.search(sentence.text)):
        return []
    return [told[i][0]]


def _offers(rows: Sequence[Row], sentence: Sentence) -> list[Row]:
    spoken = _STEMS.find_matches_as_indexes(sentence.text_lower)
    return [r for r in rows if r.status == "proposed"] if spoken else []


def _carriers(sentence: Sentence) -> list[str]:
    """The Red Cross where captives pass, unless it only speaks of it or only sees to captives in their cells."""
    if _VISITS.search(sentence.text):
        return []
    found = [(i, c) for i, m in enumerate(sentence.mentions) if m.kind == "PARTY" for c in m.parties if c == "ICRC"]
    return [c for i, c in found if not _speaks(sentence, i)]


def _speaks(sentence: Sentence, at: int) -> bool:
    token = f"<PARTY:{at}>"
    place = sentence.typed.find(token) + len(token)
    return (
        re.match(
            rf",?\s(?:spokes\w+\s|<PERSON:\d+>,?\s)?(?:has\s|had\s|also\s)?{SAY}\b", sentence.typed[place : place + 60]
        )
        is not None
    )
