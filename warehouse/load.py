"""Stage folders -> a database file with all tables, views and comments."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from transforms.curation import Curation
from transforms.schemas import REJECTS, SchemaError, conform, empty
from warehouse.alerts import alerts_table
from warehouse.changes import changes_table
from warehouse.connect import WarehouseError, first_line, insert, insert_joined, make_room
from warehouse.dictionary import create_tables, create_views, load_dictionary, write_comments
from warehouse.resolved import Given, Processes, write_resolved
from warehouse.segments import Segment, update_segments
from warehouse.spool import Spool, count_rows
from warehouse.tables import FILLED_FROM_FILES

SEGMENTS = "segments"  # folder of the cache
ROWS_IN_MEMORY = 20_000  # of a table
RUN_KEYS = ("run_id", "status", "started_at", "finished_at", "version", "page_count", "kept_count", "reject_count")


def load_warehouse(
    connection: duckdb.DuckDBPyConnection,
    stage_dirs: Sequence[Path],
    cache: Path,
    runs_dir: Path,
    run: Mapping[str, object],
    curation: Curation,
    *,
    as_of: date | None = None,
    published: Path | None = None,
    processes: Processes | None = None,
) -> None:
    """Fill an empty database from the stage folders, what people decided, and the records of all runs with the present one.

    What takes long and depends on few articles is kept in the folder `cache`, which may be removed at any time. With
    `as_of` the tables hold what was known on that day. `published` is the folder of the Parquet files of the published
    build, from which changes of events are told. `processes` makes one for what takes much memory.
    """
    runs = [r for r in read_runs(runs_dir, run) if as_of is None or _day(r) <= as_of]
    refusals = _refusals(runs_dir, runs)
    segments = update_segments(cache / SEGMENTS, stage_dirs)
    with TemporaryDirectory(dir=cache) as folder:
        tables = Spool(Path(folder))
        given = Given(segments, refusals, curation, as_of)
        rejects = write_resolved(tables, given, cache / "links", processes)
        tables.put("rejects", _rejects(rejects, refusals))
        tables.put("event_changes", changes_table(published, tables, run))
        tables.put("runs", runs_table(runs))
        tables.put("alerts", alerts_table(runs))
        _fill(connection, tables, segments)


def _fill(connection: duckdb.DuckDBPyConnection, tables: Spool, segments: Sequence[Segment]) -> None:
    """All tables, views and comments; texts and quotes come from the segments' files.

    What is not committed is in memory, and nobody reads the file before it is whole: so large tables are committed.
    """
    texts = {table: [segment.file(table) for segment in segments] for table in FILLED_FROM_FILES}
    names = load_dictionary().tables
    make_room(connection, [texts.get(table) or [tables.file(table)] for table in names])
    connection.begin()
    create_tables(connection)
    for table in names:
        _insert(connection, table, tables.file(table), texts.get(table))
        if count_rows(tables.file(table)) > ROWS_IN_MEMORY:
            connection.commit()
            connection.begin()
    create_views(connection)
    write_comments(connection)
    connection.commit()


def _insert(connection: duckdb.DuckDBPyConnection, table: str, rows: Path, texts: Sequence[Path] | None) -> None:
    try:
        if texts:
            insert_joined(connection, table, rows, texts, keys=FILLED_FROM_FILES[table])
        elif table not in FILLED_FROM_FILES:
            insert(connection, table, rows)
    except (duckdb.ConstraintException, duckdb.ConversionException) as error:
        raise WarehouseError(f"table {table}: {first_line(error)}") from error


def read_runs(runs_dir: Path, run: Mapping[str, object]) -> list[dict[str, object]]:
    """The records of all runs, oldest first; the present run's record stands for a stored one of the same id."""
    records = {str(r.get("run_id", p.stem)): {"run_id": p.stem, **r} for p, r in _stored_runs(runs_dir)}
    if run:
        records[str(run["run_id"])] = dict(run)
    return sorted(records.values(), key=lambda r: (str(r.get("started_at") or ""), str(r["run_id"])))


def _stored_runs(runs_dir: Path) -> list[tuple[Path, dict[str, object]]]:
    found = []
    for path in sorted(runs_dir.glob("*.json")):
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            record = {"status": "unreadable"}
        found.append((path, record if isinstance(record, dict) else {"status": "unreadable"}))
    return found


def runs_table(runs: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """One row a run; what has no column of its own is kept as JSON in `details`."""
    return pl.DataFrame(
        [_run_row(run) for run in runs],
        schema={
            "run_id": pl.String,
            "status": pl.String,
            "started_at": pl.Datetime("us"),
            "finished_at": pl.Datetime("us"),
            "duration_seconds": pl.Float64,
            "version": pl.String,
            "page_count": pl.Int64,
            "kept_count": pl.Int64,
            "reject_count": pl.Int64,
            "details": pl.String,
        },
        orient="row",
    ).sort("run_id")


def _run_row(run: Mapping[str, object]) -> tuple[object, ...]:
    start, end = _time(run.get("started_at")), _time(run.get("finished_at"))
    return (
        str(run["run_id"]),
        _text(run.get("status")),
        start,
        end,
        (end - start).total_seconds() if start and end else None,
        _text(run.get("version")),
        *(_count(run.get(key)) for key in ("page_count", "kept_count", "reject_count")),
        json.dumps({k: v for k, v in run.items() if k not in RUN_KEYS}, sort_keys=True, default=str),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _count(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _time(value: object) -> datetime | None:
    """A time in UTC without zone from a datetime or an ISO text; None for anything else."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def _day(run: Mapping[str, object]) -> date:
    """The day (UTC) on which a run began; the first of all days when its record does not tell."""
    began = _time(run.get("started_at"))
    return began.date() if began else date.min


def _refusals(runs_dir: Path, runs: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """The inputs that these runs did not take (REJECTS), with `run_id` and the time of the run, `asked_at`."""
    frames = [empty({**REJECTS, "run_id": pl.String})]
    frames += [_fetch_rejects(path) for path in sorted(runs_dir.glob("*.rejects.parquet"))]
    begun = {str(run["run_id"]): _time(run.get("started_at")) for run in runs}
    when = pl.col("run_id").replace_strict(begun, default=None, return_dtype=pl.Datetime("us"))
    known = pl.concat(frames).filter(pl.col("run_id").is_in(list(begun)))
    return known.with_columns(when.dt.replace_time_zone("UTC").alias("asked_at"))


def _rejects(stage_rejects: pl.DataFrame, refusals: pl.DataFrame) -> pl.DataFrame:
    """Rejects of all stages and of the fetches of all runs, each once, with a key made from its content."""
    frames = [stage_rejects.with_columns(pl.lit(None, dtype=pl.String).alias("run_id")), refusals]
    rejects = pl.concat([f.select("run_id", *REJECTS) for f in frames]).unique()
    rejects = rejects.with_columns(pl.col(c).fill_null("") for c in ("stage", "item", "reason"))
    keys = [hashlib.sha256(repr(row).encode()).hexdigest()[:16] for row in rejects.iter_rows()]
    return rejects.with_columns(pl.Series("reject_id", keys, dtype=pl.String)).unique("reject_id").sort("reject_id")


def _fetch_rejects(path: Path) -> pl.DataFrame:
    try:
        frame = conform(pl.read_parquet(path, glob=False), REJECTS, name="rejects")
    except (OSError, pl.exceptions.PolarsError, SchemaError) as error:
        raise WarehouseError(f"{path}: cannot be read ({first_line(error)}); remove it and run again") from error
    return frame.with_columns(pl.lit(path.name.removesuffix(".rejects.parquet")).alias("run_id"))
