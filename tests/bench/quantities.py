"""Our figures against quantulum3 and our dates against dateparser's search, on the sentences of coded articles.

python -m tests.bench.quantities [GOLD_DIR]

Needs `pip install quantulum3 dateparser` (the extra `bench`). Values only: quantulum3 has no hedge, no claimant and no
noun, and gives years and ordinals as numbers too, which the codebook leaves out. Published for quantulum3 on news: 0.73
F1 on values (Almasian et al. 2023, CQE). Dates: the share of the coded days of talks and exchanges (up to three
days long) that the tool finds in a sentence that is their evidence.
"""

import logging
import sys
import time
import warnings
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from flows.evaluate import articles_of
from transforms.extract.figures import find_figures
from transforms.mentions import read_document, spans_by_article
from transforms.reference.load import load_reference
from transforms.score import read_coded
from transforms.sentences import split_sentences

NEIGHBOUR = Path(__file__).parents[3] / "shared" / "eval" / "dev"
OURS = Path(__file__).parents[1] / "gold"
LONGEST = timedelta(days=3)


def main():
    """Print values, dates and milliseconds a sentence of each tool."""
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else NEIGHBOUR if NEIGHBOUR.is_dir() else OURS
    coded = read_coded(folder)
    articles = articles_of(coded)
    sentences = {name: _sentences(articles, name) for name in articles["article_id"]}
    count = sum(map(len, sentences.values()))
    print(
        f"{len(coded)} articles, {count} sentences; quantulum3 {version('quantulum3')}, dateparser {version('dateparser')}"
    )
    documents, reading = _documents(articles)
    _values(coded, documents, sentences, reading / count, count)
    _dates(coded, documents, sentences, reading / count)


def _sentences(articles, name):
    article = articles.filter(articles["article_id"] == name)
    text = article["text"][0]
    return [text[start:end] for start, end in split_sentences(article).select("char_start", "char_end").iter_rows()]


def _documents(articles):
    """Our documents by article id, and the seconds that reading them took: numbers, dates and all other mentions."""
    reference = load_reference()
    spans = spans_by_article(split_sentences(articles))
    columns = ("article_id", "title", "published", "outlet", "text", "language")
    rows = list(articles.select(columns).iter_rows())
    _read(rows[0], spans, reference)
    start = time.perf_counter()
    documents = {row[0]: _read(row, spans, reference) for row in rows}
    return documents, time.perf_counter() - start


def _read(row, spans, reference):
    return read_document(*row, spans=spans.get(row[0], []), reference=reference)


def _values(coded, documents, sentences, reading, count):
    from quantulum3 import parser

    gold = {c.article["id"]: [f["value"] for f in c.gold["figures"] or []] for c in coded}
    reference = load_reference()
    start = time.perf_counter()
    ours = {name: [r["value"] for r in find_figures(document, reference)] for name, document in documents.items()}
    seconds = (time.perf_counter() - start) / count + reading
    parser.parse("two kilometres")
    start = time.perf_counter()
    theirs = {name: [q.value for s in sentences[name] for q in _parsed(parser, s)] for name in gold}
    other = (time.perf_counter() - start) / count
    print("\nvalues of figures      precision  recall     F1   ms a sentence")
    for tool, found, spent in (("parley", ours, seconds), ("quantulum3", theirs, other)):
        precision, recall, f1 = _prf(gold, found)
        print(f"  {tool:<20}{precision:10.3f}{recall:8.3f}{f1:7.3f}{1000 * spent:11.3f}")


def _parsed(parser, sentence):
    try:
        return parser.parse(sentence)
    except Exception:  # it fails on some sentences; those give nothing
        return []


def _prf(gold, found):
    """Values of one article are a set, as the codebook has one row for a figure that is repeated."""
    hit = wanted = got = 0
    for name, values in gold.items():
        a, b = {round(v, 2) for v in values if v is not None}, {round(v, 2) for v in found[name] if v is not None}
        hit, wanted, got = hit + len(a & b), wanted + len(a), got + len(b)
    return hit / got, hit / wanted, 2 * hit / (wanted + got)


def _dates(coded, documents, sentences, reading):
    from dateparser.search import search_dates

    cases = list(_dated(coded))
    ours = sum(
        any(_fits((m.when.start, m.when.end), days) for m in _mentions(documents[name], quotes))
        for name, _, days, quotes in cases
    )
    wanted = {(name, quote, published) for name, published, _, quotes in cases for quote in quotes}
    start = time.perf_counter()
    found = {(name, quote): _searched(search_dates, quote, published) for name, quote, published in wanted}
    spent = (time.perf_counter() - start) / len(wanted)
    theirs = sum(any(_fits((d, d), days) for q in quotes for d in found[name, q]) for name, _, days, quotes in cases)
    print(f"\n{len(cases)} coded days of talks and exchanges    found   ms a sentence")
    print(f"  {'parley':<36}{ours / len(cases):9.3f}{1000 * reading:11.3f}")
    print(f"  {'dateparser.search':<36}{theirs / len(cases):9.3f}{1000 * spent:11.3f}")


def _dated(coded):
    """(article, its day, the coded days, the evidence) of each talk and exchange that is dated to a few days."""
    for c in coded:
        for row in [*(c.gold["talks"] or []), *(c.gold["exchanges"] or [])]:
            if row.get("date") and row["date"][0]:
                days = tuple(date.fromisoformat(d) for d in row["date"])
                if days[1] - days[0] <= LONGEST:
                    yield c.article["id"], date.fromisoformat(c.article["published"]), days, row["evidence"]


def _mentions(document, quotes):
    for sentence in document.sentences:
        if any(sentence.text in quote or quote in sentence.text for quote in quotes):
            yield from (m for m in sentence.mentions if m.kind == "DATE" and m.when and m.when.start)


def _fits(found, days):
    if None in found:
        return False
    day = timedelta(days=1)
    return abs(found[0] - days[0]) <= day and abs(found[1] - days[1]) <= day


def _searched(search_dates, quote, published):
    settings = {"RELATIVE_BASE": datetime.combine(published, datetime.min.time()), "PREFER_DATES_FROM": "past"}
    try:
        return [d.date() for _, d in search_dates(quote, languages=["en"], settings=settings) or []]
    except Exception:  # it fails on some sentences; those give nothing
        return []


if __name__ == "__main__":
    main()
