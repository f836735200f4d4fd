"""Stated amounts in running text: hedge, number or range, unit (codebook sections 0, 4 and 7).

One scan looks for digits and words of number; only there the rest is read, backwards for "more than" or "$",
forwards for scale, range and unit. What belongs to a date, a clock time, a name or an ordinal is left out.
"""

from __future__ import annotations

import re
from functools import cache

from transforms import number_forms as form
from transforms.anchors import Anchors
from transforms.document import Quantity
from transforms.number_forms import UNITS
from transforms.number_values import Number, last_word, read_number, word_start, word_value, words_before


def find_quantities(text: str) -> list[tuple[int, int, Quantity]]:
    """Find the stated amounts of a text: (start, end, Quantity), in order, not overlapping.

    The span holds hedge, number and, where the unit is a measure, the unit's word; a conversion in brackets is left
    out. `noun` is the head noun phrase that follows, None when none is found.
    """
    found: list[Number] = []
    floor = 0
    for at in _anchors().offsets(text):
        if at < floor:
            continue
        number = _read(text, at, floor, found)
        if number is None or _is_conversion(text, number, found):
            continue
        floor = number.end
        found.append(number)
    return [
        (n.start, n.end, Quantity(n.value, n.approx, n.unit or "count", n.low, n.high, noun_after(text, n.end)))
        for n in found
    ]


@cache
def _anchors() -> Anchors:
    return Anchors(spelling for w in form.START_WORDS for spelling in (w, w.capitalize(), w.upper()))


def _read(text: str, at: int, floor: int, found: list[Number]) -> Number | None:
    """Read the amount whose number starts at `at`; None when it is no amount. Never reaches back before `floor`."""
    if _inside_a_word(text, at):
        return None
    if text[at : at + 6].lower() == "under-":
        return _under_age(text, at)
    n = read_number(text, at)
    if n is None or _is_name_or_date(text, n):
        return None
    _range(text, n)
    _currency(text, n, floor)
    score = n.numeral and form.SCORE_AFTER.match(text, n.end)
    if score or not _unit(text, n) or _is_plain_group(text, n):
        return None
    if n.unit is None and (_is_year(text, n) or _is_age(text, n)):
        return None
    _inherit_unit(text, n, found)
    _hedge(text, n, floor)
    return n


def _inside_a_word(text: str, at: int) -> bool:
    """Whether the characters before make it a part of a name, a compound or another number (Tu-22, 1.2.3, 9/11)."""
    if at == 0:
        return False
    before = text[at - 1]
    if before in "/#+":
        return True
    if before in "’'":
        return at > 1 and text[at].isdigit() and text[at - 2].isspace() and text[at + 2 : at + 3] == "s"
    return before in "-.,:–" and at > 1 and text[at - 2].isalnum()


def _under_age(text: str, at: int) -> Number | None:
    m = form.UNDER_AGE.match(text, at)
    return Number(at, m.end(), float(m[1]), approx="less_than", unit="years") if m else None


def _range(text: str, n: Number) -> None:
    """Widen a number to a range: 6,500 to 12,000; two-to-three; between 990 and 1,650; two or three."""
    link = form.CONNECTOR.match(text, n.end)
    if link is None or n.approx != "exact" or n.unit is not None:
        return
    sign = form.SIGN_BEFORE.search(text, max(0, n.start - 5), n.start)
    opening = last_word(text, sign.start() if sign else n.start)
    at = link.end()
    if second_sign := form.SIGN_AT.match(text, at):
        at = second_sign.end()
    if not text[at : at + 1].isalnum():
        return
    second = read_number(text, at)
    if second is None or second.approx != "exact" or second.unit or second.start < at:
        return
    first = n.value
    if second.scale > n.scale == 1.0 and first < second.value / second.scale:
        first *= second.scale
    word = (link["word"] or "-").lower()
    if (
        not 0 < first < second.value
        or (word == "and" and opening != "between")
        or (word == "or" and second.value > 3 * first)
    ):
        return
    n.low, n.high, n.value, n.end, n.approx = first, second.value, (first + second.value) / 2, second.end, "range"


def _currency(text: str, n: Number, floor: int) -> None:
    """Take in a currency sign or code before the number, and the "between" or "from" of a range."""
    m = form.SIGN_BEFORE.search(text, max(floor, n.start - 5), n.start)
    if m is not None and n.unit is None:
        n.unit, n.start = m[1] or form.SIGNS[m[2]], m.start()
    if n.unit is None and form.EXCHANGE_AFTER.match(text, n.end):
        names = form.CURRENCY_WORD.findall(text, max(0, n.start - 120), n.start)
        n.unit = _currency_of(text, UNITS[" ".join(names[-1].lower().split())][0]) if names else None
    if n.approx == "range" and last_word(text, n.start) in ("between", "from"):
        n.start = max(floor, word_start(text, n.start))


def _currency_of(text: str, unit: str) -> str:
    """Decide between the currencies of one name ("rupees") by the country that the text names most."""
    shared = form.SHARED.get(unit)
    if shared is None:
        return unit
    named = {code: text.count(country) for code, country in shared.items()}
    if unit == "pound":
        named["SDG"] -= named["SSP"]
    return max(named, key=lambda code: named[code])


