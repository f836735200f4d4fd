"""Stated amounts in running text: hedge, number or range, unit (codebook sections 0, 4 and 7).

The words stand in `reference/number_words.yml`. One scan looks for the start of a number; only there the rest is
read, backwards for "more than" or "$", forwards for scale, range and unit. What belongs to a date, a clock time, a
name or an ordinal is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from transforms.document import Quantity

MONTHS = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
TIME_UNITS = frozenset({"seconds", "minutes", "hours", "days", "weeks", "months", "years"})


@cache
def _words() -> dict[str, Any]:
    text = resources.files("transforms.reference").joinpath("number_words.yml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def _any(words: Any) -> str:
    """A regex alternation, longest first; a blank in a word stands for any run of blanks."""
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in ordered) + ")"


W = _words()
SMALL: dict[str, int] = {**W["cardinals"], **W["tens"]}
SCALES: dict[str, int] = {**W["scales"], **W["short_scales"]}
VAGUE: dict[str, int] = W["vague"]
FRACTIONS: dict[str, int] = W["fractions"]
FRACTION_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
UNITS: dict[str, tuple[str, float]] = {
    **{w.lower(): (u, 1.0) for u, ws in W["units"].items() for w in ws},
    **{w.lower(): (u, 1.0) for u, ws in W["currency_words"].items() for w in ws},
    **{w: (u, float(k)) for w, (u, k) in W["multiples"].items()},
}
CURRENCIES = frozenset(W["currency_words"])
SIGNS: dict[str, str] = W["currency_signs"]
HEDGES: dict[str, str] = {" ".join(w.split()): h for h, ws in W["hedges_before"].items() for w in ws}
HEDGES_AFTER: dict[str, str] = {w: h for h, ws in W["hedges_after"].items() for w in ws}

_ONES = _any([w for w, v in W["cardinals"].items() if 0 < v < 10])
_SMALL = (
    rf"(?:{_any(W['tens'])}(?:[- ]{_ONES}\b)?|{_any(W['cardinals'])})\b"
    r"(?!-(?:first|second|third|[a-z]+th)\b)"
)
_SCALE = _any(W["scales"])
_PART = _any(FRACTIONS)

START = re.compile(
    r"\b(?:\d|[Oo]ne\b|[Tt](?:wo|hree|en|welve|hirteen|wenty|hirty|ens|hird|enth|housands?|rillions?)\b"
    r"|[Ff](?:our(?:teen)?|ive|ifteen|orty|ifty|ew|ifth|ortnight)\b|[Ss](?:ix(?:teen|ty)?|even(?:teen|ty)?)\b"
    r"|[Ss](?:everal|cores|ixth|eventh)\b|[Ee](?:ight(?:een|y)?|leven|ighth)\b|[Nn](?:ine(?:teen|ty)?|inth)\b"
    r"|[Hh](?:undreds?|alf|our)\b|[Zz]ero\b|[Mm](?:illions?|inute|onth)\b|[Bb]illions?\b|[Dd](?:ozens?|ay|ecade)\b"
    r"|[Cc](?:ouple|entury)\b|[Qq]uarter\b|[Ww]eek\b|[Yy]ear\b|[Uu]nder-\d)"
)
NUMERAL = re.compile(
    r"(?P<num>\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d{1,3}(?:[\u00a0\u202f]\d{3})+|\d+(?:\.\d+)?)"
    r"(?P<sign>[ -]?[½¼¾⅓⅔]|[ -][1-9]/[1-9]\b)?(?P<and_half>[\s-]and[\s-]a[\s-]half\b)?"
    rf"(?:[\s-]?(?P<scale>{_SCALE})\b|\s?(?P<short>bn|mln|mn|tn|trn)\b|(?P<letter>[mk])\b)?",
    re.IGNORECASE,
)
SPELLED = re.compile(
    rf"(?P<words>{_SMALL}(?:[\s-]{_SCALE}\b(?:(?:\s+and\s+|[\s-]){_SMALL})?)*(?:[\s-]{_SCALE}\b)*"
    rf"|{_SCALE}\b(?:\s+and\s+{_SMALL})?(?:\s{_SCALE}\b)*)(?P<and_half>(?:[\s-]and)?[\s-]a[\s-]half\b)?"
    r"(?:[\s-](?P<scale>million|billion|trillion)\b)?",
    re.IGNORECASE,
)
INEXACT = re.compile(
    r"(?P<times>tens|hundreds|thousands)\s+of\s+(?P<base>thousands|millions|billions)\b(?:\s+of\b)?"
    rf"|(?P<vague>{_any(VAGUE)})\b(?:\s+of\b)?(?:\s+(?P<scale>{_SCALE})\b)?",
    re.IGNORECASE,
)
FRACTION = re.compile(rf"(?:(?P<count>{_any(W['cardinals'])}|\d)[\s-])?(?P<part>{_PART})s?\b", re.IGNORECASE)
SHARE_OF_SCALE = re.compile(
    r"(?:(?P<half>half)|(?P<quarter>quarter)\s+of)[\s-](?:an?\s)?(?P<scale>dozen|hundred|thousand|million|billion|trillion)\b",
    re.IGNORECASE,
)
SHARE_OF_UNIT = re.compile(
    r"(?:half|quarter\s+of)[\s-](?:an?\s)?(minute|hour|day|week|month|year|decade|century|mile)\b"
)
ONE_IN = re.compile(
    rf"(?P<n>{_any(W['cardinals'])}|\d{{1,2}})\s+(?:in|out\s+of)\s+(?:every\s+)?(?P<of>{_any(SMALL)}|\d{{1,3}})\b"
    rf"(?!\s+{MONTHS}|[,\d%])",
    re.IGNORECASE,
)
UNIT = re.compile(
    rf"(?P<age>[\s-]years?[\s-]olds?\b)|\s?(?P<percent>%)|(?:\s?-?\s?)(?:(?:of|more|full|extra|further|additional|straight"
    rf"|consecutive|whole|solid|long|short|such|calendar|working)\s+)?(?P<unit>{_any(w for w in UNITS if w != '%')})(?![\w’'])"
    r"(?:-long\b|s?’|s?')?",
    re.IGNORECASE,
)
HEDGE_BEFORE = re.compile(rf"(?<![\w-])({_any(HEDGES)})\s+(?:(?:an?|the)\s+)?$", re.IGNORECASE)
HEDGE_AFTER = re.compile(rf"\s?({_any(HEDGES_AFTER)})(?!\w)", re.IGNORECASE)
SIGN_BEFORE = re.compile(rf"(?:\b(USD|EUR|GBP|CHF|RUB|UAH|ILS)\s?|({_any(SIGNS)})\s?)$")
ARTICLE_BEFORE = re.compile(r"(?<![\w-])(an?|another)\s+$", re.IGNORECASE)
FEW_BEFORE = re.compile(r"(?<![\w-])(a|the|these|next|past|last|first|every|within|in)\s+$", re.IGNORECASE)
SPAN_BEFORE = re.compile(
    r"\b(?:for|in|within|inside|after|than|about|around|nearly|almost|over|under|lasted|lasts|last|took|take|takes|to"
    r"|least|most|barely|just|only|spent|of|some|by|as)\s+$",
    re.IGNORECASE,
)
CONNECTOR = re.compile(r"(?P<dash>\s?[-–—]\s?(?:to[-–])?)|\s+(?P<word>to|or|and)\s+")
BETWEEN = re.compile(r"\b(between|from)\s+$", re.IGNORECASE)
NAME_BEFORE = re.compile(rf"(?:(?<!\w){_any(W['name_words'])}\.?|Group\s+of|#|№)\s?$")
DATE_AFTER = re.compile(
    rf"(?:(?:\s?[-–,]\s?|,?\s+(?:and|to|or|until|till)\s+)\d{{1,2}})*\s+(?:of\s+)?{MONTHS}(?!\s+[a-z]+\b\s+be\b)"
)
DATE_BEFORE = re.compile(rf"{MONTHS}\s+(?:\d{{1,2}}(?:,?\s+(?:and|to|or|until)\s+|\s?[-–]\s?|,\s+))*$")
CLOCK_AFTER = re.compile(r":\d|\s?[ap]\.?m\b|\s+(?:GMT|UTC|CET|o[’']clock)|/\d|\.\d|(?:st|nd|rd|th)\b|s\b")
AGE_BEFORE = re.compile(r"[A-Z][\w’'-]+,?\s\(?$")
PERSONS = (
    r"(?:men|women|children|people|persons|males|females|boys|girls|soldiers|servicemen|prisoners|captives|hostages"
    r"|detainees|those|anyone|aged|ages|civilians|youths|all)"
)
OF_AGE = re.compile(rf"\b(?:{PERSONS}\s+(?:[a-z]+\s+){{0,2}}$|(?:the\s+)?age\s+of\s*$)", re.IGNORECASE)
AGED = re.compile(r"\b(?:aged|ages)\s+(?:from\s+|between\s+)?$", re.IGNORECASE)
PERSON_AFTER = re.compile(
    r"\s*(?:[A-Z]|$|[.,;:)]|(?:[a-z-]+\s+){0,2}?(?:man|woman|boy|girl|son|daughter|child|mother|father|soldier|leader"
    r"|president|minister|student|farmer|teacher|driver|resident|grandmother|widow|who|was|is|has|had|said|from|and)\b)"
)
COUPLE_OF_KNOWN = re.compile(r"\b(?:the|these|those|both|our|their|its)\s+$", re.IGNORECASE)
KNOWN_PAIR = re.compile(
    r"\s+(?:[A-Za-z-]+\s+){0,2}?(?:leaders|sides|countries|presidents|ministers|men|parties|governments|nations|neighbou?rs"
    r"|capitals|delegations|states|teams|foes|rivals|enemies|diplomats|premiers|camps|peoples|sets|foreign|had|have|were"
    r"|are|met|will|would|spoke|also|agreed|discussed)\b"
)
ONE_ALONE = re.compile(
    r"[\s-]+(?:of\b(?!\s+them\s+an?\b)|another|side|hand|thing|way|day|time|point|or\s+(?:another|the|more\b)|who|whom|that"
    r"|which|by|is|was|has|had|can|could|should|would|will|may|must|in|on|at|to|for|with|from|and|but|as|if|when|where|than"
    r"|does|did|step|party|wants|knows|before|after|word)\b|[^\w\s]|\s*$",
    re.IGNORECASE,
)
ONE_PRONOUN_BEFORE = re.compile(
    r"\b(?:no|any|every|each|the|this|that|which|some|other|another|good|new|old)[\s-]$", re.IGNORECASE
)
NOT_SHARE_BEFORE = re.compile(
    r"\b(?:first|second|third|other|the|better|latter|this|that|last|final|fourth|-)[\s-]?$", re.IGNORECASE
)
SHARE_AFTER = re.compile(
    r"\s+(?:of|the|its|their|his|her|our|this|that|those|these|in|from|since|to|what|all|more|less|fewer|as|were|are|was|is"
    r"|have|had)\b|\s*[.,;:)—–”\"]|\s*$"
)


@dataclass(slots=True)
class _Number:
    """A number as it stands: bounds in the text, value, the scale word's factor, how exact, and a forced unit."""

    start: int
    end: int
    value: float
    scale: float = 1.0
    approx: str = "exact"
    unit: str | None = None
    numeral: bool = False
    low: float | None = None
    high: float | None = None


