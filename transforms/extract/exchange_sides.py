"""Who exchanges with whom in an article: the pair of sides, and the ends of a leg that its sentence leaves open."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from transforms.document import Document
from transforms.extract.exchange_cues import Draft
from transforms.extract.exchange_items import Leg
from transforms.extract.exchange_mediators import mediators_of
from transforms.extract.exchange_words import Words
from transforms.reference.load import Reference

_HELD = Words(
    "captur,jail,held,detain,imprison,hostage,convict,sentenc,abduct,kidnap,seized,freed,captiv,swap,prison,custody,behind bars,released",
    re.compile(r"\b"),
)
_KIDNAPPED = re.compile(r"\b(?:hostage|kidnap|abduct)", re.IGNORECASE)
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
    r"\b(?:prisoners?[- ]of[- ]war|POWs?|captured (?:soldiers|servicemen|troops|fighters)|servicemen|defenders|soldiers)\b"
)

_REBELS = re.compile(
    r"\b(?:rebels?|guerrillas?|militants?|insurgents?|militia(?:m[ae]n)?|separatists?|fighters?|jihadis?t?s?|combatants?|commanders?"
    r"|supporters|sympathi[sz]ers|jailed|imprisoned|inmates?|convicts?|convicted|political (?:prisoners?|detainees?)|paramilitar(?:y|ies))\b",
    re.IGNORECASE,
)
_STATE_MEN = re.compile(
    r"\b(?:soldiers?|troops|servicem[ae]n|policem[ae]n|police|army|government|conscripts?|marines?|airm[ae]n|sergeants?|colonels?"
    r"|lieutenants?|corporals?|generals?|hostages?|kidnapped|abducted|schoolgirls|students|villagers|aid workers?)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"<PARTY:(\d+)> and <PARTY:(\d+)>")
_TWO = 2
_LEAD, _TOGETHER = 2, 4
_THIRD = frozenset({"ICRC", "UN", "EU", "OSCE", "AU"})


@dataclass(frozen=True)
class Sides:
    """The two that exchange in an article; `group` is the armed one among them, `palestinian` who stands for PSE."""

    pair: tuple[str, ...]
    group: str | None
    palestinian: str
    at_war: bool
    hostages: bool
    known: frozenset[str] = frozenset()

    def code(self, party: str | None) -> str | None:
        """Palestinians pass to Hamas where the deal is with Hamas (codebook section 7)."""
        return self.palestinian if party == "PSE" else party

    def other(self, party: str | None) -> str | None:
        """The side across the table."""
        left = [c for c in self.pair if c != party]
        return left[0] if party in self.pair and len(left) == 1 else None


def sides_of(document: Document, drafts: Sequence[Draft], reference: Reference) -> Sides:
    """The sides of the article's exchanges: those who are said to give and receive, else its main sides."""
    named = {c for s in document.sentences for m in s.mentions if m.kind == "PARTY" for c in m.parties}
    palestinian = "HAMAS" if "HAMAS" in named and "ISR" in named else "PSE"
    hostages = _KIDNAPPED.search(document.text) is not None or (palestinian == "HAMAS" and "captives" in document.text)
    between = frozenset(mediators_of(document))
    pair = _pair(document, drafts, palestinian, between)
    met = len(set(pair) & {"ISR", "HAMAS"})
    if palestinian == "HAMAS" and hostages and (met == 1 or (met == 0 and not _are_ends(drafts, pair))):
        pair = ("ISR", "HAMAS")
    for draft in drafts:
        _clean(draft, pair, between)
    group = next((c for c in pair if _is_group(c, reference)), None)
    at_war = len(pair) == 2 and group is None and bool(_WAR_PRISONERS.search(document.text))
    counted = Counter(c for s in document.sentences for m in s.mentions for c in m.parties)
    known = frozenset(c for c, n in counted.items() if n > 1 and c not in _THIRD) | set(pair)
    return Sides(pair, group, palestinian, at_war, hostages, known)


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
        told = [c for leg in draft.legs for c in (leg.giver, leg.taker, *leg.nations) if c]
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


def _is_group(code: str, reference: Reference) -> bool:
    party = reference.parties.get(code)
    return party is not None and party.kind in ("armed_group", "political") and code not in ("SAF", "GNA", "PSE")


def captives_of(document: Document, lowered: str) -> frozenset[str]:
    """Names of persons of whom the article says that they are or were held, and who hold no office.

    `lowered` is the article's text in lower case.
    """
    found: set[str] = set()
    officers: set[str] = set()
    places = list(_HELD.starts(document.text, lowered))
    read = [(s, places[bisect_left(places, s.start) : bisect_left(places, s.end)]) for s in document.sentences]
    if document.headline:
        text = document.headline.text
        read.append((document.headline, [at + document.headline.start for at in _HELD.starts(text, text.lower())]))
    for s, held in read:
        for m in s.mentions:
            if m.kind != "PERSON" or not m.name:
                continue
            if m.role in _OFFICES:
                officers.add(m.name)
            if any(m.start - 60 <= at <= m.end + 85 for at in held):
                found.add(m.name)
    return frozenset(found - officers)


def _trusted(draft: Draft, sides: Sides) -> list[Leg]:
    """The legs without givers that an infinitive took from afar: parties that the article names but once."""
    if draft.pattern_id != "exchange-give-plain":
        return draft.legs
    return [replace(x, giver=x.giver if x.giver in sides.known else None) for x in draft.legs]


