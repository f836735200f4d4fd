"""Between frames and the JSON of `parley extract`: the codebook's slot names (design.md, section 2)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from transforms.pipeline import Extraction


def to_json_objects(articles: pl.DataFrame, extraction: Extraction) -> Iterator[dict[str, Any]]:
    """One object an article, in the order of `articles`."""
    evidence = _evidence(extraction.evidence)
    talks = _by_article(extraction.talk_reports, evidence, _talk)
    demands = _by_article(extraction.demand_reports, evidence, _demand)
    exchanges = _by_article(extraction.exchange_reports, evidence, _exchange)
    figures = _by_article(extraction.figures, evidence, _figure)
    for row in articles.iter_rows(named=True):
        key = row["article_id"]
        yield {
            "id": key,
            "url": row["url"],
            "title": row["title"],
            "outlet": row["outlet"],
            "authors": row["authors"] or [],
            "published": _iso(row["published"]),
            "language": row["language"],
            "relevant": row["relevant"],
            "text": row["text"],
            "talks": talks.get(key, []),
            "demands": demands.get(key, []),
            "exchanges": exchanges.get(key, []),
            "figures": figures.get(key, []),
        }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _evidence(frame: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        entry = {
            "sentence": row["sentence_no"],
            "start": row["char_start"],
            "end": row["char_end"],
            "text": row["quote"],
        }
        found.setdefault(row["report_id"], []).append(entry)
    return found


def _by_article(
    frame: pl.DataFrame, evidence: dict[str, list[dict[str, Any]]], shape: Any
) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(row["article_id"], []).append(shape(row) | {"evidence": evidence.get(row["report_id"], [])})
    return found


def _date(row: dict[str, Any]) -> list[str | None] | None:
    return [_iso(row["date_start"]), _iso(row["date_end"])] if row["date_start"] else None


def _amount(row: dict[str, Any], prefix: str) -> dict[str, Any] | None:
    if row[f"{prefix}value"] is None:
        return None
    bounds = {k: row[prefix + k] for k in ("low", "high") if row[prefix + k] is not None}
    return {"value": row[f"{prefix}value"], "approx": row[f"{prefix}approx"]} | bounds


def _talk(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "status": row["status"],
        "parties": row["parties"],
        "mediators": row["mediators"],
        "date": _date(row),
        "city": row["city"],
        "country": row["country"],
        "venue": row["venue"],
        "round": row["round"],
        "level": row["level"],
        "format": row["format"],
        "duration_minutes": _amount(row, "duration_"),
        "people": [p["name"] for p in row["people"] or []],
        "outcome": row["outcome"],
    }


def _demand(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "by": row["by_parties"],
        "to": row["to_parties"],
        **{k: row[k] for k in ("kind", "issue", "text", "response", "attributed_to", "via")},
    }


def _exchange(row: dict[str, Any]) -> dict[str, Any]:
    legs = [
        {"from": leg["from_party"], "to": leg["to_party"], "category": leg["category"]}
        | {"value": leg["value"], "approx": leg["approx"], "who": leg["who"]}
        | {k: leg[k] for k in ("low", "high") if leg[k] is not None}
        for leg in row["legs"] or []
    ]
    return {
        "status": row["status"],
        "parties": row["parties"],
        "mediators": row["mediators"],
        "date": _date(row),
        "legs": legs,
        "attributed_to": row["attributed_to"],
        "via": row["via"],
    }


def _figure(row: dict[str, Any]) -> dict[str, Any]:
    bounds = {k: row[k] for k in ("low", "high") if row[k] is not None}
    return {k: row[k] for k in ("value", "approx", "unit", "what", "claimant")} | bounds
