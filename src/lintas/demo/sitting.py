"""An officer at a terminal who types many commands: one process reads them line by line, as one shell would not.

Starting the program is most of what a command costs; what each command does is the same.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from lintas.demo.terminal import Answer, Officer, Terminal, WentWrong, environment

_READ = """
import contextlib, io, json, sys
from lintas.cli.main import main

for line in sys.stdin:
    said, wrong = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(wrong):
        try:
            code = main(json.loads(line))
        except SystemExit as stop:
            code = stop.code
    print(json.dumps([code, said.getvalue(), wrong.getvalue()]), flush=True)
"""


class Sitting:
    """Commands of one officer, one after the other."""

    def __init__(self, terminal: Terminal, officer: Officer, process: subprocess.Popen[str]) -> None:
        self._terminal, self._process = terminal, process
        self.officer = officer

    def run(self, words: Sequence[str]) -> Answer:
        """Run a command and ask for plain data; raises `WentWrong` unless it exits with 0."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([*words, "--json"]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        code, said, wrong = json.loads(line) if line else (self._process.wait(), "", "the process has ended")
        self._terminal.commands += 1
        if code != 0:
            raise WentWrong(words, Answer(code, said + wrong))
        return Answer(code, said, json.loads(said))


@contextmanager
def sitting(terminal: Terminal, officer: Officer) -> Iterator[Sitting]:
    """The officer sits down; the process ends when the officer leaves."""
    with subprocess.Popen(
        [sys.executable, "-c", _READ], env=environment(officer), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        try:
            yield Sitting(terminal, officer, process)
        finally:
            process.communicate()
