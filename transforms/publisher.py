"""Whose office an outlet is: the party that says "we" in what it publishes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from transforms.reference.load import Reference, party_names

_OFFICE = re.compile(
    r"(?i:\b(?:ministry|department|office|government|presidency|president|secretariat|secretary-general|press service|press releases?"
    r"|communiqu\w+|embassy|mission|delegation|headquarters|commission|council|chancellery|chair(?:manship)?|co-chairs|palace|state house)\b)"
)
_WORD = re.compile(r"[^\s,;:()/–—]+")
# "European Union and OSCE", "OSCE, EU and UN Co-Chairs"
_SEVERAL = re.compile(r",\s(?:and\s)?|\s(?:and|&)\s|/")
_TOGETHER = re.compile(r"\s(?i:co-chairs|envoys|guarantors|mediators|troika)$")


def publisher(outlet: str | None, reference: Reference) -> tuple[str, ...]:
    """The parties of an outlet which is itself an office of a state or of an organisation, or of several; else none."""
    name = (outlet or "").removeprefix("The ")
    names = _names(reference)
    if (code := party_names(reference).get(name)) is not None:
        return (code,)
    together = [names.get(part) for part in _SEVERAL.split(_TOGETHER.sub("", name))]
    if len(together) > 1 and None not in together:
        return tuple(dict.fromkeys(code for code in together if code is not None))
    return _of_office(name, names) if _OFFICE.search(name) else ()


def _of_office(name: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """The party in the name of an office: the longest name there is, the first of equals."""
    words = _WORD.findall(name)
    return next(((names[run],) for run in _runs(words) if run in names), ())


@cache
def _names(reference: Reference) -> dict[str, str]:
    """Name -> code of the parties, and of states by their capitals."""
    capitals = {city: party.code for party in reference.parties.values() for city in party.capital}
    return capitals | party_names(reference)


def _runs(words: Sequence[str]) -> Iterator[str]:
    """Words that follow each other, the longest runs first."""
    for size in range(len(words), 0, -1):
        yield from (" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
