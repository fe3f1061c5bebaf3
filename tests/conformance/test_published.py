"""Published vectors: verdicts agree, or the difference stands in `spec/published.md` and is counted here."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.published import RUN, Case, has_high_s, has_high_s_raw, run_der
from tests.shared import shared
from tools.published import FOLDER, SETS, selection, written

PAGE = (Path(__file__).resolve().parents[2] / "spec/published.md").read_text()
ROWS = re.findall(r"^\| `([\w-]+)` \|.*\| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
DIFFER = re.compile(r"[-+]?[\d.e+-]+|-?Infinity|NaN|undefined|simple\(\d+\)|\d+\(.*\)")
"""The values of RFC 8949 appendix A that the wire does not have, as that appendix writes them."""

EXPLAINED: dict[str, Callable[[Case], bool]] = {
    "es256": has_high_s,
    "es256-raw": has_high_s_raw,
    "mldsa": lambda case: bool(case.get("ctx")),
}
"""By set, what every case on which we differ has: the other s, or a context, which the protocol has not."""


def differences(name: str, cases: list[Case]) -> tuple[list[Case], Counter[bool]]:
    """The cases on which we differ, and how often an open one was accepted or refused."""
    differ, left_open = list[Case](), Counter[bool]()
    for case in cases:
        wanted, found = RUN[name](case)
        if wanted is None:
            left_open[found] += 1
        elif wanted != found:
            differ.append(case)
    return differ, left_open


@pytest.mark.parametrize("name", SETS)
def test_the_part_that_is_kept_here(name: str) -> None:
    cases = json.loads((FOLDER / f"{name}.json").read_text())
    differ, _ = differences(name, cases)
    if name == "cbor":
        assert all(DIFFER.fullmatch(case["diag"]) for case in differ)
        assert len(differ) == 27
    elif name in EXPLAINED:
        assert all(map(EXPLAINED[name], differ))
    else:
        assert differ == []


def test_signatures_as_passkeys_write_them_get_the_verdict_of_the_set() -> None:
    """In DER, with either s: no case differs."""
    cases = json.loads((FOLDER / "es256.json").read_text())
    assert [case for case in cases if len(set(run_der(case))) != 1] == []


def test_refused_points_are_those_without_a_shared_secret() -> None:
    for case in json.loads((FOLDER / "x25519.json").read_text()):
        assert RUN["x25519"](case)[1] == ("ZeroSharedSecret" not in case["flags"])


def test_every_set_has_both_verdicts() -> None:
    for name in SETS.keys() - {"cose", "mlkem-modulus", "xwing"}:
        found = {RUN[name](case)[1] for case in json.loads((FOLDER / f"{name}.json").read_text())}
        assert found == {True, False}, name


def test_the_page_lists_every_set() -> None:
    assert [row[0] for row in ROWS] == list(SETS) == list(RUN)
    assert {path.stem for path in FOLDER.glob("*.json")} == SETS.keys()


@pytest.mark.slow
@pytest.mark.parametrize(("name", "cases", "differ", "left_open"), ROWS)
def test_the_whole_set(name: str, cases: str, differ: str, left_open: str) -> None:
    try:
        whole = list(SETS[name](shared("standards")))
    except FileNotFoundError as error:
        pytest.skip(f"published test data not found: {error.filename}")
    found, either = differences(name, whole)
    assert (len(whole), len(found), either.total()) == (int(cases), int(differ), int(left_open))
    if name == "x25519":
        assert either[False] == 25
    if name in EXPLAINED:
        assert all(map(EXPLAINED[name], found))
    if name == "es256":
        assert [case for case in whole if len(set(run_der(case))) != 1] == []
    assert written(selection(name, shared("standards"))) == (FOLDER / f"{name}.json").read_text()
