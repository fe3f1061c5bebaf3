"""Stores that were tampered with, in memory and by SQL on the file: each change is found and named.

Who changes the file by SQL is thought to know the code: checksums of rows are made to fit again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import pytest

from lintas.crypto.cose import open1, sign1
from lintas.dossier.admission import ACT_KIND
from lintas.dossier.header_bytes import decode, encode
from lintas.log.both import issue_both
from lintas.log.checkpoint import Checkpoint
from lintas.log.merkle import Frontier, leaf
from lintas.node.check_store import check_ports, check_store
from lintas.node.ports import Epoch, Evidence, NewAct, StoredAct, WaitingAct
from lintas.node.report import Report
from lintas.node.state import LogDamaged, Node, Ports
from lintas.store.chunks import MemoryChunks
from lintas.store.memory import MemoryStore
from lintas.store.sqlite import SqliteStore
from lintas.store.tables import checksum
from lintas.store.vault import MemoryVault
from lintas.wire.limits import LIMITS
from tests.support.evidence import Matter, doubts, faults, matter
from tests.support.federation import memory

ASK = 6
"""The position of the question with the picture in the first authority's log."""


class Hand(Protocol):
    """Somebody who can write to the store of a node past its code."""

    def act(self, position: int, **changes: Any) -> None:
        """Change columns of a row of acts; None for all of it deletes the row."""

    def delete(self, position: int) -> None: ...

    def evidence(self, number: int, **changes: Any) -> None: ...


@dataclass(frozen=True)
class MemoryHand:
    store: MemoryStore

    def act(self, position: int, **changes: Any) -> None:
        acts = self.store._state.acts
        acts[position] = replace(acts[position], **changes)

    def delete(self, position: int) -> None:
        del self.store._state.acts[position]

    def evidence(self, number: int, **changes: Any) -> None:
        rows = self.store._state.evidence
        key = list(rows)[number]
        rows[key] = replace(rows[key], **changes)


@dataclass(frozen=True)
class SqlHand:
    path: Path

    def act(self, position: int, **changes: Any) -> None:
        with closing(sqlite3.connect(self.path)) as file, file:
            for column, value in changes.items():
                file.execute(f"UPDATE acts SET {column} = ? WHERE position = ?", (value, position))
            row = file.execute(
                "SELECT id, dossier, author, signed, body, salt FROM acts WHERE position = ?", (position,)
            ).fetchone()
            crc = checksum(position, NewAct(*row))
            file.execute("UPDATE acts SET crc = ? WHERE position = ?", (crc, position))

    def delete(self, position: int) -> None:
        with closing(sqlite3.connect(self.path)) as file, file:
            file.execute("DELETE FROM acts WHERE position = ?", (position,))

    def evidence(self, number: int, **changes: Any) -> None:
        with closing(sqlite3.connect(self.path)) as file, file:
            for column, value in changes.items():
                file.execute(
                    f"UPDATE evidence SET {column} = ?1 WHERE arrival ="
                    " (SELECT arrival FROM evidence ORDER BY arrival LIMIT 1 OFFSET ?2)",
                    (value, number),
                )


@dataclass(frozen=True)
class Place:
    """A matter, the node whose store is tampered with, and the hand that does it."""

    matter: Matter
    node: Node
    hand: Hand

    def row(self, position: int) -> StoredAct:
        return self.node.store.since(position, 1)[0]

    def check(self) -> Report:
        """From what is durable alone, as after a start."""
        node = self.node
        ports = Ports(node.store, node.vault, node.chunks, node.clock, node.entropy)
        return check_ports(node.suite, node.federation, node.identity, node.kinds, ports)

    def wheres(self) -> set[tuple[str, str]]:
        return faults(self.check())


