"""How well extracted rows agree with rows that people coded by the codebook.

Two figures for each kind of row, each as precision, recall and F1: *rows*, finding the row at all in the best
one-to-one alignment, and *slots*, every value of every row, those of missed and invented rows counted. A row here is
a JSON object with the codebook's slot names.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from statistics import fmean
from typing import Any

KINDS = ("talks", "demands", "exchanges", "figures")

Row = Mapping[str, Any]
Fill = tuple[str, Any]  # one filled slot: its name and value

_STOP = frozenset(
    "a an the of to in on at for and or by with from its their his her that this it be is are was were".split()
)
_PARTIAL = {frozenset({"scheduled", "proposed"}): 0.5}


@dataclass(frozen=True)
class Coded:
    """One coded article: the record to extract from, and the rows people found in it by kind."""

    name: str
    article: dict[str, Any]
    gold: dict[str, Any]


@dataclass
class Tally:
    """Counts of what agrees (`hit`), what was coded (`gold`) and what was extracted (`found`)."""

    hit: int = 0
    gold: int = 0
    found: int = 0

    def add(self, hit: int, gold: int, found: int) -> None:
        """Count in the result of one comparison."""
        self.hit += hit
        self.gold += gold
        self.found += found

    @property
    def precision(self) -> float:
        """The share of what was extracted that is right; 0 when nothing was."""
        return self.hit / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what was coded that was extracted; 0 when nothing was."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def _tallies() -> dict[str, Tally]:
    return {kind: Tally() for kind in KINDS}


@dataclass
class Scores:
    """The agreement over some articles; `by_slot` (keys: kind, slot) counts aligned rows only."""

    articles: int = 0
    rows: dict[str, Tally] = field(default_factory=_tallies)
    slots: dict[str, Tally] = field(default_factory=_tallies)
    by_slot: dict[tuple[str, str], Tally] = field(default_factory=dict)

    @property
    def row_f1(self) -> float:
        """The mean of the four row F1s."""
        return fmean(self.rows[kind].f1 for kind in KINDS)

    @property
    def slot_f1(self) -> float:
        """The mean of the four slot F1s."""
        return fmean(self.slots[kind].f1 for kind in KINDS)


def read_coded(folder: Path) -> list[Coded]:
    """The coded articles of a folder by name: each a NAME.article.json and a NAME.gold.json.

    Raises ValueError, naming the file, when the folder holds none, one half is missing or a file is no JSON object.
    """
    names = sorted(file.name.removesuffix(".gold.json") for file in folder.glob("*.gold.json"))
    if not names:
        raise ValueError(f"{folder}: no *.gold.json here; give a folder of NAME.article.json and NAME.gold.json")
    return [
        Coded(name, _read_object(folder / f"{name}.article.json"), _read_object(folder / f"{name}.gold.json"))
        for name in names
    ]


def _read_object(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ValueError(f"{file}: missing; every coded article has both files") from None
    except ValueError as error:
        raise ValueError(f"{file}: no JSON: {error}") from None
    if not isinstance(found, dict):
        raise ValueError(f"{file}: must hold one JSON object")
    return found


def score_articles(pairs: Iterable[tuple[Row, Row]]) -> Scores:
    """The agreement of (gold, extracted) article objects; a kind that was not coded for an article is left out."""
    scores = Scores()
    for gold, found in pairs:
        scores.articles += 1
        for kind in KINDS:
            if gold.get(kind) is not None:
                _score_kind(scores, kind, gold[kind], _as_list(found.get(kind)))
    return scores


def format_scores(scores: Scores) -> str:
    """The figures as a table of plain text, one line a kind."""
    lines = [f"{'':12}{'rows P':>8}{'R':>7}{'F1':>7}   {'slots P':>8}{'R':>7}{'F1':>7}{'gold':>7}{'found':>7}"]
    for kind in KINDS:
        rows, slots = scores.rows[kind], scores.slots[kind]
        lines.append(
            f"{kind:12}{rows.precision:8.3f}{rows.recall:7.3f}{rows.f1:7.3f}   "
            f"{slots.precision:8.3f}{slots.recall:7.3f}{slots.f1:7.3f}{rows.gold:7}{rows.found:7}"
        )
    lines.append(f"{scores.articles} articles   row F1 mean {scores.row_f1:.3f}   slot F1 mean {scores.slot_f1:.3f}")
    return "\n".join(lines)


def format_slots(scores: Scores) -> str:
    """The figures by slot, over aligned rows, one line a slot."""
    return "\n".join(
        f"  {kind:10} {slot:14}{tally.precision:7.3f}{tally.recall:7.3f}{tally.f1:7.3f}{tally.gold:6}"
        for (kind, slot), tally in sorted(scores.by_slot.items())
    )


def _score_kind(scores: Scores, kind: str, gold: Sequence[Row], found: Sequence[Row]) -> None:
    pairs = align(kind, gold, found)
    scores.rows[kind].add(len(pairs), len(gold), len(found))
    gold_fills, found_fills = [fills(kind, row) for row in gold], [fills(kind, row) for row in found]
    hits = 0
    for i, j in pairs:
        matched = _matched(gold_fills[i], found_fills[j])
        hits += len(matched)
        _score_slots(scores, kind, gold_fills[i], found_fills[j], matched)
    scores.slots[kind].add(hits, sum(map(len, gold_fills)), sum(map(len, found_fills)))


def _score_slots(scores: Scores, kind: str, gold: Sequence[Fill], found: Sequence[Fill], hits: Sequence[str]) -> None:
    for slot in {s for s, _ in (*gold, *found)}:
        tally = scores.by_slot.setdefault((kind, slot), Tally())
        tally.add(hits.count(slot), sum(s == slot for s, _ in gold), sum(s == slot for s, _ in found))


def align(kind: str, gold: Sequence[Row], found: Sequence[Row]) -> list[tuple[int, int]]:
    """One-to-one pairs (gold index, found index), the most alike first; of equals the later rows go first."""
    like = _LIKE[kind]
    scored = sorted(((like(g, f), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)), reverse=True)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for likeness, i, j in scored:
        if likeness > 0 and i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return list(pairs.items())


def like_talk(gold: Row, found: Row) -> float:
    """How alike two talks are; 0 when no party is common to them."""
    parties = _jaccard(_codes(gold.get("parties")), _codes(found.get("parties")))
    if parties == 0:
        return 0.0
    cities = [_fold(row["city"]) for row in (gold, found) if row.get("city")]
    city = float(cities[0] == cities[1]) if len(cities) == 2 else 0.5
    statuses = frozenset({gold.get("status") or "", found.get("status") or ""})
    status = _PARTIAL.get(statuses, float(gold.get("status") == found.get("status")))
    when = _date_agreement(gold.get("date"), found.get("date"))
    likeness = 0.35 * parties + 0.3 * when + 0.15 * city + 0.2 * status
    return likeness if likeness >= 0.5 else 0.0


def like_demand(gold: Row, found: Row) -> float:
    """How alike two demands are; 0 when they cannot be one."""
    if not _codes(gold.get("by")) & _codes(found.get("by")):
        return 0.0
    words = max(_overlap(gold.get("text"), found.get("text")), 0.8 * _overlap(evidence_of(gold), evidence_of(found)))
    issue = gold.get("issue") == found.get("issue")
    return 0.5 * issue + 0.5 * words if (issue and words > 0.15) or words >= 0.5 else 0.0


def _like_exchange(gold: Row, found: Row) -> float:
    parties = _jaccard(_codes(gold.get("parties")), _codes(found.get("parties")))
    if parties == 0:
        return 0.0
    gold_legs, found_legs = _as_list(gold.get("legs")), _as_list(found.get("legs"))
    category = _jaccard({leg.get("category") for leg in gold_legs}, {leg.get("category") for leg in found_legs})
    values = _jaccard(_values(gold_legs), _values(found_legs))
    status = float(gold.get("status") == found.get("status"))
    when = _date_agreement(gold.get("date"), found.get("date"))
    likeness = 0.25 * parties + 0.2 * category + 0.3 * values + 0.15 * status + 0.1 * when
    return likeness if likeness >= 0.45 else 0.0


def _like_figure(gold: Row, found: Row) -> float:
    if gold.get("unit") != found.get("unit") or not _same_number(gold.get("value"), found.get("value")):
        return 0.0
    words = max(_overlap(gold.get("what"), found.get("what")), 0.9 * _overlap(evidence_of(gold), evidence_of(found)))
    return 0.5 + 0.5 * words


_LIKE: dict[str, Callable[[Row, Row], float]] = {
    "talks": like_talk,
    "demands": like_demand,
    "exchanges": _like_exchange,
    "figures": _like_figure,
}

_SINGLE = {
    "talks": ("status", "city", "country", "round", "level", "format", "outcome", "date", "duration"),
    "demands": ("kind", "issue", "text", "response", "attributed_to", "via"),
    "exchanges": ("status", "attributed_to", "via", "date"),
    "figures": ("value", "unit", "approx", "what", "claimant"),
}
_LISTED = {
    "talks": ("parties", "mediators", "people"),
    "demands": ("by", "to"),
    "exchanges": ("parties", "mediators"),
    "figures": (),
}


def fills(kind: str, row: Row) -> list[Fill]:
    """The filled slots of a row: one for each value of a list, three for an exchange's leg whose ends are known."""
    found = [(slot, value) for slot in _SINGLE[kind] if (value := _value(row, slot)) not in (None, "", [])]
    for slot in _LISTED[kind]:
        found += [(slot, str(v) if slot == "people" else str(v).upper()) for v in _as_list(row.get(slot)) if v]
    for leg in _as_list(row.get("legs")) if kind == "exchanges" else []:
        key = (leg.get("category"), leg.get("value"))
        found.append(("leg", key))
        found += [(f"leg {end}", (key, leg[end])) for end in ("from", "to") if leg.get(end)]
    return found


