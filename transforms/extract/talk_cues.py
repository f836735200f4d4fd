"""From the words that speak of a talk to a draft of it: who, as what, and whether it was, is to be, or will not be.

`reference/patterns/talks.yml` says where a talk is spoken of and how its actors stand around the words (`frame`);
here the actors are read, the mood of the clause decided, and third parties told from sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from transforms.document import Mention
from transforms.extract.engine import Match, find, load_patterns
from transforms.extract.talk_groups import Group, Reading

_WITH = frozenset({"with", "between", "among", "of", "involving", "for"})
_MET = frozenset({"with", "and", "to", ""})
_NOUN_SKIP = re.compile(r"\b(?:no|any|without|neither|nor|without any|never)\s(?:[a-z-]+\s){0,2}$", re.IGNORECASE)
_DEFINITE = re.compile(
    r"(?:\b(?:the|this|that|these|those|such|said|same|both)|<PRON:\d+>|<DATE:\d+>['’]s?)\s(?:[a-z-]+\s){0,3}$",
    re.IGNORECASE,
)
_FRESH = re.compile(
    r"\b(?:an|a|another|one|earlier|previous|first|second|third|fourth|fifth|sixth|separate|separately|other|former|new|next|further|fresh"
    r"|last|follow-up|later|additional|more)\s(?:[a-z-]+\s){0,3}$",
    re.IGNORECASE,
)
_ADJACENT = re.compile(
    r"(?P<list>(?:the\s)?<(?:DEM|PARTY|PERSON|ORG|PRON):\d+>(?:(?:[-–/]|\s[-–]\s|\sand\s|,\s)(?:the\s)?<(?:DEM|PARTY|PERSON|ORG):\d+>)*)"
    r"(?P<own>['’]s?)?\s?(?P<words>(?:[A-Za-z0-9-]+,?\s){0,4})$"
)
_VERB = re.compile(
    r"\b(?P<verb>h[eo]ld(?:ing|s)?|ha[ds]|have|having|beg[aiu]n\w*|start\w*|resum\w+|conclud\w+|end(?:ed|s)?|wrapp?\w* up|enter\w*|attend\w*|join\w*|continu\w+"
    r"|conduct\w*|complet\w+|open\w*|finish\w*|le(?:ft|ave|aving)|quit|abandon\w*|suspend\w*|pull\w* out of|walk\w* out of|withdr\w+ from|skip\w*"
    r"|boycott\w*|refus\w+|reject\w*|propos\w+|suggest\w*|s[oe]e?ught|seek\w*|want\w*|request\w*|demand\w*|declin\w+|cancel\w*|call\w* (?:off|for)|postpon\w+|scrap\w*"
    r"|return\w* (?:to|from)|arriv\w+ for|gather\w* for|participat\w+ in|participation in|(?:take|took|taking) part in|part in|engag\w+ in|agree\w* (?:to|on)|made|underwent|undertook|br[eo]ke off|rul\w+ out|back(?:ed|s) out of"
    r"|(?P<host>host\w*|mediat\w+|facilitat\w+|broker\w*|chair\w*|conven\w+|sponsor\w*|organi[sz]\w+|arrang\w+|led|leads?|launch\w*|offer\w* to host|initiat\w+|oversee\w*|oversaw))"
    r"(?P<between>\s(?:to\s|hold\s|holding\s|up\s|for\s|in\s|a\s|an\s|the\s|its\s|their\s|<PRON:\d+>\s|<NUM:\d+>\s|<DATE:\d+>\s|(?:-part|[a-z’-]+)\s){0,6}(?:of\s)?)$",
    re.IGNORECASE,
)
_BLOCK = re.compile(
    r"\b(?:at|during|after|before|that|deal|proposals?|plan|truce|ceasefire|cease-fire|demands?|reports?|accus\w+|which|who|because|ahead of"
    r"|following|said|calls|told|when|while)\b"
)
_NEGATED = re.compile(
    r"\b(?:not|never|n['’]t|without|nor|neither|unable to|failed to|yet to|anyone|nobody|no one)\s(?:[a-z]+\s){0,2}$"
)
_UNREAL = re.compile(
    r"\b(?:to|will|would|not|n['’]t|could|can|may|might|must|should|if|until|unless|never|yet|cannot|without|neither|once|nor|let)\s"
    r"(?:(?:have|be|been|ever|first|finally|then|also|[a-z]+ly)\s){0,2}$"
)
_MOTION = re.compile(
    r"\b(?:flew|travel(?:l)?ed|went|came|arrived|gathered|turned up|returned|landed|visited|slipped|assembled|convened|headed|sent|brought)\b"
)
_AGREED_TO_GO_ON = re.compile(
    r"to\s(?:meet|hold|resume|continue|keep|go on|convene|reconvene|return|come|work|begin)\b|that\s$"
)
_PLURAL_NOUN = re.compile(
    r"\b(?:participants|negotiators|delegates|delegations|experts|panels|teams|envoys|officials|commanders|generals|officers|sides|parties|rivals"
    r"|ministers|leaders|presidents|representatives|committees|commissions|the pair|the two|the duo|both|foes|enemies|groups)\s"
    r"(?:[a-z]+\s|<(?:DATE|PLACE|NUM):\d+>\s){0,6}$",
    re.IGNORECASE,
)
_PLURAL = frozenset({"they", "we", "both", "the two", "all"})


@dataclass
class Draft:
    """One talk as one cue speaks of it. `default`: the cue names no sides; `definite`: it points back to a talk."""

    reading: Reading
    span: tuple[int, int]
    pattern_id: str
    frame: str
    status: str
    sides: list[str] = field(default_factory=list)
    mediators: list[str] = field(default_factory=list)
    people: list[Mention] = field(default_factory=list)
    format: str | None = None
    outcome: str | None = None
    default: bool = False
    definite: bool = False
    fresh: bool = False
    weak: bool = False

    def add(self, group: Group | None) -> None:
        """Make a group's parties sides and its persons participants."""
        if group is not None:
            self.sides += [c for c in group.codes if c not in self.sides]
            self.people += [m for m in group.mentions if m.kind in ("PERSON", "PRON", "PARTY") and m not in self.people]

    def mediate(self, group: Group | None) -> None:
        """Make a group's parties mediators."""
        if group is not None:
            self.mediators += [c for c in group.codes if c not in self.mediators]
            self.people += [m for m in group.mentions if m.kind == "PERSON" and m not in self.people]


