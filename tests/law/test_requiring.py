"""What a request must hold: whose list, what the national law adds, and when an item is needed."""

from __future__ import annotations

import pytest

from lintas.law.shipped import shipped
from tests.law.asking import FULL_EXTRADITION, ask

CONDITIONAL = {
    "special_procedure": "C_PROCEDURE", "time_limit": "C_TIME", "confidentiality_needed": "C_CONF",
    "items_requested": "C_UND_RETURN", "persons_concerned": "C_PERSONS", "service": "C_SERVICE",
    "testimony": "C_QUESTIONS", "documents_requested": "C_DOCS", "property_involved": "C_PROPERTY",
    "order_exists": "C_ORDER", "locate_or_trace": "C_SUSPICION", "confiscation_not_instituted": "C_PROCEED_DATE",
}  # fmt: skip


@pytest.mark.parametrize(("need", "code"), CONDITIONAL.items())
def test_an_item_is_needed_where_its_need_is_there(need: str, code: str) -> None:
    without = ask("mla", "VN MY", "2024-01-01", "fraud")
    with_need = ask("mla", "VN MY", "2024-01-01", "fraud", needs={need: True})
    assert code not in without.missing
    assert set(with_need.missing) - set(without.missing) == {code}
    (item,) = (each for each in without.contents if each.code == code)
    assert item.when == need


def test_travel_is_asked_for_by_new_zealand() -> None:
    assert "C_TRAVEL" in ask("mla", "VN NZ", "2024-01-01", "theft", needs={"travel": True}).missing
    assert "C_TRAVEL" not in ask("mla", "VN NZ", "2024-01-01", "theft").missing


def test_one_item_per_code_cites_every_article_that_asks() -> None:
    answer = ask("mla", "MY SG", "2019-04-01", "fraud")
    (law,) = (each for each in answer.contents if each.code == "C_LAW")
    assert [cite.text for cite in law.cites] == ["ASEAN_MLAT 6(1)(c),(e)", "MACMA s.19(2)(c)(ii)"]


def test_what_is_supplied_is_not_missing() -> None:
    assert "C_LAW" not in ask("mla", "MY SG", "2019-04-01", "fraud", supplied=["C_LAW"]).missing


def test_a_treaty_without_a_list_takes_that_of_the_next_basis() -> None:
    answer = ask("mla", "VN KH", "2024-01-01", "fraud")
    assert answer.primary == "MLA_VN_KH"
    assert "ASEAN_MLAT 6(1)(d)" in answer.cites
    alone = ask("mla", "US GB", "2024-01-01", "murder")
    assert set(alone.missing) == {"C_AUTH", "C_SUBJECT", "C_INV_AUTH", "C_FACTS", "C_ASSIST", "C_PURPOSE"}
    assert "UNTOC 18(15)(b)" in alone.cites


def test_what_is_wanted_where_possible_is_never_missing() -> None:
    answer = ask("mla", "RU SG", "2024-01-01", "corruption_public")
    (persons,) = (each for each in answer.contents if each.code == "C_PERSONS")
    assert (persons.needed, persons.when) == (False, "where possible")


@pytest.mark.parametrize(
    ("more", "needed"),
    [({}, True), ({"measures": ["service"]}, False), ({"measures": ["service", "documents"]}, True),
     ({"needs": {"service": True}}, False)],
)  # fmt: skip
def test_service_alone_needs_no_facts(more: dict[str, object], needed: bool) -> None:
    assert ("C_FACTS" in ask("mla", "US GB", "2024-01-01", "murder", **more).missing) is needed


def test_the_accused_need_a_warrant_and_the_convicted_a_judgment() -> None:
    accused = ask("extradition", "VN TH", "2024-01-01", "fraud")
    convicted = ask("extradition", "VN TH", "2024-01-01", "fraud", facts={"convicted": True})
    assert set(convicted.missing) ^ set(accused.missing) == {"E_WARRANT", "E_JUDG", "E_SERVED"}


