"""What lies in mailboxes: all implementations alike, and what a folder keeps over a start or a full disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from lintas.node.ports import Letter, Letters
from lintas.sim.safe import Letterbox
from lintas.store.errors import StoreFailed
from lintas.store.mailbox import PARTIAL, FolderLetters, MemoryLetters
from lintas.sync.mail import name_of

FILES = tuple(bytes([number]) * 100 for number in range(12))


def letter(file: bytes, owner: bytes = b"o" * 16) -> Letter:
    return Letter(owner, name_of(file), len(file), 1_000, 2_000)


@pytest.fixture(params=["memory", "simulated", "folder"])
def letters(request: pytest.FixtureRequest, tmp_path: Path) -> Letters:
    if request.param == "folder":
        return FolderLetters(tmp_path / "mail")
    return MemoryLetters() if request.param == "memory" else Letterbox()


def test_what_was_put_lies_there_in_order_until_it_is_dropped(letters: Letters) -> None:
    for file in FILES:
        letters.put(letter(file, file[:16]), file)
    assert letters.listed() == tuple(letter(file, file[:16]) for file in FILES)
    assert [letters.get(each) for each in letters.listed()] == list(FILES)
    for _ in range(2):
        letters.drop([letter(FILES[3], FILES[3][:16])])
        assert letters.get(letter(FILES[3], FILES[3][:16])) is None
    assert len(letters.listed()) == len(FILES) - 1


def test_nothing_lies_in_an_empty_one(letters: Letters) -> None:
    assert letters.listed() == ()
    assert letters.get(letter(FILES[0])) is None
    letters.drop([letter(FILES[0])])


def test_a_start_finds_what_was_whole_and_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "mail"
    first = FolderLetters(folder)
    for file in FILES[:11]:
        first.put(letter(file, file[:16]), file)
    (folder / PARTIAL).write_bytes(b"half")
    again = FolderLetters(folder)
    assert again.listed() == first.listed()
    assert not (folder / PARTIAL).exists()
    again.put(letter(FILES[11]), FILES[11])
    assert FolderLetters(folder).listed() == again.listed()
    assert (folder.stat().st_mode & 0o077, (folder / FILES[0][:16].hex()).stat().st_mode & 0o077) == (0, 0)


def test_dropping_takes_the_bytes_from_the_folder(tmp_path: Path) -> None:
    here = FolderLetters(tmp_path / "mail")
    here.put(letter(FILES[1]), FILES[1])
    here.drop(here.listed())
    assert not [file for file in tmp_path.rglob("*") if file.is_file()]


def test_a_file_that_somebody_took_away_is_not_there(tmp_path: Path) -> None:
    here = FolderLetters(tmp_path / "mail")
    here.put(letter(FILES[1]), FILES[1])
    next((tmp_path / "mail").rglob("*.bag")).unlink()
    assert here.get(letter(FILES[1])) is None
    assert here.listed() == ()


def test_a_file_of_nobody_stays_and_is_passed_over(tmp_path: Path) -> None:
    strange = tmp_path / "mail" / "box" / "strange.bag"
    strange.parent.mkdir(parents=True)
    strange.write_bytes(b"")
    assert FolderLetters(tmp_path / "mail").listed() == ()
    assert strange.exists()


def test_a_folder_that_cannot_be_written_is_told_and_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "mail").write_bytes(b"a file in its place")
    with pytest.raises(StoreFailed):
        FolderLetters(tmp_path / "mail" / "deeper").put(letter(FILES[0]), FILES[0])
