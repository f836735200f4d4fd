"""Page batches and stage folders on disk: written under a temporary name, then renamed, so they are whole or absent.

pages/<batch>.parquet               written once
pages/<batch>.part.json             a part of a WARC file, which stays where it is
pages/<batch>.part.warc             the bytes of a part, only when the WARC file is at a server
stage/<batch>.<version>/*.parquet   everything derived from one page batch by one version of the code
lists/<hash of the URL>.gz          a feed, sitemap or front page as it was read last
urls.parquet                        the last visit of each URL
runs/<run id>.json                  one record a run; <run id>.rejects.parquet its inputs that were not taken
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import polars as pl

from flows.archive import Part
from flows.atomic import TEMPORARY, write_bytes, write_parquet
from flows.errors import ParleyError
from transforms.schemas import PAGES, REJECTS

PART = ".part.json"
STEPS = ("raw", "head", "body", "text")  # at which a page can be set aside


@dataclass(frozen=True, slots=True)
class Page:
    """One row of PAGES."""

    page_id: str
    url: str
    final_url: str
    status: int | None
    headers: str | None
    media_type: str
    fetched_at: datetime
    sha256: str
    source: str
    outlet: str | None
    content: bytes


@dataclass(frozen=True, slots=True)
class Reject:
    """One row of REJECTS."""

    stage: str
    item: str
    reason: str
    detail: str
    source: str


def make_page(
    url: str,
    content: bytes,
    *,
    media_type: str,
    fetched_at: datetime,
    source: str,
    outlet: str | None,
    final_url: str | None = None,
    status: int | None = None,
    headers: Mapping[str, Any] | None = None,
) -> Page:
    """A page with its hash and id."""
    sha256 = hashlib.sha256(content).hexdigest()
    return Page(
        page_id=hashlib.sha256(f"{url}\n{sha256}".encode("utf-8", "surrogatepass")).hexdigest()[:24],
        url=url,
        final_url=final_url or url,
        status=status,
        headers=json.dumps(dict(headers), sort_keys=True) if headers is not None else None,
        media_type=media_type,
        fetched_at=fetched_at,
        sha256=sha256,
        source=source,
        outlet=outlet,
        content=content,
    )


def pages_frame(pages: Sequence[Page]) -> pl.DataFrame:
    """The pages as a frame (PAGES)."""
    columns = {field.name: [getattr(page, field.name) for page in pages] for field in fields(Page)}
    return pl.DataFrame(columns, schema=PAGES)


def rejects_frame(rejects: Sequence[Reject]) -> pl.DataFrame:
    """The rejects as a frame (REJECTS)."""
    return pl.DataFrame([astuple(reject) for reject in rejects], schema=REJECTS, orient="row")


class Known:
    """What the page batches hold already: the newest hash of every URL."""

    def __init__(self, hashes: Mapping[str, str] | None = None) -> None:
        self._hashes = dict(hashes or {})

    def has(self, page: Page) -> bool:
        """Whether the last thing seen under this URL was this content."""
        return self._hashes.get(page.url) == page.sha256

    def hash_of(self, url: str) -> str | None:
        """The hash of what was seen last under a URL."""
        return self._hashes.get(url)

    def add(self, page: Page) -> None:
        """Remember a page of this run."""
        self._hashes[page.url] = page.sha256

    def forget(self, url: str) -> None:
        """Take the next page of a URL for new, whatever it holds."""
        self._hashes.pop(url, None)


Stamp = tuple[int, int]  # a file's size and time of change


def stamp_of(path: Path) -> Stamp | None:
    """Size and time of change of a file, None when it cannot be looked at."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns


class SeenFiles:
    """Files that were stored whole: size and time of change then, and how many pages they gave."""

    def __init__(self, seen: Mapping[str, Sequence[int]] | None = None) -> None:
        self._seen = {path: tuple(stamp) for path, stamp in (seen or {}).items()}

    def pages_of(self, path: Path, stamp: Stamp | None) -> int | None:
        """How many stored pages the file gave, None when it was not stored whole or has changed since."""
        seen = self._seen.get(str(path))
        return seen[2] if seen and seen[:2] == stamp else None

    def add(self, path: Path, stamp: Stamp, pages: int) -> None:
        """Remember a file all of which was taken; `stamp` was read before the file was."""
        self._seen[str(path)] = (*stamp, pages)

    def as_json(self) -> dict[str, Sequence[int]]:
        """What to store."""
        return dict(self._seen)


