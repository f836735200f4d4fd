"""Build and publish: what is loaded, what is rejected, and what a killed or failed build leaves."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from stage_data import RUN, StageBuilder, day_of_talks, leg

from flows.pool import make_pool
from warehouse.check import CheckFailed
from warehouse.connect import WarehouseError, open_published
from warehouse.publish import KEPT_BUILDS, build_and_publish
from warehouse.query import run_query
from warehouse.status import read_status

TALK = "Both sides met in Geneva."


def stages(root: Path, *builders: StageBuilder) -> list[Path]:
    return [b.write(root / "stage" / f"{i:03}") for i, b in enumerate(builders)]


def rows(warehouse: Path, sql: str) -> list[tuple]:
    with open_published(warehouse) as connection:
        return connection.execute(sql).fetchall()


def many(count: int) -> StageBuilder:
    stage = StageBuilder()
    for number in range(1, count + 1):
        day_of_talks(stage, number)
    return stage


def parquet_hashes(warehouse: Path) -> dict[str, str]:
    """Of all tables but the one that tells what the builds before this one were like."""
    files = sorted(f for f in (warehouse / "parquet").iterdir() if f.name != "event_changes.parquet")
    return {f.name: sha256(f.read_bytes()).hexdigest() for f in files}


def test_build_of_nothing_is_published(tmp_path):
    result = build_and_publish(tmp_path, [], RUN)
    assert {t: c.total for t, c in result.tables.items() if c.total} == {"runs": 1}
    assert [w.name for w in result.warnings] == ["no_articles"]


def test_every_row_reaches_its_table(tmp_path):
    result = build_and_publish(tmp_path, stages(tmp_path, many(3)), RUN)
    assert {t: c.total for t, c in result.tables.items()} == {
        "parties": 3, "people": 3, "places": 1, "articles": 3, "article_versions": 3, "talks": 3, "talk_parties": 9, "talk_people": 3,
        "demands": 1, "demand_parties": 2, "exchanges": 3, "exchange_parties": 6, "exchange_legs": 6, "figures": 3,
        "talk_reports": 3, "demand_reports": 3, "exchange_reports": 3, "exchange_report_legs": 6, "evidence": 12,
        "slot_values": 3, "disputed_values": 0, "corrections": 0, "event_changes": 0, "runs": 1, "rejects": 0, "alerts": 0,
    }  # fmt: skip
    assert all(c.new == c.total for c in result.tables.values())
    assert rows(tmp_path, "select city, country, round, parties, mediators, summary from talks where round = 2") == [
        ("Zürich", "CHE", 2, "RUS, UKR", "CHE",
         "Talks of Russia and Ukraine, mediated by Switzerland, round 2, in Zürich, 2025-06-03: agreed in part")
    ]  # fmt: skip
    assert rows(tmp_path, "select person_id, party_code, role from talk_people order by all")[0] == (
        "olha_example1",
        "UKR",
        "envoy",
    )
    assert sorted(p.name for p in (tmp_path / "parquet").iterdir()) == sorted(f"{t}.parquet" for t in result.tables)


def test_changes_of_events_are_kept_from_build_to_build(tmp_path):
    first, later = StageBuilder(), StageBuilder()
    day_of_talks(first, 1)
    day_of_talks(later, 2)
    old, new = stages(tmp_path, first, later)
    build_and_publish(tmp_path, [old], RUN)
    build_and_publish(tmp_path, [new], RUN | {"run_id": "20250702T080000-bbbb"})
    build_and_publish(tmp_path, [new], RUN | {"run_id": "20250703T080000-cccc"})
    assert rows(tmp_path, "select run_id, change_no, row_kind, new_id, change from event_changes order by all") == [
        ("20250702T080000-bbbb", number, kind, None, "gone")
        for number, kind in enumerate(("talk", "demand", "exchange"), 1)
    ]


def test_same_articles_in_any_order_and_cut_give_the_same_bytes(tmp_path):
    hashes = []
    for seed, cuts in ((1, 1), (2, 4), (3, 9)):
        order = list(range(1, 19))
        random.Random(seed).shuffle(order)
        builders = [StageBuilder() for _ in range(cuts)]
        for at, number in enumerate(order):
            day_of_talks(builders[at % cuts], number)
        folder = tmp_path / str(seed)
        folders = stages(folder, *builders)
        random.Random(seed).shuffle(folders)
        build_and_publish(folder, folders, RUN)
        hashes.append(parquet_hashes(folder))
    assert hashes[0] == hashes[1] == hashes[2]


def test_a_build_bit_by_bit_in_processes_of_its_own_gives_the_same_bytes(tmp_path, monkeypatch):
    folders = stages(tmp_path, many(9), many(5))
    build_and_publish(tmp_path / "here", folders, RUN)
    monkeypatch.setattr("warehouse.resolved.MANY_ARTICLES", 0)
    monkeypatch.setattr("warehouse.connect._JOINED_AT_ONCE", (2, 1_000_000))
    monkeypatch.setattr("warehouse.cache._ROW_GROUP", (3, 1_000_000))
    build_and_publish(tmp_path / "apart", folders, RUN, processes=partial(make_pool, 1))
    assert parquet_hashes(tmp_path / "apart") == parquet_hashes(tmp_path / "here")


def busy_days(seed: int) -> list[StageBuilder]:
    """Ten stages of articles that meet: rounds of one series, copies of a text, newer and older versions, broken rows."""
    draw = random.Random(seed)
    stages = [StageBuilder() for _ in range(10)]
    for number in range(30):
        stage, day = draw.choice(stages), f"2025-06-{draw.randint(1, 9):02}"
        words = " ".join(
            random.Random(draw.randrange(20)).choices("river bread winter signal garden letter".split(), k=80)
        )
        fetched_at = datetime(2025, 7, draw.randint(1, 9), tzinfo=UTC)
        stage.article(f"a{draw.randrange(24)}", f"{TALK} {words}", day, page_id=f"p{number}", fetched_at=fetched_at)
        slots = {"date_start": day, "date_end": day, "parties": draw.choice([["RUS", "UKR"], ["RUS", "UKR", "USA"]])}
        stage.talk(TALK, city=draw.choice(["Geneva", "Bern", None]), round=draw.choice([None, 1, 2]), **slots)
        stage.demand(words[:40], text=words[:40], issue=draw.choice(["ceasefire", "borders"]))
        stage.exchange(TALK, legs=[leg("RUS", "UKR", value=float(draw.randint(1, 3)))], date_start=day, date_end=day)
        stage.figure(TALK, low=draw.choice([1.0, 20.0]), high=10.0).person(f"p{draw.randrange(9)}", "Jane Doe", "UKR")
    return stages


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_builds_on_top_of_others_give_what_one_build_from_nothing_gives(tmp_path, seed, monkeypatch):
    monkeypatch.setattr("warehouse.segments.SMALL_SEGMENTS", 2)  # so that segments are merged
    folders = stages(tmp_path, *busy_days(seed))
    build_and_publish(tmp_path / "once", folders, RUN)
    expected, cache = parquet_hashes(tmp_path / "once"), tmp_path / "often" / "cache"
    draw, order, given = random.Random(seed), random.Random(seed).sample(folders, len(folders)), 0
    while given < len(order):
        given += draw.randint(1, 4)
        damage = draw.choice([None, None, "segments", "links", "file"])
        if damage == "file" and cache.exists():
            draw.choice(sorted(cache.rglob("*.parquet"))).write_bytes(b"no parquet")
        elif damage:
            shutil.rmtree(cache / damage, ignore_errors=True)
        build_and_publish(tmp_path / "often", order[:given], RUN)
    assert parquet_hashes(tmp_path / "often") == expected


def test_stage_that_changed_or_went_changes_the_next_build(tmp_path):
    folders = stages(tmp_path, many(2), StageBuilder().article("b1", TALK).talk(TALK, city="Bern"))
    build_and_publish(tmp_path, folders, RUN)
    StageBuilder().article("b1", TALK).talk(TALK, city="Geneva").write(folders[1])
    build_and_publish(tmp_path, folders, RUN)
    assert rows(tmp_path, "select city from talk_reports where article_id = 'b1'") == [("Geneva",)]
    build_and_publish(tmp_path, folders[:1], RUN)
    assert rows(tmp_path, "select count(*) from articles") == [(2,)]


def test_second_build_of_the_same_input_has_nothing_new(tmp_path):
    folders = stages(tmp_path, many(5))
    build_and_publish(tmp_path, folders, RUN)
    before = parquet_hashes(tmp_path)
    again = build_and_publish(tmp_path, folders, RUN)
    assert sum(c.new for c in again.tables.values()) == 0
    assert parquet_hashes(tmp_path) == before


def test_newest_version_of_an_article_counts(tmp_path):
    old = StageBuilder().article("a1", TALK).talk(TALK, city="Bern", country="CHE")
    new = StageBuilder().article("a1", TALK, fetched_at=datetime(2025, 7, 2, tzinfo=UTC)).talk(TALK, city="Geneva")
    for order in ((old, new), (new, old)):
        build_and_publish(tmp_path, stages(tmp_path, *order), RUN)
        assert rows(tmp_path, "select city from talk_reports") == [("Geneva",)]
        assert rows(tmp_path, "select count(*) from evidence") == [(1,)]


def test_quote_that_does_not_slice_back_is_rejected_and_counted(tmp_path):
    stage = StageBuilder().article("a1", f"“Peace” – 🕊. {TALK}").talk(TALK).figure(TALK)
    stage.rows["evidence"][0]["char_start"] += 1
    build_and_publish(tmp_path, stages(tmp_path, stage), RUN)
    assert rows(tmp_path, "select count(*) from talks") == [(0,)]
    assert rows(tmp_path, "select count(*) from figures") == [(1,)]
    assert rows(tmp_path, "select item, reason from rejects order by reason") == [
        ("a1#talk-1", "bad_offsets"),
        ("a1#talk-1", "no_evidence"),
    ]


def test_offsets_are_code_points(tmp_path):
    stage = StageBuilder().article("a1", f"🕊 “Ünïty” 👩‍👩‍👧: {TALK}").talk(TALK)
    build_and_publish(tmp_path, stages(tmp_path, stage), RUN)
    assert rows(
        tmp_path,
        "select substring(text, char_start + 1, char_end - char_start) from evidence join articles using (article_id)",
    ) == [(TALK,)]


@pytest.mark.parametrize(
    ("slots", "detail"),
    [
        ({"status": None}, "status is missing"),
        ({"status": "hold"}, "status is hold"),
        ({"level": "kings"}, "level is kings"),
        ({"date_start": "2025-06-03", "date_end": "2025-06-02"}, "dates are 2025-06-03 to 2025-06-02"),
        ({"date_start": "2025-06-03"}, "dates are 2025-06-03 to nothing"),
    ],
)
def test_report_that_breaks_a_rule_is_rejected_alone(tmp_path, slots, detail):
    stage = StageBuilder().article("a1", TALK).talk(TALK).talk(TALK, **slots)
    build_and_publish(tmp_path, stages(tmp_path, stage), RUN)
    assert rows(tmp_path, "select report_id from talk_reports") == [("a1#talk-1",)]
    assert rows(tmp_path, "select reason, detail from rejects") == [("bad_slot", detail)]


def test_unknown_codes_and_people_become_entities(tmp_path):
    people = [{"name": "Jane Q. Doe", "person_id": None, "party": "BLUE_FRONT"}]
    stage = StageBuilder().article("a1", TALK).talk(TALK, parties=["BLUE_FRONT", "SDN"], people=people)
    build_and_publish(tmp_path, stages(tmp_path, stage), RUN)
    assert rows(tmp_path, "select party_code, kind, is_listed from parties order by 1") == [
        ("BLUE_FRONT", "unknown", False),
        ("SDN", "state", True),
    ]
    assert rows(tmp_path, "select name, party_code, is_listed from people") == [("Jane Q. Doe", "BLUE_FRONT", False)]


def test_failed_check_publishes_nothing_and_keeps_the_old(tmp_path, monkeypatch):
    folders = stages(tmp_path, many(2))
    first = build_and_publish(tmp_path, folders, RUN)
    broken = pl.read_parquet(folders[0] / "articles.parquet")
    broken.with_columns(pl.lit("x").alias("text")).write_parquet(folders[0] / "articles.parquet")
    monkeypatch.setattr("warehouse.checked._split_evidence", lambda articles, evidence: (evidence, evidence.clear()))
    with pytest.raises(CheckFailed, match=r"not published: check evidence_offsets found 8 row"):
        build_and_publish(tmp_path, folders, RUN)
    assert read_status(tmp_path).build_id == first.build_id
    assert [p for p in (tmp_path / "builds").iterdir() if ".tmp" in p.name] == []


def test_unreadable_stage_names_the_file(tmp_path):
    folders = stages(tmp_path, many(1))
    (folders[0] / "figures.parquet").write_bytes(b"no parquet")
    with pytest.raises(WarehouseError, match=r"figures\.parquet: cannot be read"):
        build_and_publish(tmp_path, folders, RUN)


def test_runs_and_rejects_of_all_runs_are_loaded(tmp_path):
    runs = tmp_path / "runs"
    runs.mkdir()
    (runs / "r0.json").write_text(
        json.dumps({"run_id": "r0", "status": "failed", "started_at": "2025-06-30T00:00:00Z"})
    )
    (runs / "r1.json").write_text("{broken")
    fetch = pl.DataFrame([("fetch", "https://example.org/x", "http_404", None, "s")], orient="row",
                         schema=["stage", "item", "reason", "detail", "source"])  # fmt: skip
    fetch.write_parquet(runs / "r0.rejects.parquet")
    stage = many(1).reject("https://example.org/y", "no_text")
    build_and_publish(tmp_path, stages(tmp_path, stage), {**RUN, "page_count": 7, "sources": ["a"]})
    assert rows(tmp_path, "select run_id, status, page_count, details from runs order by 1") == [
        (RUN["run_id"], "published", 7, '{"sources": ["a"]}'),
        ("r0", "failed", None, "{}"),
        ("r1", "unreadable", None, "{}"),
    ]
    assert rows(tmp_path, "select run_id, stage, reason from rejects order by 2") == [
        (None, "clean", "no_text"),
        ("r0", "fetch", "http_404"),
    ]


def test_last_builds_are_kept_and_no_wal_is_left(tmp_path):
    folders = stages(tmp_path, many(1))
    ids = [build_and_publish(tmp_path, folders, RUN).build_id for _ in range(KEPT_BUILDS + 2)]
    names = sorted(p.name for p in (tmp_path / "builds").iterdir())
    assert names == sorted(n for i in ids[-KEPT_BUILDS:] for n in (i, f"{i}.duckdb"))
    assert str((tmp_path / "parley.duckdb").readlink()) == f"builds/{ids[-1]}.duckdb"
    assert str((tmp_path / "parquet").readlink()) == f"builds/{ids[-1]}"


def test_folder_can_be_moved(tmp_path):
    build_and_publish(tmp_path / "old", stages(tmp_path / "old", many(1)), RUN)
    (tmp_path / "old").rename(tmp_path / "new")
    assert rows(tmp_path / "new", "select count(*) from talk_timeline") == [(1,)]


@pytest.mark.slow
def test_build_killed_at_any_moment_leaves_the_old_one_and_no_rubbish(tmp_path):
    folders = stages(tmp_path, many(60))
    build_and_publish(tmp_path, folders, RUN)
    expected = parquet_hashes(tmp_path)
    code = (
        "import sys; from pathlib import Path; from warehouse.publish import build_and_publish;"
        f"print('go', flush=True); build_and_publish(Path(sys.argv[1]), [Path(p) for p in sys.argv[2:]], {RUN!r})"
    )
    for delay in (0.15, 0.4, 0.6, 0.75, 0.9, 1.1):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), *map(str, folders)], stdout=subprocess.PIPE
        )
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert rows(tmp_path, "select count(*) from talks") == [(60,)]
    build_and_publish(tmp_path, folders, RUN)
    assert parquet_hashes(tmp_path) == expected
    assert not [p for p in (*tmp_path.iterdir(), *(tmp_path / "builds").iterdir()) if ".tmp" in p.name]


QUERY_ERRORS = [
    ("insert into talks select * from talks", "read-only, INSERT is not allowed"),
    ("drop table talks", "read-only, DROP is not allowed"),
    ("copy talks to 'x.csv'", "read-only, COPY is not allowed"),
    ("attach 'x.duckdb'", "read-only, ATTACH is not allowed"),
    ("select * from read_text('/etc/hostname')", "Permission Error"),
    ("select nothing from talks", '"nothing" not found'),
    ("select 1; select 2", "one statement is expected, not 2"),
    ("", "one statement is expected, not 0"),
    ("selec 1", "syntax error"),
]


@pytest.fixture(scope="module")
def published(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("published")
    build_and_publish(root, stages(root, many(3)), RUN)
    return root


@pytest.mark.parametrize(("sql", "message"), QUERY_ERRORS)
def test_query_errors_are_one_line(published, sql, message):
    with pytest.raises(WarehouseError, match=message) as error:
        run_query(published, sql, "csv")
    assert "\n" not in str(error.value)


def test_query_formats(published):
    sql = "select round, date_start, null as nothing, 'a|b,c' as text from talks order by round limit 2"
    assert (
        run_query(published, sql, "csv")
        == 'round,date_start,nothing,text\n1,2025-06-02,,"a|b,c"\n2,2025-06-03,,"a|b,c"\n'
    )
    assert run_query(published, sql, "jsonl").splitlines()[0] == (
        '{"round": 1, "date_start": "2025-06-02", "nothing": null, "text": "a|b,c"}'
    )
    assert json.loads(run_query(published, sql, "json"))[1]["round"] == 2
    assert run_query(published, sql, "markdown").splitlines()[2] == "| 1 | 2025-06-02 |  | a\\|b,c |"
    assert run_query(published, sql, "table").splitlines() == [
        "round  date_start  nothing  text",
        "-----  ----------  -------  -----",
        "    1  2025-06-02           a|b,c",
        "    2  2025-06-03           a|b,c",
        "(2 rows)",
    ]
    (published / "out.parquet").write_bytes(run_query(published, sql, "parquet"))
    assert pl.read_parquet(published / "out.parquet")["round"].to_list() == [1, 2]


def test_missing_warehouse_says_what_to_do(tmp_path):
    with pytest.raises(WarehouseError, match=r"no warehouse yet; make one with `parley run`"):
        run_query(tmp_path, "select 1")
    assert read_status(tmp_path).path is None


def test_status_counts(published):
    status = read_status(published)
    assert status.counts["talks"] == 3
    assert status.path is not None
    assert status.age is not None


def test_published_file_is_written_for_older_clients(published):
    with open_published(published) as connection:
        (tags,) = connection.execute("select tags from duckdb_databases() where not internal").fetchone()
    assert tags["storage_version"].startswith("v1.2"), tags
