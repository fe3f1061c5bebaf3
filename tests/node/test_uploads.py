"""Files handed in part by part: what was confirmed stays, what was cut off goes on, what is wrong is refused."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from lintas.crypto.manifest import file_id
from lintas.node import uploads
from lintas.node.aside import at_once
from lintas.node.files import DamagedFile, read_file
from lintas.node.obey import obey
from lintas.node.scans import NotClean
from lintas.node.state import Node
from lintas.node.uploads import BadUpload, NoSuchUpload, NotWhole, Upload, WrongPart
from lintas.wire.limits import MIB
from tests.node.hostile import federation, shared
from tests.node.recalling import taken_back
from tests.node.test_chunks import QUESTION
from tests.node.test_scans import Scanner
from tests.support.federation import Federation3

DATA = bytes(range(251)) * 10_000
DAY_MS = 24 * 60 * 60 * 1000


@pytest.fixture
def fed() -> Federation3:
    return federation("aa-ca", "bb-ca")


def said(data: bytes = DATA, **other: Any) -> dict[str, Any]:
    digest = hashlib.sha256(data).digest()
    return {"name": "a.bin", "media": "application/octet-stream", "bytes": len(data), "sha256": digest} | other


def append(node: Node, upload: Upload, at: int, data: bytes, officer: str = "one") -> int:
    count = at_once(node, uploads.append(node, officer, upload.file.hex(), at, data))
    assert isinstance(count, int)
    return count


def handed_in(node: Node, data: bytes = DATA, despite: str = "") -> Upload:
    upload, at = uploads.begin(node, "one", said(data)), 0
    while at < max(1, -(-len(data) // MIB)):
        at = append(node, upload, at, data[at * MIB : (at + 2) * MIB])
    found = at_once(node, uploads.finish(node, "one", upload.file.hex(), despite))
    assert isinstance(found, Upload)
    return found


@pytest.mark.parametrize("data", [b"", b"x", bytes(MIB), DATA])
def test_what_was_handed_in_is_what_an_act_sends(fed: Federation3, data: bytes) -> None:
    node = fed.nodes["aa-ca"]
    upload = handed_in(node, data)
    value = uploads.named(node, "one", upload.file.hex())
    assert b"".join(read_file(node.chunks, value)) == data
    assert uploads.finish(node, "one", upload.file.hex()) == upload, "again is no error"


def test_it_goes_on_where_it_was_after_a_restart(fed: Federation3) -> None:
    node = fed.nodes["aa-ca"]
    upload = uploads.begin(node, "one", said())
    assert append(node, upload, 0, DATA[:MIB]) == 1
    half_done = uploads.append(node, "one", upload.file.hex(), 1, DATA[MIB:])
    half_done.work()
    node = fed.restart("aa-ca")
    again = uploads.begin(node, "one", said())
    assert (again.file, again.count) == (upload.file, 1), "what was not confirmed is handed in again"
    assert append(node, again, 1, DATA[MIB:]) == 3
    assert at_once(node, uploads.finish(node, "one", again.file.hex()))
    assert b"".join(read_file(node.chunks, uploads.named(node, "one", again.file.hex()))) == DATA


def test_a_part_that_comes_twice_counts_once(fed: Federation3) -> None:
    node = fed.nodes["aa-ca"]
    upload = uploads.begin(node, "one", said())
    twice = [uploads.append(node, "one", upload.file.hex(), 0, DATA[:MIB]) for _ in range(2)]
    assert [at_once(node, each) for each in twice] == [1, 1]
    assert append(node, upload, 0, DATA[:MIB]) == 1
    longer = uploads.append(node, "one", upload.file.hex(), 1, DATA[MIB:])
    shorter = uploads.append(node, "one", upload.file.hex(), 1, DATA[MIB : 2 * MIB])
    assert [at_once(node, each) for each in (longer, shorter)] == [3, 3], "what was confirmed stays"


def test_other_officers_files_are_none_of_ours(fed: Federation3) -> None:
    node = fed.nodes["aa-ca"]
    upload = handed_in(node)
    assert uploads.begin(node, "two", said()).file != upload.file
    for ask in (uploads.named, uploads.finish):
        with pytest.raises(NoSuchUpload):
            ask(node, "two", upload.file.hex())
    with pytest.raises(NoSuchUpload):
        append(node, upload, 0, DATA[:MIB], "two")


@pytest.mark.parametrize(
    ("at", "data"),
    [(1, DATA[MIB:]), (0, DATA[: MIB - 1]), (0, b""), (0, DATA + b"x"), (0, DATA[:-1]), (3, b"")],
)
def test_a_part_at_a_wrong_place_or_of_a_wrong_size_is_refused(fed: Federation3, at: int, data: bytes) -> None:
    node = fed.nodes["aa-ca"]
    upload = uploads.begin(node, "one", said())
    with pytest.raises(WrongPart):
        append(node, upload, at, data)
    assert uploads.begin(node, "one", said()).count == 0


def test_a_file_that_is_not_whole_or_not_what_was_announced_is_not_sent(fed: Federation3) -> None:
    node = fed.nodes["aa-ca"]
    upload = uploads.begin(node, "one", said())
    with pytest.raises(NotWhole):
        uploads.finish(node, "one", upload.file.hex())
    with pytest.raises(NotWhole):
        uploads.named(node, "one", upload.file.hex())
    other = uploads.begin(node, "one", said(sha256=bytes(32)))
    append(node, other, 0, DATA)
    with pytest.raises(DamagedFile):
        at_once(node, uploads.finish(node, "one", other.file.hex()))
    with pytest.raises(NotWhole):
        uploads.named(node, "one", other.file.hex())


@pytest.mark.parametrize("wrong", [{"name": ""}, {"media": "none"}, {"bytes": 2**40 + 1}, {"sha256": b"short"}])
def test_what_cannot_be_a_file_is_refused_before_a_part_is_taken(fed: Federation3, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadUpload):
        uploads.begin(fed.nodes["aa-ca"], "one", said(**wrong))


def ask(fed: Federation3, dossier: bytes, file: dict[str, Any]) -> bytes:
    return fed.act("aa-ca", dossier, "ask", QUESTION | {"files": [file]}, {"asked": ("bb-ca",)}).act


def test_the_key_leaves_the_vault_when_the_act_is_durable_and_not_before() -> None:
    fed = federation()
    dossier, node = shared(fed), fed.nodes["aa-ca"]
    upload = handed_in(node)
    file = uploads.named(node, "one", upload.file.hex())
    node.commit()
    assert node.vault.secrets("upload/"), "an act that was not made keeps nothing from being made again"
    ask(fed, dossier, file)
    assert not node.vault.secrets("upload/")


def test_a_recall_destroys_a_key_that_a_crash_left_in_the_vault() -> None:
    fed = federation()
    dossier, node = shared(fed), fed.nodes["aa-ca"]
    upload = handed_in(node)
    (name,) = node.vault.secrets("upload/")
    left = node.vault.secret(name)
    act = ask(fed, dossier, upload.value)
    assert left
    node.vault.put_secret(name, left)
    taken_back(fed, dossier, act, code="aa-ca")
    obey(node)
    assert not node.vault.secrets("upload/")
    assert not node.chunks.has(upload.file, upload.root)


def test_what_is_never_sent_goes_after_a_week_and_what_was_sent_stays() -> None:
    fed = federation()
    dossier, node = shared(fed), fed.nodes["aa-ca"]
    dropped, kept = handed_in(node), handed_in(node, b"another")
    left = {name: node.vault.secret(name) or b"" for name in node.vault.secrets("upload/")}
    ask(fed, dossier, kept.value)
    node.vault.change(left)
    fed.clock.now_ms += uploads.UPLOAD_DAYS_MAX * DAY_MS - DAY_MS // 2
    uploads.sweep(node)
    assert node.chunks.has(dropped.file, dropped.root)
    fed.clock.now_ms += DAY_MS
    uploads.sweep(node)
    assert not node.chunks.has(dropped.file, dropped.root)
    assert node.chunks.has(kept.file, kept.root)
    assert not node.vault.secrets("upload/")


def test_a_file_that_the_scanner_refused_is_not_named_in_an_act(fed: Federation3) -> None:
    node = fed.nodes["aa-ca"]
    node.scanner = Scanner("infected")
    with pytest.raises(NotClean):
        handed_in(node)
    (upload,) = (name.removeprefix("upload/") for name in node.vault.secrets("upload/"))
    with pytest.raises(NotClean):
        uploads.named(node, "one", upload)
    handed_in(node, despite="it is the evidence")
    assert file_id(uploads.named(node, "one", upload)["key"]).hex() == upload
