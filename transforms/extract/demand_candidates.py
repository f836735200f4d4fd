"""Everything in an article that may be a demand: each thing wanted, by somebody who can be named.

A candidate carries its `doubts`, conditions that speak against it ("this is a suggestion to meet", "too little is said").
Without a gate one doubt is enough to drop it; the gate weighs them with all else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from transforms.document import Document, Sentence
from transforms.extract.demand_denied import denied
from transforms.extract.demand_forms import Wish, read
from transforms.extract.demand_loose import Around, loose_wish, other_voices
from transforms.extract.demand_papers import Papers
from transforms.extract.demand_subject import Voice
from transforms.extract.demand_text import pieces
from transforms.extract.engine import Match, find, load_patterns
from transforms.extract.stems import Stems
from transforms.reference.issues import article_topic, classify_issue

# A suggestion to meet is a talk, not a demand.
_TALKS = re.compile(
    r"^(?:(?:holding|to hold|hosting|host|to host|hold|a|an|another|new|further|fresh|direct|more|the|next|second|third|early"
    r"|face-to-face|bilateral|trilateral|peace|high-level|one-on-one|urgent|emergency|immediate|renewed|resumed|<DEM:\d+>|<NUM:\d+>"
    r"|<PARTY:\d+>|return to|return to the|resumption of|a resumption of|resume|resuming|restart\w*|start|begin|starting|conven\w+"
    r"|come to|come back to|engage in|re-engage in|enter|enter into|continu\w+|sit down|join|attend|organi[sz]\w+|arrang\w+"
    r"|negotiating|dates for) )*"
    r"(?:meet(?:ing)?s?\b|(?:peace )?talks\b|negotiat\w+|summit|round of|dialogue\b|mediat|(?:the )?(?:negotiating )?table\b"
    r"|sit down\b|good offices|consultations|discussions\b|dates\b|host\b|<PRON:\d+> (?:down|help|good offices))"
)
# Too little is said to be a position.
_VAGUE = re.compile(
    r"^(?:(?:a|an|the|any|some|more|lasting|just|peaceful|political|diplomatic|negotiated|regional|new|comprehensive|<PRON:\d+>) )*"
    r"(?:peace|deals?|proposals?|plans?|drafts?|solutions?|agreements?|settlement|answers?|help|dialogue|change|time|questions?|clarification|comments?|details"
    r"|it|this|that|them|him|anonymity|asylum|advice|permission|revenge|power|war|reelection|re-election|compromise|end|way|say|role"
    r"|ourselves|<PRON:\d+>|<DATE:\d+>|<PARTY:\d+>|<PERSON:\d+>|<PLACE:\d+>)(?: (?:here|too|instead|now))?$|^[—–-]"
)
# The sentence goes on, it does not say what is wanted.
_NO_WISH = re.compile(
    r"^(?:was|were|is|are|has|had|basically|since|without|because|fell|came|went|looked|seemed|according)\b"
)
# "wants the army out of the town"
_PLACED = re.compile(
    r"^(?:the |all |all the )?<PARTY:\d+> (?:out|off|away|gone|back|confined|disarmed|removed|excluded|included|at)\b"
)
_THEM_TO = re.compile(
    r"^(?:on |upon )?(?P<who>(?:the |both |Mr\.? )?<(?:PARTY|PERSON|PLACE):\d+>(?:,? and (?:the )?<(?:PARTY|PERSON):\d+>)*) to (?P<rest>[a-z].*)$"
)
# Restraint is a position, though of no issue of its own.
_OTHER = re.compile(
    r"\b(?:restraint|escalat\w+|de-escalat\w+|unilateral|provocati\w+|calm|concessions|flexibility)\b", re.IGNORECASE
)
# Verbs that say nothing but that somebody wants something of another.
_STRONG = re.compile(r"(?:demand|insist|stipulat|call(?:s|ed|ing)? (?:[a-z]+ )?for|press|push|appeal)", re.IGNORECASE)
# Without a word of wishing, offering, saying or dealing before it a thing named is hardly wanted.
_WISHING = Stems(
    {
        "wish": r"demand|insist|urg|call(?:s|ed|ing)? (?:for|on|upon)|appeal|press|push|request|ask|requir|stipulat|order|exhort|implor"
        r"|plead|beg|ultimatum|precondition|condition|red line|deadline|warn|must|should|ought|need|want|wish|seek|sought|expect|would"
        r"|hop|look|propos|offer|suggest|float|tabl|moot|recommend|advocat|draft|idea|initiative|plan|formula|blueprint|text|term|package"
        r"|put|paper|aim|goal|discuss|negotiat|support|welcom|back|said|says|told|tells|stress|add|declar|argu|repeat|reiterat|maintain"
        r"|underlin|emphasi"
    }
)
_ACTOR = re.compile(r"<(?:PARTY|PERSON|PRON|ORG)")


@dataclass
class Candidate:
    """One thing that somebody may want: `piece` typed, `to` who is asked by name (None: nobody), `how` the voice was found.

    `span` is the place of the piece in the typed sentence.
    """

    wish: Wish
    piece: str
    text: str
    issue: str
    to: tuple[str, ...] | None
    how: str
    span: tuple[int, int]
    doubts: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> Sentence:
        """The sentence that says it."""
        return self.wish.match.sentence


def candidates(document: Document) -> list[Candidate]:
    """The candidates of an article in reading order."""
    patterns = load_patterns("demands")
    papers = Papers(document)
    found: list[Candidate] = []
    around = Around(None, None, document.sides)
    for sentence in document.sentences:
        papers.read(sentence)
        if sentence.text.rstrip('”" ').endswith("?"):
            continue
        begun: set[int] = set()
        around = around._replace(sides=document.sides_at(sentence))
        around, before = _after(sentence, around), around
        if not _has_voice(sentence, papers, around):
            continue
        for match in sorted(find(patterns, sentence), key=lambda m: m.span[0]):
            new = list(_of_match(match, document, papers, before))
            new += list(_otherwise(new, before))
            begun.update(c.wish.match.starts["want"] for c in new)
            if any(not c.doubts for c in new) and (new[0].wish.frame == "terms" or match.pattern.set.get("paper")):
                papers.tell(sentence)
            found += new
        wishing = next(_WISHING.find(sentence.typed_lower), None)
        if wishing is None or not (sentence.claims or papers.own or _ACTOR.search(sentence.typed)):
            continue
        for match in find(load_patterns("demands_loose"), sentence):
            if match.starts["want"] not in begun and wishing[0] < match.starts["want"]:
                new = list(_loosely(match, document, papers, before))
                new += list(_otherwise(new, before))
                begun.update(c.wish.match.starts["want"] for c in new)
                found += new
    return found


def _has_voice(s: Sentence, papers: Papers, around: Around) -> bool:
    """Whether anybody is there to want something: whoever acts, is quoted, speaks or owns the plan, here or before."""
    if around.sides or around.last or papers.own or papers.owner:
        return True
    return any(m.kind == "ORG" for m in s.mentions) or "resolution" in s.typed_lower


def _after(s: Sentence, around: Around) -> Around:
    """Who spoke last and who acted first, once a sentence is read."""
    said = [c for c in s.claims if c.parties]
    actors = [m for m in s.mentions if m.kind in ("PARTY", "PERSON", "ORG") and m.parties]
    first = Voice(actors[0].parties) if actors else None
    return around._replace(last=Voice(said[-1].parties) if said else first or around.last, first=first or around.first)


def _otherwise(found: list[Candidate], around: Around) -> Iterator[Candidate]:
    """The same candidates with other voices."""
    others: list[tuple[Wish, str]] = []
    of: Wish | None = None
    for c in found:
        if c.wish is not of:
            of, others = c.wish, [(replace(c.wish, voice=voice), how) for voice, how in other_voices(c.wish, around)]
        for wish, how in others:
            yield replace(c, wish=wish, how=how, doubts=["voice", *c.doubts])


def _of_match(match: Match, document: Document, papers: Papers, around: Around) -> Iterator[Candidate]:
    """The candidates of one place: its strict reading, else a loose one."""
    if denied(match, papers):
        return
    wish = read(match, document, papers)
    if wish is not None:
        yield from _pieces(wish, "strict", document)
    else:
        yield from _loosely(match, document, papers, around)


def _loosely(match: Match, document: Document, papers: Papers, around: Around) -> Iterator[Candidate]:
    loose = loose_wish(match, papers, around)
    if loose is not None:
        yield from _pieces(*loose, document)


def _pieces(wish: Wish, how: str, document: Document) -> Iterator[Candidate]:
    """The candidates of a wish, one for each thing wanted."""
    s = wish.match.sentence
    at = wish.start
    for found in [wish.text] if wish.frame == "relative" else pieces(wish.text, wish.frame):
        piece, to = found, wish.named
        if wish.frame == "inf" and (other := _THEM_TO.match(found)):
            piece = other["rest"]
            to = tuple(c for m in s.mentions_in(other["who"]) for c in m.parties)
        place = s.typed.find(piece, at)
        at = place if place >= 0 else at
        span = (at, at + len(piece))
        text = s.untyped(piece).strip(" ,")
        if len(text) < 4 or _VAGUE.match(piece) or (wish.frame != "that" and _TALKS.match(piece)):
            continue
        issue = classify_issue(text, s.text, article_topic(document.text))
        new = Candidate(wish, piece, text, issue, to, how, span)
        new.doubts = [] if how == "strict" else ["loose"]
        new.doubts += _thin(new) + _unwanted(new)
        yield new


def _thin(c: Candidate) -> list[str]:
    """Whether too little is said for a position."""
    doubts = []
    if " " not in c.text and c.wish.frame != "object":
        doubts.append("word")
    if c.wish.frame != "inf" and _NO_WISH.match(c.piece):
        doubts.append("goes on")
    return doubts


def _unwanted(c: Candidate) -> list[str]:
    """Whether nothing shows that a side can want this of another."""
    wish, given = c.wish, c.wish.match.pattern.set
    if c.issue != "other" or _PLACED.match(c.piece) or given["kind"] == "noun" or _OTHER.search(c.text):
        return []
    if wish.frame == "must":
        return [] if wish.named else ["unasked"]
    if given.get("weak"):
        return ["weak"]
    strong = _STRONG.match(c.sentence.typed[wish.match.span[0] :]) is not None and len(c.text.split()) > 2
    return [] if wish.frame == "inf" or strong else ["other"]
