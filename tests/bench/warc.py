"""The case `warc`: an archive of ordinary pages with a few relevant ones among them, against a loop that parses all.

Ordinary pages are the real ones that are not about talks when they are parsed and cleaned (`--natural`: all of them),
relevant ones are those of the example site that are. Each copy has an address and a line of its own.
"""

import gzip
import json
import random
import sys
import time
from pathlib import Path

import duckdb

from tests.bench.inputs import read_originals
from tests.bench.measure import python, run_watched
from tests.warc_data import record

SHARE = 0.02


def compare(temporary, originals, count, *, natural=False):
    """Write the archive, run both over it, print what they took; the loop's processor seconds are those of one process."""
    ordinary = originals if natural else pages_that_are(originals, relevant=False)
    relevant = pages_that_are(read_originals(None), relevant=True)
    archive = write_archive(temporary / "bench.warc.gz", ordinary, relevant, count)
    size = archive.stat().st_size / 1e6
    print(f"{count} records, {SHARE:.0%} relevant, {size:.0f} MB; {len(ordinary)} ordinary pages", flush=True)
    loop = json.loads(run_watched(python("-m", "tests.bench.warc", "loop", archive)).output.splitlines()[-1])
    print(f"fastwarc + bare_extraction, 1 process {loop['seconds']:8.1f} s {loop['cpu']:8.1f} processor s", flush=True)
    parley = python("-m", "flows.cli", "run", archive, "--warehouse", temporary / "w", "--processes", "2")
    run = run_watched(parley)
    print(f"parley run, 2 worker processes        {run.seconds:8.1f} s {run.cpu:8.1f} processor s")
    print(f"{loop['seconds'] / run.seconds:.1f} times as fast by the clock; ", end="")
    print(f"{2 * loop['cpu'] / run.cpu:.1f} if both cores were free; largest process {run.largest:.0f} MB")
    print(f"{found(temporary / 'w'):.1%} of the relevant articles found")
    print(
        "\n".join(line for line in run.output.splitlines() if line.strip().startswith(("set aside", "articles", "rej")))
    )


def pages_that_are(originals, *, relevant):
    """The pages that are, or are not, about talks, by their cleaned text."""
    from tests.bench.cases import _frame
    from transforms.clean import clean_pages

    articles, _ = clean_pages(_frame(sorted(originals.items())))
    about = set(articles.filter("relevant")["page_id"])
    return {name: page for name, page in originals.items() if (name in about) == relevant}


def write_archive(target, ordinary, relevant, count):
    """As archives are published, one gzip member a record; the same bytes each time."""
    names, seed = sorted(ordinary), random.Random(1)
    wanted = sorted(relevant)
    places = set(seed.sample(range(count), round(count * SHARE)))
    with target.open("wb") as file:
        for number in range(count):
            is_relevant = number in places
            page = relevant[wanted[number % len(wanted)]] if is_relevant else ordinary[names[number % len(names)]]
            line = f"<p>This is copy number {number} of the page.</p></body>".encode()
            kind = "relevant" if is_relevant else "ordinary"
            url = f"https://{kind}.example/{number % 50}/{number}.html"
            file.write(gzip.compress(record(url, page.replace(b"</body>", line)), 6))
    return target


def found(warehouse):
    """The share of the relevant pages that are articles of the warehouse and relevant there."""
    with duckdb.connect(str(warehouse / "parley.duckdb"), read_only=True) as connection:
        (kept,) = connection.execute("select count(*) from articles where url like 'https://relevant%'").fetchone()
    records = json.loads(next((warehouse / "runs").glob("*.json")).read_text())["page_count"]
    return kept / round(records * SHARE)


def loop(archive):
    """Every HTML record through trafilatura."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType
    from trafilatura import bare_extraction

    start, cpu, kept = time.perf_counter(), time.process_time(), 0
    for item in ArchiveIterator(str(archive), record_types=WarcRecordType.response):
        if item.http_content_type == "text/html":
            kept += bare_extraction(item.reader.read(), with_metadata=True) is not None
    print(json.dumps({"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu, "articles": kept}))


if __name__ == "__main__":
    loop(Path(sys.argv[2])) if sys.argv[1] == "loop" else None
