"""Measure a run against a bare loop of trafilatura.extract over the same files, and print a table.

python -m tests.bench [--quick] [--pages N]
python -m tests.bench --warc [--pages N] [--natural]       an archive, against a loop that parses all of its records
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.bench.inputs import PAGES_VARIABLE, pages_folder, read_gold, read_originals, write_copies
from tests.bench.measure import python, run_watched
from tests.bench.warc import compare
from warehouse.code import hash_of_files

LIBRARIES = ("trafilatura", "lxml", "polars", "duckdb", "prefect")
ROOT = Path(__file__).parents[2]
GROWTH = 4  # the run's memory is compared with a run on so many times fewer pages


def main():
    """Run all cases, largest input last, and print what they gave."""
    arguments = _arguments()
    folder = pages_folder()
    originals = read_originals(folder)
    sizes = sorted(map(len, originals.values()))
    load = os.getloadavg()[0]
    print(f"{platform.python_version()} on {os.cpu_count()} cores, load {load:.1f} at the start; ", end="")
    print(", ".join(f"{name} {version(name)}" for name in LIBRARIES))
    smallest, middle, largest = (sizes[i] / 1e3 for i in (0, len(sizes) // 2, -1))
    print(f"{len(originals)} pages of {smallest:.0f} to {largest:,.0f} kB, median {middle:.0f} kB")
    if folder is None:
        print(f"no folder of real pages ({PAGES_VARIABLE}): the example site's small pages say little")
    before = _code()
    with tempfile.TemporaryDirectory() as temporary:
        if arguments.warc:
            compare(Path(temporary), originals, arguments.pages or 10_000, natural=arguments.natural)
            return
        _measure(Path(temporary), originals, folder, arguments.pages or 2000, arguments.pairs)
    if _code() != before:
        print("the code changed while it was measured: the second run had to derive everything again")


def _code():
    return hash_of_files(*(ROOT / name for name in ("transforms", "warehouse", "sql")))


def _arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, help="pages that are read (default 2000; 10000 with --warc)")
    parser.add_argument("--pairs", type=int, default=3, help="loop and run in turn, so many times (default 3)")
    parser.add_argument("--quick", action="store_const", const=300, dest="pages", help="300 pages")
    parser.add_argument("--warc", action="store_true", help="the case of an archive instead")
    parser.add_argument("--natural", action="store_true", help="with --warc: all real pages, those about talks too")
    return parser.parse_args()


def _measure(temporary, originals, folder, count, pairs):
    files = write_copies(originals, temporary / "pages", count)
    fewer = write_copies(originals, temporary / "fewer", max(count // GROWTH, 1))
    print(f"{count} files with names of their own\n")
    print(f"{'':<40}{'seconds':>10}{'processor s':>13}{'pages/s':>9}")
    first = _pairs(files, temporary, count, pairs)
    same = _case("loop-same", files)
    _row("bare loop, our options, 1 process", same, count, f"{same['articles']} articles")
    _print_stages(_case("stages", files), count)
    small = _run(fewer, temporary / "w0")
    _row("parley run on a part of the files", vars(small), max(count // GROWTH, 1), "")
    again = _run(files, temporary / "run0")
    _row("the same run again, nothing new", vars(again), count, f"{again.seconds / first.seconds:.1%} of the first")
    print(f"\nlargest process: {first.largest:.0f} MB; with a {GROWTH}th of the pages {small.largest:.0f} MB")
    for name, megabytes in sorted(first.peaks.items(), key=lambda item: -item[1])[:8]:
        print(f"  {name:<20}{megabytes:7.0f} MB")
    if read_gold(folder):
        f1 = _case("cleaning", folder)
        print(f"\ncleaning F1 on {f1['pages']} pages with gold text: {f1['ours']:.4f}; ", end="")
        print(f"trafilatura with the same options {f1['same']:.4f}, with its defaults {f1['default']:.4f}")


def _pairs(files, temporary, count, pairs):
    """The bare loop and the run in turn, as a machine's speed drifts; returns the first run."""
    loops, runs = [], []
    for number in range(pairs):
        loops.append(_case("loop", files))
        _row("bare loop, default options, 1 process", loops[-1], count, f"{loops[-1]['articles']} articles")
        runs.append(_run(files, temporary / f"run{number}"))
        ratio = f"{loops[-1]['seconds'] / runs[-1].seconds:.2f} times as fast as that loop"
        _row("parley run, 2 worker processes", vars(runs[-1]), count, ratio)
    ratios = sorted(loop["seconds"] / run.seconds for loop, run in zip(loops, runs, strict=True))
    print(f"{'':<40}median of {pairs}: {median(ratios):.2f} times as fast", flush=True)
    return runs[0]


def _case(name, folder):
    print(f"... {name}", file=sys.stderr, flush=True)
    output = run_watched(python("-m", "tests.bench.cases", name, folder)).output
    return json.loads(next(line for line in output.splitlines() if line.startswith("{")))


def _run(folder, warehouse):
    print(f"... parley run on {folder.name}", file=sys.stderr, flush=True)
    parley = Path(sys.executable).with_name("parley")
    return run_watched([parley, "run", folder, "--warehouse", warehouse, "--processes", "2"])


def _print_stages(spent, count):
    steps = ("extract", "store", "publish")
    note = f"{spent['articles']} articles, {spent['relevant']} relevant, {spent['rejects']} rejects"
    clean = spent["clean"]
    _row("start of a process", _taken(*spent["start"]), count, "what it reads and compiles before its first page")
    _row("cleaning, 1 process", _taken(*clean), count, note)
    after = [sum(spent[step][i] for step in steps) for i in (0, 1)]
    _row("  all after it, 1 process", _taken(*after), count, f"{after[1] / clean[1]:.1%} of cleaning")
    for step in steps:
        _row(f"    {step}", _taken(*spent[step]), count, f"{spent[step][1] / clean[1]:.1%}")


def _taken(seconds, cpu):
    return {"seconds": seconds, "cpu": cpu}


def _row(what, taken, count, note):
    seconds = taken["seconds"]
    print(f"{what:<40}{seconds:10.1f}{taken['cpu']:13.1f}{count / seconds:9.0f}   {note}", flush=True)


if __name__ == "__main__":
    main()
