"""Sitemaps (sitemaps.org, XML or a plain list, gzipped or not) to the pages that they name."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import NamedTuple
from urllib.parse import urljoin

from lxml import etree

from flows.client import Response
from flows.lists import Lists
from flows.payload import PayloadError, decode_payload
from flows.store import Reject
from flows.transfer import FetchError
from flows.visits import NEVER

MAX_BYTES = 50_000_000  # of one file, unpacked, by the protocol
LAST_ZONE = timedelta(hours=12)  # a day ends so much later in the last time zone than in UTC
BARE_AMPERSAND = re.compile(rb"&(?!#?\w+;)")  # in many an address
BLANK = b"\xef\xbb\xbf \t\r\n"


class Link(NamedTuple):
    """An address, and the latest moment at which it can have changed, as far as that is stated."""

    url: str
    changed_by: datetime | None = None


@dataclass(frozen=True)
class Sitemap:
    """What one file names: pages and further files; `trouble` when its XML is broken and more may have been meant."""

    pages: list[Link]
    files: list[Link]
    trouble: str = ""

    def told(self, url: str, source: str) -> Iterator[Link | Reject]:
        """The pages, and what is wrong with the file at this URL."""
        yield from self.pages
        if self.trouble:
            detail = f"broken XML ({self.trouble}): {len(self.pages) + len(self.files):,} entries could be read"
            yield Reject("discover", url, "bad_sitemap", detail, source)


def content_of(response: Response) -> bytes:
    """The content of a list, which may come gzipped as a file, beyond the transfer's own coding. Raises FetchError."""
    try:
        return decode_payload(response.content, {"content-encoding": "gzip"}, MAX_BYTES)
    except PayloadError as error:
        raise FetchError("bad_gzip" if error.reason == "bad_encoding" else error.reason, error.detail) from None


def links_of_sitemap(first: Response, source: str, lists: Lists, most_files: int) -> Iterator[Link | Reject]:
    """The pages of a sitemap and of the sitemaps that it lists; a reject for each of those that cannot be read.

    At most so many files are asked for; what is left is told and comes first in the next run. Files that were read after
    their lastmod cost no request. Raises FetchError when the first one cannot be read.
    """
    file = _read(first)
    yield from file.told(first.url, source)
    waiting, seen = deque(_in_turn(file.files, lists)), {first.url, first.final_url}
    asked, left = 1, 0
    while waiting:
        (url, changed_by), is_read = waiting.popleft()
        if url in seen:
            continue
        seen.add(url)
        if not is_read and asked >= most_files:
            left += 1
            continue
        asked += not is_read
        try:
            file = _read(lists.get(url, changed_by=changed_by))
        except FetchError as error:
            yield Reject("discover", url, error.reason, error.detail, source)
            continue
        yield from file.told(url, source)
        waiting.extend(_in_turn(file.files, lists))
    if left:
        detail = f"{left:,} files are left to the next run: at most {most_files:,} a run"
        yield Reject("discover", first.url, "over_budget", detail, source)


def _in_turn(files: list[Link], lists: Lists) -> list[tuple[Link, bool]]:
    """Files that were never read first, then those that were not asked for longest; with whether they were read already."""
    visits = lists.visits.of(file.url for file in files)

    def checked_at(file: Link) -> datetime:
        return visits[file.url].checked_at if file.url in visits else NEVER

    def is_read(file: Link) -> bool:
        return file.url in visits and visits[file.url].covers(file.changed_by)

    return [(file, is_read(file)) for file in sorted(files, key=checked_at)]


def _read(response: Response) -> Sitemap:
    """What one file names. Raises FetchError when it is nothing that can be read."""
    content = content_of(response).lstrip(BLANK)
    if not content.startswith(b"<"):
        return Sitemap([Link(line) for line in content.decode("utf-8", "replace").split()], [])
    found: dict[str, list[Link]] = {"url": [], "sitemap": []}
    # entry by entry: a tree of a file of 50 MB would take ten times as much
    entries = etree.iterparse(
        BytesIO(BARE_AMPERSAND.sub(b"&amp;", content)),
        tag=("{*}url", "{*}sitemap"),
        recover=True,
        resolve_entities=False,
        no_network=True,
    )
    try:
        for _, entry in entries:
            if link := _link(entry, response.final_url):
                found[etree.QName(entry).localname].append(link)
            entry.clear()
            while entry.getprevious() is not None:
                del entry.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise FetchError("bad_sitemap", f"the XML cannot be read: {error}") from None
    fatal = [error.message for error in entries.error_log if error.level == etree.ErrorLevels.FATAL]
    return Sitemap(found["url"], found["sitemap"], fatal[0] if fatal else "")


def _link(entry: etree._Element, base: str) -> Link | None:
    place = (entry.findtext("{*}loc") or "").strip()
    return Link(urljoin(base, place), latest_change(entry.findtext("{*}lastmod") or "")) if place else None


def latest_change(lastmod: str) -> datetime | None:
    """The last moment that a lastmod (W3C date or time) can mean; None when it is less exact than a day, or none."""
    text = lastmod.strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if len(text) == len("2025-06-02"):
        moment += timedelta(days=1)
    return (moment + LAST_ZONE).replace(tzinfo=UTC) if moment.tzinfo is None else moment
