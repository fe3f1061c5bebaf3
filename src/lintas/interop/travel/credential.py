"""W3C verifiable credentials (data model 1.1 and 2.0), verified offline against the signers that a state trusts.

Trust lies in the key of a signer's certificate and in nothing that the credential says of itself: its issuer is not
looked up, and no status list is asked. A presentation is read for the one credential in it; that its holder presents it
is for the officer to see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from lintas.crypto.certificate import BadCertificate, Certificate, WrongSignature
from lintas.interop.hostile_json import UnreadableFile, load
from lintas.interop.report import Report
from lintas.interop.travel import credential_proof
from lintas.interop.travel.credential_form import ENVELOPED, PRESENTATION, faults, listed, moment, version_of
from lintas.interop.travel.credential_proof import Secured, is_compact
from lintas.interop.travel.verdict import FAILED, PASSED, UNKNOWN, Check, Holder, Verdict

SORTS: Final[Mapping[str, str]] = {
    "VaccinationCertificate": "vaccination",
    "VaccinationCredential": "vaccination",
    "TestCertificate": "test",
    "TestCredential": "test",
    "RecoveryCertificate": "recovery",
    "RecoveryCredential": "recovery",
    "PassportCredential": "travel document",
    "TravelDocumentCredential": "travel document",
    "VisaCredential": "travel document",
    "EmploymentAuthorizationDocumentCredential": "permit to work",
    "WorkPermitCredential": "permit to work",
}
"""What the type of a credential attests; a type that is not here is `OTHER`."""
OTHER: Final = "other"
FAULTS_SHOWN_MAX: Final = 5

Json = dict[str, Any]


def check_credential(data: bytes, trusted: Iterable[Certificate], now: datetime) -> Verdict:
    """Everything from the text on, JSON or a JWT; `now` in UTC. Never raises for what is in it."""
    try:
        text = data.decode("ascii").strip() if data.isascii() else ""
        if is_compact(text):
            return _check(credential_proof.of_jws(text), list(trusted), now)
        return _of_object(load(data, Report()), list(trusted), now)
    except UnreadableFile as error:
        return _no_form(error.why)


def _no_form(why: str) -> Verdict:
    return Verdict((Check("form", FAILED, why),))


def _of_object(found: Any, trusted: list[Certificate], now: datetime) -> Verdict:
    if not isinstance(found, dict):
        return _no_form("it is no verifiable credential")
    if wrong := list(faults(found)):
        return _no_form("; ".join(wrong[:FAULTS_SHOWN_MAX]))
    types = listed(found.get("type"))
    if PRESENTATION in types:
        return _of_presentation(found, trusted, now)
    try:
        if ENVELOPED in types:
            return _check(credential_proof.of_jws(credential_proof.enclosed(found)), trusted, now)
        return _check(credential_proof.of_proof(found), trusted, now)
    except UnreadableFile as error:
        return Verdict((Check("form", PASSED), Check("signature", FAILED, error.why)), "", _sort(found), _holder(found))


def _of_presentation(found: Json, trusted: list[Certificate], now: datetime) -> Verdict:
    inside = listed(found.get("verifiableCredential"))
    if len(inside) != 1:
        why = f"it presents {len(inside)} credentials: have one shown at a time" if inside else "it presents nothing"
        return Verdict((Check("form", PASSED), Check("content", UNKNOWN, why)))
    (one,) = inside
    if isinstance(one, str):
        try:
            return _check(credential_proof.of_jws(one), trusted, now)
        except UnreadableFile as error:
            return Verdict((Check("form", PASSED), Check("signature", FAILED, error.why)))
    return _of_object(one, trusted, now)


def _check(secured: Secured, trusted: list[Certificate], now: datetime) -> Verdict:
    found = secured.credential
    if wrong := list(faults(found)):
        return _no_form("; ".join(wrong[:FAULTS_SHOWN_MAX]))
    sort, form = _sort(found), Check("form", PASSED)
    could = [each for each in trusted if secured.fits(each)]
    if not could:
        return Verdict((form, Check("signer", UNKNOWN, "its key is that of no trusted signer")), "", sort)
    signer = next((each for each in could if _signed(secured, each)), None)
    if signer is None:
        if len(could) == 1 and (secured.key or secured.certificate):
            wrong_one = Check("signature", FAILED, "it is not that of the signer")
            return Verdict((form, Check("signer", PASSED), wrong_one), could[0].state, sort, signer=could[0].der)
        return Verdict((form, Check("signer", UNKNOWN, "its signature is that of no trusted signer")), "", sort)
    checks = (
        form,
        Check("signer", PASSED),
        Check("signature", PASSED),
        _time(found, signer, now),
        Check("right to sign this", PASSED),
        _content(found),
    )
    return Verdict(checks, signer.state, sort, _holder(found), signer.der)


def _signed(secured: Secured, signer: Certificate) -> bool:
    try:
        signer.verify(secured.algorithm, secured.signed, secured.signature)
    except (WrongSignature, BadCertificate):
        return False
    return True


def _time(found: Json, signer: Certificate, now: datetime) -> Check:
    """As it says; and never beyond what its signer's certificate says, since a credential need not say until when."""
    version = version_of(found)
    begins, ends = moment(found.get(version.begins)), moment(found.get(version.ends))
    if begins and now < begins:
        return Check("time", FAILED, f"it begins on {begins:%Y-%m-%d %H:%M} UTC, after now")
    if ends and now > ends:
        return Check("time", FAILED, f"expired on {ends:%Y-%m-%d} UTC")
    if not signer.valid_from <= now <= signer.valid_until:
        return Check("time", FAILED, "its signer's certificate is not valid now")
    return Check("time", PASSED)


def _content(found: Json) -> Check:
    subjects = listed(found.get("credentialSubject"))
    if not found.get("issuer"):
        return Check("content", FAILED, "it names no issuer")
    if len(subjects) != 1:
        return Check("content", UNKNOWN, f"it is of {len(subjects)} persons")
    status = "whether it was withdrawn since is not asked: that takes a network" if "credentialStatus" in found else ""
    return Check("content", PASSED, status)


def _sort(found: Json) -> str:
    return next((SORTS[each] for each in listed(found.get("type")) if each in SORTS), OTHER)


def _holder(found: Json) -> Holder:
    """The name and date of birth of the subject, or of the recipient of a vaccination, as they are written."""
    subject: Json = next((each for each in listed(found.get("credentialSubject")) if isinstance(each, dict)), {})
    recipient = subject.get("recipient")
    person = recipient if isinstance(recipient, dict) else subject
    said = {name: value for name, value in person.items() if isinstance(value, str)}
    name = said.get("name") or " ".join(filter(None, (said.get("givenName"), said.get("familyName"))))
    return Holder(name, said.get("birthDate", ""))
