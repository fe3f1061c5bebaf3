"""Whoever is asked to approve can open what goes with it, and nobody else can."""

from __future__ import annotations

import pytest

from tests.console.stage import THEIRS, Stage, draft, nonce_on
from tests.console.test_files import DATA, NAME, body, handed_in

pytestmark = pytest.mark.processes

ALERT = {
    "person": "Nobody (invented)", "offence_name": "fraud", "offence_band": "4 years or more", "order": "an order",
    "order_on": "2026-11-02", "to_do": "locate and tell", "extradition": "not yet decided", "until": "2027-05-31",
}  # fmt: skip


def test_an_approver_opens_the_file_before_approving(stage: Stage) -> None:
    author, approver, other = stage.officer("officer"), stage.officer("approver"), stage.officer("approver")
    client = stage.browser(author)
    upload = handed_in(client)
    said = ALERT | {"order_file": f"{upload} {NAME}"}
    begun = draft(client, "/open/pursuit/alert/", {"to_watching": [THEIRS]}, said)
    number = begun.strip("/").split("/")[-1]
    path = f"/approvals/{number}/files/{upload}/"
    assert stage.browser(approver).get(path).status_code == 404
    asked = client.post(f"{begun}check/", {"nonce": nonce_on(client, f"{begun}check/"), "approver": approver.pk})
    assert asked.status_code == 302

    page = stage.browser(approver).get(f"/approvals/{number}/").content.decode()
    assert f'href="{path}"' in page
    assert body(stage.browser(approver).get(path)) == DATA
    assert stage.browser(approver).get(f"/approvals/{number}/files/{'0' * len(upload)}/").status_code == 404
    assert stage.browser(other).get(path).status_code == 404
    assert client.get(path).status_code == 404
    from lintas.console.models import Entry

    assert Entry.objects.filter(did="looked at a file before approving", officer=approver.name).count() == 1


def test_all_that_would_be_sealed_is_on_the_page_word_for_word(stage: Stage) -> None:
    author, approver = stage.officer("officer"), stage.officer("approver")
    client = stage.browser(author)
    words = "a long order. " * 400 + "the last word"
    begun = draft(client, "/open/pursuit/alert/", {"to_watching": [THEIRS]}, ALERT | {"order": words})
    client.post(f"{begun}check/", {"nonce": nonce_on(client, f"{begun}check/"), "approver": approver.pk})
    number = begun.strip("/").split("/")[-1]
    page = stage.browser(approver).get(f"/approvals/{number}/").content.decode()
    assert words in page
    assert "Fugitive pursuit: alert" in page
