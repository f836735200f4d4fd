"""URLs to pages on a local server: robots.txt, private addresses, caps, redirects, retries; what sources hold."""

import gzip
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from flows.archive import ArchiveTarget
from flows.client import Client
from flows.discover import discover
from flows.fetch import Target, fetch, fetch_one
from flows.files import FileTarget, read_file
from flows.lists import Lists
from flows.settings import Settings
from flows.sources import Source, sources_from_arguments
from flows.store import Page, Reject, pages_frame
from flows.transfer import FetchError
from flows.visits import Visits
from transforms.clean import clean_pages

SETTINGS = Settings(allow_private=True, host_delay=0, retry_wait=0.01, page_timeout=5.0, page_max_bytes=10_000)
HTML = "<html><body><p>A page.</p></body></html>"


def reason(url, **changes):
    with pytest.raises(FetchError) as caught:
        Client(replace(SETTINGS, **changes)).get(url)
    return caught.value.reason


def found(settings=SETTINGS, **source):
    entry = Source(name="s", **source)
    return list(discover([entry], Lists(Client(settings), Visits()), settings))


def test_page_is_kept_as_sent(site):
    url = site.page("/a", HTML, **{"Last-Modified": "Mon, 02 Jun 2025 10:00:00 GMT", "Set-Cookie": "secret=1"})
    hop = site.redirect("/old", "/a")
    page = fetch_one(Target(hop, "s", "Outlet"), Client(SETTINGS))
    assert isinstance(page, Page)
    assert (page.url, page.final_url, page.status, page.content) == (hop, url, 200, HTML.encode())
    assert "Mon, 02 Jun 2025" in page.headers
    assert "secret" not in page.headers


def test_private_addresses_are_refused(site):
    url = site.page("/a", HTML)
    for address in (url, url.replace("127.0.0.1", "localhost"), url.replace("127.0.0.1", "[::ffff:127.0.0.1]")):
        assert reason(address, allow_private=False, retries=0) in {"private_address", "connection"}
    assert reason(url, allow_private=False) == "private_address"
    assert site.asked == []


def test_robots_are_obeyed_and_read_once(site):
    site.page("/robots.txt", "User-agent: *\nDisallow: /private\n", "text/plain")
    site.page("/a", HTML), site.page("/private/b", HTML)
    site.redirect("/way-in", "/private/b")
    client = Client(SETTINGS)
    assert client.get(site.base + "/a").status == 200
    for path in ("/private/b", "/way-in"):
        with pytest.raises(FetchError) as caught:
            client.get(site.base + path)
        assert caught.value.reason == "robots"
    assert site.asked == ["/robots.txt", "/a", "/way-in"]


def test_nothing_is_fetched_while_robots_cannot_be_read(site):
    site.page("/robots.txt", "", status=503)
    assert reason(site.page("/a", HTML), retries=0) == "http_503"
    assert "/a" not in site.asked


def test_caps(site):
    assert reason(site.page("/large", "x" * 10_001)) == "too_large"
    bomb = site.page("/bomb", gzip.compress(b"x" * 1_000_000), **{"Content-Encoding": "gzip"})
    assert reason(bomb) == "too_large"
    assert reason(site.redirect("/circle", "/circle")) == "redirects"
    assert site.asked.count("/circle") == SETTINGS.max_redirects + 1
    assert reason(site.silence("/silent"), page_timeout=0.5, retries=0) == "timeout"
    assert reason(site.redirect("/out", "file:///etc/hosts")) == "bad_url"


