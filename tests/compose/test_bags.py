"""Drop folders: two nodes that share nothing but somebody who carries files, without a person at either."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from lintas.compose.bags import AGAIN_MS, BAD, IN, OUT, DropFolder
from lintas.compose.service import Service
from lintas.compose.settings import Settings, read, write
from lintas.compose.worker import Worker
from lintas.node.bag import CHUNKS_ASKED_MAX
from lintas.node.files import read_file
from lintas.node.uploads import add_file
from lintas.wire.limits import MIB
from tests.node.hostile import federation
from tests.node.test_bag import QUESTION, Post, ids

PICTURE = bytes(range(256)) * 100


class Bags:
    """aa and bb, each with a drop folder for the other; rounds are made by hand."""

    def __init__(self, root: Path) -> None:
        self.post = Post(federation("aa-ca", "bb-ca"))
        self.workers, self.folders, self.drops = [], list[Path](), list[DropFolder]()
        for here, there in ((self.post.aa, self.post.bb), (self.post.bb, self.post.aa)):
            worker, folder = Worker(here, lambda: None), root / here.identity.authority.code
            worker.start()
            peer = there.identity.authority
            self.workers.append(worker)
            self.folders.append(folder)
            self.drops.append(DropFolder(worker, peer, folder, settings(here.identity.authority.code)))

    def rounds(self) -> None:
        for drop in self.drops:
            drop.round()

    def out(self, number: int) -> list[Path]:
        return sorted((self.folders[number] / OUT).glob("*.bag"))

    def carry(self) -> int:
        """Everything that lies ready goes to the other side; how many files."""
        count = 0
        for number in (0, 1):
            for file in self.out(number):
                shutil.move(file, self.folders[1 - number] / IN / file.name)
                count += 1
        return count


def settings(code: str) -> Settings:
    return Settings(code, code, "", "x", "http://x", idle_ms=50)


@pytest.fixture
def bags(tmp_path: Path) -> Iterator[Bags]:
    made = Bags(tmp_path)
    yield made
    for worker in made.workers:
        worker.stop()


def test_what_is_owed_goes_and_the_receipt_comes_back_and_then_it_is_quiet(bags: Bags) -> None:
    bags.post.open()
    bags.rounds()
    assert [len(bags.out(number)) for number in (0, 1)] == [1, 0]
    carried = []
    while count := bags.carry():
        carried.append(count)
        bags.rounds()
    assert carried == [1, 1]
    assert bags.post.same()
    bags.post.answer("an answer")
    bags.post.say("more")
    bags.rounds()
    while bags.carry():
        bags.rounds()
    assert bags.post.same()
    for folder in bags.folders:
        assert not list((folder / IN).iterdir())
        assert not list((folder / BAD).iterdir())


def test_a_lost_file_is_written_again_after_a_day_and_not_before(bags: Bags) -> None:
    bags.post.open()
    bags.rounds()
    (lost,) = bags.out(0)
    lost.unlink()
    bags.rounds()
    assert not bags.out(0)
    bags.post.fed.clock.now_ms += AGAIN_MS
    bags.rounds()
    while bags.carry():
        bags.rounds()
    assert bags.post.same()


def test_a_lost_question_is_asked_again_after_a_day_though_nothing_is_owed(bags: Bags) -> None:
    bags.post.open()
    file = add_file(bags.post.aa, "boat.jpg", "image/jpeg", [PICTURE])
    fields = QUESTION | {"files": [file]}
    bags.post.fed.act("aa-ca", bags.post.dossier, "ask", fields, {"asked": ("bb-ca",)}, readers=("bb-ca",))
    bags.rounds()
    bags.carry()
    bags.rounds()
    (lost,) = bags.out(1)
    lost.unlink()
    bags.post.fed.clock.now_ms += AGAIN_MS
    bags.rounds()
    while bags.carry():
        bags.rounds()
    assert b"".join(read_file(bags.post.bb.chunks, file)) == PICTURE


def test_a_new_act_makes_a_new_file_with_all_that_no_receipt_covers(bags: Bags) -> None:
    bags.post.open()
    bags.rounds()
    bags.out(0)[0].unlink()
    bags.post.say("more")
    bags.rounds()
    while bags.carry():
        bags.rounds()
    assert ids(bags.post.aa) == ids(bags.post.bb)


def test_what_cannot_be_opened_is_put_aside_and_the_rest_is_taken(bags: Bags) -> None:
    bags.post.open()
    bags.rounds()
    bags.carry()
    (bags.folders[1] / IN / "0000.bag").write_bytes(b"noise")
    (bags.folders[1] / IN / "half.part").write_bytes(b"not yet whole")
    bags.rounds()
    assert [file.name for file in (bags.folders[1] / BAD).iterdir()] == ["0000.bag"]
    assert [file.name for file in (bags.folders[1] / IN).iterdir()] == ["half.part"]
    assert ids(bags.post.aa) == ids(bags.post.bb)


def test_a_folder_is_one_setting_and_stands_in_for_the_line(tmp_path: Path) -> None:
    write(tmp_path, settings("aa-ca"))
    file = tmp_path / "settings.toml"
    file.write_text(file.read_text().replace("[bags]", f'[bags]\nbb-ca = "{tmp_path / "bb"}"'))
    found = read(tmp_path)
    assert found == replace(settings("aa-ca"), bags={"bb-ca": str(tmp_path / "bb")})
    fed = federation("aa-ca", "bb-ca", "cc-ca")
    service = Service(fed.nodes["aa-ca"], found)
    kinds = {fed.nodes["aa-ca"].federation.code(each.peer): type(each).__name__ for each in service.staff.couriers}
    assert kinds == {"bb-ca": "DropFolder", "cc-ca": "Courier"}


def test_it_runs_by_itself(bags: Bags) -> None:
    bags.post.open()
    for drop in bags.drops:
        drop.start()
        drop.wake()
    for _ in range(200):
        bags.carry() if all((folder / IN).exists() for folder in bags.folders) else None
        if ids(bags.post.bb) and ids(bags.post.aa) == ids(bags.post.bb):
            break
        bags.drops[0]._halt.wait(0.05)
    for drop in bags.drops:
        drop.stop()
    assert ids(bags.post.aa) == ids(bags.post.bb)


@pytest.mark.slow
def test_a_large_attachment_needs_no_new_act(bags: Bags) -> None:
    """More chunks than one file asks for: the files go on by themselves."""
    bags.post.open()
    bags.rounds()
    while bags.carry():
        bags.rounds()
    parts = [bytes([number]) * MIB for number in range(CHUNKS_ASKED_MAX + 3)]
    sent = add_file(bags.post.aa, "photo.jpg", "image/jpeg", parts)
    bags.post.fed.act("aa-ca", bags.post.dossier, "ask", QUESTION | {"files": [sent]}, {"asked": ("bb-ca",)})
    bags.rounds()
    while bags.carry():
        bags.rounds()
    assert b"".join(read_file(bags.post.bb.chunks, sent)) == b"".join(parts)
