"""Logistic regression over features that are there or not: no package, the same weights on every machine."""

import math
from collections import Counter, defaultdict


def learn(rows, labels, *, strength, least, articles, passes=30, firmer=("", 1.0)):
    """The weights by feature that make the labels likeliest, held near nought with `strength`.

    Features whose names begin with the first of `firmer` are held so many times firmer.

    Newton's steps feature by feature, in the order of their names. A feature of fewer than `least` articles is left out;
    the feature "" stands for all rows and is held by nothing.
    """
    seen = Counter(
        name for name, _ in {(name, article) for names, article in zip(rows, articles, strict=True) for name in names}
    )
    columns = defaultdict(list)
    for i, names in enumerate(rows):
        for name in names:
            if seen[name] >= least:
                columns[name].append(i)
    columns[""] = list(range(len(rows)))
    margins = [0.0] * len(rows)
    weights = dict.fromkeys(sorted(columns), 0.0)
    begin, times = firmer
    for _ in range(passes):
        largest = 0.0
        for name, weight in weights.items():
            penalty = strength * (times if begin and name.startswith(begin) else 1.0) if name else 0.0
            slope, curve = penalty * weight, penalty + 1e-6
            for i in columns[name]:
                p = 1.0 / (1.0 + math.exp(-margins[i]))
                slope += p - labels[i]
                curve += p * (1.0 - p)
            step = max(-1.0, min(1.0, -slope / curve))
            if abs(step) > 1e-4:
                weights[name] = weight + step
                for i in columns[name]:
                    margins[i] += step
            largest = max(largest, abs(step))
        if largest < 1e-3:
            break
    return {name: round(weight, 3) for name, weight in weights.items() if round(weight, 3)}