@dataclass(frozen=True)
class Found:
    """What one sentence gives: drafts of talks, and the mediators that it names."""

    drafts: list[Draft]
    mediators: list[tuple[Match, tuple[str, ...]]]


def read_cues(reading: Reading, sides: tuple[str, ...]) -> Found:
    """The drafts of one sentence; `sides` are those of the article, for cues that name none."""
    matches = list(find(load_patterns("talks"), reading.sentence))
    moods = [m for m in matches if m.pattern.set["frame"] == "mood"]
    mediators = [(m, _codes(m)) for m in matches if m.pattern.set["frame"] == "mediator"]
    drafts = []
    for cue in _apart(m for m in matches if m.pattern.set["frame"] not in ("mood", "mediator")):
        drafts += _draft(reading, cue, moods, sides)
    for match, codes in mediators:
        _attach(drafts, match, codes)
    return Found(drafts, mediators)


def _codes(match: Match) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for m in match.sentence.mentions_in(match.groups["m"]) for c in m.parties))


def _apart(cues: Iterable[Match]) -> list[Match]:
    """Cues that do not overlap: the earlier pattern of the file wins."""
    kept: list[Match] = []
    for cue in cues:
        if not any(cue.span[0] < k.span[1] and k.span[0] < cue.span[1] for k in kept):
            kept.append(cue)
    return sorted(kept, key=lambda m: m.span)


