"""Sources to what is to be read: files of a path, page URLs of a feed or sitemap, and rejects for what is neither."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree

from flows.archive import ArchiveTarget, is_archive_name
from flows.client import Response
from flows.fetch import Target
from flows.files import FileTarget, media_type_of
from flows.lists import Lists
from flows.settings import Settings
from flows.sitemaps import Link, content_of, links_of_sitemap
from flows.sources import Source
from flows.store import Reject
from flows.transfer import FetchError

Found = Target | FileTarget | ArchiveTarget | Reject
FEED, SITEMAP, PAGE = "feed", "sitemap", "page"
SITEMAP_ROOTS = ("urlset", "sitemapindex")
FEED_ROOTS = ("rss", "feed", "RDF")
FEEDS_OF_A_SITE = 5


def discover(sources: Iterable[Source], lists: Lists, settings: Settings) -> Iterator[Found]:
    """What the sources hold, each URL and file once; files first, because they need no network."""
    seen: set[str] = set()
    paths = [source for source in sources if source.kind == "path"]
    web = [source for source in sources if source.kind != "path"]
    for source in paths:
        yield from _unseen(_limited(files_of(source), source), seen)
    with ThreadPoolExecutor(settings.hosts_at_once, thread_name_prefix="discover") as pool:
        for found in pool.map(lambda source: targets_of(source, lists, settings), web):
            yield from _unseen(found, seen)


def _unseen(found: Iterable[Found], seen: set[str]) -> Iterator[Found]:
    for item in found:
        key = _key(item)
        if not key or key not in seen:
            yield item
            seen.add(key)


def _key(item: Found) -> str:
    """URL or path, empty for a reject."""
    if isinstance(item, FileTarget):
        return str(item.path)
    return item.url if isinstance(item, Target) else item.location if isinstance(item, ArchiveTarget) else ""


def _limited(found: Iterable[Found], source: Source) -> Iterator[Found]:
    taken = 0
    for item in found:
        taken += not isinstance(item, Reject)
        if isinstance(item, Reject) or source.limit is None or taken <= source.limit:
            yield item
    if source.limit is not None and taken > source.limit:
        yield _reject(source, "over_limit", f"{taken - source.limit:,} more files than the limit of {source.limit:,}")


def files_of(source: Source) -> Iterator[Found]:
    """The files of a file name, folder (all known kinds in it, at any depth, sorted) or glob."""
    path = Path(os.path.normpath(Path(source.location).expanduser()))
    if path.is_dir():
        found = [file for file in _walk(path) if _takes(source, file)]
        if not found:
            yield _reject(
                source, "no_pages", "no HTML, text, JSON, JSONL or WARC file that the filters let through in it"
            )
    elif path.exists():
        found = [path]
    else:
        found = [file for file in _globbed(source.location) if _takes(source, file)]
        if not found:
            yield _reject(source, "not_found", "no such file or folder, and no file matches it as a glob")
    for file in found:
        yield _file(file, source)


def _walk(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            if (media_type_of(Path(name)) or is_archive_name(name)) and not name.startswith("."):
                yield Path(root) / name


def _globbed(pattern: str) -> Iterator[Path]:
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - pathlib's takes no absolute pattern
        yield from _walk(Path(match)) if Path(match).is_dir() else [Path(match)]


def _takes(source: Source, file: Path) -> bool:
    """Whether the filters let a file through; those of an archive are for the URLs of its records."""
    return is_archive_name(file.name) or source.takes(str(file))


def _file(file: Path, source: Source) -> Found:
    if is_archive_name(file.name):
        return _archive(os.path.abspath(file), source)  # noqa: PTH100 - it must be found from another working folder too
    return FileTarget(file, source.name, source.outlet)


def _archive(location: str, source: Source) -> ArchiveTarget:
    return ArchiveTarget(location, source.name, source.outlet, source.include, source.exclude)


def targets_of(source: Source, lists: Lists, settings: Settings) -> list[Found]:
    """The pages of a URL, feed or sitemap; one reject when it cannot be read or is not what it should be."""
    if source.kind == "auto" and is_archive_name(urlsplit(source.location).path):
        return [_archive(source.location, source)]
    try:
        response = lists.get(source.location)
        kind = kind_of(response)
        if source.kind not in ("auto", kind):
            return [_reject(source, f"bad_{source.kind}", f"what came is a {kind}, not a {source.kind}")]
        if kind == PAGE:
            return _page_or_feeds(response, source, lists)
        links = _feed_links(response, source) if kind == FEED else _sitemap_links(response, source, lists, settings)
        found = _targets(links, source)
    except FetchError as error:
        return [_reject(source, error.reason, error.detail)]
    except Exception as error:  # a feed can be broken in ways no parser foresaw; it must not stop the others
        return [_reject(source, "error", f"{type(error).__name__}: {error}")]
    return found or [_reject(source, "no_pages", f"the {kind} names no page")]


def kind_of(response: Response) -> str:
    """feed, sitemap or page, by the content's first element. Raises FetchError for other XML."""
    text = _text(response).lstrip("\ufeff \t\r\n")
    if text.startswith("{") and '"items"' in text and "json" in response.content_type:
        return FEED
    if not text.startswith("<"):
        is_list = urlsplit(response.final_url).path.endswith(".txt") and text.startswith("http")
        return SITEMAP if is_list else PAGE
    root = _root(text)
    if root in SITEMAP_ROOTS:
        return SITEMAP
    if root in FEED_ROOTS:
        return FEED
    if root == "html" or "html" in response.content_type or not text.startswith("<?xml"):
        return PAGE
    raise FetchError("bad_feed", f"XML that is neither feed nor sitemap (root element {root or 'missing'})")


