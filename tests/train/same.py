"""Learn whether a draft speaks of a talk told before, by the sentences of coded talks: python -m tests.train.same.

Writes `transforms/reference/weights/talk_same.json`; the gate of talks judges rows that it has joined, so it comes first.
"""

import argparse
from pathlib import Path

from tests.train.demands import read_documents
from tests.train.regression import learn
from tests.train.seats import same_text
from tests.train.shared import BESIDE, GOLD, ORDINARY, write_gate
from tests.train.talks import record
from transforms.extract import talks
from transforms.extract.gate import Gate
from transforms.extract.talk_merge import add, fill, in_order, report, with_rule
from transforms.extract.talk_same import GATE, signs
from transforms.reference.load import load_reference
from transforms.score import like_talk, read_coded

STRENGTH, LEAST = 12.0, 5
JOIN = 0.7  # from which chance on two that the rule keeps apart are one


def examples(coded):
    """(name of the article, signs of a talk told before and a draft, whether both are one coded talk) for coded articles."""
    documents, reference = read_documents(coded), load_reference()
    for c in coded:
        document = documents.get(c.article["id"])
        steps = _steps_of(document, reference) if document is not None else []
        yield from ((c.name, *pair) for pair in _pairs(document, steps, c.gold["talks"]))


def _steps_of(document, reference):
    """What `read_talks` would make rows of, in the order in which it would."""
    given, rows_of = [], talks.rows_of

    def keep(document, drafts, known=(), *, plain=False):
        given.extend(in_order(document, drafts, plain=plain))
        return []

    talks.rows_of = keep
    try:
        talks.read_talks(document, reference)
    finally:
        talks.rows_of = rows_of
    return given


def _pairs(document, steps, gold):
    """Each draft against each talk told before, these being as they should be; what is no coded talk stays where the rule puts it."""
    rows, owners = [], []
    for new, draft in steps:
        mine = _coded(gold, new)
        told = with_rule(rows, new, draft)
        if mine is None:
            yield from ((signs(each, new, draft), 1) for each in told if each.rule == "chosen")
            continue
        yield from ((signs(each, new, draft), int(owners[each.place] == mine)) for each in told)
        if mine in owners:
            fill(rows[owners.index(mine)], new)
        else:
            add(document, rows, new, draft)
            owners.append(mine)


def _coded(gold, new):
    """The coded talk that has the sentence of a draft, the likest one if several have it."""
    text, row = new.evidence[0][0].text, record(report(new))
    having = [i for i, g in enumerate(gold) if any(same_text(e, text) for e in g["evidence"])]
    best = max(having, key=lambda i: (like_talk(gold[i], row), gold[i]["status"] == new.status), default=None)
    return best if len(having) == 1 or (having and like_talk(gold[best], row) > 0) else None


def main():
    """Read, learn, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.train.same", description=__doc__.split("\n\n")[1])
    folders = [folder for folder in (GOLD, ORDINARY, BESIDE) if folder.is_dir()]
    parser.add_argument("folders", nargs="*", type=Path, default=folders, help="coded articles to learn from")
    parser.add_argument("--measure", nargs="*", type=Path, default=[], help="coded articles to measure on only")
    options = parser.parse_args()
    gate = fit(_read(options.folders))
    for folder in options.measure:
        pairs = list(examples(_read([folder])))
        right = sum((gate.chance(names) >= 0.5) == bool(label) for _, names, label in pairs)
        print(f"same, {folder.name:22} right {right / max(len(pairs), 1):.3f}   ({len(pairs)} pairs)")
    write_gate(GATE, gate)


def fit(coded):
    """The gate learned from some coded articles."""
    owners, names, labels = zip(*examples(coded), strict=True)
    return Gate(learn(names, labels, strength=STRENGTH, least=LEAST, articles=owners), JOIN)


def _read(folders):
    return list({c.name: c for f in folders for c in read_coded(f) if c.gold.get("talks") is not None}.values())


if __name__ == "__main__":
    main()
