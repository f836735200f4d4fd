"""URLs to pages, several hosts at a time; no Prefect."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

from flows.client import Client, Response
from flows.hosts import origin
from flows.settings import Settings
from flows.store import Page, Reject, make_page
from flows.transfer import FetchError

TEXT_TYPES = ("html", "xml", "json", "text/plain", "text/markdown")


@dataclass(frozen=True, slots=True)
class Target:
    """A URL to fetch for a source; `response` when finding out what it is has fetched it already."""

    url: str
    source: str
    outlet: str | None
    response: Response | None = None


def fetch(targets: Iterable[Target], client: Client, settings: Settings) -> Iterator[Page | Reject]:
    """A page or a reject for every target, several hosts at a time and one request at a time for each host.

    The queue is short, so that pages wait at the servers rather than in memory.
    """
    by_host: dict[str, list[Target]] = {}
    for target in targets:
        by_host.setdefault(_group(target.url), []).append(target)
    results: queue.Queue[Page | Reject | None] = queue.Queue(maxsize=4)
    stopped = threading.Event()

    def work(of_host: Sequence[Target]) -> None:
        for target in of_host:
            if stopped.is_set():
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


def _group(url: str) -> str:
    """Its host; all that are no URLs together."""
    try:
        return origin(url)
    except FetchError:
        return ""


def _put(results: queue.Queue[Page | Reject | None], item: Page | Reject | None, stopped: threading.Event) -> None:
    """Wait for room in the queue, but not for a reader that has gone."""
    while not stopped.is_set():
        try:
            results.put(item, timeout=0.2)
            return
        except queue.Full:
            continue


def fetch_one(target: Target, client: Client) -> Page | Reject:
    """The page of one target, or why there is none; whatever a server does costs its own page only."""
    try:
        return to_page(target, target.response or client.get(target.url))
    except FetchError as error:
        return Reject("fetch", target.url, error.reason, error.detail, target.source)
    except Exception as error:
        return Reject("fetch", target.url, "error", f"{type(error).__name__}: {error}", target.source)


def to_page(target: Target, response: Response) -> Page:
    """The page a response holds. Raises FetchError when it is empty or of a kind that holds no article."""
    kind = response.content_type
    if kind and not any(word in kind for word in TEXT_TYPES):
        raise FetchError("media_type", f"{kind} holds no article that can be read")
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
