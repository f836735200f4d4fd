"""How often a reference is read as the party it stands for: python -m tests.bench.references [FILE FOLDER] [--errors].

FILE says for places of the articles in FOLDER which party the words there stand for: article -> [[offset, words, code], ...],
several codes joined by "+", none "-", left open by the text "?" (not counted). Without arguments `tests/references.json` over
`tests/gold`.
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.train.demands import read_documents
from transforms.coreference import HE, IT, WE
from transforms.people import THEY
from transforms.score import read_coded

TESTS = Path(__file__).parents[1]
OUTCOMES = ("right", "open", "other", "part", "invented")
_DETERMINERS = ("the", "its", "their", "his", "her", "our", "my")
_PRONOUNS = {"he": HE, "it": IT, "they": THEY, "we": WE, "who": ("who",)}


class Read(NamedTuple):
    """One coded reference, and what was read there."""

    article: str
    kind: str
    words: str
    coded: frozenset[str]
    found: frozenset[str]
    sentence: str

    @property
    def outcome(self):
        """Right, left open, another party, some of the parties or too many, a party where none is meant."""
        if self.found == self.coded:
            return "right"
        if not self.coded:
            return "invented"
        return "open" if not self.found else "part" if self.found & self.coded else "other"


def main():
    """Print a line for each kind of reference."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.references", description=__doc__.splitlines()[0])
    parser.add_argument("file", nargs="?", type=Path, default=TESTS / "references.json")
    parser.add_argument("folder", nargs="?", type=Path, default=TESTS / "gold")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    every = list(read(json.loads(options.file.read_text()), options.folder))
    print(f"{'':14}{'coded':>7} right" + "".join(f"{o:>10}" for o in OUTCOMES[1:]))
    for kind in (*sorted({r.kind for r in every}), None):
        counts = Counter(r.outcome for r in every if kind in (r.kind, None))
        rest = "".join(f"{counts[o]:>10}" for o in OUTCOMES[1:])
        print(f"{kind or 'all':14}{counts.total():>7} {counts['right'] / counts.total():.3f}{rest}")
    for r in sorted(every, key=lambda r: (r.kind, r.outcome)) if options.errors else ():
        if r.outcome != "right":
            coded, found = ("+".join(sorted(codes)) or "-" for codes in (r.coded, r.found))
            print(f"{r.kind} {r.outcome}: [{r.words}] {coded} read as {found} | {r.article} | {r.sentence}")


def read(references, folder):
    """What is read at each coded place."""
    coded = [c for c in read_coded(folder) if c.name in references]
    documents = read_documents(coded)
    for c in coded:
        if (document := documents.get(c.article["id"])) is None:
            continue
        for start, words, code in references[c.name]:
            if code != "?":
                yield _read(c.name, document, start, words, code)


def _read(name, document, start, words, code):
    sentence = next(s for s in document.sentences if s.start <= start < s.end)
    end = start + len(words)
    shared = {m: min(m.end, end) - max(m.start, start) for m in sentence.mentions}
    m = max((m for m in shared if shared[m] > 0), key=lambda m: shared[m], default=None)
    found = frozenset(m.parties) if m is not None else frozenset()
    coded = frozenset(code.split("+")) - {"-"}
    at = start - sentence.start
    marked = f"{sentence.text[:at]}[{words}]{sentence.text[at + len(words) :]}"
    return Read(name, kind_of(words, m), words, coded, found, marked)


def kind_of(words, m):
    """What kind of reference some words are; `m` is the mention there."""
    plain = words.lower()
    for kind, pronouns in _PRONOUNS.items():
        if plain in pronouns:
            return kind
    if m is None or m.kind not in ("PERSON", "PARTY"):
        return "no actor"
    if m.role == "sides":
        return "both"
    first, _, rest = words.partition(" ")
    if rest and rest == rest.lower() and first.lower() in _DETERMINERS:
        return "bare" if first.lower() == "the" else "owned"
    return "person" if m.kind == "PERSON" else m.role if m.role in ("name", "capital") else "phrase"


if __name__ == "__main__":
    main()
