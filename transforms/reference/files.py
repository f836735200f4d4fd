"""Reading the data files that the packages bring along."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

# the parser in C is ten times as fast; a few platforms have none
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_data(*path: str, package: str = "transforms.reference") -> str:
    """The text of a data file of a package."""
    return resources.files(package).joinpath(*path).read_text(encoding="utf-8")


def read_yaml(*path: str, package: str = "transforms.reference") -> Any:
    """A YAML file of a package as it is; raises ValueError with the file's name when it is no YAML."""
    try:
        return yaml.load(read_data(*path, package=package), Loader=_LOADER)
    except yaml.YAMLError as error:
        raise ValueError(f"{'/'.join(path)}: {error}") from error
