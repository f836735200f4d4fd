"""From a match to what somebody wants: the form of the wish decides whose words count and where they begin.

Most cues have their owner to the left and what is wanted to the right. "X must ..." is wanted by whoever says it, with
X as the one who shall act; "not until Y ..." is wanted by whoever withholds the step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from transforms.document import Claim, Document, Mention, Sentence
from transforms.extract.demand_conditions import condition, held_out
from transforms.extract.demand_papers import Papers
from transforms.extract.demand_subject import POSSESSIVES, Voice, voice_of, wanter
from transforms.extract.demand_text import clause
from transforms.extract.engine import Match

ALL = re.compile(
    r"^(?:all|parties|world|the (?:world|international|west)|everyone|every|countries|nations|governments)\b",
    re.IGNORECASE,
)
# "insists that it was attacked" claims, it does not demand
_FACTUAL = re.compile(
    r"^(?:the |a |an |all |its |their |any |no |<PRON:\d+> )?(?:[a-z-]+ ){0,3}?(?:<[A-Z]+:\d+>(?:['’]s? [a-z-]+)?,?\s?)?"
    r"(?:[a-z-]+ ){0,2}?(?:is|are|was|were|has|have(?! to)|had(?! to)|did|does|do|will(?! (?:never|not|keep|retain|remain|stay|only|always)\b)|would(?! have to)|can|could|may|might"
    r"|wants?|wanted|knew|knows|remains|[a-z]+ed)\b"
)
_WISHED = re.compile(r"\b(?:be|must|should|ha[sv]e? to|will (?:never|not|keep|retain|remain|stay|only|always))\b")
_LIST_END = re.compile(
    r" (?:as )?(?:<PRON:\d+>|a|an|the) (?:[a-z]+ ){0,2}(?:(?:pre)?condition|price|demand|red line|requirement|starting point|must|benchmark|prerequisite"
    r"|priority|bottom line|yardstick|test)\b.*"
)
_INFINITIVE = re.compile(r"(?:the |both |Mr\.? )?<(?:PARTY|PERSON|PRON):\d+>(?:,[^,]+,)? to ")
_STARTS = re.compile(
    r"(?:.*(?:[;“\"]|:(?!\d)|, that|, and|, but|, so|[.,]|\btold (?:the |both )?<[A-Z]+:\d+>(?: and <[A-Z]+:\d+>)?|—|–|--"
    r"|\b(?:that|sa(?:id|ys?)|added|not only do(?:es)?|means|replied|warned|insist(?:s|ed)?|stress(?:es|ed)|believe[sd]?|argue[sd]?"
    r"|th(?:ink|inks|ought)|feels?|felt|hopes?|know|knows|reaffirm(?:s|ed)|reiterate[sd]|because|since|as|if|when)\b)\s?)?",
    re.DOTALL,
)
# "the rebels, who hold the port, must ..."
_ASIDE = re.compile(r",\s(?:[^,;]{2,120}, ){0,1}[^,;]{2,140},[”\"]?\s$")
# What "must" or "should" says without asking anybody for anything.
_NOT_ASKED = re.compile(
    r"^(?:no one|nobody|nothing|everything|everyone|where|who|what|how|why|and then|anyone|something|life|one)\b"
    r"|^\S+(?: \S+){0,8}? (?:have (?:been|[a-z]+ed|known)|be (?:noted|expected|said|clear|careful|no surprise)|know|remember"
    r"|remind|remain a|thank|note|see|understand|be proud)\b",
    re.IGNORECASE,
)
# What stands before the subject of a clause, and between it and "must".
_OPENS = re.compile(
    r"^(?:(?:And|But|So|Now|Then|Yet|Or|Well|Likewise,?|Also,?|Finally,?|First(?:ly)?,?|Second(?:ly)?,?|Third(?:ly)?,?|Next,?|Therefore,?|Thus,?"
    r"|Instead,?|However,?|Moreover,?|Meanwhile,?|Besides,?|In (?:my|our|<PRON:\d+>) (?:view|opinion),?|At some point,?|At the same time,?|In the end,?|At least,?|Of course,?|Frankly,?|Again,?) )+",
    re.IGNORECASE,
)
_AUXILIARIES = re.compile(
    r"(?:(?:\s|(?=[’']))(?:will|would|may|shall|also|now|first|then|still|therefore|both|all|[’'](?:ll|d|re|s)|is|are|was|were|going to))+$"
)
# "the alliance, she said, must ..."
_SAID_ASIDE = re.compile(
    r",[”\"]? (?:<(?:PERSON|PRON|PARTY):\d+> (?:also )?(?:said|says|added|adds|insist(?:s|ed)|warn(?:s|ed)|argue[sd]|stress(?:es|ed)|repeated|declared|maintain(?:s|ed)|reiterated|emphasi[sz]ed|underlined|continued|went on|told [^,;]{3,40}|wrote|writes|noted)|(?:said|says|added) <(?:PERSON|PRON|PARTY):\d+>),\s[“\"]?$"
)
_REPORTS = re.compile(
    r"\b(?P<verb>(?:repeat|reiterat|reaffirm|restat|maintain|agree|stress|declar|insist|warn|underlin|underscor|emphasi[sz]|argu|believ"
    r"|answer|convey|signal|indicat|announc|assert|add|stat|conced|concur|explain|hint|advis|point|respond|repl[iy]|mention|contend|urg|demand"
    r"|remind|inform|assur|not[iy]f[iy]|counter|hold|decid|rul)(?:s|d|es|ed|led|ing|ies|ied)?(?: out)?(?: (?:to )?(?:the )?<[A-Z]+:\d+>)?|held|noted|notes|said|says|told (?:the )?<[A-Z]+:\d+>(?: and <[A-Z]+:\d+>)?|thinks?|thought|wrote|writes"
    r"|feels?|felt|knows|sa(?:id|ys) (?:it|<PRON:\d+>) (?:was|is) (?:clear|vital|essential)|made clear|makes clear|let <PRON:\d+> be known|let (?:it )?be known|put out word|sent word"
    r"|(?:made|makes|making) (?:it |<PRON:\d+> )?(?:plain|known|clear)|of the (?:view|opinion)|(?:is|was|been|are|were) (?:very |absolutely |quite )?(?:clear|adamant|convinced|firm)(?: (?:about|on)[^.;]{0,60} is)?,?)(?: [^,;<]{1,30})? that (?:[^;]*,? and that )?$"
)
_BOTH = re.compile(
    r"(?:^|[;:.] )(?:Both|both|Both sides|The two|They both)(?: (?:also|have|had|are|were|now|[a-z]+ly))*\s?$"
)
# "demands Hamas release ..."
_BARE = re.compile(
    r"(?:the |both |all )?<(?:PARTY|PERSON|PRON):\d+> (?:immediately |fully |first )?(?:release|free|withdraw|stop|halt|end|lift|hand|lay|accept|give|return|leave|disarm|recogni[sz]e|pull|cease|open|allow|agree|let|sign|honou?r|respect|dismantle|surrender|commit|abandon|drop)\b"
)
_NOUN_RUNS_ON = re.compile(
    r" (?:has|have|had|is|was|were|are|remains?|remained|met|drew|came|fell|went|got)\b(?! to\b).*", re.DOTALL
)
_WE = re.compile(
    r"<PRON:(\d+)>(?:[’'](?:re|ve|d|m))?(?: (?:also|again|now|still|all|have|had|are|were|would|do|will|must|strongly|urgently|further|therefore|[a-z]+ly))*\s?$"
)
# Who speaks in a document of its own without a name: "The Committee urges", "They call on", "Calls for", "Rejects ... and demands".
_BODY = re.compile(
    r"(?:[^,;<]{3,60}, )?(?:(?:[Tt]he|[Tt]hese|[Bb]oth|[Oo]ur) (?:[a-z-]+ |<NUM:\d+> |[Tt]wo ){0,2}(?:[Mm]embers of (?:the )?)?(?:[A-Z][a-z]+ )?"
    r"(?:[Cc]ouncil|[Cc]ommittee|[Cc]onference|Assembly|[Cc]ommission|[Mm]inisters|[Hh]eads|[Ll]eaders|[Mm]embers|[Pp]articipants|Union|[Mm]ission|Group|[Gg]overnments"
    r"|Presidency|Quartet|Summit|[Mm]eeting|[Mm]ediation|[Mm]ediators|[Ff]acilitators|[Cc]o-chairs|[Gg]uarantors|[Oo]rgani[sz]ation|[Dd]elegates|[Bb]ishops|[Ss]ignatories|[Ee]nvoys|[Tt]eams?)"
    r"|Summit|Ministers|Leaders|Members|Participants|They|It|<PRON:\d+>)(?:,? [^<;]*)?$"
)
_OPERATIVE = re.compile(
    r"(?:\W*(?:\d{1,2}|[a-z]{1,3}|<NUM:\d+>)[.)] )?(?:[A-Z][a-z]+ly |Further |Also )?"
    r"(?:(?:Reject|Condemn|Call|Demand|Urge|Request|Insist|Adopt|Support|Welcome|Note|Express(?:e)?|Reaffirm|Reiterate|Decide|Affirm|Stress(?:e)?|Underline|Underscore|Emphasi[sz]e|Recall|Appeal"
    r"|Invite|Deplore|Require|Encourage|Commend|Take|Declare|Authori[sz]e|Warn|Propose|Recommend)s? .*)?(?:[a-z]+ly |further |also )?$"
)
_FINITE = re.compile(r"(?:is|are|was|were|has|have|had|will|would|can|could)\b")
_FIRST_PERSON = frozenset({"we", "our", "i", "us", "my"})
_RELATIVES = frozenset({"who", "which", "that", "what", "whom", "it", "this"})
# Whom the subject of "must" names, or whose thing it is: not "the detention of our citizens".
_HEAD = re.compile(
    r"(?:the |The |Both |both |All |all )?(?P<who><(?:PARTY|PERSON|PRON|DEM):\d+>(?:(?:, | and |, and )(?:the )?<(?:PARTY|PERSON|PRON):\d+>)*)(?P<of>['’])?"
)
# "told the minister, you must ..."
_TOLD = re.compile(
    r"\b(?:told|tells|warned|warns|urged|reminded) (?:the )?(?P<who><(?:PARTY|PERSON):\d+>)[,:]? (?:that )?[“\"]?$"
)
# What one's own side must get is wanted of the other.
_GIVEN = re.compile(
    r"(?:also |first |now )?(?:receive|get|obtain|have (?!to\b)|retain|keep|regain|be (?:given|allowed|included|represented|granted|part|at|invited|compensated|guaranteed|protected|treated|recogni[sz]ed|returned|respected|involved|able))\b"
)
_MESSAGE_TO = re.compile(
    r" (?:to|for) (?P<who>(?:the |both |all )?<(?:PARTY|PERSON):\d+>(?:(?:, | and |, and )(?:the )?<(?:PARTY|PERSON):\d+>)*)"
)


@dataclass(frozen=True)
class Wish:
    """One place where somebody wants something, before it is split.

    `frame` object, inf, that, must or relative; `text` typed; `start` its typed position; `named` who is asked, () for
    everybody, None when nobody is named.
    """

    match: Match
    voice: Voice
    frame: str
    text: str
    start: int
    named: tuple[str, ...] | None


def read(match: Match, document: Document, papers: Papers) -> Wish | None:
    """What a match says that somebody wants; None when it says it of nobody, or denies it."""
    wish = _read(match, document, papers)
    own = papers.own
    if wish is None or own is None or own.speaker is None or wish.voice != Voice(own.parties):
        return wish
    return replace(wish, voice=own)  # a guest of remarks is named


def _read(match: Match, document: Document, papers: Papers) -> Wish | None:
    frame = match.pattern.set["frame"]
    if frame == "must":
        return _must(match, papers)
    if frame in ("condition", "if"):
        held = condition(match, papers.own) if frame == "condition" else held_out(match, document)
        form = "that" if frame == "condition" else frame
        return Wish(match, held[0], form, held[1], match.starts["want"], held[2]) if held else None
    voice = _voice(match, document, papers)
    if voice is None:
        return None
    s, want, start = match.sentence, match.groups["want"], match.starts["want"]
    if frame == "apposition":
        return Wish(match, voice, "object", want, start, None)
    if frame == "relative":
        return Wish(match, voice, frame, want + s.typed[match.starts["by"] : match.span[1]], start, None)
    named = _named(match)
    if named and set(named) <= set(voice.parties):
        if not re.fullmatch(r"<PRON:\d+>", match.groups.get("to", "")):
            return None
        named = ()
    cue = s.typed[match.span[0] : start]
    if cue.rstrip().endswith(":") and "; " in want:
        return Wish(match, voice, "list", "; ".join(clause(w, "") for w in want.split("; ")), start, named)
    text = _wanted(match, cue)
    if frame == "that" and re.match(r"insist|argu|suggest", cue) and _FACTUAL.match(text) and not _WISHED.search(text):
        return None
    return Wish(match, voice, _form(frame, cue, text), text, start, named)


def _wanted(match: Match, cue: str) -> str:
    """The words of what is wanted, without what the sentence goes on to say of the demand."""
    frame, s = match.pattern.set["frame"], match.sentence
    text = clause(match.groups["want"], s.typed[: match.starts["want"]])
    if match.pattern.set.get("named_after"):
        return _LIST_END.sub("", text)
    if (
        frame == "noun"
        and not cue.rstrip().endswith(":")
        and _form(frame, cue, text) == "object"
        and not re.search(r"\b(?:that|who|which|what)\b|<PRON", text)
    ):
        return _NOUN_RUNS_ON.sub("", text)
    return text


def _form(frame: str, cue: str, text: str) -> str:
    """The form of what is wanted, which decides how it is split: object, inf or that."""
    if frame == "need":
        return "inf" if re.search(r"need to $", cue) or _INFINITIVE.match(text) else "object"
    if frame in ("noun", "position"):
        if re.search(r"\bthat\s$", cue):
            return "that"
        return "inf" if re.search(r"\bto\s$", cue) else "object"
    if frame == "object" and _INFINITIVE.match(text):
        return "inf"
    return "that" if frame == "object" and _BARE.match(text) else frame


def _voice(match: Match, document: Document, papers: Papers) -> Voice | None:
    s = match.sentence
    claim = s.claim_at(s.offset(match.span[0]))
    if "owner" in match.groups:
        owner = voice_of(s.mentions_in(match.groups["owner"]), claim)
        return Voice(owner.parties) if owner else None
    if "by" in match.groups:
        if match.groups["by"] == "the country":
            return Voice(claim.parties) if claim and claim.parties else None
        owners = s.mentions_in(match.groups["by"])
        if "noun" in match.groups and owners[0].kind == "PRON" and owners[0].text.lower() not in POSSESSIVES:
            return None
        by = voice_of(owners, claim)
        return Voice(by.parties, by.speaker if not match.pattern.set.get("paper") else None) if by else None
    if match.pattern.set.get("subject") == "claim":
        return Voice(claim.parties) if claim and claim.parties else None
    if match.pattern.set.get("subject") == "paper":
        return _owner(match, papers)
    if match.pattern.set.get("subject") == "voice":
        return _speaking(s, match.span[0], match.starts["want"], papers)
    return wanter(s, match.span[0], claim, papers.owner) or _own(s, match.span[0], claim, document, papers)


def _own(s: Sentence, at: int, claim: Claim | None, document: Document, papers: Papers) -> Voice | None:
    """The voice of the article itself, where "we" or "I" of nobody quoted wants something."""
    left = s.typed[:at]
    if papers.own and claim is None and (_OPERATIVE.fullmatch(left) or _nameless(s, left)):
        return papers.own
    said = _WE.search(left)
    if _BOTH.search(left) and claim is None and len(sides := document.sides_at(s)) == 2:
        return Voice(sides)
    if said is None or (claim and claim.parties) or s.mentions[int(said[1])].text.lower() not in _FIRST_PERSON:
        return None
    return papers.own


def _nameless(s: Sentence, left: str) -> bool:
    """Whether the subject at the head of a sentence is a body, or a pronoun of nobody who is known."""
    found = _BODY.match(left)
    return found is not None and not any(m.parties for m in s.mentions_in(left))


def _owner(match: Match, papers: Papers) -> Voice | None:
    """The owner of the plan that is told, unless somebody else is quoted."""
    s = match.sentence
    if match.pattern.set.get("goes_on") and not papers.going_on(s):
        return None
    claim = s.claim_at(s.offset(match.starts["want"]))
    if papers.owner is None and claim is not None and claim.parties:
        return Voice(claim.parties)
    if claim is not None and claim.parties and papers.owner and not set(claim.parties) & set(papers.owner.parties):
        return None if match.pattern.set.get("goes_on") else papers.owner
    return papers.owner


def _named(match: Match) -> tuple[str, ...] | None:
    words = match.groups.get("to") or match.groups.get("of") or _told_to(match)
    if words is None:
        return None
    mentions = [m for m in match.sentence.mentions_in(words) if m.kind not in ("NUM", "DATE")]
    codes = tuple(dict.fromkeys(c for m in mentions for c in m.parties))
    return () if ALL.match(words) or not codes else codes


def _told_to(match: Match) -> str | None:
    """Whom a message goes to: "our message to the rebels is simple: ..."."""
    if "noun" not in match.groups or "by" not in match.groups:
        return None
    found = _MESSAGE_TO.match(match.sentence.typed, match.starts["noun"] + len(match.groups["noun"]))
    return found["who"] if found and found.end() <= match.starts["want"] else None


def _must(match: Match, papers: Papers) -> Wish | None:
    """ "X must ..." is a demand where somebody else is the voice."""
    s, at = match.sentence, match.span[0]
    if not s.claims and papers.own is None and " that " not in s.typed[:at]:
        return None
    start, subject, inserted = _subject(s, at)
    if (
        not subject
        or subject.lower() in ("this", "that", "it")
        or _FINITE.match(subject)
        or len(subject.split()) > 24
        or _NOT_ASKED.search(s.untyped(f"{subject} {match.groups['want']}"))
    ):
        return None
    voice = _reported(s, start) or _speaking(s, at, start, papers)
    if voice is None:
        return None
    own = set(voice.parties)
    if subject.lower() == "you" and (told := _TOLD.search(s.typed[:start])) is not None:
        codes = _codes(s.mentions_in(told["who"]))
        return (
            None if codes & own else Wish(match, voice, "must", clause(s.typed[at:], s.typed[:at]), at, _sorted(codes))
        )
    head = _HEAD.match(subject)
    heads = s.mentions_in(head["who"]) if head else []
    if _codes(heads) & own and not _GIVEN.match(match.groups["want"]):
        return None
    if any(m.text.lower() in ("i", "we", "you") for m in s.mentions_in(subject)):
        return None
    if re.match(r"(?:you|which|what|who)$", subject) or (
        heads and heads[0].kind == "PRON" and heads[0].text.lower() in _RELATIVES
    ):
        return None
    codes = _codes(m for m in heads if m.kind in ("PARTY", "PERSON", "PRON")) - own
    named = _sorted(codes) if head and codes and not head["of"] else None
    if inserted:
        start = at
    return Wish(match, voice, "must", clause(s.typed[start:], s.typed[:start]), start, named)


def _subject(s: Sentence, at: int) -> tuple[int, str, bool]:
    """The subject of the modal at a place, where it begins, and whether an aside stands between the two."""
    said = _SAID_ASIDE.search(s.typed[:at])
    aside = said or _ASIDE.search(s.typed[:at])
    end = aside.start() if aside else len(s.typed[:at].rstrip(' “"'))
    begin = _STARTS.match(s.typed[:end])
    start = begin.end() if begin else 0
    subject = _AUXILIARIES.sub("", _OPENS.sub("", s.typed[start:end].strip()))
    start = end - len(s.typed[start:end].lstrip()) if not subject else s.typed.index(subject, start)
    return start, subject, aside is not None and said is None


def _codes(mentions: Iterable[Mention]) -> set[str]:
    return {code for m in mentions for code in m.parties}


def _sorted(codes: set[str]) -> tuple[str, ...]:
    return tuple(sorted(codes))


def _reported(s: Sentence, start: int) -> Voice | None:
    """Who repeats, maintains or agrees that something must be."""
    m = _REPORTS.search(s.typed[:start])
    return wanter(s, m.start("verb"), s.claim_at(s.offset(m.start("verb")))) if m else None


def _speaking(s: Sentence, at: int, start: int, papers: Papers) -> Voice | None:
    """Who says it: the speaker of the claim, else the party whose statement the article is."""
    claim = s.claim_at(s.offset(at)) or s.claim_at(s.offset(start))
    if claim is not None and (claim.parties or claim.speaker):
        return Voice(claim.parties) if claim.parties else None
    return papers.own
