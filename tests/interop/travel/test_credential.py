"""W3C credentials: the published set has the verdicts that it states, and what is signed holds for who signed it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from lintas.interop.hostile_json import UnreadableFile
from lintas.interop.travel import multikey
from lintas.interop.travel.credential import check_credential
from lintas.interop.travel.verdict import FAILED, PASSED, UNKNOWN, Verdict
from tests.interop.travel.signing import BORN, NAME, NOW, Signing, credential, jwt, proven, signer, text, when
from tests.shared import folder, shared

FILES = sorted((folder() / "standards/w3c-vc/data").rglob("*.json*"))
UNJUDGED = ("holder-mismatch", "no-holder")
"""The suite has these two and never uses them: nobody says what they come to."""
PLACEHOLDERS = {b"PAST DATE": b"2020-01-01T00:00:00Z", b"FUTURE DATE": b"2090-01-01T00:00:00Z"}
"""The suite puts times in their place before it uses the file."""


def expected(file: Path) -> bool:
    """What the name of a file says of it."""
    name = file.stem
    return not ("-fail" in name or "-bad" in name or ("-missing-" in name and file.parent.name == "v1"))


def test_the_published_set_is_there() -> None:
    assert shared("standards/w3c-vc").is_dir()
    assert len(FILES) >= 111
    assert 45 <= sum(not expected(each) for each in FILES) <= 55


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_published_credential_has_the_form_that_its_name_states(file: Path) -> None:
    data = file.read_bytes()
    for placeholder, time in PLACEHOLDERS.items():
        data = data.replace(placeholder, time)
    verdict = check_credential(data, [], NOW)
    assert not verdict.holds, "none of them is signed by anybody who is trusted"
    if not file.stem.endswith(UNJUDGED):
        assert (verdict.result("form") == PASSED) == expected(file), verdict


@pytest.fixture(scope="module", params=[False, True], ids=["P-256", "Ed25519"])
def by(request: pytest.FixtureRequest) -> Signing:
    return signer(edwards=request.param)


def judged(said: object, *trusted: Signing, now: Any = NOW) -> Verdict:
    data = said.encode() if isinstance(said, str) else json.dumps(said).encode()
    return check_credential(data, [each.certificate for each in trusted], now)


def test_a_proof_holds_for_its_signer_and_nobody_else(by: Signing) -> None:
    verdict = judged(proven(by, credential()), signer(), by)
    assert verdict.holds, verdict
    assert (verdict.state, verdict.sort, verdict.signer) == ("XA", "permit to work", by.certificate.der)
    assert (verdict.holder.name, verdict.holder.born) == (NAME, BORN)
    assert NAME not in repr(verdict)
    assert judged(proven(by, credential()), signer()).result("signer") == UNKNOWN
    assert judged(proven(by, credential())).result("signer") == UNKNOWN


def test_a_jwt_holds_in_every_form_in_which_it_is_shown(by: Signing) -> None:
    token = jwt(by, credential())
    enclosing = {"@context": "https://www.w3.org/ns/credentials/v2", "type": "EnvelopedVerifiableCredential"}
    enclosing["id"] = f"data:application/vc+jwt,{token}"
    presented = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"]}
    for said in (token, enclosing, presented | {"verifiableCredential": [enclosing]}):
        assert judged(said, by).holds, said
    assert judged(jwt(by, credential(), x5c=[_standard(by)]), signer(), by).holds
    assert judged(jwt(by, credential(), x5c=[_standard(signer())]), by).result("signer") == UNKNOWN
    assert judged(jwt(by, credential(), kid=f"did:key:{multikey.multikey(by.certificate)}"), by).holds


def _standard(by: Signing) -> str:
    return text(by.certificate.der).replace("-", "+").replace("_", "/")


def test_a_jwt_of_data_model_1_says_in_its_claims_whose_it_is_and_until_when(by: Signing) -> None:
    inside = {"@context": ["https://www.w3.org/2018/credentials/v1"], "type": ["VerifiableCredential"],
              "credentialSubject": {"name": NAME}}  # fmt: skip
    claims = {"vc": inside, "iss": "did:example:issuer", "sub": "did:example:subject",
              "nbf": (NOW - timedelta(days=1)).timestamp(), "exp": (NOW + timedelta(days=1)).timestamp()}  # fmt: skip
    assert judged(jwt(by, claims), by).holds
    assert judged(jwt(by, claims), by, now=NOW + timedelta(days=2)).result("time") == FAILED
    assert judged(jwt(by, claims | {"nbf": "noon"}), by).result("form") == FAILED
    assert judged(jwt(by, {"vc": 5}), by).result("form") == FAILED


@pytest.mark.parametrize("changed", [
    {"issuer": "https://other.example"}, {"validUntil": "2090-01-01T00:00:00Z"},
    {"credentialSubject": {"name": "Other"}}, {"name": "a name more"},
    {"@context": ["https://www.w3.org/ns/credentials/v2", "x:y"]},
])  # fmt: skip
def test_nothing_can_be_changed_after_it_was_signed(by: Signing, changed: dict[str, Any]) -> None:
    verdict = judged(proven(by, credential()) | changed, by)
    assert verdict.result("signature") == FAILED
    if "@context" not in changed:
        assert verdict.result("signer") == PASSED, "the key that it names is trusted, and did not sign this"


@pytest.mark.parametrize(("option", "value"), [
    ("created", "2020-01-02T00:00:00Z"), ("proofPurpose", "authentication"), ("cryptosuite", "eddsa-rdfc-2022"),
    ("proofValue", "z0"), ("proofValue", 5), ("verificationMethod", 5), ("type", "Ed25519Signature2020"),
])  # fmt: skip
def test_an_option_of_the_proof_that_is_another_is_noticed(by: Signing, option: str, value: Any) -> None:
    whole = proven(by, credential())
    whole["proof"][option] = value
    assert not judged(whole, by).holds


def test_what_was_signed_for_something_else_or_asks_for_more_than_is_known_does_not_hold(by: Signing) -> None:
    assert not judged(proven(by, credential(), proofPurpose="authentication"), by).holds
    assert not judged(jwt(by, credential(), crit=["b64"]), by).holds
    assert not judged(jwt(by, credential(), alg="none"), by).holds


RESOURCE = {"id": "https://exercise.example/a", "digestSRI": "sha384-x"}


@pytest.mark.parametrize("part", [
    {"relatedResource": [RESOURCE, RESOURCE]}, {"relatedResource": {"id": "https://exercise.example/a"}},
    {"relatedResource": {"digestSRI": "sha384-x"}}, {"credentialSubject": {}},
    {"credentialSubject": [{"id": "x:y"}, {}]}, {"issuer": None}, {"issuer": {"id": "nobody"}},
    {"validFrom": "2026-01-01"}, {"name": 5}, {"type": "WorkPermit"},
    {"type": ["VerifiableCredential", "Undefined"], "@context": "https://www.w3.org/ns/credentials/v2"},
])  # fmt: skip
def test_a_part_that_is_not_as_the_data_model_has_it_is_noticed_whoever_signed(
    by: Signing, part: dict[str, Any]
) -> None:
    assert judged(proven(by, credential() | part), by).result("form") == FAILED


def test_it_holds_in_its_time_alone_and_as_long_as_its_signer(by: Signing) -> None:
    whole = proven(by, credential())
    assert judged(whole, by, now=NOW - timedelta(days=20 * 365)).result("time") == FAILED
    assert judged(whole, by, now=NOW + timedelta(days=365)).result("time") == FAILED
    assert judged(proven(by, credential(validFrom=when(1))), by).result("time") == FAILED
    endless = proven(by, credential(validUntil=None))
    assert judged(endless, by, now=NOW + timedelta(days=365)).holds
    assert judged(endless, by, now=NOW + timedelta(days=4000)).result("time") == FAILED


def test_who_signs_must_be_named_and_one_person_shown_at_a_time(by: Signing) -> None:
    assert judged(proven(by, credential(issuer=None)), by).result("content") == FAILED
    two = credential(credentialSubject=[{"name": "A"}, {"name": "B"}])
    assert judged(proven(by, two), by).result("content") == UNKNOWN
    one = proven(by, credential())
    presented = {"@context": ["https://www.w3.org/ns/credentials/v2"], "type": ["VerifiablePresentation"]}
    assert judged(presented | {"verifiableCredential": [one]}, by).holds
    assert not judged(presented | {"verifiableCredential": [one, one]}, by).holds
    assert not judged(presented, by).holds


def test_a_status_that_could_be_asked_online_is_told(by: Signing) -> None:
    status = {"id": "https://exercise.example/status/1", "type": "BitstringStatusListEntry"}
    verdict = judged(proven(by, credential(credentialStatus=status)), by)
    assert verdict.holds
    assert "withdrawn" in verdict.checks[-1].why


@pytest.mark.parametrize("said", [
    "a.b.c", "..", "[]", "5", '{"type": "VerifiableCredential"}', "{}", '{"@context": 5}', '{"@context": [{}]}',
    '{"@context": "https://www.w3.org/ns/credentials/v2", "type": [[]]}',
    '{"@context": "https://www.w3.org/ns/credentials/v2", "type": "VerifiableCredential",'
    ' "credentialSubject": "\\ud800"}',
    '{"@context": "https://www.w3.org/ns/credentials/v2", "type": "EnvelopedVerifiableCredential",'
    ' "id": "data:application/x,y"}',
    '{"x": ' + "9" * 5_000 + "}",
])  # fmt: skip
def test_what_is_no_credential_gets_a_verdict_and_no_exception(said: str) -> None:
    assert not judged(said, signer()).holds


def test_a_part_in_place_of_every_other_gets_a_verdict_and_no_exception() -> None:
    """Every part of a whole credential, replaced by every value of JSON."""
    by = signer(edwards=True)
    whole = proven(by, credential(evidence=[{"type": "x:y"}], credentialStatus={"id": "x:1", "type": "x:y"}))
    values: tuple[Any, ...] = (None, True, 5, 1e300, "", "\ud800", [], [[]], {}, {"id": []}, "did:x#z")
    for path in list(_paths(whole)):
        for value in values:
            assert not _judged_with(whole, path, value, by).holds, (path, value)


def _paths(found: Any, before: tuple[Any, ...] = ()) -> Any:
    inside = found.items() if isinstance(found, dict) else enumerate(found) if isinstance(found, list) else ()
    for name, value in inside:
        yield (*before, name)
        yield from _paths(value, (*before, name))


def _judged_with(whole: Any, path: tuple[Any, ...], value: Any, by: Signing) -> Verdict:
    changed = at = json.loads(json.dumps(whole))
    for name in path[:-1]:
        at = at[name]
    at[path[-1]] = value
    return judged(changed, by)


def test_base58_and_multikeys_are_as_published() -> None:
    """Base58 examples of the draft of its encoding; a did:key of the specification of Multikey begins alike."""
    assert multikey.encode(b"Hello World!") == "z2NEpo7TZRRrLZSi2U"
    assert multikey.decode("z2NEpo7TZRRrLZSi2U") == b"Hello World!"
    assert multikey.decode(multikey.encode(b"\0\0x")) == b"\0\0x"
    assert multikey.multikey(signer(edwards=True).certificate).startswith("z6Mk")
    assert multikey.multikey(signer().certificate).startswith("zDn")
    for bad in ("2NEpo", "z0", "z" + "1" * 600):
        with pytest.raises(UnreadableFile):
            multikey.decode(bad)
