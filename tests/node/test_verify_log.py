"""Evidence files with a log, witnesses or receipts that do not hold, or that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from lintas.log.both import cosign_both, issue_both
from lintas.log.checkpoint import Checkpoint, parse_text, read
from lintas.log.merkle import EMPTY_ROOT
from lintas.log.note import parse
from lintas.node.case import CaseCheckpoint
from lintas.node.report import Report
from lintas.node.verify_export import verify_export
from lintas.sync import envelope
from lintas.sync.envelope import Envelope
from lintas.sync.link import RECEIPT_KIND, Receipt, read_receipt, receipt_fields
from tests.support.evidence import Matter, Parts, apart, doubts, faults, matter

TIME_S = 1_790_000_000


@pytest.fixture(scope="module")
def found() -> Matter:
    return matter()


@pytest.fixture
def parts(found: Matter) -> Parts:
    return apart(found.export())


def newest(parts: Parts, found: Matter) -> Checkpoint:
    public = found.fed.nodes["aa-ca"].identity.authority.signing
    return read(found.fed.suite, parts.case.checkpoints[-1].note, origin="lintas/aa-ca", public=public)


def signed_by(found: Matter, code: str, checkpoint: Checkpoint) -> bytes:
    return issue_both(found.fed.nodes[code].identity.log_signer, checkpoint, TIME_S)


def cosigned_by(found: Matter, code: str, note: bytes) -> bytes:
    signer = found.fed.nodes[code].identity.log_signer
    return cosign_both(signer, f"lintas/{code}", parse_text(parse(note).text), TIME_S)


def with_checkpoints(parts: Parts, *notes: CaseCheckpoint) -> Report:
    parts.case = replace(parts.case, checkpoints=notes)
    return verify_export(parts.packed())


def test_both_checkpoints_are_there(parts: Parts, found: Matter) -> None:
    older, last = parts.case.checkpoints
    assert len(parse(older.note).signatures) == 4
    assert last.proof == ()
    assert newest(parts, found).size == 8


def test_without_a_checkpoint(parts: Parts) -> None:
    assert faults(with_checkpoints(parts)) == {("log", "no-checkpoint")}


def test_forged_checkpoint(parts: Parts, found: Matter) -> None:
    older, last = parts.case.checkpoints
    forged = CaseCheckpoint(signed_by(found, "bb-ca", newest(parts, found)), ())
    assert faults(with_checkpoints(parts, older, forged)) >= {("checkpoint 2", "checkpoint-forged")}
    altered = CaseCheckpoint(last.note.replace(b"\n8\n", b"\n9\n"), ())
    assert faults(with_checkpoints(parts, older, altered)) >= {("checkpoint 2", "checkpoint-forged")}
    torn = CaseCheckpoint(last.note[:-9], ())
    assert faults(with_checkpoints(parts, torn)) == {("checkpoint 1", "checkpoint-forged"), ("log", "no-checkpoint")}


def test_two_checkpoints_of_one_size(parts: Parts, found: Matter) -> None:
    older, last = parts.case.checkpoints
    other = CaseCheckpoint(signed_by(found, "aa-ca", replace(newest(parts, found), root=bytes(32))), ())
    report = with_checkpoints(parts, older, other, last)
    assert {("checkpoint 3", "log-contradicts")} <= faults(report)


def test_rewound_log(parts: Parts, found: Matter) -> None:
    """The older checkpoint is of another history, whatever proof comes with it."""
    older, last = parts.case.checkpoints
    size = newest(parts, found).size - 1
    for proof in (older.proof, ()):
        other = CaseCheckpoint(signed_by(found, "aa-ca", Checkpoint("lintas/aa-ca", size, bytes(32))), proof)
        assert ("checkpoint 1", "checkpoint-contradicts") in faults(with_checkpoints(parts, other, last))
    assert faults(with_checkpoints(parts, replace(older, proof=older.proof[:-1]), last)) == {
        ("checkpoint 1", "checkpoint-contradicts")
    }


def test_forged_cosignature(parts: Parts, found: Matter) -> None:
    older, last = parts.case.checkpoints
    line = cosigned_by(found, "bb-ca", last.note)
    report = with_checkpoints(parts, CaseCheckpoint(last.note + line, ()))
    assert report.ok
    assert report.witnesses == (("bb-ca", TIME_S, True),)
    assert {act.witnessed_s for act in report.acts} == {TIME_S}
    wrong = cosigned_by(found, "bb-ca", older.note)
    report = with_checkpoints(parts, CaseCheckpoint(last.note + wrong, ()))
    assert faults(report) == {("checkpoint 1", "cosignature-forged")}
    assert report.witnesses == ()


def test_own_cosignature_witnesses_nothing(parts: Parts, found: Matter) -> None:
    _, last = parts.case.checkpoints
    line = cosigned_by(found, "aa-ca", last.note)
    report = with_checkpoints(parts, CaseCheckpoint(last.note + line, ()))
    assert report.witnesses == ()
    assert "not-witnessed" in {each.code for each in report.findings}


def test_a_checkpoint_with_one_of_two_signatures_is_forged(parts: Parts) -> None:
    _, last = parts.case.checkpoints
    text, lines = last.note.split(b"\n\n")
    for line, lacks in zip(lines.splitlines(keepends=True), ("lasting key", "signing key"), strict=True):
        report = with_checkpoints(parts, CaseCheckpoint(text + b"\n\n" + line, ()))
        assert faults(report) == {("checkpoint 1", "checkpoint-forged"), ("log", "no-checkpoint")}
        assert lacks in next(each.words for each in report.findings if each.code == "checkpoint-forged")


def test_a_cosignature_with_one_of_two_signatures_counts_for_nothing(parts: Parts, found: Matter) -> None:
    _, last = parts.case.checkpoints
    lines = cosigned_by(found, "bb-ca", last.note).splitlines(keepends=True)
    for line, lacks in zip(lines, ("lasting key", "signing key"), strict=True):
        report = with_checkpoints(parts, CaseCheckpoint(last.note + line, ()))
        assert (report.ok, report.witnesses) == (True, ())
        assert doubts(report) == {"half-signed"}
        assert lacks in next(each.words for each in report.findings if each.code == "half-signed")


def test_which_signatures_last_is_told(found: Matter) -> None:
    report = verify_export(found.export())
    assert (report.lasting, [lasting for _, _, lasting in report.witnesses]) == (True, [True])
    assert "not-lasting" not in {each.code for each in report.findings}
    report = verify_export(matter(short=("aa-ca", "bb-ca")).export())
    assert report.ok
    assert (report.lasting, [lasting for _, _, lasting in report.witnesses]) == (False, [False])
    told = [each.words for each in report.findings if each.code == "not-lasting"]
    assert [words[:5] for words in told] == ["aa-ca", "bb-ca"]


def receipts(parts: Parts, found: Matter) -> Iterator[tuple[Envelope, Receipt]]:
    node = found.fed.nodes["aa-ca"]
    for signed in parts.case.receipts:
        head, fields = envelope.read(node.suite, node.federation, RECEIPT_KIND, signed, to=node.id)
        yield head, read_receipt(fields)


def with_receipt(parts: Parts, found: Matter, by: str, head: Envelope, receipt: Receipt) -> Report:
    signer = found.fed.nodes[by].identity.signer
    signed = envelope.write(signer, RECEIPT_KIND, head, receipt_fields(receipt))
    parts.case = replace(parts.case, receipts=(*parts.case.receipts, signed))
    return verify_export(parts.packed())


def last_of(parts: Parts, found: Matter, code: str) -> tuple[Envelope, Receipt]:
    return [each for each in receipts(parts, found) if each[0].sender == found.fed.id(code)][-1]


def test_forged_receipt(parts: Parts, found: Matter) -> None:
    head, receipt = last_of(parts, found, "bb-ca")
    number = len(parts.case.receipts) + 1
    assert faults(with_receipt(parts, found, "cc-pol", head, receipt)) == {(f"receipt {number}", "receipt-forged")}


def test_receipt_for_another(parts: Parts, found: Matter) -> None:
    head, receipt = last_of(parts, found, "bb-ca")
    elsewhere = replace(head, recipient=found.fed.id("cc-pol"))
    assert {code for _, code in faults(with_receipt(parts, found, "bb-ca", elsewhere, receipt))} == {"receipt-forged"}


def test_damaged_receipt(parts: Parts) -> None:
    first, *rest = parts.case.receipts
    parts.case = replace(parts.case, receipts=(first[:-1] + bytes((first[-1] ^ 1,)), *rest))
    assert faults(verify_export(parts.packed())) == {("receipt 1", "receipt-forged")}


def test_receipts_that_state_two_logs(parts: Parts, found: Matter) -> None:
    head, receipt = last_of(parts, found, "bb-ca")
    found_here = faults(with_receipt(parts, found, "bb-ca", head, replace(receipt, log_root=bytes(32))))
    assert {code for _, code in found_here} == {"log-contradicts"}


def test_receipt_with_a_log_that_cannot_be(parts: Parts, found: Matter) -> None:
    head, receipt = last_of(parts, found, "cc-pol")
    wrong = replace(receipt, log_size=0, log_root=EMPTY_ROOT)
    report = with_receipt(parts, found, "cc-pol", replace(head, time_ms=head.time_ms + 1), wrong)
    assert {code for _, code in faults(report)} == {"impossible-log"}
    assert "log-rewound" in doubts(report)
    report = with_receipt(parts, found, "cc-pol", head, replace(wrong, log_root=bytes(32)))
    assert {code for _, code in faults(report)} == {"impossible-log", "log-contradicts"}


def test_receipt_says_when_an_act_had_come(parts: Parts, found: Matter) -> None:
    head, receipt = last_of(parts, found, "cc-pol")
    report = verify_export(parts.packed())
    assert dict(report.acts[7].received)["cc-pol"] == head.time_ms
    assert dict(report.acts[0].received)["cc-pol"] < head.time_ms
    parts.case = replace(parts.case, receipts=())
    assert not any(act.received for act in verify_export(parts.packed()).acts)
    assert receipt.taken
