"""Learn of whom something is wanted: python -m tests.train.asked [--measure FOLDER ...].

Writes `transforms/reference/weights/demand_asked.json`. Learned from the candidates that agree with coded rows, whether the
gate of demands lets them stand or not.
"""

import argparse
from pathlib import Path

from tests.train import demands
from tests.train.regression import learn
from tests.train.shared import BESIDE, GOLD, write_gate
from transforms.extract.demand_asked import Asked
from transforms.extract.demands import report
from transforms.extract.gate import Gate
from transforms.score import like_demand

STRENGTH, LEAST = 10.0, 5
# Somewhat above half of the F1, from where on a party raises it if chances are true.
THRESHOLD = 0.38


def examples(folders):
    """(name of the article, parties that the coded row asks, features by party) of the candidates that are rows."""
    for a in demands.examples([folder for folder in folders if folder.is_dir()]):
        right = [c for c, label in zip(a.found, a.labels, strict=True) if label]
        asked = Asked(a.document, right) if right else None
        for c in right:
            row = demands.record(report(c, a.document))
            coded = max(a.gold, key=lambda g, row=row: like_demand(g, row))
            yield a.name, set(coded["to"] or ()), asked.features(c)


def fit(rows):
    """The gate learned from some candidates."""
    found = [(names, int(p in right), name) for name, right, parties in rows for p, names in parties.items()]
    names, labels, owners = zip(*found, strict=True)
    return Gate(learn(names, labels, strength=STRENGTH, least=LEAST, articles=owners), THRESHOLD)


def line(what, gate, rows):
    """How many of those that are taken for the asked are, and how many of the asked are taken."""
    taken = [(right, {p for p, names in parties.items() if gate.passes(names)}) for _, right, parties in rows]
    hit, found, every = (sum(map(len, s)) for s in zip(*((r & t, t, r) for r, t in taken), strict=True))
    return (
        f"asked, {what:14} P {hit / max(found, 1):.3f} R {hit / max(every, 1):.3f}   ({every} of {len(rows)} demands)"
    )


def main():
    """Read, learn, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.train.asked", description=__doc__.split("\n\n")[1])
    parser.add_argument("folders", nargs="*", type=Path, default=[GOLD, BESIDE], help="coded articles to learn from")
    parser.add_argument("--measure", nargs="*", type=Path, default=[], help="coded articles to measure on only")
    options = parser.parse_args()
    rows = list(examples(options.folders))
    gate = fit(rows)
    print(line("learned", gate, rows))
    for folder in options.measure:
        print(line(folder.name, gate, list(examples([folder]))))
    write_gate("demand_asked", gate)


if __name__ == "__main__":
    main()
