"""The forms in which numbers stand in text: words of `reference/number_words.yml` and the regexes built on them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from transforms.reference.files import read_yaml

MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
TIME_UNITS = frozenset({"seconds", "minutes", "hours", "days", "weeks", "months", "years"})


def alternatives(words: Iterable[str]) -> str:
    """Build a regex alternation, longest first; a blank in a word stands for any run of blanks."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) + ")"


def _load() -> dict[str, Any]:
    data: dict[str, Any] = read_yaml("number_words.yml")
    return data


_W = _load()
SMALL: dict[str, int] = {**_W["cardinals"], **_W["tens"]}
SCALES: dict[str, int] = {**_W["scales"], **_W["short_scales"]}
VAGUE: dict[str, int] = _W["vague"]
FRACTIONS: dict[str, int] = _W["fractions"]
FRACTION_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
UNITS: dict[str, tuple[str, float]] = {
    **{w.lower(): (u, 1.0) for u, ws in _W["units"].items() for w in ws},
    **{w.lower(): (u, 1.0) for u, ws in _W["currency_words"].items() for w in ws},
    **{w: (u, float(k)) for w, (u, k) in _W["multiples"].items()},
    **{w + s: (w, 1.0) for w in _W["shared_currencies"] for s in ("", "s")},
}
SHARED: dict[str, dict[str, str]] = _W["shared_currencies"]
SIGNS: dict[str, str] = _W["currency_signs"]
HEDGES: dict[tuple[str, ...], str] = {tuple(w.split()): h for h, ws in _W["hedges_before"].items() for w in ws}
HEDGE_ENDS = frozenset(words[-1] for words in HEDGES)
HEDGES_AFTER: dict[str, str] = {w: h for h, ws in _W["hedges_after"].items() for w in ws}
NAME_WORDS = frozenset(_W["name_words"])

_CARDINAL = alternatives(_W["cardinals"])
_ONES = alternatives(w for w, v in _W["cardinals"].items() if 0 < v < 10)
_ORDINAL = alternatives(
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "hundredth"]
)
_SMALL = rf"(?:{alternatives(_W['tens'])}(?:[- ]{_ONES}\b)?|{_CARDINAL})\b(?!-{_ORDINAL}\b)"
_SCALE = alternatives(_W["scales"])

# Words at which a number can start; the digits are added by the scanner. Units stand here for "an hour", "for a year".
SINGLE_UNITS = ("minute", "hour", "day", "week", "month", "year", "fortnight", "decade", "century")
START_WORDS = tuple(
    sorted(
        {*SMALL, *VAGUE, *FRACTIONS, *_W["scales"], *SINGLE_UNITS, "tens", "under-"}
        | {"thirds", "quarters", "fifths", "tenths", "halves"}
    )
)

