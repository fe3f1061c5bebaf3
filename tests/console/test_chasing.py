"""The page of reminders: texts to take, a form to download, in programmes and for their team alone."""

from __future__ import annotations

import pytest

from lintas.office.lines import text_of
from tests.console.stage import THEIRS, Stage, draft, seal

pytestmark = pytest.mark.processes

AGENDA = {"body": "SOMTC", "place": "Melaka", "opens": "2030-12-20", "agenda": "1. Ports"}


def test_reminders_are_texts_to_take_and_a_state_without_a_node_gets_a_form(stage: Stage) -> None:
    client, stranger = stage.browser(stage.officer("officer")), stage.browser(stage.officer("officer"))
    begun = draft(client, "/open/meeting/convene/", {"to_member": [THEIRS]}, AGENDA)
    meeting = str(seal(client, begun).url)
    assert "Reminders, also for states without a node" in client.get(meeting).content.decode()
    begun = draft(client, f"{meeting}do/dossier/circulate%20the%20agenda/", {"audience": [THEIRS]},
                  AGENDA | {"papers_due": "2030-12-10"})  # fmt: skip
    assert seal(client, begun).status_code == 302
    page = client.get(f"{meeting}reminders/").content.decode()
    assert "- agree to the agenda" in page
    assert "2030-12-10" in page
    page = client.get(f"{meeting}reminders/", {"state": "Timor-Leste"}).content.decode()
    assert "To: Timor-Leste" in page
    where = f"{meeting}reminders/form/enter%20a%20paper%20for%20another/"
    form = client.get(where, {"state": "Timor-Leste"})
    assert "State: Timor-Leste" in text_of(form.content)
    assert "EXERCISE" in form.headers["Content-Disposition"]
    assert client.get(f"{meeting}reminders/form/convene/").status_code == 400
    for path in (f"{meeting}reminders/", where):
        assert stranger.get(path).status_code == 404


def test_a_case_has_no_reminders(stage: Stage) -> None:
    dossier, client = stage.opened_by_them(), stage.browser(stage.officer("duty"))
    page = client.get(f"/dossiers/{dossier}/")
    assert page.status_code == 200
    assert "Reminders" not in page.content.decode()
    assert client.get(f"/dossiers/{dossier}/reminders/").status_code == 404
    assert client.get(f"/dossiers/{dossier}/reminders/form/open/").status_code == 404
