"""Third parties of an article's talks: organisations at the table, mediators named in other sentences, heads of teams."""

from __future__ import annotations

import re
from collections.abc import Iterable

from transforms.document import Document, Mention
from transforms.extract.talk_draft import Draft
from transforms.extract.talk_groups import Reading
from transforms.extract.talk_merge import Row

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
_MEDIATING = re.compile(
    r"\b(?:mediat|broker|go-between|facilitat|good offices|intermediar|host(?:ed|ing|s)?\b|shuttl|auspices)"
)
_HEADS = re.compile(r"\b(?:negotiat|delegation|team|mediat)", re.IGNORECASE)


def set_apart(draft: Draft) -> None:
    """Organisations among the sides of a draft become its mediators, as far as a side is left."""
    rest = [c for c in draft.sides if c not in GO_BETWEENS]
    if rest and len(rest) < len(draft.sides):
        draft.mediators += [c for c in draft.sides if c in GO_BETWEENS and c not in draft.mediators]
        draft.sides = rest


def loosely_named(r: Reading, sides: tuple[str, ...]) -> list[str]:
    """The outsiders of a sentence that speaks of mediating."""
    if not _MEDIATING.search(r.lowered):
        return []
    actors = (m for m in r.sentence.mentions if m.kind in ("PARTY", "PERSON", "DEM"))
    return [c for m in actors for c in m.parties if c not in sides]


def add_mediators(rows: list[Row], sides: tuple[str, ...], named: Iterable[str], loose: Iterable[str]) -> None:
    """The mediators that the article names anywhere mediate its main talks, the host where it is said to mediate."""
    talks = [row for row in rows if row.status in ("held", "scheduled") and set(sides) <= set(row.sides)]
    for row in talks[:1]:
        row.mediators += _outside(row, (c for c in named if c not in sides))
    hosts = set(loose)
    for row in talks:
        row.mediators += _outside(row, [row.country] if row.country in hosts else [])


def _outside(row: Row, codes: Iterable[str | None]) -> list[str]:
    return [c for c in dict.fromkeys(codes) if c is not None and c not in row.mediators and c not in row.sides]


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
