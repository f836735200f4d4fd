"""Learn issues of demands and the gates: python -m tests.train.gates [FOLDER ...] [--also FOLDER ...] [--measure FOLDER ...] [--dry-run].

Reads coded articles (NAME.article.json and NAME.gold.json) and, for the issues, phrases and sentences of our own
(tests/sentences). Learns how to tell what a demand is about, then which candidates are rows, measures by
cross-validation over articles with and without the gates, and writes `transforms/reference/weights/`: `issues.json`,
`demands.json`, `talks.json`, and for what is weighed beside talks (`seats.py`) `talks_loose.json`, `talk_sides.json`,
`talk_mediators.json`. A threshold is the best one for the articles of FOLDER
(default tests/gold) and of --ordinary (default tests/ordinary), which are hardly about talks at all; those of --also
(default ../shared/eval/dev), on which the patterns were tuned, are only learned from.
"""

import argparse
from dataclasses import asdict
from pathlib import Path
from statistics import fmean

from tests.sentences import phrases, sentences
from tests.train import demands, seats, talks
from tests.train.issues import learn_issues, use
from tests.train.regression import learn
from tests.train.shared import BESIDE, GOLD, ORDINARY, PARTS, part_of, write, write_gate
from transforms.extract.gate import Gate
from transforms.score import read_coded, score_articles

STRENGTH, LEAST = 20.0, 5
WORDS = ("word=", 3.0)  # the words of a sentence are many and each says little
THRESHOLDS = [n / 100 for n in range(10, 66, 2)]
NEAR, AS_WELL = 2, 0.0005
AS_MUCH = 2  # how often an ordinary article counts: most of what is read is of that kind, and few are coded


def fit(articles):
    """The weights learned from some articles."""
    rows = [names for a in articles for names in a.features]
    labels = [label for a in articles for label in a.labels]
    owners = [a.name for a in articles for _ in a.labels]
    return learn(rows, labels, strength=STRENGTH, least=LEAST, articles=owners, firmer=WORDS)


def tally(kind, articles, chosen):
    """The row tally of some articles, `chosen` giving the rows of one."""
    return score_articles(({kind: a.gold}, {kind: chosen(a)}) for a in articles)


def line(what, kind, scores):
    """Rows and slots on one line."""
    rows, slots = scores.rows[kind], scores.slots[kind]
    return (
        f"{what:28} rows P {rows.precision:.3f} R {rows.recall:.3f} F1 {rows.f1:.3f}   "
        f"slots P {slots.precision:.3f} R {slots.recall:.3f} F1 {slots.f1:.3f}   {rows.found} found"
    )


def best_threshold(kind, articles, chances, rows_with):
    """The strictest threshold that does as well as the best one, row F1 being the mean over its neighbours.

    The one at which the F1 of these articles happens to be highest moves by 0.1 with a few rows. Half of the F1, from
    where on a candidate raises it if chances are true, is too low: those of texts that nobody saw are too high.
    """
    f1 = [tally(kind, articles, lambda a, t=t: rows_with(a, chances[a.name], t)).rows[kind].f1 for t in THRESHOLDS]
    around = {t: fmean(f1[max(0, i - NEAR) : i + NEAR + 1]) for i, t in enumerate(THRESHOLDS)}
    print("F1 by threshold", " ".join(f"{t:.2f}:{f:.4f}" for t, f in around.items()))
    return max(t for t, f in around.items() if f >= max(around.values()) - AS_WELL)


def learned(articles):
    """The weights of some articles, and the chances of each by weights that have not seen it."""
    chances = {}
    for part in range(PARTS):
        gate = Gate(fit([a for a in articles if part_of(a.name) != part]), 0.0)
        chances |= {a.name: chances_of(a, gate) for a in articles if part_of(a.name) == part}
    return fit(articles), chances


def chances_of(article, gate):
    """The chance of each candidate of an article."""
    return [gate.chance(names) for names in article.features]


def main():
    """Read, learn, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.train.gates", description=__doc__.split("\n\n")[1])
    parser.add_argument("folders", nargs="*", type=Path, default=[GOLD], help="coded articles to learn from")
    parser.add_argument("--also", nargs="*", type=Path, default=[BESIDE], help="more, not for the threshold")
    parser.add_argument("--ordinary", nargs="*", type=Path, default=[ORDINARY], help="articles about other things")
    parser.add_argument("--measure", nargs="*", type=Path, default=[], help="coded articles to measure on only")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    options = parser.parse_args()
    options.also = [f for f in options.also if f.is_dir()]
    coded = [*options.folders, *options.also]
    weighing = learn_issues(coded_of(coded), short_texts(), {f.name: coded_of([f]) for f in options.measure})
    use(weighing)
    gates = {kind: learn_gate(kind, of, options) for kind, of in (("demands", demands), ("talks", talks))}
    gates |= seats.fit([*seats.examples(coded), *seats.examples(options.ordinary) * AS_MUCH])
    if not options.dry_run:
        write("issues", asdict(weighing))
        for kind, gate in gates.items():
            write_gate(kind, gate)


def learn_gate(kind, of, options):
    """The gate of a kind, `of` being the module with its examples; says how it does, on the folders of `measure` too."""
    own, ordinary = of.examples(options.folders), of.examples(options.ordinary)
    also = [a for a in of.examples(options.also) if a.name not in {o.name for o in own}]
    weights, chances = learned([*own, *also, *ordinary * AS_MUCH])
    labels = [label for a in (*own, *also, *ordinary) for label in a.labels]
    print(f"{kind}: {len(own)} + {len(also)} + {len(ordinary)} articles, {len(labels)} candidates, {sum(labels)} right")
    threshold = best_threshold(kind, [*own, *ordinary * AS_MUCH], chances, of.rows_with)
    gate = Gate(weights, threshold)
    for what, articles in (("gate, unseen", own), ("gate, ordinary, unseen", ordinary)):
        print(line(what.replace("gate", "patterns"), kind, tally(kind, articles, of.rows_without)))
        print(line(what, kind, tally(kind, articles, lambda a: of.rows_with(a, chances[a.name], threshold))))
    measured = {folder.name: of.examples([folder]) for folder in options.measure}
    if kind == "demands":
        measured |= {f"sentences, {name}": demands.spoken(name) for name in ("learned", "unseen")}
    for name, others in measured.items():
        print(line(f"{name}, patterns", kind, tally(kind, others, of.rows_without)))
        print(
            line(f"{name}, gate", kind, tally(kind, others, lambda a: of.rows_with(a, chances_of(a, gate), threshold)))
        )
    return gate


def short_texts():
    """What the issues are learned from beside articles: phrases, and sentences of our own that voice one demand."""
    alone = [said for said in sentences("learned") if len(said.wants) == 1]
    return [*phrases(), *((said.text, "", {}, said.wants[0]["issue"]) for said in alone)]


def coded_of(folders):
    """The coded articles of some folders, those that stand in two once."""
    return list({c.name: c for folder in folders for c in read_coded(folder)}.values())


if __name__ == "__main__":
    main()
