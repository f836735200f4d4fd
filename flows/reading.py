"""The sources of one run to stored batches: files, archives, pages of servers, as far as they are not known already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flows.archive import ArchiveTarget, Part
from flows.budget import plan_fetch
from flows.client import Client
from flows.discover import discover
from flows.fetch import Target, Unchanged, fetch
from flows.files import FileTarget, read_file
from flows.intake import parts_of
from flows.lists import Lists
from flows.settings import Settings
from flows.sources import Source
from flows.store import Known, Page, Reject, Store, stamp_of
from flows.visits import Visits
from flows.workers import Workers


@dataclass
class PageCount:
    """Pages of one source: `new` and `changed` ones, whose URL is known, were stored, `unchanged` ones by an earlier run."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass
class Reading:
    """How far reading has come, by source. The pages of a new part of an archive are counted when it is derived."""

    sources: dict[str, PageCount] = field(default_factory=dict)
    is_done: bool = False

    def add(self, source: str, *, new: int = 0, changed: int = 0, unchanged: int = 0) -> None:
        """Count pages of a source."""
        count = self.sources.setdefault(source, PageCount())
        count.new += new
        count.changed += changed
        count.unchanged += unchanged

    @property
    def new(self) -> int:
        """Pages of all sources that were stored."""
        return sum(count.new + count.changed for count in list(self.sources.values()))

    @property
    def unchanged(self) -> int:
        """Unchanged pages of all sources."""
        return sum(count.unchanged for count in list(self.sources.values()))


class Reader:
    """Reads the sources of a run; stored batches are handed to the workers. Made with the warehouse's lock held."""

    def __init__(
        self,
        sources: Sequence[Source],
        settings: Settings,
        store: Store,
        workers: Workers,
        *,
        version: str,
        read_at: datetime,
    ) -> None:
        self._sources, self._settings, self._store, self._workers = sources, settings, store, workers
        self._version, self._read_at = version, read_at
        self.reading = Reading()
        self.rejects: list[Reject] = []
        self._batch: list[Page] = []
        self._parts: dict[str, tuple[str, bool]] = {}  # of the archives that were read: source, whether it is new
        self._known = store.known()
        self._seen_files = store.seen_files()
        self._visits = Visits(store.urls)

    def read(self) -> Iterator[Page | Part]:
        """Each new page once it is in a batch, each new part of an archive; ends when all sources are read and stored."""
        client = Client(self._settings)
        targets: list[Target] = []
        for found in discover(self._sources, Lists(client, self._visits, self._store.lists), self._settings):
            if isinstance(found, FileTarget):
                yield from self._read_file(found)
            elif isinstance(found, Target):
                targets.append(found)
            elif isinstance(found, ArchiveTarget):
                yield from self._read_archive(found, client)
            else:
                self.rejects.append(found)
        yield from self._fetch(targets, client)
        self._store_batch()
        self._store.write_seen_files(self._seen_files)
        self._visits.save(is_end=True)
        self._known = Known()  # by now it is large, and what follows needs the memory
        self.reading.is_done = True

    @property
    def has_found(self) -> bool:
        """Whether anything could be read so far, new or not."""
        return bool(self.reading.new or self.reading.unchanged or self._parts)

    @property
    def waiting(self) -> int:
        """Pages that are in no stored batch yet."""
        return len(self._batch)

    def count_part(self, batch: str, records: int) -> None:
        """Count the pages of a part of an archive once it is derived; other batches were counted page by page."""
        if batch in self._parts:
            source, is_new = self._parts[batch]
            self.reading.add(source, new=records if is_new else 0, unchanged=0 if is_new else records)

    def _read_file(self, target: FileTarget) -> Iterator[Page]:
        stamp = stamp_of(target.path)
        pages = self._seen_files.pages_of(target.path, stamp)
        if pages is not None:
            self.reading.add(target.source, unchanged=pages)
            return
        rejects_before, taken = len(self.rejects), 0
        for item in read_file(target, self._settings, self._read_at):
            taken += isinstance(item, Page)
            yield from self._take(item)
        if stamp and len(self.rejects) == rejects_before:
            self._seen_files.add(target.path, stamp, taken)

    def _read_archive(self, target: ArchiveTarget, client: Client) -> Iterator[Part]:
        for item in parts_of(target, self._store, client, self._settings, self._read_at):
            if isinstance(item, Reject):
                self.rejects.append(item)
                continue
            is_new = not self._is_stored(item)
            self._parts[item.name] = item.source, is_new
            if is_new:
                yield item
                self._store.write_part(item)
                self._workers.submit(item.name, item.likely_pages)
            elif not self._workers.has(item.name):  # else it is counted when it is derived
                self.reading.add(item.source, unchanged=self._store.count_records(item.name, self._version))

    def _is_stored(self, part: Part) -> bool:
        """Whether a part is in a batch already and needs no second reading; its archive may have a new time of change."""
        stored = self._store.part(part.name)
        if stored and stored.stamp != part.stamp:
            self._store.write_part(part)
        return stored is not None and not self._store.is_without_records(part.name, self._version)

    def _fetch(self, targets: Sequence[Target], client: Client) -> Iterator[Page]:
        """What is to be asked for of the pages at servers; each answer is remembered."""
        urls = [target.url for target in targets]
        visits, gone = self._visits.of(urls), self._visits.gone_before(urls)
        plan = plan_fetch(targets, visits, self._known, self._sources, self._settings, self._read_at)
        self.rejects += plan.rejects
        for source, count in plan.unchanged.items():
            self.reading.add(source, unchanged=count)
        for item in fetch(plan.targets, client, self._settings):
            if isinstance(item, Unchanged):
                self._visits.note(item.visit)
                self.reading.add(item.source, unchanged=1)
                continue
            if isinstance(item, Page):
                self._visits.note_page(item)
                if item.url in gone:  # it is back, and news again even if it is what it was
                    self._known.forget(item.url)
            else:
                self._visits.note_failure(item.item, item.reason, datetime.now(UTC))
            yield from self._take(item)

    def _take(self, item: Page | Reject) -> Iterator[Page]:
        if isinstance(item, Reject):
            self.rejects.append(item)
        elif self._known.has(item):
            self.reading.add(item.source, unchanged=1)
        else:
            is_known = self._known.hash_of(item.url) is not None
            self.reading.add(item.source, new=not is_known, changed=is_known)
            self._known.add(item)
            self._batch.append(item)
            yield item
            size = sum(len(page.content) for page in self._batch)
            if len(self._batch) >= self._settings.batch_pages or size >= self._settings.batch_bytes:
                self._store_batch()

    def _store_batch(self) -> None:
        if self._batch:
            self._workers.submit(self._store.write_pages(self._batch), len(self._batch))
            self._batch = []
            self._visits.save()


def describe_rejects(rejects: Sequence[Reject], most: int = 3) -> str:
    """The first few rejects in words."""
    shown = "; ".join(f"{reject.item}: {reject.detail or reject.reason}" for reject in rejects[:most])
    return shown + (f"; and {len(rejects) - most} more" if len(rejects) > most else "")
