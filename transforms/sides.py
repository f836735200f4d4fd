"""The two parties that an article sets against each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations, product

from transforms.document import Mention
from transforms.reference.load import Reference

GROUP = 1.5  # how much more than others an armed group and its state are the sides
GROUP_OF_OTHERS = 2.5  # the same where an office writes, whose own state and helpers stand in every sentence
# how much a group must be spoken of, measured by the party spoken of most, to be a side for being a group
KNOWN, UNKNOWN = 0.1, 0.4
STATE_ROLES = frozenset({"government", "forces", "ministry", "leader"})


def main_sides(
    sentences: Sequence[Sequence[Mention]], reference: Reference, voice: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """The two parties that the article sets against each other.

    The pair that stands together most often; a group is paired with the state that it acts in or against, which many
    articles only call "the government" or "the army". Organisations of states count only when there is nobody else.
    `voice`: the party of an office whose document the article is.
    """
    single: dict[str, float] = defaultdict(float)
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    bare, rebels = 0.0, 0.0
    neighbours: dict[tuple[str, str], float] = defaultdict(float)  # what one side wants, then what the other does
    acting_before: list[str] = []
    group = None  # the first armed group: what "the rebels" of a headline and lead are
    for number, mentions in enumerate(sentences):
        weight = 3.0 if number < 3 else 1.0
        codes = {c: presence for m in mentions if m.parties and (presence := _presence(m)) for c in m.parties}
        roles = [m.role for m in mentions if m.kind == "PARTY" and not m.parties]
        bare += weight * sum(role in STATE_ROLES for role in roles)
        rebels += weight * roles.count("group")
        for code, presence in codes.items():
            single[code] += weight * presence
        group = group or next((c for c in codes if _is_group(c, reference)), None)
        acting_here = [c for c, presence in codes.items() if presence > 0.1]
        for a, b in combinations(acting_here, 2):
            pairs[min(a, b), max(a, b)] += weight
        for pair in {(min(a, b), max(a, b)) for a, b in product(acting_before, acting_here) if a != b}:
            neighbours[pair] += weight
        acting_before = acting_here
    if group is not None:
        single[group] += rebels
    acting = [c for c, _ in sorted(single.items(), key=lambda x: (-x[1], x[0])) if _is_belligerent(c, reference)]
    scored = {p: n + 0.5 * (single[p[0]] + single[p[1]]) for p, n in pairs.items() if set(p) <= set(acting[:8])}
    for pair in list(scored):
        if any(a in STATE_SIDE and reference.countries(a) == (b,) for a, b in (pair, pair[::-1])):
            del scored[pair]  # an army and its own state are one side
    most = max(single.values(), default=0.0)
    for group in acting[:6]:
        state = opponent(group, single, reference)
        if (
            state is not None
            and single[group] >= (KNOWN if group in reference.parties else UNKNOWN) * most
            and not (group == "PSE" and single["HAMAS"] > single["PSE"])
        ):
            pair = (min(group, state), max(group, state))
            bonus = GROUP_OF_OTHERS if voice else GROUP
            scored[pair] = bonus * scored.get(pair, 0.5 * (single[group] + single[state])) + bare
    if not scored:
        scored = {p: n for p, n in neighbours.items() if set(p) <= set(acting[:8])}
    if not scored:
        return tuple(acting[:2] or sorted(single, key=lambda c: (-single[c], c))[:1])
    best = min(scored, key=lambda p: (-scored[p], p))
    return tuple(sorted(best, key=lambda c: (-single[c], c)))


_PRESENCE = {"PARTY": 1.0, "PERSON": 0.6, "DEM": 0.5, "PLACE": 0.2}
_GO_BETWEEN = re.compile(r"(?i)\b(?:mediat|facilitat|go-between|broker|guarantor|observer)")


@lru_cache(maxsize=1 << 15)
def _goes_between(words: str) -> bool:
    return _GO_BETWEEN.search(words) is not None


def _presence(m: Mention) -> float:
    """How much a mention says that a party acts: fully as a party, less through a person, adjective or place."""
    if m.role == "sides":
        return 0.0
    if m.role == "mediator" or _goes_between(m.text):
        return 0.1
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


def _is_group(code: str, reference: Reference) -> bool:
    party = reference.parties.get(code)
    return party is not None and party.kind == "armed_group"


def _is_belligerent(code: str, reference: Reference) -> bool:
    party = reference.parties.get(code)
    return party is None or party.kind != "igo"


def is_state(code: str, reference: Reference) -> bool:
    """Whether a party is what "the government" and "the army" may mean."""
    party = reference.parties.get(code)
    return (party is not None and party.kind == "state") or code in ("SAF", "GNA")