def _unit(text: str, n: Number) -> bool:
    """Take in the unit's word; False when the number is the age of a person, an offset, or runs on into a word."""
    if n.unit is not None:
        return not (n.unit in form.TIME_UNITS and form.AGO_AFTER.match(text, n.end))
    word_after = form.UNIT_WORD.match(text, n.end)
    known = word_after is not None and word_after[1].lower() in form.UNIT_WORDS
    m = form.UNIT.match(text, n.end) if known else None
    if m is None:
        return not (n.numeral and text[n.end : n.end + 1].isalpha())
    if m["age"]:
        n.unit, n.end = "years", m.end()
        hedged = last_word(text, n.start) in ("under", "over", "below", "above")
        return hedged or form.PERSON_AFTER.match(text, m.end()) is None
    word = " ".join(m["unit"].lower().split()) if m["unit"] else "%"
    if word in ("won", "rand") and n.value < 100:
        return True
    unit, factor = UNITS[word]
    weight = word == "pounds" and form.OF_AFTER.match(text, m.end())
    unit = word if weight else _currency_of(text, unit)
    n.unit, n.end, n.value = unit, m.end(), n.value * factor
    n.low, n.high = n.low and n.low * factor, n.high and n.high * factor
    if "or so" in m[0].lower():
        n.approx = "about" if n.approx == "exact" else n.approx
    if half := form.AND_A_HALF.match(text, n.end):
        n.value, n.end = n.value + factor / 2, half.end()
    if n.unit == "hours" and n.low is None and (minutes := form.AND_MINUTES.match(text, n.end)):
        n.value, n.unit, n.end = 60 * n.value + word_value(minutes["n"]), "minutes", minutes.end()
    return not _is_offset(text, n)


def _is_offset(text: str, n: Number) -> bool:
    """Whether a time span only dates something: "three days later", "two weeks before", "last two days of May"."""
    if n.unit not in form.TIME_UNITS:
        return False
    if form.OF_MONTH_AFTER.match(text, n.end):
        return True
    return form.OFFSET_AFTER.match(text, n.end) is not None and last_word(text, n.start) not in (
        "than",
        "for",
        "waited",
        "within",
    )


def _is_conversion(text: str, n: Number, found: list[Number]) -> bool:
    """Whether it repeats in brackets the measure just before: 17,000 metric tons (18,700 U.S. tons)."""
    if not found or not (opening := form.CONVERSION.search(text, max(found[-1].end, n.start - 16), n.start)):
        return False
    last = found[-1]
    if last.unit in (None, "percent") or last.unit in form.TIME_UNITS:
        return False
    return opening.start() - last.end <= 25 and not re.search(r"[.;]", text[last.end : opening.start()])


def _inherit_unit(text: str, n: Number, found: list[Number]) -> None:
    """Give "within 90." the unit of the "within 60 days" before it."""
    if n.unit is not None or not found or found[-1].unit not in form.TIME_UNITS or n.start - found[-1].end > 150:
        return
    if last_word(text, n.start) == "within" and text[n.end : n.end + 1] in (".", ",", ";"):
        n.unit = found[-1].unit


def _is_plain_group(text: str, n: Number) -> bool:
    """Whether it only names a known group: the two leaders, all three of us, the five; "two-state"; "Two, ..."."""
    if n.numeral or n.unit is not None or n.value > 20 or n.approx != "exact" or n.value != int(n.value):
        return False
    last = last_word(text, n.start)
    known = last in ("the", "these", "those", "both", "all", "our", "their", "its", "between", "same", "you")
    if n.value <= 3 and (known or text[n.end : n.end + 6] == "-state") and form.KNOWN_GROUP.match(text, n.end):
        return True
    if n.value <= 3 and text[n.end : n.end + 6].lower() == "-state":
        return True
    if known and last != "between" and form.PRONOMINAL_AFTER.match(text, n.end):
        return True
    listed = text[n.start].isupper() and text[n.end : n.end + 1] == ","
    return listed or (
        last in ("at", "towards", "until", "by") and form.CLOCK_CONTEXT_AFTER.match(text, n.end) is not None
    )


def _is_name_or_date(text: str, n: Number) -> bool:
    """Whether the number belongs to a name, a calendar date, a clock time or a numbered list."""
    if n.start:
        before = text[max(0, n.start - 14) : n.start].split()
        if (before and before[-1].lstrip("“\"'(‘") in form.NAME_WORDS) or before[-2:] == ["Group", "of"]:
            return True
    if not n.numeral:
        return False
    if form.CLOCK_AFTER.match(text, n.end) or form.CITATION_AFTER.match(text, n.end) or _is_numbering(text, n):
        return True
    if n.value > 31 or n.value != int(n.value) or n.scale != 1:
        return False
    if text[n.start - 1 : n.start] == "(" and text[n.end : n.end + 1] == ")":
        return True
    return (
        form.DATE_AFTER.match(text, n.end) is not None
        or form.DATE_BEFORE.search(text, max(0, n.start - 30), n.start) is not None
    )


