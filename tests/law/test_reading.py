"""The validator: each kind of mistake says what is wrong, where, and what to do; and all of them at once."""

from __future__ import annotations

from datetime import date

import pytest

from lintas.law.errors import BadRegister
from lintas.law.reading import examine, read
from lintas.law.rows import RECALLED
from lintas.law.shipped import shipped, shipped_files
from lintas.wire.findings import Finding

GOOD = """
id = "EXT_AA_BB"
title = "Extradition Treaty of two states"
kind = "bilateral"
functions = ["extradition"]
entry_into_force = 2010-05-01
recorded = 2026-11-25

[scope]
rule = "threshold"
text = "offences punishable by a year or more"
confidence = "high"
source = ["VN-KR"]

[parties]
VN = {signed = 2009-01-01, in_force = 2010-05-01, confidence = "high", source = ["VN-KR"]}
MY = {signed = 2009-01-01, in_force = 2010-05-01, confidence = "high", source = ["VN-KR"]}

[grounds]
confidence = "high"
source = ["VN-KR"]
extradition = [
    {code = "NATIONAL", article = "4", force = "discretionary"},
    {code = "MIN_PENALTY", article = "2", force = "mandatory", years = 1},
]

[contents]
confidence = "high"
source = ["VN-KR"]
extradition = [
    {code = "E_ID", article = "7", level = "must"},
    {code = "E_WARRANT", article = "7", level = "if", when = "accused"},
]

[[declarations]]
state = "MY"
text = "a declaration"

[[clocks]]
from = "arrest"
days = 40
article = "9"
"""

MISTAKES = {
    "a line that is not TOML": ("id =", "id ==", "cannot be read", "mend that line"),
    "an entry that is needed": ('title = "Extradition Treaty of two states"\n', "", "lacks 'title'", "add a line"),
    "an entry misspelt": (
        "entry_into_force",
        "entry_in_force",
        "'entry_in_force' that is not known",
        "write 'entry_into",
    ),
    "a day in quotes": ("2010-05-01, conf", '"2010-05-01", conf', "has a text as 'in_force'", "in_force = 2026-01-31"),
    "a state that is not there": ("MY = {", "XY = {", "has 'XY' as 'state', which is not known", "use one of"),
    "a source that is not there": ('["VN-KR"]\nextra', '["VN-KL"]\nextra', "'VN-KL' as 'source'", "write 'VN-KR'"),
    "a row without a source": (
        'confidence = "high"\nsource = ["VN-KR"]\n\n[parties]',
        "[parties]",
        "lacks 'source'",
        "say where",
    ),
    "a confidence of its own": (
        'confidence = "high"\nsource = ["VN-KR"]\n\n[p',
        'confidence = "sure"\nsource = ["VN-KR"]\n\n[p',
        "has 'sure' as 'confidence'",
        "use one of high, low, medium",
    ),
    "high, and only recalled": (
        'source = ["VN-KR"]}\nMY',
        'source = ["MEM"]}\nMY',
        "high confidence and was only recalled",
        "name a source",
    ),
    "a ground that is not known": ('"NATIONAL"', '"NATIONALS"', "has 'NATIONALS' as 'code'", "write 'NATIONAL'"),
    "a force that is not known": ('"discretionary"', '"optional"', "has 'optional' as 'force'", "use one of"),
    "a least penalty of nothing": (", years = 1", "", "least penalty without 'years'", "years = 1"),
    "a negative number": ("years = 1", "years = -1", "has a negative 'years'", "write a number"),
    "an item that is not known": ('"E_ID"', '"E_IDENTITY"', "has 'E_IDENTITY' as 'code'", "write 'E_"),
    "if without when": (', when = "accused"', "", "has 'when' without the level", 'level = "if", when = "..."'),
    "a need that is not known": ('when = "accused"', 'when = "acused"', "has 'acused' as 'when'", "write 'accused'"),
    "days that are not in order": (
        "MY = {signed = 2009",
        "MY = {signed = 2019",
        "before signed",
        "one of them is wrong",
    ),
    "in force before the treaty": (
        "MY = {signed = 2009-01-01, in_force = 2010",
        "MY = {signed = 2009-01-01, in_force = 2009",
        "before the instrument itself",
        "mend one",
    ),
    "in force before the state": ("entry_into_force = 2010-05-01\n", "", "before there was such a state", "succession"),
    "a bilateral treaty of three": (
        "MY = {",
        'TH = {confidence = "low", source = ["MEM"]}\nMY = {',
        "has 3 parties",
        "name the two states",
    ),
    "a scope without its list": ('rule = "threshold"', 'rule = "list"', "lists no offences", "add offences"),
    "an offence that is not known": (
        'rule = "threshold"',
        'rule = "list"\noffences = ["frauds"]',
        "has 'frauds'",
        "write 'fraud'",
    ),
    "a file of another name": (
        'id = "EXT_AA_BB"',
        'id = "EXT_AA_CC"',
        "holds the instrument EXT_AA_CC",
        "call the file",
    ),
    "an id of national law": ('id = "EXT_AA_BB"', 'id = "DOMESTIC_AA"', "is for national laws", "choose an id"),
    "a supplement to nothing": (
        'kind = "bilateral"',
        'kind = "bilateral"\nsupplements = "UNTIC"',
        "names UNTIC",
        "write the id",
    ),
    "a declaration of a stranger": ('state = "MY"', 'state = "TH"', "of TH, which is no party", "name the party"),
    "a clock without a number": ("days = 40\n", "", "needs a number of days", 'text = "forthwith"'),
    "a clock of nothing known": ('from = "arrest"', 'from = "arest"', "has 'arest' as 'from'", "write 'arrest'"),
    "a list that is none": (
        'functions = ["extradition"]',
        'functions = "extradition"',
        "has a text as 'functions'",
        '["...", "..."]',
    ),
    "law that ends before it begins": (
        'state = "MY"\n',
        'state = "MY"\nvalid_from = 2020-01-01\nvalid_to = 2019-01-01\n',
        "ends in law before it begins",
        "put valid_from",
    ),
    "struck before it was recorded": (
        'state = "MY"\n',
        'state = "MY"\nstruck = 2019-01-01\n',
        "is struck before",
        "put recorded",
    ),
    "words for a type of request": (
        'extradition = [\n    {code = "E_ID"',
        'extraditon = [\n    {code = "E_ID"',
        "has 'extraditon' as 'type of request'",
        "write 'extradition'",
    ),
}


