"""A letter to be tested: an invented request with every form that a field can have."""

from __future__ import annotations

from typing import Any

from lintas.dossier.declare import begins
from lintas.dossier.meanings import Account, Body, Count, Date, File, Link, Marking, Money, Offence, Party, Text, codes
from lintas.letter.saying import Letter, Office, Sealed, letter_of

SCRIPTS = {
    "th": "คำร้องขอความช่วยเหลือทางอาญา",
    "lo": "ຄຳຮ້ອງຂໍຄວາມຊ່ວຍເຫຼືອ",
    "km": "សំណើសុំជំនួយផ្នែកច្បាប់",
    "my": "အပြန်အလှန် ဥပဒေရေးရာ အကူအညီ",
    "vi": "Yêu cầu tương trợ tư pháp về hình sự",
    "ru": "Просьба о правовой помощи",
}
THEM = bytes([7] * 16)


class Asked(Body):
    """What is asked. Nobody reads this help in a letter."""

    facts = Text
    measure = codes(("records", "produce records"), ("locate", "find a person"))
    by = Date.optional
    count = Count.optional
    worth = Money.optional
    others = Account.optional.several
    seen = Link.optional.several
    paper = File.optional


class Request(Asked):
    """For whom."""

    marking = Marking.optional
    offence = Offence
    party = Party


FILE = {"name": "warrant.pdf", "media": "application/pdf", "bytes": 1234, "sha256": bytes(32), "key": bytes(32),
        "root": bytes(32)}  # fmt: skip
SAID: dict[str, Any] = {
    "facts": " ".join(SCRIPTS.values()),
    "measure": "records",
    "by": "2026-12-01",
    "count": 3,
    "worth": {"amount": "1250.50", "currency": "MYR"},
    "others": ["1", "2"],
    "seen": [{"dossier": bytes(16), "relation": "formalised in"}],
    "paper": FILE,
    "marking": "confidential",
    "offence": {"name": "fraud", "band": "10 years or more", "purpose": "a trial"},
    "party": THEM,
}
VERB = begins("request", Request, takes="requesting", seats="requested", to="asking", use="ask")


def sealed(**changes: Any) -> Sealed:
    """An act to be written as a letter."""
    said: dict[str, Any] = {
        "act": bytes(range(32)), "dossier": bytes(16), "kind": "Exercise", "verb": VERB, "says": SAID,
        "sender": Office("aa-ca", "Authority A", "AA"), "recipients": (Office("bb-ca", "Authority B", "BB"),),
        "time_ms": 1_790_000_000_000, "exercise": True, "officers": {"aa-1": "author, by passkey"},
    }  # fmt: skip
    return Sealed(**(said | changes))


def letter(act: Sealed | None = None, *, court: bool = False) -> Letter:
    """Its letter, with a second language that turns every text round."""
    return letter_of(act or sealed(), lambda text: text[::-1], lambda party: f"party {party[0]}", court=court)
