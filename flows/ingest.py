"""Flow: sources to stored pages."""

from __future__ import annotations

from typing import Any

from prefect import flow

from flows.tasks import read_sources


@flow(name="ingest", log_prints=False)
def ingest(run_id: str) -> dict[str, Any]:
    """Read the sources of an open run; returns how many pages were new and how many unchanged."""
    return read_sources(run_id)
