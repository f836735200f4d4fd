"""Pages that are refused, since they hold no article or would cost too much."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

# Real news pages stay under a tenth of these; above them extraction takes many seconds (lists of 100,000 links: 7 s)
MAX_ELEMENTS = 50_000
MAX_DEPTH = 250
MAX_TAG_BYTES = 100_000
LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{%d,}" % MAX_TAG_BYTES)
# End tags that HTML requires: one without its partner means that the page stops in the middle
END_BYTES = 4096  # nearly all pages close their body within so much of their end
REQUIRED_ENDS = (b"div", b"article", b"main", b"section", b"script", b"ul", b"table")


class Rejected(Exception):  # noqa: N818 - a verdict on a page, not an error of ours
    """A page that gives no article; `args` are the reason code and a detail."""


def refuse_odd(content: bytes, headers: dict[str, str]) -> None:
    """Raise Rejected for an HTML page that stops in the middle or that takes the parser minutes."""
    declared = headers.get("content-length", "")
    whole = headers.get("content-encoding") or not declared.isdigit() or int(declared) <= len(content)
    if not whole or not _is_closed(content):
        raise Rejected("truncated", "the page stops in the middle")
    if any(tag.count(b"=") > MAX_TAG_BYTES // 100 for tag in _long_tags(content)):
        raise Rejected("too_complex", "a tag with thousands of attributes")


def _long_tags(content: bytes) -> list[bytes]:
    """Tags of MAX_TAG_BYTES and more. One would fill a whole stretch of half that length, which hardly any page has."""
    half = MAX_TAG_BYTES // 2
    starts = range(0, len(content) - half, half)
    return LONG_TAG.findall(content) if any(content.find(b"<", s, s + half) < 0 for s in starts) else []


def _is_closed(content: bytes) -> bool:
    if any(tag in content[-END_BYTES:].lower() for tag in (b"</body", b"</html")):
        return True
    lower = content.lower()
    closed = b"</body" in lower or b"</html" in lower or b"<body" not in lower
    return closed or all(lower.count(b"<" + t) <= lower.count(b"</" + t) for t in REQUIRED_ENDS)


def refuse_complex(tree: Any) -> None:
    """Raise Rejected for a parsed page with more elements than extraction can take."""
    elements = int(tree.xpath("count(//*)"))
    if elements > MAX_ELEMENTS:
        raise Rejected("too_complex", f"{elements:,} elements, at most {MAX_ELEMENTS:,} are cleaned")
    if tree.xpath("boolean(/*" + "/*" * MAX_DEPTH + ")"):
        raise Rejected("too_complex", f"elements nested more than {MAX_DEPTH} deep")


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise Rejected when the block takes more processor time; only where the platform allows (main thread, Unix)."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def expire(_signal: int, _frame: FrameType | None) -> None:
        raise Rejected("timeout", f"more than {seconds:.0f} s of processor time")

    before = signal.signal(signal.SIGVTALRM, expire)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
