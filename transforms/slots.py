"""What stands behind each slot of an event: every value that a report states, its support, and who contradicts it.

A *slot* here is what can be disputed: a date or a length is one slot of several columns. Values are compared as what
they leave possible: "more than 100" and "120" do not contradict each other, nor do a day and the week it lies in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from transforms.amounts import amount_text, fitting_range
from transforms.events import EXCHANGE_FINAL, TALK_FINAL
from transforms.legs import PLAIN, who_beyond
from transforms.schemas import DISPUTED_VALUES, SLOT_VALUES, conform
from transforms.support import weigh

OTHER = "_other"
GROWTH_DAYS = 2  # after which a higher number is news and no contradiction
TIME_ZONES = 1  # days that two dates may lie apart and be one
KEY = ("row_kind", "row_id", "slot", "value")

# Whether a row's columns and those of the other value (with suffix OTHER) cannot both be true.
Clash = Callable[[Sequence[str]], pl.Expr]


def _differ(columns: Sequence[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(c) != pl.col(c + OTHER) for c in columns)


def _differ_in_phase(columns: Sequence[str]) -> pl.Expr:
    """Where a meeting was to be and where it was is no contradiction."""
    return _differ(columns) & (_is_final() == _is_final(OTHER))


def _never(_: Sequence[str]) -> pl.Expr:
    return pl.lit(value=False)


def _differ_at_the_end(columns: Sequence[str]) -> pl.Expr:
    """Planned, then held, is one story; held against called off is not."""
    return _differ(columns) & _is_final() & _is_final(OTHER)


def _lie_apart(columns: Sequence[str]) -> pl.Expr:
    """The date of a plan and the day on which the event came about are no contradiction."""
    start, end = columns
    gap = pl.max_horizontal(start, start + OTHER) - pl.min_horizontal(end, end + OTHER)
    return (gap.dt.total_days() > TIME_ZONES) & (_is_final() == _is_final(OTHER))


def _happened_apart(columns: Sequence[str]) -> pl.Expr:
    """Of an exchange that lies ahead one report gives the day of the agreement, another that of the transfer."""
    return _lie_apart(columns) & _is_final()


def _is_final(suffix: str = "") -> pl.Expr:
    return pl.col("status" + suffix).is_in([*TALK_FINAL, *EXCHANGE_FINAL])


def ranges_apart(columns: Sequence[str]) -> pl.Expr:
    """No amount fits both statements."""
    least, greatest = fitting_range(columns)
    other_least, other_greatest = fitting_range([c + OTHER for c in columns])
    return pl.max_horizontal(least, other_least) > pl.min_horizontal(greatest, other_greatest)


def _tolls_apart(columns: Sequence[str]) -> pl.Expr:
    """Two voices whose numbers do not fit; a number that has grown since an earlier day fits."""
    days = (pl.col("published" + OTHER) - pl.col("published")).dt.total_days().fill_null(0)
    least, greatest = fitting_range(columns)
    other_least, other_greatest = fitting_range([c + OTHER for c in columns])
    has_grown = ((days > GROWTH_DAYS) & (greatest < other_least)) | ((days < -GROWTH_DAYS) & (other_greatest < least))
    return (pl.col("voice") != pl.col("voice" + OTHER)) & ranges_apart(columns) & ~has_grown


@dataclass(frozen=True)
class Slot:
    """A slot of an event: its public name, the columns it has in reports and events, its value as text.

    Values that clash contradict each other, which can depend on columns `beside` them. Of a slot with `shows_all` every
    difference is worth a look ("about an hour" against "under 90 minutes"), of any other only contradictions are.
    """

    name: str
    columns: tuple[str, ...]
    clash: Clash = _differ
    text: pl.Expr | None = None
    shows_all: bool = False
    beside: tuple[str, ...] = ()

    @property
    def value(self) -> pl.Expr:
        """The value as text; a slot of one column needs no words of its own."""
        return pl.col(self.columns[0]).cast(pl.String) if self.text is None else self.text


_START, _END = pl.col("date_start").cast(pl.String), pl.col("date_end").cast(pl.String)
_DAYS = pl.when(_START == _END).then(_START).otherwise(_START + pl.lit(" to ") + _END)
_DURATION = ("duration_value", "duration_low", "duration_high", "duration_approx")
COUNT = ("value", "low", "high", "approx")

STATUS = Slot("status", ("status",), _differ_at_the_end)
DATE = Slot("date", ("date_start", "date_end"), _lie_apart, _DAYS, beside=("status",))
TALK_SLOTS = (
    STATUS,
    DATE,
    *(
        Slot(name, (name,), _differ_in_phase, beside=("status",))
        for name in ("country", "city", "venue", "level", "format")
    ),
    *(Slot(name, (name,)) for name in ("round", "outcome")),
    Slot("duration", _DURATION, ranges_apart, amount_text(_DURATION, pl.lit("minutes")), shows_all=True),
)
# Kind and issue of a demand are our reading of its words, and words are not disputed.
DEMAND_SLOTS = (Slot("response", ("response",)), *(Slot(name, (name,), _never) for name in ("kind", "issue", "text")))
EXCHANGE_SLOTS = (STATUS, replace(DATE, clash=_happened_apart))
COUNT_SLOT = Slot("count", COUNT, ranges_apart, amount_text(COUNT), shows_all=True)
_UNIT = pl.when(pl.col("unit") != "count").then(pl.lit(" ") + pl.col("unit")).otherwise(pl.lit(""))
FIGURE_SLOT = Slot(
    "value", COUNT, _tolls_apart, amount_text(COUNT) + _UNIT, shows_all=True, beside=("voice", "published")
)


@dataclass(frozen=True)
class Support:
    """What stands behind the slots of events.

    values    SLOT_VALUES: one row a value of a slot, of events that more than one report tells of
    disputed  DISPUTED_VALUES: one row a report's value of a slot on which the reports of the event differ
    """

    values: pl.DataFrame
    disputed: pl.DataFrame

    def disputed_slots(self) -> pl.DataFrame:
        """One row an event whose reports contradict each other: `event_id, disputed_slots`."""
        return (
            self.values.filter(pl.col("contrary_count") > 0)
            .group_by(pl.col("row_id").alias("event_id"))
            .agg(pl.col("slot").unique().sort().str.join(", ").alias("disputed_slots"))
        )


def slot_support(kind: str, reports: pl.DataFrame, chosen: pl.DataFrame, slots: Sequence[Slot]) -> Support:
    """The support of the slots of one kind of event.

    `reports` are those of `transforms/support.py`, `chosen` the rows of the events, with `event_id`.
    """
    several = reports.filter(pl.col("report_id").n_unique().over("event_id") > 1)
    found = []
    for slot in slots:
        name = pl.lit(slot.name).alias("slot")
        found.append(_support_of(kind, slot, several.with_columns(name), chosen.with_columns(name)))
    return join_support(found)


def count_support(exchanges: pl.DataFrame, legs: pl.DataFrame, event_legs: pl.DataFrame) -> Support:
    """The support of the numbers of those who pass one way: `legs` of reports, with their columns, and of events.

    A group with a qualifier ("22 wounded among them") is another group, of which the whole says nothing. Of several
    groups without one in a report the largest is the whole.
    """
    said, chosen = (_whole_groups(rows) for rows in (legs, event_legs))
    largest = said.sort("value", descending=True).unique(["report_id", "slot"], keep="first", maintain_order=True)
    several = exchanges.filter(pl.col("report_id").n_unique().over("event_id") > 1)
    told = largest.join(several.select("report_id"), on="report_id", how="semi")
    return _support_of("exchange", COUNT_SLOT, told, chosen)


def figure_support(figures: pl.DataFrame) -> Support:
    """The support of the values of figures about one thing: `figures` of `transforms/subjects.py` that have a subject.

    Only things of which two speak are here. None of the values is chosen.
    """
    told_by_two = figures.filter(pl.col("voice").n_unique().over("event_id") > 1)
    return _support_of("figure", FIGURE_SLOT, told_by_two, told_by_two.clear())


def chosen_values(kind: str, events: pl.DataFrame, event_legs: pl.DataFrame) -> pl.DataFrame:
    """One row a slot of an event of a kind (frames of `Events`): `row_id, slot, value` of what its row says."""
    of_kind = {"talk": TALK_SLOTS, "demand": DEMAND_SLOTS, "exchange": EXCHANGE_SLOTS}[kind]
    key = pl.col(f"{kind}_id").alias("row_id")
    parts = [events.select(key, pl.lit(s.name).alias("slot"), s.value.alias("value")) for s in of_kind]
    if kind == "exchange":
        parts.append(_whole_groups(event_legs).select(key, "slot", COUNT_SLOT.value.alias("value")))
    return pl.concat(parts).drop_nulls("value").unique()


def _whole_groups(legs: pl.DataFrame) -> pl.DataFrame:
    """The groups whose number and direction are known and that are no part of another, with their `slot`."""
    words = ["category", "from_party", "to_party"]
    slot = pl.format("count of {} from {} to {}", *words).alias("slot")
    return legs.filter(pl.col("value").is_not_null(), ~is_qualified()).drop_nulls(words).with_columns(slot)


def is_qualified() -> pl.Expr:
    """Whether the words in `who` say more than that they are soldiers or citizens of a side."""
    nationality = r"\p{Lu}\p{Ll}+"
    return (who_beyond(f"{nationality}|{PLAIN}") != "").fill_null(value=False)


def _support_of(kind: str, slot: Slot, reports: pl.DataFrame, chosen: pl.DataFrame) -> Support:
    of, columns = ["event_id", "slot"], list(slot.columns)
    stated = reports.with_columns(slot.value.alias("value_text")).filter(pl.col("value_text").is_not_null())
    taken = chosen.select(*of, slot.value.alias("value_text")).unique().with_columns(pl.lit(value=True).alias("chosen"))
    behind = stated.select(
        *of, "value_text", *columns, "report_id", "story_id", pl.col("speaker").alias("claimant"), *slot.beside
    )
    values = (
        weigh(stated, ["value_text"], keys=of)
        .join(_contrary(slot, behind), on=[*of, "value_text"], how="left")
        .join(taken, on=[*of, "value_text"], how="left")
        .with_columns(
            pl.col("chosen").fill_null(value=False).alias("is_chosen"),
            pl.col("contrary_count").fill_null(0),
            pl.lit(kind).alias("row_kind"),
        )
        .with_columns((pl.col("contrary_count") > 0).alias("is_contradicted"))
    )
    is_open = pl.col("is_contradicted").any().over(of)
    if slot.shows_all:
        is_open = is_open | (pl.len().over(of) > 1)
    disputed = behind.select(*of, "value_text", "report_id", "claimant").join(
        values.filter(is_open), on=[*of, "value_text"]
    )
    named = {"event_id": "row_id", "value_text": "value"}
    return Support(
        conform(values.rename(named), SLOT_VALUES, name="slot values"),
        conform(disputed.rename(named), DISPUTED_VALUES, name="disputed values"),
    )


def _contrary(slot: Slot, behind: pl.DataFrame) -> pl.DataFrame:
    """One row a value that another one contradicts: `event_id, slot, value_text, contrary_count` (distinct stories).

    Values are compared, not reports: an event may have thousands of reports and few values.
    """
    of, said = ["event_id", "slot"], ["value_text", *slot.beside]
    open_ones = behind.filter(pl.col("value_text").n_unique().over(of) > 1)
    values = open_ones.select(*of, *said, *slot.columns).unique([*of, *said])
    pairs = values.join(values, on=of, suffix=OTHER).filter(slot.clash(slot.columns))
    tellers = open_ones.select(*of, "story_id", *(pl.col(c).alias(c + OTHER) for c in said)).unique()
    return (
        pairs.select(*of, "value_text", *(c + OTHER for c in said))
        .unique()
        .join(tellers, on=[*of, *(c + OTHER for c in said)], nulls_equal=True)
        .group_by(*of, "value_text")
        .agg(pl.col("story_id").n_unique().cast(pl.Int32).alias("contrary_count"))
    )


def join_support(parts: Sequence[Support]) -> Support:
    """The support of several slots or kinds together, sorted by key."""
    values = pl.concat([p.values for p in parts])
    disputed = pl.concat([p.disputed for p in parts])
    return Support(values.sort(KEY), disputed.sort(*KEY, "report_id"))
