"""What a page says about its article in its head: JSON-LD, OpenGraph and meta tags.

Reads a parsed tree (lxml) and touches no network. Pages that carry none of these are left to the slower search of
`clean.py`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any

from transforms.published import parse_published

ARTICLE_TYPE = re.compile(r"(Article|Posting|Report|Review|AnalysisNewsArticle|OpinionNewsArticle|WebPage)$")
DATE_KEYS = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "pubdate",
    "publication_date",
    "article.published",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
)
AUTHOR_KEYS = ("author", "article:author_name", "parsely-author", "dc.creator", "byl", "sailthru.author")
# headline and site of <title>: the shorter part behind one of these is the site's name
TITLE_TAIL = re.compile(r"\s+[|\u2013\u2014\u00B7\u00BB:-]\s+([^|\u2013\u2014\u00BB]{2,40})$")
NO_NAME = re.compile(
    r"://|@|^(Editorial|Staff|Opinion|Admin)$|\b(Writer|Reporter|Correspondent|Editor|Contributor|Desk)s?\b"
)
LENIENT_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')


@dataclass
class PageMeta:
    """Fields that the page states; None or empty where it is silent."""

    title: str | None = None
    published: date | None = None
    authors: list[str] = field(default_factory=list)
    site: str | None = None
    language: str | None = None


def read_metadata(tree: Any) -> PageMeta:
    """Title, day of publication, authors, site and declared language of a parsed page."""
    tags = _meta_tags(tree)
    linked, lenient = _linked_data(tree)
    site = _text(tags.get("og:site_name")) or _name(_first(linked, "publisher")) or _text(tags.get("application-name"))
    site = site.lstrip("@") if site else None
    title = _text(_first(linked, "headline")) or _text(tags.get("og:title")) or _heading(tree)
    days = [_first(linked, "datePublished"), *(tags.get(key) for key in DATE_KEYS), lenient, *_time_elements(tree)]
    return PageMeta(
        title=without_site(title, site) or None,
        published=next(filter(None, map(parse_published, days)), None),
        authors=[n for n in _authors(_first(linked, "author"), [tags.get(k) for k in AUTHOR_KEYS]) if n != site],
        site=site,
        language=tree.get("lang") or tags.get("og:locale") or tags.get("content-language"),
    )


def without_site(title: str | None, site: str | None) -> str | None:
    """A title without the name of the site that some pages append."""
    if not title or not (tail := TITLE_TAIL.search(title)):
        return title
    name = tail.group(1).casefold()
    known = site is not None and (name in site.casefold() or site.casefold() in name)
    return title[: tail.start()] if known else title


def _meta_tags(tree: Any) -> dict[str, str]:
    """The content of the first meta tag of each (lower-case) name."""
    tags: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
        content = element.get("content")
        if key and content and content.strip():
            tags.setdefault(key.strip().lower(), content)
    return tags


def _linked_data(tree: Any) -> tuple[list[dict[str, Any]], str | None]:
    """The article objects of the page's JSON-LD, fullest first, and the date of JSON-LD that does not parse."""
    found: list[dict[str, Any]] = []
    lenient = None
    for element in tree.iter("script"):
        if "ld+json" not in (element.get("type") or ""):
            continue
        source = element.text or ""
        try:
            found.extend(_articles(json.loads(source, strict=False)))
        except (ValueError, RecursionError):
            match = LENIENT_DATE.search(source)
            lenient = lenient or (match.group(1) if match else None)
    return sorted(found, key=lambda item: "WebPage" in str(item.get("@type"))), lenient


def _articles(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for item in data:
            yield from _articles(item)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if any(ARTICLE_TYPE.search(str(k)) for k in (kinds if isinstance(kinds, list) else [kinds])):
            yield data
        yield from _articles(data.get("@graph") or data.get("mainEntity") or [])


def _first(objects: list[dict[str, Any]], key: str) -> Any:
    return next((o[key] for o in objects if o.get(key)), None)


def _authors(linked: Any, tags: list[str | None]) -> list[str]:
    """Distinct names in the order of the page; addresses of author pages are no names."""
    values = linked if isinstance(linked, list) else [linked]
    stated = [name for value in values if (name := _name(value))]
    stated = stated or [name for tag in tags if (name := _text(tag))][:1]
    split = (part.strip() for name in stated for part in re.split(r";|,(?! ?(?:Jr|Sr|II))| and | & ", name))
    names = (re.sub(r"^(?i:by)\s+", "", part) for part in split)
    return list(dict.fromkeys(n for n in names if 2 < len(n) < 60 and not NO_NAME.search(n)))


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return next((name for item in value if (name := _name(item))), None)
    return _text(value.get("name") if isinstance(value, dict) else value)


def _text(value: Any) -> str | None:
    """A string without entities, markup and surplus blanks; None for anything else."""
    if not isinstance(value, str):
        return None
    plain = " ".join(re.sub(r"<[^<>]{1,200}>", "", unescape(value)).split())
    return plain or None


def _heading(tree: Any) -> str | None:
    for tag in ("h1", "title"):
        texts = [_text("".join(element.itertext())) for element in tree.iter(tag)]
        stated = [text for text in texts if text]
        if stated and (tag == "title" or len(stated) == 1):
            return stated[0]
    return None


def _time_elements(tree: Any) -> Iterator[str | None]:
    """Dates of <time> that say that they are dates of publication, then the first <time> of the page's article."""
    for element in tree.iter("time"):
        if element.get("pubdate") is not None or "publish" in (element.get("itemprop") or element.get("class") or ""):
            yield element.get("datetime") or element.text
    for article in tree.iter("article"):
        yield from (element.get("datetime") for element in article.iter("time"))
        return
