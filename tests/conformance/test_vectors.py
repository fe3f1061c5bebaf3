"""The golden vectors are those that their script writes, and lintas says to each what its file says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance import product
from tools.vectors.every import every
from tools.vectors.files import FOLDER, files, held, octets, read_octets, write

HELD = held(FOLDER)


def test_the_vectors_are_those_that_the_script_writes() -> None:
    wanted = files(every())
    assert HELD.keys() == wanted.keys()
    differ = [path for path, text in wanted.items() if HELD[path] != text]
    assert not differ, "run `.venv/bin/python -m tools.vectors`, and look at what changed"


@pytest.mark.parametrize("path", HELD)
def test_lintas_says_what_the_vector_says(path: str) -> None:
    vector: dict[str, Any] = json.loads(HELD[path])
    verdict, gives = product.verdict(path.split("/", 1)[0], vector["given"])
    assert verdict == vector["verdict"], vector["scenario"]
    expected = {name: value for name, value in vector.get("gives", {}).items() if name != "payload"}
    assert {name: value for name, value in gives.items() if name in expected} == expected


FIGURES = {"leaf", "root"}
"""Areas that hold figures to be reached, where nothing is refused."""


def test_every_area_refuses_something_and_accepts_something() -> None:
    verdicts: dict[str, set[bool]] = {}
    for path, text in HELD.items():
        verdicts.setdefault(path.split("/", 1)[0], set()).add(json.loads(text)["verdict"] == "accepted")
    assert verdicts.keys() == product.AREAS.keys()
    assert {area for area, seen in verdicts.items() if seen != {True, False}} == FIGURES


@given(st.binary(max_size=40), st.integers(0, 200), st.binary(max_size=40))
def test_bytes_in_a_vector_read_back(before: bytes, times: int, after: bytes) -> None:
    data = before + b"\x07" * times + after
    assert read_octets(json.loads(json.dumps(octets(data)))) == data


def test_what_is_no_vector_any_more_is_taken_away(tmp_path: Any) -> None:
    (one, *_) = every()
    assert write(tmp_path, [one]) == 1
    assert write(tmp_path, [one]) == 0
    (tmp_path / "cbor" / "old.json").write_text("{}")
    assert write(tmp_path, [one]) == 1
    assert list(held(tmp_path)) == [f"{one.name}.json"]