@pytest.fixture(params=["memory", "sql"])
def at(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    if request.param == "memory":
        found = matter()
        node = found.fed.nodes["aa-ca"]
        assert isinstance(node.store, MemoryStore)
        yield Place(found, node, MemoryHand(node.store))
        return
    path = tmp_path / "node.db"
    with closing(SqliteStore(path)) as store:
        found = matter(keep=lambda code: (store, MemoryVault(), MemoryChunks()) if code == "aa-ca" else memory(code))
        yield Place(found, found.fed.nodes["aa-ca"], SqlHand(path))


def flipped(data: bytes, at: int = -1) -> bytes:
    at %= len(data)
    return data[:at] + bytes((data[at] ^ 1,)) + data[at + 1 :]


def test_sound_store(at: Place) -> None:
    for node in at.matter.fed.nodes.values():
        report = check_store(node)
        assert report.ok
        assert report.findings == ()
    assert at.check().checkpoint_size == 7


def test_altered_act(at: Place) -> None:
    signed = at.row(ASK).signed
    at.hand.act(ASK, signed=signed.replace(b"ask", b"sak"))
    assert at.wheres() >= {(f"position {ASK}", "bad-signature"), (f"position {ASK}", "wrong-id")}
    at.hand.act(ASK, signed=flipped(signed))
    assert at.wheres() == {(f"position {ASK}", "bad-signature")}
    at.hand.act(ASK, signed=signed[:-1])
    assert at.wheres() == {(f"position {ASK}", "unreadable-act")}


def test_act_signed_by_another(at: Place) -> None:
    opened = open1(at.row(ASK).signed, kind=ACT_KIND, size_max=2 * LIMITS.header_bytes_max)
    for signer, code in ((at.matter.fed.nodes["cc-pol"].identity.signer, "wrong-signer"), (None, "bad-signature")):
        signer = signer or at.node.suite.signer(bytes(32))
        at.hand.act(ASK, signed=sign1(signer, opened.payload, kind=ACT_KIND))
        assert at.wheres() == {(f"position {ASK}", code)}


def test_act_backdated_and_signed_again_by_its_author(at: Place) -> None:
    """Even the author cannot change an act once it is in the log."""
    opened = open1(at.row(ASK).signed, kind=ACT_KIND, size_max=2 * LIMITS.header_bytes_max)
    payload = encode(replace(decode(opened.payload), time_ms=1))
    at.hand.act(ASK, signed=sign1(at.matter.fed.nodes["bb-ca"].identity.signer, payload, kind=ACT_KIND))
    assert (f"position {ASK}", "wrong-id") in at.wheres()


@pytest.mark.parametrize("column", ["dossier", "author"])
def test_column_that_says_something_else(at: Place, column: str) -> None:
    at.hand.act(ASK, **{column: bytes(16)})
    found = [each for each in at.check().findings if each.code == "wrong-column"]
    assert [each.facts["column"] for each in found] == [column]
    assert f"position {ASK}" in found[0].where


def test_altered_id(at: Place) -> None:
    at.hand.act(ASK, id=b"\x05" * 32)
    assert at.wheres() >= {(f"position {ASK}", "wrong-id"), ("log", "frontier-differs")}


def test_altered_salt(at: Place) -> None:
    at.hand.act(2, salt=bytes(16))
    assert at.wheres() == {("log", "frontier-differs"), ("checkpoint 7", "checkpoint-differs")}


def test_altered_body(at: Place) -> None:
    body = at.row(ASK).body
    assert body is not None
    at.hand.act(ASK, body=flipped(body))
    assert at.wheres() == {(f"position {ASK}", "tampered-body")}
    at.hand.act(ASK, body=at.row(2).body)
    assert at.wheres() == {(f"position {ASK}", "tampered-body")}


def test_body_that_is_gone_is_no_fault(at: Place) -> None:
    at.hand.act(ASK, body=None)
    assert at.check().findings == ()


def test_lost_and_wrong_keys(at: Place) -> None:
    epochs = at.node.vault.epochs(at.matter.dossier)
    wrong = epochs[-1]
    assert at.row(ASK).author == wrong.author
    at.node.vault.put_epochs([replace(wrong, key=bytes(32))])
    assert {code for _, code in at.wheres()} == {"wrong-key"}
    at.node.vault.put_epochs([replace(wrong, members=(wrong.author,))])
    assert {code for _, code in at.wheres()} == {"audience-differs"}
    at.node.vault.put_epochs([replace(wrong, key=None)])
    report = at.check()
    assert report.ok
    assert doubts(report) == {"lost-key"}


@pytest.mark.parametrize("position", [0, 2])
def test_deleted_act_in_the_middle(at: Place, position: int) -> None:
    at.hand.delete(position)
    found = at.wheres()
    assert {code for _, code in found} >= {"gap", "missing-act", "frontier-differs"}
    assert (f"position {position + 1}", "gap") in found


def test_deleted_act_at_the_end(at: Place) -> None:
    at.hand.delete(7)
    assert {code for _, code in at.wheres()} == {"frontier-differs", "cursor-beyond"}
    assert doubts(at.check()) == {"act-known-elsewhere"}
    with pytest.raises(LogDamaged):
        at.matter.fed.restart("aa-ca")


def test_frontier(at: Place) -> None:
    with at.node.store.batch() as batch:
        batch.set_frontier(Frontier().append(bytes(32)).to_bytes())
    assert at.wheres() == {("log", "frontier-differs")}
    right = at.node.frontier
    with at.node.store.batch() as batch:
        batch.set_frontier(Frontier(right.size, (bytes(32),)).to_bytes())
    assert at.wheres() == {("log", "frontier-differs")}
    with at.node.store.batch() as batch:
        batch.set_frontier(b"x")
    assert at.wheres() == {("log", "frontier-differs")}


def test_whole_log_written_anew_contradicts_its_checkpoints(at: Place) -> None:
    """Who writes acts, salts and frontier anew is caught by the checkpoint that others have cosigned."""
    at.hand.act(2, salt=bytes(16))
    rows = at.node.store.acts(at.matter.dossier)
    frontier = Frontier().extend(leaf(row.salt, row.id) for row in rows)
    with at.node.store.batch() as batch:
        batch.set_frontier(frontier.to_bytes())
    assert at.wheres() == {("checkpoint 7", "checkpoint-differs")}


def test_checkpoints(at: Place) -> None:
    note = dict(at.node.store.checkpoints())[7]
    signer, origin = at.node.identity.log_signer, "lintas/aa-ca"
    stranger = at.matter.fed.nodes["bb-ca"].identity.log_signer
    cases = {
        flipped(note, len(note) // 4): "checkpoint-forged",
        issue_both(signer, Checkpoint(origin, 7, bytes(32)), at.node.clock() // 1000): "checkpoint-differs",
        issue_both(signer, Checkpoint(origin, 5, bytes(32)), at.node.clock() // 1000): "checkpoint-differs",
        issue_both(stranger, Checkpoint(origin, 7, bytes(32)), at.node.clock() // 1000): "checkpoint-forged",
    }
    for wrong, code in cases.items():
        with at.node.store.batch() as batch:
            batch.set_checkpoint(7, wrong)
        assert at.wheres() == {("checkpoint 7", code)}
    with at.node.store.batch() as batch:
        batch.set_checkpoint(7, note)
        batch.set_checkpoint(99, issue_both(signer, Checkpoint(origin, 99, bytes(32)), at.node.clock() // 1000))
    assert at.wheres() == {("checkpoint 99", "checkpoint-differs")}


def test_cosignatures_and_what_we_cosigned(at: Place) -> None:
    note = dict(at.node.store.checkpoints())[7]
    # The last character of the base64 of a 76-byte line carries no whole byte; the one before the padding does.
    wrong = note[:-6] + (b"A" if note[-6:-5] != b"A" else b"B") + note[-5:]
    with at.node.store.batch() as batch:
        batch.set_checkpoint(7, wrong)
        batch.set_witnessed("lintas/bb-ca", note)
    assert at.wheres() == {("checkpoint 7", "cosignature-forged"), ("the log of bb-ca", "bad-witnessed")}
    half = b"".join(note.splitlines(keepends=True)[:-1])
    with at.node.store.batch() as batch:
        batch.set_checkpoint(7, half)
    assert ("checkpoint 7", "half-signed") in {(each.where, each.code) for each in at.check().findings}


def test_evidence(at: Place) -> None:
    first = next(iter(at.node.store.evidence()))
    at.hand.evidence(0, signed=flipped(first.signed))
    assert at.wheres() == {("evidence 1", "evidence-forged")}
    at.hand.evidence(0, signed=b"x")
    assert at.wheres() == {("evidence 1", "evidence-forged")}
    at.hand.evidence(0, signed=first.signed)
    changes = {"peer": at.node.id, "epoch": bytes(16), "upto": first.upto + 1, "time_ms": 1, "kind": "x"}
    for column, value in changes.items():
        at.hand.evidence(0, **{column: value})
        (found,) = at.check().findings
        assert (found.code, found.facts["column"]) == ("evidence-differs", column)
        at.hand.evidence(0, **{column: getattr(first, column)})


def test_receipt_made_by_another_peer(at: Place) -> None:
    rows = list(at.node.store.evidence())
    other = next(row for row in rows if row.peer != rows[0].peer)
    with at.node.store.batch() as batch:
        batch.add_evidence(replace(other, peer=rows[0].peer))
    assert {code for _, code in at.wheres()} == {"evidence-differs"}
    assert isinstance(other, Evidence)


def test_waiting_acts(at: Place) -> None:
    row = at.row(ASK)
    good = WaitingAct(row.id, row.dossier, row.author, row.signed, None, None, 5)
    bad = [replace(good, id=b"\1" * 32), replace(good, id=b"\2" * 32, signed=b"x")]
    bad += [replace(good, dossier=bytes(16))]
    with at.node.store.batch() as batch:
        for each in bad:
            batch.put_waiting(each)
    assert [each.code for each in at.check().findings] == ["wrong-id", "bad-waiting", "wrong-column"]


def test_attachments(at: Place) -> None:
    node = at.node
    assert isinstance(node.chunks, MemoryChunks)
    (chunks,) = node.chunks._files.values()
    first = sorted(chunks)[0]
    chunks[first] = flipped(chunks[first])
    assert at.wheres() == {(f"position {ASK}", "damaged-chunk")}
    del chunks[first]
    report = at.check()
    assert report.ok
    assert doubts(report) == {"missing-chunk"}


def test_running_node_that_judged_otherwise(at: Place) -> None:
    replica = at.node.replica(at.matter.dossier)
    judged = replica.judged[at.row(ASK).id]
    replica.judged[judged.act.id] = replace(judged, verdict=type(judged.verdict)("void"))
    found = [each for each in check_store(at.node).findings if each.code == "verdict-differs"]
    assert [each.facts for each in found] == [{"again": "counted", "held": "void"}]


def test_kind_that_is_not_known(at: Place) -> None:
    node = at.node
    ports = Ports(node.store, node.vault, node.chunks, node.clock, node.entropy)
    report = check_ports(node.suite, node.federation, node.identity, {}, ports)
    assert report.ok
    assert [each.code for each in report.findings] == ["not-judged"]


def test_row_that_the_store_itself_refuses(tmp_path: Path) -> None:
    """A rotten row is named, and the rows behind it are still read."""
    path = tmp_path / "node.db"
    with closing(SqliteStore(path)) as store:
        found = matter(keep=lambda code: (store, MemoryVault(), MemoryChunks()) if code == "aa-ca" else memory(code))
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("UPDATE acts SET crc = crc + 1 WHERE position = 3")
        SqlHand(path).act(ASK, body=b"x")
        place = Place(found, found.fed.nodes["aa-ca"], SqlHand(path))
        assert place.wheres() >= {("position 3", "unreadable-row"), (f"position {ASK}", "tampered-body")}


def test_epoch_of_another_author(at: Place) -> None:
    last = at.node.vault.epochs(at.matter.dossier)[-1]
    assert isinstance(last, Epoch)
    at.node.vault.put_epochs([replace(last, author=at.node.id)])
    assert {code for _, code in at.wheres()} == {"audience-differs"}
