"""Officers: an authority signs an act, and in its body a person answers for it.

An officer is known by a pseudonym; the certificate that the authority issued travels in the body, the person's name
does not. The proof covers what the officer saw: dossier, verb, item, payload, audience and a nonce of the draft; of a
recall or a release the acts that it names, and to whom they are given. How it was given, the method says:

- `session`: a signature of the officer's key, which the node holds and uses while the officer is signed in;
- `totp`: the same, by which the node says as well that it checked a one-time code;
- `passkey`: a touch of a passkey that the certificate lists (`passkeys`);
- `shift`: a signature of a key that such a touch made good for a shift (`shifts`).

`hardware` is reserved. What a reader cannot check never counts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from lintas.crypto.cose import check1, open1, sign1
from lintas.crypto.ports import PUBLIC_BYTES, Signer, Suite
from lintas.dossier.authority import Authority
from lintas.dossier.officer_errors import NotCertified, TooFewOfficers, UnknownMethod
from lintas.dossier.passkeys import (
    PASSKEYS_MAX,
    Assertion,
    Passkey,
    check_assertion,
    passkey_fields,
    read_assertion,
    read_passkey,
    write_assertion,
)
from lintas.dossier.shifts import SHIFT_PROOF_BYTES_MAX, check_shift, write_shift_proof
from lintas.wire import cbor, shape
from lintas.wire.identifiers import digest
from lintas.wire.limits import LIMITS

CERTIFICATE_KIND: Final = "officer"
AUTHOR, APPROVER = "author", "approver"
SESSION, TOTP, PASSKEY, SHIFT = "session", "totp", "passkey", "shift"
PROOF_BYTES_MAX: Final = SHIFT_PROOF_BYTES_MAX
_PROOF_LABEL: Final = "lintas/officer-proof/1"
_CODE_LABEL: Final = "lintas/officer-totp/1"
NONCE_BYTES: Final = 16
CERTIFICATES_CACHED_MAX: Final = 4_096


@dataclass(frozen=True, slots=True)
class Certificate:
    """That an authority lets an officer act in some roles, from and until a time in ms since 1970. `public`: the key
    that the node holds for the officer; `passkeys`: those that the officer holds.
    """

    authority: bytes
    pseudonym: str
    public: bytes
    roles: tuple[str, ...]
    from_ms: int
    until_ms: int
    passkeys: tuple[Passkey, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """One officer's answer for an act, as it stands in the body."""

    role: str
    certificate: bytes
    method: str
    proof: bytes


@dataclass(frozen=True, slots=True)
class Statement:
    """What an officer answers for. `dossier` is null for an act that opens one. `form` and `control` are of an act that
    is no verb: what a recall takes back, what a release gives to whom.
    """

    dossier: bytes
    verb: str
    item: bytes | None
    payload_hash: bytes
    audience: tuple[bytes, ...]
    nonce: bytes
    form: int = 0
    control: Mapping[int, object] | None = None
    _challenge: list[bytes] = field(default_factory=list, init=False, repr=False, compare=False)

    def challenge(self) -> bytes:
        """What the proof covers: 32 bytes. Who answers and who checks ask the same statement."""
        if not self._challenge:
            self._challenge.append(self._hash())
        return self._challenge[0]

    def _hash(self) -> bytes:
        readers, about = sorted(self.audience), [int(self.form), self.control] if self.form else []
        parts = [self.dossier, self.verb, self.item, self.payload_hash, readers, self.nonce, *about]
        return digest(_PROOF_LABEL, cbor.encode(parts))