def test_reciprocity_is_promised_only_without_a_treaty() -> None:
    assert ask("extradition", "VN TH", "2024-01-01", "fraud", supplied=FULL_EXTRADITION).missing == ("E_RECIP",)
    assert ask("extradition", "PH TH", "2024-01-01", "fraud", supplied=FULL_EXTRADITION).missing == ()


def test_malaysia_asks_for_evidence_on_top_of_any_treaty() -> None:
    answer = ask("extradition", "TH MY", "2024-01-01", "fraud", supplied=FULL_EXTRADITION)
    assert (answer.primary, answer.missing) == ("EXT_TH_MY", ("E_EVID",))


def test_a_provisional_arrest_leaves_the_papers_of_the_full_request_for_later() -> None:
    usual = ask("provisional_arrest", "MY TH", "2024-01-01", "fraud")
    assert set(usual.missing) == {"PA_DESC", "PA_FACTS", "PA_LAW", "PA_WARRANT", "PA_INTENT"}
    assert not any(code.startswith("E_") for code in ask("provisional_arrest", "TH MY", "2024-01-01", "fraud").missing)


def test_a_treatys_own_list_for_a_provisional_arrest_governs() -> None:
    answer = ask("provisional_arrest", "ID PH", "2024-01-01", "fraud")
    assert answer.missing == ("PA_DESC", "PA_FACTS", "PA_WARRANT", "PA_INTENT")


def test_viet_nam_asks_for_more_without_a_treaty_since_its_law_of_2025() -> None:
    more = {"PA_REASON", "PA_COMP", "PA_TRUE"}
    assert more <= set(ask("provisional_arrest", "TH VN", "2026-07-01", "fraud").missing)
    assert not more & set(ask("provisional_arrest", "TH VN", "2026-06-30", "fraud").missing)
    assert not more & set(ask("provisional_arrest", "KH VN", "2026-07-01", "fraud").missing)


def test_consent_makes_the_list_short() -> None:
    answer = ask("extradition_simplified", "PH TH", "2024-01-01", "fraud")
    assert set(answer.missing) == {"E_ID", "E_FACTS", "E_WARRANT"}


def test_the_asset_types_add_to_the_list_of_mutual_assistance() -> None:
    basic = set(ask("mla", "VN TH", "2024-01-01", "fraud").missing)
    added = {
        kind: set(ask(kind, "VN TH", "2024-01-01", "fraud").missing) - basic
        for kind in ("asset_freeze", "asset_enforce", "asset_domestic")
    }
    assert added == {
        "asset_freeze": {"C_PROPERTY"},
        "asset_enforce": {"C_PROPERTY", "C_ORDER", "C_ORDER_FINAL"},
        "asset_domestic": {"C_PROPERTY"},
    }


QUESTIONS = [
    ("mla", "VN MY", "fraud"), ("mla", "VN SG", "fraud"), ("mla", "VN NZ", "fraud"), ("mla", "RU SG", "fraud"),
    ("asset_freeze", "RU SG", "fraud"), ("asset_enforce", "RU SG", "corruption_public"),
    ("asset_enforce", "VN TH", "fraud"), ("asset_domestic", "RU SG", "fraud"), ("extradition", "VN TH", "fraud"),
    ("extradition", "VN MY", "fraud"), ("provisional_arrest", "TH VN", "fraud"), ("tsp", "PH ID", "fraud"),
    ("preservation", "PH GB", "cyber_fraud"), ("jit", "VN SG", "theft"),
    ("controlled_delivery", "VN SG", "drug_trafficking"), ("police", "VN SG", "theft"),
]  # fmt: skip


def test_every_content_code_is_in_some_answer() -> None:
    found = {
        item.code
        for kind, pair, category in QUESTIONS
        for group in (True, False)
        for item in ask(kind, pair, "2026-07-02", category, group=group, facts={"convicted": True}).contents
    }
    # What answers a doubt about specialty or death is never asked for by a row; it is what an officer adds.
    assert set(shipped().contents) - found == {"E_SPEC", "E_DEATH"}
