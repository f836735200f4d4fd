"""Names that no list holds, found by their form: people, organisations, armed groups, places.

Works on what `scan` left over: capitalised words between the items. A run that ends in an organisation word is an
organisation or, with the words of armed movements, a group that gets a code of its own (codebook section 0: the
common short name in upper case).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from transforms.name_words import COMMON, GROUP, ORGANISATION, PLACE_FIRST, PLACE_LAST, THING_LAST
from transforms.people import fold, may_be_same_first_name
from transforms.scan import Item, is_shouted

_UPPER = r"[A-ZÀ-ÖØ-ÞĀŁŚŠŽČĆĐİŞĞ]"
_WORD = rf"{_UPPER}[\w’'\-]*"
_PARTICLE = r"(?:de|da|do|dos|del|della|la|le|el|al|bin|ibn|bint|ben|van|von|der|den|di|ould|y|und)"
_ARABIC = rf"(?:al|el|ad|as|ash|an|ar|at)-{_WORD}"
# Begins with a set of letters, and looks at what stands before only then: so most of a text is passed over quickly.
_RUN = re.compile(
    rf"[{_UPPER[1:-1]}ae](?<!\w.)(?:(?<=a)(?:l|d|sh?|n|r|t)-{_WORD}|(?<=e)l-{_WORD}"
    rf"|(?<![ae])(?:\.\s?(?:{_UPPER}\.\s?)*(?:{_WORD}|{_ARABIC})|[\w’'\-]*))"
    rf"(?:[ ](?:{_PARTICLE}[ ]){{0,2}}(?:{_UPPER}\.|{_WORD}|{_ARABIC}))*"
)
_OWNED = re.compile(r"['’]s\s.*$")  # "Jane Doe’s Golf": the name is Jane Doe
_POSSESSIVE = re.compile(
    r"(?:['’]s?|-(?:led|backed|held|controlled|based|run|brokered|mediated|sponsored|born|style|era))$"
)

_LOWER_WORD = re.compile(r"[a-z][\w’'-]+")
_LOWER_START = re.compile(r"\b[a-z]")
_START = attrgetter("start")
_NO_BLANK = re.compile(r"\S+")
_LONGEST_LINK = 9
_LINKS = frozenset((" ", " of ", " of the ", " for ", " for the ", " and ", " & ", "-", "’s ", "'s "))
_ACRONYM = re.compile(
    r"\(\s?(?:known (?:as|by its [a-z]+ (?:initials|acronym)) )?(?:the )?([A-Z][A-Z0-9&\-]{1,9}|[A-Z][a-z]?[A-Z][A-Za-z\-]{1,7})\b"
)


def code_of(name: str) -> str:
    """An upper-case code of a name: ASCII letters, digits and underscores."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Z0-9]+", "_", plain.upper()).strip("_")


def add_names(text: str, items: list[Item], spans: Sequence[tuple[int, int]]) -> list[Item]:
    """The items within the sentences at `spans`, with unknown names added and adjacent pieces of one name joined."""
    starts = frozenset(s for s, _ in spans)  # a capital that begins a sentence says nothing
    inside_of = within(items, spans)
    with_caps: list[Item] = []
    for (start, end), inside in zip(spans, inside_of, strict=True):
        with_caps += sorted([*inside, *_capitalised(text, start, end, inside, starts)], key=_START)
    return _located(text, _peoples(text, _with_acronyms(text, _joined(text, with_caps))))


_IN = re.compile(
    r"\b(?:in|at|near|outside|around|across|(?:city|town|village|port|province|district|region|resort) of)\s(?:the\s)?$"
)
_AND = re.compile(r"^(?:, | and |, and | or )$")


def _located(text: str, items: list[Item]) -> list[Item]:
    """Unknown names after a preposition of place, and those listed with them, are places."""
    previous: Item | None = None
    for item in items:
        if item.kind == "CAP" and text[item.end : item.end + 2] not in ("'s", "’s"):
            before = text[max(0, item.start - 20) : item.start]
            listed = (
                previous is not None and previous.form == "unlisted" and _AND.match(text[previous.end : item.start])
            )
            if _IN.search(before) or listed:
                item.kind, item.form = "PLC", "unlisted"
        previous = item
    return items


