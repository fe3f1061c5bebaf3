"""The page on hardware modules works as it stands, on SoftHSM."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lintas.crypto.ports import Algorithm, algorithm_of
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import read_entry
from lintas.node.keys import in_module
from lintas.store.vault import SqliteVault
from tests.demo import pages
from tests.demo.pages import HOW_TO
from tests.support.module import library, soft_token

pytestmark = pytest.mark.processes


def test_the_keys_that_sign_are_in_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = library()
    soft_token(tmp_path, monkeypatch)
    work = tmp_path / "work"
    work.mkdir()
    script = "\n".join(pages.commands(HOW_TO / "sign-with-a-token.md"))
    said = pages.run(tmp_path, re.sub(r"/usr/lib/softhsm/libsofthsm2\.so", found, script), within=work, seconds_max=60)
    assert "were made in the token my-ca" in said
    assert "token" not in said.split("the node in my-ca belongs")[1]
    entry = read_entry(RealSuite(), (work / "my-ca/entry.cbor").read_bytes())
    assert algorithm_of(entry.signing) is Algorithm.ES256
    assert set(in_module(SqliteVault(work / "my-ca/vault.db"))) == {entry.signing}
    assert "482915" not in (work / "my-ca/settings.toml").read_text()
