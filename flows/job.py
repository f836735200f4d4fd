"""One run: read the sources, store new pages, derive stages in worker processes, publish.

A job works in the background from the moment it is started, so that a run loses no time while Prefect starts; the
flows in `pipeline.py` start it if nobody has, and record and wait for its parts. No Prefect here.
"""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from flows.alerts import Alert, SourceCount, find_alerts
from flows.curation import read_curation
from flows.derive import Counts, code_version
from flows.errors import ParleyError
from flows.lock import take_lock
from flows.pool import make_pool
from flows.reading import PageCount, Reader, Reading, describe_rejects
from flows.settings import Settings
from flows.sources import Source
from flows.state import state_of_build
from flows.store import Store
from flows.workers import Workers

CHECKED_AT_ONCE = 500  # articles
_open_jobs: dict[str, Job] = {}


def find_job(run_id: str) -> Job:
    """The open job with this id in this process. Raises ParleyError."""
    if run_id not in _open_jobs:
        raise ParleyError(f"run {run_id}: not under way in this process")
    return _open_jobs[run_id]


class Job:
    """One run of the main job over a warehouse folder; a context manager that holds the folder's lock.

    Making it raises CurationError when what people decided cannot be followed, entering it ParleyError when another run
    holds the lock or the folder cannot be written.
    """

    def __init__(self, sources: Sequence[Source], settings: Settings) -> None:
        self.sources = tuple(sources)
        self.settings = settings
        self.started_at = datetime.now(UTC)
        self.run_id = f"{self.started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
        self.curation = read_curation(settings.curation, skips_bad=settings.skip_bad_curation)
        self.version = code_version(settings.prefilter, self.curation.additions)
        self.store = Store(settings.warehouse)
        self.counts = Counts()
        self.workers = Workers(self.store, self.version, settings, self.curation.additions)
        self._thread: threading.Thread | None = None
        self._failure: BaseException | None = None
        self._stop = threading.Event()
        self._unchecked: dict[str, int] = {}  # batches that are derived, and their articles
        self.is_publishing = False

    def __enter__(self) -> Job:
        self._lock = take_lock(self.settings.warehouse, self.run_id)
        try:
            self.store.open()
            self._earlier = self._close_killed_runs()
            self._reader = self._make_reader()
            self._pages = self._reader.read()
            self.record("running")
        except OSError as error:
            self._lock.close()
            raise ParleyError(f"{self.settings.warehouse}: cannot be written: {error.strerror}") from None
        except BaseException:
            self._lock.close()
            raise
        _open_jobs[self.run_id] = self
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._thread:
            self._thread.join(timeout=5)
        self.workers.stop(wait=error is None)
        if error is not None:
            self.record("failed", error=f"{type(error).__name__}: {error}"[:500])
        _open_jobs.pop(self.run_id, None)
        self._lock.close()

    def _close_killed_runs(self) -> list[dict[str, Any]]:
        """The records of all runs; those that say they are under way cannot be, as this one holds the lock.

        What they did not take will be met again.
        """
        records = self.store.read_runs()
        for record in records:
            if record.get("status") == "running":
                record["status"] = "killed"
                self.store.rejects_file(str(record["run_id"])).unlink(missing_ok=True)
                self.store.write_run(record)
        return records

    def _make_reader(self) -> Reader:
        read_at, version = self.started_at, self.version
        return Reader(self.sources, self.settings, self.store, self.workers, version=version, read_at=read_at)

    @property
    def reading(self) -> Reading:
        """How far reading has come."""
        return self._reader.reading

    @property
    def is_started(self) -> bool:
        """Whether it works in the background already."""
        return self._thread is not None

    # Reading

    def look(self) -> bool:
        """Read as far as the first new page. False when there is nothing new and what is published is up to date."""
        if next(self._pages, None) is not None:
            return True
        self._require_pages()
        return bool(self._underived()) or self._is_behind()

    def start(self) -> None:
        """Go on in the background: read, store, derive. Stages that an earlier run owes are derived first."""
        if self._thread:
            return
        self.workers.start()
        for batch in self._underived():
            self.workers.submit(batch, self.store.count_pages(batch))
        self._thread = threading.Thread(target=self._read_on, name="read", daemon=True)
        self._thread.start()

    def finish_reading(self) -> Reading:
        """Wait until all sources are read. Raises ParleyError when nothing could be read."""
        assert self._thread is not None
        self._thread.join()
        if self._failure:
            raise self._failure
        self._require_pages()
        return self.reading

    def _read_on(self) -> None:
        try:
            for _ in self._pages:
                if self._stop.is_set():
                    return
        except BaseException as error:  # handed to the thread that waits in finish_reading
            self._failure = error

    def _require_pages(self) -> None:
        if not self._reader.has_found:
            why = describe_rejects(self._reader.rejects) or "the sources are empty"
            raise ParleyError(f"nothing could be read: {why}")

    # Deriving

    def _underived(self) -> list[str]:
        return [b for b in self.store.batches() if not self.store.stage_folder(b, self.version).is_dir()]

    def shards(self) -> list[list[str]]:
        """The batches of this run in groups, one a Prefect task; call it when reading is done."""
        return self.workers.shards()

    def finish_shard(self, batches: Sequence[str]) -> Counts:
        """Wait until the stages of these batches stand, and check them while the workers are at the next ones."""
        counts = Counts()
        for batch in batches:
            found = self.workers.finish(batch)
            self._reader.count_part(batch, found.records)
            counts += found
            self._check_ahead(batch, found.articles)
        self.counts += counts
        return counts

    def _check_ahead(self, batch: str, articles: int) -> None:
        """Check stages for the build, as soon as they have so many articles that it pays."""
        from warehouse.publish import prepare_build

        self._unchecked[batch] = articles
        if sum(self._unchecked.values()) >= CHECKED_AT_ONCE:
            prepare_build(self.store.root, [self.store.stage_folder(name, self.version) for name in self._unchecked])
            self._unchecked = {}

    @property
    def derived(self) -> tuple[int, int]:
        """Pages whose stage stands, and pages that need one, so far."""
        done, wanted = self.workers.progress
        return done, wanted + self._reader.waiting

    # Publishing

    def publish(self) -> dict[str, Any]:
        """Build the warehouse from all stages, swap it in and return the run's record. Raises what the build does."""
        from warehouse.publish import build_and_publish

        self.is_publishing = True
        self.workers.stop(wait=False)  # what they remember of what they have read is as large as a build
        self.store.write_rejects(self.run_id, self._reader.rejects)
        run = self.summary("published", finished_at=datetime.now(UTC))
        result = build_and_publish(self.store.root, self._stage_folders(), run, self.curation, partial(make_pool, 1))
        tables = {name: {"total": count.total, "new": count.new} for name, count in result.tables.items()}
        warnings = [str(warning) for warning in result.warnings]
        self.store.remove_other_stages(self.version)
        return self.record("published", tables=tables, warnings=warnings, build=result.build_id, state=self._state())

    def finish(self) -> dict[str, Any]:
        """All parts in order, as the flows do it, for when there is no Prefect server to record them."""
        self.finish_reading()
        for shard in self.shards():
            self.finish_shard(shard)
        return self.publish()

    def keep_published(self) -> dict[str, Any]:
        """Record that nothing was new and return the record."""
        self.store.write_rejects(self.run_id, self._reader.rejects)
        return self.record("unchanged")

    def record(self, status: str, **more: Any) -> dict[str, Any]:
        """Store what is known of this run."""
        finished = None if status == "running" else datetime.now(UTC)
        record = {**self.summary(status, finished_at=finished), **more}
        self.store.write_run(record)
        return record

    def summary(self, status: str, *, finished_at: datetime | None) -> dict[str, Any]:
        """The record of the run so far; `kept_count` are pages that gave an article."""
        reasons = Counter(reject.reason for reject in self._reader.rejects) + self.counts.rejects
        return {
            "run_id": self.run_id,
            "status": status,
            "started_at": self.started_at.isoformat(),
            "finished_at": finished_at.isoformat() if finished_at else None,
            "seconds": round((finished_at - self.started_at).total_seconds(), 2) if finished_at else None,
            "version": self.version,
            "page_count": self.reading.new + self.reading.unchanged,
            "new_page_count": self.reading.new,
            "unchanged_page_count": self.reading.unchanged,
            "kept_count": self.counts.articles,
            "relevant_count": self.counts.relevant,
            "reject_count": reasons.total(),
            "rejects": dict(sorted(reasons.items())),
            "set_aside": dict(self.counts.aside),
            "skipped_records": dict(self.counts.skipped.most_common()),
            "sources": [source.name for source in self.sources],
            "source_counts": {name: asdict(count) for name, count in self._source_counts().items()},
            "alerts": [asdict(alert) for alert in self._alerts()],
        }

    def _source_counts(self) -> dict[str, SourceCount]:
        pages, articles = self.reading.sources, self.counts.sources
        names = dict.fromkeys(source.name for source in self.sources)
        return {name: SourceCount(**vars(pages.get(name, PageCount())), articles=articles[name]) for name in names}

    def _alerts(self) -> list[Alert]:
        """The sources that brought nothing though they used to; none before all are read."""
        if not self.reading.is_done:
            return []
        return find_alerts(self._source_counts(), self._reader.rejects, self._earlier, self.started_at)

    def _stage_folders(self) -> list[Path]:
        return [self.store.stage_folder(batch, self.version) for batch in self.store.batches()]

    def _state(self) -> str:
        stored = [Alert(**alert) for run in self._earlier for alert in run.get("alerts", [])]
        alerts = [*stored, *self._alerts()]
        return state_of_build(self.store, self._stage_folders(), self._reader.rejects, alerts, self.curation)

    def _is_behind(self) -> bool:
        """Whether a build would differ from the published one in anything but its time."""
        published = [run for run in self._earlier if run["status"] == "published"]
        state = published[-1].get("state") if published else None
        return not self.store.published.exists() or state != self._state()
