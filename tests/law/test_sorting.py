"""Which instruments come into question: R1, R4 and the scopes, each with the fact that decides flipped."""

from __future__ import annotations

import pytest

from lintas.law import Answer
from tests.law.asking import ask, party, treaty, with_files


def ids(rows: object) -> set[str]:
    return {each.id for each in rows}  # type: ignore[attr-defined]


def test_r1_both_must_be_bound_on_the_day() -> None:
    before, after = (ask("mla", "VN KH", day, "fraud") for day in ("2020-10-01", "2020-10-02"))
    assert (before.primary, after.primary) == ("ASEAN_MLAT", "MLA_VN_KH")
    assert "MLA_VN_KH" in ids(before.rejected)


def test_r1_signature_never_suffices() -> None:
    answer = ask("extradition", "PH TL", "2026-01-01", "murder")
    (ate,) = (each for each in answer.rejected if each.id == "ATE2025")
    assert "signature alone never suffices" in ate.why


def test_a_state_that_may_have_acceded_is_not_bound() -> None:
    answer = ask("mla", "PH TL", "2026-01-01", "fraud")
    (mlat,) = (each for each in answer.rejected if each.id == "ASEAN_MLAT")
    assert "not verified" in mlat.why


def test_a_treaty_that_both_left_is_no_basis_and_an_old_request_is_judged_by_it() -> None:
    left = "in_force = 2001-01-01, left = 2020-01-01"
    law = with_files(EXT_BN_SG=treaty("EXT_BN_SG", party("BN", left), party("SG", left)))
    new = ask("extradition", "BN SG", "2020-01-01", "fraud", register=law)
    (gone,) = (each for each in new.rejected if each.id == "EXT_BN_SG")
    assert new.outcome == "no_basis"
    assert "BN left it with effect from 2020-01-01; SG left it" in gone.why
    assert ask("extradition", "BN SG", "2019-12-31", "fraud", register=law).primary == "EXT_BN_SG"


def test_a_treaty_recorded_later_was_not_known_before() -> None:
    bound = "in_force = 2001-01-01"
    law = with_files(EXT_BN_SG=treaty("EXT_BN_SG", party("BN", bound), party("SG", bound)))
    assert ask("extradition", "BN SG", "2025-01-01", "fraud", register=law, known="2026-11-24").primary is None
    assert ask("extradition", "BN SG", "2025-01-01", "fraud", register=law, known="2026-11-25").primary == "EXT_BN_SG"


def test_a_row_that_was_struck_counts_only_for_those_who_knew_no_better() -> None:
    wrong = '{in_force = 2001-01-01, struck = 2026-12-05, confidence = "low", source = ["MEM"]}'
    right = '{in_force = 2011-01-01, recorded = 2026-12-05, confidence = "high", source = ["VN-KR"]}'
    law = with_files(EXT_BN_SG=treaty("EXT_BN_SG", f"BN = [{wrong}, {right}]", party("SG", "in_force = 2001-01-01")))
    asked = {"register": law}
    assert ask("extradition", "BN SG", "2005-01-01", "fraud", **asked).primary is None
    assert ask("extradition", "BN SG", "2005-01-01", "fraud", known="2026-12-05", **asked).primary is None
    assert ask("extradition", "BN SG", "2005-01-01", "fraud", known="2026-12-04", **asked).primary == "EXT_BN_SG"


def test_a_clock_recorded_later_was_not_known_before() -> None:
    clock = '\n[[clocks]]\nfrom = "arrest"\ndays = 30\narticle = "9"\nrecorded = 2026-12-01\n'
    bound = "in_force = 2001-01-01"
    law = with_files(EXT_BN_SG=treaty("EXT_BN_SG", party("BN", bound), party("SG", bound)) + clock)
    asked = {"register": law, "facts": {"arrested_on": "2025-01-01"}}
    (late,) = ask("provisional_arrest", "BN SG", "2025-01-01", "fraud", known="2026-11-30", **asked).deadlines
    (known,) = ask("provisional_arrest", "BN SG", "2025-01-01", "fraud", known="2026-12-01", **asked).deadlines
    assert (late.days, known.days) == (None, 30)


