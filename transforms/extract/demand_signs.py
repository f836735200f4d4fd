"""What the clause of a candidate demand and the words around it say, as names of features for the gate.

Who stands right before the cue and whether that is the voice, in which mood the main clause and what is wanted are told,
which words the sentence has, what follows it: an answer, or the next thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from transforms.document import TOKEN, Sentence
from transforms.extract.demand_candidates import Candidate
from transforms.extract.demand_subject import strip_adverbials
from transforms.reference.issues import stems

Words = list[tuple[int, str]]  # where a word of a class begins, and its class

# What stands right before the cue: a mention, a word or a sign.
_LAST = re.compile(r"(?:<(?P<kind>[A-Z]+):(?P<n>\d+)>|(?P<word>[A-Za-z’'-]+)|(?P<sign>\S))$")
# Where the clause of a cue begins.
_CLAUSES = re.compile(r"[;:“”]|, (?:and|but|which|who|while|as) ")
_FINITE = re.compile(
    r"\b(?:would|will|must|should|shall|can|could|may|might|cannot|is|are|was|were|has|have|had|did|does|be|been|not|never|no)\b"
    r"|n[’']t|[’'](?:ll|d|ve|re)\b"
)
_DENIED = re.compile(
    r"\b(?:no|not|never|cannot|refus\w+|nothing|nobody|none|neither|reject\w*|only|out of the question)\b|n[’']t"
)
_HELD_OUT = re.compile(r"\b(?:will|would|can|could|shall|may|might|must|ready|willing|prepared)\b|[’'](?:ll|d)\b")
_VERB = re.compile(r"\b(?:(?P<auxiliary>is|are|was|were|has|have|had|would|will)|[a-z]+(?P<ending>ed|s))\b")
_CONDITIONS = ("condition", "if")
_ANSWERS = frozenset({"refuse", "agree", "say"})
_FRONT = 12  # a cue that begins so early stands at the head of its sentence
_FIRST_WORDS = 9  # so many words of what is wanted tell its mood


class Slot(NamedTuple):
    """What stands right before a cue, its parties, and whether the cue is negated."""

    name: str
    kind: str
    parties: frozenset[str]
    negated: bool


def slot(s: Sentence, at: int) -> Slot:
    """What stands before a place, without auxiliaries and adverbs."""
    left, negated = strip_adverbials(s.typed[:at].rstrip())
    found = _LAST.search(left.rstrip())
    if found is None:
        return Slot("none", "none", frozenset(), negated)
    if found["kind"]:
        kind = f"<{found['kind']}"
        return Slot(kind, kind, frozenset(s.mentions[int(found["n"])].parties), negated)
    if found["word"]:
        return Slot(found["word"].lower()[:6], "word", frozenset(), negated)
    return Slot(found["sign"], found["sign"], frozenset(), negated)


def of_slot(before: Slot, c: Candidate) -> Iterator[str]:
    """Whether the voice is what stands before the cue, and how else it was found."""
    same = ""
    if before.parties:
        same = "other" if before.parties.isdisjoint(c.wish.voice.parties) else "same"
    kind = f"slot={before.kind}{same}"
    yield kind
    yield f"{kind}+{c.how}"
    yield f"{kind}+{c.wish.match.pattern.set['frame']}"
    yield f"slot word={before.name}"
    if before.negated:
        yield "slot negated"


def of_mood(c: Candidate) -> Iterator[str]:
    """The auxiliaries of the clause before the cue and of what is wanted; how a condition is told."""
    typed, at = c.sentence.typed, c.wish.match.span[0]
    clause = _CLAUSES.split(typed[:at])[-1].lower()
    yield from {f"main={m[0]}" for m in _FINITE.finditer(clause)}
    first = " ".join(c.piece.lower().split()[:_FIRST_WORDS])
    yield from {f"wanted={m[0]}" for m in _FINITE.finditer(first)}
    if c.wish.match.pattern.set["frame"] not in _CONDITIONS:
        return
    before = typed[: c.span[0]].lower()
    mood = f"{'no ' if _DENIED.search(before) else ''}{'would ' if _HELD_OUT.search(before) else ''}{'front' if at < _FRONT else ''}"
    yield f"step={mood}"
    yield f"step={mood}+{c.wish.match.pattern.id}"
    verb = _VERB.search(c.piece)
    yield f"condition={(verb['auxiliary'] or verb['ending']) if verb else ''}"


def of_words(s: Sentence) -> list[str]:
    """The stems of the plain words of a sentence; a name has a capital."""
    plain = " ".join(word for word in TOKEN.sub(" ", s.typed).split() if word.islower())
    return [f"word={stem}" for stem in stems(plain)]


def of_next(c: Candidate, words: Words, after: Sentence | None, words_after: Iterable[str]) -> Iterator[str]:
    """What follows in the sentence, and who does what in the next one."""
    yield from {f"tail={name}" for start, name in words if start >= c.span[1] and name in _ANSWERS}
    if after is None:
        return
    yield from {f"next={name}" for name in words_after if name in _ANSWERS}
    acting = next((m for m in after.mentions if m.parties and m.kind in ("PARTY", "PERSON", "PRON")), None)
    if acting is not None:
        yield f"next acts={'other' if set(acting.parties).isdisjoint(c.wish.voice.parties) else 'same'}"
