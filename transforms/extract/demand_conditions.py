"""Steps withheld until another side acts, or held out in case it does: whose condition it is, what, and of whom."""

from __future__ import annotations

import re

from transforms.document import Document, Sentence
from transforms.extract.demand_subject import Voice, voice_of
from transforms.extract.demand_text import clause
from transforms.extract.engine import Match

# Whose condition it is, its typed words, and who shall act when they say so.
Held = tuple[Voice, str, tuple[str, ...] | None]

_THREAT = re.compile(
    r"\b(?:not|n[’']t|never|no|nothing|nobody|none|neither|nor|only|refus\w+|reject\w+|threat\w+|warn\w*|ruled out|rul\w+ out"
    r"|vow\w*|held back|withhold\w*|without|swore|cannot|hell to pay|impossible|suspend\w*|boycott\w*|slap|impose|bomb|insist\w*"
    r"|agree\w*|ready|willing|prepared|accept\w*|open to|would|could|pointless|sanctions)\b"
)
_WITHHELD = re.compile(
    r"\b(?:not|never|no|nobody|nothing|none|neither|nor|refus\w+|cannot|rul\w+ out|reject\w+|only|stay\w* away|hold\w* (?:off|back|on)|held (?:off|back|on)"
    r"|withh\w+|suspend\w*|boycott\w*|delay\w*|postpon\w*|block\w*|veto\w*|keep\w*|wait\w*|remain\w*|continu\w+|out of the question|impossible|pointless)\b|n[’']t\b"
)
# A condition at the head of its clause, and the step behind it.
_FRONT = re.compile(r"(?:^|[“\"]|\b(?:that|said|says|and|but)[,:]?)\s*$|(?:[:;—–]|\b(?:that|and|but),?)\s$")
_MAIN = re.compile(
    r",[”\"]? (?=(?:then |there |<[A-Z]+:\d+>|the |no |not |nothing |neither |nor |never |any |our |we |it )(?!(?:said|says)\b))"
)
# Words of time before anything else: a condition only where they name who shall act.
_TIMES = ("once", "as long as", "before")
_THREATENS = ("unless", "if", "only", "provided", "on")
_FINITE = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|does|do|did|[a-z]{3,}s|[a-z]+ed|stop|end|agree|leave|withdraw|put|let)\b"
)
_GOVERNING = re.compile(
    r"(?P<who><(?:PARTY|PERSON|PRON|ORG):\d+>(?:(?:, | and |, and )(?:the )?<(?:PARTY|PERSON|ORG):\d+>)*)(?:['’]s? [a-z-]+)?(?:, [^;]{3,90},)?\s?(?:(?:also|has|have|had|[a-z]+ly) )*\b(?:will|would|could|can|cannot|wo|wouldn|couldn|ca|doesn|didn|isn|do|don"
    r"|has|have|had|refus\w+|threat\w+|warn\w*|said|says|ruled|vow\w*|swore|reject\w+|insist\w*|made|makes|make|told|tells|is|are|was|were|did|does|put|let"
    r"|agree\w*|accept\w*|offer\w*|promis\w+|pledg\w+|conditioned|intends?|plans?|wants?|wanted|[a-z]+ed)(?:n?[’']t)?\b"
)
CLAUSE_SUBJECT = re.compile(
    r"^(?:the |both |all )?(?P<who>(?:<NUM:\d+> )?<(?:PARTY|PERSON|PRON):\d+>(?:(?:, | and |, and )(?:the )?<(?:PARTY|PERSON):\d+>)*)(?!['’]|\s?-)"
)
# A side that is not named: "before the rebels halt all attacks".
_PLAIN_SIDE = re.compile(
    r"^(?:the|both) (?:[a-z]+ )?(?:rebels|group|militants|insurgents|guerrillas|army|militia|junta|movement|sides?|parties|government|fighters|gunmen"
    r"|paramilitaries|separatists|troops|forces|soldiers)\b(?! (?:had|was|were) )"
)
# "not before the last soldier has left will the town sign"
_INVERTED = re.compile(
    r",? (?:will|would|can|could|shall|do|does|did) (?:there|<[A-Z]+:\d+>|we|it|they|any|the [a-z]+)\b"
)
_HELD_OUT = re.compile(
    r"(?P<who><(?:PARTY|PERSON|PRON):\d+>)(?:,[^,;]{3,60},)? (?:(?:also|only|then|[a-z]+ly) )*(?:would|will|could|is (?:ready|willing|prepared)|was (?:ready|willing|prepared)|offered|agreed|promised)\b[^;]*$"
)


