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
_LONG = 240
_LIGHT = ""


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


_GROUPS = (
    ("aux", "auxiliaries"),
    ("prep", "prepositions"),
    ("conj", "conjunctions"),
    ("det", "determiners"),
    ("pron", "pronouns"),
    ("adv", "adverbs"),
)


def _class_of(token: str, after: str) -> str:
    """Give one of break, det, prep, conj, rel, aux, adv, pron, verb, ing, plural, word."""
    words, low = _lexicon(), token.lower()
    if not token[0].isalnum() and token not in ("%", "$", "€", "£", "’", "'", "-"):
        return "break"
    if low in words["plural_nouns"]:
        return "plural"
    if low in words["relatives"] and low != "that":
        return "rel"
    for kind, group in _GROUPS:
        if low in words[group] or token in words[group]:
            return kind
    plural = low.endswith("s") and len(low) > 3 and not low.endswith(("ss", "’s", "'s", "us"))
    plural = plural and low not in words["not_plural"]
    if low in words["not_verbs"] or (token[0].isupper() and after):
        return "plural" if plural else "word"
    if low in words["irregular"] or (low.endswith("ed") and len(low) > 4):
        return "verb"
    if low.endswith("ing") and len(low) > 5:
        return "ing"
    if low.endswith("ly") and len(low) > 4:
        return "adv"
    return "plural" if plural else "word"


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
            if following is None or following.kind != "plural":
                return _conjoined(words, taken, at + 1)
            continue
        if word.kind == "verb" and taken and any(w.kind in ("word", "plural") and not _is_adjective(w) for w in taken):
            return taken, at
        if word.kind in ("verb", "ing", "word", "date") or word.low in ("more", "other", "-", "very"):
            if word.low not in ("more", "-", "very"):
                taken.append(word)
            continue
        return taken, at
    return taken, len(taken)


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
    """Read the words that say what the counted did or where it is: up to `limit` words of weight, within the clause.

    A relative clause with a subject of its own ("villages that it says ...") says nothing of the kind.
    """
    taken: list[Word] = []
    weight = 0
    for at, word in enumerate(words[:16]):
        after = words[at + 1] if at + 1 < len(words) else None
        if word.kind in ("break", "date", "num", "conj") or (word.kind in ("rel", "pron") and weight):
            break
        if word.kind == "rel" or (word.low == "that" and not taken):
            if after is None or after.kind not in ("aux", "verb", "adv") or word.low == "whose":
                break
            continue
        if word.kind == "prep" and after is not None and (after.kind in ("rel", "break") or weight >= limit - 1):
            break
        if word.kind in ("aux", "adv") and not _is_particle(word):
            continue
        taken.append(word)
        weight += word.kind in ("verb", "ing", "plural", "word")
        if weight >= limit:
            break
    while taken and taken[-1].kind in ("prep", "det"):
        taken.pop()
    return taken


