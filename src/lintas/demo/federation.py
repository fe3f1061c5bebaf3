"""Three nodes on loopback, each a process with a folder of its own, made and run as an operator would."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from lintas.compose import settings as settings_file
from lintas.compose.folder import SOCKET
from lintas.demo.terminal import Officer, Terminal

START_S_MAX, STOP_S_MAX = 20.0, 15.0


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who signs in to the console of a node: the name, how colleagues read it, the roles, the language."""

    name: str
    shown: str
    roles: str
    language: str = "en"


STAFF = (
    Account("duty", "Duty desk", "duty"),
    Account("minister", "Minister's private office", "minister"),
    Account("operator", "Operator", "operator"),
    Account("auditor", "Auditor", "auditor"),
)
"""Those whom every node has, beside its officers."""

PASSWORD = "exercise"
"""That of every account of this exercise."""


@dataclass(frozen=True, slots=True)
class Founder:
    """A node to be made: code, name, state, what it is, its officers, and who else signs in to its console."""

    code: str
    name: str
    state: str
    category: str
    officers: tuple[str, ...]
    accounts: tuple[Account, ...] = ()


def _staff(officer: str, approver: str) -> tuple[Account, ...]:
    return (
        Account(officer, officer.capitalize(), "officer"),
        Account(approver, approver.capitalize(), "officer,approver"),
        *STAFF,
    )


VN, MY, ASEC = "vn-ca", "my-ca", "asec"

FOUNDERS = (
    Founder(
        VN,
        "Central Authority of Viet Nam (EXERCISE)",
        "VN",
        "central authority",
        ("lan", "binh"),
        _staff("lan", "binh"),
    ),
    Founder(
        MY,
        "Central Authority of Malaysia (EXERCISE)",
        "MY",
        "central authority",
        ("aisyah", "farid"),
        _staff("aisyah", "farid"),
    ),
    Founder(ASEC, "Secretariat (EXERCISE)", "", "secretariat", ("dewi", "somchai"), _staff("dewi", "somchai")),
)
"""The offices exist in this exercise only; the officers are invented."""


class NotStarted(Exception):
    """A node did not come up; `log` is the end of what it wrote."""

    def __init__(self, code: str, log: str) -> None:
        super().__init__(f"{code} did not start:\n{log}")
        self.code, self.log = code, log


@dataclass(slots=True)
class Federation:
    """The running nodes. `folder` holds everything that they have."""

    folder: Path
    terminal: Terminal
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def at(self, code: str) -> Path:
        """The folder of a node."""
        return self.folder / code

    def officer(self, code: str, name: str) -> Officer:
        """Somebody at a node."""
        return Officer(code, self.at(code), name)

    def consoles(self) -> dict[str, str]:
        """Where the console of each node is reached, by code."""
        return {each.code: settings_file.read(self.at(each.code)).console_url for each in FOUNDERS}

    def found(self) -> str:
        """Make the nodes and their genesis, start them, add their officers, each by its command; the genesis's hash."""
        with ThreadPoolExecutor(len(FOUNDERS)) as pool:
            ports = free_ports(2 * len(FOUNDERS))
            list(pool.map(self._init, FOUNDERS, ports[::2], ports[1::2]))
            entries = [str(self.at(founder.code) / "entry.cbor") for founder in FOUNDERS]
            genesis = str(self.folder / "genesis.cbor")
            made = self.terminal.run(["genesis", genesis, *entries, "--exercise"])
            list(pool.map(lambda f: self.terminal.run(["node", "adopt", str(self.at(f.code)), genesis]), FOUNDERS))
            self.start()
            officers = [(str(self.at(f.code)), name) for f in FOUNDERS for name in f.officers]
            list(pool.map(lambda each: self.terminal.run(["officer", "add", *each]), officers))
            list(pool.map(self._invite, *zip(*((f, account) for f in FOUNDERS for account in f.accounts), strict=True)))
        return str(made.data["genesis"])

    def _invite(self, founder: Founder, account: Account) -> None:
        words = ["console", "invite", str(self.at(founder.code)), account.name, "--roles", account.roles]
        words += ["--shown", account.shown, "--language", account.language, "--exercise-password", PASSWORD]
        self.terminal.run(words)

    def _init(self, founder: Founder, port: int, console: int) -> None:
        words = ["node", "init", str(self.at(founder.code)), "--code", founder.code, "--name", founder.name]
        words += ["--category", founder.category, "--address", f"http://127.0.0.1:{port}", "--port", str(port)]
        self.terminal.run([*words, *(("--state", founder.state) if founder.state else ())])
        # Logs are cosigned every minute by default; nobody wants to wait for that here.
        settings = settings_file.read(self.at(founder.code))
        settings_file.write(self.at(founder.code), replace(
            settings, checkpoint_ms=1_000, idle_ms=500, console=f"127.0.0.1:{console}",
            console_url=f"http://{founder.code}.localhost:{console}",
            policy=replace(settings.policy, closed_to=frozenset(founder.officers)),
        ))  # fmt: skip

    def start(self, codes: Sequence[str] = (VN, MY, ASEC), neighbours: Sequence[str] = ()) -> None:
        """Start `lintas node serve` for each, and the `neighbours` in one process; wait until all answer.

        Raises `NotStarted`.
        """
        for code in codes:
            self._serve(code, ["-m", "lintas.cli", "node", "serve", str(self.at(code))])
        if neighbours:
            self._serve(neighbours[0], ["-m", "lintas.demo.neighbours", *(str(self.at(each)) for each in neighbours)])
        until = time.monotonic() + START_S_MAX
        for code in (*codes, *neighbours):
            server = code if code in self.running else neighbours[0]
            while not self._answers(code):
                if time.monotonic() > until or self.running[server].poll() is not None:
                    raise NotStarted(code, (self.at(server) / "serve.log").read_text(errors="replace")[-2000:])
                time.sleep(0.05)

    def _serve(self, code: str, command: Sequence[str]) -> None:
        with (self.at(code) / "serve.log").open("ab") as log:
            # A session of its own: Ctrl-C reaches the demonstration alone, which then stops its nodes.
            self.running[code] = subprocess.Popen(
                [sys.executable, *command], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def _answers(self, code: str) -> bool:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe, contextlib.suppress(OSError):
            probe.connect(str(self.at(code) / SOCKET))
            return True
        return False

    def stop(self) -> None:
        """Stop every node: first politely, then not."""
        for process in self.running.values():
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        for process in self.running.values():
            try:
                process.wait(STOP_S_MAX)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.running.clear()


@contextlib.contextmanager
def federation(folder: Path, terminal: Terminal, *, keep: bool) -> Iterator[Federation]:
    """The federation in an empty folder; stopped and, unless `keep`, removed at the end, however that comes about."""
    nodes = Federation(folder, terminal)
    try:
        yield nodes
    finally:
        nodes.stop()
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def free_ports(count: int) -> list[int]:
    """Ports that the system says are free. All are asked for before any is given back, so that they differ."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
