"""Pages for `parley extract`: read at once, nothing stored, no Prefect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from datetime import UTC, datetime

import polars as pl

from flows.discover import discover
from flows.fetch import Client, Target, fetch
from flows.files import FileTarget, read_file
from flows.settings import Settings
from flows.sources import sources_from_arguments
from flows.store import Page, Reject
from transforms.schemas import PAGES


def read_pages(arguments: Sequence[str], settings: Settings) -> tuple[pl.DataFrame, list[Reject]]:
    """The pages (PAGES) of files, folders, globs and URLs, and what could not be read."""
    client = Client(settings)
    now = datetime.now(UTC)
    pages: list[Page] = []
    rejects: list[Reject] = []
    targets: list[Target] = []
    for found in discover(sources_from_arguments(arguments), client, settings):
        if isinstance(found, Target):
            targets.append(found)
        elif isinstance(found, FileTarget):
            _sort(read_file(found, settings, now), pages, rejects)
        else:
            rejects.append(found)
    _sort(fetch(targets, client, settings), pages, rejects)
    return pl.DataFrame([astuple(page) for page in pages], schema=PAGES, orient="row"), rejects


def _sort(found: object, pages: list[Page], rejects: list[Reject]) -> None:
    for item in found:  # type: ignore[attr-defined]
        (pages if isinstance(item, Page) else rejects).append(item)
