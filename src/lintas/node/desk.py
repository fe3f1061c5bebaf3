"""Officers at their desk: who may act on this node, and signing in with a token.

An officer is known here by a local name and outside by a pseudonym. The officer's key and certificate lie in the vault;
the token, of which the vault has only the hash, is the session.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from lintas.crypto.errors import BadSignature
from lintas.dossier.officers import APPROVER, AUTHOR, Certificate, issue, parse_certificate, read_certificate
from lintas.node.author import OfficerAtWork
from lintas.node.state import Node
from lintas.wire import cbor, shape
from lintas.wire.errors import LintasError
from lintas.wire.identifiers import show

PREFIX = "officer/"
ROLES = (AUTHOR, APPROVER)
TOKEN_BYTES = 20
CERTIFICATE_DAYS = 365
_DAY_MS = 24 * 60 * 60 * 1000


class NotSignedIn(LintasError):
    """No officer of this name has this token."""

    def __init__(self, name: str) -> None:
        self.name = name


class OfficerExists(LintasError):
    """There is an officer of this name already."""

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
    if not hmac.compare_digest(_kept(node, name).octets(3, 32), _hash(token)):
        raise NotSignedIn(name)
    return present(node, name, role)


def present(node: Node, name: str, role: str) -> OfficerAtWork:
    """The officer, ready to answer in a role, on the word of a caller in this process that has signed him in itself.

    Raises `NotSignedIn` if there is no such officer. Nothing that a socket can reach calls it without a token.
    """
    fields = _kept(node, name)
    signed, ours = fields.octets(2), node.identity
    try:
        read_certificate(node.suite, signed, ours.authority)
    except BadSignature:
        # The issuing key was renewed since: what the old one said of our officer, the new one says again.
        signed = issue(ours.issuing, parse_certificate(signed))
        node.vault.put_secret(PREFIX + name, cbor.encode(dict(fields.map) | {2: signed}))
    return OfficerAtWork(role, signed, node.suite.signer(fields.octets(1, 32)))


def _kept(node: Node, name: str) -> shape.Fields:
    kept = node.vault.secret(PREFIX + name)
    if kept is None:
        raise NotSignedIn(name)
    return shape.read("officer", kept, size_max=64 * 1024)


def is_officer(node: Node, name: str) -> bool:
    """Whether there is an officer of this name."""
    return node.vault.secret(PREFIX + name) is not None


def officers(node: Node) -> tuple[tuple[str, Certificate], ...]:
    """Every officer of this node: local name and certificate."""
    found = []
    for name in node.vault.secrets(PREFIX):
        fields = shape.read("officer", node.vault.secret(name) or b"", size_max=64 * 1024)
        certificate = parse_certificate(fields.octets(2))
        found.append((name.removeprefix(PREFIX), certificate))
    return tuple(found)


def _hash(token: str) -> bytes:
    return hashlib.sha256(b"lintas/token/1" + token.encode()).digest()
