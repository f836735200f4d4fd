"""What a terminal shows: the summary of a run, the status of a warehouse. Colours only where there is a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape

from flows.alerts import DONE
from flows.summary import alert_lines, headline, lines

if TYPE_CHECKING:
    from warehouse.status import Status

LABEL = 12


def print_summary(record: Mapping[str, Any], path: str) -> None:
    """The end of `parley run`, on stdout."""
    console = _console()
    colour = "yellow" if record["status"] == "unchanged" else "green"
    console.print(f"[bold {colour}]{escape(headline(record))}[/]")
    for label, text in lines(record):
        _line(console, label, text)
    _line(console, "time", f"{record['seconds']:.1f} s")
    _line(console, "warehouse", path)


def print_status(status: Status) -> None:
    """`parley status`, on stdout."""
    console = _console()
    if status.path is None or status.age is None:
        console.print(f"[bold yellow]Nothing is published yet in {escape(str(status.warehouse_dir))}[/]")
    else:
        age = _age(status.age.total_seconds())
        console.print(f"[bold green]Published {age} ago[/], {(status.size_bytes or 0) / 1e6:,.1f} MB")
        _line(console, "warehouse", str(status.warehouse_dir / "parley.duckdb"))
        _line(console, "build", str(status.build_id))
        for table, count in status.counts.items():
            _line(console, table, f"{count:,}")
        for (stage, reason), count in status.rejects.items():
            _line(console, "rejected", f"{count:,} at {stage}: {reason}")
    for run in status.runs:
        _line(console, "run", _run_line(run))
    newest = next((run for run in status.runs if run.get("status") in DONE), {})
    for label, text in alert_lines(newest):
        _line(console, label, text)


def print_set_aside(warehouse: Path) -> None:
    """A line a page that was set aside as it cannot be about talks, columns apart by tabs, in the order of the archives."""
    from flows.store import Store

    for row in Store(warehouse).set_aside():
        print("\t".join("" if value is None else str(value) for value in row))


def _run_line(run: Mapping[str, object]) -> str:
    parts = [str(run.get("run_id")), str(run.get("status"))]
    if run.get("page_count") is not None:
        parts.append(f"{run['page_count']} pages, {run.get('kept_count')} articles, {run.get('reject_count')} rejected")
    if run.get("error"):
        parts.append(str(run["error"]))
    return "  ".join(parts)


def _age(seconds: float) -> str:
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {name}{'' if count == 1 else 's'}"
    return f"{seconds:.0f} seconds"


def _console() -> Console:
    return Console(highlight=False, soft_wrap=True)


def _line(console: Console, label: str, text: str) -> None:
    console.print(
        f"  [dim]{escape(label):<{LABEL}}[/] {escape(text)}"
        if len(label) < LABEL
        else f"  [dim]{escape(label)}[/]  {escape(text)}"
    )
