"""What a build is made from, as one hash: equal hashes, equal warehouses (but for times and the list of runs)."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import polars as pl

from flows.alerts import Alert
from flows.store import Reject, Store
from transforms.curation import Curation
from warehouse.code import code_of_build


def state_of_build(
    store: Store, stage_folders: Sequence[Path], rejects: Sequence[Reject], alerts: Sequence[Alert], curation: Curation
) -> str:
    """The hash of stage folders, code and SQL that build, what people decided, all inputs not taken and alerts so far."""
    folders = "\n".join(sorted(folder.name for folder in stage_folders))
    taken = sorted({(r.stage, r.item, r.reason, r.source) for r in rejects} | _stored_rejects(store))
    missed = sorted({(alert.source, alert.reason, alert.last_brought_at) for alert in alerts})
    content = f"{folders}\n{code_of_build()}\n{curation.fingerprint}\n{taken}\n{missed}"
    return sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _stored_rejects(store: Store) -> set[tuple[str, str, str, str]]:
    files = sorted(store.runs.glob("*.rejects.parquet"))
    if not files:
        return set()
    return set(pl.read_parquet(files).select("stage", "item", "reason", "source").iter_rows())
