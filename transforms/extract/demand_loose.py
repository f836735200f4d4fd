"""A second, looser reading of a place that may tell a demand, where the strict one (`demand_forms`) finds nobody to want it.

It takes the likeliest voice there is: the named owner, the subject of the verb, the actors nearest before it in the
clause, whoever is quoted, the party whose statement the article is; else whoever spoke last, or the side that is not the
one of which something is wanted. Whether the row stands is for the gate to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from transforms.document import Claim, Mention, Sentence
from transforms.extract.demand_forms import Wish
from transforms.extract.demand_papers import Papers
from transforms.extract.demand_subject import Voice, voice_of, wanter
from transforms.extract.demand_text import clause
from transforms.extract.engine import Match

_ACTOR = r"<(?:PARTY|PERSON|ORG|PRON):\d+>"
_ACTORS = re.compile(rf"{_ACTOR}(?:(?:, (?:and )?| and )(?:the )?{_ACTOR})*")
_GOVERNED = re.compile(
    r"\b(?:with|by|against|between|to|than|on|into|towards?|via|about|including|of|for|from|in|at|over)\s(?:the\s)?$"
)
# Where the clause of "X must ..." begins.
_BEGINS = re.compile(
    r"(?:.*(?:[;:“\"—–]|[,.]|\b(?:that|said|says|added|and|but|so|because|since|as|if|when|while|insists?|insisted|warned|argued|think|believe))\s)?",
    re.DOTALL,
)
_PRONOUN = re.compile(r"^[^<]*<PRON|<PRON:\d+>[^<]*$")
_SPEAKER_FIRST = ("must", "condition", "if", "terms")


class Around(NamedTuple):
    """What the article says around a sentence: who spoke last, who acted there first, the sides."""

    last: Voice | None
    first: Voice | None
    sides: tuple[str, ...]


def loose_wish(match: Match, papers: Papers, around: Around) -> tuple[Wish, str] | None:
    """What a match may say that somebody wants, and how the voice was found; None where no party can be named."""
    s, frame, start = match.sentence, str(match.pattern.set["frame"]), match.starts["want"]
    if frame == "relative":
        return None
    found = _voice(match, papers) or _unnamed(match, around)
    if found is None:
        return None
    voice, how = found
    if frame == "must":
        start = _begin(s, match.span[0])
        frame_text = clause(s.typed[start:], s.typed[:start])
    elif frame == "apposition":
        frame_text = match.groups["want"]
    else:
        frame_text = clause(match.groups["want"], s.typed[:start])
    form = {"need": "object", "noun": _noun_form(s, match), "position": _noun_form(s, match), "condition": "that"}
    named = _named(match, voice)
    return Wish(
        match, voice, form.get(frame, "object" if frame == "apposition" else frame), frame_text, start, named
    ), how


def other_voices(wish: Wish, around: Around) -> Iterator[tuple[Voice, str]]:
    """Who else may want it: whoever is quoted, the nearest actors, for a pronoun the last speaker, the other side."""
    s, at = wish.match.sentence, wish.match.span[0]
    claim = s.claim_at(s.offset(at)) or s.claim_at(s.offset(wish.match.starts["want"]))
    known = {wish.voice.parties}
    found = [(Voice(claim.parties), "else claim")] if claim and claim.parties else []
    found += [(near[0], "else nearest")] if (near := _nearest(s, at, claim)) else []
    if _PRONOUN.search(s.typed[:at]):
        found += [(voice, how) for voice, how in ((around.last, "else last"), (around.first, "else first")) if voice]
    found += [(other, "else other side")] if (other := _other_side(s, wish.text, around.sides)) else []
    for voice, how in found:
        if voice.parties not in known:
            known.add(voice.parties)
            yield Voice(voice.parties), how


def _unnamed(match: Match, around: Around) -> tuple[Voice, str] | None:
    """The voice where nobody of a known party is named: the side that is not the one asked, else who spoke last."""
    s = match.sentence
    if other := _other_side(s, clause(match.groups["want"]), around.sides):
        return other, "other side"
    for voice, how in ((around.last, "last"), (around.first, "first")):
        if voice is not None:
            return voice, how
    return None


def _other_side(s: Sentence, wanted: str, sides: tuple[str, ...]) -> Voice | None:
    """Of two sides the one that is not named in what is wanted."""
    if len(sides) != 2:
        return None
    named = {code for m in s.mentions_in(wanted) for code in m.parties} & set(sides)
    others = [code for code in sides if code not in named]
    return Voice((others[0],)) if len(others) == 1 else None


def _noun_form(s: Sentence, match: Match) -> str:
    cue = s.typed[match.span[0] : match.starts["want"]].rstrip()
    return "that" if cue.endswith(" that") else "inf" if cue.endswith(" to") else "object"


def _named(match: Match, voice: Voice) -> tuple[str, ...] | None:
    words = match.groups.get("to") or match.groups.get("of")
    if words is None:
        return None
    codes = dict.fromkeys(c for m in match.sentence.mentions_in(words) if m.kind != "NUM" for c in m.parties)
    return tuple(c for c in codes if c not in voice.parties)


def _begin(s: Sentence, at: int) -> int:
    begin = _BEGINS.match(s.typed[:at].rstrip())
    return begin.end() if begin else 0


def _voice(match: Match, papers: Papers) -> tuple[Voice, str] | None:
    """The likeliest voice and how it was found."""
    s, at = match.sentence, match.span[0]
    claim = s.claim_at(s.offset(at)) or s.claim_at(s.offset(match.starts["want"]))
    for group in ("by", "owner"):
        if group in match.groups and (voice := voice_of(s.mentions_in(match.groups[group]), claim)):
            return Voice(voice.parties), group
    frame = match.pattern.set["frame"]
    if frame == "terms" and papers.owner:
        return papers.owner, "paper"
    if frame in _SPEAKER_FIRST:
        return _speaker(claim, papers) or _nearest(s, at, claim)
    governing = wanter(s, at, claim, papers.owner)
    if governing is not None:
        return governing, "subject"
    return _nearest(s, at, claim) or _speaker(claim, papers)


def _speaker(claim: Claim | None, papers: Papers) -> tuple[Voice, str] | None:
    if claim is not None and (claim.parties or claim.speaker):
        return (Voice(claim.parties), "claim") if claim.parties else None
    return (papers.own, "own") if papers.own else None


def _nearest(s: Sentence, at: int, claim: Claim | None) -> tuple[Voice, str] | None:
    """The last actors before a place that no preposition governs."""
    left = s.typed[:at]
    for m in reversed(list(_ACTORS.finditer(left))):
        if _GOVERNED.search(left[: m.start()]):
            continue
        actors: list[Mention] = s.mentions_in(m.group())
        voice = voice_of(actors, claim)
        if voice is not None:
            return Voice(voice.parties), "nearest"
    return None
