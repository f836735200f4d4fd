"""Page batches to stage folders, in plain worker processes that never import Prefect.

Prefect's own process runner costs 70 to 90 ms a task and imports Prefect in every child; a standard pool costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version as version_of
from pathlib import Path

import polars as pl

import transforms
from flows.pool import make_pool
from flows.sift import Chunk, chunks_of_batch
from flows.store import STEPS, Reject, Store
from transforms.reference.additions import NO_ADDITIONS, Additions
from transforms.schemas import REJECTS
from warehouse.code import hash_of_files

LIBRARIES = ("trafilatura", "sentencex", "lxml", "fastwarc")
READERS = ("payload", "records", "sift")  # modules beside this one that make pages of archives
ARCHIVE_TROUBLES = ("archive_missing", "archive_changed")
FRAMES_OF_REPORTS = ("talk_reports", "demand_reports", "exchange_reports", "figures")


Frames = dict[str, pl.DataFrame]


@dataclass
class Counts:
    """What came out of some batches; `rejects` by reason, `aside` by step, `skipped` records of archives by kind.

    `records` are the pages that came from archives; `sources` counts the articles of each source.
    """

    pages: int = 0
    records: int = 0
    articles: int = 0
    relevant: int = 0
    reports: Counter[str] = field(default_factory=Counter)
    rejects: Counter[str] = field(default_factory=Counter)
    aside: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)

    def __iadd__(self, other: Counts) -> Counts:
        self.pages += other.pages
        self.records += other.records
        self.articles += other.articles
        self.relevant += other.relevant
        self.reports += other.reports
        self.rejects += other.rejects
        self.aside += other.aside
        self.skipped += other.skipped
        self.sources += other.sources
        return self


@cache
def code_version(prefilter: str = "archives", additions: Additions = NO_ADDITIONS) -> str:
    """The version of everything that turns a page into stage frames: code and data, ours and added, libraries that matter."""
    libraries = " ".join(f"{name}={version_of(name)}" for name in LIBRARIES)
    package, here = Path(str(transforms.__file__)).parent, Path(__file__).parent
    readers = " ".join(sha256((here / f"{name}.py").read_bytes()).hexdigest() for name in READERS)
    return sha256(f"{hash_of_files(package)} {libraries} {readers} {prefilter} {additions}".encode()).hexdigest()[:12]


def derive_batch(
    root: Path, batch: str, version: str, prefilter: str = "archives", additions: Additions = NO_ADDITIONS
) -> Counts:
    """Derive the stage folder of one batch and return what came out. Runs in a worker process."""
    store = Store(root)
    derive = partial(derive_pages, additions=additions)
    frames, counts = _derive_chunks(chunks_of_batch(store, batch, prefilter), derive)
    return _finish(store, batch, version, frames, counts)


def derive_pages(pages: pl.DataFrame, *, sifts: bool = False, additions: Additions = NO_ADDITIONS) -> Frames:
    """All frames of a stage folder. The imports stand here because only worker processes need what they bring.

    `sifts`: articles that are not about talks are set aside; their pages are in the frame `aside`, with the step.
    """
    from transforms.clean import clean_pages, sift_pages
    from transforms.pipeline import extract_articles
    from transforms.reference.load import load_reference

    articles, rejects, aside = sift_pages(pages) if sifts else (*clean_pages(pages), {})
    # Most of ordinary news is not about talks: its figures would bury those of the warehouse, and cost more than half
    # of all extraction. `parley extract` gives them.
    extraction = extract_articles(articles, load_reference(additions), figures_of_all=False)
    return {
        "articles": articles,
        **{name: getattr(extraction, name) for name in (*FRAMES_OF_REPORTS, "evidence", "people")},
        "rejects": pl.concat([rejects, extraction.rejects]),
        "aside": pl.DataFrame(list(aside.items()), schema={"page_id": pl.String, "step": pl.String}, orient="row"),
    }


def _derive_chunks(chunks: Iterable[Chunk], derive: Callable[..., Frames]) -> tuple[Frames, Counts]:
    """The frames of all chunks together, and what came out."""
    parts: list[Frames] = []
    counts = Counts()
    for chunk in chunks:
        pages = chunk.pages_frame
        frames = derive(pages, sifts=chunk.sifts)
        frames["rejects"] = pl.concat([chunk.rejects_frame, frames["rejects"]])
        frames["records"] = _with_steps(chunk.records_frame, frames)
        counts += _count(pages.height, frames, chunk)
        parts.append(frames)
    return {name: pl.concat([part[name] for part in parts]) for name in parts[0] if name != "aside"}, counts


def _with_steps(records: pl.DataFrame, frames: Frames) -> pl.DataFrame:
    """The records (RECORDS), each with what became of it."""
    known = {page_id: "kept" for (page_id,) in frames["articles"].select("page_id").iter_rows()}
    known |= dict(frames["aside"].iter_rows())
    became = pl.col("page_id").replace_strict(known, default="rejected", return_dtype=pl.String)
    return records.with_columns(pl.coalesce("step", became).alias("step"))


def _finish(store: Store, batch: str, version: str, frames: Frames, counts: Counts) -> Counts:
    """Store the frames; a part whose archive is gone has no records, which tells that it is still to be read."""
    if any(counts.rejects[reason] for reason in ARCHIVE_TROUBLES):
        del frames["records"]
    store.write_stage(batch, version, frames)
    return counts


def derive_apart(
    store: Store, batch: str, version: str, prefilter: str = "archives", additions: Additions = NO_ADDITIONS
) -> Counts:
    """Derive a batch whose process ended: in a process of its own, in halves while one ends, down to the page."""
    try:
        with make_pool(1) as pool:
            chunks = pool.submit(_read_chunks, store.root, batch, prefilter).result()
    except BrokenProcessPool:
        detail = "reading this part of the archive ended the process"
        chunks = [Chunk(sifts=False, rejects=[Reject("fetch", batch, "crashed", detail, "")])]
    frames, counts = _derive_chunks(chunks, partial(_derive_in_halves, additions=additions))
    return _finish(store, batch, version, frames, counts)


def _read_chunks(root: Path, batch: str, prefilter: str) -> list[Chunk]:
    return list(chunks_of_batch(Store(root), batch, prefilter))


def _derive_in_halves(pages: pl.DataFrame, *, sifts: bool, additions: Additions) -> Frames:
    try:
        with make_pool(1) as pool:
            return pool.submit(derive_pages, pages, sifts=sifts, additions=additions).result()
    except BrokenProcessPool:
        if pages.height == 1:
            return {**derive_pages(pages.clear()), "rejects": _crashed(pages)}
    middle = pages.height // 2
    halves = pages[:middle], pages[middle:]
    first, second = (_derive_in_halves(half, sifts=sifts, additions=additions) for half in halves)
    return {name: pl.concat([first[name], second[name]]) for name in first}


def _crashed(page: pl.DataFrame) -> pl.DataFrame:
    detail = "the page ended the process that read it"
    rows = [("clean", url, "crashed", detail, source) for url, source in page.select("url", "source").iter_rows()]
    return pl.DataFrame(rows, schema=REJECTS, orient="row")


def _count(pages: int, frames: Frames, chunk: Chunk) -> Counts:
    steps = Counter(frames["records"]["step"].to_list())
    return Counts(
        pages=frames["records"].height or pages,
        records=frames["records"]["location"].count(),
        articles=frames["articles"].height,
        relevant=int(frames["articles"]["relevant"].sum()),
        reports=Counter({name: frames[name].height for name in FRAMES_OF_REPORTS}),
        rejects=Counter(frames["rejects"]["reason"].to_list()),
        aside=Counter({step: steps[step] for step in STEPS if step in steps}),
        skipped=chunk.skipped,
        sources=Counter(frames["articles"]["source"].drop_nulls().to_list()),
    )
