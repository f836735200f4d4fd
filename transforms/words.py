"""Words of short texts, made comparable: stop words out, endings off, words of one meaning in this domain joined."""

from __future__ import annotations

import re
from functools import cache

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_NUMBER = re.compile(r"\d[\d,.]*")
_STOP_WORDS = """
a all an and any any are as at be been before both but by each every for from full fully get had has have he her his if in into is
it its let made make more must no not of off on or our out over own put shall she should so some such than that the
their them they this those to under until up upon was we were what when where which who will with would you your
"""
# One meaning a line; the first word stands for all. Stems, so that inflected forms fall in with them.
_MEANINGS = """
ceasefire truce pause armistice lull cessation hostiliti
end stop halt cease finish
release return free freed hand repatriat swap exchang liberat
captive prisoner hostage detainee pow inmate
withdraw withdrawal pullout pull leave vacat retreat
disarm disarmament dismantl demilitar
mobiliz conscription conscript draft mobilis
guarante assuranc vouch pledg
arm weapon
troop army forc soldier militar
talk negotiat meet dialogu summit
aid relief assistanc humanitarian
list names
agreement deal accord settlement treati
sanction embargo
"""
_ENDINGS = ("ations", "ation", "ities", "ments", "ings", "ing", "ions", "ion", "ies", "ed", "es", "y", "s", "e")


_STOP = frozenset(_STOP_WORDS.split())


@cache
def _meanings() -> dict[str, str]:
    lines = (line.split() for line in _MEANINGS.strip().splitlines())
    return {stem(word): stem(line[0]) for line in lines for word in line}


@cache
def stem(word: str) -> str:
    """A word without its commonest endings; crude, and the same for both sides of a comparison."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def content_words(text: str) -> frozenset[str]:
    """The stems that carry meaning, without numbers."""
    stems = (stem(w) for w in _WORD.findall(text.lower()) if w not in _STOP and not w[0].isdigit())
    return frozenset(_meanings().get(s, s) for s in stems)


def numbers_in(text: str) -> frozenset[str]:
    """Numbers in figures."""
    return frozenset(n.rstrip(".,").replace(",", "") for n in _NUMBER.findall(text))


def names_in(text: str | None) -> frozenset[str]:
    """Last words of the proper names in a qualifier: two or more capitalised words in a row."""
    runs = re.findall(r"\b[A-Z][\w’'-]+(?: (?:[a-z]{2} )?[A-Z][\w’'-]+)+", text or "")
    return frozenset(run.rsplit(" ", 1)[-1].lower() for run in runs)