def _text(response: Response) -> str:
    return content_of(response).decode("utf-8", "replace")


def _root(text: str) -> str | None:
    """The local name of the first element, None when the XML has none."""
    parser = etree.XMLPullParser(events=("start",), recover=True, resolve_entities=False, no_network=True)
    try:
        parser.feed(text[:20_000].encode())
        for _, element in parser.read_events():
            return str(etree.QName(element).localname)
    except etree.XMLSyntaxError:
        return None
    return None


def _feed_links(response: Response, source: Source) -> Iterator[Link]:
    """The links of an RSS, Atom or JSON feed. A feed the user names may point to other hosts."""
    from trafilatura.feeds import FeedParameters, find_links, is_potential_feed

    text = _text(response).strip()
    if not is_potential_feed(text) and not text.startswith("{"):
        raise FetchError("bad_feed", "neither RSS, Atom nor a JSON feed")
    parts = urlsplit(response.final_url)
    site = f"{parts.scheme}://{parts.netloc}"
    for link in find_links(text, FeedParameters(site, parts.netloc, response.final_url, external=True)):
        url = _clean(urljoin(response.final_url, link))
        if url and urlsplit(url).path not in ("", "/") and url not in (response.final_url, source.location):
            yield Link(url)


def _sitemap_links(response: Response, source: Source, lists: Lists, settings: Settings) -> Iterator[Link | Reject]:
    for found in links_of_sitemap(response, source.name, lists, settings.max_sitemaps):
        if isinstance(found, Reject):
            yield found
        elif url := _clean(found.url):
            yield Link(url, found.changed_by)


def _clean(url: str) -> str | None:
    """The URL without fragment and tracking parameters, None when it is no http(s) URL."""
    if not url.startswith(("http://", "https://")):
        return None
    from courlan import normalize_url

    return str(normalize_url(urldefrag(url).url, strict=False, trailing_slash=True))


def _page_or_feeds(response: Response, source: Source, lists: Lists) -> list[Found]:
    """The page itself, or for a site's front page the pages of the feeds that it declares."""
    from trafilatura.feeds import FeedParameters, determine_feed

    parts = urlsplit(response.final_url)
    page: list[Found] = [Target(source.location, source.name, source.outlet, response)]
    if parts.path not in ("", "/") or parts.query:
        return page
    site = f"{parts.scheme}://{parts.netloc}"
    feeds = determine_feed(_text(response), FeedParameters(site, parts.netloc, response.final_url, external=True))
    links: list[Link] = []
    for feed in feeds[:FEEDS_OF_A_SITE]:
        answer = lists.get(feed)
        if kind_of(answer) == FEED:
            links.extend(_feed_links(answer, source))
    return _targets(links, source) or page


def _targets(links: Iterable[Link | Reject], source: Source) -> list[Found]:
    """Each page that the filters let through, once, and the rejects."""
    rejects: list[Found] = []
    targets: dict[str, Found] = {}
    for link in links:
        if isinstance(link, Reject):
            rejects.append(link)
        elif link.url not in targets and source.takes(link.url):
            targets[link.url] = Target(link.url, source.name, source.outlet, changed_by=link.changed_by)
    return [*targets.values(), *rejects]


def _reject(source: Source, reason: str, detail: str) -> Reject:
    return Reject("discover", source.location, reason, detail, source.name)