def find_quantities(text: str) -> list[tuple[int, int, Quantity]]:
    """The stated amounts of a text: (start, end, Quantity), in order, not overlapping.

    The span holds hedge, number and, where the unit is a measure, the unit's word. `noun` is the head noun phrase
    that follows, None when none is found.
    """
    found: list[tuple[int, int, Quantity]] = []
    at = 0
    while (start := START.search(text, at)) is not None:
        number = _read(text, start.start(), at)
        if number is None:
            at = start.end()
            continue
        at = max(number.end, start.end())
        found.append((number.start, number.end, _quantity(text, number)))
    return found


def _quantity(text: str, n: _Number) -> Quantity:
    return Quantity(n.value, n.approx, n.unit or "count", n.low, n.high, noun_after(text, n.end))


def _read(text: str, at: int, floor: int) -> _Number | None:
    """The amount whose number starts at `at`, or None when it is no amount; never reaches back before `floor`."""
    if _inside_a_word(text, at):
        return None
    if text.startswith(("under-", "Under-"), at):
        return _under_age(text, at)
    n = _number(text, at)
    if n is None or _is_name_or_date(text, n):
        return None
    _range(text, n)
    _currency(text, n, floor)
    if not _unit(text, n):
        return None
    if n.unit is None and (_is_year(text, n) or _is_age(text, n, floor)):
        return None
    _hedge(text, n, floor)
    return n


