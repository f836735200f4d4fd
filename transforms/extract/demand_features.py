"""What a candidate demand looks like, as names of features for the gate; nothing that names an actor or a day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from transforms.document import TOKEN, Claim, Document, Mention
from transforms.extract.about import About, about
from transforms.extract.demand_candidates import Candidate
from transforms.extract.demand_signs import Slot, of_mood, of_next, of_slot, of_words, slot
from transforms.extract.demand_whom import addressee
from transforms.extract.stems import Stems

_LEFT = re.compile(r"[a-z]+|<[A-Z]+|[^\sa-z<]", re.IGNORECASE)
_AUXILIARY = re.compile(
    r"\b(would|will|could|can|may|might|must|should|had|has|have|is|are|was|were|be|to|not|never|if|did|does|do)\b|n[’']t"
)
# What kinds of words stand around: closed classes of verbs and nouns, by their stems.
_CLASSES = {
    "demand": r"demand|insist|urg|call(?:s|ed|ing)? (?:for|on|upon)|appeal|press|push|request|ask|requir|stipulat|order|exhort|implor|plead|beg|ultimatum|precondition|condition|red line|deadline|warn|must|should|ought|need",
    "want": r"want|wish|seek|sought|expect|would like|wait|keen|prefer|rather|hop|look",
    "propose": r"propos|offer|suggest|float|tabl|moot|recommend|advocat|draft|idea|initiative|plan|formula|blueprint|text|term|package|put forward|on the table|paper",
    "refuse": r"refus|reject|ruled? out|declin|never|will not|won[’']t|would not|cannot|can[’']t|no longer|denied|unacceptable|balk|resist|oppos",
    "agree": r"agree|accept|pledg|promis|commit|vow|sign|undert[ao]|guarantee|accord|deal|ready|willing|prepared",
    "hope": r"aim|goal|effort|try|tried|work|focus|discuss|talk|consider|explor|negotiat|mean|intend|support|welcom|back",
    "say": r"said|says|told|tells|stress|add|declar|argu|warn|repeat|reiterat|maintain|underlin|emphasi",
    "think": r"believ|think|thought|fear|doubt|know|knew|see|saw|understand|report|accus|blam|claim|condemn",
    "done": r"releas|freed|handed|took|taken|gave|given|began|ended|met|held|killed|withdrew|returned|sent|brought|left",
}
_STEMS = Stems(_CLASSES)
_REACH = 50
_DETERMINERS = frozenset(
    "a an the its their his her our my any all both some this that these those no more full immediate".split()
)
_ACTS = re.compile(r"\b(?:must|should|be|have to|has to)\b")


def features(found: list[Candidate], document: Document) -> list[list[str]]:
    """The features of each candidate of an article."""
    spoken = Counter((c.wish.voice.parties, c.issue) for c in found)
    firm = Counter((c.sentence.number, c.wish.voice.parties) for c in found if not c.doubts)
    last = max((s.number for s in document.sentences), default=1)
    grades, numbered = about(document), document.numbered
    plain: dict[int, list[str]] = {}
    slots: dict[tuple[int, int], Slot] = {}
    words: dict[int, list[tuple[int, str]]] = {}
    tokens: dict[int, list[tuple[int, Mention]]] = {}
    shared: dict[tuple[int, tuple[int, int]], list[str]] = {}
    claims: dict[tuple[int, tuple[int, int]], Claim | None] = {}
    rows = []
    for c in found:
        n, by = c.sentence.number, c.wish.voice.parties
        if n not in tokens:
            for s in (c.sentence, numbered.get(n + 1)):
                if s is not None and s.number not in words:
                    words[s.number] = list(_STEMS.find(s.typed_lower))
            plain[n] = of_words(c.sentence)
            tokens[n] = [(m.start(), c.sentence.mentions[int(m[2])]) for m in TOKEN.finditer(c.sentence.typed)]
        key = (id(c.wish.match), c.span)
        if key not in shared:
            claims[key] = c.sentence.claim_at(c.sentence.offset(c.wish.match.span[0]))
            shared[key] = [*_cue(c), *_wanted(c), *_place(c, last), *_around(c, words[n]), *of_mood(c), *plain[n]]
        cue = (n, c.wish.match.span[0])
        if cue not in slots:
            slots[cue] = slot(c.sentence, cue[1])
        names = [
            *grades.signs,
            *_about(c, grades),
            *shared[key],
            *_voice(c, tokens[n]),
            *_parties(c, document),
            *_speech(c, claims[key]),
            *of_slot(slots[cue], c),
            *of_next(c, words[n], numbered.get(n + 1), (name for _, name in words.get(n + 1, ()))),
        ]
        names.append(f"again={min(spoken[by, c.issue] - 1, 3)}")
        names += [f"{c.how}+{'firm' if c.doubts else 'itself'}"] if firm[n, by] else []
        names += ["firm before"] if firm[n - 1, by] else []
        rows.append(names)
    return rows


def _about(c: Candidate, grades: About) -> Iterator[str]:
    """What the article is about, with what the demand is made of: an ordinary "until" is no condition of a side."""
    kind = f"about={min(grades.talks, 3)}+{grades.much_else}"
    given = c.wish.match.pattern
    yield kind
    yield f"{kind}+{c.how}"
    yield f"{kind}+frame={given.set['frame']}"
    yield f"{kind}+issue={c.issue}"
    yield f"talks={min(grades.talks, 2)}+pattern={given.id}"
    yield f"others={min(grades.others // 2, 2)}+pattern={given.id}"


def _cue(c: Candidate) -> Iterator[str]:
    """The construction and its verb or noun."""
    match = c.wish.match
    given, typed = match.pattern.set, match.sentence.typed
    yield f"pattern={match.pattern.id}"
    yield f"frame={given['frame']}"
    yield f"form={c.wish.frame}"
    yield f"kind={given['kind']}"
    if given.get("weak"):
        yield "weak"
    verb = re.match(r"\W*([a-z’'-]+)", typed[match.span[0] :], re.IGNORECASE)
    lemma = match.groups.get("noun", verb[1] if verb else "").lower()
    yield f"cue={lemma}"
    yield f"stem={lemma[:5]}"
    left = _LEFT.findall(typed[max(0, match.span[0] - 60) : match.span[0]])
    yield f"before={left[-1] if left and not left[-1][0].isupper() else ''}"
    yield from {f"aux={m[0].lower()}" for m in _AUXILIARY.finditer(" ".join(left[-4:]))}


def _wanted(c: Candidate) -> Iterator[str]:
    """What is wanted: its first words, its head, its length."""
    words = TOKEN.sub(lambda t: f"<{t[1]}", c.piece).split()
    yield f"first={words[0] if words and not words[0][0].isupper() else ''}"
    head = next((w for w in words if w.islower() and w not in _DETERMINERS), "")
    yield f"head={head.strip('.,’”')[:6]}"
    yield f"issue={c.issue}"
    yield f"issue={c.issue}+{c.wish.frame}"
    n = len(words)
    yield f"length={1 if n == 1 else 2 if n == 2 else 3 if n <= 4 else 5 if n <= 8 else 9 if n <= 15 else 16}"
    for kind in ("PARTY", "DATE", "NUM", "PERSON", "PRON"):
        if f"<{kind}" in c.piece:
            yield f"has={kind}"
    if _ACTS.search(c.piece):
        yield "acts"


def _parties(c: Candidate, document: Document) -> Iterator[str]:
    by, sides = set(c.wish.voice.parties), set(document.sides_at(c.sentence))
    to = set(addressee(c, document))
    yield f"by={'side' if by <= sides else 'mixed' if by & sides else 'other'}"
    yield f"to={'none' if not to else 'side' if to <= sides else 'mixed' if to & sides else 'other'}"
    yield f"named={'none' if c.to is None else 'empty' if not c.to else 'self' if set(c.to) <= by else 'given'}"
    yield f"sides={min(len(sides), 3)}"
    if len(by) > 1:
        yield "joint"
    if c.wish.voice.speaker:
        yield "person"


def _around(c: Candidate, words: list[tuple[int, str]]) -> Iterator[str]:
    """The kinds of words before it, near and farther, and whether it stands in quotes."""
    at, before = c.span[0], c.sentence.typed[: c.span[0]]
    near = {name for start, name in words if at - _REACH <= start < at}
    yield from (f"near={name}" for name in near)
    yield from {f"earlier={name}" for start, name in words if start < at and name not in near}
    if before.count("“") > before.count("”") or before.count('"') % 2:
        yield "in quotes"


def _voice(c: Candidate, tokens: list[tuple[int, Mention]]) -> Iterator[str]:
    """How the voice was found, what speaks against it, and the mention that stands for it."""
    frame = c.wish.match.pattern.set["frame"]
    yield f"frame={frame}+{c.how}"
    yield f"own={c.how}" if c.how != "strict" else "strict"
    yield from (f"doubt={doubt}" for doubt in c.doubts if doubt != "voice")
    yield from (f"doubt={doubt}+{frame}" for doubt in c.doubts if doubt != "voice")
    if not c.doubts:
        yield "undoubted"
    at, cue, by = c.span[0], c.wish.match.span[0], set(c.wish.voice.parties)
    if first := next((m for start, m in reversed(tokens) if start < cue), None):
        pronoun = f" {first.text.lower()}" if first.kind == "PRON" else ""
        yield f"{'else' if c.how.startswith('else') else 'first'} voice={first.kind}{pronoun}"
    mine = [(start, m) for start, m in tokens if start < at and not by.isdisjoint(m.parties)]
    if not mine:
        yield "by kind=none"
        return
    start, m = mine[-1]
    yield f"by kind={m.kind}"
    yield f"by role={m.role}"
    yield f"by far={min((at - start) // 25, 4)}"
    yield f"by others={min(sum(start < x < at for x, _ in tokens), 2)}"


def _speech(c: Candidate, claim: Claim | None) -> Iterator[str]:
    """Who speaks around it."""
    if claim is None:
        yield "claim=none"
    else:
        same = set(claim.parties) & set(c.wish.voice.parties)
        yield f"claim={'same' if same else 'other' if claim.parties else 'nobody'}"
        if claim.quoted:
            yield "quoted"


def _place(c: Candidate, last: int) -> Iterator[str]:
    n = c.sentence.number
    yield f"place={'lead' if n <= 2 else 'early' if n <= 6 else 'end' if n > 0.75 * last else 'middle'}"
    yield f"long={min(len(c.sentence.typed) // 100, 4)}"
