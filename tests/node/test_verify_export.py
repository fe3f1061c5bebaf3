"""Evidence files that were changed: each fault is named with its place, and the rest is still reported."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lintas.crypto.cose import open1, sign1
from lintas.dossier.admission import ACT_KIND
from lintas.dossier.header_bytes import decode, encode
from lintas.node.case import CaseCheckpoint, LeftOut
from lintas.node.findings import WORDS, Severity
from lintas.node.timeline import README, TIMELINE
from lintas.node.verify_export import CASE, verify_export
from lintas.wire import cbor
from lintas.wire.limits import LIMITS
from tests.support.evidence import PICTURE, Matter, Parts, apart, codes, doubts, faults, matter, pack, unpack

OPEN, ADOPT, ASK, ANSWER = 1, 3, 7, 8
"""The numbers of the acts in the first authority's log; between them lie acts that begin epochs."""


@pytest.fixture(scope="module")
def found() -> Matter:
    return matter()


@pytest.fixture(scope="module")
def exported(found: Matter) -> bytes:
    return found.export()


@pytest.fixture
def parts(exported: bytes) -> Parts:
    return apart(exported)


def resigned(parts: Parts, number: int, found: Matter, code: str, time_ms: int) -> bytes:
    """The act with another claimed time, signed by this authority's key."""
    payload = opened(parts, number)
    header = replace(decode(payload), time_ms=time_ms)
    return sign1(found.fed.nodes[code].identity.signer, encode(header), kind=ACT_KIND)


def flipped(data: bytes) -> bytes:
    return data[:-1] + bytes((data[-1] ^ 1,))


def opened(parts: Parts, number: int) -> bytes:
    size_max = 2 * LIMITS.header_bytes_max
    return open1(parts.acts[number - 1].signed, kind=ACT_KIND, size_max=size_max).payload


def test_what_was_exported_holds(found: Matter, exported: bytes, parts: Parts) -> None:
    report = verify_export(exported, reg=found.fed.nodes["aa-ca"].federation.reg)
    assert report.ok
    assert report.findings == ()
    assert verify_export(parts.packed()).ok
    verbs = {act.number: act.verb for act in report.acts if act.verb}
    assert verbs == {OPEN: "open", ADOPT: "adopt the terms", 5: "adopt the terms", ASK: "ask", ANSWER: "answer"}


def test_report_says_what_is_proven(found: Matter, exported: bytes) -> None:
    report = verify_export(exported)
    asked = report.acts[ASK - 1]
    assert (asked.author, asked.verdict, asked.readers) == ("bb-ca", "counted", ("aa-ca",))
    assert asked.says is not None
    assert asked.says["question"] == "Whose boat?"
    assert len(asked.officers) == 2
    assert report.parties == ("aa-ca", "bb-ca", "cc-pol")
    assert report.phase == "open"
    assert [(file.name, file.acts) for file in report.files] == [("boat (1).jpg", (ASK,))]
    assert report.checkpoint_size == 8
    assert [code for code, _, _ in report.witnesses] == ["bb-ca"]
    assert asked.witnessed_s == report.witnesses[0][1]
    assert report.acts[ANSWER - 1].witnessed_s is None
    assert {code for code, _ in report.acts[OPEN - 1].received} == {"bb-ca", "cc-pol"}


def test_tampered_act(parts: Parts) -> None:
    signed = bytearray(parts.acts[ASK - 1].signed)
    at = bytes(signed).index(b"ask", 40)
    signed[at : at + 3] = b"sak"
    parts.change(ASK, signed=bytes(signed))
    found = faults(verify_export(parts.packed()))
    assert {("act 7", "bad-signature"), ("act 7", "bad-inclusion"), ("act 8", "missing-act")} <= found
    assert not [code for where, code in found if where in {"act 1", "act 2", "act 3", "act 4", "act 5", "act 6"}]


def test_tampered_signature_leaves_the_rest_in_doubt(parts: Parts) -> None:
    parts.change(ASK, signed=flipped(parts.acts[ASK - 1].signed))
    report = verify_export(parts.packed())
    assert ("act 7", "bad-signature") in faults(report)
    assert "past-unproven" in doubts(report)
    assert report.acts[ASK - 1].verdict == "not judged"


def test_act_signed_by_another_authority(parts: Parts, found: Matter) -> None:
    parts.change(ASK, signed=resigned(parts, ASK, found, "cc-pol", 5))
    report = verify_export(parts.packed())
    assert ("act 7", "wrong-signer") in faults(report)
    words = next(each.words for each in report.findings if each.code == "wrong-signer")
    assert "bb-ca" in words
    assert "cc-pol" in words


def test_act_of_one_that_is_not_in_the_federation(parts: Parts, found: Matter) -> None:
    header = replace(decode(opened(parts, ASK)), author=b"\x09" * 16)
    parts.change(ASK, signed=sign1(found.fed.nodes["cc-pol"].identity.signer, encode(header), kind=ACT_KIND))
    assert ("act 7", "unknown-author") in faults(verify_export(parts.packed()))


