"""The persons named in one article: which mentions are the same person, and what each is known to be."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from transforms.document import Mention

# Written before or after a name, and no part of it.
_NO_NAME = frozenset("mr mrs ms miss dr sir dame lord lady jr sr ii iii iv hon he shri smt prof sheikh sheik".split())
THEY = frozenset({"they", "their", "them", "themselves"})
OFFICES = frozenset({"leader", "foreign_minister", "defence_minister", "minister"})
HOLDERS = OFFICES | {"envoy", "spokesman", "negotiator", "commander", "official", "mediator"}
_MINISTERS = ("minister", "foreign_minister", "defence_minister")
_PARTICLES = frozenset("de da di del dos van von der el al".split())
_ALIKE = 0.6


@lru_cache(maxsize=1 << 15)
def fold(name: str) -> str:
    """Lower case without diacritics and apostrophes: the form in which names are compared."""
    plain = name if name.isascii() else unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.lower().replace("'", "").replace("’", "").strip(" .")


_RANK = re.compile(
    r"(?:(?:Lt|Maj|Brig|Gen|Col|Capt|Sgt|Adm|Cpl|Mullah|Prince|Princess|Sir|Dame|Lord|Shri|Mr|Mrs|Ms|Dr|H\.E)\.?(?:\s|-(?=[A-Z])))+(?=\S)"
)


def bare_name(name: str) -> str:
    """The name without ranks and forms of address before it."""
    return _RANK.sub("", name, count=1) if _RANK.match(name) else name


@lru_cache(maxsize=1 << 15)
def words_of_name(name: str) -> tuple[str, ...]:
    """The folded words of a name that tell persons apart."""
    words = [w for word in fold(name).split() if (w := word.strip(".,")) not in _NO_NAME]
    while len(words) > 1 and words[0] in _PARTICLES:
        del words[0]
    return tuple(w[3:] if w[:3] in ("al-", "el-") else w for w in words)


@lru_cache(maxsize=1 << 15)
def may_be_same_first_name(one: str, other: str) -> bool:
    """Whether two folded first names are spellings, short forms or initials of one name: Sergey, Sergei; J, Joseph."""
    if one[:1] != other[:1]:
        return False
    if len(one) < 3 or len(other) < 3 or one.startswith(other) or other.startswith(one):
        return True
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE


class People:
    """The persons of an article by name: the fullest name of each, their sides and roles.

    A last name alone is the person who bears it; when several do, the one spoken of last. So is a first name alone, or
    the family name where it is written first ("Kim" of Kim Yong-chol).
    """

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._known: dict[str, Mention] = {}  # by folded full name, the fullest form of each person
        self._by_id: dict[str, str] = {}
        self._by_last: dict[str, list[str]] = {}
        self._by_first: dict[str, list[str]] = {}
        for m in sorted(
            (m for m in mentions if m.kind == "PERSON" and m.name), key=lambda m: -len((m.name or "").split())
        ):
            self._add(m)

    def __iter__(self) -> Iterator[Mention]:
        return iter(self._known.values())

    def _add(self, m: Mention) -> None:
        key = self._key(m)
        if key is not None:
            self._known[key] = _merged(self._known[key], m)
        else:
            words = words_of_name(m.name or "")
            if not words:
                return
            key = " ".join(words)
            self._known[key] = m
            self._by_last.setdefault(words[-1], []).append(key)
            if len(words) > 1:
                self._by_first.setdefault(words[0], []).append(key)
        if self._known[key].id:
            self._by_id.setdefault(self._known[key].id or "", key)

    def _key(self, m: Mention) -> str | None:
        """The key of the person that a mention names."""
        if m.id and m.id in self._by_id:
            return self._by_id[m.id]
        words = words_of_name(m.name or "")
        if not words:
            return None
        full = " ".join(words)
        if full in self._known:
            return full
        if len(words) == 1:
            return self._key_of_word(words[0])
        same = [k for k in self._by_last.get(words[-1], ()) if may_be_same_first_name(words[0], k.split(" ")[0])]
        return same[-1] if same else None

    def _key_of_word(self, word: str) -> str | None:
        keys = self._by_last.get(word) or self._by_first.get(word)
        return keys[-1] if keys else None

    def spoken_of(self, m: Mention) -> None:
        """Note a person as the last one spoken of among those who share a name."""
        key = self._key(m)
        if key is None:
            return
        words = key.split(" ")
        for keys in (self._by_last.get(words[-1], []), self._by_first.get(words[0], [])):
            if len(keys) > 1 and key in keys:
                keys.remove(key)
                keys.append(key)

    def update(self, m: Mention) -> None:
        """Remember what was inferred about a person for the rest of the article."""
        key = self._key(m)
        if key is not None:
            known = self._known[key]
            self._known[key] = known.read_as(known.kind, known.id or m.id, m.parties, known.role or m.role, known.name)

    def find(self, m: Mention) -> Mention | None:
        """The person that a mention's name or id refers to, surname alone included."""
        key = self._key(m)
        return self._known[key] if key is not None else None

    def named(self, word: str) -> Mention | None:
        """The person whose last name, or first name, a single word is."""
        key = self._key_of_word(fold(word))
        return self._known[key] if key is not None else None

    def with_role(self, parties: tuple[str, ...], role: str | None) -> Mention | None:
        """The one person of the article that holds a role for a party ("the Ukrainian leader")."""
        roles = _MINISTERS if role == "minister" else (role,)
        found = {m.name: m for m in self if m.parties and m.parties == parties and m.role in roles}
        return next(iter(found.values())) if len(found) == 1 else None


