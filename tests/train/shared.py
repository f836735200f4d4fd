"""What the parts of learning share: where coded articles and weights lie, how articles are parted to measure, the command."""

import argparse
import json
from hashlib import sha256
from pathlib import Path

from tests.train.regression import learn
from transforms.extract.gate import Gate

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


def fit_choice(rows, *, strength, least, threshold):
    """The gate of a choice among parties: (name of the article, those that were coded, features by party) of each place."""
    found = [(names, int(p in right), name) for name, right, parties in rows for p, names in parties.items()]
    names, labels, owners = zip(*found, strict=True)
    return Gate(learn(names, labels, strength=strength, least=least, articles=owners), threshold)


def learn_part(part, about, *, weights, examples, fit, line):
    """The command of a part: read, learn, measure, write. `about` is the text of its module, `line` says how a gate does."""
    parser = argparse.ArgumentParser(prog=f"python -m tests.train.{part}", description=about.split("\n\n")[1])
    parser.add_argument("folders", nargs="*", type=Path, default=[GOLD, BESIDE], help="coded articles to learn from")
    parser.add_argument("--measure", nargs="*", type=Path, default=[], help="coded articles to measure on only")
    options = parser.parse_args()
    rows = list(examples(options.folders))
    gate = fit(rows)
    print(line("learned", gate, rows))
    for folder in options.measure:
        print(line(folder.name, gate, list(examples([folder]))))
    write_gate(weights, gate)