def _attach(drafts: list[Draft], match: Match, codes: tuple[str, ...]) -> None:
    """A mediator belongs to the nearest talk of its sentence."""
    near = [d for d in drafts if d.status != "none"]
    if not near or not codes:
        return
    draft = min(near, key=lambda d: max(match.span[0] - d.span[1], d.span[0] - match.span[1]))
    draft.mediators += [c for c in codes if c not in draft.mediators]
    draft.format = draft.format or match.pattern.set.get("format")
    named = [m for m in match.sentence.mentions_in(match.groups["m"]) if m.kind == "PERSON"]
    draft.people += [m for m in named if m not in draft.people]


def _draft(r: Reading, cue: Match, moods: list[Match], sides: tuple[str, ...]) -> Iterator[Draft]:
    frame = cue.pattern.set["frame"]
    draft = Draft(r, cue.span, cue.pattern.id, frame, "", weak=cue.pattern.set.get("weak", False))
    draft.format = cue.pattern.set.get("format")
    draft.outcome = cue.pattern.set.get("outcome")
    before = r.typed[: cue.span[0]]
    draft.definite = _DEFINITE.search(before) is not None
    draft.fresh = _FRESH.search(before) is not None
    status = _FRAMES[frame](r, draft, cue, moods, sides)
    if status is not None and not _COMMERCE.search(r.typed, max(0, cue.span[0] - 60), cue.span[1] + 40):
        draft.status = status
        yield from _pairs(draft, cue) if frame == "broker" else [draft]


# --- how each frame reads its actors; each gives the status, or None when the cue speaks of no talk ---


def _meet(r: Reading, draft: Draft, cue: Match, moods: list[Match], sides: tuple[str, ...]) -> str | None:
    start, end = cue.span
    status = _status_of_verb(r, cue, moods)
    if status is None:
        return None
    actors, others = (
        r.subject(start),
        r.following(end, _MET) or r.following(start, frozenset({"with", "to", "between"})),
    )
    if others is not None and others.end <= start:
        others = None
    draft.add(actors if actors is None or not actors.speaks or actors.end > start - 30 else None)
    draft.add(others)
    if len(draft.sides) < 2 and set(draft.sides) <= set(sides) and draft.format != "call":
        draft.default, draft.sides = True, list(sides)
    return status if len(draft.sides) >= 2 else None


def _is_plural(group: Group) -> bool:
    last = group.mentions[-1]
    return last.role == "sides" or last.text.lower() in _PLURAL


def _status_of_verb(r: Reading, cue: Match, moods: list[Match]) -> str | None:
    """The status of a verb of meeting: its own tense, else what governs its infinitive."""
    start, end = cue.span
    left, _ = r.clause(start, end)
    before = r.typed[max(left, start - 90) : start]
    if _CONDITION.search(r.typed[:left]) or _NEGATED.search(before):
        return None
    infinitive = _INFINITIVE.match(r.typed, start) or _MODAL.search(before)
    if "status" in cue.pattern.set and not infinitive:
        return str(cue.pattern.set["status"])
    near = [
        m
        for m in moods
        if left <= m.span[0] <= end and start - m.span[1] < 70 and not _BLOCK.search(r.typed, m.span[1], start)
    ]
    for status in ("cancelled", "proposed", "scheduled"):
        if any(m.pattern.set["status"] == status for m in near):
            return status
    return "held" if _MOTION.search(before) else None


_CONDITION = re.compile(r"\b(?:if|unless|until|once)\s$", re.IGNORECASE)
_INFINITIVE = re.compile(
    r"(?:to|will|shall|would|should|can|could|may|might|must|not|going to|’ll|’d)\s", re.IGNORECASE
)
_MODAL = re.compile(
    r"\b(?:to|will|shall|would|should|can|could|may|might|must|['’]ll|['’]d)\s(?:(?:[a-z]+ly|also|then|be|again)\s)*$"
)


