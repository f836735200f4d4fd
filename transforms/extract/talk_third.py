"""Third parties of an article's talks: organisations at the table, mediators named in other sentences, heads of teams."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from transforms.document import Document, Mention, Sentence
from transforms.extract.opened import Opened
from transforms.extract.talk_draft import Draft
from transforms.extract.talk_groups import Reading
from transforms.extract.talk_mediators import codes_of
from transforms.extract.talk_merge import Row
from transforms.reference.load import Reference, party_names

# Organisations that bring states together; they sit at a table as mediators, not as a side.
GO_BETWEENS = frozenset(
    [
        "UN",
        "AU",
        "IGAD",
        "OSCE",
        "ECOWAS",
        "ASEAN",
        "ARAB_LEAGUE",
        "ICRC",
        "VAT",
        "EAC",
        "SADC",
        "GCC",
        "OIC",
        "OAS",
        "EU",
    ]
)
PROCESS = timedelta(60)
_MEDIATING = Opened(
    r"\b(?:mediat|broker|go-between|facilitat|good offices|intermediar|host(?:ed|ing|s)?\b|shuttl|auspices)"
)
_EFFORTS = Opened(
    r"\b(?:mediat|broker|facilitat|shuttl|diplomacy|negotiat|our efforts?|envoy|good offices|work(?:ed|ing|s)? (?:closely )?(?:with|to)"
    r"|engag(?:ed|ing|ement)|hosted|led|help(?:ed|ing)?|conven)"
)
_PRAISE = re.compile(r"\b(?:thank|commend|welcome|applaud|appreciat|grateful|praise|congratulat)")
_OUR_WORK = re.compile(r"\b(?:with us|our|we|alongside|my|together)\b", re.IGNORECASE)
_HEADS = re.compile(r"\b(?:negotiat|delegation|team|mediat)", re.IGNORECASE)


def set_apart(draft: Draft) -> None:
    """Organisations among the sides of a draft become its mediators, as far as a side is left."""
    rest = [c for c in draft.sides if c not in GO_BETWEENS]
    if rest and len(rest) < len(draft.sides):
        draft.mediators += [c for c in draft.sides if c in GO_BETWEENS and c not in draft.mediators]
        draft.sides = rest
    _seat(draft)


def _seat(draft: Draft) -> None:
    """The persons of such organisations, and those called mediators, who stand in the clause of a talk mediate it."""
    if len(draft.sides) < 2 or draft.format == "call":
        return
    r = draft.reading
    left, right = r.clause(*draft.span)
    near = (g for g in r.groups if left <= g.start < right and not g.speaks and not g.possessive)
    for m in (m for g in near for m in g.mentions if m.kind == "PERSON"):
        codes = [c for c in m.parties if (c in GO_BETWEENS or m.role == "mediator") and c not in draft.sides]
        draft.mediators += [c for c in codes if c not in draft.mediators]
        draft.people += [m] if codes and m not in draft.people else []


def loosely_named(r: Reading, sides: tuple[str, ...]) -> list[str]:
    """The outsiders of a sentence that speaks of mediating."""
    if not _MEDIATING.search(r.lowered):
        return []
    actors = (m for m in r.sentence.mentions if m.kind in ("PARTY", "PERSON", "DEM"))
    return [c for m in actors for c in m.parties if c not in sides]


def add_mediators(rows: list[Row], sides: tuple[str, ...], named: Iterable[str], loose: Iterable[str]) -> None:
    """Those whom the article calls mediators anywhere mediate its talks that name none, the host where he is one of them.

    Talks face to face need none; those of another time had others.
    """
    codes = [c for c in dict.fromkeys(named) if c not in sides and c != "ICRC"]
    hosts = set(loose)
    talks = [row for row in rows if row.status != "cancelled" and set(sides) <= set(row.sides)]
    for row in talks:
        if not row.mediators and row.format not in ("direct", "call") and _of_one_process(row, talks[0]):
            row.mediators += _outside(row, [*codes, *({row.country} & hosts)])
    for row in rows:
        _stand_between(row, sides, codes)


def add_thanked(
    rows: list[Row], sides: tuple[str, ...], publisher: str, thanked: list[Mention], called: Iterable[str]
) -> None:
    """Those whom an office thanks mediate the talks of the article's sides, and with them the office at one table."""
    helpers = codes_of(thanked)
    between = [c for c in dict.fromkeys((*called, *helpers)) if c not in sides and c != "ICRC"]
    for row in rows:
        if {*row.sides} - {*sides, publisher}:
            _stand_between(row, sides, [*between, publisher])
    held = [row for row in rows if row.status == "held" and len(row.sides) > 1 and row.format not in ("direct", "call")]
    for row in [row for row in held if set(sides) <= set(row.sides)] or held[:1]:
        row.mediators += _outside(row, helpers)
        known = {m.name for m in row.people}
        row.people += [m for m in thanked if m.kind == "PERSON" and m.name and m.name not in known]


