"""The part of a dossier that a page shows: all pages together show everything once, and each reads what it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

from lintas.dossier.position import DOSSIER
from lintas.node.clocks import KEPT, clocks
from lintas.node.crossed import crossed
from lintas.node.part import Part, newest, talk
from lintas.node.ports import Store, StoredAct
from lintas.node.show import show
from tests.support.federation import Federation3

TERMS = {"purpose": "Boats stolen at sea", "basis": "Agreement of the invented states"}
QUESTION = {
    "question": "Whose boat?", "purpose": "To return it", "urgency": "urgent",
    "offence": {"name": "fraud", "band": "4 years or more"},
}  # fmt: skip
ASKED = 7


def asked() -> tuple[Federation3, bytes, list[bytes]]:
    """An exchange of two with some questions, the first of which is over; federation, dossier, questions."""
    fed = Federation3.build(["aa-ca", "bb-ca"], kinds=("exchange",))
    dossier = fed.open("aa-ca", "exchange", "open", TERMS, {"member": ("bb-ca",)}).dossier
    questions = [fed.act("aa-ca", dossier, "ask", QUESTION, {"asked": ("bb-ca",)}).act[:16] for _ in range(ASKED)]
    fed.settle()
    fed.act("aa-ca", dossier, "withdraw", {"reasons": "found"}, item=questions[0])
    fed.act("bb-ca", dossier, "nothing held", item=questions[1])
    fed.settle()
    return fed, dossier, questions


def pages(part_of: Callable[[bytes], Part]) -> list[Part]:
    """The pages from the newest to the oldest."""
    found = [part_of(b"")]
    while found[-1].earlier:
        found.append(part_of(found[-1].earlier))
    return found


def test_the_pages_together_show_every_act_once() -> None:
    fed, dossier, _ = asked()
    node = fed.nodes["aa-ca"]
    whole = [act.id for act in show(node, dossier).acts]
    parts = pages(lambda upto: newest(node, dossier, 3, 50, upto))
    assert [act for part in reversed(parts) for act in part.acts] == whole
    assert all(part.before + len(part.acts) + part.after == len(whole) for part in parts)
    assert [act.id for part in reversed(parts) for act in show(node, dossier, part).acts] == whole


def test_of_the_items_those_come_first_that_are_not_over() -> None:
    fed, dossier, questions = asked()
    node = fed.nodes["aa-ca"]
    assert newest(node, dossier, 3, 3).items == [DOSSIER, *questions[-2:]]
    assert newest(node, dossier, 3, ASKED).items == [DOSSIER, *questions[1:]]
    assert newest(node, dossier, 3, 3).others == ASKED - 2


class Counted:
    """A store that counts the acts that are read of it."""

    def __init__(self, store: Store) -> None:
        self._store, self.read = store, 0

    def act(self, identifier: bytes) -> StoredAct | None:
        self.read += 1
        return self._store.act(identifier)

    def acts(self, dossier: bytes) -> Iterator[StoredAct]:
        for row in self._store.acts(dossier):
            self.read += 1
            yield row

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def test_what_a_page_reads_does_not_grow_with_what_is_done_with() -> None:
    fed, dossier, _ = asked()
    node, read = fed.nodes["aa-ca"], list[int]()
    node.store = counted = cast(Any, Counted(node.store))
    for _ in range(2):
        counted.read = 0
        show(node, dossier, newest(node, dossier, 2, 1))
        read.append(counted.read)
        for _ in range(20):
            over = fed.act("aa-ca", dossier, "ask", QUESTION, {"asked": ("bb-ca",)}).act[:16]
            fed.act("aa-ca", dossier, "withdraw", {"reasons": "found"}, item=over)
    assert read[1] == read[0] > 0


def test_the_part_says_of_its_items_what_the_whole_says() -> None:
    fed, dossier, questions = asked()
    node = fed.nodes["bb-ca"]
    whole, part = show(node, dossier), show(node, dossier, Part((), (DOSSIER, *questions[-2:])))
    inside = {DOSSIER, *questions[-2:]}
    assert part.phase == whole.phase
    assert part.items == tuple(item for item in whole.items if item.id in inside)
    assert part.open_to_us == tuple(way for way in whole.open_to_us if way[0] in inside)
    assert part.steps == tuple(step for step in whole.steps if step[0] in inside)
    assert part.steps


def test_what_is_still_owed_is_told_of_every_item_and_what_is_done_of_these_alone() -> None:
    fed, dossier, (withdrawn, answered, *owed) = asked()
    node = fed.nodes["aa-ca"]
    whole = clocks(node, dossier)
    assert {clock.item for clock in whole} == {withdrawn, answered, *owed}
    assert [clock for clock in whole if clock.state == KEPT] == [clock for clock in whole if clock.item == answered]
    assert clocks(node, dossier, ()) == tuple(clock for clock in whole if clock.item in owed)
    assert clocks(node, dossier, (answered,)) == tuple(clock for clock in whole if clock.item in {answered, *owed})


def test_talk_shows_the_newest_threads_and_those_that_wait_for_an_answer() -> None:
    fed, dossier, questions = asked()
    node = fed.nodes["aa-ca"]
    part = talk(node, dossier, 2, 3)
    assert list(part.items) == [DOSSIER, *questions[-5:]]
    everything = pages(lambda upto: talk(node, dossier, 2, 0, upto))
    threads = [act for each in reversed(everything) for act in each.acts]
    spoken = [act.id for act in show(node, dossier).acts if act.form != "key"]
    assert sorted(threads) == sorted(spoken)


def test_acts_that_crossed_say_so_of_each_other_and_of_no_third() -> None:
    fed, dossier, questions = asked()
    withdrawn = fed.act("aa-ca", dossier, "withdraw", {"reasons": "found"}, item=questions[3]).act
    answered = fed.act("bb-ca", dossier, "nothing held", item=questions[3]).act
    elsewhere = fed.act("bb-ca", dossier, "nothing held", item=questions[4]).act
    fed.settle()
    node = fed.nodes["aa-ca"]
    found = crossed(node, dossier, [act.id for act in show(node, dossier).acts])
    assert [(each.act, each.author, each.verb) for each in found[withdrawn]] == [(answered, "bb-ca", "nothing held")]
    assert [(each.act, each.author, each.verb) for each in found[answered]] == [(withdrawn, "aa-ca", "withdraw")]
    assert not found[elsewhere]
