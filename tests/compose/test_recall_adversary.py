"""After a recall nothing opens: not from the folder, its free pages and logs, nor from any backup, before or after."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from lintas.compose.attachments import CHUNKS
from lintas.compose.backup import back_up
from lintas.compose.rebuild import rebuild
from lintas.compose.restore import restore
from lintas.node import chunks
from lintas.node.aside import at_once
from lintas.node.author import author, open_dossier
from lintas.node.batches import take_batch
from lintas.node.deliver import next_batch, take_receipt
from lintas.node.desk import appoint, sign_in
from lintas.node.export import export_to
from lintas.node.indexing import catch_up
from lintas.node.obey import obey
from lintas.node.order import OfficerAtWork, Order
from lintas.node.ports import StoredAct
from lintas.node.reading import read
from lintas.node.recall import RecallOrder, recall
from lintas.node.search_index import Wanted
from lintas.node.state import Node
from lintas.node.uploads import add_file
from lintas.search.words import read_words
from tests.compose.adversary import files, found_in, opened, windows
from tests.compose.served import found, node_of
from tests.kinds.samples import sample

pytestmark = pytest.mark.slow

CODES = ("aa", "bb")
MARKER = "ᚠᚢᚦᚨᚱᚲᚷᚹᚺᚾ"
"""In letters that nothing else here is written in."""

TERMS = {"purpose": "an exercise", "basis": "an exercise"}


@dataclass(slots=True)
class World:
    """Two authorities in folders below a root; aa speaks, and bb is told."""

    root: Path
    nodes: dict[str, Node] = field(default_factory=dict)
    officers: dict[str, tuple[OfficerAtWork, ...]] = field(default_factory=dict)
    parcels: list[bytes] = field(default_factory=list)
    backups: int = 0

    @contextmanager
    def at_work(self) -> Iterator[None]:
        with ExitStack() as stack:
            self.nodes = {code: stack.enter_context(node_of(self.root / code)) for code in CODES}
            yield

    def settle(self) -> None:
        for _ in range(4):
            for one, other in (CODES, CODES[::-1]):
                self._bring(self.nodes[one], self.nodes[other])
            for node in self.nodes.values():
                obey(node)

    def _bring(self, one: Node, other: Node) -> None:
        while sent := next_batch(one, other.id):
            self.parcels += [item.parcel for item in sent.batch.items if item.parcel]
            reply = take_batch(other, sent.data)
            other.commit()
            take_receipt(one, sent, reply)
            one.commit()
        while asked := at_once(other, chunks.ask(other, one.id, 4)):
            at_once(other, chunks.take(other, asked, at_once(one, chunks.serve(one, asked.data))))

    def back_up(self) -> None:
        """Content beside those before it; the vault in place of the one before it."""
        self.backups += 1
        for code in CODES:
            (self.root / "kept" / code).mkdir(parents=True, exist_ok=True)
            kept = self.root / "kept" / code
            back_up(self.root / code, kept / f"content-{self.backups}.zip", kept / "vault.zip", None, lambda _: None)

    def places(self, code: str) -> tuple[Path, Path]:
        return self.root / code, self.root / "kept" / code


@dataclass(slots=True)
class Said:
    """What aa said: the dossier, the act that goes, the act that stays, as rows from before the recall."""

    dossier: bytes
    gone: StoredAct
    stays: StoredAct


@pytest.fixture
def world(tmp_path: Path) -> World:
    found(tmp_path, CODES)
    return World(tmp_path)


def speak(world: World) -> Said:
    aa, bb = world.nodes["aa"], world.nodes["bb"]
    officers = []
    for number in range(2):
        appointed = appoint(aa, f"officer {number}", ("author", "approver"))
        officers.append(sign_in(aa, appointed.name, appointed.token, ("author", "approver")[number]))
    world.officers["aa"] = tuple(officers)
    first = open_dossier(aa, "exchange", Order("open", TERMS, (bb.id,), tuple(officers), to={"member": (bb.id,)}))
    aa.commit()
    world.settle()
    file = add_file(aa, f"{MARKER}.txt", "text/plain", [MARKER.encode() * 3000])
    acts = []
    for text, more in ((f"about {MARKER}", {"files": [file]}), ("stays", {})):
        fields = _information(aa, first.dossier, text) | more
        order = Order("give", fields, (bb.id,), tuple(officers), to={"receiving": (bb.id,)})
        acts.append(author(aa, first.dossier, order).act)
        aa.commit()
    world.settle()
    gone, stays = (bb.store.act(act) for act in acts)
    assert gone
    assert stays
    return Said(first.dossier, gone, stays)


def _information(node: Node, dossier: bytes, text: str) -> dict[str, object]:
    """What an information must say, with this text wherever there is one."""
    verb = node.replica(dossier).kind.item.verb("give")
    assert verb
    needed = {name: meaning for name, meaning in verb.says.fields().items() if meaning.required}
    return {n: text if m.name in {"text", "secret"} and not m.choices else sample(m) for n, m in needed.items()}


def take_back(world: World, said: Said) -> None:
    recall(world.nodes["aa"], said.dossier, RecallOrder((said.gone.id,), "an error", world.officers["aa"]))
    world.nodes["aa"].commit()
    world.settle()


def hits(node: Node) -> list[bytes]:
    """In what acts the marker is found, with the index brought level."""
    assert node.search
    catch_up(node, node.search)
    return [each.act for each in node.search.matches(Wanted(read_words(MARKER)), None, 10)]


def adversary_reads(world: World, code: str, row: StoredAct) -> bytes | None:
    """What somebody with all of an authority's files reads of an act, however often its body was kept."""
    assert row.body
    return opened(row, row.body, windows(files(*world.places(code))))


