"""One run at a time over a warehouse."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

from flows.errors import ParleyError


def take_lock(warehouse: Path, run_id: str) -> IO[str]:
    """The warehouse's lock, held until the file is closed or the process ends. Raises ParleyError when it is taken."""
    try:
        warehouse.mkdir(parents=True, exist_ok=True)
        lock = (warehouse / "lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise ParleyError(
            f"{warehouse}: cannot be written: {error.strerror}; choose another with --warehouse"
        ) from None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.seek(0)
        holder = lock.read().strip()
        lock.close()
        raise ParleyError(f"{warehouse}: run {holder} is under way; wait for its end or stop it") from None
    lock.truncate(0)
    lock.write(run_id)
    lock.flush()
    return lock
