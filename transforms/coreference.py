"""Who is meant: surnames, pronouns, "the two sides", "the rebels", "the general", "the Ukrainian leader".

Works on the mentions of one article in reading order. Nothing is guessed across articles; what stays open keeps empty
`parties`, and the extractors decide what to do with it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from transforms.document import Mention
from transforms.owners import of_company, owner_in_gap, owner_in_text
from transforms.people import (
    HOLDERS,
    OFFICES,
    THEY,
    People,
    fold,
    is_namesake,
    is_one,
    is_person,
    is_plural,
    title_words,
)
from transforms.reference.load import Reference
from transforms.sides import STATE_ROLES, WE, is_state

HE = frozenset({"he", "she", "his", "her", "him", "himself", "herself"})
SHE = frozenset({"she", "her", "herself"})
_RESOLVED = frozenset({"PERSON", "PRON", "DATELINE", "PARTY"})
IT = frozenset({"it", "its", "itself"})
_RECENT = 2  # sentences over which "both leaders" reaches back
_RECENT_OF_ONE = 6  # the same in a statement or readout
_OF_PERSONS = re.compile(r"(?:leaders|presidents|ministers|premiers|men|women|generals|commanders|envoys|diplomats)$")
# who speaks in a joint statement; "the parties" there are mostly those of a conflict
_SIGNERS = re.compile(
    r"(?i:\b(?:leaders|presidents|premiers|ministers|heads|envoys|chairs|delegations|governments|countries|nations|states|participants|members"
    r"|two sides|both sides|the sides)$)"
)
_LEADERS = frozenset({"leader"})
_ROLES = {
    "leaders": _LEADERS,
    "presidents": _LEADERS,
    "premiers": _LEADERS,
    "ministers": OFFICES - _LEADERS,
    "envoys": frozenset({"envoy", "negotiator"}),
    "generals": frozenset({"commander"}),
    "commanders": frozenset({"commander"}),
}
# "It is time that", "it was noted that", "it was the first": nobody is meant
_EMPTY_IT = re.compile(
    r"\s?(?:['’]s|is|was|has been|had been|will be|would be|remains|seems|appears|takes|took)(?:\s[a-z]+){0,3}?\s(?:that|to|for"
    r"|whether|if|how|when|time|a |an |the |also |their |his |her )"
)
_AFTER_PREPOSITION = re.compile(r"\b(?:on|in|with|of|from|for|against|by|over|about|between|into|at|near)\s(?:the\s)?$")
_SEATED = re.compile(
    r"(?:,? (?:on|late on|early on|in the) [A-Z]?[a-z]+| [A-Z][a-z]+| [a-z]+ (?:later|earlier|ago))*, "
)
_FIGHTERS = re.compile(r"(?i:\b(?:fighters?|gunmen|paramilitar(?:y|ies)\b.*|jihadists))$")
_PREMIER = re.compile(r"(?i:minister|premier|chancellor|taoiseach)$")
_CROWNED = re.compile(r"(?i:king|queen|[ae]mir|sultan|prince|pope)$")
_SPEAKERS = re.compile(r"(?:Secretary|[Ss]pokes(?:man|woman|person))$")
_PRESIDENT = re.compile(r"(?i:president)$")
# One who stands beside the owner and not on his side.
_OTHERS = frozenset("ally allies foe foes enemy enemies host hosts rival rivals".split())
_EQUALS = re.compile(r"(?i:counterparts?|opposite numbers?|homologue)$")  # his of the other side


def resolve(
    sentences: Sequence[list[Mention]],
    people: People,
    sides: Sequence[tuple[str, ...]],
    voices: Sequence[tuple[str, ...]],
    reference: Reference,
    text: str,
    is_quoted: Callable[[int], bool],
) -> list[list[Mention]]:
    """The mentions of each sentence with references resolved, in reading order.

    `sides`: the two parties that are set against each other where each sentence stands; `voices`: the party that speaks in
    it, of a statement or transcript, outside quotes.
    """
    resolver = _Resolver(people, reference, text, is_quoted)
    spoken = Counter(voice for voice in voices if voice)
    resolver.house = spoken.most_common(1)[0][0] if spoken else ()
    return [resolver.sentence(*about) for about in zip(sentences, sides, voices, strict=True)]


class _Resolver:
    """Keeps what the last sentences were about."""

    def __init__(
        self,
        people: People,
        reference: Reference,
        text: str,
        is_quoted: Callable[[int], bool],
    ) -> None:
        self.people, self.reference, self.text, self.is_quoted = people, reference, text, is_quoted
        self.sides: tuple[str, ...] = ()
        self.voice: tuple[str, ...] = ()
        self.house: tuple[str, ...] = ()  # who speaks most: "the President" of the questions put to him
        self.party: Mention | None = None
        self.man: Mention | None = None
        self.woman: Mention | None = None
        self.groups: dict[str, int] = {}
        self.home: str | None = None
        self.they: Mention | None = None
        self.pair: list[Mention] = []
        self.pair_age = _RECENT + 1
        self.titles: dict[str, set[str]] = {}
        self.named: dict[str, int] = {}
        self.seen: dict[str, Mention] = {}  # persons, the last one spoken of last

    def sentence(self, mentions: list[Mention], sides: tuple[str, ...], voice: tuple[str, ...]) -> list[Mention]:
        self.sides, self.voice = sides, voice
        done: list[Mention] = []
        for m in with_lands(self.text, mentions):
            resolved = self._one(m, done) if m.kind in _RESOLVED else m
            if resolved.kind != "PARTY" or resolved.parties or resolved.role in ("sides", "mediator"):
                done.append(resolved)
        self._remember(done)
        return done

    def _remember(self, done: list[Mention]) -> None:
        actors = [m for m in done if m.kind in ("PERSON", "PARTY", "PRON") and (m.parties or m.name)]
        self._count_groups(actors)
        if len(self.voice) == 1:  # who speaks is seldom "they" or "it"
            actors = [m for m in actors if m.parties != self.voice or m.kind == "PERSON" or is_one(m)]
        outer = [m for m in actors if not self.is_quoted(m.start)]
        self.pair_age += 1
        if not actors:
            return
        persons = [m for m in outer if is_person(m)]
        if persons:
            self._remember_gender(persons)
        self._remember_several(outer or actors, persons)
        bodies = [m for m in outer or actors if m.kind in ("PARTY", "PRON") and m.parties and m.role != "sides"]
        party = next((m for m in bodies if m.kind == "PARTY"), None) or next(iter(bodies), None)
        party = party or next((m for m in persons[:1] if m.parties), None)
        if party is not None:
            self.party = party

    def _count_groups(self, actors: list[Mention]) -> None:
        for m in actors:
            if m.kind == "PRON" or len(m.parties) != 1 or is_state(code := m.parties[0], self.reference):
                continue
            if self.reference.kind_of(code) in (None, "armed_group", "political"):
                self.groups[code] = self.groups.get(code, code in self.sides) + 1

    def _remember_several(self, actors: list[Mention], persons: list[Mention]) -> None:
        """Whom "they" and "the two leaders" of the next sentences mean."""
        first = actors[0]
        codes = tuple(dict.fromkeys(c for m in actors[:3] if m.kind in ("PERSON", "PARTY") for c in m.parties))
        several = Mention("PARTY", 0, 0, "", parties=codes, role="sides") if len(codes) > 1 else None
        they = first if is_plural(first) else several or next((m for m in actors if is_plural(m)), None)
        if they:
            self.they = they
        if named := {m.name: m for m in persons if m.kind == "PERSON" and m.parties}:
            self.pair, self.pair_age = list(named.values()), 0
            if self.voice and len(named) == 1 and (other := self.pair[0]).parties != self.voice:
                # who speaks of a talk with one other is the second of "the two leaders"
                self.pair.append(Mention("PARTY", 0, 0, "", parties=self.voice, role=other.role))

    def _remember_gender(self, persons: list[Mention]) -> None:
        """The first man and the first woman of the sentence; a first name decides only when it is a woman's."""
        women: list[Mention] = []
        others: list[Mention] = []
        for m in persons:
            (women if self._is_woman(m) else others).append(m)
        if women:
            self.woman = women[0]
        if others:
            self.man = others[0]
            if not women and (self.woman is None or not self._is_woman(self.woman)):
                self.woman = others[0]

    def _is_woman(self, m: Mention) -> bool:
        if self.text.endswith(("Ms ", "Ms. ", "Mrs ", "Mrs. "), 0, m.start):
            return True
        return fold((m.name or "").split(" ")[0]) in self.reference.female_names

    def _one(self, m: Mention, before: list[Mention]) -> Mention:
        if m.kind == "PERSON":
            return self._person(m, before)
        if m.kind == "PRON":
            return self._pronoun(m, before)
        if m.kind == "DATELINE":
            self.home = self.home or m.country
        if m.kind != "PARTY":
            return m
        if m.role == "sides":
            return self._both(m)
        if not m.parties:
            return self._bare(m, before)
        if m.role in OFFICES or m.role in ("envoy", "spokesman"):
            holder = self.people.with_role(m.parties, m.role)
            return m.read_as("PERSON", holder.id, m.parties, m.role, holder.name) if holder else m
        return m

    def _both(self, m: Mention) -> Mention:
        if not m.parties and len(self.voice) > 1 and not self.is_quoted(m.start) and _SIGNERS.search(m.text):
            return m.of(self.voice)
        reach = _RECENT_OF_ONE if self.voice else _RECENT
        if not m.parties and self.pair_age <= reach and (kind := _OF_PERSONS.search(m.text)):
            roles = _ROLES.get(kind.group())
            codes = dict.fromkeys(c for p in self.pair if roles is None or p.role in roles for c in p.parties)
            if len(codes) == 2:
                return m.of(tuple(codes))
        return m if m.parties else m.of(self.sides)

    def _person(self, m: Mention, before: list[Mention]) -> Mention:
        known = self.people.find(m)
        if known is not None:
            if is_namesake(known, m):
                m = m.read_as(m.kind, None, (), m.role if " " in m.text else None, m.name)
            first, second = (known, m) if " " not in (m.name or "") else (m, known)  # a bare surname is the article's
            ident, parties = first.id or second.id, first.parties or second.parties
            m = m.read_as(m.kind, ident, parties, m.role or known.role, known.name)
        if not m.parties and (parties := self._side_of_person(m, before)):
            m = m.of(parties)
            self.people.update(m)
        self._note(m)
        return m

    def _note(self, m: Mention) -> None:
        name = m.name or m.text
        self.people.spoken_of(m)
        self.seen.pop(name, None)
        self.seen[name] = m
        self.named[name] = self.named.get(name, 0) + 1
        self.titles.setdefault(name, set()).update(title_words(m.text, m.name or ""))

    def _side_of_person(self, m: Mention, before: list[Mention]) -> tuple[str, ...]:
        """The party of a person that only the words around the name tell: "their adviser", "the rebels' commander"."""
        if (word := owner_in_text(m)) is not None:
            owner = self._owner(word, m, before)
            return owner.parties if owner else ()
        if before and (owner := owner_in_gap(self.text, before, m)) is not None:
            return owner.parties
        # an office without a nation is one of the state spoken of: "Finance Minister X"
        if m.role in OFFICES and not of_company(self.text, m):
            return self._state(before, m)
        return ()

    def _owner(self, word: str, m: Mention, before: list[Mention]) -> Mention | None:
        if word in WE:
            return Mention("PARTY", 0, 0, "", parties=self.voice)
        if word in HE or word in IT or word in THEY:
            return self._antecedent(word, before, self.is_quoted(m.start))
        return Mention("PARTY", 0, 0, "", parties=self._group())

    def _state(self, before: list[Mention], m: Mention) -> tuple[str, ...]:
        """The state that is spoken of: in this sentence, in the last, else the one of the sides, else where it happens."""
        place = next((b for b in reversed(before) if b.kind == "PLACE"), None)
        if place is not None and place.country and _SEATED.fullmatch(self.text, place.end, m.start):
            party = self.reference.parties.get(place.country)
            if party is not None and (place.name in party.capital or place.text in party.capital):
                return (place.country,)  # "in Tashkent, Foreign Minister X"
        spoken = [m.parties[0] for m in reversed(before) if m.kind in ("PARTY", "PERSON") and len(m.parties) == 1]
        states = [c for c in self.sides if is_state(c, self.reference)]
        last = self.party.parties if self.party is not None and len(self.party.parties) == 1 else ()
        for code in (*spoken, *last, *(states if len(states) == 1 else ()), *filter(None, (self.home,))):
            if is_state(code, self.reference):
                return (code,)
        return ()

    def _group(self) -> tuple[str, ...]:
        """The group spoken of most, else that of the sides."""
        groups = [c for c in self.sides if not is_state(c, self.reference)]
        code = max(self.groups, key=lambda c: self.groups[c], default=None) or next(iter(groups), None)
        return (code,) if code is not None else ()

    def _pronoun(self, m: Mention, before: list[Mention]) -> Mention:
        word = m.text.lower()
        if word in WE:
            return m.of(self.voice) if self.voice else m
        if word == "it" and _EMPTY_IT.match(self.text, m.end, m.end + 40):
            return m
        antecedent = self._antecedent(word, before, self.is_quoted(m.start))
        if antecedent is None:
            return m
        name = antecedent.name if antecedent.kind in ("PERSON", "PRON") and word not in IT else None
        return m.read_as(m.kind, antecedent.id, antecedent.parties, antecedent.role, name)

    def _antecedent(self, word: str, before: list[Mention], quoted: bool) -> Mention | None:
        level = [b for b in before if self.is_quoted(b.start) == quoted] or ([] if quoted else before)
        persons = [b for b in level if is_person(b)]
        parties = [b for b in level if b.kind in ("PARTY", "ORG") and (b.parties or b.id)]
        if word == "its":  # "but it keeps its demand"
            parties = [b for b in level if b in parties or (b.kind == "PRON" and b.parties and b.text.lower() == "it")]
        if word in HE:
            return self._he_or_she(word, persons)
        if word in IT:
            single = [p for p in parties if len(p.parties) == 1]
            if word == "it":  # a subject is seldom what stood behind a preposition
                single = [
                    p for p in single if not _AFTER_PREPOSITION.search(self.text, p.start - 12, p.start)
                ] or single
            return single[-1] if single else self.party
        if word in THEY:
            return self._they(parties)
        if word == "who":
            return before[-1] if before and before[-1].kind in ("PERSON", "PARTY") else None
        return None

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

    def _they(self, parties: list[Mention]) -> Mention | None:
        """Several parties of this sentence, else its first; else those of the sentences before."""
        several = [p for p in parties if len(p.parties) > 1]
        if several or parties:
            return several[-1] if several else parties[0]
        return self.they or self.party

    def _bare(self, m: Mention, before: list[Mention]) -> Mention:
        """ "the army", "the rebels", "its delegation", "the general": the side of that nature, or its holder."""
        if m.name:  # "its delegation": the pronoun is kept as the name until here
            return self._owned(m, before)
        if m.role == "leader" and _CROWNED.search(m.text):
            return self._crowned(m, before)
        voice = self.voice or (self.house if _PRESIDENT.search(m.text) else ())
        if voice and m.role == "leader":
            if _PREMIER.search(m.text) and (holder := self._holder(m, before)) is not None:
                return _as(m, holder)  # in a president's statement "the Prime Minister" is the guest
            holder = self.people.with_role(voice, "leader")
            return _as(m, holder) if holder else m.of(voice)
        if m.role in HOLDERS and (holder := self._holder(m, before)) is not None:
            return _as(m, holder)
        if self._is_ours(m):
            return m.of(self.voice)
        if m.role == "mediator":
            return m
        if (m.role == "group" or _FIGHTERS.search(m.text)) and (group := self._group()):
            return m.of(group)
        states = [c for c in self.sides if is_state(c, self.reference)]
        if m.role in STATE_ROLES and len(states) == 1:
            return m.of((states[0],))
        last = self.party.parties if self.party else ()
        usual = m.role in ("official", "delegation", "minister", "envoy", "spokesman")
        if len(last) == 1 and (usual or (m.role in STATE_ROLES and set(last) <= set(self.sides))):
            return m.of(last)
        if m.role in STATE_ROLES and self.home in states:
            return m.of((self.home or "",))
        return m

    def _is_ours(self, m: Mention) -> bool:
        """Whether "the ministers" of a joint statement, "the Secretary" of a readout, are those who speak."""
        several = len(self.voice) > 1 and m.text.endswith("s") and m.role in HOLDERS
        return bool(self.voice) and (several or _SPEAKERS.search(m.text) is not None) and not self.is_quoted(m.start)

    def _crowned(self, m: Mention, before: list[Mention]) -> Mention:
        """ "the crown prince": the one named with that title, else that of the land just spoken of."""
        if (holder := self._holder(m, before)) is not None:
            return _as(m, holder)
        lands = [b.parties for b in reversed(before) if b.kind in ("PARTY", "PERSON", "PLACE") and len(b.parties) == 1]
        return m.of(lands[0]) if lands and is_state(lands[0][0], self.reference) else m

    def _owned(self, m: Mention, before: list[Mention]) -> Mention:
        word = m.name or ""
        owner = self._owner(word, m, before)
        parties = owner.parties if owner else ()
        if (equal := _EQUALS.search(m.text)) is not None or m.text.lower().split()[-1] in _OTHERS:
            others = [c for c in self.sides if c not in parties]
            parties = (others[0],) if equal is not None and len(others) == 1 and parties else ()
        return m.read_as(m.kind, m.id, parties, m.role, None)

    def _holder(self, m: Mention, before: list[Mention]) -> Mention | None:
        """The person spoken of most who was named with the title ("the general")."""
        head = m.text.lower().split()[-1]
        if head.endswith("s") and head not in ("boss",):
            return None
        here = {b.name for b in before if b.kind == "PERSON"}
        titled = [n for n in self.seen if head in self.titles[n] and n not in here]
        return self.seen[max(reversed(titled), key=lambda n: self.named[n])] if titled else None


def with_lands(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions of a sentence, offices and persons with the party whose the words right behind say that they are."""
    return [*(_of_land(text, m, following) for m, following in pairwise(mentions)), *mentions[-1:]]


def _of_land(text: str, m: Mention, following: Mention) -> Mention:
    """ "President X of Chad" is Chad's, "the administration of President X" and "the envoy from Moscow" are theirs."""
    if m.parties or len(following.parties) != 1:
        return m
    gap = text[m.end : following.start]
    if m.kind == "PERSON" and following.kind in ("PARTY", "PLACE"):
        return m.of(following.parties) if gap in (" of ", " of the ") else m
    bare = m.kind == "PARTY" and not m.name and m.role not in ("sides", "mediator")
    theirs = bare and following.kind in ("PARTY", "PERSON") and gap in (" of ", " of the ", " from ", " from the ")
    return m.of(following.parties) if theirs else m


def _as(m: Mention, person: Mention) -> Mention:
    return m.read_as("PERSON", person.id, person.parties, m.role, person.name)
