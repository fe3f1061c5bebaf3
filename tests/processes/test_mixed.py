"""One federation of two versions: an older node and two new ones, then the older one upgraded in its place.

The older node is this program held to version 1 of the line by its operator; and, where the clone has the history, the
program of the last commit that knew no other version, with the schema of its time.
"""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from lintas.compose import settings
from lintas.sync.line import NEWEST, PLAIN
from tests.processes.federation import Member, appoint, make
from tests.processes.test_restore import act, eventually, ids, question, shown
from tests.support.postgres import Server

ROOT = Path(__file__).parents[2]
FORMER = "2829a31"
"""The last commit whose nodes spoke version 1 of the line only, and wrote schema 1 of the store."""
CODES = {"aa-pol": "AA", "bb-pol": "BB", "cc-pol": "CC"}
SAID = {"source": "A", "certainty": "1", "handling": "H0", "offence": {"name": "fraud", "band": "4 years or more"}}

pytestmark = pytest.mark.processes

Upgrade = Callable[[Member], None]


def held_back(member: Member, root: Path) -> Upgrade:
    """This program, held to version 1 by a setting."""
    settings.change(member.folder, "wire_version_max", PLAIN)
    return lambda member: settings.change(member.folder, "wire_version_max", NEWEST)


def former(member: Member, root: Path) -> Upgrade:
    """The program of a former commit."""
    archive = ("git", "-C", str(ROOT), "archive", "--format=zip", FORMER, "src")
    found = subprocess.run(archive, capture_output=True, check=False)
    if found.returncode:
        pytest.skip(f"this clone has no history: {found.stderr.decode().strip()[:80]}")
    with zipfile.ZipFile(io.BytesIO(found.stdout)) as program:
        program.extractall(root / "former")
    member.program = root / "former" / "src"
    # It would refuse settings that it does not know; an older file has none.
    file = member.folder / settings.FILE
    known = (member.program / "lintas" / "compose" / "settings.py").read_text(encoding="utf-8")
    file.write_text(_without_later(file.read_text(encoding="utf-8"), known), encoding="utf-8")

    def upgrade(member: Member) -> None:
        member.program = None

    return upgrade


def _without_later(text: str, program: str) -> str:
    """Settings without those, and without the tables, that a former program does not name."""
    head, *tables = re.split(r"(?m)^(?=\[)", text)
    kept = [line for line in head.splitlines(True) if not (m := re.match(r"(\w+) = ", line)) or f" {m[1]}:" in program]
    return "".join([*kept, *(table for table in tables if f'"{table[1 : table.index("]")]}"' in program)])


@pytest.fixture(params=[held_back, former])
def mixed(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[dict[str, Member], Upgrade]]:
    members = make(tmp_path, CODES, older=["aa-pol"])
    upgrade = request.param(members["aa-pol"], tmp_path)
    try:
        for member in members.values():
            member.start()
            appoint(member, "one", "two")
        yield members, upgrade
    finally:
        for member in members.values():
            member.kill()


def same(members: dict[str, Member], dossier: str) -> bool:
    return len({tuple(ids(member, dossier)) for member in members.values()}) == 1


def lines(member: Member) -> dict[str, int]:
    return {peer["code"]: peer["speaks"] for peer in member.ask("status")["peers"]}


def delivered(member: Member) -> bool:
    return not any(peer["queued"] for peer in member.ask("status")["peers"])


def answered(asker: Member, by: Member, dossier: str, text: str) -> None:
    """One asks, the other answers, and the one who asked reads it."""
    item = question(asker, dossier, by.code, f"{text}?")
    answer = {**SAID, "information": text}
    eventually(partial(act, by, dossier, "answer", item=item, fields=answer))
    eventually(
        lambda: text in [each["says"].get("information") for each in shown(asker, dossier)["acts"] if each["says"]]
    )


