"""Reading the same bytes once: what a message says is a function of its bytes, and eleven nodes read the same ones.

The strict reader (`wire.cbor.decode`) is run at the first of them; the others, and the promises, get the value that it
gave. This can hide a reader whose answer depends on more than its arguments, and a caller that changes what it was
given: of the second kind one in `LOOKED_AT` is looked for, each time by reading again. What is refused is read each
time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from lintas.wire import cbor

REMEMBERED_MAX: Final = 4_096
LOOKED_AT: Final = 64
_read_strictly: Final = cbor.decode


class Changed(AssertionError):
    """Somebody changed a value that was read, or the reader gave another for the same bytes."""


@contextmanager
def once() -> Iterator[None]:
    """As long as this is open, bytes that were read before are not read again."""
    known: dict[tuple[bytes, tuple[tuple[str, Any], ...]], Any] = {}
    hits = 0

    def decode(data: bytes, **bounds: Any) -> Any:
        nonlocal hits
        key = data, tuple(bounds.items())
        if key not in known:
            if len(known) >= REMEMBERED_MAX:
                known.clear()
            known[key] = _read_strictly(data, **bounds)
        elif (hits := hits + 1) % LOOKED_AT == 0 and known[key] != _read_strictly(data, **bounds):
            raise Changed()
        return known[key]

    before = cbor.decode
    try:
        cbor.decode = decode
        yield
    finally:
        cbor.decode = before
