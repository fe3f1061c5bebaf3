"""The page of a plan in columns: what was reported, out to a spreadsheet, in again as drafts, for who sees it alone."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lintas.interop.report import Report
from lintas.interop.xlsx import MEDIA, read_rows, write_rows
from lintas.node.author import author, open_dossier
from lintas.node.desk import appoint, sign_in
from lintas.node.order import OfficerAtWork, Order
from lintas.node.state import Node
from lintas.node.uploads import add_file
from lintas.wire.identifiers import show
from tests.console.stage import OURS, THEIRS, Stage, draft, seal

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.processes

PLAN = {"title": "Work plan", "valid_from": "2026-01-01", "valid_to": "2030-12-31"}
LINE = {"activity": "train <b>trainers</b>", "expected_output": "twelve trainers", "by": "2027-12-31",
        "states_without_a_node": ["TL"]}  # fmt: skip
SAID = {"Half year to": "2026-06-30", "Status": "under way", "Outputs": "1", "What was done": "A course & a visit."}


def _opened(node: Node) -> tuple[bytes, OfficerAtWork, tuple[bytes, ...]]:
    """A plan of the other node with us as a state, who answers for it there, and us."""
    appointed = appoint(node, f"secretariat {len(node.vault.secrets('officer/'))}", ("author",))
    officer, us = sign_in(node, appointed.name, appointed.token, "author"), (node.federation.by_code(OURS).id,)
    text = add_file(node, "plan.txt", "text/plain", [b"a plan"])
    plan = open_dossier(node, "plan", Order("lay down", PLAN | {"file": text}, us, (officer,), to={"state": us}))
    return plan.dossier, officer, us


def laid_down(node: Node) -> str:
    """A plan of the other node with a row that it leads, and that we do."""
    plan, officer, us = _opened(node)
    area, lead = {"area": "trafficking"}, {"lead shepherd": (node.id,)}
    component = author(node, plan, Order("open a component", area, us, (officer,), to=lead))
    set_by = Order("set an action line", LINE, us, (officer,), item=component.act[:16], to={"doing": us})
    author(node, plan, set_by)
    node.commit()
    return show(plan)


def _led_by_us(node: Node) -> str:
    """A plan of the other node with a component that we lead."""
    plan, officer, us = _opened(node)
    author(node, plan, Order("open a component", {"area": "sea"}, us, (officer,), to={"lead shepherd": us}))
    node.commit()
    return show(plan)


def _own(client: Client) -> str:
    """Who is signed in there."""
    return str(client.session["_auth_user_id"])


def _with_a_row(stage: Stage) -> tuple[Client, str]:
    """A browser of ours, and the page of a plan with a row that we do and have begun."""
    plan = stage.there(laid_down)
    client = stage.joins(stage.officer("officer", "duty"), plan)
    begins = stage.until(lambda: _begins(client, plan, "begin"))
    assert seal(client, draft(client, begins, {"audience": [THEIRS]}, {})).status_code == 302
    return client, f"/dossiers/{plan}/columns/"


def _begins(client: Client, plan: str, verb: str) -> str:
    """The address that begins a verb of an item, once the page of the dossier has it."""
    page = client.get(f"/dossiers/{plan}/").content.decode()
    found = re.search(rf'action="(/dossiers/{plan}/do/[a-z0-9]+/{verb}/)"', page)
    return found[1] if found else ""


def _page(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def _sent_in(client: Client, address: str, data: bytes) -> Any:
    return client.post(address, {"sheet": SimpleUploadedFile("back.xlsx", data, MEDIA)})


def test_a_report_goes_out_as_a_spreadsheet_and_comes_in_as_a_draft_of_our_own(stage: Stage) -> None:
    from lintas.console.models import Draft

    client, address = _with_a_row(stage)
    page = client.get(address).content.decode()
    assert "train &lt;b&gt;trainers&lt;/b&gt;" in page
    assert "nothing yet" in page
    out = client.get(f"{address}sheet/")
    assert out["Content-Type"] == MEDIA
    assert "EXERCISE" in out["Content-Disposition"]
    rows = read_rows(out.content, Report())
    heads = next(row for row in rows if "Line" in row)
    lines = {row[heads.index("State")]: row for row in rows if len(row) == len(heads)}
    ours = lines[OURS[:2].upper()]
    for line in (ours, lines["TL"]):
        for name, cell in SAID.items():
            line[heads.index(name)] = cell
    came = _sent_in(client, address, write_rows(rows))
    assert came.status_code == 200
    page = came.content.decode()
    assert "it speaks for TL, and we cannot enter it" in page
    (value,) = re.findall(r'name="report"[^>]*value="([^"]*)" checked', page)
    before = Draft.objects.count()
    begun = client.post(f"{address}put/", {"report": [html.unescape(value)]})
    assert begun.status_code == 302
    assert Draft.objects.count() == before + 1
    assert seal(client, begun.url).status_code == 302  # type: ignore[attr-defined]
    page = _page(client, address)
    assert "A course & a visit." in page
    assert "Report for the half-year to 2026-06-30" in page
    again = _sent_in(client, address, client.get(f"{address}sheet/").content).content.decode()
    assert "there is nothing to draft" in again
    two = client.post(f"{address}put/", {"report": [html.unescape(value)] * 2})
    assert two.url == address.removesuffix("columns/")  # type: ignore[attr-defined]
    assert Draft.objects.count() == before + 3


def test_a_lead_shepherd_sets_a_row_that_its_own_state_does_and_that_carries_out_a_commitment(stage: Stage) -> None:
    plan, declaration = stage.there(_led_by_us), stage.opened_by_them()
    client = stage.joins(stage.officer("officer", "duty"), plan)
    assert client.post(f"/dossiers/{declaration}/team/", {"officer": _own(client), "does": "add"}).status_code == 302
    begins = stage.until(lambda: _begins(client, plan, "set%20an%20action%20line"))
    linked = {"commitment-0": f"{declaration} carries out paragraph 7 of"}
    said = {**LINE, "states_without_a_node-0": "TL", **linked}
    begun = draft(client, begins, {"to_doing": [OURS], "audience": [THEIRS]}, said)
    assert seal(client, begun).status_code == 302
    page = _page(client, f"/dossiers/{plan}/columns/")
    assert f'<a href="/dossiers/{declaration}/">carries out paragraph 7 of · ' in page
    assert f"<dd>{PLAN['title']}</dd>" in page
    assert _begins(client, plan, "begin"), "our own state does it"


def test_what_is_no_sheet_or_no_report_is_refused_and_nothing_is_drafted(stage: Stage) -> None:
    from lintas.console.models import Draft

    client, address = _with_a_row(stage)
    before = Draft.objects.count()
    answer = _sent_in(client, address, b"PK no package")
    assert answer.status_code == 422
    assert "it is no spreadsheet" in answer.content.decode()
    assert client.post(address).status_code == 422
    other_verb = '{"verb": "close", "item": "dossier", "fields": {}}'
    (row,) = set(re.findall(r"/do/([a-z0-9]+)/report/", _page(client, address)))
    other_field = f'{{"verb": "report", "item": "{row}", "fields": {{"nonsense": 1}}}}'
    for said in ([], ["[["], ["{}"], [other_verb], [other_field]):
        assert client.post(f"{address}put/", {"report": said}).status_code == 400
    assert Draft.objects.count() == before
    assert client.get(f"{address}?half=nonsense").status_code == 200


def test_columns_are_there_for_those_alone_who_see_the_plan(stage: Stage) -> None:
    client, address = _with_a_row(stage)
    other = stage.browser(stage.officer("officer"))
    for path in (address, f"{address}sheet/"):
        assert other.get(path).status_code == 404
    assert other.post(f"{address}put/", {"report": ["{}"]}).status_code == 404
    exchange = stage.opened_by_them()
    assert client.get(f"/dossiers/{exchange}/columns/").status_code == 404
