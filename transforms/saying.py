"""Verbs and nouns of saying, and where in a sentence they may stand: the cheap tests before the long expressions."""

from __future__ import annotations

import re

import ahocorasick_rs

SAY = (
    r"(?:said|says|say|saying|told|tells|added|adds|announced|announces|claimed|claims|claim|reported|reports|wrote|writes|confirmed"
    r"|confirms|acknowledged|acknowledges|conceded|concedes|stated|states|declared|declares|estimated|estimates|estimate"
    r"|reckons?|reckoned|noted|notes|explained|explains|insisted|insists?|argued|argues?|warned|warns?|recalled|stressed"
    r"|posted|tweeted|admitted|admits|testified|complained|calculated|calculates|revealed|reveals|maintained|maintains"
    r"|asserted|alleged|alleges|recounted|commented|remarked|replied|responded|retorted|countered|quipped|sighed|vowed"
    r"|pledged|promised|boasted|put|puts|counted|counts|recorded|registered|disclosed|informed|emphasi[sz]ed|underlined"
    r"|believes?|believed|thinks|denied|denies|accused|hailed|predicted)"
)
# Verbs of saying here and in no other module: elsewhere they would be read as acts, and a few are other verbs too.
# Verbs that say what follows as "that ..." and have other objects too.
_MORE_STEMS = (
    r"repeat|reiterat|underscor|underlin|suggest|hint|contend|caution|protest|predict|jok|whisper|thunder|fum|growl|sneer|scoff|assur"
    r"|lament|grumbl|mutter|murmur|observ|opin|clarif|conclud|signal|brag|disput|interject|object|vent|intimat|imply|implie|affirm|attest|fear|hop|indicat|specif"
)
_MORE = (
    rf"(?:{_MORE_STEMS}"
    r"|pointed\sout|points\sout|(?:made|makes|make)\s(?:it\s)?(?:clear|plain|known)"
    r"|let\sit\sbe\sknown|let\sslip)(?:s|es|ed|d|ied|ies|y|e)?"
    r"(?=(?:\s(?:to|on|in|at|for)\s<[A-Z]+:\d+>)*\s(?:that)\b|:\s)"
)
SAYS = (
    rf"(?:(?!added\s<NUM|adds\s<NUM|claims?,?\sand\b|puts?\s(?!it|them|the|its|<(?:NUM|PRON):\d+>(?:\s(?!names?\b)|$))){SAY}"
    rf"|recalls?|reckon|answered|answers|swore|went\son(?=[.,;:]|$)|suspects?|boasted\sof|refers?\sto|speaks?\sof|spoke\sof|{_MORE})"
)
# Cheap tests before the long expressions.
_SPOKEN = re.compile(rf"\b{SAYS}\b")
_NAMING = re.compile(
    r"(?i:\b(?:according|citing|quot|claim|assertion|allegation|insistence|contention|estimat|report|statement|account|count|tall"
    r"|view|reckon|telling|words|figures|version|data|(?:put|given) (?:at|by)))"
)


_STEMS = {found.group() for part in f"{SAYS}|put".split("|") if (found := re.search(r"[a-z]{3,}", part))}
_NAMES = ("according", "citing", "quot", "claim", "assertion", "allegation", "insistence", "contention", "estimat", "report",
          "statement", "account", "count", "tall", "view", "reckon", "telling", "words", "figures", "version", "data", "given")  # fmt: skip
_CUES = ahocorasick_rs.AhoCorasick(sorted({*_STEMS, *_NAMES, *(n.title() for n in _NAMES)}))


# Where a verb of saying and a word such as "according" may begin: the expressions are tried at no other place.
_SAY_STEMS = [
    found.group() for part in f"{SAY[3:-1]}|{_MORE_STEMS}".split("|") if (found := re.match(r"[a-z]+(?!\?)", part))
]
_OTHER_STEMS = "went pointed points made make let recall answer swore suspect boasted refer speak spoke".split()
_BEGINNINGS = ahocorasick_rs.AhoCorasick(
    sorted({*_SAY_STEMS, *_OTHER_STEMS, *_NAMES, *(n.title() for n in _NAMES), "put", "Put"})
)


def find_cues(typed: str) -> tuple[bool, bool]:
    """Whether there is a verb of saying, and whether a word such as "according"."""
    try:
        hits = _BEGINNINGS.find_matches_as_indexes(typed)
    except UnicodeEncodeError:  # lone surrogates
        return _SPOKEN.search(typed) is not None, _NAMING.search(typed) is not None
    spoken = named = False
    for _, start, _ in hits:
        if not start or not typed[start - 1].isalnum():
            spoken = spoken or _SPOKEN.match(typed, start) is not None
            named = named or _NAMING.match(typed, start) is not None
    return spoken, named


def may_name_source(text: str) -> bool:
    """Whether a sentence has any word by which somebody is said to say something; cheap."""
    try:
        hits = _CUES.find_matches_as_indexes(text)
    except UnicodeEncodeError:  # lone surrogates
        return True
    return any(not start or not text[start - 1].isalpha() for _, start, _ in hits)
