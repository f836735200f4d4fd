"""URLs to pages, politely and within limits; no Prefect.

trafilatura's pool of connections is used (TLS verified, addresses vetted after connecting, so that a redirect or a
changing DNS answer cannot lead to a private address). Its `fetch_response` is not: it gives no reason for a failure,
drops what a retry saw, bounds no total time and may fall back to unverified TLS. Retries are a plain loop here and
not Prefect's, because a task run a URL would cost more than the request.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import certifi
import urllib3
from trafilatura.downloads import create_pool

from flows.settings import Settings
from flows.store import Page, Reject, make_page
from flows.transfer import FetchError, Streamed, explained, retry_after

REDIRECTS = frozenset({301, 302, 303, 307, 308})
LONGEST_WAIT = 30.0
ROBOTS_MAX_BYTES = 512_000
ROBOTS_NAME = "parley"
CHUNK = 65_536
T = TypeVar("T")
TEXT_TYPES = ("html", "xml", "json", "text/plain", "text/markdown")


@dataclass(frozen=True, slots=True)
class Response:
    """What a server sent after redirects, body decoded from gzip and the like."""

    url: str
    final_url: str
    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def content_type(self) -> str:
        """The media type without parameters, lower case; empty when not sent."""
        return self.headers.get("content-type", "").split(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Target:
    """A URL to fetch for a source; `response` when finding out what it is has fetched it already."""

    url: str
    source: str
    outlet: str | None
    response: Response | None = None


class Host:
    """What is known of one host: its robots.txt, the delay it asks for, and when its next request may begin."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.free_at = 0.0
        self.asked_delay = 0.0
        self.robots_lock = threading.Lock()
        self.robots: RobotFileParser | FetchError | None = None


