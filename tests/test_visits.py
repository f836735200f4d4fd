"""What a second run asks of servers: nothing that it knows, little more than it must, and what a budget left out."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import format_datetime
from unittest.mock import patch

import polars as pl
import pytest

from flows.job import Job
from flows.settings import Settings
from flows.sitemaps import latest_change
from flows.sources import Source, sources_from_arguments
from tests.test_warc import run

NAMESPACE = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"
LONG_AGO, NOW = "2020-01-01", datetime.now(UTC).isoformat()


def sitemap(site, urls, path="/sitemap.xml", lastmod="", **headers):
    """A sitemap of these URLs."""
    stated = f"<lastmod>{lastmod}</lastmod>" if lastmod else ""
    entries = "".join(f"<url><loc>{url}</loc>{stated}</url>" for url in urls)
    return site.page(path, f"<urlset {NAMESPACE}>{entries}</urlset>", "application/xml", **headers)


def index(site, files, path="/index.xml", **headers):
    entries = "".join(f"<sitemap><loc>{file}</loc></sitemap>" for file in files)
    return site.page(path, f"<sitemapindex {NAMESPACE}>{entries}</sitemapindex>", "application/xml", **headers)


def pages(site, count, start=0, **headers):
    """Short pages, each with an ETag of its own unless other headers are given."""
    return [
        site.page(f"/{n}.html", f"<html><body><p>Page {n}.</p></body></html>", **(headers or {"ETag": f'"{n}"'}))
        for n in range(start, start + count)
    ]


def visit(folder, *sources, **settings):
    """A run as far as to its stages: what it publishes has no part in this."""
    entries = [s if isinstance(s, Source) else sources_from_arguments([s])[0] for s in sources]
    given = {
        "warehouse": folder,
        "processes": 1,
        "allow_private": True,
        "host_delay": 0,
        "retry_wait": 0.01,
        **settings,
    }
    with patch("flows.workers.make_pool", ThreadPoolExecutor), Job(entries, Settings(**given)) as job:
        job.start()
        job.finish_reading()
        for shard in job.shards():
            job.finish_shard(shard)
        return job.keep_published()


def counts(record):
    return record["new_page_count"], record["unchanged_page_count"]


@pytest.mark.parametrize(
    "headers", [{"ETag": '"x"'}, {"Last-Modified": format_datetime(datetime.now(UTC), usegmt=True)}]
)
def test_no_page_that_is_known_is_sent_again(site, tmp_path, headers):
    urls = pages(site, 300, **headers)
    source = sitemap(site, urls, ETag='"s"')
    assert counts(run(tmp_path, source, allow_private=True)) == (300, 0)
    assert set(site.sent) == {"/sitemap.xml", *(url.removeprefix(site.base) for url in urls)}
    site.sent.clear(), site.asked.clear()
    record = run(tmp_path, source, allow_private=True)
    assert (record["status"], counts(record)) == ("unchanged", (0, 300))
    assert (site.sent, len(site.asked)) == ([], 302)  # robots.txt too, which this site does not have
    changed = site.page("/7.html", "<html><body><p>Another page.</p></body></html>", ETag='"other"')
    record = visit(tmp_path, source)
    assert (site.sent, counts(record)) == ([changed.removeprefix(site.base)], (1, 299))
    assert record["source_counts"] == {source: {"new": 0, "changed": 1, "unchanged": 299, "articles": 0}}


def test_what_a_feed_names_is_asked_for_though_the_feed_did_not_change(site, tmp_path):
    urls = pages(site, 2)
    items = "".join(f"<item><link>{url}</link></item>" for url in urls)
    feed = site.page("/feed", f"<rss version='2.0'><channel>{items}</channel></rss>", "text/xml", ETag='"f"')
    del site.routes["/1.html"]
    assert counts(visit(tmp_path, feed)) == (1, 0)
    pages(site, 2)
    site.sent.clear()
    assert counts(visit(tmp_path, feed)) == (1, 1)
    assert site.sent == ["/1.html"]


def test_what_did_not_change_since_it_was_read_is_not_asked_for(site, tmp_path):
    old, new = pages(site, 3), pages(site, 2, start=3)
    files = [sitemap(site, old, "/old.xml", LONG_AGO), sitemap(site, new, "/new.xml", NOW)]
    visit(tmp_path, *files)
    site.asked.clear()
    assert counts(visit(tmp_path, *files)) == (0, 5)
    assert set(site.asked) == {"/robots.txt", "/old.xml", "/new.xml", "/3.html", "/4.html"}


def test_what_was_read_a_while_ago_can_be_left_alone(site, tmp_path):
    source = sitemap(site, pages(site, 2))
    visit(tmp_path, source)
    site.asked.clear()
    assert counts(visit(tmp_path, source, revisit_after=3600)) == (0, 2)
    assert site.asked == ["/robots.txt", "/sitemap.xml"]


@pytest.mark.parametrize(
    ("lastmod", "latest"),
    [
        ("2025-06-02T10:00:00Z", "2025-06-02T10:00:00+00:00"),
        ("2025-06-02T10:00:00.5+02:00", "2025-06-02T08:00:00.5+00:00"),
        ("2025-06-02T10:00", "2025-06-02T22:00:00+00:00"),
        (" 2025-06-02 ", "2025-06-03T12:00:00+00:00"),  # its end where the day ends last
        ("2025-06", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_latest_that_a_lastmod_can_mean(lastmod, latest):
    assert latest_change(lastmod) == (datetime.fromisoformat(latest) if latest else None)


def test_without_memory_all_is_asked_for_and_nothing_is_new(site, tmp_path):
    source = sitemap(site, pages(site, 3), lastmod=LONG_AGO)
    visit(tmp_path, source)
    (tmp_path / "urls.parquet").write_bytes(b"damaged")
    site.sent.clear()
    assert counts(visit(tmp_path, source)) == (0, 3)
    assert len(site.sent) == 4


def test_without_pages_the_memory_of_them_is_nothing(site, tmp_path):
    source = sitemap(site, pages(site, 3), lastmod=LONG_AGO)
    visit(tmp_path, source)
    for file in tmp_path.glob("pages/*.parquet"):
        file.unlink()
    assert counts(visit(tmp_path, source)) == (3, 0)


def test_a_page_that_is_gone_is_told_and_is_new_when_it_is_back(site, tmp_path):
    source = sitemap(site, pages(site, 2))
    visit(tmp_path, source)
    route = site.routes.pop("/1.html")
    record = visit(tmp_path, source)
    assert (counts(record), record["rejects"]) == ((0, 1), {"http_404": 1})
    site.routes["/1.html"] = route
    assert counts(visit(tmp_path, source)) == (1, 1)
    assert counts(visit(tmp_path, source)) == (0, 2)


def rejected(folder):
    frames = [pl.read_parquet(file) for file in sorted(folder.glob("runs/*.rejects.parquet"))]
    return [frame.filter(pl.col("reason") == "over_budget")["detail"].to_list() for frame in frames]


@pytest.mark.parametrize("budget", ["limit", "source_budget", "host_budget", "run_budget"])
def test_what_a_budget_leaves_out_is_counted_and_comes_next(site, tmp_path, budget):
    location = sitemap(site, pages(site, 5))
    source = Source("s", "sitemap", location, limit=2 if budget == "limit" else None)
    settings = {} if budget == "limit" else {budget: 2}
    found = [counts(visit(tmp_path, source, **settings)) for _ in range(4)]
    assert found == [(2, 0), (2, 0), (1, 1), (0, 2)]
    assert all(left.startswith("3 pages are left to the next run: at most 2 ") for [left] in rejected(tmp_path))
    pages_asked = [path for path in site.asked if path.endswith(".html")]
    assert pages_asked == [f"/{n}.html" for n in (0, 1, 2, 3, 4, 0, 1, 2)]


def test_sources_share_a_budget(site, tmp_path):
    one, other = sitemap(site, pages(site, 9), "/one.xml"), sitemap(site, pages(site, 2, start=9), "/other.xml")
    visit(tmp_path, one, other, run_budget=4)
    assert [path for path in site.asked if path.endswith(".html")] == ["/0.html", "/9.html", "/1.html", "/10.html"]


def test_a_host_has_its_time(site, tmp_path):
    record = visit(tmp_path, sitemap(site, pages(site, 9)), host_seconds=1, host_delay=0.4)
    new, _ = counts(record)
    assert 0 < new < 9
    assert rejected(tmp_path) == [[f"{9 - new} pages are left to the next run: at most 1 seconds a run of a host"]]


def test_indexes_that_point_to_themselves_end(site, tmp_path):
    """To itself, to each other, to what is broken; a file that cannot be read does not cost the others."""
    site.page("/broken.xml", "<urlset><url>", "application/xml")
    names = ["/index.xml", "/second.xml", "/broken.xml", "/none.xml", "/good.xml"]
    first = index(site, [site.base + name for name in names])
    index(site, [first, site.base + "/second.xml"], "/second.xml")
    sitemap(site, pages(site, 2), "/good.xml")
    record = visit(tmp_path, Source("s", "sitemap", first))
    assert (counts(record), record["rejects"]) == ((2, 0), {"bad_sitemap": 1, "http_404": 1, "no_text": 2})
    assert sorted(path for path in site.asked if path.endswith(".xml")) == sorted(names)


def test_files_of_an_index_are_read_in_turn(site, tmp_path):
    files = [sitemap(site, pages(site, 1, start=n), f"/{n}.xml") for n in range(5)]
    source = index(site, files)
    found = [counts(visit(tmp_path, source, max_sitemaps=3)) for _ in range(3)]
    assert found == [(2, 0), (2, 0), (1, 1)]


def test_a_sitemap_that_is_no_xml_or_packed(site, tmp_path):
    urls = pages(site, 2)
    site.page("/list.txt", "\n".join(urls), "text/plain")
    packed = gzip.compress(site.routes[sitemap(site, urls, "/x").removeprefix(site.base)][2])
    site.page("/packed.xml.gz", packed, "application/gzip")
    bomb = site.page("/bomb.xml.gz", gzip.compress(b"<urlset>" + bytes(60_000_000)), "application/gzip")
    assert counts(visit(tmp_path / "a", Source("s", "sitemap", site.base + "/list.txt"))) == (2, 0)
    record = visit(tmp_path / "b", site.base + "/packed.xml.gz", Source("bomb", "sitemap", bomb))
    assert (counts(record), record["rejects"]["too_large"]) == ((2, 0), 1)


def test_a_feed_of_a_hundred_thousand(site, tmp_path):
    pages(site, 3)
    items = "".join(f"<item><link>{site.base}/{n}.html</link></item>" for n in range(100_000))
    feed = site.page("/feed", f"<rss version='2.0'><channel>{items}</channel></rss>", "text/xml")
    record = visit(tmp_path, Source("s", "feed", feed, limit=3))
    assert counts(record) == (3, 0)
    assert rejected(tmp_path) == [["99,997 pages are left to the next run: at most 3 of the source s a run"]]
