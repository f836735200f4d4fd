"""Pages to articles: golden pages, equal treatment of formats, bad input, and the rules that are data."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.boilerplate import agency_of, is_boilerplate_line, load_rules, names_in_byline
from transforms.clean import clean_pages
from transforms.language import detect_language
from transforms.published import date_in_url, parse_published
from transforms.relevance import is_relevant
from transforms.schemas import ARTICLES, PAGES, REJECTS

GOLDEN = Path(__file__).parent / "pages"
PARAGRAPHS = [
    "GENEVA, March 3 (AP) - Ruvia and Teshland ended a second round of talks on Monday without a truce, and each "
    "blamed the other for the failure in statements an hour apart.",
    "“We asked for thirty days of silence along the river,” said the Teshland envoy, Mira Kolb. “They offered three.”",
    "Both sides did agree to exchange 84 wounded prisoners before the end of the month, the Omani mediators said.",
]


def page(content, media_type="text/html", **values):
    row = {
        "page_id": "p1",
        "url": "https://news.example.org/a",
        "final_url": "https://news.example.org/a",
        "status": 200,
        "headers": None,
        "media_type": media_type,
        "fetched_at": datetime(2025, 6, 1, tzinfo=UTC),
        "sha256": "",
        "source": "test",
        "outlet": None,
        "content": content.encode() if isinstance(content, str) else content,
    }
    return row | values


def clean(*pages):
    return clean_pages(pl.DataFrame(pages, schema=PAGES))


def html(body, head=""):
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def article_html(head=""):
    return html("<article>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS) + "</article>", head)


@pytest.mark.parametrize("name", sorted(p.stem for p in GOLDEN.glob("*.html")))
def test_golden_page(name):
    expected = json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))
    url = expected["url"]
    articles, rejects = clean(page((GOLDEN / f"{name}.html").read_bytes(), url=url, final_url=url))
    assert rejects.is_empty()
    found = articles.row(0, named=True)
    found["text"], found["published"] = found["text"].split("\n"), str(found["published"])
    assert {key: found[key] for key in expected} == expected


def test_html_text_and_json_give_the_same_article():
    title = "Ruvia and Teshland part without a truce"
    record = {"title": title, "text": "\n\n".join(PARAGRAPHS), "published": "2025-03-03"}
    head = f"<title>{title}</title><meta property='article:published_time' content='2025-03-03T20:00:00Z'>"
    text = f"{title}\n\nPublished 3 March 2025\n\n" + "\n\n".join(PARAGRAPHS)
    articles, rejects = clean(
        page(article_html(head), outlet="The Ledger"),
        page(text, "text/plain", outlet="The Ledger"),
        page(json.dumps(record), "application/json", outlet="The Ledger"),
    )
    assert rejects.is_empty()
    columns = ["article_id", "title", "outlet", "agency", "authors", "published", "language", "word_count", "relevant"]
    assert articles.select(columns).n_unique() == 1
    assert articles.row(0, named=True)["agency"] == "AP"
    assert [t.replace("\n\n", "\n") for t in articles["text"]] == ["\n".join(PARAGRAPHS)] * 3
    assert articles["published_basis"].to_list() == ["metadata", "text", "given"]


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1).filter(str.strip))
def test_text_of_a_json_record_is_kept_as_it_is(text):
    record = {"id": "a 1", "title": "T", "text": text, "published": "2024-05-31T10:00:00+02:00", "outlet": "O"}
    articles, rejects = clean(page(json.dumps(record), "application/json"))
    assert rejects.is_empty()
    kept = articles.row(0, named=True)
    assert (kept["text"], kept["article_id"], kept["outlet"]) == (text, "a 1", "O")
    assert (kept["published"], kept["published_basis"]) == (date(2024, 5, 31), "given")


def test_half_a_surrogate_pair_keeps_the_offsets():
    articles, _ = clean(page('{"id": "x", "text": "a\\ud83d b\\u0000c"}', "application/json"))
    assert articles["text"].to_list() == ["a\ufffd b\0c"]


BAD = {
    "empty": (page(b"  \n"), "empty"),
    "too large": (page(b"<p>" + b"word " * 2_100_000), "too_large"),
    "pdf": (page(b"%PDF-1.7 \x00\x01"), "not_text"),
    "binary": (page(bytes(range(256)) * 40, "text/plain"), "not_text"),
    "bad json": (page('{"text": "half', "application/json"), "bad_json"),
    "json list": (page('["text"]', "application/json"), "bad_json"),
    "json number": (page('{"text": 7}', "application/json"), "bad_json"),
    "json without text": (page('{"title": "T"}', "application/json"), "no_text"),
    "no article": (page(html("<nav><a href='/'>Home</a></nav><p>Page not found.</p>")), "no_text"),
    "no markup at all": (page(b"\xc3\xa9t\xc3\xa9"), "no_text"),
    "title alone": (page("Truce holds\n\n", "text/plain"), "no_text"),
    "cut in the middle": (page(article_html("<title>T</title>").replace("</article></body></html>", "")), "truncated"),
    "cut by the network": (page(article_html(), headers='{"Content-Length": "99999"}'), "truncated"),
    "nested": (page(html("<div>" * 20_000 + PARAGRAPHS[0])), "too_complex"),
    "many links": (page(html("<ul>" + "<li><a href='/x'>x</a></li>" * 30_000 + "</ul>")), "too_complex"),
    "many attributes": (page(html("<p " + " ".join(f'a{i}="x"' for i in range(20_000)) + ">x</p>")), "too_complex"),
}


def test_each_bad_page_is_a_reject_and_stops_no_batch():
    pages = [row | {"url": name} for name, (row, _) in BAD.items()]
    articles, rejects = clean(page(article_html()), *pages, page(article_html()))
    assert articles.schema == pl.Schema(ARTICLES)
    assert rejects.schema == pl.Schema(REJECTS)
    assert articles.height == 2
    assert dict(rejects.select("item", "reason").iter_rows()) == {name: reason for name, (_, reason) in BAD.items()}
    assert rejects["detail"].str.len_chars().min() > 5


def test_undated_or_impossible_dates_are_null():
    tomorrow = article_html("<meta property='article:published_time' content='2031-01-01'>")
    articles, _ = clean(page(tomorrow), page(article_html()))
    assert articles["published"].to_list() == [None, None]
    assert articles["published_basis"].to_list() == [None, None]


@pytest.mark.parametrize("rule", load_rules(), ids=lambda rule: rule.id)
def test_boilerplate_rule(rule):
    assert [line for line in rule.match if not rule.drops(line)] == []
    assert [line for line in rule.no_match if is_boilerplate_line(line)] == []


def test_agency_and_names_of_bylines():
    assert agency_of("DOHA/JERUSALEM, Jan 15 (Reuters) - Israel and Hamas agreed") == "Reuters"
    assert agency_of("Addis Ababa (dpa) – The sides met") == "DPA"
    assert agency_of("GABORONE, March 2 (Meridian) - Zambia said") == "Meridian"
    assert agency_of("Zambia (Meridian) - said") is None
    assert agency_of("The rebels (AP) of the valley met") is None
    assert agency_of("Talks ended.", ["By The Associated Press"]) == "AP"
    assert names_in_byline("By Ana Perić and Jonas Löwe in Geneva") == ["Ana Perić", "Jonas Löwe"]
    assert names_in_byline("By The Associated Press") == []


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2024-05-31", date(2024, 5, 31)),
        ("2024-05-31T23:30:00-04:00", date(2024, 5, 31)),
        ("20240531", date(2024, 5, 31)),
        ("Fri, 31 May 2024 09:00:00 GMT", date(2024, 5, 31)),
        ("May 31st, 2024", date(2024, 5, 31)),
        (1717142400, date(2024, 5, 31)),
        ("1717142400000", date(2024, 5, 31)),
        ("2024-02-31", None),
        ("soon", None),
        (True, None),
        (None, None),
    ],
)
def test_published(value, day):
    assert parse_published(value) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.org/2024/05/31/talks", date(2024, 5, 31)),
        ("https://a.org/world/2024-05-31-talks.html", date(2024, 5, 31)),
        ("https://a.org/2019/nov/18/talks", date(2019, 11, 18)),
        ("https://a.org/2019/11/talks", None),
        ("https://a.org/id-20191340", None),
    ],
)
def test_date_in_url(url, day):
    assert date_in_url(url) == day


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (PARAGRAPHS[0], "fr", "en"),
        (
            "Les deux parties se sont mises d'accord sur une trêve de trois jours dans les villages de la vallée.",
            "en",
            "fr",
        ),
        (
            "Сторони домовилися про обмін полоненими, як заявив у Києві міністр, і це не остання зустріч у Стамбулі.",
            None,
            "uk",
        ),
        ("停戦の合意は三日間だけのものだと外相は述べた。", None, "ja"),
        ("Truce", "de-AT", "de"),
        ("Truce", None, None),
    ],
)
def test_language(text, declared, language):
    assert detect_language(text, declared) == language


OFF_TOPIC = {
    "Club agree fee for striker": "The clubs agreed a transfer fee after long talks. The midfielder wants a contract "
    "until 2029 and the coach demands a goalkeeper before the transfer window closes.",
    "Rail union ends walkout": "The union leaders and employers struck a wage deal after talks brokered by the labour "
    "secretary; pickets came down on Friday and overtime will be paid.",
    "Review: a bank heist with heart": "In this film the robbers hold hostages while a negotiator meets their "
    "demands. The actor is superb, the screenplay is not, and the box office will not care.",
}
ON_TOPIC = {
    "Round ends": "\n".join(PARAGRAPHS),
    "Envoys meet": "The foreign ministers of both states met in Muscat to discuss the border dispute; the rebels "
    "demand that troops withdraw.",
}


def test_relevance():
    assert not [title for title, text in OFF_TOPIC.items() if is_relevant(title, text)]
    assert [title for title, text in ON_TOPIC.items() if is_relevant(title, text)] == list(ON_TOPIC)
