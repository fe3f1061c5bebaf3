"""Reaching a node: over its socket where it serves, else in this process, under the lock of its folder.

Where the node does not serve, acts are made, durable and queued; they leave when it serves again.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from lintas.cli import exits
from lintas.cli.sentences import CliError
from lintas.compose import desk
from lintas.compose.desk import SOCKET
from lintas.wire.limits import LIMITS

READ_TIMEOUT_MS: Final = 600_000
Do = Callable[[str, dict[str, Any]], Any]

SOCKET_PATH_BYTES_MAX: Final = 100
"""A Unix socket's path has at most 104 bytes on macOS and 108 on Linux, its end included."""


@dataclass(frozen=True, slots=True)
class Reach:
    """The way to the node of a folder."""

    folder: Path

    def do(self, command: str, args: dict[str, Any]) -> Any:
        """What the command gives; raises `DeskError` from a node that serves, else what the command raises."""
        if self.serves():
            # Whoever verifies an export comes here with the two packages of the core, and without one that reads HTTP.
            from lintas.transport.client import ClientLimits, LocalPeer

            patient = ClientLimits(read_timeout_ms=READ_TIMEOUT_MS, reply_bytes_max=LIMITS.desk_answer_bytes_max)
            # What broke after this may have been done: it is never done again here.
            with closing(LocalPeer(self.folder / SOCKET, patient)) as peer:
                return desk.read_answer(peer.post(desk.PATH, desk.write_request(command, args)))
        return self._here(command, args)

    @contextmanager
    def steady(self) -> Iterator[Do]:
        """As `do`, for many commands in a row."""
        if self.serves():
            yield self.do
            return
        with self._node() as do:
            yield do

    def serves(self) -> bool:
        """Whether somebody listens on the socket. A killed node leaves one behind where nobody does."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
            try:
                probe.connect(str(self.folder / SOCKET))
            except OSError:
                return False
        return True

    def _here(self, command: str, args: dict[str, Any]) -> Any:
        if command == "verify":
            return self._verified()
        with self._node() as do:
            return do(command, args)

    def _verified(self) -> Any:
        # Of a store that was tampered with there may be no node any more; what is wrong is told all the same.
        from lintas.compose import folder as folders
        from lintas.compose.commands import check_data

        need_folder(self.folder)
        with folders.at_work(self.folder) as (settings, given):
            return check_data(folders.check(self.folder, settings, given))

    @contextmanager
    def _node(self) -> Iterator[Do]:
        # A node is made of much; speaking to one that serves needs none of it.
        from lintas.compose import folder as folders
        from lintas.compose.commands import run_command
        from lintas.node.obey import obey

        need_folder(self.folder)
        with folders.at_work(self.folder) as (settings, given):
            node = folders.build_with(self.folder, settings, given)

            def do(command: str, args: dict[str, Any]) -> Any:
                result = run_command(node, command, args)
                node.commit()
                obey(node)
                return result

            yield do


def need_folder(folder: Path) -> None:
    """Raise unless the folder is there and its socket can be."""
    if not folder.is_dir():
        raise CliError(f"There is no node in {folder}: make one with `lintas node init`.", exits.NOT_SET_UP)


def need_short(folder: Path) -> None:
    """Raise where the path of the socket would be too long for the system."""
    if len(str((folder / SOCKET).absolute()).encode()) > SOCKET_PATH_BYTES_MAX:
        raise CliError(f"The path of {folder} is too long for a socket in it: use a shorter one.")
