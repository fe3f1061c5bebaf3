"""Outside an exercise: nobody works by a password alone, and what binds the authority wants a touch for itself."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from lintas.compose import folder as folders
from lintas.dossier.authority import write_genesis
from lintas.dossier.passkeys import Assertion
from lintas.node import enrol
from lintas.node.plain_data import find_dossier
from lintas.node.show import show as dossier_as_shown
from lintas.wire.identifiers import show
from tests.compose.served import make
from tests.console.stage import CODES, HOST, ORIGIN, THEIRS, Stage, draft, nonce_on, seal, staged
from tools.vectors.authenticator import Authenticator

pytestmark = pytest.mark.processes

THIRD = "cc-ca"
EXCHANGE = {"purpose": "to learn who answers", "basis": "an agreement between agencies"}


@pytest.fixture
def earnest(ground: Path, tmp_path: Path) -> Iterator[Stage]:
    """The stage over a federation that is no exercise, in which a third authority's node is not running."""
    genesis = write_genesis(make(tmp_path, (*CODES, THIRD)), exercise=False)
    for code in (*CODES, THIRD):
        folders.adopt(tmp_path / code, genesis)
    with staged(tmp_path) as made:
        yield made


def _worker(stage: Stage, *roles: str) -> tuple[Client, Authenticator]:
    """Somebody with a second factor, and a passkey in the certificate."""
    from allauth.mfa.models import Authenticator as Factor

    officer = stage.officer(*roles)
    Factor.objects.create(user=officer, type=Factor.Type.TOTP, data={"secret": "x"})
    key = Authenticator(officer.name.encode().ljust(32, b"."), site=HOST)
    stage.ours.worker.do(lambda node: enrol.enrol(node, officer.name, key.passkey(origins=(ORIGIN,))))
    return stage.browser(officer), key


def _touched(client: Client, address: str, nonce: str, key: Authenticator) -> str:
    """What a browser sends when the passkey was touched for what a page shows."""
    options = client.post(address, {"nonce": nonce}).json()["publicKey"]
    assert options["userVerification"] == "required"
    challenge = base64.urlsafe_b64decode(options["challenge"] + "=")
    return _as_json(key, key.touch(challenge, origin=ORIGIN))


def _as_json(key: Authenticator, touch: Assertion) -> str:
    def text(data: bytes) -> str:
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    response = {"authenticatorData": touch.authenticator_data, "clientDataJSON": touch.client_data}
    said = {name: text(value) for name, value in (response | {"signature": touch.signature}).items()}
    return json.dumps({"rawId": text(key.credential), "response": said})


def test_without_a_second_factor_there_is_one_page(earnest: Stage) -> None:
    client = earnest.browser(earnest.officer("officer", "operator", "auditor"))
    for path in ("/", "/open/", "/node/", "/trail/", "/search/"):
        assert client.get(path).url == "/accounts/2fa/", path  # type: ignore[attr-defined]
    assert client.get("/accounts/2fa/").status_code == 200


def test_what_binds_is_sealed_by_a_touch_and_by_nothing_less(earnest: Stage) -> None:
    client, key = _worker(earnest, "officer")
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, EXCHANGE)
    refused = seal(client, address)
    assert refused.url == f"{address}check/"
    assert "No passkey was touched" in client.get(refused.url).content.decode()
    nonce = nonce_on(client, f"{address}check/")
    touched = _touched(client, f"{address}challenge/", nonce, key)
    done = client.post(f"{address}check/", {"nonce": nonce, "assertion": touched})
    assert done.url.startswith("/dossiers/"), client.get(done.url).content.decode()  # type: ignore[attr-defined]


def test_a_touch_for_one_draft_does_not_seal_another(earnest: Stage) -> None:
    client, key = _worker(earnest, "officer")
    one, other = (draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, EXCHANGE) for _ in range(2))
    touched = _touched(client, f"{one}challenge/", nonce_on(client, f"{one}check/"), key)
    answer = client.post(
        f"{other}check/", {"nonce": nonce_on(client, f"{other}check/"), "assertion": touched}, follow=True
    )
    assert "touched for something else" in answer.content.decode()


