"""Certificates and credentials of others that nothing here was written with, file by file: each comes to what its file
states, or differs as it is said here.
"""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from lintas.crypto.certificate import EDDSA, BadCertificate, Certificate, read_certificate
from lintas.interop.travel import multikey
from lintas.interop.travel.credential import check_credential
from lintas.interop.travel.verdict import FAILED, PASSED, UNKNOWN, Verdict
from tests.interop.travel.test_health import ASKED, judged, layers

DATA = Path(__file__).parents[2] / "data/interchange"
HOLDS = {
    "AE-vaccine": ("AE", "vaccination"), "DK-10": ("DK", "vaccination"), "SK-1": ("SK", "vaccination"),
    "LU-INCERT_R_DCC_Vaccination": ("LU", "vaccination"), "common-CO1": ("AT", "vaccination"),
    "common-CO18": ("AT", "test"), "common-CO20": ("AT", "test"), "common-DGC5": ("AT", "recovery"),
}  # fmt: skip
"""Those in which everything holds, with state and sort."""
DOES_NOT_HOLD = {
    "HR-test_r": "time", "PL-10": "time", "common-CBO1": "form", "common-CO5": "signature", "common-H2": "form",
    "common-Z2": "form",
}  # fmt: skip
"""Those that state that they do not, and in what: the first names no last day, the second is over."""
VERIFY, TIME, USAGE, SCHEMA = ASKED
DIFFER: dict[str, tuple[set[str], str, str]] = {
    "BG-1": ({VERIFY}, "form", "no health certificate in claim -260"),
    "ES-401": ({VERIFY}, "signature", "on the curve secp384r1, where ES256 takes P-256"),
    "common-CO25": ({VERIFY, SCHEMA, TIME}, "signer", "no trusted signer has the key 199d9c7cc2f0c8af"),
    "GR-1": ({VERIFY, SCHEMA, TIME}, "form", "it names no key"),
    "IS-1": ({USAGE}, "right to sign this", "its certificate is not for a vaccination"),
}
"""On which of its statements we say otherwise than a file, in which check, and why (decision 0066). BG has the content
without its name, and a signature in DER; ES a key that the specification of the container does not have; CO25 the key
identifier of another certificate, which CO22 and CO23 of the same set want refused; GR an empty one; IS a signer for
tests under a vaccination."""
NO_SIGNER, UNJUDGED = "FR-recovery_ok", {VERIFY, SCHEMA}
"""What it calls the certificate of its signer is a bare RSA key: nobody could be trusted, and two statements stay
open."""


def case_of(name: str) -> dict[str, Any]:
    case: dict[str, Any] = json.loads((DATA / f"dcc/{name}.json").read_bytes())
    context = case["TESTCTX"]
    context.setdefault("CERTIFICATE", context.get("JWK", {}).get("x5c", [""])[0])
    case.setdefault("EXPECTEDRESULTS", {key: said for key, said in context.items() if key.startswith("EXPECTED")})
    return case


def otherwise(case: dict[str, Any], verdict: Verdict) -> set[str]:
    """On which of its statements we say otherwise."""
    taken_off = layers(case)
    found = {name: verdict.result(check) == PASSED for name, check in ASKED.items()} | taken_off
    return {name for name, said in case["EXPECTEDRESULTS"].items() if found.get(name, said) != said}


def test_every_certificate_that_is_kept_here_has_its_verdict() -> None:
    kept = {path.stem for path in DATA.glob("dcc/*.json")}
    assert kept == HOLDS.keys() | DOES_NOT_HOLD.keys() | DIFFER.keys() | {NO_SIGNER}
    stated = [name for each in kept for name in case_of(each)["EXPECTEDRESULTS"] if name in asked_of(each)]
    assert (len(stated), sum(len(differ) for differ, _, _ in DIFFER.values()) + len(UNJUDGED)) == (75, 11)


def asked_of(name: str) -> set[str]:
    """What of a file's statements is judged here."""
    return {*ASKED, *layers(case_of(name))}


@pytest.mark.parametrize("name", HOLDS)
def test_a_certificate_of_another_state_holds_as_it_states(name: str) -> None:
    verdict = judged(case_of(name))
    assert verdict.holds, verdict
    assert (verdict.state, verdict.sort) == HOLDS[name]
    assert not otherwise(case_of(name), verdict)


@pytest.mark.parametrize("name", DOES_NOT_HOLD)
def test_a_certificate_of_another_state_does_not_hold_as_it_states(name: str) -> None:
    verdict = judged(case_of(name))
    assert {each.name for each in verdict.checks if each.result != PASSED} == {DOES_NOT_HOLD[name]}
    assert not otherwise(case_of(name), verdict)


