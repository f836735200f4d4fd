"""Whose statement an article is: that of its publisher, of those whom headline or opening name, of several together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from transforms.document import Mention
from transforms.reference.load import Reference

_LISTED = re.compile(r"[-–]|,?\s(?:and\s|&\s)?(?:the\s)?(?:[A-Z][a-z]+\s)?")
_STATEMENT = re.compile(
    r"(?:[A-Z][\w-]+ )?(?:[A-Z][\w-]+ |press )?(?i:(?P<said>statement|communiqu[ée]|declaration|report)|remarks|readout)s?(?: (?:on|regarding) [^,:]*? by| by| of| from) "
    r"(?:the (?:[Cc]hair(?:man|woman|person)?|[Pp]residency|[Ss]pokes(?:man|woman|person)) (?:of|on behalf of) )?"
)
# "U.S.-Japan Joint Leaders' Statement"
_OWN_STATEMENT = re.compile(
    r"(?:['’]s?)? (?:(?:Joint|Summit|Foreign|Ministerial|Trilateral|Leaders|Presidents|Ministers)[’']? )*"
    r"(?:Statement|Communiqu[ée]|Declaration)\b"
)
# "We, the leaders of A and B", "... statement was released by the governments of A and B"
_OPENING = re.compile(
    r"We, |(?:The|Below|Here) [^.\n]{0,40}\bjoint statement (?:by|of|from) |[^.\n]*\bstatement (?:was |is )?(?:being )?(?:released|issued|made|adopted|agreed)(?: [a-z]+)? by "
)
# "The leaders of A and B released the following statement"
_FOLLOWING = re.compile(
    r",? (?:today )?(?:have )?(?:released|issued|made|adopted|agreed)(?: on)? the following\b[^.\n]*\bstatement\b"
)
# "Joint Statement", "Communiqué of the Co-Chairs"
_JOINT = re.compile(
    r"(?=.*\b(?i:statements?|communiqu[ée]|declaration|note)\b)"
    r".*\b(?i:joint|co-?chairs?|troika|quad|guarantors|trilateral|envoys|mediators|facilitators|two governments|observers)\b"
)
# "The members of the Troika (A, B and C)", "The Governments of A and B": what stands before and between the names
_LEADS_IN = re.compile(r"(?:We, )?(?:[Tt]he )?(?:[A-Za-z-]+ ){0,2}(?:of )?(?:the )?(?:[A-Z][a-z-]+ )?\(?(?:the )?")
_AMONG = re.compile(r"[\s,()]*(?:(?:and|of|the|as well as|[A-Z][a-z]+)\b[\s,()]*)*")
# "At the invitation of A, the ministers of B and C": what may stand before the subject
_SETTING = re.compile(r"(?:At|On|In|During|Following|After|Today|Meeting)\b[^.\n]{2,120}?, (?=the )")
_FIRST = 3  # sentences in which those who make a statement are named


def signatories(
    text: str,
    starts: Sequence[int],
    title: str | None,
    heading: Sequence[Mention],
    lines: Sequence[Sequence[Mention]],
    publisher: tuple[str, ...],
    reference: Reference,
) -> tuple[str, ...]:
    """The parties whose words an article is outside quotes, by the mentions of its headline and its sentences.

    Others join the publisher; of a guest's remarks alone it is the host, but a statement is of those who make it, whoever
    puts it out.
    """
    titled = _of_title(title, heading)
    together = (titled, _of_opening(text, starts, lines), _of_several(text, starts, title, lines, reference))
    if (joined := next((told for told in together if told and set(publisher) <= set(told)), None)) is not None:
        return joined
    said = _STATEMENT.match(title or "")
    own = _is_body(titled, reference) or (said is not None and said["said"] is not None)
    return titled if titled and own and not _is_body(publisher, reference) else publisher


def _is_body(codes: tuple[str, ...], reference: Reference) -> bool:
    return len(codes) == 1 and reference.kind_of(codes[0]) == "igo"


def _of_several(
    text: str, starts: Sequence[int], title: str | None, lines: Sequence[Sequence[Mention]], reference: Reference
) -> tuple[str, ...]:
    """The parties that a joint statement names as its subject, one after the other."""
    if title is None or not _JOINT.match(title):
        return ()
    for start, line in zip(starts[:_FIRST], lines, strict=False):
        codes: list[str] = []
        setting = _SETTING.match(text, start)
        at, between = setting.end() if setting else start, _LEADS_IN
        for m in line:
            if m.end <= at:
                continue
            if m.kind not in ("PARTY", "PERSON"):
                continue
            if m.start < at or not between.fullmatch(text, at, m.start):
                break
            codes += [code for code in m.parties if code in reference.parties]
            at, between = m.end, _AMONG
        if len(set(codes)) > 1:
            return tuple(dict.fromkeys(codes))
    return ()


def _of_title(title: str | None, heading: Sequence[Mention]) -> tuple[str, ...]:
    """The parties whose statement the headline says that the article is."""
    if title is None:
        return ()
    found = _STATEMENT.match(title)
    codes, end = _listed(title, heading, found.end() if found else 0)
    return codes if found or _OWN_STATEMENT.match(title, end) else ()


def _of_opening(text: str, starts: Sequence[int], lines: Sequence[Sequence[Mention]]) -> tuple[str, ...]:
    """The parties that the first sentence says make the statement."""
    if not starts:
        return ()
    start, opening = starts[0], lines[0]
    found = _OPENING.match(text, start)
    codes, end = _listed(text, opening, found.end() if found else start)
    return codes if found or _FOLLOWING.match(text, end) else ()


def _listed(text: str, heading: Sequence[Mention], at: int) -> tuple[tuple[str, ...], int]:
    """The parties named one after the other from a place of the text on, and where the last one ends.

    None when one of them is unknown.
    """
    codes: list[str] = []
    for m in heading:
        gap = text[at : m.start] if at < m.end else None
        if m.kind in ("PARTY", "PERSON") and gap is not None and (gap in ("", "the ") or _LISTED.fullmatch(gap)):
            if not m.parties:
                return (), at  # "the President and Prime Minister X" are not X alone
            codes += m.parties
            at = m.end
    return tuple(dict.fromkeys(codes)), at
