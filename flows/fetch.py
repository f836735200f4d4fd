"""URLs to pages, several hosts at a time; no Prefect."""

from __future__ import annotations

import queue
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.client import Client, Response, require_text
from flows.hosts import origin
from flows.settings import Settings
from flows.store import Page, Reject, make_page
from flows.transfer import FetchError
from flows.visits import Visit


@dataclass(frozen=True, slots=True)
class Target:
    """A URL to fetch for a source; `response` when finding out what it is has fetched it already.

    `changed_by` is the latest moment at which the page can have changed, by its sitemap; `visit` is what is known of it,
    when its content is stored.
    """

    url: str
    source: str
    outlet: str | None
    response: Response | None = None
    changed_by: datetime | None = None
    visit: Visit | None = None


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The server says that the page is still what is stored."""

    source: str
    visit: Visit


Fetched = Page | Unchanged | Reject


def fetch(targets: Iterable[Target], client: Client, settings: Settings) -> Iterator[Fetched]:
    """One result for every target, several hosts at a time and one request at a time for each host.

    The queue is short, so that pages wait at the servers rather than in memory.
    """
    by_host: dict[str, list[Target]] = {}
    for target in targets:
        by_host.setdefault(group_of(target.url), []).append(target)
    results: queue.Queue[Fetched | None] = queue.Queue(maxsize=4)
    stopped = threading.Event()

    def work(of_host: Sequence[Target]) -> None:
        end = time.monotonic() + settings.host_seconds
        for number, target in enumerate(of_host):
            if stopped.is_set():
                return
            if time.monotonic() > end:
                for reject in _left_over(of_host[number:], settings):
                    _put(results, reject, stopped)
                return
            _put(results, fetch_one(target, client), stopped)

    def supervise() -> None:
        with ThreadPoolExecutor(settings.hosts_at_once, thread_name_prefix="fetch") as pool:
            list(pool.map(work, by_host.values()))
        _put(results, None, stopped)

    threading.Thread(target=supervise, name="fetch", daemon=True).start()
    try:
        while (result := results.get()) is not None:
            yield result
    finally:
        stopped.set()


def _left_over(targets: Sequence[Target], settings: Settings) -> Iterator[Reject]:
    """What the time for a host did not suffice for, by source."""
    host = group_of(targets[0].url)
    for source, count in Counter(target.source for target in targets).items():
        detail = (
            f"{count:,} pages are left to the next run: at most {settings.host_seconds:,.0f} seconds a run of a host"
        )
        yield Reject("fetch", host, "over_budget", detail, source)


def group_of(url: str) -> str:
    """The host of a URL, empty for what is no URL."""
    try:
        return origin(url)
    except FetchError:
        return ""


def _put(results: queue.Queue[Fetched | None], item: Fetched | None, stopped: threading.Event) -> None:
    """Wait for room in the queue, but not for a reader that has gone."""
    while not stopped.is_set():
        try:
            results.put(item, timeout=0.2)
            return
        except queue.Full:
            continue


def fetch_one(target: Target, client: Client) -> Fetched:
    """The page of one target, or why there is none; whatever a server does costs its own page only."""
    try:
        response = target.response or client.get(target.url, target.visit, only_text=True)
        if response.status == 304 and target.visit:
            return Unchanged(target.source, target.visit.again(response.headers, datetime.now(UTC)))
        return to_page(target, response)
    except FetchError as error:
        return Reject("fetch", target.url, error.reason, error.detail, target.source)
    except Exception as error:
        return Reject("fetch", target.url, "error", f"{type(error).__name__}: {error}", target.source)


def to_page(target: Target, response: Response) -> Page:
    """The page a response holds. Raises FetchError when it is empty or of a kind that holds no article."""
    kind = response.content_type
    require_text(kind)
    if not response.content.strip():
        raise FetchError("empty", "the server sent no content")
    json_or_text = "application/json" if "json" in kind else "text/plain"
    return make_page(
        target.url,
        response.content,
        media_type="text/html" if not kind or "html" in kind or "xml" in kind else json_or_text,
        fetched_at=datetime.now(UTC),
        source=target.source,
        outlet=target.outlet,
        final_url=response.final_url,
        status=response.status,
        headers=response.headers,
    )
