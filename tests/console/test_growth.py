"""What a page or an operation asks of the tables does not grow with the number of dossiers."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.console.asked import program
from tests.console.stage import Stage

if TYPE_CHECKING:
    from lintas.console.models import Officer

pytestmark = pytest.mark.processes

FEW, MANY = 5, 45


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
        "events": lambda: api.done("GET", "/events"),
    }
    _lines(FEW, officer)
    few = {name: _counted(ask) for name, ask in asked.items()}
    _lines(MANY, officer)
    assert {name: _counted(ask) for name, ask in asked.items()} == few
    assert len(api.done("GET", "/worklist?limit=200")["lines"]) > FEW + MANY


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
