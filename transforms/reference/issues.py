"""What a demand is about: weighted vocabulary (`issues.yml`) over the demand's own words, then over its context."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml

# The sentence around a demand speaks of other things too: it decides only where the words say (nearly) nothing.
CONTEXT_SHARE = 0.3
# What stands first in a demand is what is wanted, what follows is its circumstance.
LATENESS_COST = 1.2
MAX_WEIGHT = 4

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def _rules() -> tuple[tuple[str, int, re.Pattern[str]], ...]:
    text = resources.files("transforms.reference").joinpath("issues.yml").read_text(encoding="utf-8")
    return tuple(
        (issue, weight, re.compile(r"(?<!\w)(?:" + "|".join(regexes) + ")"))
        for issue, weights in yaml.load(text, Loader=_Loader).items()
        for weight, regexes in weights.items()
    )


@cache
def issues() -> tuple[str, ...]:
    """The issues in the order of the file."""
    return tuple(dict.fromkeys(issue for issue, _, _ in _rules()))


def issue_scores(text: str) -> dict[str, float]:
    """Issue -> score of the words in the text; issues without a hit are absent."""
    scores: dict[str, float] = {}
    lowered = text.lower()
    for issue, weight, regex in _rules():
        found = regex.search(lowered)
        if found is not None:
            score = weight - LATENESS_COST * found.start() / len(text)
            scores[issue] = max(scores.get(issue, 0.0), score)
    return scores


def _decided(scores: dict[str, float]) -> bool:
    """Whether no context can change the winner."""
    best, second = [*sorted(scores.values(), reverse=True), 0.0, 0.0][:2]
    return best - second > CONTEXT_SHARE * MAX_WEIGHT


@lru_cache(maxsize=256)
def _context_scores(context: str) -> dict[str, float]:
    return issue_scores(context)


def classify_issue(text: str, context: str = "") -> str:
    """Name the issue of a demand's text (codebook section 5); `context`, the sentence around it, breaks close calls."""
    scores = issue_scores(text)
    if context and not _decided(scores):
        for issue, score in _context_scores(context).items():
            scores[issue] = scores.get(issue, 0.0) + CONTEXT_SHARE * score
    return max(scores, key=lambda issue: scores[issue]) if scores else "other"
