"""WARC files as a source: what is read, what is told, parts, archives at a server, and pages that are set aside."""

import gzip
import io
import json
import random
import time
import zlib
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from unittest.mock import patch

import brotli
import polars as pl
import pytest
from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from flows.archive import chunks_of, cut_into_parts
from flows.derive import code_version
from flows.errors import ParleyError
from flows.job import Job
from flows.payload import PayloadError, decode_payload
from flows.records import Broken, Record, Skipped, read_records
from flows.settings import Settings
from flows.sources import Source, sources_from_arguments
from tests.warc_data import article, ordinary, packed, record

GOLD = Path(__file__).parent / "gold"
# Without the time of packing: it would stand in the names of tests, which all processes have to agree on
zipped = partial(gzip.compress, mtime=0)


def read(tmp_path, content):
    """Offsets of pages, reasons with offsets, kinds of other records."""
    file = tmp_path / "x.warc"
    file.write_bytes(content)
    skipped = Skipped()
    found = list(read_records(file, 0, len(content), skipped))
    pages = [item for item in found if isinstance(item, Record)]
    return pages, [(b.offset, b.reason) for b in found if isinstance(b, Broken)], dict(skipped.kinds)


def run(folder, *sources, **settings):
    """A job from its first to its last step, without Prefect."""
    entries = [s if isinstance(s, Source) else sources_from_arguments([str(s)])[0] for s in sources]
    settings = Settings(**{"warehouse": folder, "processes": 1, "host_delay": 0, "retry_wait": 0.01, **settings})
    # a thread instead of worker processes, which take seconds to start
    with patch("flows.workers.make_pool", ThreadPoolExecutor), Job(entries, settings) as job:
        if not job.look():
            return job.keep_published()
        job.start()
        return job.finish()


def stage(folder, name):
    return pl.concat(pl.read_parquet(file) for file in sorted(folder.glob(f"stage/*/{name}.parquet")))


