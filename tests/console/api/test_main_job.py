"""A program carries a matter from an empty draft to a sealed act on the other side, by the API alone."""

from __future__ import annotations

import hashlib

import pytest

from lintas.wire.identifiers import read as read_id
from tests.console.asked import Program, program
from tests.console.stage import THEIRS, Stage

pytestmark = pytest.mark.processes

EXCHANGE = {"purpose": "to learn who answers", "basis": "an agreement between agencies"}
LINE = {"terms": "those adopted", "languages": "English"}


def _opened(api: Program, kind: str, verb: str, role: str, fields: dict[str, str]) -> str:
    draft = api.done("POST", "/drafts", {"kind": kind, "verb": verb})["draft"]
    filled = api.done("PATCH", f"/drafts/{draft}", {"fields": fields, "to": {role: [THEIRS]}})
    assert filled["problems"] == []
    return str(api.done("POST", f"/drafts/{draft}/seal", {})["dossier"])


def test_what_a_program_seals_is_at_the_other_node(stage: Stage) -> None:
    api = program(stage, stage.officer("officer"))
    dossier = _opened(api, "exchange", "open", "member", EXCHANGE)
    stage.until(lambda: read_id(dossier, 16) in stage.there(lambda node: node.store.dossiers()))
    shown = api.done("GET", f"/dossiers/{dossier}")
    assert shown["acts"][0]["says"]["purpose"] == EXCHANGE["purpose"]
    assert [each["id"] for each in api.done("GET", "/worklist")["lines"]] == [dossier]
    assert [each["dossier"] for each in api.done("GET", "/events")["events"]] == [dossier]


def test_what_is_missing_is_said_and_nothing_is_sealed(stage: Stage) -> None:
    api = program(stage, stage.officer("officer"))
    draft = api.done("POST", "/drafts", {"kind": "exchange", "verb": "open"})["draft"]
    said = api.done("PATCH", f"/drafts/{draft}", {"fields": {"purpose": "half"}, "to": {"member": [THEIRS]}})
    assert [each["field"] for each in said["problems"]] == ["basis"]
    refused = api.ask("POST", f"/drafts/{draft}/seal", {})
    assert refused.status_code == 422
    assert refused.json()["error"] == "BadBody"
    assert refused.json()["facts"]["problems"][0]["field"] == "basis"
    assert api.done("GET", f"/drafts/{draft}")["fields"] == {"purpose": "half"}


@pytest.mark.parametrize(
    "said",
    [
        {"fields": {"colour": "blue"}},
        {"to": {"king": [THEIRS]}},
        {"to": {"member": ["zz-ca"]}},
        {"audience": [THEIRS]},
    ],
)
def test_a_draft_takes_what_its_form_has_and_nothing_else(stage: Stage, said: dict[str, object]) -> None:
    api = program(stage, stage.officer("officer"))
    draft = api.done("POST", "/drafts", {"kind": "exchange", "verb": "open"})["draft"]
    assert api.ask("PATCH", f"/drafts/{draft}", said).status_code == 422


def test_what_binds_goes_to_a_second_person(stage: Stage) -> None:
    author, second = stage.officer("officer", "approver"), stage.officer("approver")
    api, approver = program(stage, author), program(stage, second)
    dossier = _opened(api, "hotline", "open the line", "end", LINE)
    draft = api.done("POST", "/drafts", {"dossier": dossier, "verb": "close our end"})["draft"]
    filled = api.done("PATCH", f"/drafts/{draft}", {"fields": {"reasons": "over"}, "audience": [THEIRS]})
    assert filled["officers"] == 2
    assert author.name not in filled["approvers"]
    alone = api.ask("POST", f"/drafts/{draft}/seal", {"approver": author.name})
    assert (alone.status_code, alone.json()["error"]) == (409, "NoSecondPerson")
    assert api.done("POST", f"/drafts/{draft}/seal", {"approver": second.name})["state"] == "waiting"
    assert api.get(f"/approvals/{draft}").status_code == 404
    assert approver.done("GET", f"/approvals/{draft}")["fields"] == {"reasons": "over"}
    approver.done("POST", f"/approvals/{draft}/send-back", {"why": "say more"})
    assert api.done("POST", f"/drafts/{draft}/seal", {"approver": second.name})["state"] == "waiting"
    assert approver.done("POST", f"/approvals/{draft}/approve")["state"] == "sealed"
    assert api.done("GET", f"/dossiers/{dossier}")["acts"][-1]["verb"] == "close our end"


