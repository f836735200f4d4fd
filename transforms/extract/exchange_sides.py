"""Who exchanges with whom in an article: the pair of sides, and what is known of them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from transforms.document import Document
from transforms.extract.exchange_cues import Draft
from transforms.extract.exchange_ends import CARRIERS, GROUP, STATE
from transforms.extract.exchange_groups import STOP
from transforms.extract.exchange_mediators import mediators_of
from transforms.extract.exchange_words import Words
from transforms.extract.opened import Opened
from transforms.reference.load import Reference

_HELD = Words(
    "captur,jail,held,detain,imprison,hostage,convict,sentenc,abduct,kidnap,seized,freed,captiv,swap,prison,custody,behind bars,released",
    re.compile(r"\b"),
)
_RESCUED = re.compile(r"\brescu(?:e|ed|ing)\b")  # got out by force
_IS_HELD = re.compile(
    r"\s(?:was|is|were|has been|had been|will be|would be|spent)\s(?:[a-z]+\s){0,2}(?:held|freed|released|jailed|detained|imprisoned"
    r"|captured|abducted|kidnapped|sentenced|convicted|in (?:[A-Za-z]+\s)?(?:prison|jail|custody|captivity|detention)|captive|hostage)\b"
)
_KIDNAPPED = Opened(r"\b(?:hostage|kidnap|abduct)", any_case=True)
_PRISONERS = Opened(r"\b(?:prisoners?|detainees?|inmates)\b", any_case=True)
_OFFICES = frozenset(
    {
        "leader",
        "foreign_minister",
        "defence_minister",
        "minister",
        "envoy",
        "spokesman",
        "negotiator",
        "mediator",
        "official",
    }
)
_WAR_PRISONERS = re.compile(
    r"\b(?:prisoners?[- ]of[- ]war|POWs?|captured (?:soldiers|servicemen|troops|fighters)|servicemen|defenders)\b"
)

_POLITICAL = re.compile(
    r"\b(?:political (?:prisoners?|detainees?|dissidents?)|dissidents?|prisoners? of conscience|jailed (?:critics|opponents|activists))\b"
)
_AND = re.compile(r"<PARTY:(\d+)> and <PARTY:(\d+)>")
_TWO = 2
_LEAD, _TOGETHER = 3, 4
_MANY = 2
_THIRD = frozenset({"ICRC", "UN", "EU", "OSCE", "AU"})


@dataclass(frozen=True)
class Sides:
    """The two that exchange in an article; `group` is the armed one among them, `palestinian` who stands for PSE.

    `captor` alone gives in this article, `political` says that it jails its own people for their politics, `groups` are
    the armed groups that the article names, `between` its go-betweens, `usual` the category of
    all its captives, `gives` who of the pair gives oftenest, `homes` the country of each
    captive told by name and `keepers` who holds each, `lands` where the armed
    group acts, `opponents` who opposes a state without arms, so that nobody passes to it, `voice` whose own text the article is (a statement, a briefing).
    """

    pair: tuple[str, ...]
    group: str | None
    palestinian: str
    at_war: bool
    hostages: bool
    known: frozenset[str] = frozenset()
    captor: str | None = None
    political: bool = False
    groups: frozenset[str] = frozenset()
    between: frozenset[str] = frozenset()
    usual: str | None = None
    gives: str | None = None
    homes: Mapping[str, str] = field(default_factory=dict)
    voice: str | None = None
    keepers: Mapping[str, str] = field(default_factory=dict)
    lands: frozenset[str] = frozenset()
    opponents: frozenset[str] = frozenset()

    def code(self, party: str | None) -> str | None:
        """Palestinians pass to Hamas where the deal is with Hamas (codebook section 7)."""
        if party in (STATE, GROUP):
            return self.group if party == GROUP else self.other(self.group)
        if party in self.lands and len(self.pair) == _TWO:
            return self.group  # "freed in Afghanistan" where the Taliban hold them and nobody else is at the table
        return self.palestinian if party == "PSE" else party

    def other(self, party: str | None) -> str | None:
        """The side across the table."""
        left = [c for c in self.pair if c != party]
        return left[0] if party in self.pair and len(left) == 1 else None


def sides_of(document: Document, drafts: Sequence[Draft], reference: Reference) -> Sides:
    """The sides of the article's exchanges: those who are said to give and receive, else its main sides."""
    named = {c for s in document.sentences for m in s.mentions if m.kind == "PARTY" for c in m.parties}
    palestinian = "HAMAS" if "HAMAS" in named and "ISR" in named else "PSE"
    taken, held = _KIDNAPPED.count(document.text), _PRISONERS.count(document.text)
    hostages = (taken > 0 and taken >= held) or (palestinian == "HAMAS" and "captives" in document.text)
    between = frozenset(mediators_of(document))
    pair = _pair(document, drafts, palestinian, between)
    met = len(set(pair) & {"ISR", "HAMAS"})
    if palestinian == "HAMAS" and hostages and (met == 1 or (met == 0 and not _are_ends(drafts, pair))):
        pair = ("ISR", "HAMAS")
    if hostages and not any(_is_group(c, reference) for c in pair):
        pair = _with_captors(drafts, pair, reference)
    counted = Counter(c for s in document.sentences for m in s.mentions for c in m.parties)
    if len(pair) == 1 and _is_group(pair[0], reference):
        pair += tuple(c for c in reference.countries(pair[0]) if counted[c])[:1]
    pair = _with_own_state(document, drafts, pair, reference)
    pair = _with_who_passes(document, drafts, pair, between, reference)
    homes, voice = homes_of(document, drafts), _voice(document)
    captor = next((c for c in pair if reference.kind_of(c) in _ARMED), None)
    citizens = {*homes.values(), *(n for d in drafts for x in d.legs for n in x.nations)}
    if captor and voice in document.sides and voice in citizens - set(pair):
        pair = (captor, str(voice))  # whose statement tells of its own citizens
    for draft in drafts:
        _clean(draft, pair, between)
    group = next((c for c in pair if _is_group(c, reference)), None)
    at_war = len(pair) == 2 and group is None and bool(_WAR_PRISONERS.search(document.text))
    known = frozenset(c for c, n in counted.items() if n > 1 and c not in _THIRD) | set(pair)
    groups = frozenset(c for c in named if reference.kind_of(c) in _ARMED and c != "SAF")
    captor = _captor(drafts, pair)
    political = captor is not None and group is None and not at_war and _POLITICAL.search(document.text) is not None
    return Sides(
        pair, group, palestinian, at_war, hostages, known, captor, political, groups, between, _usual(drafts),
        _giving(drafts, pair), homes, voice, _keepers(drafts),
        frozenset(reference.countries(group) if group else ()) - set(pair),
        frozenset(
            c for c in pair
            if reference.kind_of(c) in ("political",) and c != "PSE" and not _are_ends(drafts, (c,))
        ),
    )  # fmt: skip