@pytest.mark.parametrize("pack", [packed, b"".join], ids=["gzip", "plain"])
def test_only_responses_with_html_are_pages(tmp_path, pack):
    records = [
        record("", b"software: test", kind="warcinfo"),
        record("http://a/1", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record("http://a/1", b"<p>one</p>"),
        record("http://a/gone", b"<p>gone</p>", status="404 Not Found"),
        record("http://a/i", b"\x89PNG", headers=[("Content-Type", "image/png")]),
        record("http://a/2", b"<p>two</p>", headers=[("content-type", "Text/HTML; charset=utf-8")]),
        record("http://a/3", b" <!doctype html><p>three</p>", headers=[]),
    ]
    content = pack(records)
    pages, broken, kinds = read(tmp_path, content)
    assert [(p.url, p.content) for p in pages[:2]] == [("http://a/1", b"<p>one</p>"), ("http://a/2", b"<p>two</p>")]
    assert [p.url for p in pages] == ["http://a/1", "http://a/2", "http://a/3"]
    assert broken == []
    assert kinds == {"warcinfo": 1, "request": 1, "http_404": 1, "image/png": 1}
    assert all(content[p.offset :].startswith((b"WARC/", b"\x1f\x8b")) for p in pages)
    again, _, _ = read(tmp_path, content[pages[1].offset : pages[1].offset + pages[1].length])
    assert [p.content for p in again] == [b"<p>two</p>"]


def test_files_of_fastwarc_itself(tmp_path):
    target = io.BytesIO()
    writer = GzipWriter(target)
    for number in range(3):
        made = WarcRecord()
        made.init_headers(WarcRecordType.response)
        made.headers.set("WARC-Target-URI", f"http://a/{number}")
        made.is_http = True
        made.set_bytes_content(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>page</p>")
        made.write(writer)
        writer.finish()
    writer.close()
    pages, broken, _ = read(tmp_path, target.getvalue())
    assert ([p.url[-1] for p in pages], broken) == (["0", "1", "2"], [])


RECORDS = [record(f"http://a/{n}", b"<p>" + random.Random(n).randbytes(600).hex().encode()) for n in range(4)]
MEMBERS = [zipped(r) for r in RECORDS]
BROKEN_MEMBER = MEMBERS[1][:100] + bytes(40) + MEMBERS[1][140:]


def wrong(longer):
    return record("http://a/wrong", b"<p>" + random.Random(9).randbytes(600).hex().encode(), longer=longer)


@pytest.mark.parametrize(
    ("content", "kept", "reasons"),
    [
        (b"".join(MEMBERS)[:-100], "012", ["truncated"]),
        (b"".join(RECORDS)[:-500], "012", ["truncated"]),
        (MEMBERS[0] + BROKEN_MEMBER + b"".join(MEMBERS[2:]), "023", ["bad_record"]),
        (MEMBERS[0] + MEMBERS[1][:200] + b"".join(MEMBERS[2:]), "023", ["bad_record"]),
        (MEMBERS[0] + MEMBERS[1][:-6] + b"".join(MEMBERS[2:]), "023", ["bad_record"]),
        (MEMBERS[0] + b"no gzip at all" + b"".join(MEMBERS[2:]), "023", ["bad_record"]),
        (MEMBERS[0] + zipped(b"no record") + b"".join(MEMBERS[2:]), "023", ["bad_record"]),
        (RECORDS[0] + b"no record\r\n\r\n" + b"".join(RECORDS[2:]), "023", ["bad_record"]),
        (RECORDS[0] + RECORDS[1].replace(b"WARC/1.0", b"WURC/1.0") + b"".join(RECORDS[2:]), "023", ["bad_record"]),
        (bytes(5000), "", ["bad_record"]),
        (zipped(b"".join(RECORDS)), "0123", []),
        (zipped(b"".join(RECORDS))[:-300], "012", ["truncated"]),
        *(
            (MEMBERS[0] + zipped(wrong(longer)) + b"".join(MEMBERS[2:]), "023", [reason])
            for longer, reason in [(-300, "bad_length"), (-1, "bad_length"), (300, "bad_length"), (10**6, "truncated")]
        ),
        (MEMBERS[0] + zipped(wrong(len(RECORDS[2]))) + b"".join(MEMBERS[2:]), "023", ["bad_length"]),
        *(
            (RECORDS[0] + wrong(longer) + b"".join(RECORDS[2:]), "023", [reason])
            for longer, reason in [(-300, "bad_length"), (-1, "bad_length"), (300, "bad_length"), (10**6, "truncated")]
        ),
        (RECORDS[0] + wrong(len(RECORDS[2])) + b"".join(RECORDS[2:]), "023", ["bad_length"]),
    ],
)
def test_what_is_broken_is_told_and_the_rest_is_read(tmp_path, content, kept, reasons):
    pages, broken, _ = read(tmp_path, content)
    assert "".join(p.url[-1] for p in pages) == kept
    assert [reason for _, reason in broken] == reasons
    assert all(0 <= offset < len(content) for offset, _ in broken)


def raw_deflate(content):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(content) + packer.flush()


PAGE = b"<html><body>" + b"<p>A page.</p>" * 50 + b"</body></html>"
CHUNKS = b"10\r\n" + PAGE[:16] + b"\r\n" + f"{len(PAGE) - 16:x};x=y\r\n".encode() + PAGE[16:] + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", zipped(PAGE)),
        ("x-gzip", zipped(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", raw_deflate(PAGE)),
        ("br", brotli.compress(PAGE)),
        ("deflate, gzip", zipped(zlib.compress(PAGE))),
        ("gzip", PAGE),  # the crawler has undone it, or it never was
        ("br", PAGE),
        ("zstd", PAGE),
        ("identity", PAGE),
        ("", PAGE),
    ],
)
def test_codings_of_a_payload_are_undone(coding, body):
    assert decode_payload(body, {"content-encoding": coding}, 10_000) == PAGE


@pytest.mark.parametrize(
    ("coding", "body", "reason"),
    [
        ("gzip", zipped(PAGE)[:10] + b"\xff" * 50, "bad_encoding"),
        ("br", b"\xff" * 50, "bad_encoding"),
        ("zstd", b"\x28\xb5\x2f\xfd", "bad_encoding"),
        ("gzip", zipped(bytes(200_000)), "too_large"),
        ("deflate", zlib.compress(bytes(200_000)), "too_large"),
        ("br", brotli.compress(bytes(200_000)), "too_large"),
    ],
)
def test_payloads_that_cannot_be_taken(coding, body, reason):
    with pytest.raises(PayloadError) as caught:
        decode_payload(body, {"content-encoding": coding}, 100_000)
    assert caught.value.reason == reason


def test_chunks_of_a_transfer_are_joined():
    assert decode_payload(CHUNKS, {"transfer-encoding": "chunked"}, 10_000) == PAGE
    assert decode_payload(PAGE, {"transfer-encoding": "chunked"}, 10_000) == PAGE


@pytest.mark.parametrize("pack", [packed, b"".join], ids=["gzip", "plain"])
def test_parts_are_whole_records_however_the_bytes_arrive(pack):
    content = pack([record(f"http://a/{n}", random.Random(n).randbytes(20_000 + n)) for n in range(200)])
    seed = random.Random(1)

    def dripping():
        at = 0
        while at < len(content):
            size = seed.choice((1, 300, 70_000, 1_500_000))
            yield content[at : at + size]
            at += size

    def parts(chunks, part_bytes):
        made = [b""]
        for piece in cut_into_parts(chunks, part_bytes):
            made[-1] += piece.content
            made += [b""] if piece.ends_part else []
        return made[:-1]

    for part_bytes in (1, 30_000, 1_000_000, 10**9):
        found = parts(chunks_of(io.BytesIO(content)), part_bytes)
        assert b"".join(found) == content
        assert found == parts(dripping(), part_bytes)
        assert all(part.startswith((b"WARC/1.0", b"\x1f\x8b")) for part in found)
        assert all(len(part) >= part_bytes for part in found[:-1])
        assert len(found) == {1: 200, 30_000: 100, 1_000_000: len(found), 10**9: 1}[part_bytes]


# Runs


def some_records(count=40):
    pages = [(article if n % 10 == 0 else ordinary)(n) for n in range(count)]
    return [record(f"https://news.example/{n}", page) for n, page in enumerate(pages)]


@pytest.fixture(scope="module")
def archived(tmp_path_factory):
    """A run over a folder with a good archive in many parts and a broken one."""
    pages, folder = tmp_path_factory.mktemp("archive"), tmp_path_factory.mktemp("warehouse")
    (pages / "good.warc.gz").write_bytes(packed(some_records()))
    (pages / "bad.warc").write_bytes(b"".join(RECORDS[:2])[:-100])
    (pages / "none.warc.gz").write_bytes(b"no archive")
    return pages, folder, run(folder, pages, part_bytes=2_000)


def test_an_archive_gives_its_articles(archived):
    pages, folder, record = archived
    assert (record["page_count"], record["kept_count"], record["relevant_count"]) == (41, 4, 4)
    assert record["set_aside"] == {"raw": 37}
    assert record["rejects"] == {"bad_warc": 1, "truncated": 1}
    assert len(list((folder / "pages").glob("*.part.json"))) > 5
    assert not list((folder / "pages").glob("*.parquet"))
    items = stage(folder, "rejects")["item"].to_list()
    assert items == [f"{pages}/bad.warc#{len(RECORDS[0])}"]


def test_every_page_of_an_archive_can_be_found_again(archived):
    pages, folder, _ = archived
    records = stage(folder, "records")
    assert records.filter(pl.col("step") == "kept").height == 4
    content = (pages / "good.warc.gz").read_bytes()
    for url, start, length in (
        records.filter(pl.col("location").str.ends_with("good.warc.gz")).select("url", "start", "length").iter_rows()
    ):
        assert f"WARC-Target-URI: {url}\r\n".encode() in gzip.decompress(content[start : start + length])


def test_what_was_set_aside_can_be_listed(archived, parley):
    _, folder, _ = archived
    done = parley("status", "--set-aside", "--warehouse", folder)
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert len(rows) == 37
    assert all(step == "raw" and Path(file).name in ("good.warc.gz", "bad.warc") for step, _, file, _ in rows)
    places = [int(start) for _, _, file, start in rows if file.endswith("good.warc.gz")]
    assert places == sorted(places)


def test_an_archive_that_did_not_change_is_not_read_again(archived):
    pages, folder, _ = archived
    record = run(folder, pages, part_bytes=2_000)
    assert (record["status"], record["new_page_count"], record["unchanged_page_count"]) == ("unchanged", 0, 41)
    (pages / "good.warc.gz").touch()
    assert run(folder, pages, part_bytes=2_000)["status"] == "unchanged"


def test_what_was_added_to_an_archive_is_read(tmp_path):
    records = some_records(30)
    file = tmp_path / "a.warc.gz"
    file.write_bytes(packed(records[:15]))
    first = run(tmp_path / "w", file, part_bytes=1_000)
    file.write_bytes(file.read_bytes() + packed(records[15:]))
    second = run(tmp_path / "w", file, part_bytes=1_000)
    assert (first["tables"]["articles"]["total"], second["tables"]["articles"]["total"]) == (2, 3)
    assert second["unchanged_page_count"] >= 10


@pytest.mark.parametrize("change", ["missing", "changed"])
def test_an_archive_that_is_gone_is_a_reject_until_it_is_back(tmp_path, monkeypatch, change):
    file, folder = tmp_path / "a.warc", tmp_path / "w"
    content = b"".join(some_records(11))
    file.write_bytes(content)
    assert run(folder, file)["kept_count"] == 2
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"id": "x", "title": "T", "text": "A text of one line, about nothing much."}))
    if change == "missing":
        file.unlink()
    else:
        file.write_bytes(content.replace(b"quiet", b"noisy"))
    monkeypatch.setattr("flows.job.code_version", lambda *recipe: code_version(*recipe)[:-1] + "x")
    record = run(folder, other)
    assert record["rejects"] == {f"archive_{change}": 1}
    assert record["tables"]["articles"]["total"] == 1
    file.write_bytes(content)
    assert run(folder, file)["tables"]["articles"]["total"] == 3