class Client:
    """GET with all safeguards: robots.txt, delay, vetted addresses, TLS, caps on size, redirects and time, retries."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool = create_pool(
            ssrf_protection=not settings.allow_private, cert_reqs="CERT_REQUIRED", ca_certs=certifi.where()
        )
        self._hosts: dict[str, Host] = {}
        self._hosts_lock = threading.Lock()

    def get(self, url: str) -> Response:
        """The response with status 200. Raises FetchError."""
        return self._retrying(lambda: self._follow(url, self._settings.page_max_bytes, obey=True))

    def _retrying(self, attempt: Callable[[], T]) -> T:
        """The attempt's result; transient failures are tried again, after a wait that doubles."""
        for count in range(self._settings.retries + 1):
            try:
                return attempt()
            except FetchError as error:
                if error.final or count == self._settings.retries:
                    raise
                self.wait(error, count)
        raise AssertionError("unreachable")

    def wait(self, error: FetchError, count: int) -> None:
        """Wait before the next attempt, after `count` that failed before this one: as asked, else twice as long each time."""
        time.sleep(min(error.retry_after or self._settings.retry_wait * 2**count, LONGEST_WAIT))

    def _follow(self, url: str, max_bytes: int, *, obey: bool) -> Response:
        left = self._settings.page_timeout
        at = url
        for _ in range(self._settings.max_redirects + 1):
            if obey:
                self._obey_robots(at)
            status, headers, content, spent = self._request(at, max_bytes, left)
            left -= spent
            if status == 200:
                return Response(url, at, status, headers, content)
            if status not in REDIRECTS or "location" not in headers:
                raise FetchError(f"http_{status}", f"answered {status}", retry_after=retry_after(headers))
            at = urljoin(at, headers["location"])
        raise FetchError("redirects", f"more than {self._settings.max_redirects} redirects, last to {at}")

    def _request(self, url: str, max_bytes: int, seconds: float) -> tuple[int, dict[str, str], bytes, float]:
        """One request without redirects; waits for its turn at the host, which does not count as time spent."""
        if seconds <= 0:
            raise FetchError("timeout", "the redirects took too long")
        with self._turn(url) as started:
            return *self._exchange(url, max_bytes, started + seconds), time.monotonic() - started

    @contextmanager
    def stream(self, url: str, *, since: int = 0, stamp: str = "") -> Iterator[Streamed]:
        """A file of any size in pieces, untouched, from byte `since` on when the server still has the version `stamp`.

        Raises FetchError, at any piece too.
        """
        headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={since}-"} if since else {})}
        at = url
        for _ in range(self._settings.max_redirects + 1):
            self._obey_robots(at)
            with self._turn(at):
                response = self._send(at, headers, self._settings.page_timeout)
            with closing(response):
                if response.status not in REDIRECTS or "location" not in response.headers:
                    yield Streamed(response, since, stamp, self._settings.page_timeout)
                    return
                at = urljoin(at, response.headers["location"])
        raise FetchError("redirects", f"more than {self._settings.max_redirects} redirects, last to {at}")

    @contextmanager
    def _turn(self, url: str) -> Iterator[float]:
        """Waits for a request's turn at its host, whose next one begins the delay later; gives the time of its beginning."""
        if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise FetchError("bad_url", f"not an http(s) URL: {url}")
        host = self._host(url)
        with host.lock:
            time.sleep(max(0.0, host.free_at - time.monotonic()))
            try:
                with explained():
                    yield time.monotonic()
            finally:
                host.free_at = time.monotonic() + max(self._settings.host_delay, host.asked_delay)

    def _send(self, url: str, headers: Mapping[str, str], seconds: float) -> urllib3.BaseHTTPResponse:
        return self._pool.request(
            "GET",
            url,
            headers={**headers, "User-Agent": self._settings.user_agent},
            retries=False,
            redirect=False,
            timeout=urllib3.Timeout(connect=min(seconds, 10.0), read=seconds),
            preload_content=False,
        )

    def _exchange(self, url: str, max_bytes: int, deadline: float) -> tuple[int, dict[str, str], bytes]:
        left = max(0.1, deadline - time.monotonic())
        response = self._send(url, urllib3.util.make_headers(accept_encoding=True), left)
        headers = {name.lower(): value for name, value in response.headers.items() if name.lower() != "set-cookie"}
        try:
            content = _read(response, max_bytes, deadline) if response.status == 200 else b""
        finally:
            response.close()  # a body that was not read to its end must not be met again by the next request
        return int(response.status), headers, content

    def _host(self, url: str) -> Host:
        with self._hosts_lock:
            return self._hosts.setdefault(_origin(url), Host())

    def _obey_robots(self, url: str) -> None:
        """Raises FetchError when robots.txt forbids the URL or cannot be read; a host's file is read once a run."""
        host = self._host(url)
        with host.robots_lock:
            if host.robots is None:
                host.robots = self._read_robots(url)
                asked = host.robots.crawl_delay(ROBOTS_NAME) if isinstance(host.robots, RobotFileParser) else None
                host.asked_delay = min(float(asked or 0), LONGEST_WAIT)
        if isinstance(host.robots, FetchError):
            raise host.robots
        if not host.robots.can_fetch(ROBOTS_NAME, url):
            raise FetchError("robots", "robots.txt does not allow it")

    def _read_robots(self, url: str) -> RobotFileParser | FetchError:
        """The host's rules: none at 4xx, everything forbidden at 5xx or silence (RFC 9309)."""
        robots = RobotFileParser()
        at = urljoin(_origin(url), "/robots.txt")
        try:
            text = self._retrying(lambda: self._follow(at, ROBOTS_MAX_BYTES, obey=False)).content
        except FetchError as error:
            if not error.reason.startswith("http_4"):
                return FetchError(error.reason, f"robots.txt: {error.detail}", final=True)
            text = b""
        robots.parse(text.decode("utf-8", "replace").splitlines())
        return robots


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def _read(response: urllib3.BaseHTTPResponse, max_bytes: int, deadline: float) -> bytes:
    """The decoded body; `read1` returns what has arrived, so a server that drips cannot outlast the deadline."""
    parts: list[bytes] = []
    size = 0
    while part := response.read1(CHUNK):
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            raise FetchError("too_large", f"more than {max_bytes} bytes")
        if time.monotonic() > deadline:
            raise FetchError("timeout", "the page took too long to arrive")
    return b"".join(parts)


def fetch(targets: Iterable[Target], client: Client, settings: Settings) -> Iterator[Page | Reject]:
    """A page or a reject for every target, several hosts at a time and one request at a time for each host.

    The queue is short, so that pages wait at the servers rather than in memory.
    """
    by_host: dict[str, list[Target]] = {}
    for target in targets:
        by_host.setdefault(_origin(target.url), []).append(target)
    results: queue.Queue[Page | Reject | None] = queue.Queue(maxsize=4)
    stopped = threading.Event()

    def work(of_host: Sequence[Target]) -> None:
        for target in of_host:
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
