"""One article and its sentences to a document: every sentence with its typed, normalized, resolved mentions.

scan (words of the reference data, amounts, dates) -> names (by form) -> chunks (noun phrases on a canvas)
-> place or party by context -> coreference -> attribution -> Document
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import polars as pl

from transforms import coreference
from transforms.attribution import with_claims
from transforms.canvas import Canvas
from transforms.chunks import build_phrases, parties_of, person_side
from transforms.document import Document, Mention, Sentence
from transforms.holders import holder
from transforms.names import add_names, within
from transforms.owners import is_whose, leads
from transforms.people import People, bare_name
from transforms.placing import find_place, is_placed, place_or_party
from transforms.publisher import publisher
from transforms.reference.load import Reference
from transforms.saying import may_name_source
from transforms.scan import Item, scan
from transforms.sides import WE, local_sides, main_sides
from transforms.turns import quoted, topics, voices

_CAPITAL_OF = re.compile(r"(?i:the)\s(?P<nation><(?:DEM|PAR):\d+>)(?:['’]s)?\scapital\b(?!\s(?:city\s)?(?:of\s)?<)")


Span = tuple[int, int, int, int]  # number, paragraph, start and end of a sentence


def spans_by_article(sentences: pl.DataFrame) -> dict[str, list[Span]]:
    """The sentences of each article as spans, in order."""
    spans: dict[str, list[Span]] = {}
    columns = ("article_id", "sentence_no", "paragraph_no", "char_start", "char_end")
    for article_id, number, paragraph, start, end in sentences.select(columns).iter_rows():
        spans.setdefault(article_id, []).append((number, paragraph, start, end))
    return spans


def read_document(
    article_id: str,
    title: str | None,
    published: date | None,
    outlet: str | None,
    text: str,
    language: str | None,
    *,
    spans: Sequence[Span],
    reference: Reference,
    only_amounts: bool = False,
) -> Document:
    """The document of one article.

    `only_amounts`: only sentences with an amount are read, which is what figures need; for articles in which nothing
    else is looked for (most of ordinary news), where reading every sentence would cost more than cleaning the page.
    """
    items = scan(text, published, reference, [(s, e) for _, _, s, e in spans] if only_amounts else None)
    if only_amounts:
        spans, title = _with_amounts(spans, items), None
    read = _amounts if only_amounts else _mentions
    lines, named = read(text, items, [(s, e) for _, _, s, e in spans], published, reference)
    heading, named_above = _heading(title, published, reference)
    people = People([*named, *named_above])
    lines = [[_named(m, people) if m.kind in ("CAP", "PLACE") else m for m in line] for line in lines]
    lines = _short_bodies(text, lines)
    voice = publisher(outlet, reference)
    _learn_sides(text, lines, people)
    _learn_holders(text, [*lines, heading], people, voice, published, reference)
    heading, *lines = ([_known(m, people) for m in line] for line in (heading, *lines))
    rulers = _rulers([heading, *lines], published)
    lines = [_ruled(line, rulers) for line in lines]
    sides = main_sides([_ruled(heading, rulers), *lines], reference)
    speaking = voices(text, spans, title, heading, people, voice, lines, reference)
    asked = topics(text, spans) if voice else []
    around = local_sides(lines, speaking, asked, sides, reference) if any(asked) else [sides] * len(lines)
    lines = coreference.resolve(lines, people, around, speaking, reference, text, quoted(text))
    built = [
        Sentence(number, paragraph, start, end, text[start:end], tuple(_kept(line)))
        for (number, paragraph, start, end), line in zip(spans, lines, strict=True)
    ]
    headline = Sentence(0, 0, 0, len(title), title, tuple(_kept(heading))) if title else None
    said = tuple(_first_person(s) for s in with_claims(built, voice))
    first = next((parties for parties in speaking if parties), ())
    local = {s.number: here for s, here in zip(said, around, strict=True) if here != sides}
    return Document(article_id, title, published, outlet, text, language, said, sides, headline, voice, first, local)


def _first_person(s: Sentence) -> Sentence:
    """ "We" and "I" in what somebody is quoted with are the speaker's side, whosever statement the article is."""
    if not any(c.quoted and c.parties for c in s.claims) or not any(map(_is_we, s.mentions)):
        return s
    return replace(s, mentions=tuple(_spoken(m, s) for m in s.mentions))


def _is_we(m: Mention) -> bool:
    return m.kind == "PRON" and m.text.lower() in WE


def _spoken(m: Mention, s: Sentence) -> Mention:
    if not _is_we(m):
        return m
    claim = s.claim_at(m.start)
    return m.of(claim.parties) if claim is not None and claim.quoted and claim.parties else m


