"""Sessions end when nobody is there, and what was written stays; logs say where, never what."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

import pytest

from tests.console.stage import Stage

pytestmark = pytest.mark.processes

HTMX = {"HX-Request": "true"}
WORD = "whispered"


def _age(by: timedelta) -> None:
    """Let every session have been seen so long ago."""
    from django.contrib.sessions.models import Session
    from django.utils import timezone

    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=20) - by)


def test_a_refresh_does_not_keep_the_session_and_a_touch_does(stage: Stage) -> None:
    from django.contrib.sessions.models import Session

    client = stage.browser(stage.officer("officer"))
    client.get("/")
    session = client.session
    session["seen_s"] = int(time.time()) - 300
    session.save()
    before = Session.objects.get().expire_date
    client.get("/", headers=HTMX)
    assert Session.objects.get().expire_date == before
    client.post("/", headers=HTMX)
    assert Session.objects.get().expire_date > before, "whoever presses something is there"


def test_a_page_keeps_the_session(stage: Stage) -> None:
    from django.contrib.sessions.models import Session

    client = stage.browser(stage.officer("officer"))
    client.get("/")
    session = client.session
    session["seen_s"] = int(time.time()) - 300
    session.save()
    before = Session.objects.get().expire_date
    client.get("/")
    assert Session.objects.get().expire_date > before


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
