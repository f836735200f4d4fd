"""What a figure counts or measures: the noun phrase after it and the words that say what happened to it.

Without a parser: a sentence is cut into words with a rough class each, and the phrase is read off from where the
number stands: counted noun to the right, verb that governs it to the left, predicate after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from transforms.document import Mention, Sentence
from transforms.number_forms import TIME_UNITS

_TOKEN = re.compile(r"\w[\w’'.\-]*\w|\w|[^\w\s]")
_BREAK = frozenset('.,;:!?()[]—–“”"…*')
_LONG = 60


@cache
def _lexicon() -> dict[str, Any]:
    text = resources.files("transforms.reference").joinpath("figure_words.yml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return {k: v if isinstance(v, dict) else frozenset(v) for k, v in data.items()}


@dataclass(frozen=True, slots=True)
class Word:
    """A token of a sentence: its text and a rough class (see `_class_of`)."""

    text: str
    kind: str

    @property
    def low(self) -> str:
        """The text in lower case."""
        return self.text.lower()


def _class_of(token: str, after: str) -> str:
    """One of break, det, prep, conj, rel, aux, adv, pron, verb, ing, plural, word."""
    words, low = _lexicon(), token.lower()
    if token in _BREAK or (not token[0].isalnum() and token not in "%$€£’'-"):
        return "break"
    if low in words["plural_nouns"]:
        return "plural"
    if low in words["relatives"] and low != "that":
        return "rel"
    for kind, group in (
        ("aux", "auxiliaries"), ("prep", "prepositions"), ("conj", "conjunctions"), ("det", "determiners"),
        ("pron", "pronouns"), ("adv", "adverbs"),
    ):  # fmt: skip
        if low in words[group] or token in words[group]:
            return kind
    if low in words["not_verbs"] or token[0].isupper() and after != "":
        return "plural" if low.endswith("s") and low not in words["not_plural"] else "word"
    if low in words["irregular"] or (low.endswith("ed") and len(low) > 4):
        return "verb"
    if low.endswith("ing") and len(low) > 5:
        return "ing"
    if low.endswith("ly") and len(low) > 4:
        return "adv"
    if (
        low.endswith("s")
        and len(low) > 3
        and not low.endswith(("ss", "’s", "'s", "us"))
        and low not in words["not_plural"]
    ):
        return "plural"
    return "word"


class Clause:
    """The words of a sentence around one number: `left` nearest last, `right` nearest first; other numbers are `num`."""

    def __init__(self, sentence: Sentence, number: Mention) -> None:
        spans = {m.start: m for m in sentence.mentions if m.kind in ("NUM", "DATE")}
        window = max(sentence.start, number.start - 400), min(sentence.end, number.end + 400)
        self.left = self._words(sentence, spans, window[0], number.start)
        self.right = self._words(sentence, spans, number.end, window[1])

    def _words(self, sentence: Sentence, spans: dict[int, Mention], start: int, end: int) -> list[Word]:
        found: list[Word] = []
        at, text = start, sentence.text
        while (m := _TOKEN.search(text, at - sentence.start, end - sentence.start)) is not None:
            begin = m.start() + sentence.start
            if begin in spans and spans[begin].end <= end:
                found.append(Word(spans[begin].text, "num" if spans[begin].kind == "NUM" else "date"))
                at = spans[begin].end
                continue
            previous = found[-1].text if found and found[-1].kind != "break" else ""
            found.append(Word(m.group(), _class_of(m.group(), previous)))
            at = m.end() + sentence.start
        return found


def noun_phrase(words: Sequence[Word]) -> tuple[list[Word], int]:
    """Read the noun phrase at the start of `words` up to its first plural, and how many words it takes."""
    taken: list[Word] = []
    for at, word in enumerate(words[:8]):
        if word.kind == "plural" or (word.text in ("’", "'") and taken):
            following = words[at + 1] if at + 1 < len(words) else None
            if word.kind == "plural":
                taken.append(word)
            if following is None or following.kind not in ("plural",):
                return taken, at + 1
            continue
        if word.kind == "verb" and taken and any(w.kind in ("word", "plural") and not _is_adjective(w) for w in taken):
            return taken, at
        if word.kind in ("verb", "ing", "word") or word.low in ("more", "other", "-"):
            if word.low not in ("more", "-"):
                taken.append(word)
            continue
        return taken, at
    return taken, len(taken)


def _is_adjective(word: Word) -> bool:
    return word.low.endswith(("al", "ive", "ous", "ian", "ish", "ese", "an", "ic", "ary", "ful", "ern", "er", "y"))


def participle(word: str) -> str:
    """Form the participle of a verb form: killing -> killed, took -> taken, release -> released."""
    low = word.lower()
    known = _lexicon()["irregular"].get(low)
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
    known = _lexicon()["irregular"].get(low)
    if known:
        return str(known)
    if low.endswith("e"):
        return low + "d"
    return low[:-1] + "ied" if low.endswith("y") and low[-2:-1] not in "aeiou" else low + "ed"


def predicate(words: Sequence[Word], limit: int = 4) -> list[Word]:
    """Read the words that say what the counted did or where it is: up to `limit` words of weight, to the clause's end."""
    taken: list[Word] = []
    weight = 0
    for at, word in enumerate(words):
        if word.kind in ("break", "date", "num") or (word.kind == "conj" and weight) or (word.kind == "rel" and weight):
            break
        if word.kind in ("rel", "aux", "adv", "conj") or word.low in ("that", "’s"):
            if word.low in ("out", "up", "down", "back", "away", "off", "over", "apart"):
                taken.append(word)
            continue
        if word.kind in ("det", "prep", "pron"):
            if weight and word.kind == "prep" and weight >= limit - 1:
                break
            taken.append(word)
            continue
        taken.append(word)
        weight += 1
        if weight >= limit or at > 14:
            break
    while taken and taken[-1].kind in ("prep", "det"):
        taken.pop()
    return taken