def sides_at(document: Document, draft: Draft, sides: Sides) -> Sides:
    """The sides where a draft stands: those whose citizens pass, and the one state that its sentence names beside them.

    A statement tells of releases in many countries, most of them no side of what it is about.
    """
    if sides.hostages and sides.group in sides.groups:
        return sides  # whose captives they are is known
    nations = {sides.code(n) for x in draft.legs for n in x.nations}
    nation = nations.pop() if len(nations) == 1 else None
    if nation is None or nation in sides.pair or draft.frame == "swap" or any(x.giver or x.taker for x in draft.legs):
        return sides
    told = (m for m in draft.sentence.mentions if len(m.parties) == 1 and m.kind in ("PARTY", "PLACE"))
    others = {sides.code(m.parties[0]) for m in told} - {nation, sides.voice, None} - sides.between - CARRIERS
    if len(others) != 1 or others & set(sides.pair):
        return sides
    other = str(others.pop())
    return replace(sides, pair=(other, nation), group=other if other in sides.groups else None, captor=None, gives=None)


def _with_who_passes(
    document: Document, drafts: Sequence[Draft], pair: tuple[str, ...], between: frozenset[str], reference: Reference
) -> tuple[str, ...]:
    """The pair without one that no sentence makes give or receive, where another is told to that the first can face."""
    if len(pair) < _TWO:
        return pair
    ends = Counter(
        c for d in drafts if d.status != "demanded" for x in d.legs for c in (x.giver, x.taker, *x.nations) if c
    )
    told = {c for d in drafts if d.frame == "swap" for c in d.sides}
    idle = [c for c in pair if c not in ends and c not in told]
    if len(idle) != 1:
        return pair
    kept = next(c for c in pair if c != idle[0])
    group = _fighting(document, drafts, kept, reference)
    if group and not _is_group(idle[0], reference):
        return tuple(group if c == idle[0] else c for c in pair)
    homes = {*reference.countries(kept)}
    others = [
        c
        for c, _ in ends.most_common()
        if c not in (*pair, *between, *_THIRD, STATE, GROUP, "PSE")
        and reference.kind_of(c) in ("state", "armed_group")
        and ((reference.kind_of(c) in _ARMED and kept in reference.countries(c)) or c in homes or c in document.sides)
    ]
    return tuple(others[0] if c == idle[0] else c for c in pair) if others else pair


