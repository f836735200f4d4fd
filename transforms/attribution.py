"""Who says it: the parts of each sentence that somebody is said to have said, and the outlet that relays it.

Constructions of reported speech in news: "X, SOURCE said", "SOURCE said that X", "according to SOURCE", "OUTLET
reported, citing SOURCE", "by SOURCE's count", "SOURCE's claim that X", and quotations that go on over sentences.
The innermost claim around a place is the one that holds there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from transforms.document import Claim, Mention, Sentence
from transforms.saying import SAY, SAYS, find_cues

__all__ = ["SAY", "with_claims"]

TOKEN_SOURCE = r"(?:(?:the|The|Mr|Mrs|Ms|Dr)\.?\s)?<(?:PERSON|PARTY|ORG|OUTLET|PRON):\d+>(?:['’]s?\soffice)?"
_NOUN = (
    r"(?<![\w’'-])(?:(?:a|an|the|local|several|some|two|one|many|its|their|<PRON:\d+>|<DEM:\d+>|<NUM:\d+>|<PLACE:\d+>['’]s|<PARTY:\d+>(?:['’]s)?|<ORG:\d+>['’]s)\s)*"
    r"(?:<PARTY:\d+>-(?:run|led|backed|controlled)\s)?(?:[a-z][a-z’'-]+\s){0,3}(?:official|officials|medics|doctors|police|witnesses|residents|group|groups|monitors?|observers"
    r"|sources?|analysts?|experts?|authorities|agency|agencies|committee|office|report|reports|ministry|army|military|statement"
    r"|document|media|activists|organi[sz]ers|rescuers|hospital|hospitals|prosecutors|investigators|spokesman|spokeswoman"
    r"|spokesperson|diplomats?|organi[sz]ation|union|rights group|watchdog|pollster|poll|survey|data|figures|people familiar with [a-z ]+"
    r"|newspaper|paper|broadcaster|station|tabloid|news service|news agency|department|commission|service|charity|charities|workers|relatives|families|lawyers?|organi[sz]ers|mayor|governor|council|officers?|veterans|observatory|syndicate|coroner|rebels|refugees|survivors)(?:['’]s?\soffice)?"
)
# A plain noun as source holds one of these; without any, only tokens are looked for, in a third of the time.
_NOUNS = AhoCorasick(
    """official medic doctor police witness resident group monitor observ source analyst expert authorit agenc committee office report
    ministry army military statement document media activist organi rescuer hospital prosecutor investigator spokes diplomat union
    watchdog poll survey data figures familiar paper broadcaster station tabloid news department commission service charit workers
    relatives families lawyer mayor governor council veterans syndicate coroner rebels refugees survivors""".split()
)
SOURCE = rf"(?:{TOKEN_SOURCE}|{_NOUN})"
_WHERE = r"(?:\s(?:there|here|in\s<PLACE:\d+>|of\s<PLACE:\d+>))?"
_ADVERB = r"(?:(?:also|later|then|nevertheless|nonetheless|just|now|has|have|had|further|earlier|again|meanwhile|reportedly|publicly|repeatedly|still|once|himself|themselves|[a-z]+ly)\s)*"
_APPOSITION = r"(?:,\s[^,;]{3,80},|\s\([^)]{2,40}\))?"

# After "he said" only a setting may follow; anything else is what he said ("while medics said 20 were hurt").
_TAIL = (
    r"(?:(?<=told)\s[^,;“\"]{1,90}|\s(?:in|on|at|to|from|after|before|during|as|when|last|this|earlier|later|yesterday|today"
    r"|via|through|by|of|there|here|then|outside|inside|<DATE:\d+>)(?![\w-])[^,;“\"]{0,90})?"
)
# "X, who led the team alongside Y, said": the clause in between is X's
_RELATIVE = r"(?:,\s<PRON:\d+>\s[^;“\"]{3,160}?,(?=\s(?:[a-z]+ly\s|has\s|had\s|also\s)?[a-z]+))?"
_BEFORE, _BEFORE_TOKEN = (
    re.compile(
        rf"(?P<source>{source}){_WHERE}(?:{_APPOSITION}|{_RELATIVE}),?\s(?:(?:which|who)\s)?{_ADVERB}{SAYS}\b(?!\sas\b)(?P<rest>[^\w<“\"]*\S+\s\S+\s.+)",
        re.DOTALL,
    )
    for source in (SOURCE, TOKEN_SOURCE)
)
_AFTER = re.compile(
    rf",[”\"’]?\s(?:(?P<source>{SOURCE}){_WHERE}{_APPOSITION},?\s{_ADVERB}{SAYS}\b|{SAYS}\s(?P<inverted>{SOURCE})){_TAIL}"
    rf"(?=$|[.,;:?!“\"”])"
)
# After a closing quotation mark any verb says it: "growled X", "she shrugged".
_QUOTED = re.compile(
    rf"[,?!.…—][”\"]\s(?:(?P<source>{TOKEN_SOURCE})\s(?:[a-z]+ly\s)?[a-z]{{3,}}(?:ed|s)|[a-z]{{3,}}(?:ed|s)\s(?P<inverted>{TOKEN_SOURCE}))(?=[\s.,;:]|$)"
)
_ACCORDING = re.compile(
    r"(?i:according to)\s(?!(?:this|that|these|those|what|how|whether|(?:the|a|an|its|their|his)?\s?(?:[a-z-]+\s)?"
    r"(?:schedule|timetable|plans?|rules?|laws?|terms|principles?|needs?|protocols?|customs?|traditions?|deal|agreement|size|age|rank)\b))"
    rf"(?P<source>(?:the\s|a\s|an\s)?(?:{SOURCE}|[^,.;“”]{{3,60}}))"
)
_PARENTHESIS = re.compile(r"\b(?:where|which|that|whose),?\s$")
_BY_COUNT = re.compile(
    rf"(?i:by|in|on|at)\s(?P<source>{SOURCE}|<DEM:\d+>)(?:['’]s?)?\s(?:own\s|official\s)?"
    r"(?:accounts?|counts?|tall(?:y|ies)|view|estimates?|reckoning|telling|words|figures|version)\b"
)
_COUNTS = "account count tall view estimate reckoning telling words figures version data".split()
_BY_COUNT_OF = re.compile(
    rf"\b(?i:by|on)\s(?:the|an)\s(?:counts?|tally|data|figures|estimates?|account|reckoning)\sof\s(?P<source>{SOURCE}|[A-Z][\w-]+)"
)
_PUT_AT = re.compile(
    rf"(?P<amount>(?:put|estimated|reckoned|given|and)\s(?:at|as)\s<NUM:\d+>)(?:\s[a-z]+){{0,2}}?\sby\s(?P<source>{SOURCE})"
)
_PUT_BY = re.compile(
    rf"\b(?:put|estimated|reckoned)\sby\s(?P<source><PRON:\d+>\s(?:own\s)?(?:[a-z]+\s)?officials|{SOURCE})\s(?P<amount>at\s<NUM:\d+>)"
)
_AND_SAYS = re.compile(
    rf"(?P<source>{TOKEN_SOURCE})\s[^;“\"]*?\s(?:and|but)\s{_ADVERB}(?:said|says)\b(?P<rest>\s.+)", re.DOTALL
)
_SETTING = re.compile(r"(?:In|On|At|By|Since|For|Over|During|Overnight|Of)\b[^,]*,?")
_PARTS = re.compile(
    r"[^,;]{0,40}[,;]\s(?:and\s)?(?:<NUM:\d+>(?:\s[a-z]+)?\s(?:of|more|others)\b|including\b|among\b|of\swh)"
)
# "Storms, the agency recalls, killed 40": the source stands inside its own words.
_INSERTED = re.compile(
    r",\s(?!(?:but|while|whereas|although|though|as|speaking|citing|quoting|referring|adding|noting|stressing|saying|after)\b)"
)
_ASSERTIONS = "claim assertion estimate statement report allegation insistence contention".split()
_NOMINAL = re.compile(
    rf"(?P<source>{TOKEN_SOURCE}|<DEM:\d+>)(?:['’]s?)?\s(?:claims?|assertion|estimate|statement|report|allegation|insistence|contention)"
    r"\s(?:that\s|of\s)?(?P<rest>[^;]+)"
)
_CITING = re.compile(
    rf"(?i:citing|quoting|quoted(?=\s<))\s(?P<source>(?:the\s|a\s|an\s)?(?:{SOURCE}|[a-z][a-z ]{{2,40}}))"
)
_ON_CHANNEL = re.compile(
    r"\b(?:on|via|in a post on|through|to)\s(?:<PRON:\d+>\s|the\s|social media platform\s|messaging app\s|a\s)*(?P<via><OUTLET:\d+>)"
)
_GOING_ON = re.compile(r"\b(?:adding|saying|and|noting|stressing)\s(?:that\s)?|\bthat\s")
_NO_SOURCE = re.compile(
    r"^(?:document|documents|text|sources?|draft|letter|transcript|statement|two sources|people|media reports|(?:two |three |several )?people (?:familiar|close|briefed)\b.*)$"
)
_BARE_OUTLET = re.compile(
    r"^(?:the\s)?(?:news (?:service|agency)|agency|newspaper|paper|broadcaster|magazine|website|tabloid|daily|outlet)$"
)
_ONE_TOKEN = re.compile(r"(?:(?:the|The|Mr|Mrs|Ms|Dr)\.?\s)?<[A-Z]+:\d+>(?:['’]s?\soffice)?")
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|one|The|A|An)\s")
# bodies that have a name of their own and do not speak for a state
_OWN_BODY = re.compile(
    r"-(?:run|controlled)\b|\b(?:media|prosecutors?|doctors|medics|activists|hospitals?|organi[sz]ers|monitors|observers)$"
)
_LEADING = re.compile(r"^(?:[Tt]he|Gen|Gen\.|Col|Col\.|Mr|Mr\.|Mrs|Ms|Dr|Dr\.)\s(?=\S)")
# Officials of a town or a court do not speak for the state.
_LOCAL = re.compile(
    r"(?:[Tt]he |[Aa]n? )?(?:[a-z]+ )?(?:mayor|governor|police|prosecutors?|council|medics|doctors|hospitals?|rescuers)"
)
# A clause with a source of its own begins; "; 30 of them ..." only goes on with the one before.
_BOUNDARY = re.compile(
    rf";\s(?!(?:and\s)?<NUM:\d+>(?:\s[a-z]+)?\s(?:of|more|others)\b)|,\s(?:while|whereas)\s(?=(?:in\s<PLACE:\d+>\s)?{SOURCE}\s{_ADVERB}{SAYS}\b)"
)
# "Chilean Foreign Minister X: “We ...": a line of a list of what is said
_LABEL = r"(?:<(?:PERSON|PARTY|ORG|OUTLET|DEM|PLACE):\d+>(?:['’]s)?|[A-Z][\w.’'-]*|of|for|and|the|to|in)"
_LABELLED = re.compile(rf"(?P<who>{_LABEL}(?:,?\s{_LABEL}){{0,14}}):\s(?=[“\"])")
_LAST_NAMED = re.compile(r"[^“\"]*(?P<source><PERSON:\d+>|<(?:PARTY|ORG|OUTLET):\d+>)")
# what may stand behind the name in a line above quotations
_TITLE = re.compile(r"(?:[A-Z][\w.’-]* )*")
_ON_AIR = re.compile(r"(?:,? (?:on|at|in|to|with|via)\b.*|, .*)?")
_LONGEST_HEADING = 120  # characters
_OPEN, _CLOSE = "“", "”"


class _Source(NamedTuple):
    speaker: str | None
    parties: tuple[str, ...]
    via: str | None


def with_claims(sentences: Sequence[Sentence], voice: tuple[str, ...]) -> list[Sentence]:
    """The sentences with their claims; `voice` is the party whose statement the whole article is, if it is one."""
    attributor = _Attributor(voice)
    under = _headings(sentences)
    said = [attributor.claims(s, under.get(s.paragraph)) for s in sentences]
    for at in range(len(sentences) - 2, -1, -1):
        if (
            sentences[at].text[:1] in '“"'
            and not attributor.explicit[at]
            and (source := _named_later(sentences, said, at))
        ):
            for number in range(at, source[0]):
                s = sentences[number]
                claim = source[1]
                said[number] = [Claim(s.start, s.end, claim.speaker, claim.parties, claim.via, True)]
    return [s.said(claims) for s, claims in zip(sentences, said, strict=True)]


def _headings(sentences: Sequence[Sentence]) -> dict[int, Mention]:
    """The speaker of each paragraph that is one of the quotations under a line with a name ("Minister Smith on Newsnight")."""
    paragraphs = [list(group) for _, group in groupby(sentences, key=lambda s: s.paragraph)]
    found: dict[int, Mention] = {}
    speaker: Mention | None = None
    for group, following in zip_longest(paragraphs, paragraphs[1:]):
        first = group[0]
        if first.text[:1] not in '“"':
            opens = following is not None and following[0].text[:1] in '“"'
            speaker = _of_heading(first) if opens and len(group) == 1 else None
        elif speaker is not None and group[-1].text[-1:] in '”"':
            found[first.paragraph] = speaker
    return found


def _of_heading(s: Sentence) -> Mention | None:
    """The person with whose name a line without an end begins; the rest may be where it was said."""
    if len(s.text) > _LONGEST_HEADING or s.text[-1:] in '.:;,?!…”"':
        return None
    first = next((m for m in s.mentions if m.kind != "DATE"), None)
    if first is None or first.kind != "PERSON":
        return None
    before, behind = s.text[: first.start - s.start], s.text[first.end - s.start :]
    return first if _TITLE.fullmatch(before) and _ON_AIR.fullmatch(behind) else None


def _named_later(sentences: Sequence[Sentence], said: Sequence[Sequence[Claim]], at: int) -> tuple[int, Claim] | None:
    """The speaker of a quotation of several sentences who is named where it ends: "“Go. Stay away,” she said."."""
    if any(mark in sentences[at].text[1:] for mark in '”"'):
        return None
    for number in range(at + 1, min(at + 6, len(sentences))):
        s = sentences[number]
        if s.paragraph != sentences[at].paragraph or s.text[:1] in '“"':
            return None
        if any(mark in s.text for mark in '”"'):
            claim = next((c for c in said[number] if c.start <= s.start + 1), None)
            return (number, claim) if claim is not None and claim.speaker else None
    return None


class _Attributor:
    """Carries the last speaker and outlet from sentence to sentence, for quotes that go on and "the agency said"."""

    def __init__(self, voice: tuple[str, ...]) -> None:
        self.voice = voice
        self.outlet: str | None = None
        self.speaker: _Source | None = None
        self.in_quote = False
        self.explicit: list[bool] = []  # whether a sentence names its source itself

    def claims(self, sentence: Sentence, over: Mention | None = None) -> list[Claim]:
        """The claims of the next sentence; `over` is who says all of it, as a line above its paragraph tells."""
        found = list(self._explicit(sentence))
        if over is not None:
            source = self._of_mention(over, None)
            found.insert(0, Claim(sentence.start, sentence.end, source.speaker, source.parties, source.via, True))
        self.explicit.append(bool(found))
        if not found and self.speaker and self._is_quotation(sentence):
            found = [
                Claim(sentence.start, sentence.end, self.speaker.speaker, self.speaker.parties, self.speaker.via, True)
            ]
        elif found:
            last = found[-1]
            self.speaker = _Source(last.speaker, last.parties, last.via)
        self.in_quote = self._leaves_open(sentence.text)
        for m in sentence.mentions:
            if m.kind == "OUTLET":
                self.outlet = m.name
        return found

    def _is_quotation(self, sentence: Sentence) -> bool:
        """A sentence that lies in a quote, or is nothing but a quote."""
        return self.in_quote or (sentence.text[:1] in '“"' and sentence.text[-1:] in '”"')

    def _leaves_open(self, text: str) -> bool:
        if _OPEN in text or _CLOSE in text:
            return text.rfind(_OPEN) > text.rfind(_CLOSE)
        straight = text.count('"') % 2 == 1
        return not self.in_quote if straight else self.in_quote

    def _explicit(self, s: Sentence) -> Iterator[Claim]:
        typed = s.typed
        if (label := _LABELLED.match(typed)) is not None and not self.in_quote:
            named = _LAST_NAMED.match(label["who"])
            yield self._claim(s, named["source"] if named else label["who"], label.end(), len(typed), None)
            return
        cues = find_cues(typed)
        if not any(cues) and "”" not in typed and '"' not in typed:
            return
        via = self._via(s, typed)
        for clause_start, clause_end in _clauses(typed):
            clause = typed[clause_start:clause_end]
            here = cues if clause == typed else find_cues(clause)
            yield from self._in_clause(s, clause, clause_start, here, via)

    def _in_clause(
        self, s: Sentence, clause: str, base: int, cues: tuple[bool, bool], via: str | None
    ) -> Iterator[Claim]:
        spoken, named = cues
        end = base + len(clause)
        after = list(_AFTER.finditer(clause)) if spoken else []
        before = (
            (_BEFORE if _NOUNS.find_matches_as_indexes(clause) else _BEFORE_TOKEN).search(clause) if spoken else None
        )
        own = before and after and self._is_first_person(s, before.group("source"))  # "“We told them so,” she said"
        if before and not own and not any(a.start() <= before.start() < a.end() for a in after):
            yield self._claim(s, before.group("source"), base + before.start("rest"), end, via)
        for each in after:
            source = each.group("source") or each.group("inverted")
            yield from self._reported(s, clause, base, each, via)
            if going_on := _GOING_ON.search(clause, each.end()):
                yield self._claim(s, source, base + going_on.end(), end, via)
        if not after and ("”" in clause or '"' in clause) and (m := _QUOTED.search(clause)):
            yield self._claim(s, m.group("source") or m.group("inverted"), base, base + m.start() + 1, via)
            spoken = False
        if named:
            yield from self._named(s, clause, base, via)
        if not after and spoken and before is None and (m := _AND_SAYS.match(clause)):
            yield self._claim(s, m.group("source"), base + m.start("rest"), end, via)

    @staticmethod
    def _is_first_person(s: Sentence, words: str) -> bool:
        return any(m.kind == "PRON" and m.text.lower() in ("i", "we") for m in s.mentions_in(words))

    def _named(self, s: Sentence, clause: str, base: int, via: str | None) -> Iterator[Claim]:
        """Claims without a verb of saying: "according to X", "X's claim that", "by the count of X", "citing X"."""
        end = base + len(clause)
        for m in _NOMINAL.finditer(clause) if any(word in clause for word in _ASSERTIONS) else ():
            yield self._claim(s, m.group("source"), base + m.start("rest"), base + m.end("rest"), via)
        for m in _ACCORDING.finditer(clause):
            at = base + m.start()
            lead = m.start() < 3 or _PARENTHESIS.search(clause, 0, m.start()) is not None
            yield self._claim(s, m.group("source"), at if lead else base, end if lead else at, via)
        counted = any(word in clause for word in _COUNTS)
        for m in _BY_COUNT.finditer(clause) if counted else ():
            yield self._claim(s, m.group("source"), base, end, via)
        for m in _BY_COUNT_OF.finditer(clause) if counted else ():
            yield self._claim(s, m.group("source"), base, end, via)
        if citing := _CITING.search(clause):
            yield self._claim(s, citing.group("source"), base, end, via)
        yield from self._amounts(s, clause, base, via)

    def _reported(self, s: Sentence, clause: str, base: int, m: re.Match[str], via: str | None) -> Iterator[Claim]:
        """The words before "SOURCE said", and those after it when they only go on with them."""
        source = m.group("source") or m.group("inverted")
        lead = clause[: m.start()]
        going_on = _PARTS.match(clause, m.end()) or _INSERTED.match(clause, m.end())
        setting = "<NUM" not in lead and _SETTING.fullmatch(lead) and len(clause) - m.end() > 2
        yield self._claim(s, source, base, base + (len(clause) if going_on or setting else m.start() + 1), via)

    def _amounts(self, s: Sentence, clause: str, base: int, via: str | None) -> Iterator[Claim]:
        """Single amounts with a source of their own: "put at 40 by the army and at 90 by an observatory"."""
        if " by " not in clause or "<NUM" not in clause:
            return
        for m in (*_PUT_AT.finditer(clause), *_PUT_BY.finditer(clause)):
            yield self._claim(s, m.group("source"), base + m.start("amount"), base + m.end("amount"), via)

    def _via(self, s: Sentence, typed: str) -> str | None:
        found = _ON_CHANNEL.search(typed) if "<OUTLET" in typed else None
        return s.mentions_in(found.group("via"))[0].name if found else None

    def _claim(self, s: Sentence, words: str, start: int, end: int, via: str | None) -> Claim:
        source = self._source(s, words, via)
        quoted = _OPEN in s.untyped(s.typed[start:end]) or '"' in s.typed[start:end]
        return Claim(s.offset(start), s.offset(end), source.speaker, source.parties, source.via, quoted)

    def _source(self, s: Sentence, words: str, via: str | None) -> _Source:
        mentions = [m for m in s.mentions_in(words) if m.kind in ("PERSON", "PARTY", "ORG", "OUTLET", "PRON", "DEM")]
        plain = _ARTICLE.sub("", s.untyped(words).strip())
        if _NO_SOURCE.match(plain):
            return _Source(None, (), via or self.outlet)
        if _BARE_OUTLET.match(plain):
            return _Source(None, (), self.outlet)
        if (
            len(mentions) == 1
            and len(mentions[0].parties) == 1
            and plain.endswith("office")
            and mentions[0].kind == "PERSON"
        ):
            return _Source(mentions[0].parties[0], mentions[0].parties, via)
        if len(mentions) == 1 and plain.endswith("office") and _LOCAL.fullmatch(mentions[0].text):
            return _Source(plain, mentions[0].parties, via)
        if len(mentions) == 1 and _ONE_TOKEN.fullmatch(words.strip()):
            return self._of_mention(mentions[0], via)
        if mentions and _OWN_BODY.search(plain):
            return _Source(plain, (), via)
        if mentions and mentions[0].kind in ("DEM", "PARTY") and not plain.islower():
            return _Source(mentions[0].id, mentions[0].parties, via)
        return _Source(plain, (), via)

    def _of_mention(self, m: Mention, via: str | None) -> _Source:
        if m.kind == "OUTLET":
            return _Source(None, (), m.name)
        if self.voice and m.kind == "PRON" and m.text.lower() in ("we", "i") and not m.name:
            return _Source(None, (), via)
        if m.name and m.kind in ("PERSON", "PRON", "ORG"):
            return _Source(_LEADING.sub("", m.name), m.parties, via)
        if m.kind == "PARTY" and _LOCAL.fullmatch(m.text):
            return _Source(_ARTICLE.sub("", m.text), m.parties, via)
        code = m.parties[0] if len(m.parties) == 1 else None
        return _Source(code, m.parties, via)


def _clauses(typed: str) -> Iterator[tuple[int, int]]:
    """Parts between semicolons: a claim never reaches over one."""
    start = 0
    if not any(mark in typed for mark in (";", ", while ", ", whereas ")):
        yield 0, len(typed)
        return
    for m in _BOUNDARY.finditer(typed):
        yield start, m.start()
        start = m.end()
    yield start, len(typed)
