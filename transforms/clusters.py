"""Scored pairs -> groups: average linkage from the best pair down, so that a vague report does not chain two events."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from transforms.likeness import CONFLICT

Pair = tuple[int, int]  # the smaller number first
Score = Callable[[int, int], float]


def ordered(i: int, j: int) -> Pair:
    """The two as a pair."""
    return (i, j) if i < j else (j, i)


def agglomerate(count: int, pairs: Iterable[Pair], threshold: float, score_of: Score, slack: float = 0.0) -> list[int]:
    """Group numbers of 0..count-1. Only `pairs` join groups; how alike these are is the mean of all their pairs.

    That may be less than the threshold by `slack`: what two reports of one event leave out a third tells. A CONFLICT
    keeps its groups apart.
    """
    scores = {pair: score_of(*pair) for pair in pairs}
    group_of = list(range(count))
    members = {i: [i] for i in range(count)}
    refused: dict[Pair, Pair] = {}
    for i, j in sorted((p for p, s in scores.items() if s >= threshold), key=lambda p: (-scores[p], p)):
        a, b = ordered(group_of[i], group_of[j])
        sizes = (len(members[a]), len(members[b])) if a != b else (0, 0)
        if a == b or refused.get((a, b)) == sizes:
            continue
        if _mean_score(members[a], members[b], scores, score_of) < threshold - slack:
            refused[a, b] = sizes
            continue
        for k in members[b]:
            group_of[k] = a
        members[a] += members.pop(b)
    return group_of


def _mean_score(a: list[int], b: list[int], scores: dict[Pair, float], score_of: Score) -> float:
    """The mean likeness of the pairs of two groups; `scores` keeps what is computed."""
    total = 0.0
    for i in a:
        for j in b:
            pair = ordered(i, j)
            score = scores.get(pair)
            if score is None:
                score = scores[pair] = score_of(*pair)
            if score == CONFLICT:
                return CONFLICT
            total += score
    return total / (len(a) * len(b))