def is_namesake(known: Mention, m: Mention) -> bool:
    """Whether a bare surname that the reference data know is, in this article, another person's who bears it too."""
    bare, full = words_of_name(m.name or ""), words_of_name(known.name or "")
    if known.id or not m.id or len(bare) != 1 or len(full) == 1 or (known.name or "").split()[0].isupper():
        return False  # "SRSG Doe" is no other Doe
    ours = [w for w in m.id.split("-") if w not in bare]
    return not any(
        one[:2] == other[:2] or may_be_same_first_name(one, other) for one in full if one not in bare for other in ours
    )  # Mike is Michael


def _merged(known: Mention, m: Mention) -> Mention:
    if is_namesake(known, m):
        return known
    longer = m if len((m.name or "").split()) > len((known.name or "").split()) else known
    same = (known.id or m.id, known.parties or m.parties, known.role or m.role)
    if (longer.id, longer.parties, longer.role) == same:
        return longer
    return longer.read_as(longer.kind, *same, longer.name)


_TITLE_WORD = re.compile(r"[a-z][a-z’'-]+")


@lru_cache(maxsize=1 << 15)
def title_words(text: str, name: str) -> frozenset[str]:
    """The words around the name in the mention of a person, in lower case: "Foreign Minister" of one named with it."""
    return frozenset(_TITLE_WORD.findall(text.lower())).difference(fold(name).split())


def is_one(m: Mention) -> bool:
    """Whether a phrase means one person who has no name: "the president", "a Kremlin official"."""
    return m.kind == "PARTY" and m.role in HOLDERS and len(m.parties) == 1 and not m.text.endswith("s")


def is_person(m: Mention) -> bool:
    """Whether "he" may mean it."""
    return m.kind == "PERSON" or (m.kind == "PRON" and bool(m.name)) or is_one(m)


def is_plural(m: Mention) -> bool:
    """Whether "they" may mean it: several parties, or people and bodies of one."""
    if m.kind == "PRON":
        return m.text.lower() in THEY and bool(m.parties)
    if m.kind != "PARTY":
        return False
    return len(m.parties) > 1 or m.role in ("sides", "people", "forces", "group") or m.text.endswith("s")
