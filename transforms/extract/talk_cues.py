"""From the words that speak of a talk to a draft of it: who, as what, and whether it was, is to be, or will not be.

`reference/patterns/talks.yml` says where a talk is spoken of and how its actors stand around the words (`frame`);
the frames read the actors, the mood words decide the status, mediators are told from sides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from transforms.extract.engine import Match, Patterns, find, load_patterns
from transforms.extract.talk_accords import pairs, read_accord, read_agree, read_broker
from transforms.extract.talk_draft import COMMERCE, Cue, Draft
from transforms.extract.talk_frames import read_contact, read_meet, read_together, read_told
from transforms.extract.talk_groups import Reading
from transforms.extract.talk_hosts import read_carry, read_host, read_invite, read_visit
from transforms.extract.talk_intent import read_efforts, read_go_on, read_offer, read_refuse, read_sign
from transforms.extract.talk_nouns import read_noun
from transforms.extract.talk_people import persons_of

# Each gives the status of the talk, or None when the cue speaks of none, and fills the draft.
FRAMES: dict[str, Callable[[Cue], str | None]] = {
    "meet": read_meet,
    "noun": read_noun,
    "agree": read_agree,
    "accord": read_accord,
    "broker": read_broker,
    "host": read_host,
    "invite": read_invite,
    "carry": read_carry,
    "together": read_together,
    "contact": read_contact,
    "visit": read_visit,
    "efforts": read_efforts,
    "offer": read_offer,
    "refuse": read_refuse,
    "told": read_told,
    "go-on": read_go_on,
    "sign": read_sign,
}
_MORE = (
    r"another|one|earlier|previous|first|second|third|fourth|fifth|sixth|separate|separately|other|former|new|next|further|fresh|last"
    r"|follow-up|later|additional|more"
)
_FRESH = re.compile(rf"\b(?:an|a|{_MORE})\s(?:[a-z-]+\s){{0,3}}$", re.IGNORECASE)
_OTHER = re.compile(rf"\b(?:{_MORE})\s(?:[a-z-]+\s){{0,3}}$", re.IGNORECASE)
_STOP = (
    r"(?:in (?:the )?<PLACE:\d+>(?:, <PLACE:\d+>)?(?:,? (?:on|in) (?:the )?<DATE:\d+>)?|(?:on|in) (?:the )?<DATE:\d+>)"
)
_BETWEEN_STOPS = (
    r"(?:,? and,?|,)(?: (?:again|then|later|once more|another|one|afterwards|finally|also|in the presence of <PERSON:\d+>,?"
    r"|in separate rooms,?(?: and)?))* "
)
_ONE_CALL = re.compile(r"\ban? (?:[a-z-]+ ){0,3}(?:call|conversation|conference)\b")
_APART = re.compile(r"\bcalls\b|\bseparately\b|\beach\b")
_STOPS = re.compile(rf"(?:one )?{_STOP}(?:{_BETWEEN_STOPS}{_STOP})+")
_ONE_STOP = re.compile(_STOP)
_BOTH = re.compile(r"(?:\s(?:to|with))?\sboth\b")
# "which opened on Saturday and got stuck on Tuesday, are likely to be taken up again"
_SO_FAR = re.compile(
    r"(?: (?:between|with|in|on) [^,;.]{1,60})?, (?:which|that) (?:were |was |had |have |has |first |been |already )*(?:opened|began|begun|started|held|ended|broke(?:n)?"
    r"|collapsed|stalled|took place|adjourned|suspended|interrupted|lasted)\b[^,;]{0,110},\s"
)
_ANEW = re.compile(
    r"(?:(?:will|would|are|is|were|was|due|set|expected|likely|scheduled|to|both|now|then|be) )+(?:resum|continu|reconven|restart|reopen|taken up|go on|picked up|carry on|held again)"
)
# "met X in A on Monday and Y in B on Tuesday": between X and Y stands where or when X was met
_AND_THEN = re.compile(
    r"(?:,?\s(?:(?:in|at|on|near|late|early|the|first|again|yesterday|this|morning|afternoon|evening|night)\b|<(?:DATE|PLACE|PARTY|ORG):\d+>))+"
    r"(?:,\sand|\sand|,)\s(?:(?:then|later|also|afterwards|finally|again|by|with|to|the|(?:on\s)?<DATE:\d+>,?)\s)*"
)
_WHEN_OR_WHERE = re.compile(r"<(?:DATE|PLACE|PARTY):\d+>")
_ITS = re.compile(r"(?:['’]s?)?,?\s(?:(?:in|at|on|near|late|early|the)\s)*<(?:DATE|PLACE|PARTY):\d+>")


@dataclass(frozen=True)
class Found:
    """What one sentence gives: drafts of talks, and the parties that it calls mediators."""

    drafts: list[Draft]
    mediators: list[str]


def read_cues(reading: Reading, sides: tuple[str, ...]) -> Found:
    """The drafts of one sentence; `sides` are those of the article, for cues that name none."""
    found = list(find(_patterns("told"), reading.sentence))
    if not found:
        return Found([], [])
    cues = [m for m in found if m.pattern.set["frame"] != "mediator"]
    mediators = [m for m in found if m.pattern.set["frame"] == "mediator"]
    moods = list(find(_patterns("mood"), reading.sentence)) if cues else []
    drafts: list[Draft] = []
    for match in cues:  # the earlier pattern of the file wins, if it gives a talk
        if not any(match.span[0] < d.span[1] and d.span[0] < match.span[1] for d in drafts):
            drafts += _drafts(reading, match, moods, sides)
    drafts.sort(key=lambda d: d.span)
    for match in mediators:
        _attach(drafts, match)
    _inherit(drafts)
    calls = [each for draft in drafts for each in _each_call(draft)]
    met = [each for draft in calls for each in _each_meeting(draft, sides)]
    told = [each for draft in met for each in _each_time(draft)]
    split = [each for draft in told for each in _each_stop(draft)]
    return Found(split, [c for match in mediators for c in _mediating(match)])


@cache
def _patterns(kind: str) -> Patterns:
    """The patterns of moods, or (told) all others."""
    return load_patterns("talks").where(lambda p: (p.set["frame"] == "mood") == (kind == "mood"))


def _drafts(r: Reading, match: Match, moods: list[Match], sides: tuple[str, ...]) -> Iterator[Draft]:
    given = match.pattern.set
    draft = Draft(
        r,
        match.span,
        match.pattern.id,
        given["frame"],
        format=given.get("format"),
        outcome=given.get("outcome"),
        weak=given.get("weak", False),
    )
    status = FRAMES[draft.frame](Cue(r, match, moods, sides, draft))
    asked = (status == "proposed" and draft.frame == "noun") or (status == "cancelled" and draft.frame == "meet")
    enough = 1 if asked or draft.alone or draft.mediators or set(draft.sides) & set(sides) else 2
    if status is None or len(draft.sides) < enough or COMMERCE.search(r.typed, *_around(r, match)):
        return
    draft.status = status
    before = r.typed[max(0, match.span[0] - 60) : match.span[0]]
    draft.other = _OTHER.search(before) is not None
    draft.fresh = draft.fresh or draft.other or _FRESH.search(before) is not None
    yield from pairs(draft) if draft.frame == "broker" else [draft]


def _around(r: Reading, match: Match) -> tuple[int, int]:
    left, right = r.clause(*match.span)
    return max(left, match.span[0] - 60), min(right, match.span[1] + 40)


def _mediating(match: Match) -> list[str]:
    return [c for m in match.sentence.mentions_in(match.groups["m"]) for c in m.parties]


def _attach(drafts: list[Draft], match: Match) -> None:
    """A mediator belongs to the nearest talk of its sentence."""
    mentions = match.sentence.mentions_in(match.groups["m"])
    codes = _mediating(match)
    if not drafts or not codes:
        return
    draft = min(drafts, key=lambda d: max(match.span[0] - d.span[1], d.span[0] - match.span[1]))
    draft.mediators += [c for c in codes if c not in draft.mediators]
    for each in drafts:
        rest = [c for c in each.sides if c not in codes]
        each.sides = rest if len(rest) > 1 else each.sides
    draft.format = draft.format or match.pattern.set.get("format")
    draft.people += [m for m in mentions if m.kind == "PERSON" and m not in draft.people]


def _inherit(drafts: list[Draft]) -> None:
    """ "X met Y on Monday, and a follow-up is planned": a talk without sides is one of those named before it."""
    for earlier, draft in pairwise(drafts):
        if draft.default and not earlier.default and len(earlier.sides) > 1:
            draft.sides, draft.default = list(earlier.sides), False
            draft.mediators += [c for c in earlier.mediators if c not in draft.mediators + draft.sides]


def _each_call(draft: Draft) -> Iterator[Draft]:
    """Calls to several persons of different parties are calls of their own."""
    words = draft.reading.typed[slice(*draft.span)]
    kinds = ("PERSON", "PARTY") if _APART.search(words) else ("PERSON",)
    called = [m for m in draft.people if m.kind in kinds and m.parties and m.parties[0] != draft.sides[0]]
    parties = dict.fromkeys(m.parties[0] for m in called)
    if not called and len(draft.sides) > 2 and _calls_both(draft):
        parties = dict.fromkeys(draft.sides[1:])
    one = _ONE_CALL.search(draft.reading.typed, max(0, draft.span[0] - 30), draft.span[1])
    if draft.frame != "meet" or draft.pattern_id not in ("talk-phone", "talk-spoke") or len(parties) < 2 or one:
        yield draft
        return
    callers = [m for m in draft.people if m.parties and m.parties[0] == draft.sides[0]]
    for code in parties:
        people = [*callers, *(m for m in called if m.parties[0] == code and m.kind == "PERSON")]
        yield replace(draft, sides=[draft.sides[0], code], people=people, fresh=True)


def _calls_both(draft: Draft) -> bool:
    """ "spoke to both presidents", "telephoned both"."""
    r = draft.reading
    first = next((g for g in r.groups if g.start >= draft.span[1]), None)
    if first is not None and first.start - draft.span[1] < 10 and len(first.mentions) == 1:
        return first.mentions[0].text.lower().startswith(("both", "each"))
    return _BOTH.match(r.typed, draft.span[1]) is not None


def _each_meeting(draft: Draft, sides: tuple[str, ...]) -> Iterator[Draft]:
    """ "met X on Monday and Y on Tuesday" are meetings of their own; who meets the article's sides so goes between them."""
    r = draft.reading
    after = [g for g in r.groups if g.start >= draft.span[1] and g.codes and not r.crosses(draft.span[1], g.start)]
    if draft.frame not in ("meet", "host") or draft.default or len(after) < 2 or after[0].start - draft.span[1] > 40:
        yield draft
        return
    met = [after[0]]
    for group in after[1:]:
        between = _AND_THEN.fullmatch(r.typed, met[-1].end, group.start)
        if between is not None and _WHEN_OR_WHERE.search(between.group()) and _ITS.match(r.typed, group.end):
            met.append(group)
    others = {c for g in met for c in g.codes}
    actors = [c for c in draft.sides if c not in others] or draft.mediators
    if len(met) < 2 or not actors or any(c in g.codes for g in met for c in actors):
        yield draft
        return
    goes_between = len(actors) == 1 and actors[0] not in sides and others <= {*sides}
    for number, group in enumerate(met):
        theirs = {m for g in met if g is not group for m in g.mentions}
        people = [m for m in (*draft.people, *persons_of(r, group)) if m not in theirs]
        yield replace(
            draft,
            span=draft.span if number == 0 else (group.start, group.end),
            sides=list(group.codes) if goes_between else [*actors, *group.codes],
            mediators=list(actors)
            if goes_between
            else [c for c in draft.mediators if c not in (*actors, *group.codes)],
            people=list(dict.fromkeys(people)),
            fresh=draft.fresh or number > 0,
        )


def _each_time(draft: Draft) -> Iterator[Draft]:
    """ "The talks, which opened on Saturday, are to be taken up again" tells what was held and what lies ahead."""
    r, (_, end) = draft.reading, draft.span
    before = _SO_FAR.match(r.typed, end) if draft.frame == "noun" and draft.status == "scheduled" else None
    if before is not None and _ANEW.match(r.typed, before.end()):
        yield replace(draft, status="held", people=list(draft.people))
        yield replace(draft, span=(before.end(), before.end() + 1), people=list(draft.people), fresh=True)
    else:
        yield draft


def _each_stop(draft: Draft) -> Iterator[Draft]:
    """ "in Muscat on April 12, in Rome on April 19 and again in Muscat on April 26" are talks of their own."""
    r, (_, end) = draft.reading, draft.span
    stops = _STOPS.search(r.typed, end, end + 260)
    found = list(_ONE_STOP.finditer(r.typed, *stops.span())) if stops else []
    dated = sum("<DATE" in m.group() for m in found)
    if stops is None or r.crosses(end, stops.start()) or (dated < 2 and not stops.group().startswith("one ")):
        yield draft
        return
    for m in found:
        yield replace(draft, span=m.span(), people=list(draft.people), fresh=True)
