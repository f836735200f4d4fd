"""Single numbers: the value of numerals, spelled numbers, shares, vague words and lone units ("for a year").

What stands around a number (range, unit, hedge, or what shows that it is none) is read by `transforms/numbers.py`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from transforms import number_forms as form
from transforms.number_forms import FRACTIONS, SCALES, SMALL, UNITS, VAGUE


@dataclass(slots=True)
class Number:
    """A number as it stands: bounds in the text, value, the scale word's factor, how exact, and its unit."""

    start: int
    end: int
    value: float
    scale: float = 1.0
    approx: str = "exact"
    unit: str | None = None
    numeral: bool = False
    low: float | None = None
    high: float | None = None


def words_before(text: str, at: int, width: int = 40) -> list[str]:
    """Split the lower-case words directly before an offset, nearest last; none unless a blank stands between."""
    if at == 0 or not text[at - 1].isspace():
        return []
    return text[max(0, at - width) : at].lower().split()


def last_word(text: str, at: int) -> str:
    """Take the lower-case word directly before an offset, without opening quotes; empty when there is none."""
    words = words_before(text, at, 16)
    return words[-1].strip("“\"'(‘—") if words else ""


def word_start(text: str, at: int, words: int = 1) -> int:
    """Find the offset at which the given number of words before `at` begins."""
    for _ in range(words):
        while at > 0 and text[at - 1].isspace():
            at -= 1
        while at > 0 and not text[at - 1].isspace():
            at -= 1
    return at


def read_number(text: str, at: int) -> Number | None:
    """Read the number that starts at `at`, without what stands around it; None when the word is no number here."""
    if text[at].isdigit():
        return _one_in(text, at) or _numeral(text, at)
    word = form.LETTERS.match(text, at, at + 12)
    first = word[0].lower() if word else ""
    if first in SMALL:
        return _one_in(text, at) or _share(text, at) or _spelled(text, at)
    if first in FRACTIONS:
        return _share(text, at)
    if first in form.SINGLE_UNITS:
        return _single_unit(text, at)
    return _spelled(text, at) if first in SCALES else _inexact(text, at)


def _one_in(text: str, at: int) -> Number | None:
    m = form.ONE_IN.match(text, at)
    if m is None:
        return None
    n, whole = word_value(m["n"]), word_value(m["of"])
    return Number(at, m.end(), _percent(n / whole), unit="percent") if whole >= 2 and n < whole else None


def _percent(share: float) -> float:
    return round(100 * share, 1)


def word_value(word: str) -> float:
    """Compute the value of a numeral or a spelled number without scale words."""
    if word[0].isdecimal():
        return float(word.replace(",", "").replace("\u00a0", "").replace("\u202f", ""))
    return float(sum(SMALL[part] for part in re.split(r"[\s-]+", word.lower())))


def _numeral(text: str, at: int) -> Number | None:
    m = form.NUMERAL.match(text, at)
    if m is None or len(m["num"]) > 24 or text[m.end() : m.end() + 1].isdigit():
        return None
    value = word_value(m["num"]) + (0.5 if m["and_half"] else 0.0)
    if m["sign"]:
        sign = m["sign"].strip(" -")
        value += form.FRACTION_SIGNS.get(sign) or int(sign[0]) / int(sign[2])
    scale = m["scale"] or m["short"] or m["letter"]
    factor = float(SCALES[scale.lower()]) if scale else 1.0
    end = m.end()
    if m["letter"] and not _letter_is_scale(text, at, m):
        factor, end = 1.0, m.start("letter")
    return Number(at, end, value * factor, scale=factor, numeral=True)


def _letter_is_scale(text: str, at: int, m: re.Match[str]) -> bool:
    """Whether the m or k of "5m", "20k" means million, thousand: with a currency sign, or before a thing counted."""
    if form.SIGN_BEFORE.search(text, max(0, at - 5), at):
        return True
    return form.THING_AFTER.match(text, m.end()) is not None


def _spelled(text: str, at: int) -> Number | None:
    m = form.SPELLED.match(text, at)
    if m is None:
        return None
    start, words = at, m["words"].lower()
    if re.split(r"[\s-]", words, maxsplit=1)[0] in SCALES:
        if last_word(text, at) not in ("a", "an"):
            return None
        start = word_start(text, at)
    elif words == "one" and not m["scale"] and not m["and_half"] and _one_is_pronoun(text, at, m.end()):
        return None
    if text[start].isupper() and _is_capitalised_name(text, start, m.end()):
        return None
    factor = float(SCALES[m["scale"].lower()]) if m["scale"] else 1.0
    return Number(start, m.end(), (_spelled_value(words) + (0.5 if m["and_half"] else 0)) * factor, scale=factor)


def _spelled_value(words: str) -> float:
    total, current = 0, 0
    for word in re.split(r"[\s-]+", words):
        if word in SMALL:
            current += SMALL[word]
        elif word in ("hundred", "dozen"):
            current = max(current, 1) * SCALES[word]
        elif word in SCALES:
            total, current = total + max(current, 1) * SCALES[word], 0
    return float(total + current)


