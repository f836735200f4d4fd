"""Noun phrases of actors and people over the canvas: titles, delegations, appositions, conjoined nations.

Each rule is one construction of English news prose; together they turn "the head of the Russian delegation,
presidential aide Vladimir Medinsky," into one PSN item of party RUS.

Kinds made here: ACT an actor by phrase (becomes PARTY), PSN a person (becomes PERSON).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial

from transforms.canvas import Canvas
from transforms.edges import DETERMINERS, NOT_ADJECTIVE, PREFIXES, left_edge
from transforms.name_words import ORGANISATION
from transforms.reference.load import Reference
from transforms.scan import Item


def _words(listed: Iterable[str]) -> str:
    """Alternatives that may begin with a capital; cheaper to test than a case-insensitive group."""
    return "|".join(f"[{w[0].upper()}{w[0]}]{w[1:]}" for w in sorted(listed))


START = r"(?<![\w’'\-])"
DET = START + rf"(?:(?:{_words(DETERMINERS)}|<PRO:\d+>)\s)?"
PRE = rf"(?:(?:{_words(PREFIXES)})(?:\s|-))*"
NATIONS = r"(?:DEM|PAR|ORG|GRP|PLC|NAT|ACT|OUT)"
# "Russian and Ukrainian negotiators"; in "X of Burundi and Rwanda’s minister" only Rwanda has the minister, and in
# "entered Syria, and the US delegation" the comma ends a clause
_N = rf"<{NATIONS}:\d+>"
NATION_LIST = rf"(?:{_N}['’]s?\s|{_N}\s(?:and|&)\s(?:the\s)?{_N}\s|{_N}(?:,\s{_N})+,?\sand\s(?:the\s)?{_N}\s|{_N}\s)"
ADJ = rf"(?:{NOT_ADJECTIVE}[a-z][a-z\-]+\s){{0,2}}"
TITLES = r"(?:<TIT:\d+>(?:(?:\s|,\s|\sand\s|-)(?:(?i:deputy|vice|chief|special|acting)\s)?<TIT:\d+>)*)"
ENTITY = rf"(?:the\s)?(?:<{NATIONS}:\d+>|<(?:PSN|PER|CAP):\d+>)(?:['’]s?\s(?:[a-z-]+\s)?<HED:\d+>)?"
NAME = r"(?:(?:<HON:\d+>\s)*<(?:PER|CAP):\d+>)"

_ACTOR = re.compile(
    rf"(?P<nations>{NATION_LIST}){PRE}{ADJ}(?:<TIT:\d+>['’]s?\s)?(?P<head><HED:\d+>)(?!\s<(?:PER|CAP):)"
)
_ACTOR_OF = re.compile(
    rf"(?P<head><HED:\d+>)\s(?P<link>of|from|for|representing|at|in)\s"
    rf"(?P<nations>(?:both\s)?(?:the\s)?<{NATIONS}:\d+>(?:,\s(?:the\s)?<{NATIONS}:\d+>)*(?:,?\sand\s(?:the\s)?<{NATIONS}:\d+>)?)"
    r"(?!['’]|\s<(?:HED|TIT|CAP|PER):)"
)
_WHO_MEET = re.compile(
    r"\b(?:(?:meetings?|summits?|talks|sessions?|conference|gathering|rounds?|negotiations|consultations|discussions|dinner|lunch)\s"
    r"(?:of|between|among)\s(?:(?:the|their|two|both|all)\s){0,2}|(?:the\stwo|both|two)\s)(?:[a-z-]+\s)?<HED:\d+>$",
    re.IGNORECASE,
)
_MEMBERS = re.compile(rf"{DET}(?i:members|representatives|part)\sof\s(?P<nations>(?:the\s)?<ACT:\d+>)")
_TITLED = re.compile(
    rf"(?:(?P<side>{NATION_LIST}|<PSN:\d+>['’]s?\s){PRE}{ADJ})?(?:<HED:\d+>\s)?(?P<title>{TITLES})"
    rf"(?:\s(?P<link>of|for|to|on|in)\s(?P<of>{ENTITY}(?:\sand\s{ENTITY})?))?(?P<comma>,?)\s(?P<name>{NAME})(?!\s<HED:)"
)
# "the President and Prime Minister Smith" are two, "the president and chief negotiator Smith" is one
_BESIDE = re.compile(
    rf"[Tt](?<!\w.)he\s{PRE}(?P<head><TIT:\d+>)"
    rf"(?=\s(?:and|&)\s(?P<next>(?:Deputy\s|Vice\s|Special\s|Chief\s|Acting\s)?<TIT:\d+>)(?:\s<TIT:\d+>)*\s{NAME})"
)
_OWN = r"(?:(?:country|nation|group|movement|party|organi[sz]ation|bloc|body|agency|force)['’]s\s)?"
_APPOSED = re.compile(
    rf"(?P<name><(?:PSN|PER|CAP):\d+>),\s(?:(?i:who\s(?:is|was|heads|leads|led|chairs|headed))\s)?{DET}{_OWN}{PRE}"
    rf"(?P<side>{NATION_LIST}|<PSN:\d+>['’]s?\s)?{PRE}{ADJ}(?P<title>{TITLES}|<HED:\d+>)"
    rf"(?:\s(?P<link>of|for|to|on|in|at)\s(?P<of>{ENTITY}(?:\sand\s{ENTITY})?))?(?=[,.;:)—–]|\s<PRO:|$)"
)
_ACTOR_NAMED = re.compile(r"(?P<actor><ACT:\d+>),?\s(?P<name><(?:PSN|PER):\d+>)(?=[,.;:]|\s[a-z]|$)")
_LED_BY = re.compile(r"(?P<actor><ACT:\d+>),?\s(?i:led|headed)\sby\s(?P<person><PSN:\d+>)")
_TITLE_ONLY = re.compile(
    rf"(?P<side>{NATION_LIST}|<PSN:\d+>['’]s?\s){PRE}{ADJ}(?P<title><TIT:\d+>)(?:\s(?:for|to|on|in)\s(?P<to>{ENTITY}))?"
)
_TITLE_OF = re.compile(rf"(?P<title><TIT:\d+>)\s(?P<link>of|for|to)\s(?P<of>{ENTITY})(?!\s<(?:CAP|PER):)")
_OFFICE = re.compile(
    r"(?P<person><PSN:\d+>)['’]s?\s(?:[a-z-]+\s)?(?:(?P<head><HED:\d+>)|(?:office|government|administration|team|camp|aides|allies)\b)"
)
_SIDES = re.compile(
    r"\b(?:(?:(?i:the|both|these|those)\s(?i:two\s|warring\s|opposing\s|rival\s|conflicting\s|feuding\s|belligerent\s)*"
    r"|(?i:two\s|warring\s|opposing\s|rival\s|conflicting\s|feuding\s|belligerent\s)+)(?:ex-[A-Z]\w+\s)?"
    r"(?i:sides|parties|belligerents|foes|adversaries|combatants|camps|capitals|neighbou?rs|arch-?rivals)\b"
    r"|(?i:both|the two|the warring|the opposing)\s(?:<DEM:\d+>\s)?(?:(?!rebel|separatist|guerrilla|insurgent|opposition)[a-z-]+\s)?"
    r"(?:(?i:countries|nations|states|governments|presidents|leaders|delegations|teams|armies|militaries|generals"
    r"|ministers|negotiators|men|factions|forces|groups|rivals|enemies)\b|<(?:HED|TIT):\d+>)"
    r"|\b(?i:each|either|neither)\sside\b|\b(?i:both of them)\b"
    # "the two" and "the pair" without a noun
    r"|\b[Tt]he\s(?:two|pair|duo)(?=[.,;:]|\s(?:have|had|has|will|would|are|were|was|is|could|can|may|might|must|should|did|do|also|then|later|met|spoke|talked"
    r"|sat|shook|held|[a-z]{3,}ed|to\s(?!be\b))\b))"
)
_SIDE_WORDS = (
    "sides", "ch side", "her side", "parties", "both", "Both", "belligerents", "foes", "rivals", "adversaries",
    "combatants", "camps", "capitals", "neighbo", "he two", "he pair", "he duo", "he warring", "he opposing",
)  # fmt: skip
# "Presidents Smith and Jones"
_TITLE_OF_TWO = re.compile(rf"(?P<head><HED:\d+>)\s(?P<name>{NAME})(?=\sand\s(?:<HED:\d+>\s)?{NAME})")
_BARE_HEAD = re.compile(rf"(?P<det>the\s|The\s|THE\s|<PRO:\d+>\s){PRE}(?P<head><(?:HED|TIT):\d+>)(?!\s<(?:CAP|PER):)")
# "the armed group Hamas", "regional bloc ECOWAS"
_KIND_AND_NAME = re.compile(r"<HED:\d+>\s(?P<name><(?:PAR|GRP|ORG):\d+>)(?!['’\-]|\s<(?:HED|TIT):)")
# "rebel negotiators", "the government side", "the rebels' commander": the first word tells whose
_COMPOUND = re.compile(r"(?P<first><HED:\d+>)\s(?P<head><(?:HED|TIT):\d+>)(?!\s<(?:CAP|PER):)")
_HONORED = re.compile(
    r"<(?:HON:\d+>\s(?:<HON:\d+>\s)*<(?:PER|CAP):\d+>|PER:\d+>|(?<!the\s<)(?<!The\s<)(?<!a\s<)CAP:\d+>)"
)
# an article belongs to the name: "the United States", "the Red Cross"
_THE = re.compile(r"[Tt](?<!\w.)he\s<(?:PAR|ORG|GRP|NAT|OUT|PLC):\d+>")
# "the Chinese insist": a people where no noun follows
_PEOPLE = re.compile(
    r"[Tt](?<!\w.)he\s<DEM:\d+>(?=[.,;:?!”\"]|$|\s(?:have|had|has|will|would|are|were|was|is|could|can|cannot|may|might|must|should|did|do"
    r"|also|then|later|who|to|in|on|at|from|with|for|by|as|say|said|want|call|insist|demand|ask|propose|offer|refuse|reject|accept|agree|deny"
    r"|see|saw|think|thought|know|knew|hold|held|came|come|went|go|left|sent|took|take|gave|give|made|make|kept|keep|put|told|tell|found|let|got|get"
    r"|wrote|met|spoke|never|now|still|again|though|however|even|not|nor|but|answer|reply|argue|claim|seem|hope|fear|need|like"
    r"|(?!armed|wounded|displaced|backed|occupied|united|disputed|jailed|captured|detained|exiled|combined|so-called|held|red)[a-z]{3,}ed)\b)"
)
_ACRONYM = re.compile(r"(?P<full><(?:PAR|GRP|ORG):\d+>)\s\((?:the\s)?(?P<short><(?:PAR|GRP|ORG|PER|CAP):\d+>)\)")


_ANY_ADJECTIVES = partial(left_edge, adjectives=2)
_ADJECTIVES_WITH_ARTICLE = partial(left_edge, adjectives=2, article=True)


def build_phrases(canvas: Canvas, reference: Reference, published: date | None) -> None:
    """Run the rules in order; later ones see the tokens of earlier ones."""
    person = _person_maker(canvas, reference, published)
    actor = _actor_maker(canvas, reference)
    for rule, make, needs, left, *also in (
        (_ACRONYM, _same_body, ("> (",), None),
        (_KIND_AND_NAME, _kind_and_name, ("<HED:",), _ANY_ADJECTIVES),
        (_ACTOR, actor, ("<HED:",), left_edge),
        (_ACTOR_OF, actor, ("<HED:",), _ADJECTIVES_WITH_ARTICLE),
        (_MEMBERS, actor, ("members of", "representatives of", "part of"), None),
        (_BESIDE, _beside(canvas), ("<TIT:",), None, ">"),
        (_TITLED, person, ("<TIT:",), left_edge),
        (_APPOSED, person, ("<TIT:", "<HED:"), None, ">, "),
        (_TITLED, person, ("<TIT:",), left_edge),
        (_OFFICE, actor, ("<PSN:",), None),
        (_TITLE_ONLY, actor, ("<TIT:",), left_edge),
        (_TITLE_OF, actor, ("<TIT:",), left_edge),
        (_APPOSED, person, ("<TIT:", "<HED:"), None, ">, "),
        (_TITLE_OF_TWO, _first_of_two(reference, published), ("<HED:",), None),
        (_HONORED, _honored(reference, published), ("<PER:", "<CAP:"), None),
        (_ACTOR_NAMED, _merge_name, ("<ACT:",), None),
        (_LED_BY, _led_by, ("led by", "headed by"), None),
        (_SIDES, lambda match, inner: Item("ACT", 0, 0, "", role="sides"), _SIDE_WORDS, None),
        (_COMPOUND, _compound, ("<HED:",), left_edge),
        (_BARE_HEAD, _bare_head(canvas), ("<HED:", "<TIT:"), None),
        (_PEOPLE, _people, ("he <",), None, "<DEM:"),
        (_THE, lambda match, inner: inner[0].copy(), ("he <",), None),
    ):
        canvas.rewrite(rule, make, needs, left, *also)


def parties_of(item: Item) -> tuple[str, ...]:
    """The codes that an item stands for."""
    if item.kind in ("PAR", "DEM", "NAT", "GRP", "ORG") and item.target:
        return (item.target,)
    return item.parties


def person_side(item: Item, reference: Reference, published: date | None) -> tuple[tuple[str, ...], str | None]:
    """Party and role of a person of the reference data at a date; unknown person: nothing."""
    person = reference.people.get(item.target or "")
    if person is None:
        return (), None
    office = person.office(published.year if published else None)
    return ((office.party,), office.role) if office else ((), None)


def _unique(items: list[Item]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for i in items for code in parties_of(i)))


def _actor_maker(canvas: Canvas, reference: Reference) -> Callable[[re.Match[str], list[Item]], Item | None]:
    def make(match: re.Match[str], inner: list[Item]) -> Item | None:
        groups = match.groupdict()
        owners = [i for g in ("nations", "side", "of", "person") if groups.get(g) for i in canvas.items_of(match, g)]
        heads = [i for g in ("head", "title") if groups.get(g) for i in canvas.items_of(match, g)]
        if groups.get("link") and not _owns(groups["link"], heads):
            return None
        if groups.get("link") in ("in", "at") and _WHO_MEET.search(match.string[: match.end("head")]):
            return None  # "a summit of the two presidents in Nairobi": where they meet, not whose they are
        if heads and heads[0].text.lower() in _NOT_OWN and _POSSESSED.search(match.group()):
            return None  # "Ukraine's allies" are others
        parties = _unique(owners) or _unique(heads)
        if (
            heads
            and heads[0].role == "group"
            and heads[0].text.lower() not in _LOOSE_BODIES
            and owners
            and all(c in reference.parties and reference.parties[c].kind == "state" for c in parties)
        ):
            # "Congolese rebels" are no Congo; "the rebels in New Delhi" are not India's
            return Item("ACT", 0, 0, "", role="group", form="bare")
        role = heads[0].role if heads else owners[0].role if owners else None
        if not parties:
            return None
        return Item("ACT", 0, 0, "", target=parties[0] if len(parties) == 1 else None, parties=parties, role=role)

    return make


def _person_maker(
    canvas: Canvas, reference: Reference, published: date | None
) -> Callable[[re.Match[str], list[Item]], Item | None]:
    def make(match: re.Match[str], inner: list[Item]) -> Item | None:
        groups = match.groupdict()
        named = [i for i in canvas.items_of(match, "name") if i.kind in ("PER", "CAP", "PSN")][-1]
        titles = canvas.items_of(match, "title") if groups.get("title") else []
        honorific = any(i.kind == "HON" for i in inner)
        if (not titles and not honorific and not _is_name(named)) or named.text.lower() in ORGANISATION:
            return None  # "the General Assembly" is no general
        if groups.get("comma") and not _may_have_comma(canvas.phrase):
            return None
        known_side, known_role = person_side(named, reference, published)
        owners = canvas.items_of(match, "side") if groups.get("side") else []
        owners = owners or (
            [t for t in titles if t.parties] if groups.get("link") != "for" or not _owns("for", titles) else []
        )
        if not owners and groups.get("of") and _owns(groups.get("link"), titles):
            owners = canvas.items_of(match, "of")
        parties = _unique(owners) or named.parties or known_side
        role = (titles[-1].role if titles else None) or named.role or known_role
        return Item(
            "PSN",
            0,
            0,
            "",
            target=named.target,
            parties=parties,
            role=role,
            name=named.name or named.text,
            form=named.form,
        )

    return make


def _honored(reference: Reference, published: date | None) -> Callable[[re.Match[str], list[Item]], Item | None]:
    def make(match: re.Match[str], inner: list[Item]) -> Item | None:
        named = inner[-1]
        if (len(inner) == 1 and not _is_name(named)) or named.text.lower() in ORGANISATION:
            return None
        side, role = person_side(named, reference, published)
        return Item(
            "PSN", 0, 0, "", named.target, named.form, parties=named.parties or side, role=named.role or role,
            name=named.name or named.text,
        )  # fmt: skip

    return make


_PLURAL_TITLES = frozenset("presidents chancellors premiers kings emirs generals ministers ambassadors envoys".split())


def _first_of_two(reference: Reference, published: date | None) -> Callable[[re.Match[str], list[Item]], Item | None]:
    """Of "Presidents Smith and Jones" the first, with the title that both have."""
    person = _honored(reference, published)

    def make(match: re.Match[str], inner: list[Item]) -> Item | None:
        head = inner[0]
        if not head.text[0].isupper() or head.text.lower().split()[-1] not in _PLURAL_TITLES:
            return None
        item = person(match, inner[1:])
        if item is not None:
            item.role = item.role or head.role
        return item

    return make


def _owns(link: str | None, titles: list[Item]) -> bool:
    """The president of X is X's; an envoy to, for or on X is not."""
    return link in ("of", "from", "representing") or not titles or titles[-1].role not in ("envoy", "mediator")