def test_nobody_is_given_the_challenge_of_another(earnest: Stage) -> None:
    client, _ = _worker(earnest, "officer")
    stranger, _ = _worker(earnest, "officer", "approver")
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, EXCHANGE)
    nonce = nonce_on(client, f"{address}check/")
    assert stranger.post(f"{address}challenge/", {"nonce": nonce}).status_code == 404
    assert client.post(f"{address}challenge/", {"nonce": "00"}).status_code == 409


def test_one_touch_begins_a_shift_and_the_shift_answers_at_the_duty_desk(earnest: Stage) -> None:
    client, key = _worker(earnest, "duty")
    options = client.post("/shift/challenge/").json()["publicKey"]
    touch = key.touch(base64.urlsafe_b64decode(options["challenge"] + "="), origin=ORIGIN)
    assert client.post("/shift/", {"assertion": _as_json(key, touch)}).status_code == 302
    assert "Your shift lasts until" in client.get("/shift/").content.decode()
    line = draft(client, "/open/hotline/open%20the%20line/", {"to_end": [THEIRS]}, {"terms": "t", "languages": "e"})
    nonce = nonce_on(client, f"{line}check/")
    touched = _touched(client, f"{line}challenge/", nonce, key)
    opened = client.post(f"{line}check/", {"nonce": nonce, "assertion": touched}).url  # type: ignore[attr-defined]
    page = client.get(opened).content.decode()
    assert "test the line" in page.lower()
    test = draft(client, f"{opened}do/dossier/test%20the%20line/", {"to_called": [THEIRS], "audience": [THEIRS]}, {})
    assert "Your shift answers for this" in client.get(f"{test}check/").content.decode()
    assert seal(client, test).url == opened
    say, said = f"{opened}say/dossier/say/", {"urgency": "now", "text": "at once", "to": THEIRS}
    assert client.post(say, said).url == opened  # type: ignore[attr-defined]
    client.post("/shift/", {"does": "end"})
    assert "You are on no shift" in client.get("/shift/").content.decode()
    asked = client.post(say, said | {"text": "not at once"})
    assert asked.url.endswith("/check/")  # type: ignore[attr-defined]
    page = client.get(asked.url).content.decode()  # type: ignore[attr-defined]
    assert "Your passkey is touched for exactly this" in page
    assert "not at once" in page
    spoken = client.get(opened).content.decode().split("data-autosave")[0]
    assert "at once" in spoken
    assert "not at once" not in spoken


def test_who_must_set_one_up_first_is_told_so_and_led_nowhere_else(earnest: Stage) -> None:
    client = earnest.browser(earnest.officer("officer"))
    for path in ("/accounts/2fa/", "/accounts/me/"):
        page = client.get(path).content.decode()
        assert "One step before you can work here" in page, path
        assert "data-live" not in page, path
        assert 'href="/open/"' not in page, path
    worker, _ = _worker(earnest, "officer")
    page = worker.get("/accounts/2fa/").content.decode()
    assert "One step before you can work here" not in page
    assert "data-live" in page


def test_what_wants_a_touch_cannot_be_pressed_before_its_script_is_there(earnest: Stage) -> None:
    client, _ = _worker(earnest, "officer", "duty")
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, EXCHANGE)
    assert "<button disabled data-touch>Seal and send" in client.get(f"{address}check/").content.decode()
    assert "<button disabled data-touch>Begin a shift" in client.get("/shift/").content.decode()


def _said_twice(client: Client, key: Authenticator) -> tuple[str, list[str]]:
    """A line that an officer of ours opened to them, and our acts there that could be recalled, the newest first."""
    line = draft(
        client, "/open/hotline/open%20the%20line/", {"to_end": [THEIRS, THIRD]}, {"terms": "t", "languages": "e"}
    )
    dossier = client.post(f"{line}check/", _answer(client, line, "check", key)).url  # type: ignore[attr-defined]
    test = draft(client, f"{dossier}do/dossier/test%20the%20line/", {"to_called": [THEIRS], "audience": [THEIRS]}, {})
    client.post(f"{test}check/", _answer(client, test, "check", key))
    page = client.get(f"{dossier}recall/").content.decode()
    return dossier, re.findall(r'name="acts" id="[^"]+" value="(\w+)"', page)


def _answer(client: Client, address: str, page: str, key: Authenticator) -> dict[str, str]:
    nonce = nonce_on(client, f"{address}{page}/")
    return {"nonce": nonce, "assertion": _touched(client, f"{address}challenge/", nonce, key)}


