"""Which grounds come into play, and how strong they are."""

from __future__ import annotations

import pytest

from lintas.law.reading import read
from lintas.law.shipped import shipped, shipped_files
from tests.law.asking import FULL_EXTRADITION, ask, with_files

PLACES = (
    ("mla", "VN MY"), ("mla", "VN SG"), ("mla", "US GB"), ("mla", "RU SG"), ("extradition", "VN TH"),
    ("extradition", "TH SG"), ("extradition", "VN NZ"), ("extradition", "KR VN"), ("extradition", "VN SG"),
    ("extradition", "TH KR"), ("tsp", "PH ID"), ("asset_freeze", "RU TL"),
)  # fmt: skip
"""Pairs and types of request between whose instruments and laws every ground is known."""


@pytest.mark.parametrize("code", shipped().grounds)
def test_every_ground_is_raised_by_its_finding_and_by_nothing_else(code: str) -> None:
    ground = shipped().grounds[code]

    def raised(kind: str, pair: str, finding: bool | None) -> bool:
        facts = {} if finding is None else {ground.fact: finding}
        answer = ask(
            kind, pair, "2026-01-01", "fraud", "corruption_public", "murder", facts=facts, years=20, group=True
        )
        return code in [each.code for each in answer.grounds]

    known = [place for place in PLACES if raised(*place, ground.when)]
    assert known
    assert not any(raised(*place, not ground.when) or raised(*place, None) for place in PLACES)


def test_a_ground_says_its_finding_its_articles_and_its_cure() -> None:
    (death,) = ask("extradition", "CN NZ", "2024-01-01", "murder", facts={"death_penalty_unassured": True}).grounds
    assert (death.fact, death.cure) == ("death_penalty_unassured", "credible assurance")
    assert [str(cite) for cite in death.cites] == ["EA 1999 s.30(3)(a) [read in the source]"]


def test_r7_the_requested_states_law_is_on_top_of_the_treaty_and_the_strongest_wins() -> None:
    # The treaty lets a state keep its nationals; Vietnamese law forbids to give them away.
    there, here = (
        ask("extradition", pair, "2024-01-01", "theft", facts={"national_of_requested": True})
        for pair in ("VN KH", "KH VN")
    )
    assert there.grounds_of("discretionary") == ("NATIONAL",)
    assert here.grounds_of("mandatory") == ("NATIONAL",)
    assert {"EXT_VN_KH typical", "Law 2007 art 35(1)(a) / Law 2025"} <= set(here.cites)


def test_r7_the_least_penalty_of_the_law_is_on_top_of_the_treatys() -> None:
    assert ask("extradition", "MY SG", "2024-01-01", "theft", years=1.5).grounds_of("mandatory") == ("MIN_PENALTY",)
    assert ask("extradition", "SG MY", "2024-01-01", "theft", years=1.5).grounds == ()
    assert ask("extradition", "SG MY", "2024-01-01", "theft", years=0.5).grounds_of("mandatory") == ("MIN_PENALTY",)


def test_r8_barred_beats_all() -> None:
    answer = ask("mla", "VN MY", "2024-01-01", "terrorist_financing", facts={"political_offence": True})
    assert answer.grounds_of("barred") == ("POLITICAL",)
    assert answer.grounds_of("mandatory") == ()
    assert answer.cites.index("TFC1999 14") < answer.cites.index("ASEAN_MLAT 3(1)(a)")


def test_r8_what_only_supports_bars_too() -> None:
    answer = ask("extradition", "VN TH", "2024-01-01", "corruption_public", facts={"fiscal_objection": True})
    assert answer.primary == "DOMESTIC_TH"
    assert answer.grounds_of("barred") == ("FISCAL",)
    assert "UNCAC 44(16)" in answer.cites


def test_a_ground_counts_while_it_is_law() -> None:
    mild = (
        shipped_files()["instruments/EXT_VN_KR.toml"]
        .decode()
        .replace("years = 1}", "years = 1, valid_to = 2019-12-31}")
    )
    law = with_files(EXT_VN_KR=mild)
    days = ("2019-12-31", "2020-01-01")
    found = [ask("extradition", "VN KR", day, "theft", years=0.5, register=law).grounds for day in days]
    assert [bool(each) for each in found] == [True, False]
    files = shipped_files()
    text = files["laws/TH.toml"].decode().replace('s.12", force', 's.12", valid_from = 2020-01-01, force')
    thai = read({**files, "laws/TH.toml": text.encode()})
    asked = {"facts": {"national_of_requested": True}, "register": thai}
    grounds = [ask("extradition", "VN TH", day, "theft", **asked).grounds for day in days]
    assert [bool(each) for each in grounds] == [False, True]


def test_r2_under_a_treaty_of_assistance_the_conventions_bar_and_add_nothing() -> None:
    asked = {"facts": {"de_minimis": True}}
    assert ask("mla", "VN MY", "2024-01-01", "corruption_public", **asked).grounds == ()
    assert ask("mla", "RU MY", "2024-01-01", "corruption_public", **asked).grounds_of("discretionary") == (
        "DE_MINIMIS",
    )