# what stands behind the name of a clan, a tribe or a band, and what only behind such or behind a place
_BAND = re.compile(
    r"[ -](?:clans?(?:men|people)?|sub-?clans?|tribes?(?:men|people|folk)?|warriors|raiders|herders|herdsmen|pastoralists|nomads|cattlemen"
    r"|militiamen|age-?set|chieftains?|spear-masters)\b"
)
_ARMED = re.compile(
    r"[ -](?:elders|chiefs?|fighters|rebels|militias?|guerrillas|insurgents|gunmen|warlords?|separatists|youths|commanders?|faction|gang|cartel)\b"
)
_KIN = re.compile(
    r" (?:child(?:ren)?|m[ae]n|wom[ae]n|boys?|girls?|people|famil(?:y|ies)|villages?|cattle|land|language|side)\b"
)
_PAST = re.compile(r" (?:[a-z]+ed|gave|took|came|went|said|sent|let|held|kept|made|brought|fled|fought|met)\b")
_SUBJECT = re.compile(r"(?:^|[.!?;,“\"]\s|\b(?:that|and|but|when|while|if|because|where|what|which|as)\s)[Tt]he\s$")
# "the Murle were", "the Imghad, once their vassals, have": people, since the verb is plural
_PLURAL_VERB = re.compile(
    r"(?:, [^,.;]{3,60},)? (?:are|were|have|do not|don['’]t|say|want|demand|insist|refuse|claim|deny|hold|keep|accuse|blame)\b"
)
_NO_PEOPLE = frozenset(
    """islamist islamic jihadist muslim christian sunni shia shiite shi’ite catholic protestant communist marxist maoist leninist
    trotskyist arab western european african asian republican democrat democratic unionist nationalist soviet latin
    palestinian allied united special""".split()
)


def _peoples(text: str, items: list[Item]) -> list[Item]:
    """Unknown names of clans, tribes and bands are groups: "Murle elders", "the Murle were", "the Bugti tribe"."""
    signs: dict[str, int] = {}
    named: set[str] = set()  # with a word that only peoples and bands have beside them
    for item in items:
        if item.kind != "CAP" or " " in item.text or item.text.lower().rstrip("s") in _NO_PEOPLE or item.text.isupper():
            continue
        acts = _SUBJECT.search(text, max(0, item.start - 16), item.start) is not None
        band = _BAND.match(text, item.end) is not None or (acts and _PLURAL_VERB.match(text, item.end) is not None)
        armed = _ARMED.match(text, item.end) is not None
        kin = _KIN.match(text, item.end) is not None or (acts and _PAST.match(text, item.end) is not None)
        signs[item.text] = signs.get(item.text, 0) + 2 * band + armed + kin
        named |= {item.text} if band or armed else set()
    peoples = {name for name in named if signs[name] > 1}
    peoples |= {f"{name}s" for name in peoples}
    for item in items if peoples else ():
        if item.kind == "CAP" and item.text in peoples:
            name = item.text[:-1] if item.text[:-1] in peoples else item.text
            item.kind, item.target, item.name = "GRP", code_of(name), name
    return items


def within(items: Sequence[Item], spans: Sequence[tuple[int, int]]) -> list[list[Item]]:
    """The items of each sentence; both are in order of position."""
    found, at = [], 0
    for start, end in spans:
        while at < len(items) and items[at].start < start:
            at += 1
        first = at
        while at < len(items) and items[at].end <= end:
            at += 1
        found.append(list(items[first:at]))
    return found


def _capitalised(text: str, start: int, end: int, inside: Sequence[Item], starts: frozenset[int]) -> Iterator[Item]:
    """CAP items in the gaps between the items of one sentence."""
    ends = [i.start for i in inside]
    gap_end = start
    for gap_start, gap_end in zip([start, *(i.end for i in inside)], [*ends, end], strict=True):
        if gap_end - gap_start < 2 or (gap := text[gap_start:gap_end]).islower() or gap.lower() == gap:
            continue
        for found in _RUN.finditer(text, gap_start, gap_end):
            item = _trimmed(text, found.start(), found.end(), starts)
            if item is not None:
                yield item


def _is_written_small(text: str, word: str) -> bool:
    """Whether a word stands somewhere in the text without a capital, as a word of its own."""
    if not _LOWER_WORD.fullmatch(word):
        return False
    at = text.find(word)
    while at >= 0:
        end = at + len(word)
        begin = at
        while begin > 0 and _goes_on(text[begin - 1]):
            begin -= 1
        opened = _LOWER_START.search(text, begin, at + 1)
        if opened is not None and opened.start() == at and not (end < len(text) and _goes_on(text[end])):
            return True
        at = text.find(word, at + 1)
    return False


def _goes_on(char: str) -> bool:
    return char.isalnum() or char in "_’'-"


