"""Articles over time: versions, what was known on a day, pages that are gone, articles that were withdrawn."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl
import pytest

from transforms.retraction import says_retracted
from transforms.versions import current_versions, gone_pages

NEWS = "The two sides met for five hours in Gaborone on Monday and agreed to meet again. " * 20

RETRACTIONS = {
    ("Talks end without a truce", NEWS): False,
    ("RETRACTED: Talks end with a truce", NEWS): True,
    ("Retraction: Talks end with a truce", NEWS): True,
    ("Talks end with a truce", "Editor's note: An earlier version of this article has been withdrawn.\n" + NEWS): True,
    (
        "Talks end with a truce",
        NEWS + "\nThis story has been retracted because its source could not be confirmed.",
    ): True,
    ("Talks end with a truce", "The Example has withdrawn its story about a truce."): True,
    # what is withdrawn is the news
    (
        "Malawi's offer withdrawn",
        "Malawi said that its report on the raid was withdrawn. The article of the treaty ",
    ): False,
    ("Retracted claim divides sides", "The minister retracted this claim. The troops have been withdrawn."): False,
    ("Talks end", NEWS + "\nThis article has been corrected: the talks lasted five hours, not six."): False,
}


@pytest.mark.parametrize(("title", "text"), RETRACTIONS)
def test_what_says_that_it_is_withdrawn(title, text):
    assert says_retracted(title, text) is RETRACTIONS[title, text]


def at(day: int) -> datetime:
    return datetime(2024, 6, day, 12, tzinfo=UTC)


def versions(*rows: tuple[str, date | None, datetime]) -> pl.DataFrame:
    """Versions of articles: (article, published, fetched), in the order in which they are stored."""
    schema = {"article_id": pl.String, "published": pl.Date, "fetched_at": pl.Datetime("us", "UTC")}
    named = pl.DataFrame(rows, schema=schema, orient="row").with_row_index("n")
    return named.select(
        "article_id", "published", "fetched_at", pl.format("p{}", "n").alias("page_id"), pl.lit("b").alias("batch")
    )


OUT = date(2024, 6, 1)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (None, {"changed": "p0", "late": "p3", "undated": "p5"}),
        (date(2024, 5, 31), {}),
        (date(2024, 6, 1), {"changed": "p2", "late": "p3"}),
        (date(2024, 6, 5), {"changed": "p4", "late": "p3", "undated": "p1"}),
        (date(2024, 6, 30), {"changed": "p0", "late": "p3", "undated": "p5"}),
    ],
)
def test_versions_as_of_a_day(as_of, expected):
    stored = versions(
        ("changed", OUT, at(9)),
        ("undated", None, at(5)),
        ("changed", OUT, at(1)),
        ("late", OUT, at(20)),
        ("changed", OUT, at(4)),
        ("undated", None, at(8)),
    )
    found = current_versions(stored, as_of=as_of)
    assert dict(found.select("article_id", "page_id").iter_rows()) == expected
    assert found.equals(current_versions(stored.reverse(), as_of=as_of))


def test_a_page_is_gone_until_it_is_fetched_again():
    articles = pl.DataFrame(
        [("back", "u/back", at(9)), ("gone", "u/gone", at(1)), ("busy", "u/busy", at(1))],
        schema={"article_id": pl.String, "url": pl.String, "fetched_at": pl.Datetime("us", "UTC")},
        orient="row",
    )
    refusals = pl.DataFrame(
        [
            ("u/back", "http_404", at(5)),
            ("u/gone", "http_410", at(7)),
            ("u/gone", "http_404", at(6)),
            ("u/busy", "http_503", at(6)),
        ],
        schema={"item": pl.String, "reason": pl.String, "asked_at": pl.Datetime("us", "UTC")},
        orient="row",
    )
    assert gone_pages(articles, refusals).rows() == [("gone", at(6))]
