"""Declarations of kinds (`fold.md` 8)."""

from __future__ import annotations

import hashlib
from typing import Any

import cbor2


def check(given: dict[str, Any]) -> dict[str, Any]:
    """The hash by which a first act pins a kind. For keys that are texts, both canonical orders are one."""
    encoded = cbor2.dumps(given["declaration"], canonical=True)
    return {"hash": hashlib.sha256(b"lintas/kind/1" + encoded).digest()}
