"""WARC files to parts: runs of whole records, each small enough that one worker process reads it by itself.

Nothing is unpacked here. A part ends before the first record that begins `part_bytes` or more after its own beginning; in
a .warc.gz a record is known by a gzip member whose content begins with a WARC header (one member a record, as archives
are published). A file that is one gzip member in all is one part. Equal bytes give equal parts, so a run that was killed
takes up the file where the stored parts end.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import IO, Any, NamedTuple

SUFFIXES = (".warc", ".warc.gz")
CHUNK_BYTES = 1_000_000
HEAD_BYTES = 16_384  # what must follow a place before it is judged
MAGIC = b"\x1f\x8b\x08"
VERSION = b"WARC/1."
PLAIN_START = re.compile(rb"WARC/1\.\d\r\n(?=(?:[^\r\n]+\r\n)*?(?i:WARC-Type): )(?:[^\r\n]+\r\n)+\r\n")
RECORD_END = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class ArchiveTarget:
    """A WARC file to read for a source, by path or URL; the filters are for the URLs of its records."""

    location: str
    source: str
    outlet: str | None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def is_web(self) -> bool:
        """Whether the file is at a server; then its parts are stored with the pages."""
        return _is_url(self.location)


@dataclass(frozen=True, slots=True)
class Part:
    """A run of records of an archive: `length` bytes from `offset`, with their hash.

    `stamp` tells versions of a file apart cheaply: size and time of change, or what the server says. `is_last`: the
    archive ends here. `read_at` is when the archive was read first, for records without a date.
    """

    location: str
    offset: int
    length: int
    sha256: str
    is_last: bool
    stamp: str
    read_at: str
    source: str
    outlet: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name of its batch: the same place with the same bytes and filters has the same name."""
        key = (self.location, self.offset, self.length, self.sha256, self.source, self.include, self.exclude)
        return sha256(repr(key).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def end(self) -> int:
        """Where the next part begins."""
        return self.offset + self.length

    @property
    def is_copy(self) -> bool:
        """Whether its bytes are stored with the pages, because the archive is at a server."""
        return _is_url(self.location)

    @property
    def likely_pages(self) -> int:
        """A guess for the progress bar, before anything is unpacked."""
        return self.length // 40_000 + 1

    def as_json(self) -> dict[str, Any]:
        """What to store."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Part:
        """A stored part."""
        return cls(**{**stored, "include": tuple(stored["include"]), "exclude": tuple(stored["exclude"])})


def _is_url(location: str) -> bool:
    return location.startswith(("http://", "https://"))


def is_archive_name(name: str) -> bool:
    """Whether a path or the path of a URL names a WARC file."""
    return name.lower().endswith(SUFFIXES)


def find_record(data: bytes, at: int = 0, end: int | None = None, *, gzipped: bool) -> int | None:
    """Where the first record (a gzip member or a plain one) at or after `at` begins; None when none does before `end`."""
    stop = len(data) if end is None else end
    if not gzipped:
        starts = (m.start() for m in PLAIN_START.finditer(data, at))
        return next((s for s in starts if s < stop and (s == 0 or data[max(0, s - 4) : s] == RECORD_END)), None)
    place = data.find(MAGIC, at, stop + len(MAGIC) - 1)
    while place >= 0:
        if is_member(data[place : place + HEAD_BYTES]):
            return place
        place = data.find(MAGIC, place + 1, stop + len(MAGIC) - 1)
    return None


def is_member(head: bytes) -> bool:
    """Whether a gzip member begins here that holds a WARC record."""
    try:
        return zlib.decompressobj(31).decompress(head, 64).startswith(VERSION)
    except zlib.error:
        return False


class Piece(NamedTuple):
    """Some bytes, and whether a part, or the whole archive, ends after them."""

    content: bytes
    ends_part: bool
    is_last: bool = False


def cut_into_parts(chunks: Iterable[bytes], part_bytes: int) -> Iterator[Piece]:
    """The bytes in pieces as they come."""
    held, size, gzipped = b"", 0, None
    for chunk in chunks:
        held += chunk
        if gzipped is None and len(held) >= len(MAGIC):
            gzipped = held.startswith(MAGIC)
        while (piece := _next_piece(held, size, part_bytes, bool(gzipped))) is not None:
            yield piece
            held = held[len(piece.content) :]
            size = 0 if piece.ends_part else size + len(piece.content)
    while held or size:
        place = find_record(held, _first_end(size, part_bytes), gzipped=bool(gzipped))
        yield Piece(held[:place], ends_part=True, is_last=place is None)
        held, size = b"" if place is None else held[place:], 0


def _next_piece(held: bytes, size: int, part_bytes: int, gzipped: bool) -> Piece | None:
    """What of the held bytes can be let go: up to the end of a part, else all but what may turn out to be its end."""
    judged = len(held) - HEAD_BYTES
    first = _first_end(size, part_bytes)
    if first < judged and (place := find_record(held, first, judged, gzipped=gzipped)) is not None:
        return Piece(held[:place], ends_part=True)
    return Piece(held[: judged - len(RECORD_END)], ends_part=False) if judged >= CHUNK_BYTES else None


def _first_end(size: int, part_bytes: int) -> int:
    """The first place in the held bytes at which a part may end that has `size` bytes before them."""
    return max(0 if size else 1, part_bytes - size)


def file_stamp(file: IO[bytes]) -> str:
    """What tells versions of a file of the disk apart cheaply."""
    stat = os.fstat(file.fileno())
    return f"{stat.st_size}-{stat.st_mtime_ns}"


def chunks_of(file: IO[bytes]) -> Iterator[bytes]:
    """The rest of a file in pieces."""
    while chunk := file.read(CHUNK_BYTES):
        yield chunk
