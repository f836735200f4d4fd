"""Sources that used to bring something and do not any more, by comparison with the records of earlier runs.

no_pages      it names no page at all, or cannot be read, though half of its last ten runs with pages had at least
              `usual_count` of them: the feed has moved, the site is down or forbids us
nothing_new   no page at a new URL for more than a day and twice as long as ever between its last twenty runs with new ones, of
              which there are four or more
no_articles   three or more new pages and no article in any, though half of its last ten such runs had at least
              `usual_count`: the site has changed its pages, or hides them

An alert stands in each run until the source brings what it is missed for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median_low
from typing import Any

from flows.store import Reject

LAST_RUNS, LAST_NEW_RUNS = 10, 20
FEWEST_NEW_RUNS = 4
FEWEST_NEW_PAGES = 3
SHORTEST_SILENCE = timedelta(days=1)
DONE = frozenset({"published", "unchanged"})


@dataclass(frozen=True, slots=True)
class SourceCount:
    """What one source brought in one run: pages at new URLs, others at known ones, known pages, articles in the first two."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    articles: int = 0

    @property
    def stored(self) -> int:
        """The pages from which articles are taken."""
        return self.new + self.changed

    @property
    def pages(self) -> int:
        """All pages, new or not."""
        return self.stored + self.unchanged


@dataclass(frozen=True, slots=True)
class Alert:
    """A source that brings nothing; it brought `usual_count` before, and did so last at `last_brought_at` (ISO, UTC)."""

    source: str
    reason: str
    detail: str
    usual_count: int
    last_brought_at: str


Past = Sequence[tuple[datetime, SourceCount]]  # of one source, oldest first


def find_alerts(
    counts: Mapping[str, SourceCount], rejects: Sequence[Reject], runs: Sequence[Mapping[str, Any]], at: datetime
) -> list[Alert]:
    """The alerts of a run that began `at`, in the order of the sources; `runs` are the records of those before it."""
    why = {reject.source: reject for reject in reversed(rejects)}
    postponed = {reject.source for reject in rejects if reject.reason == "over_budget"}
    alerts = []
    for source, count in counts.items():
        if source in postponed:  # what it has is left to the next run
            continue
        past = [
            (datetime.fromisoformat(run["started_at"]), SourceCount(**run["source_counts"][source]))
            for run in runs
            if run.get("status") in DONE and source in run.get("source_counts", {})
        ]
        alert = _no_pages(source, count, past, why) or _nothing_new(source, count, past, at)
        if alert := alert or _no_articles(source, count, past):
            alerts.append(alert)
    return alerts


def _no_pages(source: str, count: SourceCount, past: Past, why: Mapping[str, Reject]) -> Alert | None:
    brought = [(time, then.pages) for time, then in past if then.pages]
    if count.pages or not brought:
        return None
    detail = f"{why[source].reason}: {why[source].detail}" if source in why else "it names no page"
    return _alert(source, "no_pages", detail, brought[-LAST_RUNS:])


def _nothing_new(source: str, count: SourceCount, past: Past, at: datetime) -> Alert | None:
    brought = [(time, then.new) for time, then in past if then.new][-LAST_NEW_RUNS:]
    if count.new or len(brought) < FEWEST_NEW_RUNS:
        return None
    longest = max(later - earlier for (earlier, _), (later, _) in pairwise(brought))
    silence = at - brought[-1][0]
    if silence <= max(2 * longest, SHORTEST_SILENCE):
        return None
    detail = f"no page at a new URL for {_hours(silence)} hours, {_hours(longest)} at most before"
    return _alert(source, "nothing_new", detail, brought)


def _no_articles(source: str, count: SourceCount, past: Past) -> Alert | None:
    with_new = [(time, then.articles) for time, then in past if then.stored >= FEWEST_NEW_PAGES]
    brought = [(time, articles) for time, articles in with_new if articles]
    if count.articles or count.stored < FEWEST_NEW_PAGES or not brought:
        return None
    before = [item for item in with_new if item[0] <= brought[-1][0]][-LAST_RUNS:]
    if median_low(articles for _, articles in before) == 0:
        return None
    return _alert(source, "no_articles", f"{count.stored:,} new pages, no article in any", before)


def _alert(source: str, reason: str, detail: str, brought: Sequence[tuple[datetime, int]]) -> Alert:
    """With the middle one of the counts (the lower one of two), and the time of the last."""
    return Alert(source, reason, detail, median_low(n for _, n in brought), brought[-1][0].isoformat())


def _hours(time: timedelta) -> str:
    return f"{time.total_seconds() / 3600:,.0f}"
