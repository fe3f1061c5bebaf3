"""What a page or an operation asks of the tables does not grow with the number of dossiers, nor with that of acts; and
the pages of a list are the list.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from lintas.node import desk
from lintas.node.author import author
from lintas.node.order import Order
from lintas.node.plain_data import find_dossier
from lintas.node.state import Node
from tests.console.asked import program
from tests.console.stage import Stage

if TYPE_CHECKING:
    from lintas.console.models import Dossier, Officer

pytestmark = pytest.mark.processes

FEW, MANY = 5, 45
ACTS_SHOWN = 50


def _lines(count: int, officer: Officer) -> None:
    from lintas.console.models import Dossier, Membership

    ids = [f"z{count:03}{number:06}" for number in range(count)]
    times = {"opened_ms": 1, "last_ms": 1, "last_position": 1}
    lines = [
        Dossier(id=each, kind="exchange", title="Exchange", phase="open", parties=["bb-ca"], awaits_us=True, **times)
        for each in ids
    ]
    for line in lines:
        line.sort()
    Dossier.objects.bulk_create(lines)
    for each in ids:
        Membership.objects.create(dossier=each, officer=officer, by=officer)


def _counted(ask: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    ask()
    with CaptureQueriesContext(connection) as seen:
        ask()
    return len(seen)


def test_queries_do_not_grow_with_the_dossiers(stage: Stage) -> None:
    officer, dossier = stage.officer("officer", "duty"), stage.opened_by_them()
    client, api = stage.browser(officer), program(stage, officer)
    asked: dict[str, Callable[[], object]] = {
        "worklist": lambda: client.get("/?tab=ours"),
        "worklist by the API": lambda: api.done("GET", "/worklist?limit=200"),
        "dossier": lambda: client.get(f"/dossiers/{dossier}/"),
        "dossier by the API": lambda: api.done("GET", f"/dossiers/{dossier}"),
        "its timeline": lambda: client.get(f"/dossiers/{dossier}/?view=record"),
        "events": lambda: api.done("GET", "/events"),
    }
    _lines(FEW, officer)
    few = {name: _counted(ask) for name, ask in asked.items()}
    _lines(MANY, officer)
    assert {name: _counted(ask) for name, ask in asked.items()} == few
    assert len(api.done("GET", "/worklist?limit=200")["lines"]) > FEW + MANY


def test_a_page_of_a_long_dossier_asks_and_shows_no_more_than_one_of_a_short(stage: Stage) -> None:
    officer, dossier = stage.officer("duty"), stage.opened_by_them()
    client, path = stage.browser(officer), f"/dossiers/{dossier}/"
    found = list[tuple[int, int]]()
    for count in (ACTS_SHOWN, 2 * ACTS_SHOWN):
        stage.ours.worker.do(lambda node: _adopt(node, dossier, ACTS_SHOWN))
        found.append((_counted(lambda: client.get(path)), client.get(path).content.count(b'id="act-')))
        assert stage.ours.worker.do(lambda node: len(node.replica(find_dossier(node, dossier)).graph.nodes)) > count
    assert found[0] == found[1]
    assert found[0][1] == ACTS_SHOWN


def _adopt(node: Node, dossier: str, count: int) -> None:
    """Our side says so many times that it adopts the terms."""
    made = desk.appoint(node, f"adopts {node.entropy(4).hex()}", ("author",))
    readers = tuple(each for each in node.federation.authorities if each != node.id)
    order = Order("adopt the terms", {}, readers, (desk.sign_in(node, made.name, made.token, "author"),))
    for _ in range(count):
        author(node, find_dossier(node, dossier), order)


def _mixed(officer: Officer, other: Officer) -> set[str]:
    """Lines of all sorts: on the officer's team, on another's, on nobody's; the ids of those that he may see."""
    from lintas.console import access, asking
    from lintas.console.models import Dossier, Membership

    # The log has dossiers of other tests: they are in the lists before ours are.
    asking.catch_up()
    chance = random.Random(1)
    for number in range(MANY):
        line = Dossier(
            id=f"m{number:025}", kind=chance.choice(["mla", "exchange"]), title="Exchange", phase="open", opened_ms=1,
            parties=["bb-ca"], awaits_us=True, realtime=chance.random() < 0.5, last_ms=chance.randrange(5),
            due_ms=chance.choice([None, 7, chance.randrange(50)]), last_position=1,
        )  # fmt: skip
        line.sort()
        line.save()
        if whose := chance.choice([officer, other, None]):
            Membership.objects.create(dossier=line.pk, officer=whose, by=whose)
    return set(access.visible(officer).values_list("pk", flat=True))


