"""Which issues the words of a text speak of: families of words (`issue_families.yml`), each word worth little."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

# So many words are kept; the words of news are fewer.
from transforms.reference.files import read_yaml

MOST = 50_000
# Words with their hyphens; those of families are in lower case and have no hyphen at their ends.
_WORD = re.compile(r"[\w-]+")
_SMALL = re.compile(r"[a-z][a-z-]*[a-z]")


@cache
def _families() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Issues by word, and by what a word begins with."""
    whole: dict[str, frozenset[str]] = {}
    begun: dict[str, frozenset[str]] = {}
    for issue, words in read_yaml("issue_families.yml").items():
        for word in words.split():
            found, key = (begun, word[:-1]) if word.endswith("*") else (whole, word)
            found[key] = found.get(key, frozenset()) | {issue}
    return whole, begun


@cache
def _lengths() -> tuple[int, ...]:
    """How long the beginnings of words are."""
    return tuple(sorted({length for begin in _families()[1] if (length := len(begin)) > 1}))


class _Known(dict[str, tuple[tuple[str, float], ...]]):
    """The issues that a word speaks of, with its share for each; looked up once for each word."""

    def __missing__(self, word: str) -> tuple[tuple[str, float], ...]:
        whole, begun = _families()
        empty: frozenset[str] = frozenset()
        found = empty
        if _SMALL.fullmatch(word):
            beginnings = (word[:n] for n in _lengths() if n <= len(word))
            found = whole.get(word, empty).union(*(begun[begin] for begin in beginnings if begin in begun))
        if len(self) > MOST:
            self.clear()
        self[word] = issues = tuple((issue, 1.0 / len(found)) for issue in sorted(found))
        return issues


_KNOWN = _Known()


def families(text: str) -> dict[str, float]:
    """Issue -> its share in the words of a text that speak of an issue; {} when none does."""
    counts: dict[str, float] = {}
    told = Counter(filter(None, map(_KNOWN.__getitem__, _WORD.findall(text))))
    for found, times in told.items():
        for issue, share in found:
            counts[issue] = counts.get(issue, 0.0) + times * share
    total = max(sum(counts.values()), 1.0)
    return {issue: count / total for issue, count in counts.items()}
