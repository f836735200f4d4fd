"""Curation entries -> corrected reports, judgements for `resolve`, corrected events, and what became of each entry.

The way of a build: `curate_reports` finds the rows and changes what articles say before events are made of it,
`resolve` takes the judgements, `curate_events` has the last word on the events. An entry without a row is an outcome, never
an error: articles come and go. Only what contradicts itself, or names what never was, is a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from transforms.contradictions import Placed, contradictions, corrected_twice, joined_by, parted_by
from transforms.correct import NotAsExpected, corrected
from transforms.curation import CORRECTIONS, JUDGEMENTS, Curation, CurationError, Entry, Fault
from transforms.event_rows import choose_again, event_row, put_event_row, put_events, take_events, without_events
from transforms.find_rows import Reports, RowFinder, RowNotFound, row_finder
from transforms.judgements import Judgements
from transforms.linking import KINDS
from transforms.reference.additions import NewAlias, key_of
from transforms.reference.load import Reference, load_reference
from transforms.resolve import Events
from transforms.written_slots import EVENT_SLOTS, REPORT_SLOTS, Row


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an entry, and the rows that it shows in; `before` and `after` are the value in words.

    state   applied; unneeded (the row says so without it); not_applied; bad
    problem why it is not applied, or is not needed
    """

    entry: Entry
    state: str
    problem: str | None = None
    row_ids: tuple[str, ...] = ()
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class CuratedReports:
    """The reports with the corrections of reports; the entries left for events, and what became of the others."""

    reports: Reports
    judgements: Judgements
    placed: tuple[Placed, ...]
    outcomes: tuple[Outcome, ...]


def curate_reports(
    curation: Curation, articles: pl.DataFrame, evidence: pl.LazyFrame, reports: Reports, reference: Reference
) -> CuratedReports:
    """The reports (kind -> frame) corrected, without those that are dropped; frames keep schema and order of ids.

    Raises CurationError for unknown ids and contradictions, unless the curation skips what is bad.
    """
    placed, outcomes = _place_entries(curation, articles, evidence, reports)
    outcomes += [Outcome(fault.entry, "bad", fault.why) for fault in curation.faults]
    outcomes += _added(curation)
    found: dict[str, pl.DataFrame] = {}
    for kind, frame in reports.items():
        found[kind], of_kind = _correct_frame(frame, kind, [p for p in placed if _corrects(p, kind)], reference)
        outcomes += of_kind
    together, apart = (frozenset(pair for p in placed for pair in pairs(p)) for pairs in (joined_by, parted_by))
    left = tuple(p for p in placed if p.entry.action in JUDGEMENTS or p.entry.rows[0].is_event)
    return CuratedReports(found, Judgements(together, apart), left, tuple(outcomes))


def curate_events(
    events: Events, curated: CuratedReports, reference: Reference, *, skips_bad: bool
) -> tuple[Events, list[Outcome]]:
    """The events corrected, without those that are dropped (nor the links of their reports), and all outcomes.

    Raises CurationError when two entries turn out to correct one slot of one event, unless what is bad is skipped.
    """
    outcomes = [*curated.outcomes, *_judged(events, curated.placed)]
    for kind in KINDS:
        of_kind = [p for p in curated.placed if _corrects(p, kind, is_event=True)]
        if of_kind:
            events, found = _correct_kind(events, kind, of_kind, reference, skips_bad=skips_bad)
            outcomes += found
    return events, sorted(outcomes, key=lambda o: (o.entry.file, o.entry.number))


def _place_entries(
    curation: Curation, articles: pl.DataFrame, evidence: pl.LazyFrame, reports: Reports
) -> tuple[list[Placed], list[Outcome]]:
    """The entries about rows with their rows, and the outcomes of those that have none."""
    about_rows = [entry for entry in curation.entries if entry.rows]
    finder = row_finder(about_rows, articles, evidence, reports)
    placed: list[Placed] = []
    outcomes: list[Outcome] = []
    faults: list[Fault] = []
    for entry in about_rows:
        try:
            placed.append(_place(entry, finder))
        except RowNotFound as error:
            if error.is_unknown:
                faults.append(Fault(entry, str(error)))
            else:
                outcomes.append(Outcome(entry, "not_applied", str(error)))
    faults += contradictions(placed)
    return _without_bad(placed, faults), outcomes + _bad(faults, skips_bad=curation.skips_bad)


def _place(entry: Entry, finder: RowFinder) -> Placed:
    rows = tuple(dict.fromkeys(finder.find(ref, entry) for ref in entry.rows))
    others = tuple(dict.fromkeys(finder.find(ref, entry) for ref in entry.others))
    if entry.action in JUDGEMENTS and (len({*rows, *others}) < 2 or set(rows) & set(others)):
        raise RowNotFound(f"its rows are one report now: {rows[0]}")
    return Placed(entry, rows, others)


def _bad(faults: Sequence[Fault], *, skips_bad: bool) -> list[Outcome]:
    if faults and not skips_bad:
        raise CurationError(faults)
    return [Outcome(fault.entry, "bad", fault.why) for fault in faults]


