"""The pattern engine: YAML patterns over typed sentences (`transforms/document.py`), shared by the four extractors.

A pattern file `reference/patterns/<name>.yml` holds `macros` (name: regex) and `patterns`, each with

    id        unique over all files
    why       the construction that it covers
    triggers  lower-case words, one of which must stand in the sentence (cheap test before the regex)
    regex     Python regular expression over the typed sentence, in which case does not matter; `{NAME}` inserts a macro,
              named groups are slots, white space in the pattern stands for one blank or more
    anchored  true when every match begins with a word that holds a trigger: only those places are tried, which is fast
    back      of an anchored pattern: how many words before that word a match may begin too (default 0)
    set       constant values that a match gives (status: held)
    match     sentences, written typed, that must match
    no_match  sentences, written typed, that must not
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from ahocorasick_rs import AhoCorasick

from transforms.document import Sentence
from transforms.extract.opened import Opened
from transforms.lazy import lazy
from transforms.reference.files import read_yaml
from transforms.reference.issue_words import openings

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

_MACRO = re.compile(r"\{([A-Z_]+)\}")
# Capitals of a regex; those that belong to its syntax are in the group.
_UPPER = re.compile(r"(\\[A-Z]|\(\?P)|[A-Z]")


@dataclass(frozen=True, eq=False)
class Pattern:
    """One construction of the language.

    The regex reads typed sentences in lower case (`Sentence.typed_lower`), tokens too: that takes half the time of one that
    ignores case. It is compiled when a sentence has one of its triggers, since a few articles need few of them.
    """

    id: str
    why: str
    triggers: tuple[str, ...]
    source: str
    set: Mapping[str, Any]
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    anchored: bool = False
    back: int = 0

    @lazy
    def regex(self) -> re.Pattern[str]:
        """The regex, compiled; a broken one raises ValueError that names the id."""
        try:
            return re.compile(self.source)
        except re.error as error:
            raise ValueError(f"pattern {self.id!r}: {error}") from error

    @lazy
    def slots(self) -> tuple[str, ...]:
        """The names of its groups."""
        return tuple(self.regex.groupindex)

    @lazy
    def anywhere(self) -> re.Pattern[str] | Opened:
        """The regex as it is searched for fastest; one that begins with a token is so already."""
        beginnings = openings(self.source)
        is_told = all(text and not text.startswith("<") for text in beginnings)
        return Opened(self.regex) if is_told else self.regex


class Patterns(tuple[Pattern, ...]):
    """Patterns in the order of their file."""

    @lazy
    def anywhere(self) -> Triggers:
        """The triggers of those that are searched for."""
        return Triggers([(i, p) for i, p in enumerate(self) if not p.anchored])

    @lazy
    def anchored(self) -> Triggers:
        """The triggers of those that are tried where one stands."""
        return Triggers([(i, p) for i, p in enumerate(self) if p.anchored])

    def where(self, keep: Callable[[Pattern], bool]) -> Patterns:
        """Those of them for which a test holds."""
        return Patterns(p for p in self if keep(p))


class Triggers:
    """The trigger words of some patterns, each pattern with its number."""

    def __init__(self, patterns: Sequence[tuple[int, Pattern]]) -> None:
        words = sorted({word for _, pattern in patterns for word in pattern.triggers})
        self._numbers = [frozenset(i for i, p in patterns if word in p.triggers) for word in words]
        self._owners = [tuple((i, p.back) for i, p in patterns if word in p.triggers) for word in words]
        self._indents = [len(word) - len(word.lstrip()) for word in words]
        self._always = frozenset(i for i, p in patterns if not p.triggers)
        self._automaton = AhoCorasick(words)

    def held(self, lowered: str) -> set[int]:
        """The numbers of the patterns of which a trigger stands in a lower-case text."""
        numbers, found = self._numbers, set(self._always)
        for word, _, _ in self._automaton.find_matches_as_indexes(lowered, overlapping=True):
            found |= numbers[word]
        return found

    def places(self, typed: str) -> dict[int, list[int]]:
        """Where matches may begin in a typed sentence in lower case, by the numbers of their patterns.

        That is with the words in which the triggers stand, or up to `back` words before them.
        """
        places: dict[int, list[int]] = {}
        for word, start, _ in self._automaton.find_matches_as_indexes(typed, overlapping=True):
            place = start + self._indents[word]
            begin = _word_start(typed, place)
            for number, back in self._owners[word]:
                starts = places.setdefault(number, [])
                starts += (begin, place) if begin != place else (place,)
                if back:
                    starts += {before for each in (begin, place) for before in _words_before(typed, each, back)}
        return places


class Match(NamedTuple):
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


def read_pattern(entry: Mapping[str, Any], macros: Mapping[str, str]) -> Pattern:
    """A pattern of a YAML entry; a missing field or an unknown macro raises ValueError that names the id."""
    if entry.get("anchored") and not entry.get("triggers"):
        raise ValueError(f"pattern {entry.get('id')!r}: anchored, but without a trigger to begin at")
    try:
        source = re.sub(r"\s+", r"\\s+", expand(" ".join(entry["regex"].split()), macros))
        return Pattern(
            id=entry["id"],
            why=entry["why"],
            triggers=tuple(entry.get("triggers", ())),
            source=_UPPER.sub(lambda m: m.group() if m.group(1) else m.group().lower(), source),
            set=entry.get("set", {}),
            match=tuple(entry.get("match", ())),
            no_match=tuple(entry.get("no_match", ())),
            anchored=bool(entry.get("anchored", False)),
            back=int(entry.get("back", 0)),
        )
    except KeyError as error:
        raise ValueError(f"pattern {entry.get('id')!r}: {error!r}") from error


@cache
def load_patterns(name: str) -> Patterns:
    """The patterns of `reference/patterns/<name>.yml` in file order."""
    data = read_yaml("patterns", f"{name}.yml")
    macros = BASE_MACROS | data.get("macros", {})
    return Patterns(read_pattern(entry, macros) for entry in data["patterns"])


def pattern_files() -> list[str]:
    """The names of all pattern files, sorted."""
    files = resources.files("transforms.reference").joinpath("patterns").iterdir()
    return sorted(file.name.removesuffix(".yml") for file in files)


def find(patterns: Patterns, sentence: Sentence) -> Iterator[Match]:
    """Every match of every pattern in a sentence, in pattern order; patterns without a trigger word are skipped."""
    typed = sentence.typed_lower
    places = patterns.anchored.places(typed)
    for number in sorted(patterns.anywhere.held(sentence.text_lower) | places.keys()):
        pattern = patterns[number]
        for m in _at(pattern.regex, typed, places[number]) if pattern.anchored else pattern.anywhere.finditer(typed):
            yield match_of(pattern, sentence, m)


def _at(regex: re.Pattern[str], typed: str, starts: list[int]) -> list[re.Match[str]]:
    """The matches that begin at some places, none inside another."""
    end, found = 0, []
    for start in sorted(set(starts)) if len(starts) > 1 else starts:
        if start >= end and (m := regex.match(typed, start)) is not None:
            end = m.end()
            found.append(m)
    return found


def match_of(pattern: Pattern, sentence: Sentence, m: re.Match[str]) -> Match:
    """What a pattern found in the lower-case form of a sentence, in the words of the sentence."""
    groups, starts = {}, {}
    for name in pattern.slots:
        start, end = m.span(name)
        if start >= 0:
            groups[name], starts[name] = sentence.typed[start:end], start
    return Match(pattern, sentence, m.span(), groups, starts)


def _words_before(typed: str, place: int, count: int) -> Iterator[int]:
    """Where the last words before a place begin."""
    for _ in range(count):
        place = typed.rfind(" ", 0, place - 1) + 1
        if place <= 0:
            return
        yield place


def _word_start(lowered: str, place: int) -> int:
    while place > 0 and ((before := lowered[place - 1]).isalnum() or before == "_"):
        place -= 1
    return place
