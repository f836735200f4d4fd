"""Drafts of one article to its talks: further sentences about a talk fill its row, other days and places make new rows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from transforms.document import Document
from transforms.extract.opened import Opened
from transforms.extract.talk_draft import Draft
from transforms.extract.talk_mood import OPEN
from transforms.extract.talk_rows import SAID, Row, report, row_of
from transforms.extract.talk_where import When

__all__ = ["Row", "report", "rows_of"]

LEAD = 3
_SAID_IDS = frozenset({"talk-agreed", "talk-accord", "talk-brokers"})
RECENT = timedelta(days=14)
# sides in a town on a day are a talk in a sentence with words of diplomacy, or without those of other news
DIPLOMACY = Opened(
    r"\b(?:talk|meet|met\b|negotiat|discuss|agree|accord|truce|cease-?fire|deal\b|pact|treaty|sign(?:s|ed|ing|ature)?\b|initial|rounds?\b|session|table\b"
    r"|delegat|envoy|mediat|broker|summit|dialogue|convene|reconven|conven|confer|visit|invit|diplomat|settle|see each|see again|sat\b"
    r"|sit\b(?!-in)|gather|receiv|draft|communiqu|declaration|protocol|memorandum|chair(?:s|ed|ing)?\b|auspices|the pair\b|the two of|each other|counterpart"
    r"|working group|commission|committee|experts|peace\b|outline|attempt|date\b|appointment|speak again|spoke|together|sittings?\b"
    r"|opens?\b|closed?\b|outcome|back in)"
)
_OTHER_NEWS = Opened(
    r"\b(?:operation|bod(?:y|ies)\b|retriev|recover(?:ed|y)|raid|rall(?:y|ie)|demonstrat|crowd|commut|traffic|passenger|cargo|road\b|school"
    r"|museum|market|price|shares\b|stocks\b|coffin|exhum|seiz|kidnap|abduct|strand|container|convoy|truck|village|relocat|evacuat|destroy"
    r"|explos|blast|hospital|medical|repair|substation|power plant|condemn|sentenc|pardon|trial\b|film|song|wreck|dragg|slept|sleep|down(?:ed)\b"
    r"|airm[ae]n|smoke|battle|ammunition|weapon|helicopter|passport|budget|parliament|campaign|champion|match\b|tournament|goal|stadium|survivor"
    r"|earthquake|flood|storm|weather|tourist|bread|wheat|church|mosque|funeral|memorial|grave|crossing|insurgent|fighters|gunm[ae]n|civilians"
    r"|territor|front ?line)"
)


def rows_of(
    document: Document, drafts: Iterable[Draft], known: Iterable[Row] = (), *, plain: bool = False
) -> list[Row]:
    """The talks of an article in the order of their first sentence, `known` are those that no draft tells.

    `plain`: an office writes, which calls a meeting to come by its name.
    """
    rows = list(known)
    later: list[tuple[Row, Draft]] = []
    for draft in drafts:
        if draft.frame == "scene" and not _is_diplomacy(draft, plain):
            continue
        new = row_of(document, draft)
        if draft.status == OPEN and not _anchors(new):
            later.append((new, draft))
        else:
            _place(document, rows, new, draft)
    for new, draft in later:
        _place(document, rows, new, draft)
    rows = [row for row in rows if not _called_off(row, rows) and not _told_again(row, rows)]
    return sorted(rows, key=lambda row: row.evidence[0][0].number)


def _is_diplomacy(draft: Draft, plain: bool) -> bool:
    lowered = draft.reading.lowered
    if DIPLOMACY.search(lowered):
        return True
    in_town = not plain or any(m.role == "city" for m in draft.reading.sentence.mentions)
    return in_town and _OTHER_NEWS.search(lowered) is None


def _place(document: Document, rows: list[Row], new: Row, draft: Draft) -> None:
    known = _same(rows, new, draft)
    if known is not None:
        _fill(known, new)
    elif _stands_alone(new, draft):
        lead = new.status == "held" and new.when is None and draft.reading.sentence.number <= LEAD
        if lead and document.published:
            new.fresh_news = document.published - RECENT
        rows.append(new)


def _called_off(row: Row, rows: list[Row]) -> bool:
    """Whether the sentence that tells of a talk also tells that it is off: "was to meet X, but the meeting was cancelled"."""
    said = {sentence.number for sentence, _ in row.evidence}
    return row.status != "cancelled" and any(
        other.status == "cancelled" and _alike(row.sides, other.sides) and not _apart(row, other)
        for other in rows
        if said & {sentence.number for sentence, _ in other.evidence}
    )


def _told_again(row: Row, rows: list[Row]) -> bool:
    """Whether the sentence tells of the same round with more sides: "a second round of U.S.-mediated talks" has two cues."""
    return row.round is not None and any(
        other is not row and other.round == row.round and other.status == row.status and not _apart(row, other)
        and other.evidence[0][0] is row.evidence[0][0]
        and set(row.sides) < {*other.sides, *other.mediators}
        for other in rows
    )  # fmt: skip


def _apart(a: Row, b: Row) -> bool:
    """Whether two talks are told apart by their day or town."""
    days = a.when is not None and b.when is not None and not _overlap(a.when, b.when)
    return days or (a.city is not None and b.city is not None and a.city != b.city)


def _same(rows: list[Row], new: Row, draft: Draft) -> Row | None:
    """The row that a draft speaks of again, if any: the latest that fits, the first for a bare "the talks"."""
    fitting = [row for row in rows if _compatible(row, new, draft)]
    fitting = [row for row in fitting if row.status == new.status] or fitting
    if not fitting:
        return None
    if new.when is None and new.city is None and fitting[0].set:
        return fitting[0]
    if new.when is not None:
        dated = [row for row in fitting if row.when is not None and _overlap(row.when, new.when)]
        if dated:
            return dated[0]
    return fitting[0] if draft.default else fitting[-1]


def _compatible(row: Row, new: Row, draft: Draft) -> bool:
    here = row.evidence[-1][0].number == draft.reading.sentence.number
    ahead = here and {row.status, new.status} == {"scheduled", "proposed"} and not _in_another_clause(row, draft)
    if row.status != new.status and draft.status != OPEN and not ahead:
        return False
    if not _alike(row.sides, new.sides):
        return False
    if row.when and new.when and not _overlap(row.when, new.when):
        return False
    if row.fresh_news and new.when and new.when.end < row.fresh_news:
        return False
    touched = row.set and new.when is None and new.city is None
    if not touched and _elsewhere(row, new):
        return False
    if row.round and new.round and row.round != new.round:
        return False
    if (row.format == "call") != (new.format == "call") and not (
        here and (draft.frame in SAID or row.evidence[-1][1] in _SAID_IDS)
    ):
        return False
    if row.mediators and new.mediators and not set(row.mediators) & set(new.mediators):
        return False
    if {row.level, new.level} in ({"leaders", "delegations"}, {"leaders", "ministers"}) and not (row.when and new.when):
        return False
    same_day = row.when is not None and new.when is not None
    same_plan = row.status != "held" and row.when is None
    lead = row.fresh_news is not None and row.when is None and not draft.other
    return touched or not draft.fresh or same_day or here or same_plan or lead or not _anchors(new)


def _in_another_clause(row: Row, draft: Draft) -> bool:
    """Whether strong punctuation stands between what a sentence tells of a talk and a draft behind it."""
    told = row.cue if row.evidence[0][0] is draft.reading.sentence else None
    return told is not None and draft.reading.crosses(told[1], draft.span[0])


def _elsewhere(row: Row, new: Row) -> bool:
    towns = row.city is not None and new.city is not None and row.city != new.city
    return towns or (row.country is not None and new.country is not None and row.country != new.country)


def _alike(a: list[str], b: list[str]) -> bool:
    common = len(set(a) & set(b))
    return common == min(len(set(a)), len(set(b))) or common / len(set(a) | set(b)) > 0.5


def _overlap(a: When, b: When) -> bool:
    return a.start <= b.end and b.start <= a.end


def _stands_alone(new: Row, draft: Draft) -> bool:
    """Whether a draft says enough to be a talk of its own."""
    anchors = _anchors(new)
    if draft.frame == "together":
        return new.when is not None or (new.city is not None and new.country not in new.sides)
    if draft.default and draft.frame not in SAID:
        return anchors >= 1 or new.status != "held"
    return True


def _anchors(new: Row) -> int:
    """How many things tell a talk from others."""
    told = sum(x is not None for x in (new.when, new.city or new.country, new.round, new.duration))
    return told + bool(new.mediators)


def _fill(row: Row, new: Row) -> None:
    """Add what a further sentence says; what is more precise stands."""
    if not row.set:
        row.sides += [c for c in new.sides if c not in row.sides and c not in row.mediators] if not new.default else []
        row.mediators += [c for c in new.mediators if c not in row.mediators and c not in row.sides]
    if new.when and (row.when is None or _days(new.when) < _days(row.when)):
        row.when = new.when
    if not row.set:
        row.city = row.city or new.city
        row.country = row.country or new.country
        row.round = row.round or new.round
        row.people += [m for m in new.people if m.name not in {p.name for p in row.people}]
    row.level = row.level or new.level
    row.format = row.format or new.format
    row.duration = row.duration or new.duration
    row.outcome = _stronger(row.outcome, new.outcome)
    row.evidence += [e for e in new.evidence if e[0] is not row.evidence[-1][0]]
    row.strong = row.strong or new.strong


def _stronger(a: str | None, b: str | None) -> str | None:
    order = (None, "none", "partial", "agreement")
    return max(a, b, key=order.index)


def _days(when: When) -> int:
    return (when.end - when.start).days
