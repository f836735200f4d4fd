"""Coded articles as examples for the gate of talks."""

from dataclasses import dataclass
from typing import Any

from tests.train.demands import read_documents
from transforms.extract.talk_features import features
from transforms.extract.talk_merge import report
from transforms.extract.talks import read_talks, upheld
from transforms.reference.load import load_reference
from transforms.score import align, read_coded

_PLAIN = ("status", "parties", "mediators", "city", "country", "round", "level", "format", "outcome")


@dataclass
class Example:
    """One coded article: what the patterns find in it, and which of it agrees with a coded row."""

    name: str
    gold: list[dict[str, Any]]
    rows: list[dict[str, Any]]
    features: list[list[str]]
    labels: list[int]


def examples(folders):
    """The coded articles of some folders."""
    coded = [c for folder in folders for c in read_coded(folder) if c.gold.get("talks") is not None]
    documents, reference = read_documents(coded), load_reference()
    return [_example(c, documents.get(c.article["id"]), reference) for c in coded]


def _example(coded, document, reference):
    gold = coded.gold["talks"]
    if document is None:
        return Example(coded.name, gold, [], [], [])
    found = read_talks(document, reference).rows
    rows = [record(report(row)) for row in found]
    right = {j for _, j in align("talks", gold, rows)}
    return Example(coded.name, gold, rows, features(document, found), [int(j in right) for j in range(len(rows))])


def record(row):
    """A report with the codebook's slot names."""
    start, end = row["date_start"], row["date_end"] or row["date_start"]
    return {
        **{slot: row[slot] for slot in _PLAIN},
        "date": [start.isoformat(), end.isoformat()] if start else None,
        "duration_minutes": {"value": row["duration_value"]} if row["duration_value"] else None,
        "people": [person["name"] for person in row["people"]],
    }


def rows_with(example, chances, threshold):
    """The rows of an article with the gate."""
    return [example.rows[i] for i in upheld(chances, threshold)]


def rows_without(example):
    """The rows of an article without the gate."""
    return example.rows
