"""What a demand or a group of captives is about, in comparable terms, and how much it says that two texts share some.

A term is a word that is no name of a party; words of one meaning are joined (`reference/meanings.yml`), more widely than
in `words.py`.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import cache, partial
from typing import Any

from transforms.reference.files import read_yaml
from transforms.reference.load import load_reference
from transforms.words import stem

_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?=\s|$)")
_NAME = re.compile(r"(?<=[\w,;’”] )[A-Z][\w’'-]+")
_CAPITALISED = re.compile(r"[A-Z]\w+")
_EVERYBODY = re.compile(r"\b(?:all|every|everybody|everyone|each)\b", re.IGNORECASE)
_COMMON_WEIGHT = 0.4
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:[-'][^\W_]+)*")
_DOUBLED = re.compile(r"([^\Wlsaeiou])\1$")


@cache
def _data() -> Any:
    return read_yaml("meanings.yml")


@cache
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    """Patterns of several words, and what stands for them."""
    return [(re.compile(rf"\b(?:{pattern})(?!\w)"), f" {word}") for word, pattern in _data()["phrases"]]


@cache
def _meanings() -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """What stands for a whole word, for all that begin so, and for a root; what is listed first counts."""
    whole: dict[str, str] = {}
    begun: dict[str, str] = {}
    for first, words in _data()["meanings"].items():
        for word in (first, *words.split()):
            if word.endswith("*"):
                begun.setdefault(word[:-1], first)
            else:
                whole.setdefault(word, first)
    return whole, begun, {_root(word): first for word, first in reversed(whole.items())}


@cache
def _nothing() -> frozenset[str]:
    return frozenset(_data()["nothing"].split())


@cache
def _common() -> frozenset[str]:
    return frozenset(_meaning(word) for word in _data()["common"].split())


def _root(word: str) -> str:
    return _DOUBLED.sub(r"\1", stem(word))


@cache
def _meaning(word: str) -> str:
    """What stands for a word: the first of those that mean the same, else its root."""
    whole, begun, roots = _meanings()
    if word in whole:
        return whole[word]
    begins = (word[:n] for n in range(len(word), 2, -1) if word[:n] in begun)
    root = _root(word)
    return next((begun[begin] for begin in begins), roots.get(root, root))


@cache
def _parties() -> dict[str, frozenset[str]]:
    """The parties by the stem of a name, of those who belong to them and of capitals, where one word is the name."""
    found: dict[str, frozenset[str]] = {}
    for code, party in load_reference().parties.items():
        for name in (*party.names, *party.adj, *party.people, *party.capital):
            if " " not in name:
                key = stem(name.lower())
                found[key] = found.get(key, frozenset()) | {code}
    return found


@cache
def parties_in(text: str) -> frozenset[str]:
    """The parties that a text names in one word."""
    words = (stem(word.lower()) for word in _CAPITALISED.findall(_POSSESSIVE.sub("", text)))
    return frozenset().union(*(_parties().get(word, frozenset()) for word in words))


def _standing_for(word: str, found: re.Match[str]) -> str:
    """The word, and what stands between the words that it stands for."""
    return " ".join((word, *filter(None, found.groups()), ""))


@cache
def terms(text: str) -> frozenset[str]:
    """The terms of a text."""
    plain = _POSSESSIVE.sub("", text.lower()).replace("’", "'")
    for pattern, word in _phrases():
        plain = pattern.sub(partial(_standing_for, word), plain)
    words = (word for word in _WORD.findall(plain) if len(word) > 1 and word not in _nothing())
    return frozenset(_meaning(word) for word in words if stem(word) not in _parties())


def names_among(text: str) -> frozenset[str]:
    """The terms that are proper names, as their capitals show; the first word may have one for another reason."""
    return frozenset().union(*(terms(name) for name in _NAME.findall(text)))


def speaks_of_all(text: str) -> bool:
    """Whether it is about all of a kind, not some of them."""
    return _EVERYBODY.search(text) is not None


def details(of: AbstractSet[str]) -> frozenset[str]:
    """Those of the terms that say more than the matter."""
    return frozenset(of - _common())


def is_general(of: AbstractSet[str]) -> bool:
    """Whether hardly a term is more than the matter, as in "they have to be gone"."""
    return len(details(of)) <= 1


def weight(of: AbstractSet[str]) -> float:
    """How much it says that two texts share these terms."""
    return len(of) - (1 - _COMMON_WEIGHT) * len(of & _common())
