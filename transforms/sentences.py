"""Articles to sentences with offsets that slice back to the text.

A newline ends a paragraph. Within a paragraph sentencex finds the sentences; it never splits inside quotation marks,
so quotes of several sentences are split here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl
import sentencex

from transforms.boilerplate import is_boilerplate_line
from transforms.schemas import SENTENCES

# A text without sentence ends (tables, broken pages) is cut at blanks, so that later stages stay linear.
MAX_SENTENCE = 1500

_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029]+")
_INNER_END = re.compile(
    r"\s(?:(?<=[a-z0-9’'”\"%)][.!?…].)\s*(?=[“‘\"'(]?[A-Z])|(?<=[.!?][”\"’].)\s*(?=[“‘\"]?[A-Z]))", re.DOTALL
)
_MAY_END = re.compile(r"[.!?…][”\"’.]?\s")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Maj|Capt|Sgt|Sen|Rep|Gov|St|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
    r"|Adm|Brig|Amb|Prof|Rev|Hon|approx|Inc|Ltd|Co|Corp)|\b[A-Za-z]|\b(?:a\.m|p\.m|U\.S|U\.N|U\.K|E\.U|D\.C))\.$"
)


_RANKS = tuple(
    f"{rank}."
    for rank in "Mr Mrs Ms Dr Gen Lt Col Maj Capt Sgt Adm Brig Prof Rev Sen Rep Gov Amb Hon H.E Cpl Cmdr Pres Min Msgr".split()
)
_RANK = re.compile(rf"\b(?:{'|'.join(map(re.escape, _RANKS))})\s*$")


def split_sentences(articles: pl.DataFrame) -> pl.DataFrame:
    """One row a sentence (SENTENCES), numbered from 1 within its article, boilerplate paragraphs left out.

    Rows, not expressions: sentencex takes one paragraph at a time.
    """
    rows = [
        (article_id, number, paragraph, start, end, text[start:end])
        for article_id, text in articles.select("article_id", "text").iter_rows()
        for number, (paragraph, start, end) in enumerate(sentence_spans(text or ""), start=1)
    ]
    return pl.DataFrame(rows, schema=SENTENCES, orient="row")


def sentence_spans(text: str) -> Iterator[tuple[int, int, int]]:
    """(paragraph number from 1, start, end) of each sentence of one text."""
    for paragraph, match in enumerate(_PARAGRAPH.finditer(text), start=1):
        if is_boilerplate_line(match.group()):
            continue
        for start, end in _spans(match.group()):
            yield paragraph, match.start() + start, match.start() + end


def _spans(paragraph: str) -> Iterator[tuple[int, int]]:
    begin = None  # of a sentence that a rank or title seemed to end
    for found in sentencex.get_sentence_boundaries("en", paragraph):
        begin = found["start_index"] if begin is None else begin
        end = found["end_index"]
        words = paragraph[max(begin, end - 14) : end].rstrip()
        if words.endswith(_RANKS) and end < len(paragraph) and _RANK.search(paragraph, max(begin, end - 14), end):
            continue
        for start, inner_end in _split_inner(paragraph, begin, end):
            yield from _cut_long(paragraph, start, inner_end)
        begin = None


def _split_inner(paragraph: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Ends of sentences that sentencex passes over: inside quotes, and between two quotes."""
    for gap in _INNER_END.finditer(paragraph, start, end) if _MAY_END.search(paragraph, start, end) else ():
        if gap.start() - start < 4 or _ABBREVIATION.search(paragraph[max(start, gap.start() - 12) : gap.start()]):
            continue
        yield start, gap.start()
        start = gap.end()
    yield start, end


def _cut_long(paragraph: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_SENTENCE:
        cut = paragraph.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = cut if cut > 0 else start + MAX_SENTENCE
        yield from _trimmed(paragraph, start, cut)
        start = cut
    yield from _trimmed(paragraph, start, end)


def _trimmed(paragraph: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = paragraph[start:end]
    inner = piece.strip()
    if len(inner) == end - start > 0:
        yield start, end
        return
    if inner:
        start += piece.index(inner)
        yield start, start + len(inner)
