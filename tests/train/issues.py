"""Learn what the stems of words say of an issue and how its signs are weighed, from the issues of coded demands."""

import math
from collections import Counter, defaultdict

from tests.train.demands import read_documents
from transforms.extract.demand_candidates import candidates
from transforms.reference import issues as reference
from transforms.reference.issue_families import families
from transforms.reference.issues import PLAIN, SIGNS, Weighing, classify_issue, issues, signs, stems, topic
from transforms.score import _overlap, evidence_of

STRENGTH = 1.0
# A stem says as little as if it had been seen so often more, with the issues in their usual shares, and nothing when
# fewer texts hold it than LEAST.
SMOOTHING, LEAST = 2.0, 2
# A candidate with fewer words in common is about something else.
ALIKE = 0.15


def usual(documents):
    """The mean share of each issue in the words of articles."""
    shares = [families(d.text) for d in documents]
    return {i: round(math.fsum(s.get(i, 0.0) for s in shares) / max(len(shares), 1), 4) for i in issues()}


def demands(coded, documents, shares):
    """(text, sentence, topic of the article, issue) of the coded demands, and of the candidates that are most like them."""
    for c in coded:
        document = documents.get(c.article["id"])
        if document is None or not c.gold.get("demands"):
            continue
        article, found = topic(document.text, shares), candidates(document)
        for row in c.gold["demands"]:
            said = evidence_of(row)
            sentence = max(document.sentences, key=lambda s, said=said: _overlap(said, s.text))
            yield row["text"], sentence.text, article, row["issue"]
            like = max(found, key=lambda f, t=row["text"]: _overlap(t, f.text), default=None)
            if like and like.text != row["text"] and _overlap(row["text"], like.text) > ALIKE:
                yield like.text, like.sentence.text, article, row["issue"]


def count(rows):
    """Stem -> how many texts of each issue hold it."""
    counts = defaultdict(Counter)
    for text, _, _, issue in rows:
        for stem in stems(text):
            counts[stem][issue] += 1
    return counts


def shares_of(rows):
    """The share of each issue in the texts."""
    found = Counter(row[3] for row in rows)
    return {issue: (found[issue] + 5) / (len(rows) + 5 * len(issues())) for issue in issues()}


def said(counts, shares, least=1):
    """Stem -> issue -> how much the stem speaks for it, against an issue that no text with the stem has."""
    return {
        stem: {i: round(math.log1p(n / (SMOOTHING * shares[i])), 2) for i, n in sorted(found.items()) if n}
        for stem, found in counts.items()
        if sum(found.values()) >= least
    }


def weigh(rows, usual, *, phrases=(), strength=STRENGTH, passes=40):
    """The weighing that makes the issues of some demands likeliest, each weight held near nought.

    Stems are learned from `phrases` too, which have no article around them.

    Newton's steps weight by weight for one softmax over the issues. A prior for each issue says how often it is asked
    for, another one (`mute`) how often where the words of the demand say nothing. For each text the stems say what they
    would have said had it not been read.
    """
    counts, shares = count([*rows, *phrases]), shares_of([*rows, *phrases])
    values = []
    for text, context, article, issue in rows:
        others = {stem: counts[stem] - Counter([issue]) for stem in stems(text)}
        values.append(signs(text, context, article, said(others, shares, LEAST - 1)))
    right = [issues().index(row[3]) for row in rows]
    columns = _columns(values)
    sums = [[0.0] * len(issues()) for _ in rows]
    weights = dict.fromkeys(columns, 0.0)
    for _ in range(passes):
        largest = 0.0
        for name, column in columns.items():
            step = _step(column, sums, right, strength, weights[name])
            weights[name] += step
            for i, cells in column:
                for c, value in cells:
                    sums[i][c] += step * value
            largest = max(largest, abs(step))
        if largest < 0.005:
            break
    found = {
        group: {n: round(w, 3) for (g, n), w in weights.items() if g == group} for group in ("signs", "prior", "mute")
    }
    return Weighing(**found, usual=usual, stems=said(counts, shares, LEAST))


def _columns(values):
    """Weight -> the rows where it counts, each with its value for every issue."""
    columns = {}
    for name in SIGNS:
        cells = [[(issues().index(issue), v) for issue, v in row[name].items() if v] for row in values]
        columns["signs", name] = [(i, found) for i, found in enumerate(cells) if found]
    for c, issue in enumerate(issues()):
        columns["prior", issue] = [(i, [(c, 1.0)]) for i in range(len(values))]
        columns["mute", issue] = [(i, [(c, 1.0)]) for i, row in enumerate(values) if not row["score"]]
    return columns


def _step(column, sums, right, strength, weight):
    slope, curve = strength * weight, strength
    for i, cells in column:
        parts = [math.exp(x) for x in sums[i]]
        total = math.fsum(parts)
        mean = sum(parts[c] * value for c, value in cells) / total
        square = sum(parts[c] * value * value for c, value in cells) / total
        slope += mean - sum(value for c, value in cells if c == right[i])
        curve += square - mean * mean
    return max(-1.0, min(1.0, -slope / curve))


def use(weighing):
    """Let all that is read from here on be told by a weighing."""
    reference.load_weighing = lambda: weighing
    reference.article_topic.cache_clear()


def learn_issues(coded, phrases, measured):
    """The weighing learned from coded articles and phrases; says how it does on the articles and on those of `measured`."""
    use(PLAIN)
    documents = read_documents(coded)
    shares = usual(documents.values())
    rows = list(demands(coded, documents, shares))
    weighing = weigh(rows, shares, phrases=phrases)
    print(line("issues, learned", rows, weighing))
    for name, others in measured.items():
        print(line(f"issues, {name}", list(demands(others, read_documents(others), shares)), weighing))
    return weighing


def line(what, rows, weighing):
    """The share of right issues by the words of the demand alone and as weighed."""
    plain, weighed = (
        sum(classify_issue(*row[:3], by) == row[3] for row in rows) / max(len(rows), 1) for by in (PLAIN, weighing)
    )
    return f"{what:28} by its words {plain:.3f}   weighed {weighed:.3f}   ({len(rows)} texts)"
