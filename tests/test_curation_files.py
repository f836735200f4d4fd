"""The files of what people decided: what they may say, what is told of a bad entry, what additions add."""

from datetime import date

import polars as pl
import pytest
import yaml
from test_cli import one_line

from flows.curation import read_curation
from flows.errors import ParleyError
from flows.settings import CURATION
from transforms.curate import curate_reports
from transforms.curation import Curation, CurationError
from transforms.reference.load import load_reference
from transforms.schemas import ARTICLES, DEMAND_REPORTS, EVIDENCE, EXCHANGE_REPORTS, FIGURES, TALK_REPORTS, empty

REPORTS = {"talk": TALK_REPORTS, "demand": DEMAND_REPORTS, "exchange": EXCHANGE_REPORTS, "figure": FIGURES}
WHY = {"reason": "read again", "source": "https://example.org/letter", "date": date(2024, 5, 1)}
TALK = "talk-0123456789ab"
ROW = f"{{id: {TALK}, where: {{status: held}}}}"
A, B, C = (f"{{id: '{article}#talk-1', where: {{status: held}}}}" for article in "abc")
BAD = [
    ("corrections.yml", "- do: [unclosed\n", 2, ["not valid YAML"]),
    ("corrections.yml", "- do: set\n  row: x\n  do: drop\n", 1, ["entry 1 has do twice"]),
    ("corrections.yml", "do: set\n", 1, ["must be a list"]),
    ("corrections.yml", f"# why\n- do: drop\n  row: {ROW}\n", 2, ["entry 1", "reason is missing"]),
    (
        "corrections.yml",
        f"- do: drop\n  row: {ROW}\n  reason: r\n  reson: s\n",
        4,
        ['"reson"', 'did you mean "reason"?'],
    ),
    (
        "corrections.yml",
        f"- do: set\n  row: {ROW}\n  slot: town\n  value: a\n  reason: r\n",
        3,
        ['"town"', "talk events"],
    ),
    ("corrections.yml", f"- do: set\n  row: {ROW}\n  slot: round\n  value: two\n  reason: r\n", 4, ["value: 'two'"]),
    ("corrections.yml", f"- do: set\n  row: {ROW}\n  slot: city\n  reason: r\n", 1, ["value is missing", "do: clear"]),
    ("corrections.yml", f"- do: clear\n  row: {ROW}\n  slot: status\n  reason: r\n", 3, ["status cannot be empty"]),
    ("corrections.yml", "- do: drop\n  row: talk-7\n  reason: r\n", 2, ["'talk-7' is no id of a row"]),
    ("corrections.yml", f"- do: drop\n  row: {TALK}\n  reason: r\n", 2, ["nothing tells", "article and sentence"]),
    ("corrections.yml", f"- do: drop\n  row: {{id: {TALK}, article: a}}\n  reason: r\n", 2, ["only together"]),
    ("corrections.yml", f"- do: drop\n  row: {ROW}\n  reason: r\n  date: 2024-02-31\n", 1, ["day is out of range"]),
    ("corrections.yml", f"- do: merge\n  rows: [{A}, {B}]\n  reason: r\n", 1, ["merge belongs into judgements.yml"]),
    (
        "corrections.yml",
        "- do: add_alias\n  to: NOBODY\n  texts: [No One]\n  reason: r\n",
        1,
        ["'NOBODY' is no party code"],
    ),
    ("corrections.yml", "- do: add_alias\n  to: ZMB\n  texts: [Malawi]\n  reason: r\n", 1, ["a name of MWI already"]),
    (
        "corrections.yml",
        "- {do: add_party, code: XYZ, kind: igo, names: [X Y], reason: r}\n"
        "- {do: add_party, code: XYZ, kind: igo, names: [Y Z], reason: r}\n",
        2,
        ["XYZ is added twice"],
    ),
    ("corrections.yml", "- do: add_person\n  name: A B\n  offices: [ZMB]\n  reason: r\n", 1, ["PARTY:role:from-to"]),
    ("judgements.yml", f"- do: merge\n  rows: [{A}]\n  reason: r\n", 2, ["at least two"]),
    ("judgements.yml", f"- do: merge\n  rows: [{A}, 'a#demand-1']\n  reason: r\n", 2, ["not of one kind"]),
    ("correction.yml", "- do: drop\n", 1, ['did you mean "corrections.yml"?']),
    (
        "judgements.yml",
        f"- {{do: merge, rows: [{A}, {B}], reason: r}}\n- {{do: merge, rows: [{B}, {C}], reason: r}}\n"
        f"- {{do: keep_apart, rows: [{A}, {C}], reason: r}}\n",
        3,
        ["entry 3", "keeps a#talk-1 and c#talk-1 apart", "line 1 (entry 1)", "line 2 (entry 2)"],
    ),
    (
        "corrections.yml",
        f"- {{do: set, row: {ROW}, slot: city, value: A, reason: r}}\n- {{do: clear, row: {ROW}, slot: city, reason: r}}\n",
        1,
        [f"city of {TALK} is corrected by", "line 2 (entry 2) too"],
    ),
]


