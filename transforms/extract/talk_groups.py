"""Who stands where in a sentence: actors that are listed together, and the word that governs each list.

    Envoys of <PARTY:0> met <PERSON:1> and <PARTY:2>'s <PERSON:3> in <PLACE:4>
    -> Group(<PARTY:0>, preposition "of"), Group(<PERSON:1>, <PARTY:2>, <PERSON:3>)

Offsets are into the typed form of the sentence (`transforms/document.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from string import ascii_letters
from types import MappingProxyType
from typing import NamedTuple

from transforms.attribution import SAY
from transforms.document import Mention, Sentence
from transforms.lazy import lazy

RELATIVE = frozenset({"who", "which", "that", "whom", "what"})
REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "ourselves", "there", "here"})
POSSESSIVE = frozenset({"his", "her", "its", "their", "our", "my", "your", "whose"})
OBLIQUE = frozenset(
    """of in at to from with without by for against near on over inside under into between among about after before
    via through toward towards including despite like than until since upon around amid as a an""".split()
)

_TITLE = r"(?:(?:Mr|Mrs|Ms|Messrs|Sheikh|Sheik|King|Emir|Gen|Lt|Col|Dr)\.?\s)?"
_EQUALS = r"(?:counterpart|opposite\snumber|homologue|colleague)"
_EQUAL = re.compile(_EQUALS)
_UNIT = re.compile(
    rf"(?=[<MSKEGLCDYy])(?:(?:<PRON:\d+>\s)?<DEM:\d+>\s(?:[a-z-]+\s){{0,2}}{_EQUALS},?\s<PERSON:\d+>|<PRON:\d+>\s(?:[a-z-]+\s){{0,2}}{_EQUALS}"
    rf",?\s<PERSON:\d+>|{_TITLE}<(?:PARTY|PERSON|PRON):\d+>"
    rf"(?:['’]s?\s{_TITLE}<PERSON:\d+>|\s(?:of|for)\s<(?:PARTY|PLACE|PERSON):\d+>(?!['’]))?|\b[Yy]our?\b)"
)
_WHOSE = re.compile(rf"<PRON:\d+>\s(?=(?:<DEM:\d+>\s)?(?:[a-z-]+\s){{0,2}}{_EQUALS})")
_JOIN = re.compile(
    r"(?:,\s|,?\sand\s|\sand,\s|/|\s&\s|\s?[-–]\s?|,?\s(?:as\swell\sas|along\swith|together\swith|alongside)\s)"
    r"(?:(?:with|of|those\sof|that\sof|also|both|the|its|from|for|between)\s){0,2}"
)
_BEFORE = re.compile(
    r"([A-Za-z’'-]+)\s+(?:(?:the|an?|both|either|all|its|their|his|her|some|senior|(?:(?:Prime|Foreign|Defen[cs]e) )?(?:Presidents?|Ministers?)|[“\"])\s*)*$"
)
_ARTICLES = re.compile(r"(?:the|an?|both|either|all|its|their|his|her|some|senior|Presidents?|Ministers?)+")
_LETTERS = f"{ascii_letters}’'-"
_SPEAKS = re.compile(rf",?\s(?:[a-z]+ly\s|also\s|later\s|then\s|has\s|had\s|have\s)?{SAY}\b(?!\sas\b)")
_YOU = re.compile(r"\b[Yy]our?\b")
# "the President's been", "the Secretary'll see": a verb, no owner
_CONTRACTED = re.compile(
    r"['’](?:(?:ll|d|ve|re)\b|s\s(?:been|going|gone|got|had|met|spoken|talked|told|said|made|asked|done|not|also|just|now|still|already|always"
    r"|never|coming|talking|speaking|meeting|seeing|working|trying|heading|in|on|at|here|there|back|out|with|to|the|an?)\b)"
)
_TOKEN = re.compile(r"<([A-Z]+):(\d+)>")
_SPOKE = re.compile(rf"(?:[,”\"’?!]\s{SAY}|\b[Aa]ccording\sto)\s(?:(?:the|an?)\s)?$")
_REPORTING = frozenset({"", "to"})  # "..., Y said" and "according to Y" name a source, not whom X met
_ACTING = frozenset({"of", "from", "for", "before", "after", "until", "since", "than", "between", "by", "as"})
_VERBAL = re.compile(r"(?:\s(?:[a-z]+|<(?:DATE|PLACE|NUM):\d+>))*\s?")
STRONG = re.compile(r"[;“”]|:\s|\s[—–]\s|\s-{1,2}\s")
_ASIDE = re.compile(
    r"\s[–—-]{1,2}\s(?P<aside>[^–—;]{1,160}?)\s[–—-]{1,2}\s(?:(?:has|have|had|will|would|also|jointly|then|both|are|were|to)\s)*$"
)
_JOINING = frozenset({"between", "among", "of"})
_MAN = re.compile(
    r"['’]s?\s(?:[a-z-]+\s){0,2}(?:chiefs?|leaders?|ministers|commanders|directors?|advis[eo]rs?|secretar(?:y|ies)|generals|head|envoy|negotiator|representative|commander|minister|delegates?|delegation|team|negotiators|envoys"
    r"|representatives|officials|aides?|emissar(?:y|ies)|side|man|diplomats?)(?:\sgeneral)?(?:\sof(?:\s[a-z]+){1,3}?)?\s(?:(?:has|had|have|also|then|again|later)\s)*"
)
_WHOSE_MAN = re.compile(r"['’]s?\s(?:[a-z-]+\s){0,4}[a-z-]+,")
_CLAUSE = re.compile(
    r"(?=[;“”—:,\s])(?:[;“”—]|:\s|\s[–-]{1,2}\s|,?\s(?:but|while|whereas|although|though|when|because|unless|if|where|whose)\s"
    r"|,?\s(?:after|before|until|since|as)\s(?!(?:the\s|a\s|an\s|early\s|mid-|late\s|well\s)?<(?:DATE|NUM)"
    r"|an?\s(?:[a-z]+\s)?(?:venue|host|site|mediator|go-between|guarantor)\b)"
    r"|,\s(?:and|which|who|so|then|adding|saying|with)\s|,\s<PRON:\d+>\s|\sand\s(?=<(?:PRON|PERSON|PARTY):\d+>\s(?!(?:to|in|on|at|for|from|by|and|or|as|of|over)\s)[a-z]))"
)


def _word_before(typed: str) -> str:
    """The last word, articles and the like passed over; empty when something else stands there."""
    if typed[-1:].isspace() and (words := typed.rsplit(None, 1)):
        last = words[-1]
        word = last[len(last.rstrip(_LETTERS)) :]
        if not word or not _ARTICLES.fullmatch(word):
            return word
    before = _BEFORE.search(typed)
    return before[1] if before else ""


class Group(NamedTuple):
    """Actors named together; `preposition` is the word before them, `speaks` says that they are the source of a report."""

    start: int
    end: int
    mentions: tuple[Mention, ...]
    preposition: str
    possessive: bool
    speaks: bool

    @property
    def codes(self) -> tuple[str, ...]:
        """The parties that they stand for, in order."""
        return tuple(dict.fromkeys(code for m in self.mentions for code in m.parties))

    @property
    def oblique(self) -> bool:
        """Whether a preposition governs them, so that they are not the subject of a verb."""
        return self.preposition in OBLIQUE


def _whose_man(typed: str, end: int, verb: int) -> bool:
    """ "the rebels' political chief met": the verb of one who belongs to a group."""
    return typed[end : end + 1] in ("'", "’") and _MAN.fullmatch(typed, end, verb) is not None


class Reading:
    """One sentence as an extractor reads it: its actors in groups, its clauses.

    `asked` is whom a question calls "you"; `known` are the persons for whom words like "I" stand.
    """

    def __init__(
        self, sentence: Sentence, asked: str | None = None, known: Mapping[str, Mention | None] = MappingProxyType({})
    ) -> None:
        self.sentence = sentence
        self.asked = asked
        self.known = known
        self.typed = sentence.typed
        self.lowered = sentence.text_lower

    @lazy
    def names_parties(self) -> bool:
        """Whether a party stands in the sentence, or is addressed in it."""
        return self.asked is not None or any(m.parties for m in self.sentence.mentions)

    @lazy
    def groups(self) -> tuple[Group, ...]:
        """The groups of actors in order."""
        return tuple(self._grouped())

    @lazy
    def cuts(self) -> list[tuple[int, int]]:
        """Where clauses end and begin."""
        between = [g for g in self.groups if g.preposition in _JOINING]
        cuts = (m.span() for m in _CLAUSE.finditer(self.typed))
        return [(s, e) for s, e in cuts if not any(g.start < s and e < g.end for g in between)]

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """The clause around a span: up to the next conjunction or strong punctuation on either side."""
        left, right = 0, len(self.typed)
        for cut_start, cut_end in self.cuts:
            if cut_end <= start:
                left = cut_end
            elif cut_start >= end:
                right = cut_start
                break
        return left, right

    def crosses(self, start: int, end: int) -> bool:
        """Whether strong punctuation stands between two positions."""
        return STRONG.search(self.typed, start, end) is not None

    def subject(self, position: int) -> Group | None:
        """Who acts in the verb at a position: the nearest actors before it that no preposition governs.

        Right before the verb "experts from X and Y" and "before X and Y met" act too.
        """
        nearest: Group | None = None
        aside = _ASIDE.search(self.typed, 0, position)  # what stands between two dashes right before the verb
        for group in reversed(self.groups):
            if group.end > position:
                continue
            if aside is not None:
                if group.start > aside.start():
                    if (group.start, group.end) == aside.span("aside"):
                        return group  # "the guarantors – X, Y and Z – met"
                    continue
                if self.crosses(group.end, aside.start()):
                    break
            elif self.crosses(group.end, position):
                break
            if nearest is None and group.preposition in _ACTING and not group.possessive:
                nearest = group if _VERBAL.fullmatch(self.typed, group.end, position) else None
                if nearest is not None:
                    return nearest
            if (not group.possessive and not group.oblique) or _whose_man(self.typed, group.end, position):
                return group
        return None

    def following(self, position: int, words: frozenset[str], reach: int = 90) -> Group | None:
        """The first actors after a position that one of `words` governs, or (word "") that stand right there."""
        for group in self.groups:
            if group.start < position:
                continue
            if group.start - position > reach or self.crosses(position, group.start):
                return None
            if group.speaks and group.preposition in _REPORTING:
                return None
            if group.preposition in words or ("" in words and not self.typed[position : group.start].strip(" ")):
                return group
            if not group.oblique and not group.possessive:
                return None
        return None

    def _grouped(self) -> Iterator[Group]:
        start = end = -1
        closed = False  # "by A, B and C, D and E agreed": after "and C" the list of those who helped is at its end
        for unit in _UNIT.finditer(self.typed):
            if self._pronoun(unit) in REFLEXIVE or (self.asked is None and unit.group()[0] in "Yy"):
                continue
            gap = self.typed[end : unit.start()]
            if start >= 0 and not (closed and gap == ", ") and self._joined(gap, unit):
                closed = gap.strip(" ,").startswith("and") and self.typed[max(0, start - 4) : start].lower().endswith(
                    "by "
                )
                end = unit.end()
                continue
            closed = False
            if start >= 0:
                yield self._group(start, end)
            start, end = unit.span()
        if start >= 0:
            yield self._group(start, end)

    def _joined(self, gap: str, unit: re.Match[str]) -> bool:
        if gap == ", " and _WHOSE_MAN.match(self.typed, unit.end()):
            return False  # "X, Y's envoy, flew to": X is Y's envoy
        own = self._pronoun(unit) in RELATIVE | POSSESSIVE and _EQUAL.search(unit.group()) is None
        if own or not _JOIN.fullmatch(gap):
            return False
        return not (gap.startswith(",") and "and" not in gap and _SPEAKS.match(self.typed, unit.end()))

    def _pronoun(self, unit: re.Match[str]) -> str:
        first = _TOKEN.search(unit.group())
        return self.sentence.mentions[int(first[2])].text.lower() if first and first[1] == "PRON" else ""

    def _known(self, m: Mention) -> Mention:
        """A word like "I" with the name of the person for whom it stands."""
        person = self.known.get(m.text.lower())
        if person is None or m.name or m.parties != person.parties:
            return m
        return m.read_as("PRON", person.id, m.parties, person.role, person.name)

    def _group(self, start: int, end: int) -> Group:
        typed = self.typed
        words = typed[start:end]
        if "counterpart" in words:
            words = _WHOSE.sub("", words)
        mentions = tuple(self._known(m) for m in self.sentence.mentions_in(words))
        if self.asked is not None and (you := _YOU.search(typed, start, end)) is not None:
            mentions = (*mentions, Mention("PRON", 0, 0, you.group(), parties=(self.asked,)))
        before = _word_before(typed[max(0, start - 40) : start])
        last = mentions[-1]
        owns = typed[end : end + 1] in ("'", "’") and _CONTRACTED.match(typed, end) is None
        possessive = last.text.lower() in POSSESSIVE if last.kind == "PRON" else owns
        speaks = _SPEAKS.match(typed, end) is not None or _SPOKE.search(typed[max(0, start - 30) : start]) is not None
        return Group(start, end, mentions, before.lower(), possessive, speaks)
