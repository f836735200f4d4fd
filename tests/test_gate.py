"""The gate: learned weights that say which candidates stand, and how they are learned."""

import json
import math
import re
from importlib import resources

import pytest

from tests.train.regression import learn
from transforms.document import KINDS
from transforms.extract.gate import Gate, load_gate


def test_chance_is_the_logistic_of_the_sum_and_unknown_features_count_nothing():
    gate = Gate({"": -1.0, "a": 2.0}, 0.5)
    assert gate.chance(["a", "never seen"]) == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert gate.chance([]) == pytest.approx(1 / (1 + math.exp(1.0)))


def test_the_order_of_features_changes_nothing():
    gate = load_gate("demands")
    names = list(gate.weights)[:40]
    assert gate.chance(names) == gate.chance(names[::-1])


def test_weights_name_no_actor():
    weights = json.loads(resources.files("transforms.reference").joinpath("weights", "demands.json").read_text())
    assert 0 < weights["threshold"] < 1
    assert {word for name in weights["weights"] for word in re.findall(r"[A-Z][A-Z_]+", name)} <= set(KINDS)


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
