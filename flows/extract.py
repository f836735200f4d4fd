"""`parley extract`: articles to JSON lines in one process, with neither warehouse nor Prefect."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

import polars as pl

from flows.archive import ArchiveTarget, Part
from flows.budget import plan_fetch
from flows.client import Client
from flows.curation import read_curation
from flows.discover import discover
from flows.errors import ParleyError
from flows.fetch import Fetched, Target, fetch
from flows.files import FileTarget, read_file
from flows.lists import Lists
from flows.settings import Settings, load_settings
from flows.sift import read_part
from flows.sources import sources_from_arguments
from flows.store import Known, Page, Reject, pages_frame
from flows.visits import Visits
from transforms.clean import clean_pages
from transforms.pipeline import extract_articles
from transforms.records import to_json_objects
from transforms.reference.load import load_reference

PAGES_AT_ONCE = 100


def extract(
    arguments: Sequence[str], published: str | None, allow_private: bool | None, curation: Path | None = None
) -> int:
    """Print one JSON object an article, and a line on stderr for what gave none; 0 when there was an article.

    Names, people, parties and places that the curation folder adds are known; what it says of rows is for a warehouse.
    """
    day = _date(published)
    settings = load_settings({"allow_private": allow_private, "curation": curation})
    reference = load_reference(read_curation(settings.curation).additions)
    found = 0
    for chunk in _chunks(_read(arguments, settings)):
        articles, rejects = clean_pages(pages_frame(chunk))
        if day is not None:
            articles = _dated(articles, day)
        for record in to_json_objects(articles, extract_articles(articles, reference)):
            print(json.dumps(record, ensure_ascii=False))
            found += 1
        for item, reason, detail in rejects.select("item", "reason", "detail").iter_rows():
            _complain(item, detail or reason)
        sys.stdout.flush()
    return 0 if found else 1


def _date(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ParleyError(f"--published: {text!r} is no date; write it as YYYY-MM-DD") from None


def _dated(articles: pl.DataFrame, day: date) -> pl.DataFrame:
    """The articles, those without a date of their own dated as the user says."""
    missing = pl.col("published").is_null()
    return articles.with_columns(
        pl.when(missing).then(pl.lit("given")).otherwise("published_basis").alias("published_basis"),
        pl.col("published").fill_null(day),
    )


def _read(arguments: Sequence[str], settings: Settings) -> Iterator[Page]:
    client, sources = Client(settings), sources_from_arguments(arguments)
    targets: list[Target] = []
    for found in discover(sources, Lists(client, Visits()), settings):
        if isinstance(found, Target):
            targets.append(found)
        elif isinstance(found, ArchiveTarget):
            yield from _pages_of_archive(found, settings)
        else:
            items = read_file(found, settings, datetime.now(UTC)) if isinstance(found, FileTarget) else [found]
            yield from _pages(items)
    plan = plan_fetch(targets, {}, Known(), sources, settings, datetime.now(UTC))
    yield from _pages(chain(plan.rejects, fetch(plan.targets, client, settings)))


def _pages_of_archive(target: ArchiveTarget, settings: Settings) -> Iterator[Page]:
    """The pages of a WARC file on the disk; those that cannot be about talks are left out as in a run."""
    if target.is_web:
        _complain(target.location, "an archive at a server is read by `parley run`; download it to extract from it")
        return
    path = Path(target.location)
    try:
        length = path.stat().st_size
    except OSError as error:
        _complain(target.location, error.strerror or str(error))
        return
    now = datetime.now(UTC).isoformat()
    place = (target.location, 0, length, "", True, "", now, target.source, target.outlet)
    part = Part(*place, target.include, target.exclude)
    for chunk in read_part(part, path, 0, sifts=settings.prefilter != "off"):
        yield from _pages([*chunk.pages, *chunk.rejects])


def _pages(items: Iterable[Fetched]) -> Iterator[Page]:
    for item in items:
        if isinstance(item, Page):
            yield item
        elif isinstance(item, Reject):
            _complain(item.item, item.detail or item.reason)


def _chunks(pages: Iterator[Page]) -> Iterator[list[Page]]:
    chunk: list[Page] = []
    for page in pages:
        chunk.append(page)
        if len(chunk) == PAGES_AT_ONCE:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _complain(item: str, why: str) -> None:
    print(f"parley: {item}: {why}", file=sys.stderr)
