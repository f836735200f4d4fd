"""Of whom something is wanted."""

from __future__ import annotations

import re

from transforms.document import Document
from transforms.extract.demand_candidates import Candidate

_CLAUSE_SUBJECT = re.compile(
    r"^(?:the |both |all )?(?P<who>(?:<NUM:\d+> )?<(?:PARTY|PERSON|PRON):\d+>(?:(?:, | and |, and )(?:the )?<(?:PARTY|PERSON):\d+>)*)(?!['’]|\s?-)"
)
_FROM = re.compile(
    r"\b(?:guarantees?|assurances?|pledges?|commitments?|promises?|concessions?|apolog(?:y|ies)|compensation|reparations|clarity"
    r"|withdrawal|recognition) (?:from|of|by) (?P<who><(?:PARTY|PERSON):\d+>(?: and <(?:PARTY|PERSON):\d+>)*)"
)

def addressee(c: Candidate, document: Document) -> tuple[str, ...]:
    """Who shall act: who is asked, else who acts in what is wanted, else the other side of a conflict of two."""
    by = c.wish.voice.parties
    if c.to is not None:
        return tuple(code for code in c.to if code not in by)
    s = c.sentence
    for m in (_CLAUSE_SUBJECT.match(c.piece), _FROM.search(c.piece)):
        if m and (codes := dict.fromkeys(x for n in s.mentions_in(m["who"]) if n.kind != "NUM" for x in n.parties)):
            return tuple(code for code in codes if code not in by)
    if c.issue in ("military_aid", "sanctions") and len(document.sides) == 2 and "USA" not in document.sides:
        return ()
    if set(by) <= set(document.sides):
        return tuple(code for code in document.sides if code not in by)
    return ()
