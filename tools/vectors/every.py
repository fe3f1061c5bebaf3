"""All vectors."""

from __future__ import annotations

from collections.abc import Iterator

from tools.vectors import (
    act_vectors,
    bag_vectors,
    body_vectors,
    cbor_vectors,
    envelope_vectors,
    fold_vectors,
    line_vectors,
    log_vectors,
    message_vectors,
    officer_vectors,
    passkey_vectors,
    silence_vectors,
)
from tools.vectors.files import Vector


def every() -> Iterator[Vector]:
    """The vectors of every area."""
    areas = (cbor_vectors, act_vectors, envelope_vectors, body_vectors, officer_vectors, passkey_vectors)
    for area in (*areas, log_vectors, fold_vectors, silence_vectors, message_vectors, line_vectors, bag_vectors):
        yield from area.vectors()
