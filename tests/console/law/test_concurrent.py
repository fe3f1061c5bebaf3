"""Requests for the same person side by side: those that the officer may see, with what the law says of each."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from tests.console.law.seeking import SOUGHT, asked_by_them
from tests.console.stage import THEIRS, Stage, draft, seal

pytestmark = [pytest.mark.processes, pytest.mark.slow]

DRAFT = {
    "person": "Nguyen Invented Seven", "offence_name": "fraud", "offence_band": "4 years or more",
    "status": "convicted", "treaty": "none", "facts": "others", "law": "another",
}  # fmt: skip


def test_requests_for_one_person_stand_side_by_side_for_whom_may_see_them(stage: Stage) -> None:
    lawyer = stage.officer("officer", "duty")
    client = stage.browser(lawyer)
    theirs = [stage.there(partial(asked_by_them, person=who)) for who in (str(SOUGHT["person"]), "Nobody Else")]
    stage.until(lambda: all(client.get(f"/dossiers/{each}/").status_code == 200 for each in theirs))
    begun = draft(client, "/open/extradition/share%20a%20draft/", {"to_requested": THEIRS}, DRAFT)
    ours = seal(client, begun).url.strip("/").split("/")[-1]

    def page() -> Any:
        return client.get(f"/dossiers/{ours}/law/beside/").content.decode()

    stage.until(lambda: theirs[0][:8] in page())
    shown = page()
    assert ours[:8] in shown
    assert theirs[1][:8] not in shown
    assert "AA → BB" in shown
    assert "BB → AA" in shown
    assert "murder; 10 years or more" in shown
    assert "fraud; 4 years or more" in shown
    assert "the treaty of 1976" in shown
    assert "The register has no row on this" in shown
    assert f'href="/dossiers/{ours}/law/beside/"' in client.get(f"/dossiers/{ours}/law/").content.decode()
    writing = draft(client, "/open/extradition/share%20a%20draft/", {"to_requested": THEIRS}, DRAFT)
    assert theirs[0][:8] in client.get(f"{writing}law/beside/").content.decode()
    # Who is on no team of it sees no request of others, in the table or by its address.
    other = stage.browser(stage.officer("officer"))
    assert other.get(f"/dossiers/{ours}/law/beside/").status_code == 404
    mine = draft(other, "/open/extradition/share%20a%20draft/", {"to_requested": THEIRS}, DRAFT)
    alone = other.get(f"{mine}law/beside/").content.decode()
    assert "No other request that you may see names this person." in alone
    assert theirs[0][:8] not in alone


def test_what_an_instrument_says_of_requests_that_compete_is_cited() -> None:
    from lintas.console.law.concurrent import TOPIC
    from lintas.law.shipped import shipped

    cited = [
        (each.id, row.article)
        for each in shipped().instruments.values()
        for row in each.provisions
        if row.topic == TOPIC
    ]
    assert cited == [("ATE2025", "13")]
