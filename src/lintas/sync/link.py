"""The link from one node to another: batches of the sender's acts behind a cursor, and the receipts for them.

A cursor counts positions of the sender's log. A batch goes from `after` to `upto` and is taken only if the receiver's
cursor is `after`; what lies between and is not for the receiver is left out. A link epoch is new at every start of the
sender. In an epoch that is new to it the receiver goes on where it was only if the sender names the act at which that
was (`anchor`); a sender whose log no longer has that act begins again at 0, and acts that came before are passed over.

A receipt is evidence, not an act: the receiver's authority signs how far it has stored the link, durably, and what its
own log then was. The sender keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lintas.sync.envelope import FIRST_LABEL
from lintas.wire.limits import LIMITS
from lintas.wire.shape import Fields

LINK_KIND: Final = "link"
RECEIPT_KIND: Final = "receipt"
_AT = FIRST_LABEL
_ERA: Final = 24
_POSITION_BYTES: Final = 5


@dataclass(frozen=True, slots=True)
class LinkItem:
    """One act on its way: the signed header, the sealed body if the receiver is of its audience, the parcel if it
    begins an epoch of which the receiver is a member.
    """

    signed: bytes
    body: bytes | None = None
    parcel: bytes | None = None

    @property
    def size_bytes(self) -> int:
        """What it takes of a batch."""
        return len(self.signed) + len(self.body or b"") + len(self.parcel or b"")


@dataclass(frozen=True, slots=True)
class LinkBatch:
    """The sender's acts for the receiver at the positions from `after` to below `upto`."""

    epoch: bytes
    after: int
    upto: int
    anchor: bytes
    items: tuple[LinkItem, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act that the receiver refused: its id, as far as it could be read, and the class of the error."""

    act: bytes
    error: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """How far the receiver has taken the link. `tips`: by dossier, the acts admitted there that nothing there saw.

    `taken` is false where the batch was not, because the cursor or the anchor did not fit; then `upto` and `anchor` say
    where the receiver is. Of the acts of the batch, `waiting` are durable there and wait for what they saw, `refused`
    are not kept. `credit_bytes` is how much more may wait there, `retry_ms` how long to hold back. `log_size` and
    `log_root` are those of the receiver's log when the batch was durable; `log_era` names the log where the receiver
    began it anew after a restore.
    """

    epoch: bytes
    upto: int
    anchor: bytes
    taken: bool
    log_size: int
    log_root: bytes
    tips: Mapping[bytes, tuple[bytes, ...]]
    refused: tuple[Refusal, ...] = ()
    waiting: tuple[bytes, ...] = ()
    credit_bytes: int = LIMITS.bundle_bytes_max
    retry_ms: int = 0
    log_era: str = ""


def nonce_of(start: int, end: int, chance: bytes) -> bytes:
    """The nonce of a batch that has all that there is for the receiver at the positions from `start` to below `end`;
    what is left of its 16 bytes is of these 16 of chance.

    The receipt repeats it, so that it says by itself, however late it comes, of which positions it shows what became.
    """
    span = start.to_bytes(_POSITION_BYTES, "big") + end.to_bytes(_POSITION_BYTES, "big")
    return span + chance[len(span) :]


def span_of(nonce: bytes) -> tuple[int, int]:
    """Of which positions the receipt for the batch with this nonce tells: where they start and end."""
    start, end = nonce[:_POSITION_BYTES], nonce[_POSITION_BYTES : 2 * _POSITION_BYTES]
    return int.from_bytes(start, "big"), int.from_bytes(end, "big")


def batch_fields(batch: LinkBatch) -> dict[int, object]:
    """The labels of a batch."""
    items = [item_fields(item) for item in batch.items]
    return {_AT: batch.epoch, _AT + 1: batch.after, _AT + 2: batch.upto, _AT + 3: batch.anchor, _AT + 4: items}


def read_batch(fields: Fields, bodies: Iterable[bytes]) -> LinkBatch:
    """A batch from its labels and the bodies beside it; raises `BadShape`."""
    after = fields.uint(_AT + 1)
    return LinkBatch(
        epoch=fields.octets(_AT, 16),
        after=after,
        upto=fields.uint(_AT + 2, least=after),
        anchor=fields.octets(_AT + 3, 32),
        items=read_items(fields, _AT + 4, bodies),
    )


def item_fields(item: LinkItem) -> list[object]:
    """An item as it stands in a message: of the body its length."""
    return [item.signed, None if item.body is None else len(item.body), item.parcel]


def bodies_of(items: Iterable[LinkItem]) -> list[bytes]:
    """What travels beside a message with these items (`sync.carried`)."""
    return [item.body for item in items if item.body is not None]


def read_items(
    fields: Fields, label: int, bodies: Iterable[bytes], most: int = LIMITS.bundle_items_max
) -> tuple[LinkItem, ...]:
    """The items at a label, so many at most, with the bodies that came beside; raises `BadShape`."""
    left = iter(bodies)
    items = fields.each(label, most, lambda at, value: _item(fields, at, value, left))
    if next(left, None) is not None:
        raise fields.bad(label, "has fewer acts with a body than there are bodies")
    return items


def _item(fields: Fields, label: int, value: object, bodies: Iterator[bytes]) -> LinkItem:
    if type(value) is not list or len(value) != 3:
        raise fields.bad(label, "holds an item that is not [signed act, length of its body, parcel]")
    signed, size, parcel = value
    body = None if size is None else next(bodies, b"")
    if body is not None and len(body) != fields.is_uint(label, size, least=1, most=LIMITS.body_bytes_max):
        raise fields.bad(label, "holds an act whose body did not come")
    return LinkItem(
        fields.is_octets(label, signed, most=2 * LIMITS.header_bytes_max),
        body,
        None if parcel is None else fields.is_octets(label, parcel, most=LIMITS.wrapped_bytes_max),
    )


def receipt_fields(receipt: Receipt) -> dict[int, object]:
    """The labels of a receipt."""
    era: dict[int, object] = {_ERA: receipt.log_era} if receipt.log_era else {}
    return era | {
        _AT: receipt.epoch,
        _AT + 1: receipt.upto,
        _AT + 2: receipt.anchor,
        _AT + 3: receipt.taken,
        _AT + 4: receipt.log_size,
        _AT + 5: receipt.log_root,
        _AT + 6: {dossier: list(tips) for dossier, tips in receipt.tips.items()},
        _AT + 7: [[refusal.act, refusal.error] for refusal in receipt.refused],
        _AT + 8: list(receipt.waiting),
        _AT + 9: receipt.credit_bytes,
        _AT + 10: receipt.retry_ms,
    }


def read_receipt(fields: Fields) -> Receipt:
    """A receipt from its labels; raises `BadShape`."""
    tips = fields.take(_AT + 6, dict)
    return Receipt(
        epoch=fields.octets(_AT, 16),
        upto=fields.uint(_AT + 1),
        anchor=fields.octets(_AT + 2, 32),
        taken=fields.flag(_AT + 3),
        log_size=fields.uint(_AT + 4),
        log_root=fields.octets(_AT + 5, 32),
        tips={fields.is_octets(_AT + 6, d, 16): _tips(fields, ids) for d, ids in tips.items()},
        refused=fields.each(_AT + 7, LIMITS.bundle_items_max, lambda _, value: _refusal(fields, value)),
        waiting=fields.ids(_AT + 8, LIMITS.bundle_items_max),
        credit_bytes=fields.uint(_AT + 9),
        retry_ms=fields.uint(_AT + 10),
        log_era=fields.text(_ERA, 32) if _ERA in fields else "",
    )


def _tips(fields: Fields, value: object) -> tuple[bytes, ...]:
    if type(value) is not list or len(value) > LIMITS.seen_max:
        raise fields.bad(_AT + 6, f"names more than {LIMITS.seen_max} tips of a dossier")
    return tuple(fields.is_octets(_AT + 6, tip, 32) for tip in value)


def _refusal(fields: Fields, value: object) -> Refusal:
    if type(value) is not list or len(value) != 2:
        raise fields.bad(_AT + 7, "holds a refusal that is not [act, error]")
    return Refusal(fields.is_octets(_AT + 7, value[0], 32), fields.is_text(_AT + 7, value[1], 64))