def governing_verb(left: Sequence[Word]) -> list[str]:
    """Find the verb that has the number as its object, as a participle with its particle: "handed over"; else nothing."""
    words = [w for w in left[-7:]]
    at = len(words) - 1
    while (
        at >= 0 and (words[at].kind in ("det", "adv") or words[at].low in ("of", "the")) and not _is_particle(words[at])
    ):
        at -= 1
    particle = ""
    if at > 0 and _is_particle(words[at]) and words[at - 1].kind in ("verb", "ing", "word", "plural"):
        particle, at = words[at].low, at - 1
    if at < 0:
        return []
    verb = words[at]
    infinitive = at > 0 and (words[at - 1].low == "to" or words[at - 1].kind == "aux")
    present = verb.low.rstrip("s") in _lexicon()["present"]
    if verb.kind in ("verb", "ing") or (verb.kind in ("word", "plural") and (infinitive or particle or present)):
        return [participle(verb.text), particle] if particle else [participle(verb.text)]
    return []


def _is_particle(word: Word) -> bool:
    return word.low in _lexicon()["particles"]


def clause_before(left: Sequence[Word], limit: int = 6) -> list[Word]:
    """Read the last words of the clause to the left, for spans of time and the like: "he had been gone (for) five years"."""
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
    return " ".join(w if isinstance(w, str) else w.text for w in words).replace(" ’", "’").strip()[: _LONG * 4]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts: the whole phrase, and the head noun of the thing counted when it stands beside it."""

    what: str | None
    head: str | None = None


def what_is_counted(sentence: Sentence, number: Mention, before: str | None) -> Counted:
    """Read what the number counts or measures; `before` is the noun of the count before it, for elliptic ones."""
    clause = Clause(sentence, number)
    assert number.quantity is not None
    unit = number.quantity.unit
    if unit == "count":
        return _count(clause, before)
    if unit == "percent":
        return Counted(_share(clause))
    return _span(clause) if unit in TIME_UNITS else Counted(_measure(clause))


def _count(clause: Clause, before: str | None) -> Counted:
    right = clause.right
    partitive = False
    if right and right[0].low in ("-", "‑"):
        right = right[1:]
    if right and right[0].low == "of":
        partitive = True
        right = right[1:]
    elif len(right) > 1 and right[0].low == "more" and right[1].low == "of":
        right = right[2:]
    while right and (right[0].kind == "det" or right[0].low == "more"):
        right = right[1:]
    verb = governing_verb(clause.left)
    found: list[Word] = []
    if right and right[0].kind != "pron":
        found, used = noun_phrase(right)
        right = right[used:]
    elif partitive:
        right = right[1:]
    head: list[Word | str] = [*found] if found else [before] if before else []
    tail = predicate(right, 2 if right and right[0].kind == "prep" else 0) if verb else predicate(right)
    return Counted(text_of([*head, *verb, *tail]) or None, found[-1].low if found else None)


def _share(clause: Clause) -> str | None:
    right = clause.right
    if right and right[0].low == "-":
        right = right[1:]
    if right and right[0].low == "of":
        return text_of(predicate(right, 6)) or None
    found, _ = noun_phrase(right)
    if found:
        return text_of(found)
    return text_of(clause_before(clause.left, 5)) or text_of(predicate(right, 5)) or None


def _span(clause: Clause) -> Counted:
    right = clause.right
    if right and right[0].low in ("-", "’", "'"):
        right = right[1:]
    if right and right[0].low == "of":
        return Counted(text_of(predicate(right[1:], 4)) or None)
    found, used = noun_phrase(right)
    if found and right[0].kind in ("word", "plural", "verb"):
        more = predicate(right[used:], 2) if right[used : used + 1] and right[used].low == "of" else []
        return Counted(text_of([*found, *more]), found[-1].low)
    left = clause_before(clause.left)
    if left and left[-1].low in ("lasted", "last", "lasts", "took", "take", "takes"):
        left = left[:-1]
    more = predicate(right, 5) if len(left) < 2 else []
    return Counted(text_of([*left, *more]) or None)


def _measure(clause: Clause) -> str | None:
    right = clause.right
    if right and right[0].low == "-":
        right = right[1:]
    if right and right[0].low in ("of", "in", "worth"):
        right = right[1:]
        if right and right[0].low == "of":
            right = right[1:]
        while right and right[0].kind == "det":
            right = right[1:]
        return text_of(predicate(right, 4)) or None
    found, used = noun_phrase(right)
    if found:
        return text_of([*found, *predicate(right[used:], 2)])
    if right and right[0].low in ("to", "for"):
        return text_of(predicate(right, 4)) or None
    return text_of(clause_before(clause.left, 5)) or text_of(predicate(right, 4)) or None