def test_nothing_that_a_node_and_its_backups_hold_opens_what_was_recalled(world: World) -> None:
    with world.at_work():
        said = speak(world)
        for code in CODES:
            assert hits(world.nodes[code]) == [said.gone.id]
            assert any("search.db" in name for name in found_in(MARKER, files(world.root / code))), "it is in the index"
        world.back_up()
        for code in CODES:
            assert MARKER.encode() in (adversary_reads(world, code, said.gone) or b""), "the adversary can read"
            assert len(list((world.root / code / CHUNKS).rglob("*/*/*"))) == 1, "the file is here"
        take_back(world, said)
        world.back_up()
        world.settle()
        for code in CODES:
            node = world.nodes[code]
            assert hits(node) == []
            everything = files(*world.places(code))
            keys = windows(everything)
            assert said.gone.body
            assert said.stays.body
            assert opened(said.gone, said.gone.body, keys) is None
            assert b"stays" in (opened(said.stays, said.stays.body, keys) or b"")
            assert found_in(MARKER, everything) == []
            assert not [name for name, data in everything.items() if any(p in data for p in world.parcels)]
            for row in node.store.acts(said.dossier):
                if row.body is not None:
                    assert found_in(MARKER, {"a body": opened(row, row.body, keys) or b""}) == []
            assert node.recalls.gone[said.gone.id].stage.name == "SAID"
            assert not list((world.root / code / CHUNKS).rglob("*/*/*"))
            assert not [name for name, data in files(world.root / code).items() if said.gone.body[:64] in data]


def test_erased_waits_for_the_copy_of_the_vault(world: World) -> None:
    with world.at_work():
        said = speak(world)
        world.back_up()
        take_back(world, said)
        for code in CODES:
            assert world.nodes[code].recalls.gone[said.gone.id].stage.name == "PURGED"
            assert MARKER.encode() in (adversary_reads(world, code, said.gone) or b""), "by the old copy of the vault"
        world.back_up()
        world.settle()
        for code in CODES:
            assert world.nodes[code].recalls.gone[said.gone.id].stage.name == "SAID"
            assert adversary_reads(world, code, said.gone) is None


@pytest.mark.parametrize("code", CODES)
def test_an_old_backup_of_content_with_the_vault_of_now_opens_nothing(world: World, code: str) -> None:
    with world.at_work():
        said = speak(world)
        world.back_up()
        take_back(world, said)
        world.back_up()
    kept = world.root / "kept" / code
    new = world.root / "new"
    restore(new, kept / "content-1.zip", kept / "vault.zip", None, lambda _: None)
    with node_of(new) as node:
        row = node.store.act(said.gone.id)
        assert row
        assert row.body is None
        stays = node.store.act(said.stays.id)
        assert stays
        assert read(node, stays)[1].fields["information"] == "stays"
        assert said.gone.body
        assert not list((new / CHUNKS).rglob("*/*/*"))
        everything = files(new)
        assert opened(said.gone, said.gone.body, windows(everything)) is None
        assert not [name for name, data in everything.items() if said.gone.body[:64] in data]


def test_an_old_vault_with_the_content_of_now_is_shredded_before_anything_is_served(world: World) -> None:
    with world.at_work():
        said = speak(world)
        world.back_up()
        kept = world.root / "kept" / "bb"
        shutil.copy(kept / "vault.zip", world.root / "old-vault.zip")
        take_back(world, said)
        world.back_up()
    new = world.root / "new"
    restore(new, kept / "content-2.zip", world.root / "old-vault.zip", None, lambda _: None)
    with node_of(new) as node:
        assert said.gone.body
        assert opened(said.gone, said.gone.body, windows(files(new))) is None
        stays = node.store.act(said.stays.id)
        assert stays
        assert read(node, stays)[1].fields["information"] == "stays"


def test_what_a_rebuild_keeps_holds_no_parcel_and_a_rebuilt_node_recalls(world: World) -> None:
    with world.at_work():
        said = speak(world)
        take_back(world, said)
    rebuild(world.root / "bb", look=False)
    with node_of(world.root / "bb") as node:
        everything = files(world.root / "bb")
        assert said.gone.body
        assert opened(said.gone, said.gone.body, windows(everything)) is None
        row = node.store.act(said.gone.id)
        assert row
        assert row.body is None


def test_an_export_after_a_recall_holds_nothing_of_it(world: World, tmp_path: Path) -> None:
    with world.at_work():
        said = speak(world)
        take_back(world, said)
        for code in CODES:
            with (tmp_path / f"{code}.zip").open("w+b") as out:
                report = export_to(world.nodes[code], said.dossier, out)
            assert report.ok
            everything = files(tmp_path / f"{code}.zip")
            assert found_in(MARKER, everything) == []
            assert said.gone.body
            assert not [name for name, data in everything.items() if said.gone.body[:64] in data]