def _inside_a_word(text: str, at: int) -> bool:
    """Whether the characters before make it a part of a name, a compound or another number (Tu-22, 1.2.3, 9/11)."""
    if at == 0:
        return False
    before = text[at - 1]
    if before in "/#+_’'":
        return at > 1 and (before != "'" and before != "’" or not text[at - 2].isspace())
    return before in "-.,:–" and at > 1 and text[at - 2].isalnum()


def _under_age(text: str, at: int) -> _Number | None:
    m = re.compile(r"[Uu]nder-(\d{1,2})s?\b").match(text, at)
    return _Number(at, m.end(), float(m[1]), approx="less_than", unit="years") if m else None


def _number(text: str, at: int) -> _Number | None:
    if text[at].isdigit():
        return _one_in(text, at) or _numeral(text, at)
    return _one_in(text, at) or _share(text, at) or _inexact(text, at) or _single_unit(text, at) or _spelled(text, at)


def _one_in(text: str, at: int) -> _Number | None:
    m = ONE_IN.match(text, at)
    if m is None:
        return None
    n, whole = _word_value(m["n"]), _word_value(m["of"])
    return _Number(at, m.end(), _percent(n / whole), unit="percent") if whole >= 2 and n < whole else None


def _percent(share: float) -> float:
    return round(100 * share, 1)


