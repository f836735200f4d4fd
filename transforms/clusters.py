"""Scored pairs -> groups: average linkage from the best pair down, so that a vague report does not chain two events."""

from __future__ import annotations

from collections.abc import Mapping

from transforms.likeness import CONFLICT

Pair = tuple[int, int]  # the smaller number first
Scores = Mapping[Pair, float]


def ordered(i: int, j: int) -> Pair:
    """The two as a pair."""
    return (i, j) if i < j else (j, i)


def agglomerate(count: int, scores: Scores, threshold: float) -> list[int]:
    """Group numbers of 0..count-1; a pair without a score keeps its groups apart."""
    group_of = list(range(count))
    members = {i: [i] for i in range(count)}
    refused: dict[Pair, Pair] = {}
    for i, j in sorted((p for p, s in scores.items() if s >= threshold), key=lambda p: (-scores[p], p)):
        a, b = ordered(group_of[i], group_of[j])
        sizes = (len(members[a]), len(members[b])) if a != b else (0, 0)
        if a == b or refused.get((a, b)) == sizes:
            continue
        if _mean_score(members[a], members[b], scores) < threshold:
            refused[a, b] = sizes
            continue
        for k in members[b]:
            group_of[k] = a
        members[a] += members.pop(b)
    return group_of


def _mean_score(a: list[int], b: list[int], scores: Scores) -> float:
    total = 0.0
    for i in a:
        for j in b:
            score = scores.get(ordered(i, j))
            if score is None:
                return CONFLICT
            total += score
    return total / (len(a) * len(b))
