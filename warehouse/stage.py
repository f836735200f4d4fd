"""Segments -> the frames a build works on: of every article the newest version, and what that version says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from transforms.duplicates import find_stories
from transforms.schemas import REJECTS
from transforms.versions import current_versions, gone_pages, newest_versions
from warehouse.checked import CHECKED_FRAMES, REPORT_KINDS
from warehouse.segments import Segment

_VERSION = ["batch", "article_id"]
_OF_VERSIONS = (
    "batch", "article_id", "page_id", "title", "published", "word_count", "is_retracted", "fetched_at"
)  # fmt: skip
_OF_ARTICLES = ("batch", "article_id", "published", "outlet", "is_retracted", "gone_since")


@dataclass(frozen=True)
class Stage:
    """The checked frames of all segments together, sorted by key, every key once.

    Texts and quotes are most of a warehouse and are not in memory: `articles` and `versions` have no `text`, `texts` and
    `evidence` are read from the files when they are collected. `versions` has all versions of all articles, without
    what only the current ones are asked for.
    """

    articles: pl.DataFrame
    versions: pl.DataFrame
    talk_reports: pl.DataFrame
    demand_reports: pl.DataFrame
    exchange_reports: pl.DataFrame
    figures: pl.DataFrame
    people: pl.DataFrame
    rejects: pl.DataFrame
    texts: pl.LazyFrame
    evidence: pl.LazyFrame


def read_stage(segments: Sequence[Segment], *, as_of: date | None = None) -> Stage:
    """The frames of all segments, whatever their order. Rows of older versions are left out.

    With `as_of` all is as it was known on that day (`transforms/versions.py`). Of versions in one stage folder the newest
    stands for all, since they were read in one run.
    """
    versions = _scan(segments, "articles").drop("text").collect()
    articles = current_versions(newest_versions(versions, _VERSION), as_of=as_of)
    kept = articles.select(_VERSION).lazy()
    frames = {name: _scan(segments, name).join(kept, on=_VERSION, how="semi") for name in (*REPORT_KINDS, "people")}
    reports = {name: frames[name].drop("batch").collect().sort("report_id") for name in REPORT_KINDS}
    return Stage(
        articles=articles,
        versions=versions.select(*_OF_VERSIONS).sort("article_id", "fetched_at", "page_id", "batch", nulls_last=True),
        **reports,
        people=_people(frames["people"]),
        rejects=_rejects(segments, kept),
        texts=_scan(segments, "articles").select("batch", "article_id", "page_id", "text"),
        evidence=_scan(segments, "evidence").join(kept, on=_VERSION, how="semi"),
    )


def with_gone(stage: Stage, refusals: pl.DataFrame) -> Stage:
    """The stage with `gone_since` of its articles; `refusals` as in `transforms/versions.py`."""
    gone = gone_pages(stage.articles, refusals)
    return replace(stage, articles=stage.articles.join(gone, on="article_id", how="left", maintain_order="left"))


def standing(stage: Stage) -> Stage:
    """The stage with the reports and figures of such articles only as were not withdrawn and are not gone."""
    retracted = pl.col("is_retracted").fill_null(value=False)
    articles = stage.articles.filter(~retracted & pl.col("gone_since").is_null())
    return replace(
        stage, **{name: getattr(stage, name).join(articles, on="article_id", how="semi") for name in REPORT_KINDS}
    )


def without_titles(stage: Stage) -> Stage:
    """The stage without what the tables of articles alone need, once these are made."""
    return replace(stage, articles=stage.articles.select(_OF_ARTICLES), versions=stage.versions.clear())


def find_stories_of(articles: pl.DataFrame, segments: Sequence[Segment]) -> pl.DataFrame:
    """The stories (`transforms/duplicates.py`) of articles with their `batch`, by the signatures in the segments."""
    kept = articles.select(_VERSION).lazy()
    signatures = _scan(segments, "signatures").join(kept, on=_VERSION, how="semi").drop("batch").collect()
    return find_stories(articles, signatures)


def _scan(segments: Sequence[Segment], name: str) -> pl.LazyFrame:
    if not segments:
        return pl.LazyFrame(schema=CHECKED_FRAMES[name])
    return pl.scan_parquet([segment.file(name) for segment in segments], glob=False)


def _people(people: pl.LazyFrame) -> pl.DataFrame:
    rows = people.drop("batch").collect().unique()
    return rows.sort("person_id", "article_id", "name", "role", "party_code", nulls_last=True)


def _rejects(segments: Sequence[Segment], kept: pl.LazyFrame) -> pl.DataFrame:
    """What the stages rejected, and what was rejected of the reports of kept versions."""
    rejects = _scan(segments, "rejects")
    of_kept = rejects.join(kept, on=_VERSION, how="semi")
    of_stages = rejects.filter(pl.col("article_id").is_null())
    return pl.concat([of_stages, of_kept]).select(*REJECTS).unique().collect().sort(*REJECTS, nulls_last=True)