def _noun(r: Reading, draft: Draft, cue: Match, moods: list[Match], sides: tuple[str, ...]) -> str | None:
    start, end = cue.span
    before = r.typed[:start]
    if _NOUN_SKIP.search(before):
        return None
    draft.add(r.following(end, _WITH, reach=70))
    verb = _VERB.search(before)
    if verb:
        actors = r.subject(verb.start())
        if actors is not None and (not actors.speaks or len(actors.codes) > 1):
            hosts = verb["host"] is not None and not set(actors.codes) & set(sides) and len(actors.codes) == 1
            (draft.mediate if hosts else draft.add)(actors)
    _add_adjacent(r, draft, sides)
    status = _status_of_noun(r, cue, moods)
    if status == "proposed":
        _urged(r, draft, moods)
    if len(draft.sides) == 1:
        _complete(r, draft, sides)
    if not draft.sides:
        draft.default, draft.sides = True, list(sides)
    if status == "proposed":
        _proposer(r, draft, sides)
    return status if len(draft.sides) >= 2 else None


def _urged(r: Reading, draft: Draft, moods: list[Match]) -> None:
    """ "called on X and Y to return to talks": those who are urged are to talk, not those who urge."""
    for mood in moods:
        if mood.span[1] > draft.span[0] or not _URGES.match(r.typed, mood.span[0]):
            continue
        urged = r.following(mood.span[1], frozenset({"", "on", "to", "with"}), reach=60)
        if urged is not None and urged.end < draft.span[0]:
            explicit = r.following(draft.span[1], frozenset({"with", "between"}), reach=70)
            draft.sides = list(dict.fromkeys((*urged.codes, *(explicit.codes if explicit else ()))))
            draft.people = [m for m in urged.mentions if m.kind == "PERSON"]


_URGES = re.compile(r"(?:urg|call|appeal|press|ask|plead|encourag|invit|has invited|push)", re.IGNORECASE)


def _add_adjacent(r: Reading, draft: Draft, sides: tuple[str, ...]) -> None:
    """ "Russian-Ukrainian talks", "his meeting with"."""
    m = _ADJACENT.search(r.typed[: draft.span[0]])
    if m is None or (m["own"] and len(m["words"].split()) > 3):
        return
    mentions = r.sentence.mentions_in(m["list"])
    codes = list(dict.fromkeys(c for x in mentions for c in x.parties))
    own = m["own"] or mentions[-1].kind == "PRON"
    if len(codes) >= 2 or (own and mentions[-1].kind != "DEM") or set(codes) <= set(sides) - set(draft.sides):
        if len(mentions) == 1 and mentions[0].role == "capital":
            return
        draft.sides = codes + [c for c in draft.sides if c not in codes]
        draft.people = [x for x in mentions if x.kind != "DEM" and x not in draft.people] + draft.people


def _complete(r: Reading, draft: Draft, sides: tuple[str, ...]) -> None:
    """The other side of a talk with one: whoever acts in the sentence, else the other side of the article."""
    actors = r.subject(draft.span[0])
    if (
        actors is not None
        and not actors.speaks
        and set(actors.codes) - set(draft.sides)
        and draft.span[0] - actors.end < 120
    ):
        draft.add(actors)
    elif draft.sides[0] in sides:
        draft.sides = list(sides)
        draft.default = True


def _proposer(r: Reading, draft: Draft, sides: tuple[str, ...]) -> None:
    """A third party that suggests a talk of others is its mediator, not a side."""
    actors = r.subject(draft.span[0])
    if actors is None:
        return
    outside = [c for c in actors.codes if c not in sides]
    rest = [c for c in draft.sides if c not in outside]
    if outside and len(rest) >= 2:
        draft.sides = rest
        draft.mediators += [c for c in outside if c not in draft.mediators]


