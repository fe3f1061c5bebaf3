"""A message that nobody answers climbs the ladder inside one house, and the house that sent it sees nothing of that."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import expect

from tests.browser.founding import HERE, THERE, lintas
from tests.browser.people import People, Person
from tests.browser.steps import SEALED
from tests.browser.talking import line, say

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.xdist_group("browser"), pytest.mark.timeout(400)]

DESK, HEAD, OFFICE = "Duty desk of the exercise", "Head of the exercise desk", "Private office of the exercise"
HEAD_MIN, OFFICE_MIN = 15, 30
MINUTE_MS: Final = 60_000


def test_an_unanswered_message_climbs_inside_one_house_and_nobody_outside_sees_it(people: People) -> None:
    talk = line(people)
    head, office = people.at(HERE, "thu", "approver"), people.at(HERE, "minh", "minister", app=True)
    _set(people.at(HERE, "operator", "operator", app=True))
    head.open("/")
    head.page.locator("#sound").click()
    head.page.evaluate("window.rung = 0; Audio.prototype.play = async () => { window.rung++ }; null")
    office.open("/")
    talk.theirs.page.get_by_text("Phrase cards").click()
    talk.theirs.page.get_by_role("button", name="Put in 5").click()
    expect(talk.theirs.page.locator(".box [name=text]")).to_have_value(re.compile("^Is anybody in danger now"))
    say(talk.theirs, "The boat is in your waters")
    expect(talk.ours.page.locator(".talk")).to_contain_text(f"it goes to {HEAD} at")
    # That an officer here opened it is told to its author, ladder or not.
    expect(talk.theirs.page.locator(".talk .message").last).to_contain_text("opened")
    before = _outside(people, talk.theirs)

    _later(people.folders[HERE], HEAD_MIN)
    expect(head.page.locator("#climbed")).to_contain_text(f"Reached {HEAD}, rung 2 of 3")
    expect(head.page).to_have_title(re.compile(r"^\(1\) Work"))
    assert head.page.evaluate("window.rung") >= 1
    expect(talk.ours.page.locator(".talk")).to_contain_text(f"Reached {HEAD}")
    expect(office.page.locator("#climbed")).not_to_contain_text("Reached")
    head.shot()
    _later(people.folders[HERE], OFFICE_MIN)
    expect(office.page.locator("#climbed")).to_contain_text(f"Reached {OFFICE}, rung 3 of 3")
    office.shot()
    assert _outside(people, talk.theirs) == before
    _kept_inside(people.folders, talk.theirs, talk.dossier)

    head.follow("Look at it", "#climbed")
    head.page.locator(".talk").get_by_role("button", name=re.compile("^Acknowledge message")).last.click()
    # At no shift, a touch of the passkey answers for it, on a page of its own: the line has a button of that name too.
    head.page.wait_for_url("**/check/")
    head.press("Seal and send")
    expect(head.page.locator("main")).to_contain_text(SEALED)
    for each in (head, office, talk.ours):
        expect(each.page.locator("#climbed")).not_to_contain_text("Reached")
    expect(talk.theirs.page.locator(".talk .message").last).to_contain_text("acknowledged")
    talk.ours.open("/desk/")
    expect(talk.ours.page.locator("section[aria-labelledby=who]")).to_contain_text("Dung on shift until")
    auditor = people.at(HERE, "auditor", "auditor", app=True)
    auditor.open(f"/trail/?dossier={talk.dossier}")
    for did in (f"{HEAD} (thu)", f"{OFFICE} (minh)", "stopped on the ladder"):
        expect(auditor.page.locator("main")).to_contain_text(did)


def _set(operator: Person) -> None:
    """The operator sets the ladder on its page."""
    operator.open("/")
    operator.follow("Ladder", "nav")
    page = operator.page
    for place, name in enumerate((DESK, HEAD, OFFICE)):
        page.locator(f"[name=name-{place}]").fill(name)
    page.locator("fieldset", has=page.locator("[name=name-1]")).get_by_label("Thu approver").check()
    page.locator("fieldset", has=page.locator("[name=name-2]")).get_by_label("Minh minister").check()
    for place, minutes in enumerate((HEAD_MIN, OFFICE_MIN)):
        page.locator(f"[name=minutes-{place}-now]").fill(str(minutes))
    operator.press("Set the ladder")
    expect(page.locator("main")).to_contain_text("The ladder is set.")


def _later(folder: Path, minutes: int) -> None:
    """So many minutes later: what waits came so much earlier. Nobody waits here for three quarters of an hour."""
    with closing(sqlite3.connect(folder / "console.db", timeout=20)) as kept, kept:
        kept.execute("UPDATE console_wait SET since_ms = since_ms - ?", (minutes * MINUTE_MS,))


def _outside(people: People, theirs: Person) -> tuple[object, ...]:
    """What there is outside: the acts of both logs, which are all that can be sent, and the sender's own page."""
    logs = [lintas("node", "status", people.folders[code])["acts"] for code in (HERE, THERE)]
    return (*logs, theirs.page.locator(".talk .timeline").all_inner_texts())


def _kept_inside(folders: dict[str, Path], theirs: Person, dossier: str) -> None:
    """The names of the rungs stand in the console's own file here alone, and on no page there."""
    for code, folder in folders.items():
        for file in (each for each in folder.rglob("*") if each.is_file()):
            named = any(name.encode() in file.read_bytes() for name in (HEAD, OFFICE))
            assert not named or (code == HERE and file.name.startswith("console.db")), file
    for path in ("/", "/desk/", f"/dossiers/{dossier}/", f"/dossiers/{dossier}/?view=record", "/ladder/"):
        theirs.open(path)
        for name in (HEAD, OFFICE, "Reached"):
            expect(theirs.page.locator("body")).not_to_contain_text(name)
    theirs.open(f"/dossiers/{dossier}/")
