"""A run that is killed at any point, then a run: the same warehouse as without the kill."""

import os
import signal
import subprocess
import sys
import time

import duckdb
import polars as pl
import pytest

from flows.sample import build_site, read_articles
from tests.warc_data import ordinary, packed, record

# where a run is killed: the first of these files appears (the last one: a build has just been swapped in)
POINTS = ("pages/*.parquet", "stage/*/articles.parquet", "builds/*.tmp", "parley.duckdb")
OF_THE_RUN = {"fetched_at", "run_id"}


def start(pages, warehouse):
    environment = {**os.environ, "PARLEY_BATCH_PAGES": "4", "PARLEY_PART_BYTES": "4000"}
    command = [sys.executable, "-m", "flows.cli", "run", str(pages), "--warehouse", str(warehouse)]
    return subprocess.Popen(command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL)


def kill_at(pattern, pages, warehouse, count=1):
    """Start a run and kill it with all its processes once so many files are there; False when it ended before."""
    run = start(pages, warehouse)
    end = time.monotonic() + 120
    while run.poll() is None and time.monotonic() < end:
        if len(list(warehouse.glob(pattern))) >= count:
            break
        time.sleep(0.002)
    ended = run.poll()
    if ended is None:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    return ended is None


def pages_of_site():
    site = build_site("http://127.0.0.1:1")
    return [site[article.path][1] for article in read_articles()]


def public_tables(warehouse):
    tables = {}
    with duckdb.connect(str(warehouse / "parley.duckdb"), read_only=True) as connection:
        for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall():
            columns = [c[0] for c in connection.execute(f'describe "{name}"').fetchall() if c[0] not in OF_THE_RUN]
            if name not in ("runs", "event_changes"):
                found = connection.execute(f'select {", ".join(columns)} from "{name}"').fetchall()
                tables[name] = sorted(map(repr, found))
    return tables


@pytest.mark.slow
def test_killed_runs_leave_no_trace(tmp_path):
    pages = tmp_path / "site"
    pages.mkdir()
    for number, page in enumerate(pages_of_site()):
        (pages / f"{number:02}.html").write_bytes(page)
    assert start(pages, tmp_path / "whole").wait(timeout=180) == 0
    killed = tmp_path / "killed"
    assert all([kill_at(pattern, pages, killed) for pattern in POINTS])
    assert start(pages, killed).wait(timeout=180) == 0
    assert public_tables(killed) == public_tables(tmp_path / "whole")
    assert not [file for file in killed.rglob("*") if ".tmp" in file.name]
    with duckdb.connect(str(killed / "parley.duckdb"), read_only=True) as connection:
        assert dict(connection.execute("select status, count(*) from runs group by 1").fetchall()) == {
            "killed": len(POINTS),
            "published": 1,
        }


@pytest.mark.slow
def test_runs_killed_in_the_middle_of_an_archive(tmp_path):
    """Five times at different places; every record is in the warehouse once."""
    texts = pages_of_site()
    pages = [texts[n % len(texts)] if n % 3 else ordinary(n) for n in range(120)]
    archive = tmp_path / "a.warc.gz"
    archive.write_bytes(packed([record(f"https://news.example/{n}", page) for n, page in enumerate(pages)]))
    assert start(archive, tmp_path / "whole").wait(timeout=180) == 0
    killed = tmp_path / "killed"
    parts = len(list((tmp_path / "whole" / "pages").glob("*.part.json")))
    assert parts > 20
    places = [1, parts // 4, parts // 2, 3 * parts // 4, parts]
    assert all([kill_at("stage/*/articles.parquet", archive, killed, count) for count in places])
    assert start(archive, killed).wait(timeout=180) == 0
    assert public_tables(killed) == public_tables(tmp_path / "whole")
    records = pl.concat(pl.read_parquet(file) for file in killed.glob("stage/*/records.parquet"))
    assert sorted(records["url"]) == sorted(f"https://news.example/{n}" for n in range(120))
    assert not [file for file in killed.rglob("*") if ".tmp" in file.name]
