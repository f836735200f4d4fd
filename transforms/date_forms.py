"""The forms in which dates stand in text, and the arithmetic of months, weeks and seasons behind them."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from transforms.number_forms import SMALL

MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11), "winter": (12, 2)}

_M = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![A-Za-z])"
)
_WD = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_TH = r"(?:st|nd|rd|th)?"
_Y = r"(?:19|20)\d\d(?![\d,]\d|\d)"
_YEAR_WORD = r"(?:of\s+)?(?P<rel>(?:last|this|next|that|the\s+same)\s+year)\b"
_OF_YEAR = rf"(?:,?\s+(?:(?:of\s+)?(?P<year>{_Y})|{_YEAR_WORD})|,?\s+\((?P<year2>{_Y})\))?"
_LINK = r"(?:\s?[-–—]\s?|,?\s+(?:to|and|or|until|till|through)\s+(?:the\s+)?)"

_UNITS = ("week", "weekend", "month", "year", "night", "morning", "afternoon", "evening", "day", "decade", "fortnight")
ANCHOR_WORDS = (
    *("Jan", "Jan.", "Feb", "Feb.", "Mar", "Mar.", "Apr", "Apr.", "Jun", "Jul", "Aug", "Aug.", "Sep", "Sept", "Sept."),
    *("Oct", "Oct.", "Nov", "Nov.", "Dec", "Dec.", "January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
    *(f"{day}day" for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")),
    *("today", "Today", "tonight", "Tonight", "tomorrow", "Tomorrow", "yesterday", "Yesterday"),
    *(word + s for word in (*_UNITS, *SEASONS) for s in ("", "s")),
)
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
DOTTED = re.compile(r"(\d{1,2})([./])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
DAY_MONTH = re.compile(
    rf"(?P<d1>\d{{1,2}}){_TH}(?:{_LINK}(?P<d2>\d{{1,2}}){_TH})?\s+(?:of\s+)?(?P<m>{_M}){_OF_YEAR}"
    rf"(?:{_LINK}(?P<d3>\d{{1,2}}){_TH}\s+(?P<m2>{_M})(?:,?\s+(?P<year3>{_Y}))?)?"
)
MONTH_DAY = re.compile(
    rf"(?P<m>{_M})\s+(?:the\s+)?(?P<d1>\d{{1,2}}){_TH}(?!\d|:\d|%|[.,]\d|\s?(?:percent|per\s+cent|million))"
    rf"(?:{_LINK}(?P<d2>\d{{1,2}}){_TH}(?![\d:%]|,\d|\s+{_M}))?{_OF_YEAR}"
    rf"(?:{_LINK}(?P<m2>{_M})\s+(?P<d3>\d{{1,2}}){_TH}(?!\d)(?:,\s+(?P<year3>{_Y}))?)?"
)
MONTH_ONLY = re.compile(rf"(?P<m>{_M})(?:,?\s+(?:(?:of\s+)?(?P<year>{_Y})|{_YEAR_WORD}))?")
YEAR = re.compile(rf"{_Y}(?P<decade>s\b)?(?![\w-])")
ORDINAL_DAY = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)\b(?!\s+[a-z]*(?:round|time|day|anniversary|century|session|year|meeting))"
)
ORDINAL_LINK = re.compile(r"\s?(?P<link>to|until|till|through|and|[-–])\s?(?:the\s)?(?P<day>\d{1,2})(?:st|nd|rd|th)\b")
BETWEEN_BEFORE = re.compile(r"\bbetween\s+the\s+$", re.I)
CLAUSE_AFTER = re.compile(r"\s+(?:[A-Z]|he\b|she\b|they\b|it\b|his\b|her\b|their\b|its\b|[a-z]+ing\b)")
WEEKDAY = re.compile(
    rf"(?P<w>{_WD})(?P<s>s)?\b(?:\s+(?:morning|afternoon|evening|night))?"
    r"(?:,?\s+(?:of\s+)?(?P<rel>(?:last|next|this)\s+week)\b)?"
)
WEEKDAY_LINK = re.compile(rf"\s?[-–]\s?(?P<w>{_WD})\b|\s+(?:to|through|until)\s+(?P<w2>{_WD})\b")
WEEKDAY_COMMA = re.compile(r",?\s+\(?(?:the\s+)?(?=\d|[A-Z])")
AGO = re.compile(r"\s+ago\b")
OFFSET = re.compile(r"\s+(?:earlier|later|afterwards?|before|after|on)\b(?!\s+(?:the|a|an|that)\s)", re.I)
COUNT_BEFORE = re.compile(
    rf"(?<![\w-])(?:(?:about|around|some|nearly|almost|over|more\s+than|just|only)\s+)?(?P<n>an?|{'|'.join(SMALL)}|\d{{1,3}}|a\s+few|several|a\s+couple\s+of|few)\s+$",
    re.I,
)
PART_BEFORE = re.compile(
    r"(?<![\w])(?P<part>early|mid|middle|late|end|beginning|start|(?:first|last|final|opening|closing)\s+(?:week|days|two\s+days|few\s+days))(?:-|\s+(?:in\s+|of\s+|on\s+)?(?:the\s+)?|\s+)$",
    re.I,
)
WHICH_BEFORE = re.compile(
    r"(?<![\w-])(?:(?P<part>early|earlier|late|later|end\s+of|beginning\s+of|start\s+of|middle\s+of)\s+(?:in\s+)?)?"
    r"(?P<the>the\s+)?(?P<which>last|past|previous|this|current|next|coming|following|same|that)\s+$",
    re.I,
)
DEADLINE_BEFORE = re.compile(r"\b(?:by|until|till|before)\s+(?:the\s+)?$", re.I)
ORDINAL_BEFORE = re.compile(r"\b(?:on|by|until|till|and|to|from|between)\s+the\s+$", re.I)
EARLY_BEFORE = re.compile(r"\b(?:early|late)\s+(?:on\s+)?$", re.I)
NEAR_DAY = re.compile(r"(today|tonight|tomorrow|yesterday)\b", re.I)
LOWER_WORD = re.compile(r"[a-z]+")
OF_NAME = re.compile(r"\s+of\s+[A-Z]")
ONLY_THE_BEFORE = re.compile(r"\bthe\s+$", re.I)
COUNTED = frozenset(["day", "week", "month", "year", "fortnight", "decade"])
SPANS = frozenset(["week", "weekend", "month", "year", "night", "morning", "afternoon", "evening"])
THE_BEFORE = re.compile(r"(?<![\w-])(?:over|at|during|on|for|before|after|by|since)\s+(?P<the>the\s+)$", re.I)
YEAR_BEFORE = re.compile(
    r"(?<![\w-])(?P<prep>in|since|of|by|until|till|from|to|during|before|after|through|around|and|year)\s+"
    r"(?:the\s+)?(?P<part>(?:early|mid|late)[\s-]|(?:the\s+)?(?:end|beginning|start|middle|spring|summer|autumn|winter)\s+of\s+)?$"
    r"|(?<![\w-])(?P<part2>early|mid|late)[\s-]$",
    re.I,
)
MAY_CONTEXT = re.compile(
    r"(?<![\w-])(?:in|of|since|until|till|by|from|to|between|and|or|this|last|next|early|late|mid|for|around|before|after|during"
    r"|through|on)[\s-](?:early\s|late\s|mid-)?$",
    re.I,
)


def month(word: str) -> int:
    """Return the number of a month by its first three letters, from 1."""
    return MONTH_NAMES.index(word[:3].lower()) + 1


def weekday(word: str) -> int:
    """Return the number of a weekday by its first three letters, Monday 0."""
    return WEEKDAYS.index(word[:3].lower())


def count(word: str) -> int:
    """Read a small count: "a", "two", "a few" (3), "14"; 1 when it is unknown."""
    if word.isdigit():
        return int(word)
    return {"a": 1, "an": 1, "a few": 3, "few": 3, "several": 3, "a couple of": 2}.get(word) or SMALL.get(word, 1)


def add_months(first: date, n: int) -> date:
    """Move the first day of a month by n months."""
    months = first.year * 12 + first.month - 1 + n
    return date(months // 12, months % 12 + 1, 1)


def month_part(year: int, month: int, part: str) -> tuple[date, date]:
    """Days 1-10, 11-20, 21-end for early, mid, late; else the whole month."""
    last = monthrange(year, month)[1]
    word, _, rest = part.partition(" ")
    if word in ("early", "beginning", "start", "first", "opening"):
        low, high = (1, 7) if rest == "week" else (1, 10)
    elif word in ("late", "end", "last", "final", "closing"):
        low, high = (last - 6, last) if rest == "week" else (21, last)
    else:
        low, high = (11, 20) if word in ("mid", "middle") else (1, last)
    return date(year, month, low), date(year, month, high)


def year_part(year: int, part: str) -> tuple[date, date]:
    """Four months each for early, mid, late; three for a season; else the whole year."""
    word = part.replace("the ", "").split(" ")[0] if part else ""
    if word in SEASONS:
        low, high = SEASONS[word]
        return date(year, low, 1), month_part(year + (high < low), high, "")[1]
    low, high = {"early": (1, 4), "beginning": (1, 4), "start": (1, 4), "mid": (5, 8), "middle": (5, 8)}.get(
        word, (9, 12) if word in ("late", "end") else (1, 12)
    )
    return date(year, low, 1), month_part(year, high, "")[1]


def season(here: date, word: str, step: int) -> tuple[date, date]:
    """Give the months of last (-1), this (0) or next (1) season; winter runs into the next year."""
    low, high = SEASONS[word]
    year = here.year + step
    if step == -1 and month_part(here.year + (high < low), high, "")[1] < here:
        year = here.year
    if step == -1 and low > high:
        year = here.year - 1
    return date(year, low, 1), month_part(year + (high < low), high, "")[1]


def neighbours(here: date, month: int, day: int) -> tuple[date, date]:
    """Give the last such day up to `here` and the next one after it."""
    days = []
    for year in range(here.year - 4, here.year + 5):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    past = max(d for d in days if d <= here)
    return past, min(d for d in days if d > here)
