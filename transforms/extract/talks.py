"""Reports of talks in one article (codebook section 1): cues -> drafts -> rows -> those that stand."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from math import fsum
from typing import Any, NamedTuple

from transforms.document import Document
from transforms.extract.gate import Gate, eased, load_gate
from transforms.extract.opened import Opened
from transforms.extract.talk_cues import read_cues
from transforms.extract.talk_draft import Draft
from transforms.extract.talk_encounter import read_encounter, settle_readout
from transforms.extract.talk_features import features
from transforms.extract.talk_gather import gather
from transforms.extract.talk_groups import Reading
from transforms.extract.talk_loose import loose_talks
from transforms.extract.talk_mediators import find_thanked
from transforms.extract.talk_merge import Row, report, rows_of
from transforms.extract.talk_scene import read_scene
from transforms.extract.talk_seats import Signs, seats
from transforms.extract.talk_third import (
    add_heads,
    add_mediators,
    add_publisher,
    add_thanked,
    loosely_named,
    publisher_of,
    set_apart,
)
from transforms.extract.talk_turns import readings as turns
from transforms.reference.load import Reference

PRIOR = 2.5  # how many times another pair must be named as talking before the article's sides are doubted
LEAD = 3
SPARSE = 300
# of what no pattern tells more is wrong: 0.15 as for the others took held out articles from 0.679 to 0.673
LOWEST_LOOSE = 0.25
_CONFLICT = Opened(
    r"\b(?:wars?|cease-?fires?|truces?|hostages?|abduct\w*|sieges?|besieg\w+|humanitarian (?:pauses?|access|aid|corridors?)|hostilit\w+|inva(?:sion|d\w+)|peace|conflicts?|nuclear|missiles?|troops|fighting"
    r"|violence|attack\w*|aggression|sanctions|prisoners?|captives?|detain\w+|swaps?|rebels?|militants?|insurgen\w+|terroris\w+|occup\w+"
    r"|militia\w*|armed|arm(?:y|ies)|bomb\w*|air ?strikes?|de-?escalat\w+|negotiat\w+|mediat\w+|withdraw\w*|clash\w*|kill\w*|soldiers?)\b",
    any_case=True,
)
_RELEASED = re.compile(
    r"\b(?:releases?d?|freed|swap|(?:prisoner|multilateral) exchange|return of|brings?|brought|coming home|home)\b",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """What the patterns find in an article: the sentences that state something, talks, whom they tell as mediating."""

    readings: list[Reading]
    rows: list[Row]
    mediating: list[str]


class Gates(NamedTuple):
    """What weighs a talk that patterns tell, one that none does, and a party as a side of it or as its mediator."""

    talk: Gate
    loose: Gate
    side: Gate
    mediator: Gate


@cache
def load_gates() -> Gates:
    """The gates as they were last learned."""
    return Gates(*(load_gate(kind) for kind in ("talks", "talks_loose", "talk_sides", "talk_mediators")))


def find_talks(document: Document, reference: Reference) -> list[dict[str, Any]]:
    """The talks that one article reports, one a row, in the order in which they are first spoken of."""
    return [report(row) for row in standing(document, read_talks(document, reference), load_gates())]


def standing(document: Document, told: Told, gates: Gates) -> list[Row]:
    """The talks of an article that stand; loose ones only beside others. The parties of each sit where it is likeliest."""
    chances = [gates.talk.chance(names) for names in features(document, told.rows)] if told.rows else []
    stand = [told.rows[i] for i in upheld(chances, gates.talk.threshold)]
    if not stand:
        return []
    signs, bar = Signs(document, *told), eased(gates.loose.threshold, fsum(chances), LOWEST_LOOSE)
    loose = loose_talks(document, told.readings, told.rows)
    stand += [row for row, names in loose if gates.loose.chance(names) >= bar]
    seated = [seats(row, signs, gates.side, gates.mediator) for row in stand]
    for row, (sides, mediators) in zip(stand, seated, strict=True):
        row.sides, row.mediators = sides, mediators
    return sorted(stand, key=lambda row: row.evidence[0][0].number)


def upheld(chances: list[float], threshold: float) -> list[int]:
    """Which of the talks told in an article stand, by their chances."""
    every = fsum(chances)
    return [i for i, chance in enumerate(chances) if chance >= eased(threshold, every - chance)]


def read_talks(document: Document, reference: Reference) -> Told:
    """What the patterns find in an article; the gates say which of it are talks."""
    drafts: list[Draft] = []
    mediators: list[str] = []
    publisher = publisher_of(document, reference)
    if publisher is not None and not _speaks_of_conflict(document):
        return Told([], [], [])
    readings = list(turns(document, publisher))
    for reading in readings:
        here = document.sides_at(reading.sentence)
        if here or reading.names_parties:
            found = read_cues(reading, here)
            drafts += found.drafts or read_scene(reading, here, document.published)
            mediators += found.mediators
    sides = _talking(document, drafts)
    for draft in drafts:
        if draft.default:
            around = document.local.get(draft.reading.sentence.number, sides)
            draft.sides = [c for c in around if c not in draft.mediators]
        set_apart(draft)
    encounter = read_encounter(document, publisher)
    drafts = [d for d in drafts if d.sides]
    if encounter is None and all(d.frame == "scene" for d in drafts):
        # an article that nowhere speaks of talks outright does not tell of them by place and day
        return Told([], [], [])
    rows = rows_of(document, drafts, [encounter] if encounter else (), plain=publisher is not None)
    if not rows:
        return Told([], [], [])
    mediators += gather(readings, rows, sides)
    if publisher is None:
        loose = (code for reading in readings for code in loosely_named(reading, document.sides))
        add_mediators(rows, sides, mediators, loose)
    else:  # an office writes beside each talk who helped, or thanks them at the end
        inside, own = {publisher, *sides}, publisher in sides
        thanked = [m for r in readings for m in find_thanked(r, inside, strictly=own)]
        add_thanked(rows, sides, publisher, thanked, mediators)
    add_publisher(document, rows, sides, publisher)
    add_heads(document, rows, sides)
    if publisher is not None:
        settle_readout(document, rows, publisher)
        _settle_release(document, rows, publisher)
    return Told(readings, [row for row in rows if _has_two(row)], mediators)


def _speaks_of_conflict(document: Document) -> bool:
    """Whether an office speaks of war, captives or peace at least once in SPARSE words: heads of state meet on much else."""
    wanted = document.text.count(" ") / SPARSE - 1
    return wanted <= 0 or any(number >= wanted for number, _ in enumerate(_CONFLICT.finditer(document.text), start=1))


def _settle_release(document: Document, rows: list[Row], publisher: str) -> None:
    """What an office negotiated for a release that its headline announces has ended in agreement."""
    if document.title is None or _RELEASED.search(document.title) is None:
        return
    own = (row for row in rows if row.status == "held" and publisher in row.sides and len(row.sides) > 1)
    main = next((row for row in own if row.format != "call" and not row.set), None)
    if main is not None and main.outcome is None:
        main.outcome = "agreement"


def _has_two(row: Row) -> bool:
    """Whether a talk has two at the table, unless a nation agrees with itself or one is asked to come."""
    open_yet = row.status in ("proposed", "cancelled")
    return row.alone or open_yet or len({*row.sides, *row.mediators}) > 1


def _talking(document: Document, drafts: list[Draft]) -> tuple[str, ...]:
    """Who talks in this article: its sides, unless its explicit talks are mostly those of another pair."""
    votes: defaultdict[frozenset[str], float] = defaultdict(float, {frozenset(document.sides): PRIOR})
    for draft in drafts:
        if not draft.default and len(draft.sides) == 2:
            votes[frozenset(draft.sides)] += 2 if draft.reading.sentence.number <= LEAD else 1
    best = max(votes, key=lambda pair: (votes[pair], pair == frozenset(document.sides), sorted(pair)))
    return document.sides if best == frozenset(document.sides) else tuple(sorted(best))