def _may_have_comma(phrase: str) -> bool:
    """ "the UN envoy, Hans Grundberg," but not "met the president, Smith said"."""
    return bool(re.match(r"(?i:the|a|an|its|their|his|her)\s|<PRO:|<PSN:|<[A-Z]+:\d+>['’]", phrase))


def _is_name(item: Item) -> bool:
    """A known person, or an unknown name that looks like first and last name."""
    return item.kind in ("PER", "PSN") or (item.kind == "CAP" and 2 <= len(item.text.split()) <= 5)


# "The French refused" are all of them, "the Norwegian refused" is one
_WHOLE_PEOPLE = ("ese", "sh", "ch", "ss")


def _people(match: re.Match[str], inner: list[Item]) -> Item | None:
    if not inner[0].text.endswith(_WHOLE_PEOPLE):
        return None
    people = inner[0].copy()
    people.kind, people.form = "NAT", "demonym_noun"
    return people


def _same_body(match: re.Match[str], inner: list[Item]) -> Item | None:
    """ "the Moro Islamic Liberation Front (MILF)" is one mention."""
    full, short = inner
    if full.target != short.target and short.kind not in ("CAP", "PER"):
        return None
    return Item(full.kind, 0, 0, "", full.target, full.form, full.weak, full.parties, full.role, full.name)


