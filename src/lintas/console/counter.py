"""A certificate at a counter: checked against the signers that our state trusts, and forgotten.

Trust lists belong to the whole authority, as the register of the law does: who may use the counter need not be on the
team of the dossier in which a signer was announced. Nothing of the traveller is kept: what comes in goes into a
verdict, and what goes to the trail is that one was given.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lintas.compose import training
from lintas.console import access, trail
from lintas.console.asking import ask, ask_beside, service
from lintas.console.errors import ShortNumber
from lintas.console.models import Dossier, Officer
from lintas.crypto.certificate import BadCertificate, from_pem_or_der
from lintas.dossier.grammar import Kind
from lintas.interop.training.checking import Outcome
from lintas.interop.travel.checking import Signer, check_code
from lintas.interop.travel.verdict import Verdict
from lintas.node import on_watch, trusted
from lintas.node.on_watch import OnWatch
from lintas.node.search import NoPurpose
from lintas.node.trusted import TrustedSigner
from lintas.wire.identifiers import DOSSIER_BYTES, read

HOLDS, DOES_NOT_HOLD = "it holds", "it does not hold"


@dataclass(frozen=True, slots=True)
class Listed:
    """A signer of the list as it is shown; it does not count if its certificate is not here, or is none."""

    signer: TrustedSigner
    counts: bool


@dataclass(frozen=True, slots=True)
class TrustList:
    """The signers that our state trusts today, and all of them as they are shown."""

    signers: Sequence[Signer]
    listed: Sequence[Listed]


def trust_list() -> TrustList:
    """As it stands now in the registers that this node is in."""
    lines = Dossier.objects.filter(kind__in=_kinds(trusted.lists_signers))
    dossiers = [read(pk, DOSSIER_BYTES) for pk in lines.values_list("pk", flat=True)]
    found: Sequence[TrustedSigner] = ask_beside(lambda node: trusted.signers(node, dossiers))
    signers, listed = list[Signer](), list[Listed]()
    for each in sorted(found, key=lambda signer: (signer.state, signer.announced_by, signer.until)):
        try:
            signers.append(Signer(from_pem_or_der(each.certificate), each.form, each.sorts))
            listed.append(Listed(each, counts=True))
        except BadCertificate:
            listed.append(Listed(each, counts=False))
    return TrustList(signers, listed)


def _kinds(wanted: Callable[[Kind], bool]) -> list[str]:
    return [kind.name for kind in service().node.kinds.values() if wanted(kind)]


def check(officer: Officer, code: bytes, trust: TrustList) -> Verdict:
    """The verdict on what stood in a code; that it was given stands in the trail, and nothing else of it."""
    now_ms: int = ask(lambda node: node.clock())
    verdict = check_code(code, trust.signers, datetime.fromtimestamp(now_ms / 1000, UTC))
    trail.note(officer, "checked a certificate", detail=HOLDS if verdict.holds else DOES_NOT_HOLD)
    return verdict


def check_training(officer: Officer, code: bytes) -> Outcome:
    """What the check of a training certificate comes to; that it was checked stands in the trail, and no word of it."""
    outcome: Outcome = ask(lambda node: training.checked(node, code))
    trail.note(officer, "checked a certificate", detail=HOLDS if outcome.holds else DOES_NOT_HOLD)
    return outcome


def alerts(officer: Officer, document: str, purpose: str) -> list[OnWatch]:
    """The alerts in force that the officer may see and that name the document; raises `NoPurpose`, `ShortNumber`.

    That somebody asked, why, and how many were found stands in the trail; the number of the document does not.
    """
    if not purpose:
        raise NoPurpose
    if len(on_watch.plain(document)) < on_watch.LEAST_CHARACTERS:
        raise ShortNumber(on_watch.LEAST_CHARACTERS)
    lines = access.visible(officer).filter(kind__in=_kinds(on_watch.gives_alerts), ended=False)
    visible = [read(pk, DOSSIER_BYTES) for pk in lines.values_list("pk", flat=True)]
    found: list[OnWatch] = ask(lambda node: on_watch.on_watch(node, visible, document))
    trail.note(officer, "asked for alerts on a document", detail=f"{len(found)} found", purpose=purpose)
    return found
