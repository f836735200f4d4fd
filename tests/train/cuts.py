"""Learn where the words of what is wanted are cut, from those of coded demands: python -m tests.train.cuts [--measure FOLDER ...].

Writes `transforms/reference/weights/demand_cuts.json`; the gates read it, so the cuts come first.
"""

import argparse
from pathlib import Path

from tests.train.demands import read_documents
from tests.train.regression import learn
from tests.train.shared import BESIDE, GOLD, write_gate
from transforms.extract import demand_cuts
from transforms.extract.demand_candidates import candidates
from transforms.extract.gate import Gate
from transforms.score import evidence_of, read_coded

STRENGTH, LEAST = 5.0, 4
NEVER = Gate({}, 2.0)
HALF = 0.5
# A coded text may begin or end some letters aside of where the sentence can be cut.
ASIDE = 3


def examples(coded):
    """(name of the article, features, whether another coded demand begins there) of the places that coded texts decide."""
    demand_cuts.load_gate = lambda kind: NEVER  # wishes are looked at whole
    coded = list({c.name: c for c in coded}.values())
    documents = read_documents(coded)
    for c in coded:
        document = documents.get(c.article["id"])
        if document is None or not c.gold.get("demands"):
            continue
        wishes = {(id(f.wish.match), f.wish.text): f.wish for f in candidates(document)}
        for wish in wishes.values():
            yield from ((c.name, *example) for example in _of_wish(wish, c.gold["demands"]))


def _of_wish(wish, demands):
    s = wish.match.sentence
    if not s.typed.startswith(wish.text, wish.start):
        return
    spans = sorted(_spans(s, demands))
    places = [
        (names, s.offset(wish.start + m.start()), s.offset(wish.start + m.end()))
        for m, names in demand_cuts.points(wish.text, wish.frame)
    ]
    inside = [(a, b) for a, b in spans if a < s.offset(wish.start + len(wish.text)) and b > s.offset(wish.start)]
    for i, (names, start, end) in enumerate(places):
        if any(a < start - 1 and b > end + 1 for a, b in inside):
            yield names, 0
            continue
        follow = [a for a, _ in inside if a >= end - ASIDE]
        nearer = bool(follow) and any(later - ASIDE <= follow[0] for _, _, later in places[i + 1 :])
        if follow and not nearer and any(b <= start + ASIDE for _, b in inside):
            yield names, 1


def _spans(s, demands):
    """Where the sentence has the words of coded demands."""
    for row in demands:
        at = s.text.find(row["text"]) if s.text in evidence_of(row) else -1
        if at >= 0:
            yield s.start + at, s.start + at + len(row["text"])


def main():
    """Read, learn, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.train.cuts", description=__doc__.split("\n\n")[1])
    parser.add_argument("folders", nargs="*", type=Path, default=[GOLD, BESIDE], help="coded articles to learn from")
    parser.add_argument("--measure", nargs="*", type=Path, default=[], help="coded articles to measure on only")
    options = parser.parse_args()
    rows = list(examples(coded for folder in options.folders if folder.is_dir() for coded in read_coded(folder)))
    names, labels = [names for _, names, _ in rows], [label for *_, label in rows]
    weights = learn(names, labels, strength=STRENGTH, least=LEAST, articles=[name for name, *_ in rows])
    gate = Gate(weights, HALF)
    measured = {folder.name: list(examples(read_coded(folder))) for folder in options.measure}
    for name, others in {"learned": rows, **measured}.items():
        right = sum((gate.chance(names) >= HALF) == bool(label) for _, names, label in others)
        print(f"cuts, {name:22} right {right / max(len(others), 1):.3f}   ({len(others)} places)")
    write_gate("demand_cuts", gate)


if __name__ == "__main__":
    main()
