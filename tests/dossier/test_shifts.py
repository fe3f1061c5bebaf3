"""Shifts: one touch at the beginning; for how long, for which verbs, by which key."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lintas.crypto.errors import BadSignature
from lintas.dossier.officer_errors import NotInShift, ShiftOver, UnknownPasskey, UserNotVerified, WrongChallenge
from lintas.dossier.officers import AUTHOR, PASSKEY, SHIFT, Answer, issue, shift_answer
from lintas.dossier.passkeys import Assertion, write_assertion
from lintas.dossier.shifts import (
    KINDS_MAX,
    SHIFT_MS_MAX,
    VERBS_MAX,
    Shift,
    read_shift_proof,
    read_terms,
    terms_challenge,
    write_shift_proof,
    write_terms,
)
from lintas.wire import cbor
from lintas.wire.errors import Malformed
from lintas.wire.shape import BadShape
from tests.dossier.people import SUITE, XA, seed
from tests.dossier.test_officers import KIND, NOW_MS, STATEMENT, certificate, check
from tests.dossier.test_passkeys import KEY, LISTED, SECOND

HOUR_MS = 60 * 60 * 1000
OF_SHIFT = SUITE.signer(seed("the key of a shift"))
GOOD = Shift(OF_SHIFT.public, NOW_MS - HOUR_MS, NOW_MS + HOUR_MS, {KIND: ("request",)}, b"n" * 16)


def begun(shift: Shift = GOOD, touch: Assertion | None = None, signer: Any = OF_SHIFT, **changed: Any) -> Answer:
    terms = write_terms(shift)
    touch = touch or KEY.touch(terms_challenge(terms))
    issued = issue(XA.issuing, certificate("one", **{"passkeys": LISTED, "from_ms": 0, "until_ms": 2**50, **changed}))
    return shift_answer(signer, terms, touch, issued, AUTHOR, STATEMENT)


def test_the_key_of_a_shift_answers_while_it_lasts_for_the_verbs_that_were_touched_for() -> None:
    given = begun()
    assert check(given).pseudonym == "one"
    for edge in (GOOD.from_ms, GOOD.until_ms):
        check(given, at_ms=edge)
    for beyond in (GOOD.from_ms - 1, GOOD.until_ms + 1):
        with pytest.raises(ShiftOver):
            check(given, at_ms=beyond)
    check(begun(touch=SECOND.touch(terms_challenge(write_terms(GOOD)))))


TOUCH = KEY.touch(terms_challenge(write_terms(GOOD)))
BAD: dict[str, tuple[Answer, type[Exception]]] = {
    "for another verb": (begun(replace(GOOD, verbs={KIND: ("answer", "")})), NotInShift),
    "for the verb in another kind": (begun(replace(GOOD, verbs={"hot line": ("request",)})), NotInShift),
    "for nothing": (begun(replace(GOOD, verbs={})), NotInShift),
    "too long": (begun(replace(GOOD, until_ms=GOOD.from_ms + SHIFT_MS_MAX + 1)), ShiftOver),
    "that ends before it begins": (begun(replace(GOOD, from_ms=NOW_MS + 1, until_ms=NOW_MS)), ShiftOver),
    "by another key": (begun(signer=SUITE.signer(seed("thief"))), BadSignature),
    "with other terms than were touched for": (begun(replace(GOOD, until_ms=NOW_MS + 1), TOUCH), WrongChallenge),
    "with a touch for the act": (begun(touch=KEY.touch(STATEMENT.challenge())), WrongChallenge),
    "by anybody": (begun(touch=KEY.touch(terms_challenge(write_terms(GOOD)), flags=1)), UserNotVerified),
    "of a passkey that is listed no more": (begun(passkeys=LISTED[1:]), UnknownPasskey),
    "called a touch": (replace(begun(), method=PASSKEY), Malformed),
    "with a touch alone": (replace(begun(), proof=write_assertion(TOUCH)), Malformed),
}


@pytest.mark.parametrize("name", BAD)
def test_a_shift_does_not_count(name: str) -> None:
    given, cause = BAD[name]
    with pytest.raises(cause):
        check(given)


def test_the_longest_shift_counts() -> None:
    check(begun(replace(GOOD, until_ms=GOOD.from_ms + SHIFT_MS_MAX)))


def test_an_answer_of_a_shift_is_for_one_statement_only() -> None:
    for other in (replace(STATEMENT, audience=()), replace(STATEMENT, payload_hash=bytes(32))):
        with pytest.raises(BadSignature):
            check(begun(), other)


def test_a_reader_sees_what_was_touched_for_and_when() -> None:
    given = begun()
    assert given.method == SHIFT
    assert read_terms(read_shift_proof(given.proof).terms) == GOOD


def test_each_part_of_terms_and_proof_is_checked() -> None:
    fields: dict[int, Any] = {1: GOOD.key, 2: 1, 3: 2, 4: {KIND: ["request"]}, 5: GOOD.nonce}
    wrong: list[tuple[int, Any]] = [
        (1, bytes(31)), (2, -1), (3, 2**63), (4, []), (4, {1: []}), (4, {KIND: "request"}), (4, {KIND: [1]}),
        (4, {KIND: ["x" * 65]}), (4, {"x" * 65: []}), (4, {KIND: ["x"] * (VERBS_MAX + 1)}),
        (4, {str(number): [] for number in range(KINDS_MAX + 1)}), (5, bytes(15)),
    ]  # fmt: skip
    for label, value in wrong:
        with pytest.raises(BadShape) as caught:
            read_terms(cbor.encode({**fields, label: value}))
        assert caught.value.label == label
    proof = {1: write_terms(GOOD), 2: write_assertion(TOUCH), 3: bytes(64)}
    for label, value in ((1, bytes(4_097)), (2, b"touch"), (3, bytes(63))):
        with pytest.raises(Malformed):
            read_shift_proof(cbor.encode({**proof, label: value}))
    assert read_shift_proof(write_shift_proof(proof[1], proof[2], proof[3])).touch == TOUCH
