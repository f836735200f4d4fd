"""Near-duplicates among 100,000 articles with planted copies: recall of each kind of copy, precision, time, memory.

python -m tests.bench.duplicates [--articles N] [--copies N]

The articles are made of words with the frequencies of English (Zipf), in sentences of 8 to 30 words, 150 to 600 words
long, over 60 days; every tenth opens with one of 40 stock paragraphs, as agencies' background does. Each copy
appears within three days of its original.
"""

import argparse
import random
import resource
import time
from datetime import date, timedelta
from itertools import accumulate

import polars as pl

from transforms.duplicates import find_stories, sign

KINDS = ("words changed", "sentences dropped", "first half", "headline and boilerplate")
VOCABULARY = 30_000
BOILERPLATE = (
    "Subscribe to our newsletter for more news every morning and follow us on all channels for updates as they come"
)


def main():
    """Print one line a kind of copy, then precision, time and memory."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.duplicates", description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--copies", type=int, default=5_000, help="of all four kinds together")
    options = parser.parse_args()
    found = measure(options.articles, options.copies)
    print(f"{options.articles:,} articles, {found['megabytes']:.0f} MB of text, {options.copies:,} copies")
    for kind, recall in found["recall"].items():
        print(f"  {kind:<26} recall {recall:.3f}")
    print(f"  precision {found['precision']:.4f}; {found['seconds']:.1f} s, {found['cpu']:.1f} processor s; ", end="")
    print(f"peak {found['peak']:.0f} MB, {found['before']:.0f} MB of it the articles")


def measure(count, copies):
    """Recall by kind of copy, precision, seconds, processor seconds, and the peak before and after in MB."""
    articles, planted = build(count, copies)
    before, start, cpu = peak(), time.perf_counter(), time.process_time()
    stories = find_stories(articles, sign(articles))
    taken = {"seconds": time.perf_counter() - start, "cpu": time.process_time() - cpu, "before": before, "peak": peak()}
    story = dict(stories.select("article_id", "story_id").iter_rows())
    found = {kind: [story[c] == story[o] for c, (o, of) in planted.items() if of == kind] for kind in KINDS}
    right = [row in planted and of == story[planted[row][0]] for row, of in story.items() if row != of]
    return {
        **taken,
        "megabytes": articles["text"].str.len_bytes().sum() / 1e6,
        "recall": {kind: sum(hits) / len(hits) for kind, hits in found.items()},
        "precision": sum(right) / len(right),
    }


def build(count, copies):
    """The articles, and each copy's id with its original's and the kind of copy."""
    draw = random.Random(1)
    weights = list(accumulate(1 / (rank + 2.7) for rank in range(VOCABULARY)))
    words = [f"w{n:x}" for n in range(VOCABULARY)]
    stock = [_sentences(draw, words, weights, 60) for _ in range(40)]
    texts = [_article(draw, words, weights, stock) for _ in range(count - copies)]
    rows = [(f"a{n:06}", _day(draw), ". ".join(" ".join(s) for s in text)) for n, text in enumerate(texts)]
    planted = {}
    for n, original in enumerate(draw.sample(range(count - copies), copies)):
        kind = KINDS[n % len(KINDS)]
        key = f"c{n:06}"
        planted[key] = (rows[original][0], kind)
        rows.append(
            (key, rows[original][1] + timedelta(days=draw.randrange(4)), _copy(draw, words, texts[original], kind))
        )
    frame = pl.DataFrame(rows, schema={"article_id": pl.String, "published": pl.Date, "text": pl.String}, orient="row")
    return frame.sample(fraction=1, shuffle=True, seed=1), planted


def _day(draw):
    return date(2025, 1, 1) + timedelta(days=draw.randrange(60))


def _sentences(draw, words, weights, length):
    chosen = draw.choices(words, cum_weights=weights, k=length)
    found = []
    while chosen:
        cut = draw.randint(8, 30)
        found.append(chosen[:cut])
        chosen = chosen[cut:]
    return found


def _article(draw, words, weights, stock):
    head = draw.choice(stock) if draw.random() < 0.1 else []
    return [*head, *_sentences(draw, words, weights, draw.randint(150, 600))]


def _copy(draw, words, text, kind):
    if kind == "words changed":
        text = [[draw.choice(words) if draw.random() < 0.05 else word for word in s] for s in text]
    elif kind == "sentences dropped":
        kept = [s for s in text if draw.random() >= 0.25]
        text = kept or text
    elif kind == "first half":
        text = text[: max(1, len(text) // 2)]
    else:
        text = [["breaking", *draw.choices(words, k=8)], *text, BOILERPLATE.lower().split()]
    return ". ".join(" ".join(s) for s in text)


def peak():
    """The peak resident set of this process, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    main()
