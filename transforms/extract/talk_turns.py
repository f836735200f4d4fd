"""The sentences of an article as talks are read from them: who says "I" in an office's documents, and what its guests ask.

A reporter who asks an office whether a talk took place does not say that it did, unless the answer is yes; what he takes
for granted ("what did you say when you met him?") is told. Reporters call the office "you".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain

from transforms.document import Document, Mention, Sentence
from transforms.extract.talk_groups import Reading

_QUESTION = re.compile(r"Q(?:UESTION)?[:.]?\s")
_YES_OR_NO = re.compile(
    r"(?:Q(?:UESTION)?[:.]?\s)?(?:(?:and|but|so|then|just|also|[a-z’']+(?: [a-z]+){0,2},|on [^,?]{1,60},)\s){0,4}"
    r"(?:do|does|did|has|have|had|is|are|was|were|will|would|can|could|should|may|might|when (?:will|would|is|are|do|does|can))\b[^?]*\?",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?P<who>(?:[A-Z][^a-z:\n]{2,50}|<PERSON:\d+>|M[RS]+\. <[A-Z]+:\d+>)):\s")
_YES = re.compile(
    r"(?:[^:]{2,50}:\s)?(?:(?:well|look|so|first|again),?\s)*(?:yes|yeah|yep|sure|correct|right|absolutely|of course|(?:we|i|he|she|they) (?:did|do|have|has|will|are|am|is|was|were|would)\b(?! not|n['’]t))",
    re.IGNORECASE,
)
_STATED_BY = re.compile(
    r"(?:[A-Z][\w-]+ ){0,3}(?i:statement|remarks|address|comments|toast)s? (?i:by|from|of) (?:the )?$"
)
_I = frozenset({"i", "me"})
_THE_PRESIDENT = frozenset({"the president", "our president", "president"})


def readings(document: Document, publisher: str | None) -> Iterator[Reading]:
    """Each sentence that states something, with whom "you" means in it and who "I" and "the President" are."""
    if publisher is None:
        yield from (Reading(s) for s in document.sentences)
        return
    persons = {m.name: m for m in _persons(document) if m.name and publisher in m.parties}
    chief = next((m for m in persons.values() if m.role == "leader" and "Vice" not in m.text), None)
    speaker = _author(document)
    question = -1
    for n, sentence in enumerate(document.sentences):
        label = _LABEL.match(sentence.typed)
        if label is not None:
            speaker = _labelled(sentence, label["who"], persons, chief)
        if _QUESTION.match(sentence.text):
            question = sentence.paragraph
        asked = publisher if sentence.paragraph == question else None
        if asked is None or not _YES_OR_NO.fullmatch(sentence.text) or _is_affirmed(document.sentences[n + 1 :]):
            yield Reading(sentence, asked, {**dict.fromkeys(_I, speaker), **dict.fromkeys(_THE_PRESIDENT, chief)})


def _persons(document: Document) -> Iterator[Mention]:
    heading = document.headline.mentions if document.headline else ()
    for m in chain(heading, *(s.mentions for s in document.sentences)):
        if m.kind == "PERSON":
            yield m


def _author(document: Document) -> Mention | None:
    """The person whose statement or remarks the headline says that the document is."""
    heading = document.headline
    for m in heading.mentions if heading is not None else ():
        if m.kind == "PERSON" and m.name and heading is not None:
            return m if _STATED_BY.match(heading.text[: m.start - heading.start]) else None
    return None


def _labelled(sentence: Sentence, who: str, persons: dict[str, Mention], chief: Mention | None) -> Mention | None:
    """The person of the label that opens a turn: "THE PRESIDENT", "MR. KIRBY"."""
    named = [m for m in sentence.mentions_in(who) if m.name and m.kind == "PERSON"]
    if named:
        return named[0]
    surname = sentence.untyped(who).split()[-1].casefold()
    if surname == "president":
        return chief
    return next((m for name, m in persons.items() if name.split()[-1].casefold() == surname), None)


def _is_affirmed(after: Iterable[Sentence]) -> bool:
    """Whether the answer to a question, after further questions in its paragraph, begins with yes."""
    answer = next((s for s in after if not s.text.rstrip().endswith("?")), None)
    return answer is not None and _YES.match(answer.text) is not None
