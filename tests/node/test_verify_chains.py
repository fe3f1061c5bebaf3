"""The chains of a case: a hole is named, and so are two acts at one place."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from lintas.dossier.header import Act
from lintas.node.verify_acts import Exam, Piece, _check_chains
from tests.dossier.acts import Acts, B
from tests.node.hostile import federation


def found(*acts: Act) -> list[str]:
    """What is said of these acts; nothing but their headers is looked at."""
    node = federation("aa-ca", "bb-ca").nodes["aa-ca"]
    exam = Exam(node.suite, node.federation, cast("Any", None))
    exam.pieces = [Piece(number, cast("Any", None), act, proven=True) for number, act in enumerate(acts, 1)]
    exam.by_id = {piece.act.id: piece for piece in exam.pieces}
    _check_chains(exam)
    return [each.code for each in exam.findings]


def test_a_chain_goes_on_one_by_one() -> None:
    acts = Acts()
    one = acts.add(B, [acts.first])
    two = acts.add(B, [one])
    far = acts.keep(replace(two.header, sequence=3))
    headless = acts.keep(replace(one.header, sequence=2))
    assert found(acts.first, one, two) == []
    assert found(acts.first, one, far) == ["broken-chain"]
    assert found(acts.first, headless) == ["broken-chain"]


def test_two_acts_at_one_place_are_a_fork() -> None:
    acts = Acts()
    one = acts.add(B, [acts.first])
    assert found(acts.first, one, acts.keep(replace(one.header, verb="agree"))) == ["fork"]
