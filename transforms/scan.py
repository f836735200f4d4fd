"""The lexical layer: every word or name of the reference data, every amount and date in one article, as `Item`s.

An `Item` is a provisional mention. Later layers (`names.py`, `chunks.py`) join items into noun phrases; what is left
becomes mentions (`mentions.py`). Their typed text uses tokens `<KIND:i>` with these provisional kinds:

    PAR party name or capital    DEM demonym adjective      NAT people by nation ("Russians")   PER known person
    PLC place                    OUT outlet                 TIT title of a person               HED actor head noun
    HON honorific                NUM amount                 DAT date                            CAP unknown name
    PRO pronoun                  LIN dateline               ORG organisation by form            GRP armed group by form
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from operator import attrgetter, itemgetter

import ahocorasick_rs as ac

from transforms.dates import find_dates
from transforms.document import DateValue, Quantity
from transforms.numbers import find_quantities
from transforms.reference.aliases import Alias
from transforms.reference.load import Reference

_PRONOUNS = """he her herself him himself his i it its itself my our she their them themselves they us we who""".split()


def _by_letter(words: Iterable[str]) -> str:
    """Alternatives of words, small, with a capital and in capitals, grouped by first letter, which begins a word: no letter is tried twice."""
    spellings = sorted({spelling for w in words for spelling in (w, w.capitalize(), w.upper())})
    return "|".join(
        f"{letter}(?<!\\w.)(?:{'|'.join(w[1:] for w in reversed(list(group)))})"
        for letter, group in groupby(spellings, key=itemgetter(0))
    )


_PRONOUN = re.compile(rf"(?:{_by_letter(_PRONOUNS)})\b")
_DATELINE = re.compile(
    r"(?m)^[A-Z][A-Z.’'\- ]{2,}(?:[/,;] ?[A-Z][\w.’'\- ]+){0,3}(?:, [A-Z][a-z]+\.? \d{1,2})?"
    r"(?:\s?\([\w ./]{2,30}\)\s?[-—–]+|\s?[—–]|\s-{1,2})\s"
)
# "pro-Moscow", "ex-Soviet": neither an actor nor a nation that acts
_PREFIX = re.compile(r"(?i:\b(?:pro|anti|ex|non|post|pre|un))-$")
# Nouns that are actors only in other senses than the one that news mostly means
NO_HEAD = frozenset({"capital", "capitals", "front", "line", "lines", "house", "coast"})
# Characters around a sentence that are read with it, for names that cross its ends
AROUND = 60
_NATIONAL = re.compile(r"\b(?!(?:The|Nations|Nations['’]|Today|Yesterday)\b)[A-Z][a-z]+(?:['’]s?)? $")
_SHOUTED = re.compile(r"[A-Z]{2,}:? [A-Z]{4,}|[A-Z]{4,}:? [A-Z]{2,}|\b(?:MR|MRS|MS|DR)\. [A-Z]{3,}")
_HYPHENED = re.compile(r"-[A-Z]")  # "Kara-Murza" is not the town of Kara
_SECOND_HALVES = (" and North ", " and South ", " and East ", " and West ")
_HALVES = re.compile(r"\b(?P<one>North|South|East|West) and (?P<other>North|South|East|West) (?P<name>[A-Z][a-z]+)\b")
# states that share their names with towns elsewhere
NO_CITY = frozenset(
    """Alabama Alaska Arizona Arkansas California Colorado Connecticut Delaware Florida Hawaii Idaho Illinois Indiana Iowa
    Kansas Kentucky Louisiana Maine Maryland Massachusetts Michigan Minnesota Mississippi Missouri Montana Nebraska Nevada
    Ohio Oklahoma Oregon Pennsylvania Tennessee Texas Utah Vermont Virginia Wisconsin Wyoming Ontario Quebec Alberta
    Bavaria Saxony Catalonia Andalusia Galicia Victoria Queensland Tasmania""".split()
)
FORM_KIND = {"demonym_adj": "DEM", "demonym_noun": "NAT"}
ALIAS_KIND = {"party": "PAR", "person": "PER", "place": "PLC", "outlet": "OUT", "organisation": "ORG"}


@dataclass(slots=True)
class Item:
    """A provisional mention: offsets into the article text, what it may be."""

    kind: str
    start: int
    end: int
    text: str
    target: str | None = None
    form: str | None = None
    weak: bool = False
    parties: tuple[str, ...] = ()
    role: str | None = None
    name: str | None = None
    country: str | None = None
    when: DateValue | None = None
    quantity: Quantity | None = None
    place: str | None = None

    def copy(self) -> Item:
        """The same for a longer or shorter span."""
        return Item(
            self.kind, self.start, self.end, self.text, self.target, self.form, self.weak, self.parties, self.role,
            self.name, self.country, self.when, self.quantity, self.place,
        )  # fmt: skip


@dataclass(frozen=True)
class Lexicon:
    """Automata over the reference data; one a process."""

    names: ac.AhoCorasick
    names_as: tuple[tuple[str, str, str, str, bool, str | None], ...]  # kind, text, target, form, weak, place
    words: ac.AhoCorasick
    party_names: Mapping[str, str]
    word_items: tuple[tuple[str, str, tuple[str, ...]], ...]  # kind, role, the party named in a title ("UN envoy")


@cache
def lexicon(reference: Reference) -> Lexicon:
    """The two automata: names as written, titles and head nouns in lower case."""
    by_text: dict[str, list[Alias]] = {}
    for alias in reference.aliases:
        by_text.setdefault(alias.text, []).append(alias)
    by_text = {text: aliases for text, aliases in by_text.items() if not _of_several(aliases)}
    for city in reference.cities:
        if city not in by_text and len(city) > 3 and city not in NO_CITY:
            by_text[city] = [Alias(text=city, kind="place", target=city, weak=False, form="city")]
    words: list[tuple[str, str, str]] = [(text, "TIT", role) for text, role in reference.titles.items()]
    words += [(text, "HED", noun.role) for text, noun in reference.head_nouns.items()]
    words += [(text.lower(), "HON", "") for text in reference.honorifics]
    words = [w for w in words if w[0] not in NO_HEAD]
    parties = {a.text.lower(): a.target for a in reference.aliases if a.kind == "party" and not a.weak}
    owners = [
        reference.title_owners.get(text) or (parties.get(text.partition(" ")[0]) if " " in text else None)
        for text, _, _ in words
    ]
    texts = sorted(by_text)
    return Lexicon(
        names=ac.AhoCorasick(texts, implementation=ac.Implementation.ContiguousNFA),
        names_as=tuple(_name_as(by_text[text]) for text in texts),
        party_names={a.text: a.target for a in reference.aliases if a.kind == "party"},
        words=ac.AhoCorasick([w[0] for w in words], implementation=ac.Implementation.DFA),
        word_items=tuple(
            (kind, role, (code,) if code else ()) for (_, kind, role), code in zip(words, owners, strict=True)
        ),
    )


def _of_several(aliases: Sequence[Alias]) -> bool:
    """Whether a surname alone would be any of several persons; who is named in full is known by it all the same."""
    return len(aliases) > 1 and all(a.kind == "person" and a.form == "surname" for a in aliases)


def scan(
    text: str, published: date | None, reference: Reference, amounts_in: Sequence[tuple[int, int]] | None = None
) -> list[Item]:
    """All items of one article, in order, none overlapping; of two that overlap the longer one stays.

    `amounts_in`: sentences, of which only those with an amount will be read; names and words elsewhere are left out.
    """
    lex = lexicon(reference)
    amounts = find_quantities(text)
    read = text if amounts_in is None else _only_around(text, [start for start, _, _ in amounts], amounts_in)
    found = [
        *_dateline(text),
        *_names(read, lex),
        *_halves(read, lex),
        *_words(read, lex),
        *(Item("NUM", s, e, text[s:e], quantity=q) for s, e, q in amounts),
        *(Item("DAT", s, e, text[s:e], when=v) for s, e, v in find_dates(text, published)),
        *(Item("PRO", m.start(), m.end(), m.group()) for m in _PRONOUN.finditer(read)),
    ]
    return without_overlaps(found)


def _only_around(text: str, amounts: Sequence[int], sentences: Sequence[tuple[int, int]]) -> str:
    """The text with blanks for all but the sentences with an amount and some words around each; offsets stay."""
    parts, done = [], 0
    for start, end in sentences:
        at = bisect_left(amounts, start)
        if at == len(amounts) or amounts[at] >= end:
            continue
        left = text.rfind(" ", 0, max(0, start - AROUND)) + 1
        right = text.find(" ", end + AROUND)
        right = len(text) if right < 0 else right
        if left > done:
            parts.append(" " * (left - done))
        parts.append(text[max(left, done) : right])
        done = max(done, right)
    return "".join(parts)


def without_overlaps(items: list[Item]) -> list[Item]:
    """Longest first, then the order of finding; sorted by position in the result."""
    kept: list[Item] = []
    knot: list[Item] = []  # items of which each overlaps another one
    reach = 0
    for item in sorted(items, key=_START):
        if item.start >= reach and knot:
            kept += knot if len(knot) == 1 else _longest(knot)
            knot = []
        knot.append(item)
        reach = max(reach, item.end)
    return [*kept, *_longest(knot)]


_START = attrgetter("start")


def _longest(items: list[Item]) -> list[Item]:
    kept: list[Item] = []
    for item in sorted(items, key=lambda i: i.start - i.end):
        if all(item.end <= k.start or k.end <= item.start for k in kept):
            kept.append(item)
    return sorted(kept, key=_START)


def is_bounded(text: str, start: int, end: int) -> bool:
    """Whether a hit starts and ends at word boundaries (Aho-Corasick knows none: "rich" in "Zürich")."""
    if start and _in_word(text[start - 1]):
        return False
    return end >= len(text) or not _in_word(text[end]) or not _in_word(text[end - 1])


def is_shouted(text: str, start: int, end: int) -> bool:
    """Whether the capitals of a word are those of a heading or of a speaker's label: its neighbours have them too."""
    return _SHOUTED.search(text[max(0, start - 12) : end + 12]) is not None


