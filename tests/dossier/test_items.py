"""Items of a small kind: there as long as what opened them has effect, and counted by their phases."""

from __future__ import annotations

from lintas.dossier.control import Disown, disown_fields, pin_fields
from lintas.dossier.declaration import pin
from lintas.dossier.declare import Item, begins, every, kind, many, may, one, phase, some
from lintas.dossier.header import Act, Form
from lintas.dossier.position import DOSSIER
from lintas.dossier.replica import Replica
from lintas.dossier.verdict import Verdict
from tests.dossier.acts import OTHER_REG, REG, A, Acts, B

TASK = Item(
    "task",
    roles=(one("doer"),),
    verbs=(may("doer", "finish", at="doing", to="done"),),
    phases=(phase("finished", some("doer", "done"), ends=True), phase("under way")),
)
TASKS = kind(
    "tasks",
    "Tasks",
    sentence="I see what is done.",
    basis="made for tests",
    roles=(one("lead"), many("member")),
    verbs=(
        begins("open", takes="lead", seats="member", to="open"),
        may("lead, member", "begin", opens="task", takes="doer", to="doing"),
        may("lead", "close", at="open", to="closed", needs=every("task", "finished")),
    ),
    phases=(phase("closed", some("lead", "closed"), ends=True), phase("open")),
    items=(TASK,),
)


def acts_of_tasks() -> Acts:
    return Acts(control=pin_fields(pin(TASKS)))


def folded(acts: Acts) -> Replica:
    found = Replica(TASKS)
    for act in acts.made:
        found.receive(act)
    return found


def rule(replica: Replica, act: Act) -> str:
    judged = replica.judged[act.id]
    return "" if judged.verdict is Verdict.COUNTED else judged.rule


def test_an_item_goes_when_what_opened_it_loses_its_effect() -> None:
    acts = acts_of_tasks()
    begun = acts.add(B, [acts.first], verb="begin")
    assert folded(acts).now().items == (DOSSIER, begun.item)
    control = disown_fields(Disown((REG,), ()))
    acts.add(B, [begun], incarnation=2, form=Form.DISOWN, verb="", control=control, reg=OTHER_REG)
    now = folded(acts).now()
    assert now.items == (DOSSIER,)
    assert not now.exists(begun.item)


def test_all_items_are_those_in_the_phase_and_at_least_one() -> None:
    acts = acts_of_tasks()
    none = acts.add(A, [acts.first], verb="close")
    begun = acts.add(B, [acts.first], verb="begin")
    early = acts.add(A, [none, begun], verb="close")
    done = acts.add(B, [begun], verb="finish", item=begun.item)
    last = acts.add(A, [early, done], verb="close")
    replica = folded(acts)
    assert [rule(replica, each) for each in (none, early, done, last)] == ["V7", "V7", "", ""]
    assert replica.now().phase(DOSSIER) == "closed"
