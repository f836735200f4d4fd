"""Captives that are freed without an exchange: by force, on bail, out of the rubble, or only added up over the years."""

from __future__ import annotations

import re

from transforms.document import Document
from transforms.extract.exchange_cues import Draft
from transforms.extract.opened import Opened

_TWICE = 2

_TALLY = re.compile(
    r"\b(?:so far|to date|in total since|total number|in recent (?:years|months|weeks)|over the (?:(?:past|last) )?(?:few )?(?:years|months|decades)|since the (?:start|beginning|outbreak) of|altogether|since (?:taking|he took|coming) (?:office|to power))\b",
    re.IGNORECASE,
)
_GREATEST = re.compile(
    r"\b(?:largest|biggest|greatest|longest|only|latest)\b[^.;]{0,80}\b(?:so far|to date|since)\b", re.IGNORECASE
)
_RESCUE = re.compile(
    r"\b(?:rescued?|rescuing|stormed|raided)\b|\bin an? (?:[a-z]+ ){0,2}(?:raid|assault)\b|\b(?:military|commando|rescue|special|ground|overnight|police) operation\b|\boperation in which\b|\b(?:hospital|medical) (?:examinations?|treatment|checks?)\b|\bquestioned\b|\bwithout charge\b|\black of evidence\b|\bpending (?:trial|investigation)\b|\bafter questioning\b",
    re.IGNORECASE,
)
_SINCE = re.compile(
    r"(?:\s[^\s.;,]+){0,4}\ssince\s(?:the\s|last\s|early\s|late\s|[a-z-]+\sof\s)*(?:<(?:DATE|NUM)|then\b|(?:full-scale\s)?(?:war|conflict|invasion|start|beginning|outbreak|fighting|truce|ceasefire|coup)\b)"
)
_HELD_THEN = re.compile(
    r"\b(?:held|detained|jailed|imprisoned|captive|hostage|prisoner|captivity|custody|prison|jail|missing|locked up|behind bars)(?:\s[a-z]+){0,2}$"
)
_ORDINARY = re.compile(
    r"[^.;]{0,60}?\sinto\s(?:an?\s(?:[a-z]+\s)?(?:hotel|hospital|house|villa|compound|prison|jail|camp)|house arrest|home detention)\b|\s(?:back\s)?to\s(?:their|its|the|<PRON:\d+>)\s(?:rightful\s)?owners?\b|[^.;]{0,30}?\sby\s(?:the\s|an?\s)?(?:[a-z]+\s)?(?:boarding|assault|rescue|security|naval|special|police|army|counter-terrorism)\s(?:team|party|forces|units?|squad)\b|(?:\s[^\s.;,]+){0,3}?\s(?:on\s(?:bail|parole|licence|probation|<PRON:\d+>\sown)|from\s(?:the\s|an?\s)?(?:[a-z]+\s)?(?:hospital|rubble|ruins|debris|wreckage|mine|buildings?|slavery|poverty|tyranny|oppression))\b"
)
# Hostages of a robber, let go one by one.
_SIEGE = re.compile(
    r"[^.;]{0,60}?\s(?:for|(?:in\s(?:return|exchange)\sfor))\s[^.;]{0,40}?\b(?:pizzas?|cigarettes?|insulin|sandwich\w*|food|blankets?|(?:phone|telephone)\scharger)\b"
)
_BY_FORCE = re.compile(
    r"\b(?:commandos?|SEALs?|special forces|troops|soldiers|police(?:m[ae]n)?|security forces|paratroopers|marines|gendarmes|raiders)"
    r"\s(?:(?:have|has|had|[a-z]+ly|later|then|also)\s|(?:said|say|says|announced)\s[^.;]{0,30}?\bthey\s(?:had\s|have\s)?)*$"
)
_FOUND = re.compile(r"\b(?:recover|retriev|collect|fetch|pick(?:s|ed|ing)? up)", re.IGNORECASE)
_HANDED = re.compile(
    r"\b(?:exchang|swap|hand(?:ed|ing)? |in return\b|deal\b|repatriat|agree)",
    re.IGNORECASE,
)
_BREAKOUT = re.compile(r"\b(?:broke into|prison break|jailbreak|jail break|breakout)\b", re.IGNORECASE)
_TRANSPORTED = re.compile(r"\b(?:flown|sent|driven|carried|taken|arriv\w+|brought|came)\b")
_DEAD = re.compile(r"\b(?:killed|shot|crash\w*|attack\w*|bomb\w*|blasts?|ambush\w*|funerals?|morgue)\b", re.IGNORECASE)
_PASSED_ON = re.compile(
    r"\b(?:exchang|swap|hand(?:ed|ing|over)|in return\b|deal\b|repatriat|agree|return|releas|gave|given|deliver|receiv|transfer|Red C|truce)|\bfrom\s(?:the\s)?<(?:PARTY|DEM|PLACE)"
    r"|(?<!killed\s)(?<!slain\s)(?<!shot\s)(?<!murdered\s)\bby\s<PARTY|\bhome\b(?!\s(?:towns?|provinces?|villages?|regions?|states?|districts?|cit(?:y|ies)))|\bback\b|\bhostage|\bcaptiv|\bprison"
)
_FROM = re.compile(r"\bfrom\s(?:the\s)?<(?:PARTY|DEM)")
_ARMY = re.compile(
    r"\b(?:military|army|troops|soldiers said|forces|tunnels?|operation|IDF|navy|divers|rescuers)\b", re.IGNORECASE
)
_BARGAINS = Opened(
    r"\b(?:swap\w*|exchang\w+|in return|gesture|mediat\w+|negotiat\w+|Red Cross|goodwill|repatriat\w+|hand(?:ed|ing)? over|handover|deal|agreement|talks"
    r"|truce|ceasefire)\b",
    any_case=True,
)
_AT_ODDS = Opened(
    r"\b(?:political prisoners?|accords?|pacts?|discussions|traded|envoys?|treat(?:y|ies)|armistice|peace|delegation|ransom|pardon\w*|sanctions|g[ai]ve back|turn(?:ed)? over|let go|captives?"
    r"|prisoners? of war|hostages?)\b",
    any_case=True,
)
_OTHER_FIELDS = Opened(
    r"\b(?:court|trial|judge|lawyers?|prosecutors?|police(?! officers?)|bail|verdict|sentenced|charged|arrested|rescued?|raid|stormed|commandos?|election|match"
    r"|season)\b",
    any_case=True,
)
_EVER_SINCE = re.compile(r"\W*(?:ever\s)?since\s(?:the\s)?(?:[a-z]+\sof\s)?<DATE:\d+>,", re.IGNORECASE)


