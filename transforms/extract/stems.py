"""Words by their stems, in a lower-case text: one automaton tells where a word may begin, a regex whether it does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ahocorasick_rs import AhoCorasick

from transforms.reference.issue_words import alternatives, openings


class Stems:
    """Classes of words, each a regex of alternatives that begin with a literal; of two classes the earlier one wins."""

    def __init__(self, classes: Mapping[str, str]) -> None:
        opened: dict[str, list[tuple[int, str, re.Pattern[str]]]] = {}
        for order, (name, regex) in enumerate(classes.items()):
            for alternative in alternatives(regex):
                compiled = re.compile(alternative)
                for opening in openings(alternative):
                    opened.setdefault(opening, []).append((order, name, compiled))
        self._of = list(opened.values())
        self._automaton = AhoCorasick(list(opened))

    def find(self, lowered: str) -> Iterator[tuple[int, str]]:
        """Where each word begins, and its class; in reading order, none inside another."""
        hits = self._automaton.find_matches_as_indexes(lowered, overlapping=True)
        end = 0
        for start in sorted({start for _, start, _ in hits}):
            if start < end or (start and (lowered[start - 1].isalnum() or lowered[start - 1] in "_-")):
                continue
            here = [option for opening, begin, _ in hits if begin == start for option in self._of[opening]]
            for _, name, regex in sorted(here, key=lambda option: option[0]):
                if (m := regex.match(lowered, start)) is not None:
                    yield start, name
                    end = m.end()
                    break
