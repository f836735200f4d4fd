"""What of the pages that the sources name is asked for in this run: what may have changed, within budgets, in fair turns.

Pages that were never asked for come first, source by source in turn, then known ones, those first that were not asked
for longest. So what a budget leaves out comes up in the next runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from flows.fetch import Target, group_of
from flows.settings import Settings
from flows.sources import Source
from flows.store import Known, Reject
from flows.visits import NEVER, Visit


@dataclass
class Plan:
    """`targets` are to be asked for; `unchanged` counts by source the pages that need not."""

    targets: list[Target] = field(default_factory=list)
    unchanged: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)


def plan_fetch(
    targets: Sequence[Target],
    visits: Mapping[str, Visit],
    known: Known,
    sources: Iterable[Source],
    settings: Settings,
    at: datetime,
) -> Plan:
    """What to ask for in a run that began `at`; a reject a source and budget that leaves pages out, with their number."""
    plan, recent = Plan(), at - timedelta(seconds=settings.revisit_after)
    places: Counter[str] = Counter()
    due: list[tuple[datetime, int, Target]] = []
    for target in targets:
        visit = visits.get(target.url)
        is_stored = visit is not None and visit.sha256 is not None and known.hash_of(target.url) == visit.sha256
        if target.response:
            plan.targets.append(target)
        elif visit and is_stored and (visit.covers(target.changed_by) or visit.checked_at > recent):
            plan.unchanged[target.source] += 1
        else:
            checked_at = visit.checked_at if visit else NEVER
            due.append((checked_at, places[target.source], replace(target, visit=visit if is_stored else None)))
            places[target.source] += 1
    due.sort(key=lambda item: item[:2])
    _spend(plan, [target for _, _, target in due], {source.name: source for source in sources}, settings)
    return plan


def _spend(plan: Plan, due: Sequence[Target], sources: Mapping[str, Source], settings: Settings) -> None:
    """Take of the due targets what the budgets of source, host and run allow."""
    spent: Counter[str] = Counter()
    left: Counter[tuple[str, str]] = Counter()
    for target in due:
        source, host = sources[target.source], group_of(target.url)
        budgets = {
            f"of the source {source.name}": source.limit or settings.source_budget,
            f"of the host {host}": settings.host_budget,
            "in all": settings.run_budget,
        }
        full = next((f"{most:,} {whose}" for whose, most in budgets.items() if spent[whose] >= most), None)
        if full:
            left[source.name, full] += 1
        else:
            spent.update(budgets.keys())
            plan.targets.append(target)
    for (name, full), count in sorted(left.items()):
        detail = f"{count:,} pages are left to the next run: at most {full} a run"
        plan.rejects.append(Reject("fetch", sources[name].location, "over_budget", detail, name))
