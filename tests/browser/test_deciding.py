"""How states decide at a meeting: a position is annexed and keeps nobody from adopting; silence is broken too late."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest
from playwright.sync_api import Locator, expect

from lintas.office.making import new_document
from lintas.office.package import MEDIA
from tests.browser.founding import HERE, THERE
from tests.browser.people import People, Person
from tests.browser.steps import OTHER, act, done, open_dossier
from tests.console.test_gallery import violations

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.xdist_group("browser")]

TITLE: Final = "Declaration on joint work"
TEXT: Final = {
    "name": "declaration.docx", "mimeType": MEDIA, "buffer": new_document(TITLE, ["The Parties shall act together."]),
}  # fmt: skip
PLENARY: Final = {"what": "Plenary", "starts": "2026-12-08 09:30", "zone": "Asia/Jakarta", "held": "hybrid"}
POSITION: Final = "Malaysia reads these words as its law allows."


def tabled(people: People) -> tuple[Person, Person]:
    """The chair and a member before a meeting in which a declaration is on the table."""
    chair, member = people.at(HERE, "lan", "officer"), people.at(THERE, "intake", "duty")
    meeting = open_dossier(chair, "meeting", theme="EXERCISE: deciding together", sessions=PLENARY)
    member.open("/?tab=intake")
    member.page.locator(f"#lines a[href='/dossiers/{meeting}/']").first.click()
    act(chair, "meeting", "table", title=TITLE, becomes="declaration", file=TEXT)
    done(member, "table")
    return chair, member


def text_of(person: Person) -> Locator:
    """Where the text stands, among the items of the dossier."""
    return person.page.locator("section[aria-labelledby=items] li", has_text=re.compile("^draft", re.IGNORECASE))


@contextmanager
def no_line(people: People) -> Iterator[None]:
    """While it lasts neither side brings the other anything, or asks it."""
    operators = {other: people.at(node, "operator", "operator", app=True) for node, other in OTHER.items()}

    def press(name: str, after: str) -> None:
        for other, operator in operators.items():
            operator.open("/node/")
            operator.page.locator("tr", has_text=other).get_by_role("button", name=name).click()
            expect(operator.page.locator("tr", has_text=other).get_by_role("button", name=after)).to_be_visible()

    press("Pause", "Resume")
    try:
        yield
    finally:
        press("Resume", "Pause")


def test_a_declaration_is_adopted_with_one_annexed_national_position(people: People) -> None:
    chair, member = tabled(people)
    act(member, "meeting", "annex a national position", position=POSITION)
    expect(done(chair, "annex a national position")).to_contain_text(POSITION)
    act(chair, "meeting", "record consensus", done="adopted", text=TEXT, annexed=f"Malaysia: {POSITION}")
    expect(text_of(member)).to_contain_text("adopted, national positions annexed")
    member.follow("The text, and who holds a bracket")
    annexed = member.page.locator("section[aria-labelledby=annexed]")
    expect(annexed).to_contain_text("MY")
    expect(annexed).to_contain_text(POSITION)
    member.shot()
    assert violations(member.page) == []
    expect(chair.page.locator("section[aria-labelledby=meets]")).to_contain_text("2026-12-08 09:30 Asia/Jakarta")
    assert violations(chair.page) == []


def test_a_silence_that_was_broken_while_the_chair_adopted_shows_contested(people: People) -> None:
    chair, member = tabled(people)
    act(chair, "meeting", "open silence", until="2027-01-31")
    expect(text_of(member)).to_contain_text("under silence")
    done(member, "open silence")
    with no_line(people):
        act(chair, "meeting", "adopt", done="adopted", text=TEXT)
        expect(text_of(chair)).to_contain_text("adopted")
        act(member, "meeting", "object", reasons="Our capital wrote at noon.")
        expect(text_of(member)).to_contain_text("objected to")
    for person in (chair, member):
        expect(text_of(person)).to_contain_text("contested: an objection was on its way")
    expect(done(chair, "object")).to_contain_text("Our capital wrote at noon.")
    chair.shot()
