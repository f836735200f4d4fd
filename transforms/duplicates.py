"""Articles -> stories: syndicated copies, updated versions and re-posts of one text count once.

Texts are compared by word shingles: five words in a row, hashed, of which a fixed part is kept by value, so that the
same shingle is kept or dropped in every text. An article belongs to the story of an earlier one when half of the
smaller text's kept shingles stand in the other, and both appeared within a few days.

The kept shingles of a text, its signature, depend on that text alone and take most of the time: a build makes those of
new articles (`sign`) and compares the signatures of all (`find_stories`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import polars as pl

from transforms.schemas import SIGNATURES, empty

SHINGLE = 5
KEPT_OF = 4  # one shingle in four is kept
CONTAINMENT = 0.5
WINDOW_DAYS = 7
MIN_SHINGLES = 6  # fewer kept shingles prove nothing; such short texts are copies only when they are equal
MAX_ARTICLES = 200  # a shingle in more articles than that is boilerplate
SIGNED_AT_ONCE = 1000  # articles whose words are in memory at a time
COMPARED_AT_ONCE = 2000  # articles whose shared shingles are in memory at a time
SHARES = 8  # parts of the shingles that are counted one after the other, for the sake of memory


def sign(articles: pl.DataFrame) -> pl.DataFrame:
    """One row an article (SIGNATURES), from `article_id, text`."""
    parts = (articles[i : i + SIGNED_AT_ONCE] for i in range(0, articles.height, SIGNED_AT_ONCE))
    return pl.concat([empty(SIGNATURES), *map(_signatures, parts)])


def find_stories(articles: pl.DataFrame, signatures: pl.DataFrame) -> pl.DataFrame:
    """One row an article: `article_id, story_id, is_duplicate`; from `article_id, published` and SIGNATURES.

    `story_id` is the `article_id` of the story's first article: the earliest published, then the smallest id. Every
    copy is compared with that first article itself, so that a row of small changes does not chain two stories.
    """
    size = pl.col("shingles").list.len().alias("size")
    ranked = (
        articles.select("article_id", "published")
        .join(signatures.select("article_id", "words", size), on="article_id")
        .sort("published", "article_id", nulls_last=True)
        .with_row_index("rank")
    )
    equal = _equal_texts(ranked)
    others = ranked.join(equal, on="rank", how="anti")
    pairs = pl.concat([equal, _similar_texts(others, signatures)]).sort("rank", "earlier")
    first = pl.Series(_first_of_story(ranked.height, pairs), dtype=pl.UInt32)
    return ranked.select(
        "article_id",
        pl.col("article_id").gather(first).alias("story_id"),
        (pl.col("article_id") != pl.col("article_id").gather(first)).alias("is_duplicate"),
    )


def _signatures(articles: pl.DataFrame) -> pl.DataFrame:
    words = pl.col("text").fill_null("").str.to_lowercase().str.replace_all(r"\W+", " ").str.strip_chars()
    texts = articles.select("article_id", words.alias("words")).with_row_index("row")
    shingles = _kept_shingles(texts).group_by("row").agg(pl.col("shingle").alias("shingles"))
    return texts.join(shingles, on="row", how="left", maintain_order="left").select(
        "article_id",
        pl.when(pl.col("words") != "").then(pl.col("words").hash(seed=7)).alias("words"),
        pl.col("shingles").fill_null([]),
    )


def _kept_shingles(texts: pl.DataFrame) -> pl.DataFrame:
    """One row a distinct kept shingle of a text: `row, shingle`."""
    words = (
        texts.select("row", pl.col("words").str.split(" ")).explode("words").with_columns(pl.col("words").hash(seed=7))
    )
    shingle = pl.lit(0, dtype=pl.UInt64)
    for i in range(SHINGLE):
        shingle = shingle * pl.lit(1_000_003, dtype=pl.UInt64) + pl.col("words").shift(-i)
    inside = pl.col("row") == pl.col("row").shift(1 - SHINGLE)
    mixed = (shingle ^ (shingle // pl.lit(2**29, dtype=pl.UInt64))).alias("shingle")
    kept = words.select("row", mixed, inside.alias("inside")).filter(pl.col("inside"), pl.col("shingle") % KEPT_OF == 0)
    return kept.select("row", "shingle").unique()


def _first_of_story(count: int, pairs: pl.DataFrame) -> list[int]:
    """For each rank the rank of its story's first article; pairs are (rank, earlier), sorted.

    An equal text belongs to the story of the text it equals; a similar one only to a story's first article.
    """
    first = list(range(count))
    for rank, earlier, is_equal in pairs.iter_rows():
        if first[rank] == rank and (is_equal or first[earlier] == earlier):
            first[rank] = first[earlier]
    return first


def _equal_texts(ranked: pl.DataFrame) -> pl.DataFrame:
    """Pairs of ranks with the same words; every copy with the first."""
    return (
        ranked.select("rank", "words")
        .drop_nulls("words")
        .with_columns(pl.col("rank").min().over("words").alias("earlier"))
        .filter(pl.col("rank") != pl.col("earlier"))
        .select("rank", "earlier", pl.lit(value=True).alias("is_equal"))
    )


def _similar_texts(ranked: pl.DataFrame, signatures: pl.DataFrame) -> pl.DataFrame:
    """Pairs of ranks, near in time, of which one text holds half of the other's kept shingles."""
    dated = ranked.drop_nulls("published").filter(pl.col("size") >= MIN_SHINGLES)
    shared = _shared_shingles(dated, signatures)
    pairs = [_contained(later, around) for later, around in _neighbours(dated, shared)]
    none = {"rank": pl.UInt32, "earlier": pl.UInt32, "is_equal": pl.Boolean}
    return pl.concat([pl.DataFrame(schema=none), *pairs])