def _word_value(word: str) -> float:
    """The value of a numeral or a spelled number without scale words."""
    if word[0].isdigit():
        return float(word.replace(",", "").replace("\u00a0", "").replace("\u202f", ""))
    return float(sum(SMALL[part] for part in re.split(r"[\s-]+", word.lower())))


def _numeral(text: str, at: int) -> _Number | None:
    m = NUMERAL.match(text, at)
    if m is None or (m.end() < len(text) and text[m.end()].isdigit()):
        return None
    value = _word_value(m["num"]) + (0.5 if m["and_half"] else 0.0)
    if m["sign"]:
        sign = m["sign"].strip(" -")
        value += FRACTION_SIGNS.get(sign) or int(sign[0]) / int(sign[2])
    scale = m["scale"] or m["short"] or m["letter"]
    factor = float(SCALES[scale.lower()]) if scale else 1.0
    end = m.end()
    if m["letter"] and not _letter_is_scale(text, at, m):
        factor, end = 1.0, m.start("letter")
    return _Number(at, end, value * factor, scale=factor, numeral=True)


def _letter_is_scale(text: str, at: int, m: re.Match[str]) -> bool:
    """Whether the m or k of "5m", "20k" means million, thousand: with a currency sign, or before a thing counted."""
    if SIGN_BEFORE.search(text[max(0, at - 5) : at]):
        return True
    return (
        re.compile(r"\s+(?!high|tall|long|wide|deep|away|from|off|above|below|north|south)[a-z]{3,}").match(
            text, m.end()
        )
        is not None
    )


def _spelled(text: str, at: int) -> _Number | None:
    m = SPELLED.match(text, at)
    if m is None:
        return None
    start, value = at, _spelled_value(m["words"])
    if m["words"].split("-")[0].split()[0].lower() in SCALES:
        article = ARTICLE_BEFORE.search(text, max(0, at - 9), at)
        if article is None:
            return None
        start = article.start()
    elif m["words"].lower() == "one" and not m["scale"] and _one_is_pronoun(text, at, m.end()):
        return None
    if text[start].isupper() and _is_capitalised_name(text, start, m.end()):
        return None
    factor = float(SCALES[m["scale"].lower()]) if m["scale"] else 1.0
    return _Number(start, m.end(), (value + (0.5 if m["and_half"] else 0)) * factor, scale=factor)


def _spelled_value(words: str) -> float:
    total, current = 0, 0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in SMALL:
            current += SMALL[word]
        elif word in ("hundred", "dozen"):
            current = max(current, 1) * SCALES[word]
        elif word in SCALES:
            total, current = total + max(current, 1) * SCALES[word], 0
    return float(total + current)


