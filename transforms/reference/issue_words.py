"""How a regular expression can begin: literal openings, so that one automaton tells where of many which may match."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

# Longer openings tell no more apart, and alternatives multiply them.
LONGEST = 8
# A set of more letters is as good as any letter.
FEW = 6
_REPEATS = "*+{"

# a beginning, and whether what follows it in the regex can be added to it
Opening = tuple[str, bool]


@cache
def openings(regex: str) -> frozenset[str]:
    """The literal beginnings of all that a regex can match; the empty one when it can begin with anything.

    Reads the part of the syntax that word lists use: literals, escapes, sets, groups, lookarounds, quantifiers.
    """
    found = {text for text, _ in _alternatives(regex)}
    return frozenset(text for text in found if not any(text[:length] in found for length in range(len(text))))


def alternatives(regex: str) -> Iterator[str]:
    """The alternatives of a regex that stand outside any group."""
    depth, begin, i = 0, 0, 0
    while i < len(regex):
        if regex[i] == "\\":
            i += 1
        elif regex[i] == "[":
            i = regex.index("]", i + 2)
        elif regex[i] in "()":
            depth += 1 if regex[i] == "(" else -1
        elif regex[i] == "|" and depth == 0:
            yield regex[begin:i]
            begin = i + 1
        i += 1
    yield regex[begin:]


def _alternatives(regex: str) -> set[Opening]:
    return set().union(*(_sequence(part) for part in alternatives(regex)))


def _sequence(part: str) -> set[Opening]:
    found: set[Opening] = {("", True)}
    i = 0
    while i < len(part) and any(is_open for _, is_open in found):
        options, i = _element(part, i)
        if part[i : i + 1] in ("?", "*") or part.startswith("{0", i):
            options = options | {("", True)}
        if part[i : i + 1] and part[i] in _REPEATS:
            options = {(text, is_open and not text) for text, is_open in options}
        if part[i : i + 1] == "{":
            i = part.index("}", i)
        if part[i : i + 1] and part[i] in "?*+}":
            i += 1
        found = {(head, False) for head, is_open in found if not is_open} | {
            ((head + text)[:LONGEST], more and len(head + text) < LONGEST)
            for head, is_open in found
            if is_open
            for text, more in options
        }
    return found


def _element(part: str, i: int) -> tuple[set[Opening], int]:
    """What one element can begin with, and where the next stands."""
    c = part[i]
    if c == "\\":
        escaped = part[i + 1]
        if escaped in "bB":
            return {("", True)}, i + 2
        if escaped == "d":
            return {(digit, True) for digit in "0123456789"}, i + 2
        return ({("", False)} if escaped.isalpha() else {(escaped, True)}), i + 2
    if c == "[":
        end = part.index("]", i + 2)
        letters = part[i + 1 : end]
        is_list = len(letters) <= FEW and not set(letters) & set("-^\\\\")
        return ({(letter, True) for letter in letters} if is_list else {("", False)}), end + 1
    if c == "(":
        end = _closing(part, i)
        if part.startswith(("(?:", "(?P<"), i):
            begin = i + 3 if part[i + 2] == ":" else part.index(">", i) + 1
            return _alternatives(part[begin:end]), end + 1
        return {("", part[i + 1] == "?" and part[i + 2] in "=!<")}, end + 1
    if c in "^$":
        return {("", True)}, i + 1
    return ({("", False)} if c == "." else {(c, True)}), i + 1


def _closing(part: str, i: int) -> int:
    """Where the group that opens at a position closes."""
    depth = 0
    while True:
        if part[i] == "\\":
            i += 1
        elif part[i] == "[":
            i = part.index("]", i + 2)
        elif part[i] in "()":
            depth += 1 if part[i] == "(" else -1
            if depth == 0:
                return i
        i += 1
