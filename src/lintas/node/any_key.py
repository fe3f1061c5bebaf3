"""What was signed at another time, by whichever key its authority then had: checkpoints, cosignatures and receipts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from lintas.crypto.errors import BadSignature
from lintas.crypto.ports import Suite
from lintas.dossier.authority import Federation
from lintas.log.errors import Unsigned
from lintas.sync.envelope import Envelope, read
from lintas.sync.link import RECEIPT_KIND, Receipt, read_receipt

T = TypeVar("T", covariant=True)


class WithKey(Protocol[T]):
    """Something that is checked with one public key."""

    def __call__(self, *, public: bytes) -> T:
        """The result; raises `BadSignature` or `Unsigned` where the key is not the one."""


def by_any_key(keys: Sequence[bytes], attempt: WithKey[T]) -> T:
    """The result with the first key that fits; else what the first key, the present one, leads to."""
    for key in keys[1:]:
        try:
            return attempt(public=key)
        except (BadSignature, Unsigned):
            continue
    return attempt(public=keys[0])


def read_receipt_of(suite: Suite, federation: Federation, signed: bytes, *, to: bytes) -> tuple[Envelope, Receipt]:
    """A stored receipt and who gave it; raises as `envelope.read`."""
    head, fields = read(suite, federation, RECEIPT_KIND, signed, to=to, former=True)
    return head, read_receipt(fields)
