"""Entries that add to the reference data: spellings of what it holds, parties, people, places."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flows.errors import did_you_mean
from transforms.curation import Entry, Fault
from transforms.reference.additions import PARTY_FORMS, PERSON_FORMS, Addition, NewAlias, key_of
from transforms.reference.aliases import Alias
from transforms.reference.entities import Office, Party, Person, Place

PARTY_KINDS = ("state", "igo", "armed_group", "political", "religious")
PLACE_KINDS = ("city", "region", "border", "venue")

Written = Mapping[str, Any]


@dataclass(frozen=True)
class Form:
    """The keys of an entry, and what it adds."""

    required: tuple[str, ...]
    optional: tuple[str, ...]
    read: Callable[[Written], Addition]


def read_addition(action: str, written: Written) -> Addition:
    """What an entry adds; its keys were looked at before. Raises ValueError for a value of another form."""
    return ADDITIONS[action].read(written)


def _alias(written: Written) -> NewAlias:
    forms = dict.fromkeys((*PARTY_FORMS, *PERSON_FORMS))
    return NewAlias(_text(written, "to"), _texts(written, "texts"), _one_of(written, "form", forms) or "names")


def _party(written: Written) -> Party:
    names = _texts(written, "names")
    spelled = {form: _texts(written, form) for form in (*PARTY_FORMS[1:], "weak")}
    kind = _one_of(written, "kind", PARTY_KINDS) or ""
    country, wikidata = (_text(written, key) or None for key in ("country", "wikidata"))
    return Party(_text(written, "code"), kind, names[0], names, country=country, wikidata=wikidata, **spelled)


def _person(written: Written) -> Person:
    from transforms.names import code_of  # with all that finds names

    name = _text(written, "name")
    offices = tuple(Office.read(text) for text in _texts(written, "offices"))
    surnames = _texts(written, "surnames") or (name.split()[-1],)
    return Person(code_of(name).lower(), name, _texts(written, "names"), surnames, _texts(written, "weak"), offices)


def _place(written: Written) -> Place:
    name, kind = _text(written, "name"), _one_of(written, "kind", PLACE_KINDS) or ""
    city = _text(written, "city") or (name if kind == "city" else None)
    return Place(name, city, _text(written, "country"), kind, _texts(written, "names"), _texts(written, "weak"))


ADDITIONS = {
    "add_alias": Form(("to", "texts"), ("form",), _alias),
    "add_party": Form(("code", "kind", "names"), (*PARTY_FORMS[1:], "weak", "country", "wikidata"), _party),
    "add_person": Form(("name",), ("names", "surnames", "weak", "offices"), _person),
    "add_place": Form(("name", "kind", "country"), ("city", "names", "weak"), _place),
}


def _text(written: Written, key: str) -> str:
    value = written.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"{key}: {value!r} is not a text")
    return value


def _texts(written: Written, key: str) -> tuple[str, ...]:
    value = written.get(key) or []
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(v, str) and v.strip() for v in values):
        raise ValueError(f"{key}: {value!r} is not a list of texts")
    return tuple(dict.fromkeys(values))


def _one_of(written: Written, key: str, allowed: Sequence[str] | Mapping[str, Any]) -> str | None:
    value = written.get(key)
    if value is not None and value not in allowed:
        raise ValueError(f"{key}: {value!r} is no {key}{did_you_mean(str(value), allowed)}")
    return value


def unfit_additions(entries: Sequence[Entry]) -> list[Fault]:
    """Additions that the reference data cannot take: added twice, to what is nothing, or a name of another.

    What the lists hold by now is no fault: the entry is not needed any more.
    """
    added = [entry for entry in entries if entry.addition]
    if not added:
        return []
    from transforms.reference.load import load_reference

    reference = load_reference()
    kinds = {"party": reference.parties, "person": reference.people, "place": reference.places}
    known = {key: kind for kind, entities in kinds.items() for key in entities}
    strong = {alias.text: alias for alias in reference.aliases if not alias.weak}
    seen: set[str] = set()
    faults: list[Fault] = []
    for entry in sorted(added, key=lambda e: isinstance(e.addition, NewAlias)):  # what they name may be added too
        addition = entry.addition
        assert addition is not None
        why = _unfit(addition, known, strong)
        if not isinstance(addition, NewAlias):
            key = key_of(addition)
            why = f"{key} is added twice" if key in seen else why
            seen.add(key)
            known.setdefault(key, type(addition).__name__.lower())
        if why:
            faults.append(Fault(entry, why))
    return faults


def _unfit(addition: Addition, known: Mapping[str, str], strong: Mapping[str, Alias]) -> str | None:
    if isinstance(addition, NewAlias):
        key, texts = addition.target, addition.texts
        if key not in known:
            return f"to: {key!r} is no party code, person id or place of the lists"
        forms = {"party": PARTY_FORMS, "person": PERSON_FORMS, "place": ("names",)}[known[key]]
        if addition.form not in forms:
            return f"form: a {known[key]} has {', '.join(forms)}"
    else:
        key, texts = key_of(addition), addition.names
    for text in texts:
        other = strong.get(text)
        if other and other.target != key:
            return f"{text!r} is a name of {other.target} already"
    return None
