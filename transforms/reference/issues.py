"""What a demand is about: weighted vocabulary (`issues.yml`) over the demand's own words, then over its context."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import yaml
from ahocorasick_rs import AhoCorasick

from transforms.reference.issue_words import openings

# The sentence around a demand speaks of other things too: it decides only where the words say (nearly) nothing.
CONTEXT_SHARE = 0.3
# What stands first in a demand is what is wanted, what follows is its circumstance.
LATENESS_COST = 1.2
MAX_WEIGHT = 4

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class _Rules:
    """The vocabulary, one rule for each weight of an issue.

    The alternatives of a rule are tried only at the words that begin like them; those that can begin with anything
    (`anywhere`) are searched for.
    """

    rules: tuple[tuple[str, int], ...]
    anywhere: tuple[tuple[int, re.Pattern[str]], ...]
    opened: tuple[tuple[tuple[int, re.Pattern[str]], ...], ...]
    automaton: AhoCorasick


@cache
def _rules() -> _Rules:
    text = resources.files("transforms.reference").joinpath("issues.yml").read_text(encoding="utf-8")
    rules: list[tuple[str, int]] = []
    anywhere: list[tuple[int, re.Pattern[str]]] = []
    opened: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
    for issue, weights in yaml.load(text, Loader=_Loader).items():
        for weight, regexes in weights.items():
            for regex in regexes:
                compiled = re.compile(rf"(?<!\w)(?:{regex})")
                beginnings = openings(regex)
                if "" in beginnings:
                    anywhere.append((len(rules), compiled))
                else:
                    for beginning in beginnings:
                        opened.setdefault(beginning, []).append((len(rules), compiled))
            rules.append((issue, weight))
    return _Rules(
        tuple(rules), tuple(anywhere), tuple(tuple(found) for found in opened.values()), AhoCorasick(list(opened))
    )


@cache
def issues() -> tuple[str, ...]:
    """The issues in the order of the file."""
    return tuple(dict.fromkeys(issue for issue, _ in _rules().rules))


def issue_scores(text: str) -> dict[str, float]:
    """Issue -> score of the words in the text; issues without a hit are absent."""
    rules = _rules()
    scores: dict[str, float] = {}
    for rule, start in sorted(_first_hits(text.lower()).items()):
        issue, weight = rules.rules[rule]
        scores[issue] = max(scores.get(issue, 0.0), weight - LATENESS_COST * start / len(text))
    return scores


def _first_hits(lowered: str) -> dict[int, int]:
    """Rule -> where its first hit begins."""
    rules = _rules()
    first: dict[int, int] = {}
    for rule, regex in rules.anywhere:
        if (found := regex.search(lowered)) is not None and found.start() < first.get(rule, len(lowered) + 1):
            first[rule] = found.start()
    for opening, start, _ in rules.automaton.find_matches_as_indexes(lowered, overlapping=True):
        if start and (lowered[start - 1].isalnum() or lowered[start - 1] == "_"):
            continue
        for rule, regex in rules.opened[opening]:
            if start < first.get(rule, len(lowered) + 1) and regex.match(lowered, start):
                first[rule] = start
    return first


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
