"""The tutorial works as it stands: its commands are run, in order, in a shell."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = ROOT / "docs" / "tutorial" / "first-case.md"
SECONDS_MAX = 100

# A test finds the dossier by asking; ports are those that are free here.
ASK = 'CASE=$(lintas list --json | "$PYTHON" -c "import json, sys; print(json.load(sys.stdin)[0][\'id\'][:8])")'


def script(ports: tuple[int, int]) -> str:
    blocks = re.findall(r"^```sh\n(.*?)^```", TUTORIAL.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    text = "\n".join(blocks)
    assert text.count("CASE=7g2kq3fa") == 1
    text = text.replace("CASE=7g2kq3fa", ASK).replace("8471", str(ports[0])).replace("8472", str(ports[1]))
    # An alias is for people; a shell that reads a script has none.
    return "set -eu -o pipefail\n" + re.sub(r"^alias lintas=.*$", "", text, flags=re.MULTILINE)


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 20)
def test_the_tutorial_works_as_it_stands(short_path: Path) -> None:
    command = short_path / "bin" / "lintas"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m lintas.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
    log = short_path / "log"
    with log.open("w") as out:
        shell = subprocess.Popen(
            ["bash", "-c", script(free_ports())],
            cwd=short_path,
            env=os.environ | {"PYTHON": sys.executable, "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        code = shell.wait(SECONDS_MAX)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)
    said = log.read_text(encoding="utf-8")
    assert code == 0, said[-3000:]
    assert "exit code 3" in said
    assert "VERIFIED  case.zip" in said
    received = list((short_path / "first-case" / "received").iterdir())
    assert [file.read_text(encoding="ascii") for file in received] == ["an invented statement\n"]
