"""Where in a text something may start: one pass of an automaton over digits and words, checked at word boundaries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import ahocorasick_rs


class Anchors:
    """Finds digits and given words at the beginning of words; the words as given, no other case."""

    def __init__(self, words: Iterable[str]) -> None:
        self._automaton = ahocorasick_rs.AhoCorasick(
            [*sorted(set(words)), *"0123456789"],
            implementation=ahocorasick_rs.Implementation.DFA,
            matchkind=ahocorasick_rs.MatchKind.LeftmostLongest,
        )

    def offsets(self, text: str) -> Iterator[int]:
        """Yield the offsets of hits: the first digit of a run, or a whole word (a trailing "-" or "." may be part)."""
        try:
            hits = self._automaton.find_matches_as_indexes(text)
        except UnicodeEncodeError:  # lone surrogates, which UTF-8 does not know; a "?" for each keeps the offsets
            hits = self._automaton.find_matches_as_indexes(text.encode("utf-8", "replace").decode("utf-8"))
        length = len(text)
        for _, start, end in hits:
            if start and (text[start - 1].isalnum() or text[start - 1] == "_"):
                continue
            if end < length and text[end].isalpha() and text[end - 1].isalpha():
                continue
            yield start
