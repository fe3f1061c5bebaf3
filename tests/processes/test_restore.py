"""Three nodes; one loses its disk and comes back from an old backup, at first without anybody to talk to.

In the end all hold the same acts. What the node had signed after the backup is there again, with its bodies, and so is
what it signed before it knew; where both move one lane, two stories are shown until an act has seen both. Nobody is
told of as a forker, and the node's log is cosigned again.
"""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lintas.compose.backup import back_up
from lintas.compose.desk import DeskError
from lintas.compose.restore import mark_of, restore
from lintas.node.ports import PeerError
from lintas.wire.identifiers import read, show
from tests.processes.federation import Member, appoint, make

CODES = {"aa-pol": "AA", "bb-pol": "BB", "cc-pol": "CC"}
OFFENCE = {"name": "fraud", "band": "4 years or more"}
LOST = "said after the backup, for one reader"
QUIET_S_MAX = 60.0


def quiet(text: str) -> None:
    """Nobody is told."""


def eventually(do: Callable[[], Any]) -> Any:
    """What it gives once it neither fails nor is false."""
    until = time.monotonic() + QUIET_S_MAX
    while True:
        try:
            if found := do():
                return found
        except (DeskError, PeerError):
            if time.monotonic() > until:
                raise
        assert time.monotonic() < until, do
        time.sleep(0.1)


def shown(member: Member, dossier: str) -> Any:
    return member.ask("show", dossier=dossier, **{"as": member.officer("one")})


def act(member: Member, dossier: str, verb: str, audience: str = "all", **said: Any) -> Any:
    args = {"fields": {}, "audience": audience, "as": member.officer("one")} | said
    return eventually(lambda: member.ask("act", dossier=dossier, verb=verb, **args))


def question(member: Member, dossier: str, whom: str, text: str) -> str:
    fields = {"urgency": "urgent", "question": text, "purpose": "an exercise", "offence": OFFENCE}
    done = act(member, dossier, "ask", to={"asked": [whom]}, fields=fields)
    return show(read(done["act"], 32)[:16])


def ids(member: Member, dossier: str) -> list[str]:
    return sorted(each["id"] for each in shown(member, dossier)["acts"])


def stored_by_all(member: Member, dossier: str) -> bool:
    return all(
        mark in {"stored", "opened"} for each in shown(member, dossier)["acts"] for mark in each["marks"].values()
    )


def _has(member: Member, dossier: str, acts: list[str]) -> bool:
    return set(ids(member, dossier)) >= set(acts)


def _stands(member: Member, dossier: str, item: str) -> bool:
    return lane(member, dossier, item) == ["answered"]


def lane(member: Member, dossier: str, item: str) -> list[str]:
    (found,) = (each for each in shown(member, dossier)["items"] if each["id"] == item)
    (where,) = (stands for role, party, stands in found["lanes"] if (role, party) == ("asked", "aa-pol"))
    return sorted(where)


@pytest.mark.processes
def test_a_disk_is_lost_and_everybody_converges(tmp_path: Path) -> None:
    members = make(tmp_path, CODES)
    try:
        _play(tmp_path, *members.values())
    finally:
        for member in members.values():
            member.kill()


def _play(root: Path, aa: Member, bb: Member, cc: Member) -> None:
    everybody = (aa, bb, cc)
    for member in everybody:
        member.start()
        appoint(member, "one", "two")
    dossier, item = _begun(aa, bb, cc)
    back_up(aa.folder, root / "content.zip", root / "vault", None, quiet)

    lost = _after_the_backup(aa, bb, dossier, item)
    for member in everybody:
        eventually(partial(_has, member, dossier, lost["all"]))
    eventually(lambda: stored_by_all(aa, dossier))
    _lose_and_restore(root, aa)

    for member in (bb, cc):
        member.kill()
    aa.start()
    assert not set(lost["ours"]) & set(ids(aa, dossier))
    declined = act(aa, dossier, "decline", item=item, fields={"ground": "none", "article": "1"})["act"]
    bb.start()
    cc.start()

    for member in everybody:
        eventually(partial(_has, member, dossier, [*lost["all"], declined]))
    eventually(lambda: len({tuple(ids(member, dossier)) for member in everybody}) == 1)
    _bodies_came_back(aa, dossier, lost["ours"])
    for member in everybody:
        assert lane(member, dossier, item) == ["answered", "declined"]
    _one_story_again(aa, everybody, dossier, item)
    _nobody_is_a_forker(everybody, dossier)


