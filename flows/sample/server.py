"""Serve the example site over HTTP on 127.0.0.1, for the time of a `with` block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from string import Template
from threading import Thread

from flows.sample.site import build_site


@contextmanager
def serve(port: int = 0) -> Iterator[str]:
    """Serve the site while the block runs; yields its address, such as `http://127.0.0.1:4711`.

    Port 0 takes a free one. Raises OSError when the port is taken.
    """
    server = _Server(("127.0.0.1", port), _Handler)
    base = f"http://127.0.0.1:{server.server_port}"
    server.pages = build_site(base)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="example-site", daemon=True)
    thread.start()
    try:
        yield base
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def source_entries(base: str) -> str:
    """The sources file (YAML text) of the example site that is served at `base`."""
    return Template(files("flows.sample").joinpath("sources.yml").read_text("utf-8")).substitute(base=base)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    pages: dict[str, tuple[str, bytes]]


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    server_version = "ParleyExample"

    def do_GET(self) -> None:
        """Answer with the page of the path, or 404."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer like GET, without the body."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        found = self.server.pages.get(self.path.partition("?")[0])
        kind, body = found or ("text/plain; charset=utf-8", b"There is no such page.\n")
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet: the run has its own report."""
