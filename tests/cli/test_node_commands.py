"""Making a node, a genesis, officers; and what is said where the folder is not as it must be."""

from __future__ import annotations

import socket
import sqlite3
import threading
from pathlib import Path

import pytest

from lintas.cli import exits
from lintas.store.folder import lock
from tests.cli.conftest import Run

HEX = set("0123456789abcdef")


def init(run: Run, folder: Path, **changes: str) -> int:
    said = {"code": "aa", "name": "Authority", "category": "police", "address": "http://127.0.0.1:9"} | changes
    return run("node", "init", folder, *(word for name, value in said.items() for word in (f"--{name}", value))).code


def test_a_node_is_made_once(tmp_path: Path, run: Run) -> None:
    assert init(run, tmp_path / "aa") == exits.DONE
    assert init(run, tmp_path / "aa") == exits.NOT_SET_UP


def test_a_bad_code_and_a_bad_state_are_usage(tmp_path: Path, run: Run) -> None:
    assert init(run, tmp_path / "aa", code="Not A Code") == exits.USAGE
    assert init(run, tmp_path / "aa", state="Malaysia") == exits.USAGE
    assert not (tmp_path / "aa").exists()


def test_the_genesis_is_read_aloud_in_groups_and_is_the_same_for_all(nodes: Path, run: Run) -> None:
    said = run("node", "adopt", nodes / "aa", nodes / "genesis.cbor")
    groups = [word for word in said.out.split() if len(word) == 4 and set(word) <= HEX]
    adopted = run("node", "adopt", nodes / "bb", nodes / "genesis.cbor", "--json").data
    assert "".join(groups) == adopted["genesis"]
    lines = said.out.strip().splitlines()
    assert lines[1].startswith("EXERCISE")
    assert lines[-1].startswith("EXERCISE")


def test_a_genesis_is_never_overwritten(nodes: Path, run: Run) -> None:
    before = (nodes / "genesis.cbor").read_bytes()
    said = run("genesis", nodes / "genesis.cbor", nodes / "aa" / "entry.cbor", "--exercise")
    assert said.code == exits.NOT_SET_UP
    assert (nodes / "genesis.cbor").read_bytes() == before


def test_a_genesis_whose_keys_all_lie_here_is_an_exercise_and_says_so(nodes: Path, run: Run) -> None:
    entries = [nodes / code / "entry.cbor" for code in ("aa", "bb")]
    assert run("genesis", nodes / "real.cbor", *entries).code == exits.USAGE
    assert not (nodes / "real.cbor").exists()
    away = nodes / "bb.entry"
    away.write_bytes(entries[1].read_bytes())
    assert run("genesis", nodes / "real.cbor", entries[0], away).code == exits.DONE


def test_another_genesis_and_one_without_us_are_refused(nodes: Path, run: Run) -> None:
    assert run("genesis", nodes / "other.cbor", nodes / "aa" / "entry.cbor", "--exercise").code == exits.DONE
    assert run("node", "adopt", nodes / "aa", nodes / "other.cbor").code == exits.NOT_SET_UP
    assert run("node", "adopt", nodes / "bb", nodes / "other.cbor").code == exits.NOT_SET_UP


def test_a_file_that_is_no_genesis_is_a_sentence(nodes: Path, run: Run) -> None:
    (nodes / "bad.cbor").write_bytes(b"not a genesis")
    said = run("node", "adopt", nodes / "aa", nodes / "bad.cbor")
    assert said.code == exits.FILE_TROUBLE
    assert "not a genesis" in " ".join(said.err.split())
    made = run("genesis", nodes / "new.cbor", nodes / "bad.cbor")
    assert made.code == exits.FILE_TROUBLE
    assert "not the entry" in " ".join(made.err.split())
    assert run("node", "adopt", nodes / "aa", nodes / "missing.cbor").code == exits.FILE_TROUBLE


def test_a_node_without_a_genesis_says_what_to_do(tmp_path: Path, run: Run) -> None:
    assert init(run, tmp_path / "aa") == exits.DONE
    said = run("node", "status", tmp_path / "aa")
    assert said.code == exits.NOT_SET_UP
    assert "adopt" in said.err


