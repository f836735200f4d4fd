"""GET with all safeguards; no Prefect.

trafilatura's pool of connections is used (TLS verified, addresses vetted after connecting, so that a redirect or a
changing DNS answer cannot lead to a private address). Its `fetch_response` is not: it gives no reason for a failure,
drops what a retry saw, bounds no total time and may fall back to unverified TLS. Retries are a plain loop here and
not Prefect's, because a task run a URL would cost more than the request.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from urllib.parse import urljoin
from urllib.robotparser import RobotFileParser

import certifi
import urllib3

from flows.hosts import Host, origin
from flows.payload import PayloadError, decode_payload
from flows.settings import Settings
from flows.transfer import FetchError, Streamed, retry_after
from flows.visits import Visit
from flows.watch import Watch

REDIRECTS = frozenset({301, 302, 303, 307, 308})
ROBOTS_MAX_BYTES = 512_000
ROBOTS_NAME = "parley"
CODINGS = "gzip, deflate, br"  # that decode_payload undoes
CHUNK = 65_536
TEXT_TYPES = ("html", "xml", "json", "text/plain", "text/markdown")
T = TypeVar("T")


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
class Ask:
    """What of an answer is wanted: so much at most, only if it changed since the visit, only what may hold an article."""

    max_bytes: int
    visit: Visit | None = None
    only_text: bool = False

    def conditions(self, url: str) -> dict[str, str]:
        """The headers that say so, which are for the address that gave the content last, not for those that lead to it."""
        return self.visit.conditions if self.visit and self.visit.final_url == url else {}


class Client:
    """Asks servers: robots.txt, delay, vetted addresses, TLS, caps on size, redirects and time, retries."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._watch = Watch()
        self._hosts: dict[str, Host] = {}
        self._hosts_lock = threading.Lock()

    @cached_property
    def _pool(self) -> urllib3.PoolManager:
        """Made for the first request, as importing trafilatura takes longer than a run over files that are known already."""
        from trafilatura.downloads import create_pool

        pool: urllib3.PoolManager = create_pool(
            ssrf_protection=not self._settings.allow_private, cert_reqs="CERT_REQUIRED", ca_certs=certifi.where()
        )
        self._watch.let_watch(pool)
        return pool

    def get(self, url: str, visit: Visit | None = None, *, only_text: bool = False) -> Response:
        """The response with status 200, or 304 when nothing changed since the visit. Raises FetchError.

        `only_text`: what can hold no article is refused before it is sent.
        """
        ask = Ask(self._settings.page_max_bytes, visit, only_text)
        return self._retrying(lambda: self._follow(url, ask, obey=True))

    def _retrying(self, attempt: Callable[[], T]) -> T:
        """The attempt's result; transient failures are tried again when the host may be asked again."""
        for count in range(self._settings.retries + 1):
            try:
                return attempt()
            except FetchError as error:
                if error.final or count == self._settings.retries:
                    raise
        raise AssertionError("unreachable")

    def _follow(self, url: str, ask: Ask, *, obey: bool) -> Response:
        left = self._settings.page_timeout
        at = url
        for _ in range(self._settings.max_redirects + 1):
            if obey:
                self._obey_robots(at)
            response, spent = self._request(at, ask, left)
            left -= spent
            if response.status not in REDIRECTS:
                return Response(url, at, response.status, response.headers, response.content)
            at = urljoin(at, response.headers["location"])
        raise FetchError("redirects", f"more than {self._settings.max_redirects} redirects, last to {at}")

    def _request(self, url: str, ask: Ask, seconds: float) -> tuple[Response, float]:
        """One answer and the seconds it took; waiting for the host's turn does not count."""
        if seconds <= 0:
            raise FetchError("timeout", "the redirects took too long")
        with self._host(url).turn() as started, self._watch.until(started + seconds):
            return self._exchange(url, ask, started + seconds), time.monotonic() - started

    def _exchange(self, url: str, ask: Ask, deadline: float) -> Response:
        """The answer of one URL: a page, a redirect, or that the conditions are not met. Raises FetchError for any other."""
        conditions = ask.conditions(url)
        response = self._send(url, {"Accept-Encoding": CODINGS, **conditions}, max(0.1, deadline - time.monotonic()))
        status = int(response.status)
        headers = {name.lower(): value for name, value in response.headers.items() if name.lower() != "set-cookie"}
        with closing(response):  # a connection whose body was not read to its end serves no further request
            if status == 200:
                if ask.only_text:
                    require_text(headers.get("content-type", ""))
                return Response(url, url, status, headers, _body(response, headers, ask.max_bytes, deadline))
            _skip_body(response, deadline)
        if (status in REDIRECTS and "location" in headers) or (status == 304 and conditions):
            return Response(url, url, status, headers, b"")
        raise FetchError(f"http_{status}", f"answered {status}", retry_after=retry_after(headers))

    @contextmanager
    def stream(self, url: str, *, since: int = 0, stamp: str = "") -> Iterator[Streamed]:
        """A file of any size in pieces, untouched, from byte `since` on when the server still has the version `stamp`.

        Raises FetchError, at any piece too.
        """
        headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={since}-"} if since else {})}
        at = url
        for _ in range(self._settings.max_redirects + 1):
            self._obey_robots(at)
            host = self._host(at)
            with host.turn() as started, self._watch.until(started + self._settings.page_timeout) as watched:
                response = self._send(at, headers, self._settings.page_timeout)
                is_redirect = response.status in REDIRECTS and "location" in response.headers
                streamed = None if is_redirect else self._streamed(response, since, stamp, watched.sock)
            with closing(response):
                if streamed:
                    try:
                        yield streamed
                    except FetchError as error:
                        host.heed(error)
                        raise
                    return
                at = urljoin(at, response.headers["location"])
        raise FetchError("redirects", f"more than {self._settings.max_redirects} redirects, last to {at}")

    def _streamed(
        self, response: urllib3.BaseHTTPResponse, since: int, stamp: str, sock: socket.socket | None
    ) -> Streamed:
        seconds = self._settings.page_timeout
        return Streamed(response, since, stamp, seconds, lambda: self._watch.until(time.monotonic() + seconds, sock))

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

    def _host(self, url: str) -> Host:
        with self._hosts_lock:
            return self._hosts.setdefault(origin(url), Host(self._settings))

    def _obey_robots(self, url: str) -> None:
        """Raises FetchError when robots.txt forbids the URL or cannot be read; a host's file is read once a run."""
        host = self._host(url)
        with host.robots_lock:
            if host.robots is None:
                host.robots = self._read_robots(url)
                if isinstance(host.robots, RobotFileParser):
                    host.ask_delay(float(host.robots.crawl_delay(ROBOTS_NAME) or 0))
        if isinstance(host.robots, FetchError):
            raise host.robots
        if not host.robots.can_fetch(ROBOTS_NAME, url):
            raise FetchError("robots", "robots.txt does not allow it")

    def _read_robots(self, url: str) -> RobotFileParser | FetchError:
        """The host's rules: none at 4xx, everything forbidden at 5xx or silence (RFC 9309)."""
        robots = RobotFileParser()
        at = urljoin(origin(url), "/robots.txt")
        try:
            text = self._retrying(lambda: self._follow(at, Ask(ROBOTS_MAX_BYTES), obey=False)).content
        except FetchError as error:
            if not error.reason.startswith("http_4"):
                return FetchError(error.reason, f"robots.txt: {error.detail}", final=True)
            text = b""
        robots.parse(text.decode("utf-8", "replace").splitlines())
        return robots