def is_of_other_fields(document: Document) -> bool:
    """Whether an article is about courts, police, sport or elections, and not about sides that bargain over captives.

    Who goes free in such an article has been acquitted, rescued or bailed.
    """
    text = f"{document.title or ''} {document.text}"
    others = _OTHER_FIELDS.count(text)
    if not others:
        return False
    bargains = _BARGAINS.count(text)
    spoken = bargains + _AT_ODDS.count(text)
    return others > _TWICE * spoken or (bargains == 0 and spoken <= 1)


def is_tally_or_rescue(draft: Draft) -> bool:
    """Whether captives are only added up over a time ("120 freed since May"), or were got out by force."""
    text, r = draft.sentence.text, draft.reading
    if draft.frame == "give" and _BY_FORCE.search(r.sentence.untyped(r.typed[: draft.span[0]])):
        return True
    found = _FOUND.search(r.typed[slice(*draft.span)])
    if found and not _HANDED.search(text) and not (_FROM.search(r.typed) and not _ARMY.search(text)):
        return True  # the dead of a battle or a crash
    if all(x.category == "remains" and not x.giver for x in draft.legs) and _TRANSPORTED.search(
        r.typed[slice(*draft.span)]
    ):
        return _DEAD.search(text) is not None and not _PASSED_ON.search(r.typed)  # brought to their families
    return bool(
        _BREAKOUT.search(text)
        or (_TALLY.search(text) and not _GREATEST.search(text))
        or _RESCUE.search(text)
        or (_SINCE.match(r.typed, draft.span[1]) and not _HELD_THEN.search(r.typed, 0, draft.span[1]))
        or _EVER_SINCE.match(r.typed)
        or _ORDINARY.match(r.typed, draft.span[1])
        or _SIEGE.match(r.typed, draft.span[1])
    )
