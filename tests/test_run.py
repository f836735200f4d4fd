"""`parley run` from end to end: the example site, a second run, and everything that can be wrong with the input."""

import json
import os
import signal
import subprocess
import sys
import time
from multiprocessing import forkserver
from threading import Timer

import duckdb
import pytest

from flows.job import Job
from flows.pool import make_pool
from flows.settings import Settings
from flows.sources import sources_from_arguments
from tests.test_cli import ARTICLE, PAGE, one_line
from tests.warc_data import article, packed, record

LONG_TEXT = " ".join(f"Sentence {n} of the page speaks of the harbour and its ferries." for n in range(40))


def rows(folder, sql):
    with duckdb.connect(str(folder / "parley.duckdb"), read_only=True) as connection:
        return connection.execute(sql).fetchall()


HISTORY = ("runs", "event_changes")


def table_rows(folder):
    """All rows of all public tables but those that tell of runs."""
    names = [
        name for (name,) in rows(folder, "select table_name from duckdb_tables() order by 1") if name not in HISTORY
    ]
    return {name: sorted(map(repr, rows(folder, f'select * from "{name}"'))) for name in names}


def test_sample_is_published(sample):
    folder, done = sample
    assert done.stderr == ""
    assert done.stdout.rstrip().endswith(str(folder / "parley.duckdb"))
    assert rows(folder, "select count(*) from articles") == [(13,)]
    assert rows(folder, "select count(*) from articles where is_duplicate")[0][0] >= 1
    held = rows(folder, "select parties, city, date_start from talks where status = 'held' and city is not null")
    assert len(held) >= 4
    runs = rows(folder, "select status, page_count, kept_count, reject_count from runs")
    assert runs == [("published", 13, 13, 0)]


@pytest.mark.parametrize(("table", "kind"), [("talks", "talk"), ("demands", "demand"), ("exchanges", "exchange")])
def test_every_row_has_evidence(sample, table, kind):
    folder, _ = sample
    assert rows(folder, f"select count(*) > 5 from {table}") == [(True,)]
    without = (
        f"select {kind}_id from {table} where {kind}_id not in (select row_id from evidence where row_kind = '{kind}')"
    )
    assert rows(folder, without) == []


def test_evidence_slices_back_to_its_quote(sample):
    folder, _ = sample
    texts = dict(rows(folder, "select article_id, text from articles"))
    found = rows(folder, "select article_id, char_start, char_end, quote from evidence")
    assert found
    assert all(texts[article][start:end] == quote for article, start, end, quote in found)


