"""A code from a counter, whatever its form, against the signers that a state trusts for that form and sort."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from lintas.crypto.certificate import Certificate
from lintas.interop.travel.credential import check_credential
from lintas.interop.travel.credential_proof import is_compact
from lintas.interop.travel.health import PREFIX, check
from lintas.interop.travel.seal import check_seal
from lintas.interop.travel.verdict import FAILED, PASSED, Check, Verdict

CODE_BYTES_MAX: Final = 64 * 1024
HEALTH, SEAL, CREDENTIAL = "EU DCC (HC1)", "ICAO VDS-NC", "W3C verifiable credential"
FORMS: Final = (HEALTH, SEAL, CREDENTIAL)
RIGHT: Final = "right to sign this"
_OF_CREDENTIALS: Final = ('"@context"', '"VerifiableCredential"', '"VerifiablePresentation"')


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate that is trusted, for certificates of one form and of some sorts; where nothing is said, for all."""

    certificate: Certificate
    form: str = ""
    sorts: frozenset[str] = frozenset()


def check_code(data: bytes, signers: Iterable[Signer], now: datetime) -> Verdict:
    """Whatever stands in the code; `now` in UTC. Never raises for what is in it."""
    form, code = form_of(data), data.strip()
    could = [each for each in signers if each.form in ("", form)]
    verdict = _CHECKS[form](code, [each.certificate for each in could], now)
    entitled = [each for each in could if each.certificate.der == verdict.signer]
    if verdict.result(RIGHT) == PASSED and not any(not each.sorts or verdict.sort in each.sorts for each in entitled):
        return verdict.but(Check(RIGHT, FAILED, f"its signer is not trusted for: {verdict.sort or 'a sort not known'}"))
    return verdict


def form_of(data: bytes) -> str:
    """Which of `FORMS` it is in; what is none of them is read as a seal, which says what it lacks."""
    text = data.decode("utf-8", "replace").strip()
    if text.startswith(PREFIX):
        return HEALTH
    return CREDENTIAL if is_compact(text) or any(sign in text for sign in _OF_CREDENTIALS) else SEAL


def _health(data: bytes, trusted: list[Certificate], now: datetime) -> Verdict:
    return check(data.decode("utf-8", "replace"), trusted, now)


_CHECKS: Final[Mapping[str, Callable[[bytes, list[Certificate], datetime], Verdict]]] = {
    HEALTH: _health, SEAL: check_seal, CREDENTIAL: check_credential,
}  # fmt: skip
