"""The day on which an article was published, from the many ways in which pages and records write it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
EARLIEST = date(1990, 1, 1)
ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)(\d\d)(\d\d)(?!\d)")
DAY_MONTH = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[ .-]+([A-Za-z]{3,9})\.?,?[ -]+(\d{4})(?!\d)")
MONTH_DAY = re.compile(r"\b([A-Za-z]{3,9})\.? +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})(?!\d)")
URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)([/-])(\d{1,2}|[a-z]{3})\2(\d{1,2})(?!\d)", re.IGNORECASE)


def parse_published(value: object) -> date | None:
    """The day of an ISO date or datetime, a number of seconds since 1970, or a date in English words.

    None for anything else. A datetime keeps the day of its own time zone: it is the day on the page.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _from_epoch(float(value))
    text = str(value).strip()
    if re.fullmatch(r"\d{9,13}(\.\d+)?", text):
        return _from_epoch(float(text))
    return _from_words(text) or _from_mail(text)


def date_in_url(url: str | None) -> date | None:
    """The day in a path like /2024/05/31/ or /2024-05-31-; None when it has none."""
    path = (url or "").partition("://")[2] or url or ""
    if found := URL_DATE.search(path):
        year, _, month, day = found.groups()
        return _day(year, str(MONTHS.get(month.lower(), month)), day)
    return _day(*compact.groups()) if (compact := COMPACT.search(path)) else None


def _from_words(text: str) -> date | None:
    for pattern, order in ((ISO, (0, 1, 2)), (COMPACT, (0, 1, 2)), (DAY_MONTH, (2, 1, 0)), (MONTH_DAY, (2, 0, 1))):
        if found := pattern.search(text):
            year, month, day = (found.groups()[i] for i in order)
            if value := _day(year, str(MONTHS.get(month.lower(), month)), day):
                return value
    return None


def _day(year: str, month: str, day: str) -> date | None:
    try:
        value = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return value if value >= EARLIEST else None


def _from_epoch(seconds: float) -> date | None:
    """Seconds or, from 1e11 on, milliseconds since 1970."""
    try:
        value = datetime.fromtimestamp(seconds / 1000 if seconds >= 1e11 else seconds, tz=UTC).date()
    except (ValueError, OverflowError, OSError):
        return None
    return value if value >= EARLIEST else None


def _from_mail(text: str) -> date | None:
    """RFC 2822 dates, as feeds write them with two-digit years or odd blanks."""
    try:
        return parsedate_to_datetime(text).date()
    except (TypeError, ValueError):
        return None
