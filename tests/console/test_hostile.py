"""Whatever a browser sends to a page, it is answered or refused: bad ids, wrong methods, unknown verbs, broken JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.console.asked import program
from tests.console.stage import Stage, draft

pytestmark = pytest.mark.processes

HUGE = "9" * 40
HALF = '"\\ud800"'
NAMES = ("x", "..", "%00", "%2e%2e%2f", HUGE, "-1", "%F0%9F%92%A9", "%ED%A0%80", "a" * 300, "dossier", "1;drop")
EVERY = ("officer", "approver", "duty", "analyst", "operator", "auditor")


def _paths(name: str) -> list[str]:
    return [
        f"/?tab={name}&kind={name}&party={name}&sort={name}&page={name}",
        f"/open/{name}/{name}/",
        f"/open/exchange/{name}/",
        f"/dossiers/{name}/",
        f"/dossiers/{name}/team/",
        f"/dossiers/{name}/notes/",
        f"/dossiers/{name}/do/{name}/{name}/",
        f"/drafts/{name}/",
        f"/drafts/{name}/section/{name}/",
        f"/approvals/{name}/",
        f"/trail/?officer={name}&dossier={name}&page={name}",
        f"/invited/{name}/",
        f"/uploads/?upload={name}&at={name}",
        f"/accounts/tokens/?{name}",
        f"/api/{name}",
        f"/api/1/{name}",
    ]


@pytest.mark.slow
def test_names_of_nothing_are_refused(stage: Stage) -> None:
    client: Any = stage.browser(stage.officer(*EVERY))
    for name, path in ((each, path) for each in NAMES for path in _paths(each)):
        for method in ("GET", "PUT", "BREW"):
            assert client.generic(method, path).status_code < 500, (method, path)
        said = dict.fromkeys(("officer", "does", "text", "end", "language", "approver"), name)
        assert client.post(path, said).status_code < 500, path


def test_an_officer_that_is_none_is_not_found(stage: Stage) -> None:
    dossier, client = stage.opened_by_them(), stage.browser(stage.officer("duty", "operator"))
    for who in ("x", "", HUGE, "1.5", "１", "-1"):
        assert client.post(f"/dossiers/{dossier}/team/", {"officer": who, "does": "add"}).status_code == 404
        assert client.post("/officers/", {"officer": who, "does": "end"}).status_code == 404
        assert client.post("/accounts/tokens/", {"end": who}).status_code == 404


SAID = {"name": "a", "media": "text/plain", "bytes": 1, "sha256": "0" * 64}
BAD_BODIES = (
    b"", b"{", b"[]", b"null", b"1", b'"x"', b"\xff", b"[" * 100_000, b"{}",
    json.dumps(SAID | {"sha256": 1}).encode(), json.dumps(SAID | {"sha256": "zz"}).encode(),
    json.dumps(SAID | {"bytes": None}).encode(), json.dumps(SAID | {"bytes": []}).encode(),
    json.dumps(SAID | {"bytes": -1}).encode(), json.dumps(SAID).replace(": 1,", ": 1e999,").encode(),
    json.dumps(SAID).replace(": 1,", f": {'9' * 5000},").encode(), json.dumps(SAID | {"bytes": 10**30}).encode(),
    json.dumps(SAID).replace('"a"', HALF).encode(), json.dumps(SAID | {"media": "x"}).encode(),
)  # fmt: skip


def test_what_is_no_announcement_of_a_file_is_refused(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    for body in BAD_BODIES:
        answer = client.post("/uploads/", body, content_type="application/json")
        assert answer.status_code in {400, 409}, body[:80]


def test_a_part_of_nothing_is_refused(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    for upload in ("", "x", "../../vault", "%00", "\udcff", HUGE):
        for at in ("0", "-1", HUGE, "x", ""):
            assert client.put(f"/uploads/?upload={upload!a}&at={at}", b"x").status_code in {400, 409}
        answer = client.post(f"/uploads/?upload={upload!a}", b"", content_type="application/json")
        assert answer.status_code in {400, 409}


def test_a_stream_goes_on_from_a_position_that_is_none(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    for position in (HUGE, "-1", "x", "1.5", "", "９"):
        assert client.get("/live", headers={"Last-Event-ID": position}).status_code == 200


def test_a_file_that_is_gone_is_said_on_the_check_page(stage: Stage) -> None:
    from lintas.console.models import Draft

    client = stage.browser(stage.officer("officer"))
    address = client.post("/open/exchange/open/").url  # type: ignore[attr-defined]
    missing: list[dict[str, Any]] = [
        {"upload": "ab" * 32, "name": "a"},
        {"upload": "../x"},
        {"upload": "\x00"},
        {"upload": []},
    ]
    for gone in missing:
        Draft.objects.update(fields={"purpose": gone, "basis": "b"}, to={"member": ["bb-ca"]}, audience=["bb-ca"])
        assert "It cannot be sealed" in client.get(f"{address}check/").content.decode(), gone


def test_a_draft_about_what_is_no_longer_known_is_said_and_kept(stage: Stage) -> None:
    from lintas.console.models import Draft

    client = stage.browser(stage.officer("officer", "approver"))
    address = draft(client, "/open/exchange/open/", {"to_member": ["bb-ca"]}, {"purpose": "p", "basis": "b"})
    Draft.objects.update(verb="sing")
    for page in ("", "whom/", "section/1/", "check/"):
        answer = client.get(address + page)
        assert answer.status_code == 400, page
    assert client.post(f"{address}drop/").status_code == 302


def test_what_cannot_be_sealed_any_more_is_said_to_author_and_approver(stage: Stage) -> None:
    from lintas.console.models import Draft

    author, approver = stage.officer("officer"), stage.officer("approver")
    dossier = stage.opened_by_them()
    stage.browser(stage.officer("duty")).post(f"/dossiers/{dossier}/team/", {"officer": author.pk, "does": "add"})
    client = stage.browser(author)
    made = Draft.objects.create(
        officer=author, dossier=dossier, kind="exchange", verb="close", item="dossier", audience=["bb-ca"]
    )
    address = f"/drafts/{made.pk}/"
    assert "It cannot be sealed" in client.get(f"{address}check/").content.decode()
    assert client.post(f"{address}challenge/", {"nonce": "x"}).status_code == 409
    assert program(stage, author).done("GET", f"/drafts/{made.pk}")["problems"]
    Draft.objects.update(approver=approver, state="waiting")
    assert stage.browser(approver).get(f"/approvals/{made.pk}/").status_code == 200
    sent = stage.browser(approver).post(f"/approvals/{made.pk}/", {"does": "send back", "why": "it is over"})
    assert sent.status_code == 302


BAD_JSON = (
    b"{", b"[" * 100_000, b"\xff", b"[]", b"null", b'"x"', b'{"purpose": "\\ud800"}',
    b'{"purpose": "' + b"x" * 501 + b'"}',
    b'{"fields": {"purpose": "\\ud800"}}', b'{"fields": {"purpose": 1e999}}', b'{"to": {"member": ["\\u0000"]}}',
    b'{"fields": {"purpose": ' + b"[" * 20 + b"]" * 20 + b"}}", b'{"fields": {"purpose": ' + b"9" * 5_000 + b"}}",
)  # fmt: skip


def test_what_a_program_may_not_say_is_refused_and_nothing_is_kept(stage: Stage) -> None:
    api = program(stage, stage.officer("officer"))
    made = api.done("POST", "/drafts", {"kind": "exchange", "verb": "open"})
    for body in BAD_JSON:
        assert api.ask("PATCH", f"/drafts/{made['draft']}", body).status_code in {400, 422}, body[:80]
    assert api.done("GET", f"/drafts/{made['draft']}") == made
    too_big = api.ask("PATCH", f"/drafts/{made['draft']}", b" " * (4 * 1024 * 1024 + 1))
    assert (too_big.status_code, too_big.json()["error"]) == (413, "TooLarge")
