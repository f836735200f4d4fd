"""Talks told without any word for talking: the sides in a town on a day ("the pair were back in Doha on Monday")."""

from __future__ import annotations

import re
from datetime import date, timedelta

from transforms.attribution import SAY
from transforms.document import DateValue, Mention
from transforms.extract.opened import Opened
from transforms.extract.talk_draft import COMMERCE, Draft
from transforms.extract.talk_groups import Reading

PATTERN_ID = "talk-scene"
MONTH = timedelta(days=31)
_OTHER_NEWS = Opened(
    r"attack|strike|shell|kill|bomb|fight|fought|troops|arrest|detain|protest|elect|rocket|missile|drone|captur|massacre"
    r"|offensive|clash|crash|freed|releas|handed over|hand over|swap|plane|flight|\bbus|prison|jail|wound|court|born|died"
    r"|funeral|hospital|interview|reporters|press conference|news conference|briefing|exchang|prisoner|hostage|captive"
)
# where and when something was said is no day or town of a talk
_SAID = re.compile(
    rf"\b(?:{SAY}|(?:speech|interview|statement|sermon|address|message|letter|video|post|rally)\b)(?: (?:in|at|on|from|to|the|a|an|his|her|late|early|by|with"
    r"|reporters|journalists|supporters|soldiers|audience|television|radio|parliament)| <(?:PLACE|DATE|OUTLET|PARTY|PERSON|ORG):\d+>,?)+"
)
AHEAD = Opened(r"\b(?:will|is due|are due|is to|are to|is expected|are expected|planned|next)\b")


def read_scene(r: Reading, sides: tuple[str, ...], published: date | None) -> list[Draft]:
    """The draft of a sentence that has no cue, if it sets actors in a town on a day, or has them act on a day ahead."""
    days = [m for m in r.sentence.mentions if m.kind == "DATE" and m.when and _is_near(m.when)]
    if not days:
        return []
    said = [m for found in _SAID.finditer(r.typed) for m in r.sentence.mentions_in(found.group())]
    days = [m for m in days if m not in said]
    around = (m for m in r.sentence.mentions if m.kind == "PLACE" and m.role == "city")
    town = next((m for m in around if m not in said), None)
    ahead = [m for m in days if published and m.when and m.when.start and m.when.start > published]
    anchor = town if days else None
    if anchor is None and ahead and AHEAD.search(r.lowered):
        anchor = ahead[0]
    if anchor is None or _OTHER_NEWS.search(r.lowered) or COMMERCE.search(r.lowered):
        return []
    at = place_of(r, anchor)
    draft = Draft(r, (at, at + 1), PATTERN_ID, "scene", weak=True)
    draft.status = "scheduled" if AHEAD.search(r.lowered) else "held"
    named = list(dict.fromkeys(c for g in r.groups if not g.speaks for c in g.codes))
    together = next((g for g in r.groups if len(g.codes) > 1), None)
    if together is not None:
        draft.add(together)
    elif len(named) < 2 or set(sides) <= set(named):
        draft.default, draft.sides = True, list(sides)
    else:
        draft.sides = named[:2]
    return [draft]


def _is_near(when: DateValue) -> bool:
    """Whether a date is as exact as one for a meeting: "in 1967" says when something else was."""
    return when.start is not None and when.end is not None and when.end - when.start <= MONTH


def place_of(r: Reading, m: Mention) -> int:
    """Where the token of a mention stands in the typed sentence."""
    return r.typed.find(f"<{m.kind}:{r.sentence.mentions.index(m)}>")
