"""No search finds a word of a dossier in which somebody was said to be a child: not of what was said before or after,
in whichever order acts come, nor from an index that is made anew, be what said so recalled or erased by then.
"""

from __future__ import annotations

from typing import Any

import pytest

from lintas.node.indexing import Indexing, catch_up
from lintas.node.retention import erase_here
from lintas.node.state import Node
from lintas.store.search_memory import MemorySearchIndex
from tests.node.hostile import shared
from tests.node.recalling import rest, taken_back
from tests.node.searching import acts, protecting, with_indexes
from tests.node.test_extract import TOLD
from tests.support.federation import Federation3

AA, BB = "aa-ca", "bb-ca"
NAMES = {
    "Vietnamese": "Trần Thị Ví Dụ",
    "Malay": "Siti binti Contoh",
    "Thai": "สมหญิง ตัวอย่าง",
    "Lao": "ນາງ ຕົວຢ່າງ",
    "Khmer": "ស្រី ឧទាហរណ៍",
    "Burmese": "မခင် ဥပမာ",
    "Chinese": "陈 样例",
}
"""Invented: each is somebody called *example*."""
GROWN = {"person": "Juan Halimbawa", "born": "1980"}


class House:
    """aa tells bb of somebody, by acts that say how old the person is or do not; both have an index."""

    def __init__(self, name: str = NAMES["Thai"]) -> None:
        self.fed = with_indexes(Federation3.build((AA, BB), kinds=("exchange",)))
        self.name, self.dossier = name, shared(self.fed, BB)

    def tells(self, **said: Any) -> bytes:
        """An act of aa; without more it names the person and says nothing of any age."""
        fields = {**TOLD, "person": self.name, "other_names": None, "others": None} | said
        kept = {name: value for name, value in fields.items() if value is not None}
        return self.fed.act(AA, self.dossier, "give", kept, {"receiving": (BB,)}, readers=(BB,)).act

    def names(self) -> bytes:
        return self.tells(born=None, document=None)

    def tells_of_a_child(self, **said: Any) -> bytes:
        return self.tells(born="2015", document=None, **said)

    def found(self, code: str = BB) -> list[bytes]:
        """The acts in which bb, or another, finds the name."""
        return acts(self.fed.nodes[code], self.name)

    def nobody_finds_anything(self) -> bool:
        """Neither the name, nor what else was said in the dossier, from the index as it grew and then made anew."""
        grown = self._anything()
        self.anew()
        return not grown and not self._anything()

    def _anything(self) -> bool:
        words = (self.name, "boats", "fraud", "2015")
        return any(acts(node, each) for node in self.fed.nodes.values() for each in words)

    def anew(self) -> None:
        """Make every index anew, from the log of its node."""
        with_indexes(self.fed)


def written(indexing: Indexing, node: Node) -> int:
    """Bring the index level; how many acts were opened for that."""
    opened = 0
    while looked := indexing.look(node):
        opened += len(looked.opened)
        indexing.hold(looked)
    indexing.write()
    return opened


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_what_is_said_of_a_child_later_is_not_found(name: str) -> None:
    house = House(name)
    house.tells_of_a_child()
    house.names()
    house.fed.settle()
    assert house.nobody_finds_anything()


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_what_was_said_of_a_child_before_is_found_until_an_act_tells_and_then_no_more(name: str) -> None:
    house = House(name)
    before = house.names()
    house.fed.settle()
    assert house.found() == [before]
    house.tells_of_a_child()
    house.fed.settle()
    assert house.nobody_finds_anything()


def test_it_goes_in_the_step_that_looks_at_the_act_and_nothing_else_is_read_for_that() -> None:
    house = House()
    for _ in range(10):
        house.names()
    house.fed.settle()
    node, index = house.fed.nodes[BB], MemorySearchIndex()
    indexing = Indexing(index)
    written(indexing, node)
    said = [row.position for row in node.store.acts(house.dossier)]
    assert len(index.passages(said)) == 11
    size = node.store.size()
    house.tells_of_a_child()
    house.fed.settle()
    assert written(indexing, node) == node.store.size() - size
    assert index.passages(said) == {}


@pytest.mark.parametrize("who", [{"person": None}, {"person": "Somebody Else"}], ids=["nobody", "another"])
def test_nor_what_names_nobody_there_or_another(who: dict[str, Any]) -> None:
    house = House()
    house.tells(born=None, document=None, **who)
    house.tells_of_a_child()
    house.tells(born=None, document=None, **who)
    house.fed.settle()
    assert house.nobody_finds_anything()


def test_an_act_that_comes_after_what_was_said_without_it_closes_that() -> None:
    """The one that tells crosses another on its way, which is found by then."""
    house = House()
    first = house.names()
    house.fed.settle()
    telling = house.tells_of_a_child()
    own = house.fed.act(BB, house.dossier, "adopt the terms", {"text": f"we look for {house.name}"}).act
    assert house.found() == [own, first]
    house.fed.settle()
    rows = {row.id: row.position for row in house.fed.nodes[BB].store.acts(house.dossier)}
    assert rows[telling] > rows[own]
    assert house.nobody_finds_anything()


def test_a_body_that_comes_late_closes_what_was_found_by_then() -> None:
    house = House()
    telling, later = house.tells_of_a_child(), house.names()
    house.fed.settle()
    bb = house.fed.nodes[BB]
    row = bb.store.act(telling)
    assert row
    assert row.body
    with bb.store.batch() as batch:
        batch.erase_body(telling)
    assert house.found() == [later]
    bb.pending.bodies[telling] = row.body
    bb.commit()
    assert house.nobody_finds_anything()


def test_an_index_that_is_made_anew_after_what_told_was_recalled_finds_no_more_than_the_one_that_grew() -> None:
    house = House()
    telling = house.tells_of_a_child()
    house.names()
    house.fed.settle()
    assert house.found() == []
    taken_back(house.fed, house.dossier, telling, code=AA)
    rest(house.fed)
    assert all(telling in node.recalls.gone for node in house.fed.nodes.values())
    assert house.nobody_finds_anything()
    for code in (AA, BB):
        protecting(house.fed.restart(code), "Somebody Else")
    house.anew()
    house.names()
    house.fed.settle()
    assert house.nobody_finds_anything(), "after a start, with other settings, and of what is said since"


def test_nor_after_it_was_erased_here_alone() -> None:
    house = House()
    telling = house.tells_of_a_child()
    house.names()
    house.fed.settle()
    erase_here(house.fed.nodes[BB], house.dossier, [telling])
    assert house.nobody_finds_anything()


def test_nor_if_it_was_recalled_before_the_index_came_to_it() -> None:
    house = House()
    telling, index = house.tells_of_a_child(), MemorySearchIndex()
    house.names()
    house.fed.settle()
    taken_back(house.fed, house.dossier, telling, code=AA)
    rest(house.fed)
    bb = house.fed.nodes[BB]
    catch_up(bb, index)
    assert index.passages(range(bb.store.size())) == {}


def test_a_recall_of_what_is_said_of_a_grown_person_closes_nothing() -> None:
    house = House()
    gone, stays = house.tells(**GROWN), house.names()
    house.fed.settle()
    taken_back(house.fed, house.dossier, gone, code=AA)
    rest(house.fed)
    house.anew()
    assert house.found() == [stays]
