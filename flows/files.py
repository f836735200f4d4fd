"""Files to pages: HTML and text as they are, JSON and JSONL one page a record; no network."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from flows.settings import Settings
from flows.store import Page, Reject, make_page

HTML, TEXT, JSON = "text/html", "text/plain", "application/json"
JSON_LINES = "application/jsonl"
MEDIA_TYPES = {
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".txt": TEXT,
    ".text": TEXT,
    ".json": JSON,
    ".jsonl": JSON_LINES,
    ".ndjson": JSON_LINES,
}
SNIFFED = 512


@dataclass(frozen=True, slots=True)
class FileTarget:
    """A file to read for a source."""

    path: Path
    source: str
    outlet: str | None


class FileError(Exception):
    """Why a file, or a record of one, gave no page."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def media_type_of(path: Path) -> str | None:
    """The media type by suffix, `.gz` looked through; None when the suffix is not known."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] == ".gz":
        suffixes.pop()
    return MEDIA_TYPES.get(suffixes[-1]) if suffixes else None


def read_file(target: FileTarget, settings: Settings, fetched_at: datetime) -> Iterator[Page | Reject]:
    """The pages of one file, and a reject for the file or for each record that gives none."""
    try:
        with _open(target.path) as file:
            kind = media_type_of(target.path) or _sniff(file)
            if kind == JSON_LINES:
                items = _json_lines(file, settings)
            elif kind == JSON:
                items = _json_file(_read(file, settings.json_max_bytes, "split it into JSONL"))
            else:
                items = iter([("", _read(file, settings.page_max_bytes, "no article is that long"))])
            for at, content in items:
                if isinstance(content, FileError):
                    yield _reject(target, content, at)
                else:
                    yield _page(target, at, content, JSON if kind == JSON_LINES else kind, fetched_at)
    except FileError as error:
        yield _reject(target, error)
    except (OSError, EOFError, zlib.error) as error:
        reason = "bad_gzip" if isinstance(error, (gzip.BadGzipFile, EOFError, zlib.error)) else "unreadable"
        yield _reject(target, FileError(reason, getattr(error, "strerror", None) or str(error)))


Item = tuple[str, "bytes | FileError"]  # where in the file (empty for the whole of it), and the content


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")  # type: ignore[return-value]


def _sniff(file: IO[bytes]) -> str:
    """The media type of a file whose suffix says nothing, by its first characters."""
    start = file.read(SNIFFED).lstrip(b"\xef\xbb\xbf \t\r\n")
    file.seek(0)
    if start[:1] in (b"{", b"["):
        return JSON
    return HTML if start[:1] == b"<" else TEXT


def _read(file: IO[bytes], limit: int, advice: str) -> bytes:
    content = file.read(limit + 1)
    if len(content) > limit:
        raise FileError("too_large", f"more than {limit} bytes; {advice}")
    if not content.strip():
        raise FileError("empty", "nothing in it")
    return content


def _json_file(content: bytes) -> Iterator[Item]:
    """The one record of a JSON object, kept as it is, or the elements of a list."""
    value = _parse(content)
    if isinstance(value, dict):
        yield "", _checked(value, content)
    elif isinstance(value, list):
        for number, element in enumerate(value, start=1):
            at = f"#{element['id']}" if isinstance(element, dict) and element.get("id") else f"#{number}"
            yield at, _checked(element, json.dumps(element).encode())
    else:
        raise FileError("bad_json", "neither an article object nor a list of them")


def _json_lines(file: IO[bytes], settings: Settings) -> Iterator[Item]:
    """One record a line; a line that is none, or too long, is a reject and the rest is read."""
    limit, number, empty = settings.page_max_bytes, 0, True
    while line := file.readline(limit + 1):
        number, empty = number + 1, False
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := file.readline(limit)) and not rest.endswith(b"\n"):
                pass
            yield f"#line {number}", FileError("too_large", f"a line of more than {limit} bytes")
        elif line.strip():
            yield _line(line.strip(), number)
    if empty:
        raise FileError("empty", "nothing in it")


def _line(line: bytes, number: int) -> Item:
    try:
        record = _parse(line)
    except FileError as error:
        return f"#line {number}", error
    identity = record.get("id") if isinstance(record, dict) else None
    return f"#{identity or f'line {number}'}", _checked(record, line)


def _parse(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise FileError("bad_json", " ".join(str(error).split())) from None


def _checked(record: Any, content: bytes) -> bytes | FileError:
    """The content when the record is an article: an object with a text."""
    if not isinstance(record, dict):
        return FileError("bad_json", f"an article must be an object, not {type(record).__name__}")
    if not isinstance(record.get("text"), str) or not record["text"].strip():
        return FileError("no_text", 'an article must have a "text"')
    return content


def _page(target: FileTarget, at: str, content: bytes, kind: str, fetched_at: datetime) -> Page:
    return make_page(
        f"{target.path}{at}",
        content,
        media_type=kind,
        fetched_at=fetched_at,
        source=target.source,
        outlet=target.outlet,
    )


def _reject(target: FileTarget, error: FileError, at: str = "") -> Reject:
    return Reject("fetch", f"{target.path}{at}", error.reason, error.detail, target.source)
