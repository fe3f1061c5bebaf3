"""A bank statement in ISO 20022, message camt.053.001.08, with invented people, accounts and payments.

Balances and totals are computed from the entries, so that they add up. Amounts are cents, in integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as Tree

NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True, slots=True)
class Entry:
    """A booked payment: its day, cents (above 0: to the account), who is on the other side, and what for."""

    day: str
    cents: int
    other: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Account:
    """An account as a statement names it."""

    number: str
    owner: str
    bank: str
    currency: str
    opening_cents: int


def statement(account: Account, entries: Sequence[Entry], first_day: str, last_day: str) -> bytes:
    """The message, as UTF-8 XML: opening and closing balance, a summary, an entry for each payment."""
    document = Tree.Element("Document", {"xmlns": NAMESPACE})
    message = Tree.SubElement(document, "BkToCstmrStmt")
    header = Tree.SubElement(message, "GrpHdr")
    _text(header, "MsgId", f"EXERCISE-{account.number}-{last_day}")
    _text(header, "CreDtTm", f"{last_day}T23:59:59Z")
    body = Tree.SubElement(message, "Stmt")
    _text(body, "Id", f"EXERCISE-STMT-{last_day}")
    _text(body, "CreDtTm", f"{last_day}T23:59:59Z")
    period = Tree.SubElement(body, "FrToDt")
    _text(period, "FrDtTm", f"{first_day}T00:00:00Z")
    _text(period, "ToDtTm", f"{last_day}T23:59:59Z")
    _account(body, account)
    closing = account.opening_cents + sum(entry.cents for entry in entries)
    _balance(body, account, "OPBD", account.opening_cents, first_day)
    _balance(body, account, "CLBD", closing, last_day)
    _summary(body, entries)
    for number, entry in enumerate(entries, 1):
        _entry(body, account, entry, number)
    _text(body, "AddtlStmtInf", "EXERCISE: every person, account and payment in this statement is invented.")
    Tree.indent(document)
    return bytes(Tree.tostring(document, encoding="UTF-8", xml_declaration=True)) + b"\n"


def _account(body: Tree.Element, account: Account) -> None:
    held = Tree.SubElement(body, "Acct")
    _text(_path(held, "Id", "Othr"), "Id", account.number)
    _text(held, "Ccy", account.currency)
    _text(Tree.SubElement(held, "Ownr"), "Nm", account.owner)
    _text(_path(held, "Svcr", "FinInstnId"), "Nm", account.bank)


def _balance(body: Tree.Element, account: Account, code: str, cents: int, day: str) -> None:
    balance = Tree.SubElement(body, "Bal")
    _text(_path(balance, "Tp", "CdOrPrtry"), "Cd", code)
    _amount(balance, account, cents)
    _text(Tree.SubElement(balance, "Dt"), "Dt", day)


def _summary(body: Tree.Element, entries: Sequence[Entry]) -> None:
    summary = Tree.SubElement(body, "TxsSummry")
    credits = [entry.cents for entry in entries if entry.cents > 0]
    debits = [-entry.cents for entry in entries if entry.cents < 0]
    everything = Tree.SubElement(summary, "TtlNtries")
    _text(everything, "NbOfNtries", str(len(entries)))
    _text(everything, "Sum", _units(sum(credits) + sum(debits)))
    net = Tree.SubElement(everything, "TtlNetNtry")
    _text(net, "Amt", _units(sum(credits) - sum(debits)))
    _text(net, "CdtDbtInd", _direction(sum(credits) - sum(debits)))
    for name, amounts in (("TtlCdtNtries", credits), ("TtlDbtNtries", debits)):
        total = Tree.SubElement(summary, name)
        _text(total, "NbOfNtries", str(len(amounts)))
        _text(total, "Sum", _units(sum(amounts)))


def _entry(body: Tree.Element, account: Account, entry: Entry, number: int) -> None:
    booked = Tree.SubElement(body, "Ntry")
    _text(booked, "NtryRef", str(number))
    _amount(booked, account, entry.cents)
    _text(Tree.SubElement(booked, "Sts"), "Cd", "BOOK")
    _text(Tree.SubElement(booked, "BookgDt"), "Dt", entry.day)
    _text(Tree.SubElement(booked, "ValDt"), "Dt", entry.day)
    domain = _path(booked, "BkTxCd", "Domn")
    _text(domain, "Cd", "PMNT")
    family = Tree.SubElement(domain, "Fmly")
    _text(family, "Cd", "RCDT" if entry.cents > 0 else "ICDT")
    _text(family, "SubFmlyCd", "OTHR")
    details = _path(booked, "NtryDtls", "TxDtls")
    _text(Tree.SubElement(details, "Refs"), "EndToEndId", f"EXERCISE-{number:04}")
    parties = Tree.SubElement(details, "RltdPties")
    _text(_path(parties, "Dbtr", "Pty"), "Nm", entry.other if entry.cents > 0 else account.owner)
    _text(_path(parties, "Cdtr", "Pty"), "Nm", account.owner if entry.cents > 0 else entry.other)
    _text(Tree.SubElement(details, "RmtInf"), "Ustrd", entry.purpose)


def _amount(at: Tree.Element, account: Account, cents: int) -> None:
    Tree.SubElement(at, "Amt", {"Ccy": account.currency}).text = _units(cents)
    _text(at, "CdtDbtInd", _direction(cents))


def _direction(cents: int) -> str:
    return "CRDT" if cents >= 0 else "DBIT"


def _units(cents: int) -> str:
    return f"{abs(cents) // 100}.{abs(cents) % 100:02}"


def _path(at: Tree.Element, *names: str) -> Tree.Element:
    for name in names:
        at = Tree.SubElement(at, name)
    return at


def _text(at: Tree.Element, name: str, text: str) -> None:
    Tree.SubElement(at, name).text = text
