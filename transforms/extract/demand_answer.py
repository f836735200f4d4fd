"""How a demand was answered: in the words before it, behind it, or in the next sentence."""

from __future__ import annotations

import re
from typing import Any

from transforms.document import Document, Sentence

_ADVERB = r"(?:(?:has|have|had|was|were|been|be|would|will|also|then|promptly|flatly|firmly|quickly|swiftly|later|immediately|both|repeatedly|already|so far|long|since|all|publicly|twice|again|in turn|[a-z]+ly)\s)*"
_NO = (
    r"(?:reject\w*|resist\w*|refus\w*|rul(?:es?|ed|ing) \w*\s?out|dismiss\w*|turn(?:s|ed|ing)? (?:it |them |that |this |both )?down|spurn\w*|rebuff\w*"
    r"|brush\w* \w*\s?(?:aside|off)|wav(?:ed|ing) away|scorn\w*|declin(?:ed|es|ing)|balk\w*|oppos(?:ed|es)|said no|says no|dug in|denied|ignored|scoffed|swatted|snubbed"
    r"|shot (?:it |that )?down|would not (?:hear of|have)|will not (?:hear of|accept)|(?:did|does|do|would|will|has|have|could|can)(?: not|n[’']t|not) (?:agreed?|accept\w*|consent\w*|budged?|yield\w*)"
    r"|non-?starter|unacceptable|out of the question|got nowhere|got short shrift|vetoed|went unheeded|fell on deaf ears)"
)
_YES = (
    r"(?:accept(?:s|ed)|agreed to|agrees to|has agreed|have agreed|consented|said yes|granted|conceded|complied|approved|backed down|gave in|gave way|gives in|endorsed|was met|were met|obtained|prevailed|got (?:his|her|its|their|<PRON:\d+>) way"
    r"|satisf(?:y|ies|ied)|yielded|signed off)"
)
_SUBJECT = r"(?:<(?:PARTY|PERSON|PRON|PLACE|ORG):\d+>|nobody|both)"
_LINK = r"[,;:.”\"]*\s?(?:and |but |which |that |a |an |the |to which |something(?: that)? |thing |demand |condition |proposal |offer |idea |request |move |step |suggestion |one |feeler )*"
_BEHIND = re.compile(
    rf"^{_LINK}(?P<who>{_SUBJECT})?(?:, [^,;]{{3,60}},)?\s?(?:<DATE:\d+> )?{_ADVERB}(?:(?P<no>{_NO})|(?P<yes>{_YES}))\b"
)
_BEFORE = re.compile(
    rf"(?:(?P<no>{_NO})|(?P<yes>{_YES}))(?: (?:to|of|at|above all|with|by|on|away))* (?:a|an|the|any|all|both|<NUM:\d+>|<PRON:\d+>)?(?: [a-z-]+)?\s*$"
)
_NEXT = re.compile(
    rf"^(?:But |However, |And |In response, |Yet |On <DATE:\d+>,? )?(?P<who>{_SUBJECT})(?:, [^,;]{{3,80}},)?,? {_ADVERB}(?:(?P<no>{_NO})|(?P<yes>{_YES}))\b"
    r"(?P<what>[^,.;]{0,60})"
)
_BACK = re.compile(
    r"^\W*(?:both|either|that|this|it|them|so|such|the (?:\w+ )?(?:demands?|proposals?|offers?|ideas?|requests?|plans?|calls?|terms|conditions|suggestions?|notion|appeal|ultimatum|initiative)"
    r"|<PRON:\d+>|out of hand|outright|out|down|aside|to do so|<DATE:\d+>|to)?\W*(?:<DATE:\d+>|out of hand|outright)?\W*(?:out|down|aside|away|saying\b.*|as\b.*|calling\b.*|because\b.*)?$"
)


def answer_within(s: Sentence, cue_start: int, after: int, by: tuple[str, ...], *, noun: bool) -> str | None:
    """The answer that the sentence itself gives; `after` is the typed position behind the demand, `noun` a demand as a noun."""
    if noun and (m := _BEFORE.search(s.typed[max(0, cue_start - 80) : cue_start])):
        return "rejected" if m["no"] else "accepted"
    m = _BEHIND.match(s.typed[after : after + 220])
    if m is None:
        return None
    who = s.mentions_in(m["who"] or "")
    if who and set(who[0].parties) & set(by):
        return None
    return "rejected" if m["no"] else "accepted"


def with_answers(rows: list[dict[str, Any]], document: Document) -> list[dict[str, Any]]:
    """The rows with the answers of the sentence right behind ("Moscow rejected the demand")."""
    following = {s.number - 1: s for s in document.sentences}
    for row in rows:
        after = following.get(row["evidence"][-1][0].number)
        if row["response"] is not None or after is None:
            continue
        m = _NEXT.match(after.typed)
        if m is None or not _BACK.match(m["what"]):
            continue
        who = after.mentions_in(m["who"])
        codes = set(who[0].parties) if who else set()
        if codes & set(row["by_parties"]) or (row["to_parties"] and codes and not codes & set(row["to_parties"])):
            continue
        row["response"] = "rejected" if m["no"] else "accepted"
        row["evidence"].append((after, row["evidence"][0][1]))
    return rows
