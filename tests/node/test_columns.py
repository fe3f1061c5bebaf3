"""A plan in columns: eleven states, three without a node, half-years, and nobody before anybody for where he stands."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from lintas.dossier.meanings import Body, Text
from lintas.node.author import seal_next, weigh
from lintas.node.columns import NoColumns, Table, columns, half_of
from lintas.node.on_behalf import ASKED_OF_ANOTHER
from lintas.node.totals import totals
from lintas.node.uploads import add_file
from lintas.wire.identifiers import NULL16
from tests.support.federation import Federation3

ASEC = "xs-asec"
WITH = ("bn", "id", "kh", "my", "ph", "sg", "th", "vn")
WITHOUT = ["LA", "MM", "TL"]
HALF = "2026-06-30"
PLAN = {"title": "Work plan", "valid_from": "2026-01-01", "valid_to": "2030-12-31"}
LINE = {"activity": "train trainers", "expected_output": "twelve trainers", "by": "2026-12-31",
        "states_without_a_node": WITHOUT}  # fmt: skip


def code(state: str) -> str:
    """The authority of a state here."""
    return f"{state}-st"


def paper(fed: Federation3) -> dict[str, object]:
    """A file that the Secretariat handed in."""
    return add_file(fed.nodes[ASEC], "paper.pdf", "application/pdf", [b"%PDF-1.7 invented"])


def report(status: str = "under way", outputs: int = 1, half: str = HALF) -> dict[str, object]:
    """What a state reports."""
    return {"half_year_to": half, "status": status, "outputs": outputs, "what_was_done": "A course was held."}


def entered(fed: Federation3, state: str) -> dict[str, object]:
    """The report of a state without a node, with its original."""
    return report() | {"on_behalf_of": state, "original": paper(fed)}


def laid_down(states: tuple[str, ...] = WITH, later: tuple[str, ...] = ()) -> tuple[Federation3, bytes, bytes]:
    """A plan with one line that all of these do and have begun: the dossier and the item; `later` have nodes, and are
    no parties yet.
    """
    fed = Federation3.build((ASEC, *map(code, states), *map(code, later)), kinds=("plan",))
    dossier = fed.open(
        ASEC, "plan", "lay down", PLAN | {"file": paper(fed)}, {"state": tuple(map(code, states))}
    ).dossier
    fed.settle()
    lead = code(states[0])
    component = fed.act(ASEC, dossier, "open a component", {"area": "trafficking"}, {"lead shepherd": (lead,)})
    fed.settle()
    line = fed.act(
        lead, dossier, "set an action line", LINE, {"doing": tuple(map(code, states))}, item=component.act[:16]
    )
    fed.settle()
    for state in states:
        fed.act(code(state), dossier, "begin", item=line.act[:16])
    fed.settle()
    return fed, dossier, line.act[:16]


def table_of(fed: Federation3, dossier: bytes, at: str = ASEC, half: str = "") -> Table:
    return columns(fed.nodes[at], dossier, half)


def test_eleven_states_of_which_three_have_no_node_stand_in_one_table() -> None:
    fed, dossier, line = laid_down()
    for state in WITH[1:]:
        fed.act(code(state), dossier, "report", report(), item=line)
    for state in WITHOUT[1:]:
        fed.act(ASEC, dossier, "enter a report for another", entered(fed, state), item=line)
    fed.settle()
    (row,) = table_of(fed, dossier).rows
    assert [each.who for each in row.reports] == ["ID", "KH", "MM", "MY", "PH", "SG", "TH", "TL", "VN"]
    assert row.nothing_from == ("BN", "LA")
    assert {each.who: each.stands for each in row.reports if each.item} == {
        "MM": "not confirmed", "TL": "not confirmed",
    }  # fmt: skip
    assert row.section == {"area": "trafficking"}
    assert table_of(fed, dossier, code("vn")).rows[0].reports[-1].ours


def test_an_entered_report_is_confirmed_by_an_authority_of_that_state_alone() -> None:
    fed, dossier, line = laid_down(("my",), later=("vn",))
    item = fed.act(ASEC, dossier, "enter a report for another", entered(fed, "VN"), item=line).act[:16]
    fed.settle()

    def stands() -> str:
        fed.settle()
        (each,) = table_of(fed, dossier).rows[0].reports
        return each.stands

    def ask(state: str) -> None:
        whom = {"for whom it was entered": (code(state),)}
        fed.act(ASEC, dossier, "ask to confirm", {"text": "Yours?"}, whom, item=item)

    fed.act(ASEC, dossier, "admit", {"text": "It has a node."}, {"state": (code("vn"),)})
    assert stands() == "not confirmed"
    ask("my")
    assert stands() == ASKED_OF_ANOTHER
    fed.act(code("my"), dossier, "confirm as ours", item=item)
    assert stands() == ASKED_OF_ANOTHER
    ask("vn")
    assert stands() == "to be confirmed", "who is asked after another has not said what that one said"
    fed.act(code("vn"), dossier, "confirm as ours", item=item)
    assert stands() == "confirmed"
    # What it says anew is sealed to others: to the state itself nobody says what it says.
    said = entered(fed, "VN") | {"outputs": 2}
    fed.act(ASEC, dossier, "replace", said, readers=(code("my"),), item=item)
    assert stands() == "to be confirmed"
    fed.act(code("vn"), dossier, "say that it is not ours", {"reasons": "Ours has one output."}, item=item)
    assert stands() == "not theirs"


def test_a_state_says_itself_that_a_report_was_entered_for_it_and_that_it_is_not_its_own() -> None:
    fed, dossier, line = laid_down(("my",), later=("vn",))
    item = fed.act(ASEC, dossier, "enter a report for another", entered(fed, "VN"), item=line).act[:16]
    fed.act(ASEC, dossier, "admit", {"text": "It has a node."}, {"state": (code("vn"),)})
    fed.settle()
    fed.act(code("vn"), dossier, "say that it was entered for us", item=item)
    fed.act(code("vn"), dossier, "say that it is not ours", {"reasons": "Nobody here wrote it."}, item=item)
    fed.settle()
    assert [each.stands for each in table_of(fed, dossier).rows[0].reports] == ["not theirs"]


def test_of_a_half_year_the_newest_report_of_each_stands_and_other_half_years_are_a_choice() -> None:
    fed, dossier, line = laid_down(("my", "vn"))
    for outputs in (1, 2):
        fed.act(code("vn"), dossier, "report", report(outputs=outputs), item=line)
    fed.act(code("vn"), dossier, "report", report(outputs=9, half="2026-12-31"), item=line)
    fed.settle()
    assert table_of(fed, dossier).halves == (HALF, "2026-12-31")
    assert table_of(fed, dossier).half == "2026-12-31"
    (row,) = table_of(fed, dossier, half="2026-03-01").rows
    assert [(each.who, each.said and each.said["outputs"]) for each in row.reports] == [("VN", 2)]
    assert row.nothing_from == ("LA", "MM", "MY", "TL")
    assert [half_of(day) for day in ("2026-06-30", "2026-07-01")] == [HALF, "2026-12-31"]


def test_a_target_that_was_missed_is_before_the_next_meeting_and_its_date_is_revised() -> None:
    fed, dossier, line = laid_down(("my", "vn"))
    missed = {"reasons": "no interpreters", "now_expected_by": "2027-06-30"}
    done = fed.act(code("vn"), dossier, "say that the target was missed", missed, item=line)
    fed.settle()
    (row,) = table_of(fed, dossier).rows
    assert [(each.name, each.phase, each.said) for each in row.opens] == [("measures", "for the next meeting", missed)]
    measures = done.act[:16]
    fed.act(ASEC, dossier, "put before a meeting", {"meeting": "the next meeting", "on": "2027-01-10"}, item=measures)
    fed.act(ASEC, dossier, "record the measures", {"measures": "two interpreters", "by": "2027-03-01"}, item=measures)
    fed.settle()
    assert table_of(fed, dossier).rows[0].opens[0].phase == "decided by a meeting"
    fed.act(code("vn"), dossier, "say what came of them", {"text": "They came."}, item=measures)
    fed.settle()
    assert table_of(fed, dossier).rows[0].opens == ()


def test_who_stands_where_moves_nobody_up_or_down_and_is_not_added_up() -> None:
    """The order of states is that of their names whatever they report, and no figure counts how many stand where."""
    fed, dossier, line = laid_down(("my", "ph", "vn"))
    orders = set[tuple[str, ...]]()
    for said in permutations([("done", 9), ("date revised", 0), ("not begun yet", 3)]):
        for state, (status, outputs) in zip(("my", "ph", "vn"), said, strict=True):
            fed.act(code(state), dossier, "report", report(status, outputs), item=line)
        fed.settle()
        (row,) = table_of(fed, dossier).rows
        orders.add(tuple(each.who for each in row.reports))
    assert orders == {("MY", "PH", "VN")}
    names = {total.name for total in totals(fed.nodes[ASEC], dossier, [NULL16, line])}
    assert names == {"outputs"}


class Lax(Body):
    """What a program of somebody else may call a report."""

    what_was_done = Text
    half_year_to = Text.optional


@pytest.mark.parametrize("said", [{"what_was_done": "A visit."}, {"what_was_done": "A visit.", "half_year_to": "June"}])
def test_a_body_that_is_no_report_is_shown_as_one_that_cannot_be_read(said: dict[str, str]) -> None:
    fed, dossier, line = laid_down(("my", "vn"))
    node = fed.nodes[code("vn")]
    order = fed.order(code("vn"), "report", said, readers=(ASEC, code("my")), item=line)
    weighed = weigh(node, dossier, order)
    seal_next(node, dossier, replace(weighed, verb=replace(weighed.verb, says=Lax)), order)
    node.commit()
    fed.settle()
    table = table_of(fed, dossier)
    assert table.halves == ()
    assert [(each.who, each.said) for each in table.rows[0].reports] == [("VN", None)]


def test_a_dossier_without_rows_has_no_columns() -> None:
    fed = Federation3.build((code("my"), code("vn")), kinds=("exchange",))
    terms = {"purpose": "an exercise", "basis": "an exercise"}
    opened = fed.open(code("my"), "exchange", "open", terms, {"member": (code("vn"),)})
    with pytest.raises(NoColumns):
        columns(fed.nodes[code("my")], opened.dossier)
