"""How much an article speaks of talks, of captives, and of the other things that fill a newspaper, for the gates."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from transforms.document import Document
from transforms.extract.opened import Opened

TALKS = Opened(
    r"\b(?:talks|negotiat\w+|mediat\w+|envoys?|delegations?|dialogue|truces?|cease-?fires?|summits?|peace|rounds? of|brokered|facilitat\w+|armistice"
    r"|roadmap|accords?)\b",
    any_case=True,
)
CAPTIVES = Opened(r"\b(?:hostages?|captives?|prisoners?|swaps?|detainees?)\b", any_case=True)
OTHER_FIELDS = Opened(
    r"\b(?:hearing|testif\w+|court|trial|judge|police|committee|senat\w+|elections?|vote[ds]?|hospital|plane|flight|film|museum|match|market|prices?"
    r"|company|shares|lawyers?|prosecut\w+|parliament|ballot\w*|polls?)\b",
    any_case=True,
)
_SHARES = (0.15, 0.3, 0.6, 1.0, 1.5, 2.5)  # words of a kind in a hundred words


@dataclass(frozen=True)
class About:
    """Grades: of the number of words for talks (0 to 5), and of the shares of such words and of those of other fields (0 to 6).

    `much_else` is the last in a word; `signs` are what the gates see of them.
    """

    talks: int
    share: int
    others: int
    much_else: str
    signs: tuple[str, ...]


def about(document: Document) -> About:
    """What an article speaks of."""
    return _counted(document.title, document.text, bool(document.publisher))


@lru_cache(maxsize=2)  # demands and talks of an article ask for it one after the other
def _counted(title: str | None, text: str, by_office: bool) -> About:
    words = max(1, text.count(" ")) / 100
    talks, captives, others = (of.count(text) for of in (TALKS, CAPTIVES, OTHER_FIELDS))
    share, share_of_others = (bisect_right(_SHARES, count / words) for count in (talks, others))
    grade = bisect_right((1, 2, 3, 5, 8), talks)
    signs = (
        f"talks={grade}",
        f"share={share}",
        f"others={share_of_others}",
        f"share={share}+{share_of_others}",
        f"captives={bisect_right((1, 3, 6), captives)}",
        f"headline={bool(title and TALKS.search(title))}",
        f"office={by_office}",
    )
    much_else = "many" if share_of_others >= 4 else "some" if share_of_others >= 2 else "few"
    return About(grade, share, share_of_others, much_else, signs)
