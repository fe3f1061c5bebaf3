"""A byte that flips anywhere in a node's database: `lintas node verify` finds and names it, and no read believes it."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lintas.cli import exits
from lintas.node.ports import StoredAct, StoreError
from lintas.store.database import PAGE_BYTES
from lintas.store.sqlite import SqliteStore
from tests.cli.conftest import Run

FLIPS = 60
ACTS = 6


@pytest.fixture
def database(nodes: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LINTAS_NODE", str(nodes / "aa"))
    monkeypatch.setenv("LINTAS_OFFICER", "one")
    terms = ("--field", "purpose=an exercise", "--field", "basis=an exercise")
    opened = run("open", "exchange", "--to", "member=bb", "--for", "all", *terms, "--json").data["dossier"]
    for _ in range(ACTS):
        assert run("act", opened, "change the terms", "--for", "all", *terms).code == exits.DONE
    return nodes / "aa" / "node.db"


def answers(path: Path) -> tuple[list[Any], bool]:
    """What the store answers about acts, question by question; whether any answer was that it is damaged."""
    found: list[Any] = []
    damaged = False
    with closing(SqliteStore(path)) as store:
        held = _answer(lambda: list(store.since(0, 100)))
        acts: list[StoredAct] = held or []
        asks: list[Callable[[], Any]] = [
            lambda: list(store.dossiers()),
            *(partial(store.act, each.id) for each in acts),
            *(partial(_acts, store, each.dossier) for each in acts[:1]),
        ]
        for answer in (held, *map(_answer, asks)):
            damaged = damaged or answer is None
            found.append(answer)
    return found, damaged


def _acts(store: SqliteStore, dossier: bytes) -> list[StoredAct]:
    return list(store.acts(dossier))


def _answer(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except StoreError:
        return None


@pytest.mark.slow
def test_a_flipped_byte_is_found_or_changes_nothing(database: Path, run: Run) -> None:
    whole, chance = database.read_bytes(), random.Random(9)
    before, _ = answers(database)
    assert len(before[0]) > ACTS
    used = [at for at, byte in enumerate(whole) if byte]
    found = 0
    for at in chance.sample(used, FLIPS):
        database.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        said = run("node", "verify", database.parent, "--json")
        if said.code == exits.DONE:
            assert answers(database) == (before, False), at
        else:
            assert said.code in (exits.NOT_VERIFIED, exits.FILE_TROUBLE), at
            assert str(database) in said.out + said.err or said.data["findings"], at
            found += 1
    assert found > FLIPS / 2


@pytest.mark.slow
def test_no_read_believes_a_damaged_page(database: Path, tmp_path: Path) -> None:
    whole = database.read_bytes()
    truth = answers(database)[0][0]
    copy = tmp_path / "copy.db"
    raised = 0
    for page in range(1, len(whole) // PAGE_BYTES):
        shutil.copy(database, copy)
        with copy.open("r+b") as file:
            file.seek(page * PAGE_BYTES)
            file.write(random.Random(page).randbytes(PAGE_BYTES))
        try:
            found, damaged = answers(copy)
        except StoreError:
            raised += 1
            continue
        raised += damaged
        told = [each for answer in found if answer for each in (answer if isinstance(answer, list) else [answer])]
        assert all(each in truth for each in told if isinstance(each, StoredAct)), page
    assert raised
