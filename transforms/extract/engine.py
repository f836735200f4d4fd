"""The pattern engine: YAML patterns over typed sentences (`transforms/document.py`), shared by the four extractors.

A pattern file `reference/patterns/<name>.yml` holds `macros` (name: regex) and `patterns`, each with

    id        unique over all files
    why       the construction that it covers
    triggers  lower-case words, one of which must stand in the sentence (cheap test before the regex)
    regex     Python regular expression over the typed sentence; `{NAME}` inserts a macro, named groups are slots,
              white space in the pattern stands for one blank or more
    anchored  true when every match begins with a word that holds a trigger: only those places are tried, which is fast
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
    """All trigger words of some patterns in one automaton: one pass over a sentence tells which may match, and where."""

    def __init__(self, patterns: tuple[Pattern, ...]) -> None:
        self.patterns = patterns  # kept, so that the id that this is stored under stays taken
        self.words = sorted({word for p in patterns for word in p.triggers})
        self.owners = [[i for i, p in enumerate(patterns) if word in p.triggers] for word in self.words]
        self.indents = [len(word) - len(word.lstrip()) for word in self.words]
        self.always = {i for i, p in enumerate(patterns) if not p.triggers}
        self.automaton = AhoCorasick(self.words)

    def open(self, lowered: str) -> list[int]:
        """The patterns one of whose triggers stands in a lower-case text, in order."""
        words = {hit[0] for hit in self.automaton.find_matches_as_indexes(lowered, overlapping=True)}
        return sorted(self.always.union(*(self.owners[word] for word in words)))

    def places(self, lowered: str) -> dict[int, list[int]]:
        """Where the triggers of each anchored pattern stand."""
        found: dict[int, list[int]] = {}
        for word, start, _ in self.automaton.find_matches_as_indexes(lowered, overlapping=True):
            for i in self.owners[word]:
                if self.patterns[i].anchored:
                    found.setdefault(i, []).append(start + self.indents[word])
        return found


_TRIGGERS: dict[int, _Triggers] = {}
_LETTER = re.compile(r"\w")


def find(patterns: tuple[Pattern, ...], sentence: Sentence) -> Iterator[Match]:
    """Every match of every pattern in a sentence, in pattern order; patterns without a trigger word are skipped."""
    triggers = _TRIGGERS.get(id(patterns)) or _TRIGGERS.setdefault(id(patterns), _Triggers(patterns))
    typed = sentence.typed
    lowered = typed.lower()
    places = triggers.places(lowered) if len(lowered) == len(typed) else None
    for i in triggers.open(sentence.text.lower()):
        pattern = patterns[i]
        anchored = pattern.anchored and places is not None
        matches = _at_words(pattern, typed, (places or {}).get(i, [])) if anchored else pattern.regex.finditer(typed)
        for m in matches:
            groups = {k: v for k, v in m.groupdict().items() if v is not None}
            yield Match(pattern, sentence, m.span(), groups, {k: m.start(k) for k in groups})


def _at_words(pattern: Pattern, typed: str, places: list[int]) -> Iterator[re.Match[str]]:
    """The matches that begin with the words in which the triggers stand."""
    end = 0
    for start in sorted({*places, *(_word_start(typed, place) for place in places)}):
        if start >= end and (m := pattern.regex.match(typed, start)) is not None:
            end = m.end()
            yield m


def _word_start(typed: str, place: int) -> int:
    while place > 0 and _LETTER.match(typed, place - 1):
        place -= 1
    return place