def _shared_shingles(ranked: pl.DataFrame, signatures: pl.DataFrame) -> pl.DataFrame:
    """One row a text and shingle that other texts have too, but not too many: `rank, shingle`, in order of rank."""
    texts = ranked.select("rank", "article_id").join(signatures.select("article_id", "shingles"), on="article_id")
    parts = []
    for share in range(SHARES):
        mine = pl.element().filter(pl.element() // KEPT_OF % SHARES == share)
        part = texts.select("rank", pl.col("shingles").list.eval(mine).alias("shingle")).explode("shingle").drop_nulls()
        parts.append(part.filter(pl.len().over("shingle").is_between(2, MAX_ARTICLES)))
    return pl.concat(parts).sort("rank")


def _neighbours(texts: pl.DataFrame, shared: pl.DataFrame) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Some texts' shared shingles, with size and day; and those of the texts that appeared up to a window before."""
    shared = shared.join(texts.select("rank", "size", "published"), on="rank", maintain_order="left")
    for i in range(0, texts.height, COMPARED_AT_ONCE):
        some = texts[i : i + COMPARED_AT_ONCE]
        earliest = some["published"][0] - timedelta(days=WINDOW_DAYS)
        until = pl.col("rank") <= some["rank"][-1]
        yield (
            shared.filter(pl.col("rank") >= some["rank"][0], until),
            shared.filter(pl.col("published") >= earliest, until),
        )


def _contained(later: pl.DataFrame, around: pl.DataFrame) -> pl.DataFrame:
    near = (pl.col("published") - pl.col("published_earlier")).dt.total_days() <= WINDOW_DAYS
    return (
        later.join(around, on="shingle", suffix="_earlier")
        .filter((pl.col("rank") > pl.col("rank_earlier")) & near)
        .group_by("rank", "rank_earlier")
        .agg(pl.len().alias("shared"), pl.col("size").first(), pl.col("size_earlier").first())
        .filter(pl.col("shared") >= CONTAINMENT * pl.min_horizontal("size", "size_earlier"))
        .select("rank", pl.col("rank_earlier").alias("earlier"), pl.lit(value=False).alias("is_equal"))
    )