class Store:
    """The folders of one warehouse directory that hold pages, stages and run records."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.pages = root / "pages"
        self.stage = root / "stage"
        self.runs = root / "runs"
        self.lists = root / "lists"
        self.urls = root / "urls.parquet"
        self.published = root / "parley.duckdb"
        self._seen_file = self.pages / "files.json"
        self._parts: dict[str, Part] | None = None  # read once: a folder of archives asks for them at each

    def open(self) -> None:
        """Make the folders and remove what a killed run left half-written. Call it with the lock held."""
        for folder in (self.pages, self.stage, self.runs, self.lists):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.root, self.pages, self.stage, self.runs, self.lists):
            for left in folder.glob(f"*{TEMPORARY}*"):
                shutil.rmtree(left) if left.is_dir() else left.unlink()

    def batches(self) -> list[str]:
        """Names of the complete page batches and parts of archives, sorted."""
        parts = (file.name.removesuffix(PART) for file in self.pages.glob(f"*{PART}"))
        return sorted([*(file.stem for file in self.pages.glob("*.parquet")), *parts])

    def parts(self) -> list[Part]:
        """All stored parts of archives."""
        if self._parts is None:
            self._parts = {part.name: part for part in map(_read_part, sorted(self.pages.glob(f"*{PART}")))}
        return list(self._parts.values())

    def part(self, batch: str) -> Part | None:
        """The part that a batch is, None for a batch of pages."""
        file = self.pages / f"{batch}{PART}"
        return _read_part(file) if file.exists() else None

    def write_part(self, part: Part) -> None:
        """Store where a part of an archive is; its batch has the part's name."""
        if self._parts is not None:
            self._parts[part.name] = part
        write_bytes(json.dumps(part.as_json()).encode("utf-8", "surrogatepass"), self.pages / f"{part.name}{PART}")

    @contextmanager
    def open_copy(self) -> Iterator[IO[bytes]]:
        """A file for the bytes of a part from the web, to be written before the part has a name."""
        with (self.pages / f"part{TEMPORARY}").open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())

    def keep_copy(self, part: Part) -> None:
        """Give the bytes that were written last to this part."""
        (self.pages / f"part{TEMPORARY}").replace(self.pages / f"{part.name}.part.warc")

    def file_of(self, part: Part) -> tuple[Path, int]:
        """The file that holds a part, and where in it the part begins."""
        return (self.pages / f"{part.name}.part.warc", 0) if part.is_copy else (Path(part.location), part.offset)

    def is_without_records(self, batch: str, version: str) -> bool:
        """Whether a part of an archive was derived while the archive was not there."""
        folder = self.stage_folder(batch, version)
        return folder.is_dir() and not (folder / "records.parquet").exists()

    def count_records(self, batch: str, version: str) -> int:
        """How many pages a derived part of an archive gave, 0 when it is not derived."""
        file = self.stage_folder(batch, version) / "records.parquet"
        return int(pl.scan_parquet(file).select(pl.len()).collect().item()) if file.exists() else 0

    def known(self) -> Known:
        """The index of stored pages, from the small columns only."""
        files = sorted(self.pages.glob("*.parquet"))
        if not files:
            return Known()
        try:
            frame = pl.scan_parquet(files).select("url", "sha256", "fetched_at").collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise ParleyError(f"{self.pages}: a page batch cannot be read: {error}") from None
        return Known(dict(frame.sort("fetched_at", "url", "sha256").select("url", "sha256").iter_rows()))

    def seen_files(self) -> SeenFiles:
        """The files that need no second reading; none once a page batch has gone that was there when it was written."""
        try:
            stored = json.loads(self._seen_file.read_text("utf-8"))
        except FileNotFoundError:
            return SeenFiles()
        return SeenFiles(stored["files"] if set(stored["batches"]) <= set(self.batches()) else None)

    def write_seen_files(self, seen: SeenFiles) -> None:
        """Store the index, once all pages of this run are stored."""
        content = json.dumps({"batches": self.batches(), "files": seen.as_json()})
        write_bytes(content.encode("utf-8", "surrogatepass"), self._seen_file)

    def write_pages(self, pages: Sequence[Page]) -> str:
        """Store one page batch and return its name, a hash of the ids of its pages."""
        digest = hashlib.sha256("\n".join(sorted(page.page_id for page in pages)).encode()).hexdigest()[:16]
        name, again = digest, 1
        while (self.pages / f"{name}.parquet").exists():  # the same contents came, went and came back
            again += 1
            name = f"{digest}-{again}"
        write_parquet(pages_frame(pages), self.pages / f"{name}.parquet", statistics=False)
        return name

    def read_pages(self, batch: str) -> pl.DataFrame:
        """The pages of one batch."""
        return pl.read_parquet(self.pages / f"{batch}.parquet", memory_map=False)

    def count_pages(self, batch: str) -> int:
        """How many pages a batch holds, from its footer; of a part of an archive a guess."""
        if part := self.part(batch):
            return part.likely_pages
        return int(pl.scan_parquet(self.pages / f"{batch}.parquet").select(pl.len()).collect().item())

    def set_aside(self) -> Iterator[tuple[Any, ...]]:
        """Step, URL, archive and offset of each page that was set aside, in the order of the archives."""
        parts = {part.name: (part.location, part.offset) for part in self.parts()}
        files = self.stage.glob("*/records.parquet")
        for file in sorted(files, key=lambda f: (parts.get(f.parent.name.partition(".")[0], ("", 0)), f)):
            rows = pl.read_parquet(file, columns=["step", "url", "location", "start"])
            yield from rows.filter(pl.col("step").is_in(STEPS)).iter_rows()

    def stage_folder(self, batch: str, version: str) -> Path:
        """Where the frames derived from one page batch stand, present or not."""
        return self.stage / f"{batch}.{version}"

    def write_stage(self, batch: str, version: str, frames: Mapping[str, pl.DataFrame]) -> None:
        """Store all frames derived from one page batch; replaces a folder of the same name."""
        target = self.stage_folder(batch, version)
        temporary = self.stage / f"{target.name}{TEMPORARY}{uuid.uuid4().hex[:8]}"
        temporary.mkdir()
        for name, frame in frames.items():
            frame.write_parquet(temporary / f"{name}.parquet", compression="zstd")
        shutil.rmtree(target, ignore_errors=True)
        temporary.replace(target)

    def remove_other_stages(self, version: str) -> None:
        """Drop the stage folders that another version of the code made; the pages can give them again."""
        for folder in self.stage.iterdir():
            if not folder.name.endswith(f".{version}"):
                shutil.rmtree(folder, ignore_errors=True)

    def write_run(self, record: Mapping[str, Any]) -> None:
        """Store the record of a run under its `run_id`."""
        write_bytes(json.dumps(dict(record), indent=1, default=str).encode(), self.runs / f"{record['run_id']}.json")

    def read_runs(self) -> list[dict[str, Any]]:
        """All run records, oldest first (run ids begin with the time)."""
        return [json.loads(file.read_text("utf-8")) for file in sorted(self.runs.glob("*.json"))]

    def write_rejects(self, run_id: str, rejects: Sequence[Reject]) -> None:
        """Store the inputs that a run did not take."""
        write_parquet(rejects_frame(rejects), self.rejects_file(run_id))

    def rejects_file(self, run_id: str) -> Path:
        """Where the rejects of a run stand, present or not."""
        return self.runs / f"{run_id}.rejects.parquet"


def _read_part(file: Path) -> Part:
    try:
        return Part.from_json(json.loads(file.read_text("utf-8", "surrogatepass")))
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ParleyError(f"{file}: cannot be read: {error}; remove it and run again") from None
