"""The scanner that the settings name: a command that reads a file on its standard input and ends with a verdict.

Exit code 0 means clean, 1 infected, as `clamdscan -` has it; anything else, and no end within the time allowed, means
that it cannot tell. The file is nowhere on the disk in the clear. The command runs as the user of the node does: it is
the operator's.
"""

from __future__ import annotations

import contextlib
import os
import shlex
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from lintas.node.ports import Scan
from lintas.node.scans import CLEAN, INFECTED, UNTOLD

SAID_CHARS_MAX: Final = 200
_SAID_BYTES_MAX: Final = 64 * 1024
_VERDICTS: Final = {0: CLEAN, 1: INFECTED}


@dataclass(frozen=True, slots=True)
class CommandScanner:
    """The port `Scanner` over a command; it has so many seconds for a file."""

    command: str
    s_max: int

    def __call__(self, parts: Iterable[bytes]) -> Scan:
        """See `Scanner`."""
        with tempfile.TemporaryFile() as said:
            try:
                process = subprocess.Popen(
                    shlex.split(self.command), stdin=subprocess.PIPE, stdout=said, stderr=said, start_new_session=True
                )
            except (OSError, ValueError, IndexError) as error:
                return Scan(UNTOLD, f"the command cannot be started: {error}"[:SAID_CHARS_MAX])
            late = threading.Event()
            with _ended(process, self.s_max, late):
                assert process.stdin
                whole = _fed(process.stdin, parts)
                code = process.wait()
            if late.is_set():
                return Scan(UNTOLD, f"it had not ended after {self.s_max} seconds")
            verdict = _VERDICTS.get(code, UNTOLD)
            if verdict == CLEAN and not whole:
                return Scan(UNTOLD, "it ended before it had read the file")
            return Scan(verdict, _words(said) or f"exit code {code}")


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes], s_max: int, late: threading.Event) -> Iterator[None]:
    """Whatever happens, the command and what it started are gone at the end, and no later than allowed."""

    def kill() -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)

    def end_late() -> None:
        late.set()
        kill()

    timer = threading.Timer(s_max, end_late)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        if process.poll() is None:
            kill()
            process.wait()
        if process.stdin:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()


def _fed(stdin: IO[bytes], parts: Iterable[bytes]) -> bool:
    """Write the file to the command; whether it took all of it."""
    try:
        for part in parts:
            stdin.write(part)
        stdin.close()
    except BrokenPipeError:
        with contextlib.suppress(BrokenPipeError):
            stdin.close()
        return False
    return True


def _words(said: IO[bytes]) -> str:
    """The first line that the command wrote, as far as it can be shown."""
    said.seek(0)
    lines = said.read(_SAID_BYTES_MAX).decode("utf-8", "replace").splitlines()
    shown = ("".join(c for c in line if c.isprintable()).strip() for line in lines)
    return next((line for line in shown if line), "")[:SAID_CHARS_MAX]
