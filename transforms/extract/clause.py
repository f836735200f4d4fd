"""Sentences as words with a rough class each, and the phrases that can be read off without a parser."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from transforms.document import Mention, Sentence
from transforms.reference.files import read_yaml

_TOKEN = re.compile(r"\w[\w’'.\-]*\w|\w|[^\w\s]")
_LONG = 240  # characters that a phrase may have
_REACH = 60  # words on either side of a number that are looked at
_LIGHT = ""


@cache
def lexicon() -> dict[str, Any]:
    """Load the word classes of `reference/figure_words.yml`: sets, and one mapping of irregular verbs."""
    data: dict[str, Any] = read_yaml("figure_words.yml")
    for classes, inverse in (("kinds", "kind_of"), ("fates", "fate_of")):
        data[inverse] = {word: name for name, words in data[classes].items() for word in words}
    return {k: v if isinstance(v, dict) else frozenset(v) for k, v in data.items()}


class Word(NamedTuple):
    """A token of a sentence: its text, the same in lower case, a rough class (`_class_of`), its article offset."""

    text: str
    low: str
    kind: str
    start: int


_GROUPS = (
    ("plural", "plural_nouns"),
    ("rel", "relatives"),
    ("aux", "auxiliaries"),
    ("prep", "prepositions"),
    ("conj", "conjunctions"),
    ("det", "determiners"),
    ("pron", "pronouns"),
    ("adv", "adverbs"),
)


@lru_cache(maxsize=1 << 16)
def _class_of(token: str, inside: bool) -> tuple[str, str]:
    """Give the token in lower case and one of break, det, prep, conj, rel, aux, adv, pron, verb, ing, plural, word."""
    words, low = lexicon(), token.lower()
    if not token[0].isalnum() and token not in ("%", "$", "€", "£", "’", "'", "-"):
        return low, "break"
    listed = next((kind for kind, group in _GROUPS if low in words[group] or token in words[group]), None)
    if listed:
        return low, listed
    if low not in words["not_verbs"] and not (token[0].isupper() and inside):
        if low in words["irregular"] or (low.endswith("ed") and len(low) > 4):
            return low, "verb"
        if low.endswith("ing") and len(low) > 5:
            return low, "ing"
        if low.endswith("ly") and len(low) > 4:
            return low, "adv"
    plural = low.endswith("s") and len(low) > 3 and not low.endswith(("ss", "’s", "'s", "us"))
    return low, "plural" if plural and low not in words["not_plural"] else "word"


class Clause:
    """The words of a sentence around one number: `left` ends and `right` begins beside it; other numbers are `num`."""

    def __init__(self, words: Sequence[Word], number: Mention) -> None:
        middle = bisect_left(words, number.start, key=attrgetter("start"))
        after = bisect_left(words, number.end, key=attrgetter("start"))
        self.left = words[max(0, middle - _REACH) : middle]
        self.right = words[after : after + _REACH]


def words_of(sentence: Sentence) -> list[Word]:
    """Cut a sentence into words; numbers and dates that were found before stay whole."""
    spans = {m.start - sentence.start: m for m in sentence.mentions if m.kind in ("NUM", "DATE")}
    found: list[Word] = []
    end, inside = 0, False
    for m in _TOKEN.finditer(sentence.text):
        begin = m.start()
        if begin < end:
            continue
        mention = spans.get(begin)
        if mention is not None:
            end = mention.end - sentence.start
            kind = "num" if mention.kind == "NUM" else "date"
            found.append(Word(mention.text, mention.text.lower(), kind, mention.start))
            inside = True
            continue
        token = m.group()
        low, kind = _class_of(token, inside)
        found.append(Word(token, low, kind, begin + sentence.start))
        inside = kind != "break"
    return found


def noun_phrase(words: Sequence[Word]) -> tuple[list[Word], int]:
    """Read the noun phrase at the start of `words` up to its first plural, and how many words it takes."""
    taken: list[Word] = []
    at = 0
    for at, word in enumerate(words[:8]):
        if word.kind == "plural" or (word.text in ("’", "'") and taken):
            following = words[at + 1] if at + 1 < len(words) else None
            if word.kind == "plural":
                taken.append(word)
            if following is None or following.kind != "plural":
                return _conjoined(words, taken, at + 1)
            continue
        if word.kind == "verb" and taken and any(w.kind in ("word", "plural") and not _is_adjective(w) for w in taken):
            return taken, at
        if word.kind in ("verb", "ing", "word", "date") or word.low in ("more", "other", "-", "very"):
            if word.low not in ("more", "-", "very"):
                taken.append(word)
            continue
        break
    else:
        at = len(words[:8])
    return (taken, at) if any(w.kind != "verb" for w in taken) else ([], 0)


def _conjoined(words: Sequence[Word], taken: list[Word], at: int) -> tuple[list[Word], int]:
    """Go on over "and girls", ", women and children"."""
    ahead = words[at : at + 5]
    if len(ahead) > 1 and ahead[0].low in ("and", "or") and ahead[1].kind == "plural":
        return [*taken, *ahead[:2]], at + 2
    listed = [w.kind for w in ahead[:4]]
    if len(ahead) > 3 and ahead[0].text == "," and ahead[2].low == "and" and listed[1] == listed[3] == "plural":
        return [*taken, ahead[1], *ahead[2:4]], at + 4
    return taken, at


def _is_adjective(word: Word) -> bool:
    return word.low.endswith(("al", "ive", "ous", "ian", "ish", "ese", "an", "ic", "ary", "ful", "ern", "er", "y"))


def participle(word: str) -> str:
    """Form the participle of a verb form: killing -> killed, took -> taken, release -> released."""
    low = word.lower()
    known = lexicon()["irregular"].get(low)
    if known:
        return str(known)
    if low.endswith("ed"):
        return low
    if low.endswith("ing"):
        low = low[:-3]
    elif low.endswith("ies"):
        low = low[:-3] + "y"
    elif low.endswith("s") and not low.endswith("ss"):
        low = low[:-1]
    known = lexicon()["irregular"].get(low)
    if known:
        return str(known)
    if low.endswith("e"):
        return low + "d"
    return low[:-1] + "ied" if low.endswith("y") and low[-2:-1] not in "aeiou" else low + "ed"


def predicate(words: Sequence[Word], limit: int = 4) -> list[Word]:
    """Read the words that say what the counted did or where it is: up to `limit` words of weight, within the clause.

    A relative clause with a subject of its own ("villages that it says ...") says nothing of the kind.
    """
    taken: list[Word] = []
    weight = verbs = 0
    for at, word in enumerate(words[:16]):
        after = words[at + 1] if at + 1 < len(words) else None
        if word.kind in ("break", "date", "num", "conj") or (word.kind in ("rel", "pron") and weight):
            break
        if word.kind == "rel" or (word.low == "that" and not taken):
            if after is None or after.kind not in ("aux", "verb", "adv") or word.low == "whose":
                break
            continue
        if word.kind == "prep" and after is not None and (after.kind == "rel" or weight >= limit - 1):
            break
        if word.kind in ("aux", "adv") and not is_particle(word):
            continue
        verbs += word.kind == "verb"
        if verbs > 1:
            break
        taken.append(word)
        weight += word.kind in ("verb", "ing", "plural", "word")
        if weight >= limit:
            break
    return _without_loose_end(taken)


def _without_loose_end(taken: list[Word]) -> list[Word]:
    """Drop a last preposition or article; the particle of a verb stays ("carried off")."""
    while taken and taken[-1].kind in ("prep", "det"):
        if is_particle(taken[-1]) and len(taken) > 1 and taken[-2].kind == "verb":
            break
        taken.pop()
    return taken


def governing_verb(left: Sequence[Word]) -> list[str]:
    """Find the verb that has the number as its object, as a participle with its particle ("handed over"), if any."""
    words = list(left[-7:])
    while words and words[-1].kind in ("det", "adv") and not is_particle(words[-1]):
        words.pop()
    particle = ""
    if len(words) > 1 and is_particle(words[-1]) and words[-2].kind in ("verb", "ing", "word", "plural"):
        particle = words.pop().low
    if not words:
        return []
    verb = words[-1]
    infinitive = len(words) > 1 and (words[-2].low == "to" or words[-2].kind == "aux")
    present = verb.low.rstrip("s") in lexicon()["present"]
    is_verb = verb.kind in ("verb", "ing") or verb.low.endswith("ed")
    if not is_verb and not (verb.kind in ("word", "plural") and (infinitive or particle or present)):
        return []
    if verb.low in lexicon()["saying"]:
        return []
    if verb.low in lexicon()["light"]:
        return [_LIGHT]
    return [participle(verb.text), particle] if particle else [participle(verb.text)]


def is_particle(word: Word) -> bool:
    """Whether a word can belong to a verb: over, back, up, out."""
    return word.low in lexicon()["particles"]


def clause_before(left: Sequence[Word], limit: int = 6) -> list[Word]:
    """Read the last words of the clause to the left, for spans of time: "he had been gone (for) five years"."""
    taken: list[Word] = []
    weight = 0
    for word in reversed(left):
        if word.kind in ("break", "num") or (word.kind == "conj" and word.low != "and" and weight):
            if weight >= 1:
                break
            continue
        if word.kind == "rel" and weight:
            break
        if word.kind == "date":
            continue
        taken.append(word)
        weight += word.kind not in ("det", "prep", "aux", "adv", "pron", "conj")
        if weight >= limit:
            break
    taken.reverse()
    while taken and taken[-1].kind in ("prep", "det", "adv", "conj", "aux"):
        taken.pop()
    while taken and taken[0].kind in ("conj", "adv", "rel", "prep"):
        taken.pop(0)
    return taken


def text_of(words: Sequence[Word | str]) -> str:
    """Words as one string."""
    return (
        " ".join(w for w in (w if isinstance(w, str) else w.text for w in words) if w)
        .replace(" ’", "’")
        .strip()[:_LONG]
    )