def test_filters_are_for_the_urls_of_records(tmp_path):
    file = tmp_path / "sport.warc.gz"
    file.write_bytes(packed([record(f"https://a/{s}/{n}", article(n)) for n, s in enumerate(("world", "sport", "x"))]))
    source = Source("s", "path", str(file), include=("world", "sport"), exclude=("sport",))
    record_ = run(tmp_path / "w", source)
    assert (record_["kept_count"], record_["skipped_records"]) == (1, {"filtered": 2})


def test_prefilter_is_a_setting(tmp_path):
    (tmp_path / "a.warc").write_bytes(b"".join(some_records(11)))
    (tmp_path / "b.html").write_bytes(ordinary())
    kept = {}
    for prefilter in ("archives", "all", "off"):
        record_ = run(tmp_path / prefilter, tmp_path / "a.warc", tmp_path / "b.html", prefilter=prefilter)
        kept[prefilter] = (record_["kept_count"], sum(record_["set_aside"].values()), record_["page_count"])
    assert kept == {"archives": (3, 9, 12), "all": (2, 10, 12), "off": (12, 0, 12)}


def test_extract_reads_archives(parley, tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(packed(some_records(11)) + b"rubbish")
    done = parley("extract", tmp_path / "a.warc.gz")
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a["url"] for a in found] == ["https://news.example/0", "https://news.example/10"]
    assert all(a["talks"] for a in found)
    assert "a.warc.gz#" in done.stderr


