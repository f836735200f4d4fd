"""The pattern engine: YAML patterns over typed sentences (`transforms/document.py`), shared by the four extractors.

A pattern file `reference/patterns/<name>.yml` holds `macros` (name: regex) and `patterns`, each with

    id        unique over all files
    why       the construction that it covers
    triggers  lower-case words, one of which must stand in the sentence (cheap test before the regex)
    regex     Python regular expression over the typed sentence; `{NAME}` inserts a macro, named groups are slots,
              white space in the pattern stands for one blank or more
    anchored  true when every match begins with a word that holds a trigger: only those places are tried, which is fast
    back      of an anchored pattern: how many words before that word a match may begin too (default 0)
    set       constant values that a match gives (status: held)
    match     sentences, written typed, that must match
    no_match  sentences, written typed, that must not
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml
from ahocorasick_rs import AhoCorasick

from transforms.document import Sentence

# Shared by all pattern files; a file's own macros come on top.
BASE_MACROS = {
    "PARTY": r"<PARTY:\d+>",
    "PERSON": r"<PERSON:\d+>",
    "DEM": r"<DEM:\d+>",
    "PLACE": r"<PLACE:\d+>",
    "ORG": r"<ORG:\d+>",
    "OUTLET": r"<OUTLET:\d+>",
    "DATE": r"<DATE:\d+>",
    "NUM": r"<NUM:\d+>",
    "PRON": r"<PRON:\d+>",
    "ACTOR": r"(?:<NUM:\d+> )?<(?:PARTY|PERSON|ORG|PRON):\d+>",
    "ACTORS": r"{ACTOR}(?:(?:, (?:and |with )?|,? and | as well as | along with | together with ){ACTOR})*",
    "SOURCE": r"<(?:PARTY|PERSON|ORG|OUTLET|PRON):\d+>",
}

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast
_MACRO = re.compile(r"\{([A-Z_]+)\}")


@dataclass(frozen=True)
class Pattern:
    """One construction of the language, compiled."""

    id: str
    why: str
    triggers: tuple[str, ...]
    regex: re.Pattern[str]
    set: Mapping[str, Any]
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    anchored: bool = False
    back: int = 0


@dataclass(frozen=True)
class Match:
    """One place where a pattern holds: group spans are pieces of the typed sentence."""

    pattern: Pattern
    sentence: Sentence
    span: tuple[int, int]
    groups: Mapping[str, str]
    starts: Mapping[str, int]

    def verbatim(self, group: str) -> str:
        """The group's words as they stand in the article."""
        return self.sentence.untyped(self.groups[group])


def expand(regex: str, macros: Mapping[str, str]) -> str:
    """The regex with macros inserted, recursively; an unknown macro raises KeyError."""
    while (found := _MACRO.search(regex)) is not None:
        regex = regex[: found.start()] + f"(?:{macros[found.group(1)]})" + regex[found.end() :]
    return regex


def compile_pattern(entry: Mapping[str, Any], macros: Mapping[str, str]) -> Pattern:
    """A pattern of a YAML entry; a missing field or a broken regex raises ValueError that names the id."""
    try:
        source = re.sub(r"\s+", r"\\s+", expand(" ".join(entry["regex"].split()), macros))
        return Pattern(
            id=entry["id"],
            why=entry["why"],
            triggers=tuple(entry.get("triggers", ())),
            regex=re.compile(source, re.IGNORECASE),
            set=entry.get("set", {}),
            match=tuple(entry.get("match", ())),
            no_match=tuple(entry.get("no_match", ())),
            anchored=bool(entry.get("anchored", False)),
            back=int(entry.get("back", 0)),
        )
    except (KeyError, re.error) as error:
        raise ValueError(f"pattern {entry.get('id')!r}: {error!r}") from error


@cache
def load_patterns(name: str) -> tuple[Pattern, ...]:
    """The patterns of `reference/patterns/<name>.yml` in file order."""
    path = resources.files("transforms.reference").joinpath("patterns", f"{name}.yml")
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    macros = BASE_MACROS | data.get("macros", {})
    return tuple(compile_pattern(entry, macros) for entry in data["patterns"])