def test_act_of_another_dossier(parts: Parts, found: Matter) -> None:
    other = found.fed.open("aa-ca", "exchange", "open", {"purpose": "x", "basis": "y"}, {"member": ("bb-ca",)})
    row = found.fed.nodes["aa-ca"].store.act(other.act)
    assert row is not None
    parts.change(ASK, signed=row.signed, body=row.body)
    assert ("act 7", "wrong-dossier") in faults(verify_export(parts.packed()))


def test_wrong_key(parts: Parts) -> None:
    parts.change(ASK, key=parts.acts[ADOPT - 1].key)
    report = verify_export(parts.packed())
    assert faults(report) == {("act 7", "wrong-key"), ("files/01-boat__1_.jpg", "extra-file")}
    assert report.acts[ASK - 1].says is None


def test_tampered_body(parts: Parts) -> None:
    body = parts.acts[ADOPT - 1].body
    assert body is not None
    for wrong in (flipped(body), body[:-1], body + b"\0", parts.acts[ASK - 1].body):
        parts.change(ADOPT, body=wrong)
        assert faults(verify_export(parts.packed())) == {("act 3", "tampered-body")}


def test_body_that_is_not_there_is_no_fault(parts: Parts) -> None:
    parts.change(ADOPT, body=None, key=None)
    report = verify_export(parts.packed())
    assert report.ok
    assert {each.code for each in report.findings} == {"genesis-not-compared", "no-body"}


def test_readers_that_cannot_be_told(parts: Parts) -> None:
    parts.change(ADOPT - 1, key=None)
    report = verify_export(parts.packed())
    assert report.ok
    assert doubts(report) == {"audience-unknown"}
    assert (report.acts[ADOPT - 1].readers, report.acts[ADOPT - 1].officers) == (None, {})


@pytest.mark.parametrize("number", [OPEN, ADOPT, ASK])
def test_missing_act(parts: Parts, number: int) -> None:
    del parts.acts[number - 1]
    found = codes(faults(verify_export(parts.packed())))
    assert "missing-act" in found
    assert ("no-first-act" in found) == (number == OPEN)


def test_act_that_only_a_receipt_names(parts: Parts) -> None:
    """An act that was left out at the end shows by the receipts of those who had it."""
    del parts.acts[ANSWER - 1]
    report = verify_export(parts.packed())
    assert report.ok
    assert doubts(report) == {"act-known-elsewhere"}


def test_act_twice_and_out_of_order(parts: Parts) -> None:
    parts.acts.append(parts.acts[0])
    assert faults(verify_export(parts.packed())) == {("act 9", "double-act")}
    parts.acts[-1:] = []
    parts.acts[3], parts.acts[4] = parts.acts[4], parts.acts[3]
    assert "out-of-order" in codes(faults(verify_export(parts.packed())))


def test_unreadable_act_hides_no_other(parts: Parts) -> None:
    data = replace(parts.case, acts=(*(act.to_bytes() for act in parts.acts), b"\xff", cbor.encode({1: b"x"})))
    report = verify_export(pack({README: b"", TIMELINE: b"", CASE: data.to_bytes(), **parts.files}))
    assert {("act 9", "unreadable-act"), ("act 10", "unreadable-act")} <= faults(report)
    assert [act.verdict for act in report.acts] == ["counted"] * 8


def test_bad_inclusion(parts: Parts) -> None:
    given = parts.acts[ADOPT - 1]
    wrong: list[dict[str, Any]] = [{"salt": bytes(16)}, {"proof": given.proof[:-1]}]
    wrong += [{"proof": (bytes(32), *given.proof[1:])}]
    for changes in wrong:
        parts.change(ADOPT, **changes)
        assert faults(verify_export(parts.packed())) == {("act 3", "bad-inclusion")}
        parts.acts[ADOPT - 1] = given
    parts.change(ANSWER, index=2**40)
    assert ("act 8", "bad-inclusion") in faults(verify_export(parts.packed()))


@pytest.mark.parametrize("number", range(1, 9))
def test_any_changed_field_of_an_act_is_a_fault(parts: Parts, number: int) -> None:
    given = parts.acts[number - 1]
    changed: list[dict[str, Any]] = [{"index": given.index + 1}, {"salt": given.salt[::-1]}]
    changed += [{"signed": flipped(given.signed)}, *([{"key": bytes(32)}] if given.key else [])]
    for changes in changed:
        parts.change(number, **changes)
        assert not verify_export(parts.packed()).ok
        parts.acts[number - 1] = given


def test_altered_declaration(parts: Parts) -> None:
    declared = parts.case.declaration
    for case in (
        replace(parts.case, declaration=declared.replace(b"asking", b"asked ")),
        replace(parts.case, kind="mla"),
        replace(parts.case, kind_version=parts.case.kind_version + 1),
    ):
        parts.case = case
        assert faults(verify_export(parts.packed())) == {("case", "declaration-altered")}


