"""What the reference data hold: one class for each kind of entity that an article may name."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Party:
    """A state or another actor; `kind` is state, igo, armed_group, political or religious.

    `country` is the state that a group acts in or against, `members` the parties that a joint name stands for.
    """

    code: str
    kind: str
    name: str
    names: tuple[str, ...] = ()
    adj: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    capital: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    country: str | None = None
    members: tuple[str, ...] = ()
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """What a person was for a party, in years, both included; None is open."""

    party: str
    role: str
    start: int | None = None
    end: int | None = None

    @classmethod
    def read(cls, text: str) -> Office:
        """An office written as PARTY:role:from-to, the years as far as they are known. Raises ValueError."""
        try:
            party, role, years = text.split(":")
            start, _, end = years.partition("-")
            return cls(party, role, int(start) if start else None, int(end) if end else None)
        except ValueError:
            raise ValueError(f"office {text!r} is not PARTY:role:from-to") from None

    def covers(self, year: int) -> bool:
        """Whether the office was held at some time of the year."""
        return (self.start is None or self.start <= year) and (self.end is None or year <= self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """A person; `surnames` are short names used alone, `weak` those of them that others bear too, `offices` by time."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    offices: tuple[Office, ...] = ()

    def office(self, year: int | None = None) -> Office | None:
        """Give the latest office of the year, else the last one begun before it, else the first."""
        if year is None or not self.offices:
            return self.offices[-1] if self.offices else None
        held = [o for o in self.offices if o.covers(year)] or [o for o in self.offices if (o.start or 0) <= year]
        return held[-1] if held else self.offices[0]


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `kind` is city, region, venue or border. `city` is None for a region, `country` ISO alpha-3."""

    name: str
    city: str | None
    country: str | None
    kind: str
    names: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlet:
    """A news outlet or channel; `kind` is agency, newspaper, broadcaster, website or social."""

    name: str
    kind: str
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation that is no party; `kind` is un, aid, rights, research or company."""

    name: str
    kind: str
    names: tuple[str, ...] = ()
