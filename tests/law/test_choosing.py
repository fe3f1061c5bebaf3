"""On what a request rests: R2, R3, R5, R6 and what there is without a treaty."""

from __future__ import annotations

import pytest

from lintas.law.reading import read
from lintas.law.shipped import shipped_files
from tests.law.asking import ask, party, treaty, with_files


def test_r3_bilateral_before_regional_before_multilateral_and_all_are_shown() -> None:
    answer = ask("mla", "VN KH", "2024-01-01", "fraud", group=True)
    assert [each.id for each in answer.bases] == ["MLA_VN_KH", "ASEAN_MLAT", "UNTOC"]


def test_r2_a_treaty_of_general_scope_before_a_convention_of_the_region() -> None:
    assert ask("mla", "TH VN", "2012-01-01", "terrorism").primary == "ACCT"
    assert ask("mla", "TH VN", "2014-01-01", "terrorism").primary == "ASEAN_MLAT"


def test_r2_a_treaty_of_general_scope_before_a_bilateral_one_on_some_offences() -> None:
    bound = "in_force = 2001-01-01"
    special = treaty("MLA_VN_MY", party("VN", bound), party("MY", bound), functions="mla")
    special = special.replace('rule = "any"', 'rule = "list"\noffences = ["terrorism"]')
    answer = ask("mla", "VN MY", "2024-01-01", "terrorism", register=with_files(MLA_VN_MY=special))
    assert answer.primary == "ASEAN_MLAT"
    assert "MLA_VN_MY" in [each.id for each in answer.bases]


def test_r5_assets_rest_on_the_regional_treaty_or_on_the_conventions() -> None:
    assert ask("asset_freeze", "VN MY", "2024-01-01", "fraud", group=True).primary == "ASEAN_MLAT"
    assert ask("asset_freeze", "RU SG", "2018-01-01", "embezzlement_public").primary == "UNCAC"


def test_r6_conventions_are_no_basis_of_a_transfer_of_persons() -> None:
    answer = ask("tsp", "PH ID", "2024-12-06", "drug_trafficking", group=True)
    assert (answer.primary, [each.id for each in answer.bases]) == ("AD_HOC_ARRANGEMENT", ["AD_HOC_ARRANGEMENT"])
    assert ask("tsp", "TH PH", "2024-12-06", "theft").primary == "TSP_TH_PH"


@pytest.mark.parametrize("kind", ["preservation", "jit", "controlled_delivery", "police"])
def test_services_help_without_an_instrument(kind: str) -> None:
    assert ask(kind, "VN SG", "2024-01-01", "theft").primary == "POLICE_CHANNEL"


def test_the_requested_states_law_where_it_allows_that() -> None:
    assert ask("extradition", "VN TH", "2024-01-01", "fraud").primary == "DOMESTIC_TH"
    assert ask("mla", "AU SG", "2024-01-01", "theft").primary == "DOMESTIC_SG"


def test_no_basis_where_its_law_asks_for_a_treaty_and_unknown_where_nobody_knows() -> None:
    assert ask("extradition", "VN SG", "2024-01-01", "theft").outcome == "no_basis"
    assert ask("extradition", "VN BN", "2024-01-01", "theft").outcome == "basis_unknown"


def test_a_new_law_is_law_from_its_day_and_the_old_one_until_then() -> None:
    files = shipped_files()
    old = files["laws/PH.toml"].decode().replace("[[laws]]", "[[laws]]\nvalid_to = 2026-12-31")
    new = old.replace("valid_to = 2026-12-31", "valid_from = 2027-01-01").replace('"no"', '"reciprocity_undertaking"')
    both = old + new[new.index("[[laws]]") :]
    law = read({**files, "laws/PH.toml": both.encode()})
    days = ("2026-12-31", "2027-01-01")
    found = [ask("extradition", "VN PH", day, "theft", register=law).primary for day in days]
    assert found == [None, "DOMESTIC_PH"]


def test_malaysia_does_not_act_on_a_convention_alone() -> None:
    answer = ask("mla", "TL MY", "2026-01-01", "fraud", group=True)
    assert answer.primary == "UNTOC"
    assert any("does not act on a convention alone" in each for each in answer.remarks)
    for pair in ("VN MY", "TL SG"):
        remarks = ask("mla", pair, "2026-01-01", "fraud", group=True).remarks
        assert not any("convention alone" in each for each in remarks)


def test_a_smaller_preference_comes_first() -> None:
    bound = "in_force = 2001-01-01"
    files = {
        name: treaty(name, party("BN", bound), party("TL", "in_force = 2003-01-01"), functions="mla",
                     more=f"preference = {preference}")
        for name, preference in (("MLA_A", 2), ("MLA_B", 1))
    }  # fmt: skip
    assert ask("mla", "BN TL", "2024-01-01", "theft", register=with_files(**files)).primary == "MLA_B"
