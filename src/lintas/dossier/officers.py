"""Officers: an authority signs an act, and in its body a person answers for it.

An officer is known by a pseudonym; the certificate that the authority issued travels in the body, the person's name
does not. The proof covers what the officer saw: dossier, verb, item, payload, audience and a nonce of the draft. By
method `session` it is a signature of the officer's key, which the node holds and uses while the officer is signed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from lintas.crypto.cose import check1, open1, sign1
from lintas.crypto.ports import PUBLIC_BYTES, SIGNATURE_BYTES, Signer, Suite
from lintas.dossier.authority import Authority
from lintas.wire import cbor, shape
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import digest
from lintas.wire.limits import LIMITS

CERTIFICATE_KIND: Final = "officer"
AUTHOR, APPROVER = "author", "approver"
SESSION: Final = "session"
_PROOF_LABEL: Final = "lintas/officer-proof/1"
NONCE_BYTES: Final = 16
CERTIFICATES_CACHED_MAX: Final = 4_096


class OfficerError(LintasError):
    """Nobody entitled answers for an act."""


class NotCertified(OfficerError):
    """The officer's certificate is not of this authority, not of this time, or not for this role."""

    def __init__(self, pseudonym: str, why: str) -> None:
        self.pseudonym = pseudonym
        self.why = why


class UnknownMethod(OfficerError):
    """The proof is made by a method that this node cannot check."""

    def __init__(self, method: str) -> None:
        self.method = method


class TooFewOfficers(OfficerError):
    """The verb wants more persons than answer for the act."""

    def __init__(self, found: int, needed: int) -> None:
        self.found = found
        self.needed = needed


@dataclass(frozen=True, slots=True)
class Certificate:
    """That an authority lets an officer act in some roles, from and until a time in ms since 1970."""

    authority: bytes
    pseudonym: str
    public: bytes
    roles: tuple[str, ...]
    from_ms: int
    until_ms: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One officer's answer for an act, as it stands in the body."""

    role: str
    certificate: bytes
    method: str
    proof: bytes


@dataclass(frozen=True, slots=True)
class Statement:
    """What an officer answers for. `dossier` is null for an act that opens one."""

    dossier: bytes
    verb: str
    item: bytes | None
    payload_hash: bytes
    audience: tuple[bytes, ...]
    nonce: bytes

    def challenge(self) -> bytes:
        """What the proof covers: 32 bytes."""
        parts = [self.dossier, self.verb, self.item, self.payload_hash, sorted(self.audience), self.nonce]
        return digest(_PROOF_LABEL, cbor.encode(parts))


def issue(issuing: Signer, certificate: Certificate) -> bytes:
    """The certificate, signed by the authority's issuing key."""
    fields = {
        1: certificate.authority,
        2: certificate.pseudonym,
        3: certificate.public,
        4: list(certificate.roles),
        5: certificate.from_ms,
        6: certificate.until_ms,
    }
    return sign1(issuing, cbor.encode(fields), kind=CERTIFICATE_KIND)


@lru_cache(maxsize=CERTIFICATES_CACHED_MAX)
def read_certificate(suite: Suite, signed: bytes, authority: Authority) -> Certificate:
    """The certificate; raises `Malformed`, `BadSignature`, or `NotCertified` if it is another authority's."""
    certificate = parse_certificate(signed)
    if certificate.authority != authority.id:
        raise NotCertified(certificate.pseudonym, f"the certificate is not of {authority.code}")
    check1(suite, open1(signed, kind=CERTIFICATE_KIND, size_max=LIMITS.header_bytes_max), authority.issuing)
    return certificate


def parse_certificate(signed: bytes) -> Certificate:
    """The certificate in these bytes, its signature not looked at; raises `Malformed`."""
    opened = open1(signed, kind=CERTIFICATE_KIND, size_max=LIMITS.header_bytes_max)
    fields = shape.read("officer's certificate", opened.payload, size_max=LIMITS.header_bytes_max)
    return Certificate(
        authority=fields.octets(1, 16),
        pseudonym=fields.text(2, 64),
        public=fields.octets(3, PUBLIC_BYTES),
        roles=fields.each(4, 16, lambda at, role: fields.is_text(at, role, 32)),
        from_ms=fields.uint(5),
        until_ms=fields.uint(6),
    )


def answer(officer: Signer, certificate: bytes, role: str, statement: Statement) -> Answer:
    """An officer's answer by method `session`."""
    return Answer(role, certificate, SESSION, officer.sign(statement.challenge()))


def check_certified(suite: Suite, given: Answer, authority: Authority, *, at_ms: int) -> Certificate:
    """The certificate of the officer who answers, the proof not looked at; raises as `check_answer`."""
    certificate = read_certificate(suite, given.certificate, authority)
    if given.role not in certificate.roles:
        raise NotCertified(certificate.pseudonym, f"the certificate is not for the role {given.role}")
    if not certificate.from_ms <= at_ms <= certificate.until_ms:
        raise NotCertified(certificate.pseudonym, "the certificate was not valid at that time")
    return certificate


def check_answer(suite: Suite, given: Answer, statement: Statement, authority: Authority, *, at_ms: int) -> Certificate:
    """The certificate of the officer who answers; raises `OfficerError`, `BadSignature` or `Malformed`."""
    certificate = check_certified(suite, given, authority, at_ms=at_ms)
    if given.method != SESSION:
        raise UnknownMethod(given.method)
    suite.verify(certificate.public, statement.challenge(), given.proof)
    return certificate


def check_answers(
    suite: Suite, given: Sequence[Answer], statement: Statement, authority: Authority, *, at_ms: int, persons: int
) -> tuple[Certificate, ...]:
    """The certificates of different officers, as many as `persons`; raises `TooFewOfficers` or as `check_answer`."""
    return enough([check_answer(suite, each, statement, authority, at_ms=at_ms) for each in given], persons)


def enough(certificates: Sequence[Certificate], persons: int) -> tuple[Certificate, ...]:
    """The certificates, one for each officer; raises `TooFewOfficers` if they are fewer than `persons`."""
    found = {certificate.pseudonym: certificate for certificate in certificates}
    if len(found) < persons:
        raise TooFewOfficers(len(found), persons)
    return tuple(found.values())


def answer_fields(given: Answer) -> list[object]:
    """An answer as it stands in a body."""
    return [given.role, given.certificate, given.method, given.proof]


def read_answer(value: object) -> Answer:
    """An answer from a body; raises `BadShape`."""
    fields = shape.Fields("officer's answer", {1: value})
    parts = fields.take(1, list)
    if len(parts) != 4:
        raise fields.bad(1, "is not [role, certificate, method, proof]")
    role, certificate, method, proof = parts
    return Answer(
        fields.is_text(1, role, 32),
        fields.is_octets(1, certificate, most=LIMITS.header_bytes_max),
        fields.is_text(1, method, 32),
        fields.is_octets(1, proof, most=16 * SIGNATURE_BYTES),
    )