WORDS = {name: data for name, data in shipped_files().items() if "/" not in name}
"""The files that every other file rests on."""


def findings(text: str, name: str = "instruments/EXT_AA_BB.toml") -> list[Finding]:
    return examine({**WORDS, name: text.encode()})[1]


def test_the_good_file_has_no_mistake_and_all_of_it_is_read() -> None:
    law, found = examine({**WORDS, "instruments/EXT_AA_BB.toml": GOOD.encode()})
    assert found == []
    treaty = law.instruments["EXT_AA_BB"]
    assert treaty.standing.recorded == date(2026, 11, 25)
    assert treaty.parties["MY"][0].in_force == date(2010, 5, 1)
    assert [row.code for row in treaty.grounds["extradition"]] == ["NATIONAL", "MIN_PENALTY"]
    assert treaty.clocks[0].days == 40


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_says_what_is_wrong_where_and_what_to_do(name: str) -> None:
    before, after, wrong, do = MISTAKES[name]
    text = GOOD.replace(before, after, 1)
    if name == "in force before the state":
        text = text.replace("in_force = 2010-05-01", "in_force = 1911-05-01").replace("signed = 2009-01-01, ", "")
    assert text != GOOD
    found = findings(text)
    told = [each for each in found if wrong in each.wrong and do in each.do]
    assert told, [str(each) for each in found]
    assert all(each.file == "instruments/EXT_AA_BB.toml" and each.where is not None for each in told)


def test_all_mistakes_are_told_at_once() -> None:
    text = GOOD.replace('"NATIONAL"', '"NATIONALS"').replace('"E_ID"', '"E_IDD"').replace("MY = {", "XY = {")
    assert len(findings(text)) >= 3
    with pytest.raises(BadRegister) as caught:
        read({**WORDS, "instruments/EXT_AA_BB.toml": text.encode()})
    assert caught.value.count == len(caught.value.findings) >= 3


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("instruments/EXT_AA_CC.toml", GOOD, "stands in two files"),
        ("laws/VN.toml", 'state = "MY"\nrecorded = 2026-11-25\n', "holds the law of MY"),
        ("treaties/EXT_AA_BB.toml", GOOD, "is none that the register has"),
        ("vocabulary.toml", "recorded = 2026-11-25\n[grounds]\nX = {label = \"x\", fact = \"x\"}\n", "lacks 'when'"),
        ("laws/MY.toml", "\xff", "cannot be read"),
    ],
)  # fmt: skip
def test_mistakes_across_files(name: str, text: str, words: str) -> None:
    files = {**WORDS, "instruments/EXT_AA_BB.toml": GOOD.encode(), name: text.encode("latin-1")}
    found = examine(files)[1]
    assert any(words in each.wrong for each in found), [str(each) for each in found][:5]


def test_a_file_that_is_not_there_is_missed() -> None:
    files = {name: data for name, data in WORDS.items() if name != "states.toml"}
    assert any("is not there" in each.wrong and each.file == "states.toml" for each in examine(files)[1])


def test_the_shipped_register_has_no_mistake_and_every_row_says_its_source() -> None:
    law, found = examine(shipped_files())
    assert found == []
    rows = list(law.standings())
    assert len(rows) > 1_000
    assert all(row.source and row.recorded in {date(2026, 11, 21), date(2026, 11, 28)} for row in rows)
    assert not any(row.confidence == "high" and row.source == (RECALLED,) for row in rows)


def test_a_list_of_contents_that_was_read_takes_the_place_of_the_usual_one() -> None:
    text = GOOD.replace("recorded", 'typical = "extradition"\nrecorded')
    law = read({**WORDS, "instruments/EXT_AA_BB.toml": text.encode()})
    treaty = law.instruments["EXT_AA_BB"]
    assert [row.code for row in treaty.contents["extradition"]] == ["E_ID", "E_WARRANT"]
    assert "NE_BIS" in [row.code for row in treaty.grounds["extradition"]]


def test_what_treaties_usually_say_gives_way_to_what_was_read() -> None:
    grounds = shipped().instruments["EXT_TH_KR"].grounds["extradition"]
    political = [row for row in grounds if row.code == "POLITICAL"]
    assert [(row.article, row.standing.sure) for row in political] == [("3(1)", "read in the source")]
    (national,) = (row for row in grounds if row.code == "NATIONAL")
    assert (national.article, national.standing.sure) == ("typical", "RECALLED, NOT VERIFIED")