NUMERAL = re.compile(
    r"(?P<num>\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f]\d{3})+|\d+(?:\.\d+)?)"
    r"(?P<sign>[ -]?[½¼¾⅓⅔]|[ -][1-9]/[1-9]\b)?(?P<and_half>[\s-]and[\s-]a[\s-]half\b)?"
    rf"(?:[\s-]?(?P<scale>{_SCALE})\b|\s?(?P<short>bn|mln|mn|tn|trn)\b|(?P<letter>[mk])\b)?",
    re.IGNORECASE,
)
SPELLED = re.compile(
    rf"(?P<words>{_SMALL}(?:[\s-]{_SCALE}\b(?:(?:\s+and\s+|[\s-]){_SMALL})?){{0,4}}(?:[\s-]{_SCALE}\b){{0,2}}"
    rf"|{_SCALE}\b(?:\s+and\s+{_SMALL})?(?:\s{_SCALE}\b){{0,2}})(?P<and_half>(?:[\s-]and)?[\s-]a[\s-]half\b)?"
    r"(?:[\s-](?P<scale>million|billion|trillion)\b)?",
    re.IGNORECASE,
)
INEXACT = re.compile(
    r"(?P<times>tens|hundreds|thousands)\s+of\s+(?P<base>thousands|millions|billions)\b"
    rf"|(?P<vague>{alternatives(VAGUE)})\b(?:(?P<of>\s+of)?\s+(?P<scale>{_SCALE})\b|(?P<of2>\s+of)\b)?",
    re.IGNORECASE,
)
FRACTION = re.compile(rf"(?:(?P<count>{_CARDINAL}|\d)[\s-])?(?P<part>{alternatives(FRACTIONS)})s?\b", re.IGNORECASE)
SHARE_OF_SCALE = re.compile(
    rf"(?:(?P<half>half)|(?P<quarter>quarter)\s+of)[\s-](?:an?\s)?(?P<scale>{_SCALE})\b", re.IGNORECASE
)
SHARE_OF_UNIT = re.compile(
    rf"(?:half|quarter[\s-]of)(?P<link>[\s-](?:an?\s)?)(?P<unit>{alternatives(SINGLE_UNITS)}|mile)\b", re.IGNORECASE
)
ONE_IN = re.compile(
    rf"(?P<n>{_CARDINAL}|\d)\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<of>{alternatives(SMALL)}|10|100|\d)\b"
    rf"(?!\s+{MONTHS}|[,.:]?[\d%])",
    re.IGNORECASE,
)
SINGLE = re.compile(rf"(?P<unit>{alternatives(SINGLE_UNITS)})\b(?P<long>-long\b)?", re.IGNORECASE)
UNIT = re.compile(
    r"(?P<age>[\s-]years?[\s-]olds?\b)|\s?(?P<percent>%)|(?:\s?-?\s?)(?:(?:of|or\s+so|more|full|extra|further|additional|straight"
    r"|consecutive|whole|solid|long|short|such|calendar|working)\s+)?"
    rf"(?P<unit>{alternatives(w for w in UNITS if w != '%')})(?!\w)(?:[’'](?!s?\w)|-long\b)?",
    re.IGNORECASE,
)
# What a unit begins with, looked at first: the whole expression has some 230 alternatives.
_BEFORE_UNITS = (
    "of or more full extra further additional straight consecutive whole solid long short such calendar working"
)
UNIT_WORD = re.compile(r"\s?-?\s?(%|\w+)")
UNIT_WORDS = frozenset({"%", "year", "years", *_BEFORE_UNITS.split(), *(re.split(r"\W", w)[0] for w in UNITS)})
HEDGE_AFTER = re.compile(rf"\s?({alternatives(HEDGES_AFTER)})(?!\w)", re.IGNORECASE)
AND_A_HALF = re.compile(r"\s+and\s+a\s+half\b", re.IGNORECASE)
SIGN_BEFORE = re.compile(rf"(?:\b(USD|EUR|GBP|CHF|RUB|UAH|ILS)\s?|({alternatives(SIGNS)})\s?)$")
SIGN_AT = re.compile(rf"{alternatives(SIGNS)}\s?")
CONNECTOR = re.compile(r"(?P<dash>\s?[-–—]\s?(?:to[-–])?)|\s+(?P<word>to|or|and)\s+", re.IGNORECASE)

