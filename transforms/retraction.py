"""Whether an article says of itself that it was withdrawn.

Only words about the article itself count: that "the report was withdrawn" can be the news. Such a note stands in the
headline, in the first lines or in the last.
"""

from __future__ import annotations

import re

EDGE_CHARS = 600  # of the text's beginning and end that are looked at

_HEADLINE = re.compile(
    r"^\W*(?:(?:RETRACTED|RETRACTION|WITHDRAWN|STORY REMOVED)\b|(?:Retracted|Retraction|Withdrawn)\s*[:|–—-])"
)
_GONE = r"(?:retracted|withdrawn|removed|taken down|unpublished)"
_NOTE = re.compile(
    rf"\bthis (?:article|story|report|dispatch|piece|post|page|item)\b[^.\n]{{0,60}}?\b(?:has been|have been|was|is) {_GONE}\b"
    rf"|\b(?:has|have) (?:retracted|withdrawn|removed|taken down) (?:this|its|an earlier|the earlier) (?:article|story|report|dispatch)\b"
    rf"|(?:^|\n)\W*(?:editor[’']s note|note to (?:editors|readers)|retraction)\b[^.\n]{{0,160}}\b(?:article|story|dispatch)\b[^.\n]{{0,60}}\b{_GONE}\b",
    re.IGNORECASE,
)


def says_retracted(title: str | None, text: str) -> bool:
    """Whether headline or text say that this article was retracted, withdrawn or removed."""
    return bool(_HEADLINE.search(title or "") or _NOTE.search(text[:EDGE_CHARS]) or _NOTE.search(text[-EDGE_CHARS:]))
