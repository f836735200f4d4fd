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


def write_frames(folder: Path, frames: Mapping[str, pl.DataFrame], facts: Mapping[str, Any]) -> None:
    """Store frames as `<folder>/<name>.parquet` and some facts about them; replaces a folder of that name."""
    temporary = folder.with_name(f"{folder.name}{_TMP}")
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir(parents=True)
    for name, frame in frames.items():
        frame.write_parquet(temporary / f"{name}.parquet", compression="zstd", compression_level=1)
    manifest = {"code": code_of_build(), "files": _digests(temporary, frames), "facts": dict(facts)}
    (temporary / _MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    temporary.rename(folder)


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
