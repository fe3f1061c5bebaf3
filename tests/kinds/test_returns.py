"""Statistical returns, as the statistics desks of states and of the Secretariat tell them."""

from __future__ import annotations

from lintas.kinds import returns
from tests.kinds.table import Table

STATES = ("BN", "KH", "ID", "LA", "MY", "VN")


def called() -> Table:
    return Table("returns", "XS", "call for returns", state=" ".join(STATES))


def test_a_picture_is_given_out_once_figures_are_complete_and_no_second_time() -> None:
    table = called()
    table.do("KH", "hand in figures")
    assert "needs state: complete" in table.void("XS", "give out the picture")
    for state in STATES[:5]:
        table.do(state, "say that our figures are complete")
    table.do("VN", "give none this time")
    assert (table.phase(), table.awaited()) == ("figures of some complete", "XS")
    table.do("XS", "give out the picture")
    assert "cannot follow given out" in table.void("XS", "give out the picture")
    assert "needs compiler: collecting" in table.void("VN", "hand in figures")
    table.do("XS", "close")
    assert table.phase() == "closed"


def test_a_state_alone_replaces_or_takes_back_its_figures_and_two_officers_answer_for_them() -> None:
    table = called()
    figures = table.do("VN", "hand in figures")
    assert "is for returning" in table.void("XS", "replace the figures", figures)
    table.do("VN", "replace the figures", figures)
    table.do("VN", "take the figures back", figures)
    assert table.phase(figures) == "taken back"
    two = [verb for item in (returns.KIND.item, returns.RETURN) for verb in item.verbs if "figures" in verb.name]
    assert {verb.name for verb in two if verb.persons == 2} == {
        "hand in figures", "replace the figures", "say that our figures are complete", "complete our figures after all"
    }  # fmt: skip


def test_cases_that_two_counted_are_settled_before_there_is_a_picture() -> None:
    table = called()
    for state in STATES:
        table.do(state, "say that our figures are complete")
    double = table.do("VN", "ask about cases counted twice", other="KH")
    assert (table.phase(), table.awaited()) == ("cases counted twice to be settled", "KH")
    assert "needs no double" in table.void("XS", "give out the picture")
    table.do("KH", "say that you count them", double)
    assert table.phase(double) == "counted by who asked"
    table.do("XS", "give out the picture")


def test_no_figure_is_by_nationality_and_nothing_adds_states_up_against_each_other() -> None:
    fields = {name for path in returns.KIND.item.walk() for verb in path[-1].verbs for name in verb.says.fields()}
    assert not [name for name in fields if "national" in name or "citizen" in name or "origin" in name]
    assert [path[-1].name for path in returns.KIND.item.walk() if path[-1].totals] == []
