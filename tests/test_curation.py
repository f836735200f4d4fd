"""What people decided, on the example site: applied, shown, kept through rebuilds and upgrades, undone; and told when bad."""

import hashlib
import json
import re
import shutil
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
import yaml
from stage_data import RUN
from test_curation_files import TALK, WHY

from flows.curation import read_curation
from flows.job import Job
from flows.settings import Settings
from flows.sources import sources_from_arguments
from transforms.curation import CurationError
from warehouse.connect import open_published
from warehouse.publish import build_and_publish
from warehouse.stage import REPORT_KINDS


def rows(folder, sql, *values):
    with open_published(folder) as connection:
        return connection.execute(sql, list(values)).fetchall()


def one(folder, sql, *values):
    (row,) = rows(folder, sql, *values)
    return row


def hashes(folder, *without):
    files = sorted((folder / "parquet").iterdir())
    return {
        f.stem: hashlib.sha256(f.read_bytes()).hexdigest()
        for f in files
        if f.stem not in ("runs", "event_changes", *without)
    }


@pytest.fixture(scope="module")
def site(sample, tmp_path_factory):
    """The warehouse of the example site as nobody has corrected it, and its stage folders."""
    folder, _ = sample
    stages = sorted((folder / "stage").iterdir())
    plain = tmp_path_factory.mktemp("plain")
    build_and_publish(plain, stages, RUN)
    return plain, stages


@pytest.fixture
def curated(site, tmp_path):
    """Builds the example site with entries; gives the warehouse folder."""

    def build(corrections=(), judgements=(), stages=None, **options):
        folder = tmp_path / "curation"
        folder.mkdir(exist_ok=True)
        for name, entries in (("corrections.yml", corrections), ("judgements.yml", judgements)):
            text = entries if isinstance(entries, str) else yaml.safe_dump([{**WHY, **e} for e in entries])
            (folder / name).write_text(text)
        build_and_publish(tmp_path / "w", stages or site[1], RUN, read_curation(folder, **options))
        return tmp_path / "w"

    return build


def ref(folder, row_id, **more):
    """A reference that survives: the first sentence of the row's first report that no other row has, and its article."""
    (quote, url, text) = rows(
        folder,
        "select quote, url, d.text from evidence join articles using (article_id) left join demand_reports as d using (report_id)"
        " where ? in (row_id, report_id) order by (select count(distinct report_id) from evidence as e where"
        " (e.article_id, e.quote, e.row_kind) = (evidence.article_id, evidence.quote, evidence.row_kind)),"
        " published_at nulls last, split_part(url, '/', -1), report_id, char_start",
        row_id,
    )[0]
    return {"id": row_id, "article": url, "sentence": quote, **({"where": {"text": text}} if text else {}), **more}


def known(site):
    """Rows of the example site by what they are, whatever their ids."""
    plain, _ = site
    held = "select {} from talks where status = 'held' and city is not null and article_count > 1 order by city desc, date_start, talk_id limit 1"
    talk, city = one(plain, held.format("talk_id, city"))
    exchange, value = one(
        plain,
        "select exchange_id, value from exchange_legs where category = 'prisoners_of_war' and from_party is not null"
        " group by all having value is not null and count(*) = 1 order by value desc, exchange_id limit 1",
    )
    leg = one(
        plain,
        "select from_party, to_party, value from exchange_legs where exchange_id = ? and value = ?",
        exchange,
        value,
    )
    demand, wanted = one(
        plain, "select demand_id, text from demands order by article_count desc, text, demand_id limit 1"
    )
    report = one(plain, "select report_id from talk_reports where talk_id = ? order by all limit 1", talk)[0]
    figure, amount = one(
        plain, "select figure_id, value from figures where unit = 'count' order by value desc, figure_id limit 1"
    )
    return {
        "talk": talk, "city": city, "report": report, "exchange": exchange, "demand": demand, "wanted": wanted,
        "leg": dict(zip(("from", "to", "value"), leg, strict=True)), "figure": figure, "amount": amount,
    }  # fmt: skip