def test_a_recall_is_made_by_a_touch_for_the_acts_that_it_names(earnest: Stage) -> None:
    client, key = _worker(earnest, "officer")
    dossier, acts = _said_twice(client, key)
    assert len(acts) == 2
    why = {"because": "the name is another's"}
    assert "field is required" in client.post(f"{dossier}recall/", why).content.decode()
    one, other = (
        client.post(f"{dossier}recall/", why | {"acts": [act]}).url.removesuffix("taking/")  # type: ignore[attr-defined]
        for act in acts
    )
    assert client.get(one).url == f"{one}taking/"  # type: ignore[attr-defined]
    foreign = _answer(client, other, "taking", key) | {"nonce": nonce_on(client, f"{one}taking/")}
    refused = client.post(f"{one}taking/", foreign, follow=True)
    assert "touched for something else" in refused.content.decode()
    assert client.post(f"{one}taking/", _answer(client, one, "taking", key)).url == dossier  # type: ignore[attr-defined]
    again = client.post(f"{dossier}recall/", why | {"acts": [acts[0]]})
    assert again.status_code == 422, "what was recalled is not offered, and not taken"
    recalled = earnest.ours.worker.do(lambda node: {show(act) for act in node.recalls.gone})
    assert recalled == {acts[0]}
    assert "Recalled by its author." in client.get(dossier).content.decode()
    name = dossier.removeprefix("/dossiers/").strip("/")
    timeline = earnest.ours.worker.do(lambda node: dossier_as_shown(node, find_dossier(node, name)).acts)
    (made,) = (act for act in timeline if act.form == "erase")
    assert list(made.officers.values()) == ["author, by touching a passkey"]


def test_a_release_is_made_by_a_touch_and_only_what_somebody_lacks_is_offered(earnest: Stage) -> None:
    client, key = _worker(earnest, "officer")
    dossier, acts = _said_twice(client, key)
    offered = client.get(f"{dossier}release/").content.decode()
    assert [act in offered for act in acts] == [True, False]
    said = {"acts": [acts[0]], "audience": [THIRD]}
    one = client.post(f"{dossier}release/", said).url.removesuffix("taking/")  # type: ignore[attr-defined]
    assert client.post(f"{one}taking/", _answer(client, one, "taking", key)).url == dossier  # type: ignore[attr-defined]
    assert "There is nothing here that could be." in client.get(f"{dossier}release/").content.decode()


def test_what_two_answered_for_is_recalled_by_two(earnest: Stage) -> None:
    client, key = _worker(earnest, "officer")
    approver, second = _worker(earnest, "officer", "approver")
    dossier, _ = _said_twice(client, key)
    closing = draft(client, f"{dossier}do/dossier/close%20our%20end/", {"audience": [THEIRS]}, {"reasons": "over"})
    number = closing.rsplit("/", 2)[1]
    (chosen,) = re.findall(r'<option value="(\d+)"', client.get(f"{closing}check/").content.decode())[:1]
    asked = _answer(client, closing, "check", key) | {"approver": chosen}
    client.post(f"{closing}check/", asked)
    approver.post(f"/approvals/{number}/", _approval(approver, number, second))
    recallable = client.get(f"{dossier}recall/").content.decode()
    closed = re.findall(r'name="acts" id="[^"]+" value="(\w+)"', recallable)[0]
    one = client.post(f"{dossier}recall/", {"acts": [closed], "because": "it was not over"}).url  # type: ignore[attr-defined]
    one, number = one.removesuffix("taking/"), one.rsplit("/", 3)[1]
    client.post(f"{one}taking/", _answer(client, one, "taking", key) | {"approver": chosen})
    assert not earnest.ours.worker.do(lambda node: node.recalls.gone)
    shown = approver.get(f"/approvals/{number}/").content.decode()
    assert "it was not over" in shown
    done = approver.post(f"/approvals/{number}/", _approval(approver, number, second))
    assert done.url == dossier  # type: ignore[attr-defined]
    assert earnest.ours.worker.do(lambda node: {show(act) for act in node.recalls.gone}) == {closed}


def _approval(client: Client, number: str, key: Authenticator) -> dict[str, str]:
    nonce = nonce_on(client, f"/approvals/{number}/")
    touched = _touched(client, f"/drafts/{number}/challenge/", nonce, key)
    return {"does": "approve", "nonce": nonce, "assertion": touched}
