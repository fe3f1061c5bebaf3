"""What label 19 may hold, by the form of the act, and what a FORK proves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lintas.dossier.control import (
    Disown,
    Erasure,
    Fork,
    Pin,
    Release,
    control_of,
    disown_fields,
    erasure_fields,
    fork_fields,
    pin_fields,
    release_fields,
)
from lintas.dossier.header import Act, Form, Header
from lintas.dossier.header_bytes import encode
from lintas.dossier.verdict import Verdict
from lintas.wire.errors import Malformed
from lintas.wire.identifiers import NULL16, NULL32
from lintas.wire.limits import LIMITS
from lintas.wire.shape import BadShape
from tests.dossier.acts import OTHER_REG, REG, SEAL, A, Acts, B, C, fork_of

ID = b"i" * 32


def header(form: Form, control: dict[int, Any] | None) -> Header:
    verb = "say" if form is Form.VERB else ""
    seal = replace(SEAL, epoch=NULL16) if form is Form.KEY else None
    return Header(b"d" * 16, A, 1, 2, b"p" * 32, (), 2, 0, REG, form, verb, seal=seal, control=control)


def first(control: dict[int, Any] | None) -> Header:
    return Header(NULL16, A, 1, 1, NULL32, (), 1, 0, REG, verb="open", control=control)


def test_each_form_reads_its_own_control() -> None:
    pin, disown, erasure = Pin("errand", 1, ID), Disown((REG,), (ID,)), Erasure((ID, REG))
    assert control_of(first(pin_fields(pin))) == pin
    assert control_of(header(Form.DISOWN, disown_fields(disown))) == disown
    assert control_of(header(Form.ERASE, erasure_fields(erasure))) == erasure
    assert control_of(header(Form.ERASED, erasure_fields(erasure))) == erasure
    release = Release((ID, REG), (A, B))
    assert control_of(header(Form.RELEASE, release_fields(release))) == release
    assert control_of(header(Form.KEY, None)) is None
    assert control_of(header(Form.VERB, None)) is None
    acts = Acts()
    pair = [(encode(act.header), bytes(64)) for act in (acts.first, acts.add(B, [acts.first]))]
    fork = control_of(header(Form.FORK, fork_fields(*pair)))
    assert isinstance(fork, Fork)
    assert [(side.act, side.payload, side.signature) for side in (fork.one, fork.other)] == [
        (act, *parts) for act, parts in zip(acts.made, pair, strict=True)
    ]


PAIR = [encode(Acts().first.header), bytes(64)]
WRONG: list[tuple[Header, int]] = [
    (first(None), 1),
    (first({1: "x" * 65, 2: 1, 3: ID}), 1),
    (first({1: "errand", 2: 0, 3: ID}), 2),
    (first({1: "errand", 2: 1, 3: ID[:31]}), 3),
    (header(Form.VERB, {}), 0),
    (header(Form.VERB, {1: 1}), 0),
    (header(Form.KEY, {}), 0),
    (header(Form.FORK, None), 1),
    (header(Form.FORK, {1: PAIR}), 2),
    (header(Form.FORK, {1: PAIR, 2: PAIR[:1]}), 2),
    (header(Form.FORK, {1: [*PAIR, b""], 2: PAIR}), 1),
    (header(Form.FORK, {1: [PAIR[0], "signature"], 2: PAIR}), 1),
    (header(Form.DISOWN, {1: [b"short"]}), 1),
    (header(Form.DISOWN, {1: [REG], 2: ID}), 2),
    (header(Form.ERASE, {1: ID}), 1),
    (header(Form.ERASED, {1: [ID] * (LIMITS.erased_max + 1)}), 1),
    (header(Form.RELEASE, {1: [ID] * (LIMITS.released_max + 1), 2: [A]}), 1),
    (header(Form.RELEASE, {1: [ID], 2: [ID]}), 2),
    (header(Form.RELEASE, {1: [ID], 2: [each.to_bytes(16, "big") for each in range(LIMITS.parties_max + 1)]}), 2),
    (header(Form.RELEASE, {1: [ID], 2: A}), 2),
]


@pytest.mark.parametrize(("wrong", "label"), WRONG)
def test_what_a_form_may_not_carry_is_refused_by_its_label(wrong: Header, label: int) -> None:
    with pytest.raises(BadShape) as caught:
        control_of(wrong)
    assert caught.value.label == label


@pytest.mark.parametrize("side", [b"", b"\xa0", encode(first(None))[:-1], bytes(LIMITS.header_bytes_max + 1)])
def test_a_fork_of_what_is_no_header_is_refused(side: bytes) -> None:
    with pytest.raises(Malformed):
        control_of(header(Form.FORK, {1: [side, bytes(64)], 2: PAIR}))


def test_a_control_with_other_keys_than_numbers_is_refused() -> None:
    with pytest.raises(BadShape):
        control_of(header(Form.ERASE, {"acts": [ID]}))  # type: ignore[dict-item]


def verdict_of_fork(acts: Acts, one: Act, other: Act) -> tuple[Verdict, str]:
    replica = acts.replica()
    fork = acts.add(C, [acts.first], form=Form.FORK, control=fork_of(one, other))
    (judged,) = replica.receive(fork)
    return judged.verdict, judged.rule


def test_a_fork_counts_if_two_acts_lie_at_one_place() -> None:
    acts = Acts()
    one, other = acts.add(B, [acts.first]), acts.add(B, [acts.first], time_ms=99)
    assert verdict_of_fork(acts, one, other) == (Verdict.COUNTED, "")


def test_a_fork_at_the_first_act_of_a_dossier_is_none() -> None:
    """Every dossier that a node opens begins with number 1 of the same incarnation: two of them prove nothing."""
    acts, another = Acts(), Acts(members=(B, C, A))
    assert acts.first.header.chain == another.first.header.chain
    assert verdict_of_fork(acts, acts.first, another.first) == (Verdict.VOID, "FORK")
    assert verdict_of_fork(acts, another.first, acts.first) == (Verdict.VOID, "FORK")


def test_a_fork_in_another_dossier_says_nothing_here() -> None:
    acts, another = Acts(), Acts(members=(B, C, A))
    one, other = another.add(B, [another.first]), another.add(B, [another.first], time_ms=99)
    assert verdict_of_fork(acts, one, other) == (Verdict.VOID, "FORK")


def no_forks() -> dict[str, tuple[Acts, Act, Act]]:
    acts = Acts()
    one = acts.add(B, [acts.first])
    return {
        "the same act twice": (acts, one, one),
        "numbers that follow each other": (acts, one, acts.add(B, [acts.first, one])),
        "two incarnations": (acts, one, acts.add(B, [acts.first], incarnation=2)),
        "two authors": (acts, one, acts.add(A, [acts.first], incarnation=2)),
    }


@pytest.mark.parametrize("name", no_forks())
def test_what_is_no_fork_is_void(name: str) -> None:
    assert verdict_of_fork(*no_forks()[name]) == (Verdict.VOID, "FORK")


def disown(acts: Acts, **fields: Any) -> tuple[Verdict, str]:
    replica = acts.replica()
    control = disown_fields(Disown(fields.get("regs", (OTHER_REG,)), fields.get("good", ())))
    made = acts.add(A, [acts.made[-1]], form=Form.DISOWN, control=control)
    (judged,) = replica.receive(made)
    return judged.verdict, judged.rule


def test_a_disown_names_an_old_key_and_good_acts_of_its_author_that_it_saw() -> None:
    acts = Acts()
    assert disown(acts) == (Verdict.COUNTED, "")
    assert disown(acts, good=(acts.first.id,)) == (Verdict.COUNTED, "")
    assert disown(acts, regs=()) == (Verdict.VOID, "DISOWN")
    assert disown(acts, regs=(REG,)) == (Verdict.VOID, "DISOWN"), "its own key cannot disown itself"
    assert disown(acts, good=(ID,)) == (Verdict.VOID, "DISOWN"), "nobody knows this act"


def test_a_disown_cannot_call_good_what_it_did_not_see_or_another_made() -> None:
    acts = Acts()
    unseen = acts.add(A, [acts.first], incarnation=7)
    others = acts.add(B, [acts.first])
    assert disown(acts, good=(unseen.id,)) == (Verdict.VOID, "DISOWN")
    assert disown(acts, good=(others.id,)) == (Verdict.VOID, "DISOWN")
