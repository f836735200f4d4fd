"""Learn of whom something is wanted: python -m tests.train.asked [--measure FOLDER ...].

Writes `transforms/reference/weights/demand_asked.json`. Learned from the candidates that agree with coded rows, whether the
gate of demands lets them stand or not.
"""

from tests.train import demands
from tests.train.shared import fit_choice, learn_part
from transforms.extract.demand_asked import Asked
from transforms.extract.demands import report
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
            row = demands.record(report(c, ()))
            coded = max(a.gold, key=lambda g, row=row: like_demand(g, row))
            yield a.name, set(coded["to"] or ()), asked.features(c)


def fit(rows):
    """The gate learned from some candidates."""
    return fit_choice(rows, strength=STRENGTH, least=LEAST, threshold=THRESHOLD)


def line(what, gate, rows):
    """How many of those that are taken for the asked are, and how many of the asked are taken."""
    taken = [(right, {p for p, names in parties.items() if gate.passes(names)}) for _, right, parties in rows]
    hit, found, every = (sum(map(len, s)) for s in zip(*((r & t, t, r) for r, t in taken), strict=True))
    return (
        f"asked, {what:14} P {hit / max(found, 1):.3f} R {hit / max(every, 1):.3f}   ({every} of {len(rows)} demands)"
    )


if __name__ == "__main__":
    learn_part("asked", __doc__, weights="demand_asked", examples=examples, fit=fit, line=line)
