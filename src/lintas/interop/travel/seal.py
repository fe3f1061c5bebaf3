"""ICAO Visible Digital Seal for non-constrained environments (VDS-NC, Doc 9303 technical report, 2021).

The signature is over the canonical JSON (RFC 8785) of `data`, by a signer whose certificate comes along. It is trusted
if it is on the list itself, or was issued by a certificate that is.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from lintas.crypto.certificate import BadCertificate, Certificate, WrongSignature, read_certificate
from lintas.interop.hostile_json import UnreadableFile, load
from lintas.interop.report import Report
from lintas.interop.travel.verdict import FAILED, PASSED, UNKNOWN, Check, Verdict

SORTS: Final[Mapping[str, str]] = {"icao.vacc": "vaccination", "icao.test": "test", "icao.recv": "recovery"}
_HEADER, _MESSAGE = "hdr", "msg"


def check_seal(data: bytes, trusted: Iterable[Certificate], now: datetime) -> Verdict:
    """Everything from the bytes of the code on; `now` in UTC. Never raises for what is in them."""
    try:
        signer, algorithm, signature, signed = _parts(load(data, Report()))
    except (UnreadableFile, BadCertificate) as error:
        return Verdict((Check("form", FAILED, error.why),))
    header = signed[_HEADER]
    sort = SORTS.get(str(header.get("t")), "")
    checks = (
        Check("form", PASSED),
        _trusted(signer, list(trusted)),
        _signature(signer, algorithm, signed, signature),
        _time(signer, now),
        Check("right to sign this", PASSED)
        if sort
        else Check("right to sign this", UNKNOWN, "of no sort that is known"),
        _content(signed),
    )
    return Verdict(checks, signer.state or str(header.get("is", "")), sort)


def _parts(found: Any) -> tuple[Certificate, str, bytes, dict[str, Any]]:
    """Signer, algorithm, signature, what is signed; raises `UnreadableFile` or `BadCertificate`."""
    data = found.get("data") if isinstance(found, dict) else None
    seal = found.get("sig") if isinstance(found, dict) else None
    if not isinstance(data, dict) or not isinstance(seal, dict) or not isinstance(data.get(_HEADER), dict):
        raise UnreadableFile("it is no visible digital seal: it lacks data with a header, or a signature")
    signer = read_certificate(_bytes(seal.get("cer"), "certificate"))
    return signer, str(seal.get("alg")), _bytes(seal.get("sigvl"), "signature"), data


def _bytes(text: object, what: str) -> bytes:
    """Of base64url, with or without its padding."""
    try:
        said = str(text).rstrip("=")
        return base64.b64decode(said + "=" * (-len(said) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableFile(f"its {what} is no base64") from None


def canonical(value: Any) -> bytes:
    """RFC 8785, for what a seal holds: text, whole numbers, lists, maps; raises `UnreadableFile` for anything else."""
    return _canonical(value).encode()


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(f"{_canonical(name)}:{_canonical(value[name])}" for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_canonical, value)) + "]"
    if isinstance(value, float):
        raise UnreadableFile("a number with a fraction has no place in a seal")
    return json.dumps(value, ensure_ascii=False)


def _trusted(signer: Certificate, trusted: list[Certificate]) -> Check:
    if any(each.der == signer.der for each in trusted):
        return Check("signer", PASSED)
    for each in trusted:
        try:
            each.check_issued(signer)
        except WrongSignature:
            continue
        return Check("signer", PASSED)
    return Check("signer", UNKNOWN, "its signer was issued by nobody on the list")


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
    message = signed.get(_MESSAGE)
    person = message.get("pid") if isinstance(message, dict) else None
    if not isinstance(person, dict) or not person.get("n"):
        return Check("content", FAILED, "it names nobody")
    return Check("content", PASSED)
