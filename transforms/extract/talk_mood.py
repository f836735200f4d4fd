"""Whether a talk was held, is scheduled, proposed or cancelled: by the mood words around its cue."""

from __future__ import annotations

import re

from transforms.extract.engine import Match
from transforms.extract.talk_draft import Cue

OPEN = "open"  # of a noun that no word near it sets in time; the rows decide (talk_merge)
_BLOCK = re.compile(
    r"\b(?:at|during|after|before|that|deal|proposals?|plan|truce|ceasefire|cease-fire|demands?|reports?|accus\w+|which|who"
    r"|because|ahead of|following|said|calls|told|when|while)\b"
)
_NEGATED = re.compile(
    r"\b(?:not|never|n['’]t|without|nor|neither|unable to|failed to|yet to|anyone|nobody|no one)\s(?:[a-z]+\s){0,2}$"
)
_REFUSES = re.compile(
    r"(?:\b(?:will|would|do|does|shall|can|could)\s(?:not|never)|\b(?:wo|would|do|does|ca|could)n['’]t|\bcannot)"
    r"\s(?:[a-z]+\s){0,2}|\b(?:rul(?:ed|es|ing) out|avoid(?:ed|s)|resist(?:ed|s)|shunn(?:ed|ing)|stopped short of)\s(?=meeting\b)"
)
# "the meeting, which had been set for Friday, was put off"
_ASIDE = re.compile(
    r"[^,;.]{0,60},\s(?:which|that|who|originally|initially|first|once|due|set|planned|scheduled|announced|expected|held|mediated|brokered"
    r"|hosted|agreed|<PRON:\d+>\s(?:first|second|third|last))\b[^,;]{0,110},\s"
    r"(?=(?:has|have|had|was|were|is|are|will|would|did|never|took|ended|broke|collapsed|fell|went|began|opened)\b)"
)
_NEITHER = re.compile(
    r"\b(?:neither(?: side| party| of (?:the )?[a-z<>:\d]+)?|no side|nobody|no one|no-one|not one of (?:the )?[a-z<>:\d]+|none of (?:the )?[a-z<>:\d]+)\s(?:[a-z]+\s){0,3}(?:to|would|will)?\s?$",
    re.IGNORECASE,
)
_NOT_ANY = re.compile(r"\b(?:no|any|without)\s(?:[a-z-]+\s){0,2}$", re.IGNORECASE)
_WOULD_HAVE = re.compile(
    r"(?:\b(?:was|were|due|supposed|scheduled|meant|expected|planned|should|would)\s(?:not\s)?(?:both\s)?(?:to\s)?have\s(?:been\s)?)$"
)
_READIES = re.compile(
    r"\b(?:getting ready|got ready|preparing|prepares|preparations|readying|gearing up|poised|making ready|arranging|lined up|plans|planning|intends|intending)\s(?:[a-z]+\s)?$"
)
_WILL = re.compile(r"\b(?:will|would|wo|['’]ll|shall|can|could|going to)\b", re.IGNORECASE)
# "plans to boycott the parade, angry at the talks": a mood whose verb is none of holding says nothing of the talks
_GOVERNS = re.compile(
    r"(?:\s<(?:PARTY|PERSON|PRON|DATE|ORG):\d+>| and|,|['’]s?)*\s(?:(?:not|also|then|again|now|soon|both|jointly|[a-z]+ly)\s)*to\s"
    r"(?:(?:also|again|[a-z]+ly)\s)*(?P<verb>[a-z-]+)|\s(?:(?:not|also|then|again|now|soon|both|jointly|be|have|[a-z]+ly)\s)*(?P<bare>[a-z-]+)"
)
_MODAL_MOOD = re.compile(r"(?:will|would|shall|could|might|may|should|must|['’]ll|['’]d)$", re.IGNORECASE)
_HOLDING = re.compile(
    r"(?:h[eo]ld|have|attend|join|host|open|begin|start|resum|restart|reopen|reviv|renew|continu|carry|keep|take|participat|return|come|go|get"
    r"|travel|fly|head|sen[dt]|conven|reconven|lead|launch|conduct|enter|chair|mediat|facilitat|arrang|organi[sz]|see|meet|engag|sit|agree"
    r"|finish|complet|conclud|end|call|bring|broker|sponsor|be|push|press|ask|invit|urg|propos|suggest|offer|seek|request|establish|set|step"
    r"|pursu|proceed|give|conver|stay|pull|withdraw|quit|leave|walk|skip|boycott|abandon|suspend|postpon|cancel|reject|refus|allow|permit|prepar"
    r"|support|back|welcom|work|advance|schedul|plan|move|talk|speak|interest|accept|deliver|settle|help|try|let|pave|lay|make|relaunch|initiat|explor"
    r"|plunge|consider|commit|turn|rejoin|reschedul|delay|follow|visit|pay|show|appear|receiv|moderat|oversee|supervis|expect)"
)
_CONDITION = re.compile(r"\b(?:if|unless|until|once)\s$", re.IGNORECASE)
_INFINITIVE = re.compile(
    r"(?:to|will|shall|would|should|can|could|may|might|must|not|going to|’ll|’d)\s", re.IGNORECASE
)
_MODAL = re.compile(
    r"(?:\b(?:to|will|shall|would|should|can|could|may|might|must)|['’](?:ll|d))\s(?:(?:[a-z]+ly|also|then|be|again)\s)*$"
)
_FUTURE = (
    r"(?:(?:\b|^)(?:will|shall|would|going to)|['’](?:ll|d)|(?:\b|^)(?P<may>could|may|might|should|must|can))"
    r"(?:\s(?:[a-z]+ly|also|then|again|both|be|have|next))*\s"
)
_FUTURE_CUE = re.compile(_FUTURE, re.IGNORECASE)
_FUTURE_BEFORE = re.compile(_FUTURE + "$", re.IGNORECASE)
_NOT = re.compile(r"(?:\b(?:not|never|no (?:plans?|intention|need|reason|wish|desire) (?:to|of))|n['’]t)\s$")
_OF_ANOTHER = re.compile(r"\w[^,;]*\s(?:that|which|who|whose)\s$")
_A_CALL = re.compile(r"\b(?:calls?|conversations?|conference|teleconference)\b(?: (?:with|to|between))?$")
_DATE = re.compile(r"<DATE:(\d+)>")
_GOES = re.compile(r"\b(?:flies|fly|heads|travels|returns|leaves|sets off|is off|are off|jets off|goes)\b")
_PRESENT = re.compile(
    r"(?:meets|sees|(?:re)?convenes?|flies|fly|heads?|travels?|returns?|arrives?|lands?|visits?|hosts?|receives?|sits? down|dines?|calls on|(?:goes|moves|flies|continues) on to|continues to)\b"
)
_WEEKDAY = re.compile(
    r"(?:(?:this|next|early|late) )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Tt]omorrow|next (?:week|month)"
)
_RELATIVE = frozenset({"that", "which", "whom"})
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being)\s(?:[a-z]+ly\s|also\s)?$")
_MOTION = re.compile(
    r"\b(?:flew|travel(?:l)?ed|went|came|arrived|gathered|turned up|returned|landed|visited|slipped|assembled|convened|headed"
    r"|sent|brought)\b"
)


