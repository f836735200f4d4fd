"""The whole chain on one screen: articles -> sentences -> documents -> reports with evidence.

Pure: the same articles and reference data give the same frames, in whatever batches the articles come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from transforms import schemas
from transforms.document import Document, Sentence
from transforms.extract.demands import find_demands
from transforms.extract.exchanges import find_exchanges
from transforms.extract.figures import find_figures
from transforms.extract.talks import find_talks
from transforms.mentions import read_document, spans_by_article
from transforms.names import code_of
from transforms.reference.load import Reference
from transforms.sentences import split_sentences

Report = dict[str, Any]
Finder = Callable[[Document, Reference], list[Report]]


@dataclass(frozen=True)
class Extraction:
    """All that a batch of articles says (frames of `schemas.py`)."""

    talk_reports: pl.DataFrame
    demand_reports: pl.DataFrame
    exchange_reports: pl.DataFrame
    figures: pl.DataFrame
    evidence: pl.DataFrame
    people: pl.DataFrame
    rejects: pl.DataFrame


# kind of row, its frame, its finder; in articles that are not about talks only the last, figures, is looked for
KINDS: tuple[tuple[str, schemas.Schema, Finder], ...] = (
    ("talk", schemas.TALK_REPORTS, find_talks),
    ("demand", schemas.DEMAND_REPORTS, find_demands),
    ("exchange", schemas.EXCHANGE_REPORTS, find_exchanges),
    ("figure", schemas.FIGURES, find_figures),
)


def extract_articles(articles: pl.DataFrame, reference: Reference, *, figures_of_all: bool = True) -> Extraction:
    """The reports of a batch of articles; where a finder breaks, that kind of rows is rejected for the article.

    `figures_of_all`: whether the figures of articles that are not about talks are looked for too.
    """
    articles = articles if figures_of_all else articles.filter("relevant")
    spans = spans_by_article(split_sentences(articles))
    found: dict[str, list[Report]] = {kind: [] for kind, _, _ in KINDS}
    evidence: list[tuple[Any, ...]] = []
    people: dict[tuple[str, str], tuple[Any, ...]] = {}
    rejects: list[tuple[Any, ...]] = []
    columns = ("article_id", "title", "published", "outlet", "text", "language", "relevant", "source")
    for *fields, relevant, source in articles.select(columns).iter_rows():
        article_id, language = fields[0], fields[5]
        if language not in (None, "en"):
            continue
        try:
            document = read_document(
                *fields, spans=spans.get(article_id, []), reference=reference, only_amounts=not relevant
            )
        except Exception as error:  # the per-document boundary: one bad article never stops a batch
            rejects.append(("extract", article_id, "mentions_failed", repr(error)[:300], source))
            continue
        people |= _people(document) if relevant else {}
        for kind, _, finder in KINDS if relevant else KINDS[-1:]:
            try:
                reports = finder(document, reference)
            except Exception as error:  # what the other finders see in the article stands
                rejects.append(("extract", article_id, f"{kind}_failed", repr(error)[:300], source))
                continue
            for number, report in enumerate(reports, start=1):
                report_id = f"{article_id}#{kind}-{number}"
                found[kind].append({"report_id": report_id, "article_id": article_id} | report)
                evidence += _evidence(kind, report_id, document, report["evidence"])
    frames = {kind: _frame(found[kind], schema) for kind, schema, _ in KINDS}
    return Extraction(
        talk_reports=frames["talk"],
        demand_reports=frames["demand"],
        exchange_reports=frames["exchange"],
        figures=frames["figure"],
        evidence=pl.DataFrame(evidence, schema=schemas.EVIDENCE, orient="row"),
        people=pl.DataFrame(list(people.values()), schema=schemas.MENTIONED_PEOPLE, orient="row"),
        rejects=pl.DataFrame(rejects, schema=schemas.REJECTS, orient="row"),
    )


def _frame(reports: Sequence[Report], schema: schemas.Schema) -> pl.DataFrame:
    rows = [{column: report.get(column) for column in schema} for report in reports]
    return pl.DataFrame(rows, schema=schema)


def _evidence(
    kind: str, report_id: str, document: Document, found: Iterable[tuple[Sentence, str]]
) -> Iterable[tuple[Any, ...]]:
    """Each sentence once, in reading order; the headline has no offsets and is never evidence."""
    sentences = {s.number: (s, pattern) for s, pattern in reversed(list(found)) if s.number > 0}
    for number in sorted(sentences):
        s, pattern = sentences[number]
        yield kind, report_id, document.article_id, s.number, s.start, s.end, s.text, pattern


def _people(document: Document) -> dict[tuple[str, str], tuple[Any, ...]]:
    """One row a person of the article (MENTIONED_PEOPLE)."""
    rows: dict[tuple[str, str], tuple[Any, ...]] = {}
    for sentence in document.sentences:
        for m in sentence.mentions:
            if m.kind == "PERSON" and m.name and " " in m.name:
                key = (m.id or code_of(m.name).lower(), document.article_id)
                rows.setdefault(key, (*key, m.name, m.parties[0] if m.parties else None, m.role))
    return rows
