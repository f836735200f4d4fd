"""The command line as a user meets it, and a small web server that behaves as told."""

import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


@pytest.fixture(scope="session", autouse=True)
def _own_environment(tmp_path_factory):
    """Neither Prefect's home nor settings of the user have a part in the tests."""
    for name in [n for n in os.environ if n.startswith(("PREFECT_", "PARLEY_"))]:
        del os.environ[name]
    os.environ["PREFECT_HOME"] = str(tmp_path_factory.mktemp("prefect"))


@pytest.fixture(scope="session")
def parley(tmp_path_factory):
    """Runs a command in a folder of its own; what comes back has returncode, stdout and stderr."""
    folder = tmp_path_factory.mktemp("cwd")

    def run(*arguments, text=True, **settings):
        environment = {**os.environ, **{f"PARLEY_{name.upper()}": str(value) for name, value in settings.items()}}
        command = [sys.executable, "-m", "flows.cli", *map(str, arguments)]
        return subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=text, timeout=180, check=False
        )

    return run


class Site:
    """Answers of a web server on 127.0.0.1: `routes[path]` is (status, headers, body) or a function of the handler.

    A page with an ETag or a Last-Modified is sent again only when another one is asked for. `sent` are the paths whose
    content went out.
    """

    def __init__(self):
        self.routes = {}
        self.asked = []
        self.sent = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(self.path)
                answer = site.routes.get(self.path, (404, {}, b"no such page"))
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer
                same = {"If-None-Match": headers.get("ETag"), "If-Modified-Since": headers.get("Last-Modified")}
                if status == 200 and any(value and self.headers.get(name) == value for name, value in same.items()):
                    status, body = 304, b""
                elif status == 200:
                    site.sent.append(self.path)
                self.send_response(status)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.stopped = threading.Event()  # what answers slowly waits for it
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # clients that hang up are part of the tests
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def page(self, path, body, kind="text/html; charset=utf-8", status=200, **headers):
        self.routes[path] = (
            status,
            {"Content-Type": kind, **headers},
            body.encode() if isinstance(body, str) else body,
        )
        return self.base + path

    def redirect(self, path, to):
        self.routes[path] = (302, {"Location": to}, b"")
        return self.base + path

    def silence(self, path):
        """The server takes the request and never answers."""
        self.routes[path] = lambda _: self.stopped.wait(60)
        return self.base + path

    def close(self):
        self.stopped.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site():
    """A web server for one test."""
    server = Site()
    yield server
    server.close()


@pytest.fixture(scope="session")
def sample(parley, tmp_path_factory):
    """The warehouse of the example site, and what its run printed."""
    folder = tmp_path_factory.mktemp("sample")
    done = parley("run", "--sample", "--warehouse", folder)
    assert done.returncode == 0, done.stderr
    return folder, done
