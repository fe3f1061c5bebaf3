"""The doctor: each fault is made for real, found, and has a sentence that says what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from lintas.compose import folder as folders
from lintas.compose.doctor import examine
from lintas.compose.finding import FAULT, NOTE, WARNING, Finding
from lintas.compose.settings import FILE, Settings
from lintas.dossier.authority import write_genesis
from lintas.node.author import open_dossier
from lintas.node.desk import appoint, sign_in
from lintas.node.order import Order
from lintas.node.register import seats
from lintas.store.folder import lock

DAY_MS = 24 * 60 * 60 * 1000


@pytest.fixture(scope="module")
def well(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A node in good order, with two acts and a registry; made once."""
    root = tmp_path_factory.mktemp("doctor")
    entries = [
        folders.make(
            root / code, Settings(code, f"Exercise {code}", "XX", "police", "http://127.0.0.1:9", disk_free_min_mib=0)
        )
        for code in ("aa", "bb")
    ]
    (root / "aa" / folders.NEXT_KEY).unlink()
    folders.adopt(root / "aa", write_genesis(entries, exercise=True))
    node, _ = folders.build(root / "aa")
    token = appoint(node, "one", ("author",)).token
    (root / "aa" / "officers").mkdir(mode=0o700)
    (root / "aa" / "officers" / "one.token").touch(mode=0o600)
    (peer,) = (a for a in node.federation.authorities if a != node.id)
    fields = {"purpose": "an exercise", "basis": "an exercise"}
    order = Order("open", fields, (peer,), (sign_in(node, "one", token, "author"),), to={"member": (peer,)})
    for _ in range(2):
        open_dossier(node, "exchange", order)
    open_dossier(node, "registry", Order("found", {}, (), order.officers, to=seats(node.federation)))
    node.commit()
    node.store.close()  # type: ignore[attr-defined]
    node.vault.close()  # type: ignore[attr-defined]
    node.search.close()  # type: ignore[union-attr]
    return root / "aa"


@pytest.fixture
def folder(well: Path, tmp_path: Path) -> Path:
    shutil.copytree(well, tmp_path / "aa")
    return tmp_path / "aa"


def found(folder: Path, *, days: int = 0, environ: dict[str, str] | None = None) -> dict[str, Finding]:
    at_ms = time.time_ns() // 1_000_000 + days * DAY_MS
    return {each.code: each for each in examine(folder, environ or {}, serves=False, now_ms=at_ms)}


ALWAYS = {"versions", "not-serving", "no-deputy"}


def test_a_well_node_has_nothing_but_a_note_that_it_does_not_serve_and_that_it_has_no_deputy(folder: Path) -> None:
    told = found(folder)
    assert set(told) == ALWAYS
    assert (told["versions"].weight, told["no-deputy"].weight) == (NOTE, WARNING)
    serving = {str(told["versions"]), str(told["no-deputy"])}
    assert set(map(str, examine(folder, {}, serves=True, now_ms=0))) == serving


def edit(name: str, old: str, new: str) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new))

    return do


def sql(name: str, statement: str) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        with closing(sqlite3.connect(folder / name)) as database:
            assert database.execute(statement).rowcount
            database.commit()

    return do


def overwrite(name: str, offset: int) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        with (folder / name).open("r+b") as file:
            file.seek(offset)
            file.write(os.urandom(4096))

    return do


def chmod(name: str, mode: int) -> Callable[[Path], None]:
    return lambda folder: (folder / name).chmod(mode)


def remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


