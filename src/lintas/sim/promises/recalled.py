"""Promises about what was taken back, and about whom it may reach no more: looked at as somebody who has the machine.

The disk is read whole, with what was dropped and not scrubbed; keys are those of the vault and of the copy of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import chain

from lintas.crypto.errors import CryptoError
from lintas.crypto.hkdf import data_key
from lintas.dossier.header import Act
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.sealing import epoch_of, is_plain, key_info, wrap_info
from lintas.node.keys import RECIPIENT
from lintas.node.ports import StoredAct, WaitingAct
from lintas.sim.host import Host
from lintas.sim.safe import Safe
from lintas.sim.truth import Truth
from lintas.sync.link import LinkItem

ACT_KEYS = "act-key/"


def what_was_said_to_be_erased_opens_with_nothing(truth: Truth, host: Host) -> None:
    """I9: once a node said ERASED of an honest author's act, no key in its vault or in the copy of that, and no parcel
    on its disk, dropped ones included, opens the body: an old backup of the content brings back bytes that nobody can
    read. Two acts with which a liar forked have one key; they are passed over.
    """
    for act in _erased(truth, host):
        if truth.honest(act.header.author) and any(
            _opens(host, key, act) for safe in (host.safe, host.copy) for key in _keys(host, safe, act, truth)
        ):
            truth.breaks(what_was_said_to_be_erased_opens_with_nothing, f"{host.code} can open {truth.shown(act.id)}")


def nothing_of_it_lies_on_the_disk(truth: Truth, host: Host) -> None:
    """Once a node that runs said ERASED, neither the body nor a chunk of a file that it alone sends is on its disk,
    be it as bytes that were dropped.
    """
    erased = {act.id for act in _erased(truth, host)}
    for row in chain(host.disk.content.acts, host.disk.content.waiting.values(), host.disk.dropped):
        if row is not None and row.id in erased and row.body is not None:
            truth.breaks(nothing_of_it_lies_on_the_disk, f"{host.code} has the body of {truth.shown(row.id)}")
    for file in host.shelf.files:
        naming = truth.naming.get(file)
        if naming and naming <= erased:
            truth.breaks(nothing_of_it_lies_on_the_disk, f"{host.code} has a chunk of {truth.shown(min(naming))}")


def chunks_lie_with_their_audience_only(truth: Truth, host: Host) -> None:
    """A chunk lies with the authors and the audiences of the acts that send its file, and nowhere else."""
    for file in host.shelf.files:
        naming = truth.naming.get(file, ())
        if naming and all(host.id not in truth.audience.get(act, {host.id}) for act in naming):
            truth.breaks(chunks_lie_with_their_audience_only, f"{host.code} has a chunk of {truth.shown(min(naming))}")


def what_was_recalled_is_given_to_nobody(truth: Truth, host: Host, act: bytes) -> None:
    """Once a node carried out a recall, it gives neither the body nor a chunk to anybody."""
    if act in truth.machines[host.number].gone[0]:
        truth.breaks(what_was_recalled_is_given_to_nobody, f"{host.code} gave away {truth.shown(act)}")


def who_is_out_gets_nothing_more(truth: Truth, host: Host, peer: bytes, items: Iterable[LinkItem]) -> None:
    """Who was discharged, or left, gets the act by which it went, and after it no header that has seen that, no sealed
    body and no key of the dossier.
    """
    for item in items:
        act = truth.acts.get(truth.id_of(item.signed))
        if act is None or not is_out(truth, host, peer, act):
            continue
        sealed = item.parcel or (item.body and not is_plain(act))
        if sealed or not _told(host, peer, act):
            words = f"{host.code} sent {truth.shown(act.id)} to {truth.names.get(peer)}, which is no party"
            truth.breaks(who_is_out_gets_nothing_more, words)


def is_out(truth: Truth, host: Host, peer: bytes, act: Act) -> bool:
    """Whether the peer was no party before what the node wrote last, and is none after it."""
    assert host.node is not None
    if dossier_of(act) == host.node.federation.registry:
        return False
    before, now = truth.machines[host.number].parties.get(dossier_of(act), (frozenset({peer}), frozenset({peer})))
    return peer not in before | now


def _told(host: Host, peer: bytes, act: Act) -> bool:
    """Whether the peer was a party when the act was made."""
    assert host.node is not None
    replica = host.node.folded(dossier_of(act))
    found = replica.graph.nodes.get(act.id) if replica else None
    return replica is None or found is None or peer in replica.now().before(found).parties


def _erased(truth: Truth, host: Host) -> Iterator[Act]:
    return (truth.acts[act] for act in truth.erased.get(host.id, ()) if act in truth.acts)


def _opens(host: Host, act_key: bytes, act: Act) -> bool:
    return act.header.seal is not None and data_key(act_key)[1] == act.header.seal.commitment


def _keys(host: Host, safe: Safe, act: Act, truth: Truth) -> Iterator[bytes]:
    """Every key of an act that can be had from a vault and the disk."""
    suite, header = host.place.suite, act.header
    parcels: list[StoredAct | WaitingAct] = [*host.disk.content.waiting.values(), *host.disk.dropped]
    epochs = [each.key for each in safe.epochs(dossier_of(act)) if each.key]
    yield from (key for name in safe.secrets(ACT_KEYS) if (key := safe.secret(name)))
    for each in parcels:
        parcel = getattr(each, "parcel", None)
        other = truth.acts.get(each.id)
        if not parcel or other is None or epoch_of(other) != epoch_of(act):
            continue
        for seed in (safe.secret(name) or b"" for name in safe.secrets(RECIPIENT)):
            with suppress(CryptoError):
                info = wrap_info(dossier_of(act), epoch_of(act) or b"", header.author, host.id)
                epochs.append(suite.unwrap(seed, parcel, info))
            with suppress(CryptoError):
                yield suite.unwrap(seed, parcel, key_info(dossier_of(act), act.id, header.author, host.id))
    yield from (suite.act_key(key, header.incarnation, header.sequence) for key in epochs)
