"""Whose words the article is and whose plan is on the table: "the plan", "it" and "under the proposal" stand for the last paper whose owner was named."""

from __future__ import annotations

import re

from ahocorasick_rs import AhoCorasick

from transforms.document import Document, Sentence
from transforms.extract.demand_subject import Voice, voice_of

PAPER = (
    r"(?:proposals?|plan|draft|paper|outline|blueprint|framework|initiative|formula|offer|road ?map|document|text|counter-?proposal"
    r"|counter-?offer|memorandum|scheme|proposed (?:deal|truce|agreement|ceasefire|cease-fire|accord|settlement))"
)
_ACTORS = r"<(?:PARTY|PERSON|ORG):\d+>(?:(?:, (?:and )?| and )(?:the )?<(?:PARTY|PERSON|ORG):\d+>)*"
_WORDS = r"(?:(?:[a-z][a-z-]+|<NUM:\d+>(?:-[a-z]+)?|<DATE:\d+>)[ -]){0,4}"
_OWNED = (
    re.compile(
        rf"(?P<by><(?:PARTY|PERSON|DEM|ORG|PRON):\d+>)(?:['’]s?)?(?:-(?:led|backed|brokered|drafted|sponsored|mediated|proposed|authored))? {_WORDS}{PAPER}\b"
    ),
    re.compile(
        rf"\b{PAPER}\b(?:,?[^,;.]{{0,40}}? (?:drafted|put forward|presented|unveiled|tabled|proposed|floated|drawn up|submitted|put together|brokered"
        rf"|mediated|offered|made|laid out|announced|outlined|handed over|backed))? (?:by|from) (?P<by>{_ACTORS})"
    ),
    re.compile(
        rf"\b{PAPER}\b,? (?:that|which) (?P<by>{_ACTORS})(?: (?:has|have|had|also|first|[a-z]+ly|itself))* (?:presented|put forward|unveiled|tabled|proposed|floated|drew up|drawn up|drafted"
        r"|submitted|offered|made|laid out|announced|outlined|handed over|circulated|sent|brought|left|gave|wrote|written)\b"
    ),
    re.compile(
        rf"(?P<by>{_ACTORS})(?:,[^,;]{{3,80}},)? (?:(?:has|have|had|also|now|then|[a-z]+ly|<DATE:\d+>|on <DATE:\d+>) )*(?:presented|put forward|put down|unveiled|tabled|proposed"
        rf"|offered|floated|submitted|laid out|drew up|drafted|handed over|announced|outlined|set out|made|came up with|put together) (?:a|an|the|its|their|<PRON:\d+>|<DEM:\d+>) {_WORDS}{PAPER}\b"
    ),
)
_NAMED = re.compile(rf"\b(?!offer\b|document\b|text\b|paper\b){PAPER}\b(?! to\b)", re.IGNORECASE)
# One of these stands in every sentence about a paper.
_STEMS = AhoCorasick(
    "proposal,plan,draft,paper,outline,blueprint,framework,initiative,formula,offer,roadmap,road map,document,text"
    ",memorandum,scheme,proposed".split(",")
)
_POSSESSIVE = frozenset({"its", "their", "his", "her", "our", "my"})
_WE = frozenset({"we", "our", "i", "us", "my"})
# "PRESIDENT CARTER:", "MS. DUNN:", "Q" at the head of a sentence: somebody else has the floor from here.
_LABEL = re.compile(r"(?:(?P<asks>Q|QUESTION:|REPORTER:)|(?P<who>[A-Z][A-Z.’' #-]{2,40}):)\s")
REACH = 3  # sentences over which the terms of a plan are told


class Papers:
    """The owner of the paper spoken of, and where its terms were last told; read sentence by sentence."""

    def __init__(self, document: Document) -> None:
        self.owner: Voice | None = None
        self._told = -REACH - 1
        self._voices = _voices(document)
        self.own = self._voices[0][1]
        if document.headline is not None:
            self._read_owner(document.headline)

    def read(self, s: Sentence) -> None:
        """Take note of who has the floor in a sentence, and of a paper whose owner it names; the last one counts.

        `own` is the voice of the article itself there, None in a report and in a reporter's question.
        """
        while len(self._voices) > 1 and self._voices[1][0] <= s.number:
            del self._voices[0]
        self.own = self._voices[0][1]
        self._read_owner(s)

    def _read_owner(self, s: Sentence) -> None:
        if not _STEMS.find_matches_as_indexes(s.typed_lower):
            return
        if _NAMED.search(s.typed):
            self.tell(s)
        found = [m for regex in _OWNED for m in regex.finditer(s.typed)]
        for m in sorted(found, key=lambda m: m.start()):
            mentions = s.mentions_in(m["by"])
            if mentions[0].kind == "PRON" and mentions[0].text.lower() not in _POSSESSIVE:
                continue
            voice = voice_of(mentions, None)
            if voice is not None:
                self.owner = Voice(voice.parties)

    def tell(self, s: Sentence) -> None:
        """A term was told in this sentence."""
        self._told = s.number

    def going_on(self, s: Sentence) -> bool:
        """Whether a sentence can still tell terms."""
        return self.owner is not None and s.number - self._told <= REACH


def _voices(document: Document) -> list[tuple[int, Voice | None]]:
    """Whose words the article is, from which sentence on: of several speakers each one's own turn.

    A guest among the speakers is named; who publishes the article speaks for it without a name.
    """
    voice = Voice(document.voice) if document.voice else None
    host = Voice(document.publisher) if document.publisher else voice
    known = _surnames(document)
    turns: list[tuple[int, Voice | None]] = [(0, voice)]
    speaker: str | None = None
    unknown = False
    for s in document.sentences:
        if (label := _LABEL.match(s.text)) is not None:
            unknown = label["asks"] is None
            speaker = label["who"].split()[-1].title() if label["who"] else None
            turns.append((s.number, known.get(speaker or "", host) if unknown else None))
        if unknown and (said := _first_person(s)) is not None:
            guest = host is not None and set(said.parties) != set(host.parties)
            turns[-1], unknown = (turns[-1][0], Voice(said.parties, speaker if guest else None)), False
    return turns if len(turns) > 2 else turns[:1]


def _surnames(document: Document) -> dict[str, Voice]:
    """The party of each person named in an article, by surname."""
    named = [m for s in (document.headline, *document.sentences) if s for m in s.mentions if m.kind == "PERSON"]
    return {m.name.split()[-1].title(): Voice(m.parties) for m in named if m.name and m.parties}


def _first_person(s: Sentence) -> Voice | None:
    """The party that says "we" or "I" in a sentence."""
    return next(
        (Voice(m.parties) for m in s.mentions if m.kind == "PRON" and m.parties and m.text.lower() in _WE), None
    )
