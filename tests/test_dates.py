"""Dates in text: intervals by the codebook, tense, offsets, missing publication date, odd input."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.dates import find_dates, is_future

THURSDAY = date(2025, 6, 12)


def read(text, published=THURSDAY):
    return [(text[a:b], str(v.start), str(v.end)) for a, b, v in find_dates(text, published)]


@pytest.mark.parametrize(
    ("text", "span", "start", "end"),
    [
        ("on Oct. 15, 2012", "Oct. 15, 2012", "2012-10-15", "2012-10-15"),
        ("on 20 March", "20 March", "2025-03-20", "2025-03-20"),
        ("on Nov. 21", "Nov. 21", "2024-11-21", "2024-11-21"),
        ("by 20 June", "20 June", "2025-06-20", "2025-06-20"),
        ("to be held in Geneva on October 13", "October 13", "2025-10-13", "2025-10-13"),
        ("votes on Dec 20 next year", "Dec 20 next year", "2026-12-20", "2026-12-20"),
        ("2023-05-20", "2023-05-20", "2023-05-20", "2023-05-20"),
        ("on May 11-12", "May 11-12", "2025-05-11", "2025-05-12"),
        ("from 3 to 5 June", "3 to 5 June", "2025-06-03", "2025-06-05"),
        ("in Rome on May 17 and 18, 2003, they met", "May 17 and 18, 2003", "2003-05-17", "2003-05-18"),
        ("on May 17 and 18,000 came", "May 17", "2025-05-17", "2025-05-17"),
        ("to be held between the 20th and the 30th", "20th and the 30th", "2025-06-20", "2025-06-30"),
        ("told them that by the end of August it expects", "end of August", "2025-08-21", "2025-08-31"),
        ("had been built by April", "April", "2025-04-01", "2025-04-30"),
        ("between May 5 and May 9", "May 5 and May 9", "2025-05-05", "2025-05-09"),
        ("from 30 May to 1 June 2022", "30 May to 1 June 2022", "2022-05-30", "2022-06-01"),
        ("On Wednesday, June 11, they met", "Wednesday, June 11", "2025-06-11", "2025-06-11"),
        ("They met on Monday", "Monday", "2025-06-09", "2025-06-09"),
        ("They met on Thursday", "Thursday", "2025-06-12", "2025-06-12"),
        ("They will meet on Monday", "Monday", "2025-06-16", "2025-06-16"),
        ("The envoys are due to resume in Rome on Friday", "Friday", "2025-06-13", "2025-06-13"),
        ("last Thursday", "last Thursday", "2025-06-05", "2025-06-05"),
        ("next Friday", "next Friday", "2025-06-13", "2025-06-13"),
        ("late on Tuesday", "late on Tuesday", "2025-06-10", "2025-06-10"),
        ("yesterday", "yesterday", "2025-06-11", "2025-06-11"),
        ("last week", "last week", "2025-06-02", "2025-06-08"),
        ("next month", "next month", "2025-07-01", "2025-07-31"),
        ("later this month", "later this month", "2025-06-13", "2025-06-30"),
        ("earlier this week", "earlier this week", "2025-06-09", "2025-06-12"),
        ("said over the weekend", "the weekend", "2025-06-07", "2025-06-08"),
        ("since early May", "early May", "2025-05-01", "2025-05-10"),
        ("in mid-May", "mid-May", "2025-05-11", "2025-05-20"),
        ("the end of August 2023", "end of August 2023", "2023-08-21", "2023-08-31"),
        ("in the last week of May", "last week of May", "2025-05-25", "2025-05-31"),
        ("in April", "April", "2025-04-01", "2025-04-30"),
        ("talks are due to resume in July", "July", "2025-07-01", "2025-07-31"),
        ("last August", "last August", "2024-08-01", "2024-08-31"),
        ("in 2022", "2022", "2022-01-01", "2022-12-31"),
        ("last winter", "last winter", "2024-12-01", "2025-02-28"),
        ("three years ago", "three years ago", "2022-01-01", "2022-12-31"),
        ("on 29 February", "29 February", "2024-02-29", "2024-02-29"),
        ("in the coming days", "the coming days", "None", "None"),
    ],
)
def test_one_date(text, span, start, end):
    assert read(text) == [(span, start, end)]


@pytest.mark.parametrize(
    ("text", "span", "start", "end"),
    [
        ("Held on May 3. It expired the following month.", "the following month", "2025-06-01", "2025-06-30"),
        ("He resigned in October 2018. A visit that December failed.", "December", "2018-12-01", "2018-12-31"),
        ("They spoke on Monday, a day after he rang them", "a day after", "2025-06-08", "2025-06-08"),
        ("last month, from the 8th to the 15th, they met", "8th to the 15th", "2025-05-08", "2025-05-15"),
    ],
)
def test_a_date_that_hangs_on_another(text, span, start, end):
    assert read(text)[-1] == (span, start, end)


def test_tense_belongs_to_the_clause_of_the_date():
    text = "The ministry said on Monday that the talks will resume on Friday."
    assert [start for _, start, _ in read(text)] == ["2025-06-09", "2025-06-13"]


def test_offsets_hang_on_the_day_named_before_or_stay_open():
    assert read("They met on 26 May 2022, and again two days later")[-1][1:] == ("2022-05-28", "2022-05-28")
    assert read("a day earlier") == [("a day earlier", "None", "None")]


def test_an_ordinal_takes_the_month_named_before():
    assert read("It opened in late April, in Rome on the 26th")[-1] == ("26th", "2025-04-26", "2025-04-26")


@pytest.mark.parametrize(
    "text", ["They may go", "to march on", "Jan Doe said", "a 2018 agreement", "May God help", "in 40 days"]
)
def test_what_is_no_date(text):
    assert read(text) == []


def test_without_a_publication_date_only_full_dates_have_values():
    found = find_dates("On Monday and next week, in May and on 3 March 2020", None)
    assert [(v.start, v.basis) for *_, v in found] == [
        (None, "relative"), (None, "relative"), (None, "relative"), (date(2020, 3, 3), "stated"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clause", "future"),
    [
        ("the delegations will meet", True),
        ("are due to resume", True),
        ("was to be held", True),
        ("the envoys met", False),
        ("the spokesman said", False),
        ("they flew to Doha to meet the mediators", False),
    ],
)
def test_is_future(clause, future):
    assert is_future(clause) is future


def test_a_lone_ordinal_or_month_name_without_context_is_no_date():
    assert read("the 26th session, the March on the city") == []


@pytest.mark.parametrize("text", ["31 June 2024", "99/99/2024", "2024-13-45", "Feb 30", "the 99th", "29 February 2023"])
def test_impossible_days_never_raise(text):
    read("on " + text)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["May", "5", "next", "last", "week", "Monday", "the", "2020", ",", "days", "ago", "\ud800", "İ", "31"]
        ),
        max_size=10,
    ),
    st.dates(date(1, 1, 1), date(9999, 12, 31)) | st.none(),
)
def test_spans_are_in_order_and_intervals_too(parts, published):
    text, end = " ".join(parts), 0
    for start, stop, value in find_dates(text, published):
        assert end <= start < stop <= len(text)
        assert value.start is None or value.start <= value.end
        end = stop
