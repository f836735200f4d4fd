"""The one exception whose message is meant for the user."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ParleyError(Exception):
    """What went wrong and what to do, in one line; the command line prints it without a traceback."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`; did you mean "url"?` for the nearest known word, else the list of known words."""
    words = sorted(known)
    near = difflib.get_close_matches(word, words, n=1)
    return f'; did you mean "{near[0]}"?' if near else f"; known: {', '.join(words)}"