def require_text(content_type: str) -> None:
    """Raises FetchError for a media type that holds no article; one that is not stated may."""
    if content_type and not any(word in content_type.lower() for word in TEXT_TYPES):
        kind = content_type.split(";", maxsplit=1)[0].strip()
        raise FetchError("media_type", f"{kind} holds no article that can be read")


def _body(response: urllib3.BaseHTTPResponse, headers: Mapping[str, str], max_bytes: int, deadline: float) -> bytes:
    """The body with its coding undone, never more than `max_bytes` of it in memory, packed or not."""
    stated = headers.get("content-length", "")
    if stated.isdigit() and int(stated) > max_bytes:
        raise FetchError("too_large", f"{int(stated):,} bytes, at most {max_bytes:,} are read")
    packed = _read(response, max_bytes, deadline)
    try:
        return decode_payload(packed, {"content-encoding": headers.get("content-encoding", "")}, max_bytes)
    except PayloadError as error:
        raise FetchError(error.reason, error.detail) from None


def _read(response: urllib3.BaseHTTPResponse, max_bytes: int, deadline: float) -> bytes:
    """The bytes as sent; `read1` returns what has arrived, so a server that drips cannot outlast the deadline."""
    parts: list[bytes] = []
    size = 0
    while part := response.read1(CHUNK, decode_content=False):
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            raise FetchError("too_large", f"more than {max_bytes:,} bytes")
        if time.monotonic() > deadline:
            raise FetchError("timeout", "the page took too long to arrive")
    return b"".join(parts)


def _skip_body(response: urllib3.BaseHTTPResponse, deadline: float) -> None:
    """Read what little comes with a redirect or an error, so that the connection can serve the next request."""
    with suppress(FetchError, urllib3.exceptions.HTTPError, OSError):
        _read(response, CHUNK, deadline)
