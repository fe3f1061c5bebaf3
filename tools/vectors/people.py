"""Invented authorities, their keys, and acts built label by label as `spec/act.md` lists them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from lintas.crypto.cose import sign1
from lintas.crypto.ports import Algorithm, Signer
from lintas.crypto.real import RealSuite
from lintas.wire import cbor
from lintas.wire.identifiers import NULL16, NULL32, digest

SUITE: Final = RealSuite()
TIME_MS: Final = 1_760_000_000_000
DECLARATION: Final = hashlib.sha256(b"the declaration of a kind that is not looked at here").digest()


def seed(text: str) -> bytes:
    """32 bytes that are always the same for a text."""
    return hashlib.sha256(text.encode()).digest()


def signer(name: str) -> Signer:
    """The signing key of this name."""
    return SUITE.signer(seed(f"{name} signs"))


A, B, C = (seed(f"authority {name}")[:16] for name in "abc")
GENESIS, NEWER, OTHER, UNKNOWN = (seed(text) for text in ("genesis", "newer entry of a", "enters nobody", "unknown"))
KEYS: Final[list[dict[str, Any]]] = [
    {"reg": GENESIS, "author": A, "key": signer("a").public, "replaces": []},
    {"reg": GENESIS, "author": B, "key": signer("b").public, "replaces": []},
    {"reg": NEWER, "author": A, "key": signer("a anew").public, "replaces": [GENESIS]},
]
"""Which key signs for whom as of which `reg`, and whose place it took."""

TRUST: Final[dict[str, Any]] = {"genesis": GENESIS, "keys": KEYS, "enters_nobody": [OTHER]}

FIRST: Final[dict[int, Any]] = {
    1: 1,
    2: NULL16,
    3: A,
    4: 7,
    5: 1,
    6: NULL32,
    7: [],
    8: 1,
    9: TIME_MS,
    11: 0,
    16: GENESIS,
    17: 0,
    19: {1: "errand", 2: 1, 3: DECLARATION},
    20: "open",
    21: None,
    23: {"member": [B]},
}


def act_id(payload: bytes) -> bytes:
    """The id of the act whose header these bytes are."""
    return digest("lintas/act/1", payload)


FIRST_ID: Final = act_id(cbor.encode(FIRST))
DOSSIER: Final = FIRST_ID[:16]
NEXT: Final[dict[int, Any]] = {
    1: 1,
    2: DOSSIER,
    3: B,
    4: 9,
    5: 1,
    6: NULL32,
    7: [FIRST_ID],
    8: 2,
    9: TIME_MS + 1,
    11: 0,
    16: GENESIS,
    17: 0,
    20: "say",
    21: None,
}


def changed(fields: Mapping[int, Any], changes: Mapping[int, Any]) -> dict[int, Any]:
    """The fields with some changed; those changed to `...` are left out."""
    return {label: value for label, value in {**fields, **changes}.items() if value is not ...}


ES256_KEY: Final = SUITE.signer(seed("b signs"), Algorithm.ES256)
"""What `b` has in some vectors in place of its Ed25519 key."""


def payload(fields: Mapping[int, Any]) -> bytes:
    """The bytes of a header, whether any reader would take it or not."""
    return cbor.encode(dict(fields), depth_max=64)


def signed(fields: Mapping[int, Any], by: str = "b") -> bytes:
    """A header as an act signed by the key of this name."""
    return sign1(signer(by), payload(fields), kind="act")


def ids(count: int, what: str = "act", size: int = 32) -> list[bytes]:
    """So many ids, ascending."""
    return sorted(seed(f"{what} {number}")[:size] for number in range(count))
