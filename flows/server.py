"""A temporary Prefect server for one run, when no server is configured.

Prefect starts one by itself, but only once a flow begins, after importing the whole server into the flow's own process
(3 s of processor time), and it leaves the server running when the run is killed. This one starts beside the import of
Prefect and ends with the process that started it. It records the run in Prefect's usual database.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flows.collect import collecting_later
from flows.errors import ParleyError

START_SECONDS = 180
# Set where the user has not said otherwise: no phone-home, and a quiet terminal, as the run has its own report
QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_LOGGING_LEVEL": "ERROR",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}
TEMPORARY = {
    "PREFECT__SERVER_EPHEMERAL": "1",
    "PREFECT_SERVER_UI_ENABLED": "false",
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",  # automations are for a server that stays
    "PY_KEY_VALUE_DISABLE_BEARTYPE": "true",  # it checks the types of what a queue of Prefect's own is given
}
# What a client asks a server of unknown age and settings about
SAME_VERSION = {
    "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
}


class TemporaryServer:
    """A server process that ends with this one; `wait` before use."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}/api"
        # what it prints is about its own database being busy; it is shown only when the server does not start
        self._log = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")  # noqa: SIM115
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flows.server", str(self.port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            env={**os.environ, **TEMPORARY},
        )

    def wait(self) -> None:
        """Return once the server answers. Raises ParleyError when it ends or stays silent."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self._process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.1)
        raise ParleyError(
            f"Prefect's temporary server did not start ({self._last_words()}); "
            "start `prefect server start`, set PREFECT_API_URL"
        )

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = [line.strip() for line in self._log if line.strip()]
        return lines[-1][:200] if lines else "it said nothing"

    def stop(self) -> None:
        """End the process at once: what it stored is stored, and an orderly end takes a third of a second."""
        self._process.kill()
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._log.close()


@contextmanager
def prefect_server() -> Iterator[TemporaryServer | None]:
    """None when PREFECT_API_URL is set, in the environment or Prefect's profile; else a starting temporary server.

    Sets PREFECT_API_URL and the settings that go with it; call it before Prefect is imported.
    """
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    if configured_url():
        yield None
        return
    server = TemporaryServer()
    settings = {"PREFECT_API_URL": server.url, **{k: v for k, v in SAME_VERSION.items() if k not in os.environ}}
    os.environ.update(settings)
    try:
        yield server
    finally:
        server.stop()
        for name in settings:
            del os.environ[name]


def configured_url() -> str | None:
    """The address of the user's own Prefect server, read without importing Prefect."""
    if os.environ.get("PREFECT_API_URL"):
        return os.environ["PREFECT_API_URL"]
    home = Path(os.environ.get("PREFECT_HOME") or "~/.prefect").expanduser()
    file = Path(os.environ.get("PREFECT_PROFILES_PATH") or home / "profiles.toml")
    try:
        profiles = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    active = os.environ.get("PREFECT_PROFILE") or profiles.get("active")
    url = profiles.get("profiles", {}).get(active, {}).get("PREFECT_API_URL")
    return str(url) if url else None


def main() -> None:
    """Be the server process: serve until stdin closes, which happens however the parent ends."""
    threading.Thread(target=_end_with_parent, name="watch-parent", daemon=True).start()
    with collecting_later():
        import uvicorn
        from prefect.server.api.server import create_app

        app = create_app()
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        log_level="error",
        lifespan="on",
    )


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
