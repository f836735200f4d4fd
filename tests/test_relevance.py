"""Which pages of an archive are set aside before they are parsed: what is lost of those that tell of talks."""

from pathlib import Path

import pytest

from tests.warc_data import article, ordinary, page_of
from transforms.relevance import is_relevant, narrow_weight, set_aside_at, without_scripts
from transforms.score import read_coded

GOLD = Path(__file__).parent / "gold"


def coded():
    """The coded articles with rows as pages, by name."""
    rows = ("talks", "demands", "exchanges")
    with_rows = (c for c in read_coded(GOLD) if any(c.gold.get(kind) for kind in rows))
    return {c.name: page_of(c.article["title"], c.article["text"]) for c in with_rows}


def test_hardly_a_coded_article_with_rows_is_set_aside():
    pages = coded()
    lost = {name: step for name, page in pages.items() if (step := set_aside_at(page))}
    assert len(lost) <= 0.05 * len(pages), lost


TEASERS = (
    "The coach of the visitors praised his striker on a quiet afternoon at the harbour.",
    "Ten recipes for the long evenings, from soups to the cake that our readers liked best last winter.",
    "The new film by the makers of the ferry comedy comes to the cinemas of the region on Thursday.",
    "Shares in the shipping line fell after the quarterly figures, which were worse than expected.",
    "How to choose a smartphone for your parents: what the shops do not tell you about batteries.",
    "Teachers of the three island schools want smaller classes, and parents say that they are right.",
)


def among_teasers(page):
    teasers = "".join(f"<p>{teaser}</p>" for teaser in TEASERS).encode()
    return page.replace(b"<article>", teasers + b"<article>").replace(b"</article>", b"</article>" + teasers)


def test_nor_when_the_page_around_it_speaks_of_other_things():
    pages = coded()
    lost = set()
    for name, page in pages.items():
        busy = among_teasers(page)
        lines = busy.replace(b"<p>", b"").replace(b"</p>", b"<br><br>")
        if set_aside_at(busy) or set_aside_at(lines):
            lost.add(name)
    assert len(lost) <= 0.06 * len(pages), lost


@pytest.mark.parametrize(
    ("page", "step"),
    [
        (ordinary(), "raw"),
        (b"", "raw"),
        (article(), None),
        (article().decode().encode("utf-16"), None),
        (article().upper(), None),
        (ordinary() + b"<script>var words = 'ceasefire hostages truce envoy'</script>", "raw"),
        (ordinary() + b"<a>Ceasefire</a> <a>Hostages</a>", "head"),
        (b"<p>immediately warrington peacetime</p>" * 40, "raw"),
    ],
)
def test_steps_of_relevance(page, step):
    assert set_aside_at(page) == step


def test_scripts_are_left_out_and_linked_data_is_kept():
    page = b"1<script>2</script>3<STYLE>4</STYLE>5<script type='application/ld+json'>6</script>7<script>8"
    assert [c for c in without_scripts(page).decode() if c.isdigit()] == list("13567")
    assert narrow_weight(b"Ceasefire, CEASEFIRE and a truce") == 2


def test_the_main_paragraphs_of_a_page_are_judged_without_what_stands_around_them():
    relevant = (c for c in read_coded(GOLD) if is_relevant(c.article["title"], c.article["text"]))
    pages = {c.name: page_of(c.article["title"], c.article["text"]) for c in relevant}
    lost = {name for name, page in pages.items() if set_aside_at(among_teasers(page)) == "body"}
    assert len(lost) <= 0.01 * len(pages), lost


def test_what_stands_beside_an_article_about_other_things_does_not_make_it_one_about_talks():
    other = "".join(f"<p>{teaser}</p>" for teaser in TEASERS)
    beside = "The envoys of both armies resumed peace talks about a ceasefire, hostages and the truce in Doha"
    page = f"<html><body><article>{other}</article><aside><a>{beside}</a></aside></body></html>"
    assert set_aside_at(page.encode()) == "body"
    assert set_aside_at(page.replace("<p>", "<div>").replace("</p>", "</div>").encode()) is None