def test_unknown_kind_is_not_judged(exported: bytes) -> None:
    report = verify_export(exported, kinds={})
    assert report.ok
    assert {act.verdict for act in report.acts} == {"not judged"}
    assert doubts(report) == {"text-not-compared"}
    assert "not-judged" in {each.code for each in report.findings}
    assert report.acts[ASK - 1].says is not None


def test_another_founding_file(parts: Parts, found: Matter, exported: bytes) -> None:
    assert faults(verify_export(exported, reg=bytes(32))) == {("founding file", "other-genesis")}
    genesis = parts.case.genesis
    whole = unpack(exported)
    for wrong, code in ((genesis[:-1], "bad-genesis"), (b"", "bad-genesis"), (matter(exercise=False).export(), "")):
        if code:
            case = replace(parts.case, genesis=wrong).to_bytes()
            assert faults(verify_export(pack(whole | {CASE: case}))) == {(CASE, code)}
    stranger = replace(parts.case, exporter=bytes(16)).to_bytes()
    assert faults(verify_export(pack(whole | {CASE: stranger}))) == {(CASE, "bad-genesis")}


def test_exercise_cannot_be_taken_off(parts: Parts) -> None:
    """The mark is in the founding file, whose hash is the `reg` of each act."""
    genesis = parts.case.genesis
    assert genesis.endswith(b"\xf5")
    parts.case = replace(parts.case, genesis=genesis[:-1] + b"\xf4")
    assert ("act 1", "unknown-author") in faults(verify_export(parts.packed()))


def test_altered_pages(exported: bytes) -> None:
    entries = unpack(exported)
    for name, before, after in ((README, b"8 acts", b"7 acts"), (TIMELINE, b"Whose boat", b"Whose goat")):
        assert before in entries[name]
        changed = entries | {name: entries[name].replace(before, after)}
        assert faults(verify_export(pack(changed))) == {(name, "text-altered")}
        del changed[name]
        assert faults(verify_export(pack(changed))) == {(name, "bad-container")}


def test_pages_of_another_form_are_not_believed(parts: Parts) -> None:
    parts.case = replace(parts.case, text_form=7)
    report = verify_export(parts.packed())
    assert report.ok
    assert doubts(report) == {"text-not-compared"}


def test_attachments(parts: Parts) -> None:
    (path,) = parts.files
    for wrong in (PICTURE[:-1], b"x" + PICTURE[1:], PICTURE + b"\0"):
        parts.files[path] = wrong
        assert faults(verify_export(parts.packed())) == {(path, "tampered-file")}
    del parts.files[path]
    assert faults(verify_export(parts.packed())) == {("act 7", "missing-file")}
    parts.files["files/02-more.txt"] = b"x"
    assert ("files/02-more.txt", "extra-file") in faults(verify_export(parts.packed()))


def test_header_that_names_no_file_of_its_body(parts: Parts, found: Matter) -> None:
    header = replace(decode(opened(parts, ASK)), attachments=())
    parts.change(ASK, signed=sign1(found.fed.nodes["bb-ca"].identity.signer, encode(header), kind=ACT_KIND))
    assert "attachments-differ" in doubts(verify_export(parts.packed()))


def test_attachment_that_the_exporter_lacked(parts: Parts) -> None:
    (path,) = parts.files
    sha256 = verify_export(parts.packed()).files[0].sha256
    del parts.files[path]
    parts.case = replace(parts.case, left_out=(LeftOut(sha256, "NoSuchChunk"),))
    report = verify_export(parts.packed())
    assert report.ok
    assert "file-not-here" in {each.code for each in report.findings}


def test_every_word_has_its_facts(parts: Parts) -> None:
    """No finding of all those above leaves a hole in its sentence."""
    parts.change(ASK, key=bytes(32), salt=bytes(16))
    parts.change(OPEN, signed=flipped(parts.acts[OPEN - 1].signed))
    parts.case = replace(parts.case, checkpoints=(CaseCheckpoint(b"x", ()),), receipts=(b"y",))
    report = verify_export(parts.packed())
    assert len(report.findings) > 5
    assert not [each for each in report.findings if "not known)" in each.words]
    assert {each.severity for each in report.findings} >= {Severity.FAULT, Severity.DOUBT}
    assert all(WORDS[each.code][0] is each.severity for each in report.findings)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(0, 120, 12))
def test_no_changed_byte_of_a_case_goes_unnoticed(exported: bytes, start: int) -> None:
    """A flipped bit anywhere in the case is a fault, or a doubt about the pages, which then are not relied on."""
    entries = unpack(exported)
    case = entries[CASE]
    for step in range(start, start + 12):
        at = step * len(case) // 120
        entries[CASE] = case[:at] + bytes((case[at] ^ 1 << step % 8,)) + case[at + 1 :]
        report = verify_export(pack(entries))
        assert not report.ok or doubts(report), at
