"""Where the words of what is wanted are cut into things wanted: a learned judgement on each comma and conjunction.

"to let the men go and the convoys in" are two things, "between the army and the police" is none. What tells them apart
is small and many: how the words before and behind begin, whether they are alike, whether a verb is still to come. The
weights are learned from coded articles, in which each thing wanted has its own words (`python -m tests.train`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from transforms.extract.gate import load_gate

POINT = re.compile(
    r"(?P<mark>[;,])?\s(?P<word>and also|as well as|along with|plus|and|or|but also|but)\s|(?P<only>[;,])\s"
)
# Verbs in which a thing wanted begins, and nouns of things wanted.
_BASE = re.compile(
    r"(?:not |also |then |immediately |fully |[a-z]+ly )?(?:to )?"
    r"(?:release|free|withdraw|pull|stop|halt|end|hand|allow|let|lift|return|leave|give|open|cease|agree|accept|sign|respect|honou?r|implement"
    r"|disarm|dismantle|surrender|recogni[sz]e|guarantee|provide|ensure|protect|restore|send|deploy|permit|grant|hold|step|resign|abandon"
    r"|renounce|refrain|resume|remove|reopen|extend|observe|commit|start|begin|stay|lay|pay|compensate|apologi[sz]e|evacuate|vacate|cut|drop"
    r"|cancel|declare|replace|investigate|exercise|show|de-escalate|support|join|impose|suspend|freeze|keep|put|bring|take|make|cooperate"
    r"|comply|uphold|facilitate|reach|work|turn|curb|limit|reduce|destroy|ship|dilute|abide|silence|unblock|repatriate|swap|exchange|prevent"
    r"|condemn|address|establish|engage|re-engage|push|strike|urge|transfer|deliver|deescalate|come|go|quit|move|maintain|enter|form"
    r"|admit|acknowledge|drive|demobili[sz]e|use|improve|lower|prosecute|arrest|extradite|stand|settle|negotiate|clear|set|shelve|widen)\b(?!['’-])"
)
_THING = re.compile(
    r"(?:the |an? |its |their |full |immediate )*(?:[a-z<>:A-Z\d-]+ ){0,3}?"
    r"(?:end|halt|start|release|return|withdrawal|pullout|pull-out|pullback|lifting|lift|ceasefire|cease-fire|truce|guarantees?|assurances?|recognition|creation"
    r"|establishment|removal|opening|reopening|resumption|disarmament|demobili[sz]ation|departure|exit|retreat|delivery|deliveries|access|entry|flow|freeing"
    r"|freedom|liberation|protection|respect|implementation|formation|dismantling|dismantlement|reconstruction|compensation|reparations|rights?|halting|pause|exchange"
    r"|swap|deployment|elections?|transfer|repatriation|evacuation|relief|aid|buffer|zone|corridors?|status|sanctions?|cessation|suspension|abolition|referendum|inquiry|investigation|force|monitors?|monitoring"
    r"|peacekeepers?|constitution|reform|reforms|settlement|treaty|deal)\b"
)
_WORD = re.compile(r"<[A-Z]+|[A-Za-z’'-]+|\d+|[^\s\w]")
_AUXILIARY = frozenset(
    "be is are was were has have had will would must should shall can could may might do does did".split()
)
_FINITE = _AUXILIARY - frozenset(("be", "must", "should", "shall"))
_CLOSED = _AUXILIARY | frozenset(
    "the a an its their his her our no all any both more some this that these those to for of in on at from with by as until"
    " unless if when before after which who whose where not also then it they he she we".split()
)
_OF_RELATIVE = frozenset(("who", "which", "that", "where", "whose"))
_NEAR = 9  # words in which a verb tells of a clause


def parts(text: str, frame: str) -> Iterator[str]:
    """The typed words of what is wanted, cut where another thing wanted begins."""
    gate, start = load_gate("demand_cuts"), 0
    for m, names in points(text, frame):
        if gate.chance(names) >= gate.threshold:
            yield text[start : m.start()]
            start = m.end()
    yield text[start:]


def points(text: str, frame: str) -> Iterator[tuple[re.Match[str], list[str]]]:
    """The places where the words can be cut, each with its features."""
    found = list(POINT.finditer(text))
    for i, m in enumerate(found):
        end = found[i + 1].start() if i + 1 < len(found) else len(text)
        left, right = _WORD.findall(text, 0, m.start()), _WORD.findall(text, m.end(), end)
        conj = f"{m['mark'] or ''}{' ' + m['word'] if m['word'] else ''}{m['only'] or ''}"
        names = [f"conj={conj}", f"frame={frame}", f"{frame}+conj={conj}"]
        names += [f"points={min(len(found), 4)}", f"last={i + 1 == len(found)}+{conj}"]
        names += [*_edges(left, right, frame, conj), *_verbs(left, right, frame), *_starts(text, m.end(), frame, conj)]
        if i:
            names += _listed(text, found[i - 1].end(), m.end(), conj)
        yield m, names


def _edges(left: list[str], right: list[str], frame: str, conj: str) -> Iterator[str]:
    """How the words before and behind begin and end, and how many they are."""
    first, last = (_shape(left[0]), _shape(left[-1])) if left else ("", "")
    begin = _shape(right[0]) if right else ""
    yield from (f"r1={begin}", f"r1={begin}+{conj}", f"r1={begin}+{frame}")
    yield f"r12={begin} {_shape(right[1]) if len(right) > 1 else ''}"
    yield from (f"l1={first}", f"l-1={last}", f"par={first}|{begin}")
    if first == begin:
        yield from ("par", f"par+{conj}")
    yield f"word={right[0] if right and right[0].islower() else ''}"
    yield from (f"nl={min(len(left), 8) // 2}", f"nr={min(len(right), 8) // 2}")
    yield from (f"nl={min(len(left), 4)}+{frame}", f"nr={min(len(right), 4)}+{frame}")
    near = [w.lower() for w in left[-8:]]
    if not {"between", "both"}.isdisjoint(near[-6:]):
        yield "between"
    if not _OF_RELATIVE.isdisjoint(near):
        yield "relative"


def _listed(text: str, earlier: int, at: int, conj: str) -> Iterator[str]:
    """Whether the words behind begin as those behind the place before do."""
    first, second = (_WORD.search(text, start) for start in (earlier, at))
    if first and second and _shape(first[0]) == _shape(second[0]):
        yield f"listed+{conj}"
    yield f"listed={_THING.match(text, earlier) is not None}>{_THING.match(text, at) is not None}+{conj}"


def _verbs(left: list[str], right: list[str], frame: str) -> Iterator[str]:
    """Whether the words behind have a verb of their own."""
    verb = next((w.lower() for w in right[:_NEAR] if w.lower() in _AUXILIARY), "")
    yield f"verb={'finite' if verb in _FINITE else verb}"
    yield f"verb={bool(verb)}+{frame}"
    yield f"verbs={any(w.lower() in _AUXILIARY for w in left)}>{bool(verb)}"
    yield f"-ed={any(_shape(w) == '-ed' for w in right[1:_NEAR])}+{frame}"


def _starts(text: str, at: int, frame: str, conj: str) -> Iterator[str]:
    """Whether the words behind begin as a thing wanted does, and those before too."""
    verbs = (_BASE.match(text) is not None, _BASE.match(text, at) is not None)
    things = (_THING.match(text) is not None, _THING.match(text, at) is not None)
    yield from (f"base={verbs[1]}+{frame}", f"base={verbs[0]}>{verbs[1]}")
    yield from (f"thing={things[1]}", f"thing={things[0]}>{things[1]}", f"thing={things[1]}+{conj}")


def _shape(word: str) -> str:
    """A word of a closed class itself, else its kind or ending."""
    lower = word.lower()
    if lower in _CLOSED:
        return lower
    if word[0] == "<":
        return word
    if not word[0].isalpha():
        return word[0]
    if word[0].isupper():
        return "name"
    return next((f"-{ending}" for ending in ("ing", "ed", "s") if lower.endswith(ending)), "word")
