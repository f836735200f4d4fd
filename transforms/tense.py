"""The tense of a clause, by cheap cues: decides whether "on Monday" lies before or after publication."""

from __future__ import annotations

import re

_PLAN = (
    r"meet|resume|begin|start|take\s+place|be\s+held|convene|hold|host|visit|return|continue|gather|reconvene|open|sign|expire"
    r"|end|travel|attend|run|last|come|go|release|free|hand|receive|exchange|swap|decide|vote|send|arrive|leave|talk|join"
)
CUE = re.compile(
    r"(?P<future>\b(?:(?:will|shall|won[’']t|would|going\s+to)\b(?:\s+(?:not|also|then|likely|again|now|only|be|have))*(?:\s+[a-z]+)?"
    r"|(?:due|expected|scheduled|set|slated|planned|supposed|poised|likely|ready|prepared|hopes?|hoping|plans?|planning|intends?"
    r"|aims?|wants?|vowed|promised|agreed|pledged|invited|offered|proposed|urged|asked|meant|preparing|called)\s+"
    r"(?:[a-z]+\s+){0,2}?(?:to|for)\b(?:\s+be)?(?:\s+[a-z]+)?"
    r"|(?:is|are|was|were)\s+(?:then\s+|also\s+)?to\s+(?:be\s+)?[a-z]+"
    rf"|to\s+(?:{_PLAN})\b|(?:next|another|further|new)\s+(?:round|meeting|session|talks)\b|(?:upcoming|deadline|ahead\s+of)\b"
    r"|expires?\b|is\s+[a-z]+ing\b|(?:scheduled|planned)\b)|[’']ll\b(?:\s+be)?(?:\s+[a-z]+)?)"
    r"|\b(?P<past>(?!need|speed|indeed|hundred|armed|wounded|detained|united)[a-z]{2,}ed\b"
    r"|(?:said|told|was|were|had|has|have|met|held|took|came|went|left|began|spoke|wrote|gave|sent|saw|brought|made|found|fell"
    r"|broke|got|did|won|lost|led|shot|struck|flew|rose|drew|sat|hit|says|since|last|ended)\b)"
)
BOUNDARY_BACK = re.compile(
    r"(?:[.!?][\"”’)]?\s+(?=[A-Z“\"])|[;:\n]|\s[—–]\s|--|[“”]|,\s+(?:and|but|while|which|who|whose|where|as)\s)"
)
MOTION = re.compile(
    r"\b(?:flew|travell?ed|arrived|came|went|gathered|sat\s+down|returned|met|used|failed|helped|managed)\b[^,;]*$"
)


def is_future(clause: str) -> bool:
    """Whether the last verb cue of a clause looks ahead: "will meet", "are due to resume", "to be held"."""
    return _last_looks_ahead(clause) is True


def _last_looks_ahead(clause: str) -> bool | None:
    cues = list(CUE.finditer(clause))
    return _looks_ahead(clause, cues[-1]) if cues else None


def _looks_ahead(clause: str, cue: re.Match[str]) -> bool:
    if cue["future"] is None:
        return False
    return not (cue["future"].startswith("to ") and MOTION.search(clause[: cue.start()]))


def future_at(text: str, start: int, end: int) -> bool:
    """Whether the clause around a date looks ahead: by the nearest cue before it, without one the first after it."""
    left = max(0, start - 160)
    for boundary in BOUNDARY_BACK.finditer(text, left, start):
        left = boundary.end()
    ahead = _last_looks_ahead(text[left:start])
    if ahead is not None:
        return ahead
    right = BOUNDARY_BACK.search(text, end, end + 120)
    after = text[end : right.start() if right else end + 120]
    cue = CUE.search(after)
    return cue is not None and _looks_ahead(after, cue)
