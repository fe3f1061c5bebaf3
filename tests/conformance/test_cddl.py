"""What nodes make fits `spec/lintas.cddl`, and what the vectors refuse for its shape does not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lintas.wire import cbor
from tests.conformance.cddl import Mismatch, Parser, Schema
from tests.conformance.messages import all_of_them
from tools.vectors.files import ACCEPTED, FOLDER, held, read_octets

CDDL = (Path(__file__).resolve().parents[2] / "spec/lintas.cddl").read_text()
SCHEMA = Schema(CDDL)

# What a label asks of another one, of an order, or of characters, the notation does not say.
RELATIONS = {
    *("first-form", "first-seen", "first-sequence", "item-zero", "key-without-body", "key-without-epoch"),
    *("nothing-before", "pin-missing", "seal-incomplete", "seal-without-size", "seen-twice", "seen-unsorted"),
    *("release-to-no-party", "to-unsorted", "verb-beyond", "verb-missing", "verb-with-form"),
}


def fits(rule: str, data: bytes) -> bool:
    try:
        SCHEMA.check(rule, data)
    except Mismatch:
        return False
    return True


def test_acts_of_the_vectors() -> None:
    unseen = set()
    for path, text in held(FOLDER).items():
        vector: dict[str, Any] = json.loads(text)
        if not path.startswith("act/"):
            continue
        data, name = read_octets(vector["given"]["signed"]), path[4:-5]
        if vector["verdict"] == "accepted":
            SCHEMA.check("signed-act", data)
        elif vector["verdict"] == "BadShape" and fits("signed-act", data):
            unseen.add(name)
    assert unseen == RELATIONS


MADE = {
    *("signed-act", "body", "parcel", "genesis", "bundle", "bag", "case", "case-act", "declaration"),
    *("link", "receipt", "fetch", "fetched", "ping", "pong", "compare", "compared", "chunk", "chunked"),
    *("cosign", "cosigned", "sealed-request", "sealed-request-text", "sealed-reply", "line-info"),
    *("cosign", "cosigned", "leave", "collect", "collected"),
}
"""What nodes hand out. Entries, certificates and statements of opening lie in these."""

HASHED = {"bag-text", "bag-info", "parcel-info", "act-parcel-info", "statement", "refused", "location"}
"""What is sealed or hashed, an answer of the transport, or lies in a field of a body."""


@pytest.mark.slow
def test_everything_that_nodes_make() -> None:
    seen = set()
    for rule, data in all_of_them():
        SCHEMA.check(rule, data)
        seen.add(rule)
    assert seen == MADE


def test_every_way_to_answer_fits_its_own_rule() -> None:
    """Not only the last one, which takes the proofs of methods to come."""
    rules, seen = {"passkey": "touch", "shift": "shift-proof"}, set()
    for path in sorted((FOLDER / "officer").glob("*.json")):
        vector = json.loads(path.read_text())
        for each in vector["given"]["answers"] if vector["verdict"] == ACCEPTED else ():
            if rule := rules.get(each["method"]):
                SCHEMA.check(rule, read_octets(each["proof"]))
                seen.add(rule)
    assert seen == set(rules.values())


@settings(max_examples=30)
@given(st.integers(-(2**63), 2**63) | st.text(max_size=5) | st.binary(max_size=20) | st.none() | st.booleans())
def test_a_value_that_is_no_map_is_no_header(value: object) -> None:
    assert not fits("header", cbor.encode(value))


@pytest.mark.parametrize(
    ("schema", "value", "good"),
    [
        ("x = {1: uint, ? 2: tstr}", {1: 5}, True),
        ("x = {1: uint, ? 2: tstr}", {1: 5, 2: "a"}, True),
        ("x = {1: uint, ? 2: tstr}", {1: 5, 2: 2}, False),
        ("x = {1: uint, ? 2: tstr}", {2: "a"}, False),
        ("x = {1: uint, ? 2: tstr}", {1: 5, 3: 0}, False),
        ("x = {1: uint, later} later = (* int => any)", {1: 5, 3: 0}, True),
        ("x = {1: uint, later} later = (* int => any)", {1: 5, "a": 0}, False),
        ("x = [*2 uint, tstr]", [1, 2, "a"], True),
        ("x = [*2 uint, tstr]", ["a"], True),
        ("x = [*2 uint, tstr]", [1, 2, 3, "a"], False),
        ("x = [+ uint]", [], False),
        ("x = bytes .size 3", b"abc", True),
        ("x = bytes .size 3", b"ab", False),
        ("x = tstr .size (0..2)", "ก", False),
        ("x = 3..5 / null", None, True),
        ("x = 3..5 / null", 6, False),
        ("x = bytes .cbor [y<uint>] y<t> = {1: t}", cbor.encode([{1: 1}]), True),
        ("x = bytes .cbor [y<uint>] y<t> = {1: t}", cbor.encode([{1: "a"}]), False),
        ("x = bytes .cbor uint", b"\x18\x01", False),
        ("x = bool", 1, False),
        ("x = 1", True, False),
    ],
)
def test_the_part_of_cddl_that_is_known(schema: str, value: object, good: bool) -> None:
    found = Schema(schema)
    if good:
        found.check("x", cbor.encode(value))
    else:
        with pytest.raises(Mismatch):
            found.check("x", cbor.encode(value))


@pytest.mark.parametrize("text", ["x = uint .regexp 5", "x = 5 ... 7", "x = ", "x = {1: }", "x = [uint", "x // y"])
def test_what_is_not_known_is_refused(text: str) -> None:
    with pytest.raises(SyntaxError):
        Parser(text)


def test_every_rule_is_used() -> None:
    text = "\n".join(line.split(";")[0] for line in CDDL.splitlines())
    for name in SCHEMA.rules.keys() - MADE - HASHED:
        assert len(re.findall(rf"(?<![\w-]){name}(?![\w-])", text)) > 1, name
