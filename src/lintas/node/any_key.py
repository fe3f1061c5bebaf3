"""What was signed at another time, by whichever keys its authority then had: checkpoints, cosignatures and receipts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import Suite
from lintas.dossier.authority import Federation
from lintas.log.both import LogKey
from lintas.log.errors import Unsigned
from lintas.sync.envelope import Envelope, read
from lintas.sync.link import RECEIPT_KIND, Receipt, read_receipt

T = TypeVar("T", covariant=True)


class WithKey(Protocol[T]):
    """Something that is checked with the keys of a log or a witness."""

    def __call__(self, *, key: LogKey) -> T:
        """The result; raises `BadSignature` or `Unsigned` where the key is not the one, another error to end the
        search.
        """


def by_any_key(keys: Sequence[LogKey], attempt: WithKey[T]) -> T:
    """The result with the first key that fits; else what the first key, the present one, leads to."""
    for key in keys[1:]:
        try:
            return attempt(key=key)
        except (BadSignature, Unsigned):
            continue
    return attempt(key=keys[0])


def read_receipt_of(suite: Suite, federation: Federation, signed: bytes, *, to: bytes) -> tuple[Envelope, Receipt]:
    """A stored receipt and who gave it; raises as `envelope.read`."""
    head, fields = read(suite, federation, RECEIPT_KIND, signed, to=to, former=True)
    return head, read_receipt(fields)
