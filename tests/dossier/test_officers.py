"""Officers: who may answer for an act, for which one, and how often one person counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lintas.crypto.cose import sign1
from lintas.crypto.errors import BadSignature
from lintas.dossier.officer_errors import NotCertified, OfficerError, TooFewOfficers, UnknownMethod
from lintas.dossier.officers import (
    APPROVER,
    AUTHOR,
    CERTIFICATE_KIND,
    PROOF_BYTES_MAX,
    Answer,
    Certificate,
    Statement,
    answer,
    answer_fields,
    check_answer,
    check_answers,
    issue,
    read_answer,
    read_certificate,
)
from lintas.wire import cbor
from lintas.wire.errors import Malformed
from lintas.wire.limits import LIMITS
from lintas.wire.shape import BadShape
from tests.dossier.people import SUITE, XA, XB, seed

KIND = "errand"
NOW_MS = 1_790_000_000_000
STATEMENT = Statement(b"d" * 16, "request", None, b"p" * 32, (XB.authority.id,), b"n" * 16)


def certificate(name: str, **changed: Any) -> Certificate:
    key = SUITE.signer(seed(name)).public
    made = Certificate(XA.authority.id, name, key, (AUTHOR, APPROVER), NOW_MS - 10, NOW_MS + 10)
    return replace(made, **changed)


def answered(name: str, role: str = AUTHOR, statement: Statement = STATEMENT, **changed: Any) -> Answer:
    return answer(SUITE.signer(seed(name)), issue(XA.issuing, certificate(name, **changed)), role, statement)


def check(given: Answer, statement: Statement = STATEMENT, at_ms: int = NOW_MS) -> Certificate:
    return check_answer(SUITE, given, statement, XA.authority, kind=KIND, at_ms=at_ms)


def test_a_certified_officer_answers_for_what_was_shown() -> None:
    assert check(answered("one")) == certificate("one")
    assert check(answered("one", APPROVER)).pseudonym == "one"
    for edge in (NOW_MS - 10, NOW_MS + 10):
        assert check(answered("one"), at_ms=edge) == certificate("one")


OTHER_STATEMENTS = {
    "dossier": replace(STATEMENT, dossier=bytes(16)),
    "verb": replace(STATEMENT, verb="answer"),
    "item": replace(STATEMENT, item=b"i" * 16),
    "payload": replace(STATEMENT, payload_hash=bytes(32)),
    "audience": replace(STATEMENT, audience=(XA.authority.id, XB.authority.id)),
    "nobody": replace(STATEMENT, audience=()),
    "nonce": replace(STATEMENT, nonce=bytes(16)),
}


@pytest.mark.parametrize("other", OTHER_STATEMENTS.values(), ids=OTHER_STATEMENTS)
def test_an_answer_is_for_one_statement_only(other: Statement) -> None:
    assert other.challenge() != STATEMENT.challenge()
    with pytest.raises(BadSignature):
        check(answered("one"), other)


@given(parties=st.lists(st.binary(min_size=16, max_size=16), max_size=4, unique=True), data=st.data())
def test_the_order_of_the_audience_does_not_matter(parties: list[bytes], data: st.DataObject) -> None:
    shuffled = tuple(data.draw(st.permutations(parties)))
    assert replace(STATEMENT, audience=shuffled).challenge() == replace(STATEMENT, audience=tuple(parties)).challenge()


OTHER_KEY = SUITE.signer(seed("thief"))
BAD: dict[str, tuple[Answer, type[Exception]]] = {
    "of another authority": (answered("one", authority=XB.authority.id), NotCertified),
    "not for this role": (answered("one", AUTHOR, roles=(APPROVER,)), NotCertified),
    "for no role": (answered("one", roles=()), NotCertified),
    "for a role that nobody has": (answered("one", "minister"), NotCertified),
    "expired": (answered("one", until_ms=NOW_MS - 1), NotCertified),
    "not yet valid": (answered("one", from_ms=NOW_MS + 1), NotCertified),
    "issued by another authority": (
        replace(answered("one"), certificate=issue(XB.issuing, certificate("one"))),
        BadSignature,
    ),
    "issued by the key that signs acts": (
        replace(answered("one"), certificate=issue(XA.signer, certificate("one"))),
        BadSignature,
    ),
    "signed by another officer": (answer(OTHER_KEY, answered("one").certificate, AUTHOR, STATEMENT), BadSignature),
    "by a method unknown here": (replace(answered("one"), method="webauthn"), UnknownMethod),
    "with a proof too short": (replace(answered("one"), proof=b"proof"), BadSignature),
    "with no certificate": (replace(answered("one"), certificate=b""), Malformed),
    "with an act for a certificate": (
        replace(answered("one"), certificate=sign1(XA.issuing, b"\xa0", kind="act")),
        Malformed,
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_whoever_is_not_entitled_does_not_answer(name: str) -> None:
    given, cause = BAD[name]
    with pytest.raises(cause):
        check(given)


def both(*given: Answer, persons: int = 2) -> tuple[Certificate, ...]:
    return check_answers(SUITE, given, STATEMENT, XA.authority, kind=KIND, at_ms=NOW_MS, persons=persons)


def test_two_persons_are_two_pseudonyms() -> None:
    assert {c.pseudonym for c in both(answered("one"), answered("two", APPROVER))} == {"one", "two"}
    with pytest.raises(TooFewOfficers) as caught:
        both(answered("one"), answered("one", APPROVER))
    assert (caught.value.found, caught.value.needed) == (1, 2)
    renewed = answered("one", APPROVER, until_ms=NOW_MS + 99)
    assert renewed.certificate != answered("one").certificate
    with pytest.raises(TooFewOfficers):
        both(answered("one"), renewed)


def test_nobody_answers_for_nothing() -> None:
    with pytest.raises(TooFewOfficers):
        both(persons=1)
    assert both(persons=0) == ()


def test_one_bad_answer_spoils_the_rest() -> None:
    with pytest.raises(OfficerError):
        both(answered("one"), answered("two", until_ms=1), persons=1)


def test_a_certificate_comes_back_and_each_field_is_checked() -> None:
    good = certificate("one")
    assert read_certificate(SUITE, issue(XA.issuing, good), XA.authority) == good
    fields: dict[int, Any] = {1: good.authority, 2: "one", 3: good.public, 4: [AUTHOR], 5: 1, 6: 2}
    wrong: dict[int, Any] = {1: b"short", 2: "x" * 65, 3: bytes(31), 4: [AUTHOR] * 17, 5: -1, 6: 2**63}
    for label, value in wrong.items():
        for bad in ({**fields, label: value}, {k: v for k, v in fields.items() if k != label}):
            with pytest.raises(BadShape) as caught:
                read_certificate(SUITE, sign1(XA.issuing, cbor.encode(bad), kind=CERTIFICATE_KIND), XA.authority)
            assert caught.value.label == label


def test_an_answer_comes_back_from_a_body_or_is_refused() -> None:
    given = answered("one")
    assert read_answer(answer_fields(given)) == given
    parts = answer_fields(given)
    bad: list[object] = [
        None, {}, parts[:3], [*parts, 1], [1, *parts[1:]], [parts[0], "x", *parts[2:]], [*parts[:3], "proof"],
        ["x" * 33, *parts[1:]], [parts[0], bytes(LIMITS.header_bytes_max + 1), *parts[2:]],
        [*parts[:3], bytes(PROOF_BYTES_MAX + 1)],
    ]  # fmt: skip
    for wrong in bad:
        with pytest.raises(BadShape):
            read_answer(wrong)
