"""The gate of resolution: coded clusters of rows that are about one event, with a floor under every kind."""

from __future__ import annotations

import pytest

from tests.bench.resolution import KINDS, MEASURED, SEEN, TESTS, Links, pairs_of_coded, pairs_of_extracted
from transforms.score import Coded, read_coded

# more coded clusters, kept beside the repository while it is developed
BESIDE = TESTS.parents[1] / "shared" / "eval"
SETS = {
    "ours": (TESTS / "links.json", SEEN, TESTS / "gold", TESTS / "heldout"),
    "ours, measured only": (TESTS / "links.json", MEASURED, TESTS / "gold", TESTS / "heldout"),
    "beside": (BESIDE / "links.json", SEEN, BESIDE / "dev"),
}
FLOORS = {
    "ours": {"talks": 0.89, "exchanges": 0.91, "demands": 0.86},
    "ours, measured only": {"talks": 0.88, "exchanges": 0.87, "demands": 0.75},
    "beside": {"talks": 0.9, "exchanges": 0.9, "demands": 0.75},
}
MERGED = {"ours": 6, "ours, measured only": 6, "beside": 1}  # pairs of all kinds that look alike, and are two events
PRECISION = {"ours": 0.70, "ours, measured only": 0.77, "beside": 0.85}  # of all kinds, end to end
RIGHT = {"ours": 175, "ours, measured only": 90, "beside": 29}  # pairs of all kinds, end to end


@pytest.mark.parametrize("name", SETS)
def test_resolution_keeps_above_its_floors(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    coded, links = _read(name)
    pairs = pairs_of_coded(coded)
    tallies = {kind: links.tally(kind, pairs[kind]) for kind in KINDS}
    with capsys.disabled():
        print("", name, *(f"{k} P {t.precision:.2f} R {t.recall:.2f} F1 {t.f1:.3f}" for k, (t, _) in tallies.items()))
    assert {kind: tally.f1 for kind, (tally, _) in tallies.items() if tally.f1 < FLOORS[name][kind]} == {}
    assert sum(len(merged) for _, merged in tallies.values()) <= MERGED[name]


@pytest.mark.parametrize("name", SETS)
def test_what_is_extracted_is_merged_with_few_errors(name: str) -> None:
    coded, links = _read(name)
    pairs = pairs_of_extracted(coded)
    tallies = [links.tally(kind, pairs[kind])[0] for kind in KINDS]
    right = sum(tally.hit for tally in tallies)
    assert right >= RIGHT[name]
    assert right / sum(tally.found for tally in tallies) >= PRECISION[name]


def _read(name: str) -> tuple[list[Coded], Links]:
    file, part, *folders = SETS[name]
    if not file.is_file():
        pytest.skip("the larger set of coded clusters is not beside this checkout")
    links = Links(file, part)
    return links.covered(c for folder in folders for c in read_coded(folder)), links
