"""The acts of a case, examined: signatures, chains, the fold once more, bodies, and the officers who answer for them.

Each act is taken as proven only if its author's authority signed it. What is not proven takes no part in the fold, and
what rests on it is told apart from what rests on something missing. Every check goes on after a fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from lintas.crypto.manifest import file_id
from lintas.crypto.ports import Suite
from lintas.dossier.authority import Federation
from lintas.dossier.body import check
from lintas.dossier.control import Pin, control_of
from lintas.dossier.correcting import corrections
from lintas.dossier.declaration import LABEL, pinned_kind
from lintas.dossier.disowned import Disowning, disowned_acts
from lintas.dossier.grammar import Kind, Verb
from lintas.dossier.header import Act, Form
from lintas.dossier.header_bytes import dossier_of
from lintas.dossier.meanings import File
from lintas.dossier.position import DOSSIER
from lintas.dossier.releases import read_readers, released_in
from lintas.dossier.replica import Replica
from lintas.dossier.sealing import Content, begins_epoch, epoch_of, is_plain
from lintas.dossier.verdict import Verdict
from lintas.node.case import Case, CaseAct, read_case_act
from lintas.node.check_act import check_officers, check_signed, open_body, open_plain, short
from lintas.node.findings import Finding, found
from lintas.node.recalls import may_be_recalled, named
from lintas.wire.errors import Malformed
from lintas.wire.identifiers import NULL32, digest

SAYING = frozenset({Form.VERB, Form.ERASE, Form.RELEASE})
"""Acts that say something for which officers answer: what was done, or why something is recalled or released."""


@dataclass(slots=True)
class Piece:
    """One act of the case on the table."""

    number: int
    given: CaseAct
    act: Act
    proven: bool
    phase: str = ""
    content: Content | None = None
    officers: Mapping[str, str] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """What findings call it."""
        return f"act {self.number} ({short(self.act.id)})"


@dataclass(slots=True)
class Exam:
    """A case on the table, with what was found."""

    suite: Suite
    federation: Federation
    case: Case
    findings: list[Finding] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    by_id: dict[bytes, Piece] = field(default_factory=dict)
    pinned: str = ""
    kind: Kind | None = None
    replica: Replica | None = None
    members: dict[tuple[bytes, bytes], tuple[bytes, ...]] = field(default_factory=dict)
    recalled: dict[bytes, Piece] = field(default_factory=dict)
    erased: dict[bytes, list[Piece]] = field(default_factory=dict)
    disowned: dict[bytes, Disowning] = field(default_factory=dict)
    corrected: dict[bytes, list[Piece]] = field(default_factory=dict)

    def add(self, code: str, where: str, **facts: str | int) -> None:
        """Note a finding."""
        self.findings.append(found(code, where, **facts))

    def code(self, party: bytes) -> str:
        """What people call the authority."""
        return self.federation.code(party)

    def audience(self, act: Act) -> tuple[bytes, ...] | None:
        """Who may read the act beside its author; None where the act that tells it is not here or not open.

        Nobody is named where the body is plain.
        """
        if is_plain(act):
            return ()
        members = self.members.get((act.header.author, epoch_of(act) or b""))
        return None if members is None else tuple(m for m in members if m != act.header.author)

    def verb(self, act: Act) -> Verb | None:
        """The verb of the act, as far as its kind is known here and it was admitted."""
        return self.replica.verb(act) if self.replica is not None and act.id in self.replica.graph else None

    def persons(self, act: Act) -> int:
        """How many officers must answer: as its verb demands, or those of what a recall or a release names."""
        said = [self.by_id[each].act for each in (*named(act), *released_in(act)) if each in self.by_id] or [act]
        return max([1, *(verb.persons for verb in map(self.verb, said) if verb)])


def examine_acts(exam: Exam, kinds: Mapping[str, Kind]) -> None:
    """All of it, in order."""
    _read(exam)
    _check_past(exam)
    _check_chains(exam)
    _fold(exam, kinds)
    _note_recalls(exam)
    _note_corrections(exam)
    _note_disowned(exam)
    _open(exam)
    for piece in exam.pieces:
        if piece.content is not None:
            _check_content(exam, piece, piece.content)


def files_in(content: Content) -> list[dict[str, Any]]:
    """The well-formed files in a body, in order."""
    values = [each for value in content.fields.values() for each in (value if isinstance(value, list) else [value])]
    return [value for value in values if isinstance(value, dict) and File.check(value) is None]


def _read(exam: Exam) -> None:
    for number, data in enumerate(exam.case.acts, 1):
        where = f"act {number}"
        try:
            given = read_case_act(data)
        except Malformed as error:
            exam.add("unreadable-act", where, why=str(error))
            continue
        signed, findings = check_signed(exam.suite, exam.federation, given.signed, where)
        exam.findings += findings
        if signed is None:
            continue
        piece = Piece(number, given, signed.act, proven=not findings)
        if dossier_of(signed.act) != exam.case.dossier:
            exam.add("wrong-dossier", piece.where, dossier=short(dossier_of(signed.act)))
            piece.proven = False
        if signed.act.id in exam.by_id:
            exam.add("double-act", piece.where)
            continue
        exam.by_id[signed.act.id] = piece
        exam.pieces.append(piece)


def _check_past(exam: Exam) -> None:
    for piece in exam.pieces:
        for identifier in piece.act.header.past:
            known = exam.by_id.get(identifier)
            if known is None:
                exam.add("missing-act", piece.where, missing=short(identifier))
            elif not known.proven:
                exam.add("past-unproven", piece.where, missing=known.where)


def _check_chains(exam: Exam) -> None:
    places: dict[tuple[bytes, int, int], Piece] = {}
    for piece in (p for p in exam.pieces if p.proven):
        header = piece.act.header
        other = places.setdefault((*header.chain, header.sequence), piece)
        if other is not piece:
            author = exam.code(header.author)
            exam.add("fork", piece.where, author=author, sequence=header.sequence, other=other.where)
        if (header.prev == NULL32) != (header.sequence == 1):
            exam.add("broken-chain", piece.where, why="only the first act of a chain has none before it")
        before = exam.by_id.get(header.prev)
        if before and (before.act.header.chain, before.act.header.sequence + 1) != (header.chain, header.sequence):
            exam.add("broken-chain", piece.where, why=f"{before.where} is not the one before it")


def _fold(exam: Exam, kinds: Mapping[str, Kind]) -> None:
    first = next((p for p in exam.pieces if p.proven and p.act.header.first), None)
    if first is None:
        exam.add("no-first-act", "case")
        return
    pinned = control_of(first.act.header)
    assert isinstance(pinned, Pin)
    exam.pinned = pinned.name
    _check_declaration(exam, pinned)
    kind = pinned_kind(kinds, pinned)
    if kind is None:
        exam.add("not-judged", "case", kind=pinned.name, version=pinned.version)
        return
    exam.kind, exam.replica = kind, Replica(kind)
    for piece in (p for p in exam.pieces if p.proven):
        for judged in exam.replica.receive(piece.act):
            if judged.verdict is Verdict.REFUSED:
                where = exam.by_id[judged.act.id].where
                exam.add("not-admitted", where, rule=judged.rule, why=judged.why)
        now = exam.replica.now()
        piece.phase = now.phase(DOSSIER) if now.vector else ""


def _check_declaration(exam: Exam, pinned: Pin) -> None:
    case = exam.case
    if not case.declaration:
        exam.add("no-declaration", "case")
    if (case.kind, case.kind_version) != (pinned.name, pinned.version) or (
        case.declaration and digest(LABEL, case.declaration) != pinned.declaration
    ):
        exam.add("declaration-altered", "case")


def _note_recalls(exam: Exam) -> None:
    """What was recalled by its own author, and who says to have erased it; what is disowned says nothing."""
    now = exam.replica.now() if exam.replica and exam.replica.judged else None
    for piece in (p for p in exam.pieces if p.proven):
        found = now.graph.nodes.get(piece.act.id) if now else None
        if piece.act.header.form not in {Form.ERASE, Form.ERASED} or (now and (not found or now.disowned(found))):
            continue
        for each in named(piece.act):
            target = exam.by_id.get(each)
            if piece.act.header.form is Form.ERASED:
                exam.erased.setdefault(each, []).append(piece)
            elif target and may_be_recalled(target.act) and target.act.header.author == piece.act.header.author:
                exam.recalled.setdefault(each, piece)


def _note_disowned(exam: Exam) -> None:
    """What its author says that it did not do, and who had received and cited it before that was known there."""
    exam.disowned = disowned_acts(exam.replica.now()) if exam.replica and exam.replica.judged else {}
    for act, how in exam.disowned.items():
        where, peers = exam.by_id[act].where, ", ".join(sorted(map(exam.code, how.received)))
        facts = {"author": exam.code(how.by.act.header.author), "by": exam.by_id[how.by.act.id].where}
        if peers:
            exam.add("disowned-after-receipt", where, **facts, peers=peers)
        else:
            exam.add("disowned", where, **facts)


def _note_corrections(exam: Exam) -> None:
    """What was corrected by its own author; every reader is told before what it says."""
    for act, by in corrections(exam.replica.now()).items() if exam.replica and exam.replica.judged else ():
        exam.corrected[act] = [exam.by_id[each.act.id] for each in by]
        for piece in exam.corrected[act]:
            exam.add("corrected", exam.by_id[act].where, author=exam.code(piece.act.header.author), by=piece.where)


def _open(exam: Exam) -> None:
    for piece in (p for p in exam.pieces if p.proven):
        act, given = piece.act, piece.given
        author, erase = exam.code(act.header.author), exam.recalled.get(act.id)
        if erase is not None:
            exam.add("recalled" if given.body is None else "recalled-here", piece.where, author=author, by=erase.where)
        if given.body is None:
            if act.header.seal is not None and erase is None:
                exam.add("no-body", piece.where)
            continue
        if is_plain(act):
            piece.content, findings = open_plain(act, given.body, author, piece.where)
            exam.findings += findings
            continue
        if given.key is None:
            exam.add("sealed", piece.where)
            continue
        piece.content, findings = open_body(exam.suite, act, given.body, given.key, author, piece.where)
        exam.findings += findings
        if piece.content is not None and begins_epoch(act) and piece.content.members:
            exam.members[act.header.author, act.item] = piece.content.members
        if piece.content is not None and act.header.form is Form.RELEASE:
            _note_readers(exam, act, piece.content)


def _note_readers(exam: Exam, act: Act, content: Content) -> None:
    """Who could read what a newcomer was given; where the act that lists them is here, that prevails."""
    with suppress(Malformed):
        for epoch, readers in read_readers(content).items():
            exam.members.setdefault((act.header.author, epoch), (act.header.author, *readers))


def _check_content(exam: Exam, piece: Piece, content: Content) -> None:
    act = piece.act
    if act.header.form not in SAYING:
        return
    verb, audience = exam.verb(act), exam.audience(act)
    for problem in check(verb, content.fields) if verb else ():
        exam.add("body-not-in-form", piece.where, field=problem.field, why=problem.reason)
    if {file_id(file["key"]) for file in files_in(content)} != set(act.header.attachments):
        exam.add("attachments-differ", piece.where)
    if audience is None:
        exam.add("audience-unknown", piece.where)
        return
    piece.officers, findings = check_officers(
        exam.suite, exam.federation, act, content, audience, exam.persons(act), exam.pinned, piece.where
    )
    exam.findings += findings
