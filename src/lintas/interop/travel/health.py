"""EU Digital COVID Certificate (Regulation (EU) 2021/953; electronic health certificate container HC1).

Layers: `HC1:`, base45, zlib, COSE_Sign1 (perhaps within tags 18 and 61), a CWT with claim -260. The key identifier of
the protected header names the signer; the one outside counts only where there is none inside.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

import cbor2

from lintas.crypto.certificate import ES256, PS256, BadCertificate, Certificate, WrongSignature
from lintas.interop.travel import base45
from lintas.interop.travel.health_content import SORTS, faults
from lintas.interop.travel.verdict import FAILED, PASSED, UNKNOWN, Check, Holder, Verdict

PREFIX: Final = "HC1:"
TEXT_CHARACTERS_MAX: Final = 16 * 1024
COSE_BYTES_MAX: Final = 64 * 1024
_SIGN1, _CWT = 18, 61
_ALGORITHM, _KEY_ID = 1, 4
_ISSUER, _EXPIRES, _ISSUED, _HEALTH, _DCC = 1, 4, 6, -260, 1
_ALGORITHMS: Final = {-7: ES256, -37: PS256}
_ROOTS: Final = ("1.3.6.1.4.1.1847.2021.1.", "1.3.6.1.4.1.0.1847.2021.1.")
_USAGES: Final = {"t": "1", "v": "2", "r": "3"}


class BadLayer(Exception):
    """A layer cannot be taken off; `layer` says which, `why` what is wrong."""

    def __init__(self, layer: str, why: str) -> None:
        super().__init__(f"{layer}: {why}")
        self.layer, self.why = layer, why


@dataclass(frozen=True, slots=True)
class Signed:
    """The signed form: protected header as it was signed, key identifier, algorithm, payload, signature."""

    protected: bytes
    key_id: bytes
    algorithm: str
    payload: bytes
    signature: bytes

    def to_be_signed(self) -> bytes:
        """RFC 9052 section 4.4."""
        return cbor2.dumps(["Signature1", self.protected, b"", self.payload])


def check(text: str, trusted: Iterable[Certificate], now: datetime) -> Verdict:
    """Everything from the text of the QR code on; `now` in UTC. Never raises for what is in the text."""
    try:
        return check_signed(cose(compressed(unprefixed(text))), trusted, now)
    except BadLayer as error:
        return Verdict((Check("form", FAILED, str(error)),))


def check_signed(data: bytes, trusted: Iterable[Certificate], now: datetime) -> Verdict:
    """From the COSE_Sign1 on."""
    try:
        signed = read_signed(data)
        claims = read_claims(signed.payload)
    except BadLayer as error:
        return Verdict((Check("form", FAILED, str(error)),))
    form = Check("form", PASSED)
    signer = next((each for each in trusted if each.key_id == signed.key_id), None)
    if signer is None:
        return Verdict((form, Check("signer", UNKNOWN, f"no trusted signer has the key {signed.key_id.hex()}")))
    content = claims[_HEALTH][_DCC]
    sort = next((name for name in SORTS if content.get(name)), "")
    checks = (
        form,
        Check("signer", PASSED),
        _signature(signed, signer),
        _time(claims, now),
        _right(signer, sort),
        _content(content),
    )
    state = signer.state or str(claims.get(_ISSUER, ""))
    return Verdict(checks, state, SORTS.get(sort, ""), _holder(content), signer.der)


def unprefixed(text: str) -> str:
    """Without `HC1:`; raises `BadLayer`."""
    if len(text) > TEXT_CHARACTERS_MAX:
        raise BadLayer("text", f"it is longer than {TEXT_CHARACTERS_MAX} characters")
    if not text.startswith(PREFIX):
        raise BadLayer("text", f"it does not begin with {PREFIX}")
    return text.removeprefix(PREFIX)


def compressed(text: str) -> bytes:
    """The bytes that base45 stands for; raises `BadLayer`."""
    try:
        return base45.decode(text)
    except ValueError as error:
        raise BadLayer("base45", str(error)) from None


def cose(data: bytes) -> bytes:
    """Unpacked, never to more than `COSE_BYTES_MAX`; raises `BadLayer`."""
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(data, COSE_BYTES_MAX)
    except zlib.error as error:
        raise BadLayer("compression", str(error)) from None
    if not unpacker.eof:
        raise BadLayer("compression", f"it is cut off, or unpacks to more than {COSE_BYTES_MAX} bytes")
    return found


def read_signed(data: bytes) -> Signed:
    """The parts of the COSE_Sign1; raises `BadLayer`."""
    found = _decoded(data, "COSE")
    for tag in (_CWT, _SIGN1):
        if isinstance(found, cbor2.CBORTag) and found.tag == tag:
            found = found.value
    if not isinstance(found, list | tuple) or len(found) != 4:
        raise BadLayer("COSE", "it is no COSE_Sign1")
    protected, outside, payload, signature = found
    if not all(isinstance(each, bytes) for each in (protected, payload, signature)):
        raise BadLayer("COSE", "it is no COSE_Sign1")
    inside = _decoded(protected, "COSE") if protected else {}
    outside = outside if isinstance(outside, Mapping) else {}
    if not isinstance(inside, Mapping):
        raise BadLayer("COSE", "its header is no map")
    key_id = inside.get(_KEY_ID, outside.get(_KEY_ID))
    named = inside.get(_ALGORITHM, outside.get(_ALGORITHM))
    algorithm = _ALGORITHMS.get(named, "") if isinstance(named, int) else ""
    if not isinstance(key_id, bytes) or not key_id or not algorithm:
        raise BadLayer("COSE", "it names no key, or no algorithm that is known")
    return Signed(protected, key_id, algorithm, payload, signature)


def read_claims(payload: bytes) -> Mapping[Any, Any]:
    """The claims of the CWT, of which -260 holds the certificate; raises `BadLayer`."""
    found = _decoded(payload, "CWT")
    health = found.get(_HEALTH) if isinstance(found, Mapping) else None
    if not isinstance(health, Mapping) or not isinstance(health.get(_DCC), Mapping):
        raise BadLayer("CWT", "it has no health certificate in claim -260")
    claims: Mapping[Any, Any] = found
    return claims


def _decoded(data: bytes, layer: str) -> Any:
    stream = BytesIO(data)
    try:
        found = cbor2.CBORDecoder(stream).decode()
    except (cbor2.CBORDecodeError, ValueError, OverflowError, TypeError, RecursionError) as error:
        raise BadLayer(layer, f"it is no CBOR: {type(error).__name__}") from None
    if stream.read(1):
        raise BadLayer(layer, "something follows it")
    return found


def _signature(signed: Signed, signer: Certificate) -> Check:
    try:
        signer.verify(signed.algorithm, signed.to_be_signed(), signed.signature)
    except (WrongSignature, BadCertificate) as error:
        return Check("signature", FAILED, getattr(error, "why", "it is not that of the signer"))
    return Check("signature", PASSED)


def _time(claims: Mapping[Any, Any], now: datetime) -> Check:
    issued, expires = _moment(claims.get(_ISSUED)), _moment(claims.get(_EXPIRES))
    if expires is None:
        return Check("time", UNKNOWN, "it does not say until when")
    if issued is not None and now < issued:
        return Check("time", FAILED, f"issued on {issued:%Y-%m-%d %H:%M} UTC, after now")
    return Check("time", PASSED) if now <= expires else Check("time", FAILED, f"expired on {expires:%Y-%m-%d} UTC")


def _moment(seconds: object) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(seconds), UTC) if isinstance(seconds, int | float) else None
    except (ValueError, OverflowError, OSError):
        return None


def _holder(content: Mapping[Any, Any]) -> Holder:
    """The name as it is written, or else as in the machine-readable zone."""
    said = content.get("nam")
    name = {key: value for key, value in said.items() if isinstance(value, str)} if isinstance(said, Mapping) else {}
    written = " ".join(filter(None, (name.get("gn") or name.get("gnt"), name.get("fn") or name.get("fnt"))))
    return Holder(written, str(content.get("dob", "")))


def _right(signer: Certificate, sort: str) -> Check:
    """A signer that says for which sorts it signs signs those only; one that says nothing signs all."""
    said = [usage.removeprefix(root) for usage in signer.usages for root in _ROOTS if usage.startswith(root)]
    if said and _USAGES.get(sort, "") not in said:
        return Check(
            "right to sign this", FAILED, f"its certificate is not for a {SORTS.get(sort, 'thing of no sort')}"
        )
    return Check("right to sign this", PASSED)


def _content(content: Mapping[Any, Any]) -> Check:
    wrong = list(faults(content))
    return Check("content", FAILED, "; ".join(wrong)) if wrong else Check("content", PASSED)
