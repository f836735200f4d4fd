"""What is remembered of every URL that was asked: its last answer, and what to send along when it is asked again.

It stands in `<warehouse>/urls.parquet` and only saves requests: without it all is asked for anew, and the hash of a page
tells that it did not change.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl

from flows.atomic import write_parquet
from flows.store import Page
from transforms.schemas import Schema

VISITS: Schema = {
    "url": pl.String,
    "final_url": pl.String,
    "status": pl.Int32,  # of the last answer; null when none came
    "etag": pl.String,
    "last_modified": pl.String,
    "content_type": pl.String,
    "sha256": pl.String,  # of the content that the URL gave last; null when its last answer gave none
    "checked_at": pl.Datetime("us", "UTC"),
}
NEVER = datetime.min.replace(tzinfo=UTC)  # when what was never asked was asked
GONE = frozenset({404, 410})
NOT_ASKED = frozenset({"host_left", "over_budget"})
# After a change a server may deliver the old page from a cache for a while, and its clock may differ from ours.
CACHES_LAG = timedelta(hours=1)
SAVED_EVERY = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Visit:
    """One row of VISITS."""

    url: str
    final_url: str
    status: int | None
    etag: str | None
    last_modified: str | None
    content_type: str | None
    sha256: str | None
    checked_at: datetime

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for the content only if it is another one by now (RFC 9110, 13.1)."""
        stated = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in stated.items() if value and self.sha256}

    @property
    def headers(self) -> dict[str, str]:
        """What is remembered of the headers that came with the content."""
        stated = {"content-type": self.content_type, "etag": self.etag, "last-modified": self.last_modified}
        return {name: value for name, value in stated.items() if value}

    def covers(self, changed_by: datetime | None) -> bool:
        """Whether the content is what the URL has held since `changed_by`, so that there is nothing to ask."""
        return changed_by is not None and self.sha256 is not None and self.checked_at > changed_by + CACHES_LAG

    def again(self, headers: Mapping[str, str], at: datetime) -> Visit:
        """The visit after an answer that nothing changed; it may bring newer validators."""
        etag, modified = headers.get("etag", self.etag), headers.get("last-modified", self.last_modified)
        return replace(self, etag=etag, last_modified=modified, checked_at=at)


def visit_of(url: str, final_url: str, headers: Mapping[str, str], sha256: str, at: datetime) -> Visit:
    """The visit of a URL that gave content."""
    etag, modified = headers.get("etag"), headers.get("last-modified")
    return Visit(url, final_url, 200, etag, modified, headers.get("content-type"), sha256, at)


class Visits:
    """The last visit of each URL."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._stored = _read(file)
        self._noted: dict[str, Visit] = {}  # in this run
        self._saved_at = time.monotonic()

    def get(self, url: str) -> Visit | None:
        """The last visit of one URL."""
        return self.of([url]).get(url)

    def of(self, urls: Iterable[str]) -> dict[str, Visit]:
        """The last visits of those URLs that were asked before."""
        wanted = set(urls)
        rows = self._stored.filter(pl.col("url").is_in(list(wanted))).iter_rows()
        found = {row[0]: Visit(*row) for row in rows}
        return found | {url: visit for url, visit in list(self._noted.items()) if url in wanted}

    def note(self, visit: Visit) -> None:
        """Remember a visit."""
        self._noted[visit.url] = visit

    def note_page(self, page: Page) -> None:
        """Remember the visit that brought a page."""
        headers = json.loads(page.headers or "{}")
        self.note(visit_of(page.url, page.final_url, headers, page.sha256, page.fetched_at))

    def note_failure(self, url: str, reason: str, at: datetime) -> None:
        """Remember that a URL gave nothing; what it gave before is forgotten only when the server says that it is gone."""
        if reason in NOT_ASKED:
            return
        code = reason.removeprefix("http_")
        status = int(code) if code.isdigit() else None
        before = self.get(url) or Visit(url, url, None, None, None, None, None, at)
        if status in GONE:
            before = replace(before, etag=None, last_modified=None, sha256=None)
        self.note(replace(before, status=status, checked_at=at))

    def gone_before(self, urls: Iterable[str]) -> set[str]:
        """Those URLs of which an earlier run was told that they are gone."""
        is_gone = pl.col("url").is_in(list(set(urls))) & pl.col("status").is_in(list(GONE))
        return set(self._stored.filter(is_gone)["url"])

    def save(self, *, is_end: bool = False) -> None:
        """Store what was noted; before the end of a run not more often than a long run needs."""
        if self._file is None or not self._noted or not (is_end or time.monotonic() - self._saved_at > SAVED_EVERY):
            return
        noted = pl.DataFrame([astuple(visit) for visit in list(self._noted.values())], schema=VISITS, orient="row")
        write_parquet(pl.concat([self._stored.join(noted, on="url", how="anti"), noted]).sort("url"), self._file)
        self._saved_at = time.monotonic()


def _read(file: Path | None) -> pl.DataFrame:
    """The stored visits, none when there are none that can be read: they only save requests."""
    empty = pl.DataFrame(schema=VISITS)
    if file is None or not file.exists():
        return empty
    try:
        return pl.read_parquet(file, memory_map=False).select(pl.col(name).cast(kind) for name, kind in VISITS.items())
    except (OSError, pl.exceptions.PolarsError):
        return empty
