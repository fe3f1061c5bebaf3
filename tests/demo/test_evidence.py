"""The evidence files of the demonstration are what they say they are, and the same at every run."""

from __future__ import annotations

import hashlib
import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as Tree

from lintas.demo.camt import NAMESPACE, Account, Entry, statement
from lintas.demo.evidence import ACCOUNT, ENTRIES, STAMP, bank_statement, certificate, write_evidence
from lintas.demo.pdf import pdf

CAMT = {"c": NAMESPACE}


def amount(at: Tree.Element, path: str) -> Decimal:
    return Decimal(at.findtext(path, "", CAMT))


def signed(at: Tree.Element) -> Decimal:
    sign = 1 if at.findtext("c:CdtDbtInd", "", CAMT) == "CRDT" else -1
    return sign * amount(at, "c:Amt")


def test_the_statement_is_camt_053_001_08_and_adds_up() -> None:
    root = Tree.fromstring(bank_statement())
    assert root.tag == f"{{{NAMESPACE}}}Document"
    found = root.find("c:BkToCstmrStmt/c:Stmt", CAMT)
    assert found is not None
    opening, closing = found.findall("c:Bal", CAMT)
    entries = found.findall("c:Ntry", CAMT)
    assert len(entries) == len(ENTRIES)
    assert signed(opening) + sum(map(signed, entries)) == signed(closing)
    total = found.find("c:TxsSummry/c:TtlNtries", CAMT)
    assert total is not None
    assert amount(total, "c:Sum") == sum(amount(entry, "c:Amt") for entry in entries)
    assert int(total.findtext("c:NbOfNtries", "", CAMT)) == len(entries)
    for name, direction in (("TtlCdtNtries", "CRDT"), ("TtlDbtNtries", "DBIT")):
        one = found.find(f"c:TxsSummry/c:{name}", CAMT)
        booked = [entry for entry in entries if entry.findtext("c:CdtDbtInd", "", CAMT) == direction]
        assert one is not None
        assert amount(one, "c:Sum") == sum(amount(entry, "c:Amt") for entry in booked)
        assert int(one.findtext("c:NbOfNtries", "", CAMT)) == len(booked)


def test_elements_stand_in_the_order_of_the_schema() -> None:
    found = Tree.fromstring(bank_statement()).find("c:BkToCstmrStmt/c:Stmt", CAMT)
    assert found is not None
    order = ["Id", "CreDtTm", "FrToDt", "Acct", "Bal", "TxsSummry", "Ntry", "AddtlStmtInf"]
    names = [child.tag.split("}")[1] for child in found]
    assert names == sorted(names, key=order.index)
    entry = found.find("c:Ntry", CAMT)
    assert entry is not None
    order = ["NtryRef", "Amt", "CdtDbtInd", "Sts", "BookgDt", "ValDt", "BkTxCd", "NtryDtls"]
    assert [child.tag.split("}")[1] for child in entry] == order


def test_identifiers_keep_to_their_length() -> None:
    root = Tree.fromstring(bank_statement())
    for name in ("MsgId", "EndToEndId", "NtryRef"):
        assert all(0 < len(each.text or "") <= 35 for each in root.iter(f"{{{NAMESPACE}}}{name}"))


def test_names_with_signs_of_xml_are_still_xml() -> None:
    odd = Account("A&B", 'Owner <"one">', "Bank & Sons", "MYR", 0)
    root = Tree.fromstring(statement(odd, [Entry("2026-01-01", -5, "<x>", "a & b")], "2026-01-01", "2026-01-31"))
    assert root.findtext("c:BkToCstmrStmt/c:Stmt/c:Acct/c:Ownr/c:Nm", "", CAMT) == odd.owner
    assert [each.text for each in root.iter(f"{{{NAMESPACE}}}Amt")][0:2] == ["0.00", "0.05"]


def objects(data: bytes) -> dict[int, bytes]:
    """The objects of a PDF as its cross-reference table says; fails if one does not lie where it says."""
    start = int(data.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    assert data[start:].startswith(b"xref\n")
    lines = data[start:].split(b"\n")
    count = int(lines[1].split()[1])
    found = {}
    for number in range(1, count):
        row = lines[2 + number]
        assert len(row) == 19, "an entry of the table has 20 bytes with its end of line"
        at = int(row[:10])
        assert data[at:].startswith(b"%d 0 obj\n" % number)
        found[number] = data[at : data.index(b"\nendobj\n", at)]
    assert b"/Size %d " % count in data[start:]
    return found


def test_the_certificate_is_a_pdf_whose_table_is_right() -> None:
    data = certificate(bank_statement())
    assert data.startswith(b"%PDF-1.4\n")
    assert data.endswith(b"%%EOF\n")
    found = objects(data)
    assert b"/Type /Catalog" in found[1]
    kids = [int(number) for number in re.findall(rb"(\d+) 0 R", found[2].split(b"/Kids")[1].split(b"]")[0])]
    assert kids
    for kid in kids:
        assert b"/Type /Page " in found[kid]
        content = re.search(rb"/Contents (\d+) 0 R", found[kid])
        assert content is not None
        stream = found[int(content[1])]
        length = re.search(rb"/Length (\d+)", stream)
        assert length is not None
        drawn = stream.split(b"stream\n", 1)[1].rsplit(b"\nendstream", 1)[0]
        assert len(drawn) == int(length[1])
        assert drawn.count(f"({STAMP}) Tj".encode()) == 2


def test_a_pdf_of_several_pages_and_odd_characters_holds_together() -> None:
    found = objects(pdf("A (title) \\ here", [["one (1)"], ["two \\"], ["three"]], "STAMP"))
    assert b"/Count 3" in found[2]
    assert any(rb"(one \(1\)) Tj" in each for each in found.values())


def test_the_certificate_names_the_statement_by_its_hash() -> None:
    data = bank_statement()
    assert hashlib.sha256(data).hexdigest().encode() in certificate(data)


def test_both_say_that_they_are_invented() -> None:
    assert b"EXERCISE" in bank_statement()
    assert b"invented" in bank_statement()
    assert "invented" in ACCOUNT.owner
    assert b"EXERCISE" in certificate(b"")


def test_the_files_are_the_same_at_every_run(tmp_path: Path) -> None:
    first, second = write_evidence(tmp_path / "a"), write_evidence(tmp_path / "b")
    assert first.statement.read_bytes() == second.statement.read_bytes() == bank_statement()
    assert first.certificate.read_bytes() == second.certificate.read_bytes()
