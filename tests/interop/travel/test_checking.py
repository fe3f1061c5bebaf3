"""A code of any form is checked as what it is, and only against signers that are trusted for that form and sort."""

from __future__ import annotations

import json

import pytest

from lintas.interop.travel.checking import CREDENTIAL, HEALTH, SEAL, Signer, check_code, form_of
from lintas.interop.travel.verdict import FAILED, UNKNOWN
from tests.interop.travel.signing import BORN, NAME, NOW, credential, health, jwt, proven, seal, signer

BY = signer()
CODES = {
    HEALTH: (health(BY).encode(), "vaccination"),
    SEAL: (seal(BY), "test"),
    CREDENTIAL: (json.dumps(proven(BY, credential())).encode(), "permit to work"),
}


@pytest.mark.parametrize("form", CODES)
def test_it_is_known_by_its_form_and_holds_for_signers_of_that_form_and_sort(form: str) -> None:
    code, sort = CODES[form]
    assert form_of(code) == form
    for trusted in (Signer(BY.certificate), Signer(BY.certificate, form, frozenset({sort, "other"}))):
        verdict = check_code(b" " + code + b"\n", [trusted], NOW)
        assert verdict.holds, verdict
        assert (verdict.sort, verdict.holder.name, verdict.holder.born) == (sort, NAME, BORN)
    others = [Signer(BY.certificate, other) for other in CODES if other != form]
    assert check_code(code, others, NOW).result("signer") == UNKNOWN
    verdict = check_code(code, [Signer(BY.certificate, form, frozenset({"recovery"}))], NOW)
    assert verdict.result("right to sign this") == FAILED
    assert not verdict.holds
    both = [Signer(BY.certificate, form, frozenset({"recovery"})), Signer(BY.certificate, form, frozenset({sort}))]
    assert check_code(code, both, NOW).holds


def test_a_jwt_is_a_credential() -> None:
    assert form_of(jwt(BY, credential()).encode()) == CREDENTIAL


@pytest.mark.parametrize("code", [
    b"", b"\xff\xfe", b"nothing", b"HC1:", b"{", b'{"data": {"hdr": {}}, "sig": {"cer": "\\ud800"}}',
])  # fmt: skip
def test_what_is_no_code_gets_a_verdict_and_no_exception(code: bytes) -> None:
    assert not check_code(code, [Signer(BY.certificate)], NOW).holds
