"""Lines that belong to the page and not to the article, and the agency that an article comes from.

The rules are data (`reference/boilerplate.yml`). HTML loses such lines when it is cleaned; the text of JSON records is
kept byte for byte, so later stages ask `is_boilerplate_line` and pass over such paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from transforms.reference.files import read_yaml

DEFAULT_MAX = 200
# "DOHA/JERUSALEM, Jan 15 (Reuters) - ", "Addis Ababa (AP) —": at most this far from the start of the text
AGENCY_LINE_CHARS = 140
# Cleaning asks about each line of a batch, then sentence splitting does again; a batch of pages has about 10,000 lines
REMEMBERED_LINES = 16_384
AGENCY_LINE = re.compile(
    r"\s*(?:(?P<capitals>[A-Z\u00C0-\u00DE][A-Z\u00C0-\u00DE /.,\u2019'-]{2,50}(?=,|\s\())?[^\n(]{0,60})"
    r"\((?P<agency>\w[\w .\u2019'-]{1,28})\)\s?(?:[-\u2013\u2014]{1,2}|:)\s"
)


@dataclass(frozen=True)
class Rule:
    """One kind of line that is dropped; `capitalised` asks that every word be a name or a link word."""

    id: str
    pattern: re.Pattern[str]
    longest: int
    capitalised: bool
    match: tuple[str, ...]
    no_match: tuple[str, ...]

    def drops(self, line: str) -> bool:
        """Whether this rule takes the (stripped) line for boilerplate."""
        if len(line) > self.longest or not self.pattern.match(line):
            return False
        return not self.capitalised or _is_capitalised(line)


@cache
def load_rules() -> tuple[Rule, ...]:
    """The rules of `boilerplate.yml` in the order of the file."""
    return tuple(
        Rule(
            id=entry["id"],
            pattern=re.compile("".join(part.strip() for part in entry["pattern"].splitlines())),
            longest=entry.get("max", DEFAULT_MAX),
            capitalised=entry.get("words") == "capitalised",
            match=tuple(entry["match"]),
            no_match=tuple(entry["no_match"]),
        )
        for entry in _data()["rules"]
    )


def is_boilerplate_line(line: str) -> bool:
    """Whether a line or paragraph is a byline, credit, copyright line, link to other pages or the like."""
    stripped = line.strip()
    if not stripped or len(stripped) > _longest():
        return False
    return _is_dropped(stripped)


@lru_cache(maxsize=REMEMBERED_LINES)
def _is_dropped(line: str) -> bool:
    length = len(line)
    return any(rule.drops(line) for rule in load_rules() if length <= rule.longest)


def strip_boilerplate(lines: Iterable[str]) -> tuple[list[str], list[str]]:
    """The lines of an article without empty ones and boilerplate, and the boilerplate lines."""
    kept: list[str] = []
    dropped: list[str] = []
    for line in lines:
        if line.strip():
            (dropped if is_boilerplate_line(line) else kept).append(line)
    return kept, dropped


def agency_of(text: str, credits: Iterable[str] = ()) -> str | None:
    """The news agency named by the agency line that opens the text, else by one of the credits (authors, bylines).

    A name that no list holds counts after a dateline in capitals: "GABORONE, March 2 (Meridian) -".
    """
    marks = _agency_marks()
    if found := AGENCY_LINE.match(text[:AGENCY_LINE_CHARS]):
        name = found.group("agency")
        if name in marks or (found.group("capitals") and name[0].isupper()):
            return marks.get(name, name)
    for credit in credits:
        for part in re.split(r",| and |\bBy |/|\|", credit):
            if (name := part.strip().removeprefix("by ").strip()) in marks:
                return marks[name]
    return None


def names_in_byline(line: str) -> list[str]:
    """The people that a byline names: "By Ana Perić and Jonas Löwe in Geneva" gives two; agencies are left out."""
    if not (found := re.match(r"(?:By|BY|Words by|Story by|Written by|Text by)[ :]+(.+)", line.strip())):
        return []
    names = re.split(r",| and | AND |&|\||/", re.split(r" (?:in|at|for|from) | [-\u2013\u2014] ", found.group(1))[0])
    cleaned = (name.strip() for name in names)
    return [n for n in cleaned if re.fullmatch(r"[^\d@]+ [^\d@]+", n) and n not in _agency_marks() and _is_person(n)]


def is_agency(name: str) -> bool:
    """Whether an author field names a news agency rather than a person."""
    return name.strip() in _agency_marks()


def _is_person(name: str) -> bool:
    return not re.search(
        r"(?i)\b(staff|correspondents?|desk|agenc(y|ies)|reporters?|editors?|newsroom|team|the)\b", name
    )


def _is_capitalised(line: str) -> bool:
    words = re.findall(r"[^\W\d_][\w\u2019'.-]*", line)[1:]
    data = _data()
    named = [w for w in words if w.lower() not in data["link_words"]]
    return bool(named) and named[0].lower() not in data["no_names"] and all(w[0].isupper() for w in named)


@cache
def _longest() -> int:
    return max(rule.longest for rule in load_rules())


@cache
def _agency_marks() -> dict[str, str]:
    return {mark: name for name, marks in _data()["agencies"].items() for mark in marks}


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml("boilerplate.yml")
    return data
