"""How a demand was answered: before it, behind it in its sentence, in the sentences that follow, or as a whole paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ahocorasick_rs import AhoCorasick

from transforms.document import Document, Sentence
from transforms.extract.demand_replies import REACH, Heard, answer, answers, hear, replies
from transforms.extract.opened import Opened
from transforms.reference.issue_words import openings
from transforms.reference.issues import stems

Row = dict[str, Any]

_ADVERB = (
    r"(?:(?:has|have|had|was|were|been|be|is|are|would|will|also|then|so|too|both|all|later|soon|still|since|long|already|again|twice|once|so far|in turn"
    r"|at once|in the end|at first|out of hand|on the spot|<DATE:\d+>|(?:in|on|at) <DATE:\d+>|[a-z]+ly)\s)*"
)
_NOT = r"(?:(?:did|does|do|would|will|has|have|had|could|can|was|is|are|were)(?: not|n[’']t)|cannot|never|wo(?:n[’']t))(?: [a-z]+ly| even| yet)?"
_THING = (
    r"(?:demands?|proposals?|offers?|ideas?|requests?|plans?|calls?|terms|(?:pre)?conditions?|suggestions?|notion|appeals?|ultimatum|initiative|draft|text|paper|pleas?|claims?|concessions?|bargain|deal|truce|ceasefire"
    r"|exchange|swap|feeler|overture|point|points|compromise|formula|map|list|package|framework|arrangement|thing|one|move|step)"
)
_BACK = rf"(?:both|either|neither|that|this|it|them|these|those|so|such|all of (?:it|this|that|them)|<PRON:\d+>|<DEM:\d+>|(?:the|this|that|these|any|any such|such|both|such an?|even the|<PRON:\d+>|<(?:PARTY|PERSON|DEM):\d+>['’]?s?) (?:[a-z-]+ ){{0,3}}{_THING})"
# All ways to say no: a verb that needs its object, or words that are an answer of themselves.
_NO = (
    rf"(?:reject\w*|resist(?:s|ed|ing)|refus(?:es|ed|al|ing)|rul(?:es?|ed|ing) (?:(?:<PRON:\d+>|it|this|that|both) )?out|dismiss\w*|turn(?:s|ed|ing)? (?:(?:<PRON:\d+>|it|them|that|this|both) )?down"
    r"|turn(?:s|ed|ing)? a deaf ear|turn(?:s|ed|ing)? up <PRON:\d+> nose|spurn\w*|rebuff\w*|brush(?:es|ed|ing)? (?:(?:<PRON:\d+>|it|this|that|all of this|all of that) )?(?:aside|off)|wav(?:es|ed|ing) (?:(?:<PRON:\d+>|it|this|that) )?(?:away|aside|off)"
    r"|swat(?:s|ted|ting)? (?:(?:<PRON:\d+>|it|this|that) )?(?:away|aside|down)?|scorn\w*|declin(?:es|ed|ing)|balk\w*|baulk\w*|oppos(?:es|ed|ing)|sa(?:id|ys) (?:no|never|nyet|non)\b|dug in|digs in|den(?:ies|ied)|ignor(?:es|ed|ing)|scoff\w*|snub\w*"
    rf"|(?:brush|turn|wav|wave|laugh|swat|knock|shoot|shot|rul|thr[eo]w|cast)(?:s|ed|t?ed|ing)? {_BACK} (?:aside|down|away|off|out|back)|sniff(?:s|ed)|disown\w*|repudiat\w*|disavow\w*|veto\w*|bridl(?:es|ed)|brist?l(?:es|ed)|shr(?:ug|ugs|ugged|ugging) (?:(?:<PRON:\d+>|it|this|that) )?off|laugh(?:s|ed|ing)? (?:(?:<PRON:\d+>|it|this|that) )?(?:off|at)|mock(?:s|ed|ing)"
    r"|sho(?:t|ots?) (?:(?:<PRON:\d+>|it|this|that) )?down|thr(?:ew|ow|ows|own) (?:(?:<PRON:\d+>|it|this|that) )?out|kn?ock(?:s|ed) (?:(?:<PRON:\d+>|it|this|that) )?(?:back|down)|push(?:es|ed)? back|stonewall\w*|(?:would|will|wants|wanted) (?:have |hear )?(?:none|nothing) of"
    rf"|disagree[sd]?|s(?:ees|aw) no (?:need|reason|point)|{_NOT} (?:agreed?|accept\w*|consent\w*|budged?|yield\w*|hear of|have (?:it|<PRON:\d+>)|buy|entertain\w*|countenance|contemplat\w*|consider|stand for|play along|give (?:way|in|ground)|take(?: up)?|oblige|do (?:that|so|it|this)|sign(?: on| up)?|go along|put up with|tolerate|concede|see (?:(?:it|that|this|<PRON:\d+>) )?(?:as |a |an |any )?(?:necessary|needed|need|reason|point)|bend|met|meet|granted?|satisf\w+|heed(?:ed)?|found favou?r|find favou?r|materiali[sz]ed?|happen(?:ed)?)"
    r"|(?:a |an |as a )?non-?starter|unacceptable|out of the question|off the table|(?:got|went|gets) nowhere|got short shrift|went unheeded|(?:fell|fallen|falls) (?:flat|through|on deaf ears)|stuck to <PRON:\d+> (?:line|guns|position)|in vain|without success|to no avail"
    r"|(?:call|brand|dubb|label|denounc|condemn|decri|deri|describ)\w* (?:<PRON:\d+>|it|this|that|the \w+) (?:as )?[“\"]?(?:an? )?(?:[a-z-]+ )?(?:blackmail|out of the question|excessive|premature|fantasy|dictation|absurd|unacceptable|non-starter|surrender|capitulation|ultimatum|trap|insult|impossible|unreali[sz]tic|joke|nonsense|theft|extortion))"
)
_YES = (
    r"(?:accept(?:s|ed|ing)|agree(?:s|d)|assent(?:s|ed)|consent(?:s|ed)|sa(?:id|ys) yes|grant(?:s|ed|ing)|conced(?:es|ed)|compl(?:ies|ied)|approv(?:es|ed)|back(?:s|ed) down|(?:gave|gives|given) (?:in|way)\b|endors(?:es|ed)|(?:was|were|been) (?:met|granted|honou?red|fulfilled)"
    r"|obtain(?:s|ed)|prevail(?:s|ed)|got (?:his|her|its|their|<PRON:\d+>) way|satisf(?:ies|ied)|yield(?:s|ed)|sign(?:s|ed) (?:off|up)|bow(?:s|ed) to|acquiesc(?:es|ed)|relent(?:s|ed)|oblig(?:es|ed)|nodd?(?:s|ed)|embrac(?:es|ed)|adopt(?:s|ed)|took (?:it|<PRON:\d+>|up)"
    r"|(?:can|could|would|will) (?:live with|sign|agree|accept)|(?:raised|has|had) no objections?|gave (?:its|his|her|their|<PRON:\d+>) (?:word|assurances?|consent|blessing)|went along|go(?:es)? along|fell in with|came round|on board|swallow(?:s|ed)|stomach(?:s|ed)|lived? up to)"
)
_ACTOR = r"(?:the |both |all |mr\.? |even )?(?:<NUM:\d+> )?<(?:PARTY|PERSON|PRON|PLACE|ORG|DEM):\d+>(?:(?:['’]s?)?(?: [a-z-]+){1,3}?)?(?:(?:,| and) <(?:PARTY|PERSON|PLACE):\d+>)?"
_SUBJECT = rf"(?:{_ACTOR}|nobody|neither|both|the (?:[a-z-]+ ){{0,3}}[a-z]+|the other <NUM:\d+>)"
# "said that it would", "answered that they could"
_SAYING = (
    r"(?:(?:said|says|has said|had said|replied|replies|answered|answers|retorted|countered|insists?|insisted|repeated|repeats|made (?:it )?clear|let <PRON:\d+> be known"
    r"|announced|maintains?|maintained|told (?:<[A-Z]+:\d+>|reporters|journalists))(?: on <DATE:\d+>| <DATE:\d+>)?,?(?: that)? (?:the <[A-Z]+:\d+>|<(?:PRON|PARTY|PERSON):\d+>|the [a-z]+) )?"
)
_CLOSED = r"(?=\s*(?:$|[,.;:—–”\"]|\s(?:and|but|as|on|in|at|by|saying|calling|because|since|from|again|out of hand|outright|when|after|before|until|last|then|too|out|down|aside)\b|\s?<DATE))"
# "Hamas rejected it", "the army assented"
_ACTIVE = re.compile(
    rf"(?:\W|and |but |yet |while |whereas |however,? |in response,? |in reply,? |on <DATE:\d+>,? |<DATE:\d+>,? |though |although |so far |there |to (?:which|that|this) )*(?P<who>{_SUBJECT})(?:, [^;]{{3,160}}?,)?,? {_ADVERB}{_SAYING}{_ADVERB}(?:(?P<no>{_NO}|{_NOT}(?=[.,;]|$))|(?P<yes>{_YES}))\b(?: (?:to|of|at|with|by|on|up|in principle|for|consider|accept|discuss|entertain))*(?: {_BACK})?(?: out of hand| outright| out| down| aside)?{_CLOSED}",
    re.IGNORECASE,
)
# "Bamako has ruled out federalism": what is answered is said again
_AGAIN = re.compile(
    rf"(?:\W|and |but |yet |while |in response,? |in reply,? )*(?P<who>{_ACTOR})(?:, [^;]{{3,160}}?,)?,? {_ADVERB}{_SAYING}{_ADVERB}(?:(?P<no>{_NO})|(?P<yes>{_YES}))\b(?P<what>[^,;.]{{4,90}})",
    re.IGNORECASE,
)
# "The answer was no"
_REPLY = re.compile(
    r"\W*(?:and |but )?(?P<who>the|<(?:PRON|PARTY|PERSON):\d+>(?:['’]s?)?) (?:[a-z]+ )?(?:answer|reply|response)(?: to (?:that|this|it|both))? (?:was|is|has been|came)(?: back)?(?: in| a| [a-z]+ly| as)*:? [“\"]?(?:(?P<no>no|nyet|never|negative|refusal)|(?P<yes>yes|positive))\b",
    re.IGNORECASE,
)
# "a condition that Kyiv resisted", "which was turned down"
_RELATIVE = re.compile(
    rf"[,—–” \"]*(?:and |but )?(?:(?:an? |the |something |one |<NUM:\d+> )(?:[a-z-]+ ){{0,2}}?(?:{_THING} )?)?(?:(?:that|which|to which|both of which|all of which|but) )?(?P<who>{_SUBJECT})?,? ?{_ADVERB}(?:(?P<no>{_NO})|(?P<yes>{_YES}))\b",
    re.IGNORECASE,
)
# "The demand was turned down by Kyiv", "This got nowhere"
_PASSIVE = re.compile(
    rf"(?:\W|and |but |yet |however,? )*(?P<what>{_BACK}|neither (?:<NUM:\d+> |half |part |of )?(?:of )?(?:[a-z-]+ ){{0,3}})(?: (?:for|to|of|that) [^,;]{{3,50}}?)?,? {_ADVERB}(?:(?P<no>{_NO})|(?P<yes>{_YES}))\b(?:[^,;.]{{0,20}}? (?:by|with|in) (?P<who>{_ACTOR}|neither|nobody|no one))?",
    re.IGNORECASE,
)
# Answers of themselves.
_SHORT = re.compile(
    r"\W*(?:<(?:PARTY|PERSON|PRON):\d+> (?:said|says|replied|told [^,“\"]{2,30}|answered|went)[,:]? [“\"])?(?:(?P<no>no way|fat chance|out of the question|not a chance|no chance|not on your life|nothing doing|never\b|nonsense|a? ?non-?starter|no deal|no,|no\.|no!|nyet|forget it|absolutely not|certainly not|that (?:will|would|is) (?:not|never) (?:happen|going to happen)|that won[’']t happen|over my dead body)"
    r"|(?P<yes>agreed\b|done[.,]|deal[.,]|fine[.,]|yes[.,!]))",
    re.IGNORECASE,
)
# One of these stands in every answer that is told of a demand.
_ANSWERING = AhoCorasick(
    sorted({text.lower() for part in (_NO, _YES, _NOT, "answer|reply|response") for text in openings(part)})
)
_BEFORE = re.compile(
    rf"(?:(?P<no>{_NO})|(?P<yes>{_YES}))(?: (?:to|of|at|above all|with|by|on|away|in principle|up))* (?:a|an|the|any|all|both|<NUM:\d+>|<PRON:\d+>)?(?: [a-z-]+)?\s*$",
    re.IGNORECASE,
)
# "Hamas accepted the plan"
_WHOLE = Opened(
    rf"(?P<who>{_ACTOR})(?:, [^,;]{{3,60}},)? {_ADVERB}(?:(?P<no>{_NO})|(?P<yes>{_YES}))(?: (?:to|of|at|with|on|up))* (?P<what>(?:the|this|that|<PRON:\d+>|<(?:PARTY|PERSON|DEM):\d+>(?:['’]s?)?) (?:(?:[a-z-]+|<(?:PARTY|PERSON|DEM|NUM):\d+>(?:['’]s)?)[ -]){{0,3}}(?:proposals?|plan|offer|draft|initiative|terms|text|framework|truce proposal|ceasefire proposal|ceasefire|deal|blueprint|road ?map)\b)",
    any_case=True,
)
# One of these stands in every answer.
_STEMS = AhoCorasick(
    "reject,accept,agree,refus,dismiss,turn,approv,endors,rebuff,spurn,disown,repudiat,sign,embrac,adopt,said yes,said no,says yes,says no,balk,veto"
    ",declin,oppos,scorn,snub,grant,consent,on board,ignor,swallow,back".split(",")
)
_DETERMINED = re.compile(r"(?:the|an?|all|any|full)\s|<")
_CLAUSES = re.compile(r"(?<=[;,:—–])\s|\s(?=(?:and|but|while|though|although)\s)")


def answer_within(s: Sentence, cue_start: int, after: int, by: tuple[str, ...], *, noun: bool) -> str | None:
    """The answer that the sentence itself gives; `after` is the typed position behind the demand, `noun` a demand as a noun."""
    typed, lowered = s.typed, s.typed_lower
    if noun or _DETERMINED.match(typed, cue_start):
        left = max(0, cue_start - 80)
        if _may_answer(lowered[left:cue_start]) and (before := _BEFORE.search(typed[left:cue_start])) is not None:
            return _said(before)
    if not _may_answer(lowered[after : after + 220]):
        return None
    behind = typed[after : after + 220]
    relative = _RELATIVE.match(behind)
    if relative is not None and _by_other(s, relative, by, ()):
        return _said(relative)
    starts = [0, *(m.end() for m in _CLAUSES.finditer(behind))]
    for start in starts[:4]:
        found = _ACTIVE.match(behind, start)
        if found is not None and _by_other(s, found, by, ()):
            return _said(found)
    return None


def _may_answer(lowered: str) -> bool:
    """Whether words in lower case hold one with which an answer begins."""
    return bool(_ANSWERING.find_matches_as_indexes(lowered))


def with_answers(rows: list[Row], document: Document) -> list[Row]:
    """The rows with the answers of the sentences right behind ("Moscow rejected the demand")."""
    for row, s, signs, rule in behind(rows, document):
        if answers(signs, rule):
            row["response"] = answer(signs, rule)
            row["evidence"].append((s, row["evidence"][0][1]))
    _of_papers(rows, document)
    return rows


def behind(rows: list[Row], document: Document) -> Iterator[tuple[Row, Sentence, list[str], str | None]]:
    """The sentences that may answer a row that has no answer yet, each with its signs and what the rules read of it."""
    told: dict[int, list[Row]] = {}
    for row in rows:
        for s, _ in row["evidence"]:
            told.setdefault(s.number, []).append(row)
    heard: dict[int, tuple[Heard, list[re.Match[str]]]] = {}
    for row in [row for row in rows if row["response"] is None]:
        number, wanted = row["evidence"][-1][0].number, stems(row["text"])
        for ahead in range(1, REACH + 1):
            if row["response"] is not None or (s := document.numbered.get(number + ahead)) is None:
                break
            if s.number not in heard:
                heard[s.number] = hear(s), _told_by(s)
            signs, answers_ = heard[s.number]
            rule = _answer(s, answers_, row, wanted, near=ahead == 1)
            yield row, s, replies(row, wanted, ahead, signs, rule, told.get(s.number, ())), rule


def _of_papers(rows: list[Row], document: Document) -> None:
    """Give the terms of a plan the answer that the plan gets as a whole."""
    open_ = [r for r in rows if r["response"] is None and r["kind"] == "proposal"]
    for s in document.sentences if open_ else ():
        if not _STEMS.find_matches_as_indexes(s.typed):
            continue
        for found in _WHOLE.finditer(s.typed):
            known = any(m.parties for m in s.mentions_in(found["who"]) if m.text.lower() != "who")
            for row in open_:
                if (
                    row["response"] is None
                    and known
                    and _by_other(s, found, tuple(row["by_parties"]), tuple(row["to_parties"]))
                ):
                    row["response"] = _said(found)
                    if all(e is not s for e, _ in row["evidence"]):
                        row["evidence"].append((s, row["evidence"][0][1]))


def _told_by(s: Sentence) -> list[re.Match[str]]:
    """What in a sentence may answer a demand before it, whosever that is."""
    if not _may_answer(s.typed_lower):
        return []
    found = (regex.match(s.typed) for regex in (_PASSIVE, _ACTIVE, _REPLY, _AGAIN))
    return [m for m in found if m is not None]


def _answer(s: Sentence, told: list[re.Match[str]], row: Row, wanted: frozenset[str], *, near: bool) -> str | None:
    """The answer that a sentence gives to a row before it; `wanted` are the stems of what the row wants."""
    by, to = tuple(row["by_parties"]), tuple(row["to_parties"])
    if near and (short := _SHORT.match(s.typed)) is not None:
        return _said(short)
    for found in told:
        if found.re is _AGAIN:
            is_meant = not wanted.isdisjoint(stems(s.untyped(found["what"])))
        else:
            is_meant = near or re.search(_THING, found.group()) is not None
        if is_meant and _by_other(s, found, by, to):
            return _said(found)
    return None


def _said(found: re.Match[str]) -> str:
    """The answer; what nobody accepts is rejected."""
    nobody = re.match(
        r"(?:neither|nobody|no one)\b",
        found.groupdict().get("who") or found.groupdict().get("what") or "",
        re.IGNORECASE,
    )
    return "rejected" if found["no"] or nobody else "accepted"


def _by_other(s: Sentence, found: re.Match[str], by: tuple[str, ...], to: tuple[str, ...]) -> bool:
    """Whether somebody else than who wants it answers, and one who was asked, as far as this is known."""
    owned = re.findall(r"<(?:PARTY|PERSON|DEM):\d+>", found.groupdict().get("what") or "")
    if owned and not set(by) & {code for m in s.mentions_in("".join(owned)) for code in m.parties}:
        return False
    codes = {code for m in s.mentions_in(found["who"] or "") for code in m.parties}
    return not codes & set(by) and not (to and codes and not codes & set(to))
