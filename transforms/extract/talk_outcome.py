"""How a talk ended, by the words of a sentence about it: verbs of settling, their objects, and words of failure.

`agreement`: the main object was settled (a truce, a treaty, a deal); `partial`: something else was, or progress was
made; `none`: it ended without. A verb of settling counts unless it is negated, wished for or yet to come.
"""

from __future__ import annotations

import re

from transforms.extract.opened import Opened

_DENIED = re.compile(
    r"(?:\b(?:not|no|never|nothing|none|neither|nor|without|hardly|barely|unable|fail(?:ed|s|ure|ing)?|refus\w+|declin\w+|cannot"
    r"|short of|so much as|yet)|n['’]t)\s(?:(?!but\b|though\b|although\b|while\b)[a-z’'-]+\s){0,5}$"
    r"|(?:\b(?:if|unless|until|once|before|should|would|could|can|may|might|will|must|to|let|wants?|hop\w+|whether|any|accus\w+"
    r"|demand\w*)|['’]ll)\s(?:(?:be|been|being|have|has|had|an?|the|either|it|they|both|sides|is|are|was|were|[a-z]+ly|that|all)\s){0,4}$"
)
_NOTHING_AFTER = re.compile(
    r"\s(?:on |to |upon |in )?(?:nothing|neither|no\b|little\b|not\b)"
    r"|\s(?:that there|with\b|to (?:an? |the |this |that |its |his |their |most of |all )?[“\"‘]?(?:[a-z.-]+ ){0,3}[“\"‘]?(?:[a-z.-]+ )?(?:proposal|plan|offer|request"
    r"|invitation|idea|demand)s?\b)"
)
_SOUGHT = re.compile(
    r"\b(?:negotiat\w+|talks|discussions|efforts?|push\w*|bid|attempts?|hopes?|prospects?|closer|work(?:ed|ing)?|seek\w*|sought|towards?"
    r"|calls? for|propos\w+|progress|chances?)\s(?:[a-z-]+\s){0,6}$"
)
_SETTLED = Opened(
    r"\b(?:agree(?:d|s|ing)|sett(?:led|ling) (?:on|upon)|(?:was|were|been|had|have|having|half) settled|consent(?:ed|ing)|assent(?:ed|ing)|concurr(?:ed|ing)"
    r"|sign(?:ed|ing)|initial(?:l?ed|l?ing)|inked|seal(?:ed|ing)|clinch(?:ed|ing)|conclud(?:ed|ing)(?= (?:an?|the|their|its|with an?|by)\b)"
    r"|endors(?:ed|ing)|accept(?:ed|ing)|adopt(?:ed|ing)|ratif(?:ied|ying)|approv(?:ed|ing)|under(?:took|taken) (?:not )?to|resolved to"
    r"|(?:thrash|hammer|hash|work|iron|map|sort|carv|spell)(?:ed|ing) (?:it |things |them |that |this |the [a-z ]{1,30}?)?(?:out|up)"
    r"|shook (?:hands )?on|shaken on|struck|made peace|came? to terms|reach(?:ed|ing)(?= (?:an?|the|their|agreement|accord|consensus|common))"
    r"|put(?:ting)? (?:(?:their|his|her|its|both) )?(?:names?|pens?|signatures?|initials) to"
    r"|(?:came|walked|went|emerged|left|departed|flew home) (?:away |out |home |off )?with (?!nothing|no\b|empty|little|neither)"
    r"|result(?:ed|ing) in|brought (?:forth|about)|yield(?:ed|ing)|produc(?:ed|ing)(?= (?:an?|the|some|several|agreement|two|three))"
    r"|gave (?:birth|rise) to|led to (?=an?\b|the\b)|issu(?:ed|ing) (?:an?|the|their) (?:joint|common)|ended (?:in|with) (?:an? |the )?(?:[a-z-]+ ){0,2}"
    r"(?:agreement|accord|deal|pact|truce|treaty|cease-?fire|pledge|promise|understanding|declaration|communiqu[eé]|compromise)"
    r"|(?:with|in) (?:an? |full |broad )?(?:agreement|accord|consensus) (?:on|to)|gave (?:their|its|his) (?:blessing|assent|approval|word|consent)|said yes|pledg(?:ed|ing)(?= (?:to|each)|,)|vow(?:ed|ing) to(?= (?:meet|keep|rein|respect|honou?r|continue|stop|refrain|return))"
    r"|promis(?:ed|ing) (?:each other|one another)|commit(?:ted|ting) (?:themselves )?to|close[d]? on (?:an?|the)|found common ground|bound (?:the|both)"
    r"|forswore|renounced|drew up|exchang(?:ed|ing) (?:lists|prisoner|instruments)|set(?:ting)? up (?:an?|the)|establish(?:ed|ing) (?:an?|the)"
    r"|laid (?:the )?ground ?work|bore fruit|paid off|managed to agree|(?<![-–])brokered|deal (?:was|is|had been|has been) (?:done|reached|struck|sealed|clinched|agreed|made)"
    r"|(?:cease-?fire|truce|accord|agreement|deal|pact|treaty) (?:was|were|had been|has been) (?:reached|signed|struck|agreed|concluded|sealed|announced|made))\b"
)
_MINOR = Opened(
    r"\b(?:swaps?|exchang(?:e|es|ing)|prisoners?|captives?|hostages?|detainees?|bodies|remains|lists?|another|again|further|next|third|second|fresh"
    r"|talking|talks|meet(?:ing)?|met|round|reconvene|resume|continue|return|keep|go on|statement|communiqu[eé]s?|principles?|agenda|outlines?"
    r"|corridors?|evacuation|aid|humanitarian|channels?|monitors?|observers|mechanism|committees?|commission|groups?|hot ?lines?|contacts?"
    r"|ground rules|rules|note|dates?|guidelines|steps|measures|modalities|timetable|road ?map|drafts?|some|several|little|only|part(?:s|ly|ial)?"
    r"|in principle|intent|understanding to|progress|differences|inspect\w*|release|free|water|power|electricity|grain|calm|restraint"
    r"|maintain|refrain|visits?|reopen\w*|border|crossings?|patrol\w*|embass\w+)\b"
)
_MAIN = Opened(
    r"\b(?:truces?|cease-?fires?|armistice|peace|treat(?:y|ies)|accords?|pacts?|deals?|settlement|cessation|(?:end|stop|halt|cease)(?:s|ing)? (?:the |all |of )?"
    r"(?:war|fighting|hostilities|attacks|conflict|violence|shooting|fire)|(?:comprehensive|final|framework|peace|brussels|basic) agreement|agreement"
    r"|declaration|memorandum|protocols?|arrangement|annex|withdraw\w*|formula|power-sharing|compromise|normali[sz]\w+|package|bargain|solution)\b"
)
_OPEN_TO_LESS = frozenset({"agreement", "deal", "arrangement", "accord", "package", "declaration", "protocol", "pact"})
_ON = re.compile(r"\s(?:on|to|for|of|under)\b")
_OF_IT = re.compile(
    r"\b(?:truce|cease-?fire|armistice|treaty|accords?|pact|deal|agreement|settlement|terms|peace|declaration|road ?map|memorandum|document)"
    r"(?:,? (?:that|which)(?: [a-z’'-]+){1,3}|,| (?:was|were|is|had been|has been)(?: [a-z]+ly)?| first| jointly)* $"
)
_PROGRESS = Opened(
    r"\b(?:made|making|achieved|notable|showed|was|were|been|with|of|but|and|said|reported|hailed|cited)\s(?:(?:some|significant|good|great|substantial|considerable|real"
    r"|meaningful|tangible|important|tremendous|encouraging|solid|limited|steady|major|modest|technical|slow)[, ]+)+(?:progress|headway|strides|advances)"
    r"|\b(?:some|significant|good|great|substantial|considerable|real|meaningful|tangible|encouraging|tremendous) (?:progress|headway)"
    r"|\b(?:made|making) (?:progress|headway)|\bprogress (?:was|has been|had been) made|\bnarrow(?:ed|ing) (?:their |the |some |many )?(?:of the )?(?:differences|gaps?|positions)"
    r"|\bbroke the ice|\bthe ice (?:cracked|broke|melted)|\bconfidence-building|\bcommon understanding|\bcloser (?:to|than)|\bbreakthrough (?:was|in)\b|\bproductive day"
)
_THING = (
    r"(?:agreement|accord|deal|pact|progress|breakthrough|results?|headway|outcome|conclusion|compromise|settlement|consensus|solution|truce|cease-?fire"
    r"|signatures?|signing|statement|communiqu[eé]|paper|document|draft|text|common ground|success|concession|movement|decision|resolution|treaty"
    r"|meeting of minds|sign of|closer|nearer|further ahead|handshake)"
)
_NONE = Opened(
    rf"\b(?:without (?:(?:an?|any|the|even|so much as|reaching|signing|achieving|producing|making|single|agreeing|[a-z]+ing) )*(?:[a-z]+ ){{0,2}}{_THING}"
    rf"|without (?:agreeing|signing|result|cracking|settling|resolving|budging)"
    rf"|(?:no|little|scant|zero|nor any|not any|not so much as an?|neither) (?:[a-z-]+ ){{0,2}}{_THING}|fail(?:ed|ure|s|ing)? to (?:agree|reach|bridge|produce|settle|resolve"
    r"|find|sign|yield|secure|end|break|make|overcome|narrow|achieve|deliver|clinch)|(?:talks|meeting|session|round|negotiations|effort|summit) (?:had |have |has )?failed"
    r"|empty[- ]handed|(?:ended|ending|ends) in (?:failure|acrimony|deadlock|recrimination)|collapsed?|broke (?:up|down|off)|broken (?:down|off|up)|breakdown"
    r"|deadlock(?:ed)?|inconclusive(?:ly)?|c[ao]me to (?:nothing|naught|nought)|(?:led|went|got|gone|going) nowhere|fruitless|barren|futile|sterile|in vain|unsuccessful(?:ly)?"
    r"|to no avail|nothing (?:ever )?came of|fell (?:apart|short|through)|unravel(?:l)?ed|petered out|fizzled|foundered|stalemate|sank|sunk|impasse|at loggerheads"
    r"|(?:could|did|was|were|had|has|have|would) (?:not|never) (?:been )?(?:able to |manage(?:d)? to )?(?:agree|bridge|settle|reach|produce|find|yield|resolve|sign|budge"
    r"|overcome|narrow|achieve|end the|break the|get (?:to|any)|move|bend|give ground|come to terms|put (?:his|her|their|its) names?)"
    r"|(?:couldn|didn|wouldn|hadn|haven)['’]t (?:agree|bridge|settle|reach|produce|get|sign|find|budge|resolve|agreed|settled|reached|signed)"
    r"|unable to (?:agree|bridge|reach|settle|resolve|find|produce)|nothing (?:was |had been |has been |is )?(?:to show|at all|signed|settled|agreed|in hand|decided|concrete|resolved)"
    r"|(?:with|had|has|got|brought|gained|achieved|produced|yielded|settled|agreed|left with) (?:precisely |exactly |absolutely |almost )?nothing"
    r"|made no|brought no|yielded no|produced no|r[au]n aground|hit a (?:brick )?wall|(?:far|poles|miles|worlds|wide|as far) apart|dead end|lapsed|no deal"
    r"|(?:left|quit|departed|parted|flew home|went home|adjourned|dispersed) (?:[a-z]+ ){0,2}without (?:the|an?|signing|his|her|their)|(?:stormed|walked) out of the (?:talks|room|meeting|session)"
    r"|neither (?:side|party|camp|man|delegation|team|leader)[a-z ]{0,25} (?:gave|budged|yielded|moved|prepared|willing|ready|prepared)|remained? (?:unresolved|stuck|deadlocked|open)"
    r"|(?:was|were|left) (?:all )?(?:open|unresolved|unsettled|undecided)\b|gave no ground|held (?:their|his|its) ground|dug in)\b"
)
# what would be, or shall be, is no outcome: "he would make no trade deal with either"
_NOT_YET = re.compile(
    r"\b(?:would|will|shall|should|could|may|might|if|unless|until)\s(?:(?:make|reach|yield|produce|bring|be|end|see|have|[a-z]+ly)\s){0,2}$"
)
_BEYOND_LITTLE = Opened(
    r"\b(?:little|nothing|not much|no) (?:[a-z]+ ){0,2}?(?:more than|beyond|except|other than|save|apart from)\b|\blittle but\b|\bif on little else|\bexcept (?:that|for)\b"
    r"|\blittle else\b|\bonly (?:a |the |an )?(?:prisoner|swap|arrangements|promise|pledge|exchange|thing|concrete)"
)


