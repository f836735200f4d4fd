"""What an extractor reads: one article as typed sentences.

An extractor never sees raw text alone. It sees a `Document`: sentences whose mentions (parties, people, places,
dates, quantities, ...) were found, normalized and resolved before, and for each sentence its *typed* form, in which
every mention is replaced by a token `<KIND:i>`, `i` being the position in `Sentence.mentions`:

    Russia proposed a ceasefire for two-to-three days, Vladimir Medinsky said.
    <PARTY:0> proposed a ceasefire for <NUM:1>, <PERSON:2> said.

Patterns are regular expressions over the typed form, so that one rule serves all actors, places and numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from transforms.lazy import lazy

TOKEN = re.compile(r"<([A-Z]+):(\d+)>")
_NUMBERED = re.compile(r"<[A-Z]+:(\d+)>")
# Letters that expressions which ignore case take for i, s and k; the first is two letters in lower case.
_LOWER_LETTERS = str.maketrans("İıſ\u212a", "iisk")
_LOWER = re.compile("[İıſ\u212a]")

KINDS = ("PARTY", "DEM", "PERSON", "PLACE", "ORG", "OUTLET", "DATE", "NUM", "PRON")


@dataclass(frozen=True, slots=True)
class DateValue:
    """An interval of days, never more precise than its words.

    `start`/`end` are None when the words need a publication date and there is none. `precision` is one of
    day, days, week, month, year, vague; `basis` is stated (calendar date), relative (weekday, "next week":
    resolved against the publication date), inferred. `past`/`future` direction is decided by the tense of the clause.
    """

    start: date | None
    end: date | None
    precision: str
    basis: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A stated amount: point value with hedge (codebook section 0), bounds for a range, unit (codebook section 4)."""

    value: float
    approx: str
    unit: str
    low: float | None = None
    high: float | None = None
    noun: str | None = None


# Mentions and sentences are never changed once made; `frozen` would only make each of them three times as dear.
@dataclass(slots=True)
class Mention:
    """One typed span; `start`/`end` are offsets into the article text, `text` is exactly that slice.

    kind      PARTY   a state, group or organisation with a code, as actor: its name, its capital standing for it,
                      or a noun phrase that stands for it ("the Russian delegation", "Ukrainian officials",
                      "the Foreign Ministry in Kyiv", "the two sides")
              DEM     a demonym that modifies something that is no actor ("Russian demands", "Turkish soil")
              PERSON  a named person, the span including titles ("Ukrainian Defense Minister Rustem Umerov")
              PLACE   a place meant as a place (after in, at, near, ...)
              ORG     an organisation without a code ("World Food Program")
              OUTLET  a news outlet or channel ("Interfax", "state television")
              DATE    a date or span of days; NUM a quantity with its unit word; PRON a pronoun
    id        party code, person id, place id, outlet or organisation name; None when only the form is known
    parties   the codes it stands for when it acts; for PLACE the country's code; for PRON those of its antecedent
    role      PARTY: name, capital, people, official, delegation, ministry, government, leader, forces, group, sides;
              PERSON: leader, foreign_minister, defence_minister, minister, envoy, negotiator, spokesman, official,
              commander, mediator, other
    name      PERSON and PRON: the fullest name in the article; PLACE: city or region name; ORG/OUTLET: its name
    country   PLACE: ISO 3166-1 alpha-3
    """

    kind: str
    start: int
    end: int
    text: str
    id: str | None = None
    parties: tuple[str, ...] = ()
    role: str | None = None
    name: str | None = None
    country: str | None = None
    when: DateValue | None = None
    quantity: Quantity | None = None

    def __hash__(self) -> int:
        return hash((self.kind, self.start, self.end, self.text))

    def of(self, parties: tuple[str, ...]) -> Mention:
        """The same words, standing for these parties."""
        return self.read_as(self.kind, self.id, parties, self.role, self.name)

    def read_as(
        self, kind: str, ident: str | None, parties: tuple[str, ...], role: str | None, name: str | None
    ) -> Mention:
        """The same words, read otherwise; many times faster than `dataclasses.replace`."""
        return Mention(
            kind, self.start, self.end, self.text, ident, parties, role, name, self.country, self.when, self.quantity
        )


