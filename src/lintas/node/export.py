"""Exporting a dossier as one evidence file that a court checks without a node (`verify_export`).

The file holds what this node holds: every admitted act of the dossier; bodies, and their act keys where this node can
open them, never an epoch key; the proof that the log has each act, under a checkpoint that is forced now; cosignatures
and receipts that others gave. The same store gives the same bytes. Asking witnesses first makes a better file.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO, Final

from lintas.crypto.errors import CryptoError
from lintas.dossier.admission import parse_act
from lintas.dossier.authority import TrustError
from lintas.dossier.control import Pin, control_of
from lintas.dossier.declaration import declaration, pinned_kind
from lintas.log.note import parse
from lintas.node.any_key import read_receipt_of
from lintas.node.aside import Aside, at_once
from lintas.node.case import CHECKPOINTS_MAX, FILES_MAX, RECEIPTS_MAX, Case, CaseAct, CaseCheckpoint, LeftOut
from lintas.node.container import EXPORT_BYTES_MAX, Writer
from lintas.node.files import read_file
from lintas.node.leaves import Leaves, leaves_of
from lintas.node.ports import Chunks, StoredAct
from lintas.node.reading import key_of
from lintas.node.report import Report
from lintas.node.scans import NotClean, may_leave
from lintas.node.state import Node, UnknownDossier
from lintas.node.timeline import README, TEXT_FORM, TIMELINE, readme, timeline
from lintas.node.verify_acts import Exam, files_in
from lintas.node.verify_export import CASE, examine, report_of
from lintas.node.verify_log import LogExam
from lintas.node.witnessing import checkpoint
from lintas.sync.envelope import SyncError
from lintas.sync.link import RECEIPT_KIND, Receipt
from lintas.wire import cbor
from lintas.wire.errors import LintasError, Malformed, TooLarge
from lintas.wire.limits import MIB

log = logging.getLogger(__name__)

_DIRECTORY_BYTES: Final = 16 * MIB
"""What is left of an evidence file for the directory and the heads of its entries."""

_FILES_BYTES_MAX: Final = EXPORT_BYTES_MAX - _DIRECTORY_BYTES - 48 * MIB
"""What is left for the case and for attachments, beside the pages for people."""


def export(node: Node, dossier: bytes) -> bytes:
    """The evidence file in memory; `export_to` writes a large one."""
    out = io.BytesIO()
    export_to(node, dossier, out)
    return out.getvalue()


def export_to(node: Node, dossier: bytes, out: BinaryIO) -> Report:
    """`exporting`, with all of it done here and now."""
    report: Report = at_once(node, exporting(node, dossier, out))
    return report


def exporting(node: Node, dossier: bytes, out: BinaryIO) -> Aside:
    """Write the evidence file of a dossier to a seekable, empty binary file; what its own verification finds.

    Verifying and writing is done beside the node. Commits: the checkpoint that it forces must be durable before it
    leaves. Attachments pass a part at a time; one whose chunks are not here is left out, and the case says so. Raises
    `UnknownDossier`, or `TooLarge` above what one file takes.
    """
    checkpoint(node)
    node.commit()
    case, suite, kinds, chunks = _case(node, dossier), node.suite, node.kinds, node.chunks

    def write(node: Node, found: tuple[Exam, LogExam]) -> Aside:
        values = _files_of(found[0])
        barred = frozenset(sha256 for sha256, file in values.items() if not may_leave(node, file))
        return Aside(lambda: _write(chunks, case, found, barred, out), lambda node, report: report)

    return Aside(lambda: examine(suite, kinds, case), write)


def _files_of(exam: Exam) -> dict[bytes, dict[str, Any]]:
    values = {file["sha256"]: file for piece in exam.pieces if piece.content for file in files_in(piece.content)}
    if len(values) > FILES_MAX:
        raise TooLarge("files", len(values), FILES_MAX)
    return values


def _write(chunks: Chunks, case: Case, found: tuple[Exam, LogExam], barred: frozenset[bytes], out: BinaryIO) -> Report:
    exam, examined = found
    values = _files_of(exam)
    room = _FILES_BYTES_MAX - len(case.to_bytes())
    exam.case = replace(case, left_out=tuple(_left_out(chunks, values, barred, room)))
    report = report_of(exam, examined)
    entries = {README: readme(report).encode(), TIMELINE: timeline(report).encode(), CASE: exam.case.to_bytes()}
    here = [file for file in report.files if file.here]
    size = sum(map(len, entries.values())) + sum(file.size_bytes for file in here)
    if size > EXPORT_BYTES_MAX - _DIRECTORY_BYTES:
        raise TooLarge("evidence file", size, EXPORT_BYTES_MAX - _DIRECTORY_BYTES)
    writer = Writer(out)
    for name, data in entries.items():
        writer.add(name, [data])
    for file in here:
        writer.add(file.path, read_file(chunks, values[file.sha256]))
    writer.close()
    return report


def _case(node: Node, dossier: bytes) -> Case:
    rows = list(node.store.acts(dossier))
    if not rows:
        raise UnknownDossier(dossier)
    newest = node.store.checkpoint()
    assert newest is not None
    leaves, size = leaves_of(node.store), newest[0]
    pinned = control_of(parse_act(rows[0].signed).act.header)
    assert isinstance(pinned, Pin)
    kind = pinned_kind(node.kinds, pinned)
    return Case(
        genesis=node.federation.genesis,
        exporter=node.id,
        dossier=dossier,
        kind=pinned.name,
        kind_version=pinned.version,
        declaration=cbor.encode(declaration(kind)) if kind else b"",
        acts=tuple(_act(node, row, leaves, size).to_bytes() for row in rows),
        checkpoints=tuple(_checkpoints(node, leaves, *newest)),
        receipts=tuple(_receipts(node, dossier, {row.id for row in rows}))[-RECEIPTS_MAX:],
        text_form=TEXT_FORM,
        registry=tuple(_registry(node)),
    )


def _registry(node: Node) -> Iterator[tuple[bytes, bytes | None]]:
    if node.federation.registry is not None:
        yield from ((row.signed, row.body) for row in node.store.acts(node.federation.registry))


def _act(node: Node, row: StoredAct, leaves: Leaves, size: int) -> CaseAct:
    key = None
    if row.body is not None:
        try:
            key = key_of(node, parse_act(row.signed).act)
        except CryptoError:
            # Sealed to others, or its key was destroyed: the sealed body shows that it was there.
            key = None
    proof = tuple(leaves.inclusion(row.position, size))
    return CaseAct(row.signed, row.body, key, row.salt, row.position, proof)


def _checkpoints(node: Node, leaves: Leaves, newest_size: int, newest: bytes) -> Iterator[CaseCheckpoint]:
    """The newest checkpoint, and before it those that others cosigned."""
    older = [(s, note) for s, note in node.store.checkpoints() if s < newest_size and len(parse(note).signatures) > 1]
    for size, note in older[1 - CHECKPOINTS_MAX :]:
        yield CaseCheckpoint(note, tuple(leaves.consistency(size, newest_size)) if size else ())
    yield CaseCheckpoint(newest, ())


def _receipts(node: Node, dossier: bytes, ids: set[bytes]) -> Iterator[bytes]:
    """The receipts that speak of the dossier's acts, without those that say nothing new."""
    told: set[tuple[bytes, bytes]] = set()
    for evidence in node.store.evidence():
        if evidence.kind != RECEIPT_KIND:
            continue
        try:
            head, receipt = read_receipt_of(node.suite, node.federation, evidence.signed, to=node.id)
        except (Malformed, CryptoError, TrustError, SyncError) as error:
            log.error("left a damaged receipt out of an export: %s", error)
            continue
        says = {(head.sender, identifier) for identifier in _named(receipt, dossier, ids)}
        if says - told:
            told |= says
            yield evidence.signed


def _named(receipt: Receipt, dossier: bytes, ids: set[bytes]) -> Iterator[bytes]:
    yield from receipt.tips.get(dossier, ())
    yield from (refusal.act for refusal in receipt.refused if refusal.act in ids)


def _left_out(
    chunks: Chunks, values: dict[bytes, dict[str, Any]], barred: frozenset[bytes], room: int
) -> Iterator[LeftOut]:
    """The files that cannot be read whole, may not be handed over (`barred`), or find no room, the smallest first;
    found before anything is written.
    """
    for sha256, value in sorted(values.items(), key=lambda pair: (pair[1]["bytes"], pair[0])):
        try:
            if value["bytes"] > room:
                raise TooLarge("attachment in an evidence file", value["bytes"], room)
            if sha256 in barred:
                raise NotClean(value["name"], "", "")
            for _ in read_file(chunks, value):
                pass
            room -= value["bytes"]
        except LintasError as error:
            log.warning("left a file out of an export: %s", error)
            yield LeftOut(sha256, type(error).__name__)
