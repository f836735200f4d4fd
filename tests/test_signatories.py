"""Whose words an article is outside quotes: by its outlet, its headline, its first sentences."""

from datetime import date

import pytest

from transforms.mentions import read_document
from transforms.publisher import publisher
from transforms.reference.load import load_reference
from transforms.sentences import sentence_spans


@pytest.mark.parametrize(
    ("outlet", "parties"),
    [
        ("Ministry of Foreign Affairs, Republic of China (Taiwan)", ("TWN",)),
        ("Department of Foreign Affairs, Dublin", ("IRL",)),
        ("EU Delegation to Peru", ("EU",)),
        ("OSCE, EU and UN Co-Chairs", ("OSCE", "EU", "UN")),
        ("UN Affairs Monitor", ()),
        ("Kyiv Courier", ()),
    ],
)
def test_whose_office_an_outlet_is(outlet, parties):
    assert publisher(outlet, load_reference()) == parties


@pytest.mark.parametrize(
    ("title", "outlet", "text", "parties"),
    [
        ("Troika statement on Chad", "Norwegian Ministry of Foreign Affairs",
         "The members of the Troika (Norway, Britain and the United States) are alarmed.", ("NOR", "GBR", "USA")),
        ("Joint statement on Chad", "Ministry of Foreign Affairs, Norway",
         "The following is a joint statement by Norway, the European Union and Peru:\n\nWe call for calm.", ("NOR", "EU", "PER")),
        ("Joint note on Chad", "OSCE", "Oslo, 3 May\n\nThe Governments of Peru and Chile met here.", ("OSCE",)),
        ("Statement of the Chair of the ASEAN ministers", "Ministry of Foreign Affairs of Laos", "Talks ended.",
         ("ASEAN",)),
        ("Remarks by the President of Chad", "The White House", "We met.", ("USA",)),
        ("Chad: no statement", "Kyiv Courier", "“We met,” Norway said.", ()),
    ],
)  # fmt: skip
def test_whose_statement_an_article_is(title, outlet, text, parties):
    spans = [(i, *span) for i, span in enumerate(sentence_spans(text), 1)]
    document = read_document("a", title, date(2025, 6, 2), outlet, text, "en", spans=spans, reference=load_reference())
    assert document.voice == parties