def _trimmed(text: str, start: int, end: int, starts: frozenset[int]) -> Item | None:
    """A run without the common words it begins with, without a possessive ending; None when nothing is left."""
    while start < end:
        word = _NO_BLANK.match(text, start, end)
        if word is None:
            return None
        plain = word.group().strip("’'.").lower()
        initial = start in starts or (start > 0 and text[start - 1] in '“"‘(')
        shouted = (
            start in starts
            and word.end() - start > 3
            and word.group().isupper()
            and text[word.end() : end].strip()[1:2].islower()
        )
        known_word = plain in COMMON or shouted or plain.split("’")[0] in COMMON
        if not known_word and not (initial and _is_written_small(text, plain)):
            break
        start = word.end()
        while start < end and text[start] == " ":
            start += 1
    run = text[start:end].rstrip("-’'")
    if run.isupper() and (" " in run or len(run) > 6 or is_shouted(text, start, end)):
        return None  # a heading in capitals
    if "’" in run or "'" in run or "-" in run:
        run = _POSSESSIVE.sub("", _OWNED.sub("", run))
    if len(run) < 2 or (start in starts and " " not in run and _is_written_small(text, run.lower())):
        return None
    return Item("CAP", start, start + len(run), run)


def _joined(text: str, items: list[Item]) -> list[Item]:
    """Pieces of one name put together: "Mohammed Hamdan" + "Dagalo", "Sudan" + "Doctors’ Syndicate"."""
    result: list[Item] = []
    end = 0
    for item in items:
        named = _with_capital_particle(text, item) if item.kind in ("PAR", "PLC") else item
        if named.start - end > _LONGEST_LINK:
            result.append(named)  # nothing that far away belongs to one name
        else:
            _join(text, result, named)
        end = result[-1].end
    return [_by_form(i) if i.kind in ("CAP", "ORG", "GRP") else i for i in result]


def _join(text: str, result: list[Item], item: Item) -> None:
    if result and result[-1].end > item.start:
        result.pop()  # the "De" of "De Lima"
    previous = result[-1] if result else None
    gap = text[previous.end : item.start] if previous else ""
    joined = None
    if previous and gap == " " and item.kind == "HON" and previous.kind in ("CAP", "PER"):
        joined = Item("CAP", previous.start, item.end, text[previous.start : item.end])  # "Zaw Min Tun"
    elif previous and gap == " " and item.kind == "HED" and previous.kind in ("CAP", "GRP"):
        joined = _named_body(text, previous, item)
    elif previous and gap == " ":
        joined = _person_parts(previous, item)
    elif previous and gap in _PARTICLES_BETWEEN:
        joined = _with_particle(text, previous, item)
    elif previous and gap in _OF and item.kind in ("PAR", "PLC"):
        joined = _movement_of(text, previous, item)
    if previous and joined is None and item.kind == "CAP" and gap in _LINKS:
        joined = _organisation(text, previous, item, gap)
    if joined:
        result[-1] = joined
    else:
        result.append(item)


def _named_body(text: str, left: Item, right: Item) -> Item | None:
    """ "Patriotic Movement": a word for a body with a capital ends its name."""
    if not text[right.start].isupper() or right.text.isupper() or right.text.lower() not in GROUP:
        return None
    return Item("CAP", left.start, right.end, text[left.start : right.end])


_OF = frozenset((" of ", " of the ", " for ", " for the "))
_OF_LAND = frozenset("front movement alliance coalition resistance tigers congress union".split())


def _movement_of(text: str, left: Item, land: Item) -> Item | None:
    """ "Patriotic Movement of Ivory Coast": the land is a part of the name."""
    words = left.text.lower().split()
    if left.kind != "CAP" or len(words) < 2 or words[-1] not in _OF_LAND:
        return None
    return Item("GRP", left.start, land.end, text[left.start : land.end])


def _with_capital_particle(text: str, item: Item) -> Item:
    """ "De Lima" is no capital of Peru."""
    if not text.endswith(_ENDS_OF_PARTICLES, 0, item.start):
        return item
    found = _CAPITAL_PARTICLE.search(text, max(0, item.start - 5), item.start)
    return Item("CAP", found.start(), item.end, text[found.start() : item.end]) if found else item


_ENDS_OF_PARTICLES = ("e ", "a ", "i ", "s ", "n ", "l ")
_CAPITAL_PARTICLE = re.compile(r"(?<!\w)(?:De|Da|Di|Dos|Van|Von|Del|Ben|Bin) $")
_PARTICLES_BETWEEN = frozenset(f" {p} " for p in "de da do dos del di van von der la el al bin ben ould ag".split())


def _with_particle(text: str, left: Item, right: Item) -> Item | None:
    """ "Julieta de Lima" is no capital of Peru."""
    if left.kind not in ("CAP", "PER") or right.kind not in ("PAR", "PLC", "PER", "CAP") or _keyword(left.text):
        return None
    name = text[left.start : right.end]
    return Item("PER", left.start, right.end, name, None, "full", name=name) if right.end - left.start < 60 else None


