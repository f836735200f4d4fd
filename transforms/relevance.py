"""Whether an article is about negotiation in an armed conflict or in a crisis between states.

Of an archive's pages one in fifty is. The decision is made in steps, each on what the one before let through:

    raw   narrow words in the bytes of the page, scripts left out    0.3 ms a page
    head  title and stretches of running text, unparsed              0.5 ms
    body  the paragraphs that stand together, unparsed too           0.8 ms
    text  the words of the article itself, cleaned                   as much as cleaning takes

The first three only spare the work of the last: they are set so low that what it would take passes them. `MIN_NARROW`,
`STRETCH_ELSEWHERE`, `BODY_ELSEWHERE` and the words trade recall for cost.
"""

from __future__ import annotations

import html
import math
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import ahocorasick_rs

from transforms.reference.files import read_yaml

# An article says what it is about at its head; the cap keeps live blogs and books cheap
READ_CHARS = 20_000
# What the words must weigh: what all but one of 522 coded articles with talks, demands or exchanges have, since recall
# comes first; of 181 pages of ordinary news one in eight passes them, one in eleven all that is asked of the text
MIN_DOMAIN, MIN_CONTACT = 3.0, 1.0
# how heavy words of other fields may be beside those of the domain: coded articles with rows reach 0.66, a peace deal
# may be told with fees and films; of those about pay, play and trade most lie above it
MAX_ELSEWHERE = 0.75
# a word of another field stands in any article: the European Union’s envoy, a club called Sheriff
BY_THE_WAY = 1
BLANKS = re.compile(r"[\W_]+")
# What the narrow words in the bytes of a page must weigh: nearly all coded articles with rows weigh 2.5 and more, but for very
# short ones; of 181 pages of ordinary news one in five passes
MIN_NARROW = 2.0
# The same in title and text of an article: "deal", "president" and "war" of the domain stand in any politics, these words do
# not. One of 808 coded articles with rows is below, as are 7 of the 24 pages of ordinary news that pass without it
MIN_NARROW_TEXT = 1.5
# A page is judged by its stretches, since the rest of it adds words of other fields, and these count less than in the
# cleaned text: with six paragraphs about other things before and behind, 431 of 444 coded articles have such a stretch
# (fewer if they counted as there)
STRETCH_BYTES = 1_500
STRETCH_ELSEWHERE = 3.0
# Paragraphs that follow each other are nearly the article: of 181 pages of ordinary news no article that is relevant is lost
# (one would be at 0.75), and what is said of them is what is said of the paragraphs of the parsed page; of the coded ones hardly
# one is lost between teasers
BODY_ELSEWHERE = 1.0
MIN_PARAGRAPH, MIN_BODY = 40, 400  # characters; a page with a shorter body is built of other elements than paragraphs
APART = 3_000  # bytes; an advertisement or a picture stands between two paragraphs of one article, a list of others needs more
# Above so many patterns the searcher has no vector instructions to skip with: 0.5 instead of 2.5 GB/s
WORDS_AT_ONCE = 40
MIN_RUNNING_TEXT = 700  # bytes; a page with less has its text in small pieces
TOPICS = ("domain", "contact", "elsewhere")
SCRIPT_TAGS = (b"<script", b"<style", b"<SCRIPT", b"<STYLE", b"</script", b"</style", b"</SCRIPT", b"</STYLE")
SCRIPT_ENDS = SCRIPT_TAGS[4:]
TAG_BYTES = 200  # enough for the attributes of a script
WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")  # a page in UTF-16 has no words in its bytes
TITLE = re.compile(rb"<(?:title|h1)\b[^<>]{0,500}>([^<]{1,1000})")
RUNNING_TEXT = re.compile(rb">([^<>]{60,})")
TAG = re.compile(rb"<[^<>]*>")
# Its end tag may be missing: an element that a paragraph cannot hold ends it too
PARAGRAPH = re.compile(
    rb"<p(?:\s[^<>]*)?>(.*?)(?=</?(?:p|div|article|section|main|aside|footer|header|nav|table|ul|ol|h[1-6]|blockquote|body)\b|\Z)",
    re.DOTALL | re.IGNORECASE,
)
BOUNDARY = re.compile(rb"</?(?:article|section|main|aside|footer|header|nav|body)\b", re.IGNORECASE)


