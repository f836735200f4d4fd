"""The gate of resolution: coded clusters of rows that are about one event, with a floor under every kind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.resolution import KINDS, TESTS, Links, pairs_of_coded
from transforms.score import read_coded

# more coded clusters, kept beside the repository while it is developed
BESIDE = TESTS.parents[1] / "shared" / "eval"
SETS = {
    "ours": (TESTS / "links.json", TESTS / "gold", TESTS / "heldout"),
    "beside": (BESIDE / "links.json", BESIDE / "dev"),
}
FLOORS = {"talks": 0.9, "exchanges": 0.9, "demands": 0.75}
MERGED = {"ours": 3, "beside": 0}  # pairs of all kinds that look alike, and are two events


@pytest.mark.parametrize("name", SETS)
def test_resolution_keeps_above_its_floors(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    file, *folders = SETS[name]
    if not file.is_file():
        pytest.skip("the larger set of coded clusters is not beside this checkout")
    links = Links(json.loads(Path(file).read_text()))
    pairs = pairs_of_coded(links.covered(c for folder in folders for c in read_coded(folder)))
    tallies = {kind: links.tally(kind, pairs[kind]) for kind in KINDS}
    with capsys.disabled():
        print("", name, *(f"{k} P {t.precision:.2f} R {t.recall:.2f} F1 {t.f1:.3f}" for k, (t, _) in tallies.items()))
    assert {kind: tally.f1 for kind, (tally, _) in tallies.items() if tally.f1 < FLOORS[kind]} == {}
    assert sum(len(merged) for _, merged in tallies.values()) <= MERGED[name]
