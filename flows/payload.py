"""The body of an HTTP response as an archive keeps it: chunks joined, packing undone, never beyond a limit."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping

import brotli

CHUNK_HEAD = re.compile(rb"\s*([0-9a-fA-F]{1,8})[^\r\n]{0,100}\r?\n")
GZIP_MAGIC, ZSTD_MAGIC = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"


class PayloadError(Exception):
    """Why a body cannot be taken; a reason code of REJECTS and a sentence."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def decode_payload(body: bytes, headers: Mapping[str, str], limit: int) -> bytes:
    """The body with its codings undone. Raises PayloadError.

    Archives often keep headers of codings that the crawler has undone already: a body that is not what they say, but
    readable, is taken as it is.
    """
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _joined(body)
    for coding in reversed(headers.get("content-encoding", "").lower().split(",")):
        body = _decoded(body, coding.strip(), limit)
    return body


def _joined(body: bytes) -> bytes:
    """The chunks of a body as one; the body itself when it is not in chunks."""
    parts: list[bytes] = []
    at = 0
    while head := CHUNK_HEAD.match(body, at):
        size = int(head[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(body[head.end() : head.end() + size])
        at = head.end() + size
    return b"".join(parts) if parts and at >= len(body) else body


def _decoded(body: bytes, coding: str, limit: int) -> bytes:
    if not body or _is_markup(body) or coding in ("", "identity"):
        return body
    if coding in ("gzip", "x-gzip"):
        return _inflated(body, 31, coding, limit) if body.startswith(GZIP_MAGIC) else body
    if coding == "deflate":
        return _inflated(
            body, 15 if body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0 else -15, coding, limit
        )
    if coding == "br":
        return _unbrotlied(body, limit)
    raise PayloadError("bad_encoding", f"content coding {coding[:20]!r} is not known")


def _is_markup(body: bytes) -> bool:
    return body[:256].lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"


def _inflated(body: bytes, bits: int, coding: str, limit: int) -> bytes:
    """What was unpacked; a body that ends too early gives what is there, as browsers show it."""
    inflater = zlib.decompressobj(bits)
    try:
        content = inflater.decompress(body, limit + 1)
    except zlib.error as error:
        raise PayloadError("bad_encoding", f"says {coding} and cannot be unpacked: {error}") from None
    return _within(content, limit)


def _unbrotlied(body: bytes, limit: int) -> bytes:
    unpacker, size, rest = brotli.Decompressor(), 0, body
    parts: list[bytes] = []
    try:
        while size <= limit and (part := unpacker.process(rest, output_buffer_limit=limit + 1)):
            parts.append(part)
            size, rest = size + len(part), b""
    except brotli.error as error:
        raise PayloadError("bad_encoding", f"says br and cannot be unpacked: {error}") from None
    return _within(b"".join(parts), limit)


def _within(content: bytes, limit: int) -> bytes:
    if len(content) > limit:
        raise PayloadError("too_large", f"unpacks to more than {limit:,} bytes")
    return content
