"""The facts that lintas brings along: without a mistake, each with its source, and nothing surer than it is."""

from __future__ import annotations

import re

from lintas.facts.rows import UNSOURCED, VERIFIED
from lintas.facts.shipped import shipped
from lintas.facts.sorts import SORTS
from lintas.law.shipped import shipped as law

OURS = shipped()


def test_there_are_rows_of_every_sort() -> None:
    assert {row.sort.name for row in OURS.rows} == set(SORTS)


def test_what_is_verified_names_where_a_reader_finds_it_and_nothing_else_claims_to_be() -> None:
    for row in OURS.rows:
        assert row.verified == (row.confidence == VERIFIED)
        assert not row.verified or OURS.sources_of(row), row.id
        assert row.verified or "NOT" in row.sure, row.id
        assert row.confidence != UNSOURCED or not row.sources or row.gap, row.id
    for each in OURS.sources.values():
        assert re.search(r"[a-z0-9]", each.where), each.id


def test_no_source_is_there_for_nothing() -> None:
    assert {name for row in OURS.rows for name in row.sources} == set(OURS.sources)


def test_states_are_codes_and_law_leads_into_the_register_of_law() -> None:
    for row in OURS.rows:
        for name in ("state", "host", "by"):
            assert re.fullmatch(r"[A-Z]{2}", str(row.says.get(name, "XX"))), row.id
        assert "law" not in row.says or row.says["law"] in law().instruments, row.id


def test_each_area_has_a_lead_or_says_that_none_was_found() -> None:
    for area in OURS.things(sort="area"):
        naming = {each.sort.name for each in OURS.naming(area.id)}
        assert "lead" in naming, area.id
        unsure = [each for each in OURS.naming(area.id) if each.sort.name == "lead" and not each.verified]
        assert not unsure or "gap" in naming, area.id


def test_sources_that_differ_are_known_to_differ() -> None:
    differing = {each.id for each in OURS.things() if each.differ}
    assert differing >= {"LEAD-TIP", "PLAN-CHINA-2024", "AMMTC-17", "AMMTC-19", "SOMTC-25"}
    assert not differing & {"AMMTC", "AMMTC-10", "WP-2022", "BALI"}
