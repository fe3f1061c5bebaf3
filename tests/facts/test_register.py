"""What the register says of a day, of sources that differ, and of what was not found."""

from __future__ import annotations

from datetime import date

from lintas.facts.reading import read
from lintas.facts.register import Register

ROWS = """
recorded = 2026-11-29

[sources.ONE]
title = "One paper"
publisher = "press"
where = "one.example"

[sources.TWO]
title = "Another paper"
publisher = "official"
where = "two.example"

[[area]]
id = "FRAUD"
area = "online fraud"
from = "2015"
confidence = "verified"
source = ["ONE"]

[[lead]]
id = "LEAD-FRAUD"
area = "FRAUD"
state = "AA"
from = "2015"
to = "2020"
confidence = "verified"
source = ["ONE"]

[[lead]]
id = "LEAD-FRAUD"
area = "FRAUD"
state = "BB"
from = "2021"
confidence = "verified"
source = ["TWO"]

[[plan]]
id = "PLAN"
title = "A plan"
from = "2022"
to = "2024"
as_of = 2023-05-01
confidence = "verified"
source = ["ONE"]

[[plan]]
id = "PLAN"
title = "A plan"
from = "2022"
to = "2025"
as_of = 2024-08-28
amends = true
confidence = "verified"
source = ["TWO"]

[[gap]]
id = "GAP-FRAUD"
what = "Who led the area before 2015"
about = "FRAUD"
"""


def register(change: str = "", to: str = "") -> Register:
    assert change in ROWS
    return read({"rows.toml": ROWS.replace(change, to).encode()})


def leads(found: Register, day: date) -> list[str]:
    return [str(row.says["state"]) for thing in found.things(sort="lead", on=day) for row in thing.rows]


def test_who_leads_is_asked_for_a_day() -> None:
    found = register()
    assert leads(found, date(2018, 1, 1)) == ["AA"]
    assert leads(found, date(2026, 1, 1)) == ["BB"]
    assert leads(found, date(2014, 12, 31)) == []
    (thing,) = found.things(sort="lead")
    assert not thing.differ
    assert [row.times for row in thing.rows] == ["since 2021", "2015 to 2020"]


def test_sources_that_contradict_each_other_stand_side_by_side() -> None:
    found = register('from = "2021"', 'from = "2019"')
    (thing,) = found.things(sort="lead")
    assert thing.differ
    assert leads(found, date(2019, 6, 1)) == ["BB", "AA"]


def test_what_is_only_known_more_exactly_is_no_contradiction() -> None:
    exact = '[[lead]]\nid = "LEAD-FRAUD"\narea = "FRAUD"\nstate = "AA"\nfrom = 2015-03-01\nto = "2020"\n'
    (thing,) = register("[[gap]]", f'{exact}confidence = "recalled"\n\n[[gap]]').things(sort="lead")
    assert not thing.differ
    assert len(thing.rows) == 3


def test_a_later_decision_amends_and_does_not_contradict() -> None:
    (thing,) = register().things(sort="plan")
    assert not thing.differ
    assert [str(row.until) for row in thing.rows] == ["2025", "2024"]
    (thing,) = register("amends = true\n", "").things(sort="plan")
    assert thing.differ


def test_the_register_is_read_as_it_stood_on_a_day() -> None:
    struck = register('state = "BB"', 'state = "BB"\nstruck = 2026-12-05')
    assert not struck.things(known=date(2026, 11, 28))
    assert leads_known(struck, date(2026, 12, 4)) == ["BB", "AA"]
    assert leads_known(struck, date(2026, 12, 5)) == ["AA"]


def leads_known(found: Register, day: date) -> list[str]:
    return [str(row.says["state"]) for thing in found.things(sort="lead", known=day) for row in thing.rows]


def test_what_names_a_thing_is_found_and_what_was_not_found_is_said() -> None:
    naming = register().naming("FRAUD")
    assert [each.id for each in naming] == ["LEAD-FRAUD", "GAP-FRAUD"]
    gap = naming[1].rows[0]
    assert (gap.sure, gap.verified) == ("NOT FOUND", False)


def test_words_are_looked_for_in_what_a_row_names_too() -> None:
    assert [each.id for each in register().things(words="BB online")] == ["LEAD-FRAUD"]
    assert register().things(words="nobody wrote this") == []
