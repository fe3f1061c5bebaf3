"""Files that a courier carries, over HTTP: who may, what a page says of a file, and the trail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lintas.compose import carrying
from lintas.node import bag
from tests.compose.served import opened
from tests.console.stage import OURS, THEIRS, Stage

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.processes


@pytest.fixture
def apart(stage: Stage) -> Iterator[Stage]:
    """Neither brings the other anything over the line meanwhile."""
    stage.ours.staff.pause(THEIRS)
    stage.theirs.staff.pause(OURS)
    yield stage
    stage.ours.staff.resume(THEIRS)
    stage.theirs.staff.resume(OURS)


def brought(client: Client, data: bytes) -> Any:
    return client.post("/carried/take/", {"file": SimpleUploadedFile("stick.bag", data)}, follow=True)


def numbers(page: str) -> dict[str, str]:
    """The account of a page: each line and its number."""
    return {name: value.strip() for name, value in re.findall(r"<dt>([^<]*)</dt><dd>(\d+)", page)}


@pytest.mark.parametrize("role", ["duty", "operator"])
def test_a_file_goes_there_and_the_answer_comes_back(apart: Stage, role: str) -> None:
    from lintas.console.models import Entry

    done = apart.ours.worker.do(lambda node: opened(node, THEIRS))
    client = apart.browser(apart.officer(role))
    assert THEIRS in client.get("/carried/").content.decode()
    wrote = client.post(f"/carried/{THEIRS}/")
    assert wrote["Content-Disposition"] == f'attachment; filename="EXERCISE-{OURS}-to-{THEIRS}.bag"'
    taken = apart.there(lambda node: bag.take(node, wrote.content))
    assert apart.there(lambda node: node.has(done.dossier))
    apart.there(lambda node: opened(node, OURS))
    back = apart.there(lambda node: bag.answer(node, taken))
    page = brought(client, back).content.decode()
    said = numbers(page)
    assert said["New acts"] == "1"
    assert int(said["Acts of ours that it confirms"]) >= 1
    assert said["Acts of ours that it has not confirmed"] == "0"
    reply = client.get(f"/carried/{THEIRS}/reply/").content
    assert apart.there(lambda node: bag.take(node, reply)).errors == []
    again = numbers(brought(client, back).content.decode())
    assert (again["New acts"], again["Acts of ours that it confirms"]) == ("0", "0")
    did = list(Entry.objects.values_list("did", flat=True))
    assert did == [
        "wrote a sealed file for a courier", "took a sealed file of a courier", "wrote a sealed file for a courier",
        "took a sealed file of a courier",
    ]  # fmt: skip


def test_what_came_otherwise_meanwhile_is_not_counted(apart: Stage) -> None:
    apart.there(lambda node: opened(node, OURS))
    file = apart.there(lambda node: bag.pack(node, node.federation.by_code(OURS).id))
    there = apart.ours.worker.do(lambda node: carrying.take(node, file))
    apart.ours.worker.do(lambda node: opened(node, THEIRS))
    found = apart.ours.worker.do(lambda node: carrying.account(node, there))
    assert (found.acts, len(found.dossiers), found.owed) == (1, 1, 1)


def test_what_is_no_file_for_us_is_refused_and_noted(stage: Stage) -> None:
    from lintas.console.models import Entry

    client = stage.browser(stage.officer("duty"))
    ours = stage.ours.worker.do(lambda node: bag.seal(node, node.federation.by_code(THEIRS).id, []))
    for data in (b"noise", ours):
        assert "no sealed file of a peer for us" in brought(client, data).content.decode()
    assert Entry.objects.filter(did="could not take a sealed file").count() == 2
    assert "no sealed file" in client.post("/carried/take/", {}, follow=True).content.decode()
    assert "No authority here is called nobody" in client.post("/carried/nobody/", follow=True).content.decode()
    assert client.get("/carried/nobody/reply/").status_code == 404
    with pytest.raises(carrying.NotASealedFile):
        stage.ours.worker.do(lambda node: carrying.take(node, b""))


def test_only_duty_officers_and_operators_carry_files(stage: Stage) -> None:
    for role in ("officer", "approver", "analyst", "minister", "auditor"):
        client = stage.browser(stage.officer(role))
        assert client.get("/carried/").status_code == 404
        assert client.post(f"/carried/{THEIRS}/").status_code == 404
        file = SimpleUploadedFile("stick.bag", b"x")
        assert client.post("/carried/take/", {"file": file}).status_code == 404
        assert client.get(f"/carried/{THEIRS}/reply/").status_code == 404
