"""Talks: sentences of our own, with what they report. Parties may come in any order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from transforms.document import Document
from transforms.extract.talk_rows import report
from transforms.extract.talks import find_talks, read_talks
from transforms.mentions import read_document
from transforms.reference.load import Reference, load_reference
from transforms.sentences import sentence_spans

PUBLISHED = date(2024, 5, 16)  # a Thursday


@pytest.fixture(scope="module")
def reference() -> Reference:
    return load_reference()


def document(text: str, reference: Reference, published: date | None = PUBLISHED, title: str | None = None) -> Document:
    spans = [(number, *span) for number, span in enumerate(sentence_spans(text), start=1)]
    return read_document("x", title, published, None, text, "en", spans=spans, reference=reference)


def talks(text: str, reference: Reference) -> list[dict[str, Any]]:
    return [report(row) for row in read_talks(document(text, reference), reference)[1]]


def day(number: int, month: int = 5) -> date:
    return date(2024, month, number)


CASES: list[tuple[str, dict[str, Any]]] = [
    (
        "Chad and Sudan are at war. The Kenyan envoy went back and forth between the two delegations on Monday.",
        {"status": "held", "parties": {"TCD", "SDN"}, "mediators": {"KEN"}, "format": "indirect"},
    ),
    (
        "Chad and Sudan are at war. The Kenyan envoy held separate meetings with the Chadian and Sudanese delegations on Monday.",
        {"status": "held", "parties": {"TCD", "SDN"}, "mediators": {"KEN"}, "format": "indirect"},
    ),
    (
        "Chad and Sudan are at war. Both have been invited by Kenya to Nairobi.",
        {"status": "proposed", "parties": {"TCD", "SDN"}, "mediators": {"KEN"}, "city": "Nairobi"},
    ),
    (
        "Chad and Sudan are at war. Kenya has offered to mediate.",
        {"status": "proposed", "parties": {"TCD", "SDN"}, "mediators": {"KEN"}},
    ),
    (
        "Chad and Sudan are at war. Kenya will continue its mediation, its foreign ministry said.",
        {"status": "scheduled", "parties": {"TCD", "SDN"}, "mediators": {"KEN"}},
    ),
    (
        "Chad and Sudan are at war. Sudan said it would not send a delegation to Nairobi.",
        {"status": "cancelled", "parties": {"TCD", "SDN"}},
    ),
    (
        "Chad and Sudan are at war. Chad has recalled its negotiators.",
        {"status": "cancelled", "parties": {"TCD", "SDN"}},
    ),
    (
        "Chad and Sudan are at war. Neither side has agreed to meet the other.",
        {"status": "cancelled", "parties": {"TCD", "SDN"}},
    ),
    (
        "Chad and Sudan are at war. The meeting, which had been set for Friday, was put off at Sudan's request.",
        {"status": "cancelled", "parties": {"TCD", "SDN"}},
    ),
    (
        "Chad and Sudan are at war. A summit of the two presidents in Nairobi collapsed on Monday.",
        {"status": "held", "parties": {"TCD", "SDN"}, "city": "Nairobi"},
    ),
    (
        "Chad and Sudan are at war. Foreign ministers of the Quad – Egypt, Kenya and Qatar – met in Cairo on Monday.",
        {"status": "held", "parties": {"EGY", "KEN", "QAT"}, "city": "Cairo"},
    ),
    (
        "Russia and Ukraine are at war. Mr. Trump said he would call Mr. Putin on Friday.",
        {"status": "scheduled", "parties": {"USA", "RUS"}, "format": "call"},
    ),
    (
        "Chad and Sudan quarrel. The Chadian president had Sudanese premier Omar Specimen to supper in Abeche on Monday.",
        {"status": "held", "parties": {"TCD", "SDN"}, "date_start": day(13)},
    ),
    (
        "Chad and Sudan are at war. Chad's envoy flies to Nairobi on Friday to see the Sudanese.",
        {"status": "scheduled", "parties": {"TCD", "SDN"}, "date_start": day(17)},
    ),
    (
        "Chad and Sudan are at war. An earlier attempt at peace, in Tunis in March, came to nothing.",
        {"status": "held", "parties": {"TCD", "SDN"}, "city": "Tunis", "outcome": "none"},
    ),
    (
        "Chad and Sudan are at war. Libya got Chad and Sudan to sign a truce in Sirte in March.",
        {"status": "held", "parties": {"TCD", "SDN"}, "mediators": {"LBY"}, "outcome": "agreement"},
    ),
    (
        "Chad and Sudan are at war. A peace conference in Tunis in March was boycotted by Sudan.",
        {"status": "cancelled", "parties": {"TCD", "SDN"}, "city": "Tunis"},
    ),
    (
        "Chad and Sudan are at war. He’ll join a video call with Chad and Sudan on Friday.",
        {"status": "scheduled", "parties": {"TCD", "SDN"}, "format": "call"},
    ),
    (
        "Serbia and Kosovo failed to reach an agreement in Brussels, despite pressure from the United States.",
        {"status": "held", "parties": {"SRB", "XKX"}, "city": "Brussels", "outcome": "none"},
    ),
    (
        "Hamas said it had agreed to a new round of indirect negotiations with Israel in Cairo next week.",
        {"status": "scheduled", "parties": {"HAMAS", "ISR"}, "city": "Cairo", "outcome": None},
    ),
    (
        "Syria and Israel have held several rounds of U.S.-mediated talks in Paris.",
        {"parties": {"SYR", "ISR"}, "mediators": {"USA"}, "city": "Paris"},
    ),
    (
        "The Kremlin said Putin and Trump would talk by telephone on Tuesday.",
        {"status": "scheduled", "parties": {"RUS", "USA"}, "format": "call", "date_start": day(21)},
    ),
    (
        "Pope Francis offered the Vatican as a venue for talks between Russia and Ukraine.",
        {"status": "proposed", "parties": {"RUS", "UKR"}, "mediators": {"VAT"}},
    ),
    (
        "Egypt hosted a fresh round of indirect negotiations between Hamas and Israel on Tuesday.",
        {"parties": {"HAMAS", "ISR"}, "mediators": {"EGY"}, "country": "EGY", "format": "indirect"},
    ),
    (
        "Mediators from Qatar met an M23 delegation and Congolese envoys separately in Doha on Monday.",
        {"parties": {"M23", "COD"}, "mediators": {"QAT"}, "city": "Doha", "date_start": day(13)},
    ),
    (
        "Iran's foreign minister Abbas Araghchi will hold indirect talks with US envoy Steve Witkoff in Oman on Saturday.",
        {
            "status": "scheduled",
            "parties": {"IRN", "USA"},
            "country": "OMN",
            "format": "indirect",
            "date_start": day(18),
        },
    ),
    (
        "Talks between Serbia and Kosovo scheduled for Friday in Brussels have been postponed, the EU said.",
        {"status": "cancelled", "parties": {"SRB", "XKX"}, "city": "Brussels"},
    ),
    (
        "Colombia and the ELN ended a third round of talks in Havana on Monday with agreement on a six-month ceasefire, "
        "with Norway and Cuba as guarantors.",
        {"parties": {"COL", "ELN"}, "mediators": {"NOR", "CUB"}, "round": 3, "outcome": "agreement"},
    ),
    (
        "Nikol Pashinyan met Ilham Aliyev in Tbilisi on Tuesday, and nothing came of it.",
        {"parties": {"ARM", "AZE"}, "format": "direct", "outcome": "none", "level": "leaders"},
    ),
    (
        "The foreign ministers of Armenia and Azerbaijan held talks in Tbilisi on Monday.",
        {"status": "held", "parties": {"ARM", "AZE"}, "city": "Tbilisi", "country": "GEO", "date_start": day(13)},
    ),
    (
        "Russian and Ukrainian negotiators sat down in Istanbul for two hours on Tuesday but failed to agree on a truce.",
        {"parties": {"RUS", "UKR"}, "duration_value": 120.0, "outcome": "none", "level": "delegations"},
    ),
    (
        "Israel and Hamas have agreed to a ceasefire brokered by Qatar and Egypt, officials in Doha said on Wednesday.",
        {"parties": {"ISR", "HAMAS"}, "mediators": {"QAT", "EGY"}, "outcome": "agreement"},
    ),
    (
        "Delegations from Sudan and South Sudan are due to meet again in Juba on 3 June to discuss the border.",
        {"status": "scheduled", "parties": {"SDN", "SSD"}, "city": "Juba", "date_start": day(3, 6)},
    ),
    (
        "Turkey offered to host talks between Russia and Ukraine in Ankara.",
        {"status": "proposed", "parties": {"RUS", "UKR"}, "mediators": {"TUR"}},
    ),
    (
        "A meeting between the presidents of Serbia and Kosovo planned for Friday in Brussels was called off.",
        {"status": "cancelled", "parties": {"SRB", "XKX"}, "city": "Brussels", "level": "leaders"},
    ),
    (
        "The government of Colombia refused to meet the ELN in Havana.",
        {"status": "cancelled", "parties": {"COL", "ELN"}},
    ),
    (
        "President Emmanuel Macron spoke by phone with President Vladimir Putin on Sunday about the war in Ukraine.",
        {"parties": {"FRA", "RUS"}, "format": "call", "level": "leaders", "date_start": day(12), "city": None},
    ),
    (
        "The third round of indirect talks between Iran and the United States, mediated by Oman, ended on 9 May.",
        {"parties": {"IRN", "USA"}, "mediators": {"OMN"}, "round": 3, "format": "indirect", "date_start": day(9)},
    ),
    (
        "The foreign ministers of Armenia and Azerbaijan met in Tbilisi on Monday, the Georgian foreign ministry said.",
        {"parties": {"ARM", "AZE"}, "country": "GEO", "date_start": day(13)},
    ),
    (
        "Envoys of Armenia and Azerbaijan will meet in Tbilisi on Friday, according to the Georgian foreign ministry.",
        {"status": "scheduled", "parties": {"ARM", "AZE"}, "mediators": set()},
    ),
    (
        "Congolese President Felix Tshisekedi and his Rwandan counterpart Paul Kagame sat face to face in Doha on Tuesday "
        "in a surprise meeting arranged by Qatar's emir.",
        {"parties": {"COD", "RWA"}, "mediators": {"QAT"}, "level": "leaders"},
    ),
    (
        "Houthi spokesman Mohammed Abdulsalam met Saudi ambassador Mohammed al-Jaber in Sanaa on Sunday, with an Omani "
        "delegation present.",
        {"parties": {"HOUTHIS", "SAU"}, "mediators": {"OMN"}},
    ),
    (
        "Nikol Pashinyan and Ilham Aliyev met in Brussels on Sunday at the invitation of European Council President "
        "Charles Michel.",
        {"status": "held", "parties": {"ARM", "AZE"}, "mediators": {"EU"}},
    ),
    (
        "Kenyan President Uhuru Kenyatta brought Salva Kiir and Riek Machar together in Addis Ababa on Friday.",
        {"parties": {"SSD"}, "mediators": {"KEN"}, "level": "leaders"},
    ),
    (
        "Moscow and Tokyo have agreed that their foreign ministers will meet in Vladivostok on 10 June.",
        {"status": "scheduled", "parties": {"RUS", "JPN"}, "date_start": day(10, 6)},
    ),
    (
        "Talks between the Philippine government and the MILF resume in Kuala Lumpur on Monday.",
        {"status": "scheduled", "parties": {"PHL", "MILF"}, "date_start": day(20)},
    ),
    (
        "Thailand and Cambodia agreed an immediate and unconditional ceasefire on Monday.",
        {"parties": {"THA", "KHM"}, "outcome": "agreement", "date_start": day(13)},
    ),
    (
        "Armenia would not negotiate with Azerbaijan until its troops left, Yerevan said.",
        {"status": "cancelled", "parties": {"ARM", "AZE"}},
    ),
    (
        "Armenia and Azerbaijan would not turn down a meeting in Brussels.",
        {"status": "proposed", "parties": {"ARM", "AZE"}, "city": "Brussels"},
    ),
    (
        "The Polish foreign minister was received by his Ukrainian counterpart in Kyiv on Monday.",
        {"status": "held", "parties": {"POL", "UKR"}, "city": "Kyiv", "date_start": day(13)},
    ),
    (
        "Serbia's president had Kosovo's prime minister on the phone on Tuesday.",
        {"status": "held", "parties": {"SRB", "XKX"}, "format": "call", "date_start": day(14)},
    ),
    (
        "Cuba announced talks between Colombia and the ELN for 28 May.",
        {"status": "scheduled", "parties": {"COL", "ELN"}, "date_start": day(28)},
    ),
    (
        "Serbia was to meet Kosovo in Brussels on Monday, but the meeting was cancelled.",
        {"status": "cancelled", "parties": {"SRB", "XKX"}, "city": "Brussels"},
    ),
    ("Norway urged Serbia and Kosovo to resume the talks.", {"status": "proposed", "parties": {"SRB", "XKX"}}),
    (
        "Eritrea and Ethiopia signed a truce on 2 May. The truce has held since.",
        {"status": "held", "parties": {"ERI", "ETH"}, "date_start": day(2), "outcome": "agreement"},
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:40] for text, _ in CASES])
def test_one_talk(text: str, expected: dict[str, Any], reference: Reference) -> None:
    rows = talks(text, reference)
    assert len(rows) == 1, [(r["status"], r["parties"]) for r in rows]
    found = {k: set(rows[0][k]) if isinstance(v, set) else rows[0][k] for k, v in expected.items()}
    assert found == expected


def test_talks_told_over_sentences_are_one_row(reference: Reference) -> None:
    text = (
        "Envoys of Ethiopia and Somalia met in Ankara on Monday. The talks lasted three hours. "
        "Turkish Foreign Minister Hakan Fidan chaired the meeting, which ended without an agreement."
    )
    rows = talks(text, reference)
    assert [(r["status"], r["duration_value"], r["outcome"]) for r in rows] == [("held", 180.0, "none")]
    assert [s.number for s, _ in rows[0]["evidence"]] == [1, 2, 3]


def test_other_days_places_and_statuses_are_rows_of_their_own(reference: Reference) -> None:
    text = (
        "Iran and the United States met in Muscat on 2 May, in Rome on 7 May and again in Muscat on 11 May. "
        "Iran and the United States will meet in Doha next week."
    )
    rows = talks(text, reference)
    assert [(r["status"], r["city"]) for r in rows] == [
        ("held", "Muscat"),
        ("held", "Rome"),
        ("held", "Muscat"),
        ("scheduled", "Doha"),
    ]
    assert [r["date_start"] for r in rows] == [day(2), day(7), day(11), day(20)]


def test_an_organisation_that_meets_one_side_mediates(reference: Reference) -> None:
    rows = talks("The UN envoy for Yemen, Hans Grundberg, met Houthi leaders in Sanaa on Tuesday.", reference)
    assert [(r["parties"], r["mediators"]) for r in rows] == [(["HOUTHIS"], ["UN"])]
    assert [p["name"] for p in rows[0]["people"]] == ["Hans Grundberg"]


@pytest.mark.parametrize(
    "text",
    [
        "Russian forces shelled Kharkiv on Monday.",
        "Ukraine failed to meet its obligations, Russia said.",
        "Zelenskyy told a press conference in Vilnius that Russia must pay.",
        "The United States and China signed a trade deal in Geneva on Monday.",
        "No talks are planned between Russia and Ukraine.",
        "If the deal is agreed by Israel and Hamas, hostages will go home.",
        "Serbia and Kosovo fired mortar rounds on Monday.",
        "The sides met in Gaborone on Monday, Botswana's government said.",
    ],
)
def test_what_is_no_talk(text: str, reference: Reference) -> None:
    assert talks(text, reference) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Talks.",
        "met met met with and",
        "“" * 50,
        "Talks between and with Russia " * 60,
        "<PARTY:0> met <PARTY:1> in <PLACE:99>.",
    ],
)
def test_odd_input_gives_rows_or_nothing(text: str, reference: Reference) -> None:
    for published in (PUBLISHED, None):
        assert isinstance(find_talks(document(text, reference, published), reference), list)


def test_without_a_publication_date_relative_days_stay_open(reference: Reference) -> None:
    rows = find_talks(document("Serbia and Kosovo held talks in Brussels on Monday.", reference, None), reference)
    assert [(r["date_start"], r["city"]) for r in rows] == [(None, "Brussels")]


def test_meetings_with_two_on_different_days_are_two(reference: Reference) -> None:
    found = talks(
        "Chad and Sudan are at war. The Kenyan foreign minister was received by the Chadian president on Monday and by the "
        "Sudanese president on Tuesday.",
        reference,
    )
    told = [(set(row["parties"]), row["mediators"], row["date_start"]) for row in found]
    assert told == [({"TCD"}, ["KEN"], day(13)), ({"SDN"}, ["KEN"], day(14))]


def test_who_telephones_both_makes_two_calls(reference: Reference) -> None:
    found = talks("Chad and Sudan are at war. The Kenyan president telephoned both on Monday.", reference)
    assert [set(row["parties"]) for row in found] == [{"KEN", "SDN"}, {"KEN", "TCD"}]


def test_calls_to_two_in_one_sentence_are_two(reference: Reference) -> None:
    rows = talks(
        "Kenya and Uganda quarrel. Kenyan Foreign Minister Musa Otieno spoke by phone on Sunday with his Ugandan opposite "
        "number, Grace Specimen, and, in a separate call, with Ethiopian President Abebe Muster.",
        reference,
    )
    assert [set(row["parties"]) for row in rows] == [{"KEN", "UGA"}, {"KEN", "ETH"}]
    assert {row["format"] for row in rows} == {"call"}
