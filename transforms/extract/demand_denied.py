"""Places that look like a demand and voice none, however they are read.

What one's own side has to do, what everybody knows, a noun that takes an infinitive ("the right to"), an order on paper,
a figure of speech ("offers hope"): the verb of demanding stands there, but nobody asks another side for anything.
"""

from __future__ import annotations

import re

from transforms.document import Sentence
from transforms.extract.demand_papers import Papers
from transforms.extract.demand_subject import Voice, wanter
from transforms.extract.engine import Match
from transforms.extract.opened import Opened

# "we have to", "I must", but not "we have to see them leave"
_OURS = frozenset({"i", "we"})
_FIRST = frozenset({"i", "we", "our", "my"})
_DUTIES = frozenset({"demand-onus", "demand-hinges"})
_TOLD = re.compile(r"\b(?:told|tells?|said to|says to|warned|reminded) .{0,60}$")
_LAST_PRONOUN = re.compile(
    r"(?:<PRON:(?P<n>\d+)>|\b(?P<you>[Yy]ou))(?:[’'](?:ve|re|d|ll))?(?: (?:all|both|will|would|do|are going to|also|now|still|just|really|certainly|never|always|together|clearly))*\s?$"
)
_SEEN = re.compile(r"(?:also )?(?:see|have (?:the |an? |<)|get (?:the |<)|hear|receive|be (?:given|allowed|shown))")
# "what they must do", "a right that everybody should have"
_RELATIVE = re.compile(
    r"\b(?:which|who|whom|what|how|where|when|whose(?: [a-z]+){1,3})(?: (?:<PRON:\d+>|<PARTY:\d+>|you|people|the [a-z]+))?(?: (?:also|all|then|really|exactly))*\s?$"
)
_OBJECT_OF = re.compile(
    r"\b(?:the|an?|any|all|every|whatever|everything|support|tools|resources|help) (?:(?!(?:and|but|said|says|that|as|because|so|if|when)\b)[a-z-]+ ){0,4}?(?:that )?<PRON:\d+>(?: (?:also|all|still))?\s?$"
)
_NOBODY = Opened(
    r"(?:^|[,;:“] |\b(?:that|and|but|because) )(?:everybody|everyone|everything|something|life|anybody|anyone|people(?: everywhere)?|citizens|human beings|every (?:nation|country|child|person|human being|american|citizen|one)|all of (?:us|you)|each of (?:us|you)"
    r"|(?:the )?(?:american people|americans|congress|lawmakers|republicans|democrats))\s(?:here |in <PLACE:\d+> )?$",
    any_case=True,
)
_NONE = re.compile(
    r"\b(?:[Nn]o (?:one|nation|country|state|people|person|child|family|parent|leader|human being)|[Nn]obody)\s$"
)
_SUFFERS = re.compile(r"(?:have to|be (?:allowed|able|forced)|live|suffer|doubt|die|fear)\b")
# "should an attack occur"
_INVERTED = re.compile(r"(?:an?|the|any|this|that|these|those|they|he|she|it|we|you|one|there|anything|anyone)\s")
_KNOWING = re.compile(
    r"(?:also |all |always |never |not |at least |just )*(?:have to\b|know\b|understand\b|remember\b|forget\b|note\b|bear in mind|keep in mind|recogni[sz]e that|acknowledge that|see that|realize|say\b|tell\b|add\b|point out|mention"
    r"|remind\b|thank\b|be (?:[a-z]+ly )?(?:commended|congratulated|thanked|praised|applauded|admired|honou?red|celebrated|clear|proud|honest|careful|aware|mindful|vigilant|prepared|ready|grateful|thankful|realistic|patient|noted|remembered|surprised|no (?:doubt|mistake|surprise)|under no|confident|reassured|concerned|pleased|happy|told|here|there)"
    r"|come as no|go out to|be (?:the|a|an) (?:[a-z]+ )?(?:foundation|basis|source|beginning|model|example|test|reminder|lesson)|lead to|result in|serve (?:as|to)|give (?:us|you|<PRON:\d+>) (?:all )?(?:hope|pause|confidence)|help\b|probably|think\b|look (?:at|back)|ask (?:yourself|ourselves|<PRON))"
)
# What one may wish for anybody without asking anything of anybody.
_WELL = re.compile(
    r"(?:also |all |always |just )*(?:know|understand|remember|forget|see (?:that|how|what)|hear (?:from|directly)|thank|congratulate|be (?:here|able|clear|proud|there|with|a part|part)\b|feel|live|enjoy|prosper|succeed|flourish|thrive"
    r"|grow|say|introduce|welcome|acknowledge|visit|speak|recall|look (?:at|back)|(?:determine|decide|shape|choose|chart|control) (?:<PRON:\d+>|the|their own)|have (?:a |an |the |good |better )*(?:relations?|relationships?|opportunit|chance|future|life|lives|sense|time)"
    r"|get (?:educated|a sense)|make progress|continue to (?:make progress|grow|work with <PRON)|keep (?:<[A-Z]+:\d+>|them) in)"
)
_ASKED_TO = re.compile(r"(?P<who>(?:[a-z’'-]+ |<[A-Z]+:\d+>(?:['’]s)? ){1,8}?)(?:very much )?to (?P<do>[a-z].*)")
_GOES_ON = re.compile(r"(?:would|will|has|have|could|can|may|might)\s")
_NEGATED = re.compile(r"(?:n[’']t|\b(?:not|should|must|never))\s$")
_UNFINISHED = re.compile(r"\b(?:progress|work|much|lot|efforts?|job)\s$")
# Nouns and other words that take an infinitive.
_TAKES_TO = re.compile(
    r"(?<!^the )\b(?:rights?|opportunit(?:y|ies)|chances?|abilit(?:y|ies)|ways?|needs?|desire|efforts?|commitments?|decisions?|willingness|readiness|authority|time|plans?|agreements?|attempts?"
    r"|reasons?|obligations?|responsibilit(?:y|ies)|dut(?:y|ies)|freedom|power|capacity|capabilit(?:y|ies)|determination|resources|tools|courage|strength|path|paths|means|space|assistance|money|mechanisms?"
    r"|strateg(?:y|ies)|resolve|potential|permission|privilege|honou?r|pleasure|moment|questions?|something|anything|nothing|everything|lot|enough|things?|ready|able|going|unable|willing|hope|hopes"
    r"|mandate|room|basis|vision|ambition|aspirations?|dream|wish|choice|option|instinct|tendency|incentives?|confidence|place|day|year|job|task|mission|work|talks|meetings?|conference|process"
    r"|needed|designed|determined|likely|used|meant|intended|supposed|set|due|bound|forced|allowed|continu\w+|proud|glad|honou?red|pleased|prepared|necessary|possible|impossible|hard|difficult|easy|important|critical)$"
)
_DOMESTIC = re.compile(
    r"\b(?:Congress|Senate|House|Americans?|American people|Attorney General|Treasury|Pentagon|Cabinet|lawmakers|Republicans|Democrats|everybody|everyone|my (?:[a-z]+ ){0,3}(?:team|administration|advisers?|advisors?|staff)"
    r"|our (?:[a-z]+ ){0,2}(?:team|troops|military|diplomats|agencies|commanders|intelligence|staff)|agencies|reporters|members of (?:the )?(?:press|Congress)|Secretary (?!-?General))\b|^(?:us|me)$"
)
# "an executive order that", "the first appeal for"
_NOUN_BEFORE = re.compile(
    r"\b(?:an?|this|my|our|his|her|its|another|the (?:new|first|second|last|latest|same|executive|court|only)) (?:[a-z-]+ ){0,2}$",
    re.IGNORECASE,
)
_NOUN_CUE = re.compile(
    r"(?:order|request|demand|call|appeal|push|press|vote|bid|plea|petition|campaign|offer|decree|lobby|ask|need|want|fight|look)\b"
)
# "if the rebels want peace, they must ..."
_IN_CASE = re.compile(r"(?:^|[,;“] )[Ii]f (?:the )?<[A-Z]+:\d+> (?:really |truly |ever )?$")
_VERBAL = re.compile(r"\b(?:is|are|was|were|will|would|to|not|does|do|did|n[’']t|also|and)\s$")
# A general good, however much one wants it.
_GOODS = re.compile(
    r"(?:(?:an?|the|more|greater|lasting|just|real|true|some|further|continued|continuing|strong|stronger|good|better|such|that|this|our|<PRON:\d+>|<DEM:\d+>|peaceful|prosperous|stable|democratic|regional|economic|shared|political|new|peace|security|and|,) ?)*"
    r"(?:peace|success|progress|prosperity|security|stability|future|democracy|relationships?|relations|co-?operation|growth|region|world|circumstances|environment|improvements?|trade|partnerships?|alliances?|friendship|opportunit(?:y|ies)"
    r"|possibilit(?:y|ies)|chances?|hopes?|visions?|ties|situation|roles?|moment|matters?|principles?|values|transparency|tolerance|diversity|trust|jobs|investment|diplomacy|leadership|work|issues?|challenges?|threats?|question|fact|bonds?|commerce|exchanges of|education|things?)"
    r"(?=$|[,.;]| (?:of|for|in|on|between|among|with|where|that|which|and|to|at|from|here|there|throughout|across|against|as)\b)"
)
# A condition for a thing is the price of it; the thing itself is what it buys.
_CONDITIONS = re.compile(r"(?:(?:pre)?conditions?|price|prerequisites?|terms|requirements?|red lines?)$", re.IGNORECASE)
# Matters of one's own country, where no other is named.
_HOME = re.compile(
    r"\b(?:Congress|Republicans?|Democrats?|tax(?:es|payers?)?|health care|health insurance|Medicare|Medicaid|Social Security|insurance|budget|deficits?|middle[- ]class|Wall Street|banks?|credit|schools?|teachers?|colleges?|students"
    r"|small businesses|consumers|mortgages?|homeowners|jobs|workforce|infrastructure|highways|veterans|gun|guns|shutdown|debt ceiling|Supreme Court|bipartisan|legislation|immigration reform|clean energy|climate|recovery package"
    r"|campaign|voters|American people|Americans|fellow citizens)\b"
)
_WANTING = frozenset(
    {"demand-see", "demand-expect", "demand-need", "demand-we-need", "demand-imperative", "demand-what"}
)
_FIGURES = re.compile(
    r"(?:(?:an?|the|us|them|some|only|any|every|great|real|new|<(?:PRON|PARTY|PERSON):\d+>|more|[a-z]+ing) )*(?:nothing|possibilit(?:y|ies)|visions?|futures?|promises?|paths?|hopes?|ways?|chances?|opportunit(?:y|ies)|examples?|lessons?|models?|choices?|friendship"
    r"|prospects?|reminders?|perspectives?|thoughts?|toasts?|remarks|prayers|encouragement|collapse|glimpses?|welcome|hospitality|gratitude|comfort|courses?|jobs?|scholarships?|training|loans?)\b"
)
_EVERYBODY = re.compile(r"(?:you|me|us|people|everybody|everyone|each of us|all of us|there)\b")
_TOGETHER = re.compile(
    r"(?:all |also |now |finally |never |always |each |together |just )*(?:take (?:this|the|a) (?:opportunity|moment|chance|time)|come together|meet our|work together|make (?:hope|history)|keep (?:faith|working|going|moving|up)|recommit"
    r"|reach for|build\b|join (?:together|hands)|resolve\b|stand\b|honou?r\b|celebrate|pledge|seize|carry on|show the world|rise|prove|do (?:this|that|it|our)|raise a)"
)
# "what we want to see is ...": the cleft says it
_CLEFT = re.compile(r"\b(?:[Ww]hat|all|thing)(?: that)? (?:the |both )?<[A-Z]+:\d+>(?:[’'](?:d|ve|re))?(?: [a-z]+)?\s$")
_SEEING = frozenset({"demand-see", "demand-expect"})
_DOING = re.compile(r"[a-z]+ing\b")
# "our forces", "the United States and China"
_SUBJECT = re.compile(
    r"(?:(?P<thing><PRON:\d+>) (?:[a-z-]+ ){1,4}|(?<!of\s)(?<!of\sthe\s)(?<!against\s)(?<!for\s)(?P<who>(?:<(?:PARTY|PERSON|PRON):\d+>(?:, (?:and )?| and )(?:the )?)*<(?:PARTY|PERSON|PRON):\d+>)(?: (?:also|all|both|each|now|still|will|would))*\s)$"
)
_RETURNED = re.compile(
    r"(?:also |first |now )?(?:be (?:released|freed|returned|allowed|let|given|paid|compensated|recogni[sz]ed|included|part|involved)|come (?:home|back)|return|go (?:free|home)|see|receive|get)\b"
)
# "will not rest until"
# "the importance of X": a position only where X is a step or somebody's.
_STEP = re.compile(
    r"<(?:PARTY|PERSON|PLACE|DEM)|\b(?!according|including|during|being\b)[a-z]{3,}ing\b|\b(?:ceasefire|cease-fire|truce|withdrawal|release|return|access|end|halt|exchange|swap|extension|implementation|restoration|resumption|removal|restraint|elections?|aid|de-escalation"
    r"|protection|accountability|transition|monitor[a-z]*|inspections?|talks|negotiations|a (?:[a-z]+ )?(?:deal|agreement|settlement|solution))\b"
)
_OWN_AIM = re.compile(
    r"(?:continu(?:ing|ed|e) (?:to )?(?:support|provid|work|co-?op|coordinat|strengthen|assist|help|engag|consult|clos|dialogue|our|the )|(?:support|address|strengthen|combat|counter|tackl|enhanc|deepen|expand|promot|work|cooperat|coordinat|advanc|develop|intensif|confront"
    r"|deter|fight|defeat|build)(?:e|ing|y)?\b)"
)
_BARE = re.compile(
    r"(?:more|peace|it|that|this|answers?|this office|help|time|all of this|a lot|something|anything)(?=$|[.,;”\"]| (?:and|in|on|from|of|here|at)\b)"
)
_ADVERB_TO = re.compile(r"(?:very much|so much|badly|always|only|just|really|first|simply|briefly|[a-z]+ly) to\b")
_DECIDING = re.compile(r"(?:decide|determine|choose|judge|say|speak|answer|figure)\b")
_IS_DETERMINED = re.compile(r"(?:\b(?:is|are|was|were|be|been|am|remains?|remained)|[’'](?:s|re|m))(?: [a-z]+)?\s$")
_RESTLESS = re.compile(
    r"\b(?:rest|relent|waver|tire|let up|be (?:finished|done|satisfied)|give up|nothing is (?:done|agreed|over|certain))(?: (?:on [a-z<>:A-Z\d]+|easy|in [a-z ]{3,20}))?,?\s?$"
)
_SHALL = re.compile(
    r"\b(?:should|must|needs? to|ha(?:s|ve) to|ought to)\b[^.;<“]*(?:<[A-Z]+:\d+>[^.;<“]*)*(?:,? and|,)\s$"
)
_BASE_CUE = re.compile(
    r"(?:urge|call|ask|press|push|appeal|demand|insist|tell|order|encourage|want|seek|offer|propose|support)\b"
)
_REACH = 130


