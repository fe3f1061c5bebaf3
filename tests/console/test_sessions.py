"""Sessions end when nobody is there, and what was written stays; logs say where, never what."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.console.stage import Stage

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.processes

HTMX = {"HX-Request": "true"}
WORD = "whispered"


def _age(by: timedelta) -> None:
    """Let every session have been seen so long ago."""
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=20) - by)


@pytest.mark.parametrize(
    ("asks", "keeps"),
    [
        (lambda client: client.get("/", headers=HTMX), False),
        (lambda client: client.post("/", headers=HTMX), True),
        (lambda client: client.get("/"), True),
    ],
    ids=["a part that refreshes itself", "whoever presses something", "a page"],
)
def test_what_keeps_a_session(stage: Stage, asks: Callable[[Client], object], *, keeps: bool) -> None:
    from django.contrib.sessions.models import Session

    client = stage.browser(stage.officer("officer"))
    client.get("/")
    session = client.session
    session["seen_s"] = int(time.time()) - 300
    session.save()
    before = Session.objects.get().expire_date
    asks(client)
    assert (Session.objects.get().expire_date > before) is keeps


def test_a_page_that_stays_is_left_for_the_sign_in_where_somebody_presses_and_not_by_itself(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    _age(timedelta(minutes=21))
    by_itself = client.get("/", headers=HTMX)
    assert (by_itself.status_code, by_itself.content) == (401, b"")
    pressed = client.post("/", headers=HTMX | {"HX-Current-URL": "https://node.example/dossiers/x/"})
    assert pressed.headers["HX-Redirect"] == "/accounts/login/?next=/dossiers/x/"


def test_who_was_away_too_long_signs_in_again_and_finds_the_draft(stage: Stage) -> None:
    officer = stage.officer("officer")
    client = stage.browser(officer)
    address = client.post("/open/exchange/open/").url  # type: ignore[attr-defined]
    client.post(f"{address}section/1/", {"purpose": WORD}, headers={"X-Autosave": "1"})
    _age(timedelta(minutes=21))
    assert client.get(address).status_code == 302
    assert WORD in stage.browser(officer).get(f"{address}section/1/").content.decode()


def test_a_page_that_fails_is_logged_by_its_place_alone(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    from lintas.console.logs import WithoutContent

    logger = logging.getLogger("django.request")
    assert any(isinstance(each, WithoutContent) for each in logger.filters)
    try:
        raise ValueError(WORD)
    except ValueError:
        logger.exception("Internal Server Error: %s", "/drafts/1/")
    assert WORD not in caplog.text
    assert "ValueError at test_sessions.py:" in caplog.text
