"""The commands of `parley`. Imports stand inside the commands, so that each starts with what it needs and no more."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from flows.errors import ParleyError

# Prefect reads these at import: no phone-home, and its log only when asked for.
QUIET_PREFECT = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "90",
}

SAMPLE_PORT = 48377  # always the same, so that a second run knows the pages of the first

EXAMPLES = {
    "run": "parley run https://example.org/feed.xml articles/*.html\n  parley run --sample",
    "extract": "parley extract article.html --published 2025-06-02",
    "query": 'parley query "select talk_id, status, parties, city from talks" --format markdown',
    "status": "parley status",
    "serve": "parley serve",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. An error that the user can mend is one line on stderr."""
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.command(arguments))
    except KeyboardInterrupt:
        print("parley: stopped; the next run goes on from here", file=sys.stderr)
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        if arguments.debug:
            raise
        print(f"parley: {_explained(error)}", file=sys.stderr)
        return 1


def _explained(error: Exception) -> str:
    from warehouse.check import CheckFailed
    from warehouse.connect import WarehouseError

    text = " ".join(str(error).split())
    if isinstance(error, ParleyError | WarehouseError | CheckFailed):
        return text
    return f"{type(error).__name__}: {text} (run again with --debug for the traceback)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="parley", description="Peace talks in the news, as a warehouse that people can query and trust."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    run = _command(commands, "run", _run, "read the sources, extract, publish the warehouse")
    run.add_argument("sources", nargs="*", metavar="SOURCE", help="URL, feed, sitemap, file, folder or glob")
    run.add_argument("--sources", dest="sources_file", type=Path, metavar="FILE", help="sources file (YAML)")
    run.add_argument("--sample", action="store_true", help="read the example site that comes with the code")
    run.add_argument("--processes", type=int, metavar="N", help="worker processes")
    run.add_argument("--allow-private", action="store_true", default=None, help="fetch from private addresses too")
    _warehouse(run)
    extract = _command(commands, "extract", _extract, "print what articles say, one JSON object an article")
    extract.add_argument("sources", nargs="+", metavar="SOURCE", help="HTML, text, JSON or JSONL file, folder, URL")
    extract.add_argument("--published", type=_day, metavar="DATE", help="for articles without a date, YYYY-MM-DD")
    extract.add_argument("--allow-private", action="store_true", default=None, help="fetch from private addresses too")
    query = _command(commands, "query", _query, "query the published warehouse, read-only")
    query.add_argument("sql", nargs="?", metavar="SQL")
    query.add_argument("-f", "--file", type=Path, help="read the query from a file")
    query.add_argument("--format", default="table", choices=("table", "csv", "json", "jsonl", "parquet", "markdown"))
    _warehouse(query)
    _warehouse(_command(commands, "status", _status, "last runs, counts, rejects, path and age of the warehouse"))
    _warehouse(_command(commands, "serve", _serve, "serve the scheduled deployments of prefect.yaml"))
    return parser


def _command(commands: Any, name: str, function: Any, summary: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=f"example:\n  {EXAMPLES[name]}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--debug", action="store_true", help="show tracebacks")
    parser.set_defaults(command=function)
    return parser


