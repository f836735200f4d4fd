"""Demands of an article: whose they are, of whom, what is wanted, how they were answered, and what is none."""

import time
from datetime import date

import pytest

from transforms.extract.demand_candidates import candidates
from transforms.extract.demands import demands_of, find_demands, undoubted
from transforms.extract.engine import load_patterns
from transforms.mentions import read_document
from transforms.reference.issue_words import openings
from transforms.reference.load import load_reference
from transforms.sentences import sentence_spans

PUBLISHED = date(2000, 5, 19)
SCENE = "Ethiopia and Eritrea are at odds. "


def document_of(text, title):
    spans = [(number, *span) for number, span in enumerate(sentence_spans(text), start=1)]
    return read_document("a1", title, PUBLISHED, None, text, "en", spans=spans, reference=load_reference())


def demands(text, title="Ethiopia and Eritrea talks"):
    return find_demands(document_of(text, title), load_reference())


def undoubted_demands(text, title="Ethiopia and Eritrea talks"):
    """What the patterns read without a doubt, whatever the learned gate holds of such sentences."""
    document = document_of(text, title)
    return demands_of(document, undoubted(candidates(document)))


ETH_TO_ERI = ("ETH", "ERI")
ERI_TO_ETH = ("ERI", "ETH")

ONE_DEMAND = [
    ("Ethiopia demanded the withdrawal of Eritrean troops from Badme.", ETH_TO_ERI, "withdrawal"),
    ("The Ethiopian government called on Eritrea to release all prisoners of war.", ETH_TO_ERI, "captives"),
    ("Asmara insists that Ethiopia lift the siege.", ERI_TO_ETH, "humanitarian"),
    ("The key demand of the Eritreans is that Ethiopia leave Badme.", ERI_TO_ETH, "withdrawal"),
    (
        "According to the Eritrean side, there can be no peace without the withdrawal of Ethiopian troops.",
        ERI_TO_ETH,
        "withdrawal",
    ),
    ("Ethiopia gave Eritrea 48 hours to withdraw its soldiers.", ETH_TO_ERI, "withdrawal"),
    ("The Eritrean delegation came with a request that the airport be reopened.", ERI_TO_ETH, "economy"),
    ("Eritrea linked the release of the crew to the withdrawal of the troops.", ERI_TO_ETH, "withdrawal"),
    ("Eritrea would not sign without firm guarantees from Ethiopia.", ERI_TO_ETH, "security_guarantees"),
    ("Ethiopia will not accept anything short of a full withdrawal.", ETH_TO_ERI, "withdrawal"),
    ("Ethiopia would not talk unless Eritrea freed the hostages.", ETH_TO_ERI, "captives"),
    ('"Withdraw your troops from Badme," the Eritrean foreign minister told Ethiopia.', ERI_TO_ETH, "withdrawal"),
    ('"Eritrea must release the captives," the Ethiopian prime minister said.', ETH_TO_ERI, "captives"),
    ("Eritrea demanded Ethiopia release all hostages.", ERI_TO_ETH, "captives"),
    ("Ethiopia told Eritrea, release the captives.", ETH_TO_ERI, "captives"),
    ("Ethiopia urged the Eritrean authorities to lift the siege.", ETH_TO_ERI, "humanitarian"),
    ("Eritrea demanded for its part that Ethiopia lift the siege.", ERI_TO_ETH, "humanitarian"),
    (
        "Ethiopia urged Eritrea, which has pulled out of the talks, to withdraw its troops from Badme.",
        ETH_TO_ERI,
        "withdrawal",
    ),
    ("Ethiopia leaned on Eritrea to free the sailors.", ETH_TO_ERI, "captives"),
    ("Ethiopia laid out its price: Eritrean troops gone from Badme.", ETH_TO_ERI, "withdrawal"),
    ("Eritrea was holding out for the handover of the town of Zalambessa.", ERI_TO_ETH, "territory"),
    ("Ethiopia would have the Eritrean militia disbanded.", ETH_TO_ERI, "disarmament"),
    ("Unless Eritrea frees the crew, there will be no deal, the Ethiopian premier said.", ETH_TO_ERI, "captives"),
    ("Ethiopia urged an immediate ceasefire.", ETH_TO_ERI, "ceasefire"),
]


