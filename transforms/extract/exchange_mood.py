"""Whether a cue speaks of captives passed, to be passed, offered, refused or only wanted."""

from __future__ import annotations

import re

from transforms.extract.engine import Match
from transforms.extract.talk_groups import Reading

_AHEAD = re.compile(
    r"\b(?:will|shall|would|could|may|might|must|should|can|to|’ll|not|never|only|eventually|soon|also|then|be|in return|later|now|first|all|itself)\b[\s,]*$"
)
_MODAL = re.compile(
    r"(?:\b|(?=['’]))(?P<word>['’]d(?=\s(?:let|set|put)\b|\s$)|['’]ll|cannot|can’t|can't|will|shall|would|could|may|might|must|should|can|to|’ll)\s(?:(?:be|have|been|also|only|then|not|soon|now|all|first|later|in return|in turn|immediately|[a-z]+ly)\s)*$"
)
_INFINITIVE = re.compile(r"\bto\s(?:[a-z]+\s[^.;,:]{0,60}\band\s)?$")
_INNER = re.compile(r"\b(?P<word>cannot|could|may|might|must|should)\s")
_UNREAL = re.compile(r"\b(?:ought to|should|could|might|would) have(?:\sbeen)?\s(?:[a-z]+\s)?$")
_UNMET = re.compile(r"\b(?:ought to|should have|could have|would have|might have)\b")
_VOWED = re.compile(
    r"\b(?:said|announced|declared|pledged|vowed|promised)\s(?:that\s)?<PRON:\d+>\swould\s(?:[a-z]+\s){0,2}$"
)
_STOPPED = re.compile(
    r"\b(?:called off|postponed|scrapped|collapsed|suspended|cancell?ed|fell through|fell apart|did not (?:take place|happen|materiali[sz]e|go ahead|come about)|never (?:took place|happened|materiali[sz]ed|came about)|not kept|delayed indefinitely|(?:was|were|been|got) (?:refused|rejected|rebuffed|turned down|ruled out|denied)|in vain|without success|(?:that|which) [^.;]{0,50}?(?:refused|rejected|turned down|declined))\b"
)
_NOT = re.compile(r"\b(?:not|never|n’t|n't|no|nor|neither|without)\s(?:yet\s|be\s|been\s|have\s|[a-z]+ly\s){0,3}$")
_PAST_HOME = re.compile(
    r"\b(?:(?:are|is)\s(?:all\s|now\s|finally\s|safely\s)*(?:back|home|free|out|on)|returned|came|went|arrived|flew|travelled|traveled|headed|walked|have|has|had|landed|reached|emerged|climbed|trotted|disembarked|filed|exited|descended|alighted|followed|crossed|left|quit|gained|regained|were|was|changed|touched|stepped|rejoined|got back|had come)\b"
)
_PAST_VERB = re.compile(
    r"^(?:let|sent|handed|turned|put|loaded|placed|bundled|passed|yielded|entrusted|extradited|set|brought|gave|flew|received|accepted|recovered|retrieved|reclaimed|fetched|collected|picked up|met|won|bought|accompanied|airlifted|got|took|welcomed|regained|taken|carried|drove|transported|ferried|escorted|bussed|bused|moved|surrendered|delivered|exchanged|swapped|traded|freed|released|returned|repatriated|landed|left|arrived|departed|touched|crossed|allowed|permitted|involved|covered|included|comprised|concerned|saw)\b",
    re.IGNORECASE,
)
_SETTLED = re.compile(
    r"\b(?:agreed|agreement|deal|accord|pact|promised|pledged|undertook|under the|announced|commitments?)\b",
    re.IGNORECASE,
)
_TOLD = re.compile(r"\b(?:said|told|confirmed|declared|wrote|stated|disclosed|revealed)\b")
_OPEN = re.compile(
    r"\b(?:propos|offer|suggest|draft|outline|if\b|plan\b|idea|would like|prospect|hop(?:e|es|ed|ing)\b|chances?\b|unlikely|remote\b|urgency)",
    re.IGNORECASE,
)
_DENIED = re.compile(r"\b(?:denied|denies|deny|denying)\s(?:that\s)?[^;.,]{0,80}$")
_REACH = 110
_SHORT = 40  # a verb with its auxiliaries
_ALL_FOR_ALL = re.compile(r"\b(?:all[ -]for[ -]all|everyone for everyone|everybody for everybody)\b", re.IGNORECASE)
# What an agreement says must be done is agreed; what somebody demands by it is not.
_RULED = re.compile(
    r"\b(?:annex|stipulat\w+|lays? down|laid down|(?:agreement|accord|treaty|protocol|deal|pact|truce|ceasefire) (?:says|states|provides|requires|obliges|commits)"
    r"|under (?:the|an?) (?:agreement|accord|treaty|protocol|deal|pact))\b"
)
_WISHED = re.compile(
    r"\b(?:demand|urg|call(?:s|ed|ing)? (?:for|on)|insist|want|appeal|ask|request|propos|offer|draft|if|unless|until)",
    re.IGNORECASE,
)
_PAPER = re.compile(r"(?:deals?|agreements?|accords?|pacts?|memorandum|declaration|protocol|plans?)$", re.IGNORECASE)
_REACHED = re.compile(
    r"\b(?:agreed|reached|struck|signed|sealed|clinched|announced|approved|accepted|endorsed|concluded|hammered out|yielded|brought|brokered|under)\b",
    re.IGNORECASE,
)
_STANDING = re.compile(
    r"\b(?:terms?|phase|stage|part|provisions?|implement\w*|since|as part of|first|second|after|following|provid\w+)\b",
    re.IGNORECASE,
)
_DRAWN = re.compile(
    r"\b(?:deal|agreement|accord|plan|proposal|draft|framework|offer|outline|truce)\b[^.;]{0,40}\b(?:that|which|would)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(r"(?:\b(?:not|never)|n['’]t)\s(?:going|about|prepared|willing|ready|inclined)\sto\s$")
_BEGUN = re.compile(r"\b(?:when|once|until|unless|if|only after)\s[^.;]{0,60}\bha(?:s|ve)\s(?:begun|started)\sto\s$")
# "over the refusal to let them go": a grievance, no answer to an offer
_UNDONE = re.compile(
    r"\b(?:refusal|failure|inability|unwillingness|reluctance)\s(?:(?:of|by)\s(?:the\s)?<[A-Z]+:\d+>\s|[a-z]+\s)?to\s(?:[a-z]+ly\s)?$"
)
_HAS_TO = re.compile(r"\b(?:ha(?:ve|s|d)|['’]ve)\s(?:got\s)?to\s(?:be\s)?\s?$")
_STILL = re.compile(
    r"\b(?:have|has|nor)\s(?:have\s|has\s)?(?:(?:the|<[A-Z]+:\d+>)\s)*(?:not|yet\s)?\s?(?:been\s|yet\s)*$"
)
_HAPPENED = re.compile(
    r"\b(?:exchanges?|swaps?|handover|releases?|transfer|trade|repatriation|which)\s(?:had\s|has\s|have\s)?(?:since\s|already\s|later\s|then\s|duly\s)?"
    r"(?:(?:took|taken)\splace|was carried out|been carried out|was completed|been completed|went ahead|gone ahead|happened|occurred)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"(?:\s[^\s.;]+){0,6}?,?\s(?:only\s(?:once|when|if|after|in\s(?:return|exchange))|provided\s(?:that\s)?|on\scondition|as\slong\sas|in\scase|if)\b"
)
_PRESENT = re.compile(
    r"(?:frees|releases|repatriates|returns|(?:hands|turns|gives|sends|flies)\s(?:over|back|up|home)|lets|sets|swaps|trades|exchanges|pardons|receives|welcomes)\b",
    re.IGNORECASE,
)
_WANTED = re.compile(
    r"\b(?:want(?:s|ed|ing)?|need(?:s|ed)?|demand(?:s|ed|ing)?|seek(?:s|ing)?|sought|like|prefer(?:s|red)?)\s(?:to\s(?:see|have|get)\s)?(?:[a-z]+\s){0,3}$"
)
# "forces are to be moved, corridors opened, <CAPTIVES> freed"
_LISTED = re.compile(
    r"\b(?:to|will|would|must|should|shall)\sbe\s[a-z]+(?:\s[^\s.;,]+){0,4},\s(?:[^.;]{0,60},\s)?(?:and\s)?$"
)
_WHILE = re.compile(r"\b(?:until|unless|before|without|if|as long as|till|while|except|only)\b", re.IGNORECASE)
_CLAUSED = re.compile(r"\b(?:once|until|unless|if|when|provided|as soon as|before)\s[^.;]{0,90}$", re.IGNORECASE)
_SUBJUNCTIVE = re.compile(r"be\s", re.IGNORECASE)
_MAY_BE = re.compile(
    r"\b(?:to|will|shall|would|could|may|might|must|should|can|let|cannot|not)\s(?:[a-z]+\s){0,2}$", re.IGNORECASE
)
_IMPERATIVE = re.compile(r"^[“\"'‘]?(?:[A-Z][a-z]+\s(?:the|an?|this|that|your)\s[^.;]{0,40}\band\s)?$")
_NOBODY = re.compile(
    r"\b(?:not|neither|none of|nor\s(?:have|has|had|were|was|will|did)|not (?:one|a single|any)(?: of)?)\s(?:the\s|an?\s|<[A-Z]+:\d+>\s)?(?:[a-z]+\s){0,3}$",
    re.IGNORECASE,
)
_SEIZING = re.compile(r"\b(?:took|tak(?:e|es|ing|en)|drag\w*|carr(?:y|ied|ying)|brought)\b", re.IGNORECASE)
_GOT = re.compile(r"got$", re.IGNORECASE)
_DID = re.compile(r"\bdid\s$")
_HELD_WORD = re.compile(r"\b(?:hostages?|captives?|prisoners?)$")
_SEIZED = re.compile(
    r"(?:\s(?!in\b|for\b)[^\s;,.]+){0,6}?\s(?:as\s)?(?:<CAPTIVES|hostages?\b|captives?\b|prisoners?\b)"
)


def status_of(cue: Match, r: Reading, moods: list[Match], *, two_sided: bool) -> str | None:
    """completed, agreed, proposed, cancelled; "demanded" when only wanted, "would", "open" and None when the words leave it open."""
    if "status" in cue.pattern.set:
        return str(cue.pattern.set["status"])
    if _DENIED.search(r.typed[: cue.span[0]]):
        return "demanded"  # what is denied is only talked about, like what is only wanted
    if _is_capture(cue, r):
        return "demanded"
    found = _status(cue, r, moods)
    if found in ("agreed", "open", "would") and _CONDITION.match(r.typed, cue.span[1]):
        return "proposed"
    if found in ("agreed", "open") and _HAPPENED.search(r.typed, cue.span[1]):
        return "completed"
    if found in ("agreed", "proposed", "would", "open") and _STOPPED.search(r.typed, cue.span[1]):
        return "cancelled"
    if found == "demanded" and (two_sided or _ALL_FOR_ALL.search(r.typed)):
        return "proposed"
    if found == "demanded" and _RULED.search(r.typed) and not _WISHED.search(r.typed):
        return "agreed"
    if (
        found == "would"
        and (
            _REACHED.search(r.typed)
            if _DRAWN.search(r.typed)
            else _SETTLED.search(r.typed) or _TOLD.search(r.typed[: cue.span[0]])
        )
        and not _OPEN.search(r.typed)
    ):
        return "agreed"
    return found


def _status(cue: Match, r: Reading, moods: list[Match]) -> str | None:
    _start, end = cue.span
    frame, form = cue.pattern.set["frame"], cue.pattern.set.get("form")
    at = _verb_start(cue, r)
    before = r.typed[:at]
    modal = _INNER.search(r.typed, at, end) if frame == "home" else _MODAL.search(before)
    ahead = _nearest(moods, r, at, before=True)
    if form != "noun" and _is_unreal(cue, r, before):
        return "demanded"
    if form != "noun" and _REFUSED.search(before):
        return "cancelled"
    if _NOT.search(before) and form != "noun":
        return _of_denial(r, before, modal is not None)
    if form != "noun" and modal is not None:
        return _of_modal(modal["word"].lower(), before, ahead)
    if _is_past(cue, r, frame, form, at):
        if frame in ("given", "home") and _NOBODY.search(r.typed[: cue.span[0]]):
            return "cancelled" if _SETTLED.search(r.typed) else "demanded"
        return "completed"
    if frame in ("given", "home"):
        return _of_present(cue, r, ahead, at)
    if frame == "take" and not ahead and (_GOT.match(cue.groups.get("verb", "")) or _DID.search(before)):
        return "completed"
    if form in ("plain", "verb"):
        return _of_plain(cue, r, ahead, before)
    behind = _nearest(moods, r, end, before=False)
    if cue.pattern.set.get("loose") and not (ahead or behind) and _PAST_VERB.match(cue.groups.get("verb", "")):
        return "demanded" if re.search(r"\b(?:be|to)\s$", r.typed[: cue.starts["verb"]]) else "completed"
    found = _of_noun(cue, ahead, behind)
    named = "<PERSON" in cue.groups.get("what", "")
    return "completed" if found is None and frame == "release" and named else found


def _is_unreal(cue: Match, r: Reading, before: str) -> bool:
    """Whether what passes ought to have passed, has to pass, is left undone or is only begun in a condition."""
    return bool(
        _UNREAL.search(before)
        or _UNMET.search(r.typed, max(cue.span[0], cue.span[1] - _SHORT), cue.span[1])
        or _UNDONE.search(before)
        or _HAS_TO.search(before + cue.groups.get("aux", "") + " ")
        or _BEGUN.search(before)
    )


def _of_present(cue: Match, r: Reading, ahead: str | None, at: int) -> str | None:
    """Captives that are or are to be freed: settled, unless the words around say otherwise."""
    if ahead in ("demanded", "cancelled", "proposed"):
        return ahead
    if _SUBJUNCTIVE.fullmatch(r.typed, at, at + 3) and not _MAY_BE.search(r.typed[:at]):
        return "agreed" if ahead == "agreed" else "demanded"  # "asked that they be freed"
    present = cue.groups.get("aux", "").lower() in ("are", "is") and "to be" not in r.typed[at : cue.span[1]]
    return None if present and ahead is None else "agreed"  # "until all are freed" is neither done nor settled


def _of_plain(cue: Match, r: Reading, ahead: str | None, before: str) -> str:
    """An infinitive, gerund or present of giving and taking: what the words before it make of it."""
    if _CLAUSED.search(before) and _PRESENT.match(r.typed, cue.span[0]):
        return "demanded"
    if _IMPERATIVE.match(before) and not _PRESENT.match(r.typed, cue.span[0]):
        return "demanded"
    if cue.pattern.set["frame"] == "take" and ahead in (None, "agreed"):
        return "proposed"
    if ahead is None and _PRESENT.match(r.typed, cue.span[0]):
        return "completed"  # as headlines and running reports tell what has happened
    return ahead or ("completed" if re.search(r"\b(?:is|are|was|were)\s(?:[a-z]+\s)?$", before) else "open")


def _of_denial(r: Reading, before: str, modal: bool) -> str:
    """What is not done: refused or put off where it was agreed, else only missed ("have not been brought home")."""
    if modal and _WHILE.search(r.typed):
        return "proposed"
    if modal:
        return "demanded"
    return "demanded" if _STILL.search(before) and not _SETTLED.search(r.typed) else "cancelled"


def _is_capture(cue: Match, r: Reading) -> bool:
    """Whether people are led away rather than home ("took 30 others back with them as hostages")."""
    if cue.pattern.set["frame"] not in ("carry", "take") or not _SEIZING.match(r.typed, cue.span[0]):
        return False
    if _HELD_WORD.search(r.sentence.untyped(cue.groups["what"])) and not re.search(
        r"\b(?:home|back|out)\b", r.typed[slice(*cue.span)]
    ):
        return True
    return _SEIZED.match(r.typed, cue.starts["what"] + len(cue.groups["what"])) is not None


def _of_noun(cue: Match, ahead: str | None, behind: str | None) -> str | None:
    if (
        behind == "cancelled"
        or (behind == "proposed" and ahead in (None, "demanded"))
        or (behind in ("completed", "agreed") and ahead is None)
    ):
        return behind
    return "proposed" if ahead is None and behind == "would" else ahead


def _of_modal(word: str, before: str, ahead: str | None) -> str | None:
    word = "would" if word.endswith("d") and word[0] in "'’" else word
    if word in ("will", "shall", "’ll", "'ll"):
        return ahead if ahead in ("demanded", "cancelled") else "agreed"
    if word == "would" and _VOWED.search(before):
        return "agreed"
    if word == "would":
        return ahead if ahead in ("demanded", "cancelled", "agreed") else "would"
    if word in ("could", "may", "might", "can"):
        return "proposed"
    if word in ("must", "should", "cannot", "can’t", "can't"):
        return "demanded"
    return ahead or "open"  # "to free": whatever governs the infinitive


def _verb_start(cue: Match, r: Reading) -> int:
    """Where the verb of a cue begins: after the captives when they are its subject."""
    start, _end = cue.span
    if cue.pattern.set.get("loose"):
        return cue.starts.get("verb", start)
    if cue.pattern.set["frame"] not in ("given", "home"):
        return start
    if "aux" in cue.starts:
        return cue.starts["aux"]
    return cue.starts["what"] + len(cue.groups["what"])


def _is_past(cue: Match, r: Reading, frame: str, form: str | None, at: int) -> bool:
    words = r.typed[at : cue.span[1]]
    if form == "participle" and (_WANTED.search(r.typed[: cue.span[0]]) or _LISTED.search(r.typed[: cue.span[0]])):
        return False
    if form in ("past", "participle"):
        return True
    if frame == "given":
        aux = cue.groups["aux"].lower()
        rest = words[len(aux) :].lstrip()
        return (
            aux in ("were", "was", "been", "being", "got", "getting") and not rest.startswith("to be")
        ) or rest.startswith("being")
    if frame == "home":
        return bool(_PAST_HOME.search(words)) and not re.search(
            r"\b(?:are|is|was|were|ought|expected|due|will|would|may|could)\s(?:due\s)?to\s|\b(?:will|would|may|could)\s",
            words,
        )
    if form == "verb":
        words = cue.groups.get("verb", words)
        return bool(_PAST_VERB.match(words)) and not (
            words.lower().startswith(("let", "set", "put")) and _INFINITIVE.search(r.typed[:at])
        )
    return False


def _nearest(moods: list[Match], r: Reading, at: int, *, before: bool) -> str | None:
    """The mood word nearest to a position on one side of it; strong punctuation stops it."""
    if before:
        fitting = [
            m for m in moods if m.span[1] <= at + 1 and at - m.span[1] <= _REACH and not r.crosses(m.span[1], at)
        ]
        nearest = max(fitting, key=lambda m: (m.span[1], -m.span[0]), default=None)
    else:
        fitting = [m for m in moods if m.span[0] >= at and m.span[0] - at <= _REACH and not r.crosses(at, m.span[0])]
        nearest = min(fitting, key=lambda m: m.span, default=None)
    if nearest is None:
        return None
    status = str(nearest.pattern.set["status"])
    word = r.typed[slice(*nearest.span)].lower()
    if _PAPER.match(word) and _is_open_deal(nearest, fitting if before else [], r, at):
        return "proposed"
    return "would" if word == "would" else status


def _is_open_deal(paper: Match, moods: list[Match], r: Reading, at: int) -> bool:
    """Whether a deal is only talked about or wanted: nothing says that it was reached or what stands in it."""
    last = max((m for m in moods if m.span[1] < paper.span[0]), key=lambda m: m.span, default=None)
    if last is not None and last.pattern.set["status"] in ("proposed", "demanded"):
        return not _REACHED.search(r.typed, last.span[0], at)
    return not (_REACHED.search(r.typed) or _STANDING.search(r.typed))
