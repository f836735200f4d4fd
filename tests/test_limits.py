"""Input that is huge, or unpacks to be: refused and counted, and never whole in memory.

Each case runs in a process of its own, whose peak of resident memory is read from Linux.
"""

import gzip
import multiprocessing
import struct
import zlib
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from functools import reduce
from pathlib import Path

import brotli
import pytest

from flows.client import Client
from flows.fetch import Target, fetch_one
from flows.files import FileTarget, read_file
from flows.records import MAX_BYTES, Broken, Record, Skipped, read_records
from flows.settings import Settings
from tests.warc_data import packed, record

MEGABYTE = 1_000_000
PAGE = b"<html><body><p>A page.</p></body></html>"
SETTINGS = Settings(allow_private=True, host_delay=0, retries=0)
PEAK = Path("/proc/self/clear_refs")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not PEAK.exists(), reason="reads the peak from Linux")]


def growth(function, *arguments):
    """What the function returns, and by how many bytes the peak of this process exceeded what it held before."""
    PEAK.write_text("5")  # the peak begins anew
    before = _status("VmRSS")
    return function(*arguments), _status("VmHWM") - before


def _status(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{name}:"))


def apart(function, *arguments):
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(growth, function, *arguments).result(timeout=120)


def of_server(urls):
    client = Client(SETTINGS)
    return [getattr(fetch_one(Target(url, "s", None), client), "reason", "page") for url in urls]


def of_files(files):
    items = [item for file in files for item in read_file(FileTarget(file, "s", None), SETTINGS, datetime.now(UTC))]
    return [getattr(item, "reason", "page") for item in items]


def of_archive(file):
    skipped = Skipped()
    items = list(read_records(file, 0, file.stat().st_size, skipped))
    pages = [item.url for item in items if isinstance(item, Record)]
    return pages, [item.reason for item in items if isinstance(item, Broken)], dict(skipped.kinds)


@pytest.fixture(scope="module")
def bomb():
    """One gigabyte from one megabyte: a packed block a hundred times, which is faster than packing all of it."""
    zeros = bytes(10 * MEGABYTE)
    packer = zlib.compressobj(9, wbits=-15)
    block = packer.compress(zeros) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = reduce(lambda crc, _: zlib.crc32(zeros, crc), range(100), 0)
    end = zlib.compressobj(wbits=-15).flush() + struct.pack("<II", checksum, 100 * len(zeros))
    content = b"\x1f\x8b\x08" + bytes(7) + block * 100 + end
    assert len(content) < 1.1 * MEGABYTE
    return content


def test_pages_of_a_server(site, bomb):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(200):
            handler.wfile.write(bytes(MEGABYTE))

    site.routes["/endless"] = endless
    site.routes["/giant"] = (200, {"Content-Length": str(200 * MEGABYTE)}, b"<html>")
    urls = [
        site.page("/bomb", bomb, **{"Content-Encoding": "gzip"}),
        site.page("/twice", gzip.compress(bomb), **{"Content-Encoding": "gzip, gzip"}),
        site.page("/brotli", brotli.compress(bytes(200 * MEGABYTE), quality=1), **{"Content-Encoding": "br"}),
        site.base + "/giant",
        site.base + "/endless",
        site.page("/good", PAGE),
    ]
    reasons, peak = apart(of_server, urls)
    assert reasons == ["too_large"] * 5 + ["page"]
    assert peak < 6 * SETTINGS.page_max_bytes


def test_files(tmp_path, bomb):
    (tmp_path / "bomb.html.gz").write_bytes(bomb)
    (tmp_path / "bomb.jsonl.gz").write_bytes(bomb)
    with (tmp_path / "giant.html").open("wb") as file:
        file.truncate(200 * MEGABYTE)
    (tmp_path / "cut.html.gz").write_bytes(gzip.compress(PAGE * 100)[:-20])
    names = ("bomb.html.gz", "bomb.jsonl.gz", "giant.html", "cut.html.gz")
    reasons, peak = apart(of_files, [tmp_path / name for name in names])
    assert reasons == ["too_large", "too_large", "too_large", "bad_gzip"]
    assert peak < 6 * SETTINGS.page_max_bytes


def test_records_of_an_archive(tmp_path, bomb):
    html = ("Content-Type", "text/html")
    records = [
        record("http://a/bomb", bomb, headers=[html, ("Content-Encoding", "gzip")]),
        record("http://a/giant", b"<p>All work and no play. </p>" * 7_200_000),
        record("http://a/giant.iso", bytes(200 * MEGABYTE), headers=[("Content-Type", "application/zip")]),
        record("http://a/last", PAGE),
    ]
    (tmp_path / "a.warc.gz").write_bytes(packed(records))
    found, peak = apart(of_archive, tmp_path / "a.warc.gz")
    assert found == (["http://a/last"], ["too_large", "too_large"], {"application/zip": 1})
    assert peak < 6 * MAX_BYTES
