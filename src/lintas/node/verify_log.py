"""The exporter's log, its witnesses and the peers' receipts, as far as a case shows them.

Every statement about a log counts against its owner: a checkpoint, the log in a receipt, the beacon in a header. Two
that cannot both be true show that its owner kept two logs, or that somebody forged one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from lintas.crypto.errors import BadSignature, CryptoError
from lintas.crypto.ports import Suite
from lintas.dossier.authority import TrustError
from lintas.log.both import LogKey, cosigned_both, read_both
from lintas.log.checkpoint import Checkpoint
from lintas.log.errors import BadProof, HalfSigned, LogError, Unsigned
from lintas.log.merkle import EMPTY_ROOT, leaf, verify_consistency, verify_inclusion
from lintas.node.any_key import by_any_key, read_receipt_of
from lintas.node.check_act import short
from lintas.node.verify_acts import Exam
from lintas.sync.envelope import SyncError
from lintas.sync.link import Receipt
from lintas.sync.witness import era_of, origin_of
from lintas.wire.errors import Malformed


@dataclass(frozen=True, slots=True)
class Cosigner:
    """Who cosigned the log at a size, and when, in s since 1970, as it states; whether its signature is to last."""

    code: str
    size: int
    time_s: int
    lasting: bool


@dataclass(slots=True)
class LogExam:
    """What the log shows: its newest checkpoint, whether that was signed to last, who cosigned, who received which act
    first when (ms since 1970).
    """

    newest: Checkpoint | None = None
    lasting: bool = False
    cosigners: list[Cosigner] = field(default_factory=list)
    received: dict[str, dict[bytes, int]] = field(default_factory=dict)
    stated: dict[tuple[bytes, str, int], bytes] = field(default_factory=dict)

    def witnessed_s(self, index: int) -> int | None:
        """The earliest time at which another had cosigned a log that holds this place."""
        return min((each.time_s for each in self.cosigners if each.size > index), default=None)

    def witnesses(self) -> tuple[tuple[str, int, bool], ...]:
        """Who cosigned the newest checkpoint that anybody cosigned, when, and whether to last."""
        size = max((each.size for each in self.cosigners), default=0)
        return tuple(sorted((each.code, each.time_s, each.lasting) for each in self.cosigners if each.size == size))


def examine_log(exam: Exam) -> LogExam:
    """All of it."""
    result = LogExam()
    _read_checkpoints(exam, result)
    _check_leaves(exam, result)
    for piece in (p for p in exam.pieces if p.proven and p.act.header.beacon):
        beacon = piece.act.header.beacon
        assert beacon is not None
        _state(exam, result, piece.where, beacon.log, "", beacon.size, beacon.root)
    _read_receipts(exam, result)
    if not result.cosigners:
        exam.add("not-witnessed", "log")
    _tell_what_lasts(exam, result)
    return result


def _read_checkpoints(exam: Exam, result: LogExam) -> None:
    if not exam.case.checkpoints:
        exam.add("no-checkpoint", "log")
        return
    exporter = exam.federation.authority(exam.case.exporter)
    keys = exam.federation.log_keys(exporter.id)
    read_so_far = list[tuple[str, Checkpoint, tuple[bytes, ...]]]()
    lasting = dict[str, bool]()
    for number, given in enumerate(exam.case.checkpoints, 1):
        where = f"checkpoint {number}"
        try:
            era = era_of(exporter, given.note)
            checkpoint, key = by_any_key(keys, partial(_read, exam.suite, given.note, origin_of(exporter, era)))
        except (Malformed, LogError, CryptoError) as error:
            exam.add("checkpoint-forged", where, author=exporter.code, why=str(error))
            continue
        _state(exam, result, where, exporter.id, era, checkpoint.size, checkpoint.root)
        lasting[where] = bool(key.lasting)
        read_so_far.append((where, checkpoint, given.proof))
        result.cosigners += _cosigners(exam, where, given.note, checkpoint.size)
    if read_so_far:
        where, result.newest, _ = max(read_so_far, key=lambda each: each[1].size)
        result.lasting = lasting[where]
    else:
        exam.add("no-checkpoint", "log")
    for where, checkpoint, proof in read_so_far:
        _check_grown(exam, where, checkpoint, result.newest, proof)


def _read(suite: Suite, note: bytes, origin: str, *, key: LogKey) -> tuple[Checkpoint, LogKey]:
    return read_both(suite, note, origin=origin, key=key), key


def _check_grown(exam: Exam, where: str, old: Checkpoint, newest: Checkpoint | None, proof: tuple[bytes, ...]) -> None:
    if newest is None or old is newest or old.size == 0:
        return
    try:
        verify_consistency(old.size, newest.size, old.root, newest.root, proof)
    except BadProof as error:
        exam.add("checkpoint-contradicts", where, author=exam.code(exam.case.exporter), why=str(error))


def _cosigners(exam: Exam, where: str, note: bytes, size: int) -> Iterator[Cosigner]:
    for authority in exam.federation.authorities.values():
        if authority.id == exam.case.exporter:
            continue
        try:
            keys = exam.federation.log_keys(authority.id)
            signed = by_any_key(keys, partial(cosigned_both, exam.suite, note, name=origin_of(authority)))
        except Unsigned:
            continue
        except HalfSigned as error:
            exam.add("half-signed", where, witness=authority.code, lacks=error.lacks)
            continue
        except BadSignature:
            exam.add("cosignature-forged", where, witness=authority.code)
            continue
        yield Cosigner(authority.code, size, signed.time_s, signed.lasting)


def _tell_what_lasts(exam: Exam, result: LogExam) -> None:
    """Name those on whose Ed25519 key alone the newest checkpoints rest."""
    short = [code for code, _, lasting in result.witnesses() if not lasting]
    if result.newest is not None and not result.lasting:
        short.insert(0, exam.code(exam.case.exporter))
    for code in short:
        exam.add("not-lasting", "log", author=code)


def _check_leaves(exam: Exam, result: LogExam) -> None:
    last = -1
    for piece in exam.pieces:
        given = piece.given
        if given.index <= last:
            exam.add("out-of-order", piece.where)
        last = max(last, given.index)
        if result.newest is None:
            continue
        try:
            hash_ = leaf(given.salt, piece.act.id)
            verify_inclusion(hash_, given.index, result.newest.size, given.proof, result.newest.root)
        except BadProof as error:
            exam.add("bad-inclusion", piece.where, why=str(error))


def _state(exam: Exam, result: LogExam, where: str, owner: bytes, era: str, size: int, root: bytes) -> None:
    """Hold a statement about a log against the others of the same owner."""
    known = result.stated.setdefault((owner, era, size), root)
    if known != root:
        exam.add("log-contradicts", where, author=exam.code(owner), size=size)
    if size == 0 and root != EMPTY_ROOT:
        exam.add("impossible-log", where, author=exam.code(owner), why="it is empty and has a root")


def _read_receipts(exam: Exam, result: LogExam) -> None:
    read_so_far: list[tuple[int, int, str, bytes, Receipt]] = []
    for number, data in enumerate(exam.case.receipts, 1):
        where = f"receipt {number}"
        try:
            head, receipt = read_receipt_of(exam.suite, exam.federation, data, to=exam.case.exporter)
        except (Malformed, CryptoError, TrustError, SyncError) as error:
            exam.add("receipt-forged", where, why=str(error))
            continue
        read_so_far.append((head.time_ms, receipt.log_size, where, head.sender, receipt))
    sizes: dict[tuple[bytes, str], int] = {}
    for time_ms, size, where, sender, receipt in sorted(read_so_far, key=lambda each: each[:2]):
        peer = exam.code(sender)
        _state(exam, result, where, sender, receipt.log_era, size, receipt.log_root)
        log = sender, receipt.log_era
        if size < sizes.get(log, 0):
            exam.add("log-rewound", where, author=peer, before=sizes[log], after=size)
        sizes[log] = size
        held = _cover(exam, result, where, peer, time_ms, receipt)
        if size < held:
            why = f"it says to hold {held} acts of this dossier in a log of {size}"
            exam.add("impossible-log", where, author=peer, why=why)
        for refusal in receipt.refused:
            if piece := exam.by_id.get(refusal.act):
                exam.add("refused-by", piece.where, peer=peer, error=refusal.error)


def _cover(exam: Exam, result: LogExam, where: str, peer: str, time_ms: int, receipt: Receipt) -> int:
    """Note what the receipt covers for the first time; the number of this dossier's acts that the peer then had."""
    covered = result.received.setdefault(peer, {})
    ahead = list(receipt.tips.get(exam.case.dossier, ()))
    for tip in ahead:
        if tip not in exam.by_id:
            exam.add("act-known-elsewhere", where, peer=peer, missing=short(tip))
    while ahead:
        identifier = ahead.pop()
        piece = exam.by_id.get(identifier)
        if piece is not None and identifier not in covered:
            covered[identifier] = time_ms
            ahead += piece.act.header.past
    return len(covered)
