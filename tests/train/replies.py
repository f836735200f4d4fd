"""Learn which sentences behind a demand answer it: python -m tests.train.replies [--measure FOLDER ...].

Writes `transforms/reference/weights/demand_replies.json`. Learned from the rows of the extractor that agree with coded ones,
so the gate of demands comes first.
"""

from tests.train import demands
from tests.train.regression import learn
from tests.train.shared import learn_part
from transforms.extract.demand_answer import behind
from transforms.extract.demands import chances, reports, standing
from transforms.extract.gate import Gate, load_gate
from transforms.score import align, evidence_of

STRENGTH, LEAST = 5.0, 4
# An answer that is right more often than half of the slots' F1 raises it.
THRESHOLD = 0.3


def examples(folders):
    """(name of the article, signs, whether the coded row has the sentence as that of an answer) of sentences behind rows."""
    gate = load_gate("demands")
    for a in demands.examples([folder for folder in folders if folder.is_dir()]):
        if a.document is None or not a.gold:
            continue
        stand = standing(a.found, chances(a.found, a.document, gate), gate.threshold)
        rows = reports(a.document, stand)
        coded = {j: a.gold[i] for i, j in align("demands", a.gold, [demands.record(row) for row in rows])}
        coded = {id(rows[j]): row for j, row in coded.items()}
        for row, s, signs, _ in behind(rows, a.document):
            if (gold := coded.get(id(row))) is not None:
                yield a.name, signs, int(bool(gold["response"]) and s.text in evidence_of(gold))


def fit(rows):
    """The gate learned from some examples."""
    names, labels = [names for _, names, _ in rows], [label for *_, label in rows]
    weights = learn(names, labels, strength=STRENGTH, least=LEAST, articles=[name for name, *_ in rows])
    return Gate(weights, THRESHOLD)


def line(what, gate, rows):
    """How many of the sentences that the gate takes are answers, and how many of the answers it takes."""
    taken = [label for _, names, label in rows if gate.chance(names) >= gate.threshold]
    right, every = sum(taken), sum(label for *_, label in rows)
    return f"replies, {what:14} P {right / max(len(taken), 1):.3f} R {right / max(every, 1):.3f}   ({every} of {len(rows)})"


if __name__ == "__main__":
    learn_part("replies", __doc__, weights="demand_replies", examples=examples, fit=fit, line=line)
