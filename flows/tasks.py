"""Prefect tasks: one-line wrappers over the parts of a job, each over hundreds of pages, never one a page.

No task retries: reading retries each request by itself (see `client.py`), and what computes fails the same way twice.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from prefect import task

from flows.job import find_job


@task(name="read-sources")
def read_sources(run_id: str) -> dict[str, Any]:
    """Read all sources and store the new pages."""
    return asdict(find_job(run_id).finish_reading())


@task(name="derive-shard")
def derive_shard(run_id: str, batches: list[str]) -> dict[str, Any]:
    """Clean and extract the pages of some batches in worker processes."""
    return asdict(find_job(run_id).finish_shard(batches))


@task(name="publish-warehouse")
def publish_warehouse(run_id: str) -> dict[str, Any]:
    """Build, check and swap in the warehouse."""
    return find_job(run_id).publish()