def _status_of_noun(r: Reading, cue: Match, moods: list[Match]) -> str:
    """The mood nearest to the noun in its clause; a cancelled talk wins over what was planned for it."""
    start, end = cue.span
    left, right = r.clause(start, end)
    near: list[tuple[int, str]] = []
    for mood in moods:
        status = str(mood.pattern.set["status"])
        m_start, m_end = mood.span
        if m_end <= start and m_start >= left and not _BLOCK.search(r.typed, m_end, start):
            gap = start - m_end
            if gap < 70:
                near.append((gap, status))
        elif m_start >= end and m_start < right and status != "proposed":
            between = [g for g in r.groups if end <= g.start < m_start and not g.oblique and not g.possessive]
            if not between and m_start - end < 110:
                near.append((m_start - end, status))
    for gap, status in near:
        if status == "cancelled" and gap < 70:
            return status
    return min(near)[1] if near else "held"


def _agree(r: Reading, draft: Draft, cue: Match, moods: list[Match], sides: tuple[str, ...]) -> str | None:
    start, end = cue.span
    if _UNREAL.search(r.typed[max(0, start - 40) : start]):
        return None
    actors = r.subject(start)
    draft.add(actors)
    draft.add(r.following(end, frozenset({"with"}), reach=60))
    passive = r.following(end, frozenset({"by"}), reach=60)
    if len(draft.sides) < 2 and passive is not None:
        draft.add(passive)
    if len(draft.sides) < 2 and set(draft.sides) <= set(sides):
        draft.default, draft.sides = True, list(sides)
    words = r.typed[start:end]
    draft.outcome = "partial" if _AGREED_TO_GO_ON.search(words) else agreed_outcome(r.typed[start : end + 90])
    return "held" if len(draft.sides) >= 2 else None


_MAIN_OBJECT = re.compile(
    r"\b(?:truce|cease-?fire|armistice|peace|deal|treaty|accord|agreement|pact|settlement|end (?:the|their|its|hostilities|fighting)|stop fighting"
    r"|halt (?:to )?(?:the )?(?:fighting|hostilities)|cessation|framework|declaration|memorandum|protocol|road ?map)\b"
)
_MINOR_OBJECT = re.compile(
    r"\b(?:swap|exchange|another round|next round|joint statement|principles for|agenda|corridors?|monitors|observers|bodies)\b"
)


def agreed_outcome(words: str) -> str:
    """agreement when the words name a truce, treaty or deal; else partial."""
    return "agreement" if _MAIN_OBJECT.search(words) and not _MINOR_OBJECT.search(words) else "partial"


def _accord(r: Reading, draft: Draft, cue: Match, moods: list[Match], sides: tuple[str, ...]) -> str | None:
    start, end = cue.span
    before = r.typed[max(0, start - 40) : start]
    if (
        _NOUN_SKIP.search(before)
        or re.search(r"\b(?:if|a|an|any|new)\s(?:[a-z-]+\s)?$", before)
        and not re.search(r"by|in <|on <", r.typed[end : end + 12])
    ):
        return None
    draft.add(r.following(end, frozenset({"between", "with", "by", "among"}), reach=60))
    _add_adjacent(r, draft, sides)
    inner = [g for g in r.groups if start <= g.start and g.end <= end and not g.oblique]
    for group in inner:
        draft.add(group)
    if set(draft.sides) - set(sides) and len(draft.sides) < 2:
        draft.mediators += [c for c in draft.sides if c not in sides]
        draft.sides = []
    if len(draft.sides) < 2:
        draft.default, draft.sides = True, list(sides)
    draft.mediators = [c for c in draft.mediators if c not in draft.sides]
    return "held" if len(draft.sides) >= 2 else None


def _broker(r: Reading, draft: Draft, cue: Match, moods: list[Match], sides: tuple[str, ...]) -> str | None:
    start, end = cue.span
    if _UNREAL.search(r.typed[max(0, start - 40) : start]):
        return None
    draft.mediate(r.subject(start))
    draft.add(r.following(end, frozenset({"between", "among", "with"}), reach=40))
    if len(draft.sides) < 2:
        draft.default, draft.sides = True, list(sides)
    draft.mediators = [c for c in draft.mediators if c not in draft.sides]
    return "held" if len(draft.sides) >= 2 else None


