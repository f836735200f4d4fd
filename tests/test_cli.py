"""Each command as a user types it: help, formats, errors in one line, exit codes."""

import io
import json
import subprocess
import sys

import polars as pl
import pytest

COMMANDS = ("run", "extract", "query", "status", "serve")
SENTENCE = (
    "Negotiators from Armenia and Azerbaijan met in Tbilisi on 4 March 2024 for a second round of peace talks, "
    "the Georgian foreign ministry said."
)
REST = (
    "The talks lasted five hours and ended without an agreement. Armenia demanded the release of 23 prisoners of war. "
    "Azerbaijan's foreign minister said that both sides would meet again in April. A spokesman called the mood sober."
)
ARTICLE = {"id": "a1", "title": "Second round in Tbilisi", "text": f"{SENTENCE}\n{REST}", "published": "2024-03-05"}
PAGE = f"""<html lang="en"><head><title>Second round in Tbilisi</title></head><body><article>
<h1>Second round in Tbilisi</h1><p>{SENTENCE}</p><p>{REST}</p></article></body></html>"""


def one_line(done, *words):
    """The command failed with one clear line."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode != 0
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("parley: ")
    assert all(word in lines[0] for word in words), lines[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(parley, command):
    done = parley(command, "--help")
    assert done.returncode == 0
    assert f"  parley {command}" in done.stdout


def test_help_lists_all_commands(parley):
    assert all(f"\n    {command} " in parley("--help").stdout for command in COMMANDS)


def test_no_command_is_a_usage_error(parley):
    done = parley()
    assert done.returncode == 2
    assert "COMMAND" in done.stderr


@pytest.mark.parametrize(
    "arguments", [["--help"], ["extract", "ARTICLE"], ["query", "select 1"], ["status"], ["review"]]
)
def test_starts_without_prefect(tmp_path, arguments):
    (tmp_path / "a.json").write_text(json.dumps(ARTICLE))
    arguments = [str(tmp_path / "a.json") if a == "ARTICLE" else a for a in arguments]
    code = (
        "import sys; from flows.cli import main\n"
        f"try: main({arguments!r})\nexcept SystemExit: pass\n"
        "sys.exit('prefect' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)


def test_extract_reads_json_html_and_text(parley, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(ARTICLE))
    (tmp_path / "b.html").write_text(PAGE)
    (tmp_path / "c.txt").write_text(f"{ARTICLE['title']}\n\n{ARTICLE['text']}\n")
    done = parley("extract", *sorted(tmp_path.iterdir()), "--published", "2024-03-06")
    assert (done.returncode, done.stderr) == (0, "")
    objects = [json.loads(line) for line in done.stdout.splitlines()]
    assert [o["published"] for o in objects] == ["2024-03-05", "2024-03-06", "2024-03-06"]
    assert objects[0]["id"] == "a1"
    assert objects[0]["text"] == ARTICLE["text"]
    for found in objects:
        assert found["title"] == ARTICLE["title"]
        assert found["relevant"]
        assert set(found["talks"][0]["parties"]) >= {"ARM", "AZE"}
        for kind in ("talks", "demands", "exchanges", "figures"):
            for row in found[kind]:
                assert all(found["text"][e["start"] : e["end"]] == e["text"] for e in row["evidence"])


def test_extract_takes_what_it_can(parley, tmp_path):
    records = [ARTICLE, {"id": "a2", "title": "No text"}]
    (tmp_path / "list.jsonl").write_text("\n".join(json.dumps(r) for r in records) + "\nno json\n")
    done = parley("extract", tmp_path / "list.jsonl")
    assert done.returncode == 0
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a1"]
    assert [line.split(": ")[1] for line in done.stderr.splitlines()] == [
        f"{tmp_path}/list.jsonl#a2",
        f"{tmp_path}/list.jsonl#line 3",
    ]


def test_extract_knows_what_the_curation_folder_adds(parley, tmp_path):
    text = "The Lakeshore Council and the government of Zambia held talks in Lusaka on Tuesday about a ceasefire."
    (tmp_path / "a.json").write_text(
        json.dumps({"id": "a1", "title": "Talks", "published": "2024-03-06", "text": text})
    )
    (tmp_path / "decisions").mkdir()
    entry = {"do": "add_party", "code": "LSC", "names": ["Lakeshore Council"], "kind": "armed_group", "reason": "new"}
    (tmp_path / "decisions" / "corrections.yml").write_text(json.dumps([entry]))
    plain, told = (
        parley("extract", tmp_path / "a.json", *more) for more in ([], ["--curation", tmp_path / "decisions"])
    )
    assert "LSC" not in plain.stdout
    assert set(json.loads(told.stdout)["talks"][0]["parties"]) == {"LSC", "ZMB"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nothing.html"], ["nothing.html", "no such file"]),
        (["ftp://example.org/a"], ["ftp://example.org/a", "http"]),
        (["a.json", "--published", "March"], ["--published", "YYYY-MM-DD"]),
        (["a.json", "--curation", "nowhere"], ["nowhere", "no folder of corrections.yml"]),
    ],
)
def test_extract_errors(parley, arguments, words):
    one_line(parley("extract", *arguments), *words)


def test_query_formats(parley, sample):
    folder, _ = sample
    query = "select talk_id, status, article_count from talks order by talk_id limit 2"

    def ask(fmt, text=True):
        done = parley("query", query, "--format", fmt, "--warehouse", folder, text=text)
        assert done.returncode == 0, done.stderr
        return done.stdout

    objects = json.loads(ask("json"))
    assert len(objects) == 2
    assert [json.loads(line) for line in ask("jsonl").splitlines()] == objects
    assert pl.read_csv(io.StringIO(ask("csv"))).to_dicts() == objects
    assert pl.read_parquet(io.BytesIO(ask("parquet", text=False))).to_dicts() == objects
    assert ask("markdown").splitlines()[0] == "| talk_id | status | article_count |"
    assert ask("table").splitlines()[-1] == "(2 rows)"


def test_query_from_a_file(parley, sample, tmp_path):
    folder, _ = sample
    (tmp_path / "question.sql").write_text("select count(*) as n from articles;\n")
    done = parley("query", "-f", tmp_path / "question.sql", "--format", "csv", "--warehouse", folder)
    assert done.stdout.splitlines()[0] == "n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["select nothing from talks"], ["nothing", "talk_id"]),
        (["drop table talks"], ["read-only"]),
        (["select 1; select 2"], ["one statement"]),
        ([], ['"SQL"', "-f FILE"]),
        (["-f", "missing.sql"], ["missing.sql", "cannot be read"]),
    ],
)
def test_query_errors(parley, sample, arguments, words):
    one_line(parley("query", *arguments, "--warehouse", sample[0]), *words)


def test_query_without_a_warehouse(parley, tmp_path):
    one_line(parley("query", "select 1", "--warehouse", tmp_path), str(tmp_path), "parley run")


def test_status(parley, sample, tmp_path):
    folder, _ = sample
    done = parley("status", "--warehouse", folder)
    assert done.returncode == 0
    assert done.stdout.startswith("Published")
    assert all(word in done.stdout for word in (str(folder / "parley.duckdb"), "talks", "articles", " published "))
    empty = parley("status", "--warehouse", tmp_path)
    assert empty.stdout.startswith("Nothing is published yet")


def test_no_colours_off_a_terminal(parley, sample):
    folder, first = sample
    status = parley("status", "--warehouse", folder)
    assert not [text for text in (first.stdout, first.stderr, status.stdout) if "\x1b" in text]


@pytest.mark.parametrize(
    ("settings", "words"),
    [({"processes": "many"}, ["processes", "whole number"]), ({"host_delay": "-1"}, ["host_delay", "at least 0"])],
)
def test_bad_settings(parley, settings, words):
    one_line(parley("status", **settings), *words)


def test_debug_shows_the_traceback(parley, tmp_path):
    done = parley("query", "select 1", "--warehouse", tmp_path, "--debug")
    assert "Traceback" in done.stderr
