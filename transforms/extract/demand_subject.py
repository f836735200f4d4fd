"""Whose position it is: the actor that governs a verb of demanding, read from the words to its left.

The subject stands right before the verb, behind a parenthesis ("Sweden, which ..., insists"), before an earlier verb of
the same clause ("called it unlawful and asked that ..."), in a possessive ("Kyiv's negotiators expect"), or outside the
sentence: a plain noun ("the group also wants") stands for whoever is quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms.document import Claim, Mention, Sentence
from transforms.names import code_of

_ACTOR = r"<(?:PARTY|PERSON|ORG|PRON|PLACE):\d+>"
_ACTORS = rf"(?:(?:Mr\.?|Mrs|Ms) )?{_ACTOR}(?:(?:, (?:and )?| and | & | as well as | along with | together with )(?:the )?{_ACTOR})*"
_ADVERBIAL = (
    r"(?:(?:has|have|had|is|are|was|were|be|been|being|do|does|did|will|would|could|may|might|also|again|now|still|long|then"
    r"|since|already|once|once more|further|furthermore|later|earlier|therefore|thus|instead|meanwhile|moreover|too|both|all"
    r"|each|in turn|in return|in vain|so far|ever|even|just|only|first|always|often|at once|this week|at the same time"
    r"|themselves|himself|herself|itself|’ve|’d|’re|'ve|'d|'re|’s|'s|[a-z]+ly|for <PRON:\d+> part|for the time being"
    r"|(?:on|in|at|by|during|since|late on|early on) <DATE:\d+>|<DATE:\d+>|(?:in|at) <PLACE:\d+>"
    r"|in an? (?:[a-z-]+ ){0,3}(?:statement|letter|speech|interview|message|post|video|address|call|joint statement|briefing)"
    r"|(?:continu\w+|went on|going on|goes on|kept on|began|beg[iu]n\w*|start\w*|return\w*|used <PRON:\d+> [a-z ]{1,30}|appear\w*|seem\w*|came|continued|keeps?|kept|intends?|used|moved|mov\w+|sought|tried|trying) to?)|,)"
)
# What ends the words before a verb is looked for in their end only.
LONGEST_ADVERBIAL = 60
_TRAILING = re.compile(rf"(?<!>)(?<![\w’'])(?:{_ADVERBIAL}\s*)$|(?<=[>\s])(?:’ve|’d|’re|'ve|'d|'re)$")
_NEGATED = re.compile(
    r"(?:\bnot|n[’']t|\bnever|\bno longer|\bwithout|\bstop(?:ped|s)?|\bdenied|\brefrain(?:ed|s)? from|\bnobody|\bneither|\bnor|\brather than|\binstead of)$"
)
# what those words end in, looked at first
_NEGATIONS = (
    "not", "t", "never", "longer", "without", "stop", "stopped", "stops", "denied", "from", "nobody", "neither", "nor", "than", "of",
)  # fmt: skip
_LAST_ACTORS = re.compile(rf"(?:{_ACTORS})$")
_LAST_OF_TWO = re.compile(rf"^{_ACTOR}, (?P<actor>{_ACTOR})$")
_AFTER_PREPOSITION = re.compile(
    r"\b(?:with|by|against|between|to|than|on|into|toward|towards|via|about|including|alongside|over)\s(?:the\s)?$"
)
_ASIDE = re.compile(
    rf"(?P<actors>{_ACTORS}),\s(?P<aside>(?:which|whose|who|where|a|an|the|one|in|at|on|through|speaking|citing|fearing|for|as|after"
    rf"|when|while|led|backed|like|whose|along|once|long|under|also|now|itself|himself|facing|angered|wary|meanwhile|however|too|<PRON:\d+>|<DATE:\d+>)(?!\w)[^;]*),?$"
)
_RELATIVE = re.compile(rf"(?P<actors>{_ACTORS}),\s(?:which|whose|<PRON:\d+>)\s[^,;]+,$")
_WHICH = re.compile(rf"(?P<actors>{_ACTORS}),?\s(?:which|that|who)$")
_POSSESSIVE = re.compile(
    r"(?P<actor><(?:PARTY|PERSON|ORG|PRON|PLACE|DEM):\d+>)(?:['’]s?)?(?:-(?:led|backed|brokered|drafted|sponsored))?\s"
    r"(?:[a-z][a-z’'-]*\s|<(?:NUM|DATE):\d+>(?:\s|-))*?(?P<noun>[a-z][a-z-]+)(?:, \d\d,)?$"
)
# A resolution that no country has put its name to is the Security Council's.
_RESOLUTION = re.compile(
    r"\b(?:[Tt]he|[Aa]|[Tt]hat|[Tt]his) (?:[a-z]+ |<(?:NUM|DATE):\d+> )?resolution(?: <NUM:\d+>| \d+)?,?$"
)
_PAPER_NOUN = re.compile(
    r"(?i:\b(?:the|this|that|a)\s)(?:[a-z’'-]+\s|<NUM:\d+>(?:[ -]))*?(?:proposals?|plan|draft|paper|outline|blueprint|framework|initiative|formula|road ?map|document|text|memorandum|scheme)$"
)
_PLAIN_NOUN = re.compile(
    r"(?i:\b(?:the|its|their|his|that|this)\s)(?:[a-z’'-]+\s){0,3}(?:group|movement|party|country|government|side|team|delegation|negotiators|rebels"
    r"|militants|insurgents|guerrillas|organi[sz]ation|alliance|bloc|coalition|front|army|military|junta|regime|ministry|nation|state"
    r"|kingdom|republic|island|leadership|officials?|diplomats?|leaders?|minister|president|envoy|spokesman|spokeswoman|militia|faction|men)$"
)
_VERB = (
    r"(?:[a-z]+ed|said|says|told|tells|met|held|came|gave|began|swore|brought|took|made|went|put|set|spoke|wrote|sought|saw|left|sent"
    r"|led|kept|rang|got|fought|stood|rose|found|lost|won|won’t|won't|will|would|has|have|had|is|are|was|were|does|did|do|[a-z]{3,}s)"
)
_SUBJECT_PLACE = re.compile(
    r"(?:^|[,:;—–(]\s|[,.?!][”\"’]\s|[“\"]|<(?:DATE|PLACE):\d+>\s|\b(?:that|and|but|when|while|as|if|because|since|until|before|after|said|says|where|whom|which"
    r"|so|although|though|yet|however|also|then|or|Q|And|But|So|Yet|Now|Well)\s)(?:the |The |Mr\.? |Mrs |Ms |Senior |senior )?"
    r"(?:(?:[Ll]eaders|[Mm]inisters|[Ee]nvoys|[Mm]embers|[Rr]epresentatives|[Hh]eads|[Oo]fficials|[Dd]iplomats|[Nn]egotiators) of (?:the )?)?$"
)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|get|gets|got)(?: [a-z]+ly| also| again| now| still| all| not)?$"
)
_PARTICIPLE = re.compile(r"(?:[a-z]+ed|told|sought|put|set|held)\b(?! to see)")
_DETERMINER = re.compile(
    r"(?:^|\s)(?:a|an|the|this|that|these|those|on|of|any|new|by|in|for|with|such|latest|no|each|every|first|final|its|their|his|her|our|my|own)$",
    re.IGNORECASE,
)
_BYSTANDERS = re.compile(
    r"\b(?:families|relatives|opponents|protest[eo]rs|demonstrators|residents|critics|activists|analysts|experts|supporters|lawmakers|campaigners"
    r"|observers|villagers|students|workers|unions?|strikers|fans|players|clubs?|shareholders|investors|teachers|dockworkers|crowds?|mourners"
    r"|opposition (?:parties|lawmakers|leaders)|journalists?|reporters|editorials?|commentators|victims|survivors|parents|mothers|wives|columnists)\b",
    re.IGNORECASE,
)
_GOVERNS = re.compile(
    rf"(?P<actors>{_ACTORS})(?:,\s[^;]{{2,90}}?,)?(?:\s(?:also|then|later|has|have|had|[a-z]+ly))*\s{_VERB}\b"
)
POSSESSIVES = frozenset({"its", "their", "his", "her", "our", "my", "whose", "your"})
_OFFICES = frozenset({"ministry", "spokesman", "official"})
_FIRST_PERSON = frozenset({"i", "we", "us", "our", "my", "me"})


@dataclass(frozen=True)
class Voice:
    """Who wants it: codes, and the person (or office, by its code) who voices it."""

    parties: tuple[str, ...]
    speaker: str | None = None


def wanter(s: Sentence, at: int, claim: Claim | None, paper: Voice | None = None) -> Voice | None:
    """The voice behind the verb at a position of the typed sentence; None when it is negated or nobody's.

    `claim` is the one that covers the position, `paper` is whose plan "the plan" is.
    """
    left = re.split(r";\s|[:—–]\s", s.typed[:at])[-1].rstrip()
    participle = re.match(r"[a-z]+ing\b", s.typed[at:]) is not None and left.endswith(
        (",", " and", " while", " by", " in")
    )
    cue = s.typed[at:]
    is_noun = _DETERMINER.search(left) or (left.endswith(">") and not participle and _is_owner(s, left))
    if is_noun or (_PASSIVE.search(left) and _PARTICIPLE.match(cue)):
        return None
    left, negated = strip_adverbials(left)
    if negated:
        return None
    if not participle:
        found, voice = _near(s, left, claim, paper)
        if found:
            return voice
    if _BYSTANDERS.match(re.sub(r"^(?:The |Some |Many |<[A-Z]+:\d+> )*", "", left)):
        return None
    for m in reversed(list(_GOVERNS.finditer(left))):
        if _SUBJECT_PLACE.search(left[: m.start()]):
            return voice_of(s.mentions_in(m["actors"]), claim)
    first = re.match(rf"[^<]*?(?P<actors>{_ACTORS})", left)
    if first and not re.search(
        r"\b(?:in|at|to|with|by|from|of|on|for)\s(?:the\s)?$", first.group()[: first.start("actors")]
    ):
        return voice_of(s.mentions_in(first["actors"]), claim)
    return Voice(claim.parties) if claim and claim.parties else None


def _near(s: Sentence, left: str, claim: Claim | None, paper: Voice | None) -> tuple[bool, Voice | None]:
    """Whether the subject stands right before the verb, and its voice if it has one."""
    if actors := _direct(s, left):
        return True, voice_of(actors, claim)
    if (p := _POSSESSIVE.search(left)) and not left.endswith((" and", " but", " or")):
        return True, _possessed(s, p, claim)
    if _RESOLUTION.search(left):
        return True, Voice(("UN",))
    if _PAPER_NOUN.search(left):
        return True, paper
    if _BYSTANDERS.search(left[-60:]) and not left.endswith((" and", " but", ", and")):
        return True, None
    if _PLAIN_NOUN.search(left):
        return True, Voice(claim.parties) if claim and claim.parties else None
    return False, None


def _is_owner(s: Sentence, left: str) -> bool:
    """Whether the words end with "its" or "his": the cue is a noun then."""
    found = re.search(r"<PRON:(\d+)>$", left)
    return found is not None and s.mentions[int(found[1])].text.lower() in POSSESSIVES


def strip_adverbials(left: str) -> tuple[str, bool]:
    """The words without auxiliaries, adverbs and asides of time at their end, and whether a negation stands there."""
    for _ in range(8):
        end = max(0, len(left) - LONGEST_ADVERBIAL)
        if left.endswith(_NEGATIONS) and _NEGATED.search(left, end):
            return left, True
        trailing = _TRAILING.search(left, end)
        shorter = left[: trailing.start()].rstrip() if trailing else left
        if shorter == left or not shorter:
            break
        if left.endswith(",") and _ASIDE.search(left):
            break
        left = shorter
    return left, left.endswith(_NEGATIONS) and _NEGATED.search(left, max(0, len(left) - LONGEST_ADVERBIAL)) is not None


def _direct(s: Sentence, left: str) -> list[Mention]:
    """The actors right before the verb, or before a parenthesis or a relative pronoun that leads to it."""
    if left.endswith(",") and (m := _RELATIVE.search(left)) is not None:
        return s.mentions_in(m["actors"])  # "Sweden, which hosts the Syrian team, insists"
    if (m := _LAST_ACTORS.search(left.rstrip(","))) is not None:
        if _AFTER_PREPOSITION.search(left[: m.start()]):
            last = _LAST_OF_TWO.search(m.group())  # "in a letter to the envoy, the minister asks"
            return s.mentions_in(last["actor"]) if last else []
        found = s.mentions_in(m.group())
        lone = len(found) == 1 and found[0].text.lower() == "who" and not found[0].parties
        return [] if lone else found
    if (m := _WHICH.search(left)) is not None:
        return s.mentions_in(m["actors"])
    if left.endswith(","):
        for m in _ASIDE.finditer(left):
            if not _AFTER_PREPOSITION.search(left[: m.start()]):
                return s.mentions_in(m["actors"])
    return []


def _possessed(s: Sentence, found: re.Match[str], claim: Claim | None) -> Voice | None:
    owner = s.mentions_in(found["actor"])[0]
    voice = voice_of([owner], claim)
    return Voice(voice.parties) if voice else None


def voice_of(actors: list[Mention], claim: Claim | None) -> Voice | None:
    """The voice of some mentions; "we" and "I" in a quote are the speaker's side."""
    acting = [m for m in actors if m.kind not in ("NUM", "PLACE")]
    actors = acting or [m for m in actors if m.kind != "NUM"]  # "by video link from Brussels, NATO's chief said"
    if len(actors) == 1 and actors[0].text.lower() in _FIRST_PERSON and claim and claim.parties:
        return Voice(claim.parties)
    parties = tuple(dict.fromkeys(code for m in actors for code in _codes(m)))
    if not parties:
        return None
    person = (
        next((m.name for m in actors if m.kind in ("PERSON", "PRON") and m.name), None) if len(actors) == 1 else None
    )
    office = len(actors) == 1 and actors[0].kind == "PARTY" and actors[0].role in _OFFICES and len(parties) == 1
    return Voice(parties, person or (parties[0] if office else None))


def _codes(m: Mention) -> tuple[str, ...]:
    if m.parties or m.kind != "ORG":
        return m.parties
    return (code_of(re.sub(r"^(?:the|a|an)\s", "", m.name or m.text, flags=re.IGNORECASE)),)
