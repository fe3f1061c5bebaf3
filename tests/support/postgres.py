"""A PostgreSQL server of the tests' own: made in a temporary folder, reached by its Unix socket, gone at the end.

The server refuses to run as root; started by root it runs as another user. Nothing on the machine is changed, and no
server that runs there is used.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from lintas.store.address import read_address
from lintas.store.postgres_session import PostgresSession

VARIABLE = "LINTAS_TEST_POSTGRES"
"""The address of a database on the running server, for the processes that tests start."""
MEMORY = Path("/dev/shm")
MEMORY_BYTES_MIN = 2 << 30
"""A server's many small files lie in memory if there is so much: it outlives the processes that tests kill, too."""
DEBIAN = Path("/usr/lib/postgresql")
USER = "lintas"
UNPRIVILEGED = ("postgres", "nobody")
PORT = 5432
SERVER_OPTIONS = "-c listen_addresses='' -c max_connections=100 -c max_wal_size=512MB"


def binaries() -> Path:
    """The folder of initdb and its like; skips the test, saying where it looked, if there is none."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else sorted(DEBIAN.glob("*/bin"), reverse=True)
    for folder in folders:
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return folder
    pytest.skip(f"no PostgreSQL server on this machine: no initdb on PATH nor in {DEBIAN}/*/bin")


class Server:
    """A server over a folder of its own."""

    def __init__(
        self, folder: Path, options: str = SERVER_OPTIONS, *, own: Path | None = None, initdb: tuple[str, ...] = ()
    ) -> None:
        """Not yet running. `own` is a folder that `initdb` needs beside the server's."""
        self.folder, self.data = folder, folder / "data"
        self._bin = binaries()
        self._options = f"-k {folder} {options}"
        self._user = next(name for name in UNPRIVILEGED if _is_user(name)) if os.getuid() == 0 else None
        for each in filter(None, (folder, own)):
            self.own(each)
        arguments = ("-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--data-checksums", *initdb)
        self._run("initdb", "-D", str(self.data), *arguments)

    def start(self) -> None:
        """Return when it takes connections."""
        self._run("pg_ctl", "-D", str(self.data), "-l", str(self.folder / "log"), "-w", "-o", self._options, "start")

    def stop(self, how: str = "immediate") -> None:
        """Return when it has ended; `immediate` is as a crash."""
        self._run("pg_ctl", "-D", str(self.data), "-m", how, "-w", "stop")

    def address(self, database: str) -> str:
        """The address of a database, as the setting takes it."""
        return f"postgresql://{USER}@/{database}?host={self.folder}"

    def make_database(self, name: str, options: str = "") -> str:
        """The address of a new database."""
        run(self.address("postgres"), f'CREATE DATABASE "{name}" {options}')
        return self.address(name)

    def own(self, folder: Path) -> None:
        """Give a folder to the user as whom the server runs."""
        if self._user:
            shutil.chown(folder, self._user)

    def _run(self, name: str, *arguments: str) -> None:
        # Not inherited: standard output, which the server would keep open after pg_ctl has ended.
        done = subprocess.run(
            [str(self._bin / name), *arguments],
            cwd=self.folder, user=self._user, extra_groups=[] if self._user else None,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, (done.stderr, _end_of(self.folder / "log"))


@contextmanager
def server(options: str = SERVER_OPTIONS) -> Iterator[Server]:
    """A server that runs, in a folder with a path short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="lintas-pg-", dir=_roomy_memory()))
    try:
        made = Server(folder, options)
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(address: str, statement: str) -> None:
    """Carry out one statement."""
    with closing(PostgresSession(read_address(address))) as session:
        session.run(statement)


def empty(address: str) -> None:
    """Take away what a store made in a database."""
    run(address, "SET client_min_messages = error; DROP SCHEMA IF EXISTS lintas CASCADE")


def _roomy_memory() -> Path | None:
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_BYTES_MIN else None


def _is_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:] if log.exists() else ""
