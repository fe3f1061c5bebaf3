"""Files at the desk: the answer to each part, errors that are met beside the node, and who may have what."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from lintas.compose import commands, desk
from lintas.compose.desk import DeskError
from lintas.node.aside import Aside, at_once
from lintas.node.desk import appoint
from lintas.node.state import Node
from lintas.store.chunks import MemoryChunks
from lintas.wire.identifiers import show
from lintas.wire.limits import MIB
from tests.node.hostile import federation, shared
from tests.node.test_scans import Scanner

DATA = bytes(range(251)) * 20_000


class Desk:
    """An officer at a node with a dossier that bb reads too."""

    def __init__(self) -> None:
        self.fed = federation()
        self.dossier = shared(self.fed)
        self.by = {code: self.signed(node) for code, node in self.fed.nodes.items()}

    def signed(self, node: Node, name: str = "one") -> dict[str, str]:
        return {"name": name, "token": appoint(node, name, ("author",)).token}

    def ask(self, command: str, code: str = "aa-ca", **args: Any) -> Any:
        """As the node's socket answers."""
        node = self.fed.nodes[code]
        given = {"as": self.by[code], "dossier": show(self.dossier)} | args
        answer = at_once(node, commands.answer(node, desk.write_request(command, given)))
        node.commit()
        return desk.read_answer(answer)

    def hand_in(self) -> str:
        said: dict[str, Any] = {
            "name": "a.bin",
            "media": "text/plain",
            "bytes": len(DATA),
            "sha256": hashlib.sha256(DATA).digest(),
        }
        begun = self.ask("upload begin", **said)
        assert (begun["here"], begun["chunks"]) == (0, 5)
        for at in (0, 4):
            data = DATA[at * MIB : (at + 4) * MIB]
            assert self.ask("upload part", upload=begun["upload"], at=at, data=data) == min(5, at + 4)
        return str(self.ask("upload finish", upload=begun["upload"])["upload"])

    def send(self) -> str:
        """The file in an act for bb; what it is called there."""
        fields = {"question": "Whose?", "urgency": "urgent", "purpose": "x", "offence": "fraud; 4 years or more"}
        self.ask("act", verb="ask", audience="bb-ca", to={"asked": ["bb-ca"]},
                 fields=fields | {"files": [{"upload": self.hand_in()}]})  # fmt: skip
        self.fed.settle()
        (listed,) = self.ask("files", "bb-ca")
        return str(listed["file"])


@pytest.fixture
def at() -> Desk:
    return Desk()


def test_a_file_goes_in_and_comes_out_in_parts(at: Desk) -> None:
    file = at.send()
    parts = [at.ask("file part", "bb-ca", file=file, at=place) for place in (0, 4)]
    assert b"".join(parts) == DATA
    assert at.ask("file part", "bb-ca", file=file, at=3) == DATA[3 * MIB :]


def test_an_error_beside_the_node_is_an_answer_too(at: Desk) -> None:
    file = at.send()
    at.fed.nodes["bb-ca"].chunks = MemoryChunks()
    with pytest.raises(DeskError) as caught:
        at.ask("file part", "bb-ca", file=file, at=0)
    assert caught.value.error == "NoSuchChunk"


def test_long_work_is_left_beside_the_node(at: Desk) -> None:
    node, file = at.fed.nodes["bb-ca"], at.send()
    given = {"as": at.by["bb-ca"], "dossier": show(at.dossier), "file": file, "at": 0}
    assert isinstance(commands.answer(node, desk.write_request("file part", given)), Aside)


@pytest.mark.parametrize("file", ["", "x/0", "00/0", "{act}/1", "{act}/-1", "{act}/x", "{act}"])
def test_what_is_no_file_is_told(at: Desk, file: str) -> None:
    act = at.send().partition("/")[0]
    with pytest.raises(DeskError) as caught:
        at.ask("file part", "bb-ca", file=file.format(act=act), at=0)
    assert caught.value.error == "NoSuchFile"


def test_a_party_that_is_no_reader_and_one_who_is_not_signed_in_get_nothing(at: Desk) -> None:
    file = at.send()
    assert at.ask("files", "cc-ca") == []
    with pytest.raises(DeskError) as caught:
        at.ask("file part", "cc-ca", file=file, at=0)
    assert caught.value.error == "NoSuchFile"
    wrong = {"name": "one", "token": "wrong"}
    said = {"name": "a", "media": "text/plain", "bytes": 1, "sha256": bytes(32), "upload": "00", "at": 0, "data": b"x"}
    for command in ("files", "file part", "upload begin", "upload part", "upload finish"):
        with pytest.raises(DeskError) as caught:
            at.ask(command, "bb-ca", file=file, **said | {"as": wrong})
        assert caught.value.error == "NotSignedIn", command


def test_a_file_is_a_file_of_its_own_dossier_only(at: Desk) -> None:
    file, other = at.send(), shared(at.fed)
    with pytest.raises(DeskError) as caught:
        at.ask("file part", "bb-ca", file=file, at=0, dossier=show(other))
    assert caught.value.error == "NoSuchFile"


def test_a_file_that_is_not_clean_is_handed_over_to_who_says_why_and_that_is_listed(at: Desk) -> None:
    file = at.send()
    at.fed.nodes["bb-ca"].scanner = Scanner("infected")
    with pytest.raises(DeskError) as caught:
        at.ask("file part", "bb-ca", file=file, at=0)
    assert caught.value.error == "NotClean"
    assert at.ask("file part", "bb-ca", file=file, at=0, despite="the sample of the case")
    (listed,) = at.ask("files", "bb-ca")
    assert (listed["scan"], listed["despite"]) == ("infected", ["one"])
