"""Taking a file out through the console: whole, from where it stopped, and only by those who may."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from lintas.node.ports import Scan
from lintas.node.state import Node
from lintas.wire.identifiers import read as read_id
from lintas.wire.limits import MIB
from tests.console.stage import THEIRS, Stage, draft, seal

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.test import Client

pytestmark = pytest.mark.processes

DATA = bytes(range(256)) * (5 * MIB // 256) + b"the end"
"""More than is asked of the node at once."""
NAME = "Ảnh 1.bin"
SAFE = "Ảnh_1.bin"


def body(response: Any) -> bytes:
    """What a browser gets of a streamed answer."""

    async def read() -> bytes:
        return b"".join([part async for part in response.streaming_content])

    # On a thread of its own: a browser in another test has the loop of this one.
    with ThreadPoolExecutor(1) as pool:
        whole = pool.submit(lambda: asyncio.run(read())).result()
    response.close()
    return whole


@dataclass
class Sent:
    """A line on which we sent a file."""

    stage: Stage
    client: Client
    dossier: str

    @property
    def path(self) -> str:
        from lintas.node.show import show

        shown = self.stage.ours.worker.do(lambda node: show(node, read_id(self.dossier, 16)))
        act = next(act for act in shown.acts if act.verb == "say")
        return f"/dossiers/{self.dossier}/files/{act.id.hex()}/0/"

    def get(self, **headers: str) -> HttpResponse:
        return self.client.get(self.path, headers=headers)  # type: ignore[return-value]


@pytest.fixture
def sent(stage: Stage) -> Sent:
    client = stage.browser(stage.officer("duty"))
    begun = draft(client, "/open/hotline/open%20the%20line/", {"to_end": [THEIRS]}, {"terms": "t", "languages": "l"})
    path = str(seal(client, begun).url)
    said = {
        "urgency": "today", "text": "a picture", "to": THEIRS, "files": f"{handed_in(client)} {NAME}",
    }  # fmt: skip
    answer = client.post(f"{path}say/dossier/say/", said)
    assert answer.status_code == 302, answer.content.decode()
    return Sent(stage, client, path.strip("/").split("/")[-1])


def handed_in(client: Client, data: bytes = DATA, name: str = NAME, media: str = "application/octet-stream") -> str:
    said = {"name": name, "media": media, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    upload: str = client.post("/uploads/", json.dumps(said), content_type="application/json").json()["upload"]
    for at in range(0, -(-len(data) // MIB), 3):
        part = data[at * MIB : (at + 3) * MIB]
        client.put(f"/uploads/?upload={upload}&at={at}", part, content_type="application/octet-stream")
    assert client.post(f"/uploads/?upload={upload}").status_code == 200
    return upload


def test_a_file_is_listed_and_taken_out_whole(sent: Sent) -> None:
    page = sent.client.get(f"/dossiers/{sent.dossier}/files/").content.decode()
    assert NAME in page
    assert hashlib.sha256(DATA).hexdigest() in page
    answer = sent.get()
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E1%BA%A2nh_1.bin")
    assert answer["Content-Type"] == "application/octet-stream"
    assert int(answer["Content-Length"]) == len(DATA)
    assert body(answer) == DATA
    from lintas.console.models import Entry

    entry = Entry.objects.order_by("-id").first()
    assert entry is not None
    assert (entry.did, entry.dossier) == ("took out a file", sent.dossier)
    assert SAFE in entry.detail


def test_it_goes_on_where_it_stopped(sent: Sent) -> None:
    whole = sent.get()
    for asked, start, end in (
        (f"bytes={5 * MIB - 3}-", 5 * MIB - 3, len(DATA)),
        (f"bytes=7-{MIB + 8}", 7, MIB + 9),
        ("bytes=-4", len(DATA) - 4, len(DATA)),
        (f"bytes=0-{10 * len(DATA)}", 0, len(DATA)),
    ):
        answer = sent.get(Range=asked)
        assert answer.status_code == 206, asked
        assert answer["Content-Range"] == f"bytes {start}-{end - 1}/{len(DATA)}"
        assert body(answer) == DATA[start:end], asked
    of_it = sent.get(Range="bytes=1-2", **{"If-Range": whole["ETag"]})
    assert body(of_it) == DATA[1:3]
    of_another = sent.get(Range="bytes=1-2", **{"If-Range": '"another"'})
    assert of_another.status_code == 200
    assert body(of_another) == DATA
    nothing = sent.get(Range=f"bytes={len(DATA)}-")
    assert nothing.status_code == 416
    assert nothing["Content-Range"] == f"bytes */{len(DATA)}"


def test_what_is_no_file_here_is_not_there(sent: Sent) -> None:
    for path in (sent.path.replace("/0/", "/1/"), f"/dossiers/{sent.dossier}/files/ff/0/"):
        assert sent.client.get(path).status_code == 404


@pytest.fixture
def wary(sent: Sent) -> Iterator[Sent]:
    """The scanner of our node finds something in everything."""

    def scanner(parts: Any) -> Scan:
        for _ in parts:
            pass
        return Scan("infected", "Eicar-Test")

    def use(found: Callable[..., Scan] | None) -> Callable[[Node], None]:
        return lambda node: setattr(node, "scanner", found)

    sent.stage.ours.worker.do(use(scanner))
    yield sent
    sent.stage.ours.worker.do(use(None))


def test_what_the_scanner_objects_to_is_handed_over_for_a_reason_alone(wary: Sent) -> None:
    refused = wary.get()
    assert refused.status_code == 409
    assert "say why" in refused.content.decode()
    answer: Any = wary.client.post(wary.path, {"despite": "it is the evidence"})
    assert body(answer) == DATA
    from lintas.console.models import Entry

    entry = Entry.objects.order_by("-id").first()
    assert entry is not None
    assert entry.purpose == "it is the evidence"
    page = wary.client.get(f"/dossiers/{wary.dossier}/files/").content.decode()
    assert "infected" in page
    assert "handed over all the same" in page


def test_who_may_not_see_the_dossier_gets_no_file(sent: Sent) -> None:
    for role in ("officer", "minister", "operator", "auditor"):
        client = sent.stage.browser(sent.stage.officer(role))
        assert client.get(sent.path).status_code == 404
        assert client.get(f"/dossiers/{sent.dossier}/files/").status_code == 404
