"""Reference data: who and what may be named in an article, read from the YAML and CSV files of this folder.

`cities.csv` is derived from the GeoNames database (https://www.geonames.org, CC BY 4.0) by `cities.py`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from transforms.reference.additions import NO_ADDITIONS, Additions
from transforms.reference.aliases import Alias, expand, settle
from transforms.reference.entities import Office, Organisation, Outlet, Party, Person, Place
from transforms.reference.files import read_data, read_yaml

_PARTY_FORMS = {
    "names": "name",
    "adj": "demonym_adj",
    "people": "demonym_noun",
    "capital": "capital",
    "metonyms": "metonym",
}


@dataclass(frozen=True, slots=True)
class HeadNoun:
    """A noun by which a party acts; `bare`: without a party before it, it stands for a side of the article."""

    role: str
    bare: bool


@dataclass(frozen=True, eq=False)
class Reference:
    """All reference data. `titles`, `title_owners` and `head_nouns` are keyed by lower-case phrase, `cities` by name."""

    parties: Mapping[str, Party]
    people: Mapping[str, Person]
    places: Mapping[str, Place]
    outlets: Mapping[str, Outlet]
    organisations: Mapping[str, Organisation]
    cities: Mapping[str, str]
    titles: Mapping[str, str]
    title_owners: Mapping[str, str]
    title_prefixes: frozenset[str]
    honorifics: frozenset[str]
    head_nouns: Mapping[str, HeadNoun]
    female_names: frozenset[str]
    aliases: tuple[Alias, ...]

    def kind_of(self, code: str) -> str | None:
        """The kind of a party (state, igo, armed_group, political, religious); None for one that no list knows."""
        party = self.parties.get(code)
        return party.kind if party is not None else None

    def countries(self, code: str) -> tuple[str, ...]:
        """Name the states behind a party: itself, its members' or the one it acts in; empty for world organisations."""
        party = self.parties.get(code)
        if party is None:
            return ()
        if party.kind == "state":
            return (code,)
        return party.members or ((party.country,) if party.country else ())


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in entry.items()}


def _party(code: str, kind: str, entry: Mapping[str, Any]) -> Party:
    known = [*entry.get("names", ()), *entry.get("people", ()), *entry.get("weak", ())]
    try:
        return Party(code=code, kind=kind, name=known[0], **_tuples(entry))
    except (IndexError, TypeError) as error:
        raise ValueError(f"reference/parties.yml: {code}: no name, or an unknown field: {error}") from error


def _parties() -> dict[str, Party]:
    data = read_yaml("parties.yml")
    states = {code: _party(code, "state", entry) for code, entry in data["states"].items()}
    actors = {
        code: _party(code, entry["kind"], {k: v for k, v in entry.items() if k != "kind"})
        for code, entry in data["actors"].items()
    }
    return states | actors


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _office(text: str, person: str) -> Office:
    try:
        return Office.read(text)
    except ValueError as error:
        raise ValueError(f"reference/people.csv: {person}: {error}") from error


def _people() -> dict[str, Person]:
    people = {}
    for row in csv.DictReader(read_data("people.csv").splitlines()):
        offices = tuple(_office(o, row["id"]) for o in _split(row["offices"]))
        marked = _split(row["surnames"])
        people[row["id"]] = Person(
            id=row["id"],
            name=row["name"],
            names=_split(row["names"]),
            surnames=tuple(s.removeprefix("?") for s in marked),
            weak=tuple(s.removeprefix("?") for s in marked if s.startswith("?")),
            offices=offices,
        )
    return people


def _places() -> dict[str, Place]:
    return {
        name: Place(
            name=name,
            city=entry.get("city", name if entry["kind"] == "city" else None),
            country=entry["country"],
            kind=entry["kind"],
            names=tuple(entry.get("names", ())),
            weak=tuple(entry.get("weak", ())),
        )
        for name, entry in read_yaml("places.yml").items()
    }


