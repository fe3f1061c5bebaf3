"""The trail: what was seen stands in it, and a line that is changed, taken out or put in shows."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.console.stage import Stage

pytestmark = pytest.mark.processes


def test_who_looked_stands_in_the_trail(stage: Stage) -> None:
    dossier, duty = stage.opened_by_them(), stage.officer("duty")
    stage.browser(duty).get(f"/dossiers/{dossier}/")
    page = stage.browser(stage.officer("auditor")).get(f"/trail/?officer={duty.name}").content.decode()
    assert "looked at a dossier" in page
    assert dossier[:8] in page


def test_an_auditor_reads_that_somebody_looked_and_not_what_it_says(stage: Stage) -> None:
    dossier, auditor = stage.opened_by_them(), stage.officer("auditor")
    assert stage.browser(auditor).get(f"/dossiers/{dossier}/").status_code == 404


@pytest.mark.parametrize("wrong", ["changed", "taken out", "put in"])
def test_an_altered_trail_shows(stage: Stage, wrong: str) -> None:
    from lintas.console import trail
    from lintas.console.models import Entry

    officer = stage.officer("officer")
    for number in range(5):
        trail.note(officer, f"did {number}")
    assert trail.check().broken_at is None
    third = Entry.objects.order_by("id")[2]
    if wrong == "changed":
        Entry.objects.filter(pk=third.pk).update(did="did nothing")
    elif wrong == "taken out":
        third.delete()
    else:
        Entry.objects.create(
            at_ms=third.at_ms, officer="x", did="x", before=third.hash, hash="f" * 64, id=third.pk + 100
        )
    assert trail.check().broken_at is not None
    page = stage.browser(stage.officer("auditor")).get("/trail/").content.decode()
    assert "the trail was altered" in page


def test_the_times_of_the_trail_are_those_that_it_says_they_are(stage: Stage) -> None:
    from lintas.console.models import Entry

    auditor = stage.officer("auditor")
    page = stage.browser(auditor).get("/trail/").content.decode()
    at = datetime.fromtimestamp(Entry.objects.get(officer=auditor.name).at_ms / 1000, UTC)
    assert f"<td>{at:%Y-%m-%d %H:%M:%S}</td>" in page


def test_a_note_has_the_time_of_its_reader(stage: Stage) -> None:
    from lintas.console.models import Note

    dossier, duty = stage.opened_by_them(), stage.officer("duty")
    duty.time_zone = "Asia/Yangon"
    duty.save()
    client = stage.browser(duty)
    page = client.post(f"/dossiers/{dossier}/notes/", {"text": "call them"}, follow=True).content.decode()
    there = Note.objects.get(officer=duty).at.astimezone(ZoneInfo("Asia/Yangon"))
    assert f"{there:%Y-%m-%d %H:%M} +0630" in page
