"""The version of the code that builds, by which what is kept between builds is told from what must be made again."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import sql
import transforms

CODE_SUFFIXES = {".py", ".sql", ".yml", ".csv", ".txt", ".json"}
NO_CODE = {"__pycache__", "data"}
LIBRARIES = ("polars", "duckdb")


@cache
def code_of_build() -> str:
    """A hash of everything that turns stage folders into a warehouse: code, SQL, reference data and libraries."""
    packages = (Path(str(transforms.__file__)).parent, Path(str(sql.__file__)).parent, Path(__file__).parent)
    libraries = " ".join(f"{name}={version(name)}" for name in LIBRARIES)
    return sha256(f"{hash_of_files(*packages)} {libraries}".encode()).hexdigest()[:12]


def hash_of_files(*folders: Path) -> str:
    """A short hash of the names and contents of the code and data files in the folders."""
    digest = sha256()
    for folder in folders:
        for file in _code_files(folder):
            digest.update(f"{file.relative_to(folder.parent)}\n".encode())
            digest.update(sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _code_files(folder: Path) -> Iterator[Path]:
    """Code and data files, sorted; not the default warehouse, which lies beside code."""
    for path in sorted(folder.iterdir()):
        if path.is_dir() and path.name not in NO_CODE:
            yield from _code_files(path)
        elif path.suffix in CODE_SUFFIXES:
            yield path
