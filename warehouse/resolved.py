"""Segments -> what they say, resolved, as the rows of the public tables.

Links between reports, then stories and tables: each takes much more memory than it gives, so with many articles it is done
in a process of its own, which reads the segments itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from transforms.curate import CuratedReports, curate_events
from transforms.curation import Curation
from transforms.judgements import Judgements
from transforms.linking import KINDS, Links
from transforms.reference.load import Reference, load_reference
from transforms.resolve import build_events
from transforms.schemas import LINKS
from transforms.speakers import find_speakers
from warehouse.curated import Marks, corrections_table, curate_stage, without_dropped
from warehouse.links import keep_links, link_kind
from warehouse.segments import Segment
from warehouse.spool import Spool, count_rows
from warehouse.stage import Stage, find_stories_of, read_stage, standing, with_gone, without_titles
from warehouse.tables import article_tables, public_tables

MANY_ARTICLES = 20_000  # with fewer a process of its own costs more than it gives

_TOGETHER = ("talk",), ("exchange", "demand")  # kinds that are linked in one process, that with more reports last

Processes = Callable[[], Executor]  # makes a new one
Read = Callable[[], tuple[Stage, CuratedReports]]


@dataclass(frozen=True)
class Given:
    """What a warehouse is made from: checked articles, inputs that were refused, what people decided, up to which day."""

    segments: Sequence[Segment]
    refusals: pl.DataFrame
    curation: Curation
    as_of: date | None = None

    @property
    def reference(self) -> Reference:
        """The reference data with what the curation adds."""
        return load_reference(self.curation.additions)

    def read(self) -> tuple[Stage, CuratedReports]:
        """All that the articles say, with the corrections of reports."""
        stage = with_gone(read_stage(self.segments, as_of=self.as_of), self.refusals)
        return curate_stage(stage, self.curation, self.reference)


def write_resolved(tables: Spool, given: Given, links: Path, processes: Processes | None) -> pl.DataFrame:
    """Write all tables that come of articles; returns the rejects of the stages. `links` is the folder that keeps these."""
    count = sum(count_rows(segment.file("articles")) for segment in given.segments)
    apart = processes if count >= MANY_ARTICLES else None
    read = given.read if apart else cache(given.read)
    linked = {kind: rows for kinds in _TOGETHER for kind, rows in _called(apart, _links, read, links, kinds).items()}
    keep_links(links, linked)
    rejects: pl.DataFrame = _called(apart, _write, tables, read, given, linked)
    return rejects


def _called(apart: Processes | None, function: Callable[..., Any], *arguments: Any) -> Any:
    """What the function returns, called here or in a process of its own."""
    if apart is None:
        return function(*arguments)
    with apart() as pool:
        return pool.submit(function, *arguments).result()


def _links(read: Read, folder: Path, kinds: Sequence[str]) -> dict[str, pl.DataFrame]:
    return {kind: link_kind(folder, kind, *_dated_reports(read, kind)) for kind in kinds}


def _dated_reports(read: Read, kind: str) -> tuple[pl.DataFrame, Judgements]:
    """The reports of a kind that stand, with their day; what else was read is free again."""
    stage, curated = read()
    days = stage.articles.select("article_id", "published")
    return getattr(standing(stage), f"{kind}_reports").join(days, on="article_id"), curated.judgements


def _write(tables: Spool, read: Read, given: Given, linked: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    stage, curated = read()
    stories = find_stories_of(stage.articles, given.segments)
    for name, rows in article_tables(stage, stories):
        tables.put(name, rows)
    stage = without_titles(stage)
    counted = standing(stage)
    events = build_events(
        stage.articles,
        stories,
        counted.talk_reports,
        counted.demand_reports,
        counted.exchange_reports,
        Links(**{f"{kind}s": linked[kind].select(*LINKS) for kind in KINDS}),
        speakers=find_speakers(stage.articles, stage.people, given.reference),
    )
    events, outcomes = curate_events(events, curated, given.reference, skips_bad=given.curation.skips_bad)
    stage = without_dropped(stage, counted, events)
    for name, rows in public_tables(stage, events, given.reference, Marks(outcomes)):
        tables.put(name, rows)
    tables.put("corrections", corrections_table(outcomes))
    return stage.rejects
