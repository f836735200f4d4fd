"""A learned judgement on candidate rows: whether a place that may tell a row does so.

Patterns are loose: they find what may be a demand. Whether it is one depends on many small things at once (the verb,
its tense, who speaks, what is wanted), none of which decides alone. A gate weighs them: a logistic regression over
named features that are there or not, learned from coded articles by `python -m tests.train`, kept as JSON in
`reference/weights/`. No feature names an actor or a date. The sum is exact, in whatever order the features come.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat

from transforms.reference.files import read_data

EASED = 0.1  # by how much each further row that an article is expected to hold lowers the bar for a candidate
LOWEST = 0.15


@dataclass(frozen=True)
class Gate:
    """The weights of the features, by name, and the chance from which a candidate stands."""

    weights: Mapping[str, float]
    threshold: float

    def chance(self, features: Iterable[str]) -> float:
        """How likely a candidate with these features is a row; unknown features count nothing."""
        weighed = map(self.weights.get, chain(("",), features), repeat(0.0))
        return 1.0 / (1.0 + math.exp(-math.fsum(weighed)))

    def passes(self, features: Iterable[str]) -> bool:
        """Whether a candidate with these features stands."""
        return self.chance(features) >= self.threshold


def eased(threshold: float, others: float, lowest: float = LOWEST) -> float:
    """From which chance a candidate stands beside others of its article, `others` being the sum of their chances.

    An article that tells of several talks surely is about talks: what is doubtful there is mostly right, what is as
    doubtful in one that tells of nothing else mostly wrong (hysteresis, as in the linking of edges; Canny 1986).
    """
    return max(lowest, threshold - EASED * others)


@cache
def load_gate(kind: str) -> Gate:
    """The gate of a kind of row (`demands`, `talks`), as it was last learned."""
    data = json.loads(read_data("weights", f"{kind}.json"))
    return Gate(data["weights"], data["threshold"])
