"""A training certificate and the list of those that were withdrawn, made and signed.

Of the person there is the name. The credential has no address at which anybody could ask whether it was withdrawn: who
asks would tell the issuer whose certificate he holds. Withdrawals are a signed list that is handed on as a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from lintas.crypto.ports import Signer
from lintas.interop.training.signing import moment, proven
from lintas.interop.travel.credential_context import BASE_2
from lintas.wire.identifiers import digest, show

BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
BADGE: Final = "OpenBadgeCredential"
WITHDRAWALS: Final = "urn:lintas:type:WithdrawnCertificates"
"""The type of a list of withdrawn certificates. It is a URL, since no context defines it."""
ACT, COURSE, LIST = "urn:lintas:act:", "urn:lintas:course:", "urn:lintas:withdrawn"
EXERCISE: Final = "EXERCISE"
_COURSE_LABEL: Final = "lintas/course/1"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Training:
    """What is certified: whose name, which course, from which day to which, how many hours, what was attained.

    Days are ISO 8601. `hours` is None and `holds_until` empty where nothing is said of them. `act`: the act by which it
    was certified, at `certified_at` by its own claim; `dossier`: where, of which the certificate shows nothing.
    """

    act: bytes
    dossier: bytes
    certified_at: datetime
    person: str
    course: str
    from_day: str
    to_day: str
    attained: str
    hours: int | None = None
    holds_until: str = ""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who certifies: its name and state (two letters, or empty), and whether nothing of it is real."""

    name: str
    state: str
    exercise: bool


def certificate(training: Training, issuer: Issuer, signer: Signer, now: datetime) -> bytes:
    """The certificate in canonical JSON, signed at `now` (UTC); raises `UnreadableFile` as `canonical` does."""
    course = show(digest(_COURSE_LABEL, training.dossier)[:16])
    found: Json = {
        "@context": [BASE_2, BADGES],
        "id": ACT + show(training.act),
        "type": ["VerifiableCredential", BADGE],
        "name": f"{EXERCISE} training certificate" if issuer.exercise else "Training certificate",
        "issuer": {"type": ["Profile"], "name": _named(issuer)},
        "validFrom": moment(training.certified_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "hashed": False, "identityHash": training.person,
                            "identityType": "name"}],
            "activityStartDate": f"{training.from_day}T00:00:00Z",
            "activityEndDate": f"{training.to_day}T23:59:59Z",
            "achievement": {"id": COURSE + course, "type": ["Achievement"], "name": training.course,
                            "description": described(training), "criteria": {"narrative": training.attained}},
        },
    }  # fmt: skip
    if training.holds_until:
        found["validUntil"] = f"{training.holds_until}T23:59:59Z"
    return proven(found, signer, now)


def _named(issuer: Issuer) -> str:
    return f"{issuer.name} ({issuer.state})" if issuer.state else issuer.name


def described(training: Training) -> str:
    """From which day to which, and how many hours."""
    hours = f", {training.hours} hours" if training.hours else ""
    return f"{training.from_day} to {training.to_day}{hours}"


def withdrawals(acts: Iterable[tuple[bytes, int]], issuer: Issuer, signer: Signer, now: datetime) -> bytes:
    """The list of what this issuer has withdrawn so far, by the act that certified it and since when (ms since 1970):
    signed at `now`, and complete as of then.
    """
    found: Json = {
        "@context": [BASE_2],
        "id": LIST,
        "type": ["VerifiableCredential", WITHDRAWALS],
        "issuer": {"name": _named(issuer)},
        "validFrom": moment(now),
        "credentialSubject": {
            "id": LIST,
            "withdrawn": {ACT + show(act): moment(datetime.fromtimestamp(at_ms / 1000, UTC)) for act, at_ms in acts},
        },
    }
    return proven(found, signer, now)
