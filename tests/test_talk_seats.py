"""What is learned of talks: those that no pattern tells, and who sits at a talk."""

import shutil
from pathlib import Path
from statistics import fmean

from tests.test_talks import document
from tests.train.seats import THRESHOLD, examples, fit
from transforms.extract.gate import Gate
from transforms.extract.talks import Gates, find_talks, read_talks, standing
from transforms.reference.load import load_reference

GOLD = Path(__file__).parent / "gold"
TEXT = (
    "Serbia and Kosovo held talks in Brussels on Monday. The Serbian president was back in the Belgian capital on Tuesday. "
    "Switzerland carried messages between the two. Kosovo police stopped a lorry."
)
ALWAYS, NEVER = Gate({"": 9.0}, 0.5), Gate({"": -9.0}, 0.5)


def chosen(talk=ALWAYS, loose=ALWAYS, side=NEVER, mediator=NEVER):
    read = document(TEXT, load_reference())
    return standing(read, read_talks(read, load_reference()), Gates(talk, loose, side, mediator))


def test_a_talk_that_no_pattern_tells_stands_by_its_chance_beside_others():
    assert [row.evidence[0][0].number for row in chosen(loose=NEVER)] == [1]
    assert [row.evidence[0][0].number for row in chosen()] == [1, 2]
    assert chosen(talk=NEVER) == []


def test_where_no_party_is_likely_the_patterns_have_the_last_word():
    row = chosen()[0]
    assert set(row.sides) == {"SRB", "XKX"}
    assert not row.mediators


def test_two_at_least_are_at_a_table_and_nobody_sits_on_both_sides_of_it():
    for row in chosen(side=Gate({"": -1.0}, 0.5), mediator=ALWAYS):
        assert len(row.sides) == 2
        assert not {*row.sides} & {*row.mediators}


def test_the_same_article_gives_the_same_talks():
    read = document(TEXT, load_reference())
    assert find_talks(read, load_reference()) == find_talks(read, load_reference())


def test_learning_tells_coded_parties_from_others_and_repeats_itself(tmp_path):
    for file in GOLD.glob("qr-*.json"):
        shutil.copy(file, tmp_path)
    articles = examples([tmp_path])
    learned = fit(articles)
    assert learned == fit(articles)
    for kind in THRESHOLD:
        chances = [(learned[kind].chance(names), label) for a in articles for names, label in a.weighed[kind]]
        right, wrong = ([chance for chance, label in chances if label == which] for which in (1, 0))
        assert fmean(right) > fmean(wrong)
