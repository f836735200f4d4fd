"""WARC files of the disk and of the web to the parts that a run reads; a file that was read in part goes on from there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO

from flows.archive import MAGIC as GZIP_MAGIC
from flows.archive import ArchiveTarget, Part, chunks_of, cut_into_parts, file_stamp, find_record
from flows.client import Client
from flows.settings import Settings
from flows.store import Reject, Store
from flows.transfer import FetchError

READ_AHEAD = 1_000_000  # a file without the beginning of a record in so much is no WARC file


def parts_of(
    target: ArchiveTarget, store: Store, client: Client, settings: Settings, read_at: datetime
) -> Iterator[Part | Reject]:
    """The parts of an archive in order: those that the store has, then new ones. Bytes of the web are stored already.

    Ends with a reject when the archive cannot be read, or not to its end.
    """
    reader = _Reader(target, store, read_at.isoformat(), settings.part_bytes)
    if not target.is_web:
        yield from _of_file(reader, Path(target.location))
        return
    for attempt in range(settings.retries + 1):
        try:
            yield from _of_web(reader, client)
            return
        except FetchError as error:
            if error.final or attempt == settings.retries:
                yield reader.reject(error.reason, f"{error.detail}; {reader.done:,} bytes were read")
                return


def _of_file(reader: _Reader, path: Path) -> Iterator[Part | Reject]:
    try:
        with path.open("rb") as file:
            yield from reader.known(file_stamp(file))
            if reader.is_whole:
                return
            file.seek(reader.done)
            yield from reader.cut(chunks_of(file))
    except OSError as error:
        yield reader.reject("unreadable", error.strerror or str(error))


def _of_web(reader: _Reader, client: Client) -> Iterator[Part | Reject]:
    if reader.done == 0:
        with client.stream(reader.target.location) as response:
            yield from reader.known(response.stamp)
            if reader.is_whole:
                return
            if reader.done == 0:
                yield from reader.cut(response.chunks())
                return
    with client.stream(reader.target.location, since=reader.done, stamp=reader.stamp) as response:
        yield from reader.cut(response.chunks())


class _Reader:
    """How far one archive was read: `done` bytes of the version with this `stamp`, up to its end when `is_whole`."""

    def __init__(self, target: ArchiveTarget, store: Store, read_at: str, part_bytes: int) -> None:
        self.target = target
        self.done = 0
        self.is_whole = False
        self.stamp = ""
        self._store = store
        self._read_at = read_at
        self._part_bytes = part_bytes

    def known(self, stamp: str) -> Iterator[Part]:
        """The stored parts of this version of the archive, each once, as far as there is no gap."""
        if stamp != self.stamp:
            self.stamp, self.done = stamp, 0
        stored = {part.offset: part for part in self._store.parts() if self._is_of_this(part)}
        while (part := stored.get(self.done)) is not None:
            self.done, self.is_whole = part.end, part.is_last
            yield part

    def _is_of_this(self, part: Part) -> bool:
        wanted = self.target
        same = (part.location, part.stamp, part.source) == (wanted.location, self.stamp, wanted.source)
        return same and (part.include, part.exclude) == (wanted.include, wanted.exclude)

    def cut(self, chunks: Iterable[bytes]) -> Iterator[Part | Reject]:
        """The parts of what is still to be read."""
        if self.done == 0:
            is_archive, chunks = _look_ahead(chunks)
            if not is_archive:
                yield self.reject("bad_warc", "it holds no WARC record")
                return
        pieces = cut_into_parts(chunks, self._part_bytes)
        while not self.is_whole:
            with self._part_file() as file:
                digest, length = sha256(), 0
                for piece in pieces:
                    digest.update(piece.content)
                    length += len(piece.content)
                    if file:
                        file.write(piece.content)
                    if piece.ends_part:
                        break
                else:
                    return
            part = self._part(length, digest.hexdigest(), is_last=piece.is_last)
            if part.is_copy:
                self._store.keep_copy(part)
            self.done, self.is_whole = part.end, part.is_last
            yield part

    def _part_file(self) -> AbstractContextManager[IO[bytes] | None]:
        return self._store.open_copy() if self.target.is_web else _no_file()

    def _part(self, length: int, digest: str, *, is_last: bool) -> Part:
        t = self.target
        place = (t.location, self.done, length, digest, is_last, self.stamp, self._read_at)
        return Part(*place, t.source, t.outlet, t.include, t.exclude)

    def reject(self, reason: str, detail: str) -> Reject:
        """Why the archive, or the rest of it, was not read."""
        return Reject("fetch", self.target.location, reason, detail, self.target.source)


@contextmanager
def _no_file() -> Iterator[None]:
    yield None


def _look_ahead(chunks: Iterable[bytes]) -> tuple[bool, Iterator[bytes]]:
    """Whether a record begins near the beginning of the bytes; and all of them."""
    rest, ahead, is_archive = iter(chunks), b"", False
    while not is_archive and len(ahead) < READ_AHEAD and (chunk := next(rest, None)) is not None:
        ahead += chunk
        is_archive = find_record(ahead, gzipped=ahead.startswith(GZIP_MAGIC)) is not None
    return is_archive, _chain(ahead, rest)


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
