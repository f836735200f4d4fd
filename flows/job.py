"""One run: read the sources, store new pages, derive stages in worker processes, publish.

A job works in the background from the moment it is started, so that a run loses no time while Prefect starts; the
flows in `pipeline.py` start it if nobody has, and record and wait for its parts. No Prefect here.
"""

from __future__ import annotations

import secrets
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from flows.archive import ArchiveTarget, Part
from flows.derive import Counts, code_version, derive_apart, derive_batch, make_pool
from flows.discover import discover
from flows.errors import ParleyError
from flows.fetch import Client, Target, fetch
from flows.files import FileTarget, read_file
from flows.intake import parts_of
from flows.lock import take_lock
from flows.settings import Settings
from flows.sources import Source
from flows.state import state_of_build
from flows.store import Page, Reject, Store, stamp_of

SHARD_PAGES = 1_000  # what one Prefect task stands for

_open_jobs: dict[str, Job] = {}


def find_job(run_id: str) -> Job:
    """The open job with this id in this process. Raises ParleyError."""
    if run_id not in _open_jobs:
        raise ParleyError(f"run {run_id}: not under way in this process")
    return _open_jobs[run_id]


@dataclass
class Reading:
    """How far reading has come. `new` pages were stored, `unchanged` ones were stored by an earlier run.

    The pages of a new part of an archive are counted when it is derived.
    """

    new: int = 0
    unchanged: int = 0
    is_done: bool = False


