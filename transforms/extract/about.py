"""How much an article speaks of talks, of captives, and of the other things that fill a newspaper, for the gates."""

from __future__ import annotations

from bisect import bisect_right

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


class About:
    """Grades: of the number of words for talks (0 to 5), and of the shares of such words and of those of other fields (0 to 6)."""

    def __init__(self, document: Document) -> None:
        text = document.text
        words = max(1, text.count(" ")) / 100
        talks, captives, others = (sum(1 for _ in of.finditer(text)) for of in (TALKS, CAPTIVES, OTHER_FIELDS))
        self.talks = bisect_right((1, 2, 3, 5, 8), talks)
        self.share = bisect_right(_SHARES, talks / words)
        self.others = bisect_right(_SHARES, others / words)
        self.signs = [
            f"talks={self.talks}",
            f"share={self.share}",
            f"others={self.others}",
            f"share={self.share}+{self.others}",
            f"captives={bisect_right((1, 3, 6), captives)}",
            f"headline={bool(document.title and TALKS.search(document.title))}",
            f"office={document.publisher is not None}",
        ]
