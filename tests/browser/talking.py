"""A line between two duty desks, each before its own browser; how long a message is on its way is measured there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page, expect

from tests.browser.founding import HERE, THERE
from tests.browser.people import People, Person
from tests.browser.steps import SEALED, dossier_id, open_dossier

# By the clock of the machine: what a page counts since it was made drifts from that by a second in some minutes.
PRESSED: Final = (
    "document.addEventListener('submit', () => { window.pressed = Date.now() }, { capture: true, once: true })"
)
WATCH: Final = """(text) => {
  window.came = null;
  window.watching?.disconnect();
  window.watching = new MutationObserver(() => {
    if (!window.came && document.querySelector(".talk").textContent.includes(text)) window.came = Date.now();
  });
  window.watching.observe(document.getElementById("main"), { childList: true, subtree: true });
}"""


@dataclass(frozen=True, slots=True)
class Talk:
    """A line that is open on both sides: who sits before it here and there, and the dossier."""

    ours: Person
    theirs: Person
    dossier: str

    def exchange(self, text: str) -> float:
        """Say something, and have a person there acknowledge it; milliseconds from the press until it stood there."""
        watching = self.theirs.page.evaluate_handle(WATCH, text)
        said_ms = say(self.ours, text)
        expect(self.theirs.page.locator(".talk")).to_contain_text(text)
        came_ms: float = self.theirs.page.evaluate("window.came")
        watching.dispose()
        acknowledge(self.theirs)
        return came_ms - said_ms

    def heard(self, person: Person) -> list[str]:
        """Everything that was said, in the order in which this side has it, page by page back to the first."""
        person.open(f"/dossiers/{self.dossier}/")
        found = _said_on(person.page)
        earlier = person.page.get_by_role("link", name=re.compile(r"^\d+ earlier"))
        while earlier.count():
            address = earlier.get_attribute("href") or ""
            earlier.click()
            person.page.wait_for_url(f"**{address}")
            found = _said_on(person.page) + found
        return found


def _said_on(page: Page) -> list[str]:
    found: list[str] = page.locator(".talk > .message").evaluate_all(
        "all => all.map((each) => each.querySelector('.said, dl, .values')?.textContent ?? each.textContent)"
    )
    return found


def on_shift(person: Person) -> Person:
    """One touch at the beginning answers for the messages of the shift."""
    person.open("/shift/")
    if person.page.get_by_role("button", name="Begin a shift").count():
        person.press("Begin a shift")
        expect(person.page.locator("main")).to_contain_text("Your shift has begun.")
    return person


def line(people: People, ours: str = "dung", theirs: str = "desk") -> Talk:
    """A new line, opened here, with their duty officer come on duty on a page that showed it by itself."""
    here, there = on_shift(people.at(HERE, ours, "duty")), on_shift(people.at(THERE, theirs, "duty"))
    there.open("/desk/")
    dossier = open_dossier(here, "hotline", languages="English")
    call = there.page.locator(".call", has=there.page.locator(f"a[href='/dossiers/{dossier}/']"))
    call.get_by_role("button", name="Come on duty").click()
    expect(there.page.locator("main")).to_contain_text(SEALED)
    assert dossier_id(there) == dossier
    expect(here.page.locator("header.dossier .phase strong")).to_have_text("open")
    return Talk(here, there, dossier)


def say(person: Person, text: str, urgency: str = "now") -> float:
    """Seal a message in one step; when it was pressed, in milliseconds since the epoch, as the browser has it."""
    page = person.page
    page.locator(f"input[name=urgency][value={urgency}]").check()
    page.locator(".box [name=text]").fill(text)
    page.evaluate(PRESSED)
    person.press("Seal and send")
    expect(page.locator(".talk")).to_contain_text(text)
    expect(page.locator(".box [name=text]")).to_have_value("")
    pressed_ms: float = page.evaluate("window.pressed")
    return pressed_ms


def acknowledge(person: Person) -> None:
    """Touch the newest message that waits for it."""
    person.shot()
    waiting = person.page.locator(".talk").get_by_role("button", name=re.compile("^Acknowledge message"))
    expect(waiting.last).to_be_visible()
    count = waiting.count()
    waiting.last.click()
    expect(waiting).to_have_count(count - 1)
