"""A terminal that types for the officers: each command is a process of its own, as it would be for a person."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LINE_WIDTH = 104
COMMAND_S_MAX = 60


@dataclass(frozen=True, slots=True)
class Officer:
    """Who types: the node's code and folder, and the officer's name."""

    code: str
    folder: Path
    name: str


@dataclass(frozen=True, slots=True)
class Answer:
    """How a command ended: its exit code, what it printed, and that as data where it was asked for."""

    code: int
    text: str
    data: Any = None


class WentWrong(Exception):
    """A command ended otherwise than the play needs."""

    def __init__(self, words: Sequence[str], answer: Answer) -> None:
        super().__init__(f"`lintas {shlex.join(words)}` ended with {answer.code}: {answer.text}")
        self.words, self.answer = tuple(words), answer


@dataclass(slots=True)
class Terminal:
    """Runs `lintas`, and counts how often."""

    commands: int = field(default=0)

    def run(
        self, words: Sequence[str], officer: Officer | None = None, *, expected: int | None = 0, data: bool = True
    ) -> Answer:
        """Run a command; raises `WentWrong` unless it ends as expected. With `data` it is asked for plain data."""
        self.commands += 1
        command = [sys.executable, "-m", "lintas.cli", *words, *(["--json"] if data else [])]
        done = subprocess.run(
            command,
            env=environment(officer),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=COMMAND_S_MAX,
            check=False,
        )
        text = (done.stdout or done.stderr).strip()
        if expected is not None and done.returncode != expected:
            raise WentWrong(words, Answer(done.returncode, text + done.stderr.strip()))
        return Answer(done.returncode, text, json.loads(done.stdout) if data and done.stdout else None)

    def typed(self, words: Sequence[str], officer: Officer | None = None) -> None:
        """Print a command as somebody types it."""
        prompt = f"{officer.name}@{officer.code} $ " if officer else "$ "
        lines = [prompt + "lintas"]
        for word in _grouped(words):
            if len(lines[-1]) + len(word) + 3 > LINE_WIDTH:
                lines[-1] += " \\"
                lines.append("     ")
            lines[-1] += f" {word}"
        print("\n".join(f"  {line}" for line in lines), flush=True)


def _grouped(words: Sequence[str]) -> list[str]:
    """An option and its value stay on one line."""
    grouped: list[str] = []
    for word in words:
        said = _quoted(word)
        if grouped and grouped[-1].startswith("--") and " " not in grouped[-1] and not word.startswith("--"):
            grouped[-1] += f" {said}"
        else:
            grouped.append(said)
    return grouped


def _quoted(word: str) -> str:
    return word if shlex.quote(word) == word else f'"{word}"'


def environment(officer: Officer | None) -> dict[str, str]:
    """That of this process, without what it says of a node, and with what the officer's own shell would say."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LINTAS_")}
    return kept | {"LINTAS_NODE": str(officer.folder), "LINTAS_OFFICER": officer.name} if officer else kept