def _stand_between(row: Row, sides: tuple[str, ...], mediators: list[str]) -> None:
    """One whom the article calls a mediator and who meets a side of its conflict does so as go-between."""
    outside = [c for c in row.sides if c not in sides]
    if len(sides) > 1 and 0 < len(outside) < len(row.sides) and set(outside) <= set(mediators):
        row.sides = [c for c in row.sides if c in sides]
        row.mediators += _outside(row, outside)


def _of_one_process(a: Row, b: Row) -> bool:
    """Whether the days of two talks, as far as known, are not far apart."""
    return a.when is None or b.when is None or abs(b.when.start - a.when.end) <= PROCESS


def _outside(row: Row, codes: Iterable[str | None]) -> list[str]:
    return [c for c in dict.fromkeys(codes) if c is not None and c not in row.mediators and c not in row.sides]


def add_publisher(document: Document, rows: list[Row], sides: tuple[str, ...], publisher: str | None) -> None:
    """A power that publishes on others' talks, and says what it does for them, mediates in them."""
    if publisher is None or not any(_works_for_it(s, publisher) for s in document.sentences):
        return
    for row in rows:
        between = (
            publisher in row.sides and len(row.sides) > len(sides) > 1 and set(sides) <= {*row.sides} - {publisher}
        )
        if between and not row.set:
            row.sides.remove(publisher)
            row.mediators += _outside(row, [publisher])
        elif row.status in ("held", "scheduled") and len(row.sides) > 1 and row.format != "direct":
            row.mediators += _outside(row, [publisher])


def _works_for_it(sentence: Sentence, publisher: str) -> bool:
    """Whether a sentence tells of efforts in which the publisher acts, and does not only praise those of others."""
    if not _EFFORTS.search(sentence.text) or publisher not in _actors(sentence):
        return False
    return _PRAISE.search(sentence.text) is None or _OUR_WORK.search(sentence.text) is not None


def publisher_of(document: Document, reference: Reference) -> str | None:
    """The party of an outlet which is itself an office of a state."""
    return party_names(reference).get((document.outlet or "").removeprefix("The "))


def _actors(sentence: Sentence) -> set[str]:
    return {c for m in sentence.mentions for c in m.parties}


def add_heads(document: Document, rows: list[Row], sides: tuple[str, ...]) -> None:
    """The heads of the sides' teams and the mediators, wherever they are named, take part in the main talk."""
    main = next((row for row in rows if row.status == "held" and set(sides) <= set(row.sides)), None)
    if main is None or main.level == "leaders":
        return
    known = {m.name for m in main.people}
    for sentence in document.sentences:
        for m in sentence.mentions:
            if _is_head(m) and m.name not in known and set(m.parties) & {*main.sides}:
                known.add(m.name)
                main.people.append(m)


def _is_head(m: Mention) -> bool:
    return m.kind == "PERSON" and bool(m.name) and (m.role == "negotiator" or _HEADS.search(m.text) is not None)
