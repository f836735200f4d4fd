"""The pages that the bench reads: a folder of real ones, else those of the example site, repeated to a number."""

import gzip
import json
import os
from pathlib import Path

from flows.sample import build_site

PAGES_VARIABLE = "PARLEY_BENCH_PAGES"
NEIGHBOUR = Path(__file__).parents[3] / "shared" / "pages"


def pages_folder():
    """The folder named by PARLEY_BENCH_PAGES, else ../shared/pages; None when there is neither."""
    folder = Path(os.environ.get(PAGES_VARIABLE) or NEIGHBOUR)
    return folder if folder.is_dir() else None


def read_originals(folder):
    """Name to content of every HTML page in the folder and below; of the example site when there is no folder."""
    if folder is None:
        site = build_site("http://127.0.0.1").items()
        return {path.rsplit("/", 1)[-1]: body for path, (_, body) in site if path.endswith(".html")}
    files = sorted(p for p in folder.rglob("*") if p.name.endswith((".html", ".html.gz")))
    return {
        p.name.split(".")[0]: gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in files
    }


def read_gold(folder):
    """Name to gold text of the pages, empty when the folder has no ground-truth.json."""
    file = folder / "ground-truth.json" if folder else None
    if file is None or not file.is_file():
        return {}
    return {name: entry["articleBody"] for name, entry in json.loads(file.read_text("utf-8")).items()}


def write_copies(originals, target, count):
    """Write `count` files into `target`, each original again and again under another name."""
    target.mkdir(parents=True)
    names = sorted(originals)
    for i in range(count):
        name = names[i % len(names)]
        (target / f"{i:05d}-{name[:12]}.html").write_bytes(originals[name])
    return target