ORDERS: dict[str, Callable[[Dossier], object]] = {
    "due": lambda line: (line.due_key, -line.last_ms, line.pk),
    "news": lambda line: (-line.last_ms, line.pk),
    "kind": lambda line: (line.kind, -line.last_ms, line.pk),
    "id": lambda line: line.pk,
}


def test_the_pages_of_a_list_show_what_one_may_see_once_and_in_order(stage: Stage) -> None:
    from lintas.console.work import TABS, Wanted, every, page

    officer = stage.officer("duty")
    seen = _mixed(officer, stage.officer("officer"))
    assert 0 < sum(each.startswith("m0") for each in seen) < MANY
    for sort, order in ORDERS.items():
        found, after, more = list[str](), "", True
        while more:
            some = page(officer, Wanted(TABS[0], sort=sort), after, 4)
            found, after, more = [*found, *(line.pk for line in some.lines)], some.after, bool(some.after)
        whole = list(every(officer, Wanted(TABS[0], sort=sort)))
        assert found == [line.pk for line in whole] == [line.pk for line in sorted(whole, key=order)]  # type: ignore[arg-type]
        assert len(found) == len(set(found))
        assert {each for each in found if each[:2] == "m0"} == {each for each in seen if each[:2] == "m0"}


def test_what_is_counted_is_what_is_listed(stage: Stage) -> None:
    from lintas.console.work import Wanted, counted, every, tabs_for

    officer, other = stage.officer("duty"), stage.officer("officer")
    _mixed(officer, other)
    for who in (officer, other, stage.officer("auditor")):
        tabs = tabs_for(who)
        for kind, party in (("", ""), ("mla", ""), ("", "bb-ca"), ("", "zz-ca")):
            listed = {tab.name: len(list(every(who, Wanted(tab, kind, party)))) for tab in tabs}
            assert counted(who, tabs, Wanted(None, kind, party)) == listed


def test_a_key_that_is_none_begins_at_the_beginning(stage: Stage) -> None:
    officer = stage.officer("officer")
    _lines(FEW, officer)
    client = stage.browser(officer)
    for sort, after in (("due", "x~y~z"), ("due", "1"), ("news", "9" * 40 + "~z"), ("due", "~~"), ("kind", "~1")):
        answer = client.get("/", {"sort": sort, "after": after})
        assert answer.status_code == 200, (sort, after)
        assert answer.content.count(b"data-line") == FEW, (sort, after)


def test_pages_of_the_worklist_leave_nothing_out_while_dossiers_move(stage: Stage) -> None:
    from lintas.console.models import Dossier

    officer = stage.officer("officer")
    api = program(stage, officer)
    _lines(MANY, officer)
    found, after = list[str](), ""
    while after is not None:
        page = api.done("GET", f"/worklist?limit=7&after={after}")
        found, after = [*found, *(each["id"] for each in page["lines"])], page["next"]
        Dossier.objects.filter(pk=found[-1]).update(due_ms=len(found), last_ms=len(found))
    assert found == sorted(Dossier.objects.filter(pk__startswith="z0").values_list("pk", flat=True))
    assert len(found) == MANY