def test_a_party_recorded_later_was_none_before() -> None:
    later = "in_force = 2001-01-01, recorded = 2026-12-01"
    text = treaty("EXT_BN_SG", party("BN", later), party("SG", "in_force = 2001-01-01"))
    law = with_files(EXT_BN_SG=text.replace('kind = "bilateral"', 'kind = "regional"'))
    before = ask("extradition", "BN SG", "2025-01-01", "fraud", known="2026-11-30", register=law)
    assert (before.primary, "EXT_BN_SG" in ids(before.rejected)) == (None, False)
    assert ask("extradition", "BN SG", "2025-01-01", "fraud", known="2026-12-01", register=law).primary == "EXT_BN_SG"


def test_a_state_that_came_back_is_bound_again() -> None:
    once = '{in_force = 2001-01-01, left = 2005-01-01, confidence = "low", source = ["MEM"]}'
    bn = f"BN = [{once}, {{in_force = 2010-01-01}}]"
    law = with_files(EXT_BN_SG=treaty("EXT_BN_SG", bn, party("SG", "in_force = 2001-01-01")))
    days = ("2004-12-31", "2005-01-01", "2009-12-31", "2010-01-01")
    found = [ask("extradition", "BN SG", day, "fraud", register=law).primary for day in days]
    assert found == ["EXT_BN_SG", None, None, "EXT_BN_SG"]
    # What was recalled of the first time says nothing of the second.
    (basis,) = ask("extradition", "BN SG", "2010-01-01", "fraud", register=law).bases
    assert basis.sure == "from one secondary source"
    between = ask("extradition", "BN SG", "2005-01-01", "fraud", register=law)
    assert "BN left it with effect from 2005-01-01" in [each.why for each in between.rejected]


def test_a_party_of_which_the_row_is_law_no_longer_is_not_bound() -> None:
    bound = party("BN", "in_force = 2001-01-01, valid_to = 2019-12-31")
    law = with_files(EXT_BN_SG=treaty("EXT_BN_SG", bound, party("SG", "in_force = 2001-01-01")))
    found = [ask("extradition", "BN SG", day, "fraud", register=law).primary for day in ("2019-12-31", "2020-01-01")]
    assert found == ["EXT_BN_SG", None]


def test_an_instrument_that_ended_for_all_is_no_longer_law() -> None:
    bound = "in_force = 2001-01-01"
    text = treaty("EXT_BN_SG", party("BN", bound), party("SG", bound), more="valid_to = 2019-12-31")
    law = with_files(EXT_BN_SG=text)
    assert ask("extradition", "BN SG", "2019-12-31", "fraud", register=law).primary == "EXT_BN_SG"
    ended = ask("extradition", "BN SG", "2020-01-01", "fraud", register=law)
    assert [each.why for each in ended.rejected if each.id == "EXT_BN_SG"] == ["it is no longer law"]


@pytest.mark.parametrize(
    ("categories", "more", "inside"),
    [
        (["fraud"], {"years": 4, "group": True}, True),
        (["fraud"], {"years": 3.9, "group": True}, False),
        (["money_laundering"], {"years": 1, "group": True}, True),
        (["fraud"], {"years": 10, "offence": {"transnational": True}}, False),
        (["fraud"], {"years": 10, "offence": {"organized_group": True}}, False),
        (["fraud"], {"years": 10}, False),
        (["trafficking_persons"], {"years": 1, "group": True}, True),
        (["migrant_smuggling"], {"years": 1, "group": True}, False),
    ],
)
def test_untoc_asks_for_the_offence_and_across_borders_and_a_group(
    categories: list[str], more: dict[str, object], inside: bool
) -> None:
    # Malaysia is bound by the protocol on trafficking, and not by the one on smuggling.
    answer = ask("mla", "VN MY", "2024-01-01", *categories, **more)
    assert ("UNTOC" in answer.applied) is inside
    assert ("UNTOC" in ids(answer.outside)) is not inside


def test_the_penalty_is_that_of_the_requesting_state_or_the_one_that_is_known() -> None:
    offence = {"max_penalty_requesting_years": 3, "max_penalty_requested_years": 10}
    assert "UNTOC" not in ask("mla", "VN MY", "2024-01-01", "fraud", group=True, offence=offence).applied
    offence["max_penalty_requesting_years"] = None  # type: ignore[assignment]
    assert "UNTOC" in ask("mla", "VN MY", "2024-01-01", "fraud", group=True, offence=offence).applied


def test_protocols_support_and_are_no_basis() -> None:
    answer = ask("mla", "VN MY", "2024-01-01", "trafficking_persons", group=True)
    assert "TIP" in ids(answer.support)
    assert "TIP" not in ids(answer.bases)


