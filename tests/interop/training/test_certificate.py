"""A training certificate is checked by whoever has the keys of authorities, and by nobody's word."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lintas.crypto.ports import Algorithm, Signer
from lintas.interop.hostile_json import UnreadableFile
from lintas.interop.training.attached import streams
from lintas.interop.training.checking import (
    CONTENT,
    FORM,
    KEY,
    SIGNATURE,
    SIGNER,
    TIME,
    WITHDRAWN,
    Outcome,
    check_training,
    read_withdrawals,
)
from lintas.interop.training.keys import FORM as KEYS_FORM
from lintas.interop.training.keys import read
from lintas.interop.training.making import withdrawals
from lintas.interop.travel.credential_form import faults
from lintas.interop.travel.verdict import FAILED, PASSED, UNKNOWN
from tests.interop.training.samples import ISSUER, NOW, PERSON, TRAINING, changed, entry, ring, signed, signer


@pytest.fixture(params=list(Algorithm), ids=lambda each: each.name)
def by(request: pytest.FixtureRequest) -> Signer:
    return signer(1, request.param)


def results(outcome: Outcome) -> dict[str, str]:
    return {each.name: each.result for each in outcome.checks}


def test_it_holds_for_whoever_has_the_keys_and_says_that_a_withdrawal_is_not_known(by: Signer) -> None:
    outcome = check_training(signed(by), ring(entry(by), entry(signer(9), code="my-ti")), (), NOW)
    assert outcome.holds
    assert outcome.certified is not None
    assert (outcome.certified.person, outcome.certified.attained) == (PERSON, "passed")
    assert outcome.certified.when == "2026-11-16 to 2026-11-20, 30 hours"
    assert outcome.certified.issuer == "Authority sg-ti (sg-ti, SG)"
    assert outcome.certified.exercise
    withdrawn = outcome.check(WITHDRAWN)
    assert withdrawn is not None
    assert (withdrawn.result, "no list of sg-ti" in withdrawn.why) == (UNKNOWN, True)


def test_of_the_person_it_has_the_name_and_of_the_dossier_nothing(by: Signer) -> None:
    found = json.loads(signed(by))
    assert list(faults(found)) == []
    assert found["proof"]["@context"] == found["@context"]
    subject = found["credentialSubject"]
    assert subject.keys() == {"type", "identifier", "activityStartDate", "activityEndDate", "achievement"}
    assert [each["identityHash"] for each in subject["identifier"]] == [PERSON]
    assert TRAINING.dossier not in signed(by)
    assert "credentialStatus" not in found


CHANGES: dict[str, Callable[[dict[str, Any]], Any]] = {
    "name": lambda said: said["credentialSubject"]["identifier"][0].update(identityHash="Somebody Else"),
    "attained": lambda said: said["credentialSubject"]["achievement"]["criteria"].update(narrative="with honours"),
    "course": lambda said: said["credentialSubject"]["achievement"].update(name="Another course"),
    "days": lambda said: said["credentialSubject"].update(activityEndDate="2027-01-01T00:00:00Z"),
    "until when": lambda said: said.update(validUntil="2099-01-01T00:00:00Z"),
    "id": lambda said: said.update(id="urn:lintas:act:another"),
    "when signed": lambda said: said["proof"].update(created="2020-01-01T00:00:00Z"),
}


@pytest.mark.parametrize("part", CHANGES)
def test_whoever_changes_a_word_of_it_breaks_the_signature(part: str, by: Signer) -> None:
    outcome = check_training(changed(signed(by), CHANGES[part]), ring(entry(by)), (), NOW)
    assert not outcome.holds
    assert results(outcome)[SIGNATURE] == FAILED
    assert outcome.certified is None


def test_other_contexts_than_those_of_the_proof_are_no_form_of_it(by: Signer) -> None:
    other = changed(signed(by), lambda said: said["@context"].__setitem__(1, "https://context.example"))
    assert results(check_training(other, ring(entry(by)), (), NOW)) == {FORM: FAILED}


def test_one_that_is_signed_by_a_stranger_has_no_signer_whatever_name_stands_in_it(by: Signer) -> None:
    stranger = signer(7)
    outcome = check_training(signed(stranger), ring(entry(by)), (), NOW)
    assert (outcome.holds, results(outcome)) == (False, {FORM: PASSED, SIGNER: FAILED})
    assert outcome.certified is None

    def as_ours(said: dict[str, Any]) -> None:
        said["proof"]["verificationMethod"] = json.loads(signed(by))["proof"]["verificationMethod"]

    pretended = check_training(changed(signed(stranger), as_ours), ring(entry(by)), (), NOW)
    assert not pretended.holds


def test_it_holds_to_its_last_day_and_not_before_it_was_made(by: Signer) -> None:
    data = signed(by, replace(TRAINING, holds_until="2026-12-31"))
    keys = ring(entry(by))
    assert check_training(data, keys, (), NOW).holds
    late = check_training(data, keys, (), NOW + timedelta(days=40))
    early = check_training(data, keys, (), NOW - timedelta(days=40))
    assert [(each.holds, results(each)[TIME]) for each in (late, early)] == [(False, FAILED)] * 2
    assert check_training(signed(by), keys, (), NOW + timedelta(days=9_999)).holds


def test_a_key_that_was_renewed_still_speaks_and_one_that_was_stolen_does_not(by: Signer) -> None:
    data, new = signed(by), signer(3)
    assert check_training(data, ring(entry(new, by)), (), NOW).holds
    stolen = check_training(data, ring(entry(new, by, revoked={by.public: NOW})), (), NOW)
    assert (stolen.holds, results(stolen)[KEY]) == (False, FAILED)
    assert "ask sg-ti for a new certificate" in stolen.checks[2].why


def test_a_list_says_what_was_withdrawn_and_as_of_when_what_was_not(by: Signer) -> None:
    keys, data = ring(entry(by), entry(signer(9), code="my-ti")), signed(by)
    empty = read_withdrawals(withdrawals([], ISSUER, by, NOW), keys)
    outcome = check_training(data, keys, [empty], NOW)
    withdrawn = outcome.check(WITHDRAWN)
    assert outcome.holds
    assert withdrawn is not None
    assert withdrawn.why == "not withdrawn as of 2026-11-29; later is not known"
    on_it = withdrawals([(TRAINING.act, int(NOW.timestamp() * 1000))], ISSUER, by, NOW)
    later = NOW + timedelta(days=2)
    newer = read_withdrawals(withdrawals([], ISSUER, by, later), keys)
    taken = check_training(data, keys, [newer, read_withdrawals(on_it, keys)], later)
    assert (taken.holds, results(taken)[WITHDRAWN]) == (False, FAILED)
    assert PERSON not in on_it.decode()


def test_a_list_of_somebody_else_withdraws_nothing(by: Signer) -> None:
    other = signer(9)
    keys = ring(entry(by), entry(other, code="my-ti"))
    theirs = read_withdrawals(withdrawals([(TRAINING.act, 0)], ISSUER, other, NOW), keys)
    assert results(check_training(signed(by), keys, [theirs], NOW))[WITHDRAWN] == UNKNOWN
    with pytest.raises(UnreadableFile, match="signer"):
        read_withdrawals(withdrawals([], ISSUER, signer(7), NOW), keys)
    with pytest.raises(UnreadableFile, match="form"):
        read_withdrawals(signed(by), keys)
    renewed = ring(entry(signer(3), by, revoked={by.public: NOW}))
    with pytest.raises(UnreadableFile, match="somebody else may have"):
        read_withdrawals(withdrawals([], ISSUER, by, NOW), renewed)


def test_one_that_says_too_little_does_not_hold(by: Signer) -> None:
    outcome = check_training(signed(by, replace(TRAINING, person="")), ring(entry(by)), (), NOW)
    assert (outcome.holds, results(outcome)[CONTENT]) == (False, FAILED)


@pytest.mark.parametrize("code", [b"", b"{", b"[]", b'{"type": "OpenBadgeCredential"}', b"\xff", b"{}" * 40_000])
def test_what_is_no_certificate_gets_an_outcome_and_no_exception(code: bytes) -> None:
    assert results(check_training(code, ring(), (), NOW)) == {FORM: FAILED}


@pytest.mark.parametrize(
    "wrong",
    [{}, {"authorities": [1]}, {"authorities": [{"verificationMethod": []}]},
     {"authorities": [{"verificationMethod": [{"publicKeyMultibase": "zzz"}]}]},
     {"authorities": [{"verificationMethod": ["z6Mk"]}]}],
)  # fmt: skip
def test_a_file_of_keys_that_is_none_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UnreadableFile):
        read({"form": KEYS_FORM, **wrong})


def test_a_key_of_two_authorities_is_refused(by: Signer) -> None:
    with pytest.raises(UnreadableFile, match="another authority"):
        ring(entry(by), entry(by, code="my-ti"))


def test_what_is_deflated_in_a_file_is_bounded() -> None:
    bomb = b"stream\n" + zlib.compress(bytes(10_000_000)) + b"\nendstream"
    plain = b"stream\r\nsmall\nendstream"
    assert list(streams(bomb + plain, 64)) == [b"small\n"]