def test_a_server_that_drips_is_left(site):
    """One page costs its timeout, a host full of them a few."""

    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            if site.stopped.wait(0.05):
                return

    site.routes |= {f"/drip/{n}": drip for n in range(20)}
    targets = [Target(f"{site.base}/drip/{n}", "s", None) for n in range(20)]
    settings = replace(SETTINGS, page_timeout=0.4, retries=0, host_failures=3)
    started = time.monotonic()
    reasons = [result.reason for result in fetch(targets, Client(settings), settings)]
    assert reasons == ["timeout"] * 3 + ["host_left"] * 17
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"])
def test_a_line_that_never_ends_is_left(site, head):
    """Of the header, or the one that begins a chunk: each byte comes in time, the line does not."""

    def drip(handler):
        handler.wfile.write(head)
        for _ in range(200):
            handler.wfile.write(b"0")
            if site.stopped.wait(0.05):
                return

    site.routes["/line"] = drip
    started = time.monotonic()
    assert reason(site.base + "/line", page_timeout=0.5, retries=0) == "timeout"
    with (
        pytest.raises(FetchError, match="timeout"),
        Client(replace(SETTINGS, page_timeout=0.5)).stream(site.base + "/line") as stream,
    ):
        list(stream.chunks())
    assert time.monotonic() - started < 5


def test_codings_are_undone_or_told(site):
    """A page that says gzip and is not is taken when it can be read."""
    packed = gzip.compress(HTML.encode())
    for path, body in {"/packed": packed, "/plain": HTML.encode(), "/cut": packed[:10] + b"\xff" * 50}.items():
        site.page(path, body, **{"Content-Encoding": "gzip"})
    client = Client(SETTINGS)
    assert [client.get(site.base + path).content for path in ("/packed", "/plain")] == [HTML.encode()] * 2
    assert reason(site.base + "/cut") == "bad_encoding"
    assert site.asked.count("/cut") == 1


def test_only_what_may_pass_is_tried_again(site):
    answers = [503, 429, 200]

    def hesitate(handler):
        status = answers.pop(0)
        handler.send_response(status)
        handler.send_header("Content-Length", "2")
        handler.end_headers()
        handler.wfile.write(b"ok")

    site.routes["/later"] = hesitate
    assert Client(SETTINGS).get(site.base + "/later").content == b"ok"
    assert reason(site.base + "/none") == "http_404"
    assert site.asked.count("/none") == 1


def busy(site, status, after):
    site.routes["/busy"] = (status, {"Content-Length": "0", "Retry-After": after}, b"")
    return site.base + "/busy"


def test_a_host_that_asks_for_rest_gets_it_from_all(site):
    client = Client(replace(SETTINGS, retries=0))
    started = time.monotonic()
    with pytest.raises(FetchError, match="http_429"):
        client.get(busy(site, 429, "1"))
    assert client.get(site.page("/other", HTML)).status == 200
    assert time.monotonic() - started >= 1


def test_a_host_that_asks_for_a_long_rest_is_left_for_the_run(site):
    in_an_hour = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    targets = [Target(url, "s", None) for url in (busy(site, 503, in_an_hour), site.page("/other", HTML))]
    results = list(fetch(targets, Client(SETTINGS), SETTINGS))
    assert [result.reason for result in results] == ["host_left", "host_left"]
    assert "answered 503" in results[1].detail
    assert site.asked == ["/robots.txt", "/busy"]


@pytest.mark.parametrize(("rules", "delay", "least"), [("", 0.2, 0.6), ("User-agent: *\nCrawl-delay: 1\n", 0, 2)])
def test_requests_to_a_host_keep_their_distance(site, rules, delay, least):
    """That of the settings, robots.txt being a request too, or the one that robots.txt asks for."""
    site.page("/robots.txt", rules, "text/plain")
    targets = [Target(site.page(f"/{n}", HTML), "s", None) for n in range(3)]
    settings = replace(SETTINGS, host_delay=delay)
    started = time.monotonic()
    assert len(list(fetch(targets, Client(settings), settings))) == 3
    assert time.monotonic() - started >= least


def test_every_target_gives_a_page_or_a_reject(site):
    urls = [
        site.page("/a", HTML),
        site.base + "/none",
        site.page("/pdf", "%PDF", "application/pdf"),
        site.page("/e", " "),
    ]
    results = list(fetch([Target(url, "s", None) for url in urls], Client(SETTINGS), SETTINGS))
    assert [r.reason if isinstance(r, Reject) else "page" for r in results] == [
        "page",
        "http_404",
        "media_type",
        "empty",
    ]


FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>N</title><link>{b}/</link>
<item><title>A</title><link>{b}/news/a.html?utm_source=rss</link></item>
<item><title>B</title><link>{b}/news/b.html#top</link></item>
<item><title>A again</title><link>{b}/news/a.html</link></item></channel></rss>"""
INDEX = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{b}/one.xml</loc></sitemap></sitemapindex>"
URLS = "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>{b}/news/a.html</loc></url><url><loc>{b}/sport/c.html</loc></url></urlset>"


def test_a_bare_url_is_known_by_its_content(site):
    b = site.base
    feed = site.page("/feed", FEED.format(b=b), "application/rss+xml")
    site.page("/one.xml", URLS.format(b=b), "application/xml")
    index = site.page("/index.xml", INDEX.format(b=b), "application/xml")
    page = site.page("/news/x.html", HTML)
    assert {t.url for t in found(kind="auto", location=feed)} == {b + "/news/a.html", b + "/news/b.html"}
    assert [t.url for t in found(kind="auto", location=index)] == [b + "/news/a.html", b + "/sport/c.html"]
    assert [t.url for t in found(kind="auto", location=page)] == [page]


def test_filters(site):
    site.page("/one.xml", URLS.format(b=site.base), "application/xml")
    where = {"kind": "sitemap", "location": site.base + "/one.xml"}
    assert [t.url for t in found(**where, include=("/news/",))] == [site.base + "/news/a.html"]
    assert [t.url for t in found(**where, exclude=("/news/",))] == [site.base + "/sport/c.html"]


@pytest.mark.parametrize(
    ("body", "kind"), [("This is no XML.", "text/plain"), ("<rss><channel>", "text/xml"), ("<note/>", "text/xml")]
)
def test_a_feed_that_is_none(site, body, kind):
    (reject,) = found(kind="feed", location=site.page("/feed", body, kind))
    assert isinstance(reject, Reject)
    assert reject.reason in {"bad_feed", "no_pages"}


def test_paths_folders_and_globs(tmp_path):
    for name in ("b/two.html", "b/deep/three.html.gz", "a.jsonl", "notes.md", ".hidden.html", "old.warc.gz"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")

    def names(*arguments):
        items = discover(sources_from_arguments(arguments), Lists(Client(SETTINGS), Visits()), SETTINGS)
        return [
            i.path.name
            if isinstance(i, FileTarget)
            else Path(i.location).name
            if isinstance(i, ArchiveTarget)
            else i.reason
            for i in items
        ]

    everything = ["a.jsonl", "old.warc.gz", "two.html", "three.html.gz"]
    assert names(str(tmp_path), str(tmp_path / "a.jsonl")) == everything
    assert names(f"{tmp_path}/b/*.html") == ["two.html"]
    *taken, over = found(kind="path", location=str(tmp_path), limit=1)
    assert ([t.path.name for t in taken], over.detail) == (["a.jsonl"], "3 more files than the limit of 1")
    assert names(f"{tmp_path}/*.pdf", str(tmp_path / "old.warc.gz")) == ["not_found", "old.warc.gz"]


def test_lists_and_lines_give_a_page_a_record(tmp_path):
    (tmp_path / "a.json").write_text('[{"id": "x", "text": "One."}, {"text": ""}, 3]')
    items = list(read_file(FileTarget(tmp_path / "a.json", "s", None), SETTINGS, datetime.now(UTC)))
    assert [i.reason if isinstance(i, Reject) else i.url for i in items] == [
        f"{tmp_path}/a.json#x",
        "no_text",
        "bad_json",
    ]


def test_ten_thousand_files_of_one_byte(tmp_path):
    for number in range(10_000):
        (tmp_path / f"{number}.html").write_bytes(b"x")
    files = discover(sources_from_arguments([str(tmp_path)]), Lists(Client(SETTINGS), Visits()), SETTINGS)
    pages = [page for f in files for page in read_file(f, SETTINGS, datetime.now(UTC))]
    articles, rejects = clean_pages(pages_frame(pages))
    assert (articles.height, rejects["reason"].value_counts().rows()) == (0, [("no_text", 10_000)])
