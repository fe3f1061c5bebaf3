"""A federation of processes in a folder: made, started, killed, started again, and spoken to over their sockets."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lintas.compose import desk, folder
from lintas.compose.settings import Settings
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import read_entry, write_genesis
from lintas.node.keys import entry_of
from lintas.node.ports import PeerError
from lintas.store.vault import SqliteVault
from lintas.transport.client import LocalPeer

START_S_MAX = 30.0

UNARMED = "nothing that was ordered"
"""What a node dies of that nobody armed or killed."""


@dataclass(slots=True)
class Member:
    """One node: its folder, its process if it runs, the tokens of its officers, and what it was armed to die of.

    `program`: where the source of another version lies that it is to run; None for this one.
    """

    code: str
    folder: Path
    process: subprocess.Popen[str] | None = None
    tokens: dict[str, str] = field(default_factory=dict)
    armed: str = UNARMED
    program: Path | None = None

    def officer(self, name: str) -> dict[str, str]:
        """An officer as commands take one."""
        return {"name": name, "token": self.tokens[name]}

    def ask(self, command: str, **args: Any) -> Any:
        """What the running node answers; raises `DeskError`, or `PeerError` while it is down."""
        way = LocalPeer(self.folder / desk.SOCKET)
        try:
            return desk.read_answer(way.post(desk.PATH, desk.write_request(command, args)))
        finally:
            way.close()

    def running(self) -> bool:
        """Whether the process is there."""
        return self.process is not None and self.process.poll() is None

    def launch(self, point: str = "", times: int = 0) -> subprocess.Popen[str]:
        """A process that serves the node, or stands by to do so, and dies at a point; not waited for."""
        extra = [point, str(times)] if point else []
        command = [sys.executable, "-m", "tests.processes.killing_node", str(self.folder), *extra]
        env = None
        if self.program:
            command = [sys.executable, "-m", "lintas.cli", "node", "serve", str(self.folder)]
            env = os.environ | {"PYTHONPATH": str(self.program)}
        with (self.folder / "log.txt").open("a") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, text=True, env=env)

    def start(self, point: str = "", times: int = 0) -> None:
        """Start it, to die at a point; returns when its socket answers, or when it died before."""
        self.armed = point or UNARMED
        self.process = self.launch(point, times)
        until = time.monotonic() + START_S_MAX
        while time.monotonic() < until and self.running():
            try:
                self.ask("status")
                return
            except PeerError:
                time.sleep(0.05)

    def kill(self) -> None:
        """Kill it as a power failure would."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self.process and self.running():
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=20)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make(
    root: Path,
    codes: dict[str, str],
    stores: Mapping[str, str] | None = None,
    *,
    retry_ms_max: int = 300,
    older: Sequence[str] = (),
) -> dict[str, Member]:
    """Nodes of invented authorities, by code and state, in one federation; none started.

    `stores` are addresses of databases, by code, for those that are not on SQLite. `older` have the keys that a node
    made before there were lasting ones.
    """
    entries, members = [], {}
    for code, state in codes.items():
        port = free_port()
        settings = Settings(
            code, f"Exercise authority {code}", state, "central authority", f"http://127.0.0.1:{port}", port=port,
            idle_ms=300, retry_ms_max=retry_ms_max, checkpoint_ms=1_000, store=(stores or {}).get(code, ""),
        )  # fmt: skip
        members[code] = Member(code, root / code)
        entry = folder.make(root / code, settings)
        entries.append(without_lasting(root / code, entry) if code in older else entry)
    genesis = write_genesis(entries, exercise=True)
    for member in members.values():
        folder.adopt(member.folder, genesis)
    return members


def without_lasting(place: Path, entry: bytes) -> bytes:
    """The entry of a node as a program wrote it that knew no lasting keys; the node's own too."""
    suite = RealSuite()
    with closing(SqliteVault(place / folder.VAULT)) as vault:
        older = entry_of(suite, vault, replace(read_entry(suite, entry), lasting=b""))
    (place / folder.ENTRY).write_bytes(older)
    return older


def appoint(member: Member, *names: str) -> None:
    """Officers who may author and approve, at a node that runs."""
    for name in names:
        member.tokens[name] = member.ask("appoint", name=name, roles=["author", "approver"])["token"]