def _in_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _dateline(text: str) -> list[Item]:
    found = _DATELINE.search(text, 0, 800)
    return [Item("LIN", found.start(), found.end(), found.group())] if found else []


def _names(text: str, lex: Lexicon) -> list[Item]:
    items = []
    length = len(text)
    for index, start, end in lex.names.find_matches_as_indexes(text, overlapping=True):
        if start:
            before = text[start - 1]
            if before.isalnum() or before == "_" or (before == "-" and _PREFIX.search(text, max(0, start - 6), start)):
                continue
        if end < length and text[end] not in " ,." and not is_bounded(text, start, end):
            continue
        kind, name, target, form, weak, place = lex.names_as[index]
        if name == "Security Council" and _NATIONAL.search(text, max(0, start - 24), start):
            continue  # that of a state
        if weak and name.isupper() and is_shouted(text, start, end):
            continue  # the first word of "FACT SHEET" is no group
        if form != "city" or not _HYPHENED.match(text, end):
            items.append(Item(kind, start, end, name, target, form, weak, place=place))
    return items


def _halves(text: str, lex: Lexicon) -> list[Item]:
    """ "North and South Korea": both, where each half is a party by its full name."""
    items: list[Item] = []
    if not any(half in text for half in _SECOND_HALVES):
        return items
    for m in _HALVES.finditer(text):
        codes = [lex.party_names.get(f"{half} {m['name']}") for half in (m["one"], m["other"])]
        if codes[0] and codes[1]:
            items.append(Item("ACT", m.start(), m.end(), m.group(), parties=(codes[0], codes[1]), role="name"))
    return items


def _name_as(aliases: list[Alias]) -> tuple[str, str, str, str, bool, str | None]:
    """A party before a place of the same name; the place is remembered, context decides later."""
    ranked = sorted(
        aliases, key=lambda a: (a.weak, ("party", "person", "outlet", "organisation", "place").index(a.kind))
    )
    best = ranked[0]
    place = next((a.target for a in ranked if a.kind == "place"), None)
    return (FORM_KIND.get(best.form, ALIAS_KIND[best.kind]), best.text, best.target, best.form, best.weak, place)


def _words(text: str, lex: Lexicon) -> list[Item]:
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals (İ) grow when lowered; offsets must not
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    items = []
    length = len(text)
    for index, start, end in lex.words.find_matches_as_indexes(lowered, overlapping=True):
        if (start and lowered[start - 1].isalnum()) or (
            end < length and lowered[end].isalpha() and lowered[end - 1].isalpha()
        ):
            continue
        kind, role, parties = lex.word_items[index]
        if is_bounded(text, start, end) and not (kind == "HON" and not text[start].isupper()):
            items.append(Item(kind, start, end, text[start:end], role=role, parties=parties))
    return items
