"""A browser that died in a call keeps its seat: its officer takes it again at once, a colleague after a silence."""

from __future__ import annotations

from typing import Any

import pytest

from lintas.wire.identifiers import show
from tests.console.stage import OURS, THEIRS, Stage
from tests.console.talking import CALL, Line
from tests.console.test_call import JSON, Ours, key, place, signal

pytestmark = pytest.mark.processes

MINE, COLLEAGUES = "Your seat again:", "The seat of a colleague:"


@pytest.fixture
def line(stage: Stage) -> Line:
    return Line(stage, CALL)


@pytest.fixture
def ours(line: Line) -> Ours:
    """A call in which our officer sits at A and they sit at B."""
    begun = Ours(line)
    begun.sits("A")
    line.theirs("answer the call", begun.item, seat=place("B"))
    return begun


def colleague(ours: Ours) -> Ours:
    """Another officer of ours before the same call."""
    stage = ours.line.stage
    found = Ours(ours.line, stage.browser(stage.officer("duty")))
    found.url = ours.url
    return found


def silent_ms_max() -> int:
    from lintas.console.calls import Limits

    return Limits().silent_ms_max


def silent(name: str, ms: int) -> None:
    """Nothing was heard from the seat for so long."""
    from lintas.console.models import Heard

    row = Heard.objects.get(pk=key(name))
    row.at_ms -= ms
    row.save()


def again(ours: Ours, name: str, instead: str, status: int = 200) -> dict[str, Any]:
    said = {"place": place(name), "signals": [signal(name, "B")], "to": [], "instead": key(instead)}
    return ours.does("sit", status, **said)


def people(state: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(each["code"], each["key"][0], each["instead"][:1]) for each in state["people"]]


def test_the_officer_whose_browser_died_takes_the_seat_again_with_another_key_by_one_act(ours: Ours) -> None:
    before = ours.line.stage.ours.worker.do(lambda node: node.store.size())
    now = again(ours, "C", "A")
    assert ours.line.stage.ours.worker.do(lambda node: node.store.size()) == before + 1
    assert people(now) == [(THEIRS, "B", ""), (OURS, "C", "A")]
    assert now["phase"] == "under way"
    # The dead place has a key that nobody has any more; a new one comes to new words.
    assert now["people"][1]["commitment"] != place("A")["commitment"]


def test_they_see_that_the_seat_was_taken_again_and_what_the_dead_browser_said_is_told_to_nobody(ours: Ours) -> None:
    from lintas.console.calls import call

    ours.does("connect", key=key("A"), signals=[signal("A", "B", "b2xk")])
    again(ours, "C", "A")
    stage, item = ours.line.stage, show(ours.item)
    stage.until(lambda: stage.there(lambda node: len(call(node, ours.line.dossier, item).people) == 2
                                    and call(node, ours.line.dossier, item).people[1].key == key("C")))  # fmt: skip
    found = stage.there(lambda node: call(node, ours.line.dossier, item))
    assert [(each.key, each.instead) for each in found.people] == [(key("B"), ""), (key("C"), key("A"))]
    assert [each["of"] for each in found.signals] == [key("C")]


def test_a_colleague_takes_it_once_nothing_was_heard_for_the_time_that_is_named_and_not_before(ours: Ours) -> None:
    other = colleague(ours)
    error = again(other, "C", "A", 409)["error"]
    assert "0 seconds ago" in error
    assert f"for {silent_ms_max() // 1000} seconds" in error
    silent("A", silent_ms_max() - 5_000)
    assert "seconds ago" in again(other, "C", "A", 409)["error"]
    silent("A", 10_000)
    assert people(again(other, "C", "A")) == [(THEIRS, "B", ""), (OURS, "C", "A")]
    assert "Nobody of ours sits in this seat" in again(other, "D", "A", 409)["error"]


def test_a_browser_that_says_that_it_is_there_keeps_its_seat_and_nobody_else_says_it_for_it(ours: Ours) -> None:
    other = colleague(ours)
    silent("A", silent_ms_max() + 1_000)
    other.does("here", key=key("A"))
    assert COLLEAGUES in other.client.get(other.url).content.decode()
    assert people(ours.does("here", key=key("A"))) == [(OURS, "A", ""), (THEIRS, "B", "")]
    assert COLLEAGUES not in other.client.get(other.url).content.decode()
    again(other, "C", "A", 409)


def test_a_browser_that_says_by_itself_that_it_is_there_keeps_no_session_alive(ours: Ours) -> None:
    from lintas.console.signed_in import SEEN

    session = ours.client.session
    session[SEEN] = 1
    session.save()
    said = {"does": "here", "key": key("A")}
    answer = ours.client.post(ours.url, said, content_type=JSON, headers={"X-By-Itself": "1"})
    assert (answer.status_code, ours.client.session[SEEN]) == (200, 1)
    ours.state("A")
    assert ours.client.session[SEEN] > 1


def test_the_page_offers_the_own_seat_at_once_and_chooses_it_once_it_is_silent(ours: Ours) -> None:
    page = ours.client.get(ours.url).content.decode()
    assert (MINE in page, "data-lost>" in page) == (True, False)
    silent("A", silent_ms_max() + 1_000)
    page = ours.client.get(ours.url).content.decode()
    assert (MINE in page, "data-lost>" in page) == (True, True)
    other = colleague(ours).client.get(ours.url).content.decode()
    assert (COLLEAGUES in other, MINE in other, "data-lost>" in other) == (True, False, False)
    assert "data-beat-ms=" in page


def test_nobody_takes_a_seat_of_the_other_side_and_none_that_was_left(ours: Ours) -> None:
    silent("A", silent_ms_max() + 1_000)
    for name in "BX":
        assert "Nobody of ours sits in this seat" in again(ours, "C", name, 409)["error"]
    ours.sits("D")
    ours.does("leave", key=key("A"))
    again(ours, "C", "A", 409)


def test_their_act_that_names_a_seat_of_ours_takes_it_from_nobody(ours: Ours) -> None:
    ours.line.theirs("take a seat", ours.item, seat=place("C"), instead={"key": key("A")})
    assert people(ours.state("A")) == [(OURS, "A", ""), (THEIRS, "B", ""), (THEIRS, "C", "")]


def test_in_a_call_that_is_full_a_seat_is_taken_again_all_the_same(ours: Ours) -> None:
    from lintas.console.calls import PEOPLE_MAX

    for name in "CDEF":
        ours.sits(name)
    ours.sits("G", 409)
    assert len(again(ours, "G", "A")["people"]) == PEOPLE_MAX


def test_a_call_of_the_version_before_goes_on_without_it() -> None:
    from lintas.dossier.meanings import LeftPlace
    from tests.kinds.every import every_kind

    old, new = (
        kind.item.child("connection").verb("take a seat")  # type: ignore[union-attr]
        for kind in (every_kind()["call"].former[0], every_kind()["call"])
    )
    assert old is not None
    assert new is not None
    assert [any(each.says(LeftPlace) for each in verb.says.fields().values()) for verb in (old, new)] == [False, True]
