"""Captives in a sentence: noun phrases that name or count people (or remains) that may pass from one side to another.

    <PARTY:0> freed <NUM:1> wounded <PARTY:2> and <NUM:3> bodies
    -> <PARTY:0> freed <PEOPLE:1> and <CAPTIVES:2>

The sentence is typed anew: CAPTIVES are captives by their own noun (prisoners, hostages, remains), PEOPLE may be
captives when a verb of passing governs them (soldiers, women, "two of its own").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from transforms.document import Mention, Quantity, Sentence
from transforms.extract.exchange_words import any_of
from transforms.number_forms import SMALL
from transforms.number_values import word_value
from transforms.reference.issue_words import openings

STOP = any_of(
    r"in|of|to|for|and|or|that|were|was|are|is|have|has|had|by|on|at|with|from|who|which|whom|as|be|been|being"
    r"|after|before|will|would|could|should|may|might|must|can|not|said|says|say|but|while|when|where|than|then|it|they|he"
    r"|she|we|if|into|out|up|over|back|home|off|about|around|during|since|until|through|via|under|between|among|against"
    r"|without|within|each|freed|freeing|released|releasing|release|releases|swapped|swap|swapping|exchanged|exchange"
    r"|exchanging|returned|return|returning|handed|handing|hand|turned|turning|let|letting|sent|send|sending|brought|bring"
    r"|bringing|gave|give|giving|received|receive|receiving|recovered|traded|trade|trading|repatriated|repatriate"
    r"|repatriating|took|take|taking|carried|carrying|flown|flying|delivered|deliver|delivering|demanded|demanding|agreed"
    r"|including|include|includes|included|there|what|how|so|also|do|did|does|does|killed|wounding|surrendered|surrender"
    r"|set|got|get|see|saw|want|wants|wanted|made|make|makes|told|regarding|concerning|involving|seek|seeks|secure|secured"
    r"|saying|welcomed|free|facilitate|lead|led|allow|allowed|accept|welcome|collected|identified|showed|ahead|late|early|lay|lies|held|taken|midnight|noon|unless|because|whether|just|not|only|onto|next|transferred|transferring|pardoned"
    r"|granted|landed|let|go|goes|fly|met|meet|meets|visit|visited|visits|help|helped|advise|advised|keep|keeps|kept|hold|holds|holding|find|found|checked|call|calls|called"
)
_MOD = rf"(?!{STOP}\b)[a-z][a-z’'-]*"
_RANKS = r"sergeants?|colonels?|lieutenants?|corporals?|captains?|brigadiers?|privates|rangers?|mayors?|mechanics?|lawyers?|aid workers?|guerrillas?|insurgents?|supporters?|sympathi[sz]ers?"
_STRONG = (
    r"(?<!taken )(?<!took )prisoners?(?:[- ]of[- ]war)?|prisoner-of-war|POWs?|PoWs?|(?<!held )(?<!taken )(?<!took )hostages?|captives?|detainees?|inmates?|abductees?|internees?"
    r"|lifers?|jailbirds|bodies|corpses?|coffins?|caskets?|kidnap victims"
)
_WEAK = (
    r"soldiers?|servicem[ae]n|servicewom[ae]n|service ?members?|troops|fighters?|militants?|combatants?|rebels|men|wom[ae]n|boys?"
    r"|girls?|schoolgirls?|schoolchildren|schoolboys?|police officers|children|child|minors?|kids|babies|infants?|teenagers?|teens|youths?|adults|civilians?|people|persons?"
    r"|individuals?|nationals?|citizens?|journalists?|reporters?|students?|pupils?|sailors?|seafarers?|seam[ae]n|fisherm[ae]n"
    r"|crewm[ae]n|crew members?|workers?|pilots?|airm[ae]n|[Mm]arines?|officers?|commanders?|members?|figures?|activists?"
    r"|dissidents?|opponents?|politicians?|villagers?|nuns?|priests?|tourists?|engineers?|doctors?|medics|policem[ae]n|guards?"
    r"|spies|agents?|businessm[ae]n|pastors?|missionar(?:y|ies)|teachers?|defenders?|conscripts?|convicts?|peacekeepers?|relatives"
    rf"|loved ones|{_RANKS}|compatriots|countrymen|residents|suspects?|survivors?|names|executives|ones|nephews|convicts?|dependants?|dependents?|family members|wi(?:fe|ves)|husbands?|mothers?|fathers?|brothers?|sisters?|sons?|daughters?|cadres?|consultants?|operatives?"
    r"|farmers?|farmhands?|labou?rers|drivers?|truckers?|monks?|clerics?|bishops?|nurses|translators?|interpreters?|athletes|academics|scholars"
    r"|jihadi(?:st)?s?|gunmen|islamists?|separatists?|informers?|informants?|deserters?|recruits?|squaddies|lads|crew|infantrym[ae]n|gunners?"
    r"|diplomats?|contractors?|volunteers?|humanitarians|settlers?|shepherds?|passengers?|inhabitants|veterans?|bodyguards?|troopers?|paratroopers?"
    r"|gendarmes?|constables?|wardens?|jawans?|cadets?|sentr(?:y|ies)|scouts?|sappers?|snipers?|infantry|militiam[ae]n|tribesm[ae]n|clansm[ae]n"
    r"|boatm[ae]n|trawlerm[ae]n|oarsm[ae]n|linesm[ae]n|foremen|foreman|cameram[ae]n|watchm[ae]n|woodsm[ae]n|herdsm[ae]n|frontiersm[ae]n|gunners?"
    r"|herders?|traders?|merchants?|miners?|loggers?|cooks?|bakers?|hikers?|trekkers?|backpackers?|pilgrims?|physicians?|surgeons?|midwi(?:fe|ves)"
    r"|paramedics?|aides?|technicians?|scientists?|geologists?|linguists?|photographers?|bloggers?|editors?|writers?|poets?|lecturers?|professors?"
    r"|principals?|headm[ae]n|elders?|chiefs?|widows?|orphans?|couples?|famil(?:y|ies)|trio|governors?|senators?|lawmakers?|legislators?|councillors?"
    r"|magistrates?|prosecutors?|attach[eé]s?|consuls?|instructors?|mercenar(?:y|ies)|cosmonauts?"
    r"|martyrs?|comrades?|brethren|kinsm[ae]n|cousins?|nephews?|nieces?|clergym[ae]n|imams?|seminarians?|schoolteachers?|schoolmasters?|schoolkids"
)
# People whom no list knows, by the ending of a noun that is counted; things that end alike are not meant.
_CALLING = (
    r"(?!(?:[a-z]*(?:papers|letters|numbers|quarters|members|chapters|orders|offers|matters|layers|trailers|tankers|bunkers|launchers|computers"
    r"|containers|boulders|centers|dollars|meters|towers|rivers|borders|answers|barriers|corners|covers|shelters|helicopters|choppers|bulldozers"
    r"|posters|lawn|filters|servers|printers|scanners|boosters|shutters|counters|powers|acres|tigers|spiders|flowers|elephants|plants"
    r"|restaurants|grants|warrants|consultants|doors|floors|tractors|motors|sectors|factors|corridors|errors|anchors|generators|reactors|mirrors"
    r"|projectors|detectors|specimen|regimen|omen|abdomen|lists|cisterns|rosters|banners|bombers|fighters|freighters|cruisers|destroyers"
    r"|orders|chargers|transformers|cylinders|registers|folders|carriers|tenders|newspapers|vouchers|stickers|coolers|diapers|blisters|blankets)\b))"
    r"[a-z]{3,}(?:m[ae]n|wom[ae]n|folk|ists|ians|eers|ers|ors|ees)"
)
_LOOSE = r"others|dead|fallen|males|females|elderly|wounded|sick"
_QUALITY = (
    r"captured|jailed|imprisoned|detained|abducted|kidnapped|arrested|seized|interned|deported|captive|conflict-related|political"
    r"|fallen|dead|slain|transferred|incarcerated|held"
)
_SEIZED = r"captured|jailed|imprisoned|detained|abducted|kidnapped|interned"
_SOMEBODY = r"[a-z]*(?:m[ae]n|er|or|ist|ian|eer|girl|boy|priest|monk|cleric|nun|chief|envoy|diplomat)"
_OF = r"\sof\s(?:the\s|its\s|their\s|these\s|those\s|our\s|his\s|<PRON:\d+>\s)?(?:(?:own|remaining|some)\s)?(?:<NUM:\d+>\s)?"
_MODS = rf"(?:(?:{_MOD}|^(?:Captured|Jailed|Imprisoned|Detained|Abducted|Kidnapped|Wounded|Sick|Elderly|Political|Fallen|Remaining|Other|Many|All|Both|Female|The|An?|Another)(?=\s)|<(?:DEM|PLACE):\d+>(?:-(?:<DEM:\d+>|[a-z]+))?(?!\s(?:the|an?|its|their)\b)|<PARTY:\d+>(?=[\s-][a-z<]))[\s-])"
_COMPOUND = (
    r"(?![\w-]|['’]s?\s|\s(?:swaps?|exchanges?|deals?|releases?|trades?|list|lists|boats?|ships?|vessels?|posts?|dogs?|towers?|units?|corps|talks|negotiations?|issue|crisis|camps?|families"
    r"|handovers?|transfers?|affairs|agreements?|taking|taker|situation|infrastructure|population|areas?|targets?|casualties|deaths"
    r"|toll|homes|casualty|diplomacy|envoy|repatriations?|barter|squad|file|dossier|policy|package)\b)"
)
_BEFORE_NOUN = r"(?![\w-]|\s(?:<(?:PARTY|DEM|CAP):|(?:POW|(?!in\b|on\b|of\b|from\b|to\b|as\b|for\b|by\b|at\b|with\b|who\b|and\b|or\b|were\b|are\b|will\b|had\b|would\b|have\b|has\b|was\b)[a-z])))"
_STRONG_NOUN, _WEAK_NOUN = any_of(_STRONG), any_of(_WEAK)
_ONES = [word for word, value in SMALL.items() if 0 < value < 10]
_WORD_NUMBERS = {word for word, value in SMALL.items() if value > 1} | {
    f"{ten}-{one}" for ten, value in SMALL.items() if value >= 20 for one in _ONES
}
# "the seven were put across the border": those told of before, by their number
_TOLD = rf"(?P<told>(?:[Tt]he|[Aa]ll|[Tt]hose|[Tt]hese)\s(?:(?:other|remaining|last|first)\s)?(?:{any_of('|'.join(sorted(_WORD_NUMBERS, key=lambda word: (-len(word), word))))})(?=\s(?:were|was|are|is|will|would|have|has|had|who|whom|could|may|might|can|must|should|shall|to|in|from|by|at|on|and|as|for|walked|came|crossed|went|left|returned|arrived|flew|home|back|over|go|free|out|up)\b|[,.;:?!]|$))"
# "remains" is a noun before "of" and whose they are, or behind what they lie in.
_REMAINS_NOUN = (
    r"(?:(?:cases|boxes|sets|bags|caskets|coffins|containers|urns) (?:of|with|containing|holding) (?:[a-z]+ ){0,6}?)?(?:human |mortal )?"
    r"(?<!> )[Rr]emains (?=of (?:<(?:NUM|DEM|PARTY|PERSON):|(?:an?|one|its|their|the|some|all|those|these|our|up to|more|other|several|at least)\b"
    rf"|(?:[a-z-]+ ){{0,2}}(?:{_WEAK_NOUN})))"
)
_GROUP = re.compile(
    rf"(?<![\w’'-])(?:{_TOLD}|(?:(?P<num><NUM:\d+>)(?:{_OF}|\sof\s<(?:PERSON|PARTY):\d+>['’]s?\s|[\s-]))?(?P<mods>(?(num)(?:[A-Z][\w’'-]+\s){{0,2}})(?:{_MODS}){{0,5}}?)"
    rf"(?:(?P<strong>(?:{_STRONG_NOUN}|^(?i:{_STRONG_NOUN})){_COMPOUND}|{_REMAINS_NOUN}|(?:human|mortal) remains\b|(?:(?:more|other|further) )?sets? of (?:human )?remains\b"
    rf"|(?:{_SEIZED})\s(?!{STOP}\b)(?:[a-z-]+\s)?(?!years|months|weeks|days|hours|decades)[a-z]{{3,}}s{_COMPOUND}|(?:(?<=[Tt]he )|(?<=a )|(?<=one ))(?:body|corpse|coffin) (?=of\b)"
    rf"|(?:(?<= a )|(?<= one )|(?<=another )|(?<=[Tt]he ))(?:body|corpse|coffin)(?=\s(?:on|to|in|from|was|had|believed|that|which)\b|[,.])"
    rf"|(?<=> )remains(?=\s(?:were|was|(?:have|had) been)\b)|(?:(?<=[Tt]he )|(?<=[Tt]heir )|(?<=[Hh]is ))remains(?=\s(?:were|will|had|have|returned|handed|transferred|on|to|from|in|arrived)\b|[,.]))"
    rf"|(?P<weak>(?:{_WEAK_NOUN}){_COMPOUND}|(?(num){_CALLING}{_COMPOUND}|(?!))|(?<!are )(?<!is )(?<!were )(?<!was )(?<!goes )(?<!went )(?<!shot )(?<!found )(?:{_LOOSE}){_BEFORE_NOUN}"
    rf"|(?:(?<=the )|(?<=an )|(?<=a )|(?<=one ))(?:{_SEIZED})\s(?!{STOP}\b)(?:[a-z-]+\s)?{_SOMEBODY}{_COMPOUND})"
    rf"|(?P<those>(?:[Tt]hose|[Aa]ll|[Aa]nyone|[Ee]veryone|[Ee]verybody)(?=\s(?:still\s|being\s|so\s)?(?:held|jailed|detained|captured|imprisoned|arrested|kidnapped|taken|abducted|interned|locked)\b|\s<PRON:\d+>\s(?:is|are|was|were|has|have|had|still)\b))"
    rf"|(?P<party><PARTY:\d+>(?!['’-]|\s(?:{_STRONG_NOUN}|{_WEAK_NOUN})\b)(?:\sof\swar\b)?)|(?P<nation><DEM:\d+>(?:(?![\s-][a-z<])|(?=\s(?:on|was|were|who|in|from|to|by|had|has|is|for|after|at|held|freed|captured|kidnapped|seized|taken|jailed|arrested|detained|imprisoned|abducted|convicted|sentenced|accused|serving|and(?! <DEM))\b))|(?<=every )<DEM:\d+>(?=\s(?:in|held|jailed|detained)))"
    rf"|(?P<own>(?<=of )(?:(?:<PRON:\d+>|its|their|our|his)\sown(?!\saccord|\svolition|\sfree)(?:\sdead|\sfallen)?|them\b|those\b|whom\b|<PRON:\d+>(?=[\s,.])(?!\sown)))"
    rf"|(?P<bare>(?<=(?:of|to) )(?:the )?(?:fallen|dead)\b(?=[\s,.]))))"
)
_NO_PEOPLE = re.compile(r"(?<!> )\bnational$|(?:trawlers|drifters|liners|steamers|schooners|frigates|tankers|lorries)$")
# One of these begins in every group, behind "of " where it begins with that; no mark stands between it and the group's beginning.
_NOUN_STEMS = sorted(
    {opening.lower() for words in (_STRONG, _WEAK, _LOOSE, _SEIZED) for opening in openings(words.replace("[Mm]", "m"))}
    | {"<party", "<dem", "<num", "remains", "body", "corpse", "coffin", "those", "anyone", "everyone", "everybody"}
    | _WORD_NUMBERS
    | {"of its", "of their", "of our", "of his", "of <pron", "of them", "of those", "of whom"}
)
_NOUNS = AhoCorasick(_NOUN_STEMS)
_OF_WHOM = [stem.startswith("of ") for stem in _NOUN_STEMS]
_OF_LENGTH = len("of ")
_UNMARKED = re.compile(r"[^,;.!?“”()—]+")
# Where a group may begin: with a token or a word, but for most words of which no modifier is one.
_WORD_START = re.compile(rf"(?=[a-zAEMPRT<]|^[A-Z])(?<![\w’'<-])(?!(?!set\b|whom\b){STOP}\b)")
_ENDS_STRONG = re.compile(rf"\b(?:{_STRONG})$")
_SAYS_STRONG = re.compile(rf"\b(?:{_QUALITY})\s|\b(?:{_STRONG})\s$")
_SAYS_HELD = re.compile(rf"\b(?:{_QUALITY}|wounded|injured|sick|disabled)\s")
_EVERYBODY = re.compile(r"\b(?:every|all)\s$")
_BARE = re.compile(rf"(?:{_STRONG}|people|persons?|others?|individuals|men|them|those|own|remains(?: of)?|dead|fallen)")
_ALONE = re.compile(
    r"\b(?:the|an?|another|one)\s(?:[\w-]+\s)*\w+(?:an|i|er|ard|ot|iote|wede|ane|inn|urk|zech|erb|roat|urd|rab|iton|reek|ole)$",
    re.IGNORECASE,
)
_ONE = Quantity(1.0, "exact", "count")
_ARTICLE = re.compile(r"\b(?:every|an?|another|the|one)\s$", re.IGNORECASE)
_ONE_OF_THEM = re.compile(
    r"(?i:an?|one|another)\s(?:[\w-]+\s){1,3}(?:diplomat|journalist|reporter|officer|commander|soldier|pilot|engineer|activist|academic|scholar|agent|spy|citizen|national)$"
)
_SOMEWHERE = re.compile(rf"\b(?:{_STRONG})\s(?:in|at)\s")  # "prisoners in Doha" are nobody's
_OF_PLACE = re.compile(
    r"\s(?:of|from)\s(?:the\s|<PRON:\d+>\s)?(?:[a-z]+\s)?<(?:PLACE|PARTY|DEM):(?P<at>\d+)>(?:(?!['’])|['’]s\s<PLACE:)"
)
_REMAINS_OF = re.compile(
    r"\s?of\s(?:some\s|the\s|its\s|their\s|all\s)?(?P<num><NUM:\d+>)?\s?(?:other\s|others\b)?"
    rf"(?P<whose>(?:(?:<DEM:\d+>|{_MOD})\s){{0,3}}?(?:{_WEAK_NOUN}|{_STRONG_NOUN}|<PARTY:\d+>))?"
)
_REMAINS = re.compile(
    r"\b(?:bod(?:y|ies)|corpses?|coffins?|caskets?|remains|(?:own |war )?dead|fallen|martyrs?)\b", re.IGNORECASE
)
_CATEGORIES = (
    ("remains", _REMAINS),
    ("political_prisoners", re.compile(r"\bpolitical (?:prisoners?|detainees?|captives?|opponents?)|\bdissidents?\b|\bopposition (?:figures|activists|leaders|politicians)|\bjailed (?:opponents|critics)|\bprisoners? of conscience", re.I)),
    ("hostages", re.compile(r"\b(?:hostages?|abductees?|kidnap|abducted (?:girls|schoolgirls|students|pupils|people|workers))", re.I)),
    ("prisoners_of_war", re.compile(r"\b(?:(?<!jailed )(?<!detained )(?<!imprisoned )(?<!convicted )(?:fighters?|combatants|militiam[ae]n)|captured (?:[a-z]+ ){0,2}(?:officers?|fighters?|rebels?|generals?|colonels?|pilots?|men|guerrillas?)|prisoners?[- ]of[- ]war|POWs?|sergeants?|corporals?|lieutenants?|soldiers?|servicem[ae]n|servicewom[ae]n|service ?members?|troops|marines?|conscripts?|airm[ae]n|defenders?|combatants?|members? of (?:the |its |their )?(?:[A-Za-z]+ )*(?:security forces|armed forces|army|military|national guard))\b", re.I)),
    ("children", re.compile(r"\b(?:children|child|(?:un)?accompanied minors|minors?|kids|babies|infants|toddlers|newborns|orphans|youngsters|schoolchildren|adolescents|juveniles)\b", re.I)),
    ("civilians", re.compile(r"\b(?:civilians?|residents|inhabitants|villagers?|dependants?|dependents?|family members|non-combatants|fisherm[ae]n|crew members?|farmers?|farmhands?|settlers?|relatives|shepherds?|herders?|traders?|merchants?|drivers?|truckers?|engineers?|teachers?|schoolteachers?|nurses?|boatm[ae]n|trawlerm[ae]n|pilgrims?|tourists?|hikers?|women and children|women, children)\b", re.I)),
)  # fmt: skip
_SERVING = re.compile(
    r"\s(?:of|from)\s(?:the\s|its\s|their\s)?(?:[A-Za-z]+\s){0,2}?(?:security forces|armed forces|army|military|national guard)\b|\sand\s(?:soldiers|servicemen|troops)\b"
)
_SERVANT = re.compile(r"\b(?:members?|officers?|policem[ae]n|personnel|men)$")
_TITLED = re.compile(r"\s(?:[A-Z][a-z]+\s)?<PERSON")  # "the teacher NAME": the name is the captive
_UNCOUNTED = re.compile(r"^(?:the|its|their|his|these|those|all|some|any|other|more|additional|further|own)\s", re.I)
CROWD_ROLES = ("people", "forces", "group", "official", "leader")


class Group(NamedTuple):
    """One group of captives. `nations` are the parties that it belongs to by its words, `category` None when open.

    `told` marks those told of before by their number alone ("the seven").
    """

    start: int
    end: int
    text: str
    strong: bool
    quantity: Quantity | None
    category: str | None
    nations: tuple[str, ...]
    who: str | None
    partitive: bool
    told: bool = False


class Captives(NamedTuple):
    """A sentence typed anew with its groups, by the offset of their mention."""

    sentence: Sentence
    groups: dict[int, Group]

    def group(self, mention: Mention) -> Group | None:
        """The group behind a CAPTIVES or PEOPLE mention."""
        return self.groups.get(mention.start)

    def counted(self, mention: Mention) -> Quantity | None:
        """How many people a mention stands for; None for a number of something else."""
        group = self.group(mention)
        quantity = group.quantity if group else mention.quantity
        return quantity if quantity is not None and quantity.unit == "count" else None


def find_captives(sentence: Sentence) -> Captives:
    """The sentence with its groups of people as mentions of their own."""
    typed = sentence.typed
    groups: dict[int, Group] = {}
    end = -1
    for m in _matches(typed, sentence.typed_lower):
        group = _group(sentence, typed, m)
        if group is not None and group.start >= end:
            groups[group.start], end = group, group.end
    if not groups:
        return Captives(sentence, {})
    merged = Sentence(
        sentence.number, sentence.paragraph, sentence.start, sentence.end, sentence.text,
        tuple(_merged(sentence, groups)), sentence.claims,
    )  # fmt: skip
    return Captives(merged, groups)


def _matches(typed: str, lowered: str) -> Iterator[re.Match[str]]:
    """The matches of `_GROUP`, tried at the words between a mark and the last noun before the next mark."""
    hits = _NOUNS.find_matches_as_indexes(lowered, overlapping=True)
    nouns = sorted(start + _OF_LENGTH * _OF_WHOM[noun] for noun, start, _ in hits)
    end = 0
    for part in _UNMARKED.finditer(typed) if nouns else ():
        last = bisect_left(nouns, part.end()) - 1
        if last < 0 or nouns[last] < part.start():
            continue
        for word in _WORD_START.finditer(typed, part.start(), nouns[last] + 1):
            if word.start() >= end and (m := _GROUP.match(typed, word.start())) is not None:
                end = m.end()
                yield m


def _merged(sentence: Sentence, groups: dict[int, Group]) -> list[Mention]:
    spans = list(groups.values())
    kept = [m for m in sentence.mentions if not any(g.start < m.end and m.start < g.end for g in spans)]
    made = [
        Mention("CAPTIVES" if g.strong else "PEOPLE", g.start, g.end, g.text, parties=g.nations, quantity=g.quantity)
        for g in spans
    ]
    return sorted([*kept, *made], key=lambda m: m.start)


def _group(sentence: Sentence, typed: str, m: re.Match[str]) -> Group | None:
    start, end = m.span()
    if _NO_PEOPLE.search(m.group()) or (m.group().endswith("names") and typed.startswith(" of", end)):
        return None
    if m["told"]:
        return _told(sentence, start, m["told"])
    number = sentence.mentions_in(m["num"])[0] if m["num"] else None
    if number is not None and (number.quantity is None or number.quantity.unit != "count"):
        start, number = start + len(m["num"]) + 1, None
    if number is None and (not _counts_alone(sentence, m) or (m["weak"] and _TITLED.match(typed, end))):
        return None
    words = sentence.untyped(typed[start:end]).strip()
    if (m["strong"] and m["strong"].lower().startswith(("bod", "coffin", "corpse"))) or (
        m["strong"] or ""
    ).rstrip().lower().endswith("remains"):
        number, end = _of_remains(sentence, typed, end, number)
        words = sentence.untyped(typed[start:end]).strip()
    strong = bool(m["strong"]) or _is_strong(words)
    nations = _nations(sentence, m, typed[start:end]) or _origin(sentence, m, end)
    begin, stop = sentence.offset(start), sentence.offset(end)
    while sentence.text[begin - sentence.start : begin - sentence.start + 1] == " ":
        begin += 1
    text = sentence.text[begin - sentence.start : stop - sentence.start]
    return Group(
        begin,
        stop,
        text,
        strong,
        number.quantity if number else _ONE if m["nation"] and _ALONE.search(words) else None,
        category_of(text) or _of_service(text, sentence.text[stop - sentence.start :]),
        nations,
        _who(text, number.text if number else ""),
        bool(m["own"]),
    )


def _of_service(words: str, behind: str) -> str | None:
    """The category of men of an army or police by the words behind their noun ("members of the security forces")."""
    return "prisoners_of_war" if _SERVANT.search(words) and _SERVING.match(behind) else None


def _told(sentence: Sentence, start: int, words: str) -> Group:
    begin = sentence.offset(start)
    count = Quantity(word_value(words.rsplit(maxsplit=1)[-1]), "exact", "count")
    return Group(begin, begin + len(words), words, False, count, None, (), None, partitive=True, told=True)


def _nations(sentence: Sentence, m: re.Match[str], words: str) -> tuple[str, ...]:
    """Whose people they are by their words; "their dependents" are those of other captives, "their own" of the giver."""
    owned = m["own"] and "own" in m["own"]
    inside = (
        x
        for x in sentence.mentions_in(words)
        if x.kind not in ("NUM", "PLACE") and (x.kind != "PRON" or owned) and not _SOMEWHERE.search(x.text)
    )
    return tuple(dict.fromkeys(c for x in inside for c in x.parties if not m["own"] or owned))


def _origin(sentence: Sentence, m: re.Match[str], end: int) -> tuple[str, ...]:
    """The country of the region that civilians and soldiers come from ("residents of <PLACE>")."""
    found = _OF_PLACE.match(m.string, end) if m["weak"] else None
    return sentence.mentions[int(found["at"])].parties[:1] if found else ()


def _counts_alone(sentence: Sentence, m: re.Match[str]) -> bool:
    """Whether a phrase without a number can be a group: a noun for people does, a nation or a side does not."""
    if m["strong"] or m["weak"] or m["bare"] or m["those"]:
        return True
    if m["party"]:
        party = sentence.mentions_in(m["party"])[0]
        return _is_crowd(party.text, m["mods"], party.role)
    return bool(m["nation"]) and _ARTICLE.search(m["mods"]) is not None


@lru_cache(4096)
def _is_crowd(text: str, mods: str, role: str | None) -> bool:
    return (
        _ENDS_STRONG.search(text) is not None
        or _ONE_OF_THEM.match(text) is not None
        or _EVERYBODY.search(mods) is not None
        or (role in CROWD_ROLES and _SAYS_HELD.search(mods + text) is not None)
    )


@lru_cache(4096)
def _is_strong(words: str) -> bool:
    return _SAYS_STRONG.search(f"{words} ") is not None


def _of_remains(sentence: Sentence, typed: str, end: int, number: Mention | None) -> tuple[Mention | None, int]:
    """Read on after "the remains of", "the bodies of": whose, and how many if no number stood before."""
    found = _REMAINS_OF.match(typed, end)
    if found is None or not found.group().strip():
        return number, end
    if found["num"] and number is None:
        counted = sentence.mentions_in(found["num"])[0]
        if counted.quantity and counted.quantity.unit == "count":
            return counted, found.end() - (len(found.group()) - len(found.group().rstrip()))
    if found["whose"] and not found["num"]:
        return number, found.end()
    return number, end


@lru_cache(4096)
def category_of(words: str) -> str | None:
    """The category that the words of a group state; None when they leave it open (prisoners, people, men)."""
    return next((name for name, form in _CATEGORIES if form.search(words)), None)


@lru_cache(4096)
def _who(text: str, number: str) -> str | None:
    """The qualifier in the words of a group: what stands beside its number and a bare noun for captives."""
    words = text[len(number) :] if number and text.startswith(number) else text
    words = re.sub(r"^\s*(?:of\s)?", "", words)
    while _UNCOUNTED.match(words):
        words = _UNCOUNTED.sub("", words)
    bare = _BARE.fullmatch(words.strip())
    return None if bare or not words.strip() else words.strip()
