"""A node whose signing keys are in a hardware module, by the commands that an operator gives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from lintas.cli import exits
from lintas.compose.folder import ENTRY, NEXT_KEY, VAULT
from lintas.crypto.ports import Algorithm, algorithm_of
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import read_entry
from lintas.node.keys import ISSUING, SIGNING, in_module
from lintas.store.vault import SqliteVault
from tests.cli.conftest import DRAFT, Run
from tests.cli.conftest import run as run  # noqa: PLC0414
from tests.support.module import TOKEN, library, soft_token

pytestmark = pytest.mark.slow


@pytest.fixture
def pin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    library()
    return soft_token(tmp_path, monkeypatch)


def init(run: Run, folder: Path, *more: object) -> int:
    code = folder.name
    return run("node", "init", folder, "--code", code, "--name", f"Authority {code}", "--state", code.upper(),
               "--category", "central authority", "--address", "http://127.0.0.1:9", *more).code  # fmt: skip


def in_token(pin: Path) -> tuple[object, ...]:
    return "--module", library(), "--token", TOKEN, "--pin-file", pin


def founded(run: Run, pin: Path, algorithm: str) -> Path:
    """The node `aa`, with its keys in the token, in a federation with `bb`; a dossier's fields beside it."""
    folder = pin.parent
    assert init(run, folder / "aa", *in_token(pin), *(["--es256"] if algorithm == "es256" else [])) == exits.DONE
    assert init(run, folder / "bb") == exits.DONE
    entries = [folder / code / ENTRY for code in ("aa", "bb")]
    assert run("genesis", folder / "genesis.cbor", *entries, "--exercise").code == exits.DONE
    assert run("node", "adopt", folder / "aa", folder / "genesis.cbor").code == exits.DONE
    assert run("officer", "add", folder / "aa", "one").code == exits.DONE
    (folder / "draft.json").write_text(json.dumps(DRAFT), encoding="utf-8")
    return folder / "aa"


def open_dossier(run: Run, node: Path) -> Any:
    return run("open", "mla", "--to", "requested=bb", "--for", "all", "--fields", node.parent / "draft.json",
               "--node", node, "--as", "one", "--json")  # fmt: skip


def found_by_doctor(run: Run, node: Path) -> set[str]:
    return {each["code"] for each in run("doctor", node, "--json").data["findings"]}


@pytest.mark.parametrize("algorithm", ["ed25519", "es256"])
def test_a_node_signs_with_the_token_and_goes_on_when_it_was_away(run: Run, pin: Path, algorithm: str) -> None:
    node = founded(run, pin, algorithm)
    ours = read_entry(RealSuite(), (node / ENTRY).read_bytes())
    assert algorithm_of(ours.signing) is Algorithm[algorithm.upper()]
    vault = SqliteVault(node / VAULT)
    assert vault.secrets(SIGNING) == []
    assert len(vault.secrets(ISSUING)) == (algorithm == "es256"), "certificates are signed with Ed25519"
    assert set(in_module(vault)) == ({ours.signing} if algorithm == "es256" else {ours.signing, ours.issuing})
    vault.close()
    assert pin.read_text().strip() not in (node / "settings.toml").read_text().replace(str(pin), "")
    first = open_dossier(run, node)
    assert first.code == exits.DONE

    tokens = pin.parent / "tokens"
    tokens.rename(pin.parent / "away")
    assert "token-silent" in found_by_doctor(run, node)
    refused = open_dossier(run, node)
    assert refused.code == exits.NOT_SEALED
    assert refused.data["facts"]["token"] == TOKEN
    assert run("node", "status", node, "--json").data["acts"] == 1

    (pin.parent / "away").rename(tokens)
    assert "token-silent" not in found_by_doctor(run, node)
    assert open_dossier(run, node).code == exits.DONE
    assert run("node", "verify", node).code == exits.DONE
    file = pin.parent / "case.zip"
    assert run("export", first.data["dossier"], file, "--node", node, "--as", "one").code == exits.DONE
    assert run("verify", file).code == exits.DONE


def test_the_next_key_comes_into_the_token_when_keys_are_renewed(run: Run, pin: Path) -> None:
    node = founded(run, pin, "es256")
    before = read_entry(RealSuite(), (node / ENTRY).read_bytes())
    kept = pin.parent / "kept.key"
    (node / NEXT_KEY).rename(kept)
    assert run("node", "request", node, pin.parent / "new.entry", "--renew", kept).code == exits.DONE
    after = read_entry(RealSuite(), (pin.parent / "new.entry").read_bytes())
    assert after.succeeds(before) == ""
    vault = SqliteVault(node / VAULT)
    assert vault.secrets(SIGNING) == []
    assert set(in_module(vault)) == {before.signing, after.signing}
    vault.close()
    assert "renewal-waits" in found_by_doctor(run, node)


def test_nothing_is_made_where_the_token_does_not_answer(run: Run, pin: Path) -> None:
    right = pin.read_text()
    pin.write_text("4711")
    assert init(run, pin.parent / "aa", *in_token(pin)) == exits.NOT_SEALED
    pin.write_text(right)
    assert init(run, pin.parent / "aa", *in_token(pin)) == exits.DONE
    assert init(run, pin.parent / "cc", "--token", TOKEN) == exits.USAGE


def test_settings_that_name_no_module_any_more_are_told(run: Run, pin: Path) -> None:
    node = founded(run, pin, "ed25519")
    settings = node / "settings.toml"
    lines = settings.read_text().splitlines()
    settings.write_text("\n".join(line for line in lines if not line.startswith("module =")) + "\n")
    assert "no-module" in found_by_doctor(run, node)
    said = run("node", "status", node)
    assert said.code == exits.NOT_SET_UP
    assert "hardware module" in " ".join(said.err.split())
