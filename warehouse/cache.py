"""What is kept between builds: folders of Parquet files, whole or absent, and told from what they were when written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from hashlib import file_digest
from pathlib import Path
from typing import Any

import polars as pl

from warehouse.code import code_of_build

_MANIFEST = "manifest.json"
_TMP = ".tmp"
_ROW_GROUP = 4096, 4_000_000  # rows, and their bytes: who looks for a few keys of a sorted file unpacks little else


def write_frames(folder: Path, frames: Mapping[str, pl.DataFrame], facts: Mapping[str, Any]) -> None:
    """Store frames as `<folder>/<name>.parquet` and some facts about them; replaces a folder of that name."""
    temporary = folder.with_name(f"{folder.name}{_TMP}")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    for name, frame in frames.items():
        file = temporary / f"{name}.parquet"
        frame.write_parquet(file, compression="zstd", compression_level=1, row_group_size=_row_group(frame))
    manifest = {"code": code_of_build(), "files": _digests(temporary, frames), "facts": dict(facts)}
    (temporary / _MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    temporary.rename(folder)


def _row_group(frame: pl.DataFrame) -> int:
    most, most_bytes = _ROW_GROUP
    return max(1, min(most, most_bytes * frame.height // max(1, int(frame.estimated_size()))))


def read_facts(folder: Path, names: Iterable[str]) -> dict[str, Any] | None:
    """The facts stored with the frames; None when the code is another now, or a file is not what was written."""
    try:
        manifest = json.loads((folder / _MANIFEST).read_text("utf-8"))
        is_sound = manifest["code"] == code_of_build() and manifest["files"] == _digests(folder, names)
        return dict(manifest["facts"]) if is_sound else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _digests(folder: Path, names: Iterable[str]) -> dict[str, str]:
    digests = {}
    for name in names:
        with (folder / f"{name}.parquet").open("rb") as file:
            digests[name] = file_digest(file, "sha256").hexdigest()
    return digests
