"""Pages to articles: the only module that sees HTML.

One row of the articles frame is one page with an article in it. A page that has none, or that cannot be read, becomes
a row of the rejects frame; no page stops a batch. JSON records need no cleaning: their text is kept byte for byte.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from transforms.boilerplate import agency_of, is_agency, is_boilerplate_line, names_in_byline, strip_boilerplate
from transforms.guard import Rejected, refuse_complex, refuse_odd, time_limit
from transforms.language import detect_language
from transforms.metadata import read_metadata
from transforms.parse import as_utf8, decode, parse_html
from transforms.published import date_in_url, parse_published
from transforms.relevance import is_relevant
from transforms.retraction import says_retracted
from transforms.schemas import ARTICLES, PAGES, REJECTS, conform

__all__ = ["clean_pages", "is_boilerplate_line"]

MAX_BYTES = 10_000_000
# The processor time that one page may take. The caps above bind first, so that the same page always fares the same way
MAX_SECONDS = 60.0
# An HTML page whose main text is shorter has no article: error pages, galleries, index pages
MIN_WORDS, MIN_CHARS = 30, 140
TITLE_CHARS = 200
TEXT_DATE_LINES = 6
# What trafilatura drops in any case; dropped at once it is not copied and searched several times
NO_TEXT = (
    "style", "svg", "link", "meta", "noscript", "iframe", "template", "aside", "footer", "img", "picture", "source", "input"
)  # fmt: skip

Days = tuple[tuple[date | None, str], ...]


@dataclass
class Cleaned:
    """What one page gives before ids and derived columns are added."""

    text: str
    title: str | None = None
    published: date | None = None
    basis: str | None = None
    authors: list[str] = field(default_factory=list)
    outlet: str | None = None
    credits: list[str] = field(default_factory=list)
    declared_language: str | None = None
    article_id: str | None = None
    url: str | None = None


def clean_pages(pages: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Articles (ARTICLES) and rejected pages (REJECTS) of a batch of pages (PAGES), in the order of the pages.

    A page gives exactly one row in one of the two frames. Raises SchemaError when `pages` lacks a column.
    """
    articles, rejects, _ = _clean(pages, sifts=False)
    return articles, rejects


def sift_pages(pages: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, str]]:
    """The same without articles that are not about talks: the step of `relevance.py` that says so, by the page's id."""
    return _clean(pages, sifts=True)


class _SetAside(Exception):  # noqa: N818 - a verdict, not a fault
    """A page that is not about talks; its argument is the step that says so."""


def _clean(pages: pl.DataFrame, *, sifts: bool) -> tuple[pl.DataFrame, pl.DataFrame, dict[str, str]]:
    _quiet_logs()
    articles: list[dict[str, Any]] = []
    rejects: list[dict[str, Any]] = []
    aside: dict[str, str] = {}
    for page in conform(pages, PAGES, name="pages").iter_rows(named=True):
        try:
            with time_limit(MAX_SECONDS):
                articles.append(_article_row(page, _clean_page(page), sifts=sifts))
        except _SetAside as verdict:
            aside[page["page_id"]] = verdict.args[0]
        except Rejected as verdict:
            rejects.append(_reject_row(page, *verdict.args))
        except Exception as error:  # one bad page must not stop a batch: it becomes a row
            rejects.append(_reject_row(page, "clean_failed", f"{type(error).__name__}: {error}"[:300]))
    return pl.DataFrame(articles, schema=ARTICLES), pl.DataFrame(rejects, schema=REJECTS), aside


def _clean_page(page: dict[str, Any]) -> Cleaned:
    content: bytes = page["content"] or b""
    if not content.strip():
        raise Rejected("empty", "the page has no content")
    if len(content) > MAX_BYTES:
        raise Rejected("too_large", f"{len(content):,} bytes, at most {MAX_BYTES:,} are cleaned")
    media_type = (page["media_type"] or "").partition(";")[0].strip().lower()
    headers = _headers(page["headers"])
    if media_type == "application/json":
        return _clean_json(content)
    if media_type == "text/plain":
        return _clean_text(decode(content, headers))
    return _clean_html(content, headers, page)