def denied(match: Match, papers: Papers) -> bool:
    """Whether a match voices no demand in any reading."""
    s, at, frame = match.sentence, match.span[0], match.pattern.set["frame"]
    left, want = s.typed[max(0, at - _REACH) : at], match.groups["want"]
    if papers.own is not None and _at_home(s, at, papers.own):
        return True
    if frame == "must":
        return _no_must(match, left, want, papers) or _own_duty(match, left, want, papers)
    if frame == "condition":
        return _RESTLESS.search(left) is not None
    cue = s.typed[at : match.starts["want"]]
    if _no_verb(match, left, cue) or _no_thing(match, cue, want) or _of_ours(match, papers, left):
        return True
    return frame in ("inf", "object") and _asks_nobody(match, papers)


def _no_verb(match: Match, left: str, cue: str) -> bool:
    """Whether the cue is a noun, belongs to what another shall do, or finds a fact."""
    if _BASE_CUE.match(cue) and _SHALL.search(left):
        return True
    if match.pattern.id == "demand-adamant":
        return cue.startswith("determined") and not _IS_DETERMINED.search(left)
    if match.pattern.id == "demand-see" and _CLEFT.search(left):
        return True
    if _IN_CASE.search(left) and not cue.startswith("is "):
        return True
    return (
        match.pattern.set["frame"] == "that"
        and _NOUN_CUE.match(cue) is not None
        and _NOUN_BEFORE.search(left) is not None
        and not _VERBAL.search(left)
    )


