"""The command that looks through files: what its end means, and that it ends whatever happens."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from lintas.compose.scanning import CommandScanner
from lintas.node.ports import Scan
from lintas.node.tree import NoSuchChunk

pytestmark = pytest.mark.processes
PARTS = [b"one ", b"two"]


@pytest.mark.parametrize(
    ("command", "verdict", "said"),
    [
        ("sh -c 'cat >/dev/null; echo; echo all well'", "clean", "all well"),
        ("cat", "clean", "one two"),
        ("sh -c 'cat >/dev/null; echo Eicar FOUND; exit 1'", "infected", "Eicar FOUND"),
        ("sh -c 'echo no database >&2; exit 2'", "cannot tell", "no database"),
        ("sh -c 'cat >/dev/null; kill -9 $$'", "cannot tell", "exit code -9"),
        ("sh -c 'cat >/dev/null; printf \"\\033[2J\\n\"'", "clean", "[2J"),
    ],
)
def test_the_exit_code_is_the_verdict(command: str, verdict: str, said: str) -> None:
    assert CommandScanner(command, 20)(PARTS) == Scan(verdict, said)


@pytest.mark.parametrize("command", ["/no/such/scanner", "", "sh 'unclosed"])
def test_a_command_that_cannot_be_started_cannot_tell(command: str) -> None:
    found = CommandScanner(command, 20)(PARTS)
    assert found.verdict == "cannot tell"
    assert "cannot be started" in found.said


def test_a_command_that_did_not_read_the_file_cannot_tell() -> None:
    found = CommandScanner("true", 20)(bytes(1 << 20) for _ in range(8))
    assert found == Scan("cannot tell", "it ended before it had read the file")


def test_a_command_that_has_seen_enough_may_end_early() -> None:
    found = CommandScanner("sh -c 'echo Eicar; exit 1'", 20)(bytes(1 << 20) for _ in range(8))
    assert found == Scan("infected", "Eicar")


@pytest.mark.parametrize("command", ["sleep 60", "sh -c 'cat >/dev/null; sleep 60'"])
def test_a_command_that_does_not_end_is_ended(command: str) -> None:
    begun = time.monotonic()
    found = CommandScanner(command, 1)(bytes(1 << 20) for _ in range(8))
    assert found == Scan("cannot tell", "it had not ended after 1 seconds")
    assert time.monotonic() - begun < 10


def test_a_file_that_cannot_be_read_is_no_verdict() -> None:
    def parts() -> Iterator[bytes]:
        yield b"one"
        raise NoSuchChunk(bytes(32))

    with pytest.raises(NoSuchChunk):
        CommandScanner("cat", 20)(parts())