def issue(issuing: Signer, certificate: Certificate) -> bytes:
    """The certificate, signed by the authority's issuing key; raises `Malformed` where no reader would take it."""
    fields: dict[int, object] = {
        1: certificate.authority,
        2: certificate.pseudonym,
        3: certificate.public,
        4: list(certificate.roles),
        5: certificate.from_ms,
        6: certificate.until_ms,
    }
    fields |= {7: [passkey_fields(each) for each in certificate.passkeys]} if certificate.passkeys else {}
    signed = sign1(issuing, cbor.encode(fields), kind=CERTIFICATE_KIND)
    parse_certificate(signed)
    return signed


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
    passkeys = fields.each(7, PASSKEYS_MAX, lambda _, value: read_passkey(value)) if 7 in fields else ()
    if len({each.credential for each in passkeys}) < len(passkeys):
        raise fields.bad(7, "names a passkey twice")
    return Certificate(
        authority=fields.octets(1, 16),
        pseudonym=fields.text(2, 64),
        public=fields.octets(3, PUBLIC_BYTES),
        roles=fields.each(4, 16, lambda at, role: fields.is_text(at, role, 32)),
        from_ms=fields.uint(5),
        until_ms=fields.uint(6),
        passkeys=passkeys,
    )


def answer(officer: Signer, certificate: bytes, role: str, statement: Statement, method: str = SESSION) -> Answer:
    """An officer's answer by the key that the node holds: method `session`, or `totp` if a code was checked as well."""
    challenge = statement.challenge()
    signed = challenge if method == SESSION else digest(_CODE_LABEL, challenge)
    return Answer(role, certificate, method, officer.sign(signed))


def passkey_answer(certificate: bytes, role: str, touch: Assertion) -> Answer:
    """An officer's answer by a touch whose challenge was the statement's."""
    return Answer(role, certificate, PASSKEY, write_assertion(touch))


def shift_answer(
    key: Signer, terms: bytes, touch: Assertion, certificate: bytes, role: str, statement: Statement
) -> Answer:
    """An officer's answer by the key of a shift, of which terms and touch travel with it."""
    proof = write_shift_proof(terms, write_assertion(touch), key.sign(statement.challenge()))
    return Answer(role, certificate, SHIFT, proof)


def check_certified(suite: Suite, given: Answer, authority: Authority, *, at_ms: int) -> Certificate:
    """The certificate of the officer who answers, the proof not looked at; raises as `check_answer`."""
    certificate = read_certificate(suite, given.certificate, authority)
    if given.role not in certificate.roles:
        raise NotCertified(certificate.pseudonym, f"the certificate is not for the role {given.role}")
    if not certificate.from_ms <= at_ms <= certificate.until_ms:
        raise NotCertified(certificate.pseudonym, "the certificate was not valid at that time")
    return certificate


def check_answer(
    suite: Suite, given: Answer, statement: Statement, authority: Authority, *, kind: str, at_ms: int
) -> Certificate:
    """The certificate of the officer who answers, in a dossier of this kind (its name) at this time.

    Raises `OfficerError`, `CryptoError` or `Malformed`.
    """
    certificate = check_certified(suite, given, authority, at_ms=at_ms)
    challenge = statement.challenge()
    if given.method == SESSION:
        suite.verify(certificate.public, challenge, given.proof)
    elif given.method == TOTP:
        suite.verify(certificate.public, digest(_CODE_LABEL, challenge), given.proof)
    elif given.method == PASSKEY:
        check_assertion(suite, read_assertion(given.proof), certificate.passkeys, challenge)
    elif given.method == SHIFT:
        verb = statement.verb
        check_shift(suite, given.proof, certificate.passkeys, challenge, kind=kind, verb=verb, at_ms=at_ms)
    else:
        raise UnknownMethod(given.method)
    return certificate


def check_answers(
    suite: Suite,
    given: Sequence[Answer],
    statement: Statement,
    authority: Authority,
    *,
    kind: str,
    at_ms: int,
    persons: int,
) -> tuple[Certificate, ...]:
    """The certificates of different officers, as many as `persons`; raises `TooFewOfficers` or as `check_answer`."""
    return enough([check_answer(suite, each, statement, authority, kind=kind, at_ms=at_ms) for each in given], persons)


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
        fields.is_octets(1, proof, most=PROOF_BYTES_MAX),
    )