def test_a_second_run_changes_nothing(parley, sample):
    folder, _ = sample
    before, build = table_rows(folder), (folder / "parley.duckdb").readlink()
    done = parley("run", "--sample", "--warehouse", folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Nothing new in 13 pages")
    assert (folder / "parley.duckdb").readlink() == build
    assert table_rows(folder) == before


@pytest.fixture(scope="module")
def mixed(parley, tmp_path_factory):
    """A run over one good article and everything that is bad, offline and online."""
    from tests.conftest import Site

    site = Site()
    pages, folder = tmp_path_factory.mktemp("pages"), tmp_path_factory.mktemp("warehouse")
    (pages / "good.json").write_text(json.dumps(ARTICLE))
    (pages / "empty.html").write_bytes(b"")
    (pages / "truncated.html").write_text(PAGE[: len(PAGE) * 2 // 3])
    (pages / "bytes.html").write_bytes(bytes(range(256)) * 200)
    (pages / "huge.html").write_bytes(b"<html><body><p>" + b"All work and no play. " * 2_400_000)
    (pages / "menu.html").write_text(
        "<html><body><nav><a href='/a'>News</a> <a href='/b'>Sport</a></nav></body></html>"
    )
    (pages / "broken.json").write_text('{"text": "never clo')
    (pages / "archive.html.gz").write_bytes(b"no gzip at all")
    sources = [
        {"name": "folder", "path": str(pages)},
        {"name": "gone", "url": site.base + "/gone"},
        {"name": "silent", "url": site.silence("/silent")},
        {"name": "circle", "url": site.redirect("/circle", site.base + "/circle")},
        {"name": "feed", "feed": site.page("/feed", "This is no XML, nor was it ever.", "text/plain")},
        {"name": "page", "url": site.page("/page", PAGE)},
    ]
    (pages / "sources.yml").write_text(json.dumps(sources))
    done = parley(
        *("run", "--sources", pages / "sources.yml", "--warehouse", folder, "--allow-private"),
        page_timeout=1.5,
        retries=0,
        host_delay=0,
    )
    site.close()
    return pages, site.base, folder, done


def test_bad_input_does_not_stop_a_run(mixed):
    _, _, folder, done = mixed
    assert (done.returncode, done.stderr) == (0, "")
    articles = {url.rpartition("/")[2] for (url,) in rows(folder, "select url from articles")}
    assert {"good.json", "page"} <= articles <= {"good.json", "page", "truncated.html"}


def test_bad_input_is_told(mixed):
    pages, base, folder, done = mixed
    found = dict(rows(folder, "select item, reason from rejects"))
    expected = {
        f"{pages}/empty.html": "empty",
        f"{pages}/huge.html": "too_large",
        f"{pages}/broken.json": "bad_json",
        f"{pages}/archive.html.gz": "bad_gzip",
        f"{base}/gone": "http_404",
        f"{base}/silent": "timeout",
        f"{base}/circle": "redirects",
        f"{base}/feed": "bad_feed",
    }
    assert {item: found.get(item) for item in expected} == expected
    assert set(found) - set(expected) >= {f"{pages}/bytes.html", f"{pages}/menu.html"}
    assert all(reason in done.stdout for reason in expected.values())


def test_nothing_readable_is_an_error(parley, tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "picture.png").write_bytes(b"\x89PNG")
    done = parley("run", tmp_path / "pages", "--warehouse", tmp_path / "w")
    one_line(done, "nothing could be read", str(tmp_path / "pages"), "no HTML, text, JSON, JSONL or WARC file")
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- name: Kyiv feed\n  ulr: https://example.org\n", ['entry 1 ("Kyiv feed")', '"ulr"', 'did you mean "url"?']),
        ("- feed: https://example.org/a\n- feed: not a url\n", ["entry 2", "http(s) URL"]),
        ("- url: https://example.org\n  path: a\n", ["entry 1", "exactly one of"]),
        ("just words", ["must be a list"]),
        ("- [unclosed", ["not valid YAML"]),
    ],
)
def test_bad_sources_file(parley, tmp_path, text, words):
    (tmp_path / "sources.yml").write_text(text)
    done = parley("run", "--sources", tmp_path / "sources.yml", "--warehouse", tmp_path / "w")
    one_line(done, "sources.yml", *words)


def test_warehouse_that_cannot_be_written(parley, tmp_path):
    (tmp_path / "file").write_text("a file where a folder should be")
    (tmp_path / "a.json").write_text(json.dumps(ARTICLE))
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        one_line(parley("run", tmp_path / "a.json", "--warehouse", folder), str(folder), "cannot be written")


def test_second_run_while_one_is_under_way(parley, site, tmp_path):
    """The second gets a line; the lock of a killed run is gone with it."""
    command = [sys.executable, "-m", "flows.cli", "run", site.silence("/a"), "--warehouse", str(tmp_path)]
    first = subprocess.Popen([*command, "--allow-private"], start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while "/a" not in site.asked and time.monotonic() < end:
            time.sleep(0.05)
        done = parley("run", tmp_path / "none.html", "--warehouse", tmp_path)
        one_line(done, str(tmp_path), "is under way")
    finally:
        os.killpg(first.pid, signal.SIGKILL)
        first.wait()
    one_line(parley("run", tmp_path / "none.html", "--warehouse", tmp_path), "nothing could be read")


def test_a_worker_process_that_dies_loses_nothing(tmp_path):
    """Its batch is derived in a process of its own, as for a page that ends the process that reads it."""
    (tmp_path / "a.json").write_text(json.dumps(ARTICLE))
    (tmp_path / "b.warc.gz").write_bytes(packed([record("https://news.example/b", article())]))
    settings = Settings(warehouse=tmp_path / "w", processes=1)
    with Job(sources_from_arguments([str(tmp_path / name) for name in ("a.json", "b.warc.gz")]), settings) as job:
        assert job.look()
        job.start()
        job.finish_reading()
        for worker in list(job.workers._pool._processes.values()):
            worker.kill()
        assert sum(job.finish_shard(shard).articles for shard in job.shards()) == 2
    assert len(list(tmp_path.glob("w/stage/*/articles.parquet"))) == 2
    assert len(list(tmp_path.glob("w/stage/*/records.parquet"))) == 2


@pytest.mark.parametrize("seconds", [0, 0.3])
def test_workers_start_though_the_process_they_are_forked_from_is_killed(seconds):
    """It is killed while it reads what they need, and another takes its place."""
    with make_pool(1) as pool:
        forkserver.ensure_running()
        killer = Timer(seconds, os.kill, (forkserver._forkserver._forkserver_pid, signal.SIGKILL))
        killer.start()
        assert pool.submit(os.getpid).result(timeout=120) > 0
        killer.join()


def test_a_queue_of_many_batches_comes_to_its_end(parley, tmp_path):
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(120):
        (pages / f"{number}.txt").write_text(f"The harbour, part {number}\n\n{LONG_TEXT}", "utf-8")
    done = parley("run", pages, "--warehouse", tmp_path / "w", "--processes", "2", batch_pages=1)
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "w", "select count(*) from articles") == [(120,)]


def test_text_outside_the_field_is_no_talk(parley, tmp_path):
    (tmp_path / "a.txt").write_text(f"Ferries\n\n{LONG_TEXT}\n")
    done = parley("extract", tmp_path / "a.txt")
    found = json.loads(done.stdout)
    assert (found["relevant"], found["talks"], found["demands"], found["exchanges"]) == (False, [], [], [])


def test_a_setting_that_is_no_choice(parley, tmp_path):
    done = parley("run", tmp_path, "--warehouse", tmp_path / "w", prefilter="some")
    one_line(done, '"prefilter"', "archives, all, off", "some")
