"""What a figure counts or measures: the noun phrase after it and the words that say what happened to it.

Read off from where the number stands: the noun counted to the right, the verb that governs it to the left, the
predicate after it; for a span of time or a measure the noun that carries it or the clause before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transforms.document import Mention
from transforms.extract.clause import (
    Clause,
    Word,
    clause_before,
    governing_verb,
    lexicon,
    noun_phrase,
    predicate,
    text_of,
)
from transforms.number_forms import TIME_UNITS


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts: the whole phrase, the noun counted when it stands beside it, and what happened to it."""

    what: str | None
    head: str | None = None
    fate: str | None = None


def what_is_counted(words: Sequence[Word], number: Mention, before: Counted | None) -> Counted:
    """Read what the number counts or measures; `before` is the count before it, for elliptic ones."""
    clause = Clause(words, number)
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
    head = text_of(found) or (before.head if before and before.head else "")
    if found and found[-1].low == "ones" and before and before.head:
        head = text_of(found[:-1]) + " " + before.head.split()[-1]
    if antecedent and found and before:
        return Counted(text_of([head, before.fate or ""]) or None, head or None, before.fate)
    tail = _tail(clause, right, verb)
    if found and tail and tail[0].kind == "verb":  # a participle beside the noun says more than the verb before it
        verb = []
    fate = text_of(verb) or next((w.text for w in tail if w.kind == "verb"), None)
    return Counted(text_of([head, *verb, *tail]) or None, head if found else None, fate)


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
            right, antecedent = right[1:], True
        whole = (
            None
            if antecedent
            else next((i for i, w in enumerate(right[:6]) if w.kind in ("num", "break", "prep", "verb")), None)
        )
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
    left, right, words = clause.left, clause.right, lexicon()
    passive = [w for w in right[:3] if w.kind not in ("aux", "adv")]
    if verb and verb[0] in words["casualties"]:
        return Counted(text_of([*verb, *predicate(right, 2)]), None, verb[0])
    if right and right[0].kind == "aux" and passive and passive[0].low in words["casualties"]:
        return Counted(text_of(predicate(right, 3)), None, passive[0].low)
    if len(left) > 1 and left[-1].low in ("of", "for"):
        if left[-2].low in words["inhabited"]:
            return Counted(f"population of {left[-2].text}")
        if left[-2].kind == "plural":
            return Counted(text_of([*clause_before(left[:-1], 2), *predicate(right, 3)]) or None)
    if left and left[-1].low == "at":
        return _put_at(left[:-1])
    apposed = (
        bool(left)
        and left[-1].text in (",", "—", "–")
        and ((right and right[0].kind == "prep" and right[0].low != "of") or not before)
    )
    return Counted(text_of([*clause_before(left[:-1], 4), *predicate(right, 2)]) or None) if apposed else None


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
    """Read what follows the noun: little for an object, for a subject the predicate, across "and 15 boys", asides."""
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
