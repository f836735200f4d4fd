"""The pattern corpus: every pattern file with the sentences that each pattern must and must not match."""

import pytest

from transforms.extract.engine import BASE_MACROS, load_patterns, pattern_files, read_pattern

PATTERNS = [(name, pattern) for name in pattern_files() for pattern in load_patterns(name)]
IDS = [pattern.id for _, pattern in PATTERNS]


def holds(pattern, typed: str) -> bool:
    opened = not pattern.triggers or any(word in typed.lower() for word in pattern.triggers)
    return opened and pattern.regex.search(typed.lower()) is not None


def test_ids_are_unique_over_all_files():
    assert len(IDS) == len(set(IDS))


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=IDS)
def test_examples(name, pattern):
    assert pattern.why
    assert pattern.match, f"{pattern.id}: no sentence that must match"
    assert pattern.no_match, f"{pattern.id}: no sentence that must not match"
    assert [s for s in pattern.match if not holds(pattern, s)] == []
    assert [s for s in pattern.no_match if holds(pattern, s)] == []


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"id": "x", "regex": "a"}, "why"),
        ({"id": "x", "why": "y", "regex": "a", "anchored": True}, "trigger"),
        ({"id": "x", "why": "y", "regex": "(a"}, "'x'"),
        ({"id": "x", "why": "y", "regex": "{NOBODY}"}, "NOBODY"),
    ],
)
def test_a_broken_pattern_names_itself(entry, words):
    with pytest.raises(ValueError, match=words):
        _ = read_pattern(entry, BASE_MACROS).regex
