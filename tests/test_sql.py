"""Tables, views, checks and examples: everything runs, is described, and says what its header promises."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest
from stage_data import RUN, StageBuilder, day_of_talks, leg

from warehouse.check import run_checks
from warehouse.connect import open_build, open_published
from warehouse.dictionary import create_tables, create_views, load_dictionary, sql_files, write_comments
from warehouse.publish import build_and_publish

TEXT = "Both sides met. They want peace. Some were freed. Ten buses came."
MET, WANT, FREED, BUSES = "Both sides met.", "They want peace.", "Some were freed.", "Ten buses came."


def story() -> StageBuilder:
    """Two articles on one talk that was planned, then held with an agreement; demands; swaps; disputed figures."""
    plan = {"city": "Geneva", "country": "CHE", "date_start": "2025-06-05", "date_end": "2025-06-05"}
    held = {**plan, "outcome": "agreement", "mediators": ["CHE"], "people": []}
    both = [
        leg("RUS", "UKR", value=100.0, approx="exact"),
        leg("RUS", "UKR", value=20.0, approx="exact", who="wounded soldiers"),
        leg("UKR", "RUS", value=90.0, approx="at_least"),
        leg("UKR", "RUS", category="remains"),
    ]
    return (
        StageBuilder()
        .article("a1", TEXT, "2025-06-02")
        .talk(MET, status="scheduled", **plan)
        .demand(WANT, text="peace", response="rejected")
        .demand(WANT, issue="talks", kind="proposal", to_parties=[], text="a summit")
        .figure(BUSES, what="Buses", claimant="RUS", subject="destroyed buses of UKR")
        .article("a2", TEXT + " More.", "2025-06-06")
        .talk(MET, **held)
        .exchange(FREED, legs=both, date_start="2025-06-06", date_end="2025-06-06")
        .figure(BUSES, what="buses", value=8.0, claimant="UKR", subject="destroyed buses of UKR")
        .figure(FREED, what="people freed", value=100.0)
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> duckdb.DuckDBPyConnection:
    root = tmp_path_factory.mktemp("sql")
    stage = story().write(root / "stage" / "0")
    build_and_publish(root, [stage], RUN)
    with open_published(root) as connection:
        yield connection


@pytest.fixture
def empty() -> duckdb.DuckDBPyConnection:
    with open_build(Path(":memory:")) as connection:
        create_tables(connection)
        create_views(connection)
        write_comments(connection)
        yield connection


def test_dictionary_holds_all_tables_views_and_columns_and_no_others(empty):
    words = load_dictionary()
    assert sorted(words.tables) == [f.name for f in sql_files("tables")]
    assert sorted(words.views) == [f.name for f in sql_files("views")]
    used = {c for (c,) in empty.execute("select column_name from information_schema.columns").fetchall()}
    assert sorted(words.columns) == sorted(used)
    assert list(words.columns) == sorted(words.columns)


def test_every_table_view_and_column_has_a_comment(built):
    bare = built.execute(
        "select table_name from duckdb_tables() where comment is null union all "
        "select view_name from duckdb_views() where not internal and comment is null union all "
        "select table_name || '.' || column_name from duckdb_columns() where not internal and comment is null"
    ).fetchall()
    assert bare == []


def test_schema_has_plain_columns_and_keys(built):
    nested = built.execute(
        "select table_name, column_name, data_type from duckdb_columns() "
        "where not internal and regexp_matches(data_type, 'STRUCT|MAP|\\[|HUGEINT|DECIMAL')"
    ).fetchall()
    assert nested == []
    keyed = built.execute(
        "select table_name from duckdb_constraints() where constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    assert sorted(t for (t,) in keyed) == sorted(load_dictionary().tables)


@pytest.mark.parametrize("folder", ["tables", "views", "checks/fail", "checks/warn", "examples"])
def test_every_file_opens_with_what_it_is_for(folder):
    assert sql_files(folder)
    assert [f.name for f in sql_files(folder) if len(f.header) < 30] == []


@pytest.mark.parametrize("name", [f.name for f in sql_files("examples")])
def test_examples_run(built, empty, name):
    (file,) = [f for f in sql_files("examples") if f.name == name]
    built.execute(file.text).fetchall()
    empty.execute(file.text).fetchall()


@pytest.mark.parametrize("name", list(load_dictionary().views))
def test_views_run_on_nothing(empty, name):
    assert empty.execute(f"select * from {name}").fetchall() == []


def fetch(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple]:
    return connection.execute(sql).fetchall()


def test_talk_is_one_event_with_a_history(built):
    assert fetch(built, "select status, party_names, mediator_names, city, outcome from talk_timeline") == [
        ("held", "Russia, Ukraine", "Switzerland", "Geneva", "agreement")
    ]
    assert fetch(
        built, "select event_kind, status, cast(first_reported_at as varchar) from status_history order by all"
    ) == [
        ("demand", "rejected", "2025-06-02"),
        ("demand", "stated", "2025-06-02"),
        ("demand", "stated", "2025-06-02"),
        ("exchange", "completed", "2025-06-06"),
        ("talk", "held", "2025-06-06"),
        ("talk", "scheduled", "2025-06-02"),
    ]


def test_people_exchanged_counts_no_part_twice_and_no_unknown(built):
    assert fetch(
        built,
        "select conflict, category, exchange_count, people_value, people_low, people_high, unknown_count"
        " from people_exchanged",
    ) == [
        ("RUS - UKR", "prisoners_of_war", 1, 190.0, 190.0, None, 0),
        ("RUS - UKR", "remains", 1, None, None, None, 1),
    ]


def test_figures_in_dispute(built):
    said = "select claimant, value, is_contradicted, about, quote from conflicts where row_kind = 'figure'"
    assert fetch(built, said) == [
        ("RUS", "10", True, "destroyed buses of UKR", BUSES),
        ("UKR", "8", True, "destroyed buses of UKR", BUSES),
    ]


def test_party_demands(built):
    assert fetch(
        built, "select party_code, issue, cast(month as varchar), demand_count, rejected_count from party_demands"
    ) == [("UKR", "ceasefire", "2025-06-01", 1, 1), ("UKR", "talks", "2025-06-01", 1, 0)]


def test_event_codes(built):
    codes = fetch(
        built,
        "select event_kind, source_code, target_code, cameo_code, plover_category, plover_mode from plover_events"
        " order by all",
    )
    assert codes == [
        ("demand", "RUS", "UKR", "124", "REJECT", "change"),
        ("demand", "UKR", "RUS", "1056", "DEMAND", "yield"),
        ("demand", "UKR", None, "026", "DEMAND", "meet"),
        ("exchange", "RUS", "UKR", "0841", "RETREAT", "release"),
        ("exchange", "UKR", "RUS", "084", "RETREAT", None),
        ("exchange", "UKR", "RUS", "0841", "RETREAT", "release"),
        ("talk", "CHE", "RUS", "045", "CONSULT", None),
        ("talk", "CHE", "UKR", "045", "CONSULT", None),
        ("talk", "RUS", "UKR", "046", "CONSULT", None),
        ("talk", "RUS", "UKR", "057", "AGREE", None),
        ("talk", "UKR", "RUS", "046", "CONSULT", None),
        ("talk", "UKR", "RUS", "057", "AGREE", None),
    ]


def test_every_cameo_code_has_a_plover_category():
    assert set(_quoted_codes("cameo_events")) == set(_quoted_codes("plover_events"))


def _quoted_codes(view: str) -> list[str]:
    (file,) = [f for f in sql_files("views") if f.name == view]
    return re.findall(r"'(\d{3,4})'", file.text)


# A row planted into a sound build, and the check that must find it.
PLANTED = {
    "evidence_offsets": "update evidence set char_start = char_start + 1 where row_kind = 'figure'",
    "event_without_evidence": "delete from evidence where row_kind = 'demand'",
    "event_without_report": "update exchanges set report_count = 7",
    "evidence_row_unknown": "update evidence set row_id = 'nobody' where row_kind = 'figure'",
    "support_row_unknown": "update slot_values set row_id = 'nobody'",
    "date_order": "update talk_reports set date_start = date '2030-01-01'",
    "bounds_order": "update figures set low = 2, high = 1",
    "vocabulary": "update talks set status = 'hold'",
    "story_unknown": "update articles set story_id = 'nowhere'",
    "no_articles": None,
    "articles_without_date": "update articles set published_at = null",
    "evidence_lost": (
        "insert into rejects select 'r' || i, null, 'load', 'x', 'bad_offsets', null, null from range(20) t(i)"
    ),
    "talk_with_one_side": "delete from talk_parties where party_code <> 'RUS'",
    "talk_far_ahead": "update talks set date_start = date '2030-01-01', date_end = date '2030-01-01'",
    "party_unlisted": (
        "update parties set is_listed = false; insert into talks select t.* replace ('t' || i as talk_id)"
        " from talks as t, range(3) r(i);"
        " insert into talk_parties select 't' || i, 'RUS', 'party', 1 from range(3) r(i)"
    ),
    "leg_to_itself": "update exchange_legs set to_party = from_party",
    "correction_not_applied": (
        "insert into corrections select * from (values ('c', 'corrections.yml', 1, 'drop', 'talk', null, null, null, null,"
        " 'twice', null, null, 'not_applied', 'no such row')) as v"
    ),
    "event_very_large": "update demands set article_count = 500",
}


def test_every_check_has_a_planted_fault():
    assert sorted(PLANTED) == sorted(f.name for kind in ("fail", "warn") for f in sql_files(f"checks/{kind}"))


@pytest.mark.parametrize("name", PLANTED)
def test_check_finds_planted_fault_and_nothing_else_before(tmp_path, built, empty, name):
    kind = "fail" if name in {f.name for f in sql_files("checks/fail")} else "warn"
    if PLANTED[name] is None:
        assert name in [r.name for r in run_checks(empty, kind)]
        return
    _copy_without_keys(built, empty)
    assert run_checks(empty, kind) == ()
    empty.execute(PLANTED[name])
    found = {r.name: r for r in run_checks(empty, kind)}
    assert name in found
    assert found[name].count > 0
    assert found[name].examples[0]


def _copy_without_keys(source: duckdb.DuckDBPyConnection, target: duckdb.DuckDBPyConnection) -> None:
    """The source's rows in tables without constraints, so that faults can be planted."""
    for table in load_dictionary().tables:
        rows = source.execute(f"select * from {table}").fetchall()
        columns = source.execute(f"select column_name, data_type from duckdb_columns() where table_name = '{table}'")
        types = ", ".join(f'"{c}" {t}' for c, t in columns.fetchall())
        target.execute(f"create or replace temp table {table} ({types})")
        if rows:
            target.executemany(f"insert into temp.{table} values ({', '.join('?' * len(rows[0]))})", rows)


def test_build_with_days_of_talks_has_no_warning(tmp_path):
    stage = StageBuilder()
    for number in range(1, 8):
        day_of_talks(stage, number)
    assert build_and_publish(tmp_path, [stage.write(tmp_path / "stage" / "0")], RUN).warnings == ()
