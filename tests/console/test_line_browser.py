"""The conversation and the desk in a real browser: what comes is there by itself, told, counted and heard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console.stage import OURS, Stage, door
from tests.console.talking import Line
from tests.console.test_gallery import violations

pytestmark = [pytest.mark.processes, pytest.mark.slow]

PHONE_PX = 390


@dataclass
class Sight:
    """The line, a page before it on a phone, and what the browser complained of."""

    line: Line
    page: Page
    root: str
    complaints: list[str]

    def open(self, path: str) -> None:
        self.page.goto(self.root + path)


@pytest.fixture
def sight(stage: Stage, browser: Browser) -> Iterator[Sight]:
    line = Line(stage)
    with door() as root:
        context = browser.new_context(viewport={"width": PHONE_PX, "height": 844})
        name = f"lintas-{OURS}"
        context.add_cookies([{"name": name, "value": line.client.cookies[name].value, "url": root}])
        page, complaints = context.new_page(), list[str]()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield Sight(line, page, root, complaints)
        context.close()


def test_a_message_comes_by_itself_and_is_acknowledged_with_one_touch(sight: Sight) -> None:
    page = sight.page
    sight.open(sight.line.path)
    page.locator("#sound").click()
    expect(page.locator("#sound")).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Text").fill("half of an ans")
    page.evaluate("window.rung = 0; Audio.prototype.play = async () => { window.rung++ }; null")
    sight.line.said_by_them("They are at the pier")
    expect(page.locator(".talk")).to_contain_text("They are at the pier")
    expect(page).to_have_title(f"(1) Hotline {sight.line.dossier[:8]} · {OURS}")
    expect(page.locator("#told")).to_have_attribute("aria-live", "assertive")
    assert page.evaluate("window.rung") == 1
    expect(page.get_by_label("Text")).to_have_value("half of an ans")
    page.get_by_role("button", name="Acknowledge").press("Enter")
    expect(page).to_have_title(f"Hotline {sight.line.dossier[:8]} · {OURS}")
    sight.line.said_by_them("No hurry", urgency="routine")
    expect(page.locator("#told")).to_have_attribute("aria-live", "polite")
    # The switch is remembered from page to page.
    expect(page.locator("#sound")).to_have_attribute("aria-pressed", "true")
    assert sight.complaints == []


def test_pressed_twice_it_is_sealed_once(sight: Sight) -> None:
    page = sight.page
    sight.open(sight.line.path)
    page.get_by_label("now").check()
    page.get_by_label("Text").fill("Only once")
    sent = list[str]()
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    # Pressed again while the first is under way: before that, the browser itself sends one alone.
    page.evaluate(
        "const form = document.querySelector('.box form'); form.requestSubmit();"
        "setTimeout(() => form.requestSubmit(), 30); null"
    )
    expect(page.locator(".talk")).to_contain_text("Only once")
    assert len(sent) == 1


def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(sight: Sight) -> None:
    page, line = sight.page, sight.line
    line.said_by_them()
    for path in (line.path, "/desk/", f"{line.path}files/", f"{line.path}print/", f"{line.path}say/dossier/say/"):
        sight.open(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX, path
    assert sight.complaints == []
