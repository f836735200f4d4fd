"""The warehouse as it was known on an earlier day.

    as_of/<day>.<curation>.<build>.duckdb   made from the stage folders of a published build when it is first asked for

It is built as every warehouse is, from the articles of that day (`transforms/versions.py`): so it is exact, and takes as
long as a build from nothing does. Those of builds that are no longer there are removed.
"""

from __future__ import annotations

import secrets
import shutil
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from transforms.curation import Curation
from warehouse.connect import DATABASE_LINK, WarehouseError, open_build, open_finished
from warehouse.load import load_warehouse, read_runs
from warehouse.publish import published_build

_TMP = ".tmp-"


@dataclass(frozen=True)
class AsOf:
    """A day, and what people decided up to now, which holds for what was known then too."""

    day: date
    curation: Curation = field(default_factory=Curation)


def open_as_of(warehouse_dir: Path, as_of: AsOf) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the warehouse as it was known on a day.

    Raises WarehouseError when nothing is published, or when the stage folders behind it are no longer there.
    """
    build = published_build(warehouse_dir)
    if build is None:
        raise WarehouseError(f"{warehouse_dir / DATABASE_LINK}: no warehouse yet; make one with `parley run`")
    database = warehouse_dir / "as_of" / f"{as_of.day}.{as_of.curation.fingerprint}.{build.name}"
    if not database.exists():
        _remove_old(warehouse_dir)
        _build(warehouse_dir, database, _stages_of(warehouse_dir, build), as_of)
    return open_finished(database)


def _stages_of(warehouse_dir: Path, build: Path) -> list[Path]:
    """The stage folders of the version of the code that made a build."""
    versions = [run.get("version") for run in read_runs(warehouse_dir / "runs", {}) if run.get("build") == build.stem]
    stages = sorted((warehouse_dir / "stage").glob(f"*.{versions[-1]}")) if versions else []
    if not stages:
        raise WarehouseError(f"{warehouse_dir}: what {build.stem} was built from is no longer there; run again")
    return stages


def _build(warehouse_dir: Path, database: Path, stages: list[Path], as_of: AsOf) -> None:
    """Make the database aside, with a cache of its own, since a run may be using the warehouse's."""
    database.parent.mkdir(exist_ok=True)
    aside = database.with_name(f"{database.name}{_TMP}{secrets.token_hex(4)}")
    aside.mkdir()
    try:
        with open_build(aside / "database") as connection:
            runs = warehouse_dir / "runs"
            load_warehouse(connection, stages, aside / "cache", runs, {}, as_of.curation, as_of=as_of.day)
            connection.execute("force checkpoint")
        (aside / "database").replace(database)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _remove_old(warehouse_dir: Path) -> None:
    """Remove databases of builds that have gone; what another query is making has a name of its own."""
    for file in (warehouse_dir / "as_of").glob("*.duckdb"):
        if not (warehouse_dir / "builds" / file.name.split(".", maxsplit=2)[2]).exists():
            file.unlink(missing_ok=True)
