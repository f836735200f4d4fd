"""Dates and spans of days in running text, resolved to intervals (codebook section 0).

One scan looks for an anchor: a month, a weekday, a word such as "yesterday" or "week", an ordinal, a numeral. Only
there the modifiers around it are read. Relative words resolve against the publication date; whether a weekday or a
bare month lies before or after it follows from the tense of the clause.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from transforms.document import DateValue
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
_YEAR_WORD = r"(?:of\s+)?(?P<rel>(?:last|this|next|the\s+following|the\s+previous)\s+year)\b"
_OF_YEAR = rf"(?:,?\s+(?:(?:of\s+)?(?P<year>{_Y})|{_YEAR_WORD})|,?\s+\((?P<year2>{_Y})\))?"
_LINK = r"(?:\s?[-–—]\s?|,?\s+(?:to|and|or|until|till|through)\s+(?:the\s+)?)"

ANCHOR = re.compile(
    rf"\b(?:{_M}|{_WD}s?\b|\d|[Tt]o(?:day|night|morrow)\b|[Yy]esterday\b"
    r"|(?:week(?:end)?|month|year|night|morning|afternoon|evening|day|spring|summer|autumn|winter|fall|decade)s?\b"
    r"|(?:fortnight|eve)\b)"
)
ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
DOTTED = re.compile(r"(\d{1,2})([./])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
DAY_MONTH = re.compile(
    rf"(?P<d1>\d{{1,2}}){_TH}(?:{_LINK}(?P<d2>\d{{1,2}}){_TH})?\s+(?:of\s+)?(?P<m>{_M}){_OF_YEAR}"
    rf"(?:{_LINK}(?P<d3>\d{{1,2}}){_TH}\s+(?P<m2>{_M})(?:,?\s+(?P<year3>{_Y}))?)?"
)
MONTH_DAY = re.compile(
    rf"(?P<m>{_M})\s+(?:the\s+)?(?P<d1>\d{{1,2}}){_TH}(?![\d:%]|[.,]\d|\s?(?:percent|per\s+cent|million))"
    rf"(?:{_LINK}(?P<d2>\d{{1,2}}){_TH}(?![\d:%,]|\s+{_M}))?{_OF_YEAR}"
    rf"(?:{_LINK}(?P<m2>{_M})\s+(?P<d3>\d{{1,2}}){_TH}(?!\d)(?:,\s+(?P<year3>{_Y}))?)?"
)
MONTH_ONLY = re.compile(rf"(?P<m>{_M})(?:,?\s+(?:(?:of\s+)?(?P<year>{_Y})|{_YEAR_WORD}))?")
YEAR = re.compile(rf"{_Y}(?P<decade>s\b)?(?![\w-])")
ORDINAL_DAY = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)\b(?!\s+[a-z]*(?:round|time|day|anniversary|century|session|year|meeting))"
)
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
    r"(?<![\w])(?P<part>early|mid|middle|late|end|beginning|start)(?:-|\s+(?:in\s+|of\s+|on\s+)?(?:the\s+)?|\s+)$", re.I
)
WHICH_BEFORE = re.compile(
    r"(?<![\w-])(?:(?P<part>early|earlier|late|later|end\s+of|beginning\s+of|start\s+of|middle\s+of)\s+(?:in\s+)?)?"
    r"(?P<the>the\s+)?(?P<which>last|past|previous|this|current|next|coming|following|same|that)\s+$",
    re.I,
)
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

_PLAN = (
    r"meet|resume|begin|start|take\s+place|be\s+held|convene|hold|host|visit|return|continue|gather|reconvene|open|sign|expire"
    r"|end|travel|attend|run|last|come|go|release|free|hand|receive|exchange|swap|decide|vote|send|arrive|leave|talk|join"
)
CUE = re.compile(
    r"(?P<future>\b(?:will|shall|won[’']t|would|going\s+to)\b(?:\s+(?:not|also|then|likely|again|now|only|be|have))*(?:\s+[a-z]+)?"
    r"|[’']ll\b(?:\s+be)?(?:\s+[a-z]+)?"
    r"|\b(?:due|expected|scheduled|set|slated|planned|supposed|poised|likely|ready|prepared|hopes?|hoping|plans?|planning|intends?"
    r"|aims?|wants?|vowed|promised|agreed|pledged|invited|offered|proposed|urged|asked|meant|preparing|called)\s+"
    r"(?:[a-z]+\s+){0,2}?(?:to|for)\b(?:\s+be)?(?:\s+[a-z]+)?"
    r"|\b(?:is|are|was|were)\s+(?:then\s+|also\s+)?to\s+(?:be\s+)?[a-z]+"
    rf"|\bto\s+(?:{_PLAN})\b|\b(?:next|another|further|new)\s+(?:round|meeting|session|talks)\b|\b(?:upcoming|deadline|ahead\s+of)\b"
    r"|\bexpires?\b|\bis\s+[a-z]+ing\b|\bscheduled\b|\bplanned\b)"
    r"|(?P<past>\b(?!need|speed|indeed|hundred|armed|wounded|detained|united)[a-z]{2,}ed\b"
    r"|\b(?:said|told|was|were|had|has|have|met|held|took|came|went|left|began|spoke|wrote|gave|sent|saw|brought|made|found|fell"
    r"|broke|got|did|won|lost|led|shot|struck|flew|rose|drew|sat|hit|says|since|last|ended)\b)"
)
BOUNDARY_BACK = re.compile(
    r"(?:[.!?][\"”’)]?\s+(?=[A-Z“\"])|[;:\n]|\s[—–]\s|--|[“”]|,\s+(?:and|but|while|which|who|whose|where|as)\s)"
)
MOTION = re.compile(
    r"\b(?:flew|travell?ed|arrived|came|went|gathered|sat\s+down|returned|met|used|failed|helped|managed)\b[^,;]*$"
)


def is_future(clause: str) -> bool:
    """Whether the last verb cue of a clause looks ahead: "will meet", "are due to resume", "to be held"."""
    last = None
    for last in CUE.finditer(clause):
        pass
    return last is not None and _looks_ahead(clause, last)


def _looks_ahead(clause: str, cue: re.Match[str]) -> bool:
    if cue["future"] is None:
        return False
    return not (cue["future"].startswith("to ") and MOTION.search(clause[: cue.start()]))


def _future_at(text: str, start: int, end: int) -> bool:
    """The tense at a date: the nearest cue before it in its clause, without one the first after it."""
    left = max(0, start - 160)
    for boundary in BOUNDARY_BACK.finditer(text, left, start):
        left = boundary.end()
    before = text[left:start]
    if CUE.search(before):
        return is_future(before)
    right = BOUNDARY_BACK.search(text, end, end + 120)
    after = text[end : right.start() if right else end + 120]
    cue = CUE.search(after)
    return cue is not None and _looks_ahead(after, cue)


class _Reader:
    """The dates of one text; keeps the last one found, for "on the 26th" and the like."""

    def __init__(self, text: str, published: date | None) -> None:
        self.text = text
        self.published = published
        self.last: date | None = None
        self.last_day: tuple[int, date] | None = None  # end offset and value of the last single day
        self.floor = 0

    def read(self) -> list[tuple[int, int, DateValue]]:
        found: list[tuple[int, int, DateValue]] = []
        while (anchor := ANCHOR.search(self.text, self.floor)) is not None:
            item = self._at(anchor.start())
            self.floor = max(item[1], anchor.end()) if item else anchor.end()
            if item:
                found.append(item)
                self.last = item[2].start or self.last
                if item[2].precision == "day" and item[2].start is not None:
                    self.last_day = (item[1], item[2].start)
        return found

    def _at(self, at: int) -> tuple[int, int, DateValue] | None:
        first = self.text[at]
        steps: tuple[Callable[[int], tuple[int, int, DateValue] | None], ...]
        if first.isdigit():
            steps = (self._numeric, self._calendar, self._ordinal, self._year)
        elif first.isupper():
            steps = (self._calendar, self._month, self._weekday, self._relative_word)
        else:
            steps = (self._relative_word, self._unit)
        for step in steps:
            try:
                item = step(at)
            except (ValueError, OverflowError):
                continue
            if item is not None:
                return item
        return None

    def _behind(self, pattern: re.Pattern[str], at: int, width: int) -> re.Match[str] | None:
        return pattern.search(self.text, max(self.floor, at - width), at)

    def _numeric(self, at: int) -> tuple[int, int, DateValue] | None:
        if (m := ISO.match(self.text, at)) is not None:
            day = date(int(m[1]), int(m[2]), int(m[3]))
            return at, m.end(), DateValue(day, day, "day", "stated")
        if (m := DOTTED.match(self.text, at)) is None:
            return None
        first, second, year = int(m[1]), int(m[3]), int(m[4])
        if m[2] == "/" and first <= 12 and second <= 12 and first != second:
            return at, m.end(), DateValue(date(year, 1, 1), date(year, 12, 31), "year", "stated")
        day = date(year, second, first) if second <= 12 else date(year, first, second)
        return at, m.end(), DateValue(day, day, "day", "stated")

    def _calendar(self, at: int) -> tuple[int, int, DateValue] | None:
        """Day and month, with or without a year, single or as a range."""
        m = DAY_MONTH.match(self.text, at) or MONTH_DAY.match(self.text, at)
        if m is None or not 1 <= int(m["d1"]) <= 31:
            return None
        year = self._stated_year(m)
        month = _month(m["m"])
        second_month = _month(m["m2"]) if m["m2"] else month
        second_day = int(m["d3"] or m["d2"] or m["d1"])
        future = _future_at(self.text, at, m.end()) or self._deadline(at)
        if year is None and self.published is None:
            return at, m.end(), DateValue(None, None, "day", "relative")
        if year is None:
            year = self._nearest_year(month, int(m["d1"]), future)
        start = date(year, month, int(m["d1"]))
        end = date(year + (second_month < month), second_month, second_day)
        if end < start:
            end = start
        end_at = m.end()
        return at, end_at, DateValue(start, end, "day" if start == end else "days", "stated")

    def _stated_year(self, m: re.Match[str]) -> int | None:
        groups = m.groupdict()
        plain = groups.get("year") or groups.get("year2") or groups.get("year3")
        if plain:
            return int(plain)
        if groups.get("rel") and self.published:
            return self.published.year + {"last": -1, "this": 0, "next": 1}.get(groups["rel"].split()[0].lower(), 0)
        return None

    def _deadline(self, at: int) -> bool:
        return self._behind(re.compile(r"\b(?:by|until|till|before)\s+$", re.I), at, 8) is not None

    def _nearest_year(self, month: int, day: int, future: bool) -> int:
        assert self.published is not None
        past, ahead = _neighbours(self.published, month, day)
        to_past, to_ahead = (self.published - past).days, (ahead - self.published).days
        if (future and to_ahead <= 305) or (to_past > 305 and to_ahead < to_past):
            return ahead.year if to_past else past.year
        return past.year

    def _month(self, at: int) -> tuple[int, int, DateValue] | None:
        m = MONTH_ONLY.match(self.text, at)
        if m is None or not self._is_month_name(at, m):
            return None
        part = self._behind(PART_BEFORE, at, 20)
        which = None if part else self._behind(WHICH_BEFORE, at, 28)
        start_at = (
            part.start()
            if part
            else which.start("which")
            if which and which["which"].lower() in ("last", "next", "this")
            else at
        )
        year = self._stated_year(m)
        basis = "stated" if year is not None else "relative"
        if year is None and self.published is None:
            return start_at, m.end(), DateValue(None, None, "month", "relative")
        month = _month(m["m"])
        if year is None:
            word = which["which"].lower() if which else ""
            year = self._month_year(month, word, _future_at(self.text, start_at, m.end()))
        start, end = _month_part(year, month, part["part"].lower() if part else "")
        return start_at, m.end(), DateValue(start, end, "month" if not part else "days", basis)

    def _is_month_name(self, at: int, m: re.Match[str]) -> bool:
        """Short forms need a year or a modifier; "May" and "March" a preposition, since they are other words too."""
        word = m["m"].rstrip(".")
        if m["year"] or m["rel"]:
            return True
        if word in ("May", "March"):
            return self._behind(MAY_CONTEXT, at, 16) is not None
        return len(word) > 3 and word != "Sept"

    def _month_year(self, month: int, word: str, future: bool) -> int:
        assert self.published is not None
        here = self.published
        if word == "this":
            return here.year
        if word == "last":
            return here.year if month < here.month else here.year - 1
        if word == "next" or future:
            ahead = month > here.month or (month == here.month and word != "next")
            return here.year if ahead else here.year + 1
        return here.year if month <= here.month else here.year - 1

    def _ordinal(self, at: int) -> tuple[int, int, DateValue] | None:
        """ "on the 26th": the month of the date named before, else the nearest one."""
        m = ORDINAL_DAY.match(self.text, at)
        if (
            m is None
            or self._behind(re.compile(r"\b(?:on|by|until|till|and|to|from|between)\s+the\s+$", re.I), at, 16) is None
        ):
            return None
        if self.last is None and self.published is None:
            return at, m.end(), DateValue(None, None, "day", "relative")
        day = int(m[1])
        if self.last is not None:
            found = self.last.replace(day=day)
        else:
            assert self.published is not None
            found = self.published.replace(day=day)
            if found > self.published and not _future_at(self.text, at, m.end()):
                found = (self.published.replace(day=1) - timedelta(1)).replace(day=day)
        return at, m.end(), DateValue(found, found, "day", "inferred")

    def _year(self, at: int) -> tuple[int, int, DateValue] | None:
        m = YEAR.match(self.text, at)
        if m is None or self.text[at - 1 : at] in ("-", "–", "/", "$", "€", "£", "."):
            if m is None or self._behind(re.compile(r"\bmid-$", re.I), at, 4) is None:
                return None
        before = self._behind(YEAR_BEFORE, at, 30)
        follows = re.match(r"\s+(?:[a-z]+s|people|men|women)\b(?!\s)", self.text[m.end() : m.end() + 25])
        if before is None or (
            follows and before["prep"] and before["prep"].lower() in ("of", "to", "by", "and", "around")
        ):
            return None
        year = int(m[0][:4])
        if m["decade"]:
            return at, m.end(), DateValue(date(year, 1, 1), date(year + 9, 12, 31), "vague", "stated")
        part = (before["part"] or before["part2"] or "").strip(" -").lower()
        start_at = before.start("part") if before["part"] else before.start() if before["part2"] else at
        start, end = _year_part(year, part)
        return start_at, m.end(), DateValue(start, end, "vague" if part else "year", "stated")

    def _weekday(self, at: int) -> tuple[int, int, DateValue] | None:
        m = WEEKDAY.match(self.text, at)
        if m is None or m["s"]:
            return None
        if (comma := WEEKDAY_COMMA.match(self.text, m.end())) is not None:
            full = self._calendar(comma.end())
            if full is not None:
                close = full[1] + (self.text[full[1] : full[1] + 1] == ")" and "(" in comma[0])
                return at, close, full[2]
        which = self._behind(WHICH_BEFORE, at, 24)
        part = None if which else self._behind(re.compile(r"\b(?:early|late)\s+(?:on\s+)?$", re.I), at, 10)
        start_at = (
            which.start("the")
            if which and which["the"]
            else which.start("which")
            if which
            else part.start()
            if part
            else at
        )
        if self.published is None:
            return start_at, m.end(), DateValue(None, None, "day", "relative")
        word = which["which"].lower() if which else ""
        day = self._weekday_date(_weekday(m["w"]), word, m["rel"], _future_at(self.text, start_at, m.end()))
        if day is None:
            return start_at, m.end(), DateValue(None, None, "vague", "relative")
        end_at, end = m.end(), day
        if (link := WEEKDAY_LINK.match(self.text, m.end())) is not None:
            end = day + timedelta((_weekday(link["w"] or link["w2"]) - day.weekday()) % 7)
            end_at = link.end()
        return start_at, end_at, DateValue(day, end, "day" if day == end else "days", "relative")

    def _weekday_date(self, weekday: int, word: str, rel: str | None, future: bool) -> date | None:
        assert self.published is not None
        here = self.published
        if rel:
            week = {"last": -7, "this": 0, "next": 7}[rel.split()[0].lower()]
            return here - timedelta(here.weekday()) + timedelta(week + weekday)
        if word in ("following", "same", "that"):
            if self.last is None or word == "same":
                return None
            return self.last + timedelta((weekday - self.last.weekday() - 1) % 7 + 1)
        back = (here.weekday() - weekday) % 7
        if word in ("last", "past", "previous"):
            return here - timedelta(back or 7)
        if word in ("next", "coming"):
            return here + timedelta(7 - back if back else 7)
        if future or (word == "this" and weekday > here.weekday()):
            return here + timedelta((7 - back) % 7)
        return here - timedelta(back)

    def _relative_word(self, at: int) -> tuple[int, int, DateValue] | None:
        m = re.compile(r"(today|tonight|tomorrow|yesterday)\b", re.I).match(self.text, at)
        if m is None:
            return None
        if self.text.startswith(("’s", "'s"), m.end()) and m[1].lower() == "today":
            pass
        shift = {"yesterday": -1, "tomorrow": 1}.get(m[1].lower(), 0)
        day = self.published + timedelta(shift) if self.published else None
        return at, m.end(), DateValue(day, day, "day", "relative")

    def _unit(self, at: int) -> tuple[int, int, DateValue] | None:
        """week, weekend, month, year, season, day: with last / next / this, "ago", "earlier", "later"."""
        m = re.compile(r"[a-z]+").match(self.text, at)
        assert m is not None
        word = m[0]
        if word.rstrip("s") in ("day", "week", "month", "year", "fortnight", "decade"):
            counted = self._counted(at, m.end(), word.rstrip("s"))
            if counted is not None:
                return counted
        if word == "eve":
            return None
        which = self._behind(WHICH_BEFORE, at, 34)
        if which is None:
            return self._plain_weekend(at, m.end(), word)
        if word.endswith("s") and which["which"].lower() not in ("coming", "past"):
            return None
        start_at = which.start() if which["part"] or which["the"] else which.start("which")
        part, kind = (which["part"] or "").split(" ")[0].lower(), which["which"].lower()
        if (
            kind in ("same", "that", "following")
            or word in ("days", "weeks", "months", "years")
            or (kind == "next" and word == "day" or which["the"] and word in ("night", "morning", "evening", "day"))
        ):
            return (
                start_at,
                m.end(),
                DateValue(None, None, "vague", "relative")
                if word != "weeks"
                else DateValue(None, None, "vague", "relative"),
            )
        future = _future_at(self.text, start_at, m.end())
        span = self._span(word, kind, future)
        if span is None:
            return None
        start, end, precision = span
        return start_at, m.end(), self._clipped(start, end, precision, part)

    def _clipped(self, start: date | None, end: date | None, precision: str, part: str) -> DateValue:
        """ "earlier this month" ends on the publication day, "later this month" begins the day after it."""
        if start is None or end is None or self.published is None:
            return DateValue(None, None, precision, "relative")
        if part in ("earlier", "early", "beginning", "start"):
            end = max(start, min(end, self.published)) if part == "earlier" else start + (end - start) / 3
        elif part in ("later", "late", "end"):
            start = min(end, self.published + timedelta(1)) if part == "later" else end - (end - start) / 3
        return DateValue(start, end, "days" if part else precision, "relative")

    def _span(self, word: str, kind: str, future: bool) -> tuple[date | None, date | None, str] | None:
        here = self.published
        step = {"last": -1, "past": -1, "previous": -1, "next": 1, "coming": 1}.get(kind, 0)
        if word not in ("week", "weekend", "month", "year", "night", "morning", "afternoon", "evening", *SEASONS):
            return None
        if here is None:
            return None, None, {"week": "week", "month": "month", "year": "year"}.get(word, "days")
        monday = here - timedelta(here.weekday())
        if word == "week":
            return monday + timedelta(7 * step), monday + timedelta(7 * step + 6), "week"
        if word == "weekend":
            if step == 0 and not future and here.weekday() < 3:
                step = -1
            return monday + timedelta(7 * step + 5), monday + timedelta(7 * step + 6), "days"
        if word == "month":
            first = _add_months(here.replace(day=1), step)
            return (*_month_part(first.year, first.month, ""), "month")
        if word == "year":
            return date(here.year + step, 1, 1), date(here.year + step, 12, 31), "year"
        if word in SEASONS:
            return (*_season(here, word, step), "vague")
        day = here + timedelta(-1 if step == -1 else 0)
        return day, day, "day"

    def _plain_weekend(self, at: int, end: int, word: str) -> tuple[int, int, DateValue] | None:
        the = self._behind(THE_BEFORE, at, 14)
        if word != "weekend" or the is None:
            return None
        future = _future_at(self.text, at, end)
        if self.published is None:
            return the.start("the"), end, DateValue(None, None, "days", "relative")
        monday = self.published - timedelta(self.published.weekday())
        start = monday + timedelta(5 if future or self.published.weekday() >= 5 else -2)
        return the.start("the"), end, DateValue(start, start + timedelta(1), "days", "relative")

    def _counted(self, at: int, end: int, unit: str) -> tuple[int, int, DateValue] | None:
        """ "two weeks ago" counts back from publication; "a day earlier", "the day before" hang on another date."""
        ago = AGO.match(self.text, end)
        offset = None if ago else OFFSET.match(self.text, end)
        if ago is None and offset is None:
            return None
        count = self._behind(COUNT_BEFORE, at, 34)
        if count is None:
            the = self._behind(re.compile(r"\bthe\s+$", re.I), at, 5)
            if offset is None or the is None or "on" in offset[0]:
                return None
            return the.start(), offset.end(), DateValue(None, None, "vague", "relative")
        if offset is not None:
            if offset[0].strip().lower() == "on" and count["n"].lower() not in ("a", "one"):
                return None
            return count.start(), offset.end(), DateValue(None, None, "vague", "relative")
        assert ago is not None
        return count.start(), ago.end(), self._ago(count["n"].lower(), unit)

    def _ago(self, word: str, unit: str) -> DateValue:
        if self.published is None:
            return DateValue(None, None, "vague", "relative")
        n = _count(" ".join(word.split()))
        here = self.published
        if unit == "day":
            day = here - timedelta(n)
            return DateValue(day, day, "day", "relative")
        if unit in ("week", "fortnight"):
            day = here - timedelta(7 * n * (2 if unit == "fortnight" else 1))
            wide = timedelta(1 if n == 1 else 3)
            return DateValue(day - wide, day + wide, "week", "relative")
        if unit == "month":
            first = _add_months(here.replace(day=1), -n)
            return DateValue(*_month_part(first.year, first.month, ""), "month", "relative")
        year = here.year - n * (10 if unit == "decade" else 1)
        return DateValue(date(year, 1, 1), date(year, 12, 31), "year", "relative")


def find_dates(text: str, published: date | None) -> list[tuple[int, int, DateValue]]:
    """Find dates and spans of days: (start, end, DateValue), in order, not overlapping; prepositions stay outside.

    Without a publication date the relative ones have neither start nor end.
    """
    return _Reader(text, published).read()


def _month(word: str) -> int:
    return MONTH_NAMES.index(word[:3].lower()) + 1


def _weekday(word: str) -> int:
    return WEEKDAYS.index(word[:3].lower())


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    return {"a": 1, "an": 1, "a few": 3, "few": 3, "several": 3, "a couple of": 2}.get(word) or SMALL.get(word, 1)


def _add_months(first: date, n: int) -> date:
    months = first.year * 12 + first.month - 1 + n
    return date(months // 12, months % 12 + 1, 1)


def _month_part(year: int, month: int, part: str) -> tuple[date, date]:
    """Days 1-10, 11-20, 21-end for early, mid, late; else the whole month."""
    last = monthrange(year, month)[1]
    low, high = {"early": (1, 10), "beginning": (1, 10), "start": (1, 10), "mid": (11, 20), "middle": (11, 20)}.get(
        part, (21, last) if part in ("late", "end") else (1, last)
    )
    return date(year, month, low), date(year, month, high)


def _year_part(year: int, part: str) -> tuple[date, date]:
    """Four months each for early, mid, late; three for a season; else the whole year."""
    word = part.replace("the ", "").split(" ")[0] if part else ""
    if word in SEASONS:
        low, high = SEASONS[word]
        return date(year, low, 1), _month_part(year + (high < low), high, "")[1]
    low, high = {"early": (1, 4), "beginning": (1, 4), "start": (1, 4), "mid": (5, 8), "middle": (5, 8)}.get(
        word, (9, 12) if word in ("late", "end") else (1, 12)
    )
    return date(year, low, 1), _month_part(year, high, "")[1]


def _season(here: date, word: str, step: int) -> tuple[date, date]:
    low, high = SEASONS[word]
    year = here.year + step
    if step == -1 and _month_part(here.year + (high < low), high, "")[1] < here:
        year = here.year
    if step == -1 and low > high:
        year = here.year - 1
    return date(year, low, 1), _month_part(year + (high < low), high, "")[1]


def _neighbours(here: date, month: int, day: int) -> tuple[date, date]:
    """The last such day up to `here` and the next one after it."""
    days = []
    for year in range(here.year - 4, here.year + 5):
        try:
            days.append(date(year, month, day))
        except ValueError:
            continue
    past = max(d for d in days if d <= here)
    return past, min(d for d in days if d > here)
