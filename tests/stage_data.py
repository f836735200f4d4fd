"""Small stage folders for tests: articles with reports whose quotes stand in their text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from transforms import schemas
from warehouse.checked import STAGE_FRAMES

RUN = {"run_id": "20250701T080000-aaaa", "status": "published", "started_at": "2025-07-01T08:00:00+00:00"}


class StageBuilder:
    """Collects rows; `write` makes a stage folder of them."""

    def __init__(self) -> None:
        self.rows: dict[str, list[dict[str, Any]]] = {name: [] for name in STAGE_FRAMES}

    def article(self, article_id: str, text: str, published: str | None = "2025-06-02", **slots: Any) -> StageBuilder:
        row = {
            "article_id": article_id,
            "page_id": f"page-{article_id}",
            "url": f"https://example.org/{article_id}",
            "title": "Talks",
            "outlet": "The Example",
            "authors": [],
            "published": date.fromisoformat(published) if published else None,
            "published_basis": "metadata" if published else None,
            "language": "en",
            "text": text,
            "word_count": len(text.split()),
            "relevant": True,
            "fetched_at": datetime(2025, 7, 1, tzinfo=UTC),
            "source": "example",
        }
        self.rows["articles"].append(row | slots)
        return self

    def talk(self, quote: str, **slots: Any) -> StageBuilder:
        return self._report("talk", quote, {"status": "held", "parties": ["RUS", "UKR"], **slots})

    def demand(self, quote: str, **slots: Any) -> StageBuilder:
        row = {"by_parties": ["UKR"], "to_parties": ["RUS"], "kind": "demand", "issue": "ceasefire", "text": "a truce"}
        return self._report("demand", quote, row | slots)

    def exchange(self, quote: str, **slots: Any) -> StageBuilder:
        return self._report("exchange", quote, {"status": "completed", "parties": ["RUS", "UKR"], "legs": [], **slots})

    def figure(self, quote: str, **slots: Any) -> StageBuilder:
        return self._report("figure", quote, {"value": 10.0, "approx": "exact", "unit": "count", **slots})

    def person(self, person_id: str, name: str, party: str | None = None, role: str | None = None) -> StageBuilder:
        article_id = self.rows["articles"][-1]["article_id"]
        row = {"person_id": person_id, "article_id": article_id, "name": name, "party_code": party, "role": role}
        self.rows["people"].append(row)
        return self

    def reject(self, item: str, reason: str, stage: str = "clean") -> StageBuilder:
        self.rows["rejects"].append({"stage": stage, "item": item, "reason": reason})
        return self

    def _report(self, kind: str, quote: str, slots: dict[str, Any]) -> StageBuilder:
        """A report of the last article; its evidence is where the quote stands in the text."""
        article = self.rows["articles"][-1]
        frame = "figures" if kind == "figure" else f"{kind}_reports"
        number = sum(r["article_id"] == article["article_id"] for r in self.rows[frame]) + 1
        report_id = f"{article['article_id']}#{kind}-{number}"
        dates = {k: date.fromisoformat(slots[k]) for k in ("date_start", "date_end") if slots.get(k)}
        self.rows[frame].append({"report_id": report_id, "article_id": article["article_id"]} | slots | dates)
        start = article["text"].index(quote)
        evidence = {
            "row_kind": kind,
            "report_id": report_id,
            "article_id": article["article_id"],
            "sentence_no": 1,
            "char_start": start,
            "char_end": start + len(quote),
            "quote": quote,
            "pattern_id": "test",
        }
        self.rows["evidence"].append(evidence)
        return self

    def frames(self) -> dict[str, pl.DataFrame]:
        return {
            name: pl.DataFrame([{c: row.get(c) for c in schema} for row in self.rows[name]], schema=schema)
            for name, schema in STAGE_FRAMES.items()
        }

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, frame in self.frames().items():
            schemas.conform(frame, STAGE_FRAMES[name], name=name).write_parquet(folder / f"{name}.parquet")
        return folder


def leg(source: str | None, target: str | None, category: str = "prisoners_of_war", **slots: Any) -> dict[str, Any]:
    """One leg of an exchange report."""
    names = ("value", "low", "high", "approx", "who")
    return {"from_party": source, "to_party": target, "category": category, **dict.fromkeys(names), **slots}


def day_of_talks(stage: StageBuilder, number: int) -> StageBuilder:
    """One article about the n-th round of talks, a demand, a swap and figures; n days after 1 June 2025."""
    day = date(2025, 6, 1) + timedelta(days=number)
    text = (
        f"Round {number} – “frank” talks – was held in Zürich on day {number}.\n"
        f"Kyiv wants a truce, its envoy Olha Example{number} said.\n"
        f"Each side freed {100 + number} soldiers. Some {number} buses were used."
    )
    held, wants, freed, buses = (
        f"Round {number} – “frank” talks – was held in Zürich on day {number}.",
        f"Kyiv wants a truce, its envoy Olha Example{number} said.",
        f"Each side freed {100 + number} soldiers.",
        f"Some {number} buses were used.",
    )
    people = [{"name": f"Olha Example{number}", "person_id": f"olha_example{number}", "party": "UKR"}]
    place = {"city": "Zürich", "country": "CHE", "date_start": str(day), "date_end": str(day), "date_basis": "stated"}
    count = float(100 + number)
    legs = [leg("RUS", "UKR", value=count, approx="exact"), leg("UKR", "RUS", value=count, approx="exact")]
    return (
        stage.article(f"a{number:05}", text, str(day))
        .talk(held, round=number, people=people, mediators=["CHE"], outcome="partial", **place)
        .demand(wants, attributed_to=f"Olha Example{number}")
        .exchange(freed, legs=legs, date_start=str(day), date_end=str(day))
        .figure(buses, value=float(number), approx="about", what="buses")
        .person(f"olha_example{number}", f"Olha Example{number}", "UKR", "envoy")
    )
