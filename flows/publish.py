"""Flow: stage folders to the published warehouse."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.tasks import publish_warehouse


@flow(name="publish")
def publish(run_id: str) -> dict[str, Any]:
    """Build, check and publish the warehouse; returns the record of the run."""
    return publish_warehouse(run_id)
