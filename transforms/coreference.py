"""Who is meant: surnames, pronouns, "the two sides", "the rebels", "the Ukrainian leader".

Works on the mentions of one article in reading order. Nothing is guessed across articles; what stays open keeps empty
`parties`, and the extractors decide what to do with it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from transforms.document import Mention
from transforms.reference.load import Reference

HE = frozenset({"he", "she", "his", "her", "him", "himself", "herself"})
SHE = frozenset({"she", "her", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "their", "them", "themselves"})
WE = frozenset({"we", "our", "us", "i", "my"})
OFFICES = frozenset({"leader", "foreign_minister", "defence_minister", "minister"})
GROUP_ROLES = frozenset({"group"})
STATE_ROLES = frozenset({"government", "forces", "ministry", "leader"})


def fold(name: str) -> str:
    """Lower case without diacritics and apostrophes: the form in which names are compared."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return plain.replace("'", "").replace("’", "").strip(" .")


class People:
    """The persons named in one article: the fullest name of each, their sides and roles."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self.by_key: dict[str, Mention] = {}
        for m in mentions:
            if m.kind == "PERSON" and m.name:
                self._add(m)

    def _add(self, m: Mention) -> None:
        for key in self._keys(m):
            known = self.by_key.get(key)
            self.by_key[key] = m if known is None else self._merged(known, m)

    def update(self, m: Mention) -> None:
        """Remember what was inferred about a person for the rest of the article."""
        for key in self._keys(m):
            self.by_key[key] = m

    @staticmethod
    def _keys(m: Mention) -> list[str]:
        words = fold(m.name or "").split()
        keys = [" ".join(words), words[-1]] if words else []
        return [*keys, f"id:{m.id}"] if m.id else keys

    @staticmethod
    def _merged(known: Mention, m: Mention) -> Mention:
        longer = m if len((m.name or "").split()) > len((known.name or "").split()) else known
        same = (known.id or m.id, known.parties or m.parties, known.role or m.role)
        if (longer.id, longer.parties, longer.role) == same:
            return longer
        return replace(longer, id=same[0], parties=same[1], role=same[2])

    def find(self, m: Mention) -> Mention | None:
        """The person that a mention's name or id refers to, surname alone included."""
        for key in reversed(self._keys(m)):
            if key in self.by_key:
                return self.by_key[key]
        return None

    def surname(self, text: str) -> Mention | None:
        """The person whose last name a single word is."""
        return self.by_key.get(fold(text))

    def with_role(self, parties: tuple[str, ...], role: str | None) -> Mention | None:
        """The one person of the article that holds a role for a party ("the Ukrainian leader")."""
        found = {m.name: m for m in self.by_key.values() if m.parties and m.parties == parties and m.role == role}
        return next(iter(found.values())) if len(found) == 1 else None


def main_sides(sentences: Sequence[Sequence[Mention]], reference: Reference) -> tuple[str, ...]:
    """The two parties that the article sets against each other.

    The pair that stands together most often; a group is paired with the state that it acts in or against, which many
    articles only call "the government" or "the army". Organisations of states count only when there is nobody else.
    """
    single: dict[str, float] = defaultdict(float)
    pairs: dict[tuple[str, str], float] = defaultdict(float)
    bare = 0.0
    for number, mentions in enumerate(sentences):
        weight = 3.0 if number < 3 else 1.0
        codes = {c: _presence(m) for m in mentions for c in m.parties if _presence(m)}
        bare += sum(weight for m in mentions if m.kind == "PARTY" and not m.parties and m.role in STATE_ROLES)
        for code, presence in codes.items():
            single[code] += weight * presence
        for a, b in combinations([c for c, presence in codes.items() if presence > 0.1], 2):
            pairs[min(a, b), max(a, b)] += weight
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
            and single[group] >= 0.1 * most
            and not (group == "PSE" and single["HAMAS"] > single["PSE"])
        ):
            pair = (min(group, state), max(group, state))
            scored[pair] = 1.5 * scored.get(pair, 0.5 * (single[group] + single[state])) + bare
    if not scored:
        return tuple(acting[:2] or sorted(single, key=lambda c: (-single[c], c))[:1])
    best = min(scored, key=lambda p: (-scored[p], p))
    return tuple(sorted(best, key=lambda c: (-single[c], c)))


