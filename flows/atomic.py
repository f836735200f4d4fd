"""Files that are whole or absent: written under a temporary name, synced, renamed."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

import polars as pl

TEMPORARY = ".tmp-"  # in the name of everything that is not finished


def write_parquet(frame: pl.DataFrame, target: Path, *, statistics: bool = True) -> None:
    """Write a frame; replaces a file of the same name."""
    temporary = _temporary(target)
    frame.write_parquet(temporary, compression="zstd", compression_level=1, statistics=statistics)
    _move_into_place(temporary, target)


def write_bytes(content: bytes, target: Path) -> None:
    """Write bytes; replaces a file of the same name."""
    temporary = _temporary(target)
    temporary.write_bytes(content)
    _move_into_place(temporary, target)


def _temporary(target: Path) -> Path:
    return target.with_name(f"{target.name}{TEMPORARY}{uuid.uuid4().hex[:8]}")


def _move_into_place(temporary: Path, target: Path) -> None:
    """Sync and rename: after a power cut too the target is whole or absent."""
    with temporary.open("rb") as file:
        os.fsync(file.fileno())
    temporary.replace(target)