def _fighting(document: Document, drafts: Sequence[Draft], state: str, reference: Reference) -> str | None:
    """The armed group of a state that is named in or beside the sentences in which captives pass."""
    near = {d.sentence.number + step for d in drafts if d.status != "demanded" for step in (-1, 0, 1)}
    told = Counter(
        c for s in document.sentences if s.number in near for m in s.mentions for c in m.parties
        if reference.kind_of(c) in _ARMED and state in reference.countries(c)
    )  # fmt: skip
    return told.most_common(1)[0][0] if told else None


def _with_own_state(
    document: Document, drafts: Sequence[Draft], pair: tuple[str, ...], reference: Reference
) -> tuple[str, ...]:
    """An armed group faces the state that it fights, a side of the article too, not a third that no sentence makes give."""
    group = next((c for c in pair if reference.kind_of(c) in _ARMED), None)
    if group is None or len(pair) < _TWO:
        return pair
    other = next(c for c in pair if c != group)
    homes = {*reference.countries(group)}
    own = next((c for c in document.sides if c not in (group, "PSE") and {c, *reference.countries(c)} & homes), None)
    if own is None or other == own or reference.kind_of(other) != "state" or other in homes:
        return pair
    ends = {c for d in drafts for x in d.legs for c in (x.giver, *x.nations)}
    return pair if other in ends else (group, own)


def _usual(drafts: Sequence[Draft]) -> str | None:
    """The one category that all the article's groups with a noun of their own are of."""
    told = (x for d in drafts if d.status != "demanded" for x in d.legs if not x.part)
    found = dict.fromkeys(x.category for x in told if x.category and not x.named)
    category = next(iter(found), None)
    return category if len(found) == 1 and category in ("children", "prisoners_of_war") else None


def _with_captors(drafts: Sequence[Draft], pair: tuple[str, ...], reference: Reference) -> tuple[str, ...]:
    """The pair with the armed group that gives up captives somewhere in the article, against the state it fights."""
    groups = [x.giver for d in drafts for x in d.legs if x.giver and _is_group(x.giver, reference)]
    if not groups:
        return pair
    home = [c for c in reference.countries(groups[0]) if c in pair] or list(pair)
    return (groups[0], *home[:1])


def _captor(drafts: Sequence[Draft], pair: tuple[str, ...]) -> str | None:
    """The one of a pair that gives in every sentence which names a giver, if no sentence speaks of a swap."""
    if any(d.both or d.frame == "swap" or any(x.back for x in d.legs) for d in drafts):
        return None
    givers = {x.giver for d in drafts for x in d.legs if x.giver in pair}
    takers = {x.taker for d in drafts for x in d.legs if x.taker in pair}
    return givers.pop() if len(givers) == 1 and not givers & takers else None


def _giving(drafts: Sequence[Draft], pair: tuple[str, ...]) -> str | None:
    """Who of a pair gives in many more sentences than the other."""
    givers = Counter(x.giver for d in drafts for x in d.legs if x.giver in pair)
    (most, n), (_, other) = (*givers.most_common(2), (None, 0), (None, 0))[:_TWO]
    return most if n > _MANY * other else None


def _pair(document: Document, drafts: Sequence[Draft], palestinian: str, between: frozenset[str]) -> tuple[str, ...]:
    """The two codes that pass captives to one another by the most sentences; the article's main sides have a lead.

    Two named together ("Russia and Ukraine") are a pair sooner than two named apart; go-betweens have no lead.
    """
    lead = [palestinian if c == "PSE" else c for c in document.sides]
    single: Counter[str] = Counter({c: 0 if c in between else _LEAD for c in lead})
    joint: Counter[tuple[str, str]] = Counter()
    if len(lead) == _TWO and not set(lead) & between:
        joint[min(lead), max(lead)] += _LEAD
    for draft in drafts:
        if draft.status == "demanded":
            continue
        told = [
            c
            for leg in draft.legs
            if not leg.part
            for c in (leg.giver, leg.taker, *leg.nations)
            if c and c not in (STATE, GROUP)
        ]
        told += [draft.partner] if draft.partner and draft.partner not in between else []
        if (draft.frame == "swap" or len(draft.sides) > 1) and not draft.mutual:
            told += [c for c in draft.sides if c not in between]
        told = [palestinian if c == "PSE" else c for c in told if c not in _THIRD]
        single.update(told)
        joint.update({pair: _TOGETHER for pair in combinations(sorted(set(told)), 2)})
    for named, n in _coordinated(document, between).items():
        a, b = sorted(palestinian if c == "PSE" else c for c in named)
        joint[a, b] += n
    ranked = sorted((c for c in single if c not in _THIRD), key=lambda c: (-single[c], c))
    pairs = [p for p in (*joint, *combinations(sorted(ranked[:4]), 2)) if not set(p) & _THIRD]
    if not pairs:
        return tuple(ranked[:2])
    best = max(dict.fromkeys(pairs), key=lambda p: (joint[p] + single[p[0]] + single[p[1]], p))
    return tuple(sorted(best, key=lambda c: (-single[c], c)))


