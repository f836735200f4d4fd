"""Demands and proposals in one article (codebook section 2): whose, of whom, what, about what, with what answer.

Patterns (`reference/patterns/demands.yml`) find the construction. `demand_subject` reads who wants it, `demand_text` cuts
what is wanted to its clause and splits lists into one row for each thing wanted, `demand_answer` reads the response; this
module joins them, names the addressee, and drops what is no position of a side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from transforms.document import Document, Sentence
from transforms.extract.demand_answer import answer_within, with_answers
from transforms.extract.demand_subject import Voice, voice_of, wanter
from transforms.extract.demand_text import clause, pieces
from transforms.extract.engine import Match, Pattern, find, load_patterns
from transforms.reference.issues import classify_issue
from transforms.reference.load import Reference

Report = dict[str, Any]

_TALKS = re.compile(
    r"^(?:(?:holding|to hold|hosting|host|to host|hold|a|an|another|new|further|fresh|direct|more|the|next|second|third|early|face-to-face|bilateral|trilateral|peace|high-level|"
    r"urgent|emergency|immediate|renewed|resumed|<DEM:\d+>|<NUM:\d+>|<PARTY:\d+>|return to|return to the|resumption of|a resumption of|resume|resuming|restart\w*|start|begin|starting|conven\w+|come to|come back to|engage in|"
    r"re-engage in|enter|enter into|continu\w+|sit down|join|attend|hosting|organi[sz]\w+|arrang\w+|negotiating) )*"
    r"(?:meet(?:ing)?s?\b|(?:peace )?talks\b|negotiat\w+|summit|round of|dialogue\b|mediat|(?:the )?(?:negotiating )?table\b|sit down\b|good offices|consultations|discussions\b|<PRON:\d+> down)"
)
_VAGUE = re.compile(
    r"^(?:(?:a|an|the|any|some|more|lasting|just|peaceful|political|diplomatic|negotiated|<PRON:\d+>) )*(?:peace|deals?|solutions?|agreements?|settlement|answers?|help|dialogue|change|time|questions?|clarification"
    r"|comments?|details|it|this|that|them|him|anonymity|asylum|advice|permission|revenge|power|reelection|re-election|compromise|end|way|say|role|<PRON:\d+>|<DATE:\d+>)(?: (?:here|too|instead|now))?$"
)
_ALL = re.compile(
    r"^(?:all|parties|world|the (?:world|international|west)|everyone|every|countries|nations|governments)\b",
    re.IGNORECASE,
)
_FACTUAL = re.compile(
    r"^(?:the |a |an |all |its |their |any |no |<PRON:\d+> )?(?:[a-z-]+ ){0,3}?(?:<[A-Z]+:\d+>(?:['’]s? [a-z-]+)?,?\s?)?(?:[a-z-]+ ){0,2}?(?:is|are|was|were|has|have(?! to)|had(?! to)|did|does|do|will|would(?! have to)|can|could|may|might|wants?|wanted|knew|knows|remains|[a-z]+ed)\b"
)
_CLAUSE_SUBJECT = re.compile(
    r"^(?:the |both |all )?(?P<who>(?:<NUM:\d+> )?<(?:PARTY|PERSON|PRON):\d+>(?:(?:, | and |, and )(?:the )?<(?:PARTY|PERSON):\d+>)*)(?!['’]|\s?-)"
)
_FROM = re.compile(
    r"\b(?:guarantees?|assurances?|pledges?|commitments?|promises?|concessions?|apolog(?:y|ies)|compensation|reparations|clarity|withdrawal|recognition) (?:from|of|by) (?P<who><(?:PARTY|PERSON):\d+>(?: and <(?:PARTY|PERSON):\d+>)*)"
)
_THREAT = re.compile(
    r"\b(?:not|n[’']t|never|no|nothing|nobody|none|neither|nor|only|refus\w+|reject\w+|threat\w+|warn\w*|ruled out|rul\w+ out|vow\w*|held back|withhold\w*|without|swore|cannot|hell to pay|impossible|suspend\w*|boycott\w*"
    r"|slap|impose|bomb|insist\w*|agree\w*|ready|willing|prepared|accept\w*|open to|would|could|pointless|sanctions)\b"
)
_STRICT = re.compile(r"\b(?:not|n[’']t|never|no|nobody|refus\w+|cannot|ruled out|rul\w+ out|reject\w+|only)\b")
_SPLIT_MODAL = re.compile(r"(?:, and | and |, )(?=(?:to )?(?!the\b|a\b|an\b)[a-z]+ (?!of\b|and\b|,)\S)")
_STARTS = re.compile(
    r"(?:.*(?:[;:“\"]|, that|\bthat|\bsaid|\bsays|\badded|, and|, but|, so|[.,]|\bnot only does|\bnot only do|\bmeans|\breplied|\bwarned|\bbecause|\bsince|\bas|\bif|\bwhen|—|–)\s?)?",
    re.DOTALL,
)


@dataclass(frozen=True)
class _Found:
    """One place where somebody wants something, before it is split."""

    match: Match
    voice: Voice
    frame: str
    text: str  # typed
    start: int  # typed position of what is wanted
    named: tuple[str, ...] | None  # who is asked, () for everybody, None when not named


def find_demands(document: Document, reference: Reference) -> list[Report]:
    """The demands that one article reports, one row for each thing wanted of the same party."""
    patterns = load_patterns("demands")
    rows: list[Report] = []
    for sentence in document.sentences:
        rows += _in_sentence(patterns, sentence, document)
    return _distinct(with_answers(rows, document))


def _in_sentence(patterns: tuple[Pattern, ...], s: Sentence, document: Document) -> Iterator[Report]:
    """The rows of one sentence, in reading order; of two readings of the same words the earlier pattern wins."""
    taken: list[tuple[int, int]] = []
    order = {p.id: i for i, p in enumerate(patterns)}
    late = ("must", "condition")
    matches = sorted(find(patterns, s), key=lambda m: (m.pattern.set["frame"] in late, m.span[0], order[m.pattern.id]))
    for match in matches:
        start = match.starts["want"]
        if any(b <= start < e or b <= match.span[0] < e for b, e in taken):
            continue
        found = _read(match, document)
        if found is None:
            continue
        rows = list(_rows(found, document))
        if rows:
            taken.append((min(match.span[0], found.start), found.start + len(found.text) + 1))
            yield from rows


def _read(match: Match, document: Document) -> _Found | None:
    s, frame = match.sentence, match.pattern.set["frame"]
    if frame == "must":
        return _read_must(match)
    if frame == "condition":
        return _read_condition(match)
    voice = _voice(match)
    if voice is None:
        return None
    want, start = match.groups["want"], match.starts["want"]
    if frame == "relative":
        return _Found(match, voice, frame, want + s.typed[match.starts["by"] : match.span[1]], start, None)
    text = clause(want, s.typed[:start])
    if match.pattern.id == "demand-named-price":
        text = re.sub(
            r" (?:<PRON:\d+>|a|an|the) (?:[a-z]+ ){0,2}(?:(?:pre)?condition|price|demand|red line|requirement)\b.*",
            "",
            text,
        )
    cue = s.typed[match.span[0] : start]
    if (
        frame == "that"
        and re.match(r"insist|argu|suggest", cue)
        and _FACTUAL.match(text)
        and not re.search(r"\b(?:be|must|should|ha[sv]e? to)\b", text)
    ):
        return None
    return _Found(match, voice, _frame(frame, cue, text), text, start, _named(match))


def _frame(frame: str, cue: str, text: str) -> str:
    """The form of what is wanted, which decides how it is split: object, inf or that."""
    if frame == "need":
        return "inf" if re.search(r"need to $", cue) else "object"
    if frame in ("noun", "position"):
        if re.search(r"\bthat\s$", cue):
            return "that"
        return "inf" if re.search(r"\bto\s$", cue) else "object"
    if frame == "object" and re.match(r"<(?:PARTY|PERSON|PRON):\d+>(?:,[^,]+,)? to ", text):
        return "inf"
    return frame


def _voice(match: Match) -> Voice | None:
    s = match.sentence
    claim = s.claim_at(s.offset(match.span[0]))
    if "by" in match.groups:
        if match.groups["by"] == "the country":
            return Voice(claim.parties) if claim and claim.parties else None
        by = voice_of(s.mentions_in(match.groups["by"]), claim)
        noun = match.groups.get("noun")
        return Voice(by.parties, by.speaker if noun is None or _spoken(match) else None) if by else None
    if match.pattern.set.get("subject") == "claim":
        return Voice(claim.parties) if claim and claim.parties else None
    return wanter(s, match.span[0])


def _spoken(match: Match) -> bool:
    """A demand as a noun is voiced by its owner when a person owns it ("his call for"), not when a plan does."""
    return match.pattern.id != "demand-paper"


def _named(match: Match) -> tuple[str, ...] | None:
    words = match.groups.get("to") or match.groups.get("of")
    if words is None:
        return None
    codes = tuple(
        dict.fromkeys(c for m in match.sentence.mentions_in(words) if m.kind not in ("NUM", "DATE") for c in m.parties)
    )
    return () if _ALL.match(words) or not codes else codes


def _read_must(match: Match) -> _Found | None:
    """ "X must ..." is a demand where somebody else is the voice."""
    s = match.sentence
    at = match.span[0]
    begin = _STARTS.match(s.typed[:at])
    start = begin.end() if begin else 0
    subject = s.typed[start:at].strip()
    if not subject or len(subject.split()) > 14:
        return None
    claim = s.claim_at(s.offset(at)) or s.claim_at(s.offset(start))
    if claim is None or not claim.parties:
        return None
    codes = {c for m in s.mentions_in(subject) if m.kind in ("PARTY", "PERSON", "PRON") for c in m.parties}
    if codes & set(claim.parties) or (re.match(r"(?:<PRON:\d+>|I|we|you|which|what|who)$", subject) and not codes):
        return None
    text = clause(s.typed[start:], s.typed[:start])
    named = (
        tuple(sorted(codes)) if re.match(r"^(?:the |The |Both |both )?<(?:PARTY|PERSON|PRON):\d+>", subject) else None
    )
    return _Found(match, Voice(claim.parties), "must", text, start, named)


def _read_condition(match: Match) -> _Found | None:
    """A step withheld, or held out, until another side does something."""
    s = match.sentence
    left = re.split(r";\s", s.typed[: match.span[0]])[-1]
    cue = s.typed[match.span[0] : match.starts["want"]].strip()
    test = _STRICT if cue.split()[0] in ("once", "before", "until", "as", "if", "provided", "on") else _THREAT
    near = left[-140:]
    if not (test.search(near) or cue.startswith("only")):
        return None
    text = clause(match.groups["want"], left)
    if not re.search(
        r"\b(?:is|are|was|were|be|has|have|had|does|do|did|[a-z]{3,}s|[a-z]+ed|stop|end|agree|leave|withdraw|put|let)\b",
        text,
    ):
        return None
    claim = s.claim_at(s.offset(match.span[0])) or s.claim_at(s.offset(match.starts["want"]))
    verb = next(
        (
            m
            for m in re.finditer(
                r"\b(?:will|would|could|can|cannot|has|have|had|refus\w+|threat\w+|warn\w*|said|says|ruled|vow\w*|swore|rejected|insist\w*|made|makes)\b",
                left,
            )
        ),
        None,
    )
    voice = Voice(claim.parties, None) if claim and claim.parties else None
    if verb is not None:
        own = _subject_of(s, left, verb.start(), match.span[0])
        voice = own or voice
    if voice is None:
        return None
    subject = _CLAUSE_SUBJECT.match(text)
    codes = {c for m in s.mentions_in(subject["who"]) for c in m.parties} if subject else set()
    if codes and codes <= set(voice.parties):
        return None
    return _Found(
        match, voice, "that", text, match.starts["want"], tuple(sorted(codes - set(voice.parties))) if codes else None
    )


def _subject_of(s: Sentence, left: str, verb: int, at: int) -> Voice | None:
    base = at - len(left)
    m = re.search(r"(?:<(?:PARTY|PERSON|PRON|ORG):\d+>)(?:, [^;]{3,90},)?\s?$", left[:verb])
    if m is None:
        return None
    claim = s.claim_at(s.offset(base + m.start()))
    return voice_of(s.mentions_in(m.group())[:1], claim)


def _rows(found: _Found, document: Document) -> Iterator[Report]:
    match, s = found.match, found.match.sentence
    after = found.start + len(found.text)
    noun = match.groups.get("noun") is not None
    response = answer_within(s, match.span[0], after, found.voice.parties, noun=noun)
    claim = s.claim_at(s.offset(match.span[0]))
    via = claim.via if claim else None
    speaker = found.voice.speaker or (claim.speaker if claim else None)
    parts = [found.text] if found.frame in ("must", "relative") else list(pieces(found.text, found.frame))
    for piece in parts:
        text = s.untyped(piece).strip(" ,")
        issue = classify_issue(text, s.text)
        if not _is_wanted(found, piece, text, issue):
            continue
        yield {
            "by_parties": list(found.voice.parties),
            "to_parties": list(_addressee(found, piece, issue, document)),
            "kind": _kind(match),
            "issue": issue,
            "text": text,
            "response": response,
            "attributed_to": speaker,
            "via": via,
            "evidence": [(s, match.pattern.id)],
        }


def _is_wanted(found: _Found, piece: str, text: str, issue: str) -> bool:
    """Whether a piece says something that a side can want of another."""
    if len(text) < 4 or (" " not in text and found.frame != "object") or _VAGUE.match(piece):
        return False
    if _TALKS.match(piece) and found.frame != "that":
        return False
    return not (issue == "other" and (found.match.pattern.set.get("weak") or found.frame in ("must", "object", "that")))


def _kind(match: Match) -> str:
    kind = match.pattern.set["kind"]
    if kind != "noun":
        return str(kind)
    noun = match.groups.get("noun", "").lower()
    return (
        "demand"
        if re.match(
            r"demand|call|condition|precondition|request|insist|appeal|ultimatum|requirement|plea|stipulation|wish|imperative|price|red|term",
            noun,
        )
        else "proposal"
    )


def _addressee(found: _Found, piece: str, issue: str, document: Document) -> tuple[str, ...]:
    """Who shall act: who is asked, else who acts in what is wanted, else the other side of a conflict of two."""
    by = found.voice.parties
    if found.named is not None:
        return tuple(c for c in found.named if c not in by)
    s = found.match.sentence
    for m in (_CLAUSE_SUBJECT.match(piece), _FROM.search(piece)):
        if m and (
            codes := tuple(dict.fromkeys(c for x in s.mentions_in(m["who"]) if x.kind != "NUM" for c in x.parties))
        ):
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