UNDER_AGE = re.compile(r"under-(\d{1,2})s?\b", re.IGNORECASE)
SCORE_AFTER = re.compile(r"[-–]\d")
LISTED_AFTER = re.compile(r"[.)]\s+[A-Z]")
STOP_AFTER = re.compile(r"\s*(?:[.,;:)]|$)")
NAME_WITH_NUMBER = re.compile(r"[a-z’'A-Z,]\s+[A-Z][\w’'-]*\s$")
AGO_AFTER = re.compile(r"\s+ago\b")
OF_AFTER = re.compile(r"\s+of\b")
OF_MONTH_AFTER = re.compile(rf"\s+of\s+{MONTHS}")
CLOCK_CONTEXT_AFTER = re.compile(r"\s+on\s+[A-Z]|[.;]")
AND_OLDER_AFTER = re.compile(r"\s+(?:and|or)\s+(?:over|older|under|above|below|younger)\b")
PLURAL_AFTER = re.compile(r"\s+[a-z]{3,}s\b")
THING_AFTER = re.compile(r"\s+(?!high|tall|long|wide|deep|away|from|off|above|below|north|south)[a-z]{3,}")
OR_TWO_AFTER = re.compile(r"\s+(?:or|to)\s+(?:two|three)\b")
NATIONAL_AFTER = re.compile(r"\s+[A-Z][a-z]+(?:an|ese|ish|i|ino|ina)\b(?!\s+(?:official|minister|president))")
CAPITAL_AFTER = re.compile(r"(?:[\s-]+[A-Z]|[\s.,;)]|$)")
NO_SPAN_AFTER = re.compile(r"\s+on\b|[’']s\b|-[a-z]")
AND_MINUTES = re.compile(rf"\s+(?:and\s+)?(?P<n>\d{{1,2}}|{_SMALL})\s+minutes?\b", re.IGNORECASE)
CITATION_AFTER = re.compile(r"\s+(?:U\.S\.C|C\.?F\.?R\b|Fed\.\s+Reg)")
NOUN = re.compile(
    r"\s+((?:[A-Za-z][\w’'.-]*\s+){0,4}?(?:people|men|women|children|troops|personnel|servicemen|aircraft|police|dead"
    r"|wounded|(?!(?:this|was|has|his|its|as|is|days|ours)\b)[a-z][\w’-]*[^\Wsu]s))\b"
)
NO_NOUN = re.compile(r"\s+(?:of|in|on|at|to|for|from|and|or|were|are|was|is|had|have|has|who|that|which|with|by)\b")

# What shows that a number is none: clock times, dates, versions, scores run on after it
DATE_AFTER = re.compile(
    rf"(?:(?:\s?[-–,]\s?|,?\s+(?:and|to|or|until|till)\s+)\d{{1,2}}){{0,4}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTHS}"
)
DATE_BEFORE = re.compile(rf"{MONTHS}\s+(?:\d{{1,2}}(?:,?\s+(?:and|to|or|until)\s+|\s?[-–]\s?|,\s+)){{0,3}}$")
CLOCK_AFTER = re.compile(r":\d|\s?[ap]\.?m\b|\s+(?:GMT|UTC|CET|o[’']clock)|/\d|\.\d|(?:st|nd|rd|th)\b|s\b")
OFFSET_AFTER = re.compile(r"\s+(?:ago|later|earlier|afterwards?|before|after)\b", re.IGNORECASE)
CONVERSION = re.compile(r"\s*\((?:or\s+|about\s+|some\s+|around\s+|roughly\s+|nearly\s+|over\s+)*$")
EXCHANGE_AFTER = re.compile(
    r"\s+(?:(?:to|against|for|on|per)\s+(?:(?:the|an?|one|each)\s+)?|(?:an?|each)\s+)"
    r"(?:U\.?S\.?\s+|American\s+)?(?:dollar|euro|greenback)\b"
)
_MONEY = {w for ws in _W["currency_words"].values() for w in ws} | {w + s for w in SHARED for s in ("", "s")}
CURRENCY_WORD = re.compile(rf"\b{alternatives(_MONEY)}\b", re.IGNORECASE)

