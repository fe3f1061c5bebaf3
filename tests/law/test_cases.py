"""Worked cases: what differs is said, and a case that expects nothing does not pass."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.law import assess
from lintas.law.cases import compare
from tests.law.asking import question

QUERY = question(
    "extradition",
    "KH VN",
    "2024-01-01",
    "theft",
    years=1.5,
    facts={"political_offence": True, "arrested_on": "2024-01-02"},
)
RIGHT: dict[str, Any] = {
    "primary": "EXT_VN_KH",
    "rejected": ["ATE2025"],
    "missing": ["E_AUTHN", "E_FACTS", "E_ID", "E_LAW", "E_LIMIT", "E_LINK", "E_PENALTY", "E_TRANSL", "E_WARRANT"],
    "grounds": {"mandatory": ["MIN_PENALTY", "POLITICAL"], "barred": []},
    "cites_include": ["EXT_VN_KH art 2"],
    "bases_include": ["EXT_VN_KH"],
    "deadlines": [],
    "consult": True,
    "outcome": "must_refuse",
}


def compared(**expect: Any) -> tuple[str, ...]:
    return compare({"query": QUERY, "expect": {**RIGHT, **expect}}, assess)


def test_the_right_case_passes() -> None:
    assert compared() == ()


@pytest.mark.parametrize(
    ("expect", "words"),
    [
        ({"primary": "UNTOC"}, "primary: expected UNTOC, found EXT_VN_KH"),
        ({"rejected": ["UNCAC"]}, "rejected: expected UNCAC, found ATE2025"),
        ({"missing": []}, "missing: expected nothing, found E_AUTHN"),
        (
            {"grounds": {"mandatory": ["MIN_PENALTY"]}},
            "grounds, mandatory: expected MIN_PENALTY, found MIN_PENALTY, POLITICAL",
        ),
        ({"grounds": {"compulsory": []}}, "a case cannot expect grounds, 'compulsory'"),
        ({"grounds": {"mandatory_include": ["NATIONAL", "POLITICAL"]}}, "grounds, mandatory lack NATIONAL"),
        ({"support": ["UNTOC"]}, "support: expected UNTOC, found nothing"),
        ({"missing_include": ["E_ID", "E_EVID"]}, "missing lack E_EVID"),
        ({"deadlines_include": [{"what": "surrender_due", "date": "2024-02-01"}]}, "deadlines lack surrender_due 2024"),
        ({"cites_include": ["UNTOC 1"]}, "cites lack UNTOC 1"),
        ({"bases_include": ["UNTOC", "EXT_VN_KH"]}, "bases lack UNTOC"),
        ({"deadlines": [{"what": "surrender_due", "date": "2024-02-01"}]}, "deadlines: expected"),
        ({"deadlines": 3, "outcome": None}, "outcome: expected nothing"),
        ({"grounds": 3, "missing": None}, "missing: expected nothing"),
        ({"consult": False}, "consult: expected False, found True"),
        ({"outcome": "proceed"}, "outcome: expected proceed, found must_refuse"),
        ({"colour": "red"}, "a case cannot expect 'colour'"),
    ],
)
def test_what_differs_is_said(expect: dict[str, Any], words: str) -> None:
    (text,) = compared(**expect)
    assert text.startswith(words)


@pytest.mark.parametrize("case", [None, {}, {"query": QUERY}, {"query": QUERY, "expect": {}}, {"expect": 3}])
def test_a_case_that_expects_nothing_fails(case: object) -> None:
    assert compare(case, assess) == ("the case has no query with what it expects",)


def test_a_case_whose_question_is_bad_fails_and_says_why() -> None:
    found = compare({"query": {**QUERY, "requested": "XX"}, "expect": {"outcome": "proceed"}}, assess)
    assert "'XX' is no state" in found[0]


def test_the_want_of_a_basis_may_be_written_in_three_ways() -> None:
    query = question("extradition", "VN SG", "2024-01-01", "theft")
    for primary in (None, "no_basis"):
        assert compare({"query": query, "expect": {"primary": primary, "outcome": "no_basis"}}, assess) == ()
    assert compare({"query": query, "expect": {"primary": "basis_unknown"}}, assess)
