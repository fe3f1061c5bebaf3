"""Plans of action, as the Secretariat, lead shepherds and the states that do the work tell them."""

from __future__ import annotations

from lintas.kinds import plan
from tests.kinds.table import Table


def laid_down() -> tuple[Table, bytes]:
    """A plan with a line that PH and SG do; SG leads the component."""
    table = Table("plan", "ASEC", "lay down", state="PH SG", partner="XP")
    component = table.do("ASEC", "open a component", lead_shepherd="SG")
    return table, table.do("SG", "set an action line", component, doing="PH SG")


def test_plan_shows_which_lines_are_under_way_and_by_whom() -> None:
    table = Table("plan", "ASEC", "lay down", state="PH SG", partner="XP")
    component = table.do("ASEC", "open a component", lead_shepherd="SG")
    line = table.do("SG", "set an action line", component, doing="PH SG")
    assert (table.phase(), table.awaited()) == ("under way", "PH SG")
    table.do("PH", "begin", line)
    table.do("PH", "report", line)
    table.do("XP", "pledge support", line)
    table.do("SG", "pass", line)
    assert (table.phase(line), table.awaited(line)) == ("under way", "PH")
    table.do("PH", "hand in the output", line)
    table.do("SG", "close", line)
    table.do("SG", "report on the component", component)
    assert (table.phase(component), table.phase()) == ("reported", "laid down")
    longer = table.do("ASEC", "propose an extension")
    table.do("PH", "assent", longer)
    table.do("SG", "assent", longer)
    table.do("ASEC", "revise", longer)
    assert (table.phase(longer), table.awaited(longer)) == ("proposed", "PH SG")
    table.void("ASEC", "record", longer)
    table.do("PH", "assent", longer)
    table.do("SG", "assent", longer)
    table.do("ASEC", "record", longer)
    assert table.phase() == "extended"


def test_plan_finds_a_new_lead_for_a_component_that_lost_its_own() -> None:
    table = Table("plan", "ASEC", "lay down", state="PH SG")
    component = table.do("ASEC", "open a component", lead_shepherd="SG")
    line = table.do("SG", "set an action line", component, doing="PH")
    over = table.do("PH", "propose a take-over", component)
    table.do("PH", "assent", over)
    table.do("ASEC", "assent", over)
    table.do("PH", "take the office", over)
    table.do("PH", "begin", line)
    table.do("PH", "hand in the output", line)
    table.do("PH", "close", line)
    assert (table.held("lead shepherd", component), table.phase(line)) == ("PH", "closed")


def test_plan_says_that_a_missed_target_is_before_the_next_meeting_until_something_came_of_it() -> None:
    table, line = laid_down()
    table.do("PH", "begin", line)
    assert "is for doing" in table.void("ASEC", "say that the target was missed", line)
    measures = table.do("PH", "say that the target was missed", line)
    assert (table.phase(measures), table.awaited(measures)) == ("for the next meeting", "ASEC")
    assert "cannot follow -" in table.void("ASEC", "record the measures", measures)
    table.do("ASEC", "put before a meeting", measures)
    table.do("ASEC", "put before another meeting", measures)
    assert "needs secretariat: decided" in table.void("PH", "say what came of them", measures)
    table.do("ASEC", "record the measures", measures)
    assert (table.phase(measures), table.awaited(measures)) == ("decided by a meeting", "PH")
    table.do("PH", "say what came of them", measures)
    assert table.phase(measures) == "carried out"
    another = table.do("PH", "say that the target was missed", line)
    table.do("PH", "need none any more", another)
    assert table.phase(another) == "none needed any more"


def test_plan_has_the_report_of_a_state_without_a_node_until_that_state_confirms_it() -> None:
    table, line = laid_down()
    entered = table.do("ASEC", "enter a report for another", line)
    assert (table.phase(entered), table.awaited(entered)) == ("not confirmed", "")
    assert "is for enterer" in table.void("PH", "replace", entered)
    table.do("ASEC", "admit", state="TL")
    table.do("ASEC", "ask to confirm", entered, for_whom_it_was_entered="TL")
    assert (table.phase(entered), table.awaited(entered)) == ("to be confirmed", "TL")
    assert "is for for whom" in table.void("PH", "confirm as ours", entered)
    table.do("TL", "confirm as ours", entered)
    table.do("ASEC", "replace", entered)
    assert (table.phase(entered), table.awaited(entered)) == ("to be confirmed", "TL")
    table.do("TL", "confirm as ours", entered)
    assert table.phase(entered) == "confirmed"
    table.do("TL", "say that it is not ours", entered)
    assert table.phase(entered) == "not theirs"
    table.do("SG", "say that it was entered for us", entered)
    table.do("SG", "say that it was not entered for us", entered)
    assert table.held("for whom it was entered", entered) == "TL"
    led = table.do("SG", "enter a report for another", line)
    table.do("SG", "take out", led)
    assert table.phase(led) == "taken out"


def test_plan_adds_no_states_up_by_where_they_stand() -> None:
    """No total counts a choice: who is on track and who revised a date is not reckoned against each other."""
    for path in plan.KIND.item.walk():
        for total in path[-1].totals:
            verb = path[-1].verb(total.verb)
            assert verb is None or not verb.says.fields()[total.field].choices
