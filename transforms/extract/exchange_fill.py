"""The ends and categories that a sentence leaves open, from the sides of its article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from transforms.extract.exchange_cues import Draft
from transforms.extract.exchange_ends import CARRIERS
from transforms.extract.exchange_items import Leg
from transforms.extract.exchange_sides import Sides

_REBELS = re.compile(
    r"\b(?:rebels?|guerrillas?|militants?|insurgents?|militia(?:m[ae]n)?|separatists?|fighters?|jihadis?t?s?|combatants?|commanders?"
    r"|supporters|sympathi[sz]ers|jailed|imprisoned|inmates?|convicts?|convicted|political (?:prisoners?|detainees?)|paramilitar(?:y|ies))\b",
    re.IGNORECASE,
)
_STATE_MEN = re.compile(
    r"\b(?:soldiers?|troops|servicem[ae]n|policem[ae]n|police|army|government|conscripts?|marines?|airm[ae]n|sergeants?|colonels?"
    r"|lieutenants?|corporals?|generals?|hostages?|kidnapped|abducted|schoolgirls|students|villagers|aid workers?|girls|pupils|gendarmes?|constables?|drivers?|traders?|engineers?|teachers?|nurses?|doctors?"
    r"|medics|farmers?|fisherm[ae]n|shepherds?|herders?|sailors?|seafarers?|passengers?|tourists?|missionar(?:y|ies)|priests?|bishops?)\b",
    re.IGNORECASE,
)


def _near(draft: Draft, sides: Sides) -> Sides:
    """The sides of a sentence: with whom it says that captives are exchanged, or an armed group that it alone names."""
    partner = sides.code(draft.partner)
    stated = {c for x in draft.legs for c in (x.giver, x.taker, *x.nations) if c and c != partner}
    if partner and partner not in sides.pair and partner not in sides.between and len(stated) == 1:
        return replace(sides, pair=(partner, stated.pop()), group=partner if partner in sides.groups else None)
    named = {c for m in draft.sentence.mentions if m.kind == "PARTY" for c in m.parties}
    named |= {sides.palestinian for m in draft.sentence.mentions if m.kind == "PLACE" and "PSE" in m.parties}
    other = [c for c in named & sides.groups if c not in sides.pair]
    if len(other) != 1 or (sides.group is not None and sides.group in named):
        return sides
    ends = {sides.code(c) for x in draft.legs for c in (x.giver, x.taker, *x.nations) if c}
    states = [c for c in named - sides.groups - sides.between if c in ends or c in sides.pair or len(named) == _TWO]
    state = states[0] if len(states) == 1 else next((c for c in sides.pair if c != sides.group), None)
    return replace(sides, pair=(other[0], state), group=other[0]) if state else sides


def _trusted(draft: Draft, sides: Sides) -> list[Leg]:
    """The legs without givers that an infinitive took from afar: parties that the article names but once."""
    trusted = {"exchange-give-plain": sides.known}.get(
        draft.pattern_id, set(sides.pair) if draft.frame == "carry" else None
    )
    if _FLOWN.match(draft.reading.typed, draft.span[0]):
        trusted = set(sides.pair)  # who lends the plane holds nobody
    if trusted is None:
        return draft.legs
    return [x._replace(giver=x.giver if x.giver in trusted else None) for x in draft.legs]


_FLOWN = re.compile(
    r"(?:flew|fl(?:y|ies|ying)|airlift\w*|ferr(?:y|ied|ies|ying)|shipped|drove|bussed|bused)\b", re.IGNORECASE
)
_SAME = re.compile(r"\b(?:(?:the same|an? equal|an identical) number|as many)\b")
_BOTH_SIDES = re.compile(r"\b(?:on|from|of|by) (?:both|either|each)(?: of the)?(?: two)? (?:sides?|camps?|parties)\b")
_TWO = 2

Ends = tuple[str | None, str | None]  # who gives, who takes


def fill_ends(draft: Draft, sides: Sides) -> list[Leg]:
    """The legs of a draft with codes and inferred ends; a group that passes both ways gives two legs."""
    sides = _near(draft, sides)
    legs = [_normal(x, sides) for x in _trusted(draft, sides)]
    place = _freed_in(draft, sides)
    legs = [x._replace(giver=place) if place and not (x.giver or x.taker or place in x.nations) else x for x in legs]
    opened = [x.category is None and not x.named for x in legs]
    legs = [_as_many(x, legs[0], draft) for x in legs]
    legs = [x._replace(category=_category(x, legs, sides)) for x in legs]
    if draft.both or _on_both_sides(draft, legs):
        return _both_ways(draft, legs, sides)
    if _is_even_trade(draft, legs, sides):
        return _both_ways(draft, legs[:1], sides)
    if not _is_total(draft, legs):
        legs = [_inferred(x, sides, receives=draft.frame == "take") for x in legs]
    legs = [_turned(x, legs[0]) if x.mirrors else x for x in legs]
    legs = _mirrored(legs) if len(legs) > 1 else legs
    known = [x._replace(category=None) if o else x for x, o in zip(legs, opened, strict=True)]
    legs = [x._replace(category=_category(y, known, sides)) for x, y in zip(legs, known, strict=True)]
    return _all_hostages(_from_captors(_held_hostage(legs, draft), sides), sides)


def _from_captors(legs: list[Leg], sides: Sides) -> list[Leg]:
    """People whom an armed group abducts, turned where a state seems to give them to it: it only speaks of them.

    Those who come in return for them pass the other way.
    """
    if sides.group is None:
        return legs
    turned = [
        _turned(x, x)._replace(category="hostages")
        if x.taker == sides.group and x.giver in sides.pair and _is_abducted(x, sides)
        else x
        for x in legs
    ]
    if turned == legs:
        return legs
    return [
        _turned(x, x)._replace(category="prisoners" if x.category == "hostages" else x.category)
        if x.back and x.giver == sides.group and not _is_abducted(x._replace(category="prisoners"), sides)
        else x
        for x in turned
    ]


def _is_abducted(leg: Leg, sides: Sides) -> bool:
    if leg.category == "hostages":
        return True
    abducted = sides.hostages and leg.category in ("prisoners", "children", "civilians")
    return abducted and _ABDUCTED.search(leg.words) is not None and not (_REBELS.search(leg.words) or leg.nations)


_ABDUCTED = re.compile(
    r"\b(?:school(?:girls|boys|children)|girls|pupils|students|aid workers?|missionar(?:y|ies)|priests?|nuns?|tourists?)$",
    re.IGNORECASE,
)


_HOSTAGE = re.compile(
    r",?\s(?:who\s)?(?:[a-z]+\s){0,3}?(?:held|taken|kept)\s(?:as\s)?(?:hostages?|captive)\b|,?\s[a-z\s]{0,12}(?:kidnapped|abducted|snatched)\b"
)


def _held_hostage(legs: list[Leg], draft: Draft) -> list[Leg]:
    """Those of whom the words right behind say that they were taken hostage, whatever their calling."""
    text = draft.sentence.text
    return [
        x._replace(category="hostages")
        if x.category in ("prisoners_of_war", "prisoners", "civilians")
        and (at := text.find(x.words)) >= 0
        and _HOSTAGE.match(text, at + len(x.words))
        else x
        for x in legs
    ]


_IN = re.compile(r"\s(?:in|inside)\s<(?:PLACE|PARTY):(\d+)>")
_FREED = re.compile(r"(?:freed|released|pardoned|let go)$", re.IGNORECASE)


def _freed_in(draft: Draft, sides: Sides) -> str | None:
    """The side in whose country captives are said to be freed, where nothing else tells who holds them."""
    typed, (start, end) = draft.reading.typed, draft.span
    found = _IN.match(typed, end) if draft.frame == "given" and _FREED.search(typed, start, end) else None
    codes = draft.sentence.mentions[int(found[1])].parties if found and draft.sentence.mentions else ()
    return next((c for c in map(sides.code, codes[:1]) if c in sides.pair), None)


def _all_hostages(legs: list[Leg], sides: Sides) -> list[Leg]:
    """Soldiers whom an armed group gives up in one breath with its hostages are hostages too."""
    if not any(x.category == "hostages" and x.giver == sides.group for x in legs):
        return legs
    taken = ("prisoners_of_war", "prisoners", "civilians")
    return [x._replace(category="hostages") if x.giver == sides.group and x.category in taken else x for x in legs]


def _as_many(leg: Leg, first: Leg, draft: Draft) -> Leg:
    """A group that comes in return in "the same number"."""
    if not leg.back or leg.quantity or not _SAME.search(draft.reading.typed[slice(*draft.span)]):
        return leg
    return leg._replace(quantity=first.quantity)


def _on_both_sides(draft: Draft, legs: Sequence[Leg]) -> bool:
    """Whether the captives are those of both sides ("the wounded on either side are to go home")."""
    start, end = draft.span
    return not any(x.giver or x.taker or x.back for x in legs) and bool(
        _BOTH_SIDES.search(draft.reading.typed, max(0, start - 30), end + 40)
    )


def _is_even_trade(draft: Draft, legs: Sequence[Leg], sides: Sides) -> bool:
    """Whether as many pass each way ("500 for 500") or sides named in the sentence swap captives without a number."""
    if draft.frame != "swap" or any(x.giver or x.taker or x.nations for x in legs):
        return False
    if len(legs) == 1:
        settled = draft.status == "agreed" and len(sides.pair) == _TWO and legs[0].category != "hostages"
        return legs[0].quantity is None and (len(draft.sides) == _TWO or settled)
    first, second = (x.quantity for x in legs[:2])
    return len(legs) == 2 and first is not None and second is not None and first.value == second.value


def _is_total(draft: Draft, legs: Sequence[Leg]) -> bool:
    """Whether one number adds up those of both sides, of whom nobody says which are whose ("1,000 were exchanged")."""
    if len(legs) != 1 or legs[0].quantity is None or legs[0].quantity.value == 1 or legs[0].giver or legs[0].taker:
        return False
    swapped = draft.frame == "swap" or (
        draft.frame == "given" and _EXCHANGED.search(draft.reading.typed[slice(*draft.span)])
    )
    told = legs[0].nations or _REBELS.search(legs[0].words) or _STATE_MEN.search(legs[0].words)
    return bool(swapped or (draft.frame == "give" and len(draft.sides) > 1)) and not told


_EXCHANGED = re.compile(r"\b(?:exchanged|swapped|traded)$", re.IGNORECASE)


def _normal(leg: Leg, sides: Sides) -> Leg:
    keeper = sides.keepers.get(leg.who or "") if leg.named else None
    giver, taker = sides.code(leg.giver or (keeper if keeper != leg.taker else None)), sides.code(leg.taker)
    home = sides.homes.get(leg.who or "") if leg.named else None
    told = leg.nations or ((home,) if home and home != leg.giver else ())
    nations = tuple(dict.fromkeys(c for n in told if (c := sides.code(n)) and c not in CARRIERS))
    return leg._replace(giver=giver, taker=taker if taker not in (giver, *CARRIERS) else None, nations=nations)


def _both_ways(draft: Draft, legs: Sequence[Leg], sides: Sides) -> list[Leg]:
    pair = tuple(c for c in dict.fromkeys(sides.code(c) for c in draft.sides) if c)[:2]
    pair = pair if len(pair) == 2 else sides.pair
    if len(pair) != 2:
        return list(legs)
    numbered = [x for x in legs if x.quantity is not None] or list(legs[:1])
    a, b = pair
    if sides.group in pair and all(x.category == "hostages" for x in numbered):
        return [x._replace(giver=sides.group, taker=sides.other(sides.group)) for x in numbered]
    return [x._replace(giver=g, taker=t) for x in numbered for g, t in ((a, b), (b, a))]


def _category(leg: Leg, legs: Sequence[Leg], sides: Sides) -> str:
    """The category by the words, else by the actors: soldiers of a war, hostages of an armed group, prisoners."""
    if leg.category is None and sides.hostages and sides.group and "captive" in leg.words:
        return "hostages"
    own = sides.group is not None and leg.giver is not None and leg.giver == sides.other(sides.group)
    if leg.category is None and sides.usual and not own and (leg.bare or _PLAIN.search(leg.words)):
        return sides.usual
    by_group = leg.giver is not None and leg.giver in {sides.group, *sides.groups}
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
    if sides.political and not set(leg.nations) - {leg.giver} and leg.taker is None:
        return "political_prisoners"
    known = {x.category for x in legs if x.category and not x.part} - {None}
    if leg.bare and len(known) == 1:
        return known.pop()
    return "prisoners"


_PLAIN = re.compile(r"\b(?:people|persons?|individuals|others|ones|them|those)$")
_CIVIL = re.compile(
    r"\b(?:wom[ae]n|students?|pupils|teachers?|journalists?|reporters?|citizens?|nationals?|workers?|activists?|priests?|clerics?|doctors?"
    r"|medics|nurses|lawyers?|politicians?|mayors?|volunteers?|sailors?|seafarers?|drivers?|boys?|girls?|teenagers?|elderly|tourists?"
    r"|missionar(?:y|ies)|pastors?|businessm[ae]n|officials?|convicts?|spies|agents?)\b",
    re.IGNORECASE,
)


def _says_prisoners(leg: Leg) -> bool:
    return re.search(r"\b(?:prisoners?|detainees?|inmates?|jail)", leg.words) is not None


def _soldierly(leg: Leg, sides: Sides) -> bool:
    """Whether those of a war without a word for it are its soldiers: bare numbers, nations, the wounded, no civil calling."""
    if _CIVIL.search(leg.words):
        return False
    return leg.quantity is not None or any(n in sides.pair for n in leg.nations) or "wounded" in leg.words


def _inferred(leg: Leg, sides: Sides, *, receives: bool = False) -> Leg:
    """A leg with its open ends filled as far as its words, its captives' nation and the article's sides allow."""
    nation = leg.nations[0] if leg.nations else None
    if nation == sides.group and leg.category == "hostages":
        nation = None
    giver, taker = _corrected(leg, nation, sides, receives=receives and leg.taker not in sides.between)
    if giver is None and taker is None:
        giver, taker = _guessed(leg, nation, sides)
    if taker is None and giver is not None:
        own = (
            nation == giver
            or sides.other(giver) in sides.opponents
            or (leg.category == "political_prisoners" and nation is None and not sides.at_war)
        )
        taker = None if own else nation or _of_voice(leg, giver, sides) or sides.other(giver) or _home_of(giver, sides)
    if giver is None and taker is not None:
        giver = sides.other(taker)
    if giver is None and taker is None and leg.named and not leg.back and (other := sides.other(sides.voice)):
        return leg._replace(giver=other, taker=sides.voice)  # whose statement tells of a captive by name
    if giver is None and taker is None and sides.captor and (leg.quantity or leg.who):
        giver = sides.captor
        taker = None if sides.political or leg.category == "political_prisoners" else sides.other(giver)
    if giver is None and sides.gives and sides.gives != taker and (leg.quantity or leg.who):
        giver = sides.gives
        taker = taker or sides.other(giver)
    return leg._replace(giver=giver, taker=taker if taker != giver else None)


def _home_of(giver: str, sides: Sides) -> str | None:
    """The one country in which an armed group acts, where an article names no other side."""
    return next(iter(sides.lands)) if giver == sides.group and len(sides.pair) == 1 and len(sides.lands) == 1 else None


def _of_voice(leg: Leg, giver: str, sides: Sides) -> str | None:
    """Whose statement tells of a captive by name, as of its own citizen."""
    return sides.voice if leg.named and sides.voice != giver and giver != sides.other(sides.voice) else None


def _corrected(leg: Leg, nation: str | None, sides: Sides, *, receives: bool) -> Ends:
    """The ends that the sentence states, without those that only seem to hold or receive.

    `receives` says that the taker is the subject of a verb of receiving, not a land that captives are flown to.
    """
    giver, taker = leg.giver, leg.taker
    taken = leg.category == "hostages" and sides.group is not None and sides.hostages
    if taken and giver not in (None, sides.group, *sides.groups):
        giver = None  # who secures the release of hostages does not hold them
        taker = None if taker in sides.groups else taker
    if not receives and taker not in sides.pair and taker != nation and (giver is None or (nation and nation != giver)):
        taker = None  # "flown to Qatar" is no receiver of somebody else's people
    if sides.at_war and nation is not None and giver == nation and taker is None:
        return sides.other(nation), nation  # who speaks of his own people's return does not hold them
    if giver is None and sides.group and nation and nation not in sides.pair:
        if sides.group in sides.opponents:
            return sides.other(sides.group), nation  # a party without arms jails nobody
        if sides.hostages:
            return sides.group, nation
    return giver, taker


def _guessed(leg: Leg, nation: str | None, sides: Sides) -> Ends:
    """The ends of a leg that states none: hostages are a group's, prisoners its foe's, others of the foe of their nation."""
    if sides.group and sides.hostages and leg.category in ("hostages", "remains"):
        return sides.group, nation if nation and nation != sides.group else sides.other(sides.group)
    if nation:
        return sides.other(nation), nation
    if sides.group and sides.hostages and leg.category == "prisoners":
        taken = _CIVIL.search(leg.words) is not None and not _REBELS.search(leg.words)
        return (sides.group, sides.other(sides.group)) if taken else (sides.other(sides.group), sides.group)
    if sides.group is None:
        return None, None
    ends = _by_calling(leg, sides)
    jailed = leg.category == "prisoners" and leg.quantity is not None and _says_prisoners(leg)
    return (sides.other(sides.group), sides.group) if jailed and ends == (None, None) else ends


def _by_calling(leg: Leg, sides: Sides) -> Ends:
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
    return [x if x.giver or x.taker else x._replace(giver=way[x.back].giver, taker=way[x.back].taker) for x in legs]


def _turned(leg: Leg, known: Leg) -> Leg:
    return leg._replace(giver=known.taker, taker=known.giver)
