"""The page of a call in a browser: readable by everybody, on a phone too, and what it says when it may not listen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.console.stage import OURS, THEIRS, Stage, door
from tests.console.talking import CALL, Line
from tests.console.test_gallery import violations

pytestmark = [pytest.mark.processes, pytest.mark.slow]

PHONE_PX = 390
CONNECTED_MS_MAX = 60_000
REFUSE = """(name) => {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
}"""
HASTY = "Object.assign(document.getElementById('call').dataset, { lostMs: 500, tryMs: 2000, tries: 1 })"
ALLOW = "delete navigator.mediaDevices.getUserMedia"
TROUBLES = {
    "NotAllowedError": "may not use the microphone or the camera",
    "NotFoundError": "No microphone or no camera was found",
    "NotReadableError": "Another program has the microphone",
}


@pytest.fixture
def call(stage: Stage, browser: Browser) -> Iterator[tuple[Line, BrowserContext, str, list[str]]]:
    """A line for calls, a browser on a phone in which our officer is signed in, where, and what it complained of."""
    line, complaints = Line(stage, CALL), list[str]()
    with door() as root:
        context = browser.new_context(viewport={"width": PHONE_PX, "height": 844})
        name = f"lintas-{OURS}"
        context.add_cookies([{"name": name, "value": line.client.cookies[name].value, "url": root}])
        context.on("console", lambda message: complaints.append(message.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        yield line, context, root, complaints
        context.close()


def test_whoever_may_not_listen_is_told_why_and_then_sits_down_and_gets_up(
    call: tuple[Line, BrowserContext, str, list[str]],
) -> None:
    line, context, root, complaints = call
    page = context.new_page()
    page.goto(f"{root}{line.path}")
    page.get_by_role("link", name="Call", exact=True).click()
    assert violations(page) == []
    for error, words in TROUBLES.items():
        page.evaluate(REFUSE, error)
        page.get_by_role("button", name="Call", exact=True).click()
        expect(page.locator("[data-says]")).to_contain_text(words)
    page.evaluate(ALLOW)
    page.get_by_label("Note-taker").check()
    page.get_by_role("button", name="Call", exact=True).click()
    expect(page.locator("[data-phase]")).to_have_text("ringing")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE_PX
    for button, kind in (("Microphone off", "Audio"), ("Camera off", "Video")):
        page.get_by_role("button", name=button).click()
        assert not page.evaluate(f"document.querySelector('[data-own]').srcObject.get{kind}Tracks()[0].enabled")
    # Whoever closes the page gets up.
    page.goto(f"{root}{line.path}")
    expect(page.locator(".talk")).to_contain_text("not answered")
    expect(page.locator(".talk")).to_contain_text("Note-taker")
    assert THEIRS in page.locator(".talk").inner_text()
    assert complaints == []


def _sat(page: Page, verb: str) -> None:
    page.get_by_label("With the camera").uncheck()
    page.get_by_role("button", name=verb, exact=True).click()


def test_a_browser_that_died_is_seen_as_lost_and_its_officer_takes_the_seat_again_with_new_words(
    call: tuple[Line, BrowserContext, str, list[str]],
) -> None:
    line, context, root, complaints = call
    # A browser of its own for who stays: tabs of one share what tells them of acts, and may die together.
    assert context.browser
    elsewhere = context.browser.new_context()
    elsewhere.add_cookies([{"name": each["name"], "value": each["value"], "url": root} for each in context.cookies()])
    died, stays, comes_back = context.new_page(), elsewhere.new_page(), elsewhere.new_page()
    died.goto(f"{root}{line.path}call/dossier/")
    died.get_by_label("Who sits here").fill("Minister")
    _sat(died, "Call")
    expect(died.locator("[data-phase]")).to_have_text("ringing")
    stays.goto(died.url)
    stays.evaluate(HASTY)
    _sat(stays, "Take a seat")
    other, words = stays.locator("[data-people] [data-state]"), stays.locator("[data-people] [data-safety]")
    expect(other).to_have_text("connected", timeout=CONNECTED_MS_MAX)
    before = words.inner_text()
    with stays.expect_request(lambda asked: '"here"' in (asked.post_data or "")) as beat:
        assert beat.value.headers["x-by-itself"] == "1"
    with pytest.raises(Error, match="crash"):
        died.goto("chrome://crash")
    expect(other).to_contain_text("the connection was lost", timeout=CONNECTED_MS_MAX)

    comes_back.goto(stays.url)
    comes_back.get_by_label("Your seat again: Minister").check()
    expect(comes_back.get_by_label("Who sits here")).to_have_value("Minister")
    assert violations(comes_back) == []
    _sat(comes_back, "Take a seat")
    for page in (stays, comes_back):
        state = page.locator("[data-people] [data-state]")
        expect(state).to_have_text("connected", timeout=CONNECTED_MS_MAX)
    expect(stays.locator("[data-anew]")).to_be_visible()
    expect(comes_back.locator("[data-anew]")).to_be_hidden()
    assert before != words.inner_text() == comes_back.locator("[data-people] [data-safety]").inner_text()
    elsewhere.close()
    assert complaints == []


@pytest.mark.soak
def test_of_four_who_sit_there_each_has_a_line_to_each_though_three_came_at_once(
    call: tuple[Line, BrowserContext, str, list[str]],
) -> None:
    line, context, root, complaints = call
    first, *others = pages = [context.new_page() for _ in range(4)]
    first.goto(f"{root}{line.path}call/dossier/")
    _sat(first, "Call")
    expect(first.locator("[data-phase]")).to_have_text("ringing")
    for page in others:
        page.goto(first.url)
        page.get_by_label("Interpreter").check()
    for page in others:
        _sat(page, "Take a seat")
    pairs = Counter[str]()
    for page in pages:
        expect(page.locator("li [data-state]")).to_have_text(["connected"] * len(others), timeout=CONNECTED_MS_MAX)
        pairs.update(page.locator("[data-safety]").all_inner_texts())
    assert (len(pairs), set(pairs.values())) == (6, {2})
    # Whoever goes is gone from the others, who stay.
    others[0].get_by_role("button", name="Hang up").click()
    expect(first.locator("li [data-state]")).to_have_text(["connected"] * 2, timeout=CONNECTED_MS_MAX)
    assert complaints == []
