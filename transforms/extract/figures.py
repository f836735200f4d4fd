"""Reports of figures in one article (codebook)."""

from __future__ import annotations

from typing import Any

from transforms.document import Document
from transforms.reference.load import Reference


def find_figures(document: Document, reference: Reference) -> list[dict[str, Any]]:
    """The figures that one article reports."""
    return []
