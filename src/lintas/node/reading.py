"""Reading what acts say: the body of a stored act, by an epoch key that this node was given, or by the act's own."""

from __future__ import annotations

from contextlib import suppress

from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import SignedAct, parse_act
from lintas.dossier.header import Act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.releases import read_readers
from lintas.dossier.sealing import Content, NoBody, act_key, epoch_of, is_plain, read_plain, unseal
from lintas.node.ports import NewAct
from lintas.node.recalls import act_key_name
from lintas.node.state import Node
from lintas.wire.errors import Malformed


class NoKey(CryptoError):
    """The body is sealed under an epoch whose key this node was not given, or has destroyed."""

    def __init__(self, act: bytes) -> None:
        self.act = act


def key_of(node: Node, act: Act) -> bytes:
    """The act's key; raises `NoBody` or `NoKey`."""
    identifier = epoch_of(act)
    if identifier is None:
        raise NoBody(act.id)
    epoch = node.epoch(dossier_of(act), identifier)
    key = kept_key(node, act.id) if epoch is None or epoch.key is None else None
    if epoch is not None and epoch.key is not None:
        key = act_key(node.suite, epoch.key, act.header)
    if key is None:
        raise NoKey(act.id)
    return key


def kept_key(node: Node, act: bytes) -> bytes | None:
    """The key of a single act, kept when that of its epoch was destroyed."""
    return node.pending.act_keys.get(act) or node.vault.secret(act_key_name(act))


def read(node: Node, stored: NewAct) -> tuple[SignedAct, Content]:
    """A stored act and what it says; raises `NoBody`, `NoKey`, or what `unseal` raises."""
    signed = parse_act(stored.signed)
    if stored.body is None:
        raise NoBody(stored.id)
    if is_plain(signed.act):
        return signed, read_plain(signed.act, stored.body)
    return signed, unseal(node.suite, key_of(node, signed.act), signed.act, stored.body)


def audience_of(node: Node, act: Act) -> tuple[bytes, ...] | None:
    """Whom the officers named as readers, beside the author; None where this node does not know.

    Nobody is named where the body is plain.
    """
    if is_plain(act):
        return ()
    identifier = epoch_of(act) or b""
    epoch = node.epoch(dossier_of(act), identifier)
    if epoch is None:
        return _told(node, act, identifier)
    return tuple(m for m in epoch.members if m != act.header.author)


def _told(node: Node, act: Act, epoch: bytes) -> tuple[bytes, ...] | None:
    """Who could read it, as its author told a newcomer to whom it released the act."""
    replica = node.folded(dossier_of(act))
    for by, _ in replica.records.releases.get(act.id, ()) if replica else ():
        row = node.store.act(by.act.id)
        if row is None or row.author != act.header.author:
            continue
        with suppress(CryptoError, Malformed):
            told = read_readers(read(node, row)[1])
            if epoch in told:
                return told[epoch]
    return None