def _no_thing(match: Match, cue: str, want: str) -> bool:
    """Whether what is wanted or offered is no step: a good, an aim of one's own, a figure of speech, nothing at all."""
    given, name = match.pattern.set, match.pattern.id
    frame = given["frame"]
    if _CONDITIONS.match(match.groups.get("noun", "")) and cue.endswith(" for "):
        return True
    if name in _WANTING and _GOODS.match(want):
        return True
    if frame == "need":
        return _no_step(cue, want)
    if name == "demand-let-us":
        return _TOGETHER.match(want) is not None
    if frame == "object":
        bare = _BARE.match(want) or _ADVERB_TO.match(want) or _GOES_ON.match(want)
        figure = given["kind"] == "proposal" and _FIGURES.match(want)
        return bool(bare or figure or (name in _SEEING and _DOING.match(want)))
    if name in ("demand-up-to", "demand-onus"):
        return _DECIDING.match(want) is not None
    return match.groups.get("noun", "").lower().endswith("priority") and cue.endswith(" to ")


def _no_step(cue: str, want: str) -> bool:
    """Whether the thing whose need or importance is stressed is a principle or an aim of one's own."""
    if _OWN_AIM.match(want):
        return True
    return re.search(r"(?:importance|urgency)[”\"]? of $", cue) is not None and _STEP.search(want) is None


