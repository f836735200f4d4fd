"""What lies around some reports among many of a kind: those of settled events that by themselves would be one event with them.

Many reports are looked at by party and day only, in frames; what is compared of a report is made when it is asked for, and
the likeness of two is computed once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import polars as pl

from transforms.matching import Rule, candidates
from transforms.windows import LANDMARK_DAYS

CHUNK = 500  # reports that are compared with all others at a time
_KEYED = ("number", "day", "reach", "is_landmark")


class Surroundings:
    """The reports of a kind by `number` in `rows`, which is their place there.

    Of the parties in column `sides` two reports must share `shared`, or all.
    """

    def __init__(self, rows: pl.DataFrame, rule: Rule[Any], sides: str, shared: int) -> None:
        self._rows = rows
        self._sides, self._shared = sides, shared
        self._units: dict[int, Any] = {}
        self._offered = self._keys(rows.filter(pl.col("event_id").is_not_null()), is_asking=False)
        # Without settled events all is compared once, and remembering it would be half of the memory of that
        self.rule = replace(rule, alike=_remembered(rule.alike)) if self._offered.height else rule

    def units(self, numbers: Sequence[int]) -> list[Any]:
        """What is compared of these reports."""
        missing = [number for number in numbers if number not in self._units]
        for number, row in zip(missing, self._rows[missing].iter_rows(named=True), strict=True):
            self._units[number] = self.rule.unit_of(row)
        return [self._units[number] for number in numbers]

    def touched(self, fresh: Sequence[int], events: Sequence[str | None]) -> set[str | None]:
        """The events (by number of the report, None where open) that hold one which would join one of `fresh`."""
        found: set[str | None] = set()
        for start in range(0, len(fresh) if self._offered.height else 0, CHUNK):
            some = fresh[start : start + CHUNK]
            near = [number for number in self._in_reach(some) if events[number] is not None]
            units = self.units([*some, *near])
            for i, j in candidates(units, among=range(len(some))):
                event = events[near[j - len(some)]] if j >= len(some) else None
                if event is not None and event not in found and self.rule.joins(units[i], units[j]):
                    found.add(event)
        return found

    def _in_reach(self, fresh: Sequence[int]) -> list[int]:
        """The settled reports that a fresh one may have to be compared with: `candidates`, without the details."""
        apart = (pl.col("day") - pl.col("day_offered")).abs()
        near = (apart <= pl.max_horizontal("reach", "reach_offered")) | (
            pl.col("is_landmark") & pl.col("is_landmark_offered") & (apart <= LANDMARK_DAYS)
        )
        asked = self._keys(self._rows[fresh], is_asking=True)
        both = asked.join(self._offered, on="key", suffix="_offered").filter(near)
        return both["number_offered"].unique().sort().to_list()

    def _keys(self, rows: pl.DataFrame, *, is_asking: bool) -> pl.DataFrame:
        """One row a row and key; one that asks may have to be compared with one that offers when they share a key.

        Where two parties must be shared, one that names less asks for any row with its party, and each for those.
        """
        parties = pl.col(self._sides).list.unique().fill_null([])
        keyed = (
            rows.select(*_KEYED, (parties.list.len() <= 1).alias("is_lone"), parties.alias("key"))
            .explode("key", empty_as_null=True)
            .with_columns(pl.col("key").fill_null(""))
        )
        if self._shared == 1:
            return keyed.drop("is_lone")
        others = keyed.select("number", pl.col("key").alias("other"))
        pairs = keyed.join(others, on="number").filter(pl.col("key") < pl.col("other"))
        always, lone = ("of one: {}", "of any: {}") if is_asking else ("of any: {}", "of one: {}")
        return pl.concat(
            [
                pairs.with_columns(pl.format("{} {}", "key", "other").alias("key")).drop("other"),
                keyed.with_columns(pl.format(always, "key").alias("key")),
                keyed.filter("is_lone").with_columns(pl.format(lone, "key").alias("key")),
            ]
        ).drop("is_lone")


def _remembered(alike: Callable[[Any, Any], float]) -> Callable[[Any, Any], float]:
    """The same likeness, computed once for two objects; these must live as long as what is returned."""
    known: dict[tuple[int, int], float] = {}

    def remembered(a: object, b: object) -> float:
        key = (id(a), id(b))
        if key not in known:
            known[key] = alike(a, b)
        return known[key]

    return remembered
