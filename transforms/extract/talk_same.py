"""Whether what one cue tells is a talk told before or another: signs of the two together, weighed beside the rule.

The rule of `talk_merge` sees days, towns, sides and mood. Whether "a meeting in March" is the one told three sentences
ago hangs on many small signs at once: how the cue is worded, how far back the other stands, what they share.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from transforms.extract.talk_draft import Draft
from transforms.extract.talk_rows import Row, anchors, overlap

GATE = "talk_same"
LEAD = 3
_FAR = ((0, "0"), (1, "1"), (2, "2"), (5, "5"), (12, "12"))
_EARLIER = re.compile(r"\b(?:had|been)\b")
_TELLING = re.compile(
    r"\b(again|last|next|previous(?:ly)?|earlier|follow-up|follow|resum\w+|separate(?:ly)?|also|before|after|since|first|second"
    r"|third|fourth|fifth|another|other|later|then|new|fresh|further|recent(?:ly)?|same|ago|latest|already|still|now|former|past"
    r"|once|twice|meanwhile|ahead|agreed|accord|deal|truce|ceasefire|agreement|signed|call|phone\w*|telephone\w*|summit|round"
    r"|session|meeting|talks|visit\w*|met|meet)\b"
)
_WORD = re.compile(r"<[a-z]+|[a-z'’-]+|[^\sa-z<]")
_WITH_RULE = (
    *("touched", "when", "city", "parties", "status", "dist", "people", "fresh", "definite", "frame", "pattern"),
    *("level", "default", "round", "earlier", "last", "call", "anchors"),
)
_WITH_DAYS = ("city", "status", "fresh", "definite", "dist", "default", "earlier", "people", "level", "parties")


class Told(NamedTuple):
    """A talk told before as it stands when a draft comes: `place` among how many talks, and what the rule says of the two."""

    row: Row
    place: int
    among: int
    rule: str


def signs(told: Told, new: Row, draft: Draft) -> list[str]:
    """What tells whether the draft, `new` as a talk of its own, speaks of the talk told before; no actor, no day."""
    of_pair = dict(_of_pair(told, new, draft))
    when, rule = of_pair["when"], told.rule
    return [
        *(f"{name}={value}" for name, value in of_pair.items()),
        f"rule={rule}",
        *(f"{name}={of_pair[name]}+{rule}" for name in _WITH_RULE),
        *(f"{name}={of_pair[name]}+when={when}" for name in _WITH_DAYS),
        f"status={of_pair['status']}+dist={of_pair['dist']}",
        f"status={of_pair['status']}+fresh={of_pair['fresh']}",
        f"parties={of_pair['parties']}+default={of_pair['default']}",
        f"city={of_pair['city']}+dist={of_pair['dist']}",
        f"pattern={draft.pattern_id}+dist={of_pair['dist']}",
        f"when={when}+city={of_pair['city']}+parties={of_pair['parties']}",
        *_words(draft),
    ]


def _of_pair(told: Told, new: Row, draft: Draft) -> Iterator[tuple[str, object]]:
    row, reading = told.row, draft.reading
    last, pattern = row.evidence[-1]
    days = _agree(row.when, new.when, overlap)
    same = (
        row.when is not None
        and new.when is not None
        and (row.when.start, row.when.end)
        == (
            new.when.start,
            new.when.end,
        )
    )
    yield "when", "equal" if same else days
    yield "city", _agree(row.city, new.city)
    yield "country", _agree(row.country, new.country)
    yield "parties", _shared({*row.sides}, {*new.sides})
    yield "status", (row.status, draft.status)
    yield "dist", _distance(reading.sentence.number - last.number)
    yield "paragraph", reading.sentence.paragraph == last.paragraph
    yield "people", _agree({p.name for p in row.people}, {p.name for p in new.people}, _meet)
    yield "mediators", _agree({*row.mediators}, {*new.mediators}, _meet)
    yield "round", _agree(row.round, new.round)
    yield "level", _agree(row.level, new.level)
    yield "levels", (row.level, new.level)
    yield "call", (row.format == "call", new.format == "call")
    yield "default", (row.default, new.default)
    yield "definite", draft.definite
    yield "fresh", (draft.fresh, draft.other)
    yield "weak", draft.weak
    yield "frame", draft.frame
    yield "pattern", draft.pattern_id
    yield "patterns", (pattern, draft.pattern_id)
    yield "last", told.place == told.among - 1
    yield "first", told.place == 0
    yield "order", (told.place == 0, told.place == told.among - 1)
    yield "rows", min(told.among, 5)
    yield "anchors", min(anchors(new), 3)
    yield "row anchors", min(anchors(row), 3)
    yield "lasted", _agree(row.duration, new.duration)
    yield "outcome", (row.outcome, new.outcome)
    yield "evidence", min(len(row.evidence), 4)
    yield "lead", reading.sentence.number <= LEAD
    yield "set", row.set
    yield "touched", row.set and new.when is None and new.city is None
    yield "of now", row.fresh_news is not None
    start, end = draft.span
    yield "earlier", _EARLIER.search(reading.typed[max(0, start - 25) : end].lower()) is not None


def _agree(a: Any, b: Any, same: Callable[[Any, Any], bool] = lambda a, b: a == b) -> str:
    if not a or not b:
        return "neither" if not a and not b else "told" if a else "new"
    return "same" if same(a, b) else "apart"


def _meet(a: set[str], b: set[str]) -> bool:
    return not a.isdisjoint(b)


def _shared(a: set[str], b: set[str]) -> str:
    if a == b:
        return "equal"
    return "more" if a < b else "fewer" if b < a else "part" if a & b else "none"


def _distance(sentences: int) -> str:
    if sentences < 0:
        return "back"
    return next((name for most, name in _FAR if sentences <= most), "far")


def _words(draft: Draft) -> Iterator[str]:
    """The cue, the words beside it, and those of its clause that order talks in time."""
    typed, (start, end) = draft.reading.typed.lower(), draft.span
    before, after = _tokens(typed[max(0, start - 60) : start])[-5:], _tokens(typed[end : end + 60])[:4]
    cue = typed[start:end].split()
    yield from sorted({f"near={w[:7]}" for w in (*before, *after) if w.isalpha() or w[0] == "<"})
    yield f"before={before[-1] if before else None}"
    yield f"cue={cue[0][:8]}"
    yield f"cue end={cue[-1][:8]}"
    left, right = draft.reading.clause(*draft.span)
    yield from sorted({f"word={m[1][:6]}" for m in _TELLING.finditer(typed, left, right)})


def _tokens(typed: str) -> Sequence[str]:
    return _WORD.findall(re.sub(r":\d+>", "", typed))
