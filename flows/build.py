"""Flow: stored pages to stage folders."""

from __future__ import annotations

from prefect import flow

from flows.job import find_job
from flows.tasks import derive_shard


@flow(name="build")
def build(run_id: str) -> int:
    """Derive the stages that an open run owes, a task for up to 2,500 pages; returns how many pages that were."""
    return sum(derive_shard(run_id, shard)["pages"] for shard in find_job(run_id).shards())
