"""Stage frames and events -> the public tables, plain columns only (`sql/tables/`)."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from transforms.legs import explode_legs
from transforms.reference.load import Reference
from transforms.resolve import Events
from transforms.slots import Support, join_support
from transforms.subjects import group_figures
from transforms.versions import number_versions
from warehouse.curated import Marks
from warehouse.entities import parties_table, people_table, person_roles, places_table
from warehouse.stage import Stage, standing
from warehouse.summaries import exchange_summary, talk_summary

Table = tuple[str, pl.DataFrame]  # name and rows, sorted by key

# Tables whose long texts stay in the segments' files until they are loaded, and the columns by which a row finds its own.
FILLED_FROM_FILES = {"articles": ["batch", "article_id", "page_id"], "evidence": ["batch", "report_id"]}
LEG_SLOTS = ["from_party", "to_party", "category", "value", "low", "high", "approx", "who"]


def article_tables(stage: Stage, stories: pl.DataFrame) -> Iterator[Table]:
    """The tables of articles and their versions; `articles` comes without texts (FILLED_FROM_FILES)."""
    yield "articles", _articles(stage, stories)
    yield "article_versions", _article_versions(stage)


def public_tables(stage: Stage, events: Events, reference: Reference, marks: Marks) -> Iterator[Table]:
    """All other public tables but `runs`, `rejects` and what is told of them; one after the other, to be in memory alone.

    `events` are those of the reports that stand; the reports of withdrawn articles and gone pages have none. `evidence`
    comes as no more than `batch, report_id, row_id` (FILLED_FROM_FILES).
    """
    yield "evidence", _evidence(stage, events)
    yield "talk_reports", marks.on_reports(_talk_reports(stage, events), "talk_id")
    yield "demand_reports", marks.on_reports(_demand_reports(stage, events), "demand_id")
    yield "exchange_reports", marks.on_reports(_exchange_reports(stage, events), "exchange_id")
    yield "demands", marks.on(_demands(events), "demand_id")
    yield from _figures_and_support(stage, events, marks)
    with_parties = {
        "people": people_table(stage, events, reference),
        "talk_people": _talk_people(stage, events, reference),
        "talk_parties": events.talk_parties,
        "demand_parties": events.demand_parties,
        "exchange_parties": events.exchange_parties,
        "exchange_legs": events.exchange_legs.with_columns(_category()),
        "exchange_report_legs": _exchange_report_legs(stage),
    }
    yield from with_parties.items()
    parties = parties_table(with_parties, reference)
    yield "parties", parties
    talks = _talks(events)
    yield "places", places_table(talks, reference)
    yield "talks", marks.on(talks.with_columns(talk_summary(parties)), "talk_id")
    exchanges = _exchanges(events)
    told = exchange_summary(exchanges, with_parties["exchange_legs"], parties)
    yield "exchanges", marks.on(exchanges.join(told, on="exchange_id", how="left"), "exchange_id")


def _figures_and_support(stage: Stage, events: Events, marks: Marks) -> Iterator[Table]:
    """The figures with their subjects, and what stands behind the values of events and figures."""
    stories = stage.articles.select("article_id", "published", "outlet").join(events.stories, on="article_id")
    grouped, told = group_figures(standing(stage).figures, stories)
    figures = stage.figures.join(grouped.select("report_id", "subject_id"), on="report_id", how="left")
    yield "figures", marks.on(figures.rename({"report_id": "figure_id"}), "figure_id").sort("figure_id")
    support = join_support([Support(events.slot_values, events.disputed_values), told])
    yield "slot_values", support.values
    yield "disputed_values", support.disputed


def joined(column: str) -> pl.Expr:
    """A list of texts as one text, joined by ", "; null for an empty list."""
    return pl.when(pl.col(column).list.len() > 0).then(pl.col(column).list.join(", ")).alias(column)


def minutes_bounds() -> list[pl.Expr]:
    """`duration_minutes_low`, `duration_minutes_high`: the bounds that the stated length and its hedge leave."""
    approx, value = pl.col("duration_approx"), pl.col("duration_value")
    open_below = approx.is_in(["less_than", "up_to", "nearly"])
    open_above = approx.is_in(["more_than", "at_least"])
    low = pl.coalesce("duration_low", pl.when(~open_below.fill_null(value=False)).then(value))
    high = pl.coalesce("duration_high", pl.when(~open_above.fill_null(value=False)).then(value))
    return [low.alias("duration_minutes_low"), high.alias("duration_minutes_high")]


def _articles(stage: Stage, stories: pl.DataFrame) -> pl.DataFrame:
    return (
        stage.articles.join(stories, on="article_id")
        .rename({"published": "published_at", "relevant": "is_relevant"})
        .with_columns(
            joined("authors"),
            pl.col("is_relevant", "is_retracted").fill_null(value=False),
            pl.col("fetched_at", "gone_since").dt.replace_time_zone(None),
        )
        .sort("article_id")
    )


def _article_versions(stage: Stage) -> pl.DataFrame:
    """One row a version up to the one that stands; the texts of the earlier ones, which are few."""
    place = ["batch", "article_id", "page_id"]
    current = stage.articles.select(*place, pl.lit(value=True).alias("is_current"))
    versions = number_versions(stage.versions).join(current, on=place, how="left")
    last = pl.col("version_no").filter(pl.col("is_current")).max().over("article_id")
    versions = versions.filter(pl.col("version_no") <= last).with_columns(
        (pl.col("version_no") == last).alias("is_current")
    )
    earlier = versions.filter(~pl.col("is_current")).select(place)
    texts = stage.texts.join(earlier.lazy(), on=place, how="semi").unique(place).collect(engine="streaming")
    return (
        versions.join(texts, on=place, how="left")
        .rename({"published": "published_at"})
        .with_columns(pl.col("is_retracted").fill_null(value=False), pl.col("fetched_at").dt.replace_time_zone(None))
        .sort("article_id", "version_no")
    )


def _roles(rows: pl.DataFrame, key: str, names: dict[str, str]) -> pl.DataFrame:
    """One row an event: for each role the codes of its parties, joined by ", ". `names` is role -> column."""
    columns = [
        pl.col("party_code").filter(pl.col("role") == role).sort().str.join(", ").replace("", None).alias(column)
        for role, column in names.items()
    ]
    return rows.group_by(key).agg(columns)


def _talks(events: Events) -> pl.DataFrame:
    parties = _roles(events.talk_parties, "talk_id", {"party": "parties", "mediator": "mediators"})
    return (
        events.talks.join(parties, on="talk_id", how="left")
        .with_columns(minutes_bounds())
        .with_columns(place_id().alias("place_id"))
        .drop("duration_value", "duration_low", "duration_high", "duration_approx")
        .sort("talk_id")
    )


def place_id() -> pl.Expr:
    """A key made from country and name: the same place has the same key in every build."""
    name = pl.col("city").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", "-").str.strip_chars("-")
    return pl.when(pl.col("city").is_not_null()).then(
        pl.concat_str(pl.col("country").fill_null("xx").str.to_lowercase(), name, separator=":")
    )


def _demands(events: Events) -> pl.DataFrame:
    parties = _roles(events.demand_parties, "demand_id", {"by": "by_party", "to": "to_party"})
    return events.demands.join(parties, on="demand_id", how="left").sort("demand_id")


def _exchanges(events: Events) -> pl.DataFrame:
    parties = _roles(events.exchange_parties, "exchange_id", {"party": "parties", "mediator": "mediators"})
    return events.exchanges.join(parties, on="exchange_id", how="left").sort("exchange_id")


def _talk_people(stage: Stage, events: Events, reference: Reference) -> pl.DataFrame:
    roles = person_roles(stage, reference)
    return events.talk_people.drop("name").join(roles, on="person_id", how="left").sort("talk_id", "person_id")


def _talk_reports(stage: Stage, events: Events) -> pl.DataFrame:
    people = pl.col("people").list.eval(pl.element().struct.field("name"))
    return (
        stage.talk_reports.join(events.talk_links, on="report_id", how="left")
        .with_columns(people.alias("people"), *minutes_bounds())
        .with_columns(joined("people"), joined("parties"), joined("mediators"))
        .rename({"duration_value": "duration_minutes"})
        .drop("duration_low", "duration_high")
        .sort("report_id")
    )


def _demand_reports(stage: Stage, events: Events) -> pl.DataFrame:
    return (
        stage.demand_reports.join(events.demand_links, on="report_id", how="left")
        .rename({"by_parties": "by_party", "to_parties": "to_party"})
        .with_columns(joined("by_party"), joined("to_party"))
        .sort("report_id")
    )


def _exchange_reports(stage: Stage, events: Events) -> pl.DataFrame:
    return (
        stage.exchange_reports.drop("legs")
        .join(events.exchange_links, on="report_id", how="left")
        .with_columns(joined("parties"), joined("mediators"))
        .sort("report_id")
    )


def _exchange_report_legs(stage: Stage) -> pl.DataFrame:
    legs = explode_legs(stage.exchange_reports.select("report_id", "legs"))
    return legs.select("report_id", "leg_no", *LEG_SLOTS).with_columns(_category()).sort("report_id", "leg_no")


def _category() -> pl.Expr:
    return pl.col("category").fill_null("prisoners")


def _evidence(stage: Stage, events: Events) -> pl.DataFrame:
    """One row a report: the key of its event (of the report itself when it has none), and where its evidence is."""
    parts = [
        stage.talk_reports.select("report_id", "article_id").join(events.talk_links, on="report_id", how="left"),
        stage.demand_reports.select("report_id", "article_id").join(events.demand_links, on="report_id", how="left"),
        stage.exchange_reports.select("report_id", "article_id").join(
            events.exchange_links, on="report_id", how="left"
        ),
        stage.figures.select("report_id", "article_id", pl.col("report_id").alias("figure_id")),
    ]
    rows = pl.concat(part.select("report_id", "article_id", pl.nth(2).alias("row_id")) for part in parts)
    rows = rows.with_columns(pl.col("row_id").fill_null(pl.col("report_id")))
    rows = rows.join(stage.articles.select("article_id", "batch"), on="article_id").drop("article_id")
    return rows.sort("report_id")
