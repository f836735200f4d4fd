"""Of whom something is wanted."""

from __future__ import annotations

import re

from transforms.document import Document
from transforms.extract.demand_candidates import Candidate
from transforms.extract.demand_conditions import CLAUSE_SUBJECT
from transforms.extract.demand_forms import ALL

_FROM = re.compile(
    r"\b(?:guarantees?|assurances?|pledges?|commitments?|promises?|concessions?|apolog(?:y|ies)|compensation|reparations|clarity"
    r"|withdrawal|recognition) (?:from|of|by) (?P<who><(?:PARTY|PERSON):\d+>(?: and <(?:PARTY|PERSON):\d+>)*)"
)
# Issues in which an outsider who asks for something asks both sides.
_MUTUAL = frozenset(
    ["ceasefire", "talks", "captives", "withdrawal", "territory", "security_guarantees", "humanitarian"]
)
# What a side of a war asks of its friends, not of the other.
_FROM_FRIENDS = frozenset(["military_aid", "sanctions"])

# Whose good it is, not who shall act: "X's sovereignty must be respected", "the future of X".
_GOOD = r"(?:sovereignty|territorial integrity|independence|security|unity|rights?|future|freedom|borders?|territory|people|self-determination)"
_OWNER_OF_GOOD = re.compile(
    rf"(?P<who><(?:PARTY|PERSON|PLACE|DEM|PRON):\d+>)(?:['’]s?)? (?:[a-z]+ ){{0,2}}{_GOOD}\b|\b{_GOOD} (?:of|for) (?:the )?(?P<of><(?:PARTY|PLACE):\d+>)"
)
_KEPT = re.compile(
    r"\b(?:respect|uph[eo]ld|protect|restor|preserv|recogni[sz]|guarante|safeguard|decided|determined|maintain|ensur|honou?r|defend)"
)
_EVERYBODY = re.compile(
    r"(?:and )?(?:all (?:the )?(?:parties|sides|states|nations|countries|members|foreign forces|concerned)|every(?:one|body| nation| country| state| party)|no ?(?:one|body| nation| country| state| party)|any(?:one|body)"
    r"|the (?:world|international community)|countries|nations|governments|other (?:countries|states|nations))\b",
    re.IGNORECASE,
)


def addressee(c: Candidate, document: Document) -> tuple[str, ...]:
    """Who shall act: who is asked, else who acts in what is wanted, else the other side, of an outsider the sides."""
    by = c.wish.voice.parties
    if c.to is not None:
        if not c.to or (asked := tuple(code for code in c.to if code not in by)):
            return asked if c.to else ()
    elif actors := acting(c):
        return actors
    elif everybody(c):
        return ()
    sides = document.sides_at(c.sentence)
    if c.issue in _FROM_FRIENDS and len(sides) == 2 and "USA" not in sides:
        return ()
    if set(by) <= set(sides):
        return tuple(code for code in sides if code not in by)
    return () if set(by) & set(sides) else _of_outsider(c, sides)


def all_asked(c: Candidate) -> bool:
    """Whether "all parties" are asked, which names nobody (codebook section 7)."""
    words = c.wish.match.groups.get("to") or c.wish.match.groups.get("of") or ""
    return c.to == () and ALL.match(words) is not None


def everybody(c: Candidate) -> bool:
    """Whether what is wanted is wanted of all the world."""
    return _EVERYBODY.match(c.piece) is not None


def acting(c: Candidate) -> tuple[str, ...]:
    """Who acts in what is wanted, or whom it shall come from, but for who wants it."""
    for m in (CLAUSE_SUBJECT.match(c.piece), _FROM.search(c.piece)):
        mentions = c.sentence.mentions_in(m["who"]) if m else []
        codes = dict.fromkeys(code for x in mentions if x.kind != "NUM" for code in x.parties)
        if codes:
            return tuple(code for code in codes if code not in c.wish.voice.parties)
    return ()


def _of_outsider(c: Candidate, sides: tuple[str, ...]) -> tuple[str, ...]:
    """Of whom a third party wants it: of the sides that its sentence names, else of both."""
    named = {code for m in c.sentence.mentions if m.kind != "PLACE" for code in m.parties}
    good = served(c)
    if good and len(sides) == 2 and len(others := [code for code in sides if code not in good]) == 1:
        return tuple(others)
    here = tuple(code for code in sides if code in named)
    if here or c.issue in _MUTUAL:
        return here or sides
    inside = {
        code for m in c.sentence.mentions_in(c.piece) if m.kind in ("PARTY", "PERSON", "DEM") for code in m.parties
    }
    inside -= set(c.wish.voice.parties)
    return tuple(inside) if len(inside) == 1 else ()


def served(c: Candidate) -> set[str]:
    """Whose rights or security it is that shall be kept."""
    if not _KEPT.search(c.piece):
        return set()
    found = [m["who"] or m["of"] for m in _OWNER_OF_GOOD.finditer(c.piece)]
    return {code for words in found for m in c.sentence.mentions_in(words) for code in m.parties}
