"""Who stands between those who exchange: a learned choice, for each exchange, among the parties told near it.

What patterns read as mediation (`exchange_mediators`) weighs most, near the exchange or anywhere; so do help, transport
and a role in the words around a party, how often it is named, and whether the exchange is done, agreed or only offered.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from transforms.attribution import SAY
from transforms.document import Document, Mention, Sentence
from transforms.extract.exchange_ends import CARRIERS
from transforms.extract.exchange_mediators import find_mediators, go_betweens
from transforms.extract.exchange_row import Row, codes
from transforms.extract.gate import load_gate
from transforms.reference.load import Reference

_NEAR = 3  # sentences
_STEPS = (0, 1, 3, 8, 20)  # grades of a distance in sentences
_FAR = 99
_MANY = 3
_REACH = 60  # characters around a party in which words of help stand
_HELP = re.compile(
    r"\b(help|arrang|assist|facilitat|broker|mediat|negotiat|convey|through\b|via\b|by way of|thank|grateful|good offices|carried|flew|flown"
    r"|drove|escort|convoy|bus|plane|aircraft|handed to|received|guarantee|host|chair|deliver|courier|between|role|part\b|effort)"
)

_SPEAKS = re.compile(rf",?\s(?:spokes\w+\s|<PERSON:\d+>,?\s)?(?:has\s|had\s|also\s)?{SAY}\b")
_PASSING = re.compile(
    r"\b(?:swaps?|exchang\w+|releas\w+|hand-?overs?|handing over|prisoners?|captives?|hostages?|repatriat\w+|freed|freeing|transfers?|remains|bodies)\b",
    re.IGNORECASE,
)


def add_mediators(document: Document, rows: Sequence[Row], reference: Reference, voice: str | None = None) -> None:
    """Name the go-betweens of each exchange; `voice` is the party whose statement the article is."""
    if not rows:
        return
    gate, told = load_gate("exchange_mediators"), Told(document, reference, voice)
    for row in rows:
        row.mediators = [c for c, names in told.features(row).items() if gate.passes(names)]


class Told:
    """What one article says of the parties that may stand between."""

    def __init__(self, document: Document, reference: Reference, voice: str | None) -> None:
        self._document, self._reference, self._voice = document, reference, voice
        self._named: dict[str, list[int]] = defaultdict(list)
        self._counts: Counter[str] = Counter()
        self._between: dict[str, list[int]] = defaultdict(list)
        self._read: dict[int, list[str]] = {}
        for sentence in document.sentences:
            told = [c for m in sentence.mentions for c in m.parties]
            self._counts.update(told)
            for c in dict.fromkeys(told):
                self._named[c].append(sentence.number)
            for c in go_betweens(sentence):
                self._between[c].append(sentence.number)

    def features(self, row: Row) -> Mapping[str, list[str]]:
        """The features of each party that may stand between in an exchange, in the order of their first mention."""
        places = [s.number for s, _ in row.evidence]
        near = [s for s in self._document.sentences if _distance([s.number], places) <= _NEAR]
        read: dict[str, list[int]] = defaultdict(list)
        for sentence in near:
            if sentence.number not in self._read:
                self._read[sentence.number] = find_mediators(sentence)
            for c in self._read[sentence.number]:
                read[c].append(sentence.number)
        parties = {c for s in near for m in s.mentions for c in m.parties} | self._between.keys() | read.keys()
        ends = codes(row.legs)
        ordered = [c for c in self._named if c in parties - ends]
        return {c: sorted({*self._of(c, row, places, read), *self._words(c, near, places)}) for c in ordered}

    def _of(self, c: str, row: Row, places: Sequence[int], read: Mapping[str, Sequence[int]]) -> Iterator[str]:
        """How near and how often it is named, and as what; what kind of party it is."""
        between, status = _grade(self._between.get(c, ()), places), row.status
        named = _grade(self._named[c], places)
        yield f"named={named}"
        yield f"between={between}"
        yield f"between={between}+{status}"
        yield f"between often={min(len(self._between.get(c, ())), _MANY)}"
        yield f"read={_grade(read.get(c, ()), places)}"
        yield f"read often={min(len(read.get(c, ())), _MANY)}"
        yield f"kind={self._reference.kind_of(c)}"
        yield f"carrier={c in CARRIERS}+{named}"
        yield f"red cross={c == 'ICRC'}"
        yield f"status={status}"
        yield f"often={min(self._counts[c], 8) // 2}"
        yield f"main={c in self._document.sides}"
        yield f"side={c in row.sides}"
        yield f"voice={c == self._voice}"
        yield f"giver={any(x.giver for x in row.legs)}"

    def _words(self, c: str, near: Sequence[Sentence], places: Sequence[int]) -> Iterator[str]:
        """What stands around its names in the sentences of the exchange and those beside."""
        helps = False
        told = [s for s in near if c in self._read[s.number]]
        if told:
            nearest = min(told, key=lambda s: (_distance([s.number], places), s.number))
            yield f"passing={_PASSING.search(nearest.text) is not None}+{nearest.number in places}"
        for s in near:
            if _distance([s.number], places) > 1:
                continue
            for i, m in enumerate(s.mentions):
                if c in m.parties:
                    start, end = _place(s, i, m)
                    typed = s.typed
                    found = _HELP.search(typed, end, end + _REACH)
                    helps = helps or found is not None or _HELP.search(typed, max(0, start - _REACH), start) is not None
                    yield f"mention={m.kind}+{s.number in places}"
                    yield f"role={m.role}"
                    yield f"then={found[1] if found else None}"
                    yield f"says={_SPEAKS.match(typed, end) is not None}"
        yield f"helps={helps}"


def _place(sentence: Sentence, i: int, m: Mention) -> tuple[int, int]:
    token = f"<{m.kind}:{i}>"
    start = sentence.typed.find(token)
    return start, start + len(token)


def _distance(numbers: Sequence[int], places: Sequence[int]) -> int:
    return min((abs(n - place) for n in numbers for place in places), default=_FAR)


def _grade(numbers: Sequence[int], places: Sequence[int]) -> int:
    """How far the nearest of some sentences is from those of an exchange; the last grade says that there is none."""
    distance = _distance(numbers, places)
    return len(_STEPS) + 1 if distance == _FAR else bisect_left(_STEPS, distance)
