"""Where noun phrases begin: backwards from their first token."""

import pytest

from transforms.edges import left_edge


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("then the former senior <PAR:0> officials", "the former senior "),
        ("met <PRO:0> top <PAR:1> aide", "<PRO:0> top "),
        ("a visit by ex-<DEM:0> rebels", "ex-"),
        ("said (the acting <DEM:0> minister)", "the acting "),
        ("said <PAR:0> officials", ""),
        ("The two other <DEM:0> envoys", "other "),
    ],
)
def test_articles_and_prefixes_before_a_token(line, expected):
    start = line.rindex("<")
    assert line[left_edge(line, start) : start] == expected


@pytest.mark.parametrize("line", ["pro-<DEM:0> rebels", "Serb’<DEM:0> rebels"])
def test_a_word_joined_to_the_token_is_no_beginning(line):
    assert left_edge(line, line.index("<")) is None


def test_adjectives_only_after_an_article_where_one_is_asked_for():
    line = "sent a joint technical <HED:0>"
    start = line.index("<")
    assert line[left_edge(line, start, adjectives=2, article=True) : start] == "a joint technical "
    line = "sent joint technical <HED:0>"
    start = line.index("<")
    assert line[left_edge(line, start, adjectives=2, article=True) : start] == ""
    assert line[left_edge(line, start, adjectives=2) : start] == "joint technical "
