"""The bytes of a page as text, and its text as a tree."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from transforms.guard import Rejected

SAMPLE_CHARS = 20_000
ODD = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\ufffd]")
BINARY_MAGIC = {b"%PDF": "PDF", b"PK\x03\x04": "zip", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF"}
# What a doctype or an odd <html> tag can spoil stands here
HEAD_BYTES = 4096
# Characters that XML does not know: control characters but tab and line ends, and two above all others
CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))
NONCHARACTERS = ("\ufffe".encode(), "\uffff".encode())
BOM = b"\xef\xbb\xbf"


def decode(content: bytes, headers: dict[str, str]) -> str:
    """The page as text. Raises Rejected for binary."""
    return as_utf8(content, headers).decode("utf-8", "surrogatepass").replace("\0", "")


def as_utf8(content: bytes, headers: dict[str, str]) -> bytes:
    """The page as UTF-8: as it is when it is that, else from what the server or the page declares, or by a guess.

    Raises Rejected for binary.
    """
    if kind := next((name for magic, name in BINARY_MAGIC.items() if content.startswith(magic)), None):
        raise Rejected("not_text", f"a {kind} file")
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not marked and content[:4096].count(0) > 8:
        raise Rejected("not_text", "binary data")
    known = None if marked else _try(content, "utf-8")
    source = known or (_try(content, "utf-16") if marked else None) or _as_declared(content, headers)
    sample = source[:SAMPLE_CHARS]
    if len(ODD.findall(sample)) > 0.05 * len(sample):
        raise Rejected("not_text", "binary data")
    return content.removeprefix(BOM) if known else source.encode("utf-8", "surrogatepass")


def _as_declared(content: bytes, headers: dict[str, str]) -> str:
    from trafilatura.utils import decode_file

    stated = re.search(rb"charset=[\"']?([\w-]+)", headers.get("content-type", "").encode() + b" " + content[:2048])
    return (_try(content, stated.group(1).decode()) if stated else None) or str(decode_file(content))


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None


def parse_html(page: bytes) -> Any:
    """The tree of a page (UTF-8). Raises Rejected when it is no HTML.

    The tree is that of trafilatura's `load_html`, which looks at every character of the page one by one to drop those that
    XML does not know; dropped as bytes they cost a fifth of that.
    """
    from lxml.html import fromstring
    from trafilatura.utils import HTML_PARSER, is_dubious_html, repair_faulty_html

    _look_up_plainly(HTML_PARSER)
    head = page[:HEAD_BYTES].decode("utf-8", "surrogateescape")
    start = head[:50].lower()
    repaired = repair_faulty_html(head, start).encode("utf-8", "surrogateescape") + page[HEAD_BYTES:]
    if NONCHARACTERS[0][:1] in repaired:  # the search for one byte takes a twentieth of that for three
        for character in NONCHARACTERS:
            repaired = repaired.replace(character, b"")
    try:
        tree = fromstring(repaired.translate(None, CONTROLS), parser=HTML_PARSER)
    except Exception as error:
        raise Rejected("no_text", f"the page is no HTML: {error}"[:300]) from None
    if not len(tree) or (is_dubious_html(start) and len(tree) < 2):
        raise Rejected("no_text", "the page is no HTML")
    return tree


@cache
def _look_up_plainly(parser: Any) -> None:
    """Have every element be a plain HtmlElement.

    lxml.html gives links, forms and inputs classes of their own, for which it asks a dictionary in Python at each element
    that is touched; nobody here needs them.
    """
    from lxml import etree, html

    parser.set_element_class_lookup(
        etree.ElementDefaultClassLookup(
            element=html.HtmlElement,
            comment=html.HtmlComment,
            pi=html.HtmlProcessingInstruction,
            entity=html.HtmlEntity,
        )
    )