def _one_is_pronoun(text: str, at: int, end: int) -> bool:
    if re.compile(r"\s+(?:or|to)\s+(?:two|three)\b").match(text, end):
        return False
    if ONE_PRONOUN_BEFORE.search(text, max(0, at - 9), at):
        return True
    return ONE_ALONE.match(text, end) is not None and re.compile(r"[\s-]day\b").match(text, end) is None


def _is_capitalised_name(text: str, start: int, end: int) -> bool:
    """ "Six-Day War", "the Big Four": a capital inside a sentence, and one after it."""
    before = text[max(0, start - 2) : start].rstrip(" ")
    inside = bool(before) and (before[-1].isalnum() or before[-1] in ",;")
    return inside and re.compile(r"(?:[\s-]+[A-Z]|[\s.,;)]|$)").match(text, end) is not None


def _share(text: str, at: int) -> _Number | None:
    """Half, thirds, quarters as percent; "half a million", "half an hour" as numbers."""
    m = FRACTION.match(text, at)
    if m is None:
        return None
    if (scaled := SHARE_OF_SCALE.match(text, at)) is not None:
        factor = float(SCALES[scaled["scale"].lower()])
        return _Number(_article(text, at), scaled.end(), (0.5 if scaled["half"] else 0.25) * factor, scale=factor)
    if (unit := SHARE_OF_UNIT.match(text, at)) is not None:
        name, factor = UNITS[unit[1]]
        share = 0.5 if m["part"].lower() == "half" else 0.25
        return _Number(_article(text, at), unit.end(), share * factor, unit=name)
    start = _article(text, at)
    if not _is_share(text, start, at, m):
        return None
    count = _word_value(m["count"]) if m["count"] else 1.0
    return _Number(start, m.end(), _percent(count / FRACTIONS[m["part"].lower()]), unit="percent")


def _is_share(text: str, start: int, at: int, m: re.Match[str]) -> bool:
    """Whether a fraction word is a share, not an ordinal ("a third round") or a piece ("the second half")."""
    if NOT_SHARE_BEFORE.search(text, max(0, at - 8), at) or (m.end() < len(text) and text[m.end()] == "-"):
        return False
    part = m["part"].lower()
    if m["count"] and text[m.end() - 1] == "s":
        return True
    if part != "half" and start == at and not m["count"]:
        return False
    return SHARE_AFTER.match(text, m.end()) is not None


def _article(text: str, at: int) -> int:
    m = ARTICLE_BEFORE.search(text, max(0, at - 9), at)
    return m.start() if m else at


def _inexact(text: str, at: int) -> _Number | None:
    """Vague amounts: a few, several, dozens, tens of thousands, several hundred."""
    m = INEXACT.match(text, at)
    if m is None:
        return None
    if m["times"]:
        times = {"tens": 10, "hundreds": 100, "thousands": 1000}[m["times"].lower()]
        return _Number(at, m.end(), float(times * VAGUE[m["base"].lower()]), approx="vague")
    word, start = m["vague"].lower(), at
    if word in ("few", "couple"):
        before = FEW_BEFORE.search(text, max(0, at - 8), at)
        if before is None or (word == "couple" and before[1].lower() not in ("a", "next", "past", "last", "first")):
            return None
        start = before.start() if before[1].lower() == "a" else at
    if word == "scores" and not m[0].lower().endswith("of"):
        return None
    factor = SCALES[m["scale"].lower()] if m["scale"] else 1
    exact = word == "couple" and not m["scale"]
    end = m.end() - (3 if m[0].endswith(" of") and word not in ("couple",) else 0)
    return _Number(start, end, float(VAGUE[word] * factor), approx="exact" if exact else "vague")


def _single_unit(text: str, at: int) -> _Number | None:
    """One unit without a number: "in less than a minute", "for a year", "a week-long truce", "an hour and a half"."""
    m = re.compile(r"(minute|hour|day|week|month|year|fortnight|decade|century)\b(-long\b)?", re.I).match(text, at)
    if m is None or (article := ARTICLE_BEFORE.search(text, max(0, at - 9), at)) is None:
        return None
    half = re.compile(r"\s+and\s+a\s+half\b").match(text, m.end())
    anchored = SPAN_BEFORE.search(text, max(0, article.start() - 12), article.start())
    if not (anchored or m[2] or half or m[1].lower() == "fortnight"):
        return None
    if re.compile(r"\s+(?:ago|later|earlier|before|on\b)|[’']s\b|-[a-z]").match(text, m.end()):
        return None
    unit, factor = UNITS[m[1].lower()]
    end = half.end() if half else m.end()
    return _Number(article.start(), end, factor * (1.5 if half else 1.0), unit=unit)