def _value(row: Row, slot: str) -> Any:
    if slot == "date":
        return row.get("date") if _interval(row.get("date")) else None
    if slot == "duration":
        return (row.get("duration_minutes") or {}).get("value")
    if slot == "city" and row.get("city"):
        return _fold(row["city"])
    return row.get(slot)


def _matched(gold: Sequence[Fill], found: Sequence[Fill]) -> list[str]:
    """The slots of `gold` that `found` has too, each value of `found` used once."""
    left, hits = list(found), []
    for slot, value in gold:
        agrees = _AGREES.get(slot, _equal)
        other = next((fill for fill in left if fill[0] == slot and agrees(value, fill[1])), None)
        if other is not None:
            left.remove(other)
            hits.append(slot)
    return hits


def _equal(a: Any, b: Any) -> bool:
    return bool(a == b)


def _same_words(a: Any, b: Any) -> bool:
    return _overlap(a, b) >= 0.5


def _same_days(a: Any, b: Any) -> bool:
    return _date_agreement(a, b) >= 0.5


def _same_leg(a: Any, b: Any) -> bool:
    return a[0] == b[0] and _same_number(a[1], b[1])


def _same_number(a: Any, b: Any) -> bool:
    if a is None or b is None:
        return a is b
    largest = max(abs(float(a)), abs(float(b)), 1e-9)
    return abs(float(a) - float(b)) <= 0.005 * largest + 0.06 * (float(a) % 1 != 0)


