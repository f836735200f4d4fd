"""Long regular expressions of words that stand in few sentences: tried only where one of their beginnings stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ahocorasick_rs import AhoCorasick

from transforms.reference.issue_words import openings

_ODD = ("ı", "ſ")  # letters that an expression takes for i and s when it ignores case


class Opened:
    """A regular expression whose matches all begin with letters that can be read off it.

    One automaton looks for all of them at once, so that a text without any costs a tenth of a search.
    """

    def __init__(self, regex: str | re.Pattern[str], *, any_case: bool = False) -> None:
        self._regex = re.compile(regex, re.IGNORECASE) if any_case else re.compile(regex)
        self._any_case = any_case
        beginnings = openings(self._regex.pattern)
        self._automaton = AhoCorasick(sorted({text.lower() for text in beginnings} if any_case else beginnings))

    def search(self, text: str) -> re.Match[str] | None:
        """The first match."""
        return next(self.finditer(text), None)

    def count(self, text: str) -> int:
        """How many matches there are."""
        return sum(1 for _ in self.finditer(text))

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """All matches, none inside another, in order."""
        lowered = text
        if self._any_case:
            lowered = text.lower()
            if not text.isascii() and (len(lowered) != len(text) or any(letter in text for letter in _ODD)):
                return self._regex.finditer(text)
        hits = self._automaton.find_matches_as_indexes(lowered, overlapping=True)
        return self._at(text, sorted({start for _, start, _ in hits})) if hits else iter(())

    def _at(self, text: str, starts: list[int]) -> Iterator[re.Match[str]]:
        """The matches that begin at some places, none inside another."""
        end = 0
        for start in starts:
            if start >= end and (m := self._regex.match(text, start)) is not None:
                end = m.end()
                yield m
