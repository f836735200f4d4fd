"""What the user wants read: entries of a sources file or arguments of the command line, validated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from flows.errors import ParleyError, did_you_mean

LOCATIONS = ("url", "feed", "sitemap", "path")
KEYS = (*LOCATIONS, "name", "outlet", "include", "exclude", "limit", "every")
RHYTHMS = ("hour", "day")
WEB = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)
OTHER_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One entry. `kind` is feed, sitemap, path or auto (a URL whose content decides what it is).

    `include` and `exclude` are regular expressions searched in the URL or path of each page found; `limit` is how many
    pages a run asks for at most (of a path: how many files it reads); `every` says which scheduled deployment reads it
    (hour: hourly and daily, day: daily only).
    """

    name: str
    kind: str
    location: str
    outlet: str | None = None
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: int | None = None
    every: str = "hour"

    def takes(self, item: str) -> bool:
        """Whether the filters let a URL or path through."""
        return takes(item, self.include, self.exclude)


def takes(item: str, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """Whether a URL or path has one of the expressions to include, if there are any, and none of those to exclude."""
    included = not include or any(re.search(p, item) for p in include)
    return included and not any(re.search(p, item) for p in exclude)


def sources_from_arguments(arguments: Sequence[str]) -> tuple[Source, ...]:
    """One source an argument: http(s) URLs, else paths or globs. Raises ParleyError for another scheme."""
    return tuple(_from_argument(argument) for argument in arguments)


def _from_argument(argument: str) -> Source:
    if WEB.match(argument):
        return Source(name=argument, kind="auto", location=argument)
    if OTHER_SCHEME.match(argument) or not argument.strip():
        raise ParleyError(f'source "{argument}": neither an http(s) URL nor a file, folder or glob')
    return Source(name=argument, kind="path", location=argument)


def read_sources_file(file: Path) -> tuple[Source, ...]:
    """The entries of a YAML sources file; relative paths in it count from the file's folder.

    Raises ParleyError that names the file, the entry and the key.
    """
    try:
        return parse_sources(file.read_text("utf-8"), file)
    except OSError as error:
        raise ParleyError(f"{file}: cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ParleyError(f"{file}: not UTF-8: {error}") from None


def parse_sources(text: str, file: Path) -> tuple[Source, ...]:
    """The entries of the text of a sources file; `file` names it in errors. Raises ParleyError."""
    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise ParleyError(f"{file}: not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(entries, list) or not entries:
        raise ParleyError(f"{file}: must be a list of entries, each with one of {', '.join(LOCATIONS)}")
    sources = tuple(_entry(entry, number, file) for number, entry in enumerate(entries, start=1))
    _refuse_doubles(sources, file)
    return sources


def _entry(entry: Any, number: int, file: Path) -> Source:
    where = f"{file}: entry {number}"
    if not isinstance(entry, Mapping):
        raise ParleyError(f"{where}: must be a mapping such as `feed: https://...`, not {type(entry).__name__}")
    if isinstance(entry.get("name"), str):
        where += f' ("{entry["name"]}")'
    for key in entry:
        if key not in KEYS:
            raise ParleyError(f'{where}: unknown key "{key}"{did_you_mean(str(key), KEYS)}')
    given = [key for key in LOCATIONS if key in entry]
    if len(given) != 1:
        raise ParleyError(f"{where}: needs exactly one of {', '.join(LOCATIONS)}, has {', '.join(given) or 'none'}")
    kind = given[0]
    location = _text(entry, kind, where)
    assert location is not None
    return Source(
        name=_text(entry, "name", where) or location,
        kind="auto" if kind == "url" else kind,
        location=_location(kind, location, where, file),
        outlet=_text(entry, "outlet", where),
        include=_patterns(entry, "include", where),
        exclude=_patterns(entry, "exclude", where),
        limit=_limit(entry, where),
        every=_every(entry, where),
    )


def _text(entry: Mapping[str, Any], key: str, where: str) -> str | None:
    if key not in entry:
        return None
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise ParleyError(f'{where}: "{key}" must be a text, not {value!r}')
    return value.strip()


def _location(kind: str, value: str, where: str, file: Path) -> str:
    if kind == "path":
        return value if Path(value).is_absolute() else str(file.parent / value)
    if not WEB.match(value):
        raise ParleyError(f'{where}: "{kind}" must be an http(s) URL, not {value!r}')
    return value


def _patterns(entry: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = entry.get(key, [])
    patterns = [value] if isinstance(value, str) else value
    if not isinstance(patterns, list) or not all(isinstance(p, str) for p in patterns):
        raise ParleyError(f'{where}: "{key}" must be a regular expression or a list of them')
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ParleyError(f'{where}: "{key}": {pattern!r} is no regular expression: {error}') from None
    return tuple(patterns)


def _limit(entry: Mapping[str, Any], where: str) -> int | None:
    value = entry.get("limit")
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise ParleyError(f'{where}: "limit" must be a whole number of at least 1, not {value!r}')
    return value


def _every(entry: Mapping[str, Any], where: str) -> str:
    value = entry.get("every", "hour")
    if value not in RHYTHMS:
        raise ParleyError(f'{where}: "every" must be hour or day, not {value!r}')
    return str(value)


def _refuse_doubles(sources: Sequence[Source], file: Path) -> None:
    seen: dict[str, int] = {}
    for number, source in enumerate(sources, start=1):
        if source.name in seen:
            raise ParleyError(
                f'{file}: entry {number} ("{source.name}"): same name as entry {seen[source.name]}; '
                "names tell in the warehouse where an article came from"
            )
        seen[source.name] = number
