"""Words that tell what an unknown capitalised name is: a body, a group, a place, a thing; and those that are no names."""

from __future__ import annotations

# Words that begin sentences or headings with a capital and are no names.
COMMON = frozenset(
    """a about above according across after again against all almost along already also although always am among an
    and another any anyone anything are around as at away back be because been before behind below besides better
    between beyond both but by can cannot close could despite did do does down due during each earlier early either
    else even ever every everyone everything few final first five following for four from further given had half has
    have he hence her here hers him his hours how however hundreds i if in indeed inside instead into is it its itself
    just last late later least less let like little many may maybe me meanwhile men might millions moreover more most
    much must my near nearly neither never next nine no nobody none nor not nothing now of off officials on once one
    only onto opposite or other others our out outside over own part people per perhaps please rather read reports
    roughly same scores second seven several shall she should since six so some someone something soon sources still
    such talks ten than that the their them then there these they third this those though thousands three through
    throughout thus to today together tomorrow tonight too toward towards two under unless until up upon us very was we
    well were what whatever when where whereas whether which while who whole whom whose why will with within without
    women would yes yesterday yet you your under including asked earlier question answer q a. background analysis
    opinion updated advertisement monday tuesday wednesday thursday friday saturday sunday january february march april
    june july august september october november december spring summer autumn winter thank thanks mr mrs ms dr god
    peace war ceasefire truce ukrainians russians""".split()
)
ORGANISATION = frozenset(
    """ministry council committee organization organisation agency programme program union office commission assembly
    parliament syndicate watch cross crescent congress senate bank university institute foundation center centre
    association court tribunal initiative secretariat fund league federation corporation company group newspaper times
    post news press radio tv television service services party board bureau department authority network society
    observatory mission conference summit forum doctrine media journal herald chronicle tribune international house
    cabinet club academy hospital monitor monitors campaign administration directorate exchange caucus
    daily weekly inc ltd plc technologies airlines airways airline travel affairs holdings industries energy motors electronics
    systems solutions ventures railways telegraph examiner dispatch courier sentinel security staff command""".split()
)
# A capitalised name that ends in one of these is a place ...
PLACE_LAST = frozenset(
    """sea ocean river valley mountains mountain hills bridge street square avenue boulevard hotel palace castle airport
    port island islands bay strip heights desert lake coast peninsula canal province district region county city road
    gate hall building stadium resort camp base plant dam crossing corridor pass balkans caucasus asia africa america
    europe east west north south town village quarter plaza lodge residence embassy consulate prison colony""".split()
)
# ... or begins in one of these; and one that ends in one of the last is a paper, an event or a thing, and no person.
PLACE_FIRST = frozenset(
    """western eastern northern southern central north south east west middle upper lower mount lake camp fort port cape
    gulf château chateau villa hotel palais schloss""".split()
)
THING_LAST = frozenset(
    """agreement agreements accord accords treaty declaration protocol plan memorandum constitution act law resolution
    process convention charter pact framework communiqué communique war wars day year cup league prize award statement
    award street revolution spring uprising massacre genocide pandemic virus bible quran koran bill code article annex
    roadmap map doctrine principles minutes days games olympics championship exchange index dollar pound lira
    """.split()
)
GROUP = frozenset(
    """front army movement militia militias brigade brigades resistance rebels guerrillas forces mujahideen alliance
    coalition tigers liberation battalion battalions fighters guard guards insurgency maquis junta""".split()
)
