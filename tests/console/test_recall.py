"""An officer finds the way to recall what an act of ours said at its place on the timeline."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.console.stage import THEIRS, Stage, draft, nonce_on, seal

pytestmark = pytest.mark.processes
EXCHANGE = {"purpose": "words that must go", "basis": "an agreement"}


def _ways(page: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="(/dossiers/[^"]+/recall/\?[^"]+)"', page)]


def test_an_act_is_recalled_from_its_place_on_the_timeline(stage: Stage) -> None:
    client = stage.browser(stage.officer("officer"))
    path = str(seal(client, draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, EXCHANGE)).url)
    (way,) = _ways(client.get(path).content.decode())
    (act,) = re.findall(r"act=(\w+)", way)
    assert re.search(rf'value="{act}" checked', client.get(way).content.decode())
    check = str(client.post(way, {"acts": [act], "because": "acquitted"}).url)  # type: ignore[attr-defined]
    assert "acquitted" in client.get(check).content.decode()
    client.post(check, {"nonce": nonce_on(client, check)})
    page = client.get(path).content.decode()
    assert EXCHANGE["purpose"] not in page
    assert "Recalled by its author." in page
    assert _ways(page) == []


def test_what_others_said_has_no_way_to_recall_it(stage: Stage) -> None:
    theirs = stage.opened_by_them()
    assert _ways(stage.browser(stage.officer("duty")).get(f"/dossiers/{theirs}/").content.decode()) == []
