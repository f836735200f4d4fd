"""What a row of a talk looks like, as names of features for the gate; nothing that names an actor or a day.

Most of what passes the search for relevance is about something else: hearings, raids, arms sales, elections. There
"met", "the session" and "in Paris on Tuesday" tell of no talks, and what tells them apart is seldom in the sentence alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from transforms.document import Document
from transforms.extract.about import OTHER_FIELDS, TALKS, About, about
from transforms.extract.talk_rows import Row

_AGES = (-400, -8, 0, 1, 2, 8, 40, 400, 1500)  # days before publication
_WORD = re.compile(r"<[a-z]+|[a-z'’-]+|[^\sa-z<]")
_SMALL = frozenset("the a an with of to and in on his her their its my our some".split())
_ACTORS = frozenset({"PARTY", "PERSON", "PRON"})
_REACH = 60  # characters of the sentence on either side of the cue


def features(document: Document, rows: Sequence[Row], *, of: Sequence[Row] | None = None) -> list[list[str]]:
    """The features of each row of an article, or of what else (`of`) may be a talk beside its rows."""
    grades = about(document)
    strong = sum(row.strong and not row.default for row in rows)
    article = [*grades.signs, f"rows={min(len(rows), 6)}", f"strong={min(strong, 4)}"]
    return [
        [*article, *_crossed(list(_of_row(row, document)), grades, min(strong, 2)), *_around(row)]
        for row in (rows if of is None else of)
    ]


def _of_row(row: Row, document: Document) -> Iterator[tuple[str, object]]:
    """What a row says, and how far its sentences name its sides."""
    first, pattern = row.evidence[0]
    actors = {c for m in first.mentions if m.kind in _ACTORS for c in m.parties}
    anyhow = {c for m in first.mentions for c in m.parties}
    anywhere = {c for s, _ in row.evidence for m in s.mentions for c in m.parties}
    sides, found = set(row.sides), {p for _, p in row.evidence}
    yield from (("has", p) for p in found)
    yield "only", pattern if len(found) == 1 else None
    yield "first", pattern
    yield "default", row.default
    yield "weak", not row.strong
    yield "status", row.status
    yield "acts", min(len(sides & actors), 2)
    yield "named", min(len(sides & anyhow), 2)
    yield "told", min(len(sides & anywhere), 2)
    yield "sides", min(len(sides), 4)
    yield "main", len(sides & {*document.sides_at(first)})
    yield "mediators", min(len(row.mediators), 2)
    yield "people", min(len(row.people), 3)
    yield "people of sides", min(len({c for m in row.people for c in m.parties[:1]} & sides), 2)
    yield "city", row.city is not None
    yield "country", row.country is not None
    yield "round", row.round is not None
    yield "lasted", row.duration is not None
    yield "level", row.level
    yield "format", row.format
    yield "outcome", row.outcome
    yield "evidence", min(len(row.evidence), 4)
    yield from _when(row, document)
    last = max(s.number for s in document.sentences)
    n = first.number
    yield "place", "lead" if n <= 2 else "early" if n <= 6 else "end" if n > 0.75 * last else "middle"
    claim = first.claim_at(first.start)
    yield "claim", None if claim is None else "quoted" if claim.quoted else "said"
    yield "talk words", min(TALKS.count(first.typed), 2)
    yield "other words", OTHER_FIELDS.search(first.typed) is not None


def _when(row: Row, document: Document) -> Iterator[tuple[str, object]]:
    when = row.when
    if when is None or when.start is None:
        yield "when", None
        return
    end = when.end or when.start
    yield "basis", when.basis
    yield "span", bisect_right((1, 8, 32, 100), (end - when.start).days)
    if document.published:
        yield "age", (bisect_right(_AGES, (document.published - end).days), row.status)


def _crossed(of_row: list[tuple[str, object]], grades: About, strong: int) -> Iterator[str]:
    """The features of a row, and those that mean little without one another.

    `strong`: how many rows of the article name their sides and are told outright, up to two.
    """
    is_ = dict(of_row)
    yield from (f"{name}={value}" for name, value in of_row)
    default, weak, told = is_["default"], is_["weak"], is_["told"]
    yield f"status={is_['status']}+{default}"
    yield f"first={is_['first']}+{default}"
    yield f"first={is_['first']}+{is_['acts']}"
    talks = min(grades.talks, 3)
    kind = f"about={talks}+{strong}+{grades.much_else}"
    yield kind
    yield f"{kind}+default={default}"
    yield f"{kind}+weak={weak}"
    yield f"{kind}+told={told}"
    yield f"{kind}+first={is_['first']}"
    share = f"share={min(grades.share, 3)}+{strong}"
    yield f"{share}+{default}+{weak}"
    yield f"{share}+{told}+{default}"
    yield f"talks={talks}+{default}+{weak}+{told}"
    yield f"talks={talks}+{is_['talk words']}+{default}"
    yield f"others={grades.others}+{default}+{weak}"
    yield f"strong={strong}+{default}+{weak}+{told}"
    yield f"talks={talks}+{strong}+{is_['people of sides']}"


def _around(row: Row) -> Iterator[str]:
    """The cue and the words around it; other mentions stand for their kind."""
    first, pattern = row.evidence[0]
    if row.cue is None:
        yield "no cue"
        return
    typed, (start, end) = first.typed_lower, row.cue
    cue = typed[start:end].split()
    before = _WORD.findall(re.sub(r":\d+>", "", typed[max(0, start - _REACH) : start]))[-6:]
    after = _WORD.findall(re.sub(r":\d+>", "", typed[end : end + _REACH]))[:6]
    yield f"cue={cue[0][:8]}"
    yield f"cue end={cue[-1][:8]}"
    yield f"next={after[0] if after else None}"
    yield f"next={after[0] if after else None}+{pattern}"
    yield f"next={' '.join(after[:2])}"
    yield f"before={before[-1] if before else None}"
    yield f"before={before[-1] if before else None}+{pattern}"
    subject = next((w for w in reversed(before) if w.startswith("<")), None)
    partner = next((w for w in after if w.startswith("<")), None)
    yield f"partner={partner}"
    yield f"subject={subject}+{partner in ('<party', '<person', '<pron')}"
    yield f"head={next((w[:7] for w in after[:5] if w.isalpha() and w not in _SMALL), None)}"
    yield from {f"after={w[:7]}" for w in after if w.isalpha() and len(w) > 3}
    yield from {f"left={w[:7]}" for w in before if w.isalpha() and len(w) > 3}
