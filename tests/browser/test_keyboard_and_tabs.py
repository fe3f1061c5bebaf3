"""Without a mouse, with eight tabs open, or quicker than the scripts: every page still works.

And what watches over the pages is awake.
"""

from __future__ import annotations

from typing import Final

import pytest
from playwright.sync_api import Page, Route, expect

from lintas.kinds import all_kinds
from tests.browser.founding import HERE, THERE
from tests.browser.people import People, Person
from tests.browser.steps import SEALED, act, begin, open_dossier

pytestmark = [pytest.mark.processes, pytest.mark.slow, pytest.mark.xdist_group("browser"), pytest.mark.timeout(400)]

TABS: Final = 8
SLOW_MS: Final = 800
LOOK_MS: Final = 50
LOOKS_MAX: Final = 100
TABS_PRESSED_MAX: Final = 150
EVENTS_OF_A_MOUSE: Final = "pointerdown mousedown mousemove touchstart wheel"
COUNT: Final = (
    "window.name ||= '0'; for (const type of 'TYPES'.split(' '))"
    " addEventListener(type, () => (window.name = String(Number(window.name) + 1)), true)"
).replace("TYPES", EVENTS_OF_A_MOUSE)
IN_FOCUS: Final = """() => {
  const each = document.activeElement;
  const label = each.labels?.[0]?.innerText ?? "";
  const text = (each.innerText ?? "").trim();
  return [each.name ?? "", each.value ?? "", text, label.trim(), each.closest("li")?.innerText ?? ""];
}"""


class Keys:
    """Somebody who has a keyboard and nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def to(self, words: str, within: str = "") -> None:
        """Go on with Tab until what has the focus is called so, in a line of a list that says `within`."""
        for _ in range(TABS_PRESSED_MAX):
            self.page.keyboard.press("Tab")
            name, value, text, label, line = self.page.evaluate(IN_FOCUS)
            if words in (name, value, text, label) and within in line:
                return
        raise AssertionError(f"Tab never comes to {words}")

    def enter(self, words: str, within: str = "") -> None:
        """Go to a link or a button and press Enter; the page that follows is there."""
        self.to(words, within)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


def test_a_dossier_is_opened_and_sealed_without_a_mouse(people: People) -> None:
    lan, kind = people.at(HERE, "lan", "officer"), all_kinds()["exchange"]
    page = lan.page
    # Kept from page to page, as the name of a window is.
    page.add_init_script(COUNT)
    lan.open("/")
    page.evaluate("window.name = '0'")
    keys = Keys(page)
    keys.enter("Open a dossier")
    keys.enter("Open", within=kind.title)
    keys.enter("Whom it concerns")
    keys.to(THERE)
    page.keyboard.press("Space")
    keys.enter("Save and continue")
    for number in range(page.locator("ol.tasks a:not([href$='/whom/'])").count()):
        keys.enter(page.locator("ol.tasks a:not([href$='/whom/'])").nth(number).inner_text())
        for name in page.locator("main form .field:not(:has(.faint)) [name]").evaluate_all(
            "all => all.map((e) => e.name)"
        ):
            keys.to(name)
            page.keyboard.type("by keys alone")
        keys.enter("Save and continue")
    keys.enter("Check everything")
    keys.enter("Seal and send")
    expect(page.locator("main")).to_contain_text(SEALED)
    assert page.evaluate("window.name") == "0"


@pytest.mark.parametrize(
    "shared",
    [pytest.param(True, id="shared worker"), pytest.param(False, id="no shared workers", marks=pytest.mark.soak)],
)
def test_eight_tabs_are_all_live_and_all_answer(people: People, shared: bool) -> None:
    lan = people.at(HERE, "lan", "officer")
    dossier = open_dossier(lan, "exchange")
    tabs = [_tab(lan, f"/dossiers/{dossier}/", shared=shared) for _ in range(TABS)]
    try:
        act(lan, "exchange", "change the terms")
        for tab in tabs:
            expect(tab.locator(".timeline")).to_contain_text("change the terms")
        for tab in tabs:
            tab.reload()
            expect(tab.locator("h1")).to_be_visible()
            expect(tab.locator("#cut")).to_be_hidden()
        # And those that were opened anew are live as well.
        act(lan, "exchange", "change the terms", crimes="once more")
        for tab in tabs:
            expect(tab.locator(".timeline")).to_contain_text("once more")
    finally:
        for tab in tabs:
            tab.close()


def _tab(person: Person, path: str, *, shared: bool) -> Page:
    tab = person.context.new_page()
    if not shared:
        tab.add_init_script("delete window.SharedWorker")
    tab.goto(person.root + path)
    return tab


def test_who_presses_before_the_scripts_are_there_is_asked_for_the_touch_all_the_same(people: People) -> None:
    lan = people.at(HERE, "lan", "officer")
    open_dossier(lan, "exchange")
    begin(lan, "exchange", "change the terms")

    def late(route: Route) -> None:
        lan.page.wait_for_timeout(SLOW_MS)
        route.continue_()

    lan.page.route("**/confirm.js", late, times=1)
    lan.page.get_by_role("link", name="Check everything").click(no_wait_after=True)
    lan.page.get_by_role("button", name="Seal and send").click()
    expect(lan.page.locator("main")).to_contain_text(SEALED)


def test_what_watches_over_the_pages_is_awake(people: People) -> None:
    lan = people.at(HERE, "lan", "officer")
    lan.open("/")
    lan.page.evaluate("fetch('https://elsewhere.example/').catch(() => null)")
    lan.page.evaluate("setTimeout(() => { throw new Error('thrown on a page') }); null")
    words = ("/: connect-src", "thrown on a page")
    for _ in range(LOOKS_MAX):
        lan.page.wait_for_timeout(LOOK_MS)
        if all(any(each in said for said in people.complaints) for each in words):
            break
    found, people.complaints[:] = list(people.complaints), []
    for each in words:
        assert any(each in said for said in found), found
