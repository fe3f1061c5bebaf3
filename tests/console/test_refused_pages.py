"""What the node does not do for a browser is said on a page of ours, in words for whoever pressed something."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.console.stage import HOST, ORIGIN, OURS, Stage

if TYPE_CHECKING:
    from django.test import Client

    from lintas.console.models import Officer

pytestmark = pytest.mark.processes

TOKEN = f"lintas-csrf-{OURS}"
WRITTEN = "The call came at half past three,\nfrom the desk of the province."


def opened_before(stage: Stage, officer: Officer) -> tuple[Client, dict[str, str]]:
    """A browser at which somebody signed in again, and what a page sends that was open before."""
    from django.test import Client

    client = Client(headers={"host": HOST, "origin": ORIGIN}, enforce_csrf_checks=True)
    client.force_login(officer)
    client.get("/accounts/me/")
    token = client.cookies[TOKEN].value
    client.cookies[TOKEN] = token[::-1]
    return client, {"csrfmiddlewaretoken": token, "language": "en", "time_zone": "UTC"}


def test_a_page_from_before_the_last_sign_in_does_nothing_and_gives_back_what_was_written(stage: Stage) -> None:
    officer = stage.officer("officer")
    client, said = opened_before(stage, officer)
    answer = client.post("/accounts/me/", {**said, "shown": WRITTEN, "password": "a secret of words"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "open before the last sign-in" in page
    assert WRITTEN in page
    assert "a secret of words" not in page
    assert "style=" not in page
    said["csrfmiddlewaretoken"] = client.cookies[TOKEN].value
    assert client.post("/accounts/me/", {**said, "shown": "Somchai"}).status_code == 302


def test_what_another_site_sends_is_not_shown(stage: Stage) -> None:
    client, said = opened_before(stage, stage.officer("officer"))
    elsewhere = {"origin": "https://elsewhere.example"}
    answer = client.post("/accounts/me/", {**said, "shown": WRITTEN}, headers=elsewhere)
    assert answer.status_code == 403
    assert WRITTEN not in answer.content.decode()


def test_what_cannot_be_taken_is_said_with_its_reason(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    answer = client.post("/interchange/draft/", {"target": "open\x1fnothing\x1fask"})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "That could not be done" in page
    assert "It was refused: nothing of it was chosen" in page


def test_what_no_page_sends_is_refused_in_the_officers_language(stage: Stage) -> None:
    officer = stage.officer("officer")
    officer.language = "id"
    officer.save()
    answer = stage.browser(officer).post("/accounts/me/", dict.fromkeys(map(str, range(2_000)), "x"))
    assert answer.status_code == 400
    assert '<html lang="id">' in answer.content.decode()