def test_a_policy_that_wants_a_touch_refuses_a_token(stage: Stage) -> None:
    api = program(stage, stage.officer("officer"))
    draft = api.done("POST", "/drafts", {"kind": "exchange", "verb": "open"})["draft"]
    api.done("PATCH", f"/drafts/{draft}", {"fields": EXCHANGE, "to": {"member": [THEIRS]}})
    federation = stage.ours.node.federation
    federation.exercise = False
    try:
        refused = api.ask("POST", f"/drafts/{draft}/seal", {})
    finally:
        federation.exercise = True
    assert (refused.status_code, refused.json()["error"]) == (409, "MethodNotEnough")
    assert refused.json()["facts"] == {"method": "session", "wanted": "passkey"}
    assert api.done("POST", f"/drafts/{draft}/seal", {})["state"] == "sealed"


def test_a_file_goes_in_by_parts(stage: Stage) -> None:
    api, data = program(stage, stage.officer("officer")), b"x" * 2_000_000
    announced = {"name": "a.bin", "media": "application/octet-stream", "bytes": len(data)}
    begun = api.done("POST", "/files", announced | {"sha256": hashlib.sha256(data).hexdigest()})
    assert (begun["here"], begun["chunks"]) == (0, 2)
    api.done("PUT", f"/files/{begun['upload']}?at=0", data[: 1 << 20])
    assert api.ask("POST", f"/files/{begun['upload']}/finish").json()["error"] == "NotWhole"
    assert api.done("PUT", f"/files/{begun['upload']}?at=1", data[1 << 20 :]) == {"here": 2}
    assert api.done("POST", f"/files/{begun['upload']}/finish")["bytes"] == len(data)
    other = program(stage, stage.officer("officer"))
    assert other.ask("POST", f"/files/{begun['upload']}/finish").json()["error"] == "NoSuchUpload"


def test_kinds_declare_their_verbs_and_fields(stage: Stage) -> None:
    api = program(stage, stage.officer("officer"))
    for each in api.done("GET", "/kinds"):
        items = api.done("GET", f"/kinds/{each['kind']}")["items"]
        assert any(verb["begins"] for item in items for verb in item["verbs"]), each


def test_team_and_notes(stage: Stage) -> None:
    dossier, officer = stage.opened_by_them(), stage.officer("officer")
    duty, theirs = program(stage, stage.officer("duty")), program(stage, officer)
    duty.done("PUT", f"/dossiers/{dossier}/team/{officer.name}")
    assert duty.get(f"/dossiers/{dossier}/team").status_code == 404
    theirs.done("POST", f"/dossiers/{dossier}/notes", {"text": "call them"})
    assert [each["text"] for each in theirs.done("GET", f"/dossiers/{dossier}/notes")] == ["call them"]
    last = theirs.ask("DELETE", f"/dossiers/{dossier}/team/{officer.name}")
    assert (last.status_code, last.json()["error"]) == (409, "LastOnTeam")
    assert [each["officer"] for each in theirs.done("GET", f"/dossiers/{dossier}/team")] == [officer.name]


def test_the_trail_and_the_node_for_those_who_keep_them(stage: Stage) -> None:
    auditor = program(stage, stage.officer("auditor"))
    auditor.get("/trail")
    found, after = list[dict[str, object]](), 0
    while True:
        page = auditor.done("GET", f"/trail?after={after}&limit=1")
        found += page["entries"]
        if page["next"] is None or len(found) > 2:
            break
        after = page["next"]
    assert [each["id"] for each in found] == sorted({int(str(each["id"])) for each in found})
    assert "by token a program" in str(auditor.done("GET", "/trail")["entries"][1]["detail"])
    assert auditor.done("GET", "/trail/check")["broken_at"] is None
    node = program(stage, stage.officer("operator")).done("GET", "/node")
    assert [each["code"] for each in node["peers"]] == [THEIRS]
