"""Training certificates in the console: the organiser writes and withdraws them, and any counter checks them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from lintas.interop.training import keys
from lintas.interop.training.checking import certificate_in, check_training, read_withdrawals
from tests.console.stage import THEIRS, Stage, draft, nonce_on, seal
from tests.interop.training.samples import signed, signer

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.processes

PERSON = "Exercise Participant Nguyễn"
DAYS = {"from_day": "2026-11-16", "to_day": "2026-11-20"}
WISH = "a treaty binds us"
COURSE = {"title": "Tracing", "area": "money laundering", "form": "course", "for_whom": "analysts", "language": "en",
          "place": "online", "names_by": "2026-11-01", **DAYS}  # fmt: skip


class Organiser:
    """An officer with a course, in which one of our own people was certified."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.officer, self.second = stage.officer("officer"), stage.officer("approver")
        self.client, approver = stage.browser(self.officer), stage.browser(self.second)
        begun = draft(self.client, "/open/course/announce/", {"to_state": [THEIRS]}, COURSE)
        self.path = str(seal(self.client, begun).url)
        self._act("dossier", "enrol", {"person": PERSON, "wish": WISH, "office": "FIU"})
        self.item = re.findall(r"/do/(\w{26})/", self.client.get(self.path).content.decode())[0]
        self._act(self.item, "admit%20the%20person", {"text": "welcome"})
        self._act(self.item, "record%20attendance", {"attended": "5", "of": "5"})
        begun = draft(self.client, f"{self.path}do/{self.item}/certify/", {"audience": [THEIRS]},
                      {"person": PERSON, "wish": WISH, "course": "Tracing", "attained": "passed", **DAYS})  # fmt: skip
        assert seal(self.client, begun, approver=self.second.pk).status_code == 302
        waiting = f"/approvals/{begun.strip('/').split('/')[-1]}/"
        answer = approver.post(waiting, {"does": "approve", "nonce": nonce_on(approver, waiting)})
        assert answer.status_code == 302, answer.content.decode()
        self.act = re.findall(r"/certificates/(\w{52})/pdf/", self.page())[0]

    def _act(self, item: str, verb: str, said: dict[str, str]) -> None:
        begun = draft(self.client, f"{self.path}do/{item}/{verb}/", {"audience": [THEIRS]}, said)
        assert seal(self.client, begun).status_code == 302

    def page(self) -> str:
        return self.client.get(f"{self.path}certificates/").content.decode()

    def certificate(self, form: str = "json") -> bytes:
        answer = self.client.get(f"{self.path}certificates/{self.act}/{form}/")
        assert answer.status_code == 200, answer.content.decode()
        return answer.content

    def withdraw(self) -> None:
        begun = self.client.post(f"{self.path}certificates/{self.act}/withdraw/").url  # type: ignore[attr-defined]
        assert self.client.post(f"{begun}section/1/", {"cause": "withdrawn", "text": "an error"}).status_code == 302
        assert seal(self.client, begun).status_code == 302


def checked(client: Client, code: bytes) -> str:
    answer = client.post("/counter/", {"code": code.decode()})
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.content.decode()


def test_a_certificate_is_written_checked_anywhere_and_withdrawn(stage: Stage) -> None:
    from lintas.console.models import Entry

    organiser = Organiser(stage)
    counter = stage.browser(stage.officer("duty"))
    assert PERSON in organiser.page()
    data, paper = organiser.certificate(), organiser.certificate("pdf")
    keys_file = organiser.client.get("/certificates/keys/").content
    ring, now = keys.read(json.loads(keys_file)), datetime.now(UTC)
    for each in (data, certificate_in(paper)):
        assert check_training(each, ring, (), now).holds
    page = checked(counter, data)
    assert "It holds" in page
    assert PERSON in page
    assert "its issuer has not withdrawn it" in page
    assert "Do not rely on it" in checked(counter, data.replace(b"passed", b"honours"))
    assert "No authority of this federation has signed it" in checked(counter, signed(signer(7)))

    organiser.withdraw()
    assert "It no longer stands" in organiser.page()
    assert "Its issuer has withdrawn it" in checked(counter, data)
    listed = organiser.client.get("/certificates/withdrawn/").content
    assert not check_training(data, ring, [read_withdrawals(listed, ring)], datetime.now(UTC)).holds
    assert PERSON not in listed.decode()
    assert organiser.client.get(f"{organiser.path}certificates/{organiser.act}/json/").status_code == 400
    assert organiser.client.post(f"{organiser.path}certificates/{organiser.act}/withdraw/").status_code == 400
    told = "".join(f"{entry.did} {entry.detail}" for entry in Entry.objects.all())
    assert "checked a certificate" in told
    assert PERSON not in told


def test_who_did_not_certify_writes_none_and_who_may_not_look_finds_none(stage: Stage) -> None:
    organiser = Organiser(stage)
    stranger = stage.browser(stage.officer("officer"))
    for path in ("", f"{organiser.act}/json/", f"{organiser.act}/pdf/"):
        assert stranger.get(f"{organiser.path}certificates/{path}").status_code == 404
    assert stranger.post(f"{organiser.path}certificates/{organiser.act}/withdraw/").status_code == 404
    first = re.findall(r"/certificates/(\w{52})/", organiser.page())[0]
    assert organiser.client.get(f"{organiser.path}certificates/{first}/docx/").status_code == 400
    assert organiser.client.get(f"{organiser.path}certificates/aaaa/json/").status_code == 400
    assert "Training certificates" in organiser.client.get(organiser.path).content.decode()