def _with_amounts(spans: Sequence[Span], items: Sequence[Item]) -> list[Span]:
    starts = [i.start for i in items if i.kind == "NUM"]
    return [span for span in spans if (at := bisect_left(starts, span[2])) < len(starts) and starts[at] < span[3]]


def _heading(title: str | None, published: date | None, reference: Reference) -> tuple[list[Mention], list[Mention]]:
    if not title:
        return [], []
    lines, named = _mentions(title, scan(title, published, reference), [(0, len(title))], published, reference)
    line = lines[0]
    return coreference.with_lands(title, line), named


def _kept(line: list[Mention]) -> Iterator[Mention]:
    """Mentions in order without those of a kind that no extractor reads."""
    end = -1
    for m in line:
        if m.start >= end and m.kind != "CAP":
            end = m.end
            yield m


def _learn_sides(text: str, lines: Sequence[Sequence[Mention]], people: People) -> None:
    """Give persons without a side that of the party they are said to lead or to speak for."""
    for line in lines:
        actors = [m for m in line if m.kind in ("PERSON", "PARTY")]
        for m, following in pairwise(actors):
            if m.kind != "PERSON" or m.parties:
                continue
            if leads(text, m, following) or is_whose(text, m, following):
                people.update(m.of(following.parties))


def _learn_holders(
    text: str,
    lines: Sequence[Sequence[Mention]],
    people: People,
    voice: tuple[str, ...],
    published: date | None,
    reference: Reference,
) -> None:
    """Give persons whom no word gives a side that of the office which their title and surname tell."""
    told = (code for line in lines for m in line for code in (*m.parties, *filter(None, (m.country,))))
    named = frozenset((*voice, *told))
    for line in lines:
        for m in coreference.with_lands(text, line):
            if m.kind != "PERSON" or m.id or m.parties:
                continue
            known = people.find(m)
            if known is None or known.parties or known.id:
                continue
            if (found := holder(m, named, published, reference)) is not None:
                ident, party = found
                people.update(m.read_as(m.kind, ident, (party,), m.role, m.name))


def _known(m: Mention, people: People) -> Mention:
    """A person with the side that the article gives him elsewhere."""
    if m.kind != "PERSON" or m.parties or (known := people.find(m)) is None or not known.parties:
        return m
    return m.read_as(m.kind, m.id or known.id, known.parties, m.role or known.role, m.name)


# Who acts for another in articles that name a third: the army governs Sudan since its war with the RSF; "Kurdish" is the
# SDF's in Syria; beside the Turkish Cypriots the Republic of Cyprus speaks for the Greek ones.
_RULERS = {
    "SDN": ("SAF", "RSF", date(2023, 4, 15)),
    "KURDS_KRG": ("SDF", "SDF", date(2015, 10, 10)),
    "CYP": ("GREEK_CYPRIOTS", "TURKISH_CYPRIOTS", date(1975, 2, 13)),
}


def _rulers(lines: Sequence[Sequence[Mention]], published: date | None) -> dict[str, str]:
    named = {code for line in lines for m in line for code in m.parties}
    return {
        state: ruler
        for state, (ruler, rival, since) in _RULERS.items()
        if state in named and rival in named and published is not None and published >= since
    }


def _ruled(line: list[Mention], rulers: dict[str, str]) -> list[Mention]:
    if not rulers:
        return line
    return [
        m.of(tuple(dict.fromkeys(rulers.get(c, c) for c in m.parties)))
        if m.kind in ("PARTY", "PERSON")
        and m.role != "people"
        and any(c in rulers for c in m.parties)
        and "Kurdistan" not in m.text
        else m
        for m in line
    ]


def _mentions(
    text: str, items: list[Item], spans: Sequence[tuple[int, int]], published: date | None, reference: Reference
) -> tuple[list[list[Mention]], list[Mention]]:
    """The mentions of each sentence, and all persons, those inside longer phrases too ("Trump's envoy, X")."""
    canvas = Canvas(text, spans, add_names(text, items, spans))
    canvas.rewrite(_CAPITAL_OF, lambda match, inner: _capital(inner[0], reference), (" capital",))
    build_phrases(canvas, reference, published)
    lines = [[m for i in line if (m := _mention(i, text, reference, published)) is not None] for line in canvas.lines()]
    inside = [_mention(i, text, reference, published) for i in canvas.items if i.kind in ("PSN", "PER")]
    return lines, [m for m in inside if m is not None]


def _amounts(
    text: str, items: list[Item], spans: Sequence[tuple[int, int]], published: date | None, reference: Reference
) -> tuple[list[list[Mention]], list[Mention]]:
    """Like `_mentions`, but names and phrases only where a sentence may say whose number it is."""
    attributed = [may_name_source(text[start:end]) for start, end in spans]
    read, named = _mentions(
        text, items, [s for s, yes in zip(spans, attributed, strict=True) if yes], published, reference
    )
    lines = iter(read)
    plain = [[i for i in inside if i.kind in ("NUM", "DAT")] for inside in within(items, spans)]
    return [
        next(lines) if yes else [m for i in inside if (m := _mention(i, text, reference, published)) is not None]
        for yes, inside in zip(attributed, plain, strict=True)
    ], named


