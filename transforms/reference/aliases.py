"""How a name may be spelled in running text, and the list of all spellings with what they stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter

# Letters that Unicode does not decompose into a base letter and a mark.
_PLAIN = str.maketrans(
    {"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ə": "a", "Ə": "A", "ß": "ss", "æ": "ae"}
)
_VARIES = re.compile(r"'|^the |\b[Aa]l[- ]")
_ARABIC_ARTICLE = re.compile(r"\b[Aa]l[- ](?=[A-ZÀ-Ž])")


@dataclass(frozen=True, slots=True)
class Alias:
    """One spelling; case-sensitive, to be matched between word boundaries.

    kind    party, person, place, outlet, organisation
    target  party code, person id, name of the place, outlet or organisation
    weak    trusted only with context: ambiguous in itself ("Jordan", "AA"), or shared by several targets
    form    party: name, demonym_adj, demonym_noun, capital, metonym; person: full, surname; others: name
    """

    text: str
    kind: str
    target: str
    form: str
    weak: bool = False


def fold(text: str) -> str:
    """Return the text without diacritics ("Vučić" -> "Vucic")."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def spellings(text: str) -> list[str]:
    """List the text and its variants: without diacritics, curly apostrophes, other forms of "al-"."""
    if text.isascii() and not _VARIES.search(text):
        return [text]
    found = {text, fold(text)}
    if _ARABIC_ARTICLE.search(text):
        found |= {_ARABIC_ARTICLE.sub(article, t) for t in found for article in ("al-", "Al-", "al ", "Al ")}
    if text.startswith("the "):
        found |= {"T" + t[1:] for t in found}
    found |= {t.replace("'", "’") for t in found} | {t.replace("'", "‘") for t in found if "a'a" in t}
    return sorted(found)


def expand(texts: Iterable[str], kind: str, target: str, form: str, weak: Iterable[str] = ()) -> list[Alias]:
    """Aliases for every spelling of the texts; those in `weak` are weak."""
    weak = set(weak)
    return [Alias(s, kind, target, form, t in weak) for t in texts for s in spellings(t)]


def settle(aliases: Iterable[Alias]) -> tuple[Alias, ...]:
    """Sorted, one alias per (text, kind, target): the first form given stands, weak only if weak throughout.

    A person's spelling that several persons share, or that is also a strong name of a party, becomes weak.
    """
    first: dict[tuple[str, str, str], Alias] = {}
    for alias in aliases:
        first.setdefault((alias.text, alias.kind, alias.target), alias)
    bearers: dict[str, int] = {}
    party_texts: set[str] = set()
    for alias in first.values():
        if alias.kind == "person":
            bearers[alias.text] = bearers.get(alias.text, 0) + 1
        elif alias.kind == "party":
            party_texts.add(alias.text)
    settled = [replace(a, weak=True) if _is_shared(a, bearers, party_texts) else a for a in first.values()]
    return tuple(sorted(settled, key=attrgetter("text", "kind", "target")))


def _is_shared(alias: Alias, bearers: dict[str, int], party_texts: set[str]) -> bool:
    return alias.kind == "person" and (bearers[alias.text] > 1 or alias.text in party_texts)