@pytest.mark.parametrize(("text", "ends", "issue"), ONE_DEMAND)
def test_one_demand(text, ends, issue):
    (row,) = undoubted_demands(SCENE + text)
    assert (row["by_parties"], row["to_parties"]) == ([ends[0]], [ends[1]])
    assert (row["kind"], row["issue"]) == ("demand", issue)
    assert row["text"] in text


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("What is wanted of Eritrea, the Ethiopian prime minister said, is that it leave Badme.", ETH_TO_ERI),
        ("It is the return of Badme that Ethiopia wants.", ETH_TO_ERI),
        ("Pressed by Ethiopia to free the captives, Eritrea refused.", ETH_TO_ERI),
        ("Ethiopia demanded in addition that Eritrea free the captives.", ETH_TO_ERI),
        ("In a letter to Ethiopia, Eritrea asks that the captives be freed.", ERI_TO_ETH),
        ("The truce takes effect after Eritrean troops have left Badme, the Ethiopian government said.", ETH_TO_ERI),
    ],
)
def test_whose_demand_it_is_in_roundabout_words(text, ends):
    rows = undoubted_demands(SCENE + text)
    assert {(*row["by_parties"], *row["to_parties"]) for row in rows} == {ends}


@pytest.mark.parametrize(
    "text",
    [
        "Calls for the release of all captives.",
        "Condemns the siege, and demands that the captives be freed.",
        "The Committee demands that the captives be freed.",
        "The two sides were asked to free the captives.",
    ],
)
def test_a_document_of_an_office_speaks_for_it_without_a_name(text):
    spans = [(number, *span) for number, span in enumerate(sentence_spans(text), start=1)]
    document = read_document(
        "a1", "Communique", PUBLISHED, "NATO", text, "en", spans=spans, reference=load_reference(), only_amounts=False
    )
    assert {tuple(row["by_parties"]) for row in demands_of(document, undoubted(candidates(document)))} == {("NATO",)}


def test_a_list_gives_a_row_for_each_thing():
    rows = demands(
        SCENE + "Ethiopia set three conditions: the disarmament of militias, the release of captives and"
        " the withdrawal of all troops."
    )
    assert [r["issue"] for r in rows] == ["disarmament", "captives", "withdrawal"]


def test_the_terms_of_an_open_plan_are_its_owners_proposals():
    rows = undoubted_demands(
        SCENE + "The United States presented a plan for a truce. Under the plan, Ethiopia would free 200 prisoners."
    )
    (freed,) = [r for r in rows if r["issue"] == "captives"]
    assert (freed["by_parties"], freed["to_parties"], freed["kind"]) == (["USA"], ["ETH"], "proposal")


@pytest.mark.parametrize(
    ("text", "response"),
    [
        ("Ethiopia rejected an Eritrean proposal for a 30-day truce.", "rejected"),
        ("Eritrea demanded the release of all prisoners. Ethiopia accepted the demand.", "accepted"),
        ("Eritrea demanded the release of all prisoners.", None),
        ("Eritrea demanded the release of all prisoners. Out of the question, came the reply.", "rejected"),
        ("Eritrea demanded the release of all prisoners; the Ethiopian army assented.", "accepted"),
        ("Eritrea demanded the release of all prisoners, a condition that Ethiopia resisted.", "rejected"),
        ("Eritrea demanded the release of all prisoners. The demand was turned down by Ethiopia.", "rejected"),
        ("Eritrea demanded the release of all prisoners. Eritrea rejected the criticism.", None),
        ("Eritrea’s demand that all prisoners be freed was brushed aside.", "rejected"),
        ("Eritrea demanded the release of all prisoners. Ethiopia said that it would not do that.", "rejected"),
        ("Eritrea demanded the release of all prisoners. Ethiopia has ruled out a release from the start.", "rejected"),
        ("Eritrea demanded the release of all prisoners. Ethiopia has ruled out a trip to Rome.", None),
        ("Eritrea demanded the release of all prisoners. The answer was yes.", "accepted"),
        ("Eritrea demanded the release of all prisoners. Ethiopia could live with that.", "accepted"),
    ],
)
def test_the_answer_stands_in_the_sentence_or_behind_it(text, response):
    (row,) = undoubted_demands(SCENE + text)
    assert row["response"] == response


def test_the_asked_is_weighed_among_all_parties_that_the_article_names():
    text = SCENE + "Kenya spoke to Eritrea on Monday. Kenya wants the Eritrean army out of Badme. Eritrea said no."
    (row,) = undoubted_demands(text)
    assert (row["by_parties"], row["to_parties"]) == (["KEN"], ["ERI"])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ethiopia wants the base shut, and all its guns handed over.", "all its guns handed over"),
        ("Ethiopia put it to Eritrea that the prisoners be counted first.", "the prisoners be counted first"),
        ("Ethiopia demanded, too, that Eritrea free the pilots.", "Eritrea free the pilots"),
        (
            '"Tell the families where the dead are buried," the Ethiopian prime minister told Eritrea.',
            "Tell the families where the dead are buried",
        ),
    ],
)
def test_what_is_wanted_in_looser_words_is_a_candidate(text, wanted):
    found = candidates(document_of(SCENE + text, "Talks"))
    assert (("ETH",), wanted) in [(c.wish.voice.parties, c.text) for c in found]


