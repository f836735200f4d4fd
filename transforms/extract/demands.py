"""Demands and proposals in one article (codebook section 2): whose, of whom, what, about what, with what answer.

Patterns (`reference/patterns/demands.yml`) find the construction; this module reads the parties, cuts what is wanted to
its clause, splits lists into one row for each thing wanted, and drops what is no position of a side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from transforms.document import Document, Mention, Sentence
from transforms.extract.engine import Match, find, load_patterns
from transforms.reference.issues import classify_issue
from transforms.reference.load import Reference

Report = dict[str, Any]

_VERBS = (
    r"(?:release|free|withdraw|pull|stop|halt|end|hand|allow|let|lift|return|leave|give|open|cease|agree|accept|sign|respect"
    r"|honou?r|implement|disarm|dismantle|surrender|recogni[sz]e|guarantee|provide|ensure|protect|restore|send|deploy|permit"
    r"|grant|hold|step|resign|abandon|renounce|refrain|resume|return|remove|reopen|extend|observe|commit|start|begin|stay|lay"
    r"|pay|compensate|apologi[sz]e|evacuate|vacate|cut|drop|cancel|declare|replace|investigate|exercise|show|de-escalate"
    r"|support|join|impose|suspend|freeze|keep|put|bring|take|make|cooperate|comply|uphold|facilitate|reach|work|turn|curb"
    r"|limit|reduce|destroy|ship|dilute|abide|silence|unblock|repatriate|swap|exchange|prevent|condemn|address|establish)"
)
# Where the clause of what is wanted ends: reported speech, a new clause, an aside of time.
_END = re.compile(
    r"[;:?!“”]|\.(?=\s|$)|\"|,? (?:said|says|told|added|according to|reported)\b|, (?:which|who|while|but|whereas|although|though"
    r"|because|since|adding|saying|as <|when|where|after|before [a-z]+ing|citing|warning|arguing|calling|a (?:demand|condition|request"
    r"|proposal|move|step|call|thing)|something|and (?:said|says|has|have|was|were|is|that the|warned|accused|would|will)|<(?:PERSON|PARTY|PRON):\d+>(?:,| )"
    r"(?:said|says|added|told|announced|reported))\b| <(?:PERSON|PARTY|PRON|OUTLET):\d+> (?:said|says|added|told|reported)\b"
    r"|, <(?:PERSON|PARTY|PRON|OUTLET|ORG):\d+>,? (?:[a-z]+ly )?(?:said|says|added|told|reported)\b|, according\b| (?:while|whereas|because|in return for which)\b"
)
_SPLIT = re.compile(
    r"(?:,? as well as |,? and also |, and | and |, )(?=(?:for |on |to |that )?(?:the|a|an|its|their|an end|<PRON:\d+>) )"
    rf"|(?:, and | and |, )(?=(?:to )?{_VERBS}\b)|(?:, and | and )(?=that )|,? as well as "
)
_LEAD = re.compile(r"^(?:that|to|for|on|of|both|first|also|either|not only|in particular|immediately to|namely)\s+", re.IGNORECASE)
_TAIL = re.compile(r"(?:\s*,)?(?:\s(?:on|in)\s<DATE:\d+>|\s<DATE:\d+>|,\s*(?:too|instead|as well))?[\s,.–—-]*$")
_TALKS = re.compile(
    r"^(?:holding |to hold |hosting |host |to host |hold |a |an |another |new |further |fresh |direct |more |the |<DEM:\d+>\s)*"
    r"(?:meet(?:ing)?s?\b|talks|negotiations?|summit|round of|dialogue\b|mediat|come to the (?:negotiating )?table|return to (?:the )?(?:negotiat|talks|table|dialogue)"
    r"|resum\w+ (?:the )?(?:talks|negotiations|dialogue)|sit down|its good offices)"
)
_NEGATED = re.compile(r"(?:\bnot|n[’']t|\bnever|\bno longer|\bwithout|\bstopped|\bdenied|\brefrained from|\bnobody|\bnone)\s(?:\w+\s){0,2}$")
_REJECT = re.compile(r"\b(?:reject|resist|refus|rul(?:es?|ed|ing) out|dismiss|turn(?:s|ed)? down|spurn|rebuff|brush(?:ed)? aside|wav(?:ed|ing) away|den(?:y|ied)|scorn)")
_ACCEPT = re.compile(r"\b(?:accept(?:s|ed)|agreed to|consented|said yes|granted|conceded|complied|approved|backed down)\b")
_WEAK = re.compile(r"\b(?:want|seek|sought|ask|offer|suggest|present|submit|requir|expect|tell|told|remind|warn|should|need|has to|have to|recommend|order|call)", re.IGNORECASE)
_ALL_PARTIES = re.compile(r"^(?:all|sides|parties|world|the international)")
_PERSONAL = frozenset({"I", "we", "our", "We", "Our", "my"})


def find_demands(document: Document, reference: Reference) -> list[Report]:
    """The demands that one article reports, one row for each thing wanted of the same party."""
    patterns = load_patterns("demands")
    found: list[Report] = []
    for sentence in document.sentences:
        spans: list[tuple[int, int]] = []
        for match in find(patterns, sentence):
            start = match.starts["want"]
            if any(s <= start < e for s, e in spans):
                continue
            rows = list(_rows(match, document))
            if rows:
                spans.append((start, start + len(_clause(match.groups["want"])) + 1))
                found += rows
    return _distinct(_with_responses(found, document))


def _rows(match: Match, document: Document) -> Iterator[Report]:
    s = match.sentence
    by = _by(match, document)
    before = s.typed[max(0, match.starts["want"] - 60) : match.starts["want"]]
    if by is None or _NEGATED.search(s.typed[: match.span[0] + 1][-1:] + before.split(">")[-1]):
        return
    parties, speaker = by
    named_to = _parties(match, "to")
    clause = _clause(match.groups["want"])
    if _TALKS.match(_LEAD.sub("", clause)):
        return
    cue = s.typed[match.span[0] : match.starts["want"]]
    for piece in _pieces(clause) if "must" not in match.pattern.set else [clause]:
        text = s.untyped(piece).strip()
        issue = classify_issue(text, s.text)
        if len(text.split()) < 2 or (issue == "other" and (_WEAK.search(cue) or "must" in match.pattern.set)):
            continue
        offset = s.offset(match.starts["want"])
        claim = s.claim_at(offset) or s.claim_at(s.offset(match.span[0]))
        yield {
            "by_parties": list(parties),
            "to_parties": list(_addressee(match, piece, parties, named_to, document)),
            "kind": _kind(match),
            "issue": issue,
            "text": text,
            "response": _response(match, s),
            "attributed_to": speaker or (claim.speaker if claim else None),
            "via": claim.via if claim else None,
            "evidence": [(s, match.pattern.id)],
        }


def _kind(match: Match) -> str:
    kind = match.pattern.set["kind"]
    if kind != "noun":
        return str(kind)
    return "proposal" if re.match(r"propos|offer|suggest", match.groups["noun"], re.IGNORECASE) else "demand"


def _mentions(match: Match, group: str) -> list[Mention]:
    return match.sentence.mentions_in(match.groups.get(group, ""))


def _parties(match: Match, group: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(c for m in _mentions(match, group) if m.kind != "NUM" for c in m.parties))


def _by(match: Match, document: Document) -> tuple[tuple[str, ...], str | None] | None:
    """Whose position it is, and the person who voices it; None when nobody with a side can be named."""
    s = match.sentence
    mentions = [m for m in _mentions(match, "by") if m.kind != "NUM"]
    if "must" in match.pattern.set or not mentions:
        claim = s.claim_at(s.offset(match.span[0])) or s.claim_at(s.offset(match.starts["want"]))
        voice = claim.parties if claim else ()
        target = _parties(match, "to")
        return (voice, None) if voice and set(voice) != set(target) else None
    if len(mentions) == 1 and mentions[0].text in _PERSONAL:
        claim = s.claim_at(mentions[0].start)
        if claim and claim.parties:
            return claim.parties, None
    parties = tuple(dict.fromkeys(c for m in mentions for c in (m.parties or ((m.id,) if m.kind == "ORG" and m.id else ()))))
    if not parties:
        return None
    persons = [m.name for m in mentions if m.kind in ("PERSON", "PRON") and m.name]
    return parties, persons[0] if len(persons) == 1 else None


def _clause(want: str) -> str:
    end = _END.search(want)
    return _TAIL.sub("", want[: end.start()] if end else want)


def _pieces(clause: str) -> Iterator[str]:
    """The things wanted of a list, without the words that lead in."""
    for piece in _SPLIT.split(clause):
        cut = _TAIL.sub("", _LEAD.sub("", piece.strip()))
        if cut:
            yield cut


def _addressee(
    match: Match, piece: str, by: tuple[str, ...], named: tuple[str, ...], document: Document
) -> tuple[str, ...]:
    """Who shall act: who is urged, else who acts in what is wanted, else the other side of a conflict of two."""
    if named:
        return tuple(c for c in named if c not in by)
    if _ALL_PARTIES.match(match.groups.get("to", "")):
        return ()
    subject = re.match(r"(?:the )?<(?:PARTY|PERSON|PRON):(\d+)>(?![’'])", piece)
    if subject:
        codes = match.sentence.mentions[int(subject[1])].parties
        if codes and not set(codes) & set(by):
            return codes
    if set(by) <= set(document.sides):
        return tuple(c for c in document.sides if c not in by)
    return ()


def _response(match: Match, s: Sentence) -> str | None:
    """An answer that the sentence itself gives, before a demand as a noun or after the clause of what is wanted."""
    before = s.typed[: match.span[0]][-60:] if match.pattern.set["kind"] == "noun" else ""
    after = s.typed[match.starts["want"] + len(_clause(match.groups["want"])) :][:90]
    if _REJECT.search(before) or re.match(r".{0,40}" + _REJECT.pattern, after):
        return "rejected"
    return "accepted" if _ACCEPT.search(before) else None


_ANSWER = re.compile(
    r"^<(?:PARTY|PERSON|PRON):(\d+)>,? (?:(?:has|have|had|also|promptly|flatly|quickly|swiftly|later|immediately|both) )*"
    r"(?P<verb>reject\w*|refus\w*|dismiss\w*|ruled out|turned down|rebuff\w*|accept\w*|agreed)\b"
    r"(?: (?:both|that|this|it|them|the (?:demand|proposal|offer|idea|request|plan|call|terms|conditions)s?|out of hand)|[.,;]|$)"
)


def _with_responses(found: list[Report], document: Document) -> list[Report]:
    """ "Moscow rejected the demand." right behind a demand answers it."""
    following = {s.number: s for s in document.sentences}
    for row in found:
        after = following.get(row["evidence"][0][0].number + 1)
        answer = _ANSWER.match(after.typed) if after and row["response"] is None else None
        if after and answer:
            parties = after.mentions[int(answer[1])].parties
            if not set(parties) & set(row["by_parties"]):
                row["response"] = "accepted" if answer["verb"].startswith(("accept", "agreed")) else "rejected"
    return found


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
