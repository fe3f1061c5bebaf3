"""A row as the beginning of a dossier: which acts take it, what of it, and what is left to a person."""

from __future__ import annotations

import pytest

from lintas.dossier.grammar import Verb
from lintas.facts.offering import offer, takes
from lintas.facts.rows import Fact
from lintas.facts.shipped import shipped
from lintas.kinds import all_kinds

OURS = shipped()


def row(name: str, number: int = 0) -> Fact:
    thing = OURS.thing(name)
    assert thing is not None
    return thing.rows[number]


def taking(fact: Fact) -> dict[str, Verb]:
    kinds = all_kinds().values()
    return {
        f"{kind.name}: {verb.name}": verb
        for kind in kinds for path in kind.item.walk() for verb in path[-1].verbs if takes(fact, verb)
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "verbs"),
    [
        ("SOMTC", {"bodies: propose a body", "bodies: propose new terms"}),
        ("WILDLIFE", {"bodies: enter a crime area", "plan: open a component"}),
        ("LEAD-ARMS", {"plan: open a component"}),
        ("AMMTC-CHAIR-2025", {"bodies: record a term"}),
        ("POA-2026", {"plan: lay down"}),
        ("UNITED-KINGDOM", {"partnership: open the partnership"}),
        ("COORDINATOR-UK-2024", {"partnership: open the partnership"}),
        ("MLAT", {"law_register: begin an instrument"}),
        ("AMMTC-19", set()),
        ("GAP-ATE", set()),
    ],
)
def test_the_acts_that_begin_with_such_a_row(name: str, verbs: set[str]) -> None:
    assert set(taking(row(name))) == verbs


def test_a_day_is_offered_only_where_it_is_known_and_the_rest_is_told() -> None:
    says = taking(row("COORDINATOR-UK-2024"))["partnership: open the partnership"].says
    found = offer(OURS, row("COORDINATOR-UK-2024"), says)
    assert found.fields.keys() == {"partner", "source"}
    assert found.fields["partner"] == "United Kingdom"
    assert "https://www.gov.uk/" in found.fields["source"]
    assert [each for each, _ in found.left] == ["term_from: 2024", "term_to: 2027", "state: VN"]
    partner = offer(OURS, row("UNITED-KINGDOM"), says)
    assert partner.fields["since"] == "2021-08-02"
    assert partner.fields["standing"] == "dialogue partner"


def test_what_nobody_verified_says_so_in_the_dossier_too() -> None:
    fact = row("REGION-2026")
    found = offer(OURS, fact, taking(fact)["bodies: record a term"].says)
    assert found.fields["source"] == "no source: RECALLED, NOT VERIFIED"
    plan = row("POA-1999")
    left = dict(offer(OURS, plan, taking(plan)["plan: lay down"].says).left)
    assert "source: no source: NO SOURCE NAMED, NOT VERIFIED" in left


def test_a_word_that_the_act_does_not_know_is_left_to_the_officer() -> None:
    model = row("MODEL-AET")
    found = offer(OURS, model, taking(model)["law_register: begin an instrument"].says)
    assert "level" not in found.fields
    assert any(value == "level: model" for value, _ in found.left)


def test_what_it_names_is_in_words_and_a_list_stays_one() -> None:
    says = taking(row("WILDLIFE"))["bodies: enter a crime area"].says
    found = offer(OURS, row("WILDLIFE"), says)
    assert found.fields["bodies"] == ["SOMTC Working Group on Illicit Trafficking in Wildlife and Timber"]