_PARTICLES = frozenset({"dos", "de", "da", "van", "von", "el", "al", "ben", "bin", "abu", "ould", "del", "la", "le"})


def _person_parts(left: Item, right: Item) -> Item | None:
    if left.kind == "CAP" and right.kind == "PER" and not _keyword(left.text):
        kind, name = "PER", f"{left.text} {right.text}"
        known = right.form == "surname" and left.text.lower() not in _PARTICLES  # "Dos Santos" is not Santos
        first = (right.target or "").split("-")[0]
        known = known and may_be_same_first_name(fold(left.text).split(" ")[0], first)
        return Item(kind, left.start, right.end, name, right.target if known else None, "full", name=name)
    if left.kind == "CAP" and right.kind == "PLC" and right.form == "city" and not _keyword(left.text):
        return Item("CAP", left.start, right.end, f"{left.text} {right.text}")  # many surnames are towns too
    if left.kind == "PER" and right.kind == "CAP" and not _keyword(right.text):
        return Item("PER", left.start, right.end, f"{left.text} {right.text}", None, "full")
    if (
        left.kind in ("PLC", "PAR")
        and (left.weak or left.form == "city")
        and right.kind in ("CAP", "PER")
        and not _keyword(right.text)
    ):
        return Item(
            "CAP" if right.kind == "CAP" else "PER", left.start, right.end, f"{left.text} {right.text}", None, "full"
        )
    return None


def _organisation(text: str, left: Item, right: Item, gap: str) -> Item | None:
    """Names such as "Sudan Doctors’ Syndicate", "Council of Europe", "Movement for Peace"."""
    last = _keyword(right.text)
    first = _keyword(left.text)
    if (
        left.kind in ("PAR", "DEM", "CAP", "PLC", "ORG", "GRP")
        and last
        and gap in (" ", "’s ", "'s ")
        and left.text != ""
    ):
        if gap != " " or left.kind == "PLC":
            return None
        return Item(last, left.start, right.end, text[left.start : right.end])
    if left.kind in ("CAP", "ORG", "GRP") and first and gap.strip() in ("of", "of the", "for", "for the", "and", "&"):
        if gap.strip() in ("and", "&") and not last:
            return None
        return Item(first, left.start, right.end, text[left.start : right.end])
    return None


_PARTS = re.compile(r"[\s\-]+")
_INITIALS = re.compile(r"[A-Z][A-Z0-9&\-]{1,6}")


def _keyword(name: str) -> str | None:
    """GRP or ORG when the name ends (or begins) in the word of a group or organisation."""
    words = _PARTS.split(name.lower())
    if words[-1] in GROUP:
        return "GRP"
    if words[-1] in ORGANISATION or words[0] in ("ministry", "council", "committee", "organization", "association"):
        return "ORG"
    return None


def _by_form(item: Item) -> Item:
    if item.kind == "CAP" and " " in item.text:
        words = item.text.lower().split()
        if words[-1] in THING_LAST or "war" in words:
            item.kind = "THG"
        elif words[-1] in PLACE_LAST or words[0] in PLACE_FIRST:
            item.kind, item.form = "PLC", "unlisted"
    if item.kind == "CAP" and (kind := _keyword(item.text)) and " " in item.text:
        item.kind = kind
    if item.kind == "CAP" and _INITIALS.fullmatch(item.text):
        item.kind = "ORG"
    if item.kind in ("ORG", "GRP") and item.target is None:
        item.target, item.name = code_of(item.text), item.text
    return item


def _with_acronyms(text: str, items: list[Item]) -> list[Item]:
    """A bracketed acronym after a group or organisation names it too: "Free Papua Front (FPF)"."""
    codes: dict[str, Item] = {}
    for item, following in pairwise([*items, Item("END", len(text), len(text), "")]):
        if item.kind not in ("ORG", "GRP", "PAR") or text.find("(", item.end, item.end + 3) < 0:
            continue
        if item.kind == "PAR" and text.endswith((" of ", " of the ", " for ", " in "), 0, item.start):
            continue  # the short form of what stands before
        found = _ACRONYM.match(text[item.end : following.end + 3].lstrip(" "))
        if found:
            if item.kind in ("ORG", "GRP"):
                item.target = code_of(found.group(1))
            codes[found.group(1)] = item
    for item in items if codes else ():
        owner = codes.get(item.text)
        if owner is not None and item is not owner and item.kind in ("ORG", "CAP", "GRP"):
            item.kind, item.target, item.name, item.form = owner.kind, owner.target, owner.name, owner.form
    return items