def _own_duty(match: Match, left: str, want: str, papers: Papers) -> bool:
    """Whether the side that speaks says what itself, or a thing of its own, must do."""
    s, own = match.sentence, papers.own
    if own is None or _RETURNED.match(want):
        return False
    claim = s.claim_at(s.offset(match.span[0])) if s.claims else None
    if claim is not None and (claim.quoted or claim.parties):
        return False
    subject = _SUBJECT.search(left)
    if subject is None:
        return False
    if subject["thing"]:
        return s.mentions_in(subject["thing"])[0].text.lower() in ("our", "my")
    return any(set(m.parties) & set(own.parties) for m in s.mentions_in(subject["who"]))


def _at_home(s: Sentence, at: int, own: Voice) -> bool:
    """Whether a side speaks of its own country only."""
    if s.claims and (claim := s.claim_at(s.offset(at))) is not None and claim.parties:
        return False
    if _HOME.search(s.text) is None:
        return False
    return all(set(m.parties) <= set(own.parties) for m in s.mentions if m.kind != "ORG")


def _no_must(match: Match, left: str, want: str, papers: Papers) -> bool:
    s = match.sentence
    if _KNOWING.match(want) or (match.groups["modal"].lower() == "should" and _INVERTED.match(want)):
        return True
    modal = match.groups["modal"].lower()
    if modal.startswith(("ha", "need")) and (
        _NEGATED.search(left) or (_UNFINISHED.search(left) and want.startswith("be "))
    ):
        return True
    if (own := _LAST_PRONOUN.search(left)) is not None:
        text = "you" if own["you"] else s.mentions[int(own["n"])].text.lower()
        if text in _OURS and not _SEEN.match(want):
            return True
        if text == "you" and papers.own is not None and not s.claims and not _TOLD.search(left):
            return True
    if _NONE.search(left) and _SUFFERS.match(want):
        return True
    return _RELATIVE.search(left) is not None or _OBJECT_OF.search(left) is not None or _NOBODY.search(left) is not None


