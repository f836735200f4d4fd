"""For whom a name speaks: people whom an article names with their party, and outlets that are a party's own."""

from __future__ import annotations

import polars as pl

from transforms.reference.load import Reference
from transforms.schemas import SPEAKERS, conform


def find_speakers(articles: pl.DataFrame, people: pl.DataFrame, reference: Reference) -> pl.DataFrame:
    """One row an article, name and party (SPEAKERS): what makes a report first-hand (`transforms/support.py`).

    `people` are those that articles name (MENTIONED_PEOPLE). An outlet speaks for a party when it has the name of the
    party or of one of its offices ("The White House"); an agency or a broadcaster of a state does not.
    """
    offices = {
        name.removeprefix("the ").casefold(): party.code
        for party in reference.parties.values()
        for name in (party.name, *party.names, *party.metonyms)
        if name not in party.weak
    }
    outlet = pl.col("outlet").str.strip_prefix("The ").str.to_lowercase()
    own = articles.select(
        "article_id",
        pl.col("outlet").alias("name"),
        outlet.replace_strict(offices, default=None, return_dtype=pl.String).alias("party_code"),
    )
    named = people.select("article_id", "name", "party_code")
    speakers = pl.concat([own, named]).drop_nulls().unique().sort("article_id", "name", "party_code")
    return conform(speakers, SPEAKERS, name="speakers")
