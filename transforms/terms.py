"""What a demand or a group of captives is about, in comparable terms, and how much it says that two texts share some.

A term is a word that is no name of a party; words of one meaning are joined more widely than in `words.py`.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import cache

from transforms.reference.load import load_reference
from transforms.words import content_words, stem

_POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?=\s|$)")
_NAME = re.compile(r"(?<=[\w,;’”] )[A-Z][\w’'-]+")
_EVERYBODY = re.compile(r"\b(?:all|every|everybody|everyone|each)\b", re.IGNORECASE)
# Several words that mean one thing, and the word that stands for it.
_PHRASES = (
    (r"military (?:aid|assistance|support|help)|weapons? (?:deliver|suppl)\w+|arms (?:deliver|suppl)\w+", "arms"),
    (r"lines? of contact|contact lines?|front ?lines?", "front"),
    (r"war dead|(?:dead|fallen) (?:soldiers|servicemen|troops)", "remains"),
    (r"(?:guns?|weapons?) (?:\w+ ){0,3}(?:silent|quiet)|hold\w* (?:their |its )?fire|nobody shoots", "ceasefire"),
    (
        r"(?:give|gives|hand|hands|send|sent|bring|get|want|wants) (?:\w+ ){0,3}(?:back|home)|(?:come|go) home",
        "release",
    ),
    (
        r"(?:lay|put|hand|give|turn|yield)\w* (?:(?:in|up|over|down) )?(?:(?:their|its|the|all|every) ){0,2}"
        r"(?:arms|guns?|weapons|rifles)|(?:arms|guns|weapons|rifles) (?:\w+ ){0,3}(?:handed|given|turned|laid) \w+",
        "disarm",
    ),
    (
        r"(?:get|gets|pull|pulls|move|moves|step|walk|draw|drawn|clear) (?:\w+ ){0,3}(?:out|back|off)|lines? back",
        "withdraw",
    ),
    (r"all[ -]for[ -]all|everyone for everyone", "everybodies"),
    (r"call\w* up", "conscription"),
    (r"(?:happen|occur)\w* again|(?:second|another) time|recurr?\w*", "repeat"),
    (r"(?:call|called|calls) off|hold\w* off", "cancel"),
    (r"step\w* in", "intervene"),
    (r"step\w* down|stand\w* (?:down|aside)", "resign"),
    (r"air ?force|air ?strikes?|war ?planes?", "aircraft"),
)
_PATTERNS = [(re.compile(rf"\b(?:{pattern})\b"), word) for pattern, word in _PHRASES]
# One meaning a line, as in words.py; the first word stands for all.
_MEANINGS = """
ceasefire shots shooting fighting shelling bombing bombs strikes attacks war wars violence killing firing
aircraft planes plane jets air bombers drones
stop over abandon renounce scrap
release freedom freed liberty back
withdraw leave leaves removal remove departure evacuate
children child kids minors
kidnap kidnapping abduct abducted snatched seized
foreign western outside west
remains bodies corpses fallen dead
front frontline
freeze frozen
barracks bases quarters
donbas donbass
reinstate restore reinstated restored
candidates candidate
region regions territory territories land area areas oblast province
weapons rifle rifles
disarm disarmed lay
written writing
guarantee promise undertaking commitment assurance
road roads highway route corridor lane
observers observer monitors monitor monitoring inspectors watch
trucks lorries convoys convoy vehicles
houses house homes residences dwellings
prison prisons jail jails cells
border frontier boundary
election elections vote voted ballot polls
parliament assembly
salaries salary wages wage pay paid payment
reopen reopened open opened opening
mines mine landmines demining
committee commission panel
crossing crossings checkpoint checkpoints
town towns city cities
exercises exercise drills drill manoeuvres maneuvers
cancel cancelled scrapped suspend suspended postpone
intervene intervention
apology apologize apologise
recognise recognize recognition
"""
# They name the matter, as the issue does; that two demands share them says little.
_COMMON = """
ceasefire end release captive withdraw troop agreement talk guarantee arm aid list weapons stop region country day days
week month year hour want time full immediate people side other party keep allow take give go come stay begin start
further hold work continue get got now then there
"""
_COMMON_WEIGHT = 0.4


@cache
def _meanings() -> dict[str, str]:
    lines = (line.split() for line in _MEANINGS.strip().splitlines())
    return {term: _first(line[0]) for line in lines for word in line for term in content_words(word)}


def _first(word: str) -> str:
    return next(iter(content_words(word)), stem(word))


@cache
def _common() -> frozenset[str]:
    return frozenset(_meanings().get(t, t) for t in content_words(_COMMON))


@cache
def _parties() -> frozenset[str]:
    """Stems of the names of parties, of those who belong to them and of capitals, where one word is the name."""
    forms = (
        name
        for party in load_reference().parties.values()
        for name in (*party.names, *party.adj, *party.people, *party.capital)
        if " " not in name
    )
    return frozenset(stem(form.lower()) for form in forms)


@cache
def terms(text: str) -> frozenset[str]:
    """The terms of a text."""
    plain = _POSSESSIVE.sub("", text.lower())
    for pattern, word in _PATTERNS:
        plain = pattern.sub(f" {word} ", plain)
    return frozenset(_meanings().get(t, t) for t in content_words(plain) - _parties())


def names_among(text: str) -> frozenset[str]:
    """The terms that are proper names, as their capitals show; the first word may have one for another reason."""
    return frozenset().union(*(terms(name) for name in _NAME.findall(text)))


def speaks_of_all(text: str) -> bool:
    """Whether it is about all of a kind, not some of them."""
    return _EVERYBODY.search(text) is not None


def is_general(of: AbstractSet[str]) -> bool:
    """Whether hardly a term is more than the matter, as in "they have to be gone"."""
    return len(of - _common()) <= 1


def weight(of: AbstractSet[str]) -> float:
    """How much it says that two texts share these terms."""
    return len(of) - (1 - _COMMON_WEIGHT) * len(of & _common())