def _without_bad(placed: Iterable[Placed], faults: Iterable[Fault]) -> list[Placed]:
    bad = {fault.entry for fault in faults}
    return [p for p in placed if p.entry not in bad]


def _corrects(placed: Placed, kind: str, *, is_event: bool = False) -> bool:
    ref = placed.entry.rows[0]
    return placed.entry.action in CORRECTIONS and ref.kind == kind and ref.is_event == is_event


def _correct_frame(
    frame: pl.DataFrame, kind: str, placed: Sequence[Placed], reference: Reference
) -> tuple[pl.DataFrame, list[Outcome]]:
    if not placed:
        return frame, []
    is_meant = pl.col("report_id").is_in({p.rows[0] for p in placed})
    rows: dict[str, Row | None] = {row["report_id"]: row for row in frame.filter(is_meant).iter_rows(named=True)}
    outcomes: list[Outcome] = []
    for p in sorted(placed, key=_order):
        rows[p.rows[0]], outcome = _correct(p, p.rows[0], rows[p.rows[0]] or {}, kind, reference)
        outcomes.append(outcome)
    left = pl.DataFrame([row for row in rows.values() if row is not None], schema=frame.schema)
    return pl.concat([frame.filter(~is_meant), left]).sort("report_id"), outcomes


def _correct_kind(
    events: Events, kind: str, placed: Sequence[Placed], reference: Reference, *, skips_bad: bool
) -> tuple[Events, list[Outcome]]:
    links = dict(getattr(events, f"{kind}_links").select("report_id", f"{kind}_id").iter_rows())
    faults = corrected_twice((links[p.rows[0]], p.entry) for p in placed if p.rows[0] in links)
    outcomes = _bad(faults, skips_bad=skips_bad)
    dropped: set[str] = set()
    meant = {links[p.rows[0]] for p in placed if p.rows[0] in links}
    taken = take_events(events, kind, meant)
    for p in sorted(_without_bad(placed, faults), key=_order):
        event = links.get(p.rows[0])
        if event is None:
            outcomes.append(Outcome(p.entry, "not_applied", f"its report {p.rows[0]} counts in no event"))
            continue
        row, outcome = _correct(p, event, event_row(taken, kind, event), kind, reference)
        outcomes.append(outcome)
        if row is None:
            dropped.add(event)
        else:
            taken = put_event_row(taken, kind, event, row)
    changed = put_events(events, kind, meant, choose_again(taken, kind))
    return without_events(changed, kind, dropped), outcomes


def _order(placed: Placed) -> tuple[bool, bool]:
    """Rows are dropped last; how exact a number is, is said after the number."""
    return placed.entry.action == "drop", placed.entry.slot == "approx"


def _correct(placed: Placed, row_id: str, row: Row, kind: str, reference: Reference) -> tuple[Row | None, Outcome]:
    """The row after the correction, None when it is dropped, and the outcome."""
    entry = placed.entry
    slots = EVENT_SLOTS[kind] if entry.rows[0].is_event else REPORT_SLOTS[kind]
    try:
        new, before, after = corrected(row, entry, slots, reference)
    except NotAsExpected as error:
        return row, Outcome(entry, "not_applied", str(error), (row_id,))
    if before == after:
        return new, Outcome(entry, "unneeded", "the row says so without it", (row_id,), before, after)
    return new, Outcome(entry, "applied", None, (row_id,), before, after)


def _judged(events: Events, placed: Iterable[Placed]) -> Iterable[Outcome]:
    """The outcomes of the judgements: `before` are their reports, `after` the events that these are in."""
    reports = {p: (*p.rows, *p.others) for p in placed if p.entry.action in JUDGEMENTS}
    is_judged = pl.col("report_id").is_in([r for rows in reports.values() for r in rows])
    links = (getattr(events, f"{kind}_links").filter(is_judged) for kind in KINDS)
    of_report = {report: event for frame in links for report, event in frame.iter_rows()}
    for p, rows in reports.items():
        found = tuple(dict.fromkeys(of_report[r] for r in rows if r in of_report))
        yield Outcome(p.entry, "applied", None, found, ", ".join(rows), ", ".join(found))


def _added(curation: Curation) -> Iterable[Outcome]:
    """The outcomes of additions; an entity or spelling that the lists hold by now is not needed any more."""
    added = [(entry, entry.addition) for entry in curation.entries if entry.addition]
    if not added:
        return
    lists = load_reference()
    held = lists.parties.keys() | lists.people.keys() | lists.places.keys()
    spelled = {(alias.target, alias.text) for alias in lists.aliases}
    for entry, addition in added:
        if isinstance(addition, NewAlias):
            texts, is_held = addition.texts, all((addition.target, text) in spelled for text in addition.texts)
        else:
            texts, is_held = (addition.name, *addition.names), key_of(addition) in held
        words = ", ".join(dict.fromkeys(texts))
        if is_held:
            yield Outcome(entry, "unneeded", "the lists hold it by now", after=words)
        else:
            yield Outcome(entry, "applied", after=words)