def governing_verb(left: Sequence[Word]) -> list[str]:
    """Find the verb that has the number as its object, as a participle with its particle ("handed over"), if any."""
    words = list(left[-7:])
    while words and words[-1].kind in ("det", "adv") and not _is_particle(words[-1]):
        words.pop()
    particle = ""
    if len(words) > 1 and _is_particle(words[-1]) and words[-2].kind in ("verb", "ing", "word", "plural"):
        particle = words.pop().low
    if not words:
        return []
    verb = words[-1]
    infinitive = len(words) > 1 and (words[-2].low == "to" or words[-2].kind == "aux")
    present = verb.low.rstrip("s") in _lexicon()["present"]
    is_verb = verb.kind in ("verb", "ing") or verb.low.endswith("ed")
    if not is_verb and not (verb.kind in ("word", "plural") and (infinitive or particle or present)):
        return []
    if verb.low in _lexicon()["saying"]:
        return []
    if verb.low in _lexicon()["light"]:
        return [_LIGHT]
    return [participle(verb.text), particle] if particle else [participle(verb.text)]


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
    return (
        " ".join(w for w in (w if isinstance(w, str) else w.text for w in words) if w)
        .replace(" ’", "’")
        .strip()[:_LONG]
    )


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts: the whole phrase, the noun counted when it stands beside it, and what happened to it."""

    what: str | None
    head: str | None = None
    fate: str | None = None


def what_is_counted(sentence: Sentence, number: Mention, before: Counted | None) -> Counted:
    """Read what the number counts or measures; `before` is the count before it, for elliptic ones."""
    clause = Clause(sentence, number)
    assert number.quantity is not None
    unit = number.quantity.unit
    if unit == "count":
        return _count(clause, before)
    if unit == "percent":
        return Counted(_share(clause, before))
    if unit == "years" and (_is_age(clause) or not number.text.rstrip("s").endswith("year")):
        return Counted(_age(clause))
    return _span(clause) if unit in TIME_UNITS else Counted(_measure(clause))


def _count(clause: Clause, before: Counted | None) -> Counted:
    right, antecedent = _after_partitive(clause.right)
    found: list[Word] = []
    if not antecedent or (right and right[0].kind in ("word", "plural")):
        found, used = noun_phrase(right)
        right = right[used:]
    verb = governing_verb(clause.left)
    if not found:
        elliptic = _elliptic(clause, verb, before)
        if elliptic is not None:
            return elliptic
    head = _text(found) or (before.head if before and before.head else "")
    if found and found[-1].low == "ones" and before and before.head:
        head = _text([*found[:-1]]) + " " + before.head.split()[-1]
    if antecedent and found and before:
        return Counted(text_of([head, before.fate or ""]) or None, head or None, before.fate)
    tail = _tail(clause, right, verb)
    if found and tail and tail[0].kind == "verb":  # a participle beside the noun says more than the verb before it
        verb = []
    fate = text_of(verb) or next((w.text for w in tail if w.kind == "verb"), None)
    return Counted(text_of([head, *verb, *tail]) or None, head if found else None, fate)


def _text(words: Sequence[Word]) -> str:
    return text_of(words)


def _after_partitive(right: Sequence[Word]) -> tuple[Sequence[Word], bool]:
    """Skip "-", "of", "of the country's 34" and the like; whether "of them", "of whom" points back."""
    if right and right[0].low in ("-", "‑"):
        right = right[1:]
    if len(right) > 1 and right[0].low == "more" and right[1].low == "of":
        right = right[1:]
    antecedent = False
    if right and right[0].low == "of":
        right = right[1:]
        if right and right[0].kind in ("pron", "rel"):
            return right[1:], True
        whole = next((i for i, w in enumerate(right[:6]) if w.kind in ("num", "break", "prep", "verb")), None)
        if whole is not None and right[whole].kind == "num":
            right = right[whole + 1 :]
        while right and right[0].kind == "det":
            right = right[1:]
        if right and right[0].low == "own" and (len(right) == 1 or right[1].kind not in ("word", "plural")):
            return right[1:], False
    while right and (right[0].kind == "det" or right[0].low == "more"):
        right = right[1:]
    return right, antecedent


def _elliptic(clause: Clause, verb: list[str], before: Counted | None) -> Counted | None:
    """Read a number without a noun: "wounding 17", "put the dead at 200", "a city of two million"; else None."""
    left, right, words = clause.left, clause.right, _lexicon()
    passive = [w for w in right[:3] if w.kind not in ("aux", "adv")]
    if verb and verb[0] in words["casualties"]:
        return Counted(text_of([*verb, *predicate(right, 2)]), None, verb[0])
    if right and right[0].kind == "aux" and passive and passive[0].low in words["casualties"]:
        return Counted(text_of(predicate(right, 3)), None, passive[0].low)
    if len(left) > 1 and left[-1].low == "of" and left[-2].low in words["inhabited"]:
        return Counted(f"population of {left[-2].text}")
    if left and left[-1].low == "at":
        return _put_at(left[:-1])
    if len(left) > 1 and left[-1].low in ("of", "for") and left[-2].kind == "plural":
        return Counted(text_of([*clause_before(left[:-1], 2), *predicate(right, 3)]) or None)
    if left and left[-1].text in (",", "—", "–") and ((right and right[0].kind == "prep") or not before):
        return Counted(text_of([*clause_before(left[:-1], 4), *predicate(right, 2)]) or None)
    return None


def _put_at(left: Sequence[Word]) -> Counted | None:
    """Read "put the dead on their side at", "its auxiliaries, put at": the object of "put", else what stands before."""
    at = next((i for i in range(len(left) - 1, -1, -1) if left[i].low in ("put", "puts", "putting", "estimated")), None)
    if at is None:
        return None
    inner = [w for w in left[at + 1 :] if w.kind != "date"]
    while inner and (inner[0].kind in ("det", "prep") or inner[0].low in ("number", "total", "count", "toll", "cost")):
        inner.pop(0)
    if not inner:
        inner = clause_before([w for w in left[:at] if w.kind != "break"], 3)
    return Counted(text_of(inner[:7]) or None)


def _tail(clause: Clause, right: Sequence[Word], verb: list[str]) -> list[Word]:
    """Read what follows the noun: for an object little, for a subject its predicate, across "and 15 boys" or ", ... ,"."""
    if verb:
        near = right and (right[0].low in ("in", "of", "from", "to", "at") or right[0].kind == "verb")
        return predicate(right, 3 if right[0].kind == "verb" else 2) if near else []
    if right and right[0].kind == "aux" and _is_oblique(clause.left):
        return []
    if len(right) > 1 and right[0].low == "and" and right[1].kind == "num":
        _, used = noun_phrase(right[2:])
        return predicate(right[2 + used :])
    if right and right[0].text == ",":
        closing = next((i for i, w in enumerate(right[1:30], 1) if w.text == ","), None)
        if closing and closing + 1 < len(right) and right[closing + 1].kind in ("aux", "verb"):
            return predicate(right[closing + 1 :])
    return predicate(right)


def _is_oblique(left: Sequence[Word]) -> bool:
    """Whether the number hangs on a preposition, so that the verb after it is not its own."""
    words = [w for w in left[-3:] if w.kind not in ("det", "adv")]
    return bool(words) and words[-1].kind == "prep"


def _is_age(clause: Clause) -> bool:
    return [w.low for w in clause.right[:2]] == ["of", "age"]


def _age(clause: Clause) -> str:
    """Name whose age it is: the last words before "under 25"."""
    words: list[Word] = []
    for word in reversed(clause.left):
        if word.kind not in ("word", "plural", "verb") or len(words) == 2:
            break
        words.insert(0, word)
    return text_of(["age of", *words]) if words else "age"


def _share(clause: Clause, before: Counted | None) -> str | None:
    right = clause.right
    if right and right[0].low == "-":
        right = right[1:]
    if right and right[0].low in ("lower", "higher", "more", "less", "up", "down"):
        right = []
    if right and right[0].low == "of":
        if len(right) > 1 and right[1].kind in ("pron", "rel") and before and before.head:
            return text_of(["of", before.head, *predicate(right[2:], 4)])
        return text_of(predicate(right, 6)) or None
    found, _ = noun_phrase(right)
    if found:
        return text_of(found)
    if (measured := _measured(clause.left)) is not None:
        return text_of([measured, *predicate(right, 3)])
    left = _with_subject(clause_before(clause.left, 5), clause.left)
    return text_of(left) or text_of(predicate(right, 5)) or None


def _span(clause: Clause) -> Counted:
    right = clause.right
    if right and right[0].low in ("-", "’", "'"):
        right = right[1:]
    if right and right[0].low == "of":
        return Counted(text_of(predicate(right[1:], 4)) or None)
    if right and right[0].low == "without":
        return Counted(text_of(predicate(right, 3)) or None)
    found, used = noun_phrase(right)
    if found and right[0].kind in ("word", "plural", "verb") and right[0].low != "apiece":
        more = predicate(right[used:], 2) if right[used : used + 1] and right[used].low == "of" else []
        return Counted(text_of([*found, *more]), found[-1].low)
    if (measured := _measured(clause.left)) is not None:
        return Counted(measured)
    left = _with_subject(clause_before(clause.left), clause.left)
    spent = bool(left) and left[-1].low in ("spent", "spend", "spends")
    if left and left[-1].low in ("lasted", "last", "lasts", "took", "take", "takes", "lasting"):
        left = left[:-1] if len(left) > 1 else _subject(clause.left)
    more = predicate(right, 3 if spent else 5) if len(left) < 2 or spent else []
    return Counted(text_of([*left, *more]) or None)


def _measured(left: Sequence[Word]) -> str | None:
    """Read the noun that carries its measure: "stages of 45 days", "a ceasefire for two to three days"."""
    if len(left) < 3 or left[-1].low not in ("of", "for") or left[-2].kind not in ("word", "plural"):
        return None
    taken = [left[-2]]
    for word in reversed(left[-5:-2]):
        if word.kind not in ("word", "plural"):
            loose = left[-1].low == "for" and word.low not in ("a", "an")
            return None if loose else text_of(taken)
        taken.insert(0, word)
    return None if left[-1].low == "for" else text_of(taken)


def _with_subject(taken: list[Word], left: Sequence[Word]) -> list[Word]:
    """Prepend the sentence's subject when the words before the number hold no noun: "are down by"."""
    if any(w.kind in ("word", "plural") for w in taken):
        return taken
    return [*_subject(left), *taken]


def _subject(left: Sequence[Word]) -> list[Word]:
    """Read the first words of a sentence up to a break or verb: the subject of a "lasted" that follows an aside."""
    taken: list[Word] = []
    for word in left[:12]:
        if word.kind in ("break", "verb", "aux", "rel"):
            break
        taken.append(word)
    return taken


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
    left = _with_subject(clause_before(clause.left, 5), clause.left)
    purpose = predicate(right, 4) if right and right[0].low in ("to", "for") else []
    if purpose and (not clause.left or clause.left[-1].kind != "verb"):
        return text_of(purpose)
    return text_of([*left, *purpose]) or text_of(predicate(right, 4)) or None
