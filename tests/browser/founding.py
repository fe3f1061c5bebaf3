"""Two nodes with consoles, each a process, founded by the commands that an operator types.

Nothing in it is an exercise: nobody works by a password alone, and what binds wants the touch of a passkey.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from lintas.compose import settings as settings_file
from tests.processes.federation import free_port

HERE, THERE = "vn-ca", "my-ca"
STATES = {HERE: "VN", THERE: "MY"}
CLOSED_TO = frozenset({"lan", "binh", "intake", "farid"})
COMMAND_S_MAX = 60
FOUND = "A lawyer of the exercise, 2026-11-28: no law of these invented cases allows death"
"""In earnest, data of persons wait until somebody found what the law of the other state says."""


def lintas(*words: object) -> Any:
    """What a command gives as plain data."""
    command = [sys.executable, "-m", "lintas.cli", *map(str, words), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=COMMAND_S_MAX, check=False)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return json.loads(done.stdout)


def _init(folder: Path, code: str, states: Mapping[str, str]) -> None:
    port, console = free_port(), free_port()
    lintas("node", "init", folder, "--code", code, "--name", f"Central Authority of {states[code]}",
           "--state", states[code], "--category", "central authority", "--address", f"http://127.0.0.1:{port}",
           "--port", port)  # fmt: skip
    settings = settings_file.read(folder, {})
    settings_file.write(folder, replace(
        settings, checkpoint_ms=1_000, idle_ms=500, console=f"127.0.0.1:{console}",
        console_url=f"http://{code}.localhost:{console}", policy=replace(settings.policy, closed_to=CLOSED_TO),
    ))  # fmt: skip
    file, table = folder / "settings.toml", "[death_found]\n"
    found = "".join(f'{each} = "{FOUND}"\n' for each in states.values())
    file.write_text(file.read_text(encoding="utf-8").replace(table, table + found), encoding="utf-8")


@contextmanager
def serving(folder: Path) -> Iterator[None]:
    """The node of the folder, with its console, as a process."""
    command = [sys.executable, "-m", "lintas.cli", "node", "serve", str(folder)]
    with (folder / "serve.log").open("w") as log:
        node = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
    assert node.stdout is not None
    try:
        said = node.stdout.readline()
        assert said, (folder / "serve.log").read_text(encoding="utf-8")
        yield
    finally:
        node.terminate()
        node.wait(30)
        node.stdout.close()


@contextmanager
def founded(root: Path, states: Mapping[str, str] = STATES) -> Iterator[dict[str, Path]]:
    """The folders of the nodes, of both or of those of these states, by code, while they serve."""
    folders = {code: root / code for code in states}
    with ThreadPoolExecutor(len(folders)) as pool:
        list(pool.map(lambda code: _init(folders[code], code, states), folders))
        genesis = root / "genesis.cbor"
        # Whoever writes the genesis has the entries of all founders, and the keys of none.
        sent = [shutil.copy(folder / "entry.cbor", root / f"{code}.cbor") for code, folder in folders.items()]
        lintas("genesis", genesis, *sent)
        list(pool.map(lambda folder: lintas("node", "adopt", folder, genesis), folders.values()))
    with ExitStack() as stack:
        for folder in folders.values():
            stack.enter_context(serving(folder))
        yield folders