def test_acts_flow_all_ways_and_the_older_node_is_upgraded_in_its_place(
    mixed: tuple[dict[str, Member], Upgrade],
) -> None:
    members, upgrade = mixed
    aa, bb, cc = members.values()
    dossier = _opened(aa, bb, cc)
    for asker, by in ((aa, bb), (bb, aa), (cc, aa), (bb, cc)):
        answered(asker, by, dossier, f"from {by.code} to {asker.code}")
    eventually(lambda: same(members, dossier))
    assert lines(bb) == {"aa-pol": PLAIN, "cc-pol": NEWEST}
    assert lines(cc) == {"aa-pol": PLAIN, "bb-pol": NEWEST}
    before, phase = ids(aa, dossier), shown(aa, dossier)["phase"]

    aa.stop()
    question(bb, dossier, "aa-pol", "said while aa was down")
    upgrade(aa)
    aa.start()
    assert set(before) <= set(ids(aa, dossier))
    assert shown(aa, dossier)["phase"] == phase
    eventually(lambda: same(members, dossier))
    eventually(lambda: lines(aa) == {"bb-pol": NEWEST, "cc-pol": NEWEST})
    eventually(lambda: lines(bb) == {"aa-pol": NEWEST, "cc-pol": NEWEST})
    for asker, by in ((aa, cc), (bb, aa)):
        answered(asker, by, dossier, f"after the upgrade, from {by.code} to {asker.code}")
    eventually(lambda: same(members, dossier))
    for member in members.values():
        eventually(partial(delivered, member))
        checked = member.ask("verify")
        assert checked["ok"], checked["findings"]
        assert {each["verdict"] for each in shown(member, dossier)["acts"]} == {"counted"}
        assert {each["form"] for each in shown(member, dossier)["acts"]} <= {"verb", "key"}
        assert "Traceback" not in (member.folder / "log.txt").read_text()


def _opened(aa: Member, *others: Member) -> str:
    fields = {"purpose": "an exercise", "basis": "an exercise"}
    opened: Any = aa.ask(
        "open", kind="exchange", to={"member": [each.code for each in others]}, audience="all", fields=fields,
        **{"as": aa.officer("one")},
    )  # fmt: skip
    dossier = str(opened["dossier"])
    for member in others:
        act(member, dossier, "adopt the terms")
    eventually(lambda: shown(others[0], dossier)["phase"] == "open")
    return dossier


def test_an_older_program_does_not_touch_the_store_of_a_newer_one(tmp_path: Path) -> None:
    members = make(tmp_path, {"aa-pol": "AA", "bb-pol": "BB"}, older=["aa-pol"])
    aa = members["aa-pol"]
    former(aa, tmp_path)
    program, aa.program = aa.program, None
    aa.start()
    aa.stop()
    before = (aa.folder / "node.db").read_bytes()
    aa.program = program
    aa.start()
    assert not aa.running()
    assert "lintas/node 2" in (aa.folder / "log.txt").read_text()
    assert (aa.folder / "node.db").read_bytes() == before


def test_on_postgres_the_process_that_stood_by_in_the_new_version_takes_over_and_carries_over(
    tmp_path: Path, postgres_server: Server
) -> None:
    address = postgres_server.make_database(f"mixed-{tmp_path.name}"[:60])
    members = make(tmp_path, {"aa-pol": "AA", "bb-pol": "BB"}, {"aa-pol": address}, older=["aa-pol"])
    aa, bb = members.values()
    former(aa, tmp_path)
    log = aa.folder / "log.txt"
    try:
        for member in members.values():
            member.start()
            appoint(member, "one", "two")
        first, old = aa.process, aa.program
        assert first
        dossier = _opened(aa, bb)
        aa.program = None
        spare = aa.launch()
        eventually(lambda: "standing by for" in log.read_text())
        answered(aa, bb, dossier, "while the new one stands by")
        assert "carrying over" not in log.read_text()
        first.terminate()
        first.wait(20)
        aa.process = spare
        eventually(lambda: aa.ask("status"))
        assert "carrying over from lintas/node 1 to lintas/node 2" in log.read_text()
        for asker, by in ((aa, bb), (bb, aa)):
            answered(asker, by, dossier, f"after the take-over, from {by.code} to {asker.code}")
        eventually(lambda: same(members, dossier))
        aa.program = old
        refused = aa.launch()
        assert refused.wait(30) != 0
        assert "WrongSchema" in log.read_text() or "found lintas/node 2" in log.read_text()
        for member in members.values():
            assert member.ask("verify")["ok"]
    finally:
        for member in members.values():
            member.kill()
