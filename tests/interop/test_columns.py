"""The spreadsheet of a plan: its columns, what comes back from it as proposals, and what of it is left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lintas.interop.columns import LINE, WHO, CameBack, read_columns, sheet, write_columns
from lintas.interop.hostile_json import UnreadableFile
from lintas.interop.report import Report
from lintas.interop.xlsx import read_rows, write_rows
from lintas.kinds import all_kinds
from lintas.node.columns import Reported, Row, Table

LINE_TYPE = next(path[-1] for path in all_kinds()["plan"].item.walk() if "row" in path[-1].traits)
REPORT, ANOTHER = LINE_TYPE.verb("report"), LINE_TYPE.verb("enter a report for another")
CHILD = LINE_TYPE.child("report on behalf")
ITEM, ENTERED, MINE, THEIRS = b"i" * 16, b"e" * 16, b"m" * 32, b"t" * 32
COLUMNS = [
    "Area", "Provision", "Area of collaboration", "Activity", "Expected output", "Lead and cooperating body", "By",
    "State", "Half year to", "Status", "Outputs", "What was done", "Now expected by", "Remark", "Reported in", "Line",
]  # fmt: skip


def said(done: str) -> dict[str, Any]:
    return {"half_year_to": "2026-06-30", "status": "under way", "outputs": 1, "what_was_done": done}


def table(*verbs: str) -> Table:
    """One row that VN (us), PH and TL, without a node, carry out; these verbs are open to us."""
    assert REPORT
    assert ANOTHER
    assert CHILD
    reports = (
        Reported("PH", "ph-st", THEIRS, 1, said("A course."), None),
        Reported("TL", "xs-asec", b"l" * 32, 1, said("A visit."), ENTERED, "not confirmed"),
        Reported("VN", "vn-st", MINE, 1, said("A visit."), None, ours=True),
    )
    says = {"activity": "train", "expected_output": "trainers", "by": "2026-12-31"}
    row = Row(ITEM, "under way", False, {"area": "trafficking"}, says, reports, ("LA",), ("LA", "TL"), (),
              frozenset(verbs))  # fmt: skip
    fields = ("provision", "area_of_collaboration", "activity", "expected_output", "lead_and_cooperating_body", "by")
    return Table(
        "Plan of action", "VN", True, "2026-06-30", ("2026-06-30",), ("area", "provision"), fields, "activity", REPORT,
        ANOTHER, CHILD.verb("replace"), {}, (row,),
    )  # fmt: skip


def changed(shown: Table, **cells: str) -> CameBack:
    """What comes back once somebody wrote `cells`, by heading, into the line of the state `who`."""
    rows, who = list(sheet(shown, "restricted")), cells.pop("who")
    heads = next(row for row in rows if LINE in row)
    line = next(row for row in rows if len(row) == len(heads) and row[heads.index(WHO)] == who)
    for name, cell in cells.items():
        line[heads.index(name.replace("_", " "))] = cell
    return read_columns(write_rows(rows), shown)


def test_the_columns_are_those_of_real_plans_with_a_line_for_each_state_whoever_reported() -> None:
    rows = read_rows(write_columns(table(), "restricted"), Report())
    assert rows[0][0].startswith("EXERCISE · RESTRICTED · Plan of action")
    assert rows[2] == COLUMNS
    whose = COLUMNS.index("State")
    assert [row[whose] for row in rows[3:]] == ["LA", "PH", "TL", "VN"]
    assert rows[3][COLUMNS.index("Remark")] == "nothing yet"
    assert rows[5][COLUMNS.index("Remark")] == "entered by xs-asec from the original; not confirmed"
    assert write_columns(table(), "restricted") == write_columns(table(), "restricted")


def test_what_nobody_changed_proposes_nothing() -> None:
    assert read_columns(write_columns(table("report"), ""), table("report")) == CameBack((), (), ())


def test_new_words_in_our_own_line_are_a_proposal_and_in_that_of_another_state_are_left() -> None:
    ours = changed(table("report"), who="VN", Outputs="3.0", What_was_done="Three courses.", Half_year_to="46203")
    (found,) = ours.proposals
    assert (found.verb, found.item, found.before["outputs"], found.problems) == ("report", ITEM, 1, ())
    assert found.fields == {**said("Three courses."), "outputs": 3, "half_year_to": "2026-06-30"}
    theirs = changed(table("report", "enter a report for another"), who="PH", Outputs="0")
    assert (theirs.proposals, [why for _, why in theirs.left]) == ((), ["it speaks for PH, which reports by itself"])


def test_a_report_of_a_state_without_a_node_is_entered_or_replaced_by_who_may() -> None:
    new = {"Half_year_to": "2026-06-30", "Status": "On Track", "Outputs": "2", "What_was_done": "Done."}
    (found,) = changed(table("enter a report for another"), who="LA", **new).proposals
    assert (found.verb, found.fields["on_behalf_of"], found.fields["status"]) == (
        ANOTHER and ANOTHER.name,
        "LA",
        "on track",
    )
    assert changed(table("report"), who="LA", **new).left == (("line 4", "it speaks for LA, and we cannot enter it"),)
    entered = changed(table("enter a report for another"), who="TL", Outputs="5")
    assert [why for _, why in entered.left] == ["xs-asec entered it for TL, and alone replaces it"]
    (row,) = table("x").rows
    own = replace(row, reports=tuple(replace(each, ours=each.who == "TL") for each in row.reports))
    (again,) = changed(replace(table(), rows=(own,)), who="TL", Outputs="5").proposals
    assert (again.verb, again.item) == ("replace", ENTERED)


def test_what_cannot_be_reported_so_says_what_to_do() -> None:
    (found,) = changed(table("report"), who="VN", Half_year_to="June", Status="late", Outputs="many").proposals
    assert [name for name, _ in found.problems] == ["half_year_to", "status", "outputs"]
    no_way = changed(table("begin"), who="VN", Outputs="7")
    assert no_way.left == (("line 7", "we cannot report on this row now; open to us are: begin"),)
    other = changed(table("report"), who="VN", Activity="something else")
    assert [why.partition(":")[0] for _, why in other.left] == ["Activity was changed"]
    gone = changed(table("report"), who="VN", Line="zz", Outputs="7")
    assert gone.left == (("line 7", "no row of this plan has the id zz"),)


def test_a_sheet_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        read_columns(write_rows([["State", "Status"], ["VN", "done"]]), table())
    with pytest.raises(UnreadableFile):
        read_columns(b"PK no package", table())
