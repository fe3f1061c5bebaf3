"""The shipped register holds what the published one holds: identifiers, codes, days, articles."""

from __future__ import annotations

import importlib
from datetime import date
from functools import cache
from typing import Any

from lintas.law.rows import Instrument
from lintas.law.shipped import shipped, shipped_files
from tests.shared import shared

LAW = shipped()

MENDED = {
    # In force before the state was bound, or before the instrument itself: reckoned anew; the files say so.
    ("BUDAPEST", state) for state in ("GB", "PH", "AU", "JP", "US", "FR")
} | {("UNTOC", "FR"), ("UNCAC", "FR"), ("TFC1999", "FR"), ("UN1988", "IN")}  # fmt: skip


@cache
def published(name: str) -> dict[str, Any]:
    yaml = importlib.import_module("yaml")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    said: dict[str, Any] = yaml.load(shared(f"law/{name}").read_bytes(), Loader=loader)
    return said


def instruments() -> list[tuple[Instrument, dict[str, Any]]]:
    return [(LAW.instruments[each["id"]], each) for each in published("instruments.yaml")["instruments"]]


def test_every_identifier_and_code_is_the_published_one() -> None:
    said = published("instruments.yaml")
    assert set(LAW.instruments) == {each["id"] for each in said["instruments"]}
    assert set(LAW.states) == set(said["states"])
    assert set(LAW.sources) == {*said["sources"], "DEPOSITARY"}  # for what an authority read itself
    assert set(LAW.grounds) == set(said["vocab"]["grounds"])
    assert set(LAW.contents) == set(said["vocab"]["contents"])
    assert set(LAW.rules) == {each["id"] for each in said["precedence"]}
    assert set(LAW.requests) == {each["id"] for each in published("request_types.yaml")["request_types"]}
    assert {each.state for each in LAW.laws} == set(said["domestic_law"])


def test_what_raises_a_ground_is_the_published_finding() -> None:
    for code, said in published("instruments.yaml")["vocab"]["grounds"].items():
        ours = LAW.grounds[code]
        assert (ours.fact, ours.when) == (said["fact"], said["triggers_when"])


def test_every_party_has_the_published_days_or_was_mended() -> None:
    for ours, said in instruments():
        assert set(ours.parties) == set(said["parties"])
        for state, days in said["parties"].items():
            (row,) = ours.parties[state]
            for name in ("signed", "bound", "in_force"):
                day = date.fromisoformat(days[name]) if days.get(name) else None
                assert getattr(row, name) == day or (ours.id, state) in MENDED, (ours.id, state, name)
            if (ours.id, state) in MENDED:
                assert row.standing.note


def test_every_published_row_is_here() -> None:
    for ours, said in instruments():
        for function, rows in said["refusal"].items():
            here = {(row.code, row.article, row.force) for row in ours.grounds[function]}
            codes = {code for code, _, _ in here}
            for row in rows:
                usual = "typical" in row["art"] or (row["code"], row["art"]) == ("DUAL_CRIM", "art 2")
                assert (row["code"], row["art"], row["force"]) in here or (usual and row["code"] in codes), ours.id
        for kind, rows in said["contents"].items():
            listed = [(row.code, row.article, row.level, row.when) for row in ours.contents.get(kind, ())]
            assert listed == [(r["code"], r["art"], r["level"], r.get("when", "")) for r in rows], (ours.id, kind)


def test_every_published_position_on_extradition_is_a_declaration() -> None:
    for ours, said in instruments():
        positions = {row.state: row.extradition_basis for row in ours.declarations if row.extradition_basis is not None}
        assert positions == {state: row["accepts"] for state, row in (said.get("ext_basis") or {}).items()}
        assert ours.convention == ("ext_basis_default" in said)


def test_every_row_of_national_law_is_here() -> None:
    for state, functions in published("instruments.yaml")["domestic_law"].items():
        for function, said in functions.items():
            law = LAW.law(state, function, date(2026, 7, 1))
            assert law is not None
            assert law.without_treaty == said["without_treaty"]
            here = {(row.code, row.article, row.force) for row in law.grounds}
            assert {(row["code"], row["art"], row["force"]) for row in said["refusal"]} <= here
            assert [(row.code, row.article) for row in law.contents] == [
                (r["code"], r["art"]) for r in said["contents"]
            ]
            assert [row.code for row in law.arrest_contents] == said.get("pa_contents", [])


def test_what_was_recalled_says_so_in_words_that_people_know() -> None:
    for name, data in shipped_files().items():
        assert b"(MEM)" not in data, f"{name}: name MEM as the source of the row, or write (recalled)"
