"""Documents that are themselves the trace of a meeting: joint remarks, statements beside a guest, "after bilateral meeting".

They seldom say "X met Y": the headline names who spoke beside whom, each paragraph names its speaker in capitals, and
"we discussed" is said of the meeting that they come from, or go to. One row for it stands before all others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.document import Document, Mention, Sentence
from transforms.extract.talk_groups import Reading
from transforms.extract.talk_rows import Row
from transforms.extract.talk_slots import find_level
from transforms.extract.talk_where import When

PATTERN_ID = "talk-encounter"
MOST = 3  # more speakers are a panel, no meeting
_REMARKS = re.compile(
    r"(?:the )?(?:joint |opening |press |welcoming )*(?:remarks|statements?|comments|conference|availability|toasts?|news conference)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(r"\b(?:meeting|talks|trilateral|bilateral|lunch|dinner|summit|call|signing)\b", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:before|ahead of|prior to|at (?:the )?(?:beginning|start|top|opening) of)\b", re.IGNORECASE)
_AFTER = re.compile(r"\b(?:after|following)\b", re.IGNORECASE)
_LABEL = re.compile(r"(?P<title>[A-Z][A-Z.’' -]{2,50}):\s")
_OFFICE = re.compile(
    r"(?P<chief>PRESIDENT|PREMIER|PRIME MINISTER|CHANCELLOR|TAOISEACH|KING|QUEEN|EMIR|AMIR|SULTAN|CROWN PRINCE|VICE PRESIDENT|CHAIRMAN)"
    r"|SECRETARY|MINISTER|AMBASSADOR|ENVOY|REPRESENTATIVE|GENERAL\b"
)
_READOUT = re.compile(
    r"(?:readout|statement|background press call|press call)\b.{0,120}?\b(?:(?P<call>(?:phone |video )?calls?|conversations?|video conference)|meetings?|trip|travel|visit)\b"
    r" (?:with|to|between|by)\b",
    re.IGNORECASE,
)
_FIRST = frozenset({"i", "we", "our", "my", "us", "me"})
_CHIEF = frozenset({"leader"})
_OF_IT = re.compile(
    r"\b(?:discuss\w*|conversations?|meetings?|met\b|talks?\b|talked|consultations|welcom\w+|hospitality|exchange (?:of )?(?:ideas|views)"
    r"|exchanged|negotiat\w+|here (?:today|with (?:us|me|you)))"
)
_HELD = re.compile(
    r"\b(?:just|we|we['’]ve|i|i['’]ve|you and i) (?:both |also |have |just )*(?:discussed|talked about|spoke about|concluded|exchanged|reviewed)\b|\bour (?:meeting|discussions?|conversations?|talks)(?: today)? (?:was|were|has|have|centered|focused|covered)"
    r"|\bin our (?:meeting|discussions?|conversations?|talks)|\b(?:outcome of|in|during) (?:this|our|today['’]s|the) (?:meeting|talks|discussion)"
    r"|\bhad (?:a|an|very|some) (?:[a-z-]+,? ){0,4}(?:discussions?|(?<!time )meetings?|conversations?|talks|exchange|opportunity to (?:discuss|talk|meet|exchange))"
)
_COMING = re.compile(
    r"\b(?:look(?:ing)? forward to|going to (?:be )?(?:discuss|talk|spend|have|meet)|(?:we|i)(?:['’]ll| will) (?:be )?(?:discuss|talk|have))"
)
_WASHINGTON = re.compile(
    r"\b(?:Oval Office|White House|Rose Garden|South Lawn|East Room|Cabinet Room|Roosevelt Room|Diplomatic Room|Blair House|Map Room"
    r"|State Dining Room|South Portico|Grand Foyer)\b"
)


def read_encounter(document: Document, publisher: str | None) -> Row | None:
    """The meeting that a document of joint remarks comes from or leads to; None for all other articles."""
    title = document.headline
    if document.published is None or title is None or not _REMARKS.match(title.text):
        return None
    speakers = list(_speakers(document))
    present = _named(title, publisher)
    sides = list(dict.fromkeys(c for m in present for c in m.parties))
    speaking = list(dict.fromkeys(code for _, code in speakers))
    if len(sides) < 2 or len({*sides, *speaking}) == MOST:
        present, sides = present if len(sides) > 1 else [], list(dict.fromkeys((*sides, *speaking)))
    told = next((s for s in document.sentences if _OF_IT.search(s.text.lower()) and _in_person(s)), None)
    if not 2 <= len(sides) <= MOST or told is None:
        return None
    text = document.text.lower()
    status = _status(title.text, text)
    if status is None:
        return None
    people = [m for m in present if m.kind == "PERSON" and m.name]
    city, country = _place(document)
    return Row(
        status=status,
        sides=sides,
        mediators=[],
        when=When(document.published, document.published, "inferred"),
        city=city,
        country=country,
        level=_level(present, speakers),
        format="direct",
        people=people or _chiefs(document, sides),
        evidence=[(told, PATTERN_ID)],
        strong=True,
        set=True,
    )


def settle_readout(document: Document, rows: list[Row], publisher: str) -> None:
    """Give the first talk of a readout what its headline says of it: whether it was a call, and who spoke."""
    title = document.headline
    told = _READOUT.match(title.text) if title is not None else None
    if title is None or told is None:
        return
    persons = [m for m in title.mentions if m.kind == "PERSON" and m.name and m.parties]
    codes = {c for m in title.mentions if m.kind in ("PERSON", "PARTY") for c in m.parties} | {publisher}
    row = next((row for row in rows if row.status == "held" and {publisher} < {*row.sides} <= codes), None)
    if row is None or row.set:
        return
    if told["call"] and row.city is None:
        row.format = "call"
    known = {word for m in row.people for word in (m.name or "").split()}
    row.people += [m for m in persons if known.isdisjoint((m.name or "").split())]


def _status(title: str, text: str) -> str | None:
    if _BEFORE.search(title):
        return "scheduled"
    if _AFTER.search(title) or _HELD.search(text):
        return "held"
    if _COMING.search(text):
        return "scheduled"
    return "held" if _MEETING.search(title) else None


def _named(title: Sentence, publisher: str | None) -> list[Mention]:
    """The persons of the headline who speak or are met, the host of the document by his office alone too."""
    r = Reading(title)
    head = re.split(r"\b(?:on|about|regarding|marking|honou?ring|to) (?:the )?<", r.typed, maxsplit=1)[0]
    if " and " not in head and not _MEETING.search(title.text):
        return []
    found = [m for m in title.mentions_in(head) if m.role in ("leader", "foreign_minister", "minister", "delegation")]
    host = publisher if any(not m.parties for m in found) else None
    return [m for m in found if m.parties] + (
        [Mention("PARTY", 0, 0, "", parties=(host,), role="leader")] if host is not None else []
    )


def _speakers(document: Document) -> Iterator[tuple[str, str]]:
    """The titles in capitals before a colon, each with the party for which the speaker says "we"."""
    title = ""
    for sentence in document.sentences:
        label = _LABEL.match(sentence.text)
        if label is not None:
            title = label["title"] if _OFFICE.search(label["title"]) else ""
        if title:
            voice = next((m for m in sentence.mentions if m.text.lower() in _FIRST and len(m.parties) == 1), None)
            if voice is not None:
                yield title, voice.parties[0]
                title = ""


def _in_person(sentence: Sentence) -> bool:
    return any(m.kind == "PRON" and m.text.lower() in _FIRST for m in sentence.mentions)


def _level(present: list[Mention], speakers: list[tuple[str, str]]) -> str | None:
    if present:
        return "leaders" if all(m.role in _CHIEF for m in present) else find_level(present, "")
    chiefs = [(office := _OFFICE.search(title)) is not None and office["chief"] is not None for title, _ in speakers]
    return "leaders" if all(chiefs) and "FOREIGN" not in " ".join(t for t, _ in speakers) else None


def _chiefs(document: Document, sides: list[str]) -> list[Mention]:
    """The first person with an office that the text names for each side."""
    found: dict[str, Mention] = {}
    for m in (m for s in document.sentences for m in s.mentions):
        if m.kind == "PERSON" and m.name and m.role in ("leader", "foreign_minister", "minister") and m.parties:
            found.setdefault(m.parties[0], m)
    return [found[c] for c in sides if c in found]


def _place(document: Document) -> tuple[str | None, str | None]:
    """The town of the lines before the first speaker, of the headline, or of a room of the host's house."""
    preamble: list[Sentence] = []
    for sentence in document.sentences[:8]:
        if _LABEL.match(sentence.text):
            break
        preamble.append(sentence)
    for sentence in (*preamble, *([document.headline] if document.headline else [])):
        for m in sentence.mentions:
            if (m.role in ("city", "capital") and m.country) or (m.kind == "PLACE" and m.role == "city"):
                return m.name or m.text, m.country or (m.parties[0] if m.parties else None)
    return ("Washington", "USA") if _WASHINGTON.search(document.text[:3000]) else (None, None)