def fill_ends(draft: Draft, sides: Sides) -> list[Leg]:
    """The legs of a draft with codes and inferred ends; a group that passes both ways gives two legs."""
    legs = [_normal(x, sides) for x in _trusted(draft, sides)]
    opened = [x.category is None and not x.named for x in legs]
    legs = [replace(x, category=_category(x, legs, sides)) for x in legs]
    if draft.both:
        return _both_ways(draft, legs, sides)
    if _is_even_trade(draft, legs):
        return _both_ways(draft, legs[:1], sides)
    legs = [_inferred(x, sides) for x in legs]
    legs = [_turned(x, legs[0]) if x.mirrors else x for x in legs]
    legs = _mirrored(legs) if len(legs) > 1 else legs
    known = [replace(x, category=None) if o else x for x, o in zip(legs, opened, strict=True)]
    return [replace(x, category=_category(y, known, sides)) for x, y in zip(legs, known, strict=True)]


def _is_even_trade(draft: Draft, legs: Sequence[Leg]) -> bool:
    """Whether as many pass each way ("500 for 500") or sides named in the sentence swap captives without a number."""
    if draft.frame != "swap" or any(x.giver or x.taker or x.nations for x in legs):
        return False
    if len(legs) == 1:
        return len(draft.sides) == 2 and legs[0].quantity is None
    first, second = (x.quantity for x in legs[:2])
    return len(legs) == 2 and first is not None and second is not None and first.value == second.value


def _normal(leg: Leg, sides: Sides) -> Leg:
    giver, taker = sides.code(leg.giver), sides.code(leg.taker)
    nations = tuple(dict.fromkeys(c for n in leg.nations if (c := sides.code(n))))
    return replace(leg, giver=giver, taker=taker if taker != giver else None, nations=nations)


def _both_ways(draft: Draft, legs: Sequence[Leg], sides: Sides) -> list[Leg]:
    pair = tuple(c for c in dict.fromkeys(sides.code(c) for c in draft.sides) if c)[:2]
    pair = pair if len(pair) == 2 else sides.pair
    if len(pair) != 2:
        return list(legs)
    numbered = [x for x in legs if x.quantity is not None] or list(legs[:1])
    a, b = pair
    return [replace(x, giver=g, taker=t) for x in numbered for g, t in ((a, b), (b, a))]


def _category(leg: Leg, legs: Sequence[Leg], sides: Sides) -> str:
    """The category by the words, else by the actors: soldiers of a war, hostages of an armed group, prisoners."""
    if leg.category is None and sides.hostages and sides.group and "captive" in leg.words:
        return "hostages"
    by_group = leg.giver is not None and leg.giver == sides.group
    if leg.category == "children" and sides.hostages and by_group:
        return "hostages"
    if leg.category:
        return leg.category
    if (
        sides.hostages
        and (by_group or (leg.taker and leg.taker == sides.other(sides.group)))
        and not _says_prisoners(leg)
    ):
        return "hostages"
    if leg.named and sides.hostages and sides.group and leg.giver is None and not leg.nations:
        return "hostages"
    if sides.at_war and not leg.named and (_says_prisoners(leg) or _soldierly(leg, sides)):
        return "prisoners_of_war"
    known = {x.category for x in legs if x.category} - {None}
    if leg.bare and len(known) == 1:
        return known.pop()
    return "prisoners"


def _says_prisoners(leg: Leg) -> bool:
    return re.search(r"\b(?:prisoners?|detainees?|inmates?|jail)", leg.words) is not None


def _soldierly(leg: Leg, sides: Sides) -> bool:
    return leg.quantity is not None or any(n in sides.pair for n in leg.nations) or "wounded" in leg.words


def _inferred(leg: Leg, sides: Sides) -> Leg:
    nation = leg.nations[0] if leg.nations else None
    giver, taker = leg.giver, leg.taker
    if taker not in sides.pair and nation and nation != giver:
        taker = None  # "flown to Qatar" is no receiver of somebody else's people
    if giver is None and taker is None and leg.category in ("hostages", "remains") and sides.group and sides.hostages:
        giver = sides.group
        taker = nation if nation and nation != giver else sides.other(giver)
    if (
        giver is None
        and taker is None
        and not nation
        and leg.category == "prisoners"
        and sides.group
        and sides.hostages
    ):
        giver, taker = sides.other(sides.group), sides.group
    if giver is None and taker is None and not nation and sides.group:
        giver, taker = _by_calling(leg, sides)
    if giver is None and taker is None and nation:
        taker, giver = nation, sides.other(nation)
    if taker is None and giver is not None:
        taker = nation if nation and nation != giver else None if nation == giver else sides.other(giver)
        taker = None if leg.category == "political_prisoners" and nation is None and not sides.at_war else taker
    if giver is None and taker is not None:
        giver = sides.other(taker)
    return replace(leg, giver=giver, taker=taker if taker != giver else None)


def _by_calling(leg: Leg, sides: Sides) -> tuple[str | None, str | None]:
    """Giver and taker where a state and an armed group exchange: each gets back its own kind of people."""
    state = sides.other(sides.group)
    if _REBELS.search(leg.words):
        return state, sides.group
    return (sides.group, state) if _STATE_MEN.search(leg.words) else (None, None)


def _mirrored(legs: list[Leg]) -> list[Leg]:
    """Ends that a leg leaves open are those of another leg that passes the same way, or the reverse."""
    known = next((x for x in legs if x.giver and x.taker), None)
    if known is None:
        return legs
    way = {known.back: known, not known.back: _turned(known, known)}
    return [x if x.giver or x.taker else replace(x, giver=way[x.back].giver, taker=way[x.back].taker) for x in legs]


def _turned(leg: Leg, known: Leg) -> Leg:
    return replace(leg, giver=known.taker, taker=known.giver)
