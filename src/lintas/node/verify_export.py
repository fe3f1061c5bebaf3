"""Verifying an evidence file with nothing but the file: no node, no network, no clock.

Everything is checked again, and every fault is named with its place while the rest goes on. What is proven rests on the
founding file of the federation, which lies in the case: whoever verifies compares its hash with the published one, or
gives that hash as `reg`.

It shows who signed what, in which order each author had seen it, what was sealed, who answered for it, that a log held
it when witnesses saw that log. It does not show that what an act says is true, nor that nothing was left out that
nobody cites.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, Final

from lintas.crypto.errors import CryptoError
from lintas.crypto.ports import Suite
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import Federation, TrustError
from lintas.dossier.grammar import Kind
from lintas.dossier.parts import marking_in
from lintas.dossier.position import DOSSIER
from lintas.dossier.releases import named_in, words_of
from lintas.dossier.sealing import is_plain
from lintas.kinds import all_kinds
from lintas.node.case import CASE_BYTES_MAX, FILES_MAX, Case, read_case
from lintas.node.check_act import short
from lintas.node.container import BadContainer, Container
from lintas.node.findings import Finding, found
from lintas.node.plain import safe_name
from lintas.node.register import read_acts
from lintas.node.report import NOT_JUDGED, ActReport, FileReport, Report
from lintas.node.timeline import README, TEXT_FORM, TIMELINE, readme, timeline
from lintas.node.verify_acts import SAYING, Exam, Piece, examine_acts, files_in
from lintas.node.verify_log import LogExam, examine_log
from lintas.wire.errors import Malformed, TooLarge
from lintas.wire.identifiers import show
from lintas.wire.limits import MIB

CASE: Final = "case.cbor"
FILES: Final = "files/"
_TEXT_BYTES_MAX: Final = 512 * MIB


def verify_export(
    source: bytes | Path | BinaryIO,
    *,
    reg: bytes | None = None,
    suite: Suite | None = None,
    kinds: Mapping[str, Kind] | None = None,
) -> Report:
    """What an evidence file proves, and what is wrong with it; never raises for what the file holds.

    `reg` is the hash of the founding file that the reader trusts, 32 bytes; without it the report says to compare it.
    `kinds` are those that can be judged, by name; without them, those of this program.
    """
    try:
        container = Container(source)
    except Malformed as error:
        return Report((found("bad-container", "file", why=str(error)),))
    try:
        case = read_case(container.read(CASE, CASE_BYTES_MAX))
    except Malformed as error:
        container.close()
        return Report((found("bad-case", CASE, why=str(error)),))
    try:
        exam, log = examine(suite or RealSuite(), all_kinds() if kinds is None else kinds, case)
    except (Malformed, CryptoError, TrustError) as error:
        return Report((found("bad-genesis", CASE, why=str(error)),))
    else:
        report = report_of(exam, log)
        beside = [*_check_files(container, report, case), *_check_text(container, report, exam)]
        return replace(report, findings=(*_check_genesis(exam, reg), *exam.findings, *beside))
    finally:
        container.close()


def examine(suite: Suite, kinds: Mapping[str, Kind], case: Case) -> tuple[Exam, LogExam]:
    """The case examined; raises `Malformed`, `CryptoError` or `TrustError` if its federation does not hold."""
    exam = Exam(suite, Federation(suite, case.genesis), case)
    for number, why in read_acts(suite, exam.federation, case.registry):
        exam.add("bad-registry-act", f"act {number} of the registry", why=why)
    exam.federation.authority(case.exporter)
    examine_acts(exam, kinds)
    return exam, examine_log(exam)


def report_of(exam: Exam, log: LogExam) -> Report:
    """What the case proves."""
    federation, replica = exam.federation, exam.replica
    now = replica.now() if replica and replica.judged else None
    parties = now.parties if now else {p.act.header.author for p in exam.pieces if p.proven}
    return Report(
        findings=tuple(exam.findings),
        subject=show(exam.case.dossier),
        kind=exam.case.kind,
        title=exam.kind.title if exam.kind else "",
        exercise=federation.exercise,
        genesis=show(federation.reg),
        exporter=federation.code(exam.case.exporter),
        acts=tuple(_act(exam, log, piece) for piece in exam.pieces),
        parties=tuple(sorted(map(federation.code, parties))),
        files=tuple(_files(exam)),
        phase=now.phase(DOSSIER) if now and now.vector else "",
        checkpoint_size=log.newest.size if log.newest else 0,
        lasting=log.lasting,
        witnesses=log.witnesses(),
        codes={authority.id: authority.code for authority in federation.authorities.values()},
    )


def _act(exam: Exam, log: LogExam, piece: Piece) -> ActReport:
    header, content = piece.act.header, piece.content
    judged = exam.replica.judged.get(piece.act.id) if exam.replica else None
    audience = exam.audience(piece.act)
    opened = content is not None and header.form in SAYING
    erase, disowned = exam.recalled.get(piece.act.id), exam.disowned.get(piece.act.id)
    return ActReport(
        number=piece.number,
        id=piece.act.id,
        author=exam.code(header.author),
        form=header.form.name.lower(),
        verb=header.verb,
        item=_item(exam, header.item),
        opens=_opened(exam, piece),
        to={role: tuple(map(exam.code, parties)) for role, parties in (*header.to, *named_in(piece.act))},
        re=tuple(map(short, header.re)),
        time_ms=header.time_ms,
        proven=piece.proven,
        verdict=judged.verdict.value if judged else NOT_JUDGED,
        why=f"{judged.rule}: {judged.why}" if judged and judged.rule else "",
        phase=piece.phase,
        readers=("everybody",) if is_plain(piece.act) else _codes(exam, audience),
        says=words_of(piece.act, content) if content and opened else None,
        marking=_marking(exam, piece),
        officers=piece.officers,
        witnessed_s=log.witnessed_s(piece.given.index),
        received=tuple((code, at[piece.act.id]) for code, at in sorted(log.received.items()) if piece.act.id in at),
        recalled=erase.where if erase else "",
        corrected=tuple(each.where for each in exam.corrected.get(piece.act.id, ())),
        erased=tuple(
            sorted((exam.code(p.act.header.author), p.act.header.time_ms) for p in exam.erased.get(piece.act.id, ()))
        ),
        released=tuple(dict(_released(exam, piece)).items()),
        disowned=exam.by_id[disowned.by.act.id].where if disowned else "",
        disowned_after=tuple(sorted(map(exam.code, disowned.received))) if disowned else (),
    )


def _released(exam: Exam, piece: Piece) -> Iterator[tuple[str, str]]:
    """To whom its author gave the act later, and by which act."""
    now = exam.replica.now() if exam.replica and exam.replica.judged else None
    for by, release in now.records.releases.get(piece.act.id, ()) if now else ():
        if now and by.act.header.author == piece.act.header.author and now.effect(by):
            yield from ((exam.code(party), exam.by_id[by.act.id].where) for party in release.parties)


def _codes(exam: Exam, parties: tuple[bytes, ...] | None) -> tuple[str, ...] | None:
    return None if parties is None else tuple(sorted(map(exam.code, parties)))


def _item(exam: Exam, item: bytes | None) -> str:
    if item is None or item == DOSSIER:
        return ""
    opened = exam.replica.records.items.get(item) if exam.replica else None
    return f"{opened.type.name if opened else 'item'} {short(item)}"


def _opened(exam: Exam, piece: Piece) -> str:
    """The item that the act opened, if it counted and opened one."""
    known = exam.replica is not None and piece.act.item in exam.replica.records.items
    return _item(exam, piece.act.item) if known and not piece.act.header.first else ""


def _marking(exam: Exam, piece: Piece) -> str:
    """The highest classification that the body states."""
    verb = exam.verb(piece.act)
    return marking_in(verb.says, piece.content.fields) if piece.content and verb else ""


def _files(exam: Exam) -> Iterator[FileReport]:
    """The files of all acts, each content once, in the order in which they were first sent."""
    missing = {each.sha256 for each in exam.case.left_out}
    first: dict[bytes, dict[str, Any]] = {}
    sent: dict[bytes, list[int]] = {}
    for piece in exam.pieces:
        for file in files_in(piece.content) if piece.content else ():
            first.setdefault(file["sha256"], file)
            sent.setdefault(file["sha256"], []).append(piece.number)
    for number, (sha256, file) in enumerate(list(first.items())[:FILES_MAX], 1):
        path = f"{FILES}{number:02d}-{safe_name(file['name'])}"
        acts = tuple(dict.fromkeys(sent[sha256]))
        yield FileReport(path, file["name"], file["bytes"], sha256, acts, sha256 not in missing)


def _check_genesis(exam: Exam, reg: bytes | None) -> Iterator[Finding]:
    digest = show(exam.federation.reg)
    if reg is None:
        yield found("genesis-not-compared", "founding file", hash=digest)
    elif reg != exam.federation.reg:
        yield found("other-genesis", "founding file", hash=digest)


def _check_files(container: Container, report: Report, case: Case) -> Iterator[Finding]:
    left_out = {each.sha256: each.why for each in case.left_out}
    known = {README, TIMELINE, CASE, *(file.path for file in report.files)}
    for name in container.names:
        if name not in known:
            yield found("extra-file", name)
    for file in report.files:
        where = ", ".join(f"act {number}" for number in file.acts)
        if file.path in container.names:
            yield from _check_file(container, file)
        elif file.here:
            yield found("missing-file", where, name=file.path)
        else:
            yield found("file-not-here", where, name=file.name, why=left_out[file.sha256])


def _check_file(container: Container, file: FileReport) -> Iterator[Finding]:
    whole, size = hashlib.sha256(), 0
    try:
        for part in container.parts(file.path):
            whole.update(part)
            size += len(part)
    except BadContainer as error:
        yield found("tampered-file", file.path, why=error.why)
        return
    if size != file.size_bytes:
        yield found("tampered-file", file.path, why=f"it has {size} bytes, not {file.size_bytes}")
    elif whole.digest() != file.sha256:
        yield found("tampered-file", file.path, why="its SHA-256 is another one")


def _check_text(container: Container, report: Report, exam: Exam) -> Iterator[Finding]:
    """The pages for people must be those that follow from the acts: they are what most readers will look at."""
    for name, render in ((README, readme), (TIMELINE, timeline)):
        try:
            given = container.read(name, _TEXT_BYTES_MAX)
        except (BadContainer, TooLarge) as error:
            yield found("bad-container", name, why=str(error))
            continue
        if exam.case.text_form != TEXT_FORM:
            yield found("text-not-compared", name, why="writes such pages in another form")
        elif exam.kind is None or not exam.case.declaration:
            yield found("text-not-compared", name, why="does not know the kind, or the exporter did not")
        elif given != render(report).encode():
            yield found("text-altered", name)
