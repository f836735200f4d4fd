"""Cleaning F1: shingles of four tokens against the gold text, averaged over the pages."""

import re
from collections import Counter

TOKEN = re.compile(r"\w+")


def mean_f1(gold, found):
    """The mean over all gold pages; a page that was not found counts as empty text."""
    return sum(f1(text, found.get(name) or "") for name, text in gold.items()) / len(gold)


def f1(gold, found):
    """F1 of two texts' shingles, 1 for two empty ones."""
    wanted, got = _shingles(gold), _shingles(found)
    if not wanted and not got:
        return 1.0
    return 2 * sum((wanted & got).values()) / (sum(wanted.values()) + sum(got.values()))


def _shingles(text, size=4):
    tokens = TOKEN.findall(text)
    return Counter(tuple(tokens[i : i + size]) for i in range(max(1, len(tokens) - size + 1))) if tokens else Counter()
