"""The record of a run in words: for the terminal, Prefect's log and its table artifact."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Record = Mapping[str, Any]


def headline(record: Record) -> str:
    """One line: what became of the run."""
    if record["status"] == "unchanged":
        return f"Nothing new in {_n(record['page_count'], 'page')}; the warehouse is up to date"
    return (
        f"{_n(record['new_page_count'], 'new page')}, {_n(record['unchanged_page_count'], 'unchanged page')}: "
        f"{_n(record['kept_count'], 'article')}, {record['relevant_count']} about talks, "
        f"{record['reject_count']} rejected"
    )


def artifact_rows(record: Record) -> list[dict[str, Any]]:
    """The rows of the run's table artifact: counts, rejects by reason, rows by table."""
    rows = [
        {"what": "pages", "count": record["page_count"], "new": record["new_page_count"]},
        {"what": "articles", "count": record["kept_count"], "new": record["kept_count"]},
        *({"what": f"set aside: {step}", "count": n, "new": n} for step, n in record.get("set_aside", {}).items()),
        *({"what": f"alert: {a['source']}: {a['reason']}", "count": 0, "new": 0} for a in record.get("alerts", [])),
        *({"what": f"rejected: {reason}", "count": n, "new": n} for reason, n in record["rejects"].items()),
    ]
    tables = record.get("tables", {})
    return rows + [{"what": f"table {t}", "count": c["total"], "new": c["new"]} for t, c in tables.items()]


def lines(record: Record) -> Iterator[tuple[str, str]]:
    """Label and text of each line of the summary on a terminal."""
    yield "pages", f"{record['page_count']:,} read, {record['new_page_count']:,} new"
    if record["status"] == "published":
        yield "articles", f"{record['kept_count']:,}, {record['relevant_count']:,} of them about talks"
    if aside := record.get("set_aside"):
        steps = ", ".join(f"{step} {count:,}" for step, count in aside.items())
        yield "set aside", f"{sum(aside.values()):,} that cannot be about talks ({steps})"
    if skipped := record.get("skipped_records"):
        kinds = ", ".join(f"{kind} {count:,}" for kind, count in list(skipped.items())[:5])
        yield "no pages", f"{sum(skipped.values()):,} records of archives ({kinds})"
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in record["rejects"].items())
    yield "rejected", f"{record['reject_count']:,}" + (f" ({reasons})" if reasons else "")
    for table, count in record.get("tables", {}).items():
        if table not in ("runs", "rejects", "alerts"):
            yield table, f"{count['total']:,} rows" + (f", {count['new']:,} new" if count["new"] else "")
    yield from alert_lines(record)
    for warning in record.get("warnings", []):
        yield "warning", warning


def alert_lines(record: Record) -> Iterator[tuple[str, str]]:
    """Label and text of each source that brings nothing though it used to."""
    for alert in record.get("alerts", []):
        since = alert["last_brought_at"][:10]
        yield "alert", f"{alert['source']}: {alert['detail']}; usual: {alert['usual_count']:,}, the last on {since}"


def _n(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
