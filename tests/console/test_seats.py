"""Whoever reads a dossier sees beside each party what it has done of its part."""

from __future__ import annotations

import pytest

from tests.console.stage import THEIRS, Stage, draft, seal
from tests.console.talking import CALL, TERMS, Line

pytestmark = pytest.mark.processes


def test_each_party_stands_there_with_its_role_and_with_what_it_has_come_to(stage: Stage) -> None:
    record = f"{Line(stage, CALL).path}?view=record"
    officer = stage.browser(stage.officer("duty"))
    page = officer.get(record).content.decode()
    assert "guest: agreed" in page
    assert "host: arranging" in page


def test_who_has_done_nothing_yet_is_seen_as_well(stage: Stage) -> None:
    officer = stage.browser(stage.officer("duty"))
    begun = draft(officer, "/open/hotline/open%20the%20line/", {"to_end": [THEIRS]}, TERMS)
    path = str(seal(officer, begun).url)
    page = officer.get(f"{path}?view=record").content.decode()
    assert "end: on duty" in page
    assert "end: nothing yet" in page