@dataclass(frozen=True, slots=True)
class Claim:
    """A part of a sentence that somebody is said to have said; offsets into the article text.

    `speaker` is the person's full name, else a party code, else an organisation's name (codebook, attribution);
    `parties` the codes the speaker stands for; `via` the outlet or document that relays it.
    """

    start: int
    end: int
    speaker: str | None
    parties: tuple[str, ...] = ()
    via: str | None = None
    quoted: bool = False


@dataclass(eq=False)
class Sentence:
    """One sentence of an article: `text == article_text[start:end]`."""

    number: int
    paragraph: int
    start: int
    end: int
    text: str
    mentions: tuple[Mention, ...] = ()
    claims: tuple[Claim, ...] = ()

    @lazy
    def typed(self) -> str:
        """The sentence with every mention replaced by its token."""
        text, base = self.text.replace("<", "‹"), self.start
        parts, at = [], 0
        for i, m in enumerate(self.mentions):
            parts.append(f"{text[at : m.start - base]}<{m.kind}:{i}>")
            at = m.end - base
        parts.append(text[at:])
        return "".join(parts)

    @lazy
    def _ends(self) -> list[int]:
        """Where in the typed form each token ends."""
        return [m.end() for m in _NUMBERED.finditer(self.typed)]

    @lazy
    def text_lower(self) -> str:
        """The text in lower case; seldom a little longer than the text itself."""
        return self.text.lower()

    @lazy
    def typed_lower(self) -> str:
        """The typed form in lower case, letter by letter, so that a place in one is the same place in the other."""
        typed = self.typed
        return typed.translate(_LOWER_LETTERS).lower() if _LOWER.search(typed) else typed.lower()

    def said(self, claims: Sequence[Claim]) -> Sentence:
        """The sentence with claims; the typed form is kept, since it does not change."""
        if not claims:
            return self
        with_claims = Sentence(
            self.number, self.paragraph, self.start, self.end, self.text, self.mentions, tuple(claims)
        )
        with_claims.__dict__["typed"] = self.typed
        return with_claims

    def untyped(self, typed_span: str) -> str:
        """The verbatim words of a piece of the typed form."""
        if "<" not in typed_span:
            return typed_span
        pieces = _NUMBERED.split(typed_span)
        for i in range(1, len(pieces), 2):
            pieces[i] = self.mentions[int(pieces[i])].text
        return "".join(pieces)

    def offset(self, typed_position: int) -> int:
        """The article offset of a position in the typed form, from the last token (or the beginning) before it."""
        last = bisect_right(self._ends, typed_position) - 1
        if last < 0:
            return self.start + typed_position
        return self.mentions[last].end + typed_position - self._ends[last]

    def mentions_in(self, typed_span: str) -> list[Mention]:
        """The mentions whose tokens stand in a piece of the typed form, in order."""
        mentions = self.mentions
        return [mentions[int(number)] for number in _NUMBERED.findall(typed_span)]

    def claim_at(self, offset: int) -> Claim | None:
        """The innermost claim that covers an article offset."""
        if not self.claims:
            return None
        covering = [c for c in self.claims if c.start <= offset < c.end]
        return min(covering, key=lambda c: c.end - c.start) if covering else None


@dataclass(frozen=True)
class Document:
    """One article ready for extraction. `sides` are the two (seldom more) parties the article is mainly about.

    `publisher` is the party whose office publishes it, if one does; `voice` the party that says "we" in it first outside
    quotes: whose statement it is, or who answers. `local` are the sides by number of a sentence where they are others.
    """

    article_id: str
    title: str | None
    published: date | None
    outlet: str | None
    text: str
    language: str | None
    sentences: tuple[Sentence, ...]
    sides: tuple[str, ...] = ()
    headline: Sentence | None = None
    publisher: tuple[str, ...] = ()
    voice: tuple[str, ...] = ()
    local: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def sides_at(self, sentence: Sentence) -> tuple[str, ...]:
        """The sides where a sentence stands: a question to an office brings up others than the article's."""
        return self.local.get(sentence.number, self.sides)

    @lazy
    def numbered(self) -> dict[int, Sentence]:
        """The sentences by their number."""
        return {s.number: s for s in self.sentences}
