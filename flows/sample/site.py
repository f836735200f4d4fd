"""The pages of the example site, rendered from article files and one template a house.

Two houses share the host: a newspaper (`/herald/`, OpenGraph tags) and a news agency (`/wire/`, JSON-LD), so that a run
meets two kinds of markup. All articles are invented.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

import yaml

HOUSES = {"herald": "The Harbour Herald", "wire": "Meridian Wire"}
FEED_LENGTH = 8
RELATED_LENGTH = 3
XML_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
HTML = "text/html; charset=utf-8"
XML = "application/xml; charset=utf-8"
RSS = "application/rss+xml; charset=utf-8"


@dataclass(frozen=True)
class Article:
    """One article file: the facts of its head, and its paragraphs."""

    house: str
    path: str
    title: str
    published: datetime
    author: str
    section: str
    paragraphs: tuple[str, ...]


@cache
def read_articles() -> tuple[Article, ...]:
    """The articles of the site in the order of publication."""
    folder = files("flows.sample").joinpath("articles")
    sources = [file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".txt")]
    return tuple(sorted(map(_read_article, sources), key=lambda article: article.published))


def _read_article(source: str) -> Article:
    head, _, body = source.partition("\n\n")
    facts = yaml.safe_load(head)
    facts["published"] = datetime.fromisoformat(str(facts["published"]))
    return Article(**facts, paragraphs=tuple(p.strip() for p in body.split("\n\n")))


def build_site(base: str) -> dict[str, tuple[str, bytes]]:
    """Path to (content type, body) for everything the site serves; `base` is its address without a final slash."""
    articles = read_articles()
    newest_first = articles[::-1]
    pages = {article.path: (HTML, _render(article, articles, base)) for article in articles}
    return pages | {
        "/": (HTML, _index(newest_first)),
        "/feed.xml": (RSS, _feed(newest_first[:FEED_LENGTH], base)),
        "/sitemap.xml": (XML, _sitemap(newest_first, base)),
        "/robots.txt": ("text/plain; charset=utf-8", _robots(base)),
        "/style.css": ("text/css", _resource("style.css").encode()),
    }


def _render(article: Article, articles: tuple[Article, ...], base: str) -> bytes:
    others = [a for a in articles if a.house == article.house and a is not article][:RELATED_LENGTH]
    values = {
        "title": escape(article.title),
        "author": escape(article.author),
        "section": escape(article.section),
        "published": article.published.isoformat(),
        "day": f"{article.published.day} {article.published:%B %Y, %H:%M}",
        "url": base + article.path,
        "body": "\n".join(f"<p>{escape(p, quote=False)}</p>" for p in article.paragraphs),
        "related": _links(others),
        "linked_data": _linked_data(article, base),
    }
    return Template(_resource(f"{article.house}.html")).substitute(values).encode()


def _linked_data(article: Article, base: str) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.isoformat(),
        "author": [{"@type": "Person", "name": article.author}],
        "publisher": {"@type": "Organization", "name": HOUSES[article.house]},
        "mainEntityOfPage": base + article.path,
    }
    return json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/")


def _index(articles: tuple[Article, ...]) -> bytes:
    body = f"<h1>Example site of Parley</h1>\n<p>Every article here is invented.</p>\n{_links(articles)}"
    head = '<meta charset="utf-8"><title>Example site</title><link rel="stylesheet" href="/style.css">'
    return f'<!DOCTYPE html>\n<html lang="en"><head>{head}</head>\n<body>{body}</body></html>\n'.encode()


def _links(articles: tuple[Article, ...] | list[Article]) -> str:
    items = (f'<li><a href="{article.path}">{escape(article.title)}</a></li>' for article in articles)
    return "<ul>" + "\n".join(items) + "</ul>"


def _feed(articles: tuple[Article, ...], base: str) -> bytes:
    items = "\n".join(
        f"<item><title>{escape(a.title)}</title><link>{base}{a.path}</link><guid>{base}{a.path}</guid>"
        f"<pubDate>{format_datetime(a.published)}</pubDate></item>"
        for a in articles
    )
    channel = f"<title>Example site of Parley</title><link>{base}/</link><description>Invented news</description>"
    return f'{XML_HEAD}<rss version="2.0"><channel>{channel}\n{items}\n</channel></rss>\n'.encode()


def _sitemap(articles: tuple[Article, ...], base: str) -> bytes:
    urls = "\n".join(f"<url><loc>{base}{a.path}</loc><lastmod>{a.published:%Y-%m-%d}</lastmod></url>" for a in articles)
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'{XML_HEAD}<urlset xmlns="{namespace}">\n{urls}\n</urlset>\n'.encode()


def _robots(base: str) -> bytes:
    return f"User-agent: *\nDisallow: /private/\nSitemap: {base}/sitemap.xml\n".encode()


def _resource(name: str) -> str:
    return files("flows.sample").joinpath(name).read_text("utf-8")
