"""The evidence of the demonstration: a bank statement and a certificate, made here, the same at every run.

Every person, company, account and payment is invented, and both files say so.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from lintas.demo.camt import Account, Entry, statement
from lintas.demo.pdf import pdf

STATEMENT, CERTIFICATE = "statement-2026-09.xml", "certificate.pdf"
STAMP = "EXERCISE   EXERCISE   EXERCISE"

ACCOUNT = Account("EX-5540-1182-77", "Contoh Maju Trading (invented)", "Bank Contoh (invented)", "MYR", 1_250_000)

ENTRIES = (
    Entry("2026-09-02", 4_800_000, "Invented payer 01", "consultancy"),
    Entry("2026-09-02", -4_650_000, "Invented exchange house", "purchase of tokens"),
    Entry("2026-09-05", 3_912_055, "Invented payer 02", "course fee"),
    Entry("2026-09-06", -3_900_000, "Invented exchange house", "purchase of tokens"),
    Entry("2026-09-11", 7_240_010, "Invented payer 03", "deposit"),
    Entry("2026-09-11", -15_000, "Bank Contoh (invented)", "fees"),
    Entry("2026-09-12", -7_100_000, "Invented exchange house", "purchase of tokens"),
    Entry("2026-09-28", -212_430, "Invented landlord", "rent"),
)


@dataclass(frozen=True, slots=True)
class Files:
    """Where the evidence lies."""

    statement: Path
    certificate: Path


def bank_statement() -> bytes:
    """The statement of September 2026."""
    return statement(ACCOUNT, ENTRIES, "2026-09-01", "2026-09-30")


def certificate(of: bytes) -> bytes:
    """A certificate of authenticity for the statement, naming its hash."""
    digest = hashlib.sha256(of).hexdigest()
    lines = (
        f"The bank {ACCOUNT.bank} certifies that the file {STATEMENT}",
        "is a true copy of the record that it keeps in the ordinary course of business.",
        "",
        f"Account: {ACCOUNT.number}",
        f"Holder: {ACCOUNT.owner}",
        "Period: 1 to 30 September 2026",
        f"Size: {len(of)} bytes",
        f"SHA-256: {digest}",
        "",
        "Produced under order EX-2026-0917 of an invented court, on 14 October 2026.",
        "Nothing in this certificate is real. It was made for a demonstration.",
    )
    return pdf("Certificate of authenticity", [lines], STAMP)


def write_evidence(folder: Path) -> Files:
    """Write both files into the folder, which is made where it is missing."""
    folder.mkdir(parents=True, exist_ok=True)
    found = Files(folder / STATEMENT, folder / CERTIFICATE)
    found.statement.write_bytes(bank_statement())
    found.certificate.write_bytes(certificate(bank_statement()))
    return found
