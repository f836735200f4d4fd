"""Processor seconds of linking many made-up reports, at once and with 100 new ones on top.

python -m tests.bench.linking [--reports N] [--dense]

With the reports the years grow that they are about, 25,000 in eight; with --dense it is eight years for any number.
"""

import argparse
import random
import time
from datetime import date, timedelta
from itertools import combinations

import polars as pl

from transforms import schemas
from transforms.judgements import Judgements
from transforms.linking import link_reports

ACTORS = "RUS UKR USA ISR HAMAS TUR SAU YEM HOUTHIS SAF RSF IND PAK ARM AZE ETH TPLF COD M23 SRB XKX THA KHM".split()
CITIES = ("Istanbul", "Geneva", "Doha", "Cairo", "Jeddah", None, None, None)
YEARS, REPORTS = 8, 25_000
NEW = 100


def main():
    """Half of the reports are talks, a quarter each demands and exchanges; sizes grow twofold, so that growth shows."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.linking", description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--dense", action="store_true")
    arguments = parser.parse_args()
    total = arguments.reports
    print(f"{'reports':>10}{'at once':>10}{f'{NEW} more':>10}{'events':>10}")
    for count in (total // 4, total // 2, total):
        shares = {"talk": count // 2, "demand": count // 4, "exchange": count // 4}
        years = YEARS if arguments.dense else max(1, YEARS * count // REPORTS)
        frames = {kind: made_up(kind, share + NEW // 3, years) for kind, share in shares.items()}
        spent, more, events = 0.0, 0.0, 0
        for kind, frame in frames.items():
            old = frame.head(shares[kind])
            seconds, links = _timed(kind, old, None)
            again, both = _timed(kind, frame, links)
            spent, more, events = spent + seconds, more + again, events + both["event_id"].n_unique()
        print(f"{count:10}{spent:9.1f}s{more:9.2f}s{events:10}", flush=True)


def _timed(kind, frame, earlier):
    start = time.process_time()
    links = link_reports(kind, frame, Judgements(), earlier)
    return time.process_time() - start, links


def made_up(kind, count, years, seed=1):
    """Reports of `count` in random order: events of 1 to 30 reports, most between a few pairs of parties."""
    pick = random.Random(seed)
    pairs = list(combinations(ACTORS, 2))
    weights = [1 / (rank + 3) for rank in range(len(pairs))]
    rows = []
    while len(rows) < count:
        parties = list(pick.choices(pairs, weights)[0])
        start = date(1990, 1, 1) + timedelta(pick.randrange(365 * years))
        event = _SLOTS[kind](parties, start, pick)
        for _ in range(min(int(pick.paretovariate(1)), 30)):
            rows.append(_report(kind, event, start, pick))
    pick.shuffle(rows)
    schema = {"talk": schemas.TALK_REPORTS, "demand": schemas.DEMAND_REPORTS, "exchange": schemas.EXCHANGE_REPORTS}
    columns = schema[kind] | {"published": pl.Date}
    return pl.DataFrame([{c: row.get(c) for c in columns} for row in rows[:count]], schema=columns)


def _report(kind, event, start, pick):
    """A report of the event: some slots left open, published in the weeks after."""
    open_slots = pick.sample(sorted(event), pick.randrange(3))
    row = {k: v for k, v in event.items() if k not in open_slots or k in ("status", "parties", "by_parties")}
    if "date_start" not in row or "date_end" not in row:
        row = {k: v for k, v in row.items() if k not in ("date_start", "date_end")}
    article = f"a{pick.randrange(10**15)}"
    published = start + timedelta(int(pick.expovariate(0.1)))
    return row | {"article_id": article, "report_id": f"{article}#{kind}-1", "published": published}


def _talk(parties, start, pick):
    ahead = pick.random() < 0.3
    return {
        "status": pick.choice(["proposed", "scheduled"]) if ahead else "held",
        "parties": parties, "mediators": pick.sample(ACTORS, pick.randrange(2)), "date_start": start,
        "date_end": start + timedelta(pick.choice([0, 0, 0, 2, 9, 29])), "city": pick.choice(CITIES),
        "round": pick.choice([None, None, None, 1, 2, 3]), "level": pick.choice([None, "leaders", "delegations"]),
        "outcome": None if ahead else pick.choice([None, None, "agreement", "partial", "none"]),
        "people": [{"name": pick.choice("ABCDEFGH") + " Example", "person_id": None, "party": None}],
    }  # fmt: skip


def _demand(parties, start, pick):
    what = (
        "a ceasefire",
        "the withdrawal of troops",
        "the release of prisoners",
        "more aid",
        "a list of names",
        "talks",
    )
    where = f" in Place{pick.randrange(500)}" if pick.random() < 0.7 else ""
    how = ("", " at once", " before winter", " of 30 days", " along the border", " under supervision")
    return {
        "by_parties": parties[:1], "to_parties": parties[1:], "kind": pick.choice(["demand", "proposal"]),
        "issue": pick.choice(["ceasefire", "captives", "withdrawal"]), "text": pick.choice(what) + pick.choice(how) + where,
    }  # fmt: skip


def _exchange(parties, start, pick):
    count = float(pick.randrange(1, 400))
    leg = {"category": "prisoners_of_war", "approx": "exact", "who": pick.choice([None, None, "the wounded"])}
    legs = [leg | {"from_party": a, "to_party": b, "value": count} for a, b in (parties, parties[::-1])]
    return {
        "status": pick.choice(["completed", "completed", "agreed"]), "parties": parties, "mediators": [],
        "date_start": start, "date_end": start, "legs": legs,
    }  # fmt: skip


_SLOTS = {"talk": _talk, "demand": _demand, "exchange": _exchange}


if __name__ == "__main__":
    main()
