"""Carrying all that a store holds into another, empty one, be it on the same database or on the other.

Everything is read again on the way as the port reads it, so that damage is found and not carried over; all of it is
written in one batch, so that the target holds everything or nothing. What bears no meaning outside a store, such as the
numbers under which rows arrived, is made anew in the same order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from lintas.node.ports import Batch, Inbound, Outbound, Store, StoreError
from lintas.store.errors import StoreDamaged
from lintas.store.rows import RowReader

PAGE_ROWS: Final = 64
TELL_EVERY_ACTS: Final = 10_000


class StoreNotEmpty(StoreError):
    """The store into which everything is to be carried holds something already."""

    def __init__(self, path: str, acts: int) -> None:
        self.path = path
        self.acts = acts


def carry(source: RowReader, target: Store, path: str, tell: Callable[[int], None]) -> int:
    """Copy a store; how many acts it has. `tell` hears now and then how many were copied.

    Nobody writes to the source meanwhile, or it is read as of one moment. `path` is what errors call the target. Raises
    `StoreNotEmpty`, `StoreDamaged`, or what either store raises.
    """
    if target.size() or next(iter(target.evidence()), None) or target.waiting():
        raise StoreNotEmpty(path, target.size())
    with target.batch() as batch:
        count = _acts(source, batch, tell)
        _rest(source, batch)
    return count


def _acts(source: RowReader, batch: Batch, tell: Callable[[int], None]) -> int:
    count = 0
    while rows := source.since(count, PAGE_ROWS):
        if rows[0].position != count or rows[-1].position != count + len(rows) - 1:
            raise StoreDamaged(source.path, f"an act behind position {count - 1} is missing")
        batch.append(rows)
        count += len(rows)
        if count // TELL_EVERY_ACTS > (count - len(rows)) // TELL_EVERY_ACTS:
            tell(count)
    return count


def _rest(source: RowReader, batch: Batch) -> None:
    for waiting in source.waiting():
        batch.put_waiting(waiting)
    for peer, inbound, outbound in source.cursors():
        if inbound != Inbound():
            batch.set_inbound(peer, inbound)
        if outbound != Outbound():
            batch.set_outbound(peer, outbound)
    for evidence in source.evidence():
        batch.add_evidence(evidence)
    for size, note in source.checkpoints():
        batch.set_checkpoint(size, note)
    for origin, note in source.cosigned():
        batch.set_witnessed(origin, note)
    for peer, version in source.spoken():
        batch.set_speaks(peer, version)
    if (frontier := source.frontier()) is not None:
        batch.set_frontier(frontier)
