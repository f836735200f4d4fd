"""An end to connections whose single reads outlast all timeouts.

A socket's timeout is for one arrival of bytes. A server that sends a byte a second of a header line, or of the line that
begins a chunk, is waited for as long as the line may be: 18 hours. So the sockets that a request reads from are known to
a thread that shuts those whose time is over.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import urllib3

from flows.transfer import FetchError

EVERY = 0.25  # seconds between two looks


@dataclass(eq=False)
class Watched:
    """One request: when its time is over, and the socket it reads from, once it does."""

    deadline: float
    sock: socket.socket | None = None
    is_over: bool = False


class Watch:
    """Ends requests at their deadline; a thread runs while there are any."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._watched: set[Watched] = set()
        self._thread: threading.Thread | None = None
        self._current = threading.local()

    def let_watch(self, pool: urllib3.PoolManager) -> None:
        """Have the connections of a pool tell which socket they read an answer from."""
        watch = self

        class Telling:
            def getresponse(self) -> Any:
                watch._tell(self.sock)  # type: ignore[attr-defined]
                return super().getresponse()  # type: ignore[misc]

        kinds: dict[str, Any] = dict(pool.pool_classes_by_scheme)
        pool.pool_classes_by_scheme = {
            scheme: type(
                kind.__name__, (kind,), {"ConnectionCls": type("Connection", (Telling, kind.ConnectionCls), {})}
            )
            for scheme, kind in kinds.items()
        }

    @contextmanager
    def until(self, deadline: float, sock: socket.socket | None = None) -> Iterator[Watched]:
        """Watch what this thread reads in the block. Raises FetchError when its time was over."""
        watched = self._current.watched = Watched(deadline, sock)
        with self._lock:
            self._watched.add(watched)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
                self._thread.start()
        try:
            yield watched
        finally:
            with self._lock:
                self._watched.discard(watched)
            if watched.is_over:  # what was read ends somewhere, whether or not that looked like an error
                raise FetchError("timeout", "the server did not answer in time")

    def _tell(self, sock: socket.socket) -> None:
        if watched := getattr(self._current, "watched", None):
            watched.sock = sock

    def _look(self) -> None:
        while True:
            time.sleep(EVERY)
            with self._lock:
                if not self._watched:
                    self._thread = None
                    return
                for watched in self._watched:
                    if watched.sock and time.monotonic() > watched.deadline:
                        watched.is_over = True
                        # the plain shutdown: that of TLS would pull the object from under its reader
                        with suppress(OSError):
                            socket.socket.shutdown(watched.sock, socket.SHUT_RDWR)
