"""A run that is killed at any point, then a run: the same warehouse as without the kill."""

import os
import signal
import subprocess
import sys
import time

import duckdb
import pytest

from flows.sample import build_site, read_articles

# where a run is killed: the first of these files appears (the last one: a build has just been swapped in)
POINTS = ("pages/*.parquet", "stage/*/articles.parquet", "builds/*.tmp", "parley.duckdb")
OF_THE_RUN = {"fetched_at", "run_id"}


def start(pages, warehouse):
    environment = {**os.environ, "PARLEY_BATCH_PAGES": "4"}
    command = [sys.executable, "-m", "flows.cli", "run", str(pages), "--warehouse", str(warehouse)]
    return subprocess.Popen(command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL)


def kill_at(pattern, pages, warehouse):
    """Start a run and kill it with all its processes once a file appears; False when it ended before."""
    run = start(pages, warehouse)
    end = time.monotonic() + 120
    while run.poll() is None and time.monotonic() < end:
        if next(warehouse.glob(pattern), None):
            break
        time.sleep(0.002)
    ended = run.poll()
    if ended is None:
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
    return ended is None


def public_tables(warehouse):
    tables = {}
    with duckdb.connect(str(warehouse / "parley.duckdb"), read_only=True) as connection:
        for (name,) in connection.execute("select table_name from duckdb_tables()").fetchall():
            columns = [c[0] for c in connection.execute(f'describe "{name}"').fetchall() if c[0] not in OF_THE_RUN]
            if name != "runs":
                found = connection.execute(f'select {", ".join(columns)} from "{name}"').fetchall()
                tables[name] = sorted(map(repr, found))
    return tables


@pytest.mark.slow
def test_killed_runs_leave_no_trace(tmp_path):
    pages = tmp_path / "site"
    site = build_site("http://127.0.0.1:1")
    for number, article in enumerate(read_articles()):
        pages.mkdir(exist_ok=True)
        (pages / f"{number:02}.html").write_bytes(site[article.path][1])
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
