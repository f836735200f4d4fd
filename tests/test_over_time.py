"""A warehouse over time: changed, withdrawn and deleted articles, and what was known on an earlier day."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from stage_data import StageBuilder

from flows.job import Job
from flows.settings import Settings
from flows.sources import sources_from_arguments
from flows.store import Reject, Store
from warehouse.as_of import AsOf
from warehouse.connect import WarehouseError
from warehouse.publish import build_and_publish
from warehouse.query import run_query

FIRST = "Both sides met in Geneva on Sunday. Some 40 buses came."
SECOND = "Both sides met in Istanbul on Sunday. Some 50 buses came."
OTHER = "A second paper has its own account: the delegations were in Geneva, and nobody else was."


def at(day: int) -> datetime:
    return datetime(2025, 6, day, 12, tzinfo=UTC)


def report(article_id: str, text: str, city: str, day: int, **slots: Any) -> StageBuilder:
    """One article, fetched on a day of June, with one talk of 1 June."""
    place = {"city": city, "date_start": "2025-06-01", "date_end": "2025-06-01", "date_basis": "stated"}
    builder = StageBuilder().article(article_id, text, "2025-06-02", fetched_at=at(day), page_id=f"p{day}", **slots)
    return builder.talk(text.split(".", maxsplit=1)[0], **place)


class Warehouse:
    """A warehouse folder to which stage folders and runs are added, as runs do."""

    def __init__(self, root: Path) -> None:
        self.root, self.stages = root, []
        self.store = Store(root)
        self.store.open()

    def run(self, day: int, *articles: StageBuilder, gone: str | None = None) -> Warehouse:
        run_id = f"202506{day:02}T120000-aaaa"
        for number, article in enumerate(articles):
            self.stages.append(article.write(self.root / "stage" / f"b{day}{number}.v1"))
        if gone:
            self.store.write_rejects(run_id, [Reject("fetch", gone, "http_404", "not found", "example")])
        run = {"run_id": run_id, "status": "published", "started_at": at(day).isoformat(), "version": "v1"}
        result = build_and_publish(self.root, self.stages, run)
        (self.root / "runs" / f"{run_id}.json").write_text(json.dumps({**run, "build": result.build_id}))
        return self

    def ask(self, sql: str, as_of: int | None = None) -> list[list[Any]]:
        day = AsOf(date(2025, 6, as_of)) if as_of else None
        return [list(row.values()) for row in json.loads(run_query(self.root, sql, "json", as_of=day))]


@pytest.fixture
def warehouse(tmp_path) -> Warehouse:
    """An article of 2 June that was changed on 6 June."""
    return Warehouse(tmp_path).run(3, report("a", FIRST, "Geneva", 3)).run(6, report("a", SECOND, "Istanbul", 6))


def test_a_new_version_replaces_reports_and_the_earlier_one_can_be_read(warehouse):
    assert warehouse.ask("select city, report_count from talks") == [["Istanbul", 1]]
    versions = "select version_no, is_current, page_id, cast(fetched_at as date), text from article_versions"
    assert warehouse.ask(versions) == [[1, False, "p3", "2025-06-03", FIRST], [2, True, "p6", "2025-06-06", None]]


def test_as_of_a_day(warehouse):
    warehouse.run(8, report("b", OTHER, "Geneva", 8))
    cities = "select city, report_count from talks order by city"
    assert warehouse.ask(cities, as_of=1) == []
    assert warehouse.ask(cities, as_of=5) == [["Geneva", 2]]  # b was out, though it was fetched later
    assert warehouse.ask(cities, as_of=7) == warehouse.ask(cities) != []
    assert warehouse.ask("select count(*) from runs", as_of=5) == [[1]]
    assert warehouse.ask("select count(*) from runs") == [[3]]
    assert len(list((warehouse.root / "as_of").iterdir())) == 3
    for folder in warehouse.root.glob("stage/*"):
        folder.rename(folder.with_suffix(".v0"))
    with pytest.raises(WarehouseError, match="no longer there; run again"):
        warehouse.ask(cities, as_of=6)


def test_a_withdrawn_article_counts_for_no_event_and_keeps_its_rows(warehouse):
    warehouse.run(8, report("b", OTHER, "Istanbul", 8), report("a", SECOND + " ", "Istanbul", 8, is_retracted=True))
    assert warehouse.ask("select report_count, article_count from talks") == [[1, 1]]
    assert warehouse.ask("select is_retracted, gone_since from articles order by article_id") == [
        [True, None],
        [False, None],
    ]
    kept = "select report_id, talk_id is null, row_id = coalesce(talk_id, report_id), quote from talk_reports"
    assert warehouse.ask(f"{kept} join evidence using (report_id) order by report_id") == [
        ["a#talk-1", True, True, SECOND.split(".", maxsplit=1)[0]],
        ["b#talk-1", False, True, OTHER.split(".", maxsplit=1)[0]],
    ]


def test_a_page_that_is_gone_counts_until_it_went_and_when_it_is_back(warehouse):
    warehouse.run(8, gone="https://example.org/a")
    assert warehouse.ask("select count(*) from talks") == [[0]]
    assert warehouse.ask("select cast(gone_since as varchar) from articles") == [["2025-06-08 12:00:00"]]
    assert warehouse.ask("select count(*) from talks", as_of=7) == [[1]]
    warehouse.run(9, report("a", SECOND, "Istanbul", 9))
    assert warehouse.ask("select count(*) from talks") == [[1]]
    assert warehouse.ask("select gone_since from articles") == [[None]]


MARKS = """
select a.title, v.version_no, a.is_retracted, a.gone_since is not null, count(r.talk_id)
from articles as a
join article_versions as v on v.article_id = a.article_id and v.is_current
left join talk_reports as r on r.article_id = a.article_id
group by all
order by a.title
"""


def page(city: str, note: str = "") -> str:
    met = f"Zambia and Malawi met in {city} on Monday for five hours of talks on a ceasefire, mediators said."
    asked = "Zambia demanded that Malawi withdraw its guns from the border road before the rains end."
    lines = "".join(f"<p>{line}</p>" for line in (note, met, asked) if line)
    published = "<meta property='article:published_time' content='2024-02-12'>"
    return f"<html><head><title>Talks in {city}</title>{published}</head><body><article>{lines}</article></body></html>"


def test_pages_that_a_server_changes_withdraws_and_loses(site, tmp_path):
    changed, withdrawn, lost = (site.page(f"/{name}.html", page(name)) for name in ("Lusaka", "Mumbwa", "Chipata"))

    def read() -> list[list[Any]]:
        settings = Settings(warehouse=tmp_path, processes=1, allow_private=True, host_delay=0)
        job = Job(sources_from_arguments([changed, withdrawn, lost]), settings)
        with patch("flows.workers.make_pool", ThreadPoolExecutor), job:
            assert job.look()
            job.start()
            job.finish()
        told = run_query(tmp_path, MARKS, "json")
        return [list(row.values()) for row in json.loads(told)]

    read()
    site.page("/Lusaka.html", page("Kitwe"))
    site.page("/Mumbwa.html", page("Mumbwa", "Editor's note: This article has been withdrawn by its author."))
    del site.routes["/Chipata.html"]
    assert read() == [
        ["Talks in Chipata", 1, False, True, 0],
        ["Talks in Kitwe", 2, False, False, 1],
        ["Talks in Mumbwa", 2, True, False, 0],
    ]
