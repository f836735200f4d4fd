"""`parley serve`: the deployments of `prefect.yaml`, served by this process without a work pool."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from prefect import serve
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy
from prefect.client.schemas.schedules import CronSchedule

from flows.errors import ParleyError
from flows.pipeline import parley

DEPLOYMENTS = Path("prefect.yaml")


def serve_deployments(warehouse: Path | None, file: Path = DEPLOYMENTS) -> None:
    """Serve until stopped. Raises ParleyError when the file is missing or broken."""
    try:
        entries = yaml.safe_load(file.read_text("utf-8"))["deployments"]
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ParleyError(f"{file}: cannot be read as a list of deployments: {error}") from None
    serve(*(_deployment(entry, warehouse) for entry in entries))


def _deployment(entry: dict[str, Any], warehouse: Path | None) -> Any:
    parameters = dict(entry.get("parameters") or {})
    if warehouse is not None:
        parameters["warehouse"] = str(warehouse)
    return parley.to_deployment(
        name=entry["name"],
        description=entry.get("description"),
        parameters=parameters,
        schedules=[CronSchedule(cron=s["cron"], timezone=s.get("timezone", "UTC")) for s in entry.get("schedules", [])],
        concurrency_limit=ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW),
    )