def test_no_folder_and_no_node_are_sentences(tmp_path: Path, run: Run) -> None:
    assert run("node", "status", tmp_path / "none").code == exits.NOT_SET_UP
    assert run("list").code == exits.USAGE
    assert run("list", "--node", tmp_path).code == exits.USAGE


def test_a_token_is_its_owners_alone_and_never_printed(nodes: Path, run: Run) -> None:
    said = run("officer", "add", nodes / "aa", "three", "--json")
    file = nodes / "aa" / "officers" / "three.token"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_text(encoding="ascii").strip() not in said.out
    assert run("officer", "add", nodes / "aa", "three").code == exits.NOT_SIGNED_IN
    assert run("officer", "add", nodes / "aa", "four", "--roles", "king").code == exits.USAGE
    assert run("officer", "add", nodes / "aa", "../four").code == exits.USAGE


def test_a_folder_in_use_without_a_socket_is_no_node(nodes: Path, run: Run) -> None:
    with lock(nodes / "aa"):
        said = run("node", "status", nodes / "aa")
    assert said.code == exits.NO_NODE


def test_a_socket_that_a_killed_node_left_is_passed_over(
    nodes: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(nodes)  # The path of a socket must be short.
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind("aa/node.sock")
    said = run("node", "status", "aa", "--json")
    assert said.code == exits.DONE
    assert said.data["serving"] is False


def test_a_node_that_breaks_off_is_never_asked_twice(nodes: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(nodes)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as node:
        node.bind("aa/node.sock")
        node.listen()
        asked: list[bytes] = []

        def break_off() -> None:
            for _ in range(2):
                connection, _ = node.accept()
                with connection:
                    connection.settimeout(5)
                    asked.append(connection.recv(1 << 16))

        breaking = threading.Thread(target=break_off)
        breaking.start()
        said = run("officer", "add", "aa", "three")
        breaking.join()
    assert said.code == exits.NO_NODE
    assert "whether it was made" in " ".join(said.err.split())
    assert not (nodes / "aa" / "officers" / "three.token").exists()
    # The first connection looks whether somebody listens; the second one brings the request.
    assert asked[0] == b""
    assert asked[1].startswith(b"POST /desk")


@pytest.mark.slow
def test_the_check_of_a_node_names_a_row_that_was_changed(nodes: Path, run: Run, opened: str) -> None:
    assert run("node", "verify", nodes / "aa").code == exits.DONE
    with sqlite3.connect(nodes / "aa" / "node.db") as database:
        (signed,) = database.execute("SELECT signed FROM acts").fetchone()
        changed = signed[:-1] + bytes([signed[-1] ^ 1])
        database.execute("UPDATE acts SET signed = ?", (changed,))
    database.close()
    said = run("node", "verify", nodes / "aa", "--json")
    assert said.code == exits.NOT_VERIFIED
    assert any("position 0" in each["where"] for each in said.data["findings"])


def test_officers_are_listed_renewed_and_dismissed(nodes: Path, run: Run) -> None:
    folder = nodes / "aa"
    made = run("officer", "add", folder, "lan", "--roles", "author", "--json").data
    token = Path(made["token_file"])
    listed = run("officer", "list", folder)
    assert f"{made['pseudonym']}  author  until " in listed.out
    assert "no passkey" in listed.out
    until = {each["name"]: each["until_ms"] for each in run("officer", "list", folder, "--json").data["officers"]}
    assert run("officer", "renew", folder, "lan", "--json").data["until_ms"] > until["lan"]
    assert token.exists()
    gone = run("officer", "dismiss", folder, "lan")
    assert gone.code == exits.DONE
    assert made["pseudonym"] in gone.out
    assert not token.exists()
    data = run("officer", "list", folder, "--json").data
    assert "lan" not in {each["name"] for each in data["officers"]}
    assert [(each["name"], each["pseudonym"]) for each in data["former"]] == [("lan", made["pseudonym"])]
    assert "lan               " + made["pseudonym"] + "  dismissed" in run("officer", "list", folder).out
    for what in ("renew", "dismiss"):
        said = run("officer", what, folder, "lan")
        assert said.code == exits.NO_SUCH_THING
        assert "lintas officer list" in said.err
