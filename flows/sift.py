"""Batches to chunks of pages that are worth parsing, each with what is known of all its pages.

Runs in worker processes. The pages of a part of an archive are read from the archive itself, again at each derivation.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from flows.archive import CHUNK_BYTES, Part, file_stamp
from flows.records import Broken, Record, Skipped, read_records
from flows.sources import takes
from flows.store import Page, Reject, Store, make_page, pages_frame, rejects_frame
from transforms.relevance import set_aside_at
from transforms.schemas import RECORDS

CHUNK_PAGES, CHUNK_CONTENT = 200, 12_000_000


@dataclass
class Chunk:
    """Pages to parse, and what is known of all pages that were looked at.

    `records` has a row (RECORDS) for each, with a step for those that were set aside, `rejects` what was broken.
    `sifts`: whether an article that is not about talks is set aside too.
    """

    sifts: bool
    pages: list[Page] = field(default_factory=list)
    stored: pl.DataFrame | None = None  # instead of `pages`, when they come from a page batch
    records: list[tuple[Any, ...]] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def pages_frame(self) -> pl.DataFrame:
        """The pages (PAGES)."""
        return pages_frame(self.pages) if self.stored is None else self.stored

    @property
    def records_frame(self) -> pl.DataFrame:
        """What is known of the pages (RECORDS)."""
        return pl.DataFrame(self.records, schema=RECORDS, orient="row")

    @property
    def rejects_frame(self) -> pl.DataFrame:
        """What was broken (REJECTS)."""
        return rejects_frame(self.rejects)


def chunks_of_batch(store: Store, batch: str, prefilter: str) -> Iterator[Chunk]:
    """The pages of a batch that are to be parsed, in chunks that fit into memory; at least one chunk."""
    part = store.part(batch)
    if part:
        yield from _chunks_of_part(store, part, sifts=prefilter != "off")
    elif prefilter == "all":
        yield _sifted(store.read_pages(batch))
    else:
        yield Chunk(sifts=False, stored=store.read_pages(batch))


def _sifted(pages: pl.DataFrame) -> Chunk:
    chunk = Chunk(sifts=True)
    kept: list[bool] = []
    for page_id, url, content in pages.select("page_id", "url", "content").iter_rows():
        step = set_aside_at(content)
        kept.append(step is None)
        chunk.records.append((page_id, url, None, None, None, step))
    chunk.stored = pages.filter(pl.Series(kept, dtype=pl.Boolean))
    return chunk


def _chunks_of_part(store: Store, part: Part, *, sifts: bool) -> Iterator[Chunk]:
    path, start = store.file_of(part)
    if trouble := _trouble_with(path, start, part):
        yield Chunk(sifts, rejects=[_reject(part, part.offset, trouble)])
    else:
        yield from read_part(part, path, start, sifts=sifts)


def read_part(part: Part, path: Path, start: int, *, sifts: bool) -> Iterator[Chunk]:
    """The pages of a part of an archive that are to be parsed; its bytes begin at `start` of the file."""
    chunk, size, skipped = Chunk(sifts), 0, Skipped()
    for item in read_records(path, start, start + part.length, skipped):
        place = part.offset + item.offset - start
        if isinstance(item, Broken):
            chunk.rejects.append(_reject(part, place, item))
        elif takes(item.url, part.include, part.exclude):
            size += _add(chunk, part, place, item)
        else:
            skipped.add("filtered")
        if len(chunk.pages) >= CHUNK_PAGES or size >= CHUNK_CONTENT:
            yield chunk
            chunk, size = Chunk(sifts), 0
    chunk.skipped = skipped.kinds
    yield chunk


def _add(chunk: Chunk, part: Part, place: int, record: Record) -> int:
    """Put a record into the chunk; returns how many bytes its page holds there."""
    step = set_aside_at(record.content) if chunk.sifts else None
    page = None if step else _page(part, record)
    page_id = page.page_id if page else None
    chunk.records.append((page_id, record.url, part.location, place, record.length or None, step))
    if page:
        chunk.pages.append(page)
    return len(record.content) if page else 0


def _trouble_with(path: Path, start: int, part: Part) -> Broken | None:
    """Why the bytes of a part are not those that were read first; a file with the same size and time of change has them."""
    digest, left = sha256(), part.length
    try:
        with path.open("rb") as file:
            if not part.is_copy and file_stamp(file) == part.stamp:
                return None
            file.seek(start)
            while left and (content := file.read(min(left, CHUNK_BYTES))):
                digest.update(content)
                left -= len(content)
    except OSError as error:
        return Broken(0, "archive_missing", f"{error.strerror}; put it back, or read it from where it is now")
    if left or digest.hexdigest() != part.sha256:
        return Broken(0, "archive_changed", "the file is no longer what it was when it was read first")
    return None


def _page(part: Part, record: Record) -> Page:
    return make_page(
        record.url,
        record.content,
        media_type="text/html",
        fetched_at=_date(record.date) or datetime.fromisoformat(part.read_at),
        source=part.source,
        outlet=part.outlet,
        status=200,
        headers=record.headers,
    )


def _date(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return found.replace(tzinfo=found.tzinfo or UTC).astimezone(UTC)


def _reject(part: Part, place: int, broken: Broken) -> Reject:
    detail = f"{broken.url}: {broken.detail}" if broken.url else broken.detail
    return Reject("fetch", f"{part.location}#{place}", broken.reason, detail, part.source)