def _capital(nation: Item, reference: Reference) -> Item | None:
    party = reference.parties.get(nation.target or "")
    if party is None or not party.capital:
        return None
    city = party.capital[0]
    return Item("PLC", 0, 0, "", target=city, place=city, country=party.code, name=city, form="city")


def _mention(item: Item, text: str, reference: Reference, published: date | None) -> Mention | None:
    """The final mention of an item; titles and head nouns that joined nothing are plain words again."""
    if item.kind in ("HED", "TIT", "HON", "THG"):
        return None
    span = (item.start, item.end, text[item.start : item.end])
    if item.kind == "PRO":
        return Mention("PRON", *span)
    if item.kind == "NUM":
        return Mention("NUM", *span, quantity=item.quantity)
    if item.kind in ("PAR", "PLC", "GRP", "ORG", "NAT"):
        return place_or_party(item, text, span, reference)
    if item.kind == "ACT":
        return Mention(
            "PARTY", *span, id=item.target, parties=item.parties, role=item.role or "official", name=item.name
        )
    if item.kind in ("PSN", "PER"):
        # a phrase has what is known of its person already
        side, role = person_side(item, reference, published) if item.kind == "PER" else ((), None)
        return Mention(
            "PERSON",
            *span,
            id=item.target,
            parties=item.parties or side,
            role=item.role or role,
            name=bare_name(item.name or item.text),
        )
    if item.kind == "DEM":
        return Mention("DEM", *span, id=item.target, parties=parties_of(item))
    if item.kind == "OUT":
        return Mention("OUTLET", *span, id=item.target, name=item.target)
    if item.kind == "DAT":
        return Mention("DATE", *span, when=item.when)
    if item.kind == "LIN":
        return _dateline(item, span, reference)
    return _unknown_name(item, text, span) if item.kind == "CAP" else None


def _unknown_name(item: Item, text: str, span: tuple[int, int, str]) -> Mention:
    """A capitalised name without a class: a place after a preposition of place, else left to coreference (CAP)."""
    if is_placed(text[max(0, item.start - 40) : item.start]):
        return Mention("PLACE", *span, name=item.text)
    return Mention("CAP", *span, name=item.text)


def _named(m: Mention, people: People) -> Mention:
    """A single unknown word that is the surname of a person of the article is that person."""
    if m.country is None and m.name and " " not in m.name:
        known = people.named(m.name)
        if known is not None:
            return m.read_as("PERSON", known.id, known.parties, known.role, known.name)
    return m


# what a body is called by alone, once its name was told: "the Front", "the Committee"
_BODIES = frozenset(
    """Alliance Army Assembly Association Authority Bloc Brigade Bureau Coalition Commission Committee Community Conference Congress
    Coordination Council Delegation Federation Forces Forum Front Group Guard Initiative League Liaison Mechanism Mission Movement Organisation
    Organization Panel Party Platform Quartet Resistance Secretariat Union""".split()
)


def _short_bodies(text: str, lines: list[list[Mention]]) -> list[list[Mention]]:
    """ "The Front" after "the Polisario Front" is that front; two bodies of one such word are told apart by none."""
    called: dict[str, dict[tuple[str, ...], Mention]] = {}
    for m in (m for line in lines for m in line if m.kind in ("PARTY", "ORG") and m.id and " " in m.text):
        last = m.text.rsplit(" ", 1)[1]
        if last in _BODIES and m.role in (None, "name", "group"):
            called.setdefault(last, {}).setdefault((m.kind, m.id or ""), m)
    alone = {word: next(iter(bodies.values())) for word, bodies in called.items() if len(bodies) == 1}
    if not alone:
        return lines
    return [[_short(m, alone, text) for m in line] for line in lines]


def _short(m: Mention, alone: dict[str, Mention], text: str) -> Mention:
    body = alone.get(m.text.removeprefix("the ").removeprefix("The "))
    if body is None or m.start < body.start or not (m.kind == "CAP" or (m.kind == "PARTY" and not m.id)):
        return m
    if m.kind == "CAP" and not text.endswith(("the ", "The "), 0, m.start):
        return m
    return m.read_as(body.kind, body.id, body.parties, body.role, body.name)


def _dateline(item: Item, span: tuple[int, int, str], reference: Reference) -> Mention:
    first = re.split(r"[/,(]", item.text)[0].strip(" -–—").title()
    place = find_place(first, reference)
    return Mention(
        "DATELINE", *span, name=(place.city or place.name) if place else first, country=place.country if place else None
    )
