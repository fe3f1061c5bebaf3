"""Many kills (SIGKILL) at named points and at random, during one exchange of three running nodes, on each store.

Every question and every answer carries words of its own. After a kill whoever ordered an act does not know whether it
was made; the driver looks, as an officer would, and orders it again only if it was not. In the end every node holds
every act once, in the same phase, and can read every body.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lintas.compose.desk import DeskError
from lintas.node.ports import PeerError
from lintas.wire.identifiers import read, show
from tests.processes.federation import UNARMED, Member, appoint, make
from tests.processes.killing_node import POINTS
from tests.support.postgres import Server

AT_RANDOM = "at random"
WITH_NEW_KEYS = "after keys"
CODES = {"aa-pol": "AA", "bb-pol": "BB", "cc-pol": "CC"}
OFFENCE = {"name": "fraud", "band": "4 years or more"}
QUIET_S_MAX = 60.0


class Killer:
    """Keeps three nodes running and kills them: at the point that killed least so far, and in between at random.

    Keys are made for the first act to an audience only, so that death after them is for the driver to arm.
    """

    def __init__(self, members: dict[str, Member], seed: int, kills: int) -> None:
        """All members run; so many kills are enough."""
        self.members, self.rng, self.kills = members, random.Random(seed), kills
        self.deaths = Counter[str]()

    def enough(self) -> bool:
        """Whether so many died as should, and of everything that there is to die of."""
        return self.deaths.total() >= self.kills and set(self.deaths) >= {*POINTS, AT_RANDOM}

    def tend(self) -> None:
        """Start whoever died; now and then kill somebody at random."""
        for member in self.members.values():
            while not member.running():
                self.deaths[member.armed] += 1
                self._revive(member)
        if not self.enough() and self.rng.random() < 0.1:
            self._strike(self.rng.choice([m for m in self.members.values() if m.armed != WITH_NEW_KEYS]))

    def _revive(self, member: Member) -> None:
        """Start the node again, most often armed to die at a point; it may die of that before it answers."""
        if self.enough() or self.rng.random() < 0.3:
            member.start()
            return
        armed = {other.armed for other in self.members.values() if other is not member}
        points = [p for p in POINTS if p not in armed and p != WITH_NEW_KEYS]
        member.start(min(points, key=lambda p: self.deaths[p]), self.rng.randint(1, 4))

    def arm(self, member: Member, point: str) -> None:
        """Start the node again, to die when it passes the point for the first time."""
        self._strike(member)
        self.deaths[AT_RANDOM] += 1
        member.start(point, 1)

    def rest(self) -> None:
        """Kill nobody any more: whoever is armed to die yet is started again to live."""
        for member in self.members.values():
            if member.armed != UNARMED:
                member.kill()
                member.start()

    def _strike(self, member: Member) -> None:
        if member.running():
            member.kill()
            member.armed = AT_RANDOM


def said(member: Member, dossier: str) -> list[dict[str, Any]]:
    """The acts of the dossier with words in them, as the node shows them."""
    return [act for act in member.ask("show", dossier=dossier, **{"as": member.officer("one")})["acts"] if act["says"]]


def words(acts: list[dict[str, Any]]) -> Counter[str]:
    """How often each marker stands in the acts."""
    return Counter(str(act["says"].get("purpose") or act["says"].get("information") or "") for act in acts)


def until_done(killer: Killer, member: Member, done: Callable[[], bool], do: Callable[[], Any]) -> None:
    """Order an act until it is there, however often the node dies in between."""
    while True:
        killer.tend()
        try:
            if done():
                return
            do()
        except PeerError:
            continue


@pytest.mark.processes
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("store", "kills"), [("sqlite", 50), ("postgres", 20)])
def test_kills_lose_nothing_and_double_nothing(
    tmp_path: Path, request: pytest.FixtureRequest, store: str, kills: int
) -> None:
    _play_on(tmp_path, request, store, kills, seed=7)


@pytest.mark.soak
@pytest.mark.parametrize("store", ["sqlite", "postgres"])
def test_two_hundred_kills_lose_nothing_and_double_nothing(
    tmp_path: Path, request: pytest.FixtureRequest, store: str
) -> None:
    _play_on(tmp_path, request, store, kills=200, seed=11)


def _play_on(root: Path, request: pytest.FixtureRequest, store: str, kills: int, seed: int) -> None:
    stores = {}
    if store == "postgres":
        server: Server = request.getfixturevalue("postgres_server")
        stores = {code: server.make_database(f"{code}-{kills}") for code in CODES}
    members = make(root, CODES, stores)
    try:
        _play(members, kills, seed)
    finally:
        for member in members.values():
            member.kill()


def _play(members: dict[str, Member], kills: int, seed: int) -> None:
    for member in members.values():
        member.start()
        appoint(member, "one", "two")
    exchange = Exchange(Killer(members, seed, kills), _opened(members))
    _die_with_new_keys(exchange)
    while not exchange.killer.enough():
        asking, answering = exchange.killer.rng.sample([*members.values()], 2)
        exchange.play(asking, answering, readers=[*members])
    _settle(exchange)
    shown = {
        code: member.ask("show", dossier=exchange.dossier, **{"as": member.officer("one")})
        for code, member in members.items()
    }
    ids = {code: sorted(act["id"] for act in each["acts"]) for code, each in shown.items()}
    assert len({tuple(each) for each in ids.values()}) == 1, {code: len(each) for code, each in ids.items()}
    assert len(set(ids["aa-pol"])) == len(ids["aa-pol"])
    for code, each in shown.items():
        found, expected = words([act for act in each["acts"] if act["says"]]), exchange.expected[code]
        assert {marker: found[marker] for marker in expected} == dict(expected), code
        assert each["phase"] == shown["aa-pol"]["phase"]
        assert {act["verdict"] for act in each["acts"]} == {"counted"}
    assert UNARMED not in exchange.killer.deaths, exchange.killer.deaths


def _die_with_new_keys(exchange: Exchange) -> None:
    """Each node once asks another alone, and dies when it has made the keys for that."""
    members = [*exchange.killer.members.values()]
    for asking, answering in zip(members, (*members[1:], members[0]), strict=True):
        exchange.killer.arm(asking, WITH_NEW_KEYS)
        exchange.play(asking, answering, readers=[asking.code, answering.code])
    assert exchange.killer.deaths[WITH_NEW_KEYS] == len(members)


def _opened(members: dict[str, Member]) -> str:
    first, *others = members.values()
    opened = first.ask(
        "open", kind="exchange", to={"member": [m.code for m in others]}, audience="all",
        fields={"purpose": "an exercise", "basis": "an exercise"}, **{"as": first.officer("one")},
    )  # fmt: skip
    for member in others:
        _patiently(partial(
            member.ask, "act", dossier=opened["dossier"], verb="adopt the terms", audience="all", fields={},
            **{"as": member.officer("one")},
        ))  # fmt: skip
    _patiently(lambda: _all_adopted(first, opened["dossier"]))
    return str(opened["dossier"])


def _all_adopted(member: Member, dossier: str) -> None:
    assert member.ask("show", dossier=dossier, **{"as": member.officer("one")})["phase"] == "open"


def _patiently(do: Callable[[], Any]) -> None:
    until = time.monotonic() + QUIET_S_MAX
    while True:
        try:
            do()
        except (DeskError, AssertionError):
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


class Exchange:
    """Questions and answers in one dossier, and which of them each node must hold in the end."""

    def __init__(self, killer: Killer, dossier: str) -> None:
        """Nothing asked yet."""
        self.killer, self.dossier, self.number = killer, dossier, 0
        self.expected = {code: Counter[str]() for code in killer.members}

    def play(self, asking: Member, answering: Member, readers: list[str]) -> None:
        """One question and its answer, each ordered until it is there."""
        self.number += 1
        question, answer = f"question {self.number}", f"answer {self.number}"
        self._order(asking, question, partial(
            asking.ask, "act", dossier=self.dossier, verb="ask", to={"asked": [answering.code]},
            audience=_others(readers, asking), **{"as": asking.officer("one")},
            fields={"urgency": "urgent", "question": "who?", "purpose": question, "offence": OFFENCE},
        ))  # fmt: skip
        said_it = _said_alive(self.killer, asking, self.dossier)
        asked = next(act["id"] for act in said_it if act["says"].get("purpose") == question)
        item = show(read(asked, 32)[:16])
        self._order(answering, answer, partial(
            _once_it_arrived, time.monotonic() + QUIET_S_MAX,
            answering.ask, "act", dossier=self.dossier, verb="answer", item=item, audience=_others(readers, answering),
            **{"as": answering.officer("one")},
            fields={"source": "A", "certainty": "1", "handling": "H0", "information": answer, "offence": OFFENCE},
        ))  # fmt: skip
        for code in readers:
            self.expected[code].update((question, answer))

    def _order(self, member: Member, marker: str, do: Callable[[], Any]) -> None:
        until_done(self.killer, member, lambda: marker in words(said(member, self.dossier)), do)


def _others(readers: list[str], author: Member) -> str:
    return ", ".join(code for code in readers if code != author.code)


def _once_it_arrived(until: float, ask: Callable[..., Any], *args: Any, **given: Any) -> None:
    """Order what can be done when the question is there, which may still be on its way."""
    try:
        ask(*args, **given)
    except DeskError as error:
        assert error.error in {"NotOpen", "NoSuchItem", "NoSuchAct"}, error
        assert time.monotonic() < until, error
        time.sleep(0.05)


def _said_alive(killer: Killer, member: Member, dossier: str) -> list[dict[str, Any]]:
    while True:
        killer.tend()
        try:
            return said(member, dossier)
        except PeerError:
            continue


def _settle(exchange: Exchange) -> None:
    """Until every node holds everything; nobody is killed any more."""
    killer, wanted = exchange.killer, exchange.expected
    killer.rest()
    until = time.monotonic() + QUIET_S_MAX
    while time.monotonic() < until:
        killer.tend()
        try:
            if all(wanted[m.code] <= words(said(m, exchange.dossier)) for m in killer.members.values()):
                return
        except PeerError:
            continue
        time.sleep(0.2)
    raise AssertionError({m.code: len(said(m, exchange.dossier)) for m in killer.members.values()})
