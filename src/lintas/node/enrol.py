"""The passkeys of officers: each change is a new certificate, valid from now, since the old one said something else.

Who enrols must be known by other means than the passkey: that is the business of whoever calls.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

from lintas.crypto.passkey import public_of
from lintas.dossier.officer_errors import UnknownPasskey
from lintas.dossier.officers import Certificate
from lintas.dossier.passkeys import PASSKEYS_MAX, Passkey
from lintas.node import desk
from lintas.node.state import Node
from lintas.wire.errors import LintasError

_LOCAL: Final = "localhost"


class BadPasskey(LintasError):
    """The passkey cannot be enrolled as it is."""

    def __init__(self, why: str) -> None:
        self.why = why


def enrol(node: Node, name: str, passkey: Passkey) -> Certificate:
    """Let the officer answer by this passkey as well.

    Raises `BadPasskey`, `UnsupportedKey` (RS256), `BadKey`, `Malformed` or `UnknownOfficer`.
    """
    before = desk.officer(node, name).certificate
    public_of(passkey.key)
    _check_origins(passkey)
    for other, certificate in desk.officers(node):
        if any(passkey.credential == each.credential for each in certificate.passkeys):
            raise BadPasskey(f"it is a passkey of {other} already")
    if len(before.passkeys) >= PASSKEYS_MAX:
        raise BadPasskey(f"an officer has at most {PASSKEYS_MAX}: remove one first")
    return _certify(node, name, (*before.passkeys, passkey))


def remove(node: Node, name: str, credential: bytes) -> Certificate:
    """Take away the passkey with this hash of its credential id; raises `UnknownPasskey` or `UnknownOfficer`.

    A shift that it began ends for this node, since what is sealed is checked against the newest certificate.
    """
    before = desk.officer(node, name).certificate.passkeys
    left = tuple(each for each in before if each.credential != credential)
    if left == before:
        raise UnknownPasskey(credential)
    return _certify(node, name, left)


def _certify(node: Node, name: str, passkeys: tuple[Passkey, ...]) -> Certificate:
    changed = replace(desk.officer(node, name).certificate, passkeys=passkeys, from_ms=node.clock())
    return desk.certify(node, name, changed).certificate


def _check_origins(passkey: Passkey) -> None:
    """Every origin must be a page of the site, over a line that nobody else writes on (WebAuthn level 3, 5.1.4.1)."""
    if not passkey.origins:
        raise BadPasskey("it names no origin")
    for origin in passkey.origins:
        try:
            parts = urlsplit(origin)
        except ValueError:
            raise BadPasskey(f"{origin} is no origin") from None
        host = parts.hostname or ""
        if f"{parts.scheme}://{parts.netloc}" != origin or "@" in parts.netloc:
            raise BadPasskey(f"{origin} is no origin: write scheme, host and port alone")
        if parts.scheme != "https" and not (host == _LOCAL or host.endswith(f".{_LOCAL}")):
            raise BadPasskey(f"{origin} is not https")
        if host != passkey.site and not host.endswith(f".{passkey.site}"):
            raise BadPasskey(f"{origin} is not of the site {passkey.site}")
