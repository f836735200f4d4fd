"""The main job as a Prefect flow: ingest, build, publish.

`parley run` opens and starts the job before it imports Prefect and hands over its id; a deployment hands over sources
and the flow opens the job itself.
"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

from prefect import flow, get_run_logger
from prefect.artifacts import create_table_artifact

from flows.build import build
from flows.ingest import ingest
from flows.job import Job, find_job
from flows.plan import plan_job
from flows.publish import publish
from flows.summary import artifact_rows, headline


@flow(name="parley")
def parley(
    sources: list[str] | None = None,
    sources_file: Path | None = None,
    warehouse: Path | None = None,
    curation: Path | None = None,
    every: str | None = None,
    run_id: str | None = None,
) -> dict[str, Any]:
    """Read news, extract peace talks, publish the warehouse; returns the record of the run.

    `sources` are URLs, files, folders or globs, else `sources_file` or the settings' sources file is read; `curation` is
    the folder of what people decided, else that of the settings; `every` is hour or day, for scheduled runs: hour leaves out the entries that are for the daily run. `run_id` names a job that
    is open in this process already.
    """
    opened = nullcontext(find_job(run_id)) if run_id else plan_job(sources, sources_file, warehouse, curation, every)
    with opened as job:
        record = _run(job)
        get_run_logger().info(headline(record))
        create_table_artifact(key="parley-run", table=artifact_rows(record), description=headline(record))
        return record


def _run(job: Job) -> dict[str, Any]:
    if not job.is_started and not job.look():
        return job.keep_published()
    job.start()
    ingest(job.run_id)
    build(job.run_id)
    return publish(job.run_id)
