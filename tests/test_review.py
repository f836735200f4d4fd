"""`parley review` on the example site: what it shows, and that what it writes is applied; the README's entries too."""

import re
from pathlib import Path

import pytest
import yaml
from stage_data import RUN
from test_curation import rows

from flows.cli import REVIEW_SECTIONS, main
from flows.curation import read_curation
from flows.review import SECTIONS
from warehouse.publish import build_and_publish
from warehouse.review import read_items

README = Path(__file__).parent.parent / "README.md"


@pytest.fixture
def review(sample, tmp_path, capsys):
    """Runs the command on the example site with a folder of its own; gives exit code, output and errors."""

    def run(*arguments):
        code = main(["review", *arguments, "--warehouse", str(sample[0]), "--curation", str(tmp_path / "c")])
        done = capsys.readouterr()
        return code, done.out, done.err

    (tmp_path / "c").mkdir()
    return run


def items(sample, section):
    return [item for item in read_items(sample[0]) if item.section == section]


def test_each_section_is_shown_with_sentences(sample, review):
    assert tuple(SECTIONS) == REVIEW_SECTIONS
    code, shown, _ = review("--limit", "2")
    assert code == 0
    found = list(dict.fromkeys(item.section for item in read_items(sample[0])))
    assert {"conflicts", "low-support", "near-merges", "people"} <= set(found)
    assert [shown.index(SECTIONS[section]) for section in found] == sorted(shown.index(SECTIONS[s]) for s in found)
    first = items(sample, "conflicts")[0]
    assert f"  1  {first.key}  {first.title}\n" in shown
    assert all(line in shown for line in first.told)
    assert review("--limit", "2")[1] == shown
    assert all(item.key not in review("--only", "people")[1] for item in items(sample, "conflicts"))


def built(sample, tmp_path):
    build_and_publish(tmp_path / "w", sorted((sample[0] / "stage").iterdir()), RUN, read_curation(tmp_path / "c"))
    return tmp_path / "w"


def test_what_is_accepted_is_applied_and_not_shown_again(sample, review, tmp_path):
    """One decision of each kind of item that the example site has."""
    (outcome,) = [i for i in items(sample, "conflicts") if i.entry["slot"] == "outcome"][:1]
    decided = [
        (outcome, ["--value", "none", "--source", "https://example.org/a"]),
        (items(sample, "low-support")[0], []),
        (items(sample, "near-merges")[0], ["--do", "keep_apart"]),
        (items(sample, "people")[0], ["--value", "ZMB:leader:2020-"]),
        (items(sample, "people")[1], ["--do", "add_alias", "--value", "ZMB"]),
    ]
    for item, options in decided:
        assert review("--accept", item.key, "--reason", "looked up", *options)[0] == 0
        assert item.key not in review("--limit", "100")[1]
    folder = built(sample, tmp_path)
    states = rows(folder, "select action, state, because from corrections order by file, entry_no")
    assert states == [
        (action, "applied", "looked up") for action in ("set", "drop", "add_person", "add_alias", "keep_apart")
    ]
    assert rows(folder, "select outcome from talks where outcome = 'none' and is_curated") == [("none",)]


def test_templates_are_comments_until_they_are_taken(sample, review, tmp_path):
    assert "templates written" in review("--write", "--limit", "100")[1]
    assert read_curation(tmp_path / "c").entries == ()
    assert "0 templates" in review("--write", "--limit", "100")[1]
    for file in (tmp_path / "c").iterdir():
        taken = re.sub(r"^# (?=- do:|  )", "", file.read_text(), flags=re.MULTILINE)
        file.write_text(taken)
    taken = read_curation(tmp_path / "c", skips_bad=True)  # all of them together join what they keep apart
    assert all("joins" in fault.why for fault in taken.faults)
    assert len(taken.entries) + len(taken.faults) == len(list(read_items(sample[0])))


def test_what_cannot_be_accepted(sample, review, tmp_path):
    item = items(sample, "conflicts")[0]
    reason = ("--reason", "r")
    for arguments, words in (
        (("--accept", "nobody", *reason), "no open item has the key nobody"),
        (("--accept", item.key), "--reason"),
        (("--accept", item.key, "--do", "merge", *reason), "takes --do set or clear or drop"),
        (("--accept", item.key, "--value", "[]", *reason), "corrections.yml, line"),
    ):
        code, _, told = review(*arguments)
        assert (code, told.count("\n")) == (1, 1)
        assert words in told
    assert list((tmp_path / "c").iterdir()) == []


def test_the_entries_of_the_readme_are_applied(sample, tmp_path):
    """Found by article and sentence, whatever the ids are by now."""
    section = README.read_text().partition("## Correct it\n")[2].partition("\n## ")[0]
    entries = yaml.safe_load("\n".join(re.findall(r"^    ((?:- do|  ).*)$", section, re.MULTILINE)))
    base = rows(sample[0], "select regexp_extract(url, '^http://[^/]+') from articles limit 1")[0][0]
    (tmp_path / "c").mkdir()
    for name, entry in zip(("corrections.yml", "judgements.yml"), entries, strict=True):
        text = yaml.safe_dump([entry], width=1000)
        (tmp_path / "c" / name).write_text(text.replace("http://127.0.0.1:47371", base))
    folder = built(sample, tmp_path)
    assert {state for (state,) in rows(folder, "select state from corrections")} <= {"applied", "unneeded"}
    assert rows(folder, "select count(*) from talks where is_curated")[0][0] >= 1