def _outlets() -> tuple[dict[str, Outlet], dict[str, Organisation]]:
    data = read_yaml("outlets.yml")
    outlets = {name: Outlet(name=name, **_tuples(entry)) for name, entry in data["outlets"].items()}
    organisations = {name: Organisation(name=name, **_tuples(entry)) for name, entry in data["organisations"].items()}
    return outlets, organisations


def _british_and_american(words: list[str]) -> Iterator[str]:
    for word in words:
        yield word
        if "defence" in word:
            yield word.replace("defence", "defense")


def _titles(data: Mapping[str, Any]) -> dict[str, str]:
    return {t: role for role, words in data["titles"].items() for t in _british_and_american(words)}


def _head_nouns(data: Mapping[str, Any]) -> dict[str, HeadNoun]:
    found: dict[str, HeadNoun] = {}
    for entry in data["head_nouns"]:
        for word in _british_and_american(entry["words"]):
            found.setdefault(word, HeadNoun(entry["role"], entry["bare"]))
    return found


def _party_aliases(party: Party) -> list[Alias]:
    aliases = []
    listed: set[str] = set()
    for field, form in _PARTY_FORMS.items():
        texts = getattr(party, field)
        listed |= set(texts)
        aliases += expand(texts, "party", party.code, form, party.weak)
    rest = [t for t in party.weak if t not in listed]
    return aliases + expand(rest, "party", party.code, "name", party.weak)


def _person_aliases(person: Person) -> list[Alias]:
    full = expand([person.name, *person.names], "person", person.id, "full")
    return full + expand(person.surnames, "person", person.id, "surname", person.weak)


def _aliases(
    parties: Mapping[str, Party],
    people: Mapping[str, Person],
    places: Mapping[str, Place],
    outlets: Mapping[str, Outlet],
    organisations: Mapping[str, Organisation],
) -> tuple[Alias, ...]:
    found: list[Alias] = []
    for party in parties.values():
        found += _party_aliases(party)
    for person in people.values():
        found += _person_aliases(person)
    for place in places.values():
        found += expand(dict.fromkeys([place.name, *place.names, *place.weak]), "place", place.name, "name", place.weak)
    for outlet in outlets.values():
        texts = dict.fromkeys([outlet.name, *outlet.names, *outlet.weak])
        found += expand(texts, "outlet", outlet.name, "name", outlet.weak)
    for organisation in organisations.values():
        found += expand([organisation.name, *organisation.names], "organisation", organisation.name, "name")
    return settle(found)


def _cities() -> dict[str, str]:
    rows = (line.rpartition(",") for line in read_data("cities.csv").splitlines()[1:])
    return {name.strip('"'): country for name, _, country in rows}


def load_reference(additions: Additions = NO_ADDITIONS) -> Reference:
    """The reference data of this folder, read once, with what the user adds to them.

    A broken entry raises ValueError that names file and entry.
    """
    return _read_all(additions)


@cache
def _read_all(additions: Additions) -> Reference:
    parties, people, places = _parties(), _people(), _places()
    parties, people, places = additions.to_parties(parties), additions.to_people(people), additions.to_places(places)
    outlets, organisations = _outlets()
    titles = read_yaml("titles.yml")
    return Reference(
        parties=parties,
        people=people,
        places=places,
        outlets=outlets,
        organisations=organisations,
        cities=_cities(),
        titles=_titles(titles),
        title_owners=titles["owners"],
        title_prefixes=frozenset(titles["prefixes"]),
        honorifics=frozenset(titles["honorifics"]),
        head_nouns=_head_nouns(titles),
        female_names=frozenset(read_yaml("given_names.yml")["female"]),
        aliases=_aliases(parties, people, places, outlets, organisations),
    )


@cache
def party_names(reference: Reference) -> dict[str, str]:
    """Name -> code of the parties, by the names that stand for nothing else."""
    return {a.text: a.target for a in reference.aliases if a.kind == "party" and not a.weak}