PERSONS = (
    r"(?:m[ae]n|wom[ae]n|child(?:ren)?|people|persons?|males?|females?|boys?|girls?|soldiers?|servicemen|prisoners?"
    r"|captives?|hostages?|detainees?|those|anyone|everyone|civilians?|youths?|all)"
)
OF_AGE_BEFORE = re.compile(rf"\b{PERSONS}\s+(?:[a-z]+\s+)?$", re.IGNORECASE)
PERSON_AFTER = re.compile(
    r"\s*(?:[A-Z]|$|[.,;:)]|(?:[a-z-]+\s+){0,2}?(?:man|woman|boy|girl|son|daughter|child|mother|father|soldier|leader"
    r"|president|minister|student|farmer|teacher|driver|resident|grandmother|widow|who|was|is|has|had|said|from|and)\b)"
)
KNOWN_GROUP = re.compile(
    r"(?:[-\s]+[A-Za-z-]+){0,2}?\s+(?:leaders|sides|countries|presidents|ministers|men|parties|governments|nations"
    r"|neighbou?rs|capitals|delegations|teams|foes|rivals|enemies|diplomats|premiers|camps|peoples|heads|generals"
    r"|factions|militaries|armies|officials|negotiators|envoys|states)\b"
)
PRONOMINAL_AFTER = re.compile(
    r"\s+(?:of\s+(?:us|them|you)|who|which|that|were|are|was|is|be|been|had|have|has|would|will|could|can|should|must|may"
    r"|also|then|met|spoke|agreed|discussed|consulted|said|to|for|in|on|at|from|with|and|as|but)\b|\s*[.,;:?!)—–”]|\s*$"
)
ONE_ALONE = re.compile(
    r"[\s-]+(?:another|side|hand|thing|way|time|point|or\s+(?:another|the|more\b)|who|whom|that|which|by|is|was|has|had|can"
    r"|could|should|would|will|may|must|in|on|at|to|for|with|from|and|but|as|if|when|where|than|does|did|step|party|wants"
    r"|knows|before|after|word|more|official|table|room)\b|[^\w\s]|\s*$",
    re.IGNORECASE,
)
ONE_OF = re.compile(r"\s+of\s+(?:them\s+an?\b|the\s+\d)", re.IGNORECASE)
ONE_PERSON = re.compile(
    r"\s+(?:(?!official)[A-Za-z-]+\s+)?(?:person|people|man|woman|girl|boy|child|baby|soldier|serviceman|civilian|hostage"
    r"|prisoner|captive|detainee|policeman|policewoman|officer|guard|fighter|militant|injury|death|body|killed|wounded"
    r"|injured|dead|worker|journalist)\b",
    re.IGNORECASE,
)
WORD_BEFORE = re.compile(r"[A-Za-z]{2}[\w’'-]*,?\s\(?$")
LETTERS = re.compile(r"[A-Za-z]+")
SHARE_AFTER = re.compile(
    r"\s+(?:of|the|its|their|his|her|our|this|that|those|these|in|from|since|to|what|all|more|less|fewer|as|by|over|last|were|are|was"
    r"|is|have|had)\b|\s*[.,;:)—–”\"]|\s*$"
)
YEAR_PREPOSITIONS = frozenset(
    [
        "in",
        "since",
        "of",
        "the",
        "until",
        "by",
        "from",
        "before",
        "after",
        "during",
        "and",
        "to",
        "early",
        "late",
        "mid",
    ]
)
COUNTED_AFTER_YEAR = re.compile(r"\s+(?:[a-z]+\s+)?(?:people|troops|men|women|children|[a-z]{3,}s)\b")
SPAN_BEFORE = frozenset(
    [
        "for",
        "in",
        "within",
        "inside",
        "after",
        "than",
        "about",
        "around",
        "nearly",
        "almost",
        "over",
        "under",
        "lasted",
        "lasts",
        "last",
        "took",
        "take",
        "takes",
        "to",
        "least",
        "most",
        "barely",
        "just",
        "only",
        "spent",
        "of",
        "some",
        "by",
        "as",
        "up",
    ]
)
OVER_BEFORE = frozenset(
    [
        "for",
        "lasted",
        "last",
        "took",
        "take",
        "takes",
        "after",
        "than",
        "of",
        "spent",
        "been",
        "held",
        "lasting",
        "served",
        "in",
        "a",
        "was",
        "is",
        "at",
        "to",
    ]
)
PARTICLE_VERBS = frozenset(
    [
        "hand",
        "hands",
        "handed",
        "handing",
        "turn",
        "turned",
        "turning",
        "take",
        "took",
        "taken",
        "taking",
        "win",
        "won",
        "pass",
        "passed",
        "send",
        "sent",
        "bring",
        "brought",
        "dispute",
        "disputes",
        "row",
        "war",
        "stretch",
        "stretches",
        "stretched",
        "spread",
        "fight",
        "clash",
        "quarrel",
        "talks",
        "argue",
        "agreement",
        "deal",
        "concern",
    ]
)
TALK_ABOUT = frozenset(
    [
        "complain",
        "complained",
        "complains",
        "talk",
        "talked",
        "talks",
        "speak",
        "spoke",
        "speaking",
        "ask",
        "asked",
        "worry",
        "worried",
        "think",
        "know",
        "said",
        "told",
    ]
)
