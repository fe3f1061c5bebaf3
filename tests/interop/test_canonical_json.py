"""Canonical JSON is as in RFC 8785."""

from __future__ import annotations

import json
from typing import Any

import pytest

from lintas.interop.canonical_json import canonical
from lintas.interop.hostile_json import UnreadableFile


@pytest.mark.parametrize(
    ("value", "made"),
    [
        ({"b": 1, "a": "é  x"}, '{"a":"é  x","b":1}'),
        ([True, None], "[true,null]"),
        ({"\ue000": 1, "😀": 2}, '{"😀":2,"\ue000":1}'),
    ],
)
def test_names_are_sorted_and_nothing_is_escaped_without_need(value: Any, made: str) -> None:
    assert canonical(value).decode() == made


@pytest.mark.parametrize("made", [
    "5e-324", "1.7976931348623157e+308", "9007199254740992", "-9007199254740992", "295147905179352830000",
    "9.999999999999997e+22", "1e+23", "1.0000000000000001e+23", "999999999999999700000", "999999999999999900000",
    "1e+21", "9.999999999999997e-7", "0.000001", "333333333.3333332", "-0.0000033333333333333333", "1424953923781206.2",
    "1e-7", "1.5", "100", "0.1",
])  # fmt: skip
def test_numbers_are_written_as_the_samples_of_its_appendix_b(made: str) -> None:
    assert canonical(float(made)).decode() == made


def test_zero_is_zero_and_a_whole_number_has_no_point() -> None:
    assert canonical([0.0, -0.0, 1.0, -20.0, 7]).decode() == "[0,0,1,-20,7]"


@pytest.mark.parametrize("text", ["1e999", "-1e999", "9007199254740993", '"\\ud800"', '{"\\ud800": 1}'])
def test_what_has_no_canonical_form_is_refused(text: str) -> None:
    with pytest.raises(UnreadableFile):
        canonical(json.loads(text))
