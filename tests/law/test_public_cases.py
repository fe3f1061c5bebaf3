"""The published cases, and each of them with one fact flipped."""

from __future__ import annotations

import copy
import importlib
from functools import cache
from typing import Any

import pytest

from lintas.law import Answer, assess
from lintas.law.cases import compare
from tests.shared import shared

IDS = tuple(f"P{number:02}" for number in range(1, 13))


@cache
def published() -> list[dict[str, Any]]:
    yaml = importlib.import_module("yaml")
    cases: list[dict[str, Any]] = yaml.safe_load(shared("law/cases_public.yaml").read_bytes())["cases"]
    return cases


def case(name: str) -> dict[str, Any]:
    return copy.deepcopy(next(each for each in published() if each["id"] == name))


def flipped(name: str, **changes: Any) -> Answer:
    """The answer to the case with these changes; a mapping is laid over what is there."""
    query = case(name)["query"]
    for key, value in changes.items():
        query[key] = {**query.get(key, {}), **value} if isinstance(value, dict) else value
    return assess(query)


@pytest.mark.parametrize("name", IDS)
def test_the_case_passes(name: str) -> None:
    assert compare(case(name), assess) == ()


def test_every_published_case_is_tried() -> None:
    assert tuple(each["id"] for each in published()) == IDS


@pytest.mark.parametrize("name", IDS)
def test_a_wrong_outcome_is_seen(name: str) -> None:
    wrong = case(name)
    wrong["expect"]["outcome"] = "proceed"
    wrong["expect"]["primary"] = "EXT_XX_YY"
    assert len(compare(wrong, assess)) == 2


def test_p01_a_day_before_entry_into_force_there_is_no_basis() -> None:
    before = flipped("P01", date="2024-03-20")
    assert (before.outcome, before.primary) == ("no_basis", None)
    assert "EXT_ID_SG" in [each.id for each in before.rejected]
    assert flipped("P01", date="2024-03-21").primary == "EXT_ID_SG"


def test_p01_an_offence_that_the_treaty_does_not_list_has_no_basis() -> None:
    assert flipped("P01", offence={"categories": ["theft"]}).primary is None


def test_p02_an_offence_in_both_states_goes_on() -> None:
    assert flipped("P02", facts={"dual_criminality": True}).outcome == "proceed"


def test_p02_one_year_is_not_more_than_one_year() -> None:
    answer = flipped("P02", facts={"dual_criminality": True}, offence={"max_penalty_requesting_years": 1})
    assert answer.grounds_of("mandatory") == ("MIN_PENALTY",)
    assert flipped("P02", facts={"dual_criminality": True}, offence={"max_penalty_requesting_years": 1.1}).grounds == ()


def test_p03_the_undertaking_completes_it_and_torture_stops_it() -> None:
    supplied = [*case("P03")["query"]["supplied"], "E_RECIP"]
    assert flipped("P03", supplied=supplied).outcome == "proceed"
    assert flipped("P03", facts={"torture_risk": True}).outcome == "must_refuse"


def test_p03_without_a_final_order_no_clock_runs() -> None:
    assert flipped("P03", facts={"final_order_date": None}).deadlines == ()


def test_p04_other_objections_count_and_bank_secrecy_does_not() -> None:
    assert flipped("P04", facts={"bank_secrecy_objection": False}).grounds == ()
    assert flipped("P04", facts={"political_offence": True}).outcome == "must_refuse"


def test_p04_tracing_needs_the_basis_of_suspicion() -> None:
    assert "C_SUSPICION" in flipped("P04", needs={"locate_or_trace": True}).missing


def test_p05_a_person_who_does_not_consent_stays() -> None:
    assert flipped("P05", facts={"all_consents": False}).grounds_of("mandatory") == ("NO_CONSENT",)
    assert flipped("P05", facts={"below_min_residue": True}).grounds_of("discretionary") == ("RESIDUE",)


def test_p06_with_a_recorded_gateway_death_is_a_matter_of_conditions() -> None:
    assert flipped("P06", facts={"data_transfer_gateway": True}).outcome == "may_refuse_or_condition"
    clear = flipped("P06", facts={"data_transfer_gateway": True, "death_penalty_unassured": False})
    assert clear.outcome == "proceed"


def test_p07_flips_when_the_finding_of_torture_changes() -> None:
    assert flipped("P07", facts={"torture_risk": False}).outcome == "proceed"
    assert flipped("P07", facts={"torture_risk": None}).outcome == "proceed"
    assert flipped("P07", facts={"torture_risk": False, "death_penalty_unassured": True}).outcome == (
        "may_refuse_or_condition"
    )


def test_p08_without_the_group_the_conventions_do_not_apply_and_fiscal_stays_barred_by_the_treaty() -> None:
    answer = flipped("P08", offence={"organized_group": False})
    assert "UNTOC" not in answer.applied
    assert answer.grounds_of("barred") == ("BANK_SECRECY", "FISCAL")
    assert "UNTOC 18(8)" not in answer.cites


def test_p09_a_drug_offence_is_never_political_between_parties_of_1988() -> None:
    assert flipped("P09", facts={"political_offence": True}).grounds_of("barred") == ("POLITICAL",)
    theft = flipped("P09", offence={"categories": ["theft"]}, facts={"political_offence": True})
    assert theft.grounds_of("mandatory") == ("POLITICAL",)


def test_p10_proceeds_at_two_years() -> None:
    assert flipped("P10", offence={"max_penalty_requesting_years": 2}).outcome == "proceed"
    assert flipped("P10", offence={"max_penalty_requesting_years": 1.99}).outcome == "must_refuse"


def test_p10_viet_nam_does_not_give_its_nationals_away() -> None:
    answer = flipped("P10", offence={"max_penalty_requesting_years": 2}, facts={"national_of_requested": True})
    assert answer.grounds_of("mandatory") == ("NATIONAL",)


def test_p11_without_the_finding_it_goes_on() -> None:
    assert flipped("P11", facts={"torture_risk": False}).outcome == "proceed"


def test_p12_the_necessity_completes_it() -> None:
    supplied = [*case("P12")["query"]["supplied"], "D_NEED"]
    assert flipped("P12", supplied=supplied).outcome == "proceed"
    assert flipped("P12", requested="SG").primary == "POLICE_CHANNEL"