@pytest.mark.parametrize(
    ("kind", "evidence", "inside"),
    [("mla", True, True), ("mla", False, False), ("extradition", True, False), ("preservation", True, True)],
)
def test_budapest_takes_electronic_evidence_of_any_offence_but_not_extradition(
    kind: str, evidence: bool, inside: bool
) -> None:
    answer = ask(kind, "PH GB", "2024-01-01", "fraud", offence={"electronic_evidence": evidence})
    assert ("BUDAPEST" in answer.applied) is inside
    assert "BUDAPEST" in ask(kind, "PH GB", "2024-01-01", "cyber_fraud").applied


def test_the_cybercrime_convention_takes_electronic_evidence_of_serious_crime() -> None:
    def judged(years: float, evidence: bool = True) -> Answer:
        return ask("mla", "VN GB", "2026-01-01", "fraud", years=years, offence={"electronic_evidence": evidence})

    assert "UNCC2024" in ids(judged(4).rejected)
    assert "UNCC2024" in ids(judged(3).outside)
    assert "UNCC2024" in ids(judged(4, evidence=False).outside)


def test_r4_a_convention_that_the_requested_state_refuses_is_rejected_and_supports() -> None:
    answer = ask("extradition", "ID SG", "2025-02-24", "corruption_public")
    assert "UNCAC" in ids(answer.rejected)
    assert "UNCAC" in ids(answer.support)
    (uncac,) = (each for each in answer.rejected if each.id == "UNCAC")
    assert "RECALLED, NOT VERIFIED" in uncac.why


def test_r4_a_convention_that_it_takes_is_a_basis_only_without_a_treaty() -> None:
    without = ask("extradition", "VN RU", "2025-01-01", "fraud", group=True)
    assert (without.primary, ids(without.bases)) == ("UNTOC", {"UNTOC"})
    with_treaty = ask("extradition", "PH RU", "2025-01-01", "fraud", group=True)
    assert with_treaty.primary == "EXT_RU_PH"
    assert "UNTOC" in ids(with_treaty.support)
    assert ask("extradition", "PH RU", "2019-12-17", "fraud", group=True).primary == "UNTOC"


def test_r4_a_protocol_is_no_basis_even_where_its_convention_is() -> None:
    answer = ask("extradition", "VN RU", "2025-01-01", "trafficking_persons", group=True)
    assert (ids(answer.bases), "TIP" in ids(answer.support)) == ({"UNTOC"}, True)


def test_r4_a_convention_of_unknown_position_supports_and_is_asked_about() -> None:
    answer = ask("extradition", "VN PH", "2025-01-01", "fraud", group=True)
    assert answer.outcome == "basis_unknown"
    assert any("UNTOC: whether PH takes it" in each for each in answer.asks)
    assert ask("extradition", "VN PH", "2025-01-01", "fraud").outcome == "no_basis"


def test_a_protocol_shares_the_position_on_its_convention() -> None:
    answer = ask("extradition", "PH SG", "2025-01-01", "trafficking_persons", group=True)
    assert {"UNTOC", "TIP"} <= ids(answer.rejected)
    assert {"UNTOC", "TIP"} <= ids(answer.support)
    assert answer.outcome == "basis_unknown"  # of ACTIP nobody knows


def test_a_declaration_counts_from_its_day() -> None:
    text = """
        id = "UNCAC"
        title = "UN Convention against Corruption"
        kind = "multilateral"
        convention = true
        functions = ["extradition"]
        recorded = 2026-11-25

        [scope]
        rule = "list"
        offences = ["corruption_public"]
        text = "its offences"
        confidence = "high"
        source = ["OT-UNCAC"]

        [parties]
        JP = {in_force = 2010-01-01}
        PH = {in_force = 2010-01-01}

        [[declarations]]
        state = "PH"
        article = "44(6)"
        text = "takes it as basis"
        extradition_basis = true
        valid_from = 2020-01-01
    """
    law = with_files(UNCAC=text)
    before, after = (
        ask("extradition", "JP PH", day, "corruption_public", register=law) for day in ("2019-12-31", "2020-01-01")
    )
    assert (before.primary, before.outcome) == (None, "basis_unknown")
    assert after.primary == "UNCAC"


def test_an_offence_of_no_category_is_asked_for() -> None:
    answer = ask("extradition", "VN SG", "2025-01-01")
    assert answer.outcome == "basis_unknown"
    assert any("category" in each for each in answer.asks)
    assert ask("mla", "VN MY", "2025-01-01").primary == "ASEAN_MLAT"
