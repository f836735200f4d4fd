"""Which language a text is in, from its script and its commonest words; no model."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from transforms.reference.files import read_yaml

SAMPLE_CHARS = 4000
MIN_WORDS = 12
# share of a text's words that are among the language's twenty commonest
SURE, LIKELY = 0.12, 0.06
MARGIN = 1.15
# a letter beyond Latin and Cyrillic: Greek, or anything from Armenian on but punctuation
OTHER_SCRIPT = re.compile(r"[\u0370-\u03FF\u0530-\u1DFF\u2E80-\uFAFF]")
# scripts that (nearly) one language alone uses in the news: kana before Han, since Japanese has both
SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30FF]"), 0.1),
    ("zh", re.compile(r"[\u4E00-\u9FFF]"), 0.3),
    ("ko", re.compile(r"[\uAC00-\uD7AF]"), 0.3),
    ("he", re.compile(r"[\u0590-\u05FF]"), 0.3),
    ("el", re.compile(r"[\u0370-\u03FF]"), 0.3),
    ("hy", re.compile(r"[\u0530-\u058F]"), 0.3),
    ("ka", re.compile(r"[\u10A0-\u10FF]"), 0.3),
    ("hi", re.compile(r"[\u0900-\u097F]"), 0.3),
    ("bn", re.compile(r"[\u0980-\u09FF]"), 0.3),
    ("th", re.compile(r"[\u0E00-\u0E7F]"), 0.3),
    ("am", re.compile(r"[\u1200-\u137F]"), 0.3),
    ("my", re.compile(r"[\u1000-\u109F]"), 0.3),
)


def detect_language(text: str, declared: str | None = None) -> str | None:
    """ISO 639-1 code of the text's language, None when unsure.

    A clear profile of the text wins over what the page declares (templates often declare the wrong language); with
    a short or mixed text the declaration stands.
    """
    sample = text[:SAMPLE_CHARS]
    if OTHER_SCRIPT.search(sample):
        letters = sum(map(str.isalpha, sample))
        for code, script, share in SCRIPTS:
            if letters and len(script.findall(sample)) > share * letters:
                return code
    words = re.findall(r"[^\W\d_]+", sample.lower())
    ranked = _ranked(words)
    (best, score), (_, second) = ranked[0], ranked[1]
    if len(words) >= MIN_WORDS and score >= SURE and score >= MARGIN * second:
        return best
    return _declared(declared) or (best if score >= LIKELY and score > second else None)


def _ranked(words: list[str]) -> list[tuple[str, float]]:
    languages = _languages_of_words()
    hits = dict.fromkeys(_stopwords(), 0)
    for word, count in Counter(words).items():
        for code in languages.get(word, ()):
            hits[code] += count
    total = max(len(words), 1)
    return sorted(((code, hit / total) for code, hit in hits.items()), key=lambda item: (-item[1], item[0]))


def _declared(value: str | None) -> str | None:
    """Two letters of a language tag: "en-GB" and "EN" give "en"; None for anything else."""
    found = re.match(r"\s*([a-z]{2})(?:[-_]|\s*$)", (value or "").lower())
    return found.group(1) if found else None


@cache
def _languages_of_words() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for code, words in _stopwords().items():
        for word in words:
            found.setdefault(word, []).append(code)
    return found


@cache
def _stopwords() -> dict[str, tuple[str, ...]]:
    data = read_yaml("stopwords.yml")
    return {code: tuple(words) for code, words in data.items()}
