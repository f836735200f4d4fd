"""Dates and spans of days in running text, resolved to intervals (codebook section 0).

One scan looks for an anchor: a month, a weekday, a word such as "yesterday" or "week", an ordinal, a numeral. Only
there the modifiers around it are read. Relative words resolve against the publication date; whether a weekday or a
bare month lies before or after it follows from the tense of the clause.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from transforms import date_forms as form
from transforms.anchors import Anchors
from transforms.document import DateValue
from transforms.tense import future_at, is_future

__all__ = ["find_dates", "is_future"]

Found = tuple[int, int, DateValue]
DEADLINE_MONTHS = 6  # "by November" is the next one within so many months, whatever the tense; later ones are the last


def find_dates(text: str, published: date | None) -> list[Found]:
    """Find dates and spans of days: (start, end, DateValue), in order, not overlapping; prepositions stay outside.

    Without a publication date the relative ones have neither start nor end.
    """
    return _Reader(text, published).read()


@cache
def _anchors() -> Anchors:
    return Anchors(form.ANCHOR_WORDS)


class _Reader:
    """The dates of one text; keeps the last one found, for "on the 26th" and the like."""

    def __init__(self, text: str, published: date | None) -> None:
        self.text = text
        self.published = published
        self.last: date | None = None
        self.last_day: tuple[int, date] | None = None  # end offset and value of the last single day
        self.floor = 0

    def read(self) -> list[Found]:
        found: list[Found] = []
        for at in _anchors().offsets(self.text):
            if at < self.floor:
                continue
            item = self._at(at)
            if item is None:
                continue
            found.append(item)
            self.floor = item[1]
            self.last = item[2].start or self.last
            if item[2].precision == "day" and item[2].start is not None:
                self.last_day = (item[1], item[2].start)
        return found

    def _at(self, at: int) -> Found | None:
        first = self.text[at]
        steps: tuple[Callable[[int], Found | None], ...]
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

    def _numeric(self, at: int) -> Found | None:
        if (m := form.ISO.match(self.text, at)) is not None:
            day = date(int(m[1]), int(m[2]), int(m[3]))
            return at, m.end(), DateValue(day, day, "day", "stated")
        if (m := form.DOTTED.match(self.text, at)) is None:
            return None
        first, second, year = int(m[1]), int(m[3]), int(m[4])
        if m[2] == "/" and first <= 12 and second <= 12 and first != second:
            return at, m.end(), DateValue(date(year, 1, 1), date(year, 12, 31), "year", "stated")
        day = date(year, second, first) if second <= 12 else date(year, first, second)
        return at, m.end(), DateValue(day, day, "day", "stated")

    def _calendar(self, at: int) -> Found | None:
        """Day and month, with or without a year, single or as a range."""
        m = form.DAY_MONTH.match(self.text, at) or form.MONTH_DAY.match(self.text, at)
        if m is None or not 1 <= int(m["d1"]) <= 31:
            return None
        year = self._stated_year(m)
        month = form.month(m["m"])
        second_month = form.month(m["m2"]) if m["m2"] else month
        second_day = int(m["d3"] or m["d2"] or m["d1"])
        if year is None and self.published is None:
            return at, m.end(), DateValue(None, None, "day", "relative")
        if year is None:
            future = self._deadline(at) or future_at(self.text, at, m.end())
            year = self._nearest_year(month, int(m["d1"]), future)
        start = date(year, month, int(m["d1"]))
        end = date(year + (second_month < month), second_month, second_day)
        end = max(end, start)
        end_at = m.end()
        return at, end_at, DateValue(start, end, "day" if start == end else "days", "stated")

    def _stated_year(self, m: re.Match[str]) -> int | None:
        groups = m.groupdict()
        plain = groups.get("year") or groups.get("year2") or groups.get("year3")
        if plain:
            return int(plain)
        word = (groups.get("rel") or "").lower()
        if word in ("that year", "the same year"):
            return self.last.year if self.last else None
        if word and self.published:
            return self.published.year + {"last": -1, "this": 0, "next": 1}.get(groups["rel"].split()[0].lower(), 0)
        return None

    def _deadline(self, at: int) -> bool:
        return self._behind(form.DEADLINE_BEFORE, at, 12) is not None

    def _nearest_year(self, month: int, day: int, future: bool) -> int:
        assert self.published is not None
        past, ahead = form.neighbours(self.published, month, day)
        to_past, to_ahead = (self.published - past).days, (ahead - self.published).days
        if to_past == 0:
            return past.year
        if future:
            return ahead.year if to_ahead <= 200 or (to_ahead <= 305 and to_past > 150) else past.year
        return ahead.year if to_past > 305 and to_ahead < to_past else past.year

    def _month(self, at: int) -> Found | None:
        m = form.MONTH_ONLY.match(self.text, at)
        if m is None or not self._is_month_name(at, m):
            return None
        part = self._behind(form.PART_BEFORE, at, 20)
        which = None if part else self._behind(form.WHICH_BEFORE, at, 28)
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
        month = form.month(m["m"])
        if year is None:
            word = which["which"].lower() if which else ""
            year = self._month_year(month, word, future_at(self.text, start_at, m.end()), self._deadline(start_at))
        start, end = form.month_part(year, month, part["part"].lower() if part else "")
        return start_at, m.end(), DateValue(start, end, "month" if not part else "days", basis)

    def _is_month_name(self, at: int, m: re.Match[str]) -> bool:
        """Short forms need a year or a modifier; "May" and "March" a preposition, since they are other words too."""
        word = m["m"].rstrip(".")
        if m["year"] or m["rel"]:
            return True
        if word in ("May", "March"):
            return self._behind(form.MAY_CONTEXT, at, 16) is not None
        return len(word) > 3 and word != "Sept"

    def _month_year(self, month: int, word: str, future: bool, deadline: bool) -> int:
        assert self.published is not None
        here = self.published
        if word in ("that", "same", "following") and self.last is not None:
            return self.last.year + (word == "following" and month <= self.last.month)
        if word == "this":
            return here.year
        if word == "last":
            return here.year if month < here.month else here.year - 1
        if word == "next" or future or (deadline and (month - here.month) % 12 <= DEADLINE_MONTHS):
            ahead = month > here.month or (month == here.month and word != "next")
            return here.year if ahead else here.year + 1
        return here.year if month <= here.month else here.year - 1

    def _ordinal(self, at: int) -> Found | None:
        """Read "on the 26th": the month of the date named before, else the nearest one."""
        m = form.ORDINAL_DAY.match(self.text, at)
        if m is None or self._behind(form.ORDINAL_BEFORE, at, 16) is None:
            return None
        if self.last is None and self.published is None:
            return at, m.end(), DateValue(None, None, "day", "relative")
        found = self._in_month(int(m[1]), at, m.end())
        link = form.ORDINAL_LINK.match(self.text, m.end())
        is_range = link is not None and (link["link"] != "and" or self._behind(form.BETWEEN_BEFORE, at, 16))
        if link is not None and is_range and int(link["day"]) > found.day:
            return at, link.end(), DateValue(found, found.replace(day=int(link["day"])), "days", "inferred")
        return at, m.end(), DateValue(found, found, "day", "inferred")

    def _in_month(self, day: int, at: int, end: int) -> date:
        """The day in the month of the date named before, else in the nearest month that the tense allows."""
        if self.last is not None:
            return self.last.replace(day=day)
        assert self.published is not None
        found = self.published.replace(day=day)
        if found > self.published and not future_at(self.text, at, end):
            return (self.published.replace(day=1) - timedelta(1)).replace(day=day)
        return found

    def _year(self, at: int) -> Found | None:
        m = form.YEAR.match(self.text, at)
        joined = self.text[at - 1 : at] in ("-", "–", "/", "$", "€", "£", ".")
        if m is None or (joined and self.text[max(0, at - 4) : at].lower() != "mid-"):
            return None
        before = self._behind(form.YEAR_BEFORE, at, 30)
        follows = re.match(r"\s+(?:[a-z]+s|people|men|women)\b(?!\s)", self.text[m.end() : m.end() + 25])
        if before is None or (
            follows and before["prep"] and before["prep"].lower() in ("of", "to", "by", "and", "around")
        ):
            return None
        year = int(m[0][:4])
        if m["decade"]:
            return at, m.end(), DateValue(date(year, 1, 1), date(min(year + 9, 9999), 12, 31), "vague", "stated")
        part = (before["part"] or before["part2"] or "").strip(" -").lower()
        start_at = before.start("part") if before["part"] else before.start() if before["part2"] else at
        start, end = form.year_part(year, part)
        return start_at, m.end(), DateValue(start, end, "vague" if part else "year", "stated")

    def _weekday(self, at: int) -> Found | None:
        m = form.WEEKDAY.match(self.text, at)
        if m is None or m["s"]:
            return None
        if (comma := form.WEEKDAY_COMMA.match(self.text, m.end())) is not None:
            full = self._calendar(comma.end())
            if full is not None:
                close = full[1] + (self.text[full[1] : full[1] + 1] == ")" and "(" in comma[0])
                return at, close, full[2]
        which = self._behind(form.WHICH_BEFORE, at, 24)
        part = None if which else self._behind(form.EARLY_BEFORE, at, 10)
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
        future = not word and not m["rel"] and future_at(self.text, start_at, m.end())
        day = self._weekday_date(form.weekday(m["w"]), word, m["rel"], future)
        if day is None:
            return start_at, m.end(), DateValue(None, None, "vague", "relative")
        end_at, end = m.end(), day
        if (link := form.WEEKDAY_LINK.match(self.text, m.end())) is not None:
            end = day + timedelta((form.weekday(link["w"] or link["w2"]) - day.weekday()) % 7)
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
        shift = -back
        if word in ("last", "past", "previous"):
            shift = -(back or 7)
        elif word in ("next", "coming"):
            shift = 7 - back
        elif future or (word == "this" and weekday > here.weekday()):
            shift = (7 - back) % 7
        return here + timedelta(shift)

    def _relative_word(self, at: int) -> Found | None:
        m = form.NEAR_DAY.match(self.text, at)
        if m is None:
            return None
        shift = {"yesterday": -1, "tomorrow": 1}.get(m[1].lower(), 0)
        day = self.published + timedelta(shift) if self.published else None
        return at, m.end(), DateValue(day, day, "day", "relative")

    def _unit(self, at: int) -> Found | None:
        """Read week, weekend, month, year, season, day with last / next / this, "ago", "earlier", "later"."""
        m = form.LOWER_WORD.match(self.text, at)
        assert m is not None
        counted = self._counted(at, m.end(), m[0].rstrip("s")) if m[0].rstrip("s") in form.COUNTED else None
        if counted is not None:
            return counted
        which = self._behind(form.WHICH_BEFORE, at, 34)
        if which is None:
            return self._plain_weekend(at, m.end(), m[0])
        plural_alone = m[0].endswith("s") and which["which"].lower() not in ("coming", "past")
        if plural_alone or form.OF_NAME.match(self.text, m.end()):
            return None
        return self._with_which(m, which)

    def _with_which(self, m: re.Match[str], which: re.Match[str]) -> Found | None:
        """Read "last week", "earlier this month", "the coming days", "the next day"."""
        word = m[0]
        part, kind = (which["part"] or "").split(" ")[0].lower(), which["which"].lower()
        start_at = which.start() if which["part"] or which["the"] else which.start("which")
        if word.endswith("s") or self._hangs_on_another(kind, word, bool(which["the"])):
            return start_at, m.end(), self._beside_last(kind, word, start_at)
        span = self._span(word, kind, future_at(self.text, start_at, m.end()))
        return (start_at, m.end(), self._clipped(*span, part)) if span else None

    @staticmethod
    def _hangs_on_another(kind: str, word: str, definite: bool) -> bool:
        """Whether "the next day", "that week", "the same evening" count from a date named before."""
        if kind in ("same", "that", "following") or (kind == "next" and word == "day"):
            return True
        return definite and word in ("night", "morning", "evening", "day")

    def _beside_last(self, kind: str, word: str, at: int) -> DateValue:
        """Resolve "the next day", "that evening" when a single day was named shortly before; else leave it open."""
        shift = {"next": 1, "following": 1, "previous": -1, "same": 0, "that": 0}.get(kind)
        if shift is not None and word in ("day", "morning", "afternoon", "evening", "night"):
            return self._offset_from_last(shift, at)
        if shift is None or self.last is None or word not in ("week", "month", "year"):
            return DateValue(None, None, "vague", "relative")
        if word == "week":
            monday = self.last - timedelta(self.last.weekday()) + timedelta(7 * shift)
            return DateValue(monday, monday + timedelta(6), "week", "inferred")
        if word == "month":
            first = form.add_months(self.last.replace(day=1), shift)
            return DateValue(*form.month_part(first.year, first.month, ""), "month", "inferred")
        return DateValue(*form.year_part(self.last.year + shift, ""), "year", "inferred")

    def _offset_from_last(self, days: int, at: int) -> DateValue:
        if self.last_day is None or at - self.last_day[0] > 250:
            return DateValue(None, None, "vague", "relative")
        day = self.last_day[1] + timedelta(days)
        return DateValue(day, day, "day", "inferred")

    def _clipped(self, start: date | None, end: date | None, precision: str, part: str) -> DateValue:
        """Cut a span: "earlier this month" ends on the publication day, "later this month" begins the day after it."""
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
        if word not in form.SPANS and word not in form.SEASONS:
            return None
        if here is None:
            return None, None, word if word in ("week", "month", "year") else "days"
        if word in ("week", "weekend"):
            return self._week(here, word, step, future)
        if word == "month":
            first = form.add_months(here.replace(day=1), step)
            return (*form.month_part(first.year, first.month, ""), "month")
        if word == "year":
            return (*form.year_part(here.year + step, ""), "year")
        day = here - timedelta(1 if step == -1 else 0)
        return (*form.season(here, word, step), "vague") if word in form.SEASONS else (day, day, "day")

    @staticmethod
    def _week(here: date, word: str, step: int, future: bool) -> tuple[date, date, str]:
        """Monday to Sunday; "this weekend" early in a week and in the past tense is the one just over."""
        monday = here - timedelta(here.weekday()) + timedelta(7 * step)
        if word == "week":
            return monday, monday + timedelta(6), "week"
        if step == 0 and not future and here.weekday() < 3:
            monday -= timedelta(7)
        return monday + timedelta(5), monday + timedelta(6), "days"

    def _plain_weekend(self, at: int, end: int, word: str) -> Found | None:
        the = self._behind(form.THE_BEFORE, at, 14)
        if word != "weekend" or the is None:
            return None
        future = future_at(self.text, at, end)
        if self.published is None:
            return the.start("the"), end, DateValue(None, None, "days", "relative")
        monday = self.published - timedelta(self.published.weekday())
        start = monday + timedelta(5 if future or self.published.weekday() >= 5 else -2)
        return the.start("the"), end, DateValue(start, start + timedelta(1), "days", "relative")

    def _counted(self, at: int, end: int, unit: str) -> Found | None:
        """Read offsets: "two weeks ago" from publication, "a day earlier" and "the day before" from another date."""
        ago = form.AGO.match(self.text, end)
        offset = None if ago else form.OFFSET.match(self.text, end)
        if ago is None and offset is None:
            return None
        count = self._behind(form.COUNT_BEFORE, at, 34)
        if ago is not None:
            return (count.start(), ago.end(), self._ago(count["n"].lower(), unit)) if count else None
        assert offset is not None
        word = offset[0].strip().lower()
        the = None if count else self._behind(form.ONLY_THE_BEFORE, at, 5)
        start = count.start() if count else the.start() if the else None
        if start is None or (word == "on" and (count is None or count["n"].lower() not in ("a", "one"))):
            return None
        days = form.count(" ".join(count["n"].lower().split())) if count else 1
        if unit != "day" or word == "on":
            return start, offset.end(), DateValue(None, None, "vague", "relative")
        sign = -1 if word in ("earlier", "before") else 1
        if word in ("before", "after") and form.CLAUSE_AFTER.match(self.text, offset.end()):
            sign = -sign  # "on Friday, a day after he met Y": the meeting comes first
        return start, offset.end(), self._offset_from_last(sign * days, start)

    def _ago(self, word: str, unit: str) -> DateValue:
        if self.published is None:
            return DateValue(None, None, "vague", "relative")
        n = form.count(" ".join(word.split()))
        here = self.published
        if unit == "day":
            day = here - timedelta(n)
            return DateValue(day, day, "day", "relative")
        if unit in ("week", "fortnight"):
            day = here - timedelta(7 * n * (2 if unit == "fortnight" else 1))
            wide = timedelta(1 if n == 1 else 3)
            return DateValue(day - wide, day + wide, "week", "relative")
        if unit == "month":
            first = form.add_months(here.replace(day=1), -n)
            return DateValue(*form.month_part(first.year, first.month, ""), "month", "relative")
        year = here.year - n * (10 if unit == "decade" else 1)
        return DateValue(date(year, 1, 1), date(year, 12, 31), "year", "relative")
