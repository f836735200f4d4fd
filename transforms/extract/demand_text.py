"""What is wanted: the words of a demand cut to their clause and split into one piece for each thing wanted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.extract.demand_cuts import parts

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
    r"|in exchange for which|failing (?:which|that))\b|, <PRON:\d+> (?!and\b)|, (?:a|an|the) (?:long-standing |key |central |major )?(?:demand|condition|request|proposal|move|step|call|thing|idea|feeler|plan|stance|position|charge|claim"
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
# With one of these a tail ends.
_TAIL_ENDS = (
    *",.”\"’–—->", "too", "instead", "as well", "respectively", "and", "or", "but", "with", "as", "in turn", "in return", "at the same time",
)  # fmt: skip
_TAIL = re.compile(
    r"(?=[\s,.”\"’–—-]|$)(?:\s*,)?(?:\s(?:on|in|at)\s(?:<DATE:\d+>|<PLACE:\d+> on <DATE:\d+>)|(?<! of)(?<! from)(?<! to)(?<! until)(?<! by)(?<! since)(?<! before)(?<! after)(?<! the)\s(?:earlier |late )?<DATE:\d+>|,\s*(?:too|instead|as well|respectively)"
    r"|\s(?:and|or|but|with|as well|as|in turn|in return|at the same time))?[\s,.”\"’–—-]*$"
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
    if not text.endswith(_TAIL_ENDS) and not text[-1:].isspace():
        return text
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
    for piece in text.split("; ") if frame == "list" else parts(text, frame):
        cut = _untailed(_trim(piece))
        if cut:
            yield cut


def _trim(piece: str) -> str:
    piece = piece.strip()
    for _ in range(3):
        shorter = _LEAD.sub("", piece)
        if shorter == piece:
            break
        piece = shorter
    return piece
