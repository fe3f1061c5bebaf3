"""The conformance client agrees with every vector, needs nothing of lintas, and notices a wrong verdict."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest

from spec.client import __main__ as client
from tools.vectors.files import FOLDER

CLIENT = Path(client.__file__).parent
ALLOWED = {"cbor2", "cryptography", "spec"}


def test_the_client_agrees() -> None:
    found = dict(client.results(FOLDER))
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    checked = {name.split("/")[0] for name, wrong in found.items() if wrong is not None}
    assert checked == client.CHECKS.keys()


def test_the_client_needs_no_lintas() -> None:
    for path in CLIENT.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in (each.split(".")[0] for each in names):
                assert name in ALLOWED or name in sys.stdlib_module_names, f"{path.name} imports {name}"


def test_a_wrong_verdict_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cbor").mkdir()
    vector = json.loads((FOLDER / "cbor/key-order.json").read_text())
    (tmp_path / "cbor/wrong.json").write_text(json.dumps(vector | {"verdict": "accepted"}))
    assert client.main(tmp_path) == 1
    assert "cbor/wrong.json: KeyOrder in place of accepted" in capsys.readouterr().out
