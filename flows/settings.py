"""Frozen settings: defaults, then `parley.toml` in the working directory, then PARLEY_* of the environment, then flags.

Nothing else in the code reads the environment.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from flows.errors import ParleyError, did_you_mean

SETTINGS_FILE = Path("parley.toml")
WAREHOUSE = Path("warehouse/data")
CURATION = Path("curation")
SOURCES_FILE = Path(__file__).with_name("sources.yml")
ENVIRONMENT_PREFIX = "PARLEY_"
CHOICES = {"prefilter": ("archives", "all", "off")}
TRUE_WORDS = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run works. Sizes in bytes, times in seconds."""

    warehouse: Path = WAREHOUSE
    sources: Path = SOURCES_FILE
    curation: Path = CURATION  # folder of corrections.yml and judgements.yml; the default one need not be there
    skip_bad_curation: bool = False  # go on without entries of it that are bad, and count them
    processes: int = min(os.cpu_count() or 1, 8)  # worker processes that clean and extract
    batch_pages: int = 500  # a page batch is closed at this many pages ...
    batch_bytes: int = 12_000_000  # ... or this much content, which bounds the memory of a worker process
    part_bytes: int = 16_000_000  # how much of a WARC file, as it is packed, a worker process reads at a time
    page_max_bytes: int = 20_000_000  # a page above it is rejected
    json_max_bytes: int = 64_000_000  # a JSON file is read whole; larger collections come as JSONL
    page_timeout: float = 30.0  # total time for one page, redirects included
    max_redirects: int = 5
    retries: int = 2  # after the first try, for 429, 5xx, timeouts and broken connections only
    retry_wait: float = 1.0  # of a host after its first failure, doubled after each further one
    longest_wait: float = 60.0  # a host that asks for more (Retry-After) is left for this run
    host_failures: int = 10  # a host that fails so often in a row is left for this run
    host_delay: float = 1.0  # between two requests to one host; robots.txt may ask for more
    hosts_at_once: int = 8
    source_budget: int = 1_000  # pages of a source that a run asks for, unless the entry has a `limit`; the rest is ...
    host_budget: int = 2_000  # ... for the next run, as what is over this for one host ...
    run_budget: int = 20_000  # ... or this for all
    host_seconds: float = 3_000.0  # most time for the pages of one host, so that a daily or hourly run ends
    revisit_after: float = 0.0  # for so long after it was read a page of a feed or sitemap is not asked for again
    max_sitemaps: int = 50  # files of one sitemap index that a run asks for
    prefilter: str = "archives"  # whose pages are judged before they are parsed: archives, all or off
    allow_private: bool = False  # fetch from private and loopback addresses too
    user_agent: str = "parley/0.1 (news about peace talks)"


def load_settings(
    overrides: Mapping[str, Any] | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    file: Path = SETTINGS_FILE,
) -> Settings:
    """The settings of this run; `overrides` are flags (None means not given). Raises ParleyError on a bad value."""
    settings = Settings()
    settings = _apply(settings, _read_file(file), str(file))
    settings = _apply(settings, _read_environment(os.environ if environment is None else environment), "environment")
    given = {key: value for key, value in (overrides or {}).items() if value is not None}
    return _apply(settings, given, "command line")


def _read_file(file: Path) -> dict[str, Any]:
    if not file.is_file():
        return {}
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ParleyError(f"{file}: not valid TOML: {error}") from None


def _read_environment(environment: Mapping[str, str]) -> dict[str, str]:
    known = {ENVIRONMENT_PREFIX + field.name.upper(): field.name for field in fields(Settings)}
    return {known[key]: value for key, value in environment.items() if key in known}


def _apply(settings: Settings, values: Mapping[str, Any], origin: str) -> Settings:
    known = {field.name for field in fields(Settings)}
    for key in values:
        if key not in known:
            raise ParleyError(f'{origin}: unknown setting "{key}"{did_you_mean(key, known)}')
    return replace(settings, **{key: _convert(settings, key, value, origin) for key, value in values.items()})


def _convert(settings: Settings, key: str, value: Any, origin: str) -> Any:
    """The value in the type of the field's default; a count or size below its least useful value is an error."""
    kind = type(getattr(settings, key))
    try:
        if kind is bool:
            return value if isinstance(value, bool) else TRUE_WORDS[str(value).lower()]
        converted = Path(value) if issubclass(kind, Path) else kind(value)
    except (TypeError, ValueError, KeyError):
        raise ParleyError(f'{origin}: setting "{key}": {value!r} is not {_kind_name(kind)}') from None
    if converted not in CHOICES.get(key, (converted,)):
        raise ParleyError(f'{origin}: setting "{key}" must be one of {", ".join(CHOICES[key])}, not {value!r}')
    least = 0 if key in ("retries", "retry_wait", "host_delay", "revisit_after", "max_redirects") else 1
    if isinstance(converted, int | float) and converted < least:
        raise ParleyError(f'{origin}: setting "{key}" must be at least {least}, not {value}')
    return converted


def _kind_name(kind: type) -> str:
    return {bool: "true or false", int: "a whole number", float: "a number"}.get(kind, "a path")
