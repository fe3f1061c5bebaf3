"""Invented authorities with their keys, made from their codes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from lintas.crypto.ports import Signer, Suite
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import Authority, Federation, write_entry, write_genesis

SUITE: Suite = RealSuite()


def seed(text: str) -> bytes:
    """32 bytes that are always the same for a text."""
    return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True)
class Office:
    """An authority with all its keys."""

    authority: Authority
    signer: Signer
    issuing: Signer
    recipient_seed: bytes


def office(code: str, **changed: Any) -> Office:
    """The authority of this code; fields of its entry may be changed, its keys stay."""
    signer, issuing = SUITE.signer(seed(code + " signs")), SUITE.signer(seed(code + " issues"))
    receives = seed(code + " receives")
    entry: dict[str, Any] = {
        "code": code,
        "name": f"Authority {code} of an invented state",
        "state": "XA",
        "category": "central authority",
        "signing": signer.public,
        "recipient": SUITE.recipient_public(receives),
        "issuing": issuing.public,
        "address": f"https://{code}.example",
    }
    return Office(Authority(**(entry | changed)), signer, issuing, receives)


XA, XB, XC = office("xa-ca"), office("xb-ca"), office("xc-ca")


def federation(*offices: Office) -> Federation:
    """The federation of these authorities, or of the three that every test knows."""
    entries = [write_entry(each.authority, each.signer) for each in offices or (XA, XB, XC)]
    return Federation(SUITE, write_genesis(entries, exercise=True))
