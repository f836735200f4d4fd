"""Amounts in text: value, hedge, unit and span; what is no amount; odd input."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.numbers import find_quantities


def read(text):
    return [(text[a:b], q.value, q.approx, q.unit) for a, b, q in find_quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("more than 40 planes were hit", ("more than 40", 40, "more_than", "count")),
        ("no fewer than eight sessions", ("no fewer than eight", 8, "at_least", "count")),
        ("as many as 2,000 visitors", ("as many as 2,000", 2000, "up_to", "count")),
        ("some 425,000 fled", ("some 425,000", 425000, "about", "count")),
        ("an estimated 120,000 people", ("an estimated 120,000", 120000, "about", "count")),
        ("put the dead at 200 or more", ("200 or more", 200, "at_least", "count")),
        ("40-odd mailboxes", ("40-odd", 40, "about", "count")),
        ("1.3 million subscribers", ("1.3 million", 1_300_000, "exact", "count")),
        ("Two hundred and forty-nine of them", ("Two hundred and forty-nine", 249, "exact", "count")),
        ("FOUR coffins came", ("FOUR", 4, "exact", "count")),
        ("half a million people", ("half a million", 500_000, "exact", "count")),
        ("a dozen men", ("a dozen", 12, "exact", "count")),
        ("a couple of sessions", ("a couple of", 2, "exact", "count")),
        ("several hundred men", ("several hundred", 300, "vague", "count")),
        ("tens of thousands marched", ("tens of thousands", 20_000, "vague", "count")),
        ("scores of lorries", ("scores", 40, "vague", "count")),
        ("about a third of the bombers", ("about a third", 33.3, "about", "percent")),
        ("three-quarters of the seats", ("three-quarters", 75, "exact", "percent")),
        ("one in five households", ("one in five", 20, "exact", "percent")),
        ("nearly 6 per cent", ("nearly 6 per cent", 6, "nearly", "percent")),
        ("a loan of $150 million", ("$150 million", 150e6, "exact", "USD")),
        ("€2bn in aid", ("€2bn", 2e9, "exact", "EUR")),
        ("the naira closed at 390 to the dollar", ("390", 390, "exact", "NGN")),
        ("In Pakistan bread costs 20 rupees", ("20 rupees", 20, "exact", "PKR")),
        ("54,000 pounds of rice", ("54,000 pounds", 54_000, "exact", "pounds")),
        ("about 17,000 metric tons of food", ("about 17,000 metric tons", 17_000, "about", "tonnes")),
        ("a 30-day ceasefire", ("30-day", 30, "exact", "days")),
        ("a fourteen-month siege", ("fourteen-month", 14, "exact", "months")),
        ("an 11 1/2-year sentence", ("11 1/2-year", 11.5, "exact", "years")),
        ("talked for about an hour and a half", ("about an hour and a half", 1.5, "about", "hours")),
        ("took two hours and 20 minutes", ("two hours and 20 minutes", 140, "exact", "minutes")),
        ("close to half an hour", ("close to half an hour", 30, "nearly", "minutes")),
        ("over in less than a minute", ("less than a minute", 1, "less_than", "minutes")),
        ("to leave within 90 days", ("within 90 days", 90, "up_to", "days")),
        ("could sail in a fortnight", ("a fortnight", 2, "exact", "weeks")),
        ("men under 25 years of age", ("under 25 years", 25, "less_than", "years")),
        ("soldiers under 25 came home", ("under 25", 25, "less_than", "years")),
        ("prisoners over 60", ("over 60", 60, "more_than", "years")),
        ("handed over 32 servicemen", ("32", 32, "exact", "count")),
        ("the dispute over four temples", ("four", 4, "exact", "count")),
        ("talks over two days", ("two days", 2, "exact", "days")),
    ],
)
def test_one_amount(text, expected):
    assert read(text) == [expected]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("for two-to-three days", 2, 3, "days"),
        ("6,500 to 12,000 soldiers", 6500, 12000, "count"),
        ("between 990 and 1,650 prisoners", 990, 1650, "count"),
        ("two or three points", 2, 3, "count"),
        ("2 to 3 million people", 2e6, 3e6, "count"),
        ("at between $3.8 billion and $4.5 billion", 3.8e9, 4.5e9, "USD"),
        ("10 to 15 percent", 10, 15, "percent"),
    ],
)
def test_ranges_keep_both_ends_and_the_middle(text, low, high, unit):
    ((_, _, q),) = find_quantities(text)
    assert (q.low, q.high, q.value, q.approx, q.unit) == (low, high, (low + high) / 2, "range", unit)


@pytest.mark.parametrize(
    "text",
    [
        "on 3 to 5 June and March 20-22",
        "from June 3 to 5, 2022",
        "in 2022 and the 2015 deal",
        "at 6 p.m., at 14:30 and at 0600 GMT",
        "the second round, the 26th, a third time",
        "Resolution 2254, Article 5, Order 14257 and No. 7",
        "G7, Tu-22, F-16, A9 and COVID-19",
        "50 U.S.C. 1701",
        "Maria Doe, 28, a teacher",
        "a 25-year-old woman",
        "the two leaders met; both sides agreed",
        "one of the envoys; no one; at one point",
        "a day later and two weeks before",
        "in the second half of the year",
        "decades of war, many months",
        "the Twelve-Day War",
        "two-state solution",
        "won 3-1 and 7-5",
        "https://example.org/a/12/34 and +49 30 123456",
    ],
)
def test_what_counts_nothing(text):
    found = [t for t, *_ in read(text) if t not in ("30", "123456")]
    assert found == []


def test_a_conversion_in_brackets_is_left_out_but_a_list_in_brackets_is_not():
    assert [v for _, v, *_ in read("29,800 square kilometers (11,506 square miles)")] == [29800]
    assert [v for _, v, *_ in read("30 men (12 of them wounded)")] == [30, 12]


def test_an_elliptic_deadline_takes_the_unit_of_the_one_before():
    assert [(v, u) for _, v, _, u in read("within 60 days, and the rest within 90.")] == [(60, "days"), (90, "days")]


def test_the_noun_that_follows():
    ((_, _, q),) = find_quantities("Hamas freed 20 more living hostages on Monday.")
    assert q.noun == "more living hostages"


@pytest.mark.parametrize(
    "text", ["1" * 50_000, "5 " * 20_000, "hundred " * 8_000, "5" + " " * 50_000, "1," * 20_000, "two-" * 10_000]
)
def test_long_odd_input_stays_cheap(text):
    find_quantities(text)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["two", "5", "1,200", "$", "%", "-", "to", "million", "half", "a", "under", "\ud800", "İ", "\x00"]
        ),
        max_size=12,
    )
)
def test_spans_are_in_order_and_inside(parts):
    text = " ".join(parts)
    end = 0
    for start, stop, q in find_quantities(text):
        assert end <= start < stop <= len(text)
        assert q.low is None or q.low < q.value < q.high
        end = stop
