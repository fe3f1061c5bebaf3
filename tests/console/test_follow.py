"""Lists follow the node's log, whatever happens to either."""

from __future__ import annotations

import pytest

from tests.console.stage import Stage

pytestmark = pytest.mark.processes


def test_lists_that_were_lost_are_made_again(stage: Stage) -> None:
    from lintas.console.asking import catch_up
    from lintas.console.models import Dossier, Event, Place

    dossier = stage.opened_by_them()
    before = {line.pk: (line.phase, line.last_position) for line in Dossier.objects.all()}
    for model in (Dossier, Event, Place):
        model.objects.all().delete()
    catch_up()
    assert {line.pk: (line.phase, line.last_position) for line in Dossier.objects.all()} == before
    assert dossier in before
    positions = list(Event.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(len(positions)))


def test_lists_of_another_moment_are_made_anew(stage: Stage) -> None:
    from lintas.console.asking import catch_up
    from lintas.console.live.hub import hub
    from lintas.console.models import Dossier, Place

    dossier = stage.opened_by_them()
    Place.objects.update(tip="of another log")
    Dossier.objects.update(phase="wrong")
    catch_up()
    assert Dossier.objects.get(pk=dossier).phase != "wrong"
    positions = [each.position for each in hub.held_after(-1) or ()]
    assert positions == list(range(len(set(positions)))) != [], "a page is told each act once, where it is now"


def test_whoever_answers_for_an_act_is_on_the_team(stage: Stage) -> None:
    from tests.console.stage import THEIRS, draft, seal

    officer = stage.officer("officer")
    client = stage.browser(officer)
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, {"purpose": "p", "basis": "b"})
    assert client.get(seal(client, address).url).status_code == 200