def _same_name(a: Any, b: Any) -> bool:
    """The same folded name, or the same last word."""
    a, b = _fold(a), _fold(b)
    return bool(a and b) and (a == b or a.split()[-1] == b.split()[-1])


_AGREES: dict[str, Callable[[Any, Any], bool]] = {
    "date": _same_days,
    "duration": _same_number,
    "value": _same_number,
    "leg": _same_leg,
    **dict.fromkeys(("people", "attributed_to", "via", "claimant"), _same_name),
    **dict.fromkeys(("text", "what"), _same_words),
}


def _date_agreement(a: Any, b: Any) -> float:
    """1 for the same days give or take one, else the share of the joint span that is common."""
    first, second = _interval(a), _interval(b)
    if first is None or second is None:
        return 0.5 if first is second else 0.3
    if abs(first[0] - second[0]) <= 1 and abs(first[1] - second[1]) <= 1:
        return 1.0
    common = min(first[1], second[1]) - max(first[0], second[0]) + 1
    return max(0.0, common / (max(first[1], second[1]) - min(first[0], second[0]) + 1))


def _interval(value: Any) -> tuple[int, int] | None:
    """First and last day as ordinals; None when there is no start or a day is none of the calendar."""
    if not value or not value[0]:
        return None
    try:
        start, end = (date.fromisoformat(day[:10]).toordinal() for day in (value[0], value[-1] or value[0]))
    except ValueError:
        return None
    return start, end


def _overlap(a: Any, b: Any) -> float:
    """F1 of two texts' content words."""
    first, second = _words(a), _words(b)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else 0.0


def _words(text: Any) -> set[str]:
    words = _fold(text or "").split()
    return {w[:-1] if len(w) > 3 and w.endswith("s") else w for w in words if w not in _STOP}


def _fold(text: Any) -> str:
    plain = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", " ", plain.lower()).strip()


def evidence_of(row: Row) -> str:
    """The sentences of a row as one text."""
    return " ".join(e if isinstance(e, str) else e.get("text", "") for e in _as_list(row.get("evidence")))


def _values(legs: Sequence[Row]) -> set[Any]:
    return {leg.get("value") for leg in legs if leg.get("value")}


def _codes(value: Any) -> set[str]:
    return {str(v).upper() for v in _as_list(value) if v}


def _jaccard(a: set[Any], b: set[Any]) -> float:
    return len(a & b) / len(a | b) if a | b else 1.0


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]
