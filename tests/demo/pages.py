"""Documentation that is run: the commands of a page, and a shell that runs them with `lintas` on its path."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"
HOW_TO = DOCS / "how-to"
STRICT = "set -eu -o pipefail\n"
AT_REST = Path(__file__).with_name("at_rest.py")


def commands(page: Path) -> list[str]:
    """The blocks of commands of a page, in order; one within a list is indented."""
    found = re.findall(r"^ *```sh\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert found, page
    return found


def stand_in(folder: Path, name: str, text: str) -> None:
    """Put a command into a folder that is on the shell's path."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    (folder / name).chmod(0o755)


def wait_by_looking(folder: Path) -> None:
    """Where a page says `sleep`, go on as soon as its nodes are at rest: no later than a reader, mostly far sooner."""
    stand_in(folder, "sleep", f'#!/bin/sh\nexec "{sys.executable}" "{AT_REST}" "$@"\n')


def run(folder: Path, script: str, *, within: Path, seconds_max: int, env: Mapping[str, str] | None = None) -> str:
    """Run a script in a shell that begins `within`, with `bin` of the folder before the path; what it printed.

    Fails if the script does. Whatever it started is ended with it.
    """
    stand_in(folder / "bin", "lintas", f'#!/bin/sh\nexec "{sys.executable}" -m lintas.cli "$@"\n')
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    log = folder / "log"
    with log.open("w") as out:
        shell = subprocess.Popen(
            ["bash", "-c", STRICT + script],
            cwd=within,
            env={**os.environ, "PYTHON": sys.executable, "PATH": path, **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        code = shell.wait(seconds_max)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)
    said = log.read_text(encoding="utf-8")
    assert code == 0, said[-4000:]
    return said
