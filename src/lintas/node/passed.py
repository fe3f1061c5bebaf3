"""Acts of ours over which the link to a peer went, since nobody knew here whom they are for: their dossier was not
folded, or they lay behind an act that the store had lost.

No cursor tells them from acts that were brought, so that no receipt for a cursor shows anything of them. They are noted
for each peer, durably before the batch leaves that went over them; once they fold they are brought
(`owed.passed_over`), and the receipt for that batch is noted, since it alone shows what the peer has of them. The notes
lie in the vault, which outlives the content; they are no secrets.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from types import MappingProxyType
from typing import Final

from lintas.dossier.admission import parse_act
from lintas.node.pending import Pending
from lintas.node.ports import Evidence, Vault
from lintas.sync.envelope import Envelope
from lintas.sync.link import RECEIPT_KIND, LinkItem, Receipt

PASSED: Final = "passed/"
"""The beginning of the names in the vault of these notes."""
PASSED_MAX: Final = 10_000
"""How many acts are noted for a peer at most. What lies beyond is found by comparing, as far as the peer asks."""
_DOSSIER_BYTES: Final = 16
_NONE: Final[Mapping[bytes, Note]] = MappingProxyType({})
_NOTHING: Final[Mapping[bytes, tuple[bytes, ...]]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Note:
    """Of which dossier the act is, and the SHA-256 of the receipt for the batch that brought it; empty before."""

    dossier: bytes
    receipt: bytes = b""


class Passed:
    """The notes of one node."""

    def __init__(self, vault: Vault) -> None:
        """As the vault has them."""
        self._notes: dict[bytes, dict[bytes, Note]] = {}
        # By peer and dossier: the acts that no receipt came for, oldest note first.
        self._open: dict[bytes, dict[bytes, dict[bytes, None]]] = {}
        # By peer and nonce of a batch that is carried as a file: which of these acts are in it.
        self._carried: dict[tuple[bytes, bytes], tuple[bytes, ...]] = {}
        for name in vault.secrets(PASSED):
            peer, act = map(bytes.fromhex, name.removeprefix(PASSED).split("/"))
            said = vault.secret(name) or b""
            self._put(peer, act, Note(said[:_DOSSIER_BYTES], said[_DOSSIER_BYTES:]))

    def of(self, peer: bytes) -> Mapping[bytes, Note]:
        """The notes for a peer, by act."""
        return self._notes.get(peer, _NONE)

    def open(self, peer: bytes) -> Mapping[bytes, tuple[bytes, ...]]:
        """The acts for a peer for which no receipt came, by dossier: asked at each batch, so that it costs little."""
        found = self._open.get(peer)
        return {dossier: tuple(acts) for dossier, acts in found.items()} if found else _NOTHING

    def _put(self, peer: bytes, act: bytes, note: Note) -> None:
        self._notes.setdefault(peer, {})[act] = note
        if not note.receipt:
            self._open.setdefault(peer, {}).setdefault(note.dossier, {})[act] = None

    def _close(self, peer: bytes, act: bytes, dossier: bytes) -> None:
        here = self._open[peer]
        del here[dossier][act]
        if not here[dossier]:
            del here[dossier]

    def over(self, pending: Pending, peer: bytes, act: bytes, dossier: bytes) -> None:
        """The link to the peer goes over an act of ours that is not folded here."""
        notes = self.of(peer)
        known = notes.get(act)
        if (known and not known.receipt) or (known is None and len(notes) >= PASSED_MAX):
            return
        self._put(peer, act, Note(dossier))
        pending.passed[_name(peer, act)] = dossier
        pending.shown.pop(_name(peer, act), None)

    def drop(self, pending: Pending, peer: bytes, act: bytes) -> None:
        """The act is not for the peer."""
        self._close(peer, act, self._notes[peer].pop(act).dossier)
        pending.shown[_name(peer, act)] = None

    def brought(
        self, pending: Pending, acts: Iterable[bytes], reply: Envelope, receipt: Receipt, upto: int, data: bytes
    ) -> None:
        """A peer that has confirmed our link up to here gave this receipt for a batch with these acts: it is kept where
        it shows what became of some. It tells of no other act, so that it may cover none that no other receipt does.
        """
        peer, notes = reply.sender, self.of(reply.sender)
        found = {act: note.dossier for act in acts if (note := notes.get(act)) and not note.receipt}
        for act, dossier in found.items():
            note = Note(dossier, sha256(data).digest())
            self._close(peer, act, dossier)
            self._put(peer, act, note)
            pending.shown[_name(peer, act)] = note.dossier + note.receipt
        if found:
            upto = min(upto, receipt.upto)
            pending.evidence.append(Evidence(RECEIPT_KIND, peer, receipt.epoch, upto, reply.time_ms, data))

    def carry(self, peer: bytes, nonce: bytes, items: Iterable[LinkItem]) -> None:
        """A batch of these acts goes into a file: they are under way until a receipt comes or they are carried anew."""
        self._carried[peer, nonce] = ids_of(items)

    def carried(self, peer: bytes, nonce: bytes) -> tuple[bytes, ...]:
        """What was in the batch for which a receipt of the peer came in a file."""
        return self._carried.pop((peer, nonce), ())

    def under_way(self, peer: bytes) -> frozenset[bytes]:
        """The acts that are in files to a peer."""
        return frozenset(act for (to, _), acts in self._carried.items() if to == peer for act in acts)

    def carry_anew(self, peer: bytes) -> None:
        """What was in files to a peer goes into the next one again."""
        self._carried = {at: acts for at, acts in self._carried.items() if at[0] != peer}


def ids_of(items: Iterable[LinkItem]) -> tuple[bytes, ...]:
    """The ids of the acts of a batch."""
    return tuple(parse_act(item.signed).act.id for item in items)


def _name(peer: bytes, act: bytes) -> str:
    return f"{PASSED}{peer.hex()}/{act.hex()}"
