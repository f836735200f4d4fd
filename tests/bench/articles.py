"""Short articles for the cases at volume: sentences of coded articles, with states, words and days of their own.

Sentences that recur by the hundred would make copies of articles that are none. So an article's sentences, its states and
half of its long words are drawn anew, from the article's number alone: the same number gives the same article.
"""

import json
import random
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from transforms.reference.load import load_reference

CODED = Path(__file__).parents[1]
FIRST_DAY, DAYS = date(2019, 1, 1), 2_500
SENTENCES = (4, 7)  # of an article
STATES = 60
_SENTENCE = re.compile(r"[A-Z“\"][^\n]*?[.!?][”\"]?(?=\s|$)")
_LONG_WORD = re.compile(r"\b[a-z]{7,}\b")


def write_jsonl(target, count, first=0):
    """Write articles number `first` to `first + count - 1`, one a line, and return the file."""
    with target.open("w", encoding="utf-8") as file:
        for number in range(first, first + count):
            file.write(json.dumps(make_article(number)) + "\n")
    return target


def make_article(number):
    """One short article with an address and an outlet."""
    draw = random.Random(number)
    sentences = draw.sample(_sentences(), draw.randint(*SENTENCES))
    named = dict(zip(_states(), draw.sample(_states(), len(_states())), strict=True))
    words = [_LONG_WORD.sub(lambda m: _word(draw) if draw.random() < 0.5 else m[0], s) for s in sentences]
    text = "\n\n".join(_state_names().sub(lambda m: named[m[0]], s) for s in words)
    return {
        "id": f"bench-{number:07}",
        "url": f"https://outlet{number % 40}.example/{number}.html",
        "outlet": f"Outlet {number % 40}",
        "title": text[:60].partition("\n")[0],
        "published": str(FIRST_DAY + timedelta(days=draw.randrange(DAYS))),
        "text": text,
    }


def _word(draw):
    return "".join(draw.choice("bdfgklmnprstvz") + draw.choice("aeiou") for _ in range(draw.randint(3, 4)))


@cache
def _sentences():
    files = sorted(f for folder in ("gold", "heldout") for f in (CODED / folder).glob("*.article.json"))
    texts = [json.loads(file.read_text("utf-8"))["text"] for file in files]
    return sorted({s for text in texts for s in _SENTENCE.findall(text) if 60 <= len(s) <= 300})


@cache
def _states():
    states = [p.name for p in load_reference().parties.values() if p.kind == "state"]
    return sorted(states)[:: max(1, len(states) // STATES)]


@cache
def _state_names():
    return re.compile(r"\b(" + "|".join(map(re.escape, sorted(_states(), key=len, reverse=True))) + r")\b")