class Job:
    """One run of the main job over a warehouse folder; a context manager that holds the folder's lock.

    Entering it raises ParleyError when another run holds the lock or the folder cannot be written.
    """

    def __init__(self, sources: Sequence[Source], settings: Settings) -> None:
        self.sources = tuple(sources)
        self.settings = settings
        self.started_at = datetime.now(UTC)
        self.run_id = f"{self.started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(2)}"
        self.version = code_version(settings.prefilter)
        self.store = Store(settings.warehouse)
        self.reading = Reading()
        self.rejects: list[Reject] = []
        self.counts = Counts()
        self._batch: list[Page] = []
        self._sizes: dict[str, int] = {}
        self._parts: dict[str, bool] = {}  # of the archives that were read: whether they are new
        self._futures: dict[str, Future[Counts]] = {}
        self._pool: ProcessPoolExecutor | None = None
        self._pages = self._read()
        self._reader: threading.Thread | None = None
        self._failure: BaseException | None = None
        self._stop = threading.Event()
        self.is_publishing = False

    def __enter__(self) -> Job:
        self._lock = take_lock(self.settings.warehouse, self.run_id)
        try:
            self.store.open()
            self._close_killed_runs()
            self._known = self.store.known()
            self._seen_files = self.store.seen_files()
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
        if self._reader:
            self._reader.join(timeout=5)
        if self._pool:
            self._pool.shutdown(wait=error is None, cancel_futures=True)
        if error is not None:
            self.record("failed", error=f"{type(error).__name__}: {error}"[:500])
        _open_jobs.pop(self.run_id, None)
        self._lock.close()

    def _close_killed_runs(self) -> None:
        """Runs that say they are under way cannot be, as this one holds the lock; their rejects will be met again."""
        for record in self.store.read_runs():
            if record.get("status") == "running":
                self.store.rejects_file(str(record["run_id"])).unlink(missing_ok=True)
                self.store.write_run({**record, "status": "killed"})

    @property
    def is_started(self) -> bool:
        """Whether it works in the background already."""
        return self._reader is not None

    # Reading

    def look(self) -> bool:
        """Read as far as the first new page. False when there is nothing new and what is published is up to date."""
        if next(self._pages, None) is not None:
            return True
        self._require_pages()
        return bool(self._underived()) or self._is_behind()

    def start(self) -> None:
        """Go on in the background: read, store, derive. Stages that an earlier run owes are derived first."""
        if self._reader:
            return
        self._pool = make_pool(self.settings.processes)
        for batch in self._underived():
            self._submit(batch, self.store.count_pages(batch))
        self._reader = threading.Thread(target=self._read_on, name="read", daemon=True)
        self._reader.start()

    def finish_reading(self) -> Reading:
        """Wait until all sources are read. Raises ParleyError when nothing could be read."""
        assert self._reader is not None
        self._reader.join()
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

    def _read(self) -> Iterator[Page | Part]:
        """Each new page once it is in a batch, each new part of an archive; ends when all sources are read and stored."""
        client = Client(self.settings)
        targets: list[Target] = []
        for found in discover(self.sources, client, self.settings):
            if isinstance(found, FileTarget):
                yield from self._read_file(found)
            elif isinstance(found, Target):
                targets.append(found)
            elif isinstance(found, ArchiveTarget):
                yield from self._read_archive(found, client)
            else:
                self.rejects.append(found)
        for item in fetch(targets, client, self.settings):
            yield from self._take(item)
        self._store_batch()
        self.store.write_seen_files(self._seen_files)
        self.reading.is_done = True

    def _read_file(self, target: FileTarget) -> Iterator[Page]:
        stamp = stamp_of(target.path)
        pages = self._seen_files.pages_of(target.path, stamp)
        if pages is not None:
            self.reading.unchanged += pages
            return
        rejects_before, taken = len(self.rejects), 0
        for item in read_file(target, self.settings, self.started_at):
            taken += isinstance(item, Page)
            yield from self._take(item)
        if stamp and len(self.rejects) == rejects_before:
            self._seen_files.add(target.path, stamp, taken)

    def _read_archive(self, target: ArchiveTarget, client: Client) -> Iterator[Part]:
        for item in parts_of(target, self.store, client, self.settings, self.started_at):
            if isinstance(item, Reject):
                self.rejects.append(item)
                continue
            self._parts[item.name] = not self._is_stored(item)
            if not self._parts[item.name]:
                is_due = item.name in self._futures  # then it is counted when it is derived
                self.reading.unchanged += 0 if is_due else self.store.count_records(item.name, self.version)
            else:
                yield item
                self.store.write_part(item)
                self._submit(item.name, item.likely_pages)

    def _is_stored(self, part: Part) -> bool:
        """Whether a part is in a batch already and needs no second reading; its archive may have a new time of change."""
        stored = self.store.part(part.name)
        if stored and stored.stamp != part.stamp:
            self.store.write_part(part)
        return stored is not None and not self.store.is_without_records(part.name, self.version)

    def _take(self, item: Page | Reject) -> Iterator[Page]:
        if isinstance(item, Reject):
            self.rejects.append(item)
        elif self._known.has(item):
            self.reading.unchanged += 1
        else:
            self._known.add(item)
            self._batch.append(item)
            self.reading.new += 1
            yield item
            size = sum(len(page.content) for page in self._batch)
            if len(self._batch) >= self.settings.batch_pages or size >= self.settings.batch_bytes:
                self._store_batch()

    def _store_batch(self) -> None:
        if self._batch:
            self._submit(self.store.write_pages(self._batch), len(self._batch))
            self._batch = []

    def _require_pages(self) -> None:
        if not (self.reading.new or self.reading.unchanged or self._parts):
            raise ParleyError(f"nothing could be read: {describe_rejects(self.rejects) or 'the sources are empty'}")

    # Deriving

    def _submit(self, batch: str, pages: int) -> None:
        assert self._pool is not None
        self._sizes[batch] = pages
        try:
            self._futures[batch] = self._pool.submit(
                derive_batch, self.store.root, batch, self.version, self.settings.prefilter
            )
        except BrokenProcessPool as error:
            self._futures[batch] = Future()
            self._futures[batch].set_exception(error)

    def _underived(self) -> list[str]:
        return [b for b in self.store.batches() if not self.store.stage_folder(b, self.version).is_dir()]

    def shards(self) -> list[list[str]]:
        """The batches of this run in groups of up to SHARD_PAGES pages; call it when reading is done."""
        groups: list[list[str]] = []
        room = 0
        for batch, pages in self._sizes.items():
            if pages > room or not groups:
                groups.append([])
                room = SHARD_PAGES
            groups[-1].append(batch)
            room -= pages
        return groups

    def finish_shard(self, batches: Sequence[str]) -> Counts:
        """Wait until the stages of these batches stand. A page that ends its process becomes a reject."""
        counts = Counts()
        for batch in batches:
            found = self._finish_batch(batch)
            counts += found
            if batch in self._parts:
                self.reading.new += found.records if self._parts[batch] else 0
                self.reading.unchanged += 0 if self._parts[batch] else found.records
        self.counts += counts
        return counts

    def _finish_batch(self, batch: str) -> Counts:
        try:
            return self._futures[batch].result()
        except BrokenProcessPool:
            counts = derive_apart(self.store, batch, self.version, self.settings.prefilter)
            self._renew_pool(batch)
            return counts

    def _renew_pool(self, finished: str) -> None:
        """A broken pool fails all that it was given: hand the others to a new one."""
        broken = [b for b, f in self._futures.items() if b != finished and _is_broken(f)]
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = make_pool(self.settings.processes)
        for batch in broken:
            self._submit(batch, self._sizes[batch])

    @property
    def derived(self) -> tuple[int, int]:
        """Pages whose stage stands, and pages that need one, so far."""
        done = sum(self._sizes[batch] for batch, future in list(self._futures.items()) if future.done())
        return done, sum(list(self._sizes.values())) + len(self._batch)

    # Publishing

    def publish(self) -> dict[str, Any]:
        """Build the warehouse from all stages, swap it in and return the run's record. Raises what the build does."""
        from warehouse.publish import build_and_publish

        self.is_publishing = True
        self.store.write_rejects(self.run_id, self.rejects)
        run = self.summary("published", finished_at=datetime.now(UTC))
        result = build_and_publish(self.store.root, self._stage_folders(), run)
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
        self.store.write_rejects(self.run_id, self.rejects)
        return self.record("unchanged")

    def record(self, status: str, **more: Any) -> dict[str, Any]:
        """Store what is known of this run."""
        finished = None if status == "running" else datetime.now(UTC)
        record = {**self.summary(status, finished_at=finished), **more}
        self.store.write_run(record)
        return record

    def summary(self, status: str, *, finished_at: datetime | None) -> dict[str, Any]:
        """The record of the run so far; `kept_count` are pages that gave an article."""
        reasons = Counter(reject.reason for reject in self.rejects) + self.counts.rejects
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
        }

    def _stage_folders(self) -> list[Path]:
        return [self.store.stage_folder(batch, self.version) for batch in self.store.batches()]

    def _state(self) -> str:
        return state_of_build(self.store, self._stage_folders(), self.rejects)

    def _is_behind(self) -> bool:
        """Whether a build would differ from the published one in anything but its time."""
        published = [run for run in self.store.read_runs() if run["status"] == "published"]
        state = published[-1].get("state") if published else None
        return not self.store.published.exists() or state != self._state()


def _is_broken(future: Future[Counts]) -> bool:
    return not future.done() or future.cancelled() or isinstance(future.exception(), BrokenProcessPool)


def describe_rejects(rejects: Sequence[Reject], most: int = 3) -> str:
    """The first few rejects in words."""
    shown = "; ".join(f"{reject.item}: {reject.detail or reject.reason}" for reject in rejects[:most])
    return shown + (f"; and {len(rejects) - most} more" if len(rejects) > most else "")