def _begun(aa: Member, bb: Member, cc: Member) -> tuple[str, str]:
    opened = aa.ask(
        "open", kind="exchange", to={"member": [bb.code, cc.code]}, audience="all",
        fields={"purpose": "an exercise", "basis": "an exercise"}, **{"as": aa.officer("one")},
    )  # fmt: skip
    dossier = str(opened["dossier"])
    for member in (bb, cc):
        act(member, dossier, "adopt the terms")
    eventually(lambda: shown(bb, dossier)["phase"] == "open")
    item = question(bb, dossier, "aa-pol", "who draws on the account?")
    eventually(lambda: len({tuple(ids(m, dossier)) for m in (aa, bb, cc)}) == 1)
    # The log of aa is cosigned at a size that the backup has not.
    eventually(lambda: aa.ask("status")["checkpoint_size"])
    return dossier, item


def _after_the_backup(aa: Member, bb: Member, dossier: str, item: str) -> dict[str, list[str]]:
    before = set(ids(aa, dossier))
    fields = {"source": "A", "certainty": "1", "handling": "H0", "information": LOST, "offence": OFFENCE}
    act(aa, dossier, "answer", audience="bb-pol", item=item, fields=fields)
    question(aa, dossier, "bb-pol", "a question that nobody answered")
    ours = sorted(set(ids(aa, dossier)) - before)
    eventually(lambda: set(ids(bb, dossier)) >= set(ours))
    act(bb, dossier, "clarify", item=item, fields={
        "urgency": "urgent", "question": "and since when?", "purpose": "an exercise", "offence": OFFENCE,
    })  # fmt: skip
    eventually(lambda: len(ids(aa, dossier)) > len(before) + len(ours))
    time.sleep(1.5)
    return {"ours": ours, "all": ids(aa, dossier)}


def _lose_and_restore(root: Path, aa: Member) -> None:
    aa.kill()
    log = (aa.folder / "log.txt").read_text()
    shutil.rmtree(aa.folder)
    assert restore(aa.folder, root / "content.zip", root / "vault", None, quiet).doubts == ()
    (aa.folder / "log.txt").write_text(log)


def _bodies_came_back(aa: Member, dossier: str, ours: list[str]) -> None:
    mark = mark_of(aa.folder)
    assert mark

    def recovered() -> Any:
        return aa.ask("recovery", acts=mark.acts, restored_ms=mark.restored_ms)

    eventually(lambda: all(each["body"] for each in recovered()["returned"]))
    found = recovered()
    assert sorted(each["act"] for each in found["returned"]) == ours
    assert found["lost"] == []
    assert found["made"] >= 1
    said = [each["says"] for each in shown(aa, dossier)["acts"] if each["says"]]
    assert [each["information"] for each in said if "information" in each] == [LOST]


def _one_story_again(aa: Member, everybody: tuple[Member, ...], dossier: str, item: str) -> None:
    fields = {
        "source": "A",
        "certainty": "1",
        "handling": "H0",
        "information": "both are known now",
        "offence": OFFENCE,
    }
    act(aa, dossier, "answer", item=item, fields=fields)
    for member in everybody:
        eventually(partial(_stands, member, dossier, item))


def _cosigned_anew(aa: Member) -> bool:
    """Whether both others cosigned the log under the name that it has since the restore."""
    with closing(sqlite3.connect(aa.folder / "node.db")) as database:
        (note,) = database.execute("SELECT note FROM checkpoints ORDER BY size DESC LIMIT 1").fetchone()
    text, signatures = note.decode().split("\n\n")
    return text.startswith("lintas/aa-pol/") and all(f" lintas/{code} " in signatures for code in ("bb-pol", "cc-pol"))


def _nobody_is_a_forker(everybody: tuple[Member, ...], dossier: str) -> None:
    aa = everybody[0]
    size = aa.ask("status")["acts"]
    eventually(lambda: aa.ask("status")["checkpoint_size"] >= size)
    for member in everybody:
        assert not [each for each in shown(member, dossier)["acts"] if each["form"] == "fork"]
        assert {each["verdict"] for each in shown(member, dossier)["acts"]} == {"counted"}
        checked = eventually(partial(member.ask, "verify"))
        assert checked["ok"], checked["findings"]
        log = (member.folder / "log.txt").read_text()
        assert "is not what it was" not in log
        assert "Traceback" not in log, log[-2000:]
    eventually(lambda: _cosigned_anew(aa))
    exported = aa.folder.parent / "case.zip"
    found = aa.ask("export", dossier=dossier, path=str(exported), **{"as": aa.officer("one")})
    assert found["ok"], found["findings"]
