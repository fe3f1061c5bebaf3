"""Wrong rules of what is kept, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

from lintas.node import batches
from lintas.node.group import Groups, Outcome
from lintas.node.pending import Pending
from lintas.node.ports import WaitingAct
from lintas.node.state import Node
from lintas.sim.disk import Content, Disk
from lintas.sim.mutants.swap import swapped
from lintas.sync.envelope import Envelope
from lintas.sync.link import LinkBatch

SYNC_EVERY = 3
COUNTER = "mutant/incarnation"


def late_commit() -> AbstractContextManager[None]:
    """What a group did is committed with the next one."""
    run = Groups.run

    def after_commit(self: Groups, jobs: Iterable[Callable[[Node], Any]]) -> list[Outcome]:
        self._node.commit()
        return run(self, jobs)

    return swapped(
        (Groups, "run", after_commit),
        (Groups, "commit", lambda self: bool(self._node.pending.acts or self._node.pending.waiting)),
    )


def no_sync() -> AbstractContextManager[None]:
    """Only now and then is a batch synced."""
    sync = Disk.sync
    return swapped((Disk, "sync", lambda self: sync(self) if self.length % SYNC_EVERY == 0 else None))


def waiting_in_memory() -> AbstractContextManager[None]:
    """Acts that wait are forgotten by the disk."""

    def nothing(self: Content, act: WaitingAct) -> None:
        """Write nothing."""

    return swapped((Content, "put_waiting", nothing))


def early_cursor() -> AbstractContextManager[None]:
    """The cursor is written at once, its acts with the group."""
    taken = batches._taken

    def moving(node: Node, envelope: Envelope, batch: LinkBatch, *said: Any, **more: Any) -> bytes:
        reply = taken(node, envelope, batch, *said, **more)
        with node.store.batch() as written:
            for peer, inbound in node.pending.inbound.items():
                written.set_inbound(peer, inbound)
        return reply

    return swapped((batches, "_taken", moving))


def late_keys() -> AbstractContextManager[None]:
    """Acts first, and then the keys that open their bodies."""
    write = Node._write

    def acts_first(self: Node, pending: Pending) -> None:
        epochs, pending.epochs = pending.epochs, []
        write(self, pending)
        if epochs:
            self.vault.put_epochs(epochs)

    return swapped((Node, "_write", acts_first))


def fixed_incarnation() -> AbstractContextManager[None]:
    """One incarnation for ever."""
    return swapped((Node, "begin_incarnation", lambda self: setattr(self, "incarnation", 1)))


def counted_incarnation() -> AbstractContextManager[None]:
    """The next number, as the vault has it."""

    def count(self: Node) -> None:
        self.incarnation = int(self.vault.secret(COUNTER) or b"0") + 1
        self.vault.put_secret(COUNTER, b"%d" % self.incarnation)

    return swapped((Node, "begin_incarnation", count))


def kept_incarnation() -> AbstractContextManager[None]:
    """The one of the start, also when the store is read anew."""
    begin = Node.begin_incarnation

    def once(self: Node) -> None:
        if not hasattr(self, "incarnation"):
            begin(self)

    return swapped((Node, "begin_incarnation", once))


def no_era() -> AbstractContextManager[None]:
    """The log has one name for ever."""
    forget = Node.forget

    def nameless(self: Node) -> None:
        self.log_era = ""
        forget(self)

    return swapped((Node, "forget", nameless))


def fixed_link_epoch() -> AbstractContextManager[None]:
    """Each authority has one link epoch for ever."""
    forget = Node.forget

    def same(self: Node) -> None:
        self.link_epoch = self.identity.authority.id
        forget(self)

    return swapped((Node, "forget", same))