def every_correction(site):
    """One entry of each kind about rows, with the query that shows its effect and what that must give."""
    plain, k = site[0], known(site)
    return [
        ({"do": "set", "row": ref(plain, k["talk"]), "slot": "city", "value": "Lusaka", "was": k["city"]},
         ("select city, is_curated from talks where place_id = 'xx' or city = 'Lusaka'", [("Lusaka", True)])),
        ({"do": "set", "row": ref(plain, k["talk"]), "slot": "parties", "value": ["MWI", "TZA"]},
         ("select parties, is_curated from talks where parties like '%TZA%'", [("MWI, TZA", True)])),
        ({"do": "set", "row": ref(plain, k["talk"]), "slot": "date", "value": [date(2024, 1, 2), date(2024, 1, 3)]},
         ("select city from talks where date_start = '2024-01-02' and date_end = '2024-01-03'", [("Lusaka",)])),
        ({"do": "clear", "row": ref(plain, k["talk"]), "slot": "mediators"},
         ("select mediators from talks where city = 'Lusaka'", [(None,)])),
        ({"do": "set", "row": ref(plain, k["talk"]), "slot": "people", "value": ["Jane Doe"]},
         ("select person_id, p.name from talk_people join people as p using (person_id) where person_id = 'jane_doe'",
          [("jane_doe", "Jane Doe")])),
        ({"do": "set", "row": ref(plain, k["report"]), "slot": "duration_minutes", "value": [317, 431]},
         ("select duration_minutes_low, duration_minutes_high, is_curated from talk_reports where duration_minutes = 374",
          [(317.0, 431.0, True)])),
        ({"do": "set", "row": ref(plain, k["exchange"]), "leg": k["leg"], "slot": "value", "value": 77},
         ("select value, approx from exchange_legs where value = 77", [(77.0, "exact")])),
        ({"do": "set", "row": ref(plain, k["demand"]), "slot": "by", "value": "TZA"},
         ("select by_party, is_curated from demands where by_party = 'TZA'", [("TZA", True)])),
        ({"do": "set", "row": {**ref(plain, k["figure"]), "where": {"value": k["amount"]}}, "slot": "what", "value": "goats"},
         ("select what, is_curated from figures where what = 'goats'", [("goats", True)])),
    ]  # fmt: skip


def test_each_correction_shows_and_is_undone(site, curated):
    tried = every_correction(site)
    folder = curated([entry for entry, _ in tried])
    for entry, (sql, expected) in tried:
        assert rows(folder, sql) == expected, entry
    shown = rows(folder, "select entry_no, action, state, because, decided_on, file from corrections order by entry_no")
    assert [row[:3] for row in shown] == [(n, e["do"], "applied") for n, (e, _) in enumerate(tried, start=1)]
    assert shown[0][3:] == ("read again", date(2024, 5, 1), "corrections.yml")
    changed = "select value_before, value_after from corrections where slot = 'city'"
    assert rows(folder, changed) == [(known(site)["city"], "Lusaka")]
    assert hashes(curated([])) == hashes(site[0])


def test_corrections_survive_new_numbers_of_reports(site, curated, tmp_path):
    """An upgrade of the patterns may number the rows of each article anew: here in the opposite order."""
    tried = every_correction(site)
    renumbered = [renumber(stage, tmp_path / "renumbered" / stage.name) for stage in site[1]]
    folder = curated([entry for entry, _ in tried], stages=renumbered)
    assert rows(folder, "select distinct state from corrections") == [("applied",)]
    for entry, (sql, expected) in tried:
        assert rows(folder, sql) == expected, entry


def renumber(stage, target):
    target.mkdir(parents=True)
    ids = {}
    for name in REPORT_KINDS:
        reports = pl.read_parquet(stage / f"{name}.parquet").sort("article_id", "report_id")
        for _, group in reports.group_by("article_id", maintain_order=True):
            olds = group["report_id"].to_list()
            ids |= dict(
                zip(olds, (f"{old.rpartition('-')[0]}-{len(olds) + 5 - n}" for n, old in enumerate(olds)), strict=True)
            )
    for file in stage.glob("*.parquet"):
        frame = pl.read_parquet(file)
        if "report_id" in frame.columns:
            frame = frame.with_columns(pl.col("report_id").replace(ids))
        frame.write_parquet(target / file.name)
    return target


def test_a_corrected_slot_is_not_outvoted(site, curated):
    """The correction of an event stands against any number of later reports: here, of all reports."""
    plain, k = site[0], known(site)
    reports = rows(plain, "select report_id from talk_reports where talk_id = ? order by all", k["talk"])
    assert len(reports) > 1
    later = [{"do": "set", "row": ref(plain, r), "slot": "city", "value": "Harare"} for (r,) in reports]
    folder = curated(
        [{"do": "set", "row": ref(plain, k["talk"]), "slot": "city", "value": "Lusaka", "was": k["city"]}, *later]
    )
    assert one(folder, "select city from talks where talk_id = ?", k["talk"]) == ("Lusaka",)
    chosen = "select value, is_chosen from slot_values where row_id = ? and slot = 'city'"
    assert rows(folder, chosen, k["talk"]) == [("Harare", False)]
    assert rows(folder, "select distinct state from corrections") == [("applied",)]


