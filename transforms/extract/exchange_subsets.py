"""Parts of a group with a number of their own, told behind it: "52 people, 14 of them foreigners", "of whom 15 are Saudis"."""

from __future__ import annotations

import re

from transforms.document import Mention
from transforms.extract.exchange_groups import Captives, category_of
from transforms.extract.exchange_items import Leg

_REACH = 170
_THEM = r"(?:them|whom|those|these|<PRON:\d+>)"
_PART = r"(?:about |some |at least |up to |more than |the )?<(?:PEOPLE|CAPTIVES|NUM):\d+>"
_AMONG = re.compile(rf"(?:,|\s[–—-]|\band)\s(?:among\s{_THEM}|including|among\s{_THEM}\s(?:are|were)),?\s(?={_PART})")
_NEXT = re.compile(rf"(?P<gap>[^<>;.]{{0,40}}?)(?:,\sand|,|\sand|\splus)\s(?={_PART})")
_TOKEN = re.compile(
    r"(?:about |some |at least |up to |more than |the )?<(?P<kind>PEOPLE|CAPTIVES|NUM):(?P<at>\d+)>(?P<rest>[^<>,;.]{0,40})"
)
_OF_THEM = re.compile(rf"<NUM:(?P<at>\d+)>\sof\s{_THEM}(?P<rest>(?:\s(?:[a-z-]+|<(?:DEM|PLACE|PARTY):\d+>)){{0,4}})")
_OF_WHOM = re.compile(r",\sof\swhom\s(?P<list><NUM:\d+>\s(?:are|were|is|was|had|have|come|came)\b[^;.]{0,120})")
_COUNTED = re.compile(
    r"<NUM:(?P<at>\d+)>(?:\s(?:are|were|is|was))?(?P<rest>(?:\s(?!and\b)(?:[a-z-]+|<(?:DEM|PEOPLE|PARTY|PLACE):\d+>)){0,4})"
)
_THEIRS = re.compile(r"^(?:them|whom|those|these)\b")
_PARTITIVE = re.compile(r"\bof\s(?:them|whom|those|these)\b")


def subsets_of(captives: Captives, at: int, end: int, whole: Leg) -> list[Leg]:
    """The counted parts told between a group and `end` of the typed sentence; smaller than the group."""
    typed = captives.sentence.typed[at : min(end, at + _REACH)]
    stop = re.search(r"[;.](?:\s|$)|\s[–—]\s", typed)
    typed = typed[: stop.start()] if stop else typed
    found: dict[int, Leg] = {}
    if m := _AMONG.search(typed):
        _listed(captives, typed, m.end(), whole, found)
    if m := _OF_WHOM.search(typed):
        for part in _COUNTED.finditer(m["list"]):
            _add(captives, part, whole, found)
    for part in _OF_THEM.finditer(typed):
        _add(captives, part, whole, found)
    for token in _TOKEN.finditer(typed):
        mention = captives.sentence.mentions[int(token["at"])]
        if token["kind"] == "PEOPLE" and _PARTITIVE.search(mention.text):
            _add(captives, token, whole, found)
    return [x for x in found.values() if _is_part(x, whole)]


def _listed(captives: Captives, typed: str, start: int, whole: Leg, found: dict[int, Leg]) -> None:
    token = _TOKEN.match(typed, start)
    while token:
        _add(captives, token, whole, found)
        gap = _NEXT.match(typed, token.start("rest"))
        token = _TOKEN.match(typed, gap.end()) if gap else None


def _add(captives: Captives, part: re.Match[str], whole: Leg, found: dict[int, Leg]) -> None:
    mention: Mention = captives.sentence.mentions[int(part["at"])]
    group, quantity = captives.group(mention), captives.counted(mention)
    if quantity is None:
        return
    told = (group.who if group else None) or captives.sentence.untyped(part["rest"])
    who = _THEIRS.sub("", told).strip() or None
    category = "remains" if whole.category == "remains" else category_of(who or "") or whole.category
    nations = group.nations[:1] if group and group.nations else whole.nations
    found.setdefault(
        mention.start, whole._replace(category=category, quantity=quantity, nations=nations, who=who, part=True)
    )


def _is_part(leg: Leg, whole: Leg) -> bool:
    return whole.quantity is None or (leg.quantity is not None and 1 <= leg.quantity.value < whole.quantity.value)
