"""What a run costs, measured on real pages: `python -m tests.bench` (see docs/bench.md)."""
