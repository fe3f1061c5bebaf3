"""ICAO Visible Digital Seal for non-constrained environments (VDS-NC, Doc 9303 technical report, 2021).

The signature is over the canonical JSON (RFC 8785) of `data`, by a signer whose certificate comes along. It is trusted
if it is on the list itself, or was issued by a certificate that is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from lintas.crypto.certificate import BadCertificate, Certificate, WrongSignature, read_certificate
from lintas.interop.canonical_json import canonical
from lintas.interop.hostile_json import UnreadableFile, load
from lintas.interop.report import Report
from lintas.interop.travel.octets import octets
from lintas.interop.travel.verdict import FAILED, PASSED, UNKNOWN, Check, Holder, Verdict

SORTS: Final[Mapping[str, str]] = {"icao.vacc": "vaccination", "icao.test": "test", "icao.recv": "recovery"}
_HEADER, _MESSAGE = "hdr", "msg"


def check_seal(data: bytes, trusted: Iterable[Certificate], now: datetime) -> Verdict:
    """Everything from the bytes of the code on; `now` in UTC. Never raises for what is in them."""
    try:
        signer, algorithm, signature, signed = _parts(load(data, Report()))
    except (UnreadableFile, BadCertificate) as error:
        return Verdict((Check("form", FAILED, error.why),))
    header = signed[_HEADER]
    sort, vouching = SORTS.get(str(header.get("t")), ""), _vouching(signer, trusted)
    checks = (
        Check("form", PASSED),
        Check("signer", PASSED)
        if vouching
        else Check("signer", UNKNOWN, "its signer was issued by nobody on the list"),
        _signature(signer, algorithm, signed, signature),
        _time(signer, now),
        Check("right to sign this", PASSED)
        if sort
        else Check("right to sign this", UNKNOWN, "of no sort that is known"),
        _content(signed),
    )
    state, der = signer.state or str(header.get("is", "")), vouching.der if vouching else b""
    return Verdict(checks, state, sort, _holder(signed), der)


def _parts(found: Any) -> tuple[Certificate, str, bytes, dict[str, Any]]:
    """Signer, algorithm, signature, what is signed; raises `UnreadableFile` or `BadCertificate`."""
    data = found.get("data") if isinstance(found, dict) else None
    seal = found.get("sig") if isinstance(found, dict) else None
    if not isinstance(data, dict) or not isinstance(seal, dict) or not isinstance(data.get(_HEADER), dict):
        raise UnreadableFile("it is no visible digital seal: it lacks data with a header, or a signature")
    signer = read_certificate(octets(seal.get("cer"), "certificate"))
    return signer, str(seal.get("alg")), octets(seal.get("sigvl"), "signature"), data


def _vouching(signer: Certificate, trusted: Iterable[Certificate]) -> Certificate | None:
    """The certificate of the list that is the signer's, or issued it."""
    listed = list(trusted)
    for each in listed:
        if each.der == signer.der:
            return each
    for each in listed:
        try:
            each.check_issued(signer)
        except WrongSignature:
            continue
        return each
    return None


def _signature(signer: Certificate, algorithm: str, signed: Mapping[str, Any], signature: bytes) -> Check:
    try:
        signer.verify(algorithm, canonical(signed), signature)
    except (WrongSignature, BadCertificate, UnreadableFile) as error:
        return Check("signature", FAILED, getattr(error, "why", "it is not that of the signer"))
    return Check("signature", PASSED)


def _time(signer: Certificate, now: datetime) -> Check:
    """The seal names no last day: it may be shown while its signer's certificate is valid."""
    if now < signer.valid_from:
        return Check("time", FAILED, f"its signer's certificate begins on {signer.valid_from:%Y-%m-%d}")
    if now > signer.valid_until:
        return Check("time", FAILED, f"its signer's certificate ended on {signer.valid_until:%Y-%m-%d}")
    return Check("time", PASSED)


def _content(signed: Mapping[str, Any]) -> Check:
    return Check("content", PASSED) if _person(signed).get("n") else Check("content", FAILED, "it names nobody")


def _person(signed: Mapping[str, Any]) -> Mapping[str, Any]:
    message = signed.get(_MESSAGE)
    person = message.get("pid") if isinstance(message, dict) else None
    return person if isinstance(person, dict) else {}


def _holder(signed: Mapping[str, Any]) -> Holder:
    said = {name: value for name, value in _person(signed).items() if isinstance(value, str)}
    return Holder(said.get("n", ""), said.get("dob", ""))
