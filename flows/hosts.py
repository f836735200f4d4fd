"""What a run knows of each server that it asks: whose turn it is, how long it wants to be left alone, what robots.txt says.

One request at a time goes to a host, whatever asks for it: pages, feeds, sitemaps, archives, robots.txt. A failure that
may pass makes all of them wait, not only the URL that met it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from flows.settings import Settings
from flows.transfer import FetchError, explained


def origin(url: str) -> str:
    """Scheme, host and port: what a robots.txt and a delay are for. Raises FetchError when it is no http(s) URL."""
    try:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https") and parts.hostname:
            return f"{parts.scheme}://{parts.netloc}".lower()
    except ValueError:
        pass
    raise FetchError("bad_url", f"not an http(s) URL: {url}")


class Host:
    """One server. It is left for the rest of the run when it asks for a long rest or does nothing but fail."""

    def __init__(self, settings: Settings) -> None:
        self.robots_lock = threading.Lock()
        self.robots: RobotFileParser | FetchError | None = None
        self._settings = settings
        self._lock = threading.Lock()
        self._free_at = 0.0
        self._delay = settings.host_delay
        self._failures = 0  # in a row
        self._left = ""  # why it is not asked again

    def ask_delay(self, seconds: float) -> None:
        """Take over the crawl-delay of robots.txt, as far as a run can wait so long between two pages."""
        self._delay = max(self._settings.host_delay, min(seconds, self._settings.longest_wait))

    @contextmanager
    def turn(self) -> Iterator[float]:
        """Wait until the next request may begin; gives the time of its beginning. Raises FetchError, from the block too."""
        with self._lock:
            if self._left:
                raise FetchError("host_left", f"the host is not asked again in this run: {self._left}", final=True)
            time.sleep(max(0.0, self._free_at - time.monotonic()))
            try:
                with explained():
                    yield time.monotonic()
            except FetchError as error:
                self.heed(error)
                raise
            else:
                self._failures = 0
            finally:
                self._free_at = max(self._free_at, time.monotonic() + self._delay)

    def heed(self, error: FetchError) -> None:
        """Back off after a failure that may pass: as long as the server asks, else twice as long each time."""
        if error.final:
            self._failures = 0
            return
        self._failures += 1
        wait = error.retry_after
        if wait is None:
            wait = min(self._settings.retry_wait * 2 ** (self._failures - 1), self._settings.longest_wait)
        if wait > self._settings.longest_wait:
            self._left = f"{error.detail} and wants to be asked again in {wait:,.0f} seconds"
        elif self._failures >= self._settings.host_failures:
            self._left = f"{self._failures} requests in a row failed, the last one: {error.detail}"
        self._free_at = max(self._free_at, time.monotonic() + wait)
