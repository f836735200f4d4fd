"""The case `network`: a run over pages of a server, and the same run again, when nothing is new.

python -m tests.bench.network [--pages N]

The server (asyncio, a process of its own) gives every page an ETag and none a lastmod, so that each known page is asked
for. The floor is a bare loop of urllib3 that asks for the same pages on one connection and is told that nothing changed.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from tests.bench.inputs import pages_folder, read_originals
from tests.bench.measure import python, run_watched


def main():
    """Measure both runs and the floor, and print what they took."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.network", description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=10_000, help="pages of the server (10000)")
    count = parser.parse_args().pages
    print(f"{count} pages of a local server, load {os.getloadavg()[0]:.1f} at the start")
    with tempfile.TemporaryDirectory() as folder, _server(count) as base:
        first, sent_first = _run(base, folder, count), _sent(base)
        second, sent_second = _run(base, folder, count), _sent(base) - sent_first
        floor = json.loads(run_watched(python("-m", "tests.bench.network", "floor", base, count)).output)
    for name, run, sent in (("first run", first, sent_first), ("the same again", second, sent_second)):
        print(f"{name:<16}{run.seconds:8.1f} s {run.cpu:8.1f} processor s {sent:7} pages sent, {run.largest:.0f} MB")
    print(f"{'floor':<16}{floor['seconds']:8.1f} s {floor['cpu']:8.1f} processor s")
    print(
        f"second / first: {second.cpu / first.cpu:.1%} of the processor time, {second.seconds / first.seconds:.1%} by the clock"
    )


def _run(base, folder, count):
    command = [
        Path(sys.executable).with_name("parley"),
        "run",
        f"{base}/sitemap.xml",
        "--warehouse",
        folder,
        "--allow-private",
    ]
    budgets = {f"PARLEY_{name}_BUDGET": str(count) for name in ("SOURCE", "HOST", "RUN")}
    return run_watched(command, environment={**os.environ, **budgets, "PARLEY_HOST_DELAY": "0"})


@contextmanager
def _server(count):
    command = python("-m", "tests.bench.network", "serve", count)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _sent(base):
    with urllib.request.urlopen(f"{base}/sent") as response:
        return int(response.read())


class Protocol(asyncio.Protocol):
    """Just enough of HTTP/1.1, one request at a time on each connection."""

    originals: tuple[bytes, ...] = ()
    count = sent = 0
    base = ""

    def connection_made(self, transport):
        self.transport, self.held = transport, b""

    def data_received(self, data):
        self.held += data
        if b"\r\n\r\n" in self.held:
            head, self.held = self.held.lower(), b""
            path = head.split(b" ", 2)[1].decode()
            self.transport.write(self.answer(path, b"if-none-match" in head))

    def answer(self, path, is_known):
        cls = type(self)
        if path == "/sent":
            return _answer(b"200 OK", str(cls.sent).encode())
        if path == "/sitemap.xml":
            urls = "".join(f"<url><loc>{cls.base}/{n}.html</loc></url>" for n in range(cls.count))
            return _answer(b"200 OK", f"<urlset>{urls}</urlset>".encode(), b"application/xml")
        if not path.endswith(".html"):
            return _answer(b"404 Not Found", b"")
        if is_known:
            return b"HTTP/1.1 304 Not Modified\r\n\r\n"
        number = int(path[1:-5])
        cls.sent += 1
        line = f"<p>This is copy number {number} of the page.</p></body>".encode()
        page = cls.originals[number % len(cls.originals)].replace(b"</body>", line)
        return _answer(b"200 OK", page, b"text/html", f'ETag: "{number}"\r\n'.encode())


def _answer(status, body, kind=b"text/plain", more=b""):
    head = b"HTTP/1.1 %b\r\nContent-Type: %b\r\nContent-Length: %d\r\n%b\r\n" % (status, kind, len(body), more)
    return head + body


async def serve(count):
    """Serve until killed; the address is the first line on stdout."""
    server = await asyncio.get_running_loop().create_server(Protocol, "127.0.0.1", 0)
    Protocol.originals = tuple(read_originals(pages_folder()).values())
    Protocol.count, Protocol.base = count, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    print(Protocol.base, flush=True)
    await server.serve_forever()


def floor(base, count):
    """Ask for every page on one connection."""
    import urllib3

    start, cpu = time.perf_counter(), time.process_time()
    with urllib3.PoolManager() as pool:
        for number in range(count):
            assert pool.request("GET", f"{base}/{number}.html", headers={"If-None-Match": f'"{number}"'}).status == 304
    print(json.dumps({"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu}))


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(serve(int(sys.argv[2])))
    elif sys.argv[1:2] == ["floor"]:
        floor(sys.argv[2], int(sys.argv[3]))
    else:
        main()
