"""Demands and proposals in one article (codebook section 2): whose, of whom, what, about what, with what answer.

Patterns (`reference/patterns/demands.yml`) find the construction; `demand_forms` and `demand_subject` read who wants it,
`demand_text` cuts what is wanted to its clause and splits lists into one row for each thing wanted. What may be a demand
is a candidate (`demand_candidates`); the gate says which stand (`gate`, `demand_features`); `demand_whom` reads the
addressee, `demand_asked` weighs who it is; `demand_answer` reads the response.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from transforms.document import Document
from transforms.extract.demand_answer import answer_within, with_answers
from transforms.extract.demand_asked import Asked
from transforms.extract.demand_candidates import Candidate, candidates
from transforms.extract.demand_features import features
from transforms.extract.gate import Gate, load_gate
from transforms.reference.load import Reference

Report = dict[str, Any]

_DEMANDING = re.compile(
    r"demand|call|condition|precondition|request|insist|appeal|ultimatum|requirement|plea|stipulation|wish|imperative|price|red|term"
)
_LATE = ("must", "condition", "if", "terms")


def find_demands(document: Document, reference: Reference) -> list[Report]:
    """The demands that one article reports, one row for each thing wanted of the same party."""
    gate, found = load_gate("demands"), candidates(document)
    return demands_of(document, standing(found, chances(found, document, gate), gate.threshold))


def chances(found: list[Candidate], document: Document, gate: Gate) -> list[float]:
    """How likely each candidate is a demand."""
    return [gate.chance(names) for names in features(found, document)]


def standing(found: list[Candidate], chance: list[float], threshold: float) -> list[Candidate]:
    """The candidates that stand, in reading order; of two readings of the same words the likelier one does."""
    ranked = sorted((i for i, p in enumerate(chance) if p >= threshold), key=lambda i: (-chance[i], i))
    return _apart(found, ranked)


def undoubted(found: list[Candidate]) -> list[Candidate]:
    """The candidates that stand without a gate: those without a doubt, of two readings the earlier pattern's."""
    late = [c.wish.match.pattern.set["frame"] in _LATE for c in found]
    ranked = sorted((i for i, c in enumerate(found) if not c.doubts), key=lambda i: (late[i], i))
    return _apart(found, ranked)


def _apart(found: list[Candidate], ranked: Iterable[int]) -> list[Candidate]:
    """Of candidates by rank those whose words no better one has taken, in reading order."""
    kept: list[int] = []
    for i in ranked:
        if not any(clash(found[i], found[k]) for k in kept):
            kept.append(i)
    return sorted((found[i] for i in kept), key=lambda c: (c.sentence.number, c.span))


def clash(a: Candidate, b: Candidate) -> bool:
    """Whether two candidates are made of the same words."""
    return a.sentence is b.sentence and a.span[0] < b.span[1] and b.span[0] < a.span[1]


def demands_of(document: Document, standing: Iterable[Candidate]) -> list[Report]:
    """The rows of candidates that stand."""
    return _distinct(with_answers(reports(document, list(standing)), document))


def reports(document: Document, standing: list[Candidate]) -> list[Report]:
    """The reports of candidates that stand, one each, with those that they ask."""
    asked = Asked(document, standing)
    return [report(c, asked.of(c)) for c in standing]


def report(c: Candidate, asked: Iterable[str]) -> Report:
    """A candidate as a demand report (`schemas.DEMAND_REPORTS`), with those whom it asks."""
    wish, s = c.wish, c.sentence
    claim = s.claim_at(s.offset(wish.match.span[0]))
    return {
        "by_parties": list(wish.voice.parties),
        "to_parties": list(asked),
        "kind": kind_of(c),
        "issue": c.issue,
        "text": c.text,
        "response": _response(c),
        "attributed_to": wish.voice.speaker or (claim.speaker if claim else None),
        "via": claim.via if claim else None,
        "evidence": [(s, wish.match.pattern.id)],
    }


def _response(c: Candidate) -> str | None:
    match, after = c.wish.match, c.wish.start + len(c.wish.text)
    return answer_within(match.sentence, match.span[0], after, c.wish.voice.parties, noun="noun" in match.groups)


def kind_of(c: Candidate) -> str:
    """demand or proposal; of a noun the word itself says which."""
    match = c.wish.match
    kind = str(match.pattern.set["kind"])
    if kind != "noun":
        return kind
    return "demand" if _DEMANDING.match(match.groups.get("noun", "").lower()) else "proposal"


def _distinct(found: list[Report]) -> list[Report]:
    """The same thing wanted of the same party is one row, with all its sentences."""
    kept: list[Report] = []
    for row in found:
        twin = next((k for k in kept if _same(k, row)), None)
        if twin is None:
            kept.append(row)
        else:
            twin["evidence"] += row["evidence"]
            twin["response"] = twin["response"] or row["response"]
    return kept


def _same(a: Report, b: Report) -> bool:
    if set(a["by_parties"]) != set(b["by_parties"]) or a["issue"] != b["issue"]:
        return False
    x, y = (set(re.findall(r"[a-z]{4,}", r["text"].lower())) for r in (a, b))
    return bool(x & y) and len(x & y) >= 0.5 * min(len(x), len(y))
