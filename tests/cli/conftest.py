"""Two nodes in folders, not serving, and the command line over them."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from lintas.cli.main import main

DRAFT = {
    "person": "Nguyen Van Mau",
    "offence": "fraud; 4 years or more",
    "urgency": "ordinary",
    "measures": ["records"],
    "details": "records of one account",
    "authority": "an authority",
    "facts": "what happened",
    "law": "a law",
    "purpose": "a trial",
    "treaty": "ASEAN MLAT (2004)",
}


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended: exit code, standard output, standard error."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command line as it is typed."""
    monkeypatch.delenv("LINTAS_NODE", raising=False)
    monkeypatch.delenv("LINTAS_OFFICER", raising=False)

    def run(*words: object) -> Said:
        capsys.readouterr()
        try:
            code = main([str(word) for word in words])
        except SystemExit as usage:
            code = int(str(usage.code))
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two nodes of one federation; made once and copied for each test."""
    folder = tmp_path_factory.mktemp("nodes")
    for code in ("aa", "bb"):
        _made("node", "init", folder / code, "--code", code, "--name", f"Authority {code}", "--state", code.upper(),
              "--category", "central authority", "--address", "http://127.0.0.1:9")  # fmt: skip
    entries = [folder / code / "entry.cbor" for code in ("aa", "bb")]
    _made("genesis", folder / "genesis.cbor", *entries, "--exercise")
    for code in ("aa", "bb"):
        _made("node", "adopt", folder / code, folder / "genesis.cbor")
        _made("officer", "add", folder / code, "one")
        _made("officer", "add", folder / code, "two", "--roles", "approver")
    return folder


def _made(*words: object) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([str(word) for word in words]) == 0
    return out.getvalue()


@pytest.fixture(scope="session")
def template_opened(template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The same with a draft shared by `aa`; the folder and the dossier."""
    folder = tmp_path_factory.mktemp("opened") / "nodes"
    shutil.copytree(template, folder)
    (folder / "draft.json").write_text(json.dumps(DRAFT), encoding="utf-8")
    done = _made("open", "mla", "--to", "requested=bb", "--for", "all", "--fields", folder / "draft.json",
                 "--node", folder / "aa", "--as", "one", "--json")  # fmt: skip
    return folder, json.loads(done)["dossier"]


@pytest.fixture
def nodes(template: Path, tmp_path: Path) -> Path:
    """A folder with the nodes `aa` and `bb` of one federation, each with the officers `one` and `two`."""
    shutil.copytree(template, tmp_path / "nodes", dirs_exist_ok=True)
    return tmp_path / "nodes"


@pytest.fixture
def opened(template_opened: tuple[Path, str], nodes: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> str:
    """The id of a dossier at `aa` with a shared draft; the environment names the node and an officer."""
    folder, dossier = template_opened
    shutil.copytree(folder, nodes, dirs_exist_ok=True)
    monkeypatch.setenv("LINTAS_NODE", str(nodes / "aa"))
    monkeypatch.setenv("LINTAS_OFFICER", "one")
    return dossier
