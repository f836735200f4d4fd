"""What users add to the reference data: further spellings of what it holds, parties, people and places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from transforms.reference.entities import Party, Person, Place

PARTY_FORMS = ("names", "adj", "people", "capital", "metonyms")
PERSON_FORMS = ("names", "surnames")


@dataclass(frozen=True, slots=True)
class NewAlias:
    """Further spellings of an entity: a party's code, a person's id or a place's name. `form` is the field they go to."""

    target: str
    texts: tuple[str, ...]
    form: str = "names"


Addition = NewAlias | Party | Person | Place
Entity = TypeVar("Entity", Party, Person, Place)


@dataclass(frozen=True, slots=True)
class Additions:
    """A set of additions; equal ones give equal reference data."""

    items: tuple[Addition, ...] = ()

    def to_parties(self, parties: Mapping[str, Party]) -> dict[str, Party]:
        """The parties with those added, and with further spellings; what the lists hold themselves stays as it is."""
        return self._added(parties, [a for a in self.items if isinstance(a, Party)])

    def to_people(self, people: Mapping[str, Person]) -> dict[str, Person]:
        """The same for people."""
        return self._added(people, [a for a in self.items if isinstance(a, Person)])

    def to_places(self, places: Mapping[str, Place]) -> dict[str, Place]:
        """The same for places."""
        return self._added(places, [a for a in self.items if isinstance(a, Place)])

    def _added(self, known: Mapping[str, Entity], new: list[Entity]) -> dict[str, Entity]:
        found = dict(known)
        for entity in new:
            found.setdefault(key_of(entity), entity)
        for alias in self.items:
            if isinstance(alias, NewAlias) and alias.target in found:
                found[alias.target] = _with_texts(found[alias.target], alias)
        return found


def key_of(entity: Party | Person | Place) -> str:
    """A party's code, a person's id, a place's name."""
    if isinstance(entity, Party):
        return entity.code
    return entity.id if isinstance(entity, Person) else entity.name


def _with_texts(entity: Entity, alias: NewAlias) -> Entity:
    if alias.form not in {field.name for field in fields(entity)}:
        raise ValueError(f"{alias.target} has no {alias.form}")
    held: tuple[str, ...] = getattr(entity, alias.form)
    more: dict[str, Any] = {alias.form: tuple(dict.fromkeys((*held, *alias.texts)))}
    return replace(entity, **more)


NO_ADDITIONS = Additions()
