"""Readers and publishes at the same time, in processes of their own: nobody waits, nobody fails."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from stage_data import RUN, StageBuilder, day_of_talks

from warehouse.connect import open_published
from warehouse.publish import KEPT_BUILDS, build_and_publish

# Holds one connection open; answers every line on stdin with the number of talks it sees.
HOLDER = """
import sys
from pathlib import Path
from warehouse.connect import open_published
with open_published(Path(sys.argv[1])) as connection:
    print("open", flush=True)
    for _ in sys.stdin:
        letters, talks = connection.execute(
            "select (select sum(length(text)) from articles), (select count(*) from talks)"
        ).fetchone()
        print(talks if letters else 0, flush=True)
"""

# Opens, queries and closes until a file appears; prints how often, fails on the first error.
OPENER = """
import sys
from pathlib import Path
import duckdb
from warehouse.query import run_query
root, stop = Path(sys.argv[1]), Path(sys.argv[2])
print("open", flush=True)
times = 0
while not stop.exists():
    rows = run_query(root, "select count(*) = (select count(distinct talk_id) from talk_reports) from talks", "csv")
    assert rows.endswith("true\\n"), rows
    plain = duckdb.connect(str(root / "parley.duckdb"), read_only=True)
    assert plain.execute("select count(*) from talk_timeline").fetchone()[0] > 0
    plain.close()
    times += 1
print(times, flush=True)
"""


def start(code: str, *arguments: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "open\n"
    return process


def publish_days(root: Path, days: int) -> None:
    stage = StageBuilder()
    for number in range(1, days + 1):
        day_of_talks(stage, number)
    build_and_publish(root, [stage.write(root / "stage" / f"{days}")], RUN)


def ask(process: subprocess.Popen[str]) -> int:
    process.stdin.write("\n")
    process.stdin.flush()
    return int(process.stdout.readline())


def end(process: subprocess.Popen[str]) -> str:
    output, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    return output


@pytest.mark.slow
def test_reader_holds_the_old_build_through_many_publishes(tmp_path):
    publish_days(tmp_path, 2)
    holder = start(HOLDER, tmp_path)
    for days in range(3, 3 + KEPT_BUILDS + 2):
        publish_days(tmp_path, days)
        assert ask(holder) == 2
        with open_published(tmp_path) as fresh:
            assert fresh.execute("select count(*) from talks").fetchone() == (days,)
    end(holder)


@pytest.mark.slow
def test_readers_that_open_during_publishes_never_fail(tmp_path):
    publish_days(tmp_path, 2)
    stop = tmp_path / "stop"
    openers = [start(OPENER, tmp_path, stop) for _ in range(2)]
    deadline = time.monotonic() + 12
    published = 0
    while time.monotonic() < deadline or published < 6:
        publish_days(tmp_path, 3 + published)
        published += 1
    stop.touch()
    assert all(int(end(p)) > 20 for p in openers)


def test_open_connection_of_the_same_process_does_not_hide_a_new_build(tmp_path):
    publish_days(tmp_path, 1)
    with open_published(tmp_path) as old:
        publish_days(tmp_path, 2)
        with open_published(tmp_path) as new:
            assert old.execute("select count(*) from talks").fetchone() == (1,)
            assert new.execute("select count(*) from talks").fetchone() == (2,)