def set_aside_at(content: bytes) -> str | None:
    """The step, raw, head or body, at which a page is set aside unparsed; None when it may hold a relevant article."""
    visible = without_scripts(content)
    if content.startswith(WIDE_MARKS):
        visible = content.decode("utf-16", "replace").encode()
    if narrow_weight(visible) < MIN_NARROW:
        return "raw"
    if not _head_matters(visible):
        return "head"
    return None if _body_matters(visible) else "body"


def without_scripts(content: bytes) -> bytes:
    """The page without scripts and styles, which hold words of everything; linked data is kept."""
    parts, at, inside = [], 0, -1
    for index, start, end in _script_tags().find_matches_as_indexes(content):
        if inside < 0 and start >= at and SCRIPT_TAGS[index] not in SCRIPT_ENDS:
            parts.append(content[at:start])
            inside = index
            if b"ld+json" in content[end : end + TAG_BYTES].partition(b">")[0]:
                parts.append(b" ")
                at, inside = end, -1
        elif inside >= 0 and SCRIPT_TAGS[index] == SCRIPT_ENDS[inside]:
            at, inside = end, -1
    return b"".join([*parts, content[at:]] if inside < 0 else parts)


def narrow_weight(content: bytes) -> float:
    """The weight of the narrow words in the bytes of a page, each counted once."""
    lower = content.lower()
    weight, found = 0.0, set[bytes]()
    for searcher, words in _narrow_words():
        for index, start, end in searcher.find_matches_as_indexes(lower):
            stem, is_open, value = words[index]
            if (
                stem in found
                or lower[start - 1 : start].isalpha()
                or not (is_open or not lower[end : end + 1].isalpha())
            ):
                continue
            found.add(stem)
            weight += value
    return weight


def _head_matters(visible: bytes) -> bool:
    """Whether a stretch of running text is about talks. A stretch, since menus and teasers speak of everything."""
    title = _plain(b" ".join(TITLE.findall(visible)))
    for stretch in _stretches(visible):
        is_narrow = narrow_weight(title.encode() + b" " + stretch) >= MIN_NARROW
        if is_narrow and _is_about(topic_scores(title, _plain(stretch)), STRETCH_ELSEWHERE):
            return True
    return False


def _stretches(visible: bytes) -> Iterator[bytes]:
    """The longer pieces of text between tags, in overlapping stretches; all text of a page that has few of them."""
    pieces = RUNNING_TEXT.findall(visible)
    if sum(map(len, pieces)) < MIN_RUNNING_TEXT:
        pieces = [TAG.sub(b" ", visible)]
    held: deque[bytes] = deque()
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= STRETCH_BYTES:
            yield b" ".join(held)
            while held and size > STRETCH_BYTES / 2:
                size -= len(held.popleft())
    if held:
        yield b" ".join(held)


def _body_matters(visible: bytes) -> bool:
    """Whether paragraphs that stand together are about talks; True when no text of the page stands in paragraphs."""
    bodies = [body for body in _bodies(visible) if len(body) >= MIN_BODY]
    return not bodies or any(_is_about(topic_scores(None, body), BODY_ELSEWHERE) for body in bodies)


def _bodies(visible: bytes) -> Iterator[str]:
    """The texts of paragraphs that follow each other, the short ones left out."""
    held: list[str] = []
    end = 0
    for paragraph in PARAGRAPH.finditer(visible):
        text = " ".join(_plain(TAG.sub(b" ", paragraph[1])).split())
        if len(text) < MIN_PARAGRAPH:
            continue
        if held and (paragraph.start() - end > APART or BOUNDARY.search(visible, end, paragraph.start())):
            yield " ".join(held)
            held = []
        held.append(text)
        end = paragraph.end()
    if held:
        yield " ".join(held)