def _is_numbering(text: str, n: Number) -> bool:
    """Whether a numeral numbers something: "2. Never ...", "Series 4.", "Wi-Fi 6"; amounts have what they count."""
    if n.value > 999 or n.scale != 1:
        return False
    if (n.start == 0 or text[n.start - 1] == "\n") and form.LISTED_AFTER.match(text, n.end):
        return True
    named = form.NAME_WITH_NUMBER.search(text, max(0, n.start - 30), n.start)
    return named is not None and form.STOP_AFTER.match(text, n.end) is not None


def _is_year(text: str, n: Number) -> bool:
    """Whether a bare number of four digits reads as a year: not hedged, not followed by a counted plural."""
    value = n.low if n.low is not None else n.value
    if not (n.numeral and 1500 <= value <= 2100 and n.scale == 1 and value == int(value)):
        return False
    if "," in text[n.start : n.end] or _find_hedge(text, n.start, 0)[0]:
        return False
    last = last_word(text, n.start)
    if last in form.YEAR_PREPOSITIONS or re.fullmatch(form.MONTHS.lower().replace(r"\.?", ""), last.rstrip(",.")):
        return True
    return form.COUNTED_AFTER_YEAR.match(text, n.end) is None


def _is_age(text: str, n: Number) -> bool:
    """Ages: of named persons (", 28,") they are no amount; of groups ("men over 50", "aged 5 to 17") years."""
    if not n.value <= 110:
        return False
    apposed = text[n.start - 2 : n.start] == ", " or text[n.start - 1 : n.start] == "("
    if n.numeral and n.low is None and apposed and text[n.end : n.end + 1] in tuple(".,;)"):
        return form.WORD_BEFORE.search(text, max(0, n.start - 20), n.start) is not None
    words = words_before(text, n.start)
    if words[-1:] in (["aged"], ["ages"]):
        n.unit = "years"
        return n.low is None and not form.AND_OLDER_AFTER.match(text, n.end)
    if words[-3:] in (["the", "age", "of"], ["an", "age", "of"]):
        n.unit = "years"
        return words[-4:-3] not in (["under"], ["over"], ["below"], ["above"])
    if words[-1:] in (["under"], ["over"], ["below"], ["above"]):
        at = word_start(text, n.start)
        if form.OF_AGE_BEFORE.search(text, max(0, at - 24), at) and not form.PLURAL_AFTER.match(text, n.end):
            n.unit = "years"
    return False


def _hedge(text: str, n: Number, floor: int) -> None:
    """Take in "more than", "some", "or more" and the like; vague amounts and ranges keep their kind."""
    if n.unit == "years" and words_before(text, n.start)[-3:] == ["the", "age", "of"]:
        n.start = max(floor, word_start(text, n.start, 3))
    kind, start = _find_hedge(text, n.start, floor)
    if kind and not _is_preposition(text, start, n):
        n.start = start
    else:
        kind = None
    after = form.HEDGE_AFTER.match(text, n.end)
    if after is not None and kind is None:
        kind, n.end = form.HEDGES_AFTER[after[1].lower()], after.end()
    if kind and n.approx == "exact":
        n.approx = kind


def _find_hedge(text: str, at: int, floor: int) -> tuple[str | None, int]:
    """Find the hedge that ends directly before an offset, and where it begins."""
    words = words_before(text, at)
    if not words or words[-1].lstrip("“\"'(‘") not in form.HEDGE_ENDS:
        return None, at
    words[-1] = words[-1].lstrip("“\"'(‘") if len(words) == 1 else words[-1]
    for length in range(min(5, len(words)), 0, -1):
        tail = words[-length:]
        tail[0] = tail[0].lstrip("“\"'(‘")
        kind = form.HEDGES.get(tuple(tail))
        if kind is not None:
            start = word_start(text, at, length)
            while text[start] in "“\"'(‘":
                start += 1
            return (kind, start) if start >= floor else (None, at)
    return None, at


def _is_preposition(text: str, start: int, n: Number) -> bool:
    """Whether the word is no hedge here: "talks over two days", "handed over 32", "complained about three"."""
    word = text[start : start + 6].lower().split()[0] if text[start : start + 6].strip() else ""
    last = last_word(text, start)
    if word in ("within", "inside"):
        return n.unit not in form.TIME_UNITS
    if word == "over" and text[start : n.start].strip().lower() == "over":
        if n.unit in form.TIME_UNITS and not form.OF_AGE_BEFORE.search(text, max(0, start - 24), start):
            return last not in form.OVER_BEFORE
        return last in form.PARTICLE_VERBS or (n.unit is None and n.value < 10)
    return word in ("about", "around") and n.value < 10 and n.unit is None and last in form.TALK_ABOUT


def noun_after(text: str, at: int) -> str | None:
    """Find the head noun phrase that follows at `at` up to its first plural ("more Israeli hostages"), if any."""
    if form.NO_NOUN.match(text, at):
        return None
    m = form.NOUN.match(text, at, at + 80)
    return m[1] if m else None