def _of_ours(match: Match, papers: Papers, left: str) -> bool:
    """Whether it is the speaker's own side, or everybody, whose duty it is or who shall do what is important."""
    s, want = match.sentence, match.groups["want"]
    if match.pattern.id in _DUTIES:
        first = _LAST_PRONOUN.search(f"{left.rstrip()} {match.groups.get('by', '')}".rstrip())
        return first is not None and first["n"] is not None and s.mentions[int(first["n"])].text.lower() in _FIRST
    subject = re.match(r"(?:the |all |both )?<[A-Z]+:\d+>", want) if match.pattern.id == "demand-imperative" else None
    if subject is None:
        return match.pattern.id == "demand-imperative" and _EVERYBODY.match(want) is not None
    named = s.mentions_in(subject.group())[0]
    own = papers.own.parties if papers.own else ()
    return (
        named.text.lower() in ("we", "us", "me", "i", "you")
        or bool(named.parties and set(named.parties) <= set(own))
        or _DOMESTIC.match(named.text) is not None
    )


def _asks_nobody(match: Match, papers: Papers) -> bool:
    """Whether the words between verb and infinitive name nobody who is asked, or one's own people."""
    s, words, do = match.sentence, match.groups.get("to"), match.groups["want"]
    if match.pattern.set["frame"] == "object":
        found = _ASKED_TO.match(do) if match.pattern.set["kind"] == "demand" else None
        if found is None:
            return False
        words, do = found["who"].strip(), found["do"]
        if "<P" not in words and not _DOMESTIC.search(words):
            return False
    elif words is None:
        return False
    elif _TAKES_TO.search(words):
        return True
    if _WELL.match(do):
        return True
    claim = s.claim_at(s.offset(match.span[0]))
    text = s.untyped(words)
    if papers.own is not None and not (claim and claim.parties) and _DOMESTIC.search(text):
        return True
    if text.lower() not in ("us", "me", "ourselves"):
        return False
    own = {code for m in s.mentions_in(words) for code in m.parties}
    voice = wanter(s, match.span[0], claim)
    return voice is not None and bool(own) and set(voice.parties) <= own