_GO_BETWEEN = re.compile(r"(?i)\b(?:mediat|facilitat|go-between|broker|guarantor|observer)")


def _presence(m: Mention) -> float:
    """How much a mention says that a party acts: fully as a party, less through a person, adjective or place."""
    if m.role == "sides":
        return 0.0
    if m.role == "mediator" or _GO_BETWEEN.search(m.text):
        return 0.1
    return {"PARTY": 1.0, "PERSON": 0.6, "DEM": 0.5, "PLACE": 0.2}.get(m.kind, 0.0)


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
}


def opponent(group: str, present: Mapping[str, float], reference: Reference) -> str | None:
    """The state that a group acts in or against, if the article speaks of it."""
    party = reference.parties.get(group)
    country = party.country if party is not None and party.kind in ("armed_group", "political") else None
    state = STATE_SIDE.get(group, country)
    return state if state is not None and (state in present or country in present) else None


def _is_belligerent(code: str, reference: Reference) -> bool:
    party = reference.parties.get(code)
    return party is None or party.kind != "igo"


def resolve(
    sentences: Sequence[list[Mention]],
    people: People,
    sides: tuple[str, ...],
    voice: tuple[str, ...],
    reference: Reference,
) -> list[list[Mention]]:
    """The mentions of each sentence with references resolved, in reading order."""
    resolver = _Resolver(people, sides, voice, reference)
    return [resolver.sentence(mentions) for mentions in sentences]