HARMS: list[tuple[str, str, Callable[[Path], None]]] = [
    ("bad-settings", FAULT, edit(FILE, "port = ", "prot = ")),
    ("bad-settings", FAULT, remove(FILE)),
    ("open-to-others", FAULT, chmod(folders.VAULT, 0o640)),
    ("open-to-others", FAULT, chmod("officers/one.token", 0o604)),
    ("open-to-others", FAULT, chmod(".", 0o755)),
    ("disk", FAULT, edit(FILE, "disk_free_min_mib = 0", "disk_free_min_mib = 1000000000000")),
    ("nobody-named", WARNING, edit(FILE, "\nto = []", '\nto = ["noe", "one"]')),
    ("no-genesis", FAULT, remove(folders.GENESIS)),
    ("bad-genesis", FAULT, overwrite(folders.GENESIS, 0)),
    ("no-database", FAULT, remove(folders.STORE)),
    ("no-database", FAULT, remove(folders.VAULT)),
    ("damaged", FAULT, overwrite(folders.STORE, 0)),
    ("damaged", FAULT, overwrite(folders.VAULT, 0)),
    ("other-version", FAULT, sql(folders.STORE, "UPDATE meta SET value = 99 WHERE name = 'version'")),
    ("log-differs", FAULT, sql(folders.STORE, "UPDATE meta SET value = zeroblob(40) WHERE name = 'frontier'")),
    ("log-differs", FAULT, sql(folders.STORE, "DELETE FROM meta WHERE name = 'frontier'")),
    ("gap", FAULT, sql(folders.STORE, "DELETE FROM acts WHERE position = 0")),
    ("unreadable-act", FAULT, sql(folders.STORE, "UPDATE acts SET signed = zeroblob(10)")),
    ("lost-keys", WARNING, sql(folders.VAULT, "DELETE FROM epochs")),
    ("lost-keys", WARNING, sql(folders.VAULT, "UPDATE epochs SET key = NULL")),
    ("no-keys", FAULT, sql(folders.VAULT, "DELETE FROM secrets WHERE name LIKE 'identity/%'")),
    ("not-a-member", FAULT, edit(FILE, 'code = "aa"', 'code = "zz"')),
    ("bad-certificate", FAULT, sql(folders.VAULT, "UPDATE secrets SET value = x'a0' WHERE name LIKE 'officer/%'")),
    ("no-officer", NOTE, sql(folders.VAULT, "DELETE FROM secrets WHERE name LIKE 'officer/%'")),
]


@pytest.mark.parametrize(("code", "weight", "harm"), HARMS, ids=[f"{n}-{h[0]}" for n, h in enumerate(HARMS)])
def test_each_fault_is_found_and_has_an_advice(
    folder: Path, code: str, weight: str, harm: Callable[[Path], None]
) -> None:
    harm(folder)
    told = found(folder)
    assert told[code].weight == weight
    assert len(told[code].what) > 10
    assert len(told[code].do) > 10
    assert set(told) - ALWAYS - {code} <= {"no-keys", "bad-certificate"}, told


def test_certificates_that_end_are_told_in_time(folder: Path) -> None:
    assert "ends in 9 days" in found(folder, days=355)["certificate-ends"].what
    assert found(folder, days=366)["certificate-ended"].weight == WARNING


def test_a_variable_that_nothing_reads_is_told(folder: Path) -> None:
    environ = {"LINTAS_PORTT": "1", "LINTAS_PORT": "2", "LINTAS_NODE": "x", "OTHER": "y"}
    assert "LINTAS_PORTT" in found(folder, environ=environ)["unknown-variable"].what


def test_a_folder_that_somebody_holds_and_who_does_not_answer(folder: Path) -> None:
    with lock(folder):
        told = found(folder)
    assert told["locked"].weight == FAULT
    assert "not-serving" not in told


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives a file to somebody else")
def test_a_file_of_another_user_is_told(folder: Path) -> None:
    os.chown(folder / folders.VAULT, 12345, 12345)
    assert found(folder)["other-owner"].weight == WARNING


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        assert found(folder)["not-writable"].weight == FAULT
    finally:
        folder.chmod(0o700)


def test_looking_changes_nothing(folder: Path) -> None:
    (folder / folders.VAULT).chmod(0o644)
    before = {path: (path.read_bytes(), path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    found(folder)
    after = {path: (path.read_bytes(), path.stat().st_mode) for path in folder.rglob("*") if path.is_file()}
    assert {path.name for path in after} - {path.name for path in before} <= {"lock"}
    assert all(after[path] == data for path, data in before.items())
