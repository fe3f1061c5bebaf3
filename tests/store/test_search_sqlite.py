"""The file of the search index: what a crash leaves, what damage does, and what its bytes hold after a drop."""

from __future__ import annotations

import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from lintas.search.folding import key_of
from lintas.search.words import pairs
from lintas.store.search_rows import DROP_WAIT_S_MAX
from lintas.store.search_sqlite import SqliteSearchIndex
from lintas.store.sqlite import SqliteStore
from tests.store.search_stores import act_at, entry, found, put

MARKER = "ᚠᚢᚦᚨᚱᚲᚷᚹᚺᚾ"


def bytes_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def traces(folder: Path) -> int:
    """How often a letter of the marker, or a pair of them as SQLite writes the number, stands in any file."""
    data = bytes_of(folder)
    letters = sum(data.count(letter.encode()) for letter in MARKER)
    return letters + sum(data.count(pair.to_bytes(6, "big")) for pair in pairs(key_of(MARKER)))


def test_it_is_its_owners_alone_and_survives(tmp_path: Path) -> None:
    file = tmp_path / "search.db"
    with closing(SqliteSearchIndex(file)) as index:
        index.begin("form")
        put(index, entry(0, "a word"))
    assert file.stat().st_mode & 0o077 == 0
    with closing(SqliteSearchIndex(file)) as index:
        assert (index.state().form, index.state().upto) == ("form", 1)
        assert found(index, "word") == [0]


@pytest.mark.parametrize("broken", ["bytes", "schema"])
def test_a_file_that_cannot_be_used_is_begun_anew(tmp_path: Path, broken: str) -> None:
    file = tmp_path / "search.db"
    if broken == "bytes":
        file.write_bytes(b"no database" * 1000)
    else:
        SqliteStore(file).close()
    with closing(SqliteSearchIndex(file)) as index:
        assert index.state().form == ""
        index.begin("form")
        put(index, entry(0, "a word"))
        assert found(index, "word") == [0]


def test_a_crash_within_a_write_leaves_cursor_and_words_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "search.db"
    with closing(SqliteSearchIndex(file)) as index:
        index.begin("form")
        put(index, entry(0, "a word"))
        with sqlite3.connect(file, isolation_level=None) as other:
            # Between the rows of the words and the cursor something fails.
            other.execute("CREATE TRIGGER cut BEFORE UPDATE ON state BEGIN SELECT raise(ABORT, 'cut'); END")
        with pytest.raises(sqlite3.IntegrityError):
            put(index, entry(1, "another word"))
    with closing(SqliteSearchIndex(file)) as index:
        assert index.state().upto == 1
        assert found(index, "word") == [0]


def test_that_a_scrub_is_due_outlives_the_process(tmp_path: Path) -> None:
    with closing(SqliteSearchIndex(tmp_path / "search.db")) as index:
        index.begin("form")
        put(index, entry(0, MARKER))
        assert not index.drop([act_at(0)])
    with closing(SqliteSearchIndex(tmp_path / "search.db")) as index:
        assert not index.drop([act_at(0)]), "the words went, and their bytes may still be there"
        index.scrub()
        assert index.drop([act_at(0)])


@pytest.mark.slow
def test_no_byte_of_what_was_dropped_is_left_in_any_file(tmp_path: Path) -> None:
    chance = random.Random(1)
    words = ["".join(chance.choice("abcdefghijklmnoprstuvy") for _ in range(6)) for _ in range(2_000)]
    places = list(range(1_600))
    chance.shuffle(places)
    marked = [at for at in places if at % 20 == 7]
    with closing(SqliteSearchIndex(tmp_path / "search.db")) as index:
        index.begin("form")
        # Out of order, so that pages fill up and their rows move to others: copies stay behind.
        for start in range(0, len(places), 32):
            some = places[start : start + 32]
            put(index, *(entry(at, " ".join(chance.choices(words, k=30)), MARKER * (at in marked)) for at in some))
        assert traces(tmp_path) > len(marked)
        assert not index.drop([act_at(at) for at in marked])
        index.scrub()
        assert index.drop([act_at(at) for at in marked])
        assert traces(tmp_path) == 0
        assert found(index, MARKER) == []
        assert len(found(index, words[0])) > 1


@pytest.mark.slow
def test_who_drops_does_not_wait_for_a_long_write(tmp_path: Path) -> None:
    with closing(SqliteSearchIndex(tmp_path / "search.db")) as index:
        index.begin("form")
        put(index, entry(0, "a word"))
        with index._lock:
            assert not index.drop([act_at(0)])
            assert index.state().scrubs, "whoever keeps the index is to come back"
        index.scrub()
        assert not index.drop([act_at(0)])
        with index._lock:
            start = time.monotonic()
            assert not index.drop([act_at(0)])
            assert time.monotonic() - start < DROP_WAIT_S_MAX / 2, "what was dropped waits for nobody"
        index.scrub()
        assert index.drop([act_at(0)])
        assert found(index, "word") == []