def _warehouse(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--warehouse", type=Path, metavar="DIR", help="warehouse folder (default: warehouse/data)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write YYYY-MM-DD") from None


def _run(arguments: argparse.Namespace) -> int:
    from contextlib import ExitStack

    from flows.job import Job
    from flows.plan import choose_sources
    from flows.settings import load_settings

    flags = {key: getattr(arguments, key) for key in ("warehouse", "processes", "allow_private")}
    flags["sources"] = arguments.sources_file
    with ExitStack() as stack:
        if arguments.sample:
            sources, flags = _sample(stack, flags)
            settings = load_settings(flags)
        else:
            settings = load_settings(flags)
            sources = choose_sources(arguments.sources, settings)
        job = stack.enter_context(Job(sources, settings))
        record = _finished(job)
    _print_summary(record, job.settings.warehouse)
    return 0


def _sample(stack: Any, flags: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The sources of the example site, served while the stack is open, and settings that let it be fetched."""
    import tempfile

    from flows.sample import serve, source_entries
    from flows.sources import read_sources_file

    base = stack.enter_context(serve(SAMPLE_PORT))
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    file = folder / "sources.yml"
    file.write_text(source_entries(base), "utf-8")
    return read_sources_file(file), {**flags, "allow_private": True, "host_delay": 0.0}


def _finished(job: Any) -> dict[str, Any]:
    """The record of a job that ran to its end; Prefect is imported only when there is something to do."""
    if not job.look():
        record: dict[str, Any] = job.keep_published()
        return record
    job.start()
    for key, value in QUIET_PREFECT.items():
        os.environ.setdefault(key, value)
    with _Progress(job):
        from flows.pipeline import parley

        return parley(run_id=job.run_id)


class _Progress:
    """A line on a terminal that says how far the run has come; nothing elsewhere."""

    def __init__(self, job: Any) -> None:
        self.job = job

    def __enter__(self) -> _Progress:
        import threading

        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._show, daemon=True)
        if sys.stderr.isatty():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def _show(self) -> None:
        while not self._stop.wait(0.3):
            done, known = self.job.derived
            more = "" if self.job.reading.is_done else ", reading on"
            print(f"\r\033[K{done:,} of {known:,} pages done{more}", end="", file=sys.stderr, flush=True)


def _print_summary(record: dict[str, Any], warehouse: Path) -> None:
    from flows.summary import headline, lines

    bold, plain = ("\033[1m", "\033[0m") if sys.stdout.isatty() and "NO_COLOR" not in os.environ else ("", "")
    print(f"{bold}{headline(record)}{plain}")
    for label, text in lines(record):
        print(f"  {label:<18}{text}")
    print(f"  {'warehouse':<18}{warehouse / 'parley.duckdb'}")


def _extract(arguments: argparse.Namespace) -> int:
    import polars as pl

    from flows.direct import read_pages
    from flows.settings import load_settings
    from transforms.clean import clean_pages
    from transforms.pipeline import extract_articles
    from transforms.records import to_json_objects
    from transforms.reference.load import load_reference

    settings = load_settings({"allow_private": arguments.allow_private})
    pages, rejects = read_pages(arguments.sources, settings)
    articles, unclean = clean_pages(pages)
    for item, reason, detail in [*((r.item, r.reason, r.detail) for r in rejects), *_rows(unclean)]:
        print(f"parley: {item}: {detail or reason} ({reason})", file=sys.stderr)
    if articles.is_empty():
        raise ParleyError("nothing could be read")
    if arguments.published:
        missing = pl.col("published").is_null()
        articles = articles.with_columns(
            published_basis=pl.when(missing).then(pl.lit("given")).otherwise("published_basis"),
            published=pl.col("published").fill_null(arguments.published),
        )
    for record in to_json_objects(articles, extract_articles(articles, load_reference())):
        print(json.dumps(record, ensure_ascii=False))
    return 0


def _rows(rejects: Any) -> list[tuple[str, str, str]]:
    return list(rejects.select("item", "reason", "detail").iter_rows())


def _query(arguments: argparse.Namespace) -> int:
    from flows.settings import load_settings
    from warehouse.query import run_query

    if (arguments.sql is None) == (arguments.file is None):
        raise ParleyError('give a query, parley query "SQL", or a file with -f FILE')
    try:
        sql = arguments.sql if arguments.file is None else arguments.file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ParleyError(f"{arguments.file}: cannot be read: {error}") from None
    settings = load_settings({"warehouse": arguments.warehouse})
    result = run_query(settings.warehouse, sql, arguments.format)
    if isinstance(result, bytes):
        sys.stdout.buffer.write(result)
    else:
        print(result.rstrip("\n"))
    return 0


def _status(arguments: argparse.Namespace) -> int:
    from flows.settings import load_settings
    from flows.summary import headline
    from warehouse.status import read_status

    status = read_status(load_settings({"warehouse": arguments.warehouse}).warehouse)
    if status.path is None:
        print(f"{status.warehouse_dir}: nothing is published yet; parley run --sample makes an example")
    else:
        print(f"warehouse  {status.warehouse_dir / 'parley.duckdb'} -> {status.path.name}")
        print(
            f"built      {status.built_at:%Y-%m-%d %H:%M:%S} UTC, {_age(status.age)} ago, {status.size_bytes:,} bytes"
        )
        print("rows       " + ", ".join(f"{table} {count:,}" for table, count in status.counts.items()))
        rejects = ", ".join(f"{stage} {reason} {count:,}" for (stage, reason), count in status.rejects.items())
        print(f"rejects    {rejects or 'none'}")
    for run in status.runs:
        print(f"run        {run['run_id']}  {run['status']:<10} {headline(run)}")
    return 0


def _age(age: Any) -> str:
    minutes = int(age.total_seconds()) // 60
    return (
        f"{minutes // 1440} days" if minutes >= 2880 else f"{minutes // 60} h" if minutes >= 120 else f"{minutes} min"
    )


def _serve(arguments: argparse.Namespace) -> int:
    for key, value in QUIET_PREFECT.items():
        if "LOGGING" not in key:
            os.environ.setdefault(key, value)
    from flows.schedule import serve_deployments

    serve_deployments(arguments.warehouse)
    return 0