_PAIR = re.compile(r"<(?:PARTY|PERSON):\d+> and (?:the )?<(?:PARTY|PERSON):\d+>")


def _pairs(draft: Draft, cue: Match) -> Iterator[Draft]:
    """ "between A and B, C and D, and E and F" are agreements of each pair."""
    r = draft.reading
    pairs = list(_PAIR.finditer(r.typed, cue.span[1]))
    if len(pairs) < 3 or draft.default:
        yield draft
        return
    for pair in pairs:
        codes = [c for m in r.sentence.mentions_in(pair.group()) for c in m.parties]
        yield Draft(
            r,
            draft.span,
            draft.pattern_id,
            "broker",
            draft.status,
            codes,
            list(draft.mediators),
            [],
            None,
            draft.outcome,
            fresh=True,
        )


def _host(r: Reading, draft: Draft, cue: Match, moods: list[Match], sides: tuple[str, ...]) -> str | None:
    start, end = cue.span
    host, guests = r.subject(start), r.following(end, frozenset({"", "between", "both"}), reach=40)
    if guests is None or host is None:
        return None
    draft.add(guests)
    status = _status_of_verb(r, cue, moods)
    if re.match(r"(?:invit|has invited|had invited|have invited)", r.typed[start:end], re.IGNORECASE):
        status = "proposed"
    others = [c for c in host.codes if c not in draft.sides]
    if len(draft.sides) >= 2:
        draft.mediate(host)
        draft.mediators = [c for c in others if c in draft.mediators]
    elif others and not re.search(r"mediat|shuttl", r.typed[start:end]):
        draft.add(host)
    both = set(sides) and set(sides) <= set(draft.sides)
    return status if len(draft.sides) >= 2 and (both or _talks_about(r)) else None


def _talks_about(r: Reading) -> bool:
    """Receiving somebody is a talk only when the sentence says what for, or both are persons."""
    return (
        re.search(
            r"talk|meet|negotiat|discuss|sign|summit|mediat|shuttl|dialogue|truce|ceasefire|peace|table|one room|together|settle|conflict|war",
            r.lowered,
        )
        is not None
    )


def _invite(r: Reading, draft: Draft, cue: Match, moods: list[Match], sides: tuple[str, ...]) -> str | None:
    guests = r.following(cue.span[1], frozenset({"to", "for"}), reach=30)
    host = r.following(cue.span[1], frozenset({"from"}), reach=60)
    before = _ADJACENT.search(r.typed[: cue.span[0]])
    inviting = list(host.codes) if host else []
    if before and not host:
        inviting = [c for m in r.sentence.mentions_in(before["list"]) for c in m.parties]
    draft.mediators = [c for c in inviting if c not in sides]
    if guests is not None:
        draft.add(guests)
        draft.sides = [c for c in draft.sides if c not in draft.mediators]
    if len(draft.sides) == 1:
        rest = [c for c in inviting if c not in draft.sides]
        draft.sides, draft.mediators = (draft.sides + rest, []) if rest else (list(sides), draft.mediators)
    if _status_of_noun(r, cue, moods) == "cancelled" or re.search(
        r"\b(?:lapsed|unanswered|declined|spurned)\b", r.lowered
    ):
        return "cancelled" if len(draft.sides) >= 2 else None
    accepted = re.search(r"\baccept", r.lowered)
    return ("scheduled" if accepted else "proposed") if len(draft.sides) >= 2 else None


def _together(r: Reading, draft: Draft, cue: Match, moods: list[Match], sides: tuple[str, ...]) -> str | None:
    actors = r.subject(cue.span[0])
    if actors is None or _UNREAL.search(r.typed[max(0, cue.span[0] - 40) : cue.span[0]]):
        return None
    draft.add(actors)
    several = len(actors.codes) >= 2 and (
        len(actors.mentions) > 1 or _is_plural(actors) or len(actors.mentions[0].parties) > 1
    )
    return "held" if several and cue.span[0] - actors.end < 60 else None


