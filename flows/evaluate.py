"""`parley eval`: how well extraction agrees with a folder of coded articles, by the definitions of `transforms/score.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl

from flows.errors import ParleyError
from flows.store import make_page, pages_frame
from transforms.clean import clean_pages
from transforms.pipeline import extract_articles
from transforms.records import to_json_objects
from transforms.reference.load import load_reference
from transforms.score import KINDS, Coded, align, format_scores, format_slots, read_coded, score_articles

SPLITS = ("all", "first", "second")
_READ_AT = datetime(1970, 1, 1, tzinfo=UTC)  # when a file was read has no part in what it says


def evaluate(folder: Path, *, split: str, errors: bool, slots: bool) -> int:
    """Print the figures of a folder of coded articles. Raises ParleyError when it holds none."""
    try:
        coded = [c for c in read_coded(folder) if split == "all" or half_of(c.name) == split]
    except ValueError as error:
        raise ParleyError(str(error)) from None
    found = extracted(coded)
    if errors:
        for c in coded:
            for line in _differences(c, found.get(c.name, {})):
                print(line)
    scores = score_articles((c.gold, found.get(c.name, {})) for c in coded)
    print(format_scores(scores))
    if slots:
        print(format_slots(scores))
    return 0


def half_of(name: str) -> str:
    """Which half of a folder an article belongs to: by the hash of its name, so that new articles move no other."""
    return SPLITS[1 + sha256(name.encode()).digest()[0] % 2]


def extracted(coded: list[Coded]) -> dict[str, dict[str, Any]]:
    """What the whole chain finds in coded articles, by name; an article that is refused is absent."""
    articles = articles_of(coded)
    records = to_json_objects(articles, extract_articles(articles, load_reference()))
    names = {c.article["id"]: c.name for c in coded}
    return {names[record["id"]]: record for record in records}


def articles_of(coded: list[Coded]) -> pl.DataFrame:
    """Coded articles as cleaned ones (ARTICLES), without those that cleaning refuses."""
    pages = [
        make_page(
            c.name,
            json.dumps(c.article).encode(),
            media_type="application/json",
            fetched_at=_READ_AT,
            source="coded",
            outlet=None,
        )
        for c in coded
    ]
    return clean_pages(pages_frame(pages))[0]


def _differences(coded: Coded, found: dict[str, Any]) -> Iterator[str]:
    for kind in KINDS:
        gold, rows = coded.gold.get(kind), found.get(kind, [])
        if gold is None:
            continue
        pairs = align(kind, gold, rows)
        yield from (_line("missed", coded.name, kind, gold[i]) for i in _rest(gold, {i for i, _ in pairs}))
        yield from (_line("invented", coded.name, kind, rows[j]) for j in _rest(rows, {j for _, j in pairs}))


def _rest(rows: list[dict[str, Any]], aligned: set[int]) -> list[int]:
    return [n for n in range(len(rows)) if n not in aligned]


def _line(what: str, name: str, kind: str, row: dict[str, Any]) -> str:
    slots = {key: value for key, value in row.items() if key != "evidence" and value not in (None, [])}
    return f"{what:8} {name} {kind}: {json.dumps(slots, ensure_ascii=False)}"
