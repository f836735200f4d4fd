"""Whether a name of a place means the place or the party that acts from it (codebook, section 0)."""

from __future__ import annotations

import re
from functools import cache

from transforms.chunks import parties_of
from transforms.document import Mention
from transforms.reference.entities import Place
from transforms.reference.load import Reference
from transforms.scan import Item

_PLACE_BEFORE = re.compile(
    r"\b(?:[Ii]n|[Aa]t|[Nn]ear|[Oo]utside|[Aa]round|[Ii]nside|[Aa]cross|throughout|within|via|north of|south of|east of|west of|northern"
    r"|southern|eastern|western|central|downtown|over|into|through|towards?|outside of|off|neighbou?ring|visit(?:ed|ing)?"
    r"|(?:city|town|village|capital|port|region|province|state|district|resort|border|enclave|coast|streets|skies|airport"
    r"|suburbs?|outskirts) of|(?:flew|fly|flown|flying|travel(?:l?ed|l?ing)?|went|go|going|came|come|return(?:ed|ing)?"
    r"|headed|heading|trip|arrived?|arriving|moved|fled|brought|taken|bound|back|invited|transferred|route|road|visit"
    r"|sent|evacuated|deported|access|flights?|journey) (?:back )?(?:to|from|for)|as far as"
    r"|(?:attacks?|strikes?|raids?|assault|offensive|advance|drones?|missiles?) (?:on|against|at|toward))\s(?:the\s)?$"
)
_MOST = 5  # words of the longest of them, and "the"
# what a word of place ends in, looked at first
_LAST_WORDS = frozenset(
    """in at near outside around inside across throughout within via of off northern southern eastern western central downtown over into
    through toward towards neighbouring neighboring visit visited visiting to from for as on against""".split()
)
# "in Springfield, Georgia", where no verb follows
_PLACE_IN_PLACE = re.compile(r"\b(?:in|at)\s(?:the\s)?[A-Z][\w’' ]{2,30},\s(?:the\s)?$")
_ACTS = re.compile(
    r"(?:\sand\s(?:the\s)?[A-Z][a-z]+)?\s(?:also\s|then\s|now\s|still\s)?(?:has|had|have|will|would|could|may|might|must|says?|said|wants?|put|made|took|gave|sent|told|met|held|saw"
    r"|knows?|thinks?|denies|insists|demands|proposes|refuses|rejects|offers|accuses|blames|hopes|expects|calls|[a-z]{3,}ed)\b"
)


def place_or_party(item: Item, text: str, span: tuple[int, int, str], reference: Reference) -> Mention:
    """A place name is a party unless the words before it speak of a place (codebook section 0)."""
    before = text[max(0, item.start - 40) : item.start]
    place = find_place(item.place or item.text, reference) if item.kind in ("PAR", "PLC") else None
    state = reference.parties.get(item.target or "")
    located = item.kind in ("PAR", "PLC") and (
        is_placed(before)
        or (
            "," in before[-6:]
            and _PLACE_IN_PLACE.search(before) is not None
            and not _ACTS.match(text, item.end, item.end + 50)
        )
    )
    is_place = item.kind == "PLC" or (located and (place or (state and state.kind == "state")))
    if item.kind == "PLC" and not located and _ACTS.match(text, item.end, item.end + 30):
        code = _capitals(reference).get(item.text)  # "Paris wants": a capital that is too common a name for a list
        if code is not None:
            return Mention("PARTY", *span, id=code, parties=(code,), role="capital", name=item.name)
    if is_place:
        city = place.city if place else None
        country = place.country if place else item.country or (item.target if state else None)
        parties = (country,) if country else ()
        name = city or (place.name if place else item.text)
        return Mention(
            "PLACE",
            *span,
            id=item.target,
            parties=parties,
            name=name,
            country=country,
            role="city" if city else "region",
        )
    if item.kind == "ORG":
        return Mention("ORG", *span, id=item.target, name=item.name or item.text)
    role = {"NAT": "people", "GRP": "group"}.get(item.kind, item.form or "name")
    return Mention("PARTY", *span, id=item.target, parties=parties_of(item), role=role, name=item.name)


def is_placed(before: str) -> bool:
    """Whether the words before a name speak of a place."""
    words = before.rsplit(None, _MOST)
    last = words[-1] if words and words[-1].lower() != "the" else words[-2] if len(words) > 1 else ""
    if last.lower() not in _LAST_WORDS:
        return False
    return _PLACE_BEFORE.search(before, len(words[0]) if len(words) > _MOST else 0) is not None


@cache
def _capitals(reference: Reference) -> dict[str, str]:
    return {city: party.code for party in reference.parties.values() if party.kind == "state" for city in party.capital}


def find_place(name: str, reference: Reference) -> Place | None:
    """A place of the reference data by name, else a city, else a capital."""
    if name in reference.places:
        return reference.places[name]
    if name in reference.cities:
        return Place(name, name, reference.cities[name], "city")
    return None
