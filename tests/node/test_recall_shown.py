"""What a recall leaves: pages, exports and checks that say so, and retention lists that name what is due."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lintas.node.check_store import check_store
from lintas.node.export import export
from lintas.node.holds import Hold, hold
from lintas.node.obey import obey
from lintas.node.plain_data import plain
from lintas.node.policy import Period
from lintas.node.reading import read
from lintas.node.recall import NotRecallable, RecallOrder, recall
from lintas.node.retention import due_here
from lintas.node.show import show
from lintas.node.state import Node
from lintas.node.verify_export import verify_export
from tests.node.recalling import DAY_MS, rest, taken_back, told
from tests.support.federation import Federation3


def test_a_page_says_what_was_recalled_who_erased_it_and_who_has_not() -> None:
    fed, dossier, act, other = told()
    done = taken_back(fed, dossier, act)
    obey(fed.nodes["bb-ca"])
    fed.bring("bb-ca", "cc-ca")
    obey(fed.nodes["cc-ca"])
    fed.bring("cc-ca", "bb-ca")
    shown = {each.id: each for each in show(fed.nodes["bb-ca"], dossier).acts}
    seen = shown[act]
    assert seen.recall
    assert (seen.says, seen.sealed, seen.recall.by) == (None, "Erased", done.act)
    assert list(seen.erased) == ["bb-ca", "cc-ca"]
    assert list(seen.recall.awaited) == ["aa-ca"]
    assert shown[done.act].says == {"because": "it was an error"}
    assert len(shown[done.act].officers) == 2
    assert shown[other].recall is None
    assert plain(shown[act])


def test_an_export_proves_the_header_and_names_the_recall() -> None:
    fed, dossier, act, _ = told()
    before = export(fed.nodes["aa-ca"], dossier)
    taken_back(fed, dossier, act)
    rest(fed)
    reg = fed.nodes["aa-ca"].federation.reg
    old, report = (verify_export(data, reg=reg) for data in (before, export(fed.nodes["aa-ca"], dossier)))
    assert old.ok
    assert report.ok
    found = [[each.code for each in r.findings if each.code.startswith("recalled")] for r in (old, report)]
    assert found == [[], ["recalled"]]
    seen = next(each for each in report.acts if each.id == act)
    assert (seen.proven, seen.verdict, seen.says) == (True, "counted", None)
    assert seen.recalled.startswith("act ")
    assert [code for code, _ in seen.erased] == ["aa-ca", "bb-ca", "cc-ca"]


def test_what_is_held_and_exported_says_that_it_was_recalled() -> None:
    fed, dossier, act, _ = told()
    cc = fed.nodes["cc-ca"]
    hold(cc, Hold(dossier, act, "officer 1", "a court's order", cc.clock(), cc.clock() + DAY_MS))
    taken_back(fed, dossier, act)
    rest(fed)
    report = verify_export(export(cc, dossier), reg=cc.federation.reg)
    assert report.ok
    assert "recalled-here" in [each.code for each in report.findings]


def test_the_store_of_a_node_that_recalled_is_sound() -> None:
    fed, dossier, act, _ = told()
    taken_back(fed, dossier, act)
    rest(fed)
    assert [check_store(node).findings for node in fed.nodes.values()] == [()] * 4


def closed() -> tuple[Federation3, bytes]:
    """A dossier that has ended, with words of aa and bb."""
    fed, dossier, _, _ = told("aa-ca", "bb-ca", "cc-ca", "dd-ca")
    fed.act("aa-ca", dossier, "close", {"text": "done"})
    fed.act("aa-ca", dossier, "file away")
    fed.settle()
    return fed, dossier


def with_periods(node: Node, **periods: Period) -> None:
    node.policy = replace(node.policy, retention=periods)


def test_what_is_due_is_listed_after_the_period_and_not_while_it_is_held() -> None:
    fed, dossier = closed()
    aa = fed.nodes["aa-ca"]
    assert list(due_here(aa)) == []
    with_periods(aa, exchange=Period(10, "an exercise", "not verified"))
    assert list(due_here(aa)) == []
    fed.clock.now_ms += 11 * DAY_MS
    (due,) = due_here(aa)
    assert (due.dossier, due.kind, due.period.source) == (dossier, "exchange", "an exercise")
    assert len(due.ours) == 3
    assert len(due.of_others) == 2
    hold(aa, Hold(dossier, b"", "officer 1", "a court's order", aa.clock(), aa.clock() + DAY_MS))
    assert list(due_here(aa)) == []


def test_nothing_that_is_due_is_erased_by_itself() -> None:
    fed, dossier = closed()
    aa = fed.nodes["aa-ca"]
    with_periods(aa, **{"*": Period(0, "an exercise", "not verified")})
    fed.clock.now_ms += DAY_MS
    (due,) = due_here(aa)
    rest(fed)
    for act in (*due.ours, *due.of_others):
        row = aa.store.act(act)
        assert row
        assert read(aa, row)
    with pytest.raises(NotRecallable, match="alone"):
        recall(aa, dossier, RecallOrder(due.of_others, "its time is over", fed.desks["aa-ca"]))
    recall(aa, dossier, RecallOrder(due.ours, "its time is over", fed.desks["aa-ca"]))
    aa.commit()
    rest(fed)
    (left,) = due_here(aa)
    assert left.ours == ()