class _Triggers:
    """The trigger words of some patterns: one pass over a sentence tells which may match, another one where."""

    def __init__(self, patterns: tuple[Pattern, ...]) -> None:
        self.patterns = patterns  # kept, so that the id that this is stored under stays taken
        self.free = _Words(patterns, [i for i, p in enumerate(patterns) if not p.anchored])
        self.anchored = _Words(patterns, [i for i, p in enumerate(patterns) if p.anchored])
        self.always = {i for i, p in enumerate(patterns) if not p.triggers}

    def open(self, words: _Words, lowered: str) -> set[int]:
        """The patterns one of whose triggers stands in a lower-case text."""
        return self.always.union(*(owners for owners, _, _ in words.hits(lowered)))

    def places(self, lowered: str) -> dict[int, set[int]]:
        """Where the triggers of each anchored pattern stand, and the words that hold them begin."""
        found: dict[int, set[int]] = {}
        for owners, start, indent in self.anchored.hits(lowered):
            places = (start + indent, _word_start(lowered, start + indent))
            for i in owners:
                found.setdefault(i, set()).update(places)
        return found


class _Words:
    """An automaton of the triggers of some patterns, each with the numbers of its patterns and its leading blanks."""

    def __init__(self, patterns: tuple[Pattern, ...], numbers: list[int]) -> None:
        words = sorted({word for i in numbers for word in patterns[i].triggers})
        owners = [tuple(i for i in numbers if word in patterns[i].triggers) for word in words]
        self.of = [(o, len(word) - len(word.lstrip())) for o, word in zip(owners, words, strict=True)]
        self.automaton = AhoCorasick(words)

    def hits(self, lowered: str) -> Iterator[tuple[tuple[int, ...], int, int]]:
        """Each trigger in a lower-case text: its patterns, its place, its leading blanks."""
        for word, start, _ in self.automaton.find_matches_as_indexes(lowered, overlapping=True):
            owners, indent = self.of[word]
            yield owners, start, indent


_TRIGGERS: dict[int, _Triggers] = {}
_LETTER = re.compile(r"\w")


def find(patterns: tuple[Pattern, ...], sentence: Sentence) -> Iterator[Match]:
    """Every match of every pattern in a sentence, in pattern order; patterns without a trigger word are skipped."""
    triggers = _TRIGGERS.get(id(patterns)) or _TRIGGERS.setdefault(id(patterns), _Triggers(patterns))
    typed, text = sentence.typed, sentence.text.lower()
    lowered = typed.lower()
    opened = triggers.open(triggers.free, text)
    places: dict[int, set[int]] = {}
    if len(lowered) == len(typed):
        places = triggers.places(lowered)
    else:  # places in one are none in the other
        opened |= triggers.open(triggers.anchored, text)
    for i in sorted(opened.union(places)):
        pattern = patterns[i]
        matches = _at_words(pattern, typed, places[i]) if i in places else pattern.regex.finditer(typed)
        for m in matches:
            groups = {k: v for k, v in m.groupdict().items() if v is not None}
            yield Match(pattern, sentence, m.span(), groups, {k: m.start(k) for k in groups})


def _at_words(pattern: Pattern, typed: str, places: set[int]) -> Iterator[re.Match[str]]:
    """The matches that begin with the words in which the triggers stand, or up to `back` words before them."""
    end = 0
    if pattern.back:
        places = places.union(*(_words_before(typed, place, pattern.back) for place in places))
    for start in sorted(places):
        if start >= end and (m := pattern.regex.match(typed, start)) is not None:
            end = m.end()
            yield m


def _words_before(typed: str, place: int, count: int) -> Iterator[int]:
    """Where the last words before a place begin."""
    for _ in range(count):
        place = typed.rfind(" ", 0, place - 1) + 1
        if place <= 0:
            return
        yield place


def _word_start(lowered: str, place: int) -> int:
    while place > 0 and _LETTER.match(lowered, place - 1):
        place -= 1
    return place
