"""Nodes as processes: one that comes back is brought what it is owed at once, and lost rows are mended unasked."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from lintas.compose import folder
from tests.processes.federation import Member, appoint, make

pytestmark = pytest.mark.processes

SETTLE_S_MAX = 40.0
BACK_OFF_MS_MAX = 60_000
FIELDS = {"purpose": "Boats stolen at sea", "basis": "Agreement of the invented states"}


def until(met: Callable[[], bool], seconds_max: float = SETTLE_S_MAX) -> float:
    """How long it took, in seconds."""
    began = time.monotonic()
    while not met():
        assert time.monotonic() - began < seconds_max, "it did not come to pass"
        time.sleep(0.02)
    return time.monotonic() - began


def acts(member: Member) -> int:
    return int(member.ask("status")["acts"])


class Two:
    """aa and bb serve and share a dossier. A peer that fails is tried again after a minute at the latest."""

    def __init__(self, root: Path) -> None:
        members = make(root, {"aa-pol": "AA", "bb-pol": "BB"}, retry_ms_max=BACK_OFF_MS_MAX)
        self.aa, self.bb = members.values()
        for member in members.values():
            member.start()
            appoint(member, "one", "two")
        by = {"as": self.aa.officer("one"), "approve": [self.aa.officer("two")], "audience": "all"}
        opened = self.aa.ask("open", kind="exchange", to={"member": "bb-pol"}, fields=FIELDS, **by)
        self.dossier = opened["dossier"]
        until(self.same)

    def same(self) -> bool:
        return acts(self.aa) == acts(self.bb) > 0

    def say(self, text: str) -> None:
        by = {"as": self.aa.officer("one"), "approve": [self.aa.officer("two")], "audience": "all"}
        self.aa.ask("act", dossier=self.dossier, verb="change the terms", fields=FIELDS | {"crimes": text}, **by)

    def said(self, member: Member) -> set[str]:
        shown = member.ask("show", dossier=self.dossier, **{"as": member.officer("one")})
        return {str(act["says"].get("crimes", "")) for act in shown["acts"] if act["says"]}


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Two]:
    made = Two(tmp_path)
    yield made
    made.aa.kill()
    made.bb.kill()


def test_a_node_that_comes_back_is_brought_what_it_is_owed_within_a_second(two: Two) -> None:
    two.bb.kill()
    two.say("while it was down")
    # Long enough that the next try on aa's own account would be seconds away.
    time.sleep(7)
    two.bb.start()
    assert until(two.same) < 1.5
    assert "while it was down" in two.said(two.bb)


def test_a_row_that_rotted_away_is_mended_by_the_couriers_alone(two: Two) -> None:
    for text in ("one", "two", "three"):
        two.say(text)
    until(two.same)
    until(lambda: "three" in two.said(two.bb))
    two.bb.stop()
    with closing(sqlite3.connect(two.bb.folder / folder.STORE)) as file, file:
        gone, act = file.execute("SELECT position, id FROM acts ORDER BY position DESC LIMIT 2").fetchall()[1]
        assert file.execute("DELETE FROM acts WHERE position = ?", (gone,)).rowcount == 1
    two.bb.start()
    until(lambda: {"one", "two", "three"} <= two.said(two.bb))
    with closing(sqlite3.connect(two.bb.folder / folder.STORE)) as file:
        ((again,),) = file.execute("SELECT position FROM acts WHERE id = ?", (act,))
    assert again > gone, "it was gone, and came again"


def test_what_an_officer_reads_there_is_shown_as_opened_here(two: Two) -> None:
    two.say("read this")

    def marks() -> list[str]:
        shown = two.aa.ask("show", dossier=two.dossier, **{"as": two.aa.officer("one")})
        return [act["marks"]["bb-pol"] for act in shown["acts"] if act["marks"]]

    until(lambda: marks()[-1] == "stored")
    until(lambda: "read this" in two.said(two.bb))
    assert until(lambda: marks()[-1] == "opened") < SETTLE_S_MAX


def test_what_was_not_indexed_when_a_node_died_is_found_as_soon_as_it_is_back(two: Two) -> None:
    two.say("boats of last night")
    until(two.same)
    for member in (two.aa, two.bb):
        member.kill()
        member.start()
        hits = member.ask("search", words='"last night"', **{"as": member.officer("one")})
        assert (hits["count"], hits["behind"]) == (1, 0)
