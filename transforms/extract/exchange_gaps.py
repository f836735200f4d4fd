"""Groups that pass by a verb which is not said again: "Kabul freed 5,000 fighters, and the Taliban 1,000 soldiers"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.document import Mention, Quantity
from transforms.extract.engine import Match
from transforms.extract.exchange_ends import Ends
from transforms.extract.exchange_groups import Captives
from transforms.extract.exchange_items import Leg

_HEDGE = r"(?:(?:about|some|only|another|a further|a)\s)?"
_GROUP = r"<(?:PEOPLE|CAPTIVES|NUM):(?P<{}>\d+)>"
_BY_ANOTHER = re.compile(
    rf"[^.;]{{0,60}}?(?:,\sand|,\swhile|,|;|\sand|\swhile)\s(?:the\s)?<PARTY:(?P<by>\d+)>\s{_HEDGE}(?:{_GROUP.format('at')}|(?P<digits>\d[\d,]*))"
    r"(?=[,.;:)]|\s(?:in|on|from|of|to|at|under|before|after|as|through|by|more)\b|$)"
)
_ON_ANOTHER_DAY = re.compile(
    rf"[^.;]{{0,70}}?(?:,|\sand|;)\s(?:and\s)?(?:(?:(?:in|on)\s)?<DATE:\d+>,?\s{_HEDGE}{_GROUP.format('behind')}"
    rf"|{_GROUP.format('before')}(?:\smore)?\s(?:in\s|on\s)?<DATE:\d+>)(?=[,.;)]|\s(?:through|under|via|as|after|before)\b|$)"
)


def gapped(cue: Match, ends: Ends, captives: Captives, legs: Sequence[Leg]) -> list[Leg]:
    """The group that another party gives or takes by the verb of a cue."""
    frame, typed = cue.pattern.set["frame"], captives.sentence.typed
    if frame not in ("give", "take") or not legs or legs[0].named or "other" in cue.starts:
        return []
    found = _BY_ANOTHER.match(typed, typed.find(">", cue.starts["what"]) + 1)
    codes = captives.sentence.mentions[int(found["by"])].parties if found else ()
    if found is None or len(codes) != 1 or codes[0] in (ends.giver, ends.taker):
        return []
    if found["digits"]:
        leg = Leg(None, None, None, count_of(found["digits"]), (), None, found["digits"], bare=True)
    else:
        counted = _counted(captives, captives.sentence.mentions[int(found["at"])])
        if counted is None:
            return []
        leg = counted
    return [leg._replace(giver=codes[0]) if frame == "give" else leg._replace(taker=codes[0])]


def on_other_day(captives: Captives, at: int, first: Leg) -> tuple[Leg, tuple[int, int]] | None:
    """The group that passes like the first one on another day ("and in October 2020 1,050"), and where it stands.

    `at` is where the cue of the first ends; the day of the first is told too, else both would be of the second.
    """
    typed = captives.sentence.typed
    found = _ON_ANOTHER_DAY.match(typed, at)
    if found is None or first.quantity is None or first.named:
        return None
    slot = "behind" if found["behind"] else "before"
    days = typed.count("<DATE", 0, found.start(slot))
    counted = _counted(captives, captives.sentence.mentions[int(found[slot])])
    if counted is None or days < (1 if slot == "before" else 2):
        return None
    return first._replace(quantity=counted.quantity, who=counted.who, words=counted.words), (
        found.start(slot),
        found.end(),
    )


def count_of(digits: str) -> Quantity:
    """A number that is written in figures and counts captives without their noun."""
    return Quantity(float(digits.rstrip(",").replace(",", "")), "exact", "count")


def _counted(captives: Captives, mention: Mention) -> Leg | None:
    """A group, or a bare number of people; None for a number of something else."""
    group, quantity = captives.group(mention), captives.counted(mention)
    if quantity is None:
        return None
    if group is None:
        return Leg(None, None, None, quantity, (), None, mention.text, bare=True)
    return Leg(None, None, group.category, quantity, group.nations[:1], group.who, mention.text)