def condition(match: Match, own: Voice | None) -> Held | None:
    """A step withheld, or held out, until another side does something; the step may be told behind it.

    `own` is the voice of the article itself.
    """
    s, at = match.sentence, match.span[0]
    base = s.typed.rfind("; ", 0, at) + 1
    left, want = s.typed[base:at], match.groups["want"]
    cue = s.typed[at : match.starts["want"]].strip().lower()
    test = _THREAT if cue.startswith(_THREATENS) else _WITHHELD
    fronted = _MAIN.search(want) if _FRONT.search(left) else None
    if fronted is not None:
        want, step = want[: fronted.start()], want[fronted.end() :]
    else:
        step = left[-140:]
    claim = s.claim_at(s.offset(at))
    spoken = claim is not None and bool(claim.parties)
    if not (test.search(step) or spoken or cue.startswith("only")):
        return None
    text = clause(want, left)
    if re.search(r"\b[Nn]ot $", left) and (inverted := _INVERTED.search(text)) is not None:
        text = text[: inverted.start()]
    if not _FINITE.search(text):
        return None
    voice = _withholding(s, left, base, at, match.starts["want"])
    if voice is None and fronted is not None:
        voice = _withholding(s, s.typed, 0, at, match.starts["want"])
    subject = CLAUSE_SUBJECT.match(text)
    voice = voice or (own if claim is None and (subject or _PLAIN_SIDE.match(text)) else None)
    if voice is None:
        return None
    codes = {c for m in s.mentions_in(subject["who"]) for c in m.parties} if subject else set()
    if (codes and codes <= set(voice.parties)) or (
        not codes and cue.startswith(_TIMES) and not _PLAIN_SIDE.match(text)
    ):
        return None
    named = tuple(sorted(codes - set(voice.parties))) if codes else None
    return voice, text, named


def held_out(match: Match, document: Document) -> Held | None:
    """A step that one side holds out in case the other does something: both must be sides of the article."""
    s, at = match.sentence, match.span[0]
    base = s.typed.rfind("; ", 0, at) + 1
    left = s.typed[base:at]
    text = clause(match.groups["want"], left)
    subject = CLAUSE_SUBJECT.match(text)
    offer = _HELD_OUT.search(left)
    if subject is None or offer is None:
        return None
    voice = voice_of(s.mentions_in(offer["who"]), s.claim_at(s.offset(at)))
    codes = {c for m in s.mentions_in(subject["who"]) for c in m.parties}
    if (
        voice is None
        or not codes
        or codes & set(voice.parties)
        or not (codes | set(voice.parties)) <= set(document.sides_at(s))
    ):
        return None
    claim = s.claim_at(s.offset(at))
    if claim is not None and claim.parties and not set(claim.parties) & set(voice.parties):
        return None
    return voice, text, tuple(sorted(codes))


def _withholding(s: Sentence, left: str, base: int, at: int, want: int) -> Voice | None:
    """Who withholds the step: the speaker, else the subject of the nearest verb of refusing."""
    claim = s.claim_at(s.offset(at)) or s.claim_at(s.offset(want))
    for m in reversed(list(_GOVERNING.finditer(left))):
        own = voice_of(s.mentions_in(m["who"]), s.claim_at(s.offset(base + m.start())))
        if own and (claim is None or not claim.parties or set(own.parties) & set(claim.parties)):
            return own
    return Voice(claim.parties) if claim and claim.parties else None
