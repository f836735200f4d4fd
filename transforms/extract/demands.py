"""Demands and proposals in one article (codebook section 2): whose, of whom, what, about what, with what answer.

Patterns (`reference/patterns/demands.yml`) find the construction; `demand_forms` and `demand_subject` read who wants it,
`demand_text` cuts what is wanted to its clause and splits lists into one row for each thing wanted, `demand_answer` reads
the response. This module joins them, names the addressee, and drops what is no position of a side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from transforms.document import Document, Sentence
from transforms.extract.demand_answer import answer_within, with_answers
from transforms.extract.demand_forms import Wish, read
from transforms.extract.demand_papers import Papers
from transforms.extract.demand_text import pieces
from transforms.extract.engine import Match, Pattern, find, load_patterns
from transforms.reference.issues import classify_issue
from transforms.reference.load import Reference

Report = dict[str, Any]

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
_CLAUSE_SUBJECT = re.compile(
    r"^(?:the |both |all )?(?P<who>(?:<NUM:\d+> )?<(?:PARTY|PERSON|PRON):\d+>(?:(?:, | and |, and )(?:the )?<(?:PARTY|PERSON):\d+>)*)(?!['’]|\s?-)"
)
_FROM = re.compile(
    r"\b(?:guarantees?|assurances?|pledges?|commitments?|promises?|concessions?|apolog(?:y|ies)|compensation|reparations|clarity"
    r"|withdrawal|recognition) (?:from|of|by) (?P<who><(?:PARTY|PERSON):\d+>(?: and <(?:PARTY|PERSON):\d+>)*)"
)
_THEM_TO = re.compile(
    r"^(?:on |upon )?(?P<who>(?:the |both |Mr\.? )?<(?:PARTY|PERSON|PLACE):\d+>(?:,? and (?:the )?<(?:PARTY|PERSON):\d+>)*) to (?P<rest>[a-z].*)$"
)
_DEMANDING = re.compile(
    r"demand|call|condition|precondition|request|insist|appeal|ultimatum|requirement|plea|stipulation|wish|imperative|price|red|term"
)
# Restraint is a position, though of no issue of its own.
_OTHER = re.compile(
    r"\b(?:restraint|escalat\w+|de-escalat\w+|unilateral|provocati\w+|calm|concessions|flexibility)\b", re.IGNORECASE
)
# Verbs that say nothing but that somebody wants something of another.
_STRONG = re.compile(r"(?:demand|insist|stipulat|call(?:s|ed|ing)? (?:[a-z]+ )?for|press|push|appeal)", re.IGNORECASE)
_LATE = ("must", "condition", "if", "terms")


def find_demands(document: Document, reference: Reference) -> list[Report]:
    """The demands that one article reports, one row for each thing wanted of the same party."""
    patterns = load_patterns("demands")
    papers = Papers(document)
    rows: list[Report] = []
    for sentence in document.sentences:
        papers.read(sentence)
        if sentence.text.rstrip('”" ').endswith("?"):
            continue
        rows += _in_sentence(patterns, sentence, document, papers)
    return _distinct(with_answers(rows, document))


def _in_sentence(patterns: tuple[Pattern, ...], s: Sentence, document: Document, papers: Papers) -> Iterator[Report]:
    """The rows of one sentence, in reading order; of two readings of the same words the earlier pattern wins."""
    taken: list[tuple[int, int]] = []
    for match in sorted(find(patterns, s), key=lambda m: (m.pattern.set["frame"] in _LATE, m.span[0])):
        start = match.starts["want"]
        if any(b <= start < e or b <= match.span[0] < e for b, e in taken):
            continue
        wish = read(match, document, papers)
        if wish is None:
            continue
        rows = list(_rows(wish, document))
        if rows:
            taken.append((min(match.span[0], wish.start), wish.start + len(wish.text) + 1))
            if wish.frame == "terms" or match.pattern.set.get("paper"):
                papers.tell(s)
            yield from rows


def _rows(wish: Wish, document: Document) -> Iterator[Report]:
    match, s = wish.match, wish.match.sentence
    for found in [wish.text] if wish.frame == "relative" else pieces(wish.text, wish.frame):
        piece, to = found, wish.named
        if wish.frame == "inf" and (other := _THEM_TO.match(found)):
            piece = other["rest"]
            to = tuple(c for m in s.mentions_in(other["who"]) for c in m.parties)
        text = s.untyped(piece).strip(" ,")
        if not _is_thing(wish, piece, text):
            continue
        issue = classify_issue(text, s.text)
        if not _is_wanted(wish, piece, text, issue):
            continue
        claim = s.claim_at(s.offset(match.span[0]))
        yield {
            "by_parties": list(wish.voice.parties),
            "to_parties": list(_addressee(wish, to, piece, issue, document)),
            "kind": _kind(match),
            "issue": issue,
            "text": text,
            "response": _response(wish),
            "attributed_to": wish.voice.speaker or (claim.speaker if claim else None),
            "via": claim.via if claim else None,
            "evidence": [(s, match.pattern.id)],
        }


def _response(wish: Wish) -> str | None:
    match, after = wish.match, wish.start + len(wish.text)
    return answer_within(match.sentence, match.span[0], after, wish.voice.parties, noun="noun" in match.groups)


def _is_thing(wish: Wish, piece: str, text: str) -> bool:
    """Whether a piece says enough to be a position, and is no suggestion to meet."""
    if len(text) < 4 or (" " not in text and wish.frame != "object") or _VAGUE.match(piece):
        return False
    if _TALKS.match(piece) and wish.frame != "that":
        return False
    return wish.frame == "inf" or not _NO_WISH.match(piece)


def _is_wanted(wish: Wish, piece: str, text: str, issue: str) -> bool:
    """Whether a piece is something that a side can want of another."""
    if issue != "other" or _PLACED.match(piece) or wish.match.pattern.set["kind"] == "noun" or _OTHER.search(text):
        return True
    if wish.frame == "must":
        return bool(wish.named)
    if wish.match.pattern.set.get("weak"):
        return False
    return wish.frame == "inf" or (
        _STRONG.match(wish.match.sentence.typed[wish.match.span[0] :]) is not None and len(text.split()) > 2
    )


def _kind(match: Match) -> str:
    kind = str(match.pattern.set["kind"])
    if kind != "noun":
        return kind
    return "demand" if _DEMANDING.match(match.groups.get("noun", "").lower()) else "proposal"


def _addressee(
    wish: Wish, named: tuple[str, ...] | None, piece: str, issue: str, document: Document
) -> tuple[str, ...]:
    """Who shall act: who is asked, else who acts in what is wanted, else the other side of a conflict of two."""
    by = wish.voice.parties
    if named is not None:
        return tuple(c for c in named if c not in by)
    s = wish.match.sentence
    for m in (_CLAUSE_SUBJECT.match(piece), _FROM.search(piece)):
        if m and (codes := dict.fromkeys(c for x in s.mentions_in(m["who"]) if x.kind != "NUM" for c in x.parties)):
            return tuple(c for c in codes if c not in by)
    if issue in ("military_aid", "sanctions") and len(document.sides) == 2 and "USA" not in document.sides:
        return ()
    if set(by) <= set(document.sides):
        return tuple(c for c in document.sides if c not in by)
    return ()


def _distinct(found: list[Report]) -> list[Report]:
    """The same thing wanted of the same party is one row, with all its sentences."""
    kept: list[Report] = []
    for row in found:
        twin = next((k for k in kept if _same(k, row)), None)
        if twin is None:
            kept.append(row)
        else:
            twin["evidence"] += row["evidence"]
            twin["response"] = twin["response"] or row["response"]
    return kept


def _same(a: Report, b: Report) -> bool:
    if set(a["by_parties"]) != set(b["by_parties"]) or a["issue"] != b["issue"]:
        return False
    x, y = (set(re.findall(r"[a-z]{4,}", r["text"].lower())) for r in (a, b))
    return bool(x & y) and len(x & y) >= 0.5 * min(len(x), len(y))
