"""The tables of parties, people and places: reference entries that published rows name, and what only articles name."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.events import commonest
from transforms.reference.load import Reference
from transforms.resolve import Events
from warehouse.stage import Stage

# Columns of the public tables that hold one party code each.
PARTY_COLUMNS = {
    "talk_parties": ["party_code"],
    "talk_people": ["party_code"],
    "demand_parties": ["party_code"],
    "exchange_parties": ["party_code"],
    "exchange_legs": ["from_party", "to_party"],
    "exchange_report_legs": ["from_party", "to_party"],
    "people": ["party_code"],
}


def parties_table(tables: Mapping[str, pl.DataFrame], reference: Reference) -> pl.DataFrame:
    """One row a party code that a public table holds; unknown codes get themselves as name and kind `unknown`."""
    codes = pl.concat(
        tables[table].select(pl.col(column).alias("party_code"))
        for table, columns in PARTY_COLUMNS.items()
        for column in columns
    )
    known = pl.DataFrame(
        [
            (p.code, p.name, p.kind, p.code if p.kind == "state" else p.country, p.wikidata)
            for p in reference.parties.values()
        ],
        schema=dict.fromkeys(("party_code", "name", "kind", "country", "wikidata_id"), pl.String),
        orient="row",
    )
    return (
        codes.drop_nulls()
        .unique()
        .join(known, on="party_code", how="left")
        .with_columns(
            pl.col("name").is_not_null().alias("is_listed"),
            pl.col("name").fill_null(pl.col("party_code")),
            pl.col("kind").fill_null("unknown"),
        )
        .sort("party_code")
    )


def people_table(stage: Stage, events: Events, reference: Reference) -> pl.DataFrame:
    """One row a person whom an article names, with the commonest party and role that articles give."""
    at_talks = events.talk_people.select("person_id", "name", "party_code")
    named = stage.people.select("person_id", "name", "party_code", "role").drop_nulls("person_id")
    people = (
        pl.concat([named, at_talks], how="diagonal")
        .group_by("person_id")
        .agg(_longest("name"), commonest("party_code"), commonest("role"))
    )
    return (
        people.join(_article_counts(stage, events), on="person_id", how="left")
        .join(_known_people(reference), on="person_id", how="left")
        .select(
            "person_id",
            pl.coalesce("known_name", "name", "person_id").alias("name"),
            pl.coalesce("party_code", "known_party").alias("party_code"),
            pl.coalesce("role", "known_role").alias("role"),
            pl.col("known_name").is_not_null().alias("is_listed"),
            pl.col("article_count").fill_null(0).cast(pl.Int32),
        )
        .sort("person_id")
    )


def person_roles(stage: Stage, reference: Reference) -> pl.DataFrame:
    """One row a person: `person_id, role`, as the articles say, else as the reference lists say."""
    said = stage.people.drop_nulls("person_id").group_by("person_id").agg(commonest("role"))
    known = _known_people(reference).select("person_id", "known_role")
    return (
        said.join(known, on="person_id", how="full", coalesce=True)
        .select("person_id", pl.coalesce("role", "known_role").alias("role"))
        .drop_nulls("role")
    )


def places_table(talks: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """One row a city (or other named place) of a talk."""
    kinds = dict.fromkeys(reference.cities, "city") | {p.name: p.kind for p in reference.places.values()}
    return (
        talks.drop_nulls("place_id")
        .group_by("place_id")
        .agg(pl.col("city").sort().first(), pl.col("country").first(), pl.len().cast(pl.Int32).alias("talk_count"))
        .with_columns(pl.col("city").replace_strict(kinds, default=None, return_dtype=pl.String).alias("kind"))
        .select(
            "place_id",
            pl.col("city").alias("name"),
            pl.col("kind").fill_null("unknown"),
            "country",
            pl.col("kind").is_not_null().alias("is_listed"),
            "talk_count",
        )
        .sort("place_id")
    )


def _known_people(reference: Reference) -> pl.DataFrame:
    offices = [(p, p.office()) for p in reference.people.values()]
    rows = [(p.id, p.name, o.party if o else None, o.role if o else None) for p, o in offices]
    columns = ("person_id", "known_name", "known_party", "known_role")
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def _article_counts(stage: Stage, events: Events) -> pl.DataFrame:
    """One row a person: in how many distinct stories the articles name them."""
    return (
        stage.people.select("person_id", "article_id")
        .join(events.stories, on="article_id")
        .group_by("person_id")
        .agg(pl.col("story_id").n_unique().alias("article_count"))
    )


def _longest(column: str) -> pl.Expr:
    """The longest value of the group, ties to the smallest."""
    return pl.col(column).sort_by(pl.col(column).str.len_chars(), pl.col(column), descending=[True, False]).first()
