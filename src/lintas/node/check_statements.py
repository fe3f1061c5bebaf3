"""What a store holds beside the acts: our checkpoints, what we cosigned, peers' statements, and acts that wait."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from lintas.crypto.errors import BadSignature, CryptoError
from lintas.crypto.ports import Suite
from lintas.dossier.admission import parse_act
from lintas.dossier.authority import Authority, Federation, TrustError
from lintas.dossier.header_bytes import UnknownVersion, dossier_of
from lintas.log.both import LogKey, cosigned_both, read_both
from lintas.log.errors import HalfSigned, LogError, Unsigned
from lintas.node.any_key import by_any_key, read_receipt_of
from lintas.node.check_act import short
from lintas.node.findings import Finding, found
from lintas.node.ports import Evidence, Store
from lintas.sync.envelope import SyncError
from lintas.sync.envelope import read as read_message
from lintas.sync.link import RECEIPT_KIND, Receipt
from lintas.sync.opened import OPENED_KIND, read_opened
from lintas.sync.witness import era_of, origin_of
from lintas.wire.errors import Malformed


def check_checkpoints(
    suite: Suite,
    federation: Federation,
    us: Authority,
    checkpoints: Mapping[int, bytes],
    roots: Mapping[int, bytes],
    store: Store,
) -> Iterator[Finding]:
    """Our checkpoints against the roots of the log at their sizes, and those of others that we cosigned."""
    keys = federation.log_keys(us.id)
    for size, note in checkpoints.items():
        where = f"checkpoint {size}"
        try:
            checkpoint = by_any_key(keys, partial(read_both, suite, note, origin=origin_of(us, era_of(us, note))))
        except (Malformed, LogError, CryptoError) as error:
            yield found("checkpoint-forged", where, author=us.code, why=str(error))
            continue
        if checkpoint.size != size:
            yield found("checkpoint-differs", where, size=size, why=f"it states the size {checkpoint.size}")
        elif size not in roots:
            yield found("checkpoint-differs", where, size=size, why="the log is shorter")
        elif roots[size] != checkpoint.root:
            yield found("checkpoint-differs", where, size=size, why="the acts lead to another root")
        yield from _check_cosignatures(suite, federation, us, note, where)
    for peer in federation.authorities.values():
        keys = federation.log_keys(peer.id)
        yield from _check_witnessed(suite, peer, keys, store.witnessed(origin_of(peer)))


def _check_cosignatures(
    suite: Suite, federation: Federation, us: Authority, note: bytes, where: str
) -> Iterator[Finding]:
    for witness in federation.authorities.values():
        if witness.id == us.id:
            continue
        try:
            keys = federation.log_keys(witness.id)
            by_any_key(keys, partial(cosigned_both, suite, note, name=origin_of(witness)))
        except Unsigned:
            continue
        except BadSignature:
            yield found("cosignature-forged", where, witness=witness.code)
        except HalfSigned as error:
            yield found("half-signed", where, witness=witness.code, lacks=error.lacks)


def _check_witnessed(suite: Suite, peer: Authority, keys: tuple[LogKey, ...], note: bytes | None) -> Iterator[Finding]:
    if note is not None:
        try:
            by_any_key(keys, partial(read_both, suite, note, origin=origin_of(peer)))
        except (Malformed, LogError, CryptoError) as error:
            yield found("bad-witnessed", f"the log of {peer.code}", why=str(error))


def check_evidence(
    suite: Suite,
    federation: Federation,
    us: Authority,
    evidence: Iterable[Evidence],
    store: Store,
    known: set[bytes],
    dossiers: set[bytes],
) -> Iterator[Finding]:
    """Peers' statements and cursors. `known` are the acts that are stored, `dossiers` those of which there are any."""
    for number, row in enumerate(evidence, 1):
        where, peer = f"evidence {number}", federation.code(row.peer)
        if row.kind == OPENED_KIND:
            yield from _check_opened(suite, federation, us, row, where, peer)
            continue
        if row.kind != RECEIPT_KIND:
            yield found("evidence-differs", where, column="kind")
            continue
        try:
            head, receipt = read_receipt_of(suite, federation, row.signed, to=us.id)
        except (Malformed, CryptoError, TrustError, SyncError) as error:
            yield found("evidence-forged", where, peer=peer, why=str(error))
            continue
        # A receipt says where its peer was; the row, up to where it tells what became of acts.
        upto = min(row.upto, receipt.upto)
        said = {"peer": head.sender, "epoch": receipt.epoch, "upto": upto, "time_ms": head.time_ms}
        for column, value in said.items():
            if getattr(row, column) != value:
                yield found("evidence-differs", where, column=column)
        yield from _check_reach(receipt, peer, where, store, known, dossiers)
    for peer_id in federation.authorities:
        if (upto := store.outbound(peer_id).upto) > store.size():
            yield found("cursor-beyond", "outbound", peer=federation.code(peer_id), upto=upto, size=store.size())


def _check_opened(
    suite: Suite, federation: Federation, us: Authority, row: Evidence, where: str, peer: str
) -> Iterator[Finding]:
    """A statement that a body was opened: of a peer's about ours, or of ours about a peer's."""
    try:
        head, fields = read_message(suite, federation, OPENED_KIND, row.signed, to=row.epoch, former=True)
        opened = read_opened(fields)
    except (Malformed, CryptoError, TrustError, SyncError) as error:
        yield found("evidence-forged", where, peer=peer, why=str(error))
        return
    said = {"peer": head.sender, "upto": opened.number, "time_ms": head.time_ms}
    for column, value in said.items():
        if getattr(row, column) != value:
            yield found("evidence-differs", where, column=column)
    if us.id not in {head.sender, head.recipient}:
        yield found("evidence-differs", where, column="epoch")


def _check_reach(
    receipt: Receipt, peer: str, where: str, store: Store, known: set[bytes], dossiers: set[bytes]
) -> Iterator[Finding]:
    if receipt.upto > store.size():
        yield found("cursor-beyond", where, peer=peer, upto=receipt.upto, size=store.size())
    for dossier in dossiers & receipt.tips.keys():
        for tip in receipt.tips[dossier]:
            if tip not in known:
                yield found("act-known-elsewhere", where, peer=peer, missing=short(tip))


def check_waiting(store: Store) -> Iterator[Finding]:
    """Acts that wait: whether each can be read and is what its row says. Nothing is known of them yet."""
    for waiting in store.waiting():
        where = f"waiting {short(waiting.id)}"
        try:
            act = parse_act(waiting.signed).act
        except UnknownVersion as later:
            yield found("later-version", where, version=later.version)
            continue
        except Malformed as error:
            yield found("bad-waiting", where, why=str(error))
            continue
        if act.id != waiting.id:
            yield found("wrong-id", where, id=short(act.id))
        if dossier_of(act) != waiting.dossier:
            yield found("wrong-column", where, column="dossier")
