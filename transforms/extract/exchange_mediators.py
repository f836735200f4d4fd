"""Who stands between those who exchange: go-betweens of a sentence, and of an article's exchanges.

Two ways lead to a mediator. A noun or verb of mediation ("brokered", "go-between", "good offices") next to an actor, in
whatever construction, names one: other actors alone part the two. Helping, carrying, thanking need the constructions of
`reference/patterns/exchange_mediators.yml`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from ahocorasick_rs import AhoCorasick

from transforms.document import Document, Mention, Sentence
from transforms.extract.engine import Match, Patterns, find, load_patterns
from transforms.extract.exchange_ends import CARRIERS
from transforms.extract.exchange_words import any_of

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


def find_mediators(sentence: Sentence) -> list[str]:
    """The parties that stand between in a sentence, or are thanked for it."""
    carried = any(c in CARRIERS for m in sentence.mentions for c in m.parties)
    kinds = ("mediator", "carrier") if carried else ("mediator",)
    matches = (m for kind in kinds for m in find(_patterns(kind), sentence))
    codes = [c for m in matches for c in _codes(m)]
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
