"""WARC files for the tests, made by hand, so that anything can be wrong with them."""

import gzip
import html
import os
import re

from tests.test_cli import REST, SENTENCE

FILLER = "<p>" + "The harbour was quiet and the ferries ran on time, as they do on most days of the week. " * 4 + "</p>"


def article(number=0, sentence=SENTENCE, title="Second round in Tbilisi"):
    """A page about talks, with a text of its own."""
    body = f"<p>{sentence}</p><p>{REST}</p><p>This is report number {number}.</p>"
    return f"<html lang='en'><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def page_of(title, text):
    """A coded article as a page of its time: a menu, scripts, paragraphs."""
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n") if line.strip())
    title = html.escape(title or "")
    menu = "<nav><ul><li><a href='/world'>World</a></li><li><a href='/sport'>Sport</a></li></ul></nav>"
    head = f"<head><title>{title}</title><script>var page = {{ads: 1}};</script><style>p {{margin: 0}}</style></head>"
    return f"<html lang='en'>{head}<body>{menu}<article><h1>{title}</h1>{lines}</article></body></html>".encode()


def ordinary(number=0):
    """A page about nothing of ours."""
    return f"<html><head><title>Ferries {number}</title></head><body><article>{FILLER}</article></body></html>".encode()


def record(url, body, *, kind="response", status="200 OK", headers=(("Content-Type", "text/html"),), longer=0):
    """One record; `longer` makes the length that it states wrong."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers)
    block = f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body if kind in ("response", "revisit") else body
    content_type = "application/http; msgtype=response" if kind == "response" else "text/plain"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{os.urandom(8).hex()}>\r\n"
        f"WARC-Date: 2024-03-05T10:00:00Z\r\nWARC-Target-URI: {url}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(block) + longer}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def packed(records):
    """As archives are published: one gzip member a record."""
    return b"".join(map(gzip.compress, records))


def stable(content):
    """The same bytes without the ids of the records, for files that must be the same twice."""
    return re.sub(rb"urn:uuid:\w+", b"urn:uuid:0", content)
