"""The cases that run in one process of their own: `python -m tests.bench.cases CASE FOLDER [WAREHOUSE]`.

Each prints one JSON object.
"""

import json
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

from tests.bench.inputs import read_gold, read_originals
from tests.bench.score import mean_f1

BATCH = 200
OPTIONS = {"fast": True, "include_comments": False, "include_tables": False}


def loop(folder, function="extract", **options):
    """The bare loop: every file of the folder through a function of trafilatura."""
    import trafilatura

    extract = getattr(trafilatura, function)
    start, cpu = time.perf_counter(), time.process_time()
    kept = sum(extract(file.read_bytes(), **options) is not None for file in sorted(folder.iterdir()))
    return {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu, "articles": kept}


def plain(folder, warehouse):
    """The job that `parley run` hands to its flows, called without Prefect."""
    from flows.job import Job
    from flows.plan import choose_sources
    from flows.settings import load_settings

    settings = load_settings({"warehouse": warehouse, "processes": 2})
    with Job(choose_sources([str(folder)], settings), settings) as job:
        job.look()
        job.start()
        return {"articles": job.finish()["kept_count"]}


def stages(folder):
    """Clean, extract, resolve and publish in this one process; (seconds, processor seconds) of each step.

    `start`: what each process of a run has read and compiled before its first page, for cleaning as for what follows.
    """
    from importlib import import_module

    from flows.store import Store
    from transforms.clean import clean_pages
    from transforms.reference.load import load_reference
    from warehouse.publish import build_and_publish

    clean_pages(_frame([("warm", b"<html><body><p>" + b"word " * 200 + b"</p></body></html>")]))
    reference = load_reference()
    files = sorted(folder.iterdir())
    spent = {step: [0.0, 0.0] for step in ("start", "clean", "extract", "store", "publish")}
    _timed(spent, "start", import_module, "flows.warm")
    counts = dict.fromkeys(("articles", "relevant", "rejects"), 0)
    with tempfile.TemporaryDirectory() as temporary:
        store = Store(Path(temporary))
        store.open()
        folders = []
        for number in range(0, len(files), BATCH):
            pages = _frame([(f.name, f.read_bytes()) for f in files[number : number + BATCH]])
            articles, rejects = _timed(spent, "clean", clean_pages, pages)
            found = _timed(spent, "extract", _as_in_a_run, articles, reference)
            frames = {"articles": articles, **vars(found), "rejects": pl.concat([rejects, found.rejects])}
            _timed(spent, "store", store.write_stage, f"batch{number:06d}", "bench", frames)
            counts["articles"] += articles.height
            counts["relevant"] += int(articles["relevant"].sum())
            counts["rejects"] += rejects.height
        folders = sorted((Path(temporary) / "stage").iterdir())
        run = {"run_id": "bench", "started_at": datetime.now(UTC).isoformat(), "status": "running"}
        _timed(spent, "publish", build_and_publish, Path(temporary), folders, run)
    return spent | counts


def cleaning(folder):
    """Cleaning F1 on pages with gold text: ours, and trafilatura's with the same and with its default options."""
    from trafilatura import extract

    from transforms.clean import clean_pages

    originals, gold = read_originals(folder), read_gold(folder)
    articles, _ = clean_pages(_frame([(name, originals[name]) for name in gold]))
    ours = dict(articles.select("page_id", "text").iter_rows())
    return {
        "pages": len(gold),
        "ours": mean_f1(gold, ours),
        "same": mean_f1(gold, {name: extract(originals[name], **OPTIONS) for name in gold}),
        "default": mean_f1(gold, {name: extract(originals[name]) for name in gold}),
    }


def _as_in_a_run(articles, reference):
    from transforms.pipeline import extract_articles

    return extract_articles(articles, reference, figures_of_all=False)


def _timed(spent, step, function, *arguments):
    start, cpu = time.perf_counter(), time.process_time()
    result = function(*arguments)
    spent[step][0] += time.perf_counter() - start
    spent[step][1] += time.process_time() - cpu
    return result


def _frame(files):
    from transforms.schemas import PAGES

    fixed = {"media_type": "text/html", "fetched_at": datetime(2026, 1, 1, tzinfo=UTC), "source": "bench", "sha256": ""}
    rows = [
        dict.fromkeys(PAGES) | fixed | {"page_id": name, "url": f"/bench/{name}", "final_url": name, "content": content}
        for name, content in files
    ]
    return pl.DataFrame(rows, schema=PAGES)


def main(case, folder, *others):
    """Run one case and print its figures."""
    cases = {
        "loop": lambda: loop(folder),
        "loop-same": lambda: loop(folder, **OPTIONS),
        "loop-metadata": lambda: loop(folder, "bare_extraction", with_metadata=True),
        "plain": lambda: plain(folder, *others),
        "stages": lambda: stages(folder),
        "cleaning": lambda: cleaning(folder),
    }
    print(json.dumps(cases[case]()))


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