def _plain(source: bytes) -> str:
    return html.unescape(source.decode("utf-8", "replace"))


def is_relevant(title: str | None, text: str) -> bool:
    """Whether talks, demands and exchanges are looked for in an article; recall comes first."""
    if narrow_weight(f"{title or ''} {text[:READ_CHARS]}".encode("utf-8", "replace")) < MIN_NARROW_TEXT:
        return False
    return _is_about(topic_scores(title, text), MAX_ELSEWHERE)


def _is_about(scores: dict[str, float], most_elsewhere: float) -> bool:
    is_heavy = scores["domain"] >= MIN_DOMAIN and scores["contact"] >= MIN_CONTACT
    return is_heavy and scores["elsewhere"] <= most_elsewhere * scores["domain"]


def topic_scores(title: str | None, text: str) -> dict[str, float]:
    """The weight of each vocabulary in an article: a group of words counts by the logarithm of its occurrences."""
    searcher, groups = _vocabulary()
    words = BLANKS.sub(" ", " ".join((title or "", text[:READ_CHARS])).lower())
    hits = Counter(groups[index] for index, _, _ in searcher.find_matches_as_indexes(f" {words} ", overlapping=True))
    if sum(count for (topic, _, _), count in hits.items() if topic == "elsewhere") <= BY_THE_WAY:
        hits = Counter({group: count for group, count in hits.items() if group[0] != "elsewhere"})
    scores = {topic: 0.0 for topic, _, _ in groups}
    for (topic, _, weight), count in sorted(hits.items()):
        scores[topic] += weight * math.log2(1 + count)
    return scores


@cache
def _vocabulary() -> tuple[ahocorasick_rs.AhoCorasick, list[tuple[str, int, float]]]:
    """One automaton over all words, and for each word its topic, the number of its group and the group's weight."""
    words: list[str] = []
    groups: list[tuple[str, int, float]] = []
    for topic in TOPICS:
        for number, entry in enumerate(_data()[topic]):
            words += [f" {word[:-1]}" if word.endswith("*") else f" {word} " for word in entry["words"]]
            groups += [(topic, number, float(entry["weight"]))] * len(entry["words"])
    searcher = ahocorasick_rs.AhoCorasick(words, implementation=ahocorasick_rs.Implementation.DFA)
    return searcher, groups


@cache
def _narrow_words() -> list[tuple[ahocorasick_rs.BytesAhoCorasick, list[tuple[bytes, bool, float]]]]:
    """Searchers with the words they find: the stem, whether any ending may follow, the weight.

    Words that begin alike are searched for together, which takes a third less.
    """
    words = sorted(
        (word.removesuffix("*").encode(), word.endswith("*"), float(entry["weight"]))
        for entry in _data()["narrow"]
        for word in entry["words"]
    )
    parts = [words[i : i + WORDS_AT_ONCE] for i in range(0, len(words), WORDS_AT_ONCE)]
    return [(_bytes_searcher([stem for stem, _, _ in part]), part) for part in parts]


@cache
def _script_tags() -> ahocorasick_rs.BytesAhoCorasick:
    return _bytes_searcher(SCRIPT_TAGS)


def _bytes_searcher(patterns: Sequence[bytes]) -> ahocorasick_rs.BytesAhoCorasick:
    return ahocorasick_rs.BytesAhoCorasick(patterns, matchkind=ahocorasick_rs.MATCHKIND_LEFTMOST_LONGEST)


@cache
def _data() -> dict[str, list[dict[str, Any]]]:
    data: dict[str, list[dict[str, Any]]] = read_yaml("relevance.yml")
    return data