@pytest.mark.parametrize("kind", ["talk", "demand", "exchange"])
def test_dropped_rows_are_gone_with_all_that_hangs_on_them(site, curated, kind):
    plain = site[0]
    event, count = one(
        plain, f"select {kind}_id, report_count from {kind}s order by report_count desc, {kind}_id limit 1"
    )
    single = one(plain, f"select {kind}_id from {kind}s where report_count = 1 order by all limit 1")[0]
    report = one(plain, f"select report_id from {kind}_reports where {kind}_id = ?", single)[0]
    folder = curated([{"do": "drop", "row": ref(plain, event)}, {"do": "drop", "row": ref(plain, report)}])
    before, after = (
        one(f, f"select count(*), (select count(*) from {kind}_reports) from {kind}s") for f in (plain, folder)
    )
    assert after == (before[0] - 2, before[1] - count - 1)
    gone = "select count(*) from evidence where row_id in (?, ?)"
    assert (one(folder, gone, event, single), one(folder, gone, event, single)) == ((0,), (0,))
    assert [s for (s,) in rows(folder, "select state from corrections")] == ["applied", "applied"]


def reports_of(folder, kind, event):
    return [r for (r,) in rows(folder, f"select report_id from {kind}_reports where {kind}_id = ? order by all", event)]


def events_of(folder, kind, reports):
    found = dict(rows(folder, f"select report_id, {kind}_id from {kind}_reports"))
    return [found[report] for report in reports]


def test_judgements_merge_split_and_keep_apart(site, curated):
    plain = site[0]
    single = [t for (t,) in rows(plain, "select talk_id from talks where report_count = 1 order by all limit 2")]
    merged = [reports_of(plain, "talk", talk)[0] for talk in single]
    wide, *others = reports_of(
        plain, "talk", *one(plain, "select talk_id from talks order by report_count desc, talk_id limit 1")
    )
    swap = one(plain, "select exchange_id from exchanges order by report_count desc, exchange_id limit 1")
    pair = reports_of(plain, "exchange", *swap)[:2]
    folder = curated(
        judgements=[
            {"do": "merge", "rows": [ref(plain, talk) for talk in single]},
            {"do": "split", "rows": [ref(plain, wide)], "from": [ref(plain, other) for other in others]},
            {"do": "keep_apart", "rows": [ref(plain, report) for report in pair]},
        ]
    )
    assert len(set(events_of(folder, "talk", merged))) == 1
    (rest,) = set(events_of(folder, "talk", others))
    assert events_of(folder, "talk", [wide]) != [rest]
    assert len(set(events_of(folder, "exchange", pair))) == 2
    judged = {*events_of(folder, "talk", [*merged, wide, *others]), *events_of(folder, "exchange", pair)}
    marked = rows(
        folder,
        "select talk_id from talks where is_curated union all select exchange_id from exchanges where is_curated",
    )
    assert {event for (event,) in marked} == judged
    assert rows(folder, "select distinct state from corrections") == [("applied",)]
    assert hashes(curated()) == hashes(plain)


def test_what_no_longer_applies_is_told(site, curated):
    plain, k = site[0], known(site)
    gone = {**ref(plain, k["talk"]), "sentence": "No article says this."}
    folder = curated(
        [
            {"do": "set", "row": gone, "slot": "city", "value": "Lusaka"},
            {
                "do": "set",
                "row": {**ref(plain, k["report"]), "article": "https://example.org/never"},
                "slot": "round",
                "value": 9,
            },
            {"do": "set", "row": k["exchange"], "slot": "status", "value": "agreed", "was": "cancelled"},
            {"do": "set", "row": k["demand"], "slot": "text", "value": k["wanted"], "was": k["wanted"]},
            {"do": "drop", "row": ref(plain, k["exchange"]), "leg": {"from": "ATA"}},
        ]
    )
    found = dict(rows(folder, "select entry_no, problem from corrections where state = 'not_applied' order by all"))
    assert sorted(found) == [1, 3, 5]
    assert "has this sentence" in found[1]
    assert "status was cancelled and is" in found[3]
    assert "0 groups are from ATA" in found[5]
    assert rows(folder, "select entry_no, state from corrections where entry_no in (2, 4)") == [
        (2, "applied"),
        (4, "unneeded"),
    ]


