"""Whether an article is about negotiation in an armed conflict or in a crisis between states."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from importlib.resources import files

import ahocorasick_rs
import yaml

# An article says what it is about at its head; the cap keeps live blogs and books cheap
READ_CHARS = 20_000
# What the words must weigh: two thirds and half of what the lightest of the 78 coded articles with talks, demands or
# exchanges has (5.8 and 2.6), since recall comes first; of 181 pages of ordinary news about one in twelve passes
MIN_DOMAIN, MIN_CONTACT = 4.0, 1.3
# how heavy words of other fields may be beside those of the domain: coded articles with rows reach 0.58, a peace deal
# may be told with fees and films; those without begin at 1.46
MAX_ELSEWHERE = 0.75
BLANKS = re.compile(r"[\W_]+")


def is_relevant(title: str | None, text: str) -> bool:
    """Whether talks, demands and exchanges are looked for in an article; recall comes first."""
    scores = topic_scores(title, text)
    heavy_enough = scores["domain"] >= MIN_DOMAIN and scores["contact"] >= MIN_CONTACT
    return heavy_enough and scores["elsewhere"] <= MAX_ELSEWHERE * scores["domain"]


def topic_scores(title: str | None, text: str) -> dict[str, float]:
    """The weight of each vocabulary in an article: a group of words counts by the logarithm of its occurrences."""
    searcher, groups = _vocabulary()
    words = BLANKS.sub(" ", " ".join((title or "", text[:READ_CHARS])).lower())
    hits = Counter(groups[index] for index, _, _ in searcher.find_matches_as_indexes(f" {words} ", overlapping=True))
    scores = {topic: 0.0 for topic, _, _ in groups}
    for (topic, _, weight), count in sorted(hits.items()):
        scores[topic] += weight * math.log2(1 + count)
    return scores


@cache
def _vocabulary() -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[str, int, float]]]:
    """One automaton over all words, and for each word its topic, the number of its group and the group's weight."""
    source = files("transforms.reference").joinpath("relevance.yml").read_text("utf-8")
    data = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    words: list[str] = []
    groups: list[tuple[str, int, float]] = []
    for topic, entries in data.items():
        for number, entry in enumerate(entries):
            words += [f" {word[:-1]}" if word.endswith("*") else f" {word} " for word in entry["words"]]
            groups += [(topic, number, float(entry["weight"]))] * len(entry["words"])
    searcher = ahocorasick_rs.AhoCorasick(words, implementation=ahocorasick_rs.Implementation.DFA)
    return searcher, groups