def status_of_verb(cue: Cue) -> str | None:
    """The status of a verb of meeting: its own tense, else what governs its infinitive; None when it is no talk."""
    left, _ = cue.r.clause(cue.start, cue.end)
    before = cue.r.typed[max(left, cue.start - 90) : cue.start]
    if _CONDITION.search(cue.r.typed[:left]):
        return None
    if _NEITHER.search(before):
        return "cancelled"
    if _WOULD_HAVE.search(before):
        return "cancelled"  # "the two were to have met"
    refusal = _REFUSES.search(cue.r.typed, max(left, cue.start - 40), cue.end)
    if refusal is not None and refusal.end() >= cue.start:
        return "cancelled"
    if _NEGATED.search(before):
        return None
    infinitive = _INFINITIVE.match(cue.r.typed, cue.start) or _MODAL.search(before)
    a_call = cue.match.pattern.set.get("format") == "call" and _A_CALL.search(cue.words)
    if a_call and not _INFINITIVE.match(cue.r.typed, cue.start):
        around = status_of_noun(cue)
        return "held" if around == OPEN else around
    if "status" in cue.match.pattern.set and not infinitive:
        return "scheduled" if is_plan(cue) else str(cue.match.pattern.set["status"])
    near = {
        str(m.pattern.set["status"])
        for m in cue.moods
        if left <= m.span[0] <= cue.end
        and cue.start - m.span[1] < 70
        and not _BLOCK.search(cue.r.typed, m.span[1], cue.start)
        and not _denied(cue, m)
    }
    for status in ("cancelled", "proposed", "scheduled"):
        if status in near:
            return status
    modal = (_FUTURE_CUE.match(cue.words) or _FUTURE_BEFORE.search(before)) if infinitive else None
    if modal is None and (_GOES.search(before) or _READIES.search(before)):
        return "scheduled"  # "flies to Y on Friday to see X"
    if modal is None or _MOTION.search(before):
        return "held"  # "travelled to confer with X"
    return "proposed" if modal["may"] else "scheduled"


