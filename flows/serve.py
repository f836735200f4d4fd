"""`parley serve`: the scheduled deployments of prefect.yaml without a work pool."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import yaml

from flows.errors import ParleyError

DEPLOYMENTS_FILE = Path(__file__).parent.parent / "prefect.yaml"
SERVER_START_SECONDS = 180


def serve() -> int:
    """Serve until stopped. Raises ParleyError without a prefect.yaml, or when no server can be started."""
    deployments = read_deployments(DEPLOYMENTS_FILE)
    os.environ.setdefault("DO_NOT_TRACK", "1")
    os.environ.setdefault("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
    with nullcontext() if os.environ.get("PREFECT_API_URL") else _server():
        import prefect

        from flows.pipeline import parley

        prefect.serve(*(parley.to_deployment(**options) for options in deployments))  # type: ignore[arg-type]
    return 0


def read_deployments(file: Path) -> list[dict[str, Any]]:
    """The deployments of prefect.yaml as arguments of `Flow.to_deployment`."""
    if not file.is_file():
        raise ParleyError(f"{file}: not found; parley serve runs from a checkout of the code")
    return [_arguments(entry) for entry in yaml.safe_load(file.read_text("utf-8"))["deployments"]]


def _arguments(entry: dict[str, Any]) -> dict[str, Any]:
    from prefect.client.schemas.objects import ConcurrencyLimitConfig
    from prefect.schedules import Cron

    limit = entry["concurrency_limit"]
    return {
        "name": entry["name"],
        "description": entry["description"],
        "parameters": entry["parameters"],
        "schedules": [Cron(s["cron"], timezone=s["timezone"], active=s["active"]) for s in entry["schedules"]],
        "concurrency_limit": ConcurrencyLimitConfig(**limit),
    }


@contextmanager
def _server() -> Iterator[None]:
    """A Prefect server on a free port of 127.0.0.1, for as long as the deployments are served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    prefect = [
        sys.executable,
        "-m",
        "prefect",
        "server",
        "start",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
        "--no-ui",
    ]
    # a session of its own: Ctrl-C stops the serving first, which still needs the server to pause its deployments
    process = subprocess.Popen(prefect, stdout=subprocess.DEVNULL, start_new_session=True)
    os.environ["PREFECT_API_URL"] = f"http://127.0.0.1:{port}/api"
    try:
        _wait_for(os.environ["PREFECT_API_URL"] + "/health", process)
        print(f"Prefect server: {os.environ['PREFECT_API_URL']}", flush=True)
        yield
    finally:
        process.terminate()
        process.wait()


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + SERVER_START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise ParleyError("the Prefect server did not start; start one yourself and set PREFECT_API_URL")
