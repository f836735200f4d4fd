"""Measure a run against a bare loop of trafilatura.extract over the same files, and print a table.

python -m tests.bench [--quick] [--pages N]
"""

import argparse
import json
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from flows.derive import hash_of_files
from tests.bench.inputs import PAGES_VARIABLE, pages_folder, read_gold, read_originals, write_copies
from tests.bench.measure import python, run_watched

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
    smallest, median, largest = (sizes[i] / 1e3 for i in (0, len(sizes) // 2, -1))
    print(f"{len(originals)} pages of {smallest:.0f} to {largest:,.0f} kB, median {median:.0f} kB")
    if folder is None:
        print(f"no folder of real pages ({PAGES_VARIABLE}): the example site's small pages say little")
    before = _code()
    with tempfile.TemporaryDirectory() as temporary:
        _measure(Path(temporary), originals, folder, arguments.pages)
    if _code() != before:
        print("the code changed while it was measured: the second run had to derive everything again")


def _code():
    return hash_of_files(*(ROOT / name for name in ("transforms", "warehouse", "sql")))


def _arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=2000, help="pages that are read (default 2000)")
    parser.add_argument("--quick", action="store_const", const=300, dest="pages", help="300 pages")
    return parser.parse_args()


def _measure(temporary, originals, folder, count):
    files = write_copies(originals, temporary / "pages", count)
    fewer = write_copies(originals, temporary / "fewer", max(count // GROWTH, 1))
    print(f"{count} files with names of their own\n")
    default = _case("loop", files)
    _row("bare loop, default options, 1 process", default["seconds"], count, f"{default['articles']} articles")
    same = _case("loop-same", files)
    _row("bare loop, our options, 1 process", same["seconds"], count, f"{same['articles']} articles")
    _print_stages(_case("stages", files), count)
    small = _run(fewer, temporary / "w0")
    _row("parley run on a part of the files", small.seconds, max(count // GROWTH, 1), "")
    first = _run(files, temporary / "w1")
    ratio = f"{default['seconds'] / first.seconds:.2f} times as fast as the default loop"
    _row("parley run, 2 worker processes", first.seconds, count, ratio)
    again = _run(files, temporary / "w1")
    _row("the same run again, nothing new", again.seconds, count, f"{again.seconds / first.seconds:.1%} of the first")
    print(f"\nlargest process: {first.largest:.0f} MB; with a {GROWTH}th of the pages {small.largest:.0f} MB")
    for name, megabytes in sorted(first.peaks.items(), key=lambda item: -item[1])[:8]:
        print(f"  {name:<20}{megabytes:7.0f} MB")
    if read_gold(folder):
        f1 = _case("cleaning", folder)
        print(f"\ncleaning F1 on {f1['pages']} pages with gold text: {f1['ours']:.4f}; ", end="")
        print(f"trafilatura with the same options {f1['same']:.4f}, with its defaults {f1['default']:.4f}")


def _case(name, folder):
    print(f"... {name}", file=sys.stderr, flush=True)
    output = run_watched(python("-m", "tests.bench.cases", name, folder)).output
    return json.loads(next(line for line in output.splitlines() if line.startswith("{")))


def _run(folder, warehouse):
    print(f"... parley run on {folder.name}", file=sys.stderr, flush=True)
    parley = Path(sys.executable).with_name("parley")
    return run_watched([parley, "run", folder, "--warehouse", warehouse, "--processes", "2"])


def _print_stages(spent, count):
    after = sum(spent[step] for step in ("extract", "store", "publish"))
    note = f"{spent['articles']} articles, {spent['relevant']} relevant, {spent['rejects']} rejects"
    _row("cleaning, 1 process", spent["clean"], count, note)
    _row("  all after it, 1 process", after, count, f"{after / spent['clean']:.1%} of cleaning")
    for step in ("extract", "store", "publish"):
        _row(f"    {step}", spent[step], count, f"{spent[step] / spent['clean']:.1%}")


def _row(what, seconds, count, note):
    print(f"{what:<40}{seconds:8.1f} s{count / seconds:9.0f} pages/s   {note}", flush=True)


if __name__ == "__main__":
    main()
