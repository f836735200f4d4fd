"""Of whom something is wanted, weighed: each party of an article is or is not asked, by many small signs.

What the rules read (`demand_whom`) is one sign; others are where the sentence and its neighbours name the party, how often
the article does, whether it is one of the sides, what kind of party it is and what is wanted. The weights are learned from
the rows that agree with coded ones (`python -m tests.train`). No feature names a party.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

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


class Asked:
    """Who is asked in an article whose demands are known."""

    def __init__(self, document: Document, demands: Sequence[Candidate]) -> None:
        self._document, self._sides = document, set(document.sides)
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
        pool = {*self._named, *self._sides, *rule, *(c.to or ())} - by
        typed = c.sentence.typed
        here = [(m.start(), c.sentence.mentions[int(m[2])]) for m in TOKEN.finditer(typed)]
        return {
            p: sorted({
                *self._of_rule(p, rule, c), *self._of_article(p, c), *_of_wanted(p, c), *_of_sentence(p, c, here),
                *self._of_neighbours(p, c),
            })
            for p in sorted(pool)
        }  # fmt: skip

    def _of_rule(self, p: str, rule: tuple[str, ...], c: Candidate) -> Iterator[str]:
        """What the rules say."""
        read = "in" if p in rule else "out" if rule else "nobody"
        named = "none" if c.to is None else "given" if c.to else "empty"
        yield f"rule={read}+{min(len(rule), 2)}"
        yield f"rule={read}+{named}+{self._place(c)}"
        yield f"rule={read}+issue={c.issue}"
        yield f"rule={read}+{c.wish.match.pattern.set['frame']}"
        yield f"rule={read}+{c.wish.match.pattern.id}"
        yield f"{self._relation(p, c)}+{named}"
        if c.to:
            yield "named" if p in c.to else "other named"

    def _place(self, c: Candidate) -> str:
        """Whether the voice is one of the sides."""
        by = set(c.wish.voice.parties)
        return "side" if by <= self._sides else "mixed" if by & self._sides else "outside"

    def _relation(self, p: str, c: Candidate) -> str:
        return f"{self._place(c)} of {'side' if p in self._sides else 'none'} of {len(self._sides)}"

    def _of_article(self, p: str, c: Candidate) -> Iterator[str]:
        """What the party is in the article."""
        side = "side" if p in self._sides else "none"
        voices, rank = c.wish.voice.parties, self._rank.get(p, _RARE)
        yield self._relation(p, c)
        yield f"{self._relation(p, c)}+issue={c.issue}"
        yield f"sides={len(self._sides)}"
        yield f"rank={min(rank, 5)}"
        yield f"rank={min(rank, 4)}+{self._place(c)} of {side}"
        yield f"rank={min(rank, 3)} of {min(3, *(self._rank.get(v, _RARE) for v in voices))}"
        yield f"share={min(6, 10 * self._named[p] // self._all)}"
        yield f"kind={_kind(p)}+{side}"
        yield f"kind={_kind(p)}+of {'/'.join(sorted({_kind(v) for v in voices}))}"
        yield f"kind={_kind(p)}+issue={c.issue}"
        if p in self._title:
            yield "title"
            yield f"title+{self._place(c)}"
        asked = sum(n for (v, _), n in self._elsewhere.items() if v == voices)
        yield f"elsewhere={3 * self._elsewhere[voices, p] // asked if asked else 'none'}"

    def _of_neighbours(self, p: str, c: Candidate) -> Iterator[str]:
        """Whether the sentences before and behind name it."""
        for step, name in ((-1, "before"), (1, "behind")):
            s = self._document.numbered.get(c.sentence.number + step)
            actors = [m for m in s.mentions if m.parties and m.kind in _ACTORS] if s else []
            if any(p in m.parties for m in actors):
                yield name
                yield f"{name}+{'side' if p in self._sides else 'none'}"
                if p in actors[0].parties:
                    yield f"{name} first"


def _kind(p: str) -> str:
    return "body" if p in _BODIES else "state" if _STATE.fullmatch(p) else "group"


def _of_wanted(p: str, c: Candidate) -> Iterator[str]:
    """Whether it acts in what is wanted, or is the one whose good it is."""
    if acts := acting(c):
        yield "acts" if p in acts else "other acts"
    if everybody(c):
        yield "everybody"
    if good := served(c):
        yield "served" if p in good else "other served"


def _of_sentence(p: str, c: Candidate, here: list[tuple[int, Mention]]) -> Iterator[str]:
    """Where and as what the sentence of the demand names it."""
    by, cue = set(c.wish.voice.parties), c.wish.match.span[0]
    own = [(at, m) for at, m in here if p in m.parties]
    others = {q for _, m in here if m.kind != "PLACE" for q in m.parties} - by - {p}
    yield f"here={'yes' if own else 'no'}+{'others' if others else 'alone'}"
    for at, m in own:
        where = "before" if at < cue else "cue" if at < c.span[0] else "wanted" if at < c.span[1] else "after"
        yield f"at={where}"
        yield f"at={where}+{m.kind}"
        if where in ("wanted", "after"):
            found = _LAST_WORD.search(c.sentence.typed[max(0, at - _BEFORE) : at])
            yield f"{where} behind={found[1] if found else ''}"
        if where == "wanted":
            yield f"wanted far={min(2, (at - c.span[0]) // 20)}"
        if where == "before":
            between = [x for y, x in here if at < y < cue and x.parties and p not in x.parties]
            yield f"nearest={all(by.intersection(x.parties) for x in between)}"