def _contact(r: Reading, draft: Draft, cue: Match, moods: list[Match], sides: tuple[str, ...]) -> str | None:
    if _UNREAL.search(r.typed[max(0, cue.span[0] - 40) : cue.span[0]]):
        return None
    draft.add(r.subject(cue.span[0]))
    first = len(draft.sides)
    draft.add(
        next(
            (g for g in r.groups if g.start >= cue.span[1] and g.preposition == "with" and g.start - cue.span[1] < 90),
            None,
        )
    )
    return "held" if 0 < first < len(draft.sides) else None


_TEAM = re.compile(r"\b(?:team|delegation|negotiators?|envoys?|mediators?|representatives?|delegates)\b")


def _visit(r: Reading, draft: Draft, cue: Match, moods: list[Match], sides: tuple[str, ...]) -> str | None:
    """An envoy who goes where a side sits, or a side's team that goes to a third place."""
    start, end = cue.span
    actors = r.subject(start)
    place = re.compile(r"(?:[^<;,.]{0,40}?\bto )?\s?(?:the )?<(?:PLACE|PARTY):(\d+)>").match(r.typed, end)
    if place is None:
        return None
    where = r.sentence.mentions[int(place[1])]
    if actors is None or actors.speaks or not where.parties or (where.kind == "PARTY" and where.role != "capital"):
        return None
    sends = re.match(
        r"(?:is|are|was|were|will be|sen[dt]s?|dispatch|will send|to send)", r.typed[start:end], re.IGNORECASE
    )
    official = any(
        m.role in ("envoy", "negotiator", "delegation", "mediator", "foreign_minister") for m in actors.mentions
    )
    if not (official or _TEAM.search(r.typed[start : place.end()])) or (
        sends and not _TEAM.search(r.typed[start : place.end()])
    ):
        return None
    country = where.parties[0]
    draft.add(actors)
    own = draft.sides[:1]
    if not own or country in draft.sides:
        return None
    if own[0] in sides and country not in sides:
        draft.sides, draft.default = list(sides), True
    elif country in sides:
        draft.sides.append(country)
    else:
        return None
    ahead = re.match(r"(?:is|are|will)", r.typed[start:end], re.IGNORECASE) or _UNREAL.search(
        r.typed[max(0, start - 30) : start]
    )
    return "scheduled" if ahead else "held"


_COMMERCE = re.compile(
    r"\b(?:trade|tariffs?|business|commercial|wage|pay|labou?r|investment|arms|aircraft|minerals?) (?:deals?|talks|negotiations?|agreements?|pacts?"
    r"|frameworks?|disputes?|summit)\b|\bcabinet meeting\b|\b(?:news|press) (?:conference|briefing)\b|\bparty (?:congress|conference|meeting)\b"
)


def _carry(r: Reading, draft: Draft, cue: Match, moods: list[Match], sides: tuple[str, ...]) -> str | None:
    """Who carries messages is the go-between, unless it is a side that answers the other."""
    if _UNREAL.search(r.typed[max(0, cue.span[0] - 40) : cue.span[0]]):
        return None
    carrier = r.subject(cue.span[0])
    ends = r.following(cue.span[1], frozenset({"between", "to"}), reach=60)
    if carrier is not None and not set(carrier.codes) & set(sides):
        draft.mediate(carrier)
        draft.add(ends if ends is not None and len(ends.codes) >= 2 else None)
    if len(draft.sides) < 2:
        draft.default, draft.sides = True, list(sides)
    draft.mediators = [c for c in draft.mediators if c not in draft.sides]
    return "held" if len(draft.sides) >= 2 and draft.mediators else None


_FRAMES = {
    "carry": _carry,
    "meet": _meet,
    "noun": _noun,
    "agree": _agree,
    "accord": _accord,
    "broker": _broker,
    "host": _host,
    "invite": _invite,
    "together": _together,
    "contact": _contact,
    "visit": _visit,
}
