"""Who speaks where: the stretches of an article in quotation marks, and whose first person stands outside them.

A statement, a readout and the answers of a press briefing or an interview say "we" and "I" in the article's own text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate

from transforms.document import Mention
from transforms.people import People
from transforms.reference.load import Reference
from transforms.signatories import signatories

Span = tuple[int, int, int, int]

_MARK = re.compile(r"[“”\"\n]")
# "MS. LEAVITT: ", "Question: ", "Q " at the head of a paragraph
_LABEL = re.compile(
    r"(?P<who>[A-Z][^\Wa-z_]*[^a-z:\n]{1,39}|Question|Answer|Spokes(?:man|woman|person)|Moderator|Q|A):\s|(?P<q>Q|A)\s+(?=[A-Z“\"])"
)
_ASKS = re.compile(r"(?i:q|question|questions|moderator|reporter|press|media|[a-z ]* reporter)$")
_FOREIGN = re.compile(
    r"(?:(?:DEPUTY )?PRIME MINISTER|(?:FOREIGN|DEFEN[CS]E) MINISTER|CHANCELLOR|KING|QUEEN|HIS MAJESTY|[AE]MIR|SULTAN|CROWN PRINCE|TAOISEACH|PREMIER)\b"
)
_INTERVIEW = re.compile(r"(?i:\binterview(?:ed)? (?:with|by)\b|\bin conversation with\b|\bspoke to us\b)|^Interview\b")
_ADDRESSES = re.compile(r"\b(?:you|your|You|Your)\b")


def quoted(text: str) -> Callable[[int], bool]:
    """Whether an offset lies in quotation marks; straight ones open and close in turn within a paragraph."""
    edges: list[int] = []
    inside = False
    for mark in _MARK.finditer(text):
        char = mark.group()
        if char == "\n":
            if (inside and edges and text[edges[-1]] == '"') or (
                inside and text[mark.end() : mark.end() + 1] not in ("“", "\n")
            ):
                edges.append(mark.start())
                inside = False
        elif (char == "“" and not inside) or (char == "”" and inside) or char == '"':
            edges.append(mark.start())
            inside = not inside
    return lambda offset: bisect_right(edges, offset) % 2 == 1


def voices(
    text: str,
    spans: Sequence[Span],
    title: str | None,
    heading: Sequence[Mention],
    people: People,
    voice: tuple[str, ...],
    opening: Sequence[Sequence[Mention]],
    reference: Reference,
) -> list[tuple[str, ...]]:
    """The party that says "we" outside quotes in each sentence; empty where that is the reporter.

    `heading` and `opening` are the mentions of the headline and of the first sentences.
    """
    labels = _labels(text, spans)
    if len(labels) > 2 or len({_who(label) for label in labels.values()}) > 1:
        return _of_turns(spans, labels, people, voice, heading)
    voice = signatories(text, [start for _, _, start, _ in spans], title, heading, opening, voice, reference)
    if not voice and title and _INTERVIEW.search(title):
        return _of_answers(text, spans, [*heading, *people])
    return [voice] * len(spans)


def topics(text: str, spans: Sequence[Span]) -> list[int]:
    """The number of the question to which each sentence belongs, with its answers; all 0 where not several are marked."""
    questions = {start for start, label in _labels(text, spans).items() if _ASKS.match(_who(label))}
    return (
        list(accumulate(int(start in questions) for _, _, start, _ in spans))
        if len(questions) > 1
        else [0] * len(spans)
    )


def _labels(text: str, spans: Sequence[Span]) -> dict[int, re.Match[str]]:
    """The labels of speakers by the start of the sentence that they open."""
    return {start: found for _, _, start, end in spans if (found := _LABEL.match(text, start, min(end, start + 60)))}


def _of_turns(
    spans: Sequence[Span],
    labels: dict[int, re.Match[str]],
    people: People,
    voice: tuple[str, ...],
    heading: Sequence[Mention],
) -> list[tuple[str, ...]]:
    """Whose words each sentence is; a foreign head of whom the text says no more stands for the guest of the headline."""
    found: list[tuple[str, ...]] = []
    speaking: tuple[str, ...] = voice
    guests = {code for m in heading if m.kind != "DATE" for code in m.parties} - set(voice)
    guest = tuple(guests) if len(guests) == 1 else ()
    for _, _, start, _ in spans:
        label = labels.get(start)
        if label is not None:
            who = _who(label)
            person = people.named(who.split()[-1]) if not _ASKS.match(who) else None
            known = person.parties if person is not None else ()
            speaking = () if _ASKS.match(who) else known or (guest if _FOREIGN.match(who) else voice)
        found.append(speaking)
    return found


def _who(label: re.Match[str]) -> str:
    return str(label["who"] or label["q"]).strip()


def _of_answers(text: str, spans: Sequence[Span], named: Sequence[Mention]) -> list[tuple[str, ...]]:
    """An interview without labels: the paragraphs that do not address somebody are answers."""
    voice = next((m.parties for m in named if m.kind in ("PERSON", "PARTY") and len(m.parties) == 1), ())
    asked: set[int] = {p for _, p, start, end in spans if _ADDRESSES.search(text, start, end)}
    return [() if paragraph in asked else voice for _, paragraph, _, _ in spans]
