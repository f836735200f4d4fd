"""Dependencies point one way: flows -> warehouse -> transforms. Read from the imports, without importing anything."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = {"flows", "warehouse", "transforms", "sql"}
MODULES = sorted(file for package in OURS for file in (ROOT / package).rglob("*.py"))
PREFECT_FLOWS = {"tasks", "ingest", "build", "publish", "pipeline"}  # import it when they are imported
PREFECT_LAZY = {"runner", "serve", "server"}  # import it only once they need it
IMPURE_MODULES = {"socket", "subprocess", "requests", "urllib3", "http", "asyncio", "random", "secrets", "uuid"}
IMPURE_NAMES = {"environ", "getenv", "now", "today", "utcnow", "urlopen", "urlretrieve"}


def imports(tree):
    """Top-level package and whole name of every import, wherever it stands."""
    for node in ast.walk(tree):
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the direction"
            names = [node.module]
        yield from ((name.split(".")[0], name) for name in names)


def parse(file):
    return ast.parse(file.read_text("utf-8"))


def users_of(*packages):
    return {str(f.relative_to(ROOT)) for f in MODULES if {top for top, _ in imports(parse(f))} & set(packages)}


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("transforms", {"transforms"}),
        ("sql", {"sql"}),
        ("warehouse", {"warehouse", "transforms", "sql"}),
        ("flows", OURS),
    ],
)
def test_packages_import_downwards_only(package, allowed):
    assert MODULES
    wrong = {
        f"{file.relative_to(ROOT)}: {name}"
        for file in (ROOT / package).rglob("*.py")
        for top, name in imports(parse(file))
        if top in OURS - allowed
    }
    assert not wrong


def test_only_flows_know_prefect():
    assert users_of("prefect") == {f"flows/{name}.py" for name in PREFECT_FLOWS | PREFECT_LAZY}
    for name in PREFECT_LAZY:
        at_import = ast.Module([n for n in parse(ROOT / f"flows/{name}.py").body if "Import" in type(n).__name__], [])
        assert "prefect" not in {top for top, _ in imports(at_import)}


def test_only_the_warehouse_opens_duckdb():
    assert all(file.startswith("warehouse/") for file in users_of("duckdb"))


def test_only_fetching_and_cleaning_know_trafilatura():
    assert users_of("trafilatura", "courlan", "htmldate") <= {
        "flows/client.py",
        "flows/discover.py",
        "flows/warm.py",
        "transforms/clean.py",
        "transforms/parse.py",
    }


def test_transforms_are_pure():
    wrong = set()
    for file in (ROOT / "transforms").rglob("*.py"):
        tree = parse(file)
        wrong |= {f"{file.name}: {name}" for top, name in imports(tree) if top in IMPURE_MODULES}
        used = (n.attr if isinstance(n, ast.Attribute) else getattr(n, "id", None) for n in ast.walk(tree))
        wrong |= {f"{file.name}: {name}" for name in used if name in IMPURE_NAMES}
    assert not wrong


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the number of threads is read from /proc")
def test_worker_processes_are_forked_from_a_process_without_threads():
    """A fork copies one thread only: a lock that another one holds would stay locked for ever."""
    code = "import sys, flows.warm; print(open('/proc/self/status').read()); assert 'polars' not in sys.modules"
    status = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "Threads:\t1\n" in status
