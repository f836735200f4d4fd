"""What a candidate demand looks like, as names of features for the gate; nothing that names an actor or a day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from transforms.document import TOKEN, Document
from transforms.extract.demand_candidates import Candidate
from transforms.extract.demand_whom import addressee

_LEFT = re.compile(r"[a-z]+|<[A-Z]+|[^\sa-z<]", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(would|will|could|can|may|might|must|should|had|has|have|is|are|was|were|be|to|not|never|if|did|does|do)\b|n[’']t"
)
_DETERMINERS = frozenset(
    "a an the its their his her our my any all both some this that these those no more full immediate".split()
)
_ACTS = re.compile(r"\b(?:must|should|be|have to|has to)\b")


def features(found: list[Candidate], document: Document) -> list[list[str]]:
    """The features of each candidate of an article."""
    spoken = Counter((c.wish.voice.parties, c.issue) for c in found)
    places: Counter[tuple[int, int]] = Counter()
    rows = []
    last = max((s.number for s in document.sentences), default=1)
    for c in found:
        key = (c.sentence.number, c.wish.match.span[0])
        names = [*_cue(c), *_wanted(c), *_parties(c, document), *_speech(c)]
        names += _place(c, last, places[key])
        names.append(f"again={min(spoken[c.wish.voice.parties, c.issue] - 1, 3)}")
        names.append(f"own={c.how}" if c.how != "strict" else "strict")
        places[key] += 1
        rows.append(names)
    return rows


def _cue(c: Candidate) -> Iterator[str]:
    """The construction and its verb or noun."""
    match = c.wish.match
    given, typed = match.pattern.set, match.sentence.typed
    yield f"pattern={match.pattern.id}"
    yield f"frame={given['frame']}"
    yield f"form={c.wish.frame}"
    yield f"kind={given['kind']}"
    if given.get("weak"):
        yield "weak"
    verb = re.match(r"\W*([a-z’'-]+)", typed[match.span[0] :], re.IGNORECASE)
    lemma = match.groups.get("noun", verb[1] if verb else "").lower()
    yield f"cue={lemma}"
    yield f"stem={lemma[:5]}"
    left = _LEFT.findall(typed[max(0, match.span[0] - 60) : match.span[0]])
    yield f"before={left[-1].lower() if left else ''}"
    yield from {f"aux={m[0].lower()}" for m in _AUXILIARY.finditer(" ".join(left[-4:]))}
    for doubt in c.doubts:
        yield f"doubt={doubt}"
        yield f"doubt={doubt}+{given['frame']}"
    if not c.doubts:
        yield "undoubted"


def _wanted(c: Candidate) -> Iterator[str]:
    """What is wanted: its first words, its head, its length."""
    words = TOKEN.sub(lambda t: f"<{t[1]}", c.piece).split()
    first = words[0].lower() if words else ""
    yield f"first={first}"
    head = next((w.lower() for w in words if w.lower() not in _DETERMINERS and not w.startswith("<")), "")
    yield f"head={head.strip('.,’”')[:6]}"
    yield f"issue={c.issue}"
    yield f"issue={c.issue}+{c.wish.frame}"
    n = len(words)
    yield f"length={1 if n == 1 else 2 if n == 2 else 3 if n <= 4 else 5 if n <= 8 else 9 if n <= 15 else 16}"
    for kind in ("PARTY", "DATE", "NUM", "PERSON", "PRON"):
        if f"<{kind}" in c.piece:
            yield f"has={kind}"
    if _ACTS.search(c.piece):
        yield "acts"


def _parties(c: Candidate, document: Document) -> Iterator[str]:
    by, sides = set(c.wish.voice.parties), set(document.sides)
    to = set(addressee(c, document))
    yield f"by={'side' if by <= sides else 'mixed' if by & sides else 'other'}"
    yield f"to={'none' if not to else 'side' if to <= sides else 'mixed' if to & sides else 'other'}"
    yield f"named={'none' if c.to is None else 'empty' if not c.to else 'self' if set(c.to) <= by else 'given'}"
    yield f"sides={min(len(sides), 3)}"
    if len(by) > 1:
        yield "joint"
    if c.wish.voice.speaker:
        yield "person"


def _speech(c: Candidate) -> Iterator[str]:
    """Who speaks around it."""
    s = c.sentence
    claim = s.claim_at(s.offset(c.wish.match.span[0]))
    if claim is None:
        yield "claim=none"
    else:
        same = set(claim.parties) & set(c.wish.voice.parties)
        yield f"claim={'same' if same else 'other' if claim.parties else 'nobody'}"
        if claim.quoted:
            yield "quoted"


def _place(c: Candidate, last: int, nth: int) -> Iterator[str]:
    n = c.sentence.number
    yield f"place={'lead' if n <= 2 else 'early' if n <= 6 else 'end' if n > 0.75 * last else 'middle'}"
    yield f"nth={min(nth, 3)}"
    yield f"long={min(len(c.sentence.typed) // 100, 4)}"
