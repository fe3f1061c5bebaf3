"""A counter: certificates against what our state trusts, and afterwards nothing of the traveller is anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lintas.dossier.officers import AUTHOR
from lintas.interop.travel.picture import PIXELS_MAX, reads_pictures
from lintas.node.correct import CorrectionOrder, correct
from lintas.node.desk import appoint, sign_in
from lintas.node.state import Node
from tests.console.handing_in import handed_in
from tests.console.stage import THEIRS, Stage, draft, nonce_on, seal
from tests.interop.travel.signing import BORN, NAME, Signing, credential, health, jwt, signer

if TYPE_CHECKING:
    from django.test import Client

    from lintas.console.models import Officer

pytestmark = pytest.mark.processes

BY = signer()
OTHER = signer("XB")
PRESENTED = {
    "@context": ["https://www.w3.org/ns/credentials/v2"], "type": "VerifiablePresentation",
    "verifiableCredential": [credential(), credential()],
}  # fmt: skip
SORTS = ["vaccination", "permit to work"]


def until(days: int = 30) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def announced(stage: Stage, by: Signing, form: str = "EU DCC (HC1)", data: bytes = b"") -> str:
    """A green lane in which our state announced a signer; the dossier."""
    author, approver = stage.officer("officer"), stage.officer("approver")
    client, second = stage.browser(author), stage.browser(approver)
    begun = draft(client, "/open/green_lane/open/", {"to_state": [THEIRS]}, {"certificates": "c", "agreement": "a"})
    path = str(seal(client, begun).url)
    said = {"certificate": handed_in(client, "signer.pem", data or by.pem), "sorts": SORTS, "form": form,
            "until": until(), "fingerprint": "ab"}  # fmt: skip
    begun = draft(client, f"{path}do/dossier/announce%20a%20signer/", {"audience": [THEIRS]}, said)
    approved(client, begun, second, approver)
    return path


def approved(client: Client, begun: str, second: Client, approver: Officer) -> None:
    """The author answers for a draft, and the approver seals it."""
    assert seal(client, begun, approver=approver.pk).status_code == 302
    waiting = f"/approvals/{begun.strip('/').split('/')[-1]}/"
    answer = second.post(waiting, {"does": "approve", "nonce": nonce_on(second, waiting)})
    assert answer.status_code == 302, answer.content.decode()


@pytest.fixture
def counter(stage: Stage) -> Client:
    announced(stage, BY)
    return stage.browser(stage.officer("officer"))


def test_what_a_trusted_signer_signed_holds_and_the_officer_sees_whose_it_is(counter: Client) -> None:
    answer = counter.post("/counter/", {"code": health(BY)})
    page = answer.content.decode()
    assert "It holds" in page
    assert "vaccination, XA" in page
    assert " ".join(reversed(NAME.split())) in page or NAME in page
    assert BORN in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert health(BY) not in page


def test_what_does_not_hold_says_why_in_plain_words_and_whose_it_is_not(counter: Client) -> None:
    for code, why in (
        (health(OTHER), "Nobody whom our state trusts has signed it."),
        ("HC1:NOTHING", "It cannot be read as any certificate"),
        (jwt(BY, credential()), "Nobody whom our state trusts has signed it."),
        (json.dumps(credential(proof={"type": "Ed25519Signature2020"})), "signed in a way that cannot be checked here"),
        (json.dumps(PRESENTED), "have one shown at a time"),
    ):
        page = counter.post("/counter/", {"code": code}).content.decode()
        assert "Do not rely on it" in page
        assert why in page
        assert BORN not in page
    assert "Paste what the code says" in counter.post("/counter/", {"code": " "}).content.decode()
    assert "too long" in counter.post("/counter/", {"code": "x" * 70_000}).content.decode()


def test_a_signer_is_trusted_for_its_form_and_its_sorts_alone_and_must_have_a_certificate(stage: Stage) -> None:
    by = signer("XC")
    announced(stage, by, "W3C verifiable credential")
    announced(stage, by, data=b"no certificate")
    client = stage.browser(stage.officer("officer"))
    assert "It holds" in client.post("/counter/", {"code": jwt(by, credential())}).content.decode()
    visa = credential(type=["VerifiableCredential", "VisaCredential"])
    page = client.post("/counter/", {"code": jwt(by, visa)}).content.decode()
    assert "Whoever signed it is not trusted for certificates of this sort." in page
    page = client.post("/counter/", {"code": health(by)}).content.decode()
    assert "Nobody whom our state trusts has signed it." in page
    assert "does not count" in page


def _bytes_below(root: Path) -> Iterator[tuple[Path, bytes]]:
    return ((file, file.read_bytes()) for file in root.rglob("*") if file.is_file())


def test_nothing_of_the_traveller_is_anywhere_afterwards(counter: Client, ground: Path) -> None:
    from lintas.console.models import Entry

    family, given = "Zzyzxkeepnot", "Qwortnothing"
    codes = [health(BY, f"{given} {family}"), jwt(BY, credential(f"{given} {family}")), "HC1:QWORTNOTHING"]
    for code in codes:
        assert counter.post("/counter/", {"code": code}).status_code == 200
    told = [(each.did, each.detail) for each in Entry.objects.order_by("-id")[: len(codes)]]
    assert {did for did, _ in told} == {"checked a certificate"}
    assert {detail for _, detail in told} == {"it holds", "it does not hold"}
    kept = [each.lower().encode() for each in (family, given)] + [code[8:40].lower().encode() for code in codes]
    held = list(_bytes_below(ground))
    assert any(b"checked a certificate" in data for _, data in held), "it is looked where the trail lies"
    assert [(file, words) for file, data in held for words in kept if words in data.lower()] == []
    assert counter.session.keys() <= {"_auth_user_id", "_auth_user_backend", "_auth_user_hash", "seen_s"}


def test_a_document_that_is_looked_for_is_found_by_who_may_see_the_alert_and_its_number_is_not_kept(
    stage: Stage, ground: Path
) -> None:
    from lintas.console.models import Entry

    author, approver = stage.officer("officer"), stage.officer("approver")
    client, second = stage.browser(author), stage.browser(approver)
    said = {
        "offence_name": "theft", "offence_band": "1 year or more", "measure": "second check", "basis": "b",
        "documents-0": "QZX-77 0042", "review_on": until(10), "until": until(20),
    }  # fmt: skip
    begun = draft(client, "/open/border_alert/alert/", {"to_watching": [THEIRS]}, said)
    approved(client, begun, second, approver)
    asked = {"document": "qzx770042", "purpose": "an exercise at gate 4"}
    page = client.post("/counter/", asked).content.decode()
    assert "An alert names it" in page
    assert "check the documents a second time" in page
    other = stage.browser(stage.officer("officer"))
    assert "No alert that you may see names this document." in other.post("/counter/", asked).content.decode()
    entry = Entry.objects.order_by("-id")[0]
    assert (entry.did, entry.detail, entry.purpose) == (
        "asked for alerts on a document", "0 found", "an exercise at gate 4",
    )  # fmt: skip
    assert not [file for file, data in _bytes_below(ground) if b"qzx770042" in data]
    assert "Say what the search is for" in client.post("/counter/", asked | {"purpose": " "}).content.decode()
    assert "Give the whole number" in client.post("/counter/", asked | {"document": "Q7"}).content.decode()


def corrected(cause: str, words: str) -> None:
    """The alert that was given last is corrected by an officer of its authority."""
    from lintas.console.asking import ask

    def job(node: Node) -> None:
        (alert,) = (each for dossier in node.store.dossiers()[-1:] for each in islice(node.store.acts(dossier), 1))
        token = appoint(node, cause, (AUTHOR,)).token
        officer = sign_in(node, cause, token, AUTHOR)
        correct(node, alert.dossier, CorrectionOrder((alert.id,), cause, words, (officer,)))

    ask(job)


def test_an_alert_that_was_corrected_is_found_with_the_correction_or_not_at_all(stage: Stage) -> None:
    author, approver = stage.officer("officer"), stage.officer("approver")
    client, second = stage.browser(author), stage.browser(approver)
    said = {
        "offence_name": "theft", "offence_band": "1 year or more", "measure": "second check", "basis": "b",
        "documents-0": "QZX-78 0042", "review_on": until(10), "until": until(20),
    }  # fmt: skip
    begun = draft(client, "/open/border_alert/alert/", {"to_watching": [THEIRS]}, said)
    approved(client, begun, second, approver)
    asked = {"document": "qzx780042", "purpose": "an exercise at gate 4"}
    assert "Corrected later" not in client.post("/counter/", asked).content.decode()
    corrected("error", "the band is <2 years>")
    page = client.post("/counter/", asked).content.decode()
    assert "Corrected later: read both." in page
    assert "the band is &lt;2 years&gt;" in page
    corrected("withdrawn", "nobody looks for it any more")
    assert "No alert that you may see names this document." in client.post("/counter/", asked).content.decode()


def test_a_picture_is_read_where_the_reader_is_installed(counter: Client) -> None:
    def sent(pixels: bytes, width: int, height: int) -> object:
        answer = counter.post(
            f"/counter/picture/?width={width}&height={height}", pixels, content_type="application/octet-stream"
        )
        return answer.status_code, answer.json()

    assert sent(b"\xff" * 100, 10, 10)[0] == 409  # type: ignore[index]
    assert sent(b"\xff" * 99, 10, 10)[0] == 409  # type: ignore[index]
    assert sent(b"\xff", PIXELS_MAX, 2)[0] == 409  # type: ignore[index]
    if not reads_pictures():
        pytest.skip("zxing-cpp is not installed (extra `counter`)")
    from tests.interop.travel.pictures import drawn

    code = health(BY)
    assert sent(*drawn(code)) == (200, {"text": code})


def test_who_works_at_no_counter_has_none(stage: Stage) -> None:
    for role in ("minister", "operator", "auditor", "approver", "analyst"):
        client = stage.browser(stage.officer(role))
        assert client.get("/counter/").status_code == client.post("/counter/picture/").status_code == 404
