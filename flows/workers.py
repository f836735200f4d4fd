"""The worker processes of a run: batches handed to them, waited for in shards, and done again when a process ends."""

from __future__ import annotations

from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from flows.derive import Counts, derive_apart, derive_batch
from flows.pool import make_pool
from flows.settings import Settings
from flows.store import Store
from transforms.reference.additions import Additions

SHARD_PAGES = 2_500  # what one Prefect task stands for: it costs a tenth of a second of processor time


class Workers:
    """Derives batches in processes of their own; `start` comes before the first `submit`."""

    def __init__(self, store: Store, version: str, settings: Settings, additions: Additions) -> None:
        self._store, self._settings = store, settings
        self._recipe = version, settings.prefilter, additions
        self._sizes: dict[str, int] = {}
        self._futures: dict[str, Future[Counts]] = {}
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Start the processes."""
        self._pool = make_pool(self._settings.processes)

    def stop(self, *, wait: bool) -> None:
        """End the processes; what is not begun is dropped."""
        if self._pool:
            self._pool.shutdown(wait=wait, cancel_futures=True)

    def submit(self, batch: str, pages: int) -> None:
        """Have the stage of a batch derived."""
        assert self._pool is not None
        self._sizes[batch] = pages
        try:
            self._futures[batch] = self._pool.submit(derive_batch, self._store.root, batch, *self._recipe)
        except BrokenProcessPool as error:
            self._futures[batch] = Future()
            self._futures[batch].set_exception(error)

    def has(self, batch: str) -> bool:
        """Whether a batch was submitted in this run."""
        return batch in self._futures

    def shards(self) -> list[list[str]]:
        """The batches in groups of up to SHARD_PAGES pages; call it when reading is done."""
        groups: list[list[str]] = []
        room = 0
        for batch, pages in self._sizes.items():
            if pages > room or not groups:
                groups.append([])
                room = SHARD_PAGES
            groups[-1].append(batch)
            room -= pages
        return groups

    def finish(self, batch: str) -> Counts:
        """Wait until the stage of a batch stands. A page that ends its process becomes a reject."""
        try:
            return self._futures[batch].result()
        except BrokenProcessPool:
            counts = derive_apart(self._store, batch, *self._recipe)
            self._renew_pool(batch)
            return counts

    def _renew_pool(self, finished: str) -> None:
        """A broken pool fails all that it was given: hand the others to a new one."""
        broken = [b for b, f in self._futures.items() if b != finished and _is_broken(f)]
        self.stop(wait=False)
        self.start()
        for batch in broken:
            self.submit(batch, self._sizes[batch])

    @property
    def progress(self) -> tuple[int, int]:
        """Pages whose stage stands, and pages of all batches, so far."""
        done = sum(self._sizes[batch] for batch, future in list(self._futures.items()) if future.done())
        return done, sum(list(self._sizes.values()))


def _is_broken(future: Future[Counts]) -> bool:
    return not future.done() or future.cancelled() or isinstance(future.exception(), BrokenProcessPool)