@pytest.mark.parametrize(("name", "text", "line", "words"), BAD, ids=[" ".join(case[3]) for case in BAD])
def test_a_bad_entry_is_told_or_left_out(tmp_path, name, text, line, words):
    (tmp_path / name).write_text(text)
    with pytest.raises(CurationError) as caught:
        read_curation(tmp_path)
    for word in (f"{tmp_path / name}, line {line}", *words, "--skip-bad-curation"):
        assert word in str(caught.value)
    left = read_curation(tmp_path, skips_bad=True)
    assert len(left.faults) == len(caught.value.faults)
    assert {fault.entry.number for fault in left.faults}.isdisjoint(entry.number for entry in left.entries)


def test_folder_that_is_not_there(tmp_path):
    assert read_curation(CURATION) == Curation()
    with pytest.raises(ParleyError, match="no folder of corrections"):
        read_curation(tmp_path / "none")


def test_additions_are_names_like_those_of_the_lists(tmp_path):
    entries = [
        {"do": "add_person", "name": "Jane Doe", "offices": "ZMB:envoy:2020-"},
        {"do": "add_place", "name": "Chilomoni Ridge", "kind": "region", "country": "MWI"},
        {"do": "add_alias", "to": "jane_doe", "texts": "Lady Jane"},
        {"do": "add_alias", "to": "ZMB", "texts": ["Ridgeland House"], "form": "metonyms"},
        {"do": "add_party", "code": "ZMB", "kind": "state", "names": ["Zambia"]},
    ]
    (tmp_path / "corrections.yml").write_text(yaml.safe_dump([{**WHY, **entry} for entry in entries]))
    curation = read_curation(tmp_path)
    reference = load_reference(curation.additions)
    found = {(a.text, a.target, a.form) for a in reference.aliases}
    assert found >= {
        ("Jane Doe", "jane_doe", "full"), ("Doe", "jane_doe", "surname"), ("Lady Jane", "jane_doe", "full"),
        ("Chilomoni Ridge", "Chilomoni Ridge", "name"), ("Ridgeland House", "ZMB", "metonym"),
    }  # fmt: skip
    assert reference.parties["ZMB"].adj == load_reference().parties["ZMB"].adj
    nothing = {kind: pl.DataFrame(schema=schema) for kind, schema in REPORTS.items()}
    done = curate_reports(curation, empty(ARTICLES), empty(EVIDENCE).lazy(), nothing, reference)
    assert [outcome.state for outcome in done.outcomes] == [*["applied"] * 4, "unneeded"]


def test_a_bad_folder_stops_the_command_in_a_line(parley, tmp_path):
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "judgements.yml").write_text("- do: marge\n")
    done = parley("run", "--sample", "--warehouse", tmp_path / "w", "--curation", tmp_path / "c")
    one_line(done, "judgements.yml, line 1 (entry 1): do: marge is no action", 'did you mean "merge"?')
    assert not (tmp_path / "w").exists()
    done = parley("run", "--sample", "--warehouse", tmp_path / "w", "--curation", tmp_path / "none")
    one_line(done, f"{tmp_path / 'none'}: no folder of corrections.yml")
