"""The nodes of a federation open in one process, with a clock that is set, and files carried between them."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from lintas.compose.commands import run_command
from lintas.compose.folder import adopt, at_work, build_with, make
from lintas.compose.settings import Settings
from lintas.demo.federation import Founder
from lintas.demo.rows.row import Step
from lintas.demo.terminal import Officer
from lintas.dossier.authority import write_genesis
from lintas.dossier.officers import APPROVER, AUTHOR
from lintas.node import bag, desk
from lintas.node.group import Groups
from lintas.node.state import Node

GENESIS: Final = "genesis.cbor"
ROLES: Final = (AUTHOR, APPROVER)
DAY_MS: Final = 24 * 60 * 60 * 1000
MEMORY: Final = Path("/dev/shm")


@dataclass(slots=True)
class Clock:
    """The clock of every node: it stands where it is put, and goes on by a millisecond each time it is read."""

    now_ms: int

    def __call__(self) -> int:
        self.now_ms += 1
        return self.now_ms

    def until(self, time_ms: int) -> None:
        """Go on to this time; never back."""
        self.now_ms = max(self.now_ms, time_ms)


@dataclass(slots=True)
class Stage:
    """The nodes by their code. `carried` counts the files."""

    founders: Mapping[str, Founder]
    nodes: Mapping[str, Node]
    clock: Clock
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)
    carried: int = 0
    _groups: dict[str, Groups] = field(default_factory=dict)

    def do(self, code: str, job: Callable[[Node], Any]) -> Any:
        """What a job on a node gives, once it is durable; raises what the job raises."""
        groups = self._groups.setdefault(code, Groups(self.nodes[code]))
        (outcome,) = groups.run([job])
        groups.commit()
        if outcome.refusal is not None:
            raise outcome.refusal
        return outcome.result

    def run(self, code: str, command: str, args: Mapping[str, Any], *, two: bool = False) -> Any:
        """What a command gives to the first officer of a house; `two`: the second one answers as well."""
        one, other = self.founders[code].officers[:2]
        said = {"as": self._signed(code, one), **args}
        said |= {"approve": [self._signed(code, other)]} if two else {}
        return self.do(code, lambda node: run_command(node, command, said))

    def _signed(self, code: str, name: str) -> dict[str, str]:
        return {"name": name, "token": self.tokens[code, name]}

    def act(self, step: Step, kind: str, dossier: str, item: str) -> Any:
        """Take a step in a dossier, or open one of this kind with it; what is known then of what was done."""
        to = {role: codes.split(",") for role, _, codes in (each.partition("=") for each in step.to)}
        fields = {name: self._handed_in(step.by, *file) for name, file in step.files.items()}
        args: dict[str, Any] = {"verb": step.verb, "audience": "all", "to": to, "fields": {**step.fields, **fields}}
        args |= {"dossier": dossier, "item": item} if dossier else {"kind": kind}
        return self.run(step.by, "act" if dossier else "open", args, two=step.two)

    def _handed_in(self, code: str, name: str, text: str) -> dict[str, str]:
        data = text.encode()
        said = {"name": name, "media": "text/plain", "bytes": len(data), "sha256": hashlib.sha256(data).digest()}
        begun: dict[str, Any] = self.run(code, "upload begin", said)
        if begun["here"] < begun["chunks"]:
            self.run(code, "upload part", {"upload": begun["upload"], "at": begun["here"], "data": data})
        self.run(code, "upload finish", {"upload": begun["upload"]})
        return {"upload": begun["upload"]}

    def carry(self, sender: str, owners: Iterable[str]) -> None:
        """Carry to each of them what it is owed by the sender, and back what that is answered with."""
        for owner in owners:
            one, other = sender, owner
            data: bytes | None = self.do(one, partial(bag.pack, peer=self.nodes[other].id))
            while data:
                self.carried += 1
                taken = self.do(other, partial(bag.take, data=data))
                one, other = other, one
                data = self.do(one, partial(bag.answer, taken=taken)) if taken.replies or taken.brought else None

    def all_round(self) -> None:
        """Everybody gets what everybody owes."""
        for code in self.nodes:
            self.carry(code, (each for each in self.nodes if each != code))


@contextmanager
def in_memory(folder: Path) -> Iterator[Path]:
    """Where to lay nodes down that are served from `folder` afterwards: in memory where the system has such a place.

    A node forces each commit to the disk. Fourteen that do so for each other's receipts wait for it for a minute, and
    nobody relies on a year that is not laid down yet.
    """
    if not os.access(MEMORY, os.W_OK):
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="lintas-", dir=MEMORY) as place:
        yield Path(place)
        for each in Path(place).iterdir():
            shutil.move(each, folder / each.name)


@contextmanager
def open_stage(folder: Path, founders: Sequence[Founder], ports: Sequence[int], first_ms: int) -> Iterator[Stage]:
    """Make a node for each founder, found their federation as an exercise, appoint the officers; closed at the end.

    `ports`: one for each, and one more for the console of each who has accounts.
    """
    left = iter(ports)
    entries = [make(folder / each.code, settings_of(each, left)) for each in founders]
    genesis = write_genesis(entries, exercise=True)
    (folder / GENESIS).write_bytes(genesis)
    clock = Clock(first_ms)
    with ExitStack() as stack:
        nodes = {}
        for each in founders:
            adopt(folder / each.code, genesis)
            settings, given = stack.enter_context(at_work(folder / each.code))
            nodes[each.code] = build_with(folder / each.code, settings, replace(given, clock=clock))
        found = Stage({each.code: each for each in founders}, nodes, clock)
        for each in founders:
            for name in each.officers:
                found.tokens[each.code, name] = found.do(each.code, _appointed(name)).token
                _keep_token(Officer(each.code, folder / each.code, name), found.tokens[each.code, name])
        yield found


def _appointed(name: str) -> Callable[[Node], desk.Appointed]:
    return lambda node: desk.appoint(node, name, ROLES)


def _keep_token(officer: Officer, token: str) -> None:
    """Where the command line looks for it."""
    file = officer.folder / "officers" / f"{officer.name}.token"
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(token + "\n", encoding="ascii")


def settings_of(founder: Founder, ports: Iterator[int]) -> Settings:
    """The settings of a node that is served on this machine, with a console if anybody signs in there."""
    port = next(ports)
    settings = Settings(
        founder.code, founder.name, founder.state, founder.category, f"http://127.0.0.1:{port}", port=port
    )
    settings = replace(settings, policy=replace(settings.policy, closed_to=frozenset(founder.officers)))
    if not founder.accounts:
        return settings
    console = next(ports)
    return replace(settings, console=f"127.0.0.1:{console}", console_url=f"http://{founder.code}.localhost:{console}")


def shown(stage: Stage, code: str, dossier: str) -> dict[str, Any]:
    """What a party sees of a dossier."""
    found: dict[str, Any] = stage.run(code, "show", {"dossier": dossier})
    return found