@pytest.mark.parametrize("name", DIFFER)
def test_a_certificate_on_which_we_differ_says_why(name: str) -> None:
    verdict, (differ, check, why) = judged(case_of(name)), DIFFER[name]
    assert otherwise(case_of(name), verdict) == differ
    assert verdict.result(check) != PASSED
    assert any(why in each.why for each in verdict.checks if each.name == check), verdict


def test_a_bare_key_is_no_certificate_of_a_signer() -> None:
    case = case_of(NO_SIGNER)
    with pytest.raises(BadCertificate):
        read_certificate(base64.b64decode(case["TESTCTX"]["CERTIFICATE"]))
    verdict = judged(case, trusted=[])
    assert otherwise(case, verdict) == UNJUDGED
    assert (verdict.result("form"), verdict.result("signer")) == (PASSED, UNKNOWN)


def certificate(key: Any) -> Certificate:
    """A certificate of an invented state for the key of an example, issued by somebody else."""
    name = x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "XA")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key).serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .sign(ec.generate_private_key(ec.SECP256R1()), SHA256())
    )  # fmt: skip
    return read_certificate(made.public_bytes(Encoding.DER))


def named(text: str) -> Certificate:
    algorithm, key = multikey.key_of(text)
    if algorithm == EDDSA:
        return certificate(Ed25519PublicKey.from_public_bytes(key))
    return certificate(ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key))


def point(x: str, y: str) -> Certificate:
    """By its coordinates, as a JWK has them."""
    across, up = (int.from_bytes(base64.urlsafe_b64decode(each + "="), "big") for each in (x, y))
    return certificate(ec.EllipticCurvePublicNumbers(across, up, ec.SECP256R1()).public_key())


SIGNERS = {
    "eddsa-jcs-2022.json": named("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2"),
    "ecdsa-jcs-2019.json": named("zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP"),
    "vc-1.1.jwt": point("51Q_KAFsFu_FOjPojMN_Nt_pWmwokjn7iF6p3LiUiuk", "T58_jpJ03yFV3D13hACKiZpjRwXl92XZEv4Lt_OkUK4"),
}
"""By example, the key that it was made with, as its specification publishes it."""
AT = {"vc-1.1.jwt": datetime(2023, 1, 26, 23, tzinfo=UTC)}
"""Of those that end, a time at which they held; of the others it is today's."""
REFUSED = {
    "eddsa-rdfc-2022.json": ("signature", "of the sort eddsa-rdfc-2022, which is not read here"),
    "proof-chain.json": ("signature", "it has several proofs"),
    "vc+ld+jwt.jose": ("form", "no context defines the type UniversityDegreeCredential"),
}
"""What is not read, on purpose (decision 0049): an RDF canonicalisation, several proofs; and an example from before the
data model of 2025, in which its context defined every type."""


def checked(name: str, *trusted: Certificate) -> Verdict:
    return check_credential((DATA / "credentials" / name).read_bytes(), trusted, AT.get(name, datetime.now(UTC)))


def test_every_credential_that_is_kept_here_has_its_verdict() -> None:
    assert {path.name for path in DATA.glob("credentials/*")} == SIGNERS.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", SIGNERS)
def test_a_signed_example_of_a_specification_holds_under_its_key_and_no_other(name: str) -> None:
    assert checked(name, *SIGNERS.values()).holds
    others = [each for other, each in SIGNERS.items() if other != name]
    assert checked(name, *others).result("signer") == UNKNOWN


def test_the_example_that_ends_is_over() -> None:
    data = (DATA / "credentials/vc-1.1.jwt").read_bytes()
    assert check_credential(data, SIGNERS.values(), datetime.now(UTC)).result("time") == FAILED


@pytest.mark.parametrize("name", ["eddsa-jcs-2022.json", "ecdsa-jcs-2019.json"])
def test_a_letter_more_in_a_signed_example_is_noticed(name: str) -> None:
    said = json.loads((DATA / "credentials" / name).read_bytes())
    said["credentialSubject"]["alumniOf"] += "s"
    assert check_credential(json.dumps(said).encode(), [SIGNERS[name]], datetime.now(UTC)).result("signature") == FAILED


@pytest.mark.parametrize("name", REFUSED)
def test_an_example_that_is_not_read_says_why(name: str) -> None:
    check, why = REFUSED[name]
    verdict = checked(name, *SIGNERS.values())
    assert verdict.result(check) == FAILED
    assert any(why in each.why for each in verdict.checks if each.name == check)
