"""Wrong rules of what is sent to whom, said of it, asked for and fetched."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

from lintas.dossier.header import Act
from lintas.dossier.position import Position
from lintas.dossier.sealing import begins_epoch, epoch_of, is_plain, wrap_info
from lintas.node import author, batches, chunks, compare, confirmed, deliver, fetch, items, line, mend, receive
from lintas.node.bodies import add_body
from lintas.node.courier import Patience
from lintas.node.entitled import Right, right_to
from lintas.node.order import Order
from lintas.node.ports import StoredAct
from lintas.node.state import Node
from lintas.node.unfetched import Unfetched
from lintas.sim.mutants.swap import swapped
from lintas.sync.envelope import Envelope, Freshness
from lintas.sync.line import PLAIN
from lintas.sync.link import LinkItem, Receipt
from lintas.wire.identifiers import NULL16


def no_waiting() -> AbstractContextManager[None]:
    """Receipts list nothing that waits."""

    def silent(*said: Any, **more: Any) -> Receipt:
        return replace(Receipt(*said, **more), waiting=())

    return swapped((batches, "Receipt", silent))


def body_to_all() -> AbstractContextManager[None]:
    """Whoever gets the header gets the body."""

    def item(node: Node, now: Position, row: StoredAct, act: Act, peer: bytes, *, alone: bool = False) -> LinkItem:
        identifier = None if is_plain(act) else epoch_of(act)
        epoch = node.epoch(row.dossier, identifier) if identifier else None
        parcel = None
        if epoch and epoch.key and begins_epoch(act):
            info = wrap_info(row.dossier, epoch.id, node.id, peer)
            parcel = node.suite.wrap(node.federation.authority(peer).recipient, epoch.key, info)
        return LinkItem(row.signed, row.body, parcel)

    return swapped((items, "item_for", item), (fetch, "item_for", item))


def sealed_to_all() -> AbstractContextManager[None]:
    """The audience is everybody who might be of it."""

    def everybody(order: Order, allowed: frozenset[bytes], node: Node, *, plain: bool) -> tuple[bytes, ...]:
        return tuple(sorted(allowed - {node.id}))

    return swapped((author, "_audience", everybody))


def plain_at_first() -> AbstractContextManager[None]:
    """With a peer of which nobody knows what it speaks, version 1 is spoken."""
    return swapped((line, "spoken", lambda node, peer: node.lines.speaks(peer) or PLAIN))


def begins_again() -> AbstractContextManager[None]:
    """Whoever is elsewhere than behind the act that came last is brought all from the beginning."""
    resume = confirmed.resume

    def again(node: Node, peer: bytes, receipt: Receipt) -> tuple[int, bytes]:
        return resume(node, peer, replace(receipt, epoch=NULL16))

    return swapped((deliver, "resume", again))


def release_is_words() -> AbstractContextManager[None]:
    """Whoever was released an act is entitled to nothing."""

    def right(node: Node, now: Position, act: Act, peer: bytes) -> Right:
        found = right_to(node, now, act, peer)
        return Right.NONE if found is Right.RELEASED else found

    return swapped((items, "right_to", right), (chunks, "right_to", right))


def no_digest() -> AbstractContextManager[None]:
    """Whatever a pong says, both hold the same."""
    take = compare.take

    def same(node: Node, request: Envelope, data: bytes) -> compare.Compared:
        return compare.Compared(None, take(node, request, data).elsewhere)

    return swapped((compare, "take", same))


def no_asking() -> AbstractContextManager[None]:
    """Nothing is wanted."""
    return swapped((fetch, "wanted", lambda node, sender: ()))


def no_back_off() -> AbstractContextManager[None]:
    """The next try is now."""
    return swapped((Patience, "failed", lambda self, error=None: 0))


def replays() -> AbstractContextManager[None]:
    """Every request is new."""
    return swapped((Freshness, "check", lambda self, envelope, now_ms: None))


def no_bodies() -> AbstractContextManager[None]:
    """No body lacks."""
    return swapped((mend, "bodies", lambda node, peer: {}))


def late_files() -> AbstractContextManager[None]:
    """Files are looked for when their act comes, and not when its body does."""

    def forgetting(node: Node, act: Act, item: LinkItem) -> None:
        add_body(node, act, item)
        node.unfetched._of.get(act.header.author, {}).pop(act.id, None)

    return swapped((receive, "add_body", forgetting))


def one_blocks_all() -> AbstractContextManager[None]:
    """A file that is refused is asked for before the others of its act."""
    refused = Unfetched.refused

    def first(self: Unfetched, author: bytes, act: bytes, now_ms: int) -> None:
        wanted = self._of[author][act]
        files, wanted.refusals = wanted.files, len(wanted.files or ())
        refused(self, author, act, now_ms)
        wanted.files = files

    return swapped((Unfetched, "refused", first))
