"""Bytes as JSON carries them."""

from __future__ import annotations

import base64
import binascii

from lintas.interop.hostile_json import UnreadableFile


def octets(text: object, what: str) -> bytes:
    """Of base64url (RFC 4648), with or without its padding; raises `UnreadableFile`."""
    said = str(text).rstrip("=")
    try:
        return base64.b64decode(said + "=" * (-len(said) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise UnreadableFile(f"its {what} is no base64") from None
