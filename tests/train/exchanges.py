"""Learn who stands between in an exchange: python -m tests.train.exchanges [--measure FOLDER ...] [--dry-run].

Reads coded articles (tests/gold, tests/ordinary, and ../shared/eval/dev beside the repository), aligns the exchanges that
are found in them with the coded ones, and learns which of the parties told near them the code names as mediators. Writes
`transforms/reference/weights/exchange_mediators.json`, bit for bit the same each time.
"""

import argparse
from pathlib import Path

from tests.train.demands import read_documents
from tests.train.shared import BESIDE, GOLD, ORDINARY, PARTS, fit_choice, part_of, write_gate
from transforms.extract.exchange_between import Told
from transforms.extract.exchange_row import report
from transforms.extract.exchanges import rows_in
from transforms.reference.load import load_reference
from transforms.score import align, read_coded

FOLDERS = [GOLD, ORDINARY, BESIDE]
STRENGTH, LEAST = 5.0, 4
# Above half of the F1 (0.6) a party would raise it if chances were true; unseen articles do best somewhat below.
THRESHOLD = 0.25


def examples(folder):
    """(article, coded mediators, features by party) of each exchange of a folder that agrees with a coded one."""
    coded = [c for c in read_coded(folder) if c.gold.get("exchanges")]
    documents, reference = read_documents(coded), load_reference()
    for c in coded:
        if (document := documents.get(c.article["id"])) is not None:
            yield from _of_article(c, document, reference)


def _of_article(coded, document, reference):
    rows, sides = rows_in(document, reference)
    reports = [(row, report(row, sides)) for row in rows]
    reports = [(row, r) for row, r in reports if r and r["parties"]]
    told = Told(document, reference, sides.voice) if reports else None
    gold = coded.gold["exchanges"]
    for i, j in align("exchanges", gold, [_record(r) for _, r in reports]):
        yield coded.name, set(gold[i]["mediators"]), told.features(reports[j][0])


def _record(found):
    """What of a report its agreement with a coded row depends on, with the codebook's slot names."""
    start, end = found["date_start"], found["date_end"] or found["date_start"]
    legs = [{"category": leg["category"], "value": leg["value"]} for leg in found["legs"]]
    days = [start.isoformat(), end.isoformat()] if start else None
    return {"status": found["status"], "parties": found["parties"], "date": days, "legs": legs}


def fit(rows):
    """The gate learned from some exchanges."""
    return fit_choice(rows, strength=STRENGTH, least=LEAST, threshold=THRESHOLD)


def measure(what, rows, gate_of):
    """Print how well the mediators that a gate chooses agree with the coded ones; `gate_of` gives that of an article."""
    hits = found = wanted = 0
    for name, right, parties in rows:
        chosen = {c for c, names in parties.items() if gate_of(name).passes(names)}
        hits, found, wanted = hits + len(chosen & right), found + len(chosen), wanted + len(right)
    print(f"{what:10} P {hits / max(found, 1):.3f} R {hits / wanted:.3f} F1 {2 * hits / (found + wanted):.3f}")


def main():
    """Read, learn, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m tests.train.exchanges", description=__doc__.split("\n\n")[1])
    parser.add_argument("--measure", nargs="*", type=Path, default=[], help="coded articles to measure on only")
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    options = parser.parse_args()
    rows = [row for folder in FOLDERS if folder.is_dir() for row in examples(folder)]
    gates = [fit([r for r in rows if part_of(r[0]) != part]) for part in range(PARTS)]
    measure("unseen", rows, lambda name: gates[part_of(name)])
    gate = fit(rows)
    print(f"{len(rows)} exchanges, {len(gate.weights)} weights")
    for folder in options.measure:
        measure(folder.name, list(examples(folder)), lambda name: gate)
    if not options.dry_run:
        write_gate("exchange_mediators", gate)


if __name__ == "__main__":
    main()
