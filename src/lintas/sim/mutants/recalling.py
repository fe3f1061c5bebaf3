"""Wrong rules of what is taken back, of who is out, and of which key speaks."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager

from lintas.dossier.admission import parse_act
from lintas.dossier.authority import Federation
from lintas.dossier.graph import Node as GraphNode
from lintas.dossier.header import Act
from lintas.dossier.position import Position
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import epoch_of, is_plain
from lintas.node import bodies, chunks, fetch, items, obey
from lintas.node.parcels import parcel_for
from lintas.node.ports import StoredAct
from lintas.node.recalls import Gone, Recalls
from lintas.node.state import Node
from lintas.sim.disk import Disk
from lintas.sim.mutants.swap import swapped
from lintas.sync.chunk import ChunkRequest
from lintas.sync.link import LinkItem


def no_scrub() -> AbstractContextManager[None]:
    """What was dropped is left on the disk, and called scrubbed."""
    return swapped((Disk, "scrub", lambda self: True))


def epoch_key_stays() -> AbstractContextManager[None]:
    """The key of the epoch is not destroyed."""
    begin = Recalls.begin

    def kept(
        self: Recalls, gone: Iterable[Gone], keys: dict[str, bytes], destroy: Iterable[tuple[bytes, bytes]]
    ) -> tuple[Gone, ...]:
        return begin(self, gone, keys, ())

    return swapped((Recalls, "begin", kept))


def retired_forgotten() -> AbstractContextManager[None]:
    """The key of an epoch of which something was recalled is kept again when it comes again."""
    return swapped((Recalls, "retires", lambda self, act, epoch: False))


def stored_again() -> AbstractContextManager[None]:
    """A recalled body is stored again when it comes again."""
    return swapped((bodies, "_recalled", lambda node, act: False))


def erased_early() -> AbstractContextManager[None]:
    """ERASED is said though a copy of the vault has the key."""
    return swapped((obey, "copies", lambda vault: iter(())))


def no_replay() -> AbstractContextManager[None]:
    """After a restore recalls are not carried out again."""
    return swapped((obey, "_replay", lambda node: node.recalls.replayed()))


def chunk_served() -> AbstractContextManager[None]:
    """A chunk of a recalled act is given to its readers, and not dropped."""
    return swapped((chunks, "_entitled", _entitled(recalls=False)), (obey, "drop_files", lambda node, files: None))


def chunk_to_all() -> AbstractContextManager[None]:
    """A chunk is given to every party."""
    return swapped((chunks, "_entitled", _entitled(readers=False)), (items, "item_for", _everything))


def served_when_out() -> AbstractContextManager[None]:
    """Who left goes on getting bodies and headers."""

    def owed(replica: Replica, found: GraphNode, peer: bytes) -> bool:
        return peer in replica.records.ever_named or peer == found.act.header.author

    return swapped((items, "item_for", _for_whoever_was), (fetch, "item_for", _for_whoever_was), (items, "owed", owed))


def old_key_speaks() -> AbstractContextManager[None]:
    """A key that was replaced is believed like the one that is in force."""
    keys = Federation.keys
    return swapped((Federation, "keys", lambda self, identifier, former=False: keys(self, identifier, former=True)))


def _entitled(*, recalls: bool = True, readers: bool = True) -> object:
    def may_have(node: Node, request: ChunkRequest, asker: bytes) -> bool:
        row = node.store.act(request.act)
        if row is None or row.author != node.id:
            return False
        act, replica = parse_act(row.signed).act, node.folded(row.dossier)
        epoch = node.vault.epoch(row.dossier, epoch_of(act) or b"")
        if recalls and node.recalls.covers(act):
            return False
        if replica is None or (readers and (epoch is None or asker not in epoch.members)):
            return False
        return request.file in act.header.attachments and asker in replica.now().parties

    return may_have


def _everything(node: Node, now: Position, row: StoredAct, act: Act, peer: bytes, *, alone: bool = False) -> LinkItem:
    epoch = None if is_plain(act) else node.epoch(row.dossier, epoch_of(act) or b"")
    return LinkItem(row.signed, row.body, parcel_for(node, act, epoch, peer) if epoch else None)


def _for_whoever_was(
    node: Node, now: Position, row: StoredAct, act: Act, peer: bytes, *, alone: bool = False
) -> LinkItem:
    epoch = None if is_plain(act) else node.epoch(row.dossier, epoch_of(act) or b"")
    if epoch is None or peer not in epoch.members or node.recalls.covers(act):
        return LinkItem(row.signed, row.body if is_plain(act) else None)
    return LinkItem(row.signed, row.body, parcel_for(node, act, epoch, peer, alone=alone))


def newest_key_alone() -> AbstractContextManager[None]:
    """A node that is not believed tries no key that it had before."""
    return swapped((Node, "_before", lambda self, entry: []))