def test_restraint_asked_of_everybody_has_no_addressee():
    (row,) = undoubted_demands(SCENE + "France urged all parties to exercise restraint.")
    assert (row["by_parties"], row["to_parties"], row["issue"]) == (["FRA"], [], "other")


@pytest.mark.parametrize(
    "text",
    [
        "Ethiopia said the demand was discussed at length.",
        "Eritrea did not ask Ethiopia to lift the siege.",
        "Ethiopia urged Eritrea to return to the negotiating table.",
        "Eritrea wants peace.",
        "Ethiopia insists that it was attacked first.",
        "Families of the hostages demanded their release.",
        "",
    ],
)
def test_what_is_no_demand(text):
    assert demands(SCENE + text) == []


SPEECH = "Statement by Ethiopia"
OWN = "We have spoken with Eritrea about the war. "


@pytest.mark.parametrize(
    "text",
    [
        "We have to stop the shelling of our own towns.",
        "I signed an executive order that lifts the siege of Eritrea.",
        "Should an attack on Eritrea occur, we will lift the siege.",
        "No nation should have to live under siege.",
        "Eritreans deserve the right to lift the siege.",
        "It is for Eritrea to decide whether to lift the siege.",
        "We offer Eritrea the chance to end the war.",
        "I will not rest until they release all prisoners.",
        "They do not have to lift the siege.",
        "Congress must pass the budget for the release of funds.",
    ],
)
def test_what_a_speech_says_without_a_demand(text):
    assert demands(OWN + text, title=SPEECH) == []


@pytest.mark.parametrize(
    "text",
    [
        "Eritrea must release the captives.",
        "We need Eritrea to release the captives.",
        "It’s vital that Eritrea release the captives.",
        "It’s incumbent on Eritrea to release the captives.",
        "We will not withdraw until Eritrea releases the captives.",
        "What we have asked is that Eritrea release the captives.",
        "Our message to Eritrea is simple: release the captives.",
        "We discussed the war and the need for Eritrea to release the captives.",
    ],
)
def test_what_a_speech_demands(text):
    (row,) = undoubted_demands(OWN + text, title=SPEECH)
    assert (row["by_parties"], row["to_parties"], row["issue"]) == (["ETH"], ["ERI"], "captives")


def test_each_speaker_speaks_for_himself():
    text = "PRESIDENT ADAM: We agreed. Eritrea must free the captives.\nPRESIDENT ISA: We did. Ethiopia must free the crew."
    rows = demands(
        "Ethiopian President Abel Adam met Eritrean President Igor Isa.\n" + text, title="Remarks of two presidents"
    )
    assert [r["by_parties"] for r in rows] == [["ETH"], ["ERI"]]


@pytest.mark.parametrize(
    ("regex", "beginnings"),
    [
        ("cease-?fires?", {"cease-fi", "ceasefir"}),
        (r"\btruces?\b", {"truce"}),
        (r"(?:the |an? )?halt\w*", {"the halt", "a halt", "an halt", "halt"}),
        (r"(?:re)?open\w* (?:of )?roads", {"reopen", "open"}),
        (r"free\b (?!trade)", {"free "}),
        (r"\d+ men", set("0123456789")),
        (r"(?:\S+ ){1,3}in peace", {""}),
        (r"[ab]c|\$?de", {"ac", "bc", "$de", "de"}),
        (r"[a-z]c|\$?de", {""}),
        (r"(?P<who>they|we) must", {"they mus", "we must"}),
        (r"\$?de", {"$de", "de"}),
        ("lo{0,2}st", {"lo", "lst"}),
    ],
)
def test_how_a_regex_can_begin(regex, beginnings):
    assert openings(regex) == beginnings


@pytest.mark.parametrize("pattern", [p for p in load_patterns("demands") if p.anchored], ids=lambda p: p.id)
def test_anchored_patterns_begin_with_a_trigger(pattern):
    for sentence in pattern.match:
        found = pattern.regex.search(sentence.lower())
        assert any(word in sentence[found.start() :].lower()[: len(word) + 12] for word in pattern.triggers)


def test_long_sentences_stay_fast():
    text = SCENE + "Ethiopia demanded " + "that Eritrea, which would not, must " * 120 + "leave."
    begin = time.perf_counter()
    demands(text)
    assert time.perf_counter() - begin < 2
