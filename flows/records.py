"""A part of a WARC file to the records in it that may hold an article; broken records are told and the rest is read.

fastwarc ends at the first byte that it does not understand. Then the next record is searched for, and reading begins
again there. It also takes the length that a record states for granted: what was read is checked against the gzip member
that holds it, or against the line ends that must follow.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from fastwarc.stream_io import GzipReader
from fastwarc.warc import ArchiveIterator

from flows.archive import CHUNK_BYTES, HEAD_BYTES, MAGIC, RECORD_END, find_record, is_member
from flows.payload import PayloadError, decode_payload

MAX_BYTES = 10_000_000  # of a page, packed and unpacked; no article is that long
HTML_TYPES = ("text/html", "application/xhtml+xml")
HEADERS = ("content-type", "last-modified", "content-language")
MOST_KINDS = 30
ODD = re.compile(r"[^a-z0-9 _+./-]")


@dataclass(slots=True)
class Record:
    """A response with HTML: where it is in the file, and what it holds, decoded.

    `length` counts bytes of the file, packed or not; 0 when the record shares a gzip member with others.
    """

    offset: int
    url: str
    date: str | None
    headers: dict[str, str]
    content: bytes
    length: int = 0


@dataclass(frozen=True, slots=True)
class Broken:
    """A place in the file from which no page came, with the reason."""

    offset: int
    reason: str
    detail: str
    url: str | None = None


@dataclass
class Skipped:
    """How many records are no pages, by kind."""

    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str) -> None:
        """Count one; a file may hold thousands of odd kinds, which then count together."""
        kind = ODD.sub("", kind.lower())[:40] or "unknown"
        self.kinds[kind if kind in self.kinds or len(self.kinds) < MOST_KINDS else "other"] += 1


class Window:
    """A file that ends at `end`, for fastwarc; positions are those of the file."""

    def __init__(self, file: IO[bytes], at: int, end: int) -> None:
        self._file = file
        self._end = end
        file.seek(at)

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes."""
        left = max(0, self._end - self._file.tell())
        return self._file.read(left if size < 0 else min(size, left))

    def seek(self, offset: int, whence: int = 0) -> int:
        """Move as a file does."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """The position in the file."""
        return self._file.tell()

    def close(self) -> None:
        """The file is closed by whoever opened it."""


def read_records(path: Path, start: int, end: int, skipped: Skipped) -> Iterator[Record | Broken]:
    """The pages of a run of records, and what is broken between them; the others are counted in `skipped`."""
    with path.open("rb") as file:
        file.seek(start)
        gzipped = file.read(len(MAGIC)) == MAGIC
        at: int | None = start
        trouble: Broken | None = None
        while at is not None and at < end:
            run = _Run(file, at, end, gzipped, skipped)
            for item in run:
                if trouble:
                    yield trouble
                    trouble = None
                yield item
            if run.trouble:
                trouble = run.trouble
            at = run.go_on_at
        if trouble:
            yield trouble


class _Run:
    """Records one after the other until something is wrong: `trouble` then says what, `go_on_at` where the next may be.

    A record is handed out once the one behind it could be found, as its length may be wrong.
    """

    def __init__(self, file: IO[bytes], at: int, end: int, gzipped: bool, skipped: Skipped) -> None:
        self._file, self._at, self._end, self._gzipped, self._skipped = file, at, end, gzipped, skipped
        self._last: int | None = None  # where the last record began
        self._closed_at: int | None = None  # where it ended, if it was plain and ended well
        self.trouble: Broken | None = None
        self.go_on_at: int | None = None

    def __iter__(self) -> Iterator[Record | Broken]:
        window = Window(self._file, self._at, self._end)
        stream: Any = GzipReader(window) if self._gzipped else window
        held: Record | Broken | None = None
        try:
            for record in ArchiveIterator(stream, stream_detect=False):
                member = stream.frame_start_position() if self._gzipped else None
                begins = record.stream_pos if member is None else member
                if held:
                    yield _with_length(held, begins)
                    held = None
                self._last = begins
                held = self._take(record)
                if isinstance(held, Broken) and held.reason in ("bad_length", "truncated"):
                    self.trouble, self.go_on_at = held, self._find(self._last + 1)
                    return
                if member is not None and self._overran(stream.frame_start_position(), member):
                    self.trouble = self._wrong_length(held)
                    self.go_on_at = stream.frame_start_position()
                    return
        except (OSError, ValueError) as error:
            yield from self._explain(error, held, stream)
            return
        if held:
            yield _with_length(held, self._end)

    def _explain(self, error: Exception, held: Record | Broken | None, stream: Any) -> Iterator[Record | Broken]:
        """What could not be read: the last record, when it left something of itself behind, else what comes after it."""
        detail = " ".join(str(error).split())
        if self._last is None:
            self.trouble, self.go_on_at = Broken(self._at, "bad_record", detail), self._find(self._at + 1)
            return
        self.go_on_at = self._find(self._last + 1)
        after = stream.frame_start_position() if self._gzipped else None
        if after == self._last or (not self._gzipped and not self._is_closed()):
            self.trouble = self._wrong_length(held)
            return
        if held:
            yield _with_length(held, after or self.go_on_at or self._end)
        self.trouble = Broken(after or self._closed_at or self._last, "bad_record", detail)

    def _take(self, record: Any) -> Record | Broken | None:
        """The page of a record, why there is none, or None for a record of another kind."""
        kind = str(record.record_type)
        headers = record.http_headers if kind == "response" and record.is_http_parsed else None
        if headers is None:
            return self._skip(record, kind if kind != "response" else "response without http")
        content_type = (record.http_content_type or "").strip().lower()
        if headers.status_code != 200:
            return self._skip(record, f"http_{headers.status_code}")
        if content_type and content_type not in HTML_TYPES:
            return self._skip(record, content_type)
        return self._page(record, {name.lower(): value for name, value in headers.items()}, content_type)

    def _skip(self, record: Any, kind: str) -> Broken | None:
        self._skipped.add(kind)
        wanted = record.content_length
        if (found := record.consume()) < wanted:
            return Broken(self._last or 0, "truncated", f"{found:,} bytes of {wanted:,} are there")
        return None

    def _page(self, record: Any, headers: dict[str, str], content_type: str) -> Record | Broken | None:
        assert self._last is not None
        offset, wanted = self._last, record.content_length
        url = record.headers.get("WARC-Target-URI", "").strip("<> ")
        body = record.reader.read(min(wanted, MAX_BYTES + 1))
        if len(body) > MAX_BYTES:
            return Broken(offset, "too_large", f"{wanted:,} bytes, at most {MAX_BYTES:,} are read", url)
        if len(body) < wanted:
            return Broken(offset, "truncated", f"{len(body):,} bytes of {wanted:,} are there", url)
        if not self._gzipped and find_record(body, gzipped=False) is not None:
            return Broken(offset, "bad_length", "the record runs into the one behind it", url)
        try:
            content = decode_payload(body, headers, MAX_BYTES)
        except PayloadError as error:
            return Broken(offset, error.reason, error.detail, url)
        if not content_type and content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"<":
            self._skipped.add("unknown")
            return None
        kept = {name: headers[name] for name in HEADERS if name in headers}
        return Record(offset, url, record.headers.get("WARC-Date"), kept, content)

    def _wrong_length(self, held: Record | Broken | None) -> Broken:
        assert self._last is not None
        return Broken(self._last, "bad_length", "the record is not as long as it says", held.url if held else None)

    def _overran(self, after: int | None, member: int) -> bool:
        """Whether a record went on into a gzip member in which another one begins."""
        return after is not None and after != member and is_member(self._read(after, HEAD_BYTES))

    def _is_closed(self) -> bool:
        """Whether a plain record ends where it says, with the line ends that close it."""
        assert self._last is not None
        head = self._read(self._last, HEAD_BYTES)
        stated = re.search(rb"(?mi)^Content-Length: *(\d+)", head[: head.find(RECORD_END)])
        body = self._last + head.find(RECORD_END) + len(RECORD_END)
        if stated and self._read(body + int(stated[1]), len(RECORD_END)) == RECORD_END:
            self._closed_at = body + int(stated[1]) + len(RECORD_END)
        return self._closed_at is not None

    def _read(self, at: int, size: int) -> bytes:
        place = self._file.tell()
        try:
            return Window(self._file, at, self._end).read(size)
        finally:
            self._file.seek(place)

    def _find(self, at: int) -> int | None:
        """Where the next record begins in the file, None when there is none."""
        while at < self._end:
            data = self._read(max(0, at - len(RECORD_END)), CHUNK_BYTES)
            before = at - max(0, at - len(RECORD_END))
            if (place := find_record(data, before, gzipped=self._gzipped)) is not None:
                return at + place - before
            if at + len(data) - before >= self._end:
                return None
            at += max(1, len(data) - before - HEAD_BYTES)
        return None


def _with_length(item: Record | Broken, end: int) -> Record | Broken:
    """The item; a record knows its length once it is known where the next one begins."""
    if isinstance(item, Record):
        item.length = end - item.offset
    return item
