"""The cases at volume as one table: growth, a run on top of many articles, near-duplicates, orchestration, relevant pages.

python -m tests.bench.volume [--articles N] [--pages N] [--pairs N] [--only CASE ...]

Each case is a ratio of two runs that are made in turn in this one process, medians of `--pairs` pairs where they are short.
Where others use the machine, only the ratio of processor seconds says something. With the default sizes it takes an hour
on two cores; `--articles 2000 --pages 200 --pairs 1` takes a few minutes.
"""

import argparse
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.articles import write_jsonl
from tests.bench.inputs import pages_folder, read_originals
from tests.bench.measure import python, run_watched
from tests.bench.warc import pages_that_are

FEW = 100  # articles of the run on top of many
TENTH = 10


@dataclass(frozen=True)
class Result:
    """One line of the table: the ratios by the clock and in processor seconds, and the largest process of both in MB."""

    case: str
    wanted: str
    clock: float
    processor: float
    largest: tuple[float, float]


def main():
    """Run the cases and print each line as soon as it is known."""
    cases = {
        "growth": growth,
        "increment": increment,
        "duplicates": duplicates,
        "orchestration": orchestration,
        "relevant": relevant,
    }
    parser = argparse.ArgumentParser(prog="python -m tests.bench.volume", description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000, help="short articles as JSONL (100000)")
    parser.add_argument("--pages", type=int, default=10_000, help="HTML pages, all about talks (10000)")
    parser.add_argument("--pairs", type=int, default=5, help="pairs of the short runs (5)")
    parser.add_argument("--only", nargs="+", choices=cases, default=list(cases))
    options = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} at the start; {options.articles:,} articles, {options.pages:,} pages")
    print(f"{'case':<52}{'wanted':>16}{'by clock':>10}{'processor':>11}   largest process", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for name in options.only:
            for r in cases[name](Path(folder), options):
                sizes = " and ".join(f"{megabytes:.0f}" for megabytes in r.largest)
                print(f"{r.case:<52}{r.wanted:>16}{r.clock:10.2f}{r.processor:11.2f}   {sizes} MB", flush=True)


def growth(folder, options):
    """Articles from JSONL to the published warehouse, against a tenth of them."""
    fewer = _load(folder / "fewer", write_jsonl(folder / "fewer.jsonl", options.articles // TENTH))
    more = _load(folder / "many", write_jsonl(folder / "many.jsonl", options.articles))
    yield _result(f"{options.articles:,} articles / a tenth: time", "<= 10.5", [(more, fewer)])
    memory = more.largest / fewer.largest
    yield Result("  memory", "<= 1.3, 2000 MB", memory, memory, (more.largest, fewer.largest))


def increment(folder, options):
    """New articles on top of many, against a first load of as many into an empty warehouse."""
    if not (folder / "many").exists():
        _load(folder / "many", write_jsonl(folder / "many.jsonl", options.articles))
    pairs = []
    for number in range(options.pairs):
        new = write_jsonl(folder / "new.jsonl", FEW, options.articles + number * FEW)
        first = _load(folder / f"empty{number}", new)
        pairs.append((_load(folder / "many", new), first))
    yield _result(f"{FEW} articles on top of {options.articles:,} / first load", "<= 3", pairs)


def duplicates(_, options):
    """Near-duplicates: recall of each kind, precision; seconds stand in the columns of the ratios."""
    sizes = options.articles, options.articles // 20
    code = f"import json; from tests.bench.duplicates import measure; print(json.dumps(measure{sizes}))"
    found = json.loads(run_watched(python("-c", code)).output)
    least = min(found["recall"].values())
    memory = (found["peak"], found["before"])
    yield Result(
        f"copies among {options.articles:,}: seconds", "<= 15, 1500 MB", found["seconds"], found["cpu"], memory
    )
    yield Result("  least recall, precision", ">= 0.97, 0.99", least, found["precision"], memory)


def orchestration(folder, options):
    """A run with its Prefect flows, against the same job called as plain functions."""
    pages = _relevant_pages(folder, options.pages)
    pairs = [
        (_load(folder / f"flows{n}", pages), _watched("plain", pages, folder / f"plain{n}"))
        for n in range(options.pairs)
    ]
    yield _result(f"flows / plain calls, {options.pages:,} pages", "<= 1.08", pairs)


def relevant(folder, options):
    """A loop of bare_extraction with metadata in one process, against the run with two workers."""
    pages = _relevant_pages(folder, options.pages)
    pairs = [(_watched("loop-metadata", pages), _load(folder / f"run{n}", pages)) for n in range(options.pairs)]
    yield _result(f"bare loop / run, {options.pages:,} relevant pages", ">= 2.0", pairs)


def _result(case, wanted, pairs):
    """The medians of the pairs' ratios."""
    clock, processor = (median(getattr(a, what) / getattr(b, what) for a, b in pairs) for what in ("seconds", "cpu"))
    return Result(
        case, wanted, clock, processor, tuple(max(run.largest for run in side) for side in zip(*pairs, strict=True))
    )


def _load(warehouse, source):
    return run_watched(python("-m", "flows.cli", "run", source, "--warehouse", warehouse, "--processes", "2"))


def _watched(case, *arguments):
    return run_watched(python("-m", "tests.bench.cases", case, *arguments))


def _relevant_pages(folder, count):
    """The real and the example pages that are about talks, again and again, each with an address and a line of its own."""
    target = folder / "relevant"
    if target.exists():
        return target
    target.mkdir()
    originals = {**read_originals(None), **read_originals(pages_folder())}
    pages = sorted(pages_that_are(originals, relevant=True).items())
    for number in range(count):
        name, page = pages[number % len(pages)]
        line = f"<p>This is copy number {number} of the page.</p></body>".encode()
        (target / f"{number:05}-{name[:12]}.html").write_bytes(page.replace(b"</body>", line))
    return target


if __name__ == "__main__":
    main()
