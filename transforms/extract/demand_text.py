"""What is wanted: the words of a demand cut to their clause and split into one piece for each thing wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator

_SAY = r"(?:said|says|say|told|added|adds|reported|reports|announced|wrote|writes|noted|explained|stated|declared|insisted|stressed|argued|claimed|replied|retorted|let on)"
_NAME = r"(?:the )?<(?:PARTY|PERSON|PRON|OUTLET|ORG):\d+>"
# Where the clause of what is wanted ends: reported speech, a relative clause, another main clause, an answer.
_END = re.compile(
    r"(?=[;?!:.,”\" ])(?:"  # the rest is tried only there
    rf"[;?!]|:\s|\.(?=\s|$|[”\"])|,?[”\"]?,? {_SAY} {_NAME}|,[”\"’]? {_NAME}(?:, [^,;]{{3,80}},)?,? (?:[a-z]+ly |also |had |has )?{_SAY}\b"
    rf"|,[”\"’]? (?:the|a|an|one|senior|local) [^,;<]{{3,40}}{_SAY}\b|, according to|, citing\b| according to {_NAME}"
    r"|,? (?:in|of|under|by|on|to|from|with) whom\b|, (?:in|of|under|by|on|to|from|with) which\b"
    r"|(?<! in)(?<! of)(?<! to)(?<! under)(?<! by)(?<! on)(?<! from)(?<! with)(?<! for),? (?:which|whose|while|whereas|although|though|because|lest)\b|, (?:something|who|but|since|so|yet|as|where|when|after|adding|saying|warning|arguing|calling|noting"
    r"|stressing|accusing|citing|describing|vowing|pledging|threatening|urging|claiming|making|leaving|ending|raising|despite|even|nor|not|or face|thus|hours|days|weeks|months"
    r"|in exchange for which)\b|, <PRON:\d+> (?!and\b)|, (?:a|an|the) (?:long-standing |key |central |major )?(?:demand|condition|request|proposal|move|step|call|thing|idea|feeler|plan|stance|position|charge|claim"
    r"|concession|red line|issue|suggestion|offer|point|term|requirement|plea|appeal|goal|measure|message|stipulation)\b"
    rf"|,? and {_NAME}(?:,[^,;]{{2,60}},)? (?:has|have|had|is|are|was|were|will|would|did|does|said|says|agreed|refused|rejected|accepted|vowed|ruled|wants?|insists?|[a-z]+ed)\b"
    rf"|,? and (?:that was|{_SAY}|called|accused|warned|vowed|threatened|promised|pledged|condemned|welcomed|praised|thanked|urged|demanded|asked|insisted|rejected|refused|denied"
    r"|went|came|got|took|ended|made|left|agreed|hailed|blamed|has|have|had|was|were|is|are|did|does|there)\b"
    r"|(?<=[a-z>]) (?:was|were|has been|have been|had been) (?:[a-z]+ly )?(?:rejected|refused|dismissed|turned down|brushed (?:aside|off)|waved (?:away|aside)|rebuffed|spurned|met|granted|accepted"
    r"|ignored|denied|snubbed|heeded|resisted|vetoed|shelved|swept aside|ruled out|laughed off|declined|conceded|swatted)\b(?! to\b)| (?:got (?:nowhere|short shrift)|went unheeded|fell (?:flat|on deaf ears))\b"
    r"| (?:in return|in exchange)[,.]|, and not\b|, (?:has|have|had|will|would) | (?:if|when) (?:the two|<PARTY:\d+>) (?:men |sides )?(?:met|meet)\b| in order to\b|,? [“\"]?or (?:face|else|there|lose|risk)\b| so that\b"
    r"|,? (?:in (?:line|accordance|keeping|compliance|conformity) with|pursuant to|based on|rather than|amid|under the auspices|as part of|followed by)\b|,? following (?:an?|the|its|their)\b"
    r"| if (?:<PRON:\d+>|they|it|he|she)\b| before (?:<(?:PRON|PARTY|PERSON):\d+>|they|it|he|she) (?:would|will|could|can)\b)"
)
_QUOTE = re.compile('[“”"]')
# "..., the town that links them"
_APPOSITION = re.compile(r"(?<=[a-z>”\"]), (?:the|an?) (?:(?! and | or |, )[^;])*$")
_LEAD = re.compile(
    r"^(?:(?:that|to|for|on|upon|of|both|first|also|either|not only|in particular|namely|only|and|then|immediately|besides|finally|see|from|over"
    r"|but also|including|include|us|:|“|\")[,]?\s+|[:“\"‘,]\s*)",
    re.IGNORECASE,
)
LONGEST_TAIL = 80
_TAIL = re.compile(
    r"(?=[\s,.”\"’–—-]|$)(?:\s*,)?(?:\s(?:on|in|at)\s(?:<DATE:\d+>|<PLACE:\d+> on <DATE:\d+>)|(?<! of)(?<! from)(?<! to)(?<! until)(?<! by)(?<! since)(?<! before)(?<! after)(?<! the)\s(?:earlier |late )?<DATE:\d+>|,\s*(?:too|instead|as well|respectively)"
    r"|\s(?:and|or|but|with|as well|as|in turn|in return|at the same time))?[\s,.”\"’–—-]*$"
)
_BASE = (
    r"(?:release|free|withdraw|pull|stop|halt|end|hand|allow|let|lift|return|leave|give|open|cease|agree|accept|sign|respect|honou?r|implement"
    r"|disarm|dismantle|surrender|recogni[sz]e|guarantee|provide|ensure|protect|restore|send|deploy|permit|grant|hold|step|resign|abandon"
    r"|renounce|refrain|resume|remove|reopen|extend|observe|commit|start|begin|stay|lay|pay|compensate|apologi[sz]e|evacuate|vacate|cut|drop"
    r"|cancel|declare|replace|investigate|exercise|show|de-escalate|support|join|impose|suspend|freeze|keep|put|bring|take|make|cooperate"
    r"|comply|uphold|facilitate|reach|work|turn|curb|limit|reduce|destroy|ship|dilute|abide|silence|unblock|repatriate|swap|exchange|prevent"
    r"|condemn|address|establish|engage|re-engage|push|strike|urge|transfer|deliver|deescalate|come|go|quit|move|maintain|enter|form|hold"
    r"|admit|acknowledge|drive|demobili[sz]e|use|improve|lower|investigate|prosecute|arrest|extradite|stand|settle|negotiate|clear|set|shelve|widen)"
)
_NOUNS = (
    r"(?:end|halt|start|release|return|withdrawal|pullout|pull-out|pullback|lifting|lift|ceasefire|cease-fire|truce|guarantees?|assurances?|recognition|creation"
    r"|establishment|removal|opening|reopening|resumption|disarmament|demobili[sz]ation|departure|exit|retreat|delivery|deliveries|access|entry|flow|freeing"
    r"|freedom|liberation|protection|respect|implementation|formation|dismantling|dismantlement|reconstruction|compensation|reparations|rights?|halting|pause|exchange"
    r"|swap|deployment|elections?|transfer|repatriation|evacuation|relief|aid|buffer|zone|corridors?|status|sanctions?|cessation|suspension|abolition|referendum|inquiry|investigation|force|monitors?|monitoring|peacekeepers?|constitution|reform|reforms|settlement|treaty|deal)"
)
_AND = r"(?:, and also | and also |,? as well as |,? along with |, plus |, and | and |, )"
_NP_SPLIT = re.compile(
    rf"(?:,? as well as |,? along with |, and also |, plus )|{_AND}(?=(?:for|on|to|that|to see) (?:the|a|an|its|their|all|[a-z]+)\b)"
    rf"|{_AND}(?=(?:the|a|an|its|their|his|more|full|immediate|<PRON:\d+>|<DEM:\d+>|all|any|no) (?:[a-z<>:A-Z\d-]+ ){{0,4}}?{_NOUNS}\b)"
    rf"|{_AND}(?=(?:[a-z-]+ ){{0,2}}{_NOUNS} (?:of|to|for|from|in|on|over)\b)|, and (?=(?:the|a|an) )"
)
# "they should, frankly, leave": the verb is still to come
_MODAL_END = re.compile(r"\b(?:must|should|(?:have|has|need|needs|ought|got) to)(?:,? [a-z]+)?$")
_NO_ITEM = re.compile(
    r"(?:who|which|where|whose|as|in|at|on|with|by|from|including|among|especially|particularly|or|such|even|but|if|when|until|unless|before|after|pending|provided|[a-z]+ing|to|so)\b"
)
_INF_SPLIT = re.compile(
    rf"(?:, and |, | and |; )(?=(?:also |then |immediately |fully )?(?:to |not to )?(?:[a-z]+ly )?{_BASE}\b(?!['’-]))|(?:, and | and )(?=on {_NAME}|to [a-z])"
)
_THAT_SPLIT = re.compile(
    rf"(?:,? as well as |, and |, | and )(?=that\b)|(?:, and | and )(?={_BASE}\s(?!of\b))"
    r"|(?:, and | and )(?=(?:at least |the |a |an |its |their |all )?(?:<[A-Z]+:\d+> ?)?(?:[a-z-]+ ){0,4}?(?:be|must|should|is|are|was|were|has|have|would|will|quits?|leaves?|stops?|withdraws?|ends?) )"
)
_PAST_SPLIT = re.compile(r"(?:, and | and |, )(?=(?:[a-z]+ed|wrote|gave|left|withdrew|let|stopped|handed|agreed) )")
_HAS_VERB = re.compile(
    r"\b(?:be|must|should|is|are|was|were|has|have|had|would|will|remain|stay|start|come|take|keep|set|get|stop|never|disarm|return|follow|go"
    rf"|[a-z]{{3,}}s(?= (?:the|its|their|all|to|into|from))|{_BASE})\b"
)


def clause(want: str, before: str = "") -> str:
    """The words up to the end of their clause; `before` are the words of the sentence before them (for open quotes)."""
    cut = _END.search(want)
    kept = want[: cut.start()] if cut else want
    if aside := _APPOSITION.search(kept):
        kept = kept[: aside.start()]
    return _untailed(_close_quote(kept, before)).strip()


def _untailed(text: str) -> str:
    """Without the day, "too", "in return" or the marks that end it."""
    tail = _TAIL.search(text, max(0, len(text) - LONGEST_TAIL))
    return text[: tail.start()] if tail else text


def _close_quote(text: str, before: str) -> str:
    """Without what follows the end of a quote that was opened before."""
    if not _QUOTE.search(text):
        return text
    inside = before.count("“") > before.count("”") or before.count('"') % 2 == 1
    for i, c in enumerate(text):
        if c == "“" or (c == '"' and not inside):
            inside = True
        elif c in '”"':
            if inside and text[:i].count("“") == 0 and '"' not in text[:i]:
                return text[:i]
            inside = False
    return text


def pieces(text: str, frame: str) -> Iterator[str]:
    """The things wanted, without the words that lead in; `frame` is the form: object, inf, that."""
    for piece in _split(text, frame):
        cut = _untailed(_trim(piece))
        if cut:
            yield cut


def _split(text: str, frame: str) -> list[str]:
    if frame == "list":
        return text.split("; ")
    if frame in ("inf", "must", "terms"):
        parts = _INF_SPLIT.split(text)
        return [", ".join(parts[:2]), *parts[2:]] if _MODAL_END.search(parts[0]) and len(parts) > 1 else parts
    if frame == "if":
        return _PAST_SPLIT.split(text)
    if frame == "that":
        return _joined(_THAT_SPLIT.split(text))
    parts = _NP_SPLIT.split(text)
    if len(items := _items(text)) > max(len(parts), 2):
        parts = items
    if len(parts) == 1 and re.match(r"[a-z]+ing\b", text):
        return re.split(r"(?:, and | and |, )(?=[a-z]+ing\b)", text)
    return parts


def _joined(parts: list[str]) -> list[str]:
    """The parts of a clause, those that have no verb yet put together again ("A and its B be freed")."""
    found: list[str] = []
    held = ""
    for part in parts:
        held = f"{held} and {part}" if held else part
        if re.search(r"[a-z]", re.sub(r"<[A-Z]+:\d+>|\b(?:the|a|an|its|their|that|and|both|all)\b", "", held)) and (
            part is parts[-1] or _HAS_VERB.search(held)
        ):
            found.append(held)
            held = ""
    return [*found, held] if held else found


def _items(text: str) -> list[str]:
    """The items of a list with commas: "A, B and C", each of two words or more; [] when it is none."""
    head, joint, last = text.rpartition(" and ")
    if not joint or ", " not in head:
        return []
    items = [*head.rstrip(",").split(", "), last]
    if any(len(i.split()) < 2 or _NO_ITEM.match(i) for i in items) or " and " in ", ".join(items[:-1]):
        return []
    return items


def _trim(piece: str) -> str:
    piece = piece.strip()
    for _ in range(3):
        shorter = _LEAD.sub("", piece)
        if shorter == piece:
            break
        piece = shorter
    return piece
