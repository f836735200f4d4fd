"""What the parts of learning share: where coded articles and weights lie, and how articles are parted to measure."""

import json
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parents[2]
GOLD, ORDINARY, BESIDE = ROOT / "tests" / "gold", ROOT / "tests" / "ordinary", ROOT.parent / "shared" / "eval" / "dev"
WEIGHTS = ROOT / "transforms" / "reference" / "weights"
PARTS = 8


def part_of(name):
    """The part of the cross-validation that an article belongs to: by its name, so that new articles move no other."""
    return sha256(name.encode()).digest()[1] % PARTS


def write(name, data):
    """Write weights, one a line."""
    (WEIGHTS / f"{name}.json").write_text(json.dumps(data, indent=0, sort_keys=True) + "\n")


def write_gate(name, gate):
    """Write a gate: its threshold and its weights."""
    write(name, {"threshold": gate.threshold, "weights": dict(gate.weights)})
