"""The import contracts in `pyproject.toml` bite, on a made-up package of the same shape."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

LAYERS = "Imports go down the layers only"
CRYPTOGRAPHY = "Only lintas.crypto imports cryptography"
PRESENCE = "Officers who signed in without a token are not reached from outside"
PURE = "wire to sync and the engines know no I/O, clock, chance or framework"

CASES = [
    ("wire/a.py", "from lintas.log import b", {LAYERS}),
    ("kinds/a.py", "from lintas.law import b", {LAYERS}),
    ("store/a.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from lintas.sim import b", {LAYERS}),
    ("extra/a.py", "", {LAYERS}),
    ("log/a.py", "from cryptography import x509", {CRYPTOGRAPHY}),
    ("store/a.py", "import cryptography.hazmat", {CRYPTOGRAPHY}),
    ("sync/__init__.py", "import socket", {PURE}),
    ("law/a.py", "from urllib.request import urlopen", {PURE}),
    ("dossier/a.py", "import os.path", {PURE}),
    ("crypto/a.py", "from cryptography import x509", set()),
    ("store/a.py", "import sqlite3, os\nfrom lintas.wire import b", set()),
    ("wire/a.py", "from datetime import datetime", set()),
    ("compose/a.py", "from lintas.node import presence", {PRESENCE}),
    ("console/a.py", "from lintas.node import presence", set()),
]


@pytest.mark.processes
@pytest.mark.parametrize(("path", "text", "broken"), CASES)
def test_contracts(tmp_path: Path, path: str, text: str, broken: set[str]) -> None:
    package = tmp_path / "lintas"
    made = "wire", "crypto", "log", "dossier", "kinds", "law", "sync", "node", "store", "sim", Path(path).parts[0]
    for layer in made:
        (package / layer).mkdir(parents=True, exist_ok=True)
        (package / layer / "__init__.py").touch()
        (package / layer / "b.py").touch()
    (package / "__init__.py").touch()
    (package / "node" / "presence.py").touch()
    (package / path).write_text(text + "\n")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    command = [str(Path(sys.prefix) / "bin" / "lint-imports"), "--no-cache"]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    said = [line for line in done.stdout.splitlines() if line.endswith(" BROKEN")]
    assert {line.removesuffix(" BROKEN") for line in said} == broken, done.stdout
    assert (done.returncode == 0) == (not broken)
