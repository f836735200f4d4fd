"""The example site: what it serves, and that cleaning gives back exactly the articles that were written."""

import re
from datetime import UTC, datetime
from urllib.error import HTTPError
from urllib.request import urlopen

import polars as pl
import pytest
import yaml

from flows.sample import build_site, read_articles, serve, source_entries
from transforms.boilerplate import is_boilerplate_line
from transforms.clean import clean_pages
from transforms.schemas import PAGES

BASE = "http://127.0.0.1:1"


def get(url):
    with urlopen(url, timeout=10) as response:
        return response.headers["Content-Type"], response.read().decode()


def test_site_over_http():
    with serve() as base:
        kind, feed = get(f"{base}/feed.xml")
        _, sitemap = get(f"{base}/sitemap.xml")
        _, robots = get(f"{base}/robots.txt")
        listed = re.findall(r"<loc>(.*?)</loc>", sitemap)
        bodies = [get(url) for url in listed]
        with pytest.raises(HTTPError, match="404"):
            get(f"{base}/nothing")
    assert kind.startswith("application/rss+xml")
    assert len(listed) == len(set(listed)) == len(read_articles())
    assert set(re.findall(r"<guid>(.*?)</guid>", feed)) < set(listed)
    assert f"Sitemap: {base}/sitemap.xml" in robots
    assert all(kind.startswith("text/html") and "every article here is invented" in body for kind, body in bodies)


def test_sources_name_the_served_address():
    entries = yaml.safe_load(source_entries(BASE))
    assert [e.get("feed") or e.get("sitemap") for e in entries] == [f"{BASE}/feed.xml", f"{BASE}/sitemap.xml"]


def test_cleaning_gives_back_what_was_written():
    site = build_site(BASE)
    pages = [
        dict.fromkeys(PAGES)
        | {"page_id": a.path, "url": BASE + a.path, "final_url": BASE + a.path, "media_type": "text/html"}
        | {"content": site[a.path][1], "fetched_at": datetime(2026, 1, 1, tzinfo=UTC)}
        for a in read_articles()
    ]
    cleaned, rejects = clean_pages(pl.DataFrame(pages, schema=PAGES))
    assert rejects.is_empty()
    for written, found in zip(read_articles(), cleaned.iter_rows(named=True), strict=True):
        assert found["text"].split("\n") == [p for p in written.paragraphs if not is_boilerplate_line(p)]
        assert (found["title"], found["published"]) == (written.title, written.published.date())
        assert found["agency"] == ("Meridian" if "(Meridian)" in found["text"] else None)
    assert cleaned.filter(~pl.col("relevant"))["page_id"].to_list() == [
        "/herald/2024/04/15/ferry-terminal-reopens.html"
    ]
