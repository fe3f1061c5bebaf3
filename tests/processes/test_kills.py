"""Fifty kills (SIGKILL) at named points and at random, during one exchange of three running nodes.

Every question and every answer carries words of its own. After a kill whoever ordered an act does not know whether it
was made; the driver looks, as an officer would, and orders it again only if it was not. In the end every node holds
every act once, in the same phase, and can read every body.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from lintas.compose.desk import DeskError
from lintas.node.ports import PeerError
from lintas.wire.identifiers import read, show
from tests.processes.federation import Member, appoint, make
from tests.processes.killing_node import POINTS

KILLS = 50
CODES = {"aa-pol": "AA", "bb-pol": "BB", "cc-pol": "CC"}
OFFENCE = {"name": "fraud", "band": "4 years or more"}
QUIET_S_MAX = 60.0


class Killer:
    """Keeps three nodes running and kills them: at each named point in turn, and in between at random."""

    def __init__(self, members: dict[str, Member], seed: int) -> None:
        """All members run."""
        self.members, self.rng = members, random.Random(seed)
        self.points, self.deaths = cycle(POINTS), Counter[str]()
        self._lock = threading.Lock()

    def revive(self, member: Member) -> None:
        """Start the node again if it died, armed to die at the next point, until enough have died."""
        with self._lock:
            while not member.running():
                armed = sum(self.deaths.values()) < KILLS and self.rng.random() < 0.7
                point = next(self.points) if armed else ""
                member.start(point, self.rng.randint(1, 4))
                if point:
                    member.armed = point
                elif member.running():
                    member.armed = ""

    def died(self, member: Member) -> None:
        """Count a death, by the point that the node was armed with."""
        self.deaths[member.armed or "at random"] += 1

    def tend(self) -> None:
        """Start whoever died; now and then kill somebody at random."""
        for member in self.members.values():
            if not member.running():
                self.died(member)
                self.revive(member)
        if sum(self.deaths.values()) < KILLS and self.rng.random() < 0.1:
            self.rng.choice(list(self.members.values())).kill()


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
def test_fifty_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    members = make(tmp_path, CODES)
    try:
        _play(members)
    finally:
        for member in members.values():
            member.kill()


def _play(members: dict[str, Member]) -> None:
    for member in members.values():
        member.start()
        appoint(member, "one", "two")
    dossier = _opened(members)
    killer, expected, number = Killer(members, seed=7), Counter[str](), 0
    while sum(killer.deaths.values()) < KILLS:
        number += 1
        _question_and_answer(killer, dossier, number, expected)
    _settle(killer, dossier, sum(expected.values()))
    shown = {
        code: member.ask("show", dossier=dossier, **{"as": member.officer("one")}) for code, member in members.items()
    }
    ids = {code: sorted(act["id"] for act in each["acts"]) for code, each in shown.items()}
    assert len({tuple(each) for each in ids.values()}) == 1, {code: len(each) for code, each in ids.items()}
    assert len(set(ids["aa-pol"])) == len(ids["aa-pol"])
    for code, each in shown.items():
        found = words([act for act in each["acts"] if act["says"]])
        assert {marker: found[marker] for marker in expected} == dict(expected), code
        assert each["phase"] == shown["aa-pol"]["phase"]
        assert {act["verdict"] for act in each["acts"]} == {"counted"}
    assert set(killer.deaths) >= {*POINTS, "at random"}, killer.deaths


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


def _question_and_answer(killer: Killer, dossier: str, number: int, expected: Counter[str]) -> None:
    asking, answering = killer.rng.sample(list(killer.members.values()), 2)
    question, answer = f"question {number}", f"answer {number}"
    fields = {"urgency": "urgent", "question": "who?", "purpose": question, "offence": OFFENCE}
    until_done(
        killer, asking, lambda: question in words(said(asking, dossier)),
        lambda: asking.ask("act", dossier=dossier, verb="ask", to={"asked": [answering.code]}, audience="all",
                           fields=fields, **{"as": asking.officer("one")}),
    )  # fmt: skip
    expected[question] += 1
    asked = next(a["id"] for a in _said_alive(killer, asking, dossier) if a["says"].get("purpose") == question)
    item = show(read(asked, 32)[:16])
    until = time.monotonic() + QUIET_S_MAX
    given = {"source": "A", "certainty": "1", "handling": "H0", "information": answer, "offence": OFFENCE}

    def reply() -> None:
        try:
            answering.ask("act", dossier=dossier, verb="answer", item=item, audience="all", fields=given,
                          **{"as": answering.officer("one")})  # fmt: skip
        except DeskError as error:
            # The question may still be on its way.
            assert error.error in {"NotOpen", "NoSuchItem", "NoSuchAct"}, error
            assert time.monotonic() < until, error
            time.sleep(0.05)

    until_done(killer, answering, lambda: answer in words(said(answering, dossier)), reply)
    expected[answer] += 1


def _said_alive(killer: Killer, member: Member, dossier: str) -> list[dict[str, Any]]:
    while True:
        killer.tend()
        try:
            return said(member, dossier)
        except PeerError:
            continue


def _settle(killer: Killer, dossier: str, count: int) -> None:
    """Until every node holds everything; nobody is killed any more."""
    until = time.monotonic() + QUIET_S_MAX
    while time.monotonic() < until:
        killer.tend()
        try:
            if all(sum(1 for _ in said(m, dossier)) >= count for m in killer.members.values()):
                return
        except PeerError:
            continue
        time.sleep(0.2)
    raise AssertionError({m.code: len(said(m, dossier)) for m in killer.members.values()})
