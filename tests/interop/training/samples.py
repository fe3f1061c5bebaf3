"""An issuer with a key, a training that it certified, and the file of keys by which others check it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, Final

from lintas.crypto.ports import Algorithm, Signer
from lintas.crypto.real import RealSuite
from lintas.interop.hostile_json import load
from lintas.interop.report import Report
from lintas.interop.training import keys
from lintas.interop.training.keys import Entry, Keyring
from lintas.interop.training.making import Issuer, Training, certificate

NOW: Final = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
PERSON: Final = "Exercise Participant Nguyễn"
ISSUER: Final = Issuer("Training Institute of the Exercise", "SG", exercise=True)
TRAINING: Final = Training(
    act=bytes(range(32)), dossier=b"d" * 16, certified_at=datetime(2026, 11, 20, 9, tzinfo=UTC), person=PERSON,
    course="Tracing assets across borders", from_day="2026-11-16", to_day="2026-11-20", attained="passed", hours=30,
)  # fmt: skip


def signer(seed: int = 1, algorithm: Algorithm = Algorithm.ED25519) -> Signer:
    """A key; another one for another seed."""
    return RealSuite().signer(bytes([seed]) * 32, algorithm)


def entry(*signers: Signer, code: str = "sg-ti", revoked: dict[bytes, datetime] | None = None) -> Entry:
    """An authority of the exercise with these keys, the present one first."""
    return Entry(code, code, f"Authority {code}", "SG", tuple(each.public for each in signers), revoked or {})


def ring(*entries: Entry) -> Keyring:
    """The keys, by way of their file."""
    return keys.read(load(keys.write(entries, exercise=True, now=NOW), Report()))


def signed(by: Signer, training: Training = TRAINING) -> bytes:
    """The certificate."""
    return certificate(training, ISSUER, by, NOW)


def changed(data: bytes, change: Any) -> bytes:
    """The certificate after somebody changed it: `change` is given the value and changes it."""
    found = json.loads(data)
    change(found)
    return json.dumps(found).encode()
