"""What every page tells the browser, and the ways in."""

from __future__ import annotations

import re

import pytest

from tests.console.stage import OURS, Stage

pytestmark = pytest.mark.processes


def test_every_page_forbids_what_this_node_does_not_serve(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer", "operator", "auditor", "approver"))
    for path in ("/", "/open/", "/node/", "/officers/", "/trail/", "/approvals/", "/accounts/2fa/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer["Cache-Control"] == "no-store" or "no-cache" in answer["Cache-Control"]
        page = answer.content.decode()
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page), path
        assert "EXERCISE" in page


def test_an_invitation_opens_once(stage: Stage) -> None:
    from lintas.console.commands import invite
    from lintas.node.aside import at_once

    made = stage.ours.worker.do(lambda node: at_once(node, invite(node, {"name": "newcomer", "roles": ["auditor"]})))
    path = "/" + made["link"].split("/", 3)[3]
    client = stage.browser()
    weak = client.post(path, {"first": "short", "second": "short"})
    assert weak.status_code == 200
    good = "a long enough sentence of words"
    assert client.post(path, {"first": good, "second": good}).status_code == 302
    assert client.get(path).status_code == 404
    signed_in = client.post("/accounts/login/", {"login": "newcomer", "password": good})
    assert signed_in.url == "/trail/"  # type: ignore[attr-defined]


def test_a_command_that_names_no_role_is_refused_with_those_that_there_are(stage: Stage) -> None:
    from lintas.console.commands import invite
    from lintas.console.errors import UnknownConsoleRole

    with pytest.raises(UnknownConsoleRole) as caught:
        stage.ours.worker.do(lambda node: invite(node, {"name": "x", "roles": ["king"]}))
    assert "auditor" in caught.value.roles


def test_the_language_is_kept(stage: Stage) -> None:
    officer = stage.officer("officer")
    client = stage.browser(officer)
    client.post("/language/", {"language": "th"})
    officer.refresh_from_db()
    assert officer.language == "th"
    assert 'lang="th"' in client.get("/").content.decode()
    assert OURS in client.get("/").content.decode()