def _coordinated(document: Document, between: frozenset[str]) -> Counter[tuple[str, str]]:
    """How often two parties are named in one breath."""
    found: Counter[tuple[str, str]] = Counter()
    for sentence in document.sentences:
        for m in _AND.finditer(sentence.typed) if " and <" in sentence.typed else ():
            a, b = (sentence.mentions[int(m[i])].parties[:1] for i in (1, 2))
            if a and b and a != b and not {*a, *b} & between:
                found[min(*a, *b), max(*a, *b)] += 1
    return found


def _clean(draft: Draft, pair: tuple[str, ...], between: frozenset[str]) -> None:
    """Leave to a draft as its sides those who exchange: "the two sides" are the pair, go-betweens are none."""
    if len(pair) < _TWO or len(draft.sides) < _TWO:
        return
    left = tuple(c for c in draft.sides if c not in between or c in pair)
    draft.sides = pair if draft.mutual or len(left) < _TWO else left


def _are_ends(drafts: Sequence[Draft], pair: tuple[str, ...]) -> bool:
    """Whether a sentence names one of a pair as giver or taker."""
    return any(c in pair for d in drafts for x in d.legs for c in (x.giver, x.taker, *x.nations))


_ARMED = ("armed_group",)


def _is_group(code: str, reference: Reference) -> bool:
    return reference.kind_of(code) in ("armed_group", "political") and code not in ("SAF", "GNA", "PSE")


_HOME = re.compile(
    rf"<(?:DEM|PARTY):(?P<a>\d+)>(?:[\s-](?!{STOP}\b)[a-z-]+){{0,3}},?\s<PERSON:(?P<x>\d+)>"
    r"|<PERSON:(?P<y>\d+)>,\s(?:(?:an?|the|another|one|\w+)\s)(?:[a-z-]+\s){0,2}<(?:DEM|PARTY):(?P<b>\d+)>(?!['’])"
)
_FIRST_PERSON = frozenset({"we", "our", "us", "i"})


def homes_of(document: Document, drafts: Sequence[Draft]) -> dict[str, str]:
    """The country of captives told by name, from the words beside it ("American reporter X", "X, a British engineer")."""
    names = {x.who for d in drafts for x in d.legs if x.named and x.who}
    found: dict[str, str] = {}
    for s in document.sentences if names else ():
        if not any(m.kind == "PERSON" and m.name in names for m in s.mentions):
            continue
        for match in _HOME.finditer(s.typed):
            person = s.mentions[int(match["x"] or match["y"])]
            home = s.mentions[int(match["a"] or match["b"])]
            if person.name in names and len(home.parties) == 1:
                found.setdefault(str(person.name), home.parties[0])
    return found


def _keepers(drafts: Sequence[Draft]) -> dict[str, str]:
    """Who holds each captive told by name, from all sentences that say it."""
    told = Counter((x.who, x.giver) for d in drafts for x in d.legs if x.named and x.who and x.giver)
    found: dict[str, str] = {}
    for (name, giver), _ in told.most_common():
        if giver not in (STATE, GROUP):
            found.setdefault(name, giver)
    return found


def _voice(document: Document) -> str | None:
    """The party that says "we" outside of quotes."""
    told = Counter(
        m.parties[0]
        for s in document.sentences
        for m in s.mentions
        if m.kind == "PRON" and len(m.parties) == 1 and m.text.lower() in _FIRST_PERSON and not s.claim_at(m.start)
    )
    return max(told, key=lambda c: (told[c], c)) if told else None


def captives_of(document: Document, lowered: str) -> frozenset[str]:
    """Names of persons of whom the article says that they are or were held, and who hold no office.

    `lowered` is the article's text in lower case.
    """
    found: set[str] = set()
    officers: set[str] = set()
    rescued: set[str] = set()
    places = list(_HELD.starts(document.text, lowered))
    read = [(s, places[bisect_left(places, s.start) : bisect_left(places, s.end)]) for s in document.sentences]
    if document.headline:
        text = document.headline.text
        read.append((document.headline, [at + document.headline.start for at in _HELD.starts(text, text.lower())]))
    for s, held in read:
        for m in s.mentions:
            if m.kind == "PRON" and m.name and held and _IS_HELD.match(s.text, m.end - s.start):
                found.add(m.name)
            if m.kind != "PERSON" or not m.name:
                continue
            if m.role in _OFFICES:
                officers.add(m.name)
            if any(m.start - 60 <= at <= m.end + 85 for at in held):
                found.add(m.name)
            if _RESCUED.search(s.text, max(0, m.start - s.start - 60), m.end - s.start + 60):
                rescued.add(m.name)
    return frozenset(found - officers - rescued)
