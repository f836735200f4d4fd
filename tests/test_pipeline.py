"""The whole chain from pages to rows: the same article in any form, and texts that are no proper articles."""

import json
import time
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import pytest

from flows.store import make_page, pages_frame
from transforms.clean import clean_pages
from transforms.pipeline import extract_articles
from transforms.records import to_json_objects
from transforms.reference.load import load_reference

KINDS = ("talks", "demands", "exchanges", "figures")
FETCHED = datetime(2026, 1, 1, tzinfo=UTC)
GOLD = Path(__file__).parent / "gold"
# "Talks ..." is long enough, and of enough words of the domain, to be looked at by all extractors
TALKS = (
    "Negotiators from Zambia and Malawi met in Lilongwe on Tuesday for a third round of peace talks, mediated by Tanzania. "
    "Malawi demanded that Zambia withdraw its troops from the border town of Mchinji. "
    "The two sides agreed to exchange 40 prisoners of war each. The ceasefire has held for nine days."
)


def read(*pages):
    """The JSON objects that pages give, by their URL, and the reasons of those refused."""
    articles, rejects = clean_pages(pages_frame(list(pages)))
    extraction = extract_articles(articles, load_reference())
    assert extraction.rejects.is_empty(), extraction.rejects["detail"].to_list()
    return {record["url"]: record for record in to_json_objects(articles, extraction)}, rejects["reason"].to_list()


def page(url, content, media_type):
    return make_page(url, content.encode(), media_type=media_type, fetched_at=FETCHED, source="test", outlet=None)


def record(text, **slots):
    article = {"id": "a", "title": "Talks in Lilongwe", "published": "2025-06-04", "text": text} | slots
    found, _ = read(page("a", json.dumps(article), "application/json"))
    return next(iter(found.values()))


def rows(article):
    """The rows without the ids of their sentences, which number the sentences of a form."""
    return {
        kind: [{k: v for k, v in row.items() if k != "evidence"} | {"quotes": [e["text"] for e in row["evidence"]]}
               for row in article[kind]]
        for kind in KINDS
    }  # fmt: skip


@pytest.mark.parametrize("name", ["aceh-helsinki-2005-07-17", "eln-ceasefire-2023-08-04"])
def test_html_text_and_json_give_the_same_rows(name):
    article = json.loads((GOLD / f"{name}.article.json").read_text())
    blocks = article["text"].split("\n\n")
    title, day = article["title"], article["published"]
    html = (
        f'<html lang="en"><head><title>{escape(title)}</title><meta property="article:published_time" content="{day}">'
        f'<meta property="og:site_name" content="{escape(article["outlet"])}"></head><body><article><h1>{escape(title)}'
        f"</h1>{''.join(f'<p>{escape(block)}</p>' for block in blocks)}</article></body></html>"
    )
    text = f"{title}\n\nPublished {day}\n\n" + "\n\n".join(blocks)
    found, refused = read(
        page("json", json.dumps(article | {"url": "json", "text": "\n".join(blocks)}), "application/json"),
        page("html", html, "text/html"),
        page("text", text, "text/plain"),
    )
    assert refused == []
    assert rows(found["json"])["talks"]
    assert rows(found["html"]) == rows(found["json"])
    assert rows(found["text"]) == rows(found["json"])


def test_a_proper_article_gives_all_kinds():
    found = record(TALKS)
    assert [len(found[kind]) for kind in KINDS[:3]] == [1, 1, 1]
    assert found["talks"][0]["date"] == ["2025-06-03", "2025-06-03"]
    for row in (row for kind in KINDS for row in found[kind]):
        assert all(found["text"][e["start"] : e["end"]] == e["text"] for e in row["evidence"])


def test_without_publication_date_relative_days_stay_open():
    found = record(TALKS, published=None)
    assert found["talks"][0]["date"] is None
    assert found["published"] is None


ODD = {
    "no sentence end": TALKS.replace(". ", " ").replace(".", ""),
    "one sentence of 100 kB": "The talks between Zambia and Malawi, " + "which the envoys of Tanzania led, " * 3_000,
    "lists without end": "Malawi demands " + ", ".join(f"the release of {n} prisoners" for n in range(3_000)),
    "control characters": TALKS.replace(" ", " \x07\x1b[0m\u200b ", 20),
    "mixed scripts": TALKS + " Переговоры прошли в Лилонгве. 和平谈判在利隆圭举行。 محادثات السلام في ليلونغوي.",
    "capitals": TALKS.upper(),
    "quotes that never close": TALKS.replace("demanded", '"demanded “') + ' "',
    "one word": "Talks",
    "numbers only": "1 2 3 4,000,000 5-6 7/8 " * 2_000,
    "brackets and marks": "<PARTY:0> <NUM:99> met <<DATE:1>> {WANT} " * 50 + TALKS,
}


@pytest.mark.parametrize("case", ODD)
def test_odd_texts_give_rows_or_nothing_and_in_time(case):
    start = time.process_time()
    found = record(ODD[case])
    assert all(isinstance(found[kind], list) for kind in KINDS)
    # a hundred ordinary articles' worth; catastrophic patterns take minutes
    assert time.process_time() - start < 20


def test_capitals_are_read_as_well():
    """A headline in capitals names the same sides."""
    assert record(TALKS, title="ZAMBIA AND MALAWI MEET IN LILONGWE")["talks"][0]["parties"]


def test_another_language_is_not_coded():
    german = (
        "Die Delegationen von Sambia und Malawi trafen sich am Dienstag in Lilongwe zu einer dritten Runde der "
        "Friedensgespräche. Malawi verlangt den Abzug der Truppen und die Freilassung von 40 Gefangenen, wie der Sprecher "
        "des Ministeriums sagte. Die Waffenruhe hält seit neun Tagen, und beide Seiten wollen sich wieder treffen."
    )
    found = record(german)
    assert (found["language"], found["relevant"]) == ("de", False)
    assert [found[kind] for kind in KINDS[:3]] == [[], [], []]
