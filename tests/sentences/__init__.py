"""Sentences and phrases of our own making, coded for demands: read as documents of two sentences, scored as rows."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

from transforms.mentions import read_document
from transforms.reference.load import load_reference
from transforms.sentences import sentence_spans

_HERE = Path(__file__).parent
_DAY = date(2025, 5, 19)


@dataclass(frozen=True)
class Said:
    """What is said in a scene, and the rows that it voices as the codebook's objects."""

    title: str
    outlet: str
    opening: str
    text: str
    wants: list[dict]


def phrases():
    """(text, sentence, topic of the article, issue) of each phrase, as the learning of issues takes them."""
    found = yaml.safe_load((_HERE / "phrases.yml").read_text(encoding="utf-8"))
    return [(text, "", {}, issue) for issue, texts in found.items() for text in texts]


def sentences(name):
    """The sentences of a file in file order."""
    for scene in yaml.safe_load((_HERE / f"{name}.yml").read_text(encoding="utf-8")):
        for text, *wants in scene["sentences"]:
            coded = [_row(want, text) for want in wants]
            yield Said(scene["title"], scene["outlet"], scene["opening"], text, coded)


def _row(want, text):
    ends, _, issue = want.rpartition(" ")
    by, to = (side.split(",") if side.strip() else [] for side in ends.replace(" ", "").split(">"))
    return {"by": by, "to": to, "issue": issue, "text": "", "evidence": [text]}


def document_of(said):
    """The document of a sentence behind the opening of its scene."""
    text = f"{said.opening}\n\n{said.text}"
    spans = [(number, *span) for number, span in enumerate(sentence_spans(text), start=1)]
    return read_document("a1", said.title, _DAY, said.outlet, text, "en", spans=spans, reference=load_reference())
