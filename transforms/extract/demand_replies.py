"""Whether a sentence behind a demand answers it: a learned judgement over many small signs.

"It was turned down." answers in words that a rule knows; "Bamako excludes federalism.", "The law must take its course, the
minister said." do so by who speaks, of what, in which mood. The weights are learned from coded articles, whose rows name
the sentences that tell of an answer (`python -m tests.train`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from transforms.document import Mention, Sentence
from transforms.extract.gate import load_gate
from transforms.extract.stems import Stems
from transforms.reference.issues import stems

Row = dict[str, Any]

REACH = 3  # sentences behind a demand that may answer it
_CLASSES = {
    "no": r"reject|refus|dismiss|turn(?:s|ed)? (?:it|that|this|them|both|down|away)|declin|oppos|rul(?:ed|es) out|unaccept|out of the question|scorn|spurn|rebuff"
    r"|object|exclud|resist|balk|brush|veto|disagree|den(?:y|ied|ies)|threw|throw|never|nonsense|neither|nobody|none|nothing|no\b|wo(?:n['’]t)|laugh",
    "yes": r"accept|agree|consent|approv|endors|yes\b|grant|welcom|embrac|sign(?:s|ed)|gave (?:in|way)|conced|complied|will do|live with|ready|on board|assent|took it",
    "not": r"not\b|n[’']t\b|cannot",
    "reply": r"answer|repl(?:y|ied|ies)|respon|retort|counter|in turn|for (?:its|his|their) part|insist|position",
    "would": r"would|will\b|must|should|can\b|could",
    "back": r"(?:the|that|this|both|such|either) (?:[a-z]+ )?(?:demand|proposal|offer|idea|request|plan|call|condition|suggestion|appeal|point|text|paper|terms|matter)|(?:that|this|it|both|neither|them)\b",
    "but": r"but\b|however|yet\b|though|instead|rather",
    "say": r"said|says|told|made (?:it )?clear|announc|declar",
}
_STEMS = Stems(_CLASSES)
_NEAR = 60
_WORD = re.compile(r"[A-Za-z’']+|<[A-Z]+")


class Heard(NamedTuple):
    """What a sentence says, whichever demand it may answer: signs, their classes, the mood, stems, what else is seen of it."""

    sentence: Sentence
    found: frozenset[tuple[str, bool]]
    kinds: frozenset[str]
    mood: str
    stems: frozenset[str]
    form: tuple[str, ...]


def hear(s: Sentence) -> Heard:
    """Read a sentence as an answer."""
    found = frozenset((name, at < _NEAR) for at, name in _STEMS.find(s.typed_lower))
    kinds = frozenset(name for name, _ in found)
    mood = "no" if kinds & {"no", "not"} else "yes" if "yes" in kinds else "open"
    return Heard(s, found, kinds, mood, stems(s.text), tuple(_form(s)))


def replies(
    row: Row, wanted: frozenset[str], ahead: int, heard: Heard, rule: str | None, told: Sequence[Row]
) -> list[str]:
    """The signs that a sentence so far behind a row answers it.

    `wanted` are the stems of what the row wants, `rule` is what the rules read, `told` the rows of the sentence.
    """
    mood, kinds = heard.mood, heard.kinds
    who = _who(row, heard.sentence)
    shared = min(len(heard.stems & wanted), 3)
    names = [f"ahead={ahead}", f"rule={rule}", f"rule={rule}+{ahead}", f"who={who}", f"mood={mood}"]
    names += [f"who={who}+{mood}", f"who={who}+{ahead}", f"who={who}+{mood}+{ahead}", f"mood={mood}+{ahead}"]
    names += [f"shared={shared}", f"shared={shared}+{mood}", f"shared={shared}+{who}"]
    names += [f"{name}{'' if near else ' later'}" for name, near in heard.found]
    names += [f"{name}+{who}" for name in kinds]
    names += [f"{name}+{ahead}" for name in kinds]
    names += [*heard.form, f"kind={row['kind']}"]
    if told:
        same = any(set(other["by_parties"]) & set(row["by_parties"]) for other in told)
        names.append(f"tells={'same' if same else 'other'}")
    return names


def _form(s: Sentence) -> Iterator[str]:
    """How long the sentence is, how it begins, whether it asks."""
    words = _WORD.findall(s.typed)
    yield f"words={min(len(words) // 5, 6)}"
    yield f"first={words[0].lower() if words else ''}"
    if s.text.rstrip('”" ').endswith("?"):
        yield "asks"


def _who(row: Row, s: Sentence) -> str:
    """Who acts or speaks first in the sentence, seen from the demand."""
    by, to = set(row["by_parties"]), set(row["to_parties"])
    actors: list[Mention] = [m for m in s.mentions if m.kind in ("PARTY", "PERSON", "PRON", "ORG")]
    codes = {code for claim in s.claims for code in claim.parties} or {c for m in actors[:1] for c in m.parties}
    if not codes:
        return "unknown" if actors else "nobody"
    return "asked" if codes & to else "asking" if codes & by else "other"


def answers(names: Sequence[str], rule: str | None) -> bool:
    """Whether the signs are those of an answer; what the rules read right behind the demand is one."""
    gate = load_gate("demand_replies")
    return (rule is not None and "ahead=1" in names) or gate.chance(names) >= gate.threshold


def answer(names: Sequence[str], rule: str | None) -> str:
    """Which answer: what the rules read, else yes where the words are and none of refusing."""
    return rule or ("accepted" if "mood=yes" in names else "rejected")