_NOT_OWN = frozenset(
    ("ally", "allies", "counterpart", "counterparts", "opposite number", "opposite numbers", "homologue", "interlocutors",
     "neighbours", "neighbors")
)  # fmt: skip
_POSSESSED = re.compile(r"['’]s?\s")
_ONE_PERSON = frozenset(
    """leader foreign_minister defence_minister minister envoy negotiator spokesman official commander mediator other
    """.split()
)


def _merge_name(match: re.Match[str], inner: list[Item]) -> Item | None:
    """An office and its holder, "the head of the Russian delegation, X"; a plural or a body has no one holder."""
    actor, person = inner[0], inner[-1]
    if actor.role not in _ONE_PERSON or not actor.parties or actor.text.split("’")[-1].rstrip().endswith("s"):
        return None
    return Item(
        "PSN", 0, 0, "", target=person.target, parties=person.parties or actor.parties,
        role=person.role or actor.role, name=person.name or person.text,
    )  # fmt: skip


def _led_by(match: re.Match[str], inner: list[Item]) -> Item | None:
    """A delegation led by somebody stays the delegation and gives its head a side; the person stays visible."""
    actor, person = inner[0], inner[-1]
    if not person.parties:
        person.parties = actor.parties
    return None


# services that stand for no side, and people of one side by their nature
_NO_SIDE = frozenset({"police", "policemen", "media", "people", "public"})
# bodies that are as a rule no side of an armed conflict
_LOOSE_BODIES = frozenset("bloc party council alliance coalition exiles wing factions parties front".split())
_PLURAL_BODIES = frozenset(
    {"officials", "spokesmen", "aides", "advisers", "advisors", "commanders", "generals", "others"}
)


