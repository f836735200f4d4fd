"""The accuracy gate: coded articles of our own, with a floor under every kind of row."""

from pathlib import Path

import pytest
import yaml

from flows.evaluate import extracted
from transforms.score import KINDS, Scores, format_scores, read_coded, score_articles

GOLD = Path(__file__).parent / "gold"
# not read when rules are written, nothing is learned from them
HELD_OUT = Path(__file__).parent / "heldout"
# articles about other things, with a row or two at most
ORDINARY = Path(__file__).parent / "ordinary"
# more coded articles, kept beside the repository while it is developed; their figures are printed, never gated
BESIDE = Path(__file__).parents[2] / "shared" / "eval" / "dev"


def score_folder(folder):
    """The agreement of what the whole chain extracts from a folder of coded articles with what was coded."""
    coded = read_coded(folder)
    found = extracted(coded)
    assert set(found) == {c.name for c in coded}
    return score_articles((c.gold, found[c.name]) for c in coded)


@pytest.mark.parametrize("folder", [GOLD, HELD_OUT, ORDINARY], ids=lambda folder: folder.name)
def test_extraction_keeps_above_its_floors(folder, capsys):
    floors = yaml.safe_load((folder / "floors.yml").read_text())
    scores = score_folder(folder)
    with capsys.disabled():
        print(f"\n{folder.name}\n{format_scores(scores)}")
    coded = {kind for kind in KINDS if scores.rows[kind].gold}
    measured = {kind: {"rows": scores.rows[kind].f1, "slots": scores.slots[kind].f1} for kind in coded}
    below = [
        f"{kind} {what} F1 {measured[kind][what]:.3f}, floor {floor:.3f}"
        for kind, kind_floors in floors.items()
        for what, floor in kind_floors.items()
        if measured[kind][what] < floor
    ]
    assert set(floors) == coded
    assert not below, "; ".join(below)


@pytest.mark.slow
@pytest.mark.skipif(not BESIDE.is_dir(), reason="the larger set of coded articles is not beside this checkout")
def test_larger_set_is_read_to_its_end(capsys):
    scores = score_folder(BESIDE)
    with capsys.disabled():
        print(f"\n{format_scores(scores)}")
    assert min(scores.rows[kind].hit for kind in KINDS) > 0


def talk(**slots):
    return {
        "status": "held",
        "parties": ["RUS", "UKR"],
        "date": ["2025-06-02", "2025-06-02"],
        "city": "Istanbul",
    } | slots


def score(kind, gold, found) -> Scores:
    return score_articles([({kind: gold}, {kind: found})])


def test_rows_pair_once_and_unpaired_slots_count():
    scores = score("talks", [talk(), talk(date=["2025-05-16", "2025-05-16"])], [talk(city="Ankara"), talk()])
    assert (scores.rows["talks"].hit, scores.rows["talks"].gold, scores.rows["talks"].found) == (2, 2, 2)
    # of five values each: the exact pair agrees in all, the other in all but city and date
    assert (scores.slots["talks"].hit, scores.slots["talks"].gold, scores.slots["talks"].found) == (8, 10, 10)
    assert scores.by_slot["talks", "city"].f1 == 0.5
    missed = score("talks", [talk()], [])
    assert (missed.rows["talks"].f1, missed.slots["talks"].gold, missed.slots["talks"].f1) == (0.0, 5, 0.0)


@pytest.mark.parametrize(
    ("found", "hits"),
    [
        ({"value": 1200, "unit": "count", "what": "captured soldiers", "claimant": "Umerov"}, 4),
        ({"value": 1203, "unit": "count", "what": "soldier captured", "claimant": "RUS"}, 3),
        ({"value": 1200, "unit": "days", "what": "captured soldiers", "claimant": "Umerov"}, 0),
        ({"value": 1300, "unit": "count", "what": "captured soldiers", "claimant": "Umerov"}, 0),
    ],
)
def test_a_figure_is_its_amount_first(found, hits):
    gold = {"value": 1200, "unit": "count", "what": "captured soldiers", "claimant": "Rustem Umerov"}
    assert score("figures", [gold], [found]).slots["figures"].hit == hits


def test_legs_count_with_their_ends():
    leg = {"from": "RUS", "to": "UKR", "category": "prisoners_of_war", "value": 100}
    swap = {"status": "completed", "parties": ["RUS", "UKR"], "legs": [leg, leg | {"from": "UKR", "to": "RUS"}]}
    other = swap | {"legs": [leg, leg | {"to": "RUS"}]}
    tally = score("exchanges", [swap], [other]).slots["exchanges"]
    assert (tally.gold, tally.found, tally.hit) == (9, 9, 8)


def test_a_kind_that_was_not_coded_is_left_out():
    assert score_articles([({"talks": None}, {"talks": [talk()]})]).rows["talks"].found == 0


def test_reading_names_the_file(tmp_path):
    with pytest.raises(ValueError, match=r"no \*\.gold\.json here"):
        read_coded(tmp_path)
    (tmp_path / "a.gold.json").write_text("{}")
    with pytest.raises(ValueError, match=r"a\.article\.json: missing"):
        read_coded(tmp_path)
    (tmp_path / "a.article.json").write_text("[1]")
    with pytest.raises(ValueError, match=r"a\.article\.json: must hold one JSON object"):
        read_coded(tmp_path)
