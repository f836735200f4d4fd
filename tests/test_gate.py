"""Learned weights: which candidates stand, what a demand is about; how both are learned."""

import json
import math
import re
import shutil
from importlib import resources

import pytest

from tests.sentences import document_of, sentences
from tests.train.demands import record
from tests.train.issues import weigh
from tests.train.regression import learn
from transforms.document import KINDS
from transforms.extract.demands import find_demands
from transforms.extract.gate import Gate, load_gate
from transforms.extract.stems import Stems
from transforms.extract.talks import upheld
from transforms.reference.issue_families import families
from transforms.reference.issues import PLAIN, SIGNS, article_topic, classify_issue, issues, load_weighing
from transforms.reference.load import load_reference
from transforms.score import score_articles
from warehouse.code import hash_of_files


def test_chance_is_the_logistic_of_the_sum_and_unknown_features_count_nothing():
    gate = Gate({"": -1.0, "a": 2.0}, 0.5)
    assert gate.chance(["a", "never seen"]) == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert gate.chance([]) == pytest.approx(1 / (1 + math.exp(1.0)))


def test_the_order_of_features_changes_nothing():
    gate = load_gate("demands")
    names = list(gate.weights)[:40]
    assert gate.chance(names) == gate.chance(names[::-1])


def test_what_is_doubtful_stands_beside_what_is_sure():
    assert upheld([0.4], 0.5) == []
    assert upheld([0.4, 0.4], 0.5) == []
    assert upheld([0.9, 0.4, 0.9], 0.5) == [0, 1, 2]
    assert upheld([0.9] * 9 + [0.1], 0.5) == list(range(9))  # never what is nearly surely none


_KINDS = ["demands", "demand_asked", "exchange_mediators", "talks", "talks_loose", "talk_sides", "talk_mediators"]


@pytest.mark.parametrize("kind", _KINDS)
def test_weights_name_no_actor(kind):
    weights = json.loads(resources.files("transforms.reference").joinpath("weights", f"{kind}.json").read_text())
    assert 0 < weights["threshold"] < 1
    assert {word for name in weights["weights"] for word in re.findall(r"[A-Z][A-Z_]+", name)} <= {
        *KINDS,
        "DATELINE",
        "DATELI",
    }


def test_new_weights_are_another_version_of_the_code(tmp_path):
    """Else articles that were read before would keep what the old ones said."""
    copy = tmp_path / "reference"
    shutil.copytree(str(resources.files("transforms.reference")), copy)
    before = hash_of_files(copy)
    weights = copy / "weights" / "demands.json"
    weights.write_text(weights.read_text("utf-8").replace("1", "2", 1), "utf-8")
    assert hash_of_files(copy) != before


def test_learning_finds_what_tells_and_repeats_itself():
    rows = [["good", "both"], ["bad", "both"]] * 20
    labels = [1, 0] * 20
    owners = [str(i) for i in range(40)]
    weights = learn(rows, labels, strength=1.0, least=3, articles=owners)
    assert weights["good"] > 1 > -1 > weights["bad"]
    assert abs(weights.get("both", 0)) < 0.1
    assert weights == learn(rows, labels, strength=1.0, least=3, articles=owners)


def test_a_feature_of_few_articles_is_left_out():
    rows, labels = [["rare"], ["rare"], ["rare"], []], [1, 1, 1, 0]
    assert "rare" not in learn(rows, labels, strength=1.0, least=3, articles=["a", "a", "b", "c"])


def test_words_of_an_issue_share_what_they_say():
    found = families("The sailors and their uranium")
    assert found["nuclear"] == 0.5
    assert sum(found.values()) == pytest.approx(1.0)
    assert families("Uranium Sailors") == {}


def test_sentence_and_article_decide_where_a_demand_is_mute():
    assert classify_issue("a hundred", weighing=PLAIN) == "other"
    assert classify_issue("a hundred", "It has let ten sailors out of jail and wants a hundred.") == "captives"
    about = article_topic("Centrifuges and reactors, inspectors and warheads: enrichment, plutonium and uranium.")
    assert classify_issue("a hundred", "", about) == "nuclear"
    assert classify_issue("a truce", "", about) == "ceasefire"


def test_the_weighing_knows_all_signs_and_issues():
    weighing = load_weighing()
    assert set(weighing.signs) == set(SIGNS)
    assert set(weighing.prior) == set(weighing.mute) == set(weighing.usual) == set(issues())


def test_weighing_finds_what_tells_and_repeats_itself():
    rows = [
        ("a truce", "", {}, "ceasefire"),
        ("its uranium", "", {}, "nuclear"),
        ("ten", "ten sailors", {}, "captives"),
    ] * 9
    weighing = weigh(rows, {})
    assert weighing.signs["score"] > 0 < weighing.signs["sentence"]
    assert all(classify_issue(*row[:3], weighing) == row[3] for row in rows)
    assert weighing == weigh(rows, {})


def test_stems_in_reading_order_none_inside_another():
    stems = Stems({"ask": "call(?:s|ed)? for|ask", "say": "said|call"})
    assert list(stems.find("he asked, then called for it; call, unmasked")) == [(3, "ask"), (15, "ask"), (30, "say")]


def test_unseen_sentences_of_our_own():
    """Rows of sentences that nothing was tuned on; measured figures less 0.02 or so, to be raised when they rise."""
    pairs = []
    for said in sentences("unseen"):
        rows = find_demands(document_of(said), load_reference())
        told = [record(row) for row in rows if row["evidence"][0][0].text in said.text]
        pairs.append(({"demands": said.wants}, {"demands": told}))
    found = score_articles(pairs).rows["demands"]
    assert found.precision >= 0.87
    assert found.recall >= 0.53


def test_a_stem_speaks_for_the_issues_of_its_texts():
    rows = [("a truce", "", {}, "ceasefire"), ("its uranium", "", {}, "nuclear")] * 9
    weighing = weigh(rows, {}, phrases=[("frozen yachts", "", {}, "sanctions")] * 2)
    assert list(weighing.stems["uraniu"]) == ["nuclear"]
    assert classify_issue("the yachts", weighing=weighing) == "sanctions"