def _kind_and_name(match: re.Match[str], inner: list[Item]) -> Item | None:
    """A word for a kind of body right before the name of one belongs to the name."""
    kind, name = inner[-2], inner[-1]
    if kind.role != "group" or kind.text.lower().endswith("s") or name.form == "capital":
        return None
    return name.copy()


_BOTH = frozenset(
    """sides delegations delegates negotiators teams envoys emissaries representatives negotiating teams counterparts
    interlocutors leaders""".split()
)


_ADJECTIVES = frozenset(
    "rebel guerrilla insurgent militant separatist opposition government regime junta militia state".split()
)


def _compound(match: re.Match[str], inner: list[Item]) -> Item | None:
    owner = inner[0] if inner[0].kind == "PRO" else None
    first = inner[1] if owner else inner[0]
    if first.text.lower() not in _ADJECTIVES:
        return None
    return Item("ACT", 0, 0, "", role=first.role, form="bare", name=owner.text.lower() if owner else None)


def _beside(canvas: Canvas) -> Callable[[re.Match[str], list[Item]], Item | None]:
    """Of "the President and Prime Minister Smith" the first, where the second title is written as part of a name."""
    bare = _bare_head(canvas)

    def make(match: re.Match[str], inner: list[Item]) -> Item | None:
        following = match["next"]
        second = canvas.items_of(match, "next")[0].text
        return bare(match, inner) if following[0].isupper() or second[0].isupper() else None

    return make


