"""Segments: the checked frames of many stage folders together, kept between builds.

    segments/<id>/<frame>.parquet   frames of `checked.py`, with all versions of the articles

A build reads a few large files in place of all stage folders, and checks and signs new articles only. A segment is never
changed; small ones are merged to larger ones. It is a cache (`cache.py`): one that is damaged, of another version of the code, or that
holds a stage folder which has changed or gone is removed and what is missing made again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import polars as pl

from warehouse.cache import read_facts, write_frames
from warehouse.checked import CHECKED_FRAMES, Frames, checked_frames

SEGMENT_BYTES = 12_000_000  # of stage folders, as they are packed: bounds the memory that a segment takes to be made
SMALL_SEGMENTS = 8  # more segments smaller than that are merged
# Frames with texts are in the order in which their tables are filled, so that few row groups are read for some of the rows
_ORDER = {
    "articles": ("article_id", "batch", "page_id"),
    "evidence": ("report_id", "batch", "char_start", "char_end", "pattern_id"),
}


@dataclass(frozen=True)
class Segment:
    """One folder of `segments/`. `stages` are the stage folders it holds, by name, and how they looked then."""

    folder: Path
    stages: Mapping[str, str]
    size: int

    def file(self, frame: str) -> Path:
        """The Parquet file of one of CHECKED_FRAMES."""
        return self.folder / f"{frame}.parquet"


def update_segments(root: Path, stage_dirs: Sequence[Path]) -> list[Segment]:
    """Segments that hold exactly these stage folders, each once; what others hold is removed.

    Raises WarehouseError naming a stage file that cannot be read.
    """
    root.mkdir(parents=True, exist_ok=True)
    stages = {folder.name: folder for folder in stage_dirs}
    segments = _usable(root, {name: _look(folder) for name, folder in stages.items()})
    held = {name for segment in segments for name in segment.stages}
    for names in _groups({name: _size(stages[name]) for name in sorted(stages) if name not in held}):
        segments.append(add_segment(root, [stages[name] for name in names]))
    segments = _merged(root, segments)
    _remove_others(root, segments)
    return sorted(segments, key=lambda segment: segment.folder.name)


def add_segment(root: Path, stage_dirs: Sequence[Path]) -> Segment:
    """A new segment of some stage folders; made before a build, it spares that build the work.

    Raises WarehouseError naming a stage file that cannot be read.
    """
    folders = sorted(stage_dirs)
    looks = {folder.name: _look(folder) for folder in folders}
    return _write(root, checked_frames(folders), looks)


def _look(folder: Path) -> str:
    """Names, sizes and times of change of a stage folder's files: a folder that was derived again looks different."""
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    stats = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return sha256(repr(stats).encode()).hexdigest()[:16]


def _usable(root: Path, looks: Mapping[str, str]) -> list[Segment]:
    """The segments that are whole and hold nothing but present stage folders, none of them twice; larger ones first."""
    found = sorted(filter(None, (_read(folder) for folder in root.iterdir())), key=lambda s: (-s.size, s.folder))
    usable: list[Segment] = []
    held: set[str] = set()
    for segment in found:
        if segment.stages.items() <= looks.items() and held.isdisjoint(segment.stages):
            usable.append(segment)
            held |= set(segment.stages)
    return usable


def _read(folder: Path) -> Segment | None:
    """The segment in a folder, None when there is no sound one of this version of the code."""
    facts = read_facts(folder, CHECKED_FRAMES)
    return Segment(folder, facts["stages"], _size(folder)) if facts else None


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir()) if folder.is_dir() else 0


def _groups(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """Names of folders in runs of up to SEGMENT_BYTES, in their order."""
    group: list[str] = []
    room = 0
    for name, size in sizes.items():
        if group and size > room:
            yield group
            group = []
        room = room - size if group else SEGMENT_BYTES - size
        group.append(name)
    if group:
        yield group


def _write(root: Path, frames: Frames, stages: Mapping[str, str]) -> Segment:
    """Store a segment under a name made from what it holds."""
    folder = root / sha256(repr(sorted(stages.items())).encode()).hexdigest()[:16]
    ordered = {name: frame.sort(_ORDER[name]) if name in _ORDER else frame for name, frame in frames.items()}
    write_frames(folder, ordered, {"stages": dict(stages)})
    return Segment(folder, dict(stages), _size(folder))


def _merged(root: Path, segments: Sequence[Segment]) -> list[Segment]:
    """The segments; when many are small, runs of them as segments that are not larger than others are made."""
    small = sorted((s for s in segments if s.size < SEGMENT_BYTES / 2), key=lambda s: (s.size, s.folder))
    if len(small) <= SMALL_SEGMENTS:
        return list(segments)
    named = {segment.folder.name: segment for segment in small}
    runs = _groups({name: segment.size for name, segment in named.items()})
    return [*(s for s in segments if s not in small), *(_merge(root, [named[n] for n in run]) for run in runs)]


def _merge(root: Path, segments: Sequence[Segment]) -> Segment:
    if len(segments) == 1:
        return segments[0]
    frames = {name: pl.read_parquet([segment.file(name) for segment in segments]) for name in CHECKED_FRAMES}
    return _write(root, frames, {name: look for segment in segments for name, look in segment.stages.items()})


def _remove_others(root: Path, segments: Iterable[Segment]) -> None:
    kept = {segment.folder for segment in segments}
    for folder in root.iterdir():
        if folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)
