"""Signed bytes in, an act out that its author's authority signed: the first half of admission (`spec/act.md`).

What follows, whether the act belongs in its dossier, is the replica's.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Protocol

from lintas.crypto.cose import Sign1, check1, open1, protected_header, sig_structure, sign1
from lintas.crypto.ports import Signer, Suite, algorithm_of
from lintas.dossier.control import Disown, Fork, Signed, control_of
from lintas.dossier.header import Act, Header, Seal
from lintas.dossier.header_bytes import LaterAct, make_readable_act, read_act, read_later
from lintas.wire.errors import Malformed
from lintas.wire.limits import LIMITS

ACT_KIND = "act"
_SIGNED_EXTRA_BYTES = 256
ACTS_READ_MAX: Final = 512
"""How many acts that were read are remembered by their bytes: 10 MiB if all are as large as they may be."""


class Registry(Protocol):
    """Which key signs for whom."""

    def signing_key(self, reg: bytes, author: bytes) -> bytes:
        """The key as of `reg`; raises a `TrustError`."""

    def check_revoked(self, reg: bytes, author: bytes, regs: Iterable[bytes]) -> None:
        """Raises a `TrustError` unless the author's key as of `reg` replaced the keys of these."""


@dataclass(frozen=True, slots=True)
class SignedAct:
    """An act with the bytes that were signed: what is stored, sent and shown in court."""

    act: Act
    signed: bytes


def sign_act(signer: Signer, header: Header, seal: Seal | None = None) -> SignedAct:
    """A header as an act signed by its author's authority, under a seal that the header lacks; raises `Malformed` where
    no reader would take it.
    """
    act, payload = make_readable_act(header, seal)
    control_of(act.header)
    return SignedAct(act, sign1(signer, payload, kind=ACT_KIND))


def parse_act(signed: bytes) -> SignedAct:
    """The act in these bytes, its signature not looked at; for what the node itself stored. Raises `Malformed`."""
    return SignedAct(_read(signed)[1], signed)


def admit_act(suite: Suite, registry: Registry, signed: bytes) -> SignedAct:
    """The act in these bytes; raises `Malformed`, a `TrustError`, or `BadSignature`."""
    opened, act = _read(signed)
    check1(suite, opened, registry.signing_key(act.header.reg, act.header.author))
    control = control_of(act.header)
    if isinstance(control, Fork):
        for side in (control.one, control.other):
            _check_side(suite, registry, side)
    if isinstance(control, Disown):
        registry.check_revoked(act.header.reg, act.header.author, control.regs)
    return SignedAct(act, signed)


def admit_later(suite: Suite, registry: Registry, signed: bytes) -> LaterAct:
    """An act of a later version, which its author's authority signed; raises as `admit_act`."""
    opened = open1(signed, kind=ACT_KIND, size_max=LIMITS.header_bytes_max + _SIGNED_EXTRA_BYTES)
    act = read_later(opened.payload)
    check1(suite, opened, registry.signing_key(act.reg, act.author))
    return act


def is_readable(signed: bytes) -> bool:
    """Whether the act can be read here; one that was kept by a program that could not read it may be anything."""
    try:
        parse_act(signed)
    except Malformed:
        return False
    return True


@lru_cache(maxsize=ACTS_READ_MAX)
def _read(signed: bytes) -> tuple[Sign1, Act]:
    """What these bytes say, unverified. An act is read when it comes, when it is looked at for each peer, and when it
    is served; the same bytes always say the same.
    """
    opened = open1(signed, kind=ACT_KIND, size_max=LIMITS.header_bytes_max + _SIGNED_EXTRA_BYTES)
    return opened, read_act(opened.payload)


def regs_of(act: Act) -> tuple[bytes, ...]:
    """What admission asks the registry for: the act's own `reg`, and those of the headers that it carries."""
    control = control_of(act.header)
    sides = (control.one, control.other) if isinstance(control, Fork) else ()
    return (act.header.reg, *(side.act.header.reg for side in sides))


def _check_side(suite: Suite, registry: Registry, side: Signed) -> None:
    header = side.act.header
    key = registry.signing_key(header.reg, header.author)
    suite.verify(key, sig_structure(protected_header(ACT_KIND, algorithm_of(key)), side.payload), side.signature)
