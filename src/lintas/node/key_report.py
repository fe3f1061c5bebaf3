"""Which keys this node has, and until when its officers' certificates are good. No secret, and no end where none is.

Keys of an authority do not expire: they hold until the registry enters the next ones.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from lintas.crypto.ports import algorithm_of
from lintas.node import desk
from lintas.node.keys import SIGNING, in_module, renewal_asked
from lintas.node.state import Node

_PRINT_CHARS: Final = 16


@dataclass(frozen=True, slots=True)
class CertificateReport:
    """An officer's certificate: the local name, until when it is good (ms since 1970), how many passkeys it has."""

    name: str
    until_ms: int
    passkeys: int


@dataclass(frozen=True, slots=True)
class KeyReport:
    """Our keys. `print`: the first half of the SHA-256 of the signing key's public half, in hexadecimal. `entry`: the
    number of our entry in the registry. `in_module`: it signs in hardware. `lasting`: a second key signs our log.
    `next_known`: we are committed to our next key. `renewal_waits`: new keys were made, and are not entered yet.
    `older`: keys that only open what was sealed before.
    """

    print: str
    algorithm: str
    entry: int
    in_module: bool
    lasting: bool
    next_known: bool
    renewal_waits: bool
    older: int
    certificates: tuple[CertificateReport, ...]


def key_report(node: Node) -> KeyReport:
    """The keys of this node."""
    identity = node.identity
    ours = identity.authority
    return KeyReport(
        print=hashlib.sha256(ours.signing).hexdigest()[:_PRINT_CHARS],
        algorithm=algorithm_of(ours.signing).name,
        entry=ours.number,
        in_module=ours.signing in in_module(node.vault, SIGNING),
        lasting=bool(ours.lasting),
        next_known=bool(ours.next_key),
        renewal_waits=renewal_asked(node.suite, node.vault, ours),
        older=len(identity.older_seeds),
        certificates=tuple(
            CertificateReport(name, certificate.until_ms, len(certificate.passkeys))
            for name, certificate in sorted(desk.officers(node), key=lambda each: each[1].until_ms)
        ),
    )