def _range(text: str, n: _Number) -> None:
    """Widen a number to a range: 6,500 to 12,000; two-to-three; between 990 and 1,650; two or three."""
    link = CONNECTOR.match(text, n.end)
    if link is None or n.approx != "exact" or n.unit is not None:
        return
    between = BETWEEN.search(text, max(0, n.start - 9), n.start) or BETWEEN.search(text, max(0, n.start - 12), n.start)
    at = link.end()
    if sign := re.compile(rf"{_any(SIGNS)}\s?").match(text, at):
        at = sign.end()
    if at >= len(text) or START.match(text, at) is None:
        return
    second = _number(text, at)
    if second is None or second.approx != "exact" or second.unit or second.start < at:
        return
    first = n.value
    if second.scale > n.scale == 1.0 and first < second.value / second.scale:
        first *= second.scale
    opens = between is not None and between[1].lower() == "between"
    if not first < second.value or (link["word"] == "and" and not opens):
        return
    if link["word"] == "or" and second.value > 3 * first:
        return
    n.low, n.high, n.value, n.end, n.approx = first, second.value, (first + second.value) / 2, second.end, "range"
    if between is not None and (opens or link["word"] == "to"):
        n.start = between.start()


def _currency(text: str, n: _Number, floor: int) -> None:
    """Take in a currency sign or code before the number."""
    at = n.start
    if (opened := BETWEEN.match(text, at) or re.compile(r"(?:between|from)\s+", re.I).match(text, at)) is not None:
        at = opened.end()
    m = SIGN_BEFORE.search(text, max(floor, at - 5), at)
    if m is not None:
        n.unit = m[1] or SIGNS[m[2]]
        n.start = min(n.start, m.start())
        if n.start == m.start() and (b := BETWEEN.search(text, max(floor, m.start() - 9), m.start())) and n.low:
            n.start = b.start()


def _unit(text: str, n: _Number) -> bool:
    """Take in the unit's word; False when the number is the age of a person or runs on into a word."""
    if n.unit is not None:
        return True
    m = UNIT.match(text, n.end)
    if m is None:
        return not (n.numeral and n.end < len(text) and text[n.end].isalpha())
    if m["age"]:
        n.unit = "years"
        end, n.end = n.end, m.end()
        return PERSON_AFTER.match(text, m.end()) is None or _has_age_hedge(text, n.start) and end > 0
    word = " ".join(m["unit"].lower().split()) if m["unit"] else "%"
    if word == "won" and n.value < 100:
        return True
    unit, factor = UNITS[word]
    n.unit, n.end = unit, m.end()
    n.value, n.low, n.high = n.value * factor, n.low and n.low * factor, n.high and n.high * factor
    if half := re.compile(r"\s+and\s+a\s+half\b").match(text, n.end):
        n.value, n.end = n.value + factor / 2, half.end()
    return not re.compile(r"\s+(?:ago|later|earlier)\b").match(text, n.end)


def _has_age_hedge(text: str, start: int) -> bool:
    return re.compile(r"\b(?:under|over|below|above)\s+$", re.I).search(text, max(0, start - 8), start) is not None


def _is_name_or_date(text: str, n: _Number) -> bool:
    """Whether the number belongs to a name, a calendar date, a clock time or a known pair ("the two leaders")."""
    if NAME_BEFORE.search(text, max(0, n.start - 13), n.start):
        return True
    if n.value == 2 and COUPLE_OF_KNOWN.search(text, max(0, n.start - 7), n.start) and KNOWN_PAIR.match(text, n.end):
        return True
    if not n.numeral:
        return False
    if CLOCK_AFTER.match(text, n.end):
        return True
    if n.value > 31 or n.value != int(n.value) or n.scale != 1:
        return False
    return (
        DATE_AFTER.match(text, n.end) is not None or DATE_BEFORE.search(text, max(0, n.start - 30), n.start) is not None
    )