def test_a_second_treaty_of_assistance_is_no_convention_and_keeps_its_grounds() -> None:
    answer = ask("mla", "VN KH", "2024-01-01", "fraud", facts={"military_only": True})
    assert (answer.primary, answer.grounds_of("mandatory")) == ("MLA_VN_KH", ("MILITARY",))


def test_barred_only_if_the_convention_is_the_basis() -> None:
    asked = {"facts": {"political_offence": True}, "group": True}
    assert "POLITICAL" not in ask("extradition", "ID RU", "2024-01-01", "corruption_public", **asked).grounds_of(
        "barred"
    )
    text = (
        'id = "UNCAC"\ntitle = "UN Convention against Corruption"\nkind = "multilateral"\nconvention = true\n'
        'functions = ["extradition"]\nrecorded = 2026-11-25\nconfidence = "high"\nsource = ["OT-UNCAC"]\n'
        '[scope]\nrule = "list"\noffences = ["corruption_public"]\ntext = "its offences"\nconfidence = "high"\n'
        'source = ["OT-UNCAC"]\n[parties]\nID = {in_force = 2010-01-01}\nRU = {in_force = 2010-01-01}\n'
        '[[declarations]]\nstate = "RU"\ntext = "takes it"\nextradition_basis = true\n'
        '[grounds]\nextradition = [{code = "POLITICAL", article = "44(4)", force = "barred_if_basis"}]\n'
    )
    answer = ask("extradition", "ID RU", "2024-01-01", "corruption_public", register=with_files(UNCAC=text), **asked)
    assert answer.grounds_of("barred") == ("POLITICAL",)


def test_a_reservation_makes_dual_criminality_a_ground_against_preservation() -> None:
    asked = {"facts": {"dual_criminality": False}, "offence": {"electronic_evidence": True}}
    assert ask("preservation", "PH GB", "2024-08-01", "fraud", **asked).grounds == ()
    reserved = shipped_files()["instruments/BUDAPEST.toml"].decode() + (
        '\n[[declarations]]\nstate = "GB"\narticle = "29(4)"\ntext = "reserves"\nconfidence = "low"\nsource = ["MEM"]\n'
    )
    law = with_files(BUDAPEST=reserved)
    answer = ask("preservation", "PH GB", "2024-08-01", "fraud", register=law, **asked)
    assert answer.grounds_of("discretionary") == ("DUAL_CRIM",)
    assert ask("preservation", "PH GB", "2024-08-01", "cyber_fraud", register=law, **asked).grounds == ()
    assert ask("preservation", "GB PH", "2024-08-01", "fraud", register=law, **asked).grounds == ()


def test_a_missing_undertaking_is_a_missing_document_and_no_ground() -> None:
    answer = ask("mla", "VN MY", "2024-01-01", "fraud")
    assert "C_UND_RECIP" in answer.missing
    assert answer.grounds == ()
    assert "reciprocity_undertaking" in answer.open_findings


def test_the_lower_of_the_two_penalties_counts() -> None:
    offence = {"max_penalty_requesting_years": 10, "max_penalty_requested_years": 0.5}
    assert ask("extradition", "PH TH", "2024-01-01", "theft", offence=offence).grounds_of("mandatory") == (
        "MIN_PENALTY",
    )


def test_without_a_penalty_the_threshold_is_asked_about() -> None:
    answer = ask("extradition", "PH TH", "2024-01-01", "theft", years=None)
    assert answer.grounds == ()
    assert any("the highest penalty in both states" in each for each in answer.asks)


def test_a_treaty_with_a_least_remaining_sentence() -> None:
    answer = ask("extradition", "VN KR", "2024-01-01", "theft", facts={"below_min_residue": True})
    assert answer.grounds_of("mandatory") == ("RESIDUE",)


@pytest.mark.parametrize(
    ("kind", "pair", "facts", "outcome"),
    [
        ("mla", "RU SG", {"prejudices_own_case": True}, "must_refuse"),
        ("mla", "US GB", {"de_minimis": True}, "may_refuse_or_condition"),
        ("mla", "PH JP", {"prejudices_own_case": True}, "postpone"),
        ("mla", "US GB", {}, "proceed"),
    ],
)
def test_the_outcome_is_the_first_that_fits(kind: str, pair: str, facts: dict[str, bool], outcome: str) -> None:
    supplied = [*shipped().contents]
    answer = ask(kind, pair, "2024-01-01", "cyber_fraud", facts=facts, supplied=supplied)
    assert answer.outcome == outcome
    assert answer.consult is (outcome != "proceed")


def test_refusal_comes_before_completion_and_completion_before_discretion() -> None:
    facts = {"death_penalty_unassured": True}
    assert ask("extradition", "CN NZ", "2024-01-01", "murder", facts=facts).outcome == "return_for_completion"
    complete = ask("extradition", "CN NZ", "2024-01-01", "murder", facts=facts, supplied=FULL_EXTRADITION)
    assert complete.outcome == "may_refuse_or_condition"
    assert ask("extradition", "CN NZ", "2024-01-01", "murder", facts={"torture_risk": True}).outcome == "must_refuse"
