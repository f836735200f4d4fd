"""What a demand is about: weighted vocabulary (`issues.yml`) over the demand's own words, then what surrounds it.

The vocabulary knows what it knows; on unseen text a fifth of the demands have no word of it. So what it says is weighed
with what each stem of the demand's words was learned to say, and with the families of words (`issue_families.yml`) of
the sentence and of the article. Stems and weights are learned from coded demands (`weights/issues.json`); the weights
are few, the same for all issues: they say how much each sign is worth, not what.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from ahocorasick_rs import AhoCorasick

from transforms.reference.files import read_data, read_yaml
from transforms.reference.issue_families import families
from transforms.reference.issue_words import openings

# What stands first in a demand is what is wanted, what follows is its circumstance.
LATENESS_COST = 1.2
# A share of words that tells nothing: what is rarer than that is not yet a topic.
RARE = 0.01
# What speaks for an issue: its score, whether that is the highest, its words in the sentence and in the article, its
# words in the demand where the vocabulary knows none, and the learned stems in the demand.
SIGNS = ("score", "best", "sentence", "article", "mute", "stems")
# So many letters of a word are its stem.
STEM = 6
_WORD = re.compile(rf"(?<![\w-])([a-z][a-z-]{{1,{STEM - 1}}})[a-z-]*")
_COMMON = frozenset(
    "an the of to in on at for and or by with from its their his her that this it be is are was were as all not no any has"
    " have had will would should must so they them who which said do does did same other also such both each been being may can could".split()
)


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
    rules: list[tuple[str, int]] = []
    anywhere: list[tuple[int, re.Pattern[str]]] = []
    opened: dict[str, list[tuple[int, re.Pattern[str]]]] = {}
    for issue, weights in read_yaml("issues.yml").items():
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
    return tuple(read_yaml("issues.yml"))


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


@dataclass(frozen=True)
class Weighing:
    """How the signs of an issue are weighed (learned by `python -m tests.train`), and its usual share in an article.

    `stems`: the stem of a word -> how much it speaks for an issue.
    """

    signs: Mapping[str, float]
    prior: Mapping[str, float]
    mute: Mapping[str, float]
    usual: Mapping[str, float]
    stems: Mapping[str, Mapping[str, float]]


# The words of the demand alone.
PLAIN = Weighing({"score": 1.0}, {}, {}, {}, {})


@cache
def load_weighing() -> Weighing:
    """The weighing as it was last learned."""
    return Weighing(**json.loads(read_data("weights", "issues.json")))


@lru_cache(maxsize=4)
def article_topic(text: str) -> Mapping[str, float]:
    """The topic of an article, by the learned weighing."""
    return topic(text, load_weighing().usual)


def topic(text: str, usual: Mapping[str, float]) -> dict[str, float]:
    """Issue -> how much more an article speaks of it than articles usually do, as a logarithm."""
    found = families(text)
    return {issue: math.log((found.get(issue, 0.0) + RARE) / (usual.get(issue, 0.0) + RARE)) for issue in issues()}


def stems(text: str) -> frozenset[str]:
    """The stems of the words that say something."""
    return frozenset(_WORD.findall(text.lower())) - _COMMON


def signs(
    text: str, context: str, article: Mapping[str, float], known: Mapping[str, Mapping[str, float]]
) -> dict[str, Mapping[str, float]]:
    """What speaks for the issues: for each of SIGNS a value by issue; `known` are the learned stems."""
    scores = _text_scores(text)
    best = max(scores, key=lambda issue: scores[issue]) if scores else None
    return {
        "score": {issue: score / 2 for issue, score in scores.items()},
        "best": {best: 1.0} if best else {},
        "sentence": _around(context or text),
        "article": article,
        "mute": {} if scores else _roots(text),
        "stems": _of_stems(text, known),
    }


def _of_stems(text: str, known: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    totals: dict[str, float] = {}
    for stem in sorted(stems(text) & known.keys()) if known else ():
        for issue, value in known[stem].items():
            totals[issue] = totals.get(issue, 0.0) + value
    return totals


@lru_cache(maxsize=512)
def _text_scores(text: str) -> dict[str, float]:
    return issue_scores(text)


def _roots(text: str) -> dict[str, float]:
    return {issue: math.sqrt(share) for issue, share in families(text).items()}


_around = lru_cache(maxsize=64)(_roots)


def classify_issue(
    text: str, context: str = "", article: Mapping[str, float] | None = None, weighing: Weighing | None = None
) -> str:
    """Name the issue of a demand's text (codebook section 5).

    `context` is the sentence around it, `article` the topic of the whole; both count where the words say little.
    """
    by = weighing or load_weighing()
    totals = dict.fromkeys(issues(), 0.0)
    found = signs(text, context, article or {}, by.stems)
    _add(totals, by.prior, 1.0)
    if not found["score"]:
        _add(totals, by.mute, 1.0)
    for sign, values in found.items():
        _add(totals, values, by.signs.get(sign, 0.0))
    best = max(totals, key=lambda issue: totals[issue])
    return best if totals[best] else "other"


def _add(totals: dict[str, float], values: Mapping[str, float], weight: float) -> None:
    for issue, value in values.items():
        totals[issue] += weight * value
