"""Where a sentence says that captives pass: each cue with its groups, who gives and receives them, and its mood.

Ends (who holds, who receives) are only those that the sentence states; `exchange_sides` infers the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from ahocorasick_rs import AhoCorasick

from transforms.document import Sentence
from transforms.extract.engine import Match, Pattern, Patterns, find, load_patterns, match_of
from transforms.extract.exchange_ends import ends_of, partner_of
from transforms.extract.exchange_gaps import gapped, on_other_day
from transforms.extract.exchange_groups import Captives
from transforms.extract.exchange_items import LEADERS, Context, Leg, items_of
from transforms.extract.exchange_mood import status_of
from transforms.extract.exchange_subsets import subsets_of
from transforms.extract.talk_groups import Reading

_BOTH = re.compile(
    r"^\s?(?:[a-z-]+\s){0,2}(?:from (?:each|either)(?: of the two)?(?: sides?)?|each\b|(?:from|on|for|by) both(?: sides)?"
    r"|apiece|a side|per side|by each|for each)"
)
_EACH = re.compile(
    r"\b(?:(?P<each>each)|both)\s(?:(?:agreed|undertook|promised|pledged|consented|is|are|was|were|had|has)\sto\s|also\s|then\s|have\s|has\s|had\s|will\s|would\s|to\s|[a-z]+ly\s){0,3}$",
    re.IGNORECASE,
)
# "will be let go first, 180 from either camp"
_EACH_COUNT = re.compile(
    r"[^.;<]{0,25}?(?:[,:(–—-]\s?|\s[–—-]\s)<NUM:(?P<at>\d+)>\s(?:of\s(?:them|<PRON:\d+>)\s)?(?:(?:from|on|for|by)\s(?:each|either|both)|each|apiece|a side)\b"
)
_AS_WELL = re.compile(
    r"\b(?:before|after|while|by|besides|then|also)\s$|,\s(?:(?:each|both)(?:\s(?:side|sides|country|of them))?\s)?$"
)
_WITH = re.compile(r"\bwith\s(?:(?:some|about|another|a further)\s)?$")
_BEHIND = re.compile(r"(?:['’]s)?\s(?:[A-Za-z'’-]+\s){0,3}?(?P<what><(?:PERSON|PEOPLE|CAPTIVES):\d+>)")
_GERUND = re.compile(r"[A-Za-z]+ing\b")
_UNDER_WAY = re.compile(r"\b(?:is|are)\s(?:also\s)?$")
_OTHER_SUBJECT = re.compile(
    r"\bwhose\s(?:[a-z]+\s){1,2}(?:came|come|went|was|were|had|has|is|are|crossed|left|landed)\b"
    r"|,\sand\s(?!both|others)[a-z]+s\s$|\b(?:until|unless|because|whereas|although|so that)\s|\sand\s<(?:PRON|PARTY):\d+>\s(?:[a-z]+\s)*$|\sand\s<PRON:\d+>\s(?:came|went|crossed|returned|walked)\b"
)
# A thing that passes itself: "in a box that was returned", "and about fifty vessels were let go".
_OTHER_THING = re.compile(
    r"\b(?:an?|the)\s(?!same\b)(?:[a-z-]+\s){1,2}(?:that|which|who)\s$|,?\s(?:and|but)\s(?:(?:about|some|the|its|their|all|most)\s)?<NUM:\d+>\s(?:[a-z]+s\s)?$|^\s(?:and|but|then)\s$"
)
_OTHER_COMES = re.compile(
    r"\b(?:after|when|as|while|before|once)\s(?:the\s)?<(?:PARTY|PERSON|ORG):\d+>(?:['’]s)?\s(?:[a-z]+\s){0,3}$"
)
_SPEAKING = re.compile(
    r"\s(?:has\s|had\s|also\s)?(?:said|says|told|tells|wrote|added|insisted|argued|announced|claimed|believes|thinks)\b"
)
_LISTS = re.compile(r"\b(?:lists?|names|rolls?|photographs?|register|details)\s(?:of|with|on)\s(?:[a-z]+\s)*$")
_THOSE_OF = re.compile(r"\bth(?:ose|at)\sof\s(?:[a-z]+\s)*$")
_TWO = 2
# "the Supervisory Committee on the exchange of prisoners"
_CONCERNED = re.compile(
    r"\b(?:committees?|commissions?|subcommittee|council|headquarters|centre|center|mechanism|working group|coordinator|commissioner|envoy)"
    r"\s(?:on|for)\s(?:the\s)?$",
    re.IGNORECASE,
)
_RATE = re.compile(r"(?:every|each)\s", re.IGNORECASE)
_SAME = re.compile(r"\b(?:the same|an equal|an identical) number\b")
_CALLING = re.compile(
    r"\b(?:soldiers?|troops|servicem[ae]n|sergeant|colonel|guerrillas?|policem[ae]n|pilot|body of|pardon(?:s|ed)?|clemency|amnesty)\b"
)
_SWAPPED = re.compile(r"\b(?:exchanged|swapped|traded)$", re.IGNORECASE)
# Parts of words, looked for in lower case: of captivity, and of passing from hand to hand.
_CAPTIVES = AhoCorasick(
    "prisoner,captiv,hostage,detain,pow,swap,exchang,free,releas,libert,liberat,amnest,pardon,repatriat,remains,bodies,body of,coffin,corpse,jail,prison,captur,"
    "fallen,dead,abduct,kidnap,inmate,custody,let go,let out,handed over,hand over,gave back,give back,given back,turned over,turn over,set free,walk free,all-for-all,all for all".split(
        ","
    )
)
_PASSING = AhoCorasick(
    "trad,hand,return,home,fly,flies,stepp,the steps,disembark,climb,touched down,let,sent,send,gave,give,giving,turn,deliver,transfer,recover,receiv,reunit,surrender,flown,flew,cross,"
    "brought,bring,aboard,on board,wants,took,part with,paid with,pay with,came ,come ,back,walk,entrust,yield,pardon,amnest,convey,evacuat,open,"
    "driven,drove,fetch,collect,escort,carr,airlift,extradit,passed,places,each other,one another,follow,offered,emptied,empty,accept,buy ,bought,in exchange,barter,ransom,fate of,cases of,surfac,reappear,waved,bus,plane,welcom,left,leave,arriv,land,reach".split(
        ","
    )
)


def may_speak_of_captives(text: str, lowered: str) -> bool:
    """The gate of a whole article: a word of captivity, or of the callings by which captives may be called alone."""
    return bool(_CAPTIVES.find_matches_as_indexes(lowered)) or _CALLING.search(text) is not None


@dataclass
class Draft:
    """One cue: its legs, the sides named as exchanging, status (None when open, "demanded" when only wanted)."""

    sentence: Sentence
    reading: Reading
    span: tuple[int, int]
    frame: str
    pattern_id: str
    status: str | None
    legs: list[Leg]
    both: bool
    sides: tuple[str, ...] = ()
    strong: bool = False
    mutual: bool = False
    numbers: bool = False
    again: bool = False
    pronoun: bool = False
    partner: str | None = None


@cache
def _patterns(kind: str) -> Patterns:
    """The patterns of a kind: cues or mood."""
    return load_patterns("exchanges").where(lambda p: _kind(p) == kind)


@cache
def _compounds() -> Patterns:
    """The cues that name their captives in a compound ("prisoner swap"), so that they need no group in the sentence."""
    return _patterns("cues").where(lambda p: "what" not in p.slots or p.id == "exchange-release-compound")


def _kind(pattern: Pattern) -> str:
    return "mood" if pattern.set["frame"] == "mood" else "cues"


def find_drafts(captives: Captives, context: Context) -> list[Draft]:
    """The cues of a sentence in its order."""
    cues = [
        _with_items(cue, captives, context)
        for cue in find(_patterns("cues") if _names_people(captives, context) else _compounds(), captives.sentence)
    ]
    cues = [c for c in cues if context.listing or not c[0].pattern.set.get("listed")]
    cues = [c for c in cues if not c[0].pattern.set.get("loose") or _is_plain(c[1])]
    if any(not _yields(c[0]) and c[1] for c in cues):
        cues = [c for c in cues if not (_yields(c[0]) or c[0].pattern.set.get("again"))]
    cues = [c for c in cues if not _CONCERNED.search(c[0].sentence.typed, 0, c[0].span[0])]
    cues = [
        c for c in cues if not _LISTS.search(c[0].sentence.typed, c[0].span[0], c[0].starts.get("what", c[0].span[0]))
    ]
    cues = [c for c in cues if (c[1] or "what" not in c[0].groups) and not any(_RATE.match(x.words) for _, x in c[2])]
    cues = [c for c in cues if not (c[0].pattern.set.get("numbers") and _is_rate(c[0])) and not _is_broken(c[0])]
    if not cues:
        return []
    reading = Reading(captives.sentence)
    moods = list(find(_patterns("mood"), captives.sentence))
    drafts = [
        _draft(
            cue,
            _with_parts(cue, "what", what, captives),
            _with_parts(cue, "other", other, captives),
            reading,
            moods,
            captives,
        )
        for cue, what, other in _chosen(cues, captives, context)
    ]
    drafts += [x for d in drafts for x in _on_other_days(d, captives)]
    return _resumed(sorted(drafts, key=lambda d: d.span))


def parts_of(captives: Captives, told: Sequence[Draft]) -> list[Draft]:
    """The groups of a sentence without a cue that add up to the captives told just before ("45 were soldiers, 41 rebels")."""
    legs: list[Leg] = []
    for m in captives.sentence.mentions if told else ():
        group = captives.group(m)
        if m.quantity and m.quantity.unit == "count":
            legs.append(Leg(None, None, group.category if group else None, m.quantity, m.parties[:1], None, m.text))
        elif group and legs and legs[-1].category is None:  # what they are
            legs[-1] = legs[-1]._replace(
                category=group.category, nations=group.nations[:1], who=group.who, words=m.text
            )
    total = sum(x.quantity.value for x in legs if x.quantity)
    if len(legs) < _TWO or not any(x.quantity and x.quantity.value == total for d in told for x in d.legs):
        return []
    r = Reading(captives.sentence)
    return [Draft(r.sentence, r, (0, len(r.typed)), "release", "exchange-parts", None, legs, both=False, strong=True)]


def _yields(cue: Match) -> bool:
    """Whether a cue stands only where no verb or noun of passing does."""
    return bool(cue.pattern.set.get("loose") or cue.pattern.set.get("alone"))


def _is_broken(cue: Match) -> bool:
    """Whether another subject stands between captives and the verb ("a pilot whose jet came down")."""
    frame = cue.pattern.set["frame"]
    if frame not in ("given", "home") or cue.starts.get("what") != cue.span[0]:
        return False
    start = cue.span[0] + len(cue.groups["what"])
    gap = cue.sentence.typed[start : cue.starts.get("aux", cue.span[1])]
    if cue.groups["what"].startswith("<PERSON") and _SPEAKING.match(gap):
        return True
    if frame == "home" and _OTHER_COMES.search(gap):
        return True
    return _OTHER_SUBJECT.search(gap) is not None or _OTHER_THING.search(gap) is not None


def _is_rate(cue: Match) -> bool:
    """Whether so many are for each of others, or for so many hours."""
    units = {m.quantity.unit for m in cue.sentence.mentions_in(cue.groups["other"]) if m.kind == "NUM" and m.quantity}
    return bool(units - {"count"}) or _RATE.match(cue.verbatim("other") + " ") is not None


def _names_people(captives: Captives, context: Context) -> bool:
    """Whether somebody in a sentence can be captives (as `exchange_items` reads them)."""
    return bool(captives.groups or context.single or context.several) or any(
        (m.kind == "NUM" and m.quantity is not None and m.quantity.unit == "count")
        or (m.kind == "PERSON" and (m.role not in LEADERS or m.name in context.captives))
        or (m.kind == "PARTY" and m.role in ("people", "forces"))
        for m in captives.sentence.mentions
    )


def may_matter(sentence: Sentence, context: Context) -> bool:
    """Cheap test before the patterns: a word of captivity, or of passing where somebody is counted or known as held."""
    if context.listing or _CAPTIVES.find_matches_as_indexes(sentence.text_lower):
        return True
    counted = bool(context.about or context.single or context.several) or any(
        m.kind in ("NUM", "PERSON") for m in sentence.mentions
    )
    return counted and bool(_PASSING.find_matches_as_indexes(sentence.text_lower))


def _is_plain(legs: list[tuple[int, Leg]]) -> bool:
    """Whether groups are counted captives beyond doubt, so that a word of passing near them is enough."""
    return any(x.quantity is not None and not x.named and not x.bare for _, x in legs)


def _with_parts(cue: Match, slot: str, found: list[tuple[int, Leg]], captives: Captives) -> list[Leg]:
    """The groups of a slot, with the counted parts of the last one that the sentence tells behind it."""
    legs = [x for _, x in found]
    if not legs or legs[-1].named or legs[-1].quantity is None or cue.pattern.set.get("numbers"):
        return legs
    known = {x.quantity.value for x in legs if x.quantity}
    typed = captives.sentence.typed
    end = cue.starts["other"] if slot == "what" and "other" in cue.starts else len(typed)
    parts = subsets_of(captives, cue.starts[slot] + len(cue.groups[slot]), end, legs[-1])
    return legs + [x for x in parts if x.quantity and x.quantity.value not in known]


Legs = list[tuple[int, Leg]]
Found = tuple[Match, Legs, Legs]


def _with_items(cue: Match, captives: Captives, context: Context) -> Found:
    """A cue with its groups; where whoever stands first is no captive, the verb is read again with the next one."""
    what = items_of(cue, "what", captives, context)
    while not what and cue.starts.get("what") == cue.span[0]:
        if (later := _later(cue)) is None:
            break
        cue = later
        what = items_of(cue, "what", captives, context)
    behind = _BEHIND.match(cue.sentence.typed, cue.starts.get("what", 0) + len(cue.groups.get("what", "")))
    if not what and behind and cue.groups.get("what", "").startswith("<PARTY"):  # "freed U.S. teacher X"
        groups = {**cue.groups, "what": behind["what"]}
        span = (cue.span[0], max(cue.span[1], behind.end()))
        cue = Match(cue.pattern, cue.sentence, span, groups, {**cue.starts, "what": behind.start("what")})
        what = items_of(cue, "what", captives, context)
    return cue, what, items_of(cue, "other", captives, context)


def _chosen(cues: list[Found], captives: Captives, context: Context) -> Iterator[Found]:
    """Cues that do not overlap: those with both groups first, then those with more groups, then the earlier.

    A verb whose subject reaches into another cue is read again with the next group before it.
    """
    used: set[int] = set()
    spans: list[tuple[int, int]] = []

    def clashes(cue: Match, what: Legs, other: Legs) -> bool:
        return bool({at for at, _ in [*what, *other]} & used) or any(
            a < cue.span[1] and cue.span[0] < b for a, b in spans
        )

    for found in sorted(cues, key=lambda c: (not c[2], -len(c[1]), c[0].span)):
        read: Found | None = found
        while read and clashes(*read):
            later = _later(read[0]) if "aux" in read[0].starts else None
            read = _with_items(later, captives, context) if later else None
        if read is None or not (read[1] or "what" not in read[0].groups):
            continue
        used |= {at for at, _ in [*read[1], *read[2]]}
        spans.append(read[0].span)
        yield read


def _later(cue: Match) -> Match | None:
    """A cue that begins with its captives, read with those that stand next."""
    m = cue.pattern.regex.search(cue.sentence.typed_lower, cue.span[0] + 1, cue.span[1])
    return match_of(cue.pattern, cue.sentence, m) if m is not None else None


def _resumed(drafts: list[Draft]) -> list[Draft]:
    """Bare numbers are of the kind, and pass the way, of the group before them ("on top of the 7,000 transferred")."""
    if drafts and drafts[0].numbers and drafts[0].status is None:
        drafts[0].status = "agreed"
    for before, draft in pairwise(drafts):
        if draft.again:
            continue
        if draft.numbers and draft.status is None:
            draft.status = before.status
        if (
            before.status == "agreed"
            and draft.status == "completed"
            and _UNDER_WAY.search(draft.reading.typed[: draft.span[0]])
        ):
            draft.status = "agreed"  # "will free 30 and is throwing in three"
        if _is_attendant(draft) and before.status in ("completed", "agreed"):
            draft.status = before.status  # "gave up two before freeing four more"
        resume(draft, next((x for x in reversed(before.legs) if not x.part), before.legs[-1]))
    return drafts


def _is_attendant(draft: Draft) -> bool:
    """Whether a participle or gerund hangs on the verb before it (", receiving 40 in return")."""
    typed, (start, end) = draft.reading.typed, draft.span
    hangs = _GERUND.match(typed, start) and _AS_WELL.search(typed[:start])
    comes = draft.frame == "home" and _WITH.search(typed[:start]) and _GERUND.search(typed, start, end)
    return draft.status in ("open", "proposed", "agreed") and bool(hangs or comes)


def resume(draft: Draft, last: Leg) -> None:
    """Give the bare numbers of a draft the kind and, where none is stated, the ends of the group told last."""
    if all(x.bare for x in draft.legs) and last.category:
        draft.legs = [
            x._replace(category=last.category, nations=last.nations)
            if x.giver or x.taker or draft.both
            else x._replace(category=last.category, nations=last.nations, giver=last.giver, taker=last.taker)
            for x in draft.legs
        ]


def _on_other_days(draft: Draft, captives: Captives) -> list[Draft]:
    """The captives that a sentence tells to have passed the same way on another day, without a verb of their own."""
    if draft.status != "completed" or len(draft.legs) != 1:
        return []
    found = on_other_day(captives, draft.span[1], draft.legs[0])
    return [replace(draft, span=found[1], legs=[found[0]], pattern_id="exchange-other-day")] if found else []


def _draft(cue: Match, items: list[Leg], back: list[Leg], r: Reading, moods: list[Match], captives: Captives) -> Draft:
    """A cue with its legs; `back` are the groups that come in return."""
    options = cue.pattern.set
    frame = options["frame"]
    ends = ends_of(cue, r)
    both = bool(options.get("both") or options.get("all") or _BOTH.match(r.typed[cue.span[1] :]) or ends.mutual)
    each = _EACH.search(r.typed[: cue.span[0]]) if frame == "give" else None
    both = both or (each is not None and (len(ends.sides) > 1 or each["each"] is not None))
    swapped = frame == "given" and _SWAPPED.search(r.typed[slice(*cue.span)])
    if swapped and not back and len(items) == 1 and not r.typed.startswith(" for ", cue.span[1]):
        both = both or items[0].quantity is None  # "1,000 were exchanged" adds up those of both sides
    if options.get("numbers"):
        both = both or not back
        back = [b._replace(category=items[0].category, who=items[0].who) if b.category is None else b for b in back]
    counted = _each_count(cue, items, r)
    both, items = (True, counted) if counted else (both, items)
    legs = [
        x._replace(giver=ends.giver or (x.giver if x.giver != ends.taker else None), taker=ends.taker) for x in items
    ]
    legs += [x._replace(giver=ends.taker or ends.held_back, taker=ends.giver, back=True) for x in back]
    if (
        back
        and items
        and items[0].category == "remains"
        and _THOSE_OF.search(r.typed, cue.starts["what"], cue.starts["other"])
    ):
        legs = [x._replace(category="remains") if x.back else x for x in legs]
    legs += gapped(cue, ends, captives, legs)
    if not back and _SAME.search(r.typed[slice(*cue.span)] + r.typed[cue.span[1] : cue.span[1] + 80]):
        legs += [
            x._replace(giver=ends.taker, taker=ends.giver, nations=(), who=None, mirrors=True, back=True) for x in items
        ]
    if not legs:
        legs = [_compound(cue)._replace(giver=ends.giver, taker=ends.taker)]
    two_sided = bool(back) or frame == "swap"
    strong = two_sided or any(x.quantity is not None for x in legs)
    status = status_of(cue, r, moods, two_sided=two_sided)
    return Draft(
        r.sentence,
        r,
        cue.span,
        frame,
        cue.pattern.id,
        status,
        legs,
        both,
        ends.sides,
        strong=strong,
        mutual=ends.mutual,
        numbers=bool(options.get("numbers")),
        again=bool(options.get("again")),
        pronoun=bool(options.get("pronoun")),
        partner=partner_of(r),
    )


def _each_count(cue: Match, items: list[Leg], r: Reading) -> list[Leg]:
    """The first group, uncounted or a total, with the number that stands behind the cue for each side; else none."""
    found = _EACH_COUNT.match(r.typed, cue.span[1])
    quantity = r.sentence.mentions[int(found["at"])].quantity if found else None
    if quantity is None or not items or any(x.quantity and x.quantity.value != _TWO * quantity.value for x in items):
        return []
    return [items[0]._replace(quantity=quantity)]


_COMPOUNDS = (
    ("hostage", "hostages"),
    ("pow", "prisoners_of_war"),
    ("prisoners of war", "prisoners_of_war"),
    ("bod", "remains"),
)


def _compound(cue: Match) -> Leg:
    """The group in "prisoner swap", "hostage release", "all for all"."""
    noun = (cue.groups.get("noun") or "").lower().replace("prisoner ", "prisoners ").replace("-", " ")
    category = next((name for start, name in _COMPOUNDS if noun.startswith(start)), None)
    return Leg(None, None, category, None, (), None, noun)
