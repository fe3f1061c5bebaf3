"""Four nodes, each a process, founded by the commands that an operator types; three of them with consoles.

Nothing in it is an exercise: nobody works by a password alone, and what binds wants the touch of a passkey.
"""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from pathlib import Path
from typing import Any

from lintas.cli.main import main
from lintas.compose import settings as settings_file
from tests.processes.federation import free_port

HERE, THERE = "vn-ca", "my-ca"
AWAY = ("id-pol", "ph-pol")
"""Authorities that work at the command line."""
CONSOLES = frozenset({HERE, THERE, "id-pol"})
STATES = {HERE: "VN", THERE: "MY", "id-pol": "ID", "ph-pol": "PH"}
OFFICER = "sari"
"""Who works there."""
CLOSED_TO = frozenset({"lan", "binh", "intake", "farid"})
FOUND = "A lawyer of the exercise, 2026-11-28: no law of these invented cases allows death"
"""In earnest, data of persons wait until somebody found what the law of the other state says."""


def lintas(*words: object) -> Any:
    """What a command gives as plain data: the same call as of the program, without an interpreter of its own."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        code = main([*map(str, words), "--json"])
    assert code == 0, f"{words}: {out.getvalue()}"
    return json.loads(out.getvalue())


def _init(folder: Path, code: str) -> None:
    port, console = free_port(), free_port()
    lintas("node", "init", folder, "--code", code, "--name", f"Central Authority of {STATES[code]}",
           "--state", STATES[code], "--category", "central authority", "--address", f"http://127.0.0.1:{port}",
           "--port", port)  # fmt: skip
    settings = settings_file.read(folder, {})
    made = replace(settings, checkpoint_ms=1_000, idle_ms=5_000)
    if code in CONSOLES:
        made = replace(made, idle_ms=500, console=f"127.0.0.1:{console}", console_url=f"http://{code}.localhost:{console}",
                       policy=replace(settings.policy, closed_to=CLOSED_TO))  # fmt: skip
    settings_file.write(folder, made)
    file, table = folder / "settings.toml", "[death_found]\n"
    found = "".join(f'{each} = "{FOUND}"\n' for each in STATES.values())
    file.write_text(file.read_text(encoding="utf-8").replace(table, table + found), encoding="utf-8")


@contextmanager
def serving(*folders: Path) -> Iterator[None]:
    """The nodes of these folders, each a process, side by side."""
    with ExitStack() as stack:
        nodes = [(folder, stack.enter_context(_started(folder))) for folder in folders]
        for folder, node in nodes:
            assert node.stdout is not None
            assert node.stdout.readline(), (folder / "serve.log").read_text(encoding="utf-8")
        yield


@contextmanager
def _started(folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "lintas.cli", "node", "serve", str(folder)]
    with (folder / "serve.log").open("w") as log:
        node = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
    assert node.stdout is not None
    try:
        yield node
    finally:
        node.terminate()
        node.wait(30)
        node.stdout.close()


@contextmanager
def founded(root: Path) -> Iterator[dict[str, Path]]:
    """The folders of the nodes by code, while they serve; those that are away have an officer at the command line."""
    folders = {code: root / code for code in STATES}
    for code, folder in folders.items():
        _init(folder, code)
    genesis = root / "genesis.cbor"
    # Whoever writes the genesis has the entries of all founders, and the keys of none.
    sent = [shutil.copy(folder / "entry.cbor", root / f"{code}.cbor") for code, folder in folders.items()]
    lintas("genesis", genesis, *sent)
    for folder in folders.values():
        lintas("node", "adopt", folder, genesis)
    with serving(*folders.values()):
        for code in AWAY:
            lintas("officer", "add", folders[code], OFFICER)
        yield folders
