"""Coded articles as examples for the gate of demands."""

from dataclasses import dataclass
from typing import Any

from flows.evaluate import articles_of
from tests.sentences import document_of, sentences
from transforms.document import Document
from transforms.extract.demand_candidates import Candidate, candidates
from transforms.extract.demand_features import features
from transforms.extract.demands import clash, demands_of, report, standing, undoubted
from transforms.mentions import read_document, spans_by_article
from transforms.reference.load import load_reference
from transforms.score import like_demand, read_coded
from transforms.sentences import split_sentences

_COLUMNS = ("article_id", "title", "published", "outlet", "text", "language")


@dataclass
class Example:
    """One coded article: its candidates, and which of them agree with a coded row."""

    name: str
    gold: list[dict[str, Any]]
    document: Document | None
    found: list[Candidate]
    features: list[list[str]]
    labels: list[int]


def examples(folders):
    """The coded articles of some folders; those without demands coded are left out."""
    coded = [c for folder in folders for c in read_coded(folder) if c.gold.get("demands") is not None]
    documents = read_documents(coded)
    return [_example(c, documents.get(c.article["id"])) for c in coded]


def spoken(name):
    """The sentences of our own of a file, as examples without the openings of their scenes; those of a scene are one article."""
    return [_spoken(said) for said in sentences(name)]


def _spoken(said):
    document = document_of(said)
    every = candidates(document)
    inside = [i for i, c in enumerate(every) if c.sentence.text in said.text]
    signs, found = features(every, document), [every[i] for i in inside]
    return Example(
        said.title, said.wants, document, found, [signs[i] for i in inside], _labels(said.wants, found, document)
    )


def read_documents(coded):
    """The documents of coded articles by id; an article that is refused or not about talks has none."""
    articles = articles_of(coded).filter("relevant")
    spans, reference = spans_by_article(split_sentences(articles)), load_reference()
    return {
        fields[0]: read_document(*fields, spans=spans.get(fields[0], []), reference=reference, only_amounts=False)
        for fields in articles.select(_COLUMNS).iter_rows()
    }


def _example(coded, document):
    gold = coded.gold["demands"]
    if document is None:
        return Example(coded.name, gold, None, [], [], [])
    found = candidates(document)
    return Example(coded.name, gold, document, found, features(found, document), _labels(gold, found, document))


def _labels(gold, found, document):
    """1 for the candidates that agree best with a coded row, and for other readings of the same words that agree too."""
    rows = [record(report(c, ())) for c in found]  # whom they ask has no part in what agrees
    labels = [0] * len(found)
    for g in gold:
        likeness = [like_demand(g, row) for row in rows]
        top = max(likeness, default=0)
        best = [i for i, like in enumerate(likeness) if like == top > 0]
        for i, like in enumerate(likeness):
            if like > 0 and (i in best or any(clash(found[i], found[b]) for b in best)):
                labels[i] = 1
    return labels


def record(row):
    """A report with the codebook's slot names."""
    return {
        "by": row["by_parties"], "to": row["to_parties"], "evidence": [s.text for s, _ in row["evidence"]],
        **{slot: row[slot] for slot in ("kind", "issue", "text", "response", "attributed_to", "via")},
    }  # fmt: skip


def rows_with(example, chances, threshold):
    """The rows of an article with the gate."""
    return _rows(example, standing(example.found, chances, threshold))


def rows_without(example):
    """The rows of an article without the gate."""
    return _rows(example, undoubted(example.found))


def _rows(example, stand):
    return [record(row) for row in demands_of(example.document, stand)] if example.document else []