def is_plan(cue: Cue) -> bool:
    """ "X flies to Y on Friday", "X meets Y on Monday": the present with a weekday tells what is to come."""
    if _PRESENT.match(cue.words) is None:
        return False
    _, right = cue.r.clause(cue.start, cue.end)
    days = (cue.r.sentence.mentions[int(m[1])] for m in _DATE.finditer(cue.r.typed, cue.end, right))
    return any(_WEEKDAY.match(m.text) is not None for m in days)


def status_of_noun(cue: Cue) -> str | None:
    """The mood nearest to the noun in its clause; a cancelled talk wins over what was planned for it.

    OPEN where no word tells; None for "no talks", unless somebody will have none.
    """
    left, right = cue.r.clause(cue.start, cue.end)
    aside = _ASIDE.match(cue.r.typed, cue.end)
    near: list[tuple[int, str]] = []
    for mood in cue.moods:
        if aside is not None and 0 <= mood.span[0] - aside.end() < 20:
            return str(mood.pattern.set["status"])
    for mood in cue.moods:
        status = str(mood.pattern.set["status"])
        m_start, m_end = mood.span
        if _denied(cue, mood):
            status = "proposed"  # "would not turn down a meeting"
        if m_end <= cue.start and m_start >= left and not _BLOCK.search(cue.r.typed, m_end, cue.start):
            follows = not cue.r.typed.startswith("to ", m_start)  # "urged X to resume the talks" proposes them
            if follows and cue.start - m_end < 70 and _governs(cue, *mood.span):
                near.append((cue.start - m_end, status))
        elif m_start >= cue.end and m_start < right and _is_subject(cue, m_start):
            if status == "proposed" and not _PASSIVE.search(cue.r.typed, cue.end, m_start):
                continue
            near.append((m_start - cue.end, status))
    for gap, status in near:
        if status == "cancelled" and gap < 110:
            return status
    if _NOT_ANY.search(cue.before(60)):
        return "cancelled" if _WILL.search(cue.r.typed, max(left, cue.start - 60), cue.start) else None
    return min(near)[1] if near else OPEN


def _denied(cue: Cue, mood: Match) -> bool:
    """ "would not turn down a meeting"."""
    return mood.pattern.set["status"] == "cancelled" and _NOT.search(cue.r.typed[: mood.span[0]][-20:]) is not None


def _is_subject(cue: Cue, verb: int) -> bool:
    """Whether nobody else stands between the noun and a verb after it, so that the noun is its subject.

    In "a session on the text that is to bind them" the verb is another noun's.
    """
    if _OF_ANOTHER.search(cue.r.typed, cue.end, verb):
        return False
    others = [
        g
        for g in cue.r.groups
        if cue.end <= g.start < verb and not (g.oblique or g.possessive or g.preposition in _RELATIVE)
    ]
    return not others and verb - cue.end < 110


def _governs(cue: Cue, start: int, end: int) -> bool:
    """Whether a mood before a noun can be said of it: the verb that it carries is one of holding or coming to a talk."""
    m = _GOVERNS.match(cue.r.typed, end, cue.start)
    if m is None:
        return True
    verb = m["verb"] or (m["bare"] if _MODAL_MOOD.search(cue.r.typed[start:end]) else None)
    return verb is None or _HOLDING.match(verb) is not None