def test_what_only_the_rows_show_to_be_bad(site, curated):
    """An id that no row has; two ids of one event, corrected apart; reports that are joined and kept apart."""
    plain, k = site[0], known(site)
    a, b = reports_of(plain, "talk", k["talk"])[:2]
    twice = [{"do": "set", "row": ref(plain, row, id=k["talk"]), "slot": "venue", "value": row} for row in (a, b)]
    unknown = [{"do": "set", "row": TALK, "slot": "city", "value": "Lusaka", "was": None}]
    torn = [
        {"do": "merge", "rows": [ref(plain, a), ref(plain, b)]},
        {"do": "keep_apart", "rows": [ref(plain, a), ref(plain, b)]},
    ]
    for corrections, judgements, words in (
        (unknown, [], f"corrections.yml, line 1 (entry 1): no row has the id {TALK}"),
        (twice, [], "corrections.yml, line 1 (entry 1): venue of"),
        ([], torn, "judgements.yml, line 1 (entry 1): joins"),
    ):
        with pytest.raises(CurationError, match=re.escape(words)):
            curated(corrections, judgements)
    folder = curated(
        [*unknown, *twice, {"do": "set", "row": k["talk"], "slot": "city", "value": "Lusaka", "was": k["city"]}],
        torn,
        skips_bad=True,
    )
    assert rows(folder, "select state, count(*) from corrections group by all order by all") == [
        ("applied", 1),
        ("bad", 5),
    ]
    assert one(folder, "select city, venue from talks where talk_id = ?", k["talk"])[0] == "Lusaka"


STORY = (
    "Negotiators of Zambia and the Ridge Council met in Lilongwe on Tuesday for a third round of peace talks, mediated by "
    "Tanzania. The Ridge Council demanded that Zambia withdraw its troops from the border town of Mchinji. The two sides "
    "agreed to exchange 40 prisoners of war each."
)


def test_runs_follow_the_folder(tmp_path):
    """Additions, edits without a new page, a rebuild from raw pages, a bad folder: what a run makes of each."""
    article = {"id": "a", "title": "Talks in Lilongwe", "published": "2025-06-04", "text": STORY}
    (tmp_path / "a.json").write_text(json.dumps(article))
    (tmp_path / "c").mkdir()
    settings = Settings(warehouse=tmp_path / "w", processes=1, curation=tmp_path / "c")

    def run():
        with Job(sources_from_arguments([str(tmp_path / "a.json")]), settings) as job:
            if not job.look():
                return job.keep_published()
            job.start()
            return job.finish()

    def write(*entries):
        (tmp_path / "c" / "corrections.yml").write_text(yaml.safe_dump([{**WHY, **e} for e in entries]))

    assert run()["status"] == "published"
    assert run()["status"] == "unchanged"
    assert rows(tmp_path / "w", "select count(*) from parties where party_code = 'RIDGE'") == [(0,)]
    council = {"do": "add_party", "code": "RIDGE", "kind": "armed_group", "names": ["Ridge Council"], "country": "ZMB"}
    write(council)
    assert run()["status"] == "published"
    assert rows(tmp_path / "w", "select name, kind from parties where party_code = 'RIDGE'") == [
        ("Ridge Council", "armed_group")
    ]
    talk, parties = one(tmp_path / "w", "select talk_id, parties from talks")
    assert parties == "RIDGE, ZMB"
    write(council, {"do": "set", "row": ref(tmp_path / "w", talk), "slot": "city", "value": "Mzuzu", "was": "Lilongwe"})
    assert run()["new_page_count"] == 0
    before = hashes(tmp_path / "w")
    for folder in ("stage", "builds"):
        shutil.rmtree(tmp_path / "w" / folder)
    assert run()["status"] == "published"
    assert one(tmp_path / "w", "select city, is_curated from talks") == ("Mzuzu", True)
    assert hashes(tmp_path / "w") == before
    write({"do": "clear", "row": TALK, "slot": "city", "was": "Lilongwe"})
    with pytest.raises(CurationError, match="no row has the id"):
        run()
    assert hashes(tmp_path / "w") == before
    settings = replace(settings, skip_bad_curation=True)
    assert any("correction_not_applied" in warning for warning in run()["warnings"])
    write()
    assert run()["status"] == "published"
    assert one(tmp_path / "w", "select city, is_curated from talks") == ("Lilongwe", False)