def find_outcome(words: str, stated: str | None) -> str | None:
    """agreement, partial or none by the words of a sentence in lower case; `stated` is what the cue itself says."""
    if _BEYOND_LITTLE.search(words):
        return "partial"
    failed = next((m for m in _NONE.finditer(words) if not _NOT_YET.search(words, 0, m.start())), None)
    settled = _settled(words)
    if stated == "agreement" and not (failed and " but " in words):
        return "partial" if " in principle" in words else stated
    if failed is not None:
        return "partial" if settled or _progress(words, failed) else "none"
    return settled or stated or ("partial" if _PROGRESS.search(words) else None)


def _progress(words: str, failed: re.Match[str]) -> bool:
    """Whether progress is spoken of apart from the words of failure."""
    return any(not (failed.start() <= m.start() < failed.end()) for m in _PROGRESS.finditer(words))


def _settled(words: str) -> str | None:
    """What the first verb of settling that holds was about: its object after it, or before it in the passive."""
    for verb in _SETTLED.finditer(words):
        if _DENIED.search(words, max(0, verb.start() - 50), verb.start()) or _NOTHING_AFTER.match(words, verb.end()):
            continue
        it = _OF_IT.search(words, max(0, verb.start() - 70), verb.start())
        if it is not None and _SOUGHT.search(words, max(0, it.start() - 60), it.start()):
            continue
        if it is not None:
            return "agreement"
        return _about(words[verb.start() : verb.end() + 90])
    return None


def _about(words: str) -> str:
    """agreement when the words name a truce, treaty or deal, unless it is one on something less."""
    main, minor = _MAIN.search(words), _MINOR.search(words)
    if main is None or (minor and minor.start() < main.start()):
        return "partial"
    less = minor is not None and minor.start() - main.end() < 25 and _ON.match(words, main.end())
    return "partial" if less and main.group() in _OPEN_TO_LESS else "agreement"
