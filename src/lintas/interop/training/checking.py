"""A training certificate, checked without a network against the keys of authorities and the lists that are at hand.

What holds is what was signed. Whether it was withdrawn is known as far as a list of its issuer says, and as of the
day of that list; without one it is not known, and is said so. A list under another key of the same authority counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lintas.crypto.errors import BadSignature
from lintas.crypto.real import RealSuite
from lintas.interop.hostile_json import UnreadableFile, load
from lintas.interop.report import Report
from lintas.interop.training.attached import streams
from lintas.interop.training.keys import Key, Keyring
from lintas.interop.training.making import BADGE, EXERCISE, WITHDRAWALS
from lintas.interop.training.signing import NAMES
from lintas.interop.travel.credential_form import faults, listed, moment
from lintas.interop.travel.credential_proof import Secured, of_proof
from lintas.interop.travel.multikey import key_of
from lintas.interop.travel.verdict import FAILED, PASSED, UNKNOWN, Check

CERTIFICATE_BYTES_MAX: Final = 64 * 1024
FAULTS_SHOWN_MAX: Final = 5
FORM, SIGNER, KEY, SIGNATURE, TIME, WITHDRAWN, CONTENT = CHECKS = (
    "form", "signer", "key", "signature", "time", "withdrawal", "content",
)  # fmt: skip
"""The checks in the order in which they are made. `WITHDRAWN` may stay unknown: every other one must have passed."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Certified:
    """What a certificate says: each part as it is written, empty where it says nothing of it."""

    id: str
    person: str
    course: str
    when: str
    attained: str
    issuer: str
    exercise: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the checks came to, who signed (None where that is no known authority), and what was certified.

    `certified` is None unless the signature is that of a known authority: nothing else is worth reading.
    """

    checks: tuple[Check, ...]
    signer: Key | None = None
    certified: Certified | None = None

    @property
    def holds(self) -> bool:
        """Whether all of it holds; where nobody knows whether it was withdrawn, as far as can be seen from here."""
        enough = {each: (PASSED, UNKNOWN) if each == WITHDRAWN else (PASSED,) for each in CHECKS}
        made = {each.name: each.result for each in self.checks}
        return made.keys() == enough.keys() and all(result in enough[name] for name, result in made.items())

    def check(self, name: str) -> Check | None:
        """A check by its name; None where it was not made."""
        return next((each for each in self.checks if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Withdrawals:
    """A list of withdrawn certificates: whose (their code), as of when, and since when each (by its id)."""

    code: str
    as_of: datetime
    withdrawn: Mapping[str, str]


def is_training(data: bytes) -> bool:
    """Whether these bytes look like a training certificate; what they are is for `check_training` to say."""
    return BADGE.encode() in data


def certificate_in(pdf: bytes) -> bytes:
    """The training certificate that is attached to a PDF; empty where there is none, or more than one.

    Nothing else of the PDF is read, so what is printed in it is still to be held against the outcome.
    """
    found = {each for each in streams(pdf, CERTIFICATE_BYTES_MAX) if is_training(each)}
    return found.pop() if len(found) == 1 else b""


def check_training(data: bytes, keys: Keyring, lists: Iterable[Withdrawals], now: datetime) -> Outcome:
    """The outcome for what stood in the file or the code; `now` in UTC. Never raises for what is in it."""
    try:
        found, signer = _signed(data, BADGE, keys)
    except _Stopped as stopped:
        return Outcome(stopped.checks)
    passed = (Check(FORM, PASSED), Check(SIGNER, PASSED), _key(signer), Check(SIGNATURE, PASSED))
    certified = _certified(found, signer)
    checks = (*passed, _time(found, now), _withdrawal(found, signer, lists), _content(certified))
    return Outcome(checks, signer, certified)


def read_withdrawals(data: bytes, keys: Keyring) -> Withdrawals:
    """The list in a file; raises `UnreadableFile` unless an authority whose key is known signed it."""
    try:
        found, signer = _signed(data, WITHDRAWALS, keys)
    except _Stopped as stopped:
        raise UnreadableFile(f"{stopped.checks[-1].name}: {stopped.checks[-1].why}") from None
    if signer.revoked:
        raise UnreadableFile("it is signed with a key that somebody else may have: ask for a new one")
    as_of = moment(found.get("validFrom"))
    subject = found.get("credentialSubject")
    withdrawn = subject.get("withdrawn") if isinstance(subject, dict) else None
    if as_of is None or not isinstance(withdrawn, dict) or not all(map(moment, withdrawn.values())):
        raise UnreadableFile("it does not say of when it is, and what was withdrawn")
    return Withdrawals(signer.code, as_of, withdrawn)


class _Stopped(Exception):
    """No further check can be made; `checks`, the last of which did not pass."""

    def __init__(self, *checks: Check) -> None:
        self.checks = checks


def _signed(data: bytes, sort: str, keys: Keyring) -> tuple[Json, Key]:
    """The credential of this type and its signer, whose signature it is; raises `_Stopped`."""
    found, secured = _formed(data, sort)
    form = Check(FORM, PASSED)
    signer = keys.keys.get(secured.key)
    if signer is None:
        raise _Stopped(form, Check(SIGNER, FAILED, "it is signed with no key of an authority that is known here"))
    algorithm, public = key_of(signer.multikey)
    try:
        if secured.algorithm != algorithm or algorithm not in NAMES.values():
            raise BadSignature(public)
        RealSuite().verify(public, secured.signed, secured.signature)
    except BadSignature:
        changed = Check(SIGNATURE, FAILED, "it was changed after it was signed, or its signer never signed it")
        raise _Stopped(form, Check(SIGNER, PASSED), _key(signer), changed) from None
    return found, signer


def _formed(data: bytes, sort: str) -> tuple[Json, Secured]:
    try:
        if len(data) > CERTIFICATE_BYTES_MAX:
            raise UnreadableFile(f"it has more than {CERTIFICATE_BYTES_MAX} bytes")
        found = load(data, Report())
        if not isinstance(found, dict) or sort not in listed(found.get("type")):
            raise UnreadableFile("it is of another type")
        if wrong := list(faults(found)):
            raise UnreadableFile("; ".join(wrong[:FAULTS_SHOWN_MAX]))
        return found, of_proof(found)
    except UnreadableFile as error:
        raise _Stopped(Check(FORM, FAILED, error.why)) from None


def _key(signer: Key) -> Check:
    if signer.revoked:
        why = f"somebody else may have it since {signer.revoked[:10]}: ask {signer.code} for a new certificate"
        return Check(KEY, FAILED, why)
    return Check(KEY, PASSED)


def _time(found: Json, now: datetime) -> Check:
    begins, ends = moment(found.get("validFrom")), moment(found.get("validUntil"))
    if begins and now < begins:
        return Check(TIME, FAILED, f"it begins on {begins:%Y-%m-%d}, after this day")
    if ends and now > ends:
        return Check(TIME, FAILED, f"it held until {ends:%Y-%m-%d}")
    return Check(TIME, PASSED)


def _withdrawal(found: Json, signer: Key, lists: Iterable[Withdrawals]) -> Check:
    """By every list of the signer: what was withdrawn once stays so, and the newest says as of when."""
    theirs = sorted((each for each in lists if each.code == signer.code), key=lambda each: each.as_of)
    since = next((each.withdrawn[found["id"]] for each in theirs if found.get("id") in each.withdrawn), "")
    if since:
        return Check(WITHDRAWN, FAILED, f"{signer.code} withdrew it on {since[:10]}")
    if not theirs:
        return Check(WITHDRAWN, UNKNOWN, f"no list of {signer.code} is here: ask it, or somebody who has its list")
    return Check(WITHDRAWN, PASSED, f"not withdrawn as of {theirs[-1].as_of:%Y-%m-%d}; later is not known")


def _content(said: Certified) -> Check:
    missing = [name for name in ("person", "course", "attained") if not getattr(said, name)]
    return Check(CONTENT, FAILED, f"it does not say: {', '.join(missing)}") if missing else Check(CONTENT, PASSED)


def _certified(found: Json, signer: Key) -> Certified:
    subject = _map(next(iter(listed(found.get("credentialSubject"))), None))
    achievement = _map(subject.get("achievement"))
    names = [_map(each) for each in listed(subject.get("identifier"))]
    person = next((_text(each, "identityHash") for each in names if each.get("identityType") == "name"), "")
    attained = _text(_map(achievement.get("criteria")), "narrative")
    # Who it is follows from the key, whatever name stands in what was signed.
    issuer = f"{signer.name} ({', '.join(filter(None, (signer.code, signer.state)))})"
    return Certified(
        _text(found, "id"), person, _text(achievement, "name"), _text(achievement, "description"), attained, issuer,
        _text(found, "name").startswith(EXERCISE),
    )  # fmt: skip


def _map(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _text(found: Json, name: str) -> str:
    value = found.get(name)
    return value if isinstance(value, str) else ""
