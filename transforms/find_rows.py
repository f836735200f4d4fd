"""Curation entries -> the reports they mean: by id where that still holds, else by article and sentence.

Report ids number the rows of an article, so a new version of the patterns may give a row another number. A reference that
carries its sentence finds the row all the same; an event is found by the report that its id was made from, or by any
report whose sentence is given.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from transforms.curation import Entry, RowRef
from transforms.linking import event_id
from transforms.written_slots import REPORT_SLOTS, Row, fits

Reports = Mapping[str, pl.DataFrame]  # kind -> report frame of `schemas.py`


class RowNotFound(Exception):  # noqa: N818  (mostly no error: an entry that no longer applies)
    """Why a reference has no row; `is_unknown` when it has nothing but an id and no row ever had that."""

    def __init__(self, why: str, *, is_unknown: bool = False) -> None:
        self.is_unknown = is_unknown
        super().__init__(why)


@dataclass(frozen=True)
class RowFinder:
    """What is needed to find the rows of some references; made by `row_finder`."""

    rows: Mapping[str, Row]  # report id -> its slots
    quotes: Mapping[str, frozenset[str]]  # report id -> its sentences
    articles: Mapping[str, str]  # article id or URL -> article id
    events: Mapping[str, str]  # event id -> the report that it was made from
    by_article: Mapping[tuple[str, str], list[str]] = field(default_factory=dict)  # article id, kind -> report ids

    def find(self, ref: RowRef, entry: Entry) -> str:
        """The id of the report that a reference means, for an event one of its reports. Raises RowNotFound."""
        by_id = self.events.get(ref.id) if ref.is_event else ref.id if ref.id in self.rows else None
        if by_id and self._is_meant(by_id, ref) and self._was(by_id, ref, entry):
            return by_id
        if not ref.is_anchored:
            if by_id is None:
                raise RowNotFound(
                    f"no row has the id {ref.id}; without article and sentence it is not found otherwise",
                    is_unknown=True,
                )
            raise RowNotFound(self._what_is_other(by_id, ref, entry))
        return self._find_by_sentence(ref, entry)

    def _find_by_sentence(self, ref: RowRef, entry: Entry) -> str:
        article_id = self.articles.get(ref.article or "")
        if article_id is None:
            raise RowNotFound(f"there is no article {ref.article}")
        found = [r for r in self.by_article.get((article_id, ref.kind), []) if self._is_meant(r, ref)]
        if len(found) > 1:
            found = [r for r in found if self._was(r, ref, entry)] or found
        if len(found) > 1:
            raise RowNotFound(
                f"{len(found)} rows have this sentence ({', '.join(found)}); tell them apart with `where`"
            )
        if not found:
            raise RowNotFound(f"no {ref.kind} of article {article_id} has this sentence as evidence any more")
        return found[0]

    def _is_meant(self, report_id: str, ref: RowRef) -> bool:
        has_sentence = ref.sentence is None or _spaced(ref.sentence) in self.quotes.get(report_id, ())
        slots = REPORT_SLOTS[ref.kind]
        return has_sentence and all(fits(slots[slot], value, self.rows[report_id]) for slot, value in ref.where)

    def _was(self, report_id: str, ref: RowRef, entry: Entry) -> bool:
        """Whether the report's slot is as the entry found it; an event's is looked at once events are there."""
        if not entry.has_was or entry.leg or entry.slot is None or ref.is_event:
            return True
        return fits(REPORT_SLOTS[ref.kind][entry.slot], entry.was, self.rows[report_id])

    def _what_is_other(self, report_id: str, ref: RowRef, entry: Entry) -> str:
        if not self._is_meant(report_id, ref):
            return f"{report_id} is another row now"
        value = REPORT_SLOTS[ref.kind][entry.slot or ""].show(self.rows[report_id])
        return f"{entry.slot} of {report_id} was {entry.was!r} and is {value!r} now"


def row_finder(entries: Iterable[Entry], articles: pl.DataFrame, evidence: pl.LazyFrame, reports: Reports) -> RowFinder:
    """The index for the references of the entries; rows of other articles are not looked at."""
    refs = [ref for entry in entries for ref in (*entry.rows, *entry.others)]
    named = {ref.article for ref in refs if ref.article}
    events = {i: r for kind in reports for i, r in _first_reports(kind, reports[kind], refs)}
    wanted = {ref.id for ref in refs} | set(events.values())
    places = articles.filter(pl.col("article_id").is_in(named) | pl.col("url").is_in(named)).select("article_id", "url")
    ids = {key: article_id for article_id, url in places.iter_rows() for key in (article_id, url)}
    rows: dict[str, dict[str, Any]] = {}
    by_article: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, frame in reports.items():
        is_near = pl.col("report_id").is_in(wanted) | pl.col("article_id").is_in(set(ids.values()))
        for row in frame.filter(is_near).sort("report_id").iter_rows(named=True):
            rows[row["report_id"]] = row
            by_article[row["article_id"], kind].append(row["report_id"])
    quotes: dict[str, set[str]] = defaultdict(set)
    for report_id, quote in (
        evidence.filter(pl.col("report_id").is_in(set(rows))).select("report_id", "quote").collect().iter_rows()
    ):
        quotes[report_id].add(_spaced(quote))
    return RowFinder(rows, {r: frozenset(q) for r, q in quotes.items()}, ids, events, by_article)


def _first_reports(kind: str, reports: pl.DataFrame, refs: Iterable[RowRef]) -> Iterable[tuple[str, str]]:
    """Event id and report, for the events of the kind that are referred to."""
    wanted = {ref.id for ref in refs if ref.is_event and ref.kind == kind}
    if wanted:
        found = ((event_id(kind, report_id), report_id) for report_id in reports["report_id"])
        yield from (pair for pair in found if pair[0] in wanted)


def _spaced(text: str) -> str:
    """The text with single blanks, as YAML folds lines."""
    return " ".join(text.split())
