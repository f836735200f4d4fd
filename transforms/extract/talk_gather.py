"""What the sentences around a talk add to it: how it ended, in what form, how long, who led the teams, who mediated.

A talk is told over several sentences; only those with a word for meeting give drafts. The others belong to the talk
told last, as long as they name no other day or town, and near enough; who led a team belongs to the main talk from anywhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from transforms.document import Mention, Sentence
from transforms.extract.opened import Opened
from transforms.extract.talk_groups import Reading
from transforms.extract.talk_mediators import codes_of, find_mediating
from transforms.extract.talk_merge import Row
from transforms.extract.talk_people import find_heads, find_seated
from transforms.extract.talk_slots import find_duration, find_format, find_outcome

Town = tuple[str | None, str | None]

NEAR = 2  # how many sentences a talk is spoken of on without being named again
_UNREAL = Opened(
    r"\b(?:if|unless|until|should|would|could|may|might|will|hopes?|wants?|demand(?:s|ed)|insist(?:s|ed)|urg(?:es|ed)"
    r"|call(?:s|ed) (?:for|on)|propos(?:es|ed|al)|must)\b|['’]ll\b"
)
_IN_PASSING = frozenset(
    {
        "talk-noun",
        "talk-meeting",
        "talk-scene",
        "talk-negotiating",
        "talk-accord",
        "talk-accord-between",
        "talk-brokered-accord",
        "talk-accord-renewed",
    }
)
_SAME_PLACE = Opened(
    r"\b(?:in|at|to) (?:the|this|that) (?:very )?same (?:[a-z]+ )?(?:city|town|capital|place|venue|hotel|resort|village|building|palace|room|villa)\b"
)
_OF_TALKS = Opened(
    r"\b(?:they|both|the two|the pair|the three|sides|delegations?|teams?|nothing|no (?:document|paper|text|draft|agreement|deal|progress)"
    r"|talks|meetings?|sessions?|sitting|rounds?|encounter|participants|parties|negotiat\w+|outcome|result|upshot|communiqu[eé]|statement"
    r"|discussions|consultations|evening|summit)\b"
)


def gather(readings: Iterable[Reading], rows: list[Row], sides: tuple[str, ...]) -> list[str]:
    """Fill the open slots of an article's talks; return all whom its sentences tell as mediating."""
    mediating: list[str] = []
    for each in rows:
        _unseat(each)
    main = next((row for row in rows if row.status == "held" and len({*sides} & {*row.sides}) > 1), None)
    town: Town = (None, None)
    for reading, told, row in _owned(readings, rows):
        owner = told or row
        found = find_mediating(reading, sides)
        mediating += codes_of(found)
        if told is not None:
            town = _place(told, reading, town)
        if owner is not None:
            _mediate(owner, found)
        if row is not None and told is None:
            row.format = row.format or find_format(reading.lowered, row.status)
            _end(row, reading)
        leading = owner or main
        if leading is not None:
            _people(leading, find_heads(reading))
        if owner is not None:
            _people(owner, find_seated(reading))
    return mediating


def _owned(readings: Iterable[Reading], rows: list[Row]) -> Iterator[tuple[Reading, Row | None, Row | None]]:
    """Each sentence with the one talk that it was read for, and the one that it goes on about."""
    told: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        for sentence, _ in row.evidence:
            told[sentence.number].append(row)
    current: Row | None = None
    last = -9
    for reading in readings:
        number = reading.sentence.number
        here = told.get(number)
        if here:
            current, last = here[0] if len(here) == 1 else None, number
            yield reading, current, current
        else:
            near = current is not None and number - last <= NEAR and not _elsewhere(reading.sentence, current)
            yield reading, None, current if near else None


def _elsewhere(sentence: Sentence, row: Row) -> bool:
    """Whether a sentence names another day or town than the talk's."""
    return any(_another_day(m, row) or _another_town(m, row) for m in sentence.mentions)


def _another_day(m: Mention, row: Row) -> bool:
    if m.when is None or m.when.start is None or m.when.end is None or row.when is None:
        return False
    return m.when.start > row.when.end or m.when.end < row.when.start


def _another_town(m: Mention, row: Row) -> bool:
    return m.kind == "PLACE" and m.role == "city" and row.city is not None and m.name != row.city


def _mediate(row: Row, found: list[Mention]) -> None:
    if row.set:
        return
    outside = [m for m in found if not {*m.parties} & {*row.sides}]
    row.mediators += [c for c in codes_of(outside) if c not in row.mediators]
    _people(row, outside)


def _unseat(row: Row) -> None:
    """A leader named alone where the talks of others are spoken of is no participant: "Y stalled the negotiations"."""
    if not row.default or not {pattern for _, pattern in row.evidence} <= _IN_PASSING:
        return
    persons = [m for m in row.people if m.kind in ("PERSON", "PRON")]
    if len({m.parties[0] for m in persons if m.parties} & {*row.sides}) > 1:
        return
    left = [m for m in row.people if m.role != "leader"]
    if len(left) < len(row.people) and not left and row.level == "leaders":
        row.level = None
    row.people = left


def _place(row: Row, r: Reading, before: Town) -> Town:
    """Give a talk without a place that of the talk told before ("in the same city"), or of the dateline; return the last one."""
    if row.city is None and _SAME_PLACE.search(r.lowered):
        row.city, row.country = before
    line = next((m for m in r.sentence.mentions if m.kind == "DATELINE" and m.name and m.country), None)
    if row.city is None and row.country is None and line is not None and row.status == "held":
        row.city, row.country = line.name, line.country
    return (row.city, row.country) if row.city else before


def _end(row: Row, r: Reading) -> None:
    about = _OF_TALKS.search(r.lowered)
    if about is None or row.status != "held" or _UNREAL.search(r.lowered):
        return
    row.duration = row.duration or find_duration(r, about.span())
    row.outcome = row.outcome or find_outcome(r.lowered, None)


def _people(row: Row, found: Iterable[Mention]) -> None:
    known = {m.name for m in row.people}
    row.people += [m for m in dict.fromkeys(found) if m.kind == "PERSON" and m.name and m.name not in known]
