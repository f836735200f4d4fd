"""A source that used to bring something and does not any more is told: in the record, the table, the status."""

from datetime import UTC, datetime, timedelta

import duckdb
import pytest

from flows.alerts import SourceCount, find_alerts
from flows.sources import Source
from flows.store import Reject
from tests.test_visits import pages, sitemap
from tests.test_warc import run

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def past(*runs):
    """Records of earlier runs of the source s: hours ago, new, unchanged, articles."""
    return [
        {
            "status": "published",
            "started_at": (NOW - timedelta(hours=hours)).isoformat(),
            "source_counts": {"s": {"new": new, "changed": 0, "unchanged": unchanged, "articles": articles}},
        }
        for hours, new, unchanged, articles in runs
    ]


def found(count, runs, *rejects):
    new, unchanged, articles = count
    counts = {"s": SourceCount(new=new, unchanged=unchanged, articles=articles)}
    alerts = find_alerts(counts, rejects, runs, NOW)
    return [
        (a.reason, a.usual_count, (NOW - datetime.fromisoformat(a.last_brought_at)) / timedelta(hours=1))
        for a in alerts
    ]


STEADY = past(*[(hours, 2, 5, 2) for hours in (60, 48, 36, 24, 12)])


@pytest.mark.parametrize(
    ("count", "runs", "alerts"),
    [
        ((0, 0, 0), [], []),  # it never brought anything
        ((0, 0, 0), STEADY, [("no_pages", 7, 12)]),
        ((0, 0, 0), past((9, 1, 3, 1), (8, 0, 6, 0), *[(h, 0, 0, 0) for h in range(7, 0, -1)]), [("no_pages", 4, 8)]),
        ((0, 7, 0), STEADY, []),  # 12 hours are what it takes
        ((0, 7, 0), past(*[(h + 13, 2, 5, 2) for h in (60, 48, 36, 24, 12)]), [("nothing_new", 2, 25)]),
        ((0, 7, 0), past(*[(h, 2, 5, 2) for h in (250, 200, 100, 90)]), []),  # it has been silent for longer
        ((0, 7, 0), past(*[(h, 2, 5, 2) for h in (250, 240, 230)]), []),  # too few to tell
        ((1, 7, 0), STEADY, []),
        ((3, 7, 0), past((48, 4, 0, 3), (24, 3, 0, 0), (12, 1, 0, 1)), [("no_articles", 3, 48)]),
        ((3, 7, 0), past((48, 4, 0, 0), (36, 5, 0, 0), (24, 3, 0, 1)), []),  # half of its runs had none
        ((3, 7, 1), past((48, 4, 0, 3)), []),
    ],
)  # fmt: skip
def test_what_is_an_alert(count, runs, alerts):
    assert found(count, runs) == alerts


def test_runs_that_failed_and_pages_that_wait_are_no_reason():
    failed = [{**run, "status": "failed"} for run in STEADY]
    assert found((0, 0, 0), failed) == []
    assert found((0, 0, 0), STEADY, Reject("fetch", "x", "over_budget", "9 pages are left", "s")) == []


def test_a_source_that_falls_silent_is_in_table_and_status(site, tmp_path, parley):
    good = sitemap(site, pages(site, 1), "/good.xml")
    moved = Source("moved", "sitemap", sitemap(site, pages(site, 3, start=1), "/moved.xml"))
    assert run(tmp_path, good, moved, allow_private=True)["alerts"] == []
    del site.routes["/moved.xml"]
    record = run(tmp_path, good, moved, allow_private=True)
    assert record["status"] == "published"
    assert [(a["source"], a["reason"], a["usual_count"]) for a in record["alerts"]] == [("moved", "no_pages", 3)]
    with duckdb.connect(str(tmp_path / "parley.duckdb"), read_only=True) as connection:
        rows = connection.execute("select run_id, source, detail, last_brought_at < now() from alerts").fetchall()
    assert rows == [(record["run_id"], "moved", "http_404: answered 404", True)]
    assert run(tmp_path, good, moved, allow_private=True)["status"] == "unchanged"  # it is known already
    assert "moved: http_404: answered 404; usual: 3" in parley("status", "--warehouse", tmp_path).stdout
