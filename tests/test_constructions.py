"""Ways in which news tells a talk, a demand or an exchange, in short texts of our own: how many of them are read."""

import json
from pathlib import Path

import polars as pl
import pytest
import yaml

from flows.evaluate import articles_of
from transforms.pipeline import extract_articles
from transforms.records import to_json_objects
from transforms.reference.load import load_reference
from transforms.score import Coded, format_scores, score_articles

FOLDER = Path(__file__).parent / "constructions"


def read(name):
    """The texts of a file as coded articles."""
    for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines():
        text = json.loads(line)
        yield Coded(
            text["id"], {key: text[key] for key in ("id", "title", "outlet", "published", "text")}, text["gold"]
        )


@pytest.mark.parametrize("name", ["read", "unseen"])
def test_ways_of_telling_are_read(name, capsys):
    coded = list(read(name))
    articles = articles_of(coded).with_columns(relevant=pl.lit(value=True))
    found = {record["id"]: record for record in to_json_objects(articles, extract_articles(articles, load_reference()))}
    scores = score_articles((c.gold, found[c.name]) for c in coded)
    with capsys.disabled():
        print(f"\nconstructions, {name}\n{format_scores(scores)}")
    floors = yaml.safe_load((FOLDER / "floors.yml").read_text())[name]
    assert {kind for kind, floor in floors.items() if scores.rows[kind].f1 < floor} == set()
    assert all(row["text"] in c.article["text"] for c in coded for row in c.gold["demands"])
