"""From what the user asks for to a job: which sources, which settings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flows.errors import ParleyError
from flows.job import Job
from flows.settings import Settings, load_settings
from flows.sources import Source, read_sources_file, sources_from_arguments


def plan_job(
    sources: Sequence[str] | None,
    sources_file: Path | None,
    warehouse: Path | None,
    curation: Path | None,
    every: str | None,
) -> Job:
    """The job, not yet entered. Raises ParleyError and CurationError."""
    settings = load_settings({"warehouse": warehouse, "sources": sources_file, "curation": curation})
    return Job(choose_sources(sources or [], settings, every), settings)


def choose_sources(arguments: Sequence[str], settings: Settings, every: str | None = None) -> tuple[Source, ...]:
    """The sources of the arguments, or of the sources file when there are none; `every` hour leaves out daily ones."""
    chosen = sources_from_arguments(arguments) if arguments else read_sources_file(settings.sources)
    if every == "hour":
        chosen = tuple(source for source in chosen if source.every == "hour")
    if not chosen:
        raise ParleyError(f"{settings.sources}: no entry is for the hourly run")
    return chosen