def _article_row(page: dict[str, Any], cleaned: Cleaned, *, sifts: bool) -> dict[str, Any]:
    relevant = is_relevant(cleaned.title, cleaned.text)
    if sifts and not relevant:
        raise _SetAside("text")
    url = cleaned.url or page["final_url"] or page["url"]
    text = cleaned.text
    credits = [*cleaned.authors, *cleaned.credits, *([cleaned.outlet] if cleaned.outlet else [])]
    return {
        "article_id": cleaned.article_id or "a" + hashlib.sha256(str(url).encode()).hexdigest()[:16],
        "page_id": page["page_id"],
        "url": url,
        "title": cleaned.title,
        "outlet": cleaned.outlet or page["outlet"],
        "agency": agency_of(text, credits),
        "authors": [name for name in cleaned.authors if not is_agency(name)],
        "published": cleaned.published,
        "published_basis": cleaned.basis if cleaned.published else None,
        "language": detect_language(text, cleaned.declared_language),
        "text": text,
        "word_count": len(text.split()),
        "relevant": relevant,
        "is_retracted": says_retracted(cleaned.title, text),
        "fetched_at": page["fetched_at"],
        "source": page["source"],
    }


def _reject_row(page: dict[str, Any], reason: str, detail: str) -> dict[str, Any]:
    return {"stage": "clean", "item": page["url"], "reason": reason, "detail": detail, "source": page["source"]}


def _clean_json(content: bytes) -> Cleaned:
    try:
        record = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Rejected("bad_json", f"{error}"[:300]) from None
    if not isinstance(record, dict):
        raise Rejected("bad_json", f"an article record is an object, this is a {type(record).__name__}")
    text = _field(record, "text")
    if text is None or not text.strip():
        raise Rejected("no_text", 'the record has no "text"')
    published = parse_published(record.get("published"))
    authors = record.get("authors") or record.get("author") or []
    return Cleaned(
        text=text,
        title=_field(record, "title"),
        published=published,
        basis="given",
        authors=[authors] if isinstance(authors, str) else [str(a) for a in authors],
        outlet=_field(record, "outlet"),
        credits=_credits(text.split("\n")),
        declared_language=_field(record, "language"),
        article_id=None if record.get("id") in (None, "") else _encodable(str(record["id"])),
        url=_field(record, "url"),
    )