def _is_year(text: str, n: _Number) -> bool:
    """Whether a bare number of four digits reads as a year: not hedged, not followed by a counted plural."""
    value = n.low if n.low is not None else n.value
    if not (n.numeral and 1500 <= value <= 2100 and n.scale == 1 and value == int(value)):
        return False
    if "," in text[n.start : n.end] or HEDGE_BEFORE.search(text, max(0, n.start - 20), n.start):
        return False
    if re.compile(r"\b(?:in|since|of|the|until|by|from|before|after|during|and|to|early|late|mid)[\s-]$", re.I).search(
        text, max(0, n.start - 8), n.start
    ):
        return True
    return (
        re.compile(r"\s+(?:[a-z]+\s+){0,1}?(?:people|troops|men|women|children|[a-z]{3,}s)\b").match(text, n.end)
        is None
    )


def _is_age(text: str, n: _Number, floor: int) -> bool:
    """Ages: of named persons (", 28,") they are no amount; of groups ("men over 50", "aged 5 to 17") years."""
    if not n.value <= 110:
        return False
    if n.numeral and n.low is None and AGE_BEFORE.search(text, max(0, n.start - 20), n.start):
        return re.compile(r"[.,;)]").match(text, n.end) is not None
    if AGED.search(text, max(floor, n.start - 20), n.start):
        if n.low is None and not re.compile(r"\s+(?:and|or)\s+(?:over|older|under|above|below|younger)\b").match(
            text, n.end
        ):
            return True
        n.unit = "years"
        return False
    hedge = re.compile(r"\b(?:under|over|below|above)\s+(the\s+age\s+of\s+)?$", re.I).search(
        text, max(floor, n.start - 25), n.start
    )
    old = hedge and (
        hedge[1]
        or re.compile(rf"\b{PERSONS}\s+(?:[a-z]+\s+){{0,1}}$", re.I).search(
            text, max(0, hedge.start() - 25), hedge.start()
        )
    )
    if old and not re.compile(r"\s+[a-z]{3,}s\b").match(text, n.end):
        n.unit = "years"
    return re.compile(r"\bage\s+of\s+$", re.I).search(text, max(0, n.start - 8), n.start) is not None and not old


def _hedge(text: str, n: _Number, floor: int) -> None:
    """Take in "more than", "some", "or more" and the like; vague amounts and ranges keep their kind."""
    if re.compile(r"\b(?:under|over|below|above)\s+the\s+age\s+of\s+$", re.I).search(
        text, max(floor, n.start - 25), n.start
    ):
        n.start -= len("the age of ")
    before = HEDGE_BEFORE.search(text, max(floor, n.start - 26), n.start)
    kind = HEDGES.get(" ".join(before[1].lower().split())) if before else None
    if before and kind and not _is_preposition(text, before, n):
        n.start = before.start()
    else:
        kind = None
    after = HEDGE_AFTER.match(text, n.end)
    if after is not None and kind is None:
        kind, n.end = HEDGES_AFTER[after[1].lower()], after.end()
    if kind and n.approx == "exact":
        n.approx = kind


def _is_preposition(text: str, before: re.Match[str], n: _Number) -> bool:
    """Whether the word is no hedge here: "within", "over" only say how much in front of the right unit: talks over two days."""
    word = before[1].lower()
    if word == "within":
        return n.unit not in TIME_UNITS
    if word == "over" and n.unit in TIME_UNITS:
        return not re.compile(
            r"\b(?:for|lasted|last|took|take|takes|after|than|of|spent|been|held|lasting|served|in|a|was|is|at|to)\s+$"
        ).search(text, max(0, before.start() - 9), before.start())
    return False


NOUN = re.compile(
    r"\s+((?:[A-Za-z][\w’'.-]*[\s]+){0,4}?(?:people|men|women|children|troops|personnel|servicemen|aircraft|police|dead|wounded|(?!(?:this|was|has|his|its|as|is|days|ours)\b)[a-z][\w’-]*[^\Wsu]s))\b"
)
NO_NOUN = re.compile(r"\s+(?:of|in|on|at|to|for|from|and|or|were|are|was|is|had|have|has|who|that|which|with|by)\b")


def noun_after(text: str, at: int) -> str | None:
    """Find the head noun phrase that follows at `at` up to its first plural ("more Israeli hostages"), None without one."""
    if NO_NOUN.match(text, at):
        return None
    m = NOUN.match(text, at, at + 80)
    return m[1] if m else None
