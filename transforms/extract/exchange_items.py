"""The groups in a match: which noun phrases, numbers and persons under a cue are captives, and what each says of itself."""

from __future__ import annotations

import re
from typing import NamedTuple

from transforms.document import Mention, Quantity, Sentence
from transforms.extract.engine import Match
from transforms.extract.exchange_ends import CARRIERS
from transforms.extract.exchange_groups import Captives, Group
from transforms.extract.exchange_words import Words

_TOKEN = re.compile(r"<(CAPTIVES|PEOPLE|PERSON|NUM|PARTY|PRON):(\d+)>")
_BARE_NUMBER = re.compile(
    r"(?:\s(?:each|from|more|others?|of (?:them|those|the|its|their|ours|theirs|our|<PRON)|in|on|for|and|who|under|to|by|at|already|were|was|are|is|be|being|had|have|has|did|do|that|all|both|against|apiece|per|a side|over|back|across|out of|off|aboard|with|whom|whose|altogether|together|[a-z]+ed|crossed|flew|stepped|climbed|got|made|go|out|home|free|leave|walk|cross|followed|came|left|freed|released"
    r"|will|would|are|went|travelled|returned|so far|since|among|including|earlier|later|last|this)\b|-for-|[,.;:)—]|-(?![a-z])|$|\s<(?:DATE|PLACE|PRON)|\s(?-i:[A-Z])[a-z]+(?:s|m[ae]n|ese)\b)"
)
_FREEING = re.compile(
    r"\b(?:freed?|freeing|frees|releas\w+|liberat\w+|swap\w*|exchang\w+|let|repatriat\w+|traded)\b",
    re.IGNORECASE,
)
_HANDING = re.compile(
    r"\b(?:hand(?:ed|s|ing)?|gave|giv(?:e|es|ing|en)|recovered|got back|get back|sent home|threw in|delivered|surrendered|turn(?:ed|s|ing)?|passed|return(?:ed|s|ing)?|entrust\w*|extradit\w*)\b",
    re.IGNORECASE,
)
_SET_FREE = re.compile(r"\b(?:freed|set (?:free|at liberty)|let (?:go|out)|released from|released on)\b", re.IGNORECASE)
_RETURNED = re.compile(r"\b(?:return|repatriat|reunit)ed\b", re.IGNORECASE)
_HANDED_OVER = re.compile(
    r"\b(?:g[ai]v(?:e|es|en|ing)|hand(?:s|ed|ing)?|turn(?:s|ed|ing)?)\s(?:up|over|back)\b", re.IGNORECASE
)
_LET_GO = re.compile(r"(?:hand|turn|let|free|releas|liberat)", re.IGNORECASE)
_TURN_OVER = re.compile(r"(?:hand|turn)", re.IGNORECASE)
_SENT = re.compile(r"sen(?:d|t)", re.IGNORECASE)
_HOMEWARD = re.compile(r"\b(?:home|back|over|across|free)\b")
_PATIENTS = re.compile(r"\b(?:wounded|injured|sick|casualties)$", re.IGNORECASE)
_ALL_BUT = re.compile(r"\b(?:but|except|save)\s$")
# An army that comes home, not its captured men.
_TROOPS = re.compile(
    r"\b(?:troops|army|forces)$|^our\s(?:[a-z]+\s)*(?:soldiers|servicem[ae]n|service ?members|marines|sons|daughters|pilots|heroes)$",
    re.IGNORECASE,
)
_CAPTIVE_WORDS = Words(
    "prison,jail,captiv,captur,detain,detention,hostage,imprison,abduct,kidnap,sentenc,convict,swap,custody,freed,release"
    ",behind bars,exchang,penal,cell,pardon,seized,let go,let out,held ,repatriat,in return,coffin,deport,forcibl,bodies"
    ",remains of,amnest,handed over,handing over,hand over",
    re.compile(
        r"\b(?:prison|jail|captiv|captur|detain|detention|hostage|imprison|abduct|kidnap|sentenc|convict|swap|custody|freed\b|release"
        r"|behind bars|prisoner|exchang|penal|cells?\b|pardon|seized\b|let (?:go|out)\b|held (?:by|in|at|since|for|<|them|him|her)\b|repatriat|in return\b|coffins?\b|deport|forcibl|bodies\b|remains of\b|amnest|hand(?:ed|ing)? over\b)",
        re.IGNORECASE,
    ),
)
LEADERS = frozenset(
    "leader foreign_minister defence_minister minister envoy negotiator spokesman mediator official".split()
)
_LOOSE_NOUNS = re.compile(r"^(?:return|transfer|delivery|freedom|surrender|homecoming)", re.IGNORECASE)
_NOT_CAPTIVES = re.compile(
    r"\b(?:refugees?|displaced|voters|votes?|funds|dollars|assets)\b|^(?:(?:the|its|their|these|new|official)\s)*figures$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(r"\b(?:including|among|such as|notably)\b")
_GAPPED = re.compile(r"(?:,|\sand|\swhile)\s(?:the\s)?<PARTY:\d+>\s(?:about\s|some\s|only\s|another\s)?$")
_APPOSED = re.compile(r"\s?[,:—–-]\s")
_ONE = re.compile(r"(?:an?|one|the only|a single)\s(?!number|group|batch)[\w\s.’'-]*(?<![s])$", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:[Aa]n?|[Oo]ne)\s$")
_SINGLE = re.compile(
    r"^(?!(?:every|any|each|no|all)\b).*\b(?:soldier|serviceman|pilot|hostage|prisoner|captive|detainee|sergeant|colonel|corporal"
    r"|lieutenant|guerrilla|policeman|fighter)$"
    r"|^(?:the\s)?(?:body|corpse|coffin)\b"
    r"|^the\s(?:captured|jailed|imprisoned|detained|abducted|kidnapped)\s(?:[a-z-]+\s)?[a-z]*(?:man|er|or|ist|ian|eer|girl|boy|priest|monk|cleric|nun|chief)$",
    re.IGNORECASE,
)
_DEFINITE = re.compile(r"(?:the|these|those|his|her|its|their)\s", re.IGNORECASE)
_KEPT = re.compile(r"(?:his|her|its|their)\s(?:[a-z-]+\s)*(?:captives?|hostages?)$", re.IGNORECASE)  # of the captor
_TITLE = re.compile(r"\s(?:[A-Z][a-z]+\s)?<PERSON")
_RANK = re.compile(
    r"(?:(?:staff|first|second|wing)\s)?(?:sgt|sergeant|corporal|cpl|pvt|private|lieutenant|lt|captain|capt|major|maj|colonel|col"
    r"|commander|pilot|soldier|serviceman|airman|marine)\b(?!['’])",
    re.IGNORECASE,
)
_SOLDIER = re.compile(
    r"\b(?:soldier|serviceman|airman|marine|conscript|corporal|sergeant|lieutenant)\s$", re.IGNORECASE
)
_FROM_PLACE = re.compile(r"\breturn(?:s|ed|ing)?\sfrom\s", re.IGNORECASE)
_SINGLES = frozenset({"he", "she", "him", "her"})
_CROWD = 2000
_TRAVELS = re.compile(r"\b(?:c[ao]me|go(?:es)?|went|fl(?:ew|y|ies)|travel\w*)\s(?:over\s)?(?:in)?to\s(?:the\s)?<")
_SEVERALS = frozenset({"they", "them", "both", "all"})
_BRING = re.compile(r"^br(?:ing|ought)", re.IGNORECASE)
_MEN = re.compile(r"\b(?:soldiers|servicemen|servicewomen|fighters|troops|sailors|marines|pilots|defenders|policemen)$")
_CAPTURED = re.compile(r"captur|captiv|prison|held\b|exchang|swap|detain|hostage|kidnap", re.IGNORECASE)
_TO_PARTY = re.compile(r",? to (?:the )?<PARTY")
_AGED = re.compile(r"\b(?:who|she|he)\s(?:is|was)\s(?:only\s|just\s|now\s)?$|\b(?:aged?|turned)\s$")
_DELEGATES = re.compile(
    r"\b(?:officers|delegates|members|envoys|representatives|experts|observers|negotiators|monitors|killed|dead|wounded|casualties|[a-z]+ists)\b[^.;]*$",
    re.IGNORECASE,
)  # who are no captives
_PARTITIVE = re.compile(r"\b(?:own|them|those)$")


class Context(NamedTuple):
    """What the article is known to be about: persons who are or were held; whether it speaks of captives throughout.

    `listing` says that the sentences before announced a list of the freed ("freed this year, including:"), `near` that
    the sentence before speaks of captives; `single` and `several` are those told of last, whom a pronoun may mean, `told`
    all groups told of so far, with who holds them.
    """

    captives: frozenset[str]
    about: bool
    listing: bool = False
    near: bool = False
    single: Leg | None = None
    several: Leg | None = None
    told: tuple[Leg, ...] = ()


class Leg(NamedTuple):
    """One group that passes as far as a sentence states it; `giver`/`taker` are party codes or None.

    `mirrors` marks "the same number" that passes the other way, `bare` a number that leaves its noun to the context,
    `back` a group that comes in return, `again` one told of before, `part` one with a number of its own out of the group before it.
    """

    giver: str | None
    taker: str | None
    category: str | None
    quantity: Quantity | None
    nations: tuple[str, ...]
    who: str | None
    words: str
    named: bool = False
    mirrors: bool = False
    bare: bool = False
    back: bool = False
    again: bool = False
    part: bool = False


def speaks_of_captives(sentence: Sentence) -> bool:
    """Whether a sentence says outright that somebody is held, freed or exchanged."""
    return any(True for _ in _CAPTIVE_WORDS.starts(sentence.text, sentence.text_lower))


def items_of(cue: Match, slot: str, captives: Captives, context: Context) -> list[tuple[int, Leg]]:
    """The legs in a slot of a match, each with the offset of its mention."""
    if slot not in cue.groups:
        return []
    words, at = cue.groups[slot], cue.starts[slot]
    typed = captives.sentence.typed
    found: list[tuple[int, Leg]] = []
    end, listed = 0, False  # names behind a group are those of its members
    for token in _TOKEN.finditer(words):
        between, end = words[end : token.start()], token.end()
        listed = listed or bool(found and not found[-1][1].named and _APPOSED.fullmatch(between))
        if found and token[1] != "PERSON" and _GAPPED.search(words, 0, token.start()):
            break  # what another party gives or takes
        if token[1] == "PERSON" and found and found[0][1].quantity and (listed or _EXAMPLE.search(between)):
            listed = True
            continue
        mention = captives.sentence.mentions[int(token[2])]
        after = typed[at + token.end() : at + token.end() + 24]
        leg = _leg(cue, slot, mention, after, captives, context)
        if leg is not None and not (found and _is_example(token[1], leg, between)):
            found.append((mention.start, _as_part(leg, found[-1][1]) if found and _EXAMPLE.search(between) else leg))
    return found


def _as_part(leg: Leg, whole: Leg) -> Leg:
    """A counted group out of the one before it, of the same kind where it names none."""
    if leg.quantity is None or whole.quantity is None or leg.quantity.value >= whole.quantity.value:
        return leg
    return leg._replace(category=leg.category or whole.category, part=True)


def _is_example(kind: str, leg: Leg, between: str) -> bool:
    """Whether uncounted people after a group only say who is in it ("hostages, including women, the sick")."""
    return kind == "PEOPLE" and leg.quantity is None and (leg.category is None or _EXAMPLE.search(between) is not None)


def _leg(cue: Match, slot: str, m: Mention, after: str, captives: Captives, context: Context) -> Leg | None:
    if m.kind == "PERSON":
        before = cue.sentence.text[: m.start - cue.sentence.start]
        return _person(m, before) if _may_be_person(cue, m, after, context) else None
    if m.kind == "PRON":
        return _pronoun(cue, m, captives, context) if cue.pattern.set.get("pronoun") else None
    if m.kind == "NUM":
        counts = _BARE_NUMBER.match(after) is not None and _may_count(cue, slot, m, context)
        return Leg(None, None, None, m.quantity, (), None, m.text, bare=True) if counts else None
    if m.kind == "PARTY":
        return _crowd(m) if _may_be_crowd(cue, slot, m, after) else None
    group = captives.group(m)
    if group is None or _is_no_captive(cue, group):
        return None
    one = Quantity(1.0, "exact", "count") if _is_one(m, group.text, captives) else None
    quantity = group.quantity or one
    if m.kind == "PEOPLE" and not _may_be_captive(cue, m, group.category, context, counted=quantity is not None):
        return None
    if group.quantity is None and _TITLE.match(after):
        return None
    if group.told or (quantity is None and _DEFINITE.match(group.text)):
        known = _known(group, context)
        if known is not None:
            return known
        if group.told and not (context.about or context.near):
            return None
    bare = group.partitive and "own" not in group.text
    if group.nations and _KEPT.match(group.text):
        return Leg(group.nations[0], None, group.category, quantity, (), None, group.text)
    return Leg(None, None, group.category, quantity, group.nations[:1], group.who, group.text, bare=bare)


def _may_count(cue: Match, slot: str, m: Mention, context: Context) -> bool:
    """Whether a number without a noun can count captives: something near it speaks of them."""
    if m.quantity is None or m.quantity.unit != "count" or _ALL_BUT.search(cue.sentence.typed, 0, cue.starts[slot]):
        return False
    if _AGED.search(cue.sentence.text, 0, m.start - cue.sentence.start):
        return False
    near = context.near or speaks_of_captives(cue.sentence)
    if cue.pattern.set.get("alone") and _DELEGATES.search(cue.sentence.text, 0, m.start - cue.sentence.start):
        return False
    if cue.pattern.set["frame"] in ("home", "carry") and not _spoken_of(cue, m, context):
        return False
    if cue.pattern.set.get("numbers"):
        return near
    return near or context.about or bool(context.told) or _FREEING.search(cue.sentence.text) is not None


def _is_no_captive(cue: Match, group: Group) -> bool:
    """Whether a group is of refugees or voters, or of names where they are handed over rather than swapped."""
    named = group.text.endswith("names") and cue.pattern.set["frame"] != "swap"
    return named or _NOT_CAPTIVES.search(group.text) is not None


def _pronoun(cue: Match, m: Mention, captives: Captives, context: Context) -> Leg | None:
    """Captives told of before; a person who is known as held stands for himself."""
    frame = cue.pattern.set["frame"]
    if frame == "home" and not (context.near or speaks_of_captives(captives.sentence)):
        return None  # others travel too
    if frame == "home" and m.text.lower() in _SINGLES and _TRAVELS.search(cue.sentence.typed, *cue.span):
        return None
    if frame in ("given", "home") and m.name in context.captives and m.text.lower() in _SINGLES:
        return context.single if context.single and not context.single.named else _person(m)
    if frame == "give" and _may_be_freed(cue, m, context):
        return _person(m)
    meant = _meant(m, captives, context)
    return meant._replace(again=True) if meant else None


def _may_be_freed(cue: Match, m: Mention, context: Context) -> bool:
    """Whether "let him go" says that a person known by name is freed."""
    known = m.name is not None and m.role not in LEADERS and m.text.lower() in _SINGLES and not context.single
    verb = cue.groups.get("verb", "")
    form = _LET_GO if context.about else _TURN_OVER
    spoken = context.near or speaks_of_captives(cue.sentence)
    return known and (spoken or form.match(verb) is not None)


def _known(group: Group, context: Context) -> Leg | None:
    """The group told of before that is meant by its number ("the seven") or its noun alone ("the men", "his captives")."""
    if group.told and group.quantity:
        same = (x for x in reversed(context.told) if x.quantity and x.quantity.value == group.quantity.value)
        return next((x._replace(again=True) for x in same), None)
    last = context.several
    if last is None or last.quantity is None or last.giver is None or group.nations or group.who:
        return None
    alike = group.category in (None, last.category) or last.category in (None, "prisoners")
    return last._replace(category=group.category or last.category, again=True) if alike else None


def _is_one(m: Mention, words: str, captives: Captives) -> bool:
    """Whether a group is a single person by its article or noun."""
    before = captives.sentence.text[: m.start - captives.sentence.start]
    single = _ONE.match(words) or _SINGLE.match(words)
    return bool(single or (_ARTICLE.search(before) and not words.endswith("s")))


def _meant(m: Mention, captives: Captives, context: Context) -> Leg | None:
    """The captives told of before whom a pronoun means: in the same sentence, else in those before."""
    word = m.text.lower()
    if word in _SINGLES:
        return context.single
    if word not in _SEVERALS:
        return None
    groups = [g for at, g in captives.groups.items() if at < m.start and g.quantity and g.quantity.value != 1]
    if not groups or not (groups[-1].strong or context.about or speaks_of_captives(captives.sentence)):
        return context.several
    g = groups[-1]
    return Leg(None, None, g.category, g.quantity, g.nations[:1], g.who, g.text)


def _may_be_crowd(cue: Match, slot: str, m: Mention, after: str) -> bool:
    """Whether a people or army without a number can be the captives ("freed the Italians")."""
    fitting = cue.pattern.set["frame"] in ("give", "swap", "release", "carry") or slot == "other"
    words = cue.sentence.untyped(cue.sentence.typed[slice(*cue.span)])
    fitting = fitting or (
        m.role == "forces"
        and cue.pattern.set["frame"] == "given"
        and bool(
            _FREEING.search(words) or (_HANDING.search(words) and re.search(r"captur|held\b", cue.sentence.text, re.I))
        )
    )
    if _LOOSE_NOUNS.match(words) or _BRING.match(words) or re.match(r"['’-]", after):
        return False
    return fitting and (m.role == "people" or (m.role == "forces" and _MEN.search(m.text) is not None))


def _crowd(m: Mention) -> Leg:
    category = "prisoners_of_war" if m.role == "forces" else None
    one = Quantity(1.0, "exact", "count") if _ONE.match(m.text) else None
    return Leg(None, None, category, one, m.parties[:1], m.text, m.text)


def _may_be_person(cue: Match, m: Mention, after: str, context: Context) -> bool:
    near = context.near or speaks_of_captives(cue.sentence)
    if m.name in context.captives:
        return near or cue.pattern.set["frame"] != "home"  # others travel too
    words = cue.sentence.untyped(cue.sentence.typed[slice(*cue.span)])
    if m.role in LEADERS:
        return cue.pattern.set["frame"] == "given" and _SET_FREE.search(words) is not None
    if _FREEING.search(words) or _HANDED_OVER.search(words) or (_HANDING.search(words) and _TO_PARTY.match(after)):
        return True
    return near and cue.pattern.set["frame"] in ("give", "take", "given") and _HANDING.search(words) is not None


def _person(m: Mention, before: str = "") -> Leg:
    """A captive told by name; `before` are the words before it ("the soldier NAME")."""
    one = Quantity(1.0, "exact", "count")
    category = "prisoners_of_war" if _RANK.match(m.text) or _SOLDIER.search(before) else None
    return Leg(None, None, category, one, m.parties[:1] if m.role not in LEADERS else (), m.name, m.text, True)


def _with_owner(m: Mention, cue: Match) -> str:
    """A group with the pronoun before it ("our soldiers")."""
    before = cue.sentence.text[: m.start - cue.sentence.start]
    return f"our {m.text}" if re.search(r"\b[Oo]ur\s$", before) else m.text


def _spoken_of(cue: Match, m: Mention, context: Context) -> bool:
    """Whether captives are spoken of near by, or in the article where the people are no crowd such as flees a war."""
    crowd = m.quantity is not None and m.quantity.value >= _CROWD
    return (context.about and not crowd) or context.near or speaks_of_captives(cue.sentence)


def _may_be_captive(cue: Match, m: Mention, category: str | None, context: Context, *, counted: bool) -> bool:
    """Whether people without a noun for captives are captives under this cue."""
    words = cue.sentence.untyped(cue.sentence.typed[slice(*cue.span)])
    frame = cue.pattern.set["frame"]
    if cue.pattern.set.get("form") == "participle" and m.quantity is None:
        return False
    if _TROOPS.search(_with_owner(m, cue)) and not (_FREEING.search(words) or _CAPTURED.search(cue.sentence.text)):
        return False
    if frame == "home" and _FROM_PLACE.search(words) and category not in ("children", "remains", "prisoners_of_war"):
        return False
    near = context.near or speaks_of_captives(cue.sentence)
    sent = _SENT.match(cue.groups.get("verb", "")) and not _HOMEWARD.search(words)
    if (not near or not (speaks_of_captives(cue.sentence) or m.quantity)) and (
        sent or (frame == "take" and _PATIENTS.search(m.text))
    ):
        return False
    spoken_of = _spoken_of(cue, m, context)
    crowd = m.quantity is not None and m.quantity.value >= _CROWD and category in (None, "civilians")
    if crowd and not spoken_of and not _PARTITIVE.search(m.text):
        return False
    if cue.pattern.set.get("loose"):
        return counted and CARRIERS.isdisjoint(m.parties) and speaks_of_captives(cue.sentence)
    if cue.pattern.set.get("weak"):
        spoken_of = spoken_of if frame != "release" else context.near or speaks_of_captives(cue.sentence)
        captured = category == "prisoners_of_war" and _CAPTURED.search(cue.sentence.text) is not None
        return spoken_of and (m.quantity is not None or captured)
    if frame == "release" and _LOOSE_NOUNS.match(words):
        freed = words.lower().startswith("freedom") and m.quantity is not None
        return category in ("prisoners_of_war", "children", "remains") or spoken_of or freed
    if frame == "carry" or (frame in ("home", "take", "given") and not _FREEING.search(words)):
        near = context.near or speaks_of_captives(cue.sentence)
        counted = counted or category == "prisoners_of_war" or (category == "children" and near)
        handed = frame in ("take", "given") and category == "prisoners_of_war"  # soldiers travel by themselves too
        handed = handed or (frame == "given" and category == "children" and _RETURNED.search(words) is not None)
        return counted and (spoken_of or handed or category == "remains" or bool(_PARTITIVE.search(m.text)))
    return (spoken_of and m.quantity is not None) if cue.pattern.set.get("numbers") else True