def _one_is_pronoun(text: str, at: int, end: int) -> bool:
    """Whether "one" counts nothing: it does before a unit, a person, in a toll ("one of them a girl"), in a list."""
    if form.OR_TWO_AFTER.match(text, end) or form.ONE_OF.match(text, end):
        return False
    last = last_word(text, at)
    if last in ("no", "any", "every", "each", "the", "this", "that", "which", "some", "other", "another", "not", "day"):
        return True
    unit = form.UNIT.match(text, end)
    if unit is not None:
        return unit["unit"] is not None and unit["unit"].lower() == "day" and last not in form.SPAN_BEFORE
    if last in ("only", "just", "least", "exactly") and not form.ONE_ALONE.match(text, end):
        return False
    if form.NATIONAL_AFTER.match(text, end):
        return False
    return form.ONE_PERSON.match(text, end) is None


def _is_capitalised_name(text: str, start: int, end: int) -> bool:
    """Whether it is a name like "Six-Day War", "the Big Four": a capital inside a sentence, and one after it."""
    before = text[max(0, start - 2) : start].rstrip(" ")
    inside = bool(before) and (before[-1].isalnum() or before[-1] in ",;")
    shout = text[start : start + 2].isupper()
    return inside and not shout and form.CAPITAL_AFTER.match(text, end) is not None


def _share(text: str, at: int) -> Number | None:
    """Half, thirds, quarters as percent; "half a million", "half an hour" as numbers."""
    m = form.FRACTION.match(text, at)
    if m is None:
        return None
    start = word_start(text, at) if last_word(text, at) in ("a", "an") else at
    if (scaled := form.SHARE_OF_SCALE.match(text, at)) is not None:
        factor = float(SCALES[scaled["scale"].lower()])
        return Number(start, scaled.end(), (0.5 if scaled["half"] else 0.25) * factor, scale=factor)
    if (unit := form.SHARE_OF_UNIT.match(text, at)) is not None:
        return _share_of_unit(start, m["part"].lower(), unit)
    if not _is_share(text, start, at, m):
        return None
    count = word_value(m["count"]) if m["count"] else 1.0
    return Number(start, m.end(), _percent(count / FRACTIONS[m["part"].lower()]), unit="percent")


def _share_of_unit(start: int, part: str, m: re.Match[str]) -> Number:
    """Read "half an hour" as 30 minutes, "a half-hour call" as half an hour."""
    unit, factor = UNITS[m["unit"].lower()]
    share = 0.5 if part == "half" else 0.25
    if unit == "hours" and m["link"] != "-":
        return Number(start, m.end(), share * 60, unit="minutes")
    return Number(start, m.end(), share * factor, unit=unit)


def _is_share(text: str, start: int, at: int, m: re.Match[str]) -> bool:
    """Whether a fraction word is a share, not an ordinal ("a third round") or a piece ("the second half")."""
    part, last = m["part"].lower(), last_word(text, at)
    if text[m.end() : m.end() + 1] == "-":
        return False
    if last in ("first", "second", "third", "fourth", "other", "the", "better", "latter", "this", "that", "last"):
        return False
    if m["count"] and text[m.end() - 1] == "s":
        return True
    if part != "half" and start == at and not m["count"]:
        return False
    if part not in ("half", "third", "quarter") and not form.OF_AFTER.match(text, m.end()):
        return False
    return form.SHARE_AFTER.match(text, m.end()) is not None


def _inexact(text: str, at: int) -> Number | None:
    """Vague amounts: a few, several, dozens, tens of thousands, several hundred."""
    m = form.INEXACT.match(text, at)
    if m is None:
        return None
    if m["times"]:
        times = {"tens": 10, "hundreds": 100, "thousands": 1000}[m["times"].lower()]
        return Number(at, m.end(), float(times * VAGUE[m["base"].lower()]), approx="vague")
    word, start, last = m["vague"].lower(), at, last_word(text, at)
    if word in ("few", "couple"):
        allowed = (
            "a",
            "next",
            "past",
            "last",
            "first",
            *(("the", "these", "every", "within") if word == "few" else ()),
        )
        if last not in allowed or words_before(text, at)[-3:-1] in (["to", "name"], ["just", "name"]):
            return None
        start = word_start(text, at) if last == "a" else at
        if last == "a" and last_word(text, start) == "quite":
            return None
    if word == "scores" and not (m["of2"] or m["of"]):
        return None
    factor = SCALES[m["scale"].lower()] if m["scale"] else 1
    exact = word == "couple" and not m["scale"]
    end = m.start("of2") if m["of2"] and word != "couple" else m.end()
    return Number(start, end, float(VAGUE[word] * factor), approx="exact" if exact else "vague")


def _single_unit(text: str, at: int) -> Number | None:
    """One unit without a number: "in less than a minute", "for a year", "a week-long truce", "an hour and a half"."""
    m = form.SINGLE.match(text, at)
    if m is None or last_word(text, at) not in ("a", "an", "another"):
        return None
    start = word_start(text, at)
    half = form.AND_A_HALF.match(text, m.end())
    last = last_word(text, start)
    if not (last in form.SPAN_BEFORE or m["long"] or half or m["unit"].lower() == "fortnight"):
        return None
    offset = form.OFFSET_AFTER.match(text, m.end())
    if (offset and last not in ("than", "for")) or form.NO_SPAN_AFTER.match(text, m.end()):
        return None
    unit, factor = UNITS[m["unit"].lower()]
    return Number(start, half.end() if half else m.end(), factor * (1.5 if half else 1.0), unit=unit)
