"""The roster of the duty desk: who is on, who relieves, as the people of the desk plan it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.console.stage import Stage

pytestmark = pytest.mark.processes


def _at(hours: float) -> str:
    return f"{datetime.now(UTC) + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def test_the_desk_shows_who_is_here_and_who_relieves(stage: Stage) -> None:
    first, second = stage.officer("duty"), stage.officer("duty")
    client = stage.browser(first)
    assert "Nobody is on shift" in client.get("/desk/").content.decode()
    client.post("/desk/roster/", {"officer": first.pk, "from": _at(-1), "until": _at(7)})
    client.post("/desk/roster/", {"officer": second.pk, "from": _at(7), "until": _at(15)})
    page = client.get("/desk/").content.decode()
    assert f"By the roster {first} is here until" in page
    assert f"{second} relieves at" in page
    assert page.index(str(first)) < page.index(f"{second} relieves")
    assert "The roster of the desk" not in stage.browser(stage.officer("minister")).get("/desk/").content.decode()


def test_a_turn_is_dropped_and_both_stand_in_the_trail(stage: Stage) -> None:
    from lintas.console.models import Entry, Turn

    duty = stage.officer("duty")
    client = stage.browser(duty)
    client.post("/desk/roster/", {"officer": duty.pk, "from": _at(1), "until": _at(9)})
    client.post("/desk/roster/", {"drop": Turn.objects.get().pk})
    assert not Turn.objects.exists()
    did = Entry.objects.filter(detail=duty.name).order_by("id").values_list("did", flat=True)
    assert list(did) == ["planned a turn at the desk", "dropped a turn at the desk"]


@pytest.mark.parametrize(
    ("begins", "ends"), [(_at(2), _at(1)), (_at(-9), _at(-1)), (_at(0), _at(25)), ("", _at(1)), (_at(0), "tomorrow")]
)
def test_what_is_no_turn_is_refused(stage: Stage, begins: str, ends: str) -> None:
    from lintas.console.models import Turn

    duty = stage.officer("duty")
    said = {"officer": duty.pk, "from": begins, "until": ends}
    answer = stage.browser(duty).post("/desk/roster/", said, follow=True)
    assert "lasts at most 24 hours" in answer.content.decode()
    assert not Turn.objects.exists()


def test_nobody_is_planned_who_does_not_sit_there(stage: Stage) -> None:
    other = stage.officer("officer")
    said = {"officer": other.pk, "from": _at(0), "until": _at(1)}
    assert stage.browser(stage.officer("duty")).post("/desk/roster/", said).status_code == 404
