"""Who sits at a talk: each party of the article is a side, a mediator or neither, weighed by two gates.

What the rules made of a party is one sign among others: how the sentences of the talk name it, how often and in whom the
article does, who else is there. Nothing here names an actor, a place or a day.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from transforms.document import TOKEN, Document, Mention
from transforms.extract.gate import Gate
from transforms.extract.talk_groups import Group, Reading
from transforms.extract.talk_merge import Row
from transforms.extract.talk_third import GO_BETWEENS
from transforms.lazy import lazy

# two are at a table: the likeliest are, when too few are likely by themselves
TWO, LEAST = 2, 0.12
MOST = 4  # sentences of a talk whose words count
_NEXT = re.compile(r"[A-Za-z’']+|<[A-Z]+|[^\sA-Za-z<]")
_PREPOSITION = re.compile(r"[a-z]{0,8}")
_OFFICES = frozenset(
    {"leader", "foreign_minister", "minister", "envoy", "mediator", "negotiator", "official", "delegation"}
)
_SIDE, _MEDIATOR, _NONE = "S", "M", "N"


def seats(row: Row, signs: Signs, side: Gate, mediator: Gate) -> tuple[list[str], list[str]]:
    """The sides and the mediators of a talk."""
    if signs.is_listed(row):
        return row.sides, row.mediators
    names = signs.of_parties(row)
    sits = {code: side.chance(found) for code, found in names.items()}
    helps = {code: mediator.chance(found) for code, found in names.items()}
    ranked = sorted(sits, key=lambda code: (-sits[code], code))
    sides = [code for code in ranked if sits[code] >= max(side.threshold, helps[code])]
    if len(sides) < TWO:
        sides = [code for code in ranked[:TWO] if sits[code] >= LEAST] or row.sides
    return sides, [code for code in names if helps[code] >= mediator.threshold and code not in sides]


class _Talk(NamedTuple):
    """A talk and what is the same of it for every party: the other talks, and how sentences name the parties.

    `sides` are those of the article where it is told; `shared` the other talks of its sentences; `said` is of its first
    sentences, `near` of those beside.
    """

    row: Row
    sides: tuple[str, ...]
    others: list[Row]
    shared: list[Row]
    patterns: tuple[str, ...]
    said: list[dict[str, set[str]]]
    near: dict[str, set[str]]


class Signs:
    """Features of the parties of one article, `rows` being the talks that rules found, `mediating` whom they found mediate."""

    def __init__(
        self, document: Document, readings: Sequence[Reading], rows: Sequence[Row], mediating: Iterable[str]
    ) -> None:
        self._document = document
        self._readings = readings
        self._rows = rows
        self._called = Counter(mediating)
        heading = document.headline
        self._heading = {c for m in heading.mentions for c in m.parties} if heading is not None else set()
        self._reading = {r.sentence.number: r for r in readings}
        self._signs: dict[int, dict[str, set[str]]] = {}

    def is_listed(self, row: Row) -> bool:
        """Whether its sentence lists three talks or more by who is at each: "between A and B, C and D, and E and F"."""
        first = row.evidence[0][0]
        return not row.default and sum(other.evidence[0][0] is first for other in self._rows) > TWO

    def _sides(self, row: Row) -> tuple[str, ...]:
        """The sides where a talk is first told."""
        return self._document.sides_at(row.evidence[0][0])

    def candidates(self, row: Row) -> list[str]:
        """The parties that may sit at a talk: whom the rules took for it, the sides, who mediates, those named with it."""
        named = [c for sentence, _ in row.evidence for m in sentence.mentions for c in m.parties]
        return list(dict.fromkeys((*row.sides, *row.mediators, *self._sides(row), *self._called, *named)))

    def of_parties(self, row: Row) -> dict[str, set[str]]:
        """The features of each party that may sit at a talk."""
        talk = self._talk(row)
        return {code: self._of_party(talk, code) for code in self.candidates(row)}

    def _talk(self, row: Row) -> _Talk:
        """What is the same of a talk for every party."""
        others = [other for other in self._rows if other is not row]
        numbers = sorted({s.number for s, _ in row.evidence})
        return _Talk(
            row,
            self._sides(row),
            others,
            shared=[other for other in others if any(s.number in numbers for s, _ in other.evidence)],
            patterns=tuple(dict.fromkeys(pattern for _, pattern in row.evidence)),
            said=[self._named(number) for number in numbers[:MOST]],
            near=self._near(numbers),
        )

    def _near(self, numbers: list[int]) -> dict[str, set[str]]:
        """How the sentences beside those of a talk name each party."""
        near: dict[str, set[str]] = defaultdict(set)
        beside = {n + step for n in numbers for step in (-1, 1, 2)} - {*numbers}
        for r in (self._reading[n] for n in beside if n in self._reading):
            for m in r.sentence.mentions:
                for code in m.parties:
                    near[code].update((f"near kind={m.kind}", f"near role={m.role}"))
        return near

    def _of_party(self, talk: _Talk, code: str) -> set[str]:
        row = talk.row
        rule = _SIDE if code in row.sides else _MEDIATOR if code in row.mediators else _NONE
        side = "side" if code in talk.sides else "out"
        said = set[str]().union(*(named[code] for named in talk.said if code in named))
        near = talk.near.get(code, ())
        here = f"here={bool(said)}"
        return {
            *self._role(talk, code, rule, side), *self._in_article(code, rule, side), *_elsewhere(talk, code, rule, side),
            *said, here, f"{here}+{rule}+{side}", f"{here}+near={bool(near)}", *near,
            *(f"pattern={pattern}+{rule}" for pattern in talk.patterns),
        }  # fmt: skip

    @lazy
    def _counts(self) -> Counter[str]:
        """In how many sentences each party is named."""
        return Counter(c for r in self._readings for c in {c for m in r.sentence.mentions for c in m.parties})

    @lazy
    def _ranks(self) -> dict[str, int]:
        ordered = sorted(self._counts, key=lambda code: (-self._counts[code], code))
        return {code: rank for rank, code in enumerate(ordered)}

    @lazy
    def _first(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for sentence in (r.sentence for r in self._readings):
            for m in sentence.mentions:
                for code in m.parties:
                    found.setdefault(code, sentence.number)
        return found

    @lazy
    def _in_office(self) -> Counter[str]:
        every = (m for r in self._readings for m in r.sentence.mentions if m.role in _OFFICES)
        return Counter(c for m in every for c in m.parties)

    def _role(self, talk: _Talk, code: str, rule: str, side: str) -> Iterator[str]:
        """What the rules made of it, by kind of talk."""
        row = talk.row
        kind = "org" if code in GO_BETWEENS or code == "NATO" else "state" if len(code) == 3 else "group"
        yield from (f"rule={rule}", f"rule={rule}+{row.status}", f"rule={rule}+default={row.default}")
        yield f"rule={rule}+{min(len(row.sides), 3)}+{min(len(row.mediators), 2)}"
        yield from (f"rule={rule}+format={row.format}", f"rule={rule}+level={row.level}", f"rule={rule}+{kind}")
        yield from (side, kind, f"{side}+{rule}", f"{side}+{kind}", f"{side}+{row.status}")
        rest = [c for c in row.sides if c != code]
        yield f"beside={min(len(rest), 3)}+{len({*talk.sides} & {*rest})}+{rule}+{side}"
        yield f"outsiders={len([c for c in row.sides if c not in talk.sides])}+{rule}+{side}"
        if row.country == code:
            yield from ("host", f"host+{rule}+{side}")
        elif row.country is not None:
            yield f"other host+{rule}"

    def _in_article(self, code: str, rule: str, side: str) -> Iterator[str]:
        """How often, where and in whom the article names it, whether it is said to mediate."""
        count, rank = self._counts[code], self._ranks.get(code, 9)
        yield f"count={count if count < 4 else 4 if count < 7 else 7 if count < 12 else 12}"
        yield from (f"rank={min(rank, 6)}", f"rank={min(rank, 4)}+{rule}+{side}")
        yield f"offices={min(self._in_office[code], 3)}"
        first = self._first.get(code, 99)
        yield f"first={0 if first == 0 else 2 if first < 3 else 7 if first < 8 else 8}"
        if code in self._heading:
            yield from ("headed", f"headed+{rule}")
        if code in self._document.publisher:
            yield from ("publisher", f"publisher+{rule}")
        called = min(self._called[code], 1)
        others = sum(c != code and c not in self._document.sides for c in self._called)
        yield from (f"called={min(self._called[code], 3)}", f"called={called}+{rule}+{side}")
        yield f"others called={min(others, 2)}+{called}+{rule}"

    def _named(self, number: int) -> dict[str, set[str]]:
        """How a sentence names each party: as what, between which words, in what company."""
        if number not in self._signs:
            signs = self._signs[number] = defaultdict(set)
            if (r := self._reading.get(number)) is None:
                return signs
            for token in TOKEN.finditer(r.typed):
                m = r.sentence.mentions[int(token[2])]
                if m.parties:
                    names = {*_mention(m, r, *token.span())}
                    for code in m.parties:
                        signs[code] |= names
        return self._signs[number]


def _elsewhere(talk: _Talk, code: str, rule: str, side: str) -> Iterator[str]:
    """What the rules made of a party in the other talks."""
    sits = sum(code in other.sides for other in talk.others)
    helps = sum(code in other.mediators for other in talk.others)
    yield from (f"sits={min(sits, 3)}", f"helps={min(helps, 3)}")
    yield f"elsewhere={min(sits, 1)}{min(helps, 1)}+{rule}+{side}"
    shared = f"shared={min(len(talk.shared), 3)}+{rule}"
    yield from (shared, f"{shared}+{any(code in other.sides for other in talk.shared)}")


def _mention(m: Mention, r: Reading, start: int, end: int) -> Iterator[str]:
    """One mention in its sentence."""
    yield from (f"kind={m.kind}", f"role={m.role}")
    before, after = _NEXT.findall(r.typed[max(0, start - 20) : start]), _NEXT.search(r.typed, end, end + 30)
    if before:
        yield f"before={before[-1][:7].lower()}"
    if after is not None:
        yield f"after={after[0][:7].lower()}"
    group = next((g for g in r.groups if g.start <= start < g.end), None)
    if group is not None:
        yield from _group(group, first=group is r.groups[0])


def _group(group: Group, *, first: bool) -> Iterator[str]:
    preposition = _PREPOSITION.match(group.preposition)
    yield f"preposition={preposition[0] if preposition else ''}"
    yield from (f"together={min(len(group.codes), 3)}", f"opens={first}")
    if group.speaks:
        yield "speaks"
    if group.possessive:
        yield "possessive"
