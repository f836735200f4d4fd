"""Typed sentences: who and what is found, as what, and whom it stands for."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.mentions import read_document
from transforms.reference.load import load_reference
from transforms.sentences import sentence_spans


def document(text, *, published=date(2025, 6, 2), title=None, outlet=None):
    spans = [(number, *span) for number, span in enumerate(sentence_spans(text), 1)]
    return read_document("a1", title, published, outlet, text, "en", spans=spans, reference=load_reference())


def found(text, kind, **options):
    mentions = [m for s in document(text, **options).sentences for m in s.mentions if m.kind == kind]
    return [(m.text, m.parties) for m in mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Kenyan delegation left.", [("The Kenyan delegation", ("KEN",))]),
        ("Officials from Cairo and Doha left.", [("Officials from Cairo and Doha", ("EGY", "QAT"))]),
        ("Russian and Ukrainian negotiators left.", [("Russian and Ukrainian negotiators", ("RUS", "UKR"))]),
        ("Talks with Kyiv ended.", [("Kyiv", ("UKR",))]),
        ("The Chinese said no.", [("The Chinese", ("CHN",))]),
        ("The Sudanese, they heard, left.", [("The Sudanese", ("SDN",))]),
        ("The Chinese harbour was closed.", []),
        ("The Red Cross was told.", [("The Red Cross", ("ICRC",))]),
        ("The Houthis refused.", [("The Houthis", ("HOUTHIS",))]),
        (
            "Fighters of the Blue River Liberation Front (BRLF) left.",
            [("Fighters of the Blue River Liberation Front (BRLF)", ("BRLF",))],
        ),
    ],
)
def test_actors(text, expected):
    assert found(text, "PARTY") == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Elders of the Jarawa tribe were there. The chief told the Jarawa to wait.", "JARAWA"),
        ("The Lendari, once their vassals, have a general now. Two Lendari came.", "LENDARI"),
        ("A present from Toposi elders. The Toposi listened.", "TOPOSI"),
        ("Garo warriors fled. Two Garos stayed.", "GARO"),
        ("The Patriotic Movement of Chad (PMC) said no. The PMC left.", "PMC"),
        ("The United Lake Resistance said no.", "UNITED_LAKE_RESISTANCE"),
    ],
)
def test_groups_that_no_list_knows_by_the_words_around_them(text, code):
    assert (code,) in [parties for _, parties in found(text, "PARTY")]


@pytest.mark.parametrize(
    "text",
    [
        "Islamist fighters fled. The Islamists were many.",
        "The Goldberg family waited. Goldberg children sang.",
        "Talks with the Lyric are well advanced.",
        "The Titanic sailed. The Titanic sank.",
    ],
)
def test_no_groups_are_made_of_faiths_families_and_things(text):
    assert [parties for _, parties in found(text, "PARTY") if parties] == []


def test_a_surname_of_the_data_is_whose_the_article_says():
    text = "Mayor Lena Netanyahu came. Netanyahu refused the offer."
    assert found(text, "PERSON") == [("Mayor Lena Netanyahu", ()), ("Netanyahu", ())]
    text = "Mr Ben Netanyahu came. Netanyahu refused the offer."  # a short form of the first name
    assert found(text, "PERSON")[1] == ("Netanyahu", ("ISR",))


@pytest.mark.parametrize("place", ["in Kyiv", "near Kyiv", "inside Ukraine", "flew to Kyiv"])
def test_a_capital_or_state_after_a_word_of_place_is_a_place(place):
    assert [m for m, _ in found(f"The visitors stayed or went {place} again.", "PARTY")] == []


@pytest.mark.parametrize(
    ("text", "name", "parties", "role"),
    [
        ("Malian Foreign Minister Oumar Testou left.", "Oumar Testou", ("MLI",), "foreign_minister"),
        ("The UN envoy for Libya, Hanna Probst, left.", "Hanna Probst", ("UN",), "envoy"),
        ("Adam Muster, the Chadian foreign minister, left.", "Adam Muster", ("TCD",), "foreign_minister"),
        ("The head of the Kenyan delegation, presidential aide Joe Specimen, left.", "Joe Specimen", ("KEN",), None),
    ],
)
def test_persons_that_no_list_knows(text, name, parties, role):
    person = next(m for s in document(text).sentences for m in s.mentions if m.kind == "PERSON")
    assert (person.name, person.parties) == (name, parties)
    assert role is None or person.role == role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenyan minister Musa Otieno saw his Ugandan opposite number, Grace Specimen.", ("UGA",)),
        ("Kenya and Uganda quarrel. Musa Otieno, Kenya's envoy, saw his opposite number, Grace Specimen.", ("UGA",)),
        ("Chad fights the Red Lake Front. The rebel chief of staff, Grace Specimen, was there.", ("RED_LAKE_FRONT",)),
        ("Chad fights the Red Lake Front. Guerrilla commander Grace Specimen was there.", ("RED_LAKE_FRONT",)),
        ("Chad and Sudan quarrel. But in Tashkent, Foreign Minister Grace Specimen said no.", ("UZB",)),
        ("Chad and Sudan quarrel. In Bishkek on Tuesday, Defence Minister Grace Specimen said no.", ("KGZ",)),
        ("Chad and Sudan quarrel. Sudan's generals in Tashkent told Foreign Minister Grace Specimen no.", ("SDN",)),
    ],
)
def test_whose_a_person_is_by_the_words_around_the_name(text, expected):
    assert [parties for words, parties in found(text, "PERSON") if "Grace Specimen" in words] == [expected]


def test_beside_the_turkish_cypriots_the_republic_is_the_greek_ones():
    text = "Cyprus refused. The Turkish Cypriots waited."
    assert ("Cyprus", ("GREEK_CYPRIOTS",)) in found(text, "PARTY")
    assert ("Cyprus", ("CYP",)) in found("Cyprus refused.", "PARTY")


def test_surname_and_pronoun_stand_for_the_person():
    text = "Malian Foreign Minister Oumar Testou came. Testou said he would stay."
    mentions = document(text).sentences[1].mentions
    assert [(m.text, m.name, m.parties) for m in mentions] == [
        ("Testou", "Oumar Testou", ("MLI",)),
        ("he", "Oumar Testou", ("MLI",)),
    ]


def test_sides_and_what_is_called_the_army_or_the_rebels():
    text = (
        "Congo and the M23 rebel group signed a truce in Doha. The two sides met for an hour. The rebels left first. "
        "The government welcomed the truce."
    )
    doc = document(text)
    assert set(doc.sides) == {"COD", "M23"}
    by_text = {m.text: set(m.parties) for s in doc.sentences for m in s.mentions}
    assert by_text["The two sides"] == {"COD", "M23"}
    assert by_text["The rebels"] == {"M23"}
    assert by_text["The government"] == {"COD"}


def test_typed_form_keeps_the_text():
    doc = document("“Russia < Ukraine,” said Erdoğan 🕊 on Monday; 3 of 10 agreed.\nKyiv’s demand stands.")
    for sentence in doc.sentences:
        assert sentence.untyped(sentence.typed).replace("‹", "<") == sentence.text
        assert doc.text[sentence.start : sentence.end] == sentence.text
        assert all(doc.text[m.start : m.end] == m.text for m in sentence.mentions)


WORDS = st.sampled_from(
    ["Russia", "the", "Kyiv", "of", "Foreign Minister", "U.S.", "12", "said", "and", ",", ".", "“", "”", "(UN)", "İstanbul",
     "\n", "<PARTY:0>", "<", ">", "’s", "delegation", "Jane Doe", "on Monday", "\x00", "🕊", "rebels", "two", "sides", "-"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=40), st.sampled_from([None, date(2025, 6, 2)]))
def test_any_text_gives_mentions_that_slice_back(words, published):
    doc = document(" ".join(words), published=published, title=" ".join(words[:8]))
    for sentence in doc.sentences:
        assert doc.text[sentence.start : sentence.end] == sentence.text
        assert all(doc.text[m.start : m.end] == m.text for m in sentence.mentions)
        assert all(a.end <= b.start for a, b in zip(sentence.mentions, sentence.mentions[1:], strict=False))
        assert all(sentence.start <= c.start <= c.end <= sentence.end for c in sentence.claims)


def meant(text, word, **options):
    """The parties and the name that the last mention with these words stands for."""
    mentions = [m for s in document(text, **options).sentences for m in s.mentions if m.text.lower() == word.lower()]
    return (mentions[-1].parties, mentions[-1].name) if mentions else None


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        # a title alone is the person who was named with it
        (
            "Colonel Idris Probe of Chad met General Omar Muster of Libya. The colonel left.",
            "the colonel",
            "Idris Probe",
        ),
        # the speaker, not whom the speaker quotes
        ("Kenyan President Jo Muster spoke. “He ran,” Chadian President Ali Probe said. He left.", "he", "Ali Probe"),
        # a post and its owner before a name, and an owner after it
        ("Hamas spoke. Its political chief, Sami Probe, left. Probe returned.", "Probe", "Sami Probe"),
        ("Mr. Kim Do-probe came from Seoul. Kim left.", "Kim", "Kim Do-probe"),
    ],
)
def test_names_behind_titles_and_pronouns(text, word, expected):
    found = meant(text, word)
    assert found is not None
    assert found[1] == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Hamas spoke. Its political chief, Sami Probe, left. Probe came.", "Probe", ("HAMAS",)),
        ("Malaysia’s Ahmad Probe left.", "Ahmad Probe", ("MYS",)),
        ("Ana Probe, who led the Polisario delegation, left.", "Ana Probe", ("POLISARIO",)),
        ("Secretary of State Jo Muster met the Serbs.", "Secretary of State Jo Muster", ("USA",)),
        ("The M23 left. The fighters returned.", "the fighters", ("M23",)),
        ("Congo met the M23. The rebel negotiators left.", "the rebel negotiators", ("M23",)),
        ("Congo met the M23. The government side left.", "the government side", ("COD",)),
        ("Congo met the M23 in Doha. The delegations left.", "the delegations", ("COD", "M23")),
        ("Congolese rebels of the M23 met Congo. They left.", "they", ("M23",)),
        ("Armenia met Azerbaijan. Armenia spoke. The envoy from Baku left.", "the envoy", ("AZE",)),
        ("Moscow is open to talks on Ukraine, but it refuses a truce.", "it", ("RUS",)),
        ("Ghana met Togo. It is time that peace came.", "it", ()),
        ("Paris said no.", "Paris", ("FRA",)),
        ("The envoys met in Doha, Cairo said.", "Cairo", ("EGY",)),
        ("Julieta de Lima left. De Lima returned.", "De Lima", ()),
        ("The armed group Hamas left.", "The armed group Hamas", ("HAMAS",)),
        ("The General Assembly met in Iran.", "General Assembly", None),
        ("Congo met the M23. The group left.", "the group", ("M23",)),
        ("Morocco met the Polisario Front. The Front left.", "Front", ("POLISARIO",)),
        (
            "The Popular Front for the Liberation of Palestine met the Polisario Front. The Front left.",
            "Front",
            ("POLISARIO",),
        ),
        ("The Front left. Morocco met the Polisario Front.", "Front", None),
    ],
)
def test_whom_a_phrase_stands_for(text, word, expected):
    found = meant(text, word)
    assert (found[0] if found else None) == expected


@pytest.mark.parametrize(
    ("title", "outlet", "text", "expected"),
    [
        ("Joint statement by France and Germany", "Agency", "We call for a truce.", ("FRA", "DEU")),
        (None, "Ministry of Foreign Affairs of Kenya", "We call for a truce.", ("KEN",)),
        (None, "United Nations press release", "We call for a truce.", ("UN",)),
        (None, "Agency", "“We call for a truce,” Kenyan President Jo Muster said.", ("KEN",)),
        (None, "Agency", "We are closing this page.", ()),
        ("Interview with the president of Kenya", "Agency", "Will you go?\nWe shall go.", ("KEN",)),
    ],
)
def test_first_person(title, outlet, text, expected):
    assert meant(text, "we", title=title, outlet=outlet)[0] == expected


def test_answers_of_a_briefing_are_the_speakers():
    text = "Q We heard of a truce?\nMS. PROBE: We did.\nQ And now?\nMS. PROBE: We wait."
    found = [
        m.parties for s in document(text, outlet="The White House").sentences for m in s.mentions if m.text == "We"
    ]
    assert found == [(), ("USA",), ("USA",)]


def test_two_speakers_speak_in_turn_and_an_unknown_guest_is_the_headlines():
    text = "PRESIDENT PROBE: We agree.\nPRIME MINISTER MUSTER: We thank you."
    read = document(text, title="Remarks by the President and the Prime Minister of Kenya", outlet="The White House")
    assert [m.parties for s in read.sentences for m in s.mentions if m.text == "We"] == [("USA",), ("KEN",)]


def test_the_two_leaders_of_a_readout_are_the_caller_and_the_called():
    text = "The President spoke with President Jo Muster of Kenya about Chad and Mali.\nThe two leaders called for a truce."
    (both,) = [m for s in document(text, outlet="The White House").sentences for m in s.mentions if m.role == "sides"]
    assert set(both.parties) == {"KEN", "USA"}


def test_two_with_one_last_name_are_two_persons():
    text = "President Jo Muster of Kenya and Minister Ann Muster of Chad came. Ann Muster left."
    names = {m.name for s in document(text).sentences for m in s.mentions if m.kind == "PERSON"}
    assert names == {"Jo Muster", "Ann Muster"}


def test_a_rank_ends_no_sentence():
    text = "He met his opposite number, Lt. Gen. Ali Probe, at noon. They left."
    assert [text[start:end] for _, start, end in sentence_spans(text)] == [text[:56], text[57:]]


@pytest.mark.parametrize(
    ("text", "year", "expected"),
    [
        # a surname that many bear, with a title of one who held it then, and not the land spoken of
        ("In Warsaw, Secretary Rice met Polish officials.", 2008, ("Secretary Rice", ("USA",))),
        ("In Warsaw, President Bush met Polish officials.", 2006, ("President Bush", ("USA",))),
        ("Israel and Special Envoy Mitchell of the United States met.", 2010, ("Special Envoy Mitchell", ("USA",))),
        # one whom nobody knows stays with the land spoken of
        ("In Warsaw, Finance Minister Muster met Polish officials.", 2008, ("Finance Minister Muster", ("POL",))),
        # two persons, where the second title is part of a name
        ("The President and Prime Minister Modi met in Oslo.", 2023, ("Prime Minister Modi", ("IND",))),
        ("The president and chief negotiator Jo Muster of Chad met.", 2023, ("The president and chief negotiator Jo Muster", ("TCD",))),
    ],
)  # fmt: skip
def test_title_and_surname(text, year, expected):
    assert expected in found(text, "PERSON", published=date(year, 6, 2))


def test_quoted_we_is_the_speaker_of_a_list():
    said = "“The envoy of Chad came to us. We want him to leave.”"
    text = f"Peace at last.\n\nNorwegian Foreign Minister Jo Muster on Morning Air\n\n{said}\n\nNobody else spoke."
    assert ("We", ("NOR",)) in found(text, "PRON", outlet="The White House")


def test_ministers_of_a_joint_statement_are_those_who_make_it():
    text = "At the invitation of Kenya, the Foreign Ministers of Kenya, Egypt and Peru met on Chad. The ministers urged calm."
    assert ("The ministers", ("KEN", "EGY", "PER")) in found(text, "PARTY", title="Joint Statement on Chad")


def test_each_question_of_a_briefing_has_its_own_sides():
    text = (
        "MR. MUSTER: Chad and Libya met on Monday. Chad and Libya are close.\n\n"
        "Q On Peru. Will Chile talk to Peru?\n\nMR. MUSTER: Chile and Peru said so. Both sides want it.\n\n"
        "Q And Chad and Libya, did they meet again?\n\nMR. MUSTER: Both sides did."
    )
    both = [parties for words, parties in found(text, "PARTY", outlet="The White House") if words == "Both sides"]
    assert [set(parties) for parties in both] == [{"CHL", "PER"}, {"TCD", "LBY"}]
