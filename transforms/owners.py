"""Whose a person is, where only the words around the name tell: "the UN's X", "X, their adviser", "X, who heads Y"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.document import Mention
from transforms.name_words import COMMON

_WHOSE = re.compile(
    r"\b([Ii]ts|[Tt]heir|[Oo]ur|[Hh]is|[Hh]er)\s|\b(?:group|movement|rebels|militia|guerrillas|insurgents)['’]s?\s"
    r"|\b(?:[Rr]ebel|[Gg]uerrilla|[Ii]nsurgent|[Mm]ilitia|[Ss]eparatist|[Mm]ilitant|[Ff]ormer rebel)\s(?=[a-z])"
)
# between an owner and a name: a possessive and the words of a post, or nothing but a possessive
_POST = (
    r"boss|chief|leader|commander|head|adviser|advisor|envoy|negotiator|spokes\w+|minister|president|premier|chairman|secretary"
    r"|director|ambassador|representative|delegate|official|ideologue|mediator|deputy|number|strongman|counterpart|general|man"
)
# "its envoy, X", "his Kenyan opposite number, X": a phrase for one person, and who it is
_ONE = re.compile(rf"\b(?:{_POST}|colleague|homologue|adviser|aide)$")
_OWNED = re.compile(rf"['’]s?\s(?:(?:[\w-]+\s){{0,4}}(?:{_POST}),?\s)?")
_OWNED_BY_PRONOUN = re.compile(rf"\s(?:[\w-]+\s){{0,4}}(?:{_POST}),?\s")
_LED_BY = re.compile(r"[^.;]{0,60}\b(?:led|headed|chaired|represented|fronted)\b(?:\s[a-z]+)?\sby\s(?:the\s)?")
_WHO_LEADS = re.compile(
    r"\s?(?:,\s|\s)?(?:(?:who|had|has)\s)*(?:led|leads|heads|headed|heading|leading|chairs|chaired|commands|commanded|commanding"
    r"|represents|represented|representing|directs|runs|(?:speaks|spoke|speaking) for)\s(?:the\s)?"
)


# "X, Kenya's man in Rome," is Kenya's, "X, Kenya's old foe," is not
_APPOSED = re.compile(
    r"['’]s?\s(?!(?:[a-z-]+\s){0,4}(?:counterpart|opposite|colleague|rival|foe|enemy|critic|opponent|neighbou?r|ally|host|guest|mediator"
    r"|captor|captive|prisoner|hostage|victim|capital|city|town|home))(?:[a-z-]+\s){0,4}[a-z-]+(?:\s(?:in|to|for|at)\s[A-Z]\w+)?[,.;)—–]"
)


_NAME_BEFORE = re.compile(r"(?<![.!?“\"] )\b([A-Z][\w’'-]+) $")


def of_company(text: str, m: Mention) -> bool:
    """Whether the name of some body stands right before the title: "Acme president X" is no head of state."""
    found = _NAME_BEFORE.search(text, max(0, m.start - 30), m.start)
    return found is not None and found.group(1).lower() not in COMMON


def owner_in_text(m: Mention) -> str | None:
    """The word inside a person's own phrase that tells whose the person is: a pronoun, or "group"."""
    found = _WHOSE.search(m.text)
    return (found.group(1) or "group").lower() if found else None


def owner_in_gap(text: str, before: Sequence[Mention], m: Mention) -> Mention | None:
    """The mention before a person that owns or is led by the person."""
    owner = before[-1]
    if not owner.parties or owner.kind not in ("PARTY", "PRON", "PERSON"):
        return None
    gap = text[owner.end : m.start]
    if len(gap) > 70:
        return None
    if owner.kind == "PRON":
        return (
            owner if owner.text.lower() in ("its", "their", "his", "her") and _OWNED_BY_PRONOUN.fullmatch(gap) else None
        )
    if gap in (", ", " ") and owner.kind == "PARTY" and _ONE.search(owner.text):
        return owner
    if _OWNED.fullmatch(gap) or (owner.kind == "PARTY" and _LED_BY.fullmatch(gap)):
        return owner
    return None


def is_whose(text: str, m: Mention, following: Mention) -> bool:
    """Whether a person is said to be somebody's of the party named next ("X, Kenya’s man in Rome,")."""
    if following.kind not in ("PARTY", "PERSON") or len(following.parties) != 1:
        return False
    return text[m.end : following.start] == ", " and _APPOSED.match(text, following.end, following.end + 60) is not None


def leads(text: str, m: Mention, following: Mention) -> bool:
    """Whether a person is said to lead or speak for the party named next ("X, who heads the UN mission")."""
    if following.kind != "PARTY" or len(following.parties) != 1 or following.start - m.end > 60:
        return False
    return _WHO_LEADS.fullmatch(text[m.end : following.start]) is not None
