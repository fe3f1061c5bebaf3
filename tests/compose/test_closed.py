"""Closed dossiers at the command line: for who is named for one, and for nobody else at this machine."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from lintas.compose.commands import run_command
from lintas.compose.settings import BadSettings, read, write
from lintas.node import closed
from lintas.node.closed import NotNamed
from lintas.node.indexing import catch_up
from lintas.node.plain_data import NoSuchDossier, find_dossier
from lintas.node.recall import RecallOrder, recall
from lintas.node.state import Node
from lintas.node.vitals import vitals
from lintas.store.search_sqlite import SqliteSearchIndex
from tests.support.federation import Federation3

OPENING = {
    "matter": "the plans of an invented port", "office": "the office of an invented council", "marking": "secret",
    "handling": "H2", "until": "2027-06-30",
}  # fmt: skip
NAMED, SECOND, OTHER = "ines", "joao", "amir"


@dataclass(frozen=True, slots=True)
class House:
    """Our node, with two officials who may be named and an officer who may not, and their tokens."""

    fed: Federation3
    node: Node
    tokens: dict[str, str]

    def do(self, name: str, command: str, **args: Any) -> Any:
        return run_command(self.node, command, {"as": self.by(name), **args})

    def by(self, name: str) -> dict[str, str]:
        return {"name": name, "token": self.tokens[name]}

    def opens(self, name: str, second: str) -> str:
        said = {"kind": "closed_matter", "to": {"counterpart": "bb-ca"}, "audience": "all", "fields": OPENING}
        done: str = self.do(name, "open", approve=[self.by(second)], **said)["dossier"]
        self.node.commit()
        return done


@pytest.fixture
def house() -> House:
    fed = Federation3.build(("aa-ca", "bb-ca"), kinds=("closed_matter", "exchange"))
    node = fed.nodes["aa-ca"]
    node.policy = replace(node.policy, closed_to=frozenset({NAMED, SECOND}))
    tokens = {
        name: run_command(node, "appoint", {"name": name, "roles": ["author", "approver"]})["token"]
        for name in (NAMED, SECOND, OTHER)
    }
    return House(fed, node, tokens)


def test_who_may_be_named_opens_one_and_reads_it_by_its_beginning(house: House) -> None:
    dossier = house.opens(NAMED, SECOND)
    assert house.do(SECOND, "show", dossier=dossier[:8])["id"] == dossier
    assert [each["id"] for each in house.do(NAMED, "list")] == [dossier]


@pytest.mark.parametrize(("author", "approver"), [(OTHER, SECOND), (NAMED, OTHER)])
def test_nobody_else_opens_one_or_approves_it(house: House, author: str, approver: str) -> None:
    with pytest.raises(NotNamed, match=OTHER):
        house.opens(author, approver)


COMMANDS: dict[str, dict[str, Any]] = {
    "show": {},
    "act": {"verb": "tell"},
    "files": {},
    "file part": {"file": "00/0", "at": 0},
    "export": {"path": "/nowhere/case.zip"},
    "letter": {"act": "00", "path": "/nowhere/letter.pdf"},
    "release": {"all": "yes"},
    "recall": {"because": "x", "chosen": ["00"]},
    "correct": {"because": "x", "cause": "error", "chosen": ["00"]},
    "hold": {"because": "x", "until": "2027-06-30"},
    "lift": {},
    "erase": {},
    "disown": {"bad": ["00"]},
}


@pytest.mark.parametrize("command", COMMANDS)
def test_to_everybody_else_it_is_as_one_that_is_not_here(house: House, command: str) -> None:
    dossier = house.opens(NAMED, SECOND)
    for text in (dossier, dossier[:8]):
        with pytest.raises(NoSuchDossier) as refused:
            house.do(OTHER, command, dossier=text, **COMMANDS[command])
        assert (refused.value.text, refused.value.found) == (text, 0)


def test_it_is_in_nobody_elses_list_and_no_words_of_it_are_taken_over(house: House) -> None:
    dossier = house.opens(NAMED, SECOND)
    act = house.do(NAMED, "show", dossier=dossier)["acts"][0]["id"]
    assert house.do(OTHER, "list") == []
    said = {"kind": "exchange", "to": {"member": "bb-ca"}, "audience": "all", "take": [f"{dossier}/{act}"]}
    with pytest.raises(NoSuchDossier):
        house.do(OTHER, "open", fields={"purpose": "x", "basis": "x"}, **said)


def test_nobody_comes_upon_it_by_the_beginning_of_its_reference(house: House) -> None:
    dossier = house.opens(NAMED, SECOND)
    whole = find_dossier(house.node, dossier)
    assert find_dossier(house.node, dossier[:8], NAMED) == whole
    for officer in ("", OTHER):
        with pytest.raises(NoSuchDossier):
            find_dossier(house.node, dossier[:8], officer)


def test_the_team_that_the_console_has_holds_at_the_command_line(house: House) -> None:
    dossier = house.opens(NAMED, SECOND)
    raw = house.node.store.dossiers()[0]
    closed.put_team(house.node, raw, [NAMED])
    assert house.do(SECOND, "list") == []
    with pytest.raises(NoSuchDossier):
        house.do(SECOND, "show", dossier=dossier)
    house.node.policy = replace(house.node.policy, closed_to=frozenset({SECOND}))
    assert house.do(SECOND, "show", dossier=dossier)["id"] == dossier, "it is not lost with who was on the team"


def test_what_anybody_at_the_machine_is_told_says_nothing_of_it(house: House) -> None:
    dossier = house.opens(NAMED, SECOND)
    raw = house.node.store.dossiers()[0]
    house.fed.settle()
    row = next(iter(house.node.store.acts(raw)))
    recall(house.node, raw, RecallOrder((row.id,), "an error", house.fed.desks["aa-ca"]))
    house.node.commit()
    house.do(NAMED, "hold", dossier=dossier, because="x", until="2027-06-30")
    told = repr([run_command(house.node, each, {}) for each in ("recalls", "corrections", "status")])
    assert dossier[:8] not in told
    assert run_command(house.node, "status", {})["recalls"]["unanswered"] == 0
    assert dossier not in repr(vitals(house.node))


def test_no_word_of_it_is_in_the_index(house: House, tmp_path: Path) -> None:
    house.opens(NAMED, SECOND)
    index = SqliteSearchIndex(tmp_path / "search.db")
    catch_up(house.node, index)
    index.close()
    assert b"invented" not in (tmp_path / "search.db").read_bytes()


def test_the_setting_is_read_and_written(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(
        'code = "aa-ca"\nname = "A"\nstate = ""\ncategory = "police"\naddress = "http://x"\n[closed]\nto = ["ines"]\n'
    )
    found = read(tmp_path, {})
    assert found.policy.closed_to == {"ines"}
    write(tmp_path, found)
    assert read(tmp_path, {}).policy.closed_to == {"ines"}
    (tmp_path / "settings.toml").write_text((tmp_path / "settings.toml").read_text().replace('["ines"]', "3"))
    with pytest.raises(BadSettings):
        read(tmp_path, {})
