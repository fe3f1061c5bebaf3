"""The operator's page: how the node is, what can be done about a peer, and a file without content for a colleague."""

from __future__ import annotations

import json
import time
from dataclasses import asdict

import pytest

from lintas.compose.backed_up import FILE, LastBackup, remember
from tests.console.stage import THEIRS, Stage

pytestmark = pytest.mark.processes

DAY_MS = 24 * 60 * 60 * 1000
CANARY = "a word that is in no diagnostics"


def test_it_shows_peers_keys_log_disk_backup_and_clock(stage: Stage) -> None:
    from lintas.console.vitals import vitals

    stage.opened_by_them()
    stage.until(lambda: vitals()["cosigned_by"])
    page = stage.browser(stage.officer("operator")).get("/node/").content.decode()
    seen = vitals()
    peer = seen["peers"][0]
    assert peer["skew_ms"] is not None
    for shown in (THEIRS, f"{peer['skew_ms']}"[:1], seen["keys"]["print"], seen["log_root"][:16], "1 of 1", "never"):
        assert shown in page
    assert seen["keys"]["certificates"][0]["until_ms"] > seen["now_ms"]


def test_a_backup_is_seen_with_its_age(stage: Stage) -> None:
    from lintas.console.disk import folder

    browser = stage.browser(stage.officer("operator"))
    try:
        for age_ms, marked in ((DAY_MS, False), (3 * DAY_MS, True)):
            now_ms = stage.ours.worker.do(lambda node: node.clock())
            remember(folder(), LastBackup(now_ms - age_ms, 7, 1_000, with_vault=True))
            page = browser.get("/node/").content.decode()
            shown = page[page.index("Last backup") :].partition("</dd>")[0]
            assert "7 acts, with the vault" in shown
            assert ("due passed" in shown) == marked
    finally:
        (folder() / FILE).unlink()


def test_a_peer_is_paused_resumed_and_asked_again_and_the_trail_says_who(stage: Stage) -> None:
    operator = stage.officer("operator")
    browser, path = stage.browser(operator), f"/node/peers/{THEIRS}/"
    browser.post(path, {"does": "pause"})
    assert stage.ours.staff.couriers[0].resting
    assert "paused since" in browser.get("/node/").content.decode()
    browser.post(path, {"does": "resume"})
    assert not stage.ours.staff.couriers[0].resting
    browser.post(path, {"does": "again"})
    page = stage.browser(stage.officer("auditor")).get(f"/trail/?officer={operator.name}").content.decode()
    for did in ("paused sending to a peer", "resumed sending to a peer", "had a peer asked again"):
        assert did in page
    assert "No authority here is called zz-zz" in browser.post(
        "/node/peers/zz-zz/", {"does": "pause"}, follow=True
    ).content.decode()  # fmt: skip


def test_nobody_else_changes_what_goes_to_a_peer(stage: Stage) -> None:
    for role in ("officer", "approver", "duty", "analyst", "minister", "auditor"):
        answer = stage.browser(stage.officer(role)).post(f"/node/peers/{THEIRS}/", {"does": "pause"})
        assert answer.status_code == 404, role
    assert not stage.ours.staff.couriers[0].resting


def test_the_diagnostics_name_no_officer_no_dossier_no_act_and_no_word(stage: Stage) -> None:
    from lintas.console import teams
    from lintas.console.models import Dossier
    from lintas.wire.identifiers import show

    dossier, officer = stage.opened_by_them(), stage.officer("duty")
    teams.write_note(officer, Dossier.objects.get(pk=dossier), CANARY)
    operator = stage.officer("operator")
    answer = stage.browser(operator).get("/node/diagnostics/")
    assert "attachment" in answer.headers["Content-Disposition"]
    text = answer.content.decode()
    told = json.loads(text)
    assert told["accounts"] == {"duty": 1, "operator": 1}
    assert told["peers"][0]["code"] == THEIRS
    acts = stage.ours.worker.do(lambda node: [show(row.id) for row in node.store.since(0, 100)])
    for never in (CANARY, "an exercise", officer.name, operator.name, dossier[:8], *(act[:8] for act in acts)):
        assert never not in text, never


def test_growth_is_told_once_a_day_has_shown_it(stage: Stage) -> None:
    from lintas.console.disk import KEPT_MS, disk, look
    from lintas.console.models import DiskUse

    # In days to come, as the node itself keeps how full it is today.
    now_ms = time.time_ns() // 1_000_000 + 100 * DAY_MS
    DiskUse.objects.create(at_ms=now_ms - KEPT_MS - 1, used_bytes=0)
    look(now_ms)
    look(now_ms + 1)
    assert [each.at_ms for each in DiskUse.objects.all()] == [now_ms]
    assert disk(now_ms + DAY_MS - 1).a_day_bytes is None
    DiskUse.objects.update(used_bytes=0)
    later = disk(now_ms + 2 * DAY_MS)
    assert later.a_day_bytes
    assert later.days_left == later.free_bytes // later.a_day_bytes
    assert asdict(later)["total_bytes"] > later.free_bytes
