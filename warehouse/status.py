"""What is published, how old it is and how the last runs went."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warehouse.connect import open_published
from warehouse.dictionary import load_dictionary
from warehouse.load import read_runs
from warehouse.publish import published_build


@dataclass(frozen=True)
class Status:
    """The state of a warehouse folder; `path` and all that follows from it are empty when nothing is published yet.

    rejects  (stage, reason) -> number of rejected inputs in the published warehouse
    runs     the last runs' records, newest first; a run that failed is among them
    """

    warehouse_dir: Path
    path: Path | None
    build_id: str | None
    built_at: datetime | None
    age: timedelta | None
    size_bytes: int | None
    counts: Mapping[str, int]
    rejects: Mapping[tuple[str, str], int]
    runs: tuple[Mapping[str, object], ...]


def read_status(warehouse_dir: Path, *, last_runs: int = 5) -> Status:
    """The status of a warehouse folder, whether or not anything is published in it."""
    runs = tuple(reversed(read_runs(warehouse_dir / "runs", {})))[:last_runs]
    build = published_build(warehouse_dir)
    if build is None:
        return Status(warehouse_dir, None, None, None, None, None, {}, {}, runs)
    file = build.stat()
    built_at = datetime.fromtimestamp(file.st_mtime, tz=UTC)
    counts, rejects = _read_counts(warehouse_dir)
    return Status(
        warehouse_dir=warehouse_dir,
        path=build,
        build_id=build.stem,
        built_at=built_at,
        age=datetime.now(UTC) - built_at,
        size_bytes=file.st_size,
        counts=counts,
        rejects=rejects,
        runs=runs,
    )


def _read_counts(warehouse_dir: Path) -> tuple[dict[str, int], dict[tuple[str, str], int]]:
    with open_published(warehouse_dir) as connection:
        counts = {}
        for table in load_dictionary().tables:
            row = connection.execute(f'select count(*) from "{table}"').fetchone()
            counts[table] = int(row[0]) if row else 0
        rows = connection.execute(
            "select stage, reason, count(*) from rejects group by stage, reason order by stage, reason"
        ).fetchall()
    return counts, {(stage, reason): count for stage, reason, count in rows}
