"""What leaves the console says what it is, stands in the trail, and is only what the officer may see."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from lintas.log.checkpoint import parse_text
from lintas.log.note import parse
from lintas.node.plain_data import plain
from lintas.node.show import show
from lintas.node.verify_export import verify_export
from lintas.wire.identifiers import read as read_id
from tests.console.stage import THEIRS, Stage, draft, seal
from tests.console.test_files import body

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.processes

FORMS = ("evidence", "json", "timeline")
FIELDS = {"purpose": "=1+1", "basis": "an agreement"}


def opened(stage: Stage) -> tuple[Client, str]:
    """An officer, and a dossier that she opened."""
    client = stage.browser(stage.officer("officer"))
    address = draft(client, "/open/exchange/open/", {"to_member": [THEIRS]}, FIELDS)
    path = str(seal(client, address).url)
    return client, path.strip("/").split("/")[-1]


def rows(data: bytes) -> list[dict[str, str]]:
    """A table as a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_dossier_leaves_in_each_form(stage: Stage) -> None:
    from lintas.console.models import Entry

    client, dossier = opened(stage)
    got: dict[str, Any] = {form: client.get(f"/dossiers/{dossier}/export/{form}/") for form in FORMS}
    for form, answer in got.items():
        assert f'filename="EXERCISE-aa-ca-{dossier[:8]}' in answer["Content-Disposition"], form
        assert answer["Content-Disposition"].startswith("attachment")
    assert list(Entry.objects.filter(did="exported a dossier").values_list("detail", flat=True)) == list(FORMS)
    shown = stage.ours.worker.do(lambda node: plain(show(node, read_id(dossier, 16))))
    said = json.loads(got["json"].content)
    assert said["exercise"] is True
    assert [act["id"] for act in said["acts"]] == [act["id"] for act in shown["acts"]]
    table = rows(got["timeline"].content)
    assert [row["act"] for row in table] == [act["id"] for act in shown["acts"]]
    assert {row["exercise"] for row in table} == {"EXERCISE"}
    assert "Purpose: =1+1" in table[0]["says"]
    _check_evidence(body(got["evidence"]), dossier)


def _check_evidence(data: bytes, dossier: str) -> None:
    report = verify_export(io.BytesIO(data))
    assert report.ok, report.findings
    assert report.subject == dossier
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        assert "EXERCISE" in pack.read("README.txt").decode()


def test_no_cell_is_a_formula(ground: Path) -> None:
    from lintas.console.tables import as_csv

    table = as_csv(("a", "b"), [("=1+1", True), ("@x", "-3"), ("fine", "tr\nue")])
    assert rows(table) == [{"a": "'=1+1", "b": "yes"}, {"a": "'@x", "b": "'-3"}, {"a": "fine", "b": "tr\nue"}]


def test_paper_says_at_its_edges_what_it_is_and_ends_with_the_log(stage: Stage) -> None:
    client, dossier = opened(stage)
    page = client.get(f"/dossiers/{dossier}/print/").content.decode()
    bands = re.findall(r'class="bands.*?</(?:section|div)>', page, re.DOTALL)
    assert len(bands) == 2
    for band in bands:
        assert "EXERCISE" in band
        assert "No classification stated" in band
    newest = stage.ours.worker.do(lambda node: node.store.checkpoint())
    assert newest is not None
    assert parse_text(parse(newest[1]).text).root.hex() in page
    assert FIELDS["basis"] in page


def test_the_worklist_leaves_as_it_is_shown(stage: Stage) -> None:
    from lintas.console.models import Dossier

    client, dossier = opened(stage)
    Dossier.objects.filter(pk=dossier).update(owed=[[1_800_000_000_000, True], [1_800_000_060_000, False]])
    tab = next(
        tab for tab in ("ours", "others", "resting") if dossier[:8] in client.get(f"/?tab={tab}").content.decode()
    )
    table = rows(client.get(f"/export/worklist/?tab={tab}").content)
    assert [row["dossier"] for row in table] == [dossier]
    assert table[0]["exercise"] == "EXERCISE"
    assert rows(client.get("/export/worklist/?tab=ended").content) == []
    dates = client.get(f"/export/calendar/?tab={tab}").content
    assert b"DTSTART:20270115T080000Z\r\n" in dates
    assert b"DTSTART:20270115T080100Z\r\n" in dates
    assert b"EXERCISE" in dates
    assert FIELDS["basis"].encode() not in dates
    stranger = stage.browser(stage.officer("officer"))
    for each in ("ours", "others", "resting"):
        assert rows(stranger.get(f"/export/worklist/?tab={each}").content) == []
        assert b"VEVENT" not in stranger.get(f"/export/calendar/?tab={each}").content


def test_a_calendar_is_folded_and_says_no_more_than_it_must() -> None:
    from lintas.console.due_calendar import DueDate, calendar
    from lintas.interop.icalendar import LINE_BYTES_MAX

    due = DueDate("a" * 26, 0, 1_800_000_000_000, ours=False, url="https://example.test/" + "b" * 200)
    data = calendar([due], "aa-ca", 1_700_000_000_000, exercise=False)
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= LINE_BYTES_MAX
    assert lines[-1] == b""
    unfolded = data.replace(b"\r\n ", b"").decode().splitlines()
    assert f"URL:{due.url}" in unfolded
    assert "SUMMARY:lintas aa-ca aaaaaaaa: due from others" in unfolded
    assert "UID:" + "a" * 26 + "-0@aa-ca.lintas" in unfolded
    assert "EXERCISE" not in data.decode()


def test_what_one_may_not_see_does_not_leave(stage: Stage) -> None:
    _client, dossier = opened(stage)
    for role in ("officer", "approver", "minister", "operator", "auditor"):
        client = stage.browser(stage.officer(role))
        for path in (*(f"export/{form}" for form in FORMS), "print"):
            assert client.get(f"/dossiers/{dossier}/{path}/").status_code == 404, (role, path)
    assert _client.get(f"/dossiers/{dossier}/export/nothing/").status_code == 404
    assert _client.get("/export/nothing/").status_code == 404
