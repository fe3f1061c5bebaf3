"""Officers at their desk: who may act on this node, and signing in with a token.

An officer is known here by a local name and outside by a pseudonym. The officer's key and certificate lie in the vault;
the token, of which the vault has only the hash, is the session. Who is dismissed signs in no more; whose pseudonym was
whose is kept, since the acts stay.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import Signer
from lintas.dossier.officers import APPROVER, AUTHOR, Certificate, issue, parse_certificate, read_certificate
from lintas.node.order import OfficerAtWork
from lintas.node.state import Node
from lintas.wire import cbor, shape
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show

PREFIX = "officer/"
FORMER = "former officer/"
SHIFTS = ("shift/", "shift to come/")
"""What is kept of an officer's shift: the one that lasts, and the one for which no passkey was touched yet."""
ROLES = (AUTHOR, APPROVER)
TOKEN_BYTES = 20
CERTIFICATE_DAYS = 365
RECORD_BYTES_MAX = 64 * 1024
_DAY_MS = 24 * 60 * 60 * 1000


class NotSignedIn(LintasError):
    """No officer of this name has this token."""

    def __init__(self, name: str) -> None:
        self.name = name


class OfficerExists(LintasError):
    """There is an officer of this name already."""

    def __init__(self, name: str) -> None:
        self.name = name


class UnknownOfficer(LintasError):
    """No officer in service here has this name or pseudonym."""

    def __init__(self, name: str) -> None:
        self.name = name


class UnknownRole(LintasError):
    """Officers have other roles than this one."""

    def __init__(self, role: str) -> None:
        self.role = role


@dataclass(frozen=True, slots=True)
class Appointed:
    """A new officer: the pseudonym that others see, and the token, which is shown once."""

    name: str
    pseudonym: str
    token: str


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer in service: local name, certificate as signed and as read, and the key that the node holds."""

    name: str
    signed: bytes
    certificate: Certificate
    key: Signer


@dataclass(frozen=True, slots=True)
class Former:
    """Who was dismissed, when (ms since 1970), and under which certificate the officer last acted."""

    name: str
    certificate: Certificate
    dismissed_ms: int


def appoint(node: Node, name: str, roles: tuple[str, ...]) -> Appointed:
    """Make an officer with a certificate for a year; raises `OfficerExists` or `UnknownRole`."""
    if is_officer(node, name):
        raise OfficerExists(name)
    if unknown := next((role for role in roles if role not in ROLES), None):
        raise UnknownRole(unknown)
    seed, token = node.entropy(32), show(node.entropy(TOKEN_BYTES))
    pseudonym = f"{node.identity.authority.code}-{show(node.entropy(5))}"
    now = node.clock()
    certificate = Certificate(
        node.id, pseudonym, node.suite.signer(seed).public, roles, now, now + CERTIFICATE_DAYS * _DAY_MS
    )
    kept = {1: seed, 2: issue(node.identity.issuing, certificate), 3: _hash(token)}
    node.vault.put_secret(PREFIX + name, cbor.encode(kept))
    return Appointed(name, pseudonym, token)


def sign_in(node: Node, name: str, token: str, role: str) -> OfficerAtWork:
    """The officer, ready to answer in a role; raises `NotSignedIn`."""
    fields = _record(node, name)
    if fields is None or not hmac.compare_digest(fields.octets(3, 32), _hash(token)):
        raise NotSignedIn(name)
    found = officer(node, name)
    return OfficerAtWork(role, found.signed, found.key)


def officer(node: Node, name: str) -> Officer:
    """The officer in service of this name; raises `UnknownOfficer`."""
    fields = _record(node, name)
    if fields is None:
        raise UnknownOfficer(name)
    signed, ours = fields.octets(2), node.identity
    try:
        certificate = read_certificate(node.suite, signed, ours.authority)
    except BadSignature:
        # The issuing key was renewed since: what the old one said of our officer, the new one says again.
        certificate = parse_certificate(signed)
        signed = certify(node, name, certificate).signed
    return Officer(name, signed, certificate, node.suite.signer(fields.octets(1, 32)))


def certify(node: Node, name: str, certificate: Certificate) -> Officer:
    """Issue this certificate to the officer, in place of the one before; raises `UnknownOfficer` or `Malformed`."""
    fields = _record(node, name)
    if fields is None:
        raise UnknownOfficer(name)
    signed = issue(node.identity.issuing, certificate)
    node.vault.put_secret(PREFIX + name, cbor.encode(dict(fields.map) | {2: signed}))
    return Officer(name, signed, certificate, node.suite.signer(fields.octets(1, 32)))


def renew(node: Node, name: str) -> Certificate:
    """A new certificate for a year from now, all else as before; raises `UnknownOfficer`."""
    now = node.clock()
    renewed = replace(officer(node, name).certificate, from_ms=now, until_ms=now + CERTIFICATE_DAYS * _DAY_MS)
    return certify(node, name, renewed).certificate


def dismiss(node: Node, name: str) -> Former:
    """End the officer's power at once; raises `UnknownOfficer`. The officer's key and shift are destroyed."""
    found, now = officer(node, name), node.clock()
    kept = {1: name, 2: found.signed, 3: now}
    drop = [PREFIX + name, *(prefix + name for prefix in SHIFTS)]
    node.vault.change({FORMER + found.certificate.pseudonym: cbor.encode(kept)}, drop)
    return Former(name, found.certificate, now)


def is_officer(node: Node, name: str) -> bool:
    """Whether an officer of this name is in service."""
    return node.vault.secret(PREFIX + name) is not None


def officers(node: Node) -> tuple[tuple[str, Certificate], ...]:
    """Every officer in service on this node: local name and certificate."""
    names = [name.removeprefix(PREFIX) for name in node.vault.secrets(PREFIX)]
    records = ((name, _record(node, name)) for name in names)
    return tuple((name, parse_certificate(fields.octets(2))) for name, fields in records if fields)


def names(node: Node) -> dict[str, str]:
    """The local name of each officer in service by the pseudonym that others know. The vault is asked for each officer:
    whoever looks at many acts does this once for all of them.
    """
    return {certificate.pseudonym: name for name, certificate in officers(node)}


def by_pseudonym(node: Node, pseudonym: str) -> Officer:
    """The officer in service whom others know so; raises `UnknownOfficer`."""
    found = names(node).get(pseudonym)
    if found is None:
        raise UnknownOfficer(pseudonym)
    return officer(node, found)


def former_officers(node: Node) -> Iterator[Former]:
    """Everybody who was dismissed."""
    for name in node.vault.secrets(FORMER):
        fields = shape.read("former officer", node.vault.secret(name) or b"", size_max=RECORD_BYTES_MAX)
        yield Former(fields.text(1, RECORD_BYTES_MAX), parse_certificate(fields.octets(2)), fields.uint(3))


def _record(node: Node, name: str) -> shape.Fields | None:
    kept = node.vault.secret(PREFIX + name)
    return None if kept is None else shape.read("officer", kept, size_max=RECORD_BYTES_MAX)


def _hash(token: str) -> bytes:
    return hashlib.sha256(b"lintas/token/1" + token.encode()).digest()
