"""The ladder inside an authority: what waits climbs by the minutes, to our own people alone, until it is answered."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lintas.console.live.hub import hub
from lintas.node.state import Node
from tests.console.stage import Stage, as_founded, staged
from tests.console.talking import Line

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from lintas.console.models import Officer, Wait

pytestmark = pytest.mark.processes

MINUTE_MS = 60_000
DESK, HEAD, OFFICE = "Duty desk", "Head of desk", "Private office"


class House:
    """A line, a head of desk and a private office above it, and the ladder: 15 min, then 30, if it is for now."""

    def __init__(self, stage: Stage) -> None:
        self.line, self.stage = Line(stage), stage
        self.head, self.minister = stage.officer("approver"), stage.officer("minister")
        self.operator = stage.officer("operator")
        self.touch, self.begun = "", 0

    def said(self, **changes: object) -> dict[str, Any]:
        return {
            "name-0": DESK, "minutes-0-now": "15", "minutes-0-today": "60",
            "name-1": HEAD, "officers-1": [self.head.pk], "minutes-1-now": "30",
            "name-2": OFFICE, "officers-2": [self.minister.pk],
        } | changes  # fmt: skip

    def set(self, said: Mapping[str, Any]) -> Any:
        return self.stage.browser(self.operator).post("/ladder/", said)

    def comes(self, urgency: str = "now") -> None:
        """A message of theirs that nobody acknowledges."""
        self.touch = self.line.said_by_them("A boat left the harbour", urgency)
        self.stage.until(self.waits)

    def does(self, verb: str, **said: str) -> Any:
        """Our duty officer does this at the message."""
        return self.line.client.post(self.touch.replace("acknowledge", verb.replace(" ", "%20")), said)

    def waits(self) -> int:
        return self._waits().count()

    def wait(self) -> Wait:
        return self._waits().get()

    def _waits(self) -> QuerySet[Wait]:
        from lintas.console.models import Wait

        # Lists follow the whole log, and in it are the lines of other tests.
        return Wait.objects.filter(dossier=self.line.dossier)

    def rises(self, minutes: int) -> None:
        """So many minutes after the message came."""
        from lintas.console import ladder

        ladder.climb(self.wait().since_ms + minutes * MINUTE_MS)

    def sees(self, officer: Officer) -> str:
        """What every page tells the officer."""
        return self.stage.browser(officer).get("/ladder/told/").content.decode()

    def trail(self) -> list[str]:
        """What the ladder wrote down since the test began."""
        from lintas.console.models import Entry

        found = Entry.objects.filter(dossier=self.line.dossier, officer="", pk__gt=self.begun).order_by("id")
        return [f"{each.did}: {each.detail}" for each in found]

    def anew(self) -> None:
        """As before the first message: nothing waits, and nobody was put before anything."""
        from lintas.console.models import Entry, Membership, Wait

        for each, verb in itertools.product(self._waits(), ("acknowledge", "reply")):
            self.line.client.post(f"{self.line.path}say/{each.item}/{verb}/", {"text": "in the end"})
        self.stage.until(lambda: not self.waits())
        Wait.objects.all().delete()
        self.head.is_active = True
        self.head.save()
        Membership.objects.filter(officer__in=(self.head, self.minister)).delete()
        assert self.set(self.said()).status_code == 302
        self.begun = Entry.objects.order_by("-pk")[0].pk


@pytest.fixture(scope="module")
def built(ground: Path) -> Iterator[House]:
    """Made once: to found a line costs more than all that climbs on it."""
    as_founded(ground)
    with staged(ground) as stage:
        yield House(stage)


@pytest.fixture
def house(built: House) -> House:
    built.anew()
    return built


def test_it_climbs_by_the_minutes_until_somebody_acknowledges(house: House) -> None:
    house.comes()
    path = house.line.path
    house.rises(14)
    assert house.stage.browser(house.head).get(path).status_code == 404
    told = hub.ladders
    house.rises(15)
    assert hub.ladders > told
    assert f"Reached {HEAD}, rung 2 of 3" in house.sees(house.head)
    assert f"it goes to {OFFICE} at" in house.sees(house.head)
    assert HEAD in house.sees(house.line.duty)
    assert house.stage.browser(house.head).get(path).status_code == 200
    assert house.stage.browser(house.minister).get(path).status_code == 404
    assert OFFICE not in house.sees(house.minister)
    house.rises(45)
    assert f"Reached {OFFICE}, rung 3 of 3" in house.sees(house.minister)
    told = hub.ladders
    assert house.stage.browser(house.head).post(house.touch).status_code == 302
    house.stage.until(lambda: not house.waits())
    house.stage.until(lambda: hub.ladders > told)
    for each in (house.head, house.minister, house.line.duty):
        assert "Reached" not in house.sees(each)
    steps = house.trail()
    did = [each.split(":")[0] for each in steps]
    assert did == ["climbed the ladder", "climbed the ladder", "stopped on the ladder"]
    assert f"{HEAD} ({house.head.name})" in steps[0]
    assert "now, waits 15 min" in steps[0]


def test_it_stands_on_the_desk_in_the_work_and_with_the_message(house: House) -> None:
    house.comes()
    assert f"it goes to {HEAD} at" in house.line.page("/desk/")
    house.rises(20)
    for page in ("/desk/", house.line.path):
        assert f"Reached {HEAD}" in house.line.page(page), page
    browser = house.stage.browser(house.head)
    work = browser.get("/").content.decode()
    assert house.line.dossier[:8] in re.sub(r"<section.*?</section>", "", work, flags=re.DOTALL)
    assert 'data-rings="1"' in work
    assert 'id="sound"' in work
    assert "Acknowledge" in browser.get(house.line.path).content.decode()


def test_each_step_is_taken_once_however_often_it_is_looked(house: House) -> None:
    house.comes()
    from lintas.console import ladder

    stale = house.wait()
    for _look in range(3):
        house.rises(20)
    rung, at_ms = ladder.rungs()[1], stale.since_ms + 20 * MINUTE_MS
    # Another process that had read it before the step was taken.
    ladder._step(stale, rung, ladder.people(rung), at_ms)
    assert len(house.trail()) == 1


def test_it_goes_on_where_it_was_after_a_restart_and_after_the_lists_were_lost(house: House) -> None:
    from lintas.console.asking import catch_up
    from lintas.console.models import Dossier, Event, Place

    house.comes()
    house.rises(15)
    before = house.wait()
    for model in (Dossier, Event, Place):
        model.objects.all().delete()
    catch_up()
    assert (house.wait().pk, house.wait().since_ms, house.wait().reached) == (before.pk, before.since_ms, 1)
    house.rises(45)
    assert OFFICE in house.sees(house.minister)


def test_the_clock_of_the_node_makes_it_climb_by_itself(house: House) -> None:
    ours = house.stage.ours
    clock = ours.node.clock
    house.comes()
    ours.node.clock = lambda: clock() + 16 * MINUTE_MS
    try:
        for ring in ours.listeners:
            ring()
        house.stage.until(lambda: house.wait().reached == 1)
    finally:
        ours.node.clock = clock


def test_what_a_peer_says_of_the_time_moves_nothing(house: House) -> None:
    theirs = house.stage.theirs.node
    clock = theirs.clock
    theirs.clock = lambda: clock() - 9 * MINUTE_MS
    try:
        house.comes()
    finally:
        theirs.clock = clock
    assert 0 <= house.stage.ours.node.clock() - house.wait().since_ms < MINUTE_MS


def test_the_urgency_says_how_long_and_where_nothing_stands_it_stays(house: House) -> None:
    house.comes("today")
    house.rises(59)
    assert house.wait().reached == 0
    house.rises(7 * 24 * 60)
    assert house.wait().reached == 1
    assert "it goes to" not in house.sees(house.head)


def test_what_waits_for_authority_climbs_as_well(house: House) -> None:
    house.comes()
    house.does("acknowledge")
    house.does("wait for authority", text="The minister decides")
    house.stage.until(lambda: house.waits() and house.wait().what == "waiting for authority")
    house.rises(15)
    assert "it waits for authority from above" in house.sees(house.head)
    house.does("reply", text="We come")
    house.stage.until(lambda: not house.waits())
    assert "authority" not in house.sees(house.head)


def test_where_nobody_is_there_it_goes_on_at_once(house: House) -> None:
    house.head.is_active = False
    house.head.save()
    house.comes()
    house.rises(15)
    assert house.wait().reached == 2
    assert "nobody is there" in house.trail()[0]
    assert OFFICE in house.sees(house.minister)


def test_nothing_of_it_is_an_act_or_leaves_the_house(house: House) -> None:
    def acts(node: Node) -> int:
        return node.store.size()

    house.comes()
    counted = (house.stage.ours.worker.do(acts), house.stage.there(acts))
    house.rises(45)
    assert OFFICE in house.sees(house.minister)
    assert (house.stage.ours.worker.do(acts), house.stage.there(acts)) == counted
    for form in ("json", "timeline"):
        answer = house.line.client.get(f"{house.line.path}export/{form}/")
        assert answer.status_code == 200
        assert HEAD.encode() not in b"".join(answer)


def test_another_ladder_holds_for_what_waits_already(house: House) -> None:
    house.comes()
    house.rises(15)
    assert house.set(house.said(**{"officers-1": [house.minister.pk], "name-2": ""})).status_code == 302
    house.rises(14)
    assert "Reached" not in house.sees(house.minister)
    house.rises(15)
    assert f"Reached {HEAD}, rung 2 of 2" in house.sees(house.minister)
    assert "Reached" not in house.sees(house.head)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"minutes-0-now": "soon"}, "soon is not how long"),
        ({"minutes-0-now": "10081"}, "from 0 to 10080"),
        ({"officers-1": []}, "Choose who is on the rung"),
    ],
)
def test_what_is_no_ladder_is_refused_and_the_old_one_stays(house: House, changes: dict[str, Any], said: str) -> None:
    answer = house.set(house.said(**{"name-2": "Another office"} | changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Another office" in answer.content.decode()
    from lintas.console import ladder

    assert [each.name for each in ladder.rungs()] == [DESK, HEAD, OFFICE]


def test_nobody_but_who_runs_the_node_sets_it(house: House) -> None:
    from lintas.console import ladder

    for role in ("duty", "minister", "auditor"):
        browser = house.stage.browser(house.stage.officer(role))
        browser.post("/ladder/", house.said(**{"name-1": "Mine"}))
        assert HEAD in browser.get("/ladder/").content.decode()
        assert "Set the ladder" not in browser.get("/ladder/").content.decode()
    assert ladder.rungs()[1].name == HEAD
    assert "changed the ladder" in house.stage.browser(house.stage.officer("auditor")).get("/trail/").content.decode()


def test_each_is_told_of_what_reached_his_own_rung_and_of_nothing_else(house: House) -> None:
    house.comes()
    house.line.client.post(f"{house.line.path}team/", {"officer": house.minister.pk, "does": "add"})
    house.rises(15)
    house.line.said_by_them("It is back")
    house.stage.until(lambda: house.waits() > 1)
    assert "<section" not in house.sees(house.minister)
    for each in (house.head, house.line.duty):
        assert house.sees(each).count("<section") == 1


def test_whom_a_colleague_takes_off_the_team_is_told_no_more(house: House) -> None:
    house.comes()
    house.rises(15)
    house.line.client.post(f"{house.line.path}team/", {"officer": house.head.pk, "does": "remove"})
    assert "Reached" not in house.sees(house.head)
