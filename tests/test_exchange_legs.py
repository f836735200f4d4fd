"""Legs and go-betweens of exchanges: who gives, who takes, of what kind the captives are, who stands between."""

from datetime import date

import pytest

from transforms.extract.exchange_groups import find_captives
from transforms.extract.exchange_mediators import find_mediators
from transforms.extract.exchanges import find_exchanges
from transforms.mentions import read_document
from transforms.reference.load import load_reference
from transforms.sentences import sentence_spans

PUBLISHED = date(2024, 5, 17)


def document(text):
    spans = [(number, *span) for number, span in enumerate(sentence_spans(text), start=1)]
    return read_document("a1", None, PUBLISHED, None, text, "en", spans=spans, reference=load_reference())


def legs(text):
    rows = find_exchanges(document(text), load_reference())
    return {(x["from_party"], x["to_party"], x["category"], x["value"]) for row in rows for x in row["legs"]}


def mediators(text):
    return {c for s in document(text).sentences for c in find_mediators(s)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # names one after another are all of them passed
        (
            "Iran let three prisoners out. Peter Hall, Ann Cole and Mark Dunn were freed by Iran on Monday and flown to London.",
            {("IRN", "GBR", "prisoners", 3)},
        ),
        # what a truce would bring
        (
            "Israel and Hamas are far apart. The envoy said they want a truce with the hostages out before winter.",
            {("HAMAS", "ISR", "hostages", None)},
        ),
        # those whose nation is no side, with the one state that their sentence names
        (
            "Sudan's army and the RSF met in Jeddah about a swap of prisoners. Seven Kenyan nurses were released in Eritrea on"
            " Friday.",
            {("ERI", "KEN", "civilians", 7)},
        ),
        # who was taken prisoner is not one prisoner; of whom the press is told
        (
            "Thailand and Cambodia met. Six Cambodian soldiers who had been taken prisoner were returned"
            " on Friday by Thailand.",
            {("THA", "KHM", "prisoners_of_war", 6)},
        ),
        # so many from each side, behind a sentence that speaks of exchanges
        (
            "Armenia and Azerbaijan have many prisoners. They did another swap in May, 12 from each of the sides.",
            {("ARM", "AZE", "prisoners", 12), ("AZE", "ARM", "prisoners", 12)},
        ),
        # a truce for captives
        (
            "Israel and Hamas have before them a plan of a week of quiet and eight hostages.",
            {("HAMAS", "ISR", "hostages", 8)},
        ),
        # the verb ends within "out of <PLACE>"
        ("Seven American prisoners came out of Venezuela in October.", {("VEN", "USA", "prisoners", 7)}),
        # a dash between captives and their verb
        (
            "Belarus and Ukraine agreed on more releases of prisoners. On Monday 31 Ukrainians — most of them sick — were handed"
            " over to Ukraine.",
            {("BLR", "UKR", "prisoners", 31)},
        ),
        # whose people they are tells where they go
        ("Syria repatriated 14 Lebanese detainees on Monday.", {("SYR", "LBN", "prisoners", 14)}),
        # a region they come from holds nobody
        (
            "Ukraine and Russia freed prisoners on Monday, a swap of captives. Eight civilians from the Belgorod region were"
            " also returned to Russia.",
            {("UKR", "RUS", "civilians", 8)},
        ),
        # jails by the side they are on
        (
            "The FARC fights the government of Colombia. On Monday 30 detained guerrillas were let out of government jails.",
            {("COL", "FARC", "prisoners", 30)},
        ),
        # one national, held by a group named in the sentence
        (
            "Islamic State freed a Norwegian on Monday.",
            {("ISIS", "NOR", "prisoners", 1)},
        ),
        # the same captive by name and by calling is one leg
        (
            "The ELN freed a captured corporal, Pedro Ruiz, in Colombia on Monday.",
            {("ELN", "COL", "prisoners_of_war", 1)},
        ),
        # what a side gets in return
        (
            "Armenia handed over two Azerbaijani soldiers on Monday. For its part, Azerbaijan freed 32 Armenian servicemen.",
            {("ARM", "AZE", "prisoners_of_war", 2), ("AZE", "ARM", "prisoners_of_war", 32)},
        ),
        # its own people jailed for their politics pass to nobody
        ("Belarus pardoned 31 political prisoners on Saturday.", {("BLR", None, "political_prisoners", 31)}),
        # a person known by name, told of by a pronoun; one citizen is one
        (
            "Hamas holds captives in Gaza. Adam Reed, an American engineer, is at home again. Hamas let him go on Monday.",
            {("HAMAS", "USA", "prisoners", 1)},
        ),
        ("The FARC released a U.S. citizen on Monday.", {("FARC", "USA", "prisoners", 1)}),
        # what comes in answer
        (
            "The FARC let seven Colombian soldiers go on Friday; Bogota answered on Monday with three guerrillas from the central jail.",
            {("FARC", "COL", "prisoners_of_war", 7), ("COL", "FARC", "prisoners", 3)},
        ),
        # a total gives way to its parts, told behind it or as so many from each side
        (
            "In July Mali and the CMA exchanged 86 prisoners. Forty-five of them were soldiers, and 41 were rebels.",
            {("CMA", "MLI", "prisoners_of_war", 45), ("MLI", "CMA", "prisoners", 41)},
        ),
        (
            "Russia and Ukraine made a deal on Monday. Under it 212 captives were exchanged, 106 from each side.",
            {("RUS", "UKR", "prisoners", 106), ("UKR", "RUS", "prisoners", 106)},
        ),
        # who brings them home holds nobody, nor whoever puts pressure on those who do
        (
            "A Norwegian detained for two weeks by members of the Al-Nusra Front was freed on Monday after help from Qatar.",
            {("AL_NUSRA", "NOR", "prisoners", 1)},
        ),
        # numbers and figures that are nobody's captives
        (
            "Germany stopped work on 33 boats. Fifteen of 33 have been handed over. The army does not release its figures.",
            set(),
        ),
        # remains wherever the word stands
        (
            "The remains of 19 people were handed over to Kenya by Uganda on Thursday.",
            {("UGA", "KEN", "remains", 19)},
        ),
        # whose hands they leave is told before who acts; where they were captured or are at home holds nobody
        ("Nicaragua brought home two sailors from Honduran captivity on Monday.", {("HND", "NIC", "prisoners", 2)}),
        (
            "Boko Haram freed three hostages kidnapped in Cameroon on Monday.",
            {("BOKO_HARAM", "CMR", "hostages", 3)},
        ),
        (
            "Eight Georgian children taken to Russia during the war were returned on Monday. Their captivity was long.",
            {("RUS", "GEO", "children", 8)},
        ),
        # with whom they are swapped
        (
            "A total of 40 Armenian soldiers are back home after a swap with Azerbaijan negotiated by Kenya on Monday.",
            {("AZE", "ARM", "prisoners_of_war", 40)},
        ),
        # a captive's country stands beside the name in any sentence
        (
            "Turkey freed Ann Miller on Monday. Miller, a Canadian teacher, had been jailed in Ankara for two years.",
            {("TUR", "CAN", "prisoners", 1)},
        ),
        # the go-between who carries them gives nobody
        (
            "Thirty Ethiopian prisoners of war were repatriated from Eritrea by the Red Cross on Monday.",
            {("ERI", "ETH", "prisoners_of_war", 30)},
        ),
        # one of several
        (
            "Two of the nine captured Chadian soldiers were freed by Libya on Monday.",
            {("LBY", "TCD", "prisoners_of_war", 2)},
        ),
    ],
)
def test_ends_and_categories(text, expected):
    assert legs(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We will bring our soldiers home from Mali. We honor those held prisoner.",
        "Some 300 people were freed from the rubble in Haiti. The prisoners of the past are not forgotten.",
        "Commandos freed two hostages near Kirkuk on Monday.",
    ],
)
def test_no_exchange(text):
    assert legs(text) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oman acted as a go-between.", {"OMN"}),
        ("They were freed after Qatari and Egyptian mediation.", {"QAT", "EGY"}),
        ("The swap was brokered by Turkey and the UN.", {"TUR", "UN"}),
        ("The Swiss embassy in Tehran served as an intermediary.", {"CHE"}),
        ("With Qatar mediating, Russia returned eight children.", {"QAT"}),
        ("The mediators, Kenya and Uganda, confirmed it.", {"KEN", "UGA"}),
        ("Thanks to the efforts of the Holy See, they were freed.", {"VAT"}),
        ("The prisoners were flown out in helicopters lent by Brazil.", {"BRA"}),
        ("The captives were handed over to the Red Cross.", {"ICRC"}),
        ("India rejects mediation.", set()),
        ("Israel freed 30 prisoners.", set()),
    ],
)
def test_mediators(text, expected):
    assert mediators(text) == expected


def test_the_go_between_of_a_swap_is_no_side_of_it():
    text = (
        "Russia and Ukraine swapped 90 prisoners of war each on Friday. The American envoy, whose country brokered the"
        " exchange, praised both. The United States and Russia will talk again, the American envoy said."
    )
    (row,) = find_exchanges(document(text), load_reference())
    assert set(row["parties"]) == {"RUS", "UKR"}


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("They handed each other 50 prisoners.", ["50 prisoners"]),
        ("It freed the Norwegian on Monday.", ["the Norwegian"]),
        (
            "It gave up 416 captured soldiers and 92 of their dependents.",
            ["416 captured soldiers", "92 of their dependents"],
        ),
        ("It brought 55 cases of the remains of American sailors.", ["55 cases of the remains of American sailors"]),
        ("It remains of the view that talks help.", []),
    ],
)
def test_groups(text, groups):
    (sentence,) = document(text).sentences
    assert [g.text for g in find_captives(sentence).groups.values()] == groups
