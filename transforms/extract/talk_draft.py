"""What one cue says of a talk, before sentences are joined into rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from transforms.document import Mention
from transforms.extract.engine import Match
from transforms.extract.talk_groups import Group, Reading
from transforms.extract.talk_people import persons_of

# Talks about something else than conflict, and gatherings that are no talks.
COMMERCE = re.compile(
    r"\b(?:trade|tariffs?|business|commercial|wage|pay|labou?r|investment|arms|aircraft|minerals?) (?:deals?|talks|negotiations?"
    r"|agreements?|pacts?|frameworks?|disputes?|summit)\b|\bcabinet meeting\b|\bparty (?:congress|conference|meeting)\b"
)


@dataclass
class Draft:
    """One talk as one cue speaks of it.

    `default`: the cue names no sides, they are those of the article; `land`: the state that is host; `alone`: a nation talks with itself;
    `fresh`: it speaks of a talk as new ("a round"), `other`: as one more ("the previous round"); `weak`: the word alone does not make a talk.
    """

    reading: Reading
    span: tuple[int, int]
    pattern_id: str
    frame: str
    status: str = "held"
    sides: list[str] = field(default_factory=list)
    mediators: list[str] = field(default_factory=list)
    people: list[Mention] = field(default_factory=list)
    format: str | None = None
    outcome: str | None = None
    land: str | None = None
    default: bool = False
    fresh: bool = False
    other: bool = False
    weak: bool = False
    alone: bool = False

    def add(self, group: Group | None) -> None:
        """Make a group's parties sides (its mediators mediators) and its persons participants."""
        if group is None:
            return
        for m in group.mentions:
            helps = m.role == "mediator" or "mediator" in m.text.lower()
            target = self.mediators if helps else self.sides
            target += [c for c in m.parties if c not in target]
        acting = persons_of(self.reading, group)
        self.people += [m for m in group.mentions if m not in self.people and (m.kind != "PERSON" or m in acting)]

    def mediate(self, group: Group | None) -> None:
        """Make a group's parties mediators."""
        if group is not None:
            self.mediators += [c for c in group.codes if c not in self.mediators]
            self.people += [m for m in persons_of(self.reading, group) if m not in self.people]

    def settle(self) -> None:
        """Nobody is a side and a mediator of the same talk."""
        self.mediators = [c for c in self.mediators if c not in self.sides]


@dataclass
class Cue:
    """A match of a cue pattern in its sentence, with the moods found there and the sides of the article."""

    r: Reading
    match: Match
    moods: list[Match]
    sides: tuple[str, ...]
    draft: Draft

    @property
    def start(self) -> int:
        """Where the cue begins in the typed sentence."""
        return self.match.span[0]

    @property
    def end(self) -> int:
        """Where the cue ends."""
        return self.match.span[1]

    @property
    def words(self) -> str:
        """The cue itself."""
        return self.r.typed[self.start : self.end]

    def before(self, reach: int) -> str:
        """The words before the cue."""
        return self.r.typed[max(0, self.start - reach) : self.start]

    @property
    def inside(self) -> list[Group]:
        """The actors that the cue itself names."""
        return [g for g in self.r.groups if self.start <= g.start and g.end <= self.end]

    @property
    def has_sides(self) -> bool:
        """Whether all sides of the article sit at the talk as far as it is read."""
        return len(self.sides) > 1 and set(self.sides) <= set(self.draft.sides)

    def go_between(self, met: Group) -> bool:
        """Make the one who meets both sides of the article apart from each other its mediator, if there is just one."""
        draft, sides = self.draft, set(self.sides)
        rest = [c for c in draft.sides if c not in sides]
        if len(sides) < 2 or set(met.codes) != sides or len(rest) != 1:
            return False
        draft.sides = [c for c in draft.sides if c in sides]
        draft.mediators += [c for c in rest if c not in draft.mediators]
        return True

    def sides_by_default(self) -> None:
        """The sides of the article where the cue names none."""
        self.draft.default, self.draft.sides = True, list(self.sides)


_UNREAL = re.compile(
    r"\b(?:to|will|would|not|n['’]t|could|can|may|might|must|should|if|until|unless|never|yet|cannot|without|neither|once"
    r"|nor|let)\s(?:(?:have|be|been|ever|first|finally|then|also|[a-z]+ly)\s){0,2}$"
)


def is_unreal(cue: Cue) -> bool:
    """Whether the verb of a cue is negated, conditional or yet to come."""
    return _UNREAL.search(cue.before(40)) is not None
