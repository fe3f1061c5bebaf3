"""The golden vectors are those that their script writes, and lintas says to each what its file says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conformance import product, product_fold
from tools.vectors.every import every
from tools.vectors.files import FOLDER, files, held, octets, read_octets, write

HELD = held(FOLDER)
AREAS = sorted({path.split("/")[0] for path in HELD})


def test_the_vectors_are_those_that_the_script_writes() -> None:
    wanted = files(every())
    assert HELD.keys() == wanted.keys()
    differ = [path for path, text in wanted.items() if HELD[path] != text]
    assert not differ, "run `.venv/bin/python -m tools.vectors`, and look at what changed"


def wrong(vector: dict[str, Any], verdict: str, gives: dict[str, Any]) -> str:
    """What comes out otherwise than the vector says, which may say a part of it; empty if nothing does."""
    if verdict != vector["verdict"]:
        return f"{verdict} in place of {vector['verdict']}"
    for name, expected in vector.get("gives", {}).items():
        found = gives[name]
        if name in {"lanes", "phases", "known", "released"}:
            found = {each: found[each] for each in expected}
        if found != expected:
            return f"{name} is {found} in place of {expected}"
    return ""


def read(area: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The vectors of an area by their paths."""
    return ((path, json.loads(text)) for path, text in HELD.items() if path.startswith(f"{area}/"))


@pytest.mark.parametrize("area", AREAS)
def test_lintas_says_what_the_vectors_say(area: str) -> None:
    for path, vector in read(area):
        assert not (found := wrong(vector, *product.verdict(area, vector["given"]))), f"{path}: {found}"


def test_the_second_fold_says_it_too() -> None:
    for path, vector in read("fold"):
        gives = product_fold.second(vector["given"])
        assert not (found := wrong(vector, gives["verdict"], gives)), f"{path}: {found}"


FIGURES = {"leaf", "root", "kind"}
"""Areas that hold figures to be reached, where nothing is refused."""


def test_every_area_refuses_something_and_accepts_something() -> None:
    verdicts: dict[str, set[bool]] = {}
    for path, text in HELD.items():
        verdicts.setdefault(path.split("/", 1)[0], set()).add(json.loads(text)["verdict"] in {"accepted", "counted"})
    assert verdicts.keys() == product.AREAS.keys()
    assert {area for area, seen in verdicts.items() if seen != {True, False}} == FIGURES


def test_every_verdict_is_named_in_the_specification() -> None:
    """But what the fold says in words of its own, and whether one entry succeeds another."""
    named = (FOLDER.parent / "wire.md").read_text()
    for path, text in HELD.items():
        for word in json.loads(text)["verdict"].split():
            assert word in WORDS or f"`{word}`" in named or re.fullmatch("[RV][1-8]", word), f"{path}: {word}"


WORDS = {"accepted", "counted", "void", "refused", "waits", "does", "not", "succeed"}


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
