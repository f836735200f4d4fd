"""Coded articles as examples for the gates of talks that no pattern tells, and of the parties that sit at a talk."""

from dataclasses import dataclass
from typing import Any

from tests.train.demands import read_documents
from tests.train.regression import learn
from tests.train.talks import record
from transforms.document import Document
from transforms.extract.gate import Gate
from transforms.extract.talk_loose import loose_talks
from transforms.extract.talk_merge import report
from transforms.extract.talk_seats import Signs
from transforms.extract.talks import read_talks
from transforms.reference.load import load_reference
from transforms.score import align, like_talk, read_coded

LEAST = 5
# how near nought weights are held, and from which chance on a talk stands, a party is a side or a mediator; these do
# best together on articles that were not learned from, and equally well around these values
STRENGTH = {"talks_loose": 33.0, "talk_sides": 20.0, "talk_mediators": 20.0}
THRESHOLD = {"talks_loose": 0.4, "talk_sides": 0.3, "talk_mediators": 0.3}
SLOTS = {"talk_sides": "parties", "talk_mediators": "mediators"}


@dataclass
class Example:
    """One coded article: by gate, what it weighs by its features, and 1 for what was coded."""

    name: str
    gold: list[dict[str, Any]]
    document: Document | None
    weighed: dict[str, list[tuple[list[str], int]]]


def examples(folders):
    """The coded articles of some folders; those without talks coded are left out."""
    coded = {c.name: c for folder in folders for c in read_coded(folder) if c.gold.get("talks") is not None}
    documents = read_documents(list(coded.values()))
    return [_example(c.name, c.gold["talks"], documents.get(c.article["id"])) for c in coded.values()]


def _example(name, gold, document):
    weighed = {kind: [] for kind in STRENGTH}
    if document is None:
        return Example(name, gold, None, weighed)
    told = read_talks(document, load_reference())
    pairs, missed = _paired(gold, told.rows)
    known = list(pairs)
    for row, names in loose_talks(document, told.readings, told.rows) if told.rows else ():
        found = next((g for g in missed if _shares(g, row) and _alike(g, row)), None)
        weighed["talks_loose"].append((names, int(found is not None)))
        known += [(row, found)] if found is not None else []
    signs = Signs(document, *told)
    for row, found in known:
        for code, found_of in signs.of_parties(row).items():
            names = sorted(found_of)
            for kind, slot in SLOTS.items():
                weighed[kind].append((names, int(code in (found.get(slot) or []))))
    return Example(name, gold, document, weighed)


def _paired(gold, rows):
    """Rows with their coded talk, found by likeness or, where the parties are others, by a sentence; the coded talks left over."""
    pairs = [(rows[j], gold[i]) for i, j in align("talks", gold, [record(report(row)) for row in rows])]
    left = [g for g in gold if not any(g is found for _, found in pairs)]
    for row in rows:
        shared = [g for g in left if _shares(g, row) and not any(row is paired for paired, _ in pairs)]
        if shared:
            pairs.append((row, max(shared, key=lambda g, row=row: g["status"] == row.status)))
            left = [g for g in left if g is not pairs[-1][1]]
    return pairs, left


def _shares(coded, row):
    """Whether a coded talk is told by a sentence of the row."""
    return any(_same(e, s.text) for e in coded["evidence"] for s, _ in row.evidence)


def _same(coded, text, reach=60):
    return coded[:reach] in text or text[:reach] in coded


def _alike(coded, row):
    """Whether a row would be the coded talk, were its parties the right ones."""
    return like_talk(coded, record(report(row)) | {"parties": coded["parties"]}) > 0


def fit(articles):
    """The gates learned from some articles, by kind."""
    return {kind: Gate(_weights(kind, articles), THRESHOLD[kind]) for kind in STRENGTH}


def _weights(kind, articles):
    every = [(names, label, a.name) for a in articles for names, label in a.weighed[kind]]
    rows, labels, owners = zip(*every, strict=True)
    return learn(rows, labels, strength=STRENGTH[kind], least=LEAST, articles=owners)
