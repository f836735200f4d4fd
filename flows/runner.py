"""`parley run`: opens the job, looks whether anything is new, and only then brings in Prefect for the flow.

Importing Prefect and starting its temporary server take ten seconds and more. So a run that finds nothing new never
imports it, and in any other the worker processes work already while Prefect starts.
"""

from __future__ import annotations

import argparse
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from flows.collect import collect_no_more, collecting_later
from flows.errors import ParleyError
from flows.job import Job
from flows.plan import choose_sources
from flows.server import prefect_server
from flows.settings import Settings, load_settings
from flows.sources import Source, parse_sources

SAMPLE_PORT = 47_371


def run(options: argparse.Namespace) -> int:
    """The command: exit code 0 when the warehouse is published at its end. Raises ParleyError."""
    if options.sample and (options.sources or options.sources_file):
        raise ParleyError("run: --sample reads the example site only; leave the sources out")
    settings = load_settings(
        {
            "warehouse": options.warehouse,
            "sources": options.sources_file,
            "curation": options.curation,
            "skip_bad_curation": options.skip_bad_curation,
            "processes": options.processes,
            "allow_private": options.allow_private or options.sample or None,
            "host_delay": 0.0 if options.sample else None,
        }
    )
    with _sources(options, settings) as sources, Job(sources, settings) as job, _progress(job):
        record = _run_job(job)
    from flows.report import print_summary

    print_summary(record, str(settings.warehouse / "parley.duckdb"))
    collect_no_more()
    return 0


def _sources(options: argparse.Namespace, settings: Settings) -> Any:
    if options.sample:
        return _sample_sources()
    if options.sources and options.sources_file:
        raise ParleyError("run: give either SOURCE arguments or --sources FILE")
    return nullcontext(choose_sources(options.sources, settings))


@contextmanager
def _sample_sources() -> Iterator[tuple[Source, ...]]:
    from flows.sample import serve, source_entries

    with _serve_at_usual_port(serve) as base:
        yield parse_sources(source_entries(base), Path("sample/sources.yml"))


def _serve_at_usual_port(serve: Callable[[int], AbstractContextManager[str]]) -> AbstractContextManager[str]:
    """The same port each time, so that a second run meets the URLs of the first; another when that one is taken."""
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", SAMPLE_PORT))
    except OSError:
        return serve(0)
    return serve(SAMPLE_PORT)


def _run_job(job: Job) -> Mapping[str, Any]:
    if not job.look():
        return job.keep_published()
    job.start()
    threading.Thread(target=_load_publishing, args=(job,), name="load", daemon=True).start()
    with prefect_server() as server:
        with collecting_later():
            from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

            from flows.pipeline import parley

        try:
            if server:
                server.wait()
        except ParleyError as error:
            print(f"parley: {error}; the run goes on without Prefect", file=sys.stderr)
            return job.finish()
        # the thread that sends heartbeats holds up the end of every flow by a second
        with temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None}):
            return parley(run_id=job.run_id)


def _load_publishing(job: Job) -> None:
    """What the end of a run imports and reads, while the workers are at work: then nothing else would be."""
    import flows.report  # noqa: F401
    import warehouse.publish  # noqa: F401
    from transforms.reference.load import load_reference
    from warehouse.dictionary import load_dictionary

    load_dictionary()
    load_reference(job.curation.additions)


@contextmanager
def _progress(job: Job) -> Iterator[None]:
    """Bars on stderr while the job works, when stderr is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (SpinnerColumn(), TextColumn("{task.description:<8}"), BarColumn(), MofNCompleteColumn())
    times = (TextColumn("{task.fields[rate]:>8}"), TimeElapsedColumn(), TimeRemainingColumn())
    done = threading.Event()
    with Progress(*columns, *times, console=Console(stderr=True), transient=True) as bars:
        read, derive, publish = (bars.add_task(name, total=None, rate="") for name in ("read", "extract", "publish"))

        started = time.monotonic()

        def watch() -> None:
            rate = ""
            while not done.wait(0.2):
                pages = job.reading.new + job.reading.unchanged
                bars.update(read, completed=pages, total=pages if job.reading.is_done else None)
                finished, wanted = job.derived
                if finished < wanted:
                    rate = f"{finished / max(0.1, time.monotonic() - started):,.0f}/s"
                bars.update(derive, completed=finished, total=wanted if job.reading.is_done else None, rate=rate)
                bars.update(publish, visible=job.is_publishing)

        watcher = threading.Thread(target=watch, name="progress", daemon=True)
        watcher.start()
        try:
            yield
        finally:
            done.set()
            watcher.join()
