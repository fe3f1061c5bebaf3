"""A text that states settle: its rounds, who holds which bracket, and what a party that was not given one sees."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.node.on_behalf import Entered
from lintas.node.order import BadBody
from lintas.node.show import show
from lintas.node.texts import NoText, SharedText, text, texts
from lintas.node.uploads import add_file
from tests.support.federation import Federation3

US, THEM, THIRD = "aa-ca", "bb-ca", "cc-pol"
NOTICE = {"body": "Working group", "place": "online", "opens": "2026-12-08", "agenda": "1. Lists"}
SHALL = {"paragraph": 2, "words": "shall", "instead": "should"}
EVERY = {"paragraph": 3, "words": "every year", "why": "It is too often."}


class Table:
    """A meeting of three with one text."""

    def __init__(self, *members: str) -> None:
        self.fed = Federation3.build([US, THEM, THIRD], kinds=("meeting",))
        self.meeting = self.fed.open(US, "meeting", "convene", NOTICE, {"member": members or (THEM, THIRD)}).dossier
        self.fed.settle()
        said = {"title": "Communique", "becomes": "communique", "file": self.file("round-1.docx")}
        self.item = self.fed.act(US, self.meeting, "table", said).act[:16]
        self.fed.settle()

    def file(self, name: str) -> dict[str, Any]:
        return add_file(self.fed.nodes[US], name, "text/plain", [b"a text"])

    def put(self, code: str, *brackets: dict[str, Any], **more: Any) -> None:
        self.act(code, "put in brackets", {"brackets": list(brackets)}, **more)

    def act(self, code: str, verb: str, said: dict[str, Any] | None = None, **more: Any) -> None:
        self.fed.act(code, self.meeting, verb, said or {}, item=self.item, **more)
        self.fed.settle()

    def at(self, code: str) -> SharedText:
        return text(self.fed.nodes[code], self.meeting, self.item)


def held(shown: SharedText) -> dict[str, Any]:
    return {each.label: each.brackets for each in shown.held}


def test_the_newest_act_of_a_state_says_all_that_it_holds_and_rounds_are_counted() -> None:
    table = Table()
    assert texts(table.fed.nodes[US], table.meeting) == [table.item]
    table.put(THEM, SHALL)
    table.put(THEM, SHALL, EVERY)
    shown = table.at(US)
    assert held(shown) == {"BB": (SHALL, EVERY)}
    assert [(each.number, each.name, each.verb) for each in shown.rounds] == [(1, "round-1.docx", "table")]
    table.act(US, "revise", {"title": "Communique", "file": table.file("round-2.docx")})
    table.put(THIRD, EVERY)
    shown = table.at(THEM)
    assert [(each.label, each.round) for each in shown.held] == [("BB", 1), ("CC", 2)]
    assert [each.name for each in shown.rounds] == ["round-1.docx", "round-2.docx"]
    assert shown.puts == (("put in brackets", "brackets", False),)
    assert [each for each in table.at(US).puts if not each[2]] == []
    assert {each.title for each in shown.rounds} == {"Communique"}
    table.act(THEM, "lift the bracket")
    assert held(table.at(US)) == {"CC": (EVERY,)}


def test_who_was_not_given_a_bracket_sees_that_there_is_one() -> None:
    table = Table()
    table.put(THEM, SHALL, readers=(US,))
    assert held(table.at(US)) == {"BB": (SHALL,)}
    assert held(table.at(THIRD)) == {"BB": None}


def test_a_position_that_a_state_annexes_stands_beside_the_text_until_it_annexes_none() -> None:
    table = Table()
    table.put(THEM, SHALL)
    table.act(THEM, "annex a national position", {"position": "We read shall as should."})
    table.act(THIRD, "annex a national position", {"position": "For one of you."}, readers=(US,))
    shown = table.at(US)
    assert held(shown) == {}
    assert {each.label: each.words for each in shown.annexed} == {
        "BB": "We read shall as should.", "CC": "For one of you.",
    }  # fmt: skip
    assert {each.label: each.words for each in table.at(THEM).annexed}["CC"] is None
    table.act(THEM, "annex none")
    assert [each.label for each in table.at(US).annexed] == ["CC"]


def test_each_language_has_rounds_of_its_own() -> None:
    table = Table()
    said = {"title": "Thông cáo", "file": table.file("vi-1.docx"), "language": "vi", "stands": "authentic"}
    table.act(US, "bring it in another language", said)
    table.act(US, "revise", {"title": "Communique", "file": table.file("round-2.docx")})
    assert [(each.name, each.language) for each in table.at(THEM).rounds] == [
        ("round-1.docx", ""), ("vi-1.docx", "vi"), ("round-2.docx", ""),
    ]  # fmt: skip
    table.put(THEM, SHALL | {"language": "vi"})
    assert held(table.at(US)) == {"BB": (SHALL | {"language": "vi"},)}


class Absent(Table):
    """The same, and a third state that has no node: what it sent is entered by the chair."""

    def enter(self, state: str = "LA", code: str = US) -> bytes:
        original = add_file(self.fed.nodes[code], "email.eml", "message/rfc822", [b"we cannot accept shall"])
        said = {"brackets": [SHALL], "on_behalf_of": state, "original": original}
        done = self.fed.act(code, self.meeting, "enter brackets for another", said, item=self.item)
        self.fed.settle()
        return done.act[:16]


def behalf(table: Table, item: bytes) -> Entered:
    """For which state the item was entered, and what came of it."""
    (found,) = (each.behalf for each in show(table.fed.nodes[US], table.meeting).items if each.id == item)
    assert found
    return found


def test_brackets_of_a_state_without_a_node_say_in_their_label_who_entered_them() -> None:
    table = Absent()
    table.enter()
    for code in (US, THEM):
        (found,) = table.at(code).held
        assert (found.label, found.party, found.entered_by, found.brackets) == ("LA-via-aa-ca", "", US, (SHALL,))
        assert [each.name for each in table.at(code).rounds] == ["round-1.docx"]
    assert ("enter brackets for another", "brackets", True) in table.at(US).puts
    assert not [put for put in table.at(THEM).puts if put[2]]


def test_only_an_authority_of_the_state_itself_makes_them_its_word() -> None:
    table = Absent(THEM)
    item = table.enter("CC")
    table.fed.act(US, table.meeting, "invite", {"text": "Welcome."}, {"member": (THIRD,)})
    table.fed.settle()
    for code in (THEM, THIRD):
        assert [each.label for each in table.at(US).held] == ["CC-via-aa-ca"]
        table.fed.act(code, table.meeting, "say that it was entered for us", item=item)
        table.fed.act(code, table.meeting, "confirm as ours", item=item)
        table.fed.settle()
    found = behalf(table, item)
    assert (found.state, found.by, found.theirs, found.denied, found.others) == ("CC", US, (THIRD,), (), (THEM,))
    assert found.stands == "confirmed"
    assert [each.label for each in table.at(US).held] == ["CC"]
    table.fed.act(THIRD, table.meeting, "say that it is not ours", {"reasons": "Nobody here wrote it."}, item=item)
    table.fed.settle()
    found = behalf(table, item)
    assert (found.theirs, found.denied, found.stands) == ((), (THIRD,), "not theirs")
    assert [each.label for each in table.at(US).held] == ["CC-via-aa-ca"]
    table.fed.act(US, table.meeting, "lift for the state", {"original": table.file("mail.eml")}, item=item)
    table.fed.settle()
    assert table.at(US).held == ()


def test_nobody_speaks_for_a_state_that_is_given_it_and_speaks_for_itself() -> None:
    with pytest.raises(BadBody) as raised:
        Absent().enter("BB")
    assert "BB is among those who get this" in str(raised.value)


def test_what_is_no_text_has_none() -> None:
    table = Table()
    node = table.fed.nodes[US]
    for item in (bytes(16), b"\1" * 16):
        with pytest.raises(NoText):
            text(node, table.meeting, item)
