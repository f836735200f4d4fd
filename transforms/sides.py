"""The two parties that an article sets against each other."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import combinations, groupby, pairwise, product
from operator import itemgetter

from transforms.document import Mention
from transforms.reference.load import Reference

LEAD = 3  # sentences, the headline among them, in which a mention counts as much as WEIGHT_OF_LEAD elsewhere
WEIGHT_OF_LEAD = 3.0
CANDIDATES = 9  # the parties spoken of most
BESIDE = 12  # characters between two actors that are named in one breath
# What speaks for a pair being the sides. Round numbers near those of a softmax over the pairs of an article, fitted to how many
# coded rows each pair stands in (659 articles): of articles that it never saw, the pair found stands in 0.87 of the rows that the best one
# stands in (0.85 as it was weighed before); a fit with three times as many signs finds no more.
WEIGHTS = {
    "more": 1.5,  # how much the one spoken of more is spoken of, a share of the party spoken of most
    "less": 0.75,  # the same of the other
    "less, root": 1.0,
    "beside": 0.5,  # how often both are named in one breath (ln 1 + n)
    "together": 0.25,  # how much both stand in one sentence (ln 1 + n)
    "acts": 0.5,  # how often each is the first actor of a sentence, a share of whoever is most often
    "persons": 0.25,  # the share of its mentions that are persons, of each
    "go-between": -0.5,  # the share of its mentions that call it a mediator, of each
    "organisation": -0.75,  # for each that is an organisation of states
    "opponents": 1.0,  # a group, and the state that it acts in or against
    "opponents, bare": 0.2,  # the same, for each "the government" and "the army" without a name (ln 1 + n)
    "no state": 0.5,  # both are groups or parties of a country
}
WE = frozenset({"we", "our", "us", "i", "my"})
STATE_ROLES = frozenset({"government", "forces", "ministry", "leader"})
Pair = tuple[str, str]


@dataclass
class _Seen:
    """How an article speaks of a party."""

    weight: float = 0.0
    mentions: int = 0
    persons: int = 0
    between: int = 0
    acts: int = 0


class _Signs:
    """What an article shows of its parties and of each pair of them."""

    def __init__(self, sentences: Iterable[Sequence[Mention]]) -> None:
        self.seen: defaultdict[str, _Seen] = defaultdict(_Seen)
        self.together: defaultdict[Pair, float] = defaultdict(float)
        self.beside: defaultdict[Pair, int] = defaultdict(int)
        self.bare = 0.0
        for number, mentions in enumerate(sentences):
            self._read(mentions, WEIGHT_OF_LEAD if number < LEAD else 1.0)

    def _read(self, mentions: Sequence[Mention], weight: float) -> None:
        here: dict[str, float] = {}
        actors: list[Mention] = []
        for m in mentions:
            if not m.parties:
                self.bare += weight * (m.kind == "PARTY" and m.role in STATE_ROLES)
                continue
            if m.kind in _ACTORS:
                actors.append(m)
            presence = _presence(m)
            for code in m.parties if presence else ():
                here[code] = presence
                seen = self.seen[code]
                seen.mentions += 1
                seen.persons += m.kind == "PERSON"
                seen.between += presence == GO_BETWEEN
        for code, presence in here.items():
            self.seen[code].weight += weight * presence
        for pair in combinations(sorted(c for c, presence in here.items() if presence > GO_BETWEEN), 2):
            self.together[pair] += weight
        for code in actors[0].parties if actors else ():
            self.seen[code].acts += 1
        for m, following in pairwise(actors):
            if following.start - m.end <= BESIDE:
                for a, b in product(m.parties, following.parties):
                    self.beside[min(a, b), max(a, b)] += a != b


def main_sides(sentences: Iterable[Sequence[Mention]], reference: Reference) -> tuple[str, ...]:
    """The two parties that the article sets against each other, the one spoken of most first; one or none if it has no two.

    The headline comes first among the sentences.
    """
    signs = _Signs(sentences)
    weights = {code: seen.weight for code, seen in signs.seen.items()}
    ranked = sorted(weights, key=lambda c: (-weights[c], c))
    codes = sorted(ranked[:CANDIDATES])
    most_acts = max((seen.acts for seen in signs.seen.values()), default=0) or 1
    own = {code: _of_party(code, signs.seen[code], most_acts, reference) for code in codes}
    against = {code: opponent(code, weights, reference) for code in codes if _is_group(code, reference)}
    scored: dict[Pair, float] = {}
    for a, b in combinations(codes, 2):
        if not (_is_own_army(a, b, reference) or _is_own_army(b, a, reference)):
            together = _of_pair((a, b), signs, weights, reference, opposed=against.get(a) == b or against.get(b) == a)
            scored[a, b] = math.fsum((*own[a], *own[b], *together))
    if not scored:
        return tuple(ranked[:1])
    best = min(scored, key=lambda pair: (-scored[pair], pair))
    return tuple(sorted(best, key=lambda c: (-weights[c], c)))


def local_sides(
    sentences: Sequence[Sequence[Mention]],
    voices: Sequence[tuple[str, ...]],
    topics: Sequence[int],
    main: tuple[str, ...],
    reference: Reference,
) -> list[tuple[str, ...]]:
    """The sides where each sentence of a briefing stands, which goes from one conflict to the next with each question.

    A question and its answers that speak of both main sides keep them; others have their own, whoever says "we" being one who acts.
    """
    found: list[tuple[str, ...]] = []
    for _, part in groupby(zip(sentences, voices, topics, strict=True), key=itemgetter(2)):
        lines = [[m for m in map(partial(_acting, voice=voice), line) if m is not None] for line, voice, _ in part]
        named = {code for line in lines for m in line if m.kind in ("PARTY", "PERSON") for code in m.parties}
        # empty sentences before it, as no part has a headline and a lead
        own = main_sides([*[[]] * LEAD, *lines], reference) if len(named) > 1 and not set(main) <= named else ()
        found += [own if len(own) > 1 else main] * len(lines)
    return found


def _acting(m: Mention, voice: tuple[str, ...]) -> Mention | None:
    """A mention as one of whoever acts: "we" is a person of the voice; "both sides" are nobody yet."""
    if m.kind == "PRON" and m.text.lower() in WE:
        return m.read_as("PERSON", None, voice, None, None)
    return m if m.role != "sides" else None


def _of_party(code: str, seen: _Seen, most_acts: int, reference: Reference) -> list[float]:
    """What a party by itself adds to each pair that it is in."""
    return [
        WEIGHTS["acts"] * (seen.acts / most_acts),
        WEIGHTS["persons"] * (seen.persons / max(seen.mentions, 1)),
        WEIGHTS["go-between"] * (seen.between / max(seen.mentions, 1)),
        WEIGHTS["organisation"] * (reference.kind_of(code) == "igo"),
    ]


def _of_pair(
    pair: Pair, signs: _Signs, weights: Mapping[str, float], reference: Reference, *, opposed: bool
) -> Iterator[float]:
    """What two parties add together; `opposed`: whether one is a group that acts in or against the other."""
    most = max(weights.values()) or 1.0
    less, more = sorted(weights[c] / most for c in pair)
    yield WEIGHTS["more"] * more
    yield WEIGHTS["less"] * less
    yield WEIGHTS["less, root"] * math.sqrt(less)
    yield WEIGHTS["beside"] * math.log1p(signs.beside.get(pair, 0))
    yield WEIGHTS["together"] * math.log1p(signs.together.get(pair, 0.0))
    if opposed:
        yield WEIGHTS["opponents"]
        yield WEIGHTS["opponents, bare"] * math.log1p(signs.bare)
    if not {reference.kind_of(code) for code in pair} & {"state", "igo", None}:
        yield WEIGHTS["no state"]


def _is_group(code: str, reference: Reference) -> bool:
    """Whether a party is one that acts against a state."""
    return code in STATE_SIDE or reference.kind_of(code) in ("armed_group", "political")


def _is_own_army(army: str, state: str, reference: Reference) -> bool:
    """An army and its own state are one side."""
    return army in STATE_SIDE and reference.countries(army) == (state,)


_ACTORS = frozenset({"PARTY", "PERSON", "PRON"})
GO_BETWEEN = 0.1
_PRESENCE = {"PARTY": 1.0, "PERSON": 0.6, "DEM": 0.5, "PLACE": 0.2}
_BETWEEN = re.compile(r"(?i)\b(?:mediat|facilitat|go-between|broker|guarantor|observer)")


@lru_cache(maxsize=1 << 15)
def _goes_between(words: str) -> bool:
    return _BETWEEN.search(words) is not None


def _presence(m: Mention) -> float:
    """How much a mention says that a party acts: fully as a party, less through a person, adjective or place."""
    if m.role == "sides":
        return 0.0
    if m.role == "mediator" or _goes_between(m.text):
        return GO_BETWEEN
    return _PRESENCE.get(m.kind, 0.0)


# The other side where it is not the state of the group's own country: section 6 of the codebook gives the army or
# government a code of its own, or the group acts against another state.
STATE_SIDE = {
    "RSF": "SAF",
    "SAF": "RSF",
    "LNA": "GNA",
    "GNA": "LNA",
    "HAMAS": "ISR",
    "ISLAMIC_JIHAD": "ISR",
    "HEZBOLLAH": "ISR",
    "PSE": "ISR",
    "POLISARIO": "MAR",
}


def opponent(group: str, present: Mapping[str, float], reference: Reference) -> str | None:
    """The state that a group acts in or against, if the article speaks of it."""
    party = reference.parties.get(group)
    if party is None:  # a group that no list knows stands against the state spoken of most
        return max((c for c in present if is_state(c, reference)), key=lambda c: (present[c], c), default=None)
    country = party.country if party.kind in ("armed_group", "political") else None
    state = STATE_SIDE.get(group, country)
    return state if state is not None and (state in present or country in present) else None


def is_state(code: str, reference: Reference) -> bool:
    """Whether a party is what "the government" and "the army" may mean."""
    return reference.kind_of(code) == "state" or code in ("SAF", "GNA")
