"""What goes wrong on the way from a server, and long files as they come."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import urllib3

TRANSIENT = frozenset({429, 500, 502, 503, 504})
TRANSIENT_REASONS = frozenset({"timeout", "connection"})
CHUNK = 1_000_000
MIN_RATE = 1_000  # bytes a second of a long file


class FetchError(Exception):
    """Why a URL gave no page: a reason code of REJECTS and a sentence. `final` errors are not worth a retry."""

    def __init__(self, reason: str, detail: str, *, retry_after: float | None = None, final: bool = False) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.retry_after = retry_after
        self.final = final or not (reason in TRANSIENT_REASONS or reason in {f"http_{s}" for s in TRANSIENT})


class Streamed:
    """A file that a server sends: `stamp` tells its versions apart as far as the server does.

    `watched` is entered around each read, so that none takes for ever.
    """

    def __init__(
        self,
        response: urllib3.BaseHTTPResponse,
        since: int,
        stamp: str,
        seconds: float,
        watched: Callable[[], AbstractContextManager[object]],
    ) -> None:
        if response.status not in (200, 206):
            raise FetchError(
                f"http_{response.status}",
                f"answered {response.status}",
                retry_after=retry_after({name.lower(): value for name, value in response.headers.items()}),
            )
        headers = response.headers
        self._response, self._seconds, self._watched = response, seconds, watched
        is_rest = response.status == 206
        size = headers.get("content-range", "").rpartition("/")[2] if is_rest else headers.get("content-length", "")
        self.stamp = f"{size} {headers.get('etag') or headers.get('last-modified', '')}"
        if stamp and stamp != self.stamp:
            raise FetchError("connection", "the file at the server changed while it was read")
        self._skip = 0 if is_rest else since

    def chunks(self) -> Iterator[bytes]:
        """What comes, from where it was to begin; a server that sends less than MIN_RATE for long is left."""
        size, since = 0, time.monotonic()
        while chunk := self._next():
            size += len(chunk)
            if (passed := time.monotonic() - since) > self._seconds:
                if size < MIN_RATE * passed:
                    raise FetchError("timeout", f"less than {MIN_RATE} bytes a second arrived")
                size, since = 0, time.monotonic()
            skipped = min(self._skip, len(chunk))
            self._skip -= skipped
            if skipped < len(chunk):
                yield chunk[skipped:]

    def _next(self) -> bytes:
        with explained(), self._watched():
            return self._response.read1(CHUNK, decode_content=False)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that a server asks to wait, which it gives as such or as a time (RFC 9110); None when it asks nothing."""
    value = headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        until = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


@contextmanager
def explained() -> Iterator[None]:
    """Turns what goes wrong in a connection into a FetchError."""
    try:
        yield
    except urllib3.exceptions.HTTPError as error:
        raise _explain(error) from None
    except (OSError, ValueError) as error:
        raise FetchError("connection", " ".join(str(error).split())) from None


def _explain(error: urllib3.exceptions.HTTPError) -> FetchError:
    text = " ".join(str(error).split())
    if "SSRF protection" in text:
        return FetchError("private_address", "the address is private or local; --allow-private permits it")
    if isinstance(error, urllib3.exceptions.SSLError) or "CERTIFICATE_VERIFY_FAILED" in text:
        return FetchError("tls", f"the connection is not trustworthy: {text}")
    if isinstance(error, urllib3.exceptions.TimeoutError) and not isinstance(
        error, urllib3.exceptions.NewConnectionError
    ):
        return FetchError("timeout", "the server did not answer in time")
    return FetchError("connection", text)
