"""Two processes of one node on one store: one works, the other stands by, takes over, and nothing forks."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest

from lintas.compose.desk import DeskError
from lintas.dossier.admission import parse_act
from lintas.dossier.header import Header
from lintas.node.ports import PeerError
from lintas.store.postgres import PostgresReader
from tests.processes.federation import Member, appoint, make
from tests.support.postgres import Server, run

ROUNDS = 5
TAKES_OVER_S_MAX = 30.0

pytestmark = pytest.mark.processes


class Twice:
    """A node of which two processes run, whichever works, and a peer."""

    def __init__(self, node: Member, peer: Member, address: str) -> None:
        """The peer runs, the node does not."""
        self.node, self.peer, self.address = node, peer, address
        self.spare: subprocess.Popen[str] | None = None

    def stand_by(self) -> None:
        """Start the second process; returns when it stands by."""
        before = self.log().count("standing by for")
        self.spare = self.node.launch()
        until(lambda: self.log().count("standing by for") > before)

    def succeed(self) -> None:
        """The spare is the node's process now; returns when it answers."""
        self.node.process, self.spare = self.spare, None
        until(self.answers)

    def answers(self) -> bool:
        try:
            self.node.ask("status")
        except PeerError:
            return False
        return True

    def log(self) -> str:
        return (self.node.folder / "log.txt").read_text()

    def headers(self) -> list[Header]:
        """What the node authored, as its store has it."""
        with closing(PostgresReader(self.address)) as store:
            return [
                header
                for row in store.since(0, 10_000)
                if (header := parse_act(row.signed).act.header).author == row.author
            ]

    def end(self) -> None:
        if self.spare:
            self.spare.kill()
            self.spare.wait()
        for member in (self.node, self.peer):
            member.kill()


def until(holds: Callable[[], bool], s_max: float = TAKES_OVER_S_MAX) -> None:
    end = time.monotonic() + s_max
    while not holds():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.fixture
def twice(tmp_path: Path, postgres_server: Server) -> Iterator[Twice]:
    address = postgres_server.make_database(f"standby-{tmp_path.name}")
    members = make(tmp_path, {"aa-pol": "AA", "bb-pol": "BB"}, {"aa-pol": address})
    made = Twice(members["aa-pol"], members["bb-pol"], address)
    try:
        for member in members.values():
            member.start()
            appoint(member, "one", "two")
        yield made
    finally:
        made.end()


def opened(member: Member) -> str:
    done = member.ask(
        "open", kind="exchange", to={"member": ["bb-pol"]}, audience="all",
        fields={"purpose": "an exercise", "basis": "an exercise"}, **{"as": member.officer("one")},
    )  # fmt: skip
    return str(done["dossier"])


def say(member: Member, dossier: str, text: str) -> None:
    member.ask(
        "act", dossier=dossier, verb="change the terms", audience="all",
        fields={"purpose": text, "basis": "an exercise"}, **{"as": member.officer("one")},
    )  # fmt: skip


def said(member: Member, dossier: str) -> Counter[str]:
    shown = member.ask("show", dossier=dossier, **{"as": member.officer("one")})
    assert {act["verdict"] for act in shown["acts"]} <= {"counted"}
    return Counter(str(act["says"]["purpose"]) for act in shown["acts"] if act["says"])


def killed_while(twice: Twice, order: Callable[[], None], after_s: float) -> None:
    """Kill the working process so long after an order was begun, which may be done then, half done, or lost."""
    with ThreadPoolExecutor(1) as pool:
        ordered = pool.submit(order)
        time.sleep(after_s)
        assert twice.node.process
        twice.node.process.kill()
        twice.node.process.wait()
        with suppress(PeerError):
            ordered.result(60)


def test_when_the_working_process_is_killed_the_other_goes_on_without_a_fork(twice: Twice) -> None:
    dossier, moments = opened(twice.node), random.Random(5)
    expected = Counter({"an exercise": 1})
    for number in range(ROUNDS):
        twice.stand_by()
        first, last = f"first {number}", f"last {number}"
        say(twice.node, dossier, first)
        killed_while(twice, partial(say, twice.node, dossier, last), moments.uniform(0, 0.1))
        twice.succeed()
        if not said(twice.node, dossier)[last]:
            say(twice.node, dossier, last)
        expected.update((first, last))
    say(twice.node, dossier, "the end")
    expected["the end"] += 1
    until(lambda: said_or_nothing(twice.peer, dossier) == expected)
    assert said(twice.node, dossier) == expected
    no_fork(twice.headers())
    for member in (twice.node, twice.peer):
        assert member.ask("verify")["findings"] == []


def no_fork(headers: list[Header]) -> None:
    """No two acts have one place in a chain, and each process began a chain of its own."""
    places = Counter((header.author, header.incarnation, header.sequence) for header in headers)
    assert max(places.values()) == 1
    us = headers[0].author
    assert len({header.incarnation for header in headers if header.author == us}) == ROUNDS + 1


def said_or_nothing(member: Member, dossier: str) -> Counter[str]:
    """What the peer shows of a dossier that it may not have yet."""
    try:
        return said(member, dossier)
    except DeskError:
        return Counter()


def test_who_loses_the_claim_ends_and_the_other_takes_over(twice: Twice) -> None:
    dossier = opened(twice.node)
    twice.stand_by()
    first = twice.node.process
    assert first
    run(
        twice.address,
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
    )
    assert first.wait(TAKES_OVER_S_MAX) != 0
    twice.succeed()
    assert "the store is lost, so this process ends" in twice.log()
    say(twice.node, dossier, "afterwards")
    until(lambda: said_or_nothing(twice.peer, dossier)["afterwards"] == 1)


def test_a_command_finds_the_working_process_while_another_stands_by(twice: Twice) -> None:
    twice.stand_by()
    assert twice.spare
    dossier = opened(twice.node)
    say(twice.node, dossier, "now")
    assert said(twice.node, dossier)["now"] == 1
    assert twice.spare.poll() is None
    twice.node.stop()
    twice.succeed()
    assert said(twice.node, dossier)["now"] == 1
