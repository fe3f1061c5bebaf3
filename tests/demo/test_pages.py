"""The tutorial works as it stands: its commands are run, in order, in a shell."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from tests.demo.pages import DOCS, commands, run

TUTORIAL = DOCS / "tutorial" / "first-case.md"
SECONDS_MAX = 100

# A test finds the dossier by asking; ports are those that are free here.
ASK = (
    'CASE=$(lintas list --json | "$PYTHON" -c "import json, sys;'
    " print(next(d['id'][:8] for d in json.load(sys.stdin) if d['kind'] != 'registry'))\")"
)


def script(ports: tuple[int, int]) -> str:
    text = "\n".join(commands(TUTORIAL))
    assert text.count("CASE=7g2kq3fa") == 1
    text = text.replace("CASE=7g2kq3fa", ASK).replace("8471", str(ports[0])).replace("8472", str(ports[1]))
    # An alias is for people; a shell that reads a script has none.
    return re.sub(r"^alias lintas=.*$", "", text, flags=re.MULTILINE)


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as two:
        one.bind(("127.0.0.1", 0))
        two.bind(("127.0.0.1", 0))
        return one.getsockname()[1], two.getsockname()[1]


@pytest.mark.processes
@pytest.mark.timeout(SECONDS_MAX + 20)
def test_the_tutorial_works_as_it_stands(short_path: Path) -> None:
    said = run(short_path, script(free_ports()), within=short_path, seconds_max=SECONDS_MAX)
    assert "exit code 3" in said
    assert "VERIFIED  case.zip" in said
    received = list((short_path / "first-case" / "received").iterdir())
    assert [file.read_text(encoding="ascii") for file in received] == ["an invented statement\n"]