def _bare_head(canvas: Canvas) -> Callable[[re.Match[str], list[Item]], Item | None]:
    def make(match: re.Match[str], inner: list[Item]) -> Item | None:
        head = canvas.items_of(match, "head")[0]
        if re.search(r"mediator|facilitator|go-between|guarantor", head.text.lower()):
            return Item("ACT", 0, 0, "", role="mediator", form="bare")
        owner = inner[0] if inner[0].kind == "PRO" else None
        words = head.text.lower()
        if words in _NO_SIDE or words in _LOOSE_BODIES:
            return None
        if owner is None and (
            words in _BOTH or (words.endswith("s") and head.role in _ONE_PERSON and words not in _PLURAL_BODIES)
        ):
            return Item("ACT", 0, 0, "", role="sides")  # "the presidents": those of both sides
        if head.parties and owner is None:  # "the UN chief"
            return Item("ACT", 0, 0, "", target=head.parties[0], parties=head.parties, role=head.role)
        if words == "pope" and owner is None:
            return Item("ACT", 0, 0, "", target="VAT", parties=("VAT",), role="leader")
        if words in ("secretary-general", "secretary general") and owner is None:
            return Item("ACT", 0, 0, "", target="UN", parties=("UN",), role="leader")
        return Item("ACT", 0, 0, "", role=head.role, form="bare", name=owner.text.lower() if owner else None)

    return make
