"""Of whom something is wanted, weighed: each party of an article is or is not asked, by many small signs.

What the rules read (`demand_whom`) is one sign; others are where the sentence and its neighbours name the party, how often
the article does, whether it is one of the sides, what kind of party it is and what is wanted. The weights are learned from
the rows that agree with coded ones (`python -m tests.train`). No feature names a party.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from transforms.document import TOKEN, Document, Mention
from transforms.extract.demand_candidates import Candidate
from transforms.extract.demand_whom import acting, addressee, all_asked, everybody, served
from transforms.extract.gate import load_gate

_ACTORS = ("PARTY", "PERSON", "PRON")
_NAMING = (*_ACTORS, "ORG", "DEM")
_STATE = re.compile(r"[A-Z]{3}")
_BODIES = frozenset("UN EU NATO AU ARAB_LEAGUE ASEAN ECOWAS IGAD OSCE ICRC IAEA VAT".split())
_LAST_WORD = re.compile(r"([a-z]+)[^a-z]*$")
_BEFORE = 25  # so many characters before a mention its preposition is looked for
_RARE = 9  # the rank of a party that is not named


class _Seen(NamedTuple):
    """A demand and what is the same of it for every party that it may ask; `before` and `behind` act beside its sentence."""

    demand: Candidate
    rule: tuple[str, ...]
    by: set[str]
    sides: set[str]
    place: str
    named: str
    frame: str
    kinds: str
    rank: int
    asked: int
    acts: tuple[str, ...]
    everybody: bool
    good: set[str]
    here: list[tuple[int, Mention]]
    others: set[str]
    before: list[tuple[str, ...]]
    behind: list[tuple[str, ...]]


class Asked:
    """Who is asked in an article whose demands are known."""

    def __init__(self, document: Document, demands: Sequence[Candidate]) -> None:
        self._document = document
        told = [s for s in (document.headline, *document.sentences) if s is not None]
        self._named = Counter(p for s in told for m in s.mentions if m.kind in _NAMING for p in set(m.parties))
        order = sorted(self._named, key=lambda p: (-self._named[p], p))
        self._rank = {p: i for i, p in enumerate(order)}
        self._all = max(sum(self._named.values()), 1)
        headline = document.headline.mentions if document.headline else ()
        self._title = {p for m in headline for p in m.parties}
        # whom the same voice asks by name elsewhere
        self._elsewhere = Counter((c.wish.voice.parties, p) for c in demands if c.to and not c.doubts for p in c.to)

    def of(self, c: Candidate) -> list[str]:
        """Whom a demand asks."""
        if all_asked(c):
            return []
        gate = load_gate("demand_asked")
        return [party for party, names in self.features(c).items() if gate.passes(names)]

    def features(self, c: Candidate) -> dict[str, list[str]]:
        """The features of each party that may be asked."""
        rule, by = addressee(c, self._document), set(c.wish.voice.parties)
        seen = self._seen(c, rule, by)
        pool = {*self._named, *seen.sides, *rule, *(c.to or ())} - by
        return {
            p: [
                *self._of_rule(p, seen), *self._of_article(p, seen), *_of_wanted(p, seen), *sorted(_of_sentence(p, seen)),
                *self._of_neighbours(p, seen),
            ]
            for p in sorted(pool)
        }  # fmt: skip

    def _seen(self, c: Candidate, rule: tuple[str, ...], by: set[str]) -> _Seen:
        """What is the same of a demand for every party that it may ask."""
        number, voices, mentions = c.sentence.number, c.wish.voice.parties, c.sentence.mentions
        sides = set(self._document.sides_at(c.sentence))
        here = [(m.start(), mentions[int(m[2])]) for m in TOKEN.finditer(c.sentence.typed)]
        return _Seen(
            c,
            rule,
            by,
            sides,
            place="side" if by <= sides else "mixed" if by & sides else "outside",
            named="none" if c.to is None else "given" if c.to else "empty",
            frame=c.wish.match.pattern.set["frame"],
            kinds="/".join(sorted({_kind(v) for v in voices})),
            rank=min(3, *(self._rank.get(v, _RARE) for v in voices)),
            asked=sum(n for (v, _), n in self._elsewhere.items() if v == voices),
            acts=acting(c),
            everybody=everybody(c),
            good=served(c),
            here=here,
            others={q for _, m in here if m.kind != "PLACE" for q in m.parties} - by,
            before=self._actors(number - 1),
            behind=self._actors(number + 1),
        )

    def _actors(self, number: int) -> list[tuple[str, ...]]:
        """The parties of each actor of a sentence."""
        s = self._document.numbered.get(number)
        return [m.parties for m in s.mentions if m.parties and m.kind in _ACTORS] if s else []

    def _of_rule(self, p: str, d: _Seen) -> Iterator[str]:
        """What the rules say."""
        c, rule = d.demand, d.rule
        read = f"rule={'in' if p in rule else 'out' if rule else 'nobody'}"
        yield f"{read}+{min(len(rule), 2)}"
        yield f"{read}+{d.named}+{d.place}"
        yield f"{read}+issue={c.issue}"
        yield f"{read}+{d.frame}"
        yield f"{read}+{c.wish.match.pattern.id}"
        if c.to:
            yield "named" if p in c.to else "other named"

    def _of_article(self, p: str, d: _Seen) -> Iterator[str]:
        """What the party is in the article."""
        side, rank, issue = "side" if p in d.sides else "none", self._rank.get(p, _RARE), d.demand.issue
        relation, kind = f"{d.place} of {side} of {len(d.sides)}", f"kind={_kind(p)}"
        yield relation
        yield f"{relation}+{d.named}"
        yield f"{relation}+issue={issue}"
        yield f"sides={len(d.sides)}"
        yield f"rank={min(rank, 5)}"
        yield f"rank={min(rank, 4)}+{d.place} of {side}"
        yield f"rank={min(rank, 3)} of {d.rank}"
        yield f"share={min(6, 10 * self._named[p] // self._all)}"
        yield f"{kind}+{side}"
        yield f"{kind}+of {d.kinds}"
        yield f"{kind}+issue={issue}"
        if p in self._title:
            yield "title"
            yield f"title+{d.place}"
        voices = d.demand.wish.voice.parties
        yield f"elsewhere={3 * self._elsewhere[voices, p] // d.asked if d.asked else 'none'}"

    def _of_neighbours(self, p: str, d: _Seen) -> Iterator[str]:
        """Whether the sentences before and behind name it."""
        for actors, name in ((d.before, "before"), (d.behind, "behind")):
            if any(p in parties for parties in actors):
                yield name
                yield f"{name}+{'side' if p in d.sides else 'none'}"
                if p in actors[0]:
                    yield f"{name} first"


@cache
def _kind(p: str) -> str:
    return "body" if p in _BODIES else "state" if _STATE.fullmatch(p) else "group"


def _of_wanted(p: str, d: _Seen) -> Iterator[str]:
    """Whether it acts in what is wanted, or is the one whose good it is."""
    if d.acts:
        yield "acts" if p in d.acts else "other acts"
    if d.everybody:
        yield "everybody"
    if d.good:
        yield "served" if p in d.good else "other served"


def _of_sentence(p: str, d: _Seen) -> set[str]:
    """Where and as what the sentence of the demand names it."""
    own = [(at, m) for at, m in d.here if p in m.parties]
    names = {f"here={'yes' if own else 'no'}+{'alone' if d.others <= {p} else 'others'}"}
    for at, m in own:
        names.update(_of_place(p, d, at, m))
    return names


def _of_place(p: str, d: _Seen, at: int, m: Mention) -> Iterator[str]:
    """Where one mention stands, seen from the cue and from what is wanted."""
    c, cue = d.demand, d.demand.wish.match.span[0]
    where = "before" if at < cue else "cue" if at < c.span[0] else "wanted" if at < c.span[1] else "after"
    yield f"at={where}"
    yield f"at={where}+{m.kind}"
    if where in ("wanted", "after"):
        found = _LAST_WORD.search(c.sentence.typed[max(0, at - _BEFORE) : at])
        yield f"{where} behind={found[1] if found else ''}"
    if where == "wanted":
        yield f"wanted far={min(2, (at - c.span[0]) // 20)}"
    if where == "before":
        between = [x for y, x in d.here if at < y < cue and x.parties and p not in x.parties]
        yield f"nearest={all(d.by.intersection(x.parties) for x in between)}"
