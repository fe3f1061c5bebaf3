"""The last day for the full request comes from the law of the two states, and is never filled in by itself."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.console.law.seeking import asked_by_them
from tests.console.stage import Stage

ASKED = {
    "type": "extradition", "requesting": "ID", "requested": "SG", "date": "2026-11-28", "categories": ["murder"],
    "max_penalty_requesting_years": "20",
}  # fmt: skip
pytestmark = [pytest.mark.processes, pytest.mark.slow]


def test_the_days_of_a_provisional_arrest_are_those_of_the_instrument_between_the_two(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer", "duty"))
    dossier = stage.there(lambda node: asked_by_them(node, "Nguyen Invented Nine", "ask for provisional arrest"))
    stage.until(lambda: client.get(f"/dossiers/{dossier}/").status_code == 200)
    client.post(f"/dossiers/{dossier}/law/", ASKED)
    opened = client.post(f"/dossiers/{dossier}/do/dossier/arrest%20provisionally/").headers["Location"]

    def section() -> Any:
        for number in re.findall(rf"{opened}section/(\d+)/", client.get(opened, follow=True).content.decode()):
            page = client.get(f"{opened}section/{number}/").content.decode()
            if "what the law says" in page:
                return number, page
        return None

    number, page = stage.until(section)
    assert "45 days from" in page
    client.post(f"{opened}section/{number}/", {"on": "2026-12-01"})
    page = client.get(f"{opened}section/{number}/").content.decode()
    assert "2027-01-15: 45 days from 2026-12-01." in page
    assert "EXT_ID_SG provisional arrest" in page
    assert "RECALLED, NOT VERIFIED" in page
    assert not re.search(r'name="request_by"[^>]*value="2', page)
    # Between the same two states for an offence that the treaty does not list, the law has no number of days.
    client.post(f"/dossiers/{dossier}/law/", ASKED | {"categories": ["corruption"]})
    page = client.get(f"{opened}section/{number}/").content.decode()
    assert "The register gives no day here: read the instrument, or ask. a reasonable time set by the court" in page


def test_each_field_with_a_last_day_is_of_some_kind_and_its_time_is_of_the_law() -> None:
    from lintas.kinds import all_kinds
    from lintas.kinds.parts.contents import LAST_DAYS
    from lintas.law.question import EVENTS

    verbs = [verb for kind in all_kinds().values() for types in kind.item.walk() for verb in types[-1].verbs]
    assert LAST_DAYS.keys() <= {name for verb in verbs for name in verb.says.fields()}
    assert set(LAST_DAYS.values()) <= {name for names in EVENTS.values() for name in names}
