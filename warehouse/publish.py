"""Build aside, check, swap in: readers see the old warehouse or the new one, never half of one.

A build is written to `builds/<id>.duckdb.tmp`, checked, closed, synced and renamed; then the relative symlinks
`parquet` and `parley.duckdb` are replaced in one step each. A reader that holds the old file open keeps it. Whatever a
killed build left behind is removed by the next one.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from transforms.curation import Curation
from warehouse.check import CheckFailed, CheckResult, run_checks
from warehouse.connect import DATABASE_LINK, PARQUET_LINK, open_build, primary_key, quoted, use_all_cores
from warehouse.dictionary import load_dictionary
from warehouse.export import export_parquet
from warehouse.load import SEGMENTS, load_warehouse
from warehouse.resolved import Processes
from warehouse.segments import add_segment

KEPT_BUILDS = 3
CACHE = "cache"
_SUFFIX = ".duckdb"
_TMP = ".tmp"
_SYNCED_AT_ONCE = 16
_NO_CURATION = Curation()


@dataclass(frozen=True)
class TableCount:
    """Rows of a public table, and how many of them the warehouse published before did not have (by key)."""

    total: int
    new: int


@dataclass(frozen=True)
class PublishResult:
    """What was published: build id, paths of the links to read it by, rows by table, warnings of the checks."""

    build_id: str
    path: Path
    parquet_path: Path
    tables: Mapping[str, TableCount]
    warnings: tuple[CheckResult, ...]


def build_and_publish(
    warehouse_dir: Path,
    stage_dirs: Sequence[Path],
    run: Mapping[str, object],
    curation: Curation = _NO_CURATION,
    processes: Processes | None = None,
) -> PublishResult:
    """Build the warehouse from the stage folders and what people decided, and make it the published one.

    `run` is the present run's record and has at least `run_id`; `processes` makes one for what
    takes much memory. Only one process may publish into a folder at a time
    (the caller holds the lock). Raises CheckFailed when a check of kind `fail` returns rows, and WarehouseError for
    input that cannot be read, CurationError for decisions that contradict each other or name no row; what was published
    before then stays published.
    """
    builds = warehouse_dir / "builds"
    builds.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(warehouse_dir)
    build_id = _new_build_id()
    database, folder = builds / f"{build_id}{_SUFFIX}{_TMP}", builds / f"{build_id}{_TMP}"
    try:
        tables, warnings = _build(database, folder, warehouse_dir, stage_dirs, run, curation, processes)
    except BaseException:
        _remove([database, Path(f"{database}.wal"), folder])
        raise
    _swap_in(warehouse_dir, build_id)
    _remove_old(warehouse_dir)
    return PublishResult(build_id, warehouse_dir / DATABASE_LINK, warehouse_dir / PARQUET_LINK, tables, warnings)


def prepare_build(warehouse_dir: Path, stage_dirs: Sequence[Path]) -> None:
    """Check some stage folders already, while others are made, so that less is left for `build_and_publish`.

    Raises WarehouseError for one that cannot be read.
    """
    add_segment(warehouse_dir / CACHE / SEGMENTS, stage_dirs)


def published_build(warehouse_dir: Path) -> Path | None:
    """The database file that is published, None when there is none."""
    link = warehouse_dir / DATABASE_LINK
    return Path(os.path.realpath(link)) if link.exists() else None


def _new_build_id() -> str:
    """Sorts by time; the random end keeps two builds of one microsecond apart."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f") + "-" + secrets.token_hex(2)


def _build(
    database: Path,
    folder: Path,
    warehouse_dir: Path,
    stage_dirs: Sequence[Path],
    run: Mapping[str, object],
    curation: Curation,
    processes: Processes | None,
) -> tuple[dict[str, TableCount], tuple[CheckResult, ...]]:
    with open_build(database) as connection:
        published = published_build(warehouse_dir)
        parquet = published.with_suffix("") if published else None
        cache, runs = warehouse_dir / CACHE, warehouse_dir / "runs"
        load_warehouse(connection, stage_dirs, cache, runs, run, curation, published=parquet, processes=processes)
        use_all_cores(connection)
        failed = run_checks(connection, "fail")
        if failed:
            raise CheckFailed(failed)
        warnings = run_checks(connection, "warn")
        export_parquet(connection, folder)
        tables = _counts(connection, published)
        connection.execute("force checkpoint")
    _sync([database, *folder.iterdir(), folder])
    return tables, warnings


def _counts(connection: duckdb.DuckDBPyConnection, published: Path | None) -> dict[str, TableCount]:
    """Rows by table, all and new against the published build."""
    known: set[str] = set()
    if published:
        connection.execute(f"attach {quoted(str(published))} as published (read_only)")
        rows = connection.execute("select table_name from duckdb_tables() where database_name = 'published'").fetchall()
        known = {name for (name,) in rows}
    counts = {table: _count(connection, table, table in known) for table in load_dictionary().tables}
    if published:
        connection.execute("detach published")
    return counts


def _count(connection: duckdb.DuckDBPyConnection, table: str, is_known: bool) -> TableCount:
    key = primary_key(connection, table)
    (total,) = connection.execute(f'select count(*) from "{table}"').fetchone() or (0,)
    if not is_known or not key:
        return TableCount(total, total)
    columns = ", ".join(f'"{c}"' for c in key)
    query = f'select count(*) from "{table}" anti join published.main."{table}" using ({columns})'
    (new,) = connection.execute(query).fetchone() or (0,)
    return TableCount(total, new)


def _swap_in(warehouse_dir: Path, build_id: str) -> None:
    """Give the build its name and let both links point to it."""
    builds = warehouse_dir / "builds"
    (builds / f"{build_id}{_TMP}").rename(builds / build_id)
    (builds / f"{build_id}{_SUFFIX}{_TMP}").rename(builds / f"{build_id}{_SUFFIX}")
    _sync([builds])
    _link(warehouse_dir / PARQUET_LINK, f"builds/{build_id}", build_id)
    _link(warehouse_dir / DATABASE_LINK, f"builds/{build_id}{_SUFFIX}", build_id)
    _sync([warehouse_dir])


def _link(link: Path, target: str, build_id: str) -> None:
    """Replace the link in one step; a reader finds the old target or the new one."""
    new = link.with_name(f".{link.name}.{build_id}{_TMP}")
    new.symlink_to(target)
    new.replace(link)


def _remove_leftovers(warehouse_dir: Path) -> None:
    """What a killed build left: files and folders under a temporary name."""
    _remove((warehouse_dir / "builds").glob(f"*{_TMP}*"))
    _remove(warehouse_dir.glob(f".*{_TMP}"))


def _remove_old(warehouse_dir: Path) -> None:
    """Keep the last few builds and the published one; remove the others and Parquet folders without a database."""
    builds = warehouse_dir / "builds"
    ids = sorted((p.name.removesuffix(_SUFFIX) for p in builds.glob(f"*{_SUFFIX}")), reverse=True)
    kept = set(ids[:KEPT_BUILDS])
    published = published_build(warehouse_dir)
    if published:
        kept.add(published.name.removesuffix(_SUFFIX))
    _remove(p for p in builds.iterdir() if p.name.removesuffix(_SUFFIX) not in kept)


def _remove(paths: Iterable[Path]) -> None:
    for path in list(paths):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _sync(paths: Iterable[Path]) -> None:
    """Make sure that what was written is on the disk before anything points to it; at once, so that the disk waits once."""
    with ThreadPoolExecutor(_SYNCED_AT_ONCE) as pool:
        for _ in pool.map(_sync_one, paths):
            pass


def _sync_one(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
