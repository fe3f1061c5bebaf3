"""A well-formed value for every field type, and so a well-formed body for every verb."""

from __future__ import annotations

from typing import Any

from lintas.dossier.meanings import Body, Meaning

FILE = {
    "name": "record.pdf", "media": "application/pdf", "bytes": 3, "sha256": bytes(32), "key": bytes(32),
    "root": bytes(32),
}  # fmt: skip

KEY = "A" * 87

VALUES: dict[str, Any] = {
    "text": "Some words.",
    "annexed position": "Some words.",
    "secret": "Some words.",
    "place": "Exercise harbour",
    "date": "2026-03-01",
    "date of birth": "1990-05",
    "person's name": "Exercise Person One",
    "document number": "X0000001",
    "account": "EX00 0000 0001",
    "telephone number": "+999 24 5550 0100",
    "e-mail address": "someone@exercise.example",
    "IP address": "192.0.2.7",
    "vehicle": "EX-123.45, VIN EX0AAAA1AA0000001",
    "vessel": "MV Contoh, IMO 2000004",
    "money": {"amount": "1250.50", "currency": "MYR"},
    "count": 3,
    "party": bytes(16),
    "link": {"dossier": bytes(16), "act": bytes(32), "relation": "goes on in"},
    "on behalf of": "ZZ",
    "language": "vi",
    "delegate": {"who": "Exercise Official", "as": "head of delegation", "office": "Exercise office"},
    "embargo": "2026-12-10",
    "appointment": {
        "what": "Plenary",
        "starts": "2026-12-08 09:30",
        "zone": "Asia/Ho_Chi_Minh",
        "ends": "2026-12-08 11:00",
        "place": "Exercise hall",
        "held": "hybrid",
    },
    "bracket": {"paragraph": 2, "words": "shall", "instead": "should", "why": "Our law says so."},
    "file": FILE,
    "classification": "restricted",
    "offence": {"name": "fraud", "band": "10 years or more"},
    "signed entry": b"signed",
    "signed location": b"signed",
    "ruling on release": "refuse",
    "gateway of transfer": "safeguards",
    "what a service rests on": "a treaty binds us",
    "place in a call": {"seat": "speaker", "sitting": "Exercise office", "key": KEY, "commitment": "A" * 43},
    "signal in a call": {"of": KEY, "to": KEY, "sealed": "AAAA"},
    "place left in a call": {"key": KEY},
}


def sample(meaning: Meaning) -> Any:
    """A value that the field type accepts."""
    value = meaning.choices[0] if meaning.choices and meaning.name == "choice" else VALUES[meaning.name]
    return [value] if meaning.many else value


def body(says: type[Body], *, optional: bool = False) -> dict[str, Any]:
    """The required fields, or all of them."""
    return {name: sample(meaning) for name, meaning in says.fields().items() if meaning.required or optional}