# At a server


def serve_ranges(site, path, content, *, break_after=None):
    """A server that knows ranges, and breaks off its first answers after so many bytes."""
    breaks = list(break_after or [])
    starts = []

    def answer(handler):
        asked = handler.headers.get("Range")
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        starts.append(start)
        handler.send_response(206 if asked else 200)
        handler.send_header("ETag", '"one"')
        handler.send_header("Content-Length", str(len(content) - start))
        if asked:
            handler.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        handler.end_headers()
        handler.wfile.write(content[start : start + breaks.pop(0)] if breaks else content[start:])

    site.routes[path] = answer
    return site.base + path, starts


def test_an_archive_at_a_server_goes_on_where_it_broke_off(site, tmp_path):
    padded = [
        record(f"https://a/{n}", article(n) + random.Random(n).randbytes(9_000).hex().encode()) for n in range(20)
    ]
    content = packed(padded)
    url, starts = serve_ranges(site, "/a.warc.gz", content, break_after=[90_000, 120_000])
    record_ = run(tmp_path / "w", url, part_bytes=30_000, allow_private=True)
    assert (record_["rejects"], record_["page_count"], record_["kept_count"]) == ({}, 20, 20)
    assert starts[0] == 0 < starts[1] < starts[2]
    copies = sorted((tmp_path / "w" / "pages").glob("*.part.warc"))
    assert sum(copy.stat().st_size for copy in copies) == len(content)
    before = len(starts)
    assert run(tmp_path / "w", url, part_bytes=30_000, allow_private=True)["status"] == "unchanged"
    assert starts[before:] == [0]


