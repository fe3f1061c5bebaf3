"""What a node has decided and not yet made durable: the next commit writes all of it, or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from lintas.node.ports import Epoch, Evidence, Inbound, NewAct, Outbound, Store, Vault, WaitingAct
from lintas.node.recalls import act_key_name, due_name

UPLOAD: Final = "upload/"
"""The beginning of the names in the vault of files that are being handed in."""


@dataclass(slots=True)
class Pending:
    """What the next commit writes. `stored_waiting`: those in `waiting` that the store has, and gets more for.
    `act_keys`: keys of single acts, where that of their epoch was destroyed. `erasing`: ERASE acts to be carried out
    once they are durable, with their dossiers. `uploads`: names in the vault of files that were handed in for them.
    `passed`: notes in the vault of acts over which a link goes, and `shown`: what is noted of them once the receipt is
    durable, None of what is noted no longer (`node.passed`, `node.come_back`). `taken`: files that came by mail.
    """

    acts: list[NewAct] = field(default_factory=list)
    bodies: dict[bytes, bytes] = field(default_factory=dict)
    waiting: dict[bytes, WaitingAct] = field(default_factory=dict)
    stored_waiting: set[bytes] = field(default_factory=set)
    arrived: set[bytes] = field(default_factory=set)
    epochs: list[Epoch] = field(default_factory=list)
    act_keys: dict[bytes, bytes] = field(default_factory=dict)
    erasing: dict[bytes, bytes] = field(default_factory=dict)
    uploads: list[str] = field(default_factory=list)
    inbound: dict[bytes, Inbound] = field(default_factory=dict)
    outbound: dict[bytes, Outbound] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)
    checkpoints: dict[int, bytes] = field(default_factory=dict)
    witnessed: dict[str, bytes] = field(default_factory=dict)
    speaks: dict[bytes, int] = field(default_factory=dict)
    passed: dict[str, bytes] = field(default_factory=dict)
    shown: dict[str, bytes | None] = field(default_factory=dict)
    taken: list[bytes] = field(default_factory=list)

    def __bool__(self) -> bool:
        return any(_PARTS(self))

    def came(self) -> int:
        """How many acts, bodies and keys came that were not here."""
        return sum(map(len, (self.acts, self.waiting, self.bodies, self.epochs, self.act_keys)))

    def write(self, vault: Vault, store: Store, frontier: Callable[[], bytes]) -> None:
        """Make it durable. Keys first, since an act whose key is lost can never be read; and that an ERASE is to be
        carried out, since nobody would look for it after a crash; nor for what a link went over.
        """
        if self.epochs:
            vault.put_epochs(self.epochs)
        if self.act_keys or self.erasing or self.passed:
            keys = {act_key_name(act): key for act, key in self.act_keys.items()}
            vault.change(keys | {due_name(act): dossier for act, dossier in self.erasing.items()} | self.passed)
        with store.batch() as batch:
            if self.acts:
                batch.append(self.acts)
                batch.set_frontier(frontier())
            for act, body in self.bodies.items():
                batch.put_body(act, body)
            for waiting in self.waiting.values():
                batch.put_waiting(waiting)
            if self.arrived:
                batch.drop_waiting(sorted(self.arrived))
            for peer, inbound in self.inbound.items():
                batch.set_inbound(peer, inbound)
            for peer, outbound in self.outbound.items():
                batch.set_outbound(peer, outbound)
            for evidence in self.evidence:
                batch.add_evidence(evidence)
            for size, note in self.checkpoints.items():
                batch.set_checkpoint(size, note)
            for origin, note in self.witnessed.items():
                batch.set_witnessed(origin, note)
            for peer, version in self.speaks.items():
                batch.set_speaks(peer, version)
        if self.uploads or self.shown:
            gone = [name for name, said in self.shown.items() if said is None]
            vault.change({name: said for name, said in self.shown.items() if said}, self.uploads + gone)


_PARTS: Final = attrgetter(*Pending.__slots__)
"""Asked after every job."""


def upload_name(file: bytes) -> str:
    """The name in the vault of a file that is being handed in."""
    return UPLOAD + file.hex()
