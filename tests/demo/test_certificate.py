"""The certificate of the demonstration holds for its signer, and the page for officers shows the same."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

from lintas.crypto.certificate import from_pem_or_der
from lintas.demo.rows.certificate import CODE, SIGNER
from lintas.demo.rows.people import LANE
from lintas.interop.travel.checking import HEALTH, Signer, check_code

PAGE = Path(__file__).parents[2] / "docs/how-to/check-at-a-counter.md"


def test_it_holds_and_stands_on_the_page() -> None:
    certificate = from_pem_or_der(SIGNER.encode())
    signer = Signer(certificate, HEALTH, frozenset({"vaccination"}))
    verdict = check_code(CODE.encode(), [signer], datetime.now(UTC))
    assert verdict.holds, verdict
    assert (verdict.state, verdict.holder.name) == ("MY", "Lan Exercisia")
    assert CODE in PAGE.read_text(encoding="utf-8")
    (announced,) = [step for step in LANE.steps if step.files]
    assert hashlib.sha256(certificate.der).hexdigest()[:16] in announced.fields["fingerprint"]