class _Resolver:
    """Keeps what the last sentences were about."""

    def __init__(self, people: People, sides: tuple[str, ...], voice: tuple[str, ...], reference: Reference) -> None:
        self.people, self.sides, self.voice, self.reference = people, sides, voice, reference
        self.person: Mention | None = None
        self.party: Mention | None = None
        self.man: Mention | None = None
        self.woman: Mention | None = None
        self.several: tuple[str, ...] = ()

    def sentence(self, mentions: list[Mention]) -> list[Mention]:
        done: list[Mention] = []
        for m in mentions:
            resolved = self._one(m, done)
            if resolved.kind != "PARTY" or resolved.parties or resolved.role in ("sides", "mediator"):
                done.append(resolved)
        self._remember(done)
        return done

    def _remember(self, done: list[Mention]) -> None:
        pair = tuple(dict.fromkeys(c for m in done[:3] if m.kind in ("PERSON", "PARTY") for c in m.parties))
        self.several = pair if len(pair) > 1 else self.several
        subject = next((m for m in done if m.kind in ("PERSON", "PRON") and m.name), None)
        if subject is not None:
            self.person = subject
            self._remember_gender(done)
        party = next((m for m in done if m.kind in ("PARTY", "PRON") and m.parties and m.role != "sides"), None)
        self.party = party or (subject if subject is not None and subject.parties else self.party)

    def _remember_gender(self, done: list[Mention]) -> None:
        """The first man and the first woman of the sentence; a first name decides only when it is a woman's."""
        persons = [m for m in done if m.kind in ("PERSON", "PRON") and m.name]
        women = [m for m in persons if self._is_woman(m)]
        others = [m for m in persons if not self._is_woman(m)]
        if women:
            self.woman = women[0]
        if others:
            self.man = others[0]
            if not women and (self.woman is None or not self._is_woman(self.woman)):
                self.woman = others[0]

    def _is_woman(self, m: Mention) -> bool:
        return fold((m.name or "").split(" ")[0]) in self.reference.female_names

    def _he_or_she(self, word: str, persons: list[Mention]) -> Mention | None:
        """The subject so far, else of the sentences before; a woman's first name rules "he" out and draws "she"."""
        women = [p for p in persons if self._is_woman(p)]
        if word == "him" and persons:  # an object is seldom the subject of its own verb
            others = [p for p in [*persons[:0:-1], self.man] if p and p.name != persons[0].name and p not in women]
            return next(iter(others), persons[0])
        if word not in SHE:
            return next((p for p in persons if p not in women), self.man)
        known = self.woman if self.woman is not None and self._is_woman(self.woman) else None
        return next(iter(women), None) or known or next(iter(persons), self.woman)

    def _one(self, m: Mention, before: list[Mention]) -> Mention:
        if m.kind == "PERSON":
            return self._person(m)
        if m.kind == "PRON":
            return self._pronoun(m, before)
        if m.kind == "PARTY" and m.role == "sides":
            return replace(m, parties=m.parties or self.sides)
        if m.kind == "PARTY" and not m.parties:
            return self._bare(m, before)
        if m.kind == "PARTY" and m.role in (
            "leader",
            "foreign_minister",
            "defence_minister",
            "minister",
            "envoy",
            "spokesman",
        ):
            holder = self.people.with_role(m.parties, m.role)
            return replace(m, kind="PERSON", name=holder.name, id=holder.id) if holder else m
        return m

    def _person(self, m: Mention) -> Mention:
        known = self.people.find(m)
        if known is not None:
            first, second = (known, m) if " " not in (m.name or "") else (m, known)  # a bare surname is the article's
            m = replace(
                m,
                name=known.name,
                id=first.id or second.id,
                parties=first.parties or second.parties,
                role=m.role or known.role,
            )
        if not m.parties and m.role in OFFICES and self.party and len(self.party.parties) == 1:
            # an office without a nation is one of the party spoken of: "His ministers ... Finance Minister X"
            m = replace(m, parties=self.party.parties)
            self.people.update(m)
        return m

    def _pronoun(self, m: Mention, before: list[Mention]) -> Mention:
        word = m.text.lower()
        antecedent = self._antecedent(word, before)
        if antecedent is None:
            return replace(m, parties=self.voice) if word in WE else m
        name = antecedent.name if antecedent.kind in ("PERSON", "PRON") and word not in IT else None
        return replace(m, id=antecedent.id, parties=antecedent.parties, name=name, role=antecedent.role)

    def _antecedent(self, word: str, before: list[Mention]) -> Mention | None:
        persons = [b for b in before if b.kind == "PERSON" or (b.kind == "PRON" and b.name)]
        parties = [b for b in before if b.kind in ("PARTY", "ORG") and (b.parties or b.id)]
        if word in HE:
            return self._he_or_she(word, persons)
        if word in IT:
            single = [p for p in parties if len(p.parties) == 1]
            return single[-1] if single else self.party
        if word in THEY:
            several = [p for p in parties if len(p.parties) > 1]
            if several or parties:
                return several[-1] if several else parties[0]
            if self.person is not None and self.several:  # after sentences about two leaders "they" are both
                return Mention("PARTY", 0, 0, "", parties=self.several, role="sides")
            return self.party
        if word == "who":
            return before[-1] if before and before[-1].kind in ("PERSON", "PARTY") else None
        return None

    def _bare(self, m: Mention, before: list[Mention]) -> Mention:
        """ "the army", "the rebels", "its delegation": the side of that nature, else the party last spoken of."""
        if m.name:  # "its delegation": the pronoun is kept as the name until here
            owner = self._antecedent(m.name, before) if m.name not in WE else None
            return replace(m, parties=owner.parties if owner else self.voice if m.name in WE else (), name=None)
        if m.role == "mediator":
            return m
        if m.role in ("leader", "foreign_minister", "defence_minister", "minister", "envoy", "spokesman", "negotiator"):
            named = {b.name for b in before if b.kind == "PERSON"}
            holder = self.person if self.person and self.person.role == m.role else None
            if holder and holder.name not in named:
                return replace(m, kind="PERSON", name=holder.name, id=holder.id, parties=holder.parties)
        groups = [c for c in self.sides if not self._is_state(c)]
        states = [c for c in self.sides if self._is_state(c)]
        if m.role in GROUP_ROLES and groups:
            return replace(m, parties=(groups[0],))
        if m.role in STATE_ROLES and len(states) == 1:
            return replace(m, parties=(states[0],))
        last = self.party.parties if self.party else ()
        usual = m.role in ("official", "delegation", "minister", "envoy", "spokesman")
        if len(last) == 1 and (usual or (m.role in STATE_ROLES and set(last) <= set(self.sides))):
            return replace(m, parties=last)
        return m

    def _is_state(self, code: str) -> bool:
        party = self.reference.parties.get(code)
        return (party is not None and party.kind == "state") or code in ("SAF", "GNA")
