"""Articles -> stories: syndicated copies, updated versions and re-posts of one text count once.

Texts are compared by word shingles: five words in a row, hashed, of which a fixed part is kept by value, so that the
same shingle is kept or dropped in every text. An article belongs to the story of an earlier one when half of the
smaller text's kept shingles stand in the other, and both appeared within a few days.
"""

from __future__ import annotations

import polars as pl

SHINGLE = 5
KEPT_OF = 4  # one shingle in four is kept
CONTAINMENT = 0.5
WINDOW_DAYS = 7
MIN_SHINGLES = 6  # fewer kept shingles prove nothing; such short texts are copies only when they are equal
MAX_ARTICLES = 200  # a shingle in more articles than that is boilerplate
CHUNK = 4000  # articles whose words are in memory at a time


def find_stories(articles: pl.DataFrame) -> pl.DataFrame:
    """One row an article: `article_id, story_id, is_duplicate`.

    `story_id` is the `article_id` of the story's first article: the earliest published, then the smallest id. Every
    copy is compared with that first article itself, so that a row of small changes does not chain two stories.
    """
    if articles.is_empty():
        return pl.DataFrame(schema={"article_id": pl.String, "story_id": pl.String, "is_duplicate": pl.Boolean})
    ranked = articles.select("article_id", "published", "text").sort("published", "article_id", nulls_last=True)
    ranked = ranked.with_row_index("rank")
    equal = _equal_texts(ranked)
    distinct = ranked.join(equal, on="rank", how="anti")
    pairs = pl.concat([equal, _similar_texts(distinct)]).sort("rank", "earlier")
    first = _first_of_story(ranked.height, pairs)
    ids = ranked["article_id"]
    return pl.DataFrame({"article_id": ids, "story_id": ids.gather(first)}).with_columns(
        (pl.col("article_id") != pl.col("story_id")).alias("is_duplicate")
    )


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
    words = pl.col("text").str.to_lowercase().str.replace_all(r"\W+", " ").str.strip_chars()
    return (
        ranked.select("rank", words.alias("words"))
        .filter(pl.col("words") != "")
        .with_columns(pl.col("rank").min().over("words").alias("earlier"))
        .filter(pl.col("rank") != pl.col("earlier"))
        .select("rank", "earlier", pl.lit(value=True).alias("is_equal"))
    )


def _similar_texts(ranked: pl.DataFrame) -> pl.DataFrame:
    """Pairs of ranks, near in time, of which one text holds half of the other's kept shingles."""
    kept = pl.concat([_kept_shingles(ranked.slice(i, CHUNK)) for i in range(0, ranked.height, CHUNK)])
    sizes = kept.group_by("rank").len("size").filter(pl.col("size") >= MIN_SHINGLES)
    kept = (
        kept.join(sizes, on="rank")
        .filter(pl.len().over("shingle").is_between(2, MAX_ARTICLES))
        .join(ranked.select("rank", "published").drop_nulls(), on="rank")
    )
    near = (pl.col("published") - pl.col("published_earlier")).dt.total_days().is_between(0, WINDOW_DAYS)
    shared = (
        kept.join(kept, on="shingle", suffix="_earlier")
        .filter((pl.col("rank") > pl.col("rank_earlier")) & near)
        .group_by("rank", "rank_earlier")
        .agg(pl.len().alias("shared"), pl.col("size").first(), pl.col("size_earlier").first())
    )
    contained = pl.col("shared") >= CONTAINMENT * pl.min_horizontal("size", "size_earlier")
    return shared.filter(contained).select(
        "rank", pl.col("rank_earlier").alias("earlier"), pl.lit(value=False).alias("is_equal")
    )


def _kept_shingles(articles: pl.DataFrame) -> pl.DataFrame:
    """One row a distinct kept shingle of an article: `rank, shingle`."""
    words = (
        articles.select("rank", pl.col("text").str.to_lowercase().str.extract_all(r"\w+").alias("word"))
        .explode("word")
        .with_columns(pl.col("word").hash(seed=7))
    )
    shingle = pl.lit(0, dtype=pl.UInt64)
    for i in range(SHINGLE):
        shingle = shingle * pl.lit(1_000_003, dtype=pl.UInt64) + pl.col("word").shift(-i)
    inside = pl.col("rank") == pl.col("rank").shift(1 - SHINGLE)
    mixed = (shingle ^ (shingle // pl.lit(2**29, dtype=pl.UInt64))).alias("shingle")
    kept = words.select("rank", mixed, inside.alias("inside")).filter(
        pl.col("inside"), pl.col("shingle") % KEPT_OF == 0
    )
    return kept.select("rank", "shingle").unique()
