"""An officer carries a matter from an empty form to a sealed act on the other side, by the pages alone."""

from __future__ import annotations

import pytest

from lintas.wire.identifiers import read as read_id
from tests.console.stage import THEIRS, Stage, draft, nonce_on, seal

pytestmark = pytest.mark.processes

EXCHANGE = {"purpose": "to learn who answers", "basis": "an agreement between agencies"}


def _opened(stage: Stage) -> tuple[str, object]:
    officer = stage.officer("officer")
    client = stage.browser(officer)
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, EXCHANGE)
    page = client.get(f"{address}check/").content.decode()
    assert "all of it" in page
    assert EXCHANGE["purpose"] in page
    sealed = seal(client, address)
    assert sealed.status_code == 302, sealed.content.decode()
    return str(sealed.url), client


def test_a_dossier_opened_on_the_page_is_at_the_other_node(stage: Stage) -> None:
    address, client = _opened(stage)
    dossier = address.strip("/").split("/")[-1]
    stage.until(lambda: read_id(dossier, 16) in stage.there(lambda node: node.store.dossiers()))
    assert EXCHANGE["purpose"] in client.get(address).content.decode()  # type: ignore[attr-defined]


def test_what_is_missing_is_said_and_nothing_is_sealed(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, {"purpose": "half of it"})
    page = seal(client, address)
    assert page.status_code == 422
    assert "It cannot be sealed yet" in page.content.decode()
    assert "half of it" in client.get(f"{address}section/1/").content.decode()


def test_a_draft_is_kept_while_it_is_written(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    address = client.post("/open/exchange/open/").url  # type: ignore[attr-defined]
    kept = client.post(f"{address}section/1/", {"purpose": "half a sen"}, headers={"X-Autosave": "1"})
    assert kept.status_code == 204
    assert "half a sen" in client.get(f"{address}section/1/").content.decode()


def test_what_binds_needs_a_second_person(stage: Stage) -> None:
    author, approver, other = stage.officer("officer"), stage.officer("approver"), stage.officer("approver")
    terms = {"terms": "those adopted", "languages": "English"}
    line = draft(stage.browser(author), "/open/hotline/open%20the%20line/", {"to_end": [THEIRS]}, terms)
    opened = seal(stage.browser(author), line).url
    closing = draft(
        stage.browser(author),
        f"{opened}do/dossier/close%20our%20end/",
        {"audience": [THEIRS]},
        {"reasons": "it is over"},
    )
    page = stage.browser(author).get(f"{closing}check/").content.decode()
    assert str(author) not in page.split('id="approver"')[1].split("</select>")[0]
    asked = seal(stage.browser(author), closing, approver=approver.pk)
    assert asked.status_code == 302
    number = closing.strip("/").split("/")[-1]
    assert stage.browser(other).get(f"/approvals/{number}/").status_code == 404
    assert stage.browser(author).get(f"/approvals/{number}/").status_code == 404
    assert "it is over" in stage.browser(approver).get(f"/approvals/{number}/").content.decode()
    assert (
        stage.browser(approver)
        .post(
            f"/approvals/{number}/",
            {"does": "approve", "nonce": nonce_on(stage.browser(approver), f"/approvals/{number}/")},
        )
        .status_code
        == 302
    )
    assert "close our end" in stage.browser(author).get(opened).content.decode()


def test_an_author_does_not_approve_alone(stage: Stage) -> None:
    both = stage.officer("officer", "approver")
    client = stage.browser(both)
    line = draft(
        client, "/open/hotline/open%20the%20line/", {"to_end": [THEIRS]}, {"terms": "t", "languages": "English"}
    )
    opened = seal(client, line).url
    closing = draft(client, f"{opened}do/dossier/close%20our%20end/", {"audience": [THEIRS]}, {"reasons": "over"})
    assert seal(client, closing, approver=both.pk).status_code == 422
    assert "Nothing waits for your approval" in client.get("/approvals/").content.decode()


def test_what_another_tab_changed_is_not_sealed(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, EXCHANGE)
    shown = nonce_on(client, f"{address}check/")
    client.post(f"{address}section/1/", EXCHANGE | {"purpose": "something else"})
    answer = client.post(f"{address}check/", {"nonce": shown}, follow=True).content.decode()
    assert "was changed since it was shown" in answer
    assert seal(client, address).url.startswith("/dossiers/")


def test_one_draft_is_sealed_once(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, EXCHANGE)
    shown = nonce_on(client, f"{address}check/")
    assert client.post(f"{address}check/", {"nonce": shown}).url.startswith("/dossiers/")  # type: ignore[attr-defined]
    assert client.post(f"{address}check/", {"nonce": shown}).status_code == 404


def test_a_section_that_was_looked_at_and_may_be_left_empty_is_done(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    line = draft(client, "/open/hotline/open%20the%20line/", {"to_end": [THEIRS]}, {})
    assert "information missing" in client.get(line).content.decode()
    client.post(f"{line}section/1/", {"terms": "those adopted", "languages": "English"})
    opened = seal(client, line).url
    call = client.post(f"{opened}do/dossier/test%20the%20line/").url  # type: ignore[attr-defined]
    client.post(f"{call}section/1/", {})
    assert "information missing" not in client.get(call).content.decode()