def test_an_archive_that_never_comes_whole_is_told(site, tmp_path):
    content = packed(
        [record(f"https://a/{n}", article(n) + random.Random(n).randbytes(9_000).hex().encode()) for n in range(20)]
    )
    url, _ = serve_ranges(site, "/a.warc.gz", content, break_after=[90_000] + [0] * 9)
    record_ = run(tmp_path / "w", url, part_bytes=30_000, allow_private=True, retries=1)
    assert record_["rejects"] == {"connection": 1}
    assert 0 < record_["kept_count"] < 20
    url, _ = serve_ranges(site, "/a.warc.gz", content)
    assert run(tmp_path / "w", url, part_bytes=30_000, allow_private=True)["tables"]["articles"]["total"] == 20


def test_a_server_that_drips_is_left(site, tmp_path):
    content = packed(some_records(3))

    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        for byte in content:
            handler.wfile.write(bytes([byte]))
            if site.stopped.wait(0.05):
                return

    site.routes["/a.warc.gz"] = drip
    started = time.monotonic()
    with pytest.raises(ParleyError, match=r"bytes a second|in time"):
        run(tmp_path / "w", site.base + "/a.warc.gz", allow_private=True, page_timeout=0.5, retries=0)
    assert time.monotonic() - started < 5


def test_an_archive_that_changed_at_the_server_is_read_again(site, tmp_path):
    url = site.page("/a.warc", b"".join(some_records(11)), "application/warc", ETag='"one"')
    assert run(tmp_path / "w", url, allow_private=True)["kept_count"] == 2
    site.page("/a.warc", b"".join(some_records(21)), "application/warc", ETag='"two"')
    assert run(tmp_path / "w", url, allow_private=True)["tables"]["articles"]["total"] == 3


def test_ten_thousand_pages_of_one_byte(tmp_path):
    (tmp_path / "a.warc.gz").write_bytes(packed([record(f"http://a/{n}", b"x") for n in range(10_000)]))
    record_ = run(tmp_path / "w", tmp_path / "a.warc.gz")
    assert (record_["page_count"], record_["set_aside"], record_["rejects"]) == (10_000, {"raw": 10_000}, {})
