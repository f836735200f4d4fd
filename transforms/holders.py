"""Who "President Smith" is: who of that surname held such an office when the article was written.

Most surnames are shared, so alone they name nobody of the reference data. With a title before it and the year, a surname
names one person or a few, and of a few the article speaks of the state of one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache

from transforms.document import Mention
from transforms.people import fold, may_be_same_first_name, words_of_name
from transforms.reference.entities import Office, Person
from transforms.reference.load import Reference

# the offices of the reference data that a title of each role may stand for, the usual one first
_OFFICES = {
    "leader": ("leader", "mediator"),
    "foreign_minister": ("foreign_minister",),
    "defence_minister": ("defence_minister",),
    "minister": ("minister", "foreign_minister", "defence_minister", "official"),
    "envoy": ("envoy", "mediator", "negotiator", "official"),
    "negotiator": ("negotiator", "envoy", "minister", "official"),
    "mediator": ("mediator", "envoy"),
    "spokesman": ("spokesman",),
    "commander": ("commander", "leader", "official"),
    "official": ("official",),
}
# these are known by title and surname alone; a minister or envoy only where the article names his side too
_KNOWN_ANYWHERE = re.compile(
    r"(?i:\b(?:president|prime minister|premier|chancellor|foreign minister|foreign secretary|secretary of state|secretary-general"
    r"|king|emir|sultan|pope)\b)|^(?:Former )?Secretary\b"
)
_ONCE = re.compile(r"(?i:\b(?:former|ex|late|then)\b)")
_FAMILY_NAME_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "KHM"})
_AROUND = 1  # years by which the dates of an office may be off, or an article lag behind


def holder(m: Mention, named: frozenset[str], published: date | None, reference: Reference) -> tuple[str, str] | None:
    """Id and party of the person whom a title and a surname mean in an article that names some parties; None if unclear."""
    words = words_of_name(m.name or "")
    if published is None or not words or m.role not in _OFFICES:
        return None
    known = [p for p in _by_surname(reference).get(words[-1], ()) if _may_be(words[:-1], p)]
    once = _ONCE.search(m.text) is not None
    for role in _OFFICES[m.role]:
        found = {
            (p.id, o.party): None for p in known for o in p.offices if o.role == role and _held(o, published, once)
        }
        near = [(who, party) for who, party in found if party in named]
        if len({party for _, party in near}) == 1:
            return near[0]
        if not near and len(found) == 1 and _KNOWN_ANYWHERE.search(m.text):
            return next(iter(found))
    return None


def _held(office: Office, published: date, once: bool) -> bool:
    if once:
        return office.start is None or office.start <= published.year
    return any(office.covers(published.year + off) for off in range(-_AROUND, _AROUND + 1))


def _may_be(first_names: Iterable[str], person: Person) -> bool:
    """Whether a person may be called by the words that stand before the surname."""
    own = [word for name in (person.name, *person.names) for word in words_of_name(name)]
    return all(any(may_be_same_first_name(word, other) for other in own) for word in first_names)


@cache
def _by_surname(reference: Reference) -> Mapping[str, tuple[Person, ...]]:
    """Folded surname -> the persons who bear it."""
    found: defaultdict[str, dict[str, Person]] = defaultdict(dict)
    for person in reference.people.values():
        for word in _surnames(person):
            found[word][person.id] = person
    return {word: tuple(persons.values()) for word, persons in found.items()}


def _surnames(person: Person) -> Iterator[str]:
    for name in (person.name, *person.names, *person.surnames):
        words = words_of_name(name)
        if words:
            yield words[-1]
            if any(o.party in _FAMILY_NAME_FIRST for o in person.offices):
                yield fold(words[0])
