"""Eleven states, three of which have no node: the report of a plan for a half-year, and a regional picture.

The Secretariat and one state work before browsers. The other seven are nodes in folders, which sign and deliver what
they say before the first of the two is started, and are out of reach then.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, expect

from lintas.compose import folder as folders
from lintas.compose import settings as settings_file
from lintas.crypto.real import RealSuite
from lintas.dossier.authority import write_genesis
from lintas.dossier.officers import APPROVER
from lintas.figures.suppress import Shown
from lintas.interop.report import Report
from lintas.interop.xlsx import MEDIA, read_rows, write_rows
from lintas.kinds import all_kinds
from lintas.node.uploads import add_file
from lintas.wire.identifiers import show
from tests.browser.founding import HERE, serving
from tests.browser.people import People, Person
from tests.browser.steps import act, seal
from tests.compose.served import make, node_of
from tests.console.test_gallery import violations
from tests.figures.test_suppress import worked_out
from tests.processes.federation import free_port
from tests.support.federation import Federation3, Ticker

pytestmark = [pytest.mark.soak, pytest.mark.processes, pytest.mark.xdist_group("browser"), pytest.mark.timeout(400)]

SECRETARIAT: Final = "xs-asec"
AWAY: Final = ("bn-ca", "id-ca", "kh-ca", "my-ca", "ph-ca", "sg-ca", "th-ca")
MEMBERS: Final = (*AWAY, HERE)
WITHOUT: Final = ["LA", "MM", "TL"]
ELEVEN: Final = sorted([*(code[:2].upper() for code in MEMBERS), *WITHOUT])
HALF: Final = "2026-06-30"
PLAN: Final = {"title": "Work plan (invented)", "valid_from": "2026-01-01", "valid_to": "2030-12-31"}
LINE: Final = {
    "area_of_collaboration": "prosecutors and labour inspectors",
    "activity": "train trainers in interviewing victims",
    "expected_output": "two trainers in each state",
    "lead_and_cooperating_body": "lead shepherd; senior officials on social welfare",
    "by": "2027-12-31",
    "states_without_a_node": WITHOUT,
}
CALL: Final = {"period": "first half of 2026", "first_day": "2026-01-01", "last_day": HALF,
               "counting": "A case counts where it was opened.", "by": "2026-12-31"}  # fmt: skip
OURS: Final = {"Half year to": HALF, "Status": "Date revised", "Outputs": "1",
               "What was done": "One of two trainers was trained.", "Now expected by": "2028-03-31"}  # fmt: skip
COUNTS: Final = ("under_investigation", "before_court", "ended_in_conviction", "ended_otherwise")


@dataclass(frozen=True, slots=True)
class Eleven:
    """The folders of the two that serve, and the dossiers of the plan and of the returns."""

    folders: dict[str, Path]
    plan: str
    returns: str


@pytest.fixture(scope="module")
def eleven() -> Iterator[Eleven]:
    with tempfile.TemporaryDirectory(prefix="lintas-eleven-") as name, ExitStack() as stack:
        root, codes = Path(name), (SECRETARIAT, *MEMBERS)
        genesis = write_genesis(make(root, codes), exercise=False)
        for code in codes:
            folders.adopt(root / code, genesis)
        plan, returns = _half_a_year(root, genesis)
        served = {code: root / code for code in (SECRETARIAT, HERE)}
        for code, folder in served.items():
            settings, console = settings_file.read(folder, {}), free_port()
            address = f"http://{code}.localhost:{console}"
            settings_file.write(folder, replace(settings, console=f"127.0.0.1:{console}", console_url=address))
            stack.enter_context(serving(folder))
        yield Eleven(served, plan, returns)


@pytest.fixture(scope="module")
def people(eleven: Eleven, browser: Browser) -> Iterator[People]:
    everybody = People(eleven.folders, browser)
    yield everybody
    everybody.leave()


def _half_a_year(root: Path, genesis: bytes) -> tuple[str, str]:
    """What nine nodes sign and deliver: a plan on which seven states have reported, and the returns of all eight."""
    with ExitStack() as stack:
        fed = Federation3(RealSuite(), genesis, Ticker(), all_kinds())
        for code in (SECRETARIAT, *MEMBERS):
            fed.nodes[code] = stack.enter_context(node_of(root / code))
            fed.desks[code] = fed.officer(code), fed.officer(code, APPROVER)
        plan, returns = _reported(fed), _returned(fed)
        fed.settle()
        return show(plan), show(returns)


def _reported(fed: Federation3) -> bytes:
    text = add_file(fed.nodes[SECRETARIAT], "plan.txt", "text/plain", [b"an invented plan"])
    plan = fed.open(SECRETARIAT, "plan", "lay down", PLAN | {"file": text}, {"state": MEMBERS}).dossier
    area = {"area": "trafficking in persons", "provision": "an invented article 12"}
    component = fed.act(SECRETARIAT, plan, "open a component", area, {"lead shepherd": ("ph-ca",)})
    fed.settle()
    line = fed.act("ph-ca", plan, "set an action line", LINE, {"doing": MEMBERS}, item=component.act[:16]).act[:16]
    fed.settle()
    for number, code in enumerate(MEMBERS):
        fed.act(code, plan, "begin", item=line)
        if code != HERE:
            said = {"half_year_to": HALF, "status": "under way", "outputs": number, "what_was_done": "A course."}
            fed.act(code, plan, "report", said, item=line)
    return plan


def _returned(fed: Federation3) -> bytes:
    returns = fed.open(SECRETARIAT, "returns", "call for returns", CALL, {"state": MEMBERS}).dossier
    fed.settle()
    for code in MEMBERS:
        for area, counts in (("illicit drugs", (120, 40, 31, 57)), ("sea piracy", (9, 8, 6, 7)),
                             ("people smuggling", (33, 12, 3 if code == HERE else 0, 14))):  # fmt: skip
            fed.act(code, returns, "hand in figures", {"area": area, **dict(zip(COUNTS, counts, strict=True))})
        fed.act(code, returns, "say that our figures are complete", {"text": "All of them."})
    return returns


def _dewi(people: People) -> Person:
    return people.at(SECRETARIAT, "dewi", "officer,duty")


def test_the_report_of_a_half_year_for_eleven_states_of_which_three_have_no_node(
    eleven: Eleven, people: People
) -> None:
    dewi, lan = _dewi(people), people.at(HERE, "lan", "officer,duty")
    address = f"/dossiers/{eleven.plan}/columns/"
    _through_a_spreadsheet(lan, address)
    for state in WITHOUT:
        dewi.open(f"/dossiers/{eleven.plan}/")
        act(dewi, "plan", "enter a report for another", on_behalf_of=state, half_year_to=HALF, status="on track")
    for person in (dewi, lan):
        _all_reported(person, address)
    with dewi.page.expect_download() as taken:
        dewi.page.locator(".for-another a").first.click()
    assert Path(taken.value.path()).read_bytes() == b"a record of the exercise"
    assert violations(dewi.page) == []
    dewi.shot()


def _through_a_spreadsheet(person: Person, address: str) -> None:
    """Take the sheet out, write into the line of one's own state, bring it in, and seal the draft that it became."""
    person.open(address)
    expect(person.page.locator("td.status")).to_contain_text("nothing yet")
    with person.page.expect_download() as taken:
        person.follow("Out as XLSX", "main")
    rows = read_rows(Path(taken.value.path()).read_bytes(), Report())
    heads = next(row for row in rows if "Line" in row)
    at = heads.index("State")
    line = next(row for row in rows if len(row) == len(heads) and row[at] == person.node[:2].upper())
    for name, cell in OURS.items():
        line[heads.index(name)] = cell
    person.page.get_by_label("In from XLSX").set_input_files(
        {"name": "report.xlsx", "mimeType": MEDIA, "buffer": write_rows(rows)}
    )
    person.press("Look at what came back")
    came = person.page.locator("section[aria-labelledby=came]")
    expect(came.get_by_role("checkbox")).to_be_checked()
    expect(came).to_contain_text("One of two trainers was trained.")
    assert violations(person.page) == []
    person.shot()
    person.press("Begin these drafts")
    expect(person.page.locator("ol.tasks")).to_be_visible()
    seal(person)


