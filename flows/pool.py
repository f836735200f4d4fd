"""Worker processes, forked from one that has imported and read what all of them need (`warm.py`)."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import time
import types
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.context import ForkServerContext, ForkServerProcess

from flows.collect import collect_rarely


def make_pool(processes: int) -> ProcessPoolExecutor:
    """A pool of worker processes that end with their parent, however it ends.

    None is replaced while the pool lasts: their memory does not grow with the pages (150 MB after 40 as after 1,000), and
    `max_tasks_per_child` can leave a full queue without any process (CPython issue 115634).
    """
    context = _Context()
    context.set_forkserver_preload(["flows.warm"])
    return ProcessPoolExecutor(
        processes,
        mp_context=context,
        initializer=_start_worker,
        initargs=(processes,),
    )


def _start_worker(processes: int) -> None:
    """Before polars is imported: a fair share of the cores for its threads. After: a watch on the parent."""
    collect_rarely()
    os.environ["_RJEM_MALLOC_CONF"] = "dirty_decay_ms:200,muzzy_decay_ms:0"  # polars gives memory back soon
    os.environ["POLARS_MAX_THREADS"] = str(max(1, (os.cpu_count() or 1) // processes))
    threading.Thread(target=_end_with_parent, name="watch-parent", daemon=True).start()


def _end_with_parent() -> None:
    """Without this the children of a killed run would wait for work for ever: each holds both ends of the queue."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class _Process(ForkServerProcess):
    """A child that does not import its parent's main module, which may be Prefect's engine."""

    def start(self) -> None:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = types.ModuleType("__main__")
        try:
            self._start_surely()
        finally:
            sys.modules["__main__"] = main

    def _start_surely(self) -> None:
        """Again when the process that children are forked from has just ended, by whatever hand: another is started then."""
        for pause in (0.1, 1.0):
            try:
                super().start()
                return
            except (EOFError, ConnectionError):
                time.sleep(pause)
        super().start()


class _Context(ForkServerContext):
    Process = _Process
