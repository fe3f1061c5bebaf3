"""What a dossier is about, by what its acts call it: whole names, abbreviations, identifiers and days."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.dossier.grammar import Kind, Verb
from lintas.facts import shipped
from lintas.facts.about import about, may_name
from lintas.kinds import all_kinds

KINDS = all_kinds()


def verb(kind: str, name: str) -> Verb:
    """A verb of a kind, wherever in it."""
    return next(v for path in KINDS[kind].item.walk() for v in path[-1].verbs if v.name == name)


def ids(kind: str, act: str, /, **says: Any) -> list[str]:
    """The ids of the things that such an act names."""
    return [each.id for each in about(shipped(), [(verb(kind, act), says)])]


@pytest.mark.parametrize(
    "name",
    [
        "ASEAN Ministerial Meeting on Transnational Crime",
        "  asean  ministerial meeting on transnational crime ",
        "AMMTC",
        "ASEAN Ministerial Meeting on Transnational Crime (AMMTC)",
        "The ministers (AMMTC)",
    ],
)
def test_a_body_is_found_by_its_name_and_by_its_abbreviation(name: str) -> None:
    assert ids("bodies", "propose a body", name=name) == ["AMMTC"]


def test_a_meeting_is_found_by_its_title_or_by_its_body_and_its_day() -> None:
    assert ids("meeting", "convene", body="AMMTC", opens="2025-09-10") == ["AMMTC", "AMMTC-19"]
    assert ids("meeting", "convene", body="19th AMMTC", opens="2025-01-01") == ["AMMTC", "AMMTC-19"]
    assert ids("meeting", "convene", body="AMMTC", opens="2025-01-01") == ["AMMTC"]
    assert ids("meeting", "convene", body="AMMTC", opens="when it suits") == ["AMMTC"]


def test_of_a_body_whose_name_begins_alike_nothing_is_shown() -> None:
    assert ids("bodies", "propose a body", name="SOMTC Working Group on Cybercrime") == ["SOMTC-CYBER"]
    assert ids("bodies", "propose a body", name="SOMTC Working Group on Something New") == []
    assert ids("meeting", "convene", body="a working group (EXERCISE)", opens="2025-09-10") == []


def test_plans_instruments_areas_partners_and_texts_are_found_by_the_fields_that_name_them() -> None:
    register = shipped()
    plan = next(row for row in register.rows if row.sort.name == "plan")
    treaty = next(row for row in register.rows if row.sort.name == "instrument" and row.says.get("law"))
    text = next(row for row in register.rows if row.sort.name == "text")
    partner = next(row for row in register.rows if row.sort.name == "partner")
    assert plan.id in ids("plan", "lay down", title="Work plan of a component", parent=plan.title)
    assert treaty.id in ids("law_register", "begin an instrument", title=treaty.title)
    assert treaty.id in ids("law_register", "enter", instrument=treaty.says["law"])
    assert text.id in ids("meeting", "table", title=text.title)
    assert partner.id in ids("partnership", "open the partnership", partner=partner.title)
    assert ids("plan", "open a component", area="trafficking in persons") == ["TIP"]


def test_what_opens_nothing_and_what_says_nothing_is_about_nothing() -> None:
    assert ids("meeting", "circulate the agenda", body="AMMTC", opens="2025-09-10") == []
    assert ids("meeting", "convene") == []
    assert ids("meeting", "convene", body=7, opens=None) == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_no_kind_about_a_case_is_looked_into_for_bodies_and_meetings(kind: Kind) -> None:
    if "case" in kind.item.traits:
        assert not any(may_name(kind, sort) for sort in ("body", "meeting", "plan", "text"))