def _all_reported(person: Person, address: str) -> None:
    """Each of the eleven stands once, those without a node marked so, and nobody has nothing."""
    status = person.page.locator("td.status")
    for _ in range(100):
        person.open(address)
        if status.locator("li").count() == len(ELEVEN):
            break
        person.page.wait_for_timeout(200)
    assert [each.strip() for each in status.locator("li > .code:first-child").all_inner_texts()] == ELEVEN
    expect(status).not_to_contain_text("nothing yet")
    expect(status.locator(".for-another")).to_have_count(len(WITHOUT))
    expect(status.locator(".for-another").first).to_contain_text("entered by xs-asec from the original")
    expect(status).to_contain_text("2028-03-31")


def test_a_regional_figure_that_is_left_out_cannot_be_worked_out_from_what_is_shown(
    eleven: Eleven, people: People
) -> None:
    dewi = _dewi(people)
    dewi.open(f"/dossiers/{eleven.returns}/picture/")
    shown = _table(dewi)
    assert ("People smuggling", "Ended in conviction") in shown.left_out, "three cases of one state"
    assert worked_out(shown) == set()
    assert len(shown.left_out) > 1
    assert shown.cells["Illicit drugs", "Under investigation"] == 8 * 120
    expect(dewi.page.locator("figure.bars svg rect").first).to_be_visible()
    assert violations(dewi.page) == []
    dewi.shot()
    with dewi.page.expect_download() as taken:
        dewi.follow("As a paper (PDF), with the figures attached", "main")
    assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-1.7")
    dewi.follow("Our own figures, suggested from our dossiers", "main")
    assert violations(dewi.page) == []


def _table(person: Person) -> Shown:
    """What stands on the page, as whoever reads it has it."""
    table = person.page.locator("main table")
    columns = table.locator("thead th").all_inner_texts()[1:]
    cells, out, rows = dict[tuple[str, str], int](), set[tuple[str, str]](), list[str]()
    for row in table.locator("tbody tr").all():
        rows.append(row.locator("th").inner_text())
        for column, cell in zip(columns, row.locator("td").all_inner_texts(), strict=True):
            figure = re.sub(r"[^0-9]", "", cell)
            if figure:
                cells[rows[-1], column] = int(figure)
            else:
                out.add((rows[-1], column))
    return Shown(tuple(rows), tuple(columns), cells, frozenset(out), frozenset(out))