def _field(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    if value is not None and not isinstance(value, str):
        raise Rejected("bad_json", f'"{key}" is a {type(value).__name__}, not a string')
    return _encodable(value) if value else None


def _encodable(text: str) -> str:
    """JSON may hold half a surrogate pair, which no UTF-8 file can: one replacement character keeps the offsets."""
    return re.sub(r"[\ud800-\udfff]", "\ufffd", text)


def _clean_text(source: str) -> Cleaned:
    """A text file: its first line is the title when it looks like one, boilerplate lines go."""
    lines = [line.rstrip() for line in source.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    first = next(i for i, line in enumerate(lines) if line.strip())
    title = lines[first].strip() if _looks_like_title(lines, first) else None
    body = lines[first + 1 :] if title else lines[first:]
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", "\n".join(body))]
    kept, dropped = strip_boilerplate(blocks if len(blocks) > 1 else body)
    if not kept:
        raise Rejected("no_text", "the file holds no text beside its title")
    text = "\n".join(kept)
    published = _date_in_lines(dropped, kept)
    return Cleaned(text, title, published, "text", authors=_bylines(dropped), credits=_credits(dropped))


def _looks_like_title(lines: list[str], first: int) -> bool:
    line = lines[first].strip()
    alone = len(lines) > first + 1 and not lines[first + 1].strip()
    return alone and len(line) <= TITLE_CHARS and not line.endswith((".", ":", ",", ";")) and agency_of(line) is None


def _clean_html(content: bytes, headers: dict[str, str], page: dict[str, Any]) -> Cleaned:
    source = as_utf8(content, headers)
    refuse_odd(content, headers)
    tree = parse_html(source)
    refuse_complex(tree)
    meta = read_metadata(tree)
    in_url = date_in_url(page["final_url"]) or date_in_url(page["url"])
    if meta.published is None and in_url is None:
        meta.published = _search_date(tree, page)
    lines = _main_lines(tree)
    title = meta.title
    kept, dropped = strip_boilerplate(_without_title(lines, title))
    text = "\n".join(kept)
    is_short = len(text.split()) < MIN_WORDS and len(text) < MIN_CHARS
    if is_short and not says_retracted(title, text):
        raise Rejected("no_text", f"no article found: {len(text.split())} words of main text")
    days = ((meta.published, "metadata"), (in_url, "url"), (_date_in_lines(dropped, kept), "text"))
    published, basis = _not_after(days, page)
    return Cleaned(
        text=text,
        title=title,
        published=published,
        basis=basis,
        authors=meta.authors or _bylines(dropped),
        outlet=page["outlet"] or meta.site or _host(page),
        credits=_credits(dropped),
        declared_language=meta.language,
    )


def _main_lines(tree: Any) -> list[str]:
    """The lines of the page's main text, by trafilatura; metadata is read by ourselves, its search costs a third.

    Changes the tree: scripts but those with data, and NO_TEXT, go.
    """
    from lxml.etree import strip_elements
    from trafilatura import bare_extraction

    for script in list(tree.iter("script")):
        if "json" not in (script.get("type") or ""):
            script.tag = "style"
    strip_elements(tree, *NO_TEXT, with_tail=False)
    document = bare_extraction(tree, fast=True, include_comments=False, include_tables=False)
    text = getattr(document, "text", None)
    if not text:
        raise Rejected("no_text", "no article found: no main text")
    return str(text).split("\n")


def _search_date(tree: Any, page: dict[str, Any]) -> date | None:
    """The day that a search of the whole page finds, for the few pages whose head has none; it is slow."""
    from htmldate import find_date

    latest = page["fetched_at"].date().isoformat() if page["fetched_at"] else None
    return parse_published(find_date(tree, extensive_search=False, original_date=True, max_date=latest))


def _without_title(lines: list[str], title: str | None) -> list[str]:
    """The lines without a repetition of the title at their head."""
    wanted = _folded(title or "")
    return [line for i, line in enumerate(lines) if i > 2 or not wanted or _folded(line) != wanted]


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).casefold().strip()


def _not_after(days: Days, page: dict[str, Any]) -> tuple[date | None, str | None]:
    """The first day that is known, and its basis; a day after the page was fetched is no day of publication."""
    fetched = page["fetched_at"].date() if page["fetched_at"] else date.max
    return next(((day, basis) for day, basis in days if day and day <= fetched), (None, None))


def _date_in_lines(dropped: list[str], kept: list[str]) -> date | None:
    """The date of a line like "Published 3 May 2025", else of the dateline that opens the text."""
    dateline = re.match(r"[^\n]{0,100}?(?=\)? ?[-\u2013\u2014])", kept[0] if kept else "")
    heads = [*dropped[:TEXT_DATE_LINES], *([dateline.group()] if dateline else [])]
    return next(filter(None, map(parse_published, heads)), None)


def _host(page: dict[str, Any]) -> str | None:
    found = re.match(r"https?://(?:www\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,})(?:[:/]|$)", page["final_url"] or "")
    return found.group(1) if found else None


def _bylines(dropped: list[str]) -> list[str]:
    return list(dict.fromkeys(name for line in dropped for name in names_in_byline(line)))


def _credits(lines: list[str]) -> list[str]:
    """Bylines, which may name an agency instead of a person."""
    return [line for line in lines[:TEXT_DATE_LINES] if re.match(r"(?:By|BY) ", line) and is_boilerplate_line(line)]


def _headers(value: str | None) -> dict[str, str]:
    headers = json.loads(value) if value else {}
    return {str(k).lower(): str(v) for k, v in headers.items()} if isinstance(headers, dict) else {}


def _quiet_logs() -> None:
    """Keep the library silent: it logs every page without text as an error; here that is a row."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
