"""prefect.yaml on a real Prefect server and process worker: a run triggered by hand and one by a schedule complete."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.test_cli import ARTICLE

ROOT = Path(__file__).parent.parent
PREFECT = [sys.executable, "-m", "prefect"]
PATIENCE = 150


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """A Prefect home of its own, and what the deployments read and write: both by environment, as users do it."""
    folder = tmp_path_factory.mktemp("integration")
    (folder / "article.json").write_text(json.dumps(ARTICLE))
    (folder / "sources.yml").write_text("- name: Folder\n  path: article.json\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return os.environ | {
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        "PREFECT_SERVER_SERVICES_SCHEDULER_LOOP_SECONDS": "2",
        "PREFECT_SERVER_SERVICES_SCHEDULER_RECENT_DEPLOYMENTS_LOOP_SECONDS": "2",
        "PREFECT_WORKER_QUERY_SECONDS": "1",
        "PARLEY_SOURCES": str(folder / "sources.yml"),
        "PARLEY_WAREHOUSE": str(folder / "warehouse"),
        "PARLEY_PROCESSES": "1",
    }


@contextmanager
def running(environment, *arguments):
    log = Path(environment["PREFECT_HOME"]).parent / f"{arguments[0]}.log"
    with log.open("w") as out:
        command = [*PREFECT, *arguments]
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True
        )
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def prefect(environment, *arguments):
    done = subprocess.run(
        [*PREFECT, "--no-prompt", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def ask(environment, path, body=None):
    request = urllib.request.Request(environment["PREFECT_API_URL"] + path)
    if body is not None:
        request.data, request.headers["Content-type"] = json.dumps(body).encode(), "application/json"
    with urllib.request.urlopen(request, timeout=30) as response:
        return json.load(response)


def wait_for(question):
    """The first true answer of the question."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            if answer := question():
                return answer
        except OSError as error:
            if isinstance(error, urllib.error.HTTPError) and error.code < 500:
                raise  # a question the server does not understand
        time.sleep(0.5)
    raise AssertionError(f"no answer in {PATIENCE} s")


def ended(environment, *, scheduled):
    """The finished parent runs, of a schedule or not."""
    runs = ask(
        environment, "/flow_runs/filter", {"limit": 100, "flow_runs": {"parent_task_run_id": {"is_null_": True}}}
    )
    done = [
        run
        for run in runs
        if run["auto_scheduled"] == scheduled and run["state_type"] in ("COMPLETED", "FAILED", "CRASHED")
    ]
    return [(run["state_type"], run["id"]) for run in done]


@pytest.mark.slow
def test_deployed_runs_complete(environment):
    port = environment["PREFECT_API_URL"].split(":")[2].split("/")[0]
    with running(environment, "server", "start", "--host", "127.0.0.1", "--port", port, "--no-ui"):
        wait_for(lambda: ask(environment, "/health"))
        prefect(environment, "work-pool", "create", "parley", "--type", "process")
        prefect(environment, "deploy", "--all")
        with running(environment, "worker", "start", "--pool", "parley"):
            prefect(environment, "deployment", "run", "parley/hourly")
            assert wait_for(lambda: ended(environment, scheduled=False))[0][0] == "COMPLETED"
            prefect(environment, "deployment", "schedule", "create", "parley/daily", "--interval", "10")
            assert wait_for(lambda: ended(environment, scheduled=True))[0][0] == "COMPLETED"
        artifacts = ask(environment, "/artifacts/filter", {"artifacts": {"key": {"any_": ["parley-run"]}}})
        assert len(artifacts) >= 2
    assert (Path(environment["PARLEY_WAREHOUSE"]) / "parley.duckdb").exists()
    records = [json.loads(f.read_text()) for f in Path(environment["PARLEY_WAREHOUSE"]).glob("runs/*.json")]
    assert {record["status"] for record in records} <= {"published", "unchanged", "running"}
