"""How well resolution agrees with coded clusters: rows of different articles that are about one event.

python -m tests.bench.resolution [LINKS GOLD_DIR ...] [--errors]

Without arguments the coded articles of this repository, `tests/links.json` over `tests/gold` and `tests/heldout`.

A pair of rows of different articles counts as right when one cluster of LINKS holds both; every other pair that is made
one event counts as wrong, rows that no cluster lists included: clusters are taken to be complete. *Resolution alone*
takes the coded rows as reports; *end to end* takes what is extracted from the articles, and counts pairs of rows that
align with coded ones (`transforms.score.align`).
"""

import argparse
import json
from datetime import date
from itertools import combinations
from pathlib import Path

import polars as pl

from flows.evaluate import articles_of
from transforms import schemas
from transforms.pipeline import extract_articles
from transforms.records import to_json_objects
from transforms.reference.load import load_reference
from transforms.resolve import resolve
from transforms.score import Tally, align, read_coded

TESTS = Path(__file__).parents[1]
KINDS = ("talks", "exchanges", "demands")
PARTS = SEEN, MEASURED = "seen", "measured only"


def main():
    """Print both tables, and with --errors every pair that is wrong or missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.resolution", description=__doc__.splitlines()[0])
    parser.add_argument("links", nargs="?", type=Path, default=TESTS / "links.json")
    parser.add_argument("gold", nargs="*", type=Path, default=[TESTS / "gold", TESTS / "heldout"])
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    parts = [Links(arguments.links, part) for part in PARTS]
    coded = parts[0].covered(c for folder in arguments.gold for c in read_coded(folder))
    for title, pairs in (("resolution alone", pairs_of_coded(coded)), ("end to end", pairs_of_extracted(coded))):
        for name, links in zip(PARTS, parts, strict=True):
            print(f"{title}, {name}")
            for kind in KINDS:
                tally, merged = links.tally(kind, pairs[kind])
                print(
                    f"  {kind:10} P {tally.precision:.3f}  R {tally.recall:.3f}  F1 {tally.f1:.3f}"
                    f"  {tally.hit} of {tally.gold} pairs, {tally.found - tally.hit} wrong,"
                    f" {len(merged)} of {len(links.different[kind])} different ones merged"
                )
                if arguments.errors and name == SEEN:
                    _print_errors(kind, links, links.of_part(pairs[kind]), {c.name: c.gold for c in coded})


class Links:
    """Coded clusters: by kind the pairs of rows that are one event, and pairs that look alike but are not.

    A row is (name of the article, position in its list); a pair is a frozenset of two rows. `articles` names those that
    were looked at, all when it is missing: of pairs with others nobody said whether they are one event. Weights are
    chosen by the pairs without an article of `measured`; `part` is those, or the others.
    """

    def __init__(self, path, part=SEEN):
        coded = json.loads(path.read_text())
        self.articles, self._measured = (set(coded.get(name, ())) for name in ("articles", "measured"))
        self._part = part
        self.same = {k: self.of_part(_across([map(tuple, rows) for rows in coded.get(k, [])])) for k in KINDS}
        different = coded.get("different", {})
        self.different = {
            k: self.of_part({frozenset(map(tuple, pair)) for pair in different.get(k, [])}) for k in KINDS
        }

    def covered(self, coded):
        """Those of the coded articles that were looked at."""
        return [c for c in coded if not self.articles or c.name in self.articles]

    def of_part(self, pairs):
        """Those of the pairs that are of this part."""
        is_measured = self._part == MEASURED
        return {pair for pair in pairs if any(name in self._measured for name, _ in pair) == is_measured}

    def tally(self, kind, pairs):
        """The agreement of pairs that were made one event, and those of them that are known to differ."""
        made = self.of_part(pairs)
        return Tally(len(made & self.same[kind]), len(self.same[kind]), len(made)), made & self.different[kind]


def pairs_of_coded(coded):
    """By kind the pairs of coded rows that are resolved to one event."""
    frames = coded_frames(coded)
    events = resolve(*(frames[n] for n in ("articles", "talks", "demands", "exchanges")))
    names = {c.article["id"]: c.name for c in coded}
    ids = (report for kind in KINDS for report in frames[kind]["report_id"].to_list())
    return _pairs(events, {report: _row_of(report, names) for report in ids})


def _row_of(report, names):
    article, position = report.split("#")
    return names[article], int(position.rsplit("-", 1)[1])


def pairs_of_extracted(coded):
    """By kind the pairs of coded rows whose extracted counterparts are resolved to one event."""
    articles = articles_of(coded)
    extraction = extract_articles(articles, load_reference())
    reports = (extraction.talk_reports, extraction.demand_reports, extraction.exchange_reports)
    by_id = {c.article["id"]: c for c in coded}
    rows = {}
    for record in to_json_objects(articles, extraction):
        c = by_id[record["id"]]
        for kind, frame in zip(("talks", "demands", "exchanges"), reports, strict=True):
            ids = frame.filter(pl.col("article_id") == record["id"])["report_id"].to_list()
            rows.update({ids[j]: (c.name, i) for i, j in align(kind, c.gold.get(kind) or [], record[kind])})
    return _pairs(resolve(articles, *reports), rows)


def coded_frames(coded):
    """Coded articles and their rows as frames of `transforms/schemas.py`; ids are `<article>#<kind>-<position>`."""
    frames = {"articles": articles_of(coded)}
    for kind, schema, shape in (
        ("talks", schemas.TALK_REPORTS, _talk),
        ("demands", schemas.DEMAND_REPORTS, _demand),
        ("exchanges", schemas.EXCHANGE_REPORTS, _exchange),
    ):
        rows = [
            {"report_id": f"{c.article['id']}#{kind}-{n}", "article_id": c.article["id"]} | shape(row)
            for c in coded
            for n, row in enumerate(c.gold.get(kind) or ())
        ]
        frames[kind] = pl.DataFrame(
            [{name: row.get(name) for name in schema} for row in rows], schema=schema, strict=False
        )
    return frames


def _talk(row):
    people = [{"name": name, "person_id": None, "party": None} for name in row["people"]]
    length = row.get("duration_minutes") or {}
    return row | _dates(row) | {"people": people} | {f"duration_{k}": length.get(k) for k in ("value", "approx")}


def _demand(row):
    by = row["by"] if isinstance(row["by"], list) else [row["by"]]
    return row | {"by_parties": by, "to_parties": row["to"]}


def _exchange(row):
    ends = ("from", "to")
    legs = [{f"{end}_party": leg.get(end) for end in ends} | {k: leg.get(k) for k in _LEG} for leg in row["legs"]]
    return row | _dates(row) | {"legs": legs}


_LEG = ("category", "value", "low", "high", "approx", "who")


def _dates(row):
    start, end = row["date"] or (None, None)
    days = {"date_start": start, "date_end": end or start}
    return {name: date.fromisoformat(day) if day else None for name, day in days.items()}


def _pairs(events, rows):
    """By kind the pairs of known rows (report id -> row) that one event holds, rows of one article not counted."""
    links = {"talks": events.talk_links, "demands": events.demand_links, "exchanges": events.exchange_links}
    found = {}
    for kind, frame in links.items():
        groups = frame.group_by(pl.col(f"{kind[:-1]}_id")).agg("report_id")["report_id"].to_list()
        found[kind] = _across([[rows[r] for r in group if r in rows] for group in groups])
    return found


def _across(clusters):
    """All pairs of rows of different articles within the clusters."""
    return {frozenset(two) for rows in clusters for two in combinations(rows, 2) if two[0][0] != two[1][0]}


def _print_errors(kind, links, pairs, gold):
    for what, found in (("wrong", pairs - links.same[kind]), ("missed", links.same[kind] - pairs)):
        for pair in sorted(map(sorted, found)):
            known = " (listed as different)" if frozenset(pair) in links.different[kind] else ""
            print(f"    {what}{known}")
            for name, position in pair:
                row = {k: v for k, v in gold[name][kind][position].items() if k != "evidence" and v not in (None, [])}
                print(f"      {name} {position}: {json.dumps(row, ensure_ascii=False)}")


if __name__ == "__main__":
    main()
