"""Tokens: made on a page and shown once; bound in scope, time and rate; over at once when they are ended."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection

import pytest

from tests.console.asked import Program, program
from tests.console.stage import HOST, PORT, Stage, door

pytestmark = pytest.mark.processes


def test_a_token_is_made_on_the_page_and_shown_once(stage: Stage) -> None:
    from lintas.console.models import Token

    officer = stage.officer("officer")
    client = stage.browser(officer)
    made = client.post("/accounts/tokens/", {"name": "nightly", "scopes": ["read"], "days": "30"}).content.decode()
    secret = re.findall(r'<code id="secret">(\S+)</code>', made)[0]
    again = client.get("/accounts/tokens/").content.decode()
    assert secret not in again
    assert "nightly" in again
    kept = Token.objects.get()
    assert secret not in str(vars(kept))
    assert timedelta(days=29) < kept.expires - datetime.now(UTC) <= timedelta(days=30)
    assert Program(stage, secret).get("/worklist").status_code == 200
    kept.refresh_from_db()
    assert kept.used is not None
    client.post("/accounts/tokens/", {"end": kept.pk})
    assert Program(stage, secret).get("/worklist").status_code == 401


@pytest.mark.parametrize(
    "said", [{"scopes": ["audit"]}, {"scopes": []}, {"days": "366"}, {"days": "0"}, {"name": ""}, {"name": "x" * 61}]
)
def test_a_token_that_no_owner_may_have_is_not_made(stage: Stage, said: dict[str, object]) -> None:
    from lintas.console.models import Token

    client = stage.browser(stage.officer("officer"))
    answer = client.post("/accounts/tokens/", {"name": "n", "scopes": ["read"], "days": "1"} | said)
    assert answer.status_code == 200
    assert "secret" not in answer.content.decode()
    assert not Token.objects.exists()


def test_nobody_ends_anothers_token_and_nobody_has_too_many(stage: Stage) -> None:
    from lintas.console.errors import NoSuchScope, TooManyTokens
    from lintas.console.models import Token
    from lintas.console.tokens import TOKENS_MAX, make

    officer = stage.officer("officer")
    for _ in range(TOKENS_MAX):
        program(stage, officer)
    with pytest.raises(TooManyTokens):
        make(officer, "one more", ["read"], timedelta(days=1))
    with pytest.raises(NoSuchScope):
        make(stage.officer("auditor"), "n", ["read"], timedelta(days=1))
    other = stage.browser(stage.officer("officer"))
    assert other.post("/accounts/tokens/", {"end": Token.objects.all()[0].pk}).status_code == 404


def test_a_token_loses_what_its_owner_loses(stage: Stage) -> None:
    officer = stage.officer("officer")
    api = program(stage, officer)
    assert api.get("/worklist").status_code == 200
    officer.roles = ["auditor"]
    officer.save()
    assert api.get("/worklist").status_code == 404
    assert api.get("/trail").status_code == 403


def test_a_token_that_asks_too_fast_is_told_when_to_ask_again(stage: Stage) -> None:
    from dataclasses import replace

    api = program(stage, stage.officer("officer"))
    other = program(stage, stage.officer("officer"))
    settings = stage.ours.settings
    stage.ours.settings = replace(settings, api_per_min=3)
    answers = [api.get("/kinds") for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 20
    assert answers[-1].json()["error"] == "TooFast"
    assert other.get("/kinds").status_code == 200
    stage.ours.settings = settings


def test_what_was_used_comes_back_with_time() -> None:
    from lintas.console.api.rate import Rate
    from lintas.console.errors import TooFast

    now_s = 0.0
    rate = Rate(lambda: now_s)
    for _ in range(60):
        rate.take(1, 60)
    with pytest.raises(TooFast) as caught:
        rate.take(1, 60)
    assert caught.value.wait_s == 1
    now_s = 1.0
    rate.take(1, 60)
    with pytest.raises(TooFast):
        rate.take(1, 60)


def test_the_stream_brings_what_is_new_and_ends_with_the_token(stage: Stage) -> None:
    from lintas.console.live.hub import hub
    from lintas.console.models import Token

    secret, dossier = program(stage, stage.officer("duty")).secret, stage.opened_by_them()
    with door():
        line = HTTPConnection("127.0.0.1", PORT, timeout=20)
        line.request("GET", "/api/1/stream?after=-1", headers={"Host": HOST, "Authorization": f"Bearer {secret}"})
        answer = line.getresponse()
        assert answer.status == 200
        assert answer.getheader("Content-Type") == "text/event-stream"
        said = b""
        while b"quiet" not in said:
            said += answer.readline()
        assert dossier.encode() in said
        Token.objects.all().delete()
        hub.ring()
        answer.read()
        line.close()
